"""What is owed goes out once: whatever fails, and whenever the service stops, nothing is lost and nothing unmarked."""

import asyncio
from pathlib import Path

import pytest

from bot.outbox import WAITS
from dialogs.words.notices import REPEAT
from panel import commands as c
from panel.errors import DeliveryFailed, DeliveryInDoubt
from panel.notices import Channel, Delivery, NoticeState, Topic
from panel.telling import notice
from tests.story import PRIYA, TOM
from tests.unit.bot.office import PretendOffice

S = NoticeState


@pytest.fixture
def office(tmp_path: Path) -> PretendOffice:
    return PretendOffice(tmp_path)


def ask_manager(office: PretendOffice) -> None:
    """Owe one card that must arrive."""
    office.story.do(c.SendToManager, PRIYA, ref=office.story.complete())


def owe(office: PretendOffice, **changes: object) -> None:
    """Owe one Teams sentence to Priya, changed in some ways."""
    one = notice(Topic.SIGNED, PRIYA, "CB-0001", office.clock()).model_copy(update=changes)
    key = (one.KIND, one.id)
    office.store.held[key] = one.model_copy(update={"revision": 1})


async def test_what_is_owed_is_sent_once(office: PretendOffice) -> None:
    """A second look finds nothing to do."""
    ask_manager(office)
    counts = [await office.outbox.run_once(), await office.outbox.run_once()]
    sent = office.notice(Topic.AUTHORISE)
    assert counts == [1, 0]
    assert (sent.state, sent.attempts, sent.sent_as) == (S.SENT, 1, "1:1")
    assert sent.sent_at == office.clock()
    assert len(office.messenger.sent) == 1


async def test_two_workers_send_one_notice_once(office: PretendOffice) -> None:
    """Whoever claims it second leaves it alone."""
    ask_manager(office)
    await asyncio.gather(*(office.outbox.run_once() for _ in range(5)))
    assert len(office.messenger.sent) == 1


async def test_a_failure_is_tried_again_after_growing_pauses(office: PretendOffice) -> None:
    """Not at once, not for ever: five seconds, fifteen, a minute."""
    ask_manager(office)
    office.messenger.failures = [DeliveryFailed("down") for _ in range(3)]
    await office.outbox.run_once()
    tried = []
    for wait in WAITS[:3]:
        await office.later(seconds=wait.total_seconds() - 1)
        early = office.notice(Topic.AUTHORISE).attempts
        await office.later(seconds=1)
        tried.append(office.notice(Topic.AUTHORISE).attempts - early)
    assert tried == [1, 1, 1]
    assert office.notice(Topic.AUTHORISE).state is S.SENT
    assert not office.notice(Topic.AUTHORISE).repeated


async def test_a_server_that_asks_for_time_gets_it(office: PretendOffice) -> None:
    """A 429 with its Retry-After is waited for, however short our own pause is."""
    ask_manager(office)
    office.messenger.failures = [DeliveryFailed("slow down", retry_after=120)]
    await office.outbox.run_once()
    await office.later(seconds=119)
    early = office.notice(Topic.AUTHORISE).state
    await office.later(seconds=1)
    assert (early, office.notice(Topic.AUTHORISE).state) == (S.OWED, S.SENT)


async def test_what_can_never_be_delivered_is_given_up_and_a_person_told(office: PretendOffice) -> None:
    """The administrator learns which notice did not arrive, once."""
    ask_manager(office)
    office.messenger.failures = [DeliveryFailed("no such person", permanent=True)]
    await office.outbox.run_once()
    await office.later(seconds=1)
    await office.later(hours=1)
    failed, told = office.notice(Topic.AUTHORISE), office.notice(Topic.UNDELIVERED)
    assert (failed.state, failed.problem) == (S.FAILED, "no such person")
    assert (told.to, told.state, told.facts["what"]) == (TOM, S.SENT, Topic.AUTHORISE)
    assert "may not have arrived (authorise)" in office.messenger.sent[-1][2].text


async def test_after_four_hours_of_failure_a_person_is_told(office: PretendOffice) -> None:
    """Trying ends some time, and never in silence."""
    ask_manager(office)
    office.messenger.failures = [DeliveryFailed("down") for _ in range(len(WAITS) + 1)]
    await office.outbox.run_once()
    for wait in WAITS:
        await office.later(seconds=wait.total_seconds())
    assert office.notice(Topic.AUTHORISE).state is S.FAILED
    assert office.notice(Topic.UNDELIVERED).to == TOM


async def test_news_of_a_failure_that_fails_itself_is_not_told_for_ever(office: PretendOffice) -> None:
    """The notice about an undelivered notice raises no further one."""
    ask_manager(office)
    office.messenger.failures = [DeliveryFailed("gone", permanent=True), DeliveryFailed("gone", permanent=True)]
    await office.outbox.run_once()
    await office.later(seconds=1)
    await office.later(seconds=1)
    assert office.notice(Topic.UNDELIVERED).state is S.FAILED


async def test_in_doubt_what_must_arrive_is_sent_again_and_says_so(office: PretendOffice) -> None:
    """Twice is better than never, and the second says that it is one."""
    owe(office, delivery=Delivery.MUST_ARRIVE)
    office.messenger.failures = [DeliveryInDoubt("the connection broke")]
    await office.outbox.run_once()
    await office.later(seconds=5)
    sent = office.notice(Topic.SIGNED)
    assert (sent.state, sent.repeated) == (S.SENT, True)
    assert office.messenger.sent[0][2].text.startswith(REPEAT)


async def test_a_repeated_emergency_card_says_so_on_the_card(office: PretendOffice) -> None:
    """Teams shows no text beside a card, so the mark stands on the card itself."""
    office.story.urgent()
    office.messenger.failures = [DeliveryInDoubt("the connection broke")]
    await office.outbox.run_once()
    await office.later(seconds=5)
    cards = [message.card for _, _, message in office.messenger.sent if message.card]
    assert [card["body"][0]["text"] == REPEAT for card in cards[-1:]] == [True]
    assert "Approve" in [action["title"] for action in cards[-1]["actions"]]


@pytest.mark.parametrize("steps", range(6))
async def test_a_crash_at_any_step_leaves_an_approver_with_the_card(tmp_path: Path, steps: int) -> None:
    """Committed and not claimed, claimed, sent and not marked: at least one copy, and a second one is marked."""
    office = PretendOffice(tmp_path)
    office.story.urgent()
    card = next(n for n in office.story.notices(Topic.EMERGENCY_ASKED) if n.channel is Channel.TEAMS)
    claimed, really_sent = steps % 3 > 0, steps % 3 == 2
    if really_sent:
        await office.delivery.deliver(card)
    if claimed:
        office.store.held[(card.KIND, card.id)] = card.model_copy(update={"state": S.SENDING, "attempts": 1})
    for _ in range(1 + steps // 3):
        await office.outbox.after_a_stop()
    await office.later(seconds=60)
    await office.later(seconds=60)
    copies = [m.card for _, _, m in office.messenger.sent if m.card and "Emergency" in m.card["fallbackText"]]
    marked = [card["body"][0].get("text") == REPEAT for card in copies]
    assert marked == ([False, True] if really_sent else [claimed])


async def test_in_doubt_what_must_not_repeat_is_held_for_a_person(office: PretendOffice) -> None:
    """A decision is never sent twice: somebody looks whether it arrived."""
    owe(office, delivery=Delivery.MUST_NOT_REPEAT)
    office.messenger.failures = [DeliveryInDoubt("the connection broke")]
    await office.outbox.run_once()
    await office.later(hours=1)
    assert office.notice(Topic.SIGNED).state is S.IN_DOUBT
    assert office.notice(Topic.UNDELIVERED).state is S.SENT
    assert len(office.messenger.sent) == 1


@pytest.mark.parametrize(
    ("delivery", "state", "repeated"),
    [(Delivery.MUST_ARRIVE, S.SENT, True), (Delivery.MUST_NOT_REPEAT, S.IN_DOUBT, False)],
)
async def test_a_stop_in_the_middle_of_sending_is_settled_at_the_start(
    office: PretendOffice, delivery: Delivery, state: NoticeState, repeated: bool
) -> None:
    """A Teams notice found claimed may have arrived: it is repeated with a mark, or held."""
    owe(office, delivery=delivery, state=S.SENDING, attempts=1)
    await office.outbox.after_a_stop()
    await office.later(seconds=5)
    found = office.notice(Topic.SIGNED)
    assert (found.state, found.repeated) == (state, repeated)


@pytest.mark.parametrize("went", [True, False])
async def test_a_mail_claimed_at_a_stop_is_looked_for_among_those_sent(office: PretendOffice, went: bool) -> None:
    """A mail that went is not sent again; one that did not go goes now, without a mark."""
    office.story.meetings()
    office.story.signed()
    mail = next(n for n in office.story.notices(Topic.APPOINTMENT) if n.channel is Channel.EMAIL)
    if went:
        await office.delivery.deliver(mail)
    office.store.held[(mail.KIND, mail.id)] = mail.model_copy(update={"state": S.SENDING, "attempts": 1})
    await office.outbox.after_a_stop()
    before = office.store.held[(mail.KIND, mail.id)].state
    await office.later(seconds=1)
    after = office.store.held[(mail.KIND, mail.id)]
    assert before is (S.SENT if went else S.OWED)
    assert (after.state, after.repeated) == (S.SENT, False)
    assert await office.delivery.mail_went(mail)


async def test_a_mailbox_that_is_away_at_the_start_keeps_nothing_from_starting(
    office: PretendOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A mail of which it cannot be told whether it went is owed again; sending it finds out."""
    office.story.meetings()
    office.story.signed()
    mail = next(n for n in office.story.notices(Topic.APPOINTMENT) if n.channel is Channel.EMAIL)
    await office.delivery.deliver(mail)
    office.store.held[(mail.KIND, mail.id)] = mail.model_copy(update={"state": S.SENDING, "attempts": 1})

    async def away(_: str) -> bool:
        raise DeliveryFailed("the mailbox is away")

    monkeypatch.setattr(office.mailbox, "was_sent", away)
    await office.outbox.after_a_stop()
    assert office.store.held[(mail.KIND, mail.id)].state is S.OWED


async def test_a_notice_nobody_can_write_does_not_stop_the_others(office: PretendOffice) -> None:
    """A broken notice is given up, a person told, and everything else goes out."""
    owe(office, about="CB-9999", rule=Topic.AUTHORISE)
    ask_manager(office)
    await office.outbox.run_once()
    states = sorted(n.state for n in office.story.notices(Topic.AUTHORISE))
    assert states == [S.FAILED, S.SENT]
    assert office.notice(Topic.UNDELIVERED).to == TOM


async def test_notices_to_one_person_keep_their_order(office: PretendOffice) -> None:
    """What was owed first arrives first."""
    for number in range(6):
        ref = f"CB-000{number}"
        one = notice(Topic.SIGNED, PRIYA, ref, office.clock().replace(minute=50 - number))
        office.store.held[(one.KIND, one.id)] = one.model_copy(update={"revision": 1})
    await office.outbox.run_once()
    said = [message.text for _, _, message in office.messenger.sent]
    assert [text.partition("CB-000")[2][:1] for text in said] == ["5", "4", "3", "2", "1", "0"]


async def test_the_same_agenda_is_edited_and_not_posted_again(office: PretendOffice) -> None:
    """One post for each meeting, however often it changes."""
    office.story.meetings()
    await office.outbox.run_once()
    office.story.signed()
    await office.outbox.run_once()
    posts = [chat for chat, _, _ in office.messenger.sent if chat == "19:channel"]
    assert len(posts) == 1
