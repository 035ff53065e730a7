import asyncio
from datetime import timedelta
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from desk.activities import MENTION
from desk.answers import FAILED, Tapped
from desk.cards import CardError
from desk.chats import CLERK, RETRYING, UNREACHABLE
from desk.mailbox import Letter
from desk.office import Office
from tests.unit.desk.conftest import QUICK
from tests.unit.desk.fake_clerk import ADAPTIVE, FakeClerk, with_card
from tests.unit.desk.sample_cards import KIND, SAVE, WHY, card, text

CHANNEL = "19:arp@thread.tacv2"
DONE = card(text("Done"), actions=())


def replaced_by(shown: dict[str, Any]) -> dict[str, Any]:
    return {"statusCode": 200, "type": ADAPTIVE, "value": shown}


async def shown_a_card(office: Office, clerk: FakeClerk, who: str = "priya") -> None:
    clerk.greets = with_card(card(WHY, KIND))
    await office.say(who, "refer")


async def test_the_first_word_introduces_the_clerk_once(office: Office, clerk: FakeClerk) -> None:
    """Teams tells of the installation before the first message, and never again."""
    await office.say("priya", "hello")
    await office.say("priya", "again")

    assert clerk.kinds() == ["conversationUpdate", "installationUpdate", "message", "message"]


async def test_the_clerk_s_answer_is_in_the_chat(office: Office, clerk: FakeClerk) -> None:
    """What was said and what came back stand in order, in the person's own chat only."""
    clerk.greets = {"text": "Good morning"}

    await office.say("priya", "hello")

    assert [(message.by == CLERK, message.text) for message in office.chat("priya")] == [
        (False, "hello"),
        (True, "Good morning"),
    ]
    assert office.chat("sam") == []


async def test_a_tap_sends_the_inputs_with_the_button_s_data(office: Office, clerk: FakeClerk) -> None:
    """The clerk gets data and inputs in one object, and the id of the card that was tapped."""
    await shown_a_card(office, clerk)

    await office.tap("priya", "save", {"why": "now"})

    assert clerk.heard[-1]["value"]["action"]["data"] == {"ref": "CB-0042", "why": "now", "kind": "2"}
    assert clerk.heard[-1]["replyToId"] == office.latest_card("priya").id


async def test_the_answer_replaces_the_tapped_card(office: Office, clerk: FakeClerk) -> None:
    """The new card stands where the old one stood."""
    await shown_a_card(office, clerk)
    clerk.answer = replaced_by(DONE)

    tapped = await office.tap("priya", "Save", {"why": "now"})

    assert tapped == Tapped(200, card=DONE)
    assert [(message.card, message.edited) for message in office.cards("priya")] == [(DONE, True)]


async def test_a_captured_card_can_be_tapped_after_it_was_replaced(office: Office, clerk: FakeClerk) -> None:
    """A stale card still sends what it was drawn with."""
    await shown_a_card(office, clerk)
    stale = office.latest_card("priya")
    clerk.answer = replaced_by(DONE)
    await office.tap("priya", "save", {"why": "now"})

    await office.tap("priya", "save", {"why": "then"}, card=stale)

    assert clerk.heard[-1]["value"]["action"]["data"] == {"ref": "CB-0042", "why": "then", "kind": "2"}
    with pytest.raises(CardError):
        await office.tap("priya", "save")


async def test_another_person_s_card_is_tapped_as_oneself(office: Office, clerk: FakeClerk) -> None:
    """A forged tap arrives from the forger's own chat, and changes nothing in the other's."""
    await shown_a_card(office, clerk, "helen")
    clerk.answer = replaced_by(DONE)

    await office.tap("sam", "save", {"why": "me"}, card=office.latest_card("helen"))

    sam = office.directory.person("sam")
    forged = clerk.heard[-1]
    assert (forged["from"]["aadObjectId"], forged["conversation"]["id"]) == (sam.id, sam.chat)
    assert office.latest_card("helen").card == card(WHY, KIND)


async def test_an_old_client_sends_the_fallback_as_a_message(office: Office, clerk: FakeClerk) -> None:
    """A client without universal actions submits instead."""
    submit = {"type": "Action.Submit", "title": "Save", "data": {"verb": "save"}}
    clerk.greets = with_card(card(KIND, actions=({**SAVE, "fallback": submit},)))
    await office.say("priya", "refer")

    await office.tap("priya", "save", old_client=True)

    assert (clerk.heard[-1]["type"], clerk.heard[-1]["value"]) == ("message", {"verb": "save", "kind": "2"})


async def test_a_card_refreshes_itself(office: Office, clerk: FakeClerk) -> None:
    """The refresh action arrives marked as automatic, with the card's own data."""
    action = {"type": "Action.Execute", "verb": "refresh", "data": {"ref": "CB-0042"}}
    clerk.greets = with_card({**card(), "refresh": {"action": action, "userIds": []}})
    await office.say("priya", "refer")

    await office.refresh("priya")

    assert clerk.heard[-1]["value"] == {"action": action, "trigger": "automatic"}


async def test_a_file_can_be_fetched_where_the_clerk_is_told(office: Office, clerk: FakeClerk) -> None:
    """The download address gives the very bytes."""
    await office.attach("priya", "care plan.docx", b"PK\x03\x04")

    address = clerk.heard[-1]["attachments"][0]["content"]["downloadUrl"]
    async with aiohttp.ClientSession() as session, session.get(address) as response:
        assert (response.status, await response.read()) == (200, b"PK\x03\x04")


async def test_a_channel_is_heard_only_when_the_clerk_is_named(office: Office, clerk: FakeClerk) -> None:
    """Everybody sees both messages; the clerk gets one, and answers in its thread."""
    clerk.greets = {"text": "Two referrals are listed."}
    await office.say("tom", "Has anyone the papers?", chat=CHANNEL)
    asked = await office.say("tom", f"{MENTION} status", chat=CHANNEL)

    heard = [activity["text"] for activity in clerk.heard if activity["type"] == "message"]
    assert heard == [f"{MENTION} status"]
    assert [(m.by == CLERK, m.thread == asked.id) for m in office.channel(CHANNEL)] == [
        (False, False),
        (False, True),
        (True, True),
    ]


async def test_a_tap_in_a_channel_changes_the_card_for_the_one_who_tapped(office: Office, clerk: FakeClerk) -> None:
    """Until the clerk edits its message, everyone else sees the card as it was."""
    clerk.greets = with_card(card())
    await office.say("tom", f"{MENTION} agenda", chat=CHANNEL)
    posted = office.channel(CHANNEL)[-1]
    clerk.answer = replaced_by(DONE)

    await office.tap("ruth", "save", card=posted)

    now = office.channel(CHANNEL)[-1]
    ruth, tom = office.directory.person("ruth"), office.directory.person("tom")
    assert (now.card_for(ruth.id), now.card_for(tom.id)) == (DONE, card())


async def test_a_message_waits_for_a_clerk_that_is_down(empty_office: Office, clerk: FakeClerk) -> None:
    """It is marked as not delivered, and arrives once, in order, when the clerk is back."""
    first = empty_office.send("priya", "one")
    second = empty_office.send("priya", "two")
    await empty_office.until(lambda: [m.status for m in empty_office.chat("priya")] == [RETRYING] * 2)

    await empty_office.start_bot(clerk.app())
    assert first.done
    assert second.done
    await asyncio.gather(first.done, second.done)

    texts = [activity["text"] for activity in clerk.heard if activity["type"] == "message"]
    assert texts == ["one", "two"]
    assert [message.status for message in empty_office.chat("priya")] == ["", ""]


async def test_a_later_message_does_not_overtake_one_that_is_retried(office: Office, clerk: FakeClerk) -> None:
    """Within a chat the clerk hears things in the order they were said."""
    office.chats.meet(office.directory.person("priya").chat)
    clerk.statuses = [503]

    first, second = office.send("priya", "one"), office.send("priya", "two")
    assert first.done
    assert second.done
    await asyncio.gather(first.done, second.done)

    assert [activity["text"] for activity in clerk.heard] == ["one", "one", "two"]


async def test_a_message_not_answered_in_time_is_delivered_once_more(office: Office, clerk: FakeClerk) -> None:
    """The very same activity comes a second time, and the person is told that the app was not reached."""
    office.chats.meet(office.directory.person("priya").chat)
    clerk.waits_for = asyncio.Event()
    with office.chats.listening() as events:
        message = await office.say("priya", "hello")
    clerk.waits_for.set()

    seen = [events.get_nowait()["message"]["status"] for _ in range(events.qsize())]
    assert clerk.heard[0] == clerk.heard[1]
    assert (seen, message.status) == (["sending", UNREACHABLE, ""], "")


async def test_a_tap_not_answered_in_time_is_delivered_once_more(office: Office, clerk: FakeClerk) -> None:
    """The second answer counts; the clerk must notice that both are one tap."""
    await shown_a_card(office, clerk)
    clerk.heard.clear()
    clerk.waits_for = asyncio.Event()
    clerk.answer = replaced_by(DONE)

    tapped = await office.tap("priya", "save", {"why": "now"})
    clerk.waits_for.set()

    assert clerk.heard[0] == clerk.heard[1]
    assert tapped.card == DONE


async def test_a_tap_on_a_clerk_that_stays_down_fails_in_words(office: Office, clerk: FakeClerk) -> None:
    """The person is asked to try again, and the card stays."""
    await shown_a_card(office, clerk)
    await office.stop_bot()

    tapped = await office.tap("priya", "save", {"why": "now"})

    assert (tapped.failed, tapped.text) == (True, FAILED)
    assert office.latest_card("priya").status == FAILED


async def test_a_refusal_is_shown_and_not_repeated(office: Office, clerk: FakeClerk) -> None:
    """An error of the clerk's own is final."""
    office.chats.meet(office.directory.person("priya").chat)
    clerk.statuses = [500]

    message = await office.say("priya", "hello")

    assert (len(clerk.heard), message.status) == (1, "The clerk answered with an error (500)")


@pytest.mark.parametrize(("fresh", "same"), [(False, True), (True, False)])
async def test_anything_can_be_delivered_again(office: Office, clerk: FakeClerk, fresh: bool, same: bool) -> None:
    """As Teams does: first the same id, and later the same act under a new one."""
    await shown_a_card(office, clerk)
    await office.tap("priya", "save", {"why": "now"})

    await office.redeliver(fresh=fresh)

    once, again = clerk.heard[-2:]
    assert once["value"] == again["value"]
    assert (once["id"] == again["id"]) is same


async def test_settling_waits_for_what_the_clerk_says_later(office: Office, clerk: FakeClerk) -> None:
    """Answers that come after the turn are there when the office is quiet."""
    clerk.greets = {"text": "later"}
    office.send("priya", "hello")

    await office.settle(quiet=0.1)

    assert [message.text for message in office.replies("priya")] == ["later"]


async def test_the_clerk_s_clock_is_moved_and_followed(office: Office, clerk: FakeClerk) -> None:
    """After moving on a day the desk's own messages bear the clerk's date."""
    await office.advance(timedelta(days=1))

    message = await office.say("priya", "hello")

    assert clerk.now.isoformat() == "2026-03-03T09:00:00+00:00"
    assert message.at.startswith("2026-03-03T09:00")


async def test_a_mail_lies_in_the_inbox(office: Office) -> None:
    """A mail written in the office is where the clerk looks for it."""
    office.mail(Letter("sam.okafor@council.example", "arp@council.example", "Referral", body="Please see the form."))

    assert [(mail.subject, mail.text) for mail in office.mails("inbox")] == [("Referral", "Please see the form.")]


async def test_chats_are_there_again_in_a_new_office(tmp_path: Path, clerk: FakeClerk) -> None:
    """A restart of the desk forgets nothing."""
    async with Office.opened(tmp_path, patience=QUICK) as before:
        await before.start_bot(clerk.app())
        await before.say("priya", "hello")

    async with Office.opened(tmp_path, patience=QUICK) as after:
        assert [message.text for message in after.chat("priya")] == ["hello"]
