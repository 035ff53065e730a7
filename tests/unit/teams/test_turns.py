"""Turns through the door: what Teams posts, what the product is asked, and what reaches the chat."""

import asyncio
import random
import time
from typing import Any

import pytest

from adapters.teams import TeamsSettings
from panel.errors import Refused
from panel.ports import Incoming, Message, Place, Reply
from tests.fixtures.teams.activities import CHAT, IN_CHANNEL, PERSON, TENANT, in_chat, message, submit, tap
from tests.fixtures.teams.microsoft import PretendConnector
from tests.unit.teams.conftest import LOCAL, Open, Running, Time

CARD = {"type": "AdaptiveCard", "version": "1.5", "body": []}
DONE = Message(text="Agreed", card=CARD, summary="REF-1 agreed")
SHOWN = {"fallbackText": "Agreed", **CARD}


def replying(*messages: Message, replace: Message | None = None) -> Any:
    async def answer(incoming: Incoming) -> Reply:
        return Reply(messages, replace)

    return answer


async def test_message_is_asked_and_answered(connector: PretendConnector, open_door: Open) -> None:
    """The product hears who said what and where; the chat gets its answer as a reply, with the tenant named."""
    heard = message(connector.url, "status")
    async with open_door(LOCAL, replying(DONE)) as running:
        status, body = await running.post(heard)

    assert (status, body) == (200, None)
    assert running.acts == [
        Incoming(PERSON, Place(CHAT, connector.url, TENANT, True), f"{CHAT} {heard['id']}", text="status")
    ]
    assert connector.taken[0].body == {
        "type": "message",
        "from": {"id": "28:bot"},
        "conversation": {"id": CHAT, "tenantId": TENANT},
        "channelData": {"tenant": {"id": TENANT}},
        "summary": "REF-1 agreed",
        "attachments": [{"contentType": "application/vnd.microsoft.card.adaptive", "content": SHOWN}],
        "replyToId": heard["id"],
    }
    assert connector.taken[0].path == (
        f"/emea/v3/conversations/a%3Achat%20with%20priya/activities/f%3A{heard['id'][2:]}"
    )


async def test_tapped_card_is_replaced_in_the_answer(connector: PretendConnector, open_door: Open) -> None:
    """The stock SDK answers 500 here: the new card is the HTTP answer, and what else there is to say follows."""
    async with open_door(LOCAL, replying(Message("and more"), replace=DONE)) as running:
        status, body = await running.post(tap(connector.url, {"ref": "R1"}))

    assert (status, body) == (
        200,
        {"statusCode": 200, "type": "application/vnd.microsoft.card.adaptive", "value": SHOWN},
    )
    assert running.acts[0].value == {"ref": "R1", "verb": "agree"}
    assert connector.texts() == ["and more"]


async def test_tap_is_answered_before_the_rest_is_sent(connector: PretendConnector, open_door: Open) -> None:
    """A slow connector does not hold up the card."""
    free = asyncio.Event()

    async def stuck(pretend: PretendConnector, request: Any, posted: Any) -> Any:
        await free.wait()
        return pretend.take(posted)

    connector.plan = [stuck]
    async with open_door(LOCAL, replying(Message("later"), replace=DONE)) as running:
        _, body = await running.post(tap(connector.url))
        before = connector.texts()
        free.set()

    assert (body["value"], before, connector.texts()) == (SHOWN, [], ["later"])


async def test_tap_with_words_only_is_answered_in_words(connector: PretendConnector, open_door: Open) -> None:
    """A text alone is the answer itself; nothing is posted as well."""
    async with open_door(LOCAL, replying(Message("Noted."), Message("Second."))) as running:
        _, body = await running.post(tap(connector.url))

    assert body == {"statusCode": 200, "type": "application/vnd.microsoft.activity.message", "value": "Noted."}
    assert connector.texts() == ["Second."]


async def test_tap_in_a_channel_changes_the_card_for_everyone(connector: PretendConnector, open_door: Open) -> None:
    """The answer to a tap reaches only the person who tapped, so the posted card is updated too."""
    async with open_door(LOCAL, replying(replace=DONE)) as running:
        await running.post(tap(connector.url, conversation=IN_CHANNEL))

    assert [(posted.method, posted.path.rpartition("/")[2]) for posted in connector.taken] == [("PUT", "1%3Acard")]


async def test_submitted_card_is_replaced_by_an_update(connector: PretendConnector, open_door: Open) -> None:
    """An Action.Submit has no answer to put a card in, so the card it came from is updated."""
    async with open_door(LOCAL, replying(Message("next"), replace=DONE)) as running:
        await running.post(submit(connector.url, {"verb": "agree", "urgent": True}))

    assert running.acts[0].value == {"verb": "agree", "urgent": "true"}
    assert [(posted.method, posted.body.get("id")) for posted in connector.taken] == [
        ("PUT", "1:card"),
        ("POST", None),
    ]


async def test_card_that_is_gone_is_posted_anew(connector: PretendConnector, open_door: Open) -> None:
    """When the card to replace no longer exists the new one is still shown."""
    connector.plan = [404]
    async with open_door(LOCAL, replying(replace=DONE)) as running:
        await running.post(submit(connector.url, {"verb": "agree"}))

    assert [posted.method for posted in connector.taken] == ["POST"]


async def test_refresh_only_ever_gets_a_card(connector: PretendConnector, open_door: Open) -> None:
    """A post or an update from a card's own refresh would make Teams ask again for ever."""
    asked = tap(connector.url, conversation=IN_CHANNEL)
    asked["value"]["trigger"] = "automatic"
    async with open_door(LOCAL, replying(Message("no"), replace=DONE)) as running:
        _, body = await running.post(asked)

    assert (body["value"], running.acts[0].refresh, connector.seen) == (SHOWN, True, [])


async def test_failure_becomes_an_apology(
    connector: PretendConnector, open_door: Open, caplog: pytest.LogCaptureFixture
) -> None:
    """A bug is answered with the settings' words and logged without what the person wrote."""

    async def broken(incoming: Incoming) -> Reply:
        raise ValueError(f"cannot read {incoming.text}")

    async with open_door(TeamsSettings(local=True, apology="Sorry."), broken) as running:
        status, _ = await running.post(message(connector.url, "CANARY"))
        _, body = await running.post(tap(connector.url))

    assert (status, connector.texts(), body["value"]) == (200, ["Sorry."], "Sorry.")
    assert "act failed" in caplog.text
    assert "CANARY" not in repr([vars(record) for record in caplog.records])


async def test_refusal_is_said_in_its_own_words(connector: PretendConnector, open_door: Open) -> None:
    """A refusal that was not caught further in still reaches the person who asked."""

    async def refusing(incoming: Incoming) -> Reply:
        raise Refused("Only the chair can do this.")

    async with open_door(LOCAL, refusing) as running:
        await running.post(message(connector.url))

    assert connector.texts() == ["Only the chair can do this."]


async def test_second_delivery_gets_the_first_answer(connector: PretendConnector, open_door: Open) -> None:
    """The same activity counts once, also when it comes again while the first is still at work."""
    free = asyncio.Event()

    async def slow(incoming: Incoming) -> Reply:
        await free.wait()
        return Reply((Message("more"),), DONE)

    again = tap(connector.url)
    async with open_door(LOCAL, slow) as running:
        first, second = (asyncio.create_task(running.post(again)) for _ in range(2))
        await asyncio.sleep(0.05)
        free.set()
        answers = [await first, await second, await running.post(again)]

    assert [body["value"] for _, body in answers] == [SHOWN] * 3
    assert (len(running.acts), connector.texts()) == (1, ["more"])


async def test_delivery_is_forgotten_after_ten_minutes(
    connector: PretendConnector, open_door: Open, clock: Time
) -> None:
    """What Teams could send again is remembered for ten minutes, then no longer."""
    again = message(connector.url)
    async with open_door(LOCAL) as running:
        for wait in (0, 599, 2):
            clock.now += wait
            await running.post(again)

    assert len(running.acts) == 2


async def test_turns_of_one_chat_follow_each_other(connector: PretendConnector, open_door: Open) -> None:
    """In one chat a turn ends before the next begins; another chat does not wait for it."""
    steps: list[str] = []
    other_done = asyncio.Event()

    async def noting(incoming: Incoming) -> Reply:
        steps.append(f"begin {incoming.text}")
        if incoming.text == "a1":
            await other_done.wait()
        steps.append(f"end {incoming.text}")
        return Reply()

    async with open_door(LOCAL, noting) as running:
        first = asyncio.create_task(running.post(message(connector.url, "a1")))
        await asyncio.sleep(0.05)
        second = asyncio.create_task(running.post(message(connector.url, "a2")))
        await running.post(message(connector.url, "b1", conversation=in_chat("b")))
        other_done.set()
        await asyncio.gather(first, second)

    assert steps == ["begin a1", "begin b1", "end b1", "end a1", "begin a2", "end a2"]


async def test_slow_turn_is_answered_in_time_and_shown_later(connector: PretendConnector, open_door: Open) -> None:
    """Teams gives up after about ten seconds, so the person is told, and the card changes when it is done."""
    free = asyncio.Event()

    async def slow(incoming: Incoming) -> Reply:
        await free.wait()
        return Reply((Message("also"),), DONE)

    async with open_door(TeamsSettings(local=True, answer_within=0.05, working="Wait."), slow) as running:
        _, body = await running.post(tap(connector.url))
        free.set()

    assert body["value"] == "Wait."
    assert [posted.method for posted in connector.taken] == ["PUT", "POST"]


IGNORED = {
    "typing": {"type": "typing"},
    "a reaction": {"type": "messageReaction", "reactionsAdded": [{"type": "like"}]},
    "somebody else joining": {"type": "conversationUpdate", "membersAdded": [{"id": "29:sam"}]},
    "the bot leaving": {"type": "installationUpdate", "action": "remove"},
    "a person without an object id": {"from": {"id": "29:x", "name": "Priya Nair"}},
    "an object id that is none": {"from": {"id": "29:x", "aadObjectId": "../x"}},
    "no sender": {"from": None},
    "another invoke": {"type": "invoke", "name": "task/fetch"},
}


@pytest.mark.parametrize("name", IGNORED)
async def test_nothing_to_act_on_is_taken_quietly(name: str, connector: PretendConnector, open_door: Open) -> None:
    """Teams is told 200, so that it does not send it again, and the product is not asked."""
    async with open_door(LOCAL) as running:
        status, _ = await running.post(message(connector.url, **IGNORED[name]))

    assert (status, running.acts, connector.seen) == (200, [], [])


async def test_being_added_is_one_act(connector: PretendConnector, open_door: Open) -> None:
    """Teams tells of an installation in two ways; the product hears of it once, as an empty message."""
    added = message(connector.url, type="conversationUpdate", membersAdded=[{"id": "29:priya"}, {"id": "28:bot"}])
    added["recipient"] = {"id": "28:bot"}
    installed = message(connector.url, type="installationUpdate", action="add")
    async with open_door(LOCAL) as running:
        await running.post(added)
        await running.post(installed)

    assert [(act.text, act.person) for act in running.acts] == [("", PERSON)]


async def test_undelivered_reply_is_logged_and_the_rest_is_said(
    connector: PretendConnector, open_door: Open, caplog: pytest.LogCaptureFixture
) -> None:
    """One message that cannot be delivered does not swallow the next."""
    connector.plan = [502]
    async with open_door(LOCAL, replying(Message("one"), Message("two"))) as running:
        status, _ = await running.post(message(connector.url))

    assert (status, connector.texts()) == (200, ["two"])
    assert [record.failure for record in caplog.records if record.msg == "reply not delivered"] == ["DeliveryInDoubt"]


async def storm_of_deliveries(connector: PretendConnector, open_door: Open, *, acts: int, seed: int) -> list[str]:
    """Deliver each of `acts` activities one to four times, in random order, several at once."""
    rng = random.Random(seed)
    activities = [message(connector.url, str(n), conversation=in_chat(f"c{n % 7}")) for n in range(acts)]
    deliveries = [activity for activity in activities for _ in range(rng.randint(1, 4))]
    rng.shuffle(deliveries)
    async with open_door(LOCAL, replying()) as running:
        for start in range(0, len(deliveries), 16):
            await asyncio.gather(*(running.post(one) for one in deliveries[start : start + 16]))
    return [act.text for act in running.acts]


async def test_each_activity_counts_once(connector: PretendConnector, open_door: Open) -> None:
    """Delivered one to four times in random order, every act reaches the product exactly once."""
    counted = await storm_of_deliveries(connector, open_door, acts=200, seed=20261121)

    assert sorted(counted, key=int) == [str(n) for n in range(200)]


@pytest.mark.full
@pytest.mark.parametrize("seed", range(5))
async def test_each_activity_counts_once_at_length(seed: int, connector: PretendConnector, open_door: Open) -> None:
    """As above, ten thousand acts in all."""
    counted = await storm_of_deliveries(connector, open_door, acts=2_000, seed=seed)

    assert sorted(counted, key=int) == [str(n) for n in range(2_000)]


async def latencies(running: Running, connector: PretendConnector, *, taps: int) -> list[float]:
    """Seconds until each of `taps` taps is answered while 100 messages wait for a connector that hangs."""
    free = asyncio.Event()

    async def stuck(pretend: PretendConnector, request: Any, posted: Any) -> Any:
        await free.wait()
        return pretend.take(posted)

    connector.plan = [stuck] * 100
    places = [Place(f"a:waiting {n}", connector.url, TENANT) for n in range(100)]
    waiting = [asyncio.create_task(running.door.messenger.send(one, Message("x"))) for one in places]
    took = []
    for number in range(taps):
        begun = time.monotonic()
        await running.post(tap(connector.url, conversation=in_chat(f"a:{number}")))
        took.append(time.monotonic() - begun)
    free.set()
    await asyncio.gather(*waiting)
    return sorted(took)


async def test_taps_are_answered_while_the_connector_hangs(connector: PretendConnector, open_door: Open) -> None:
    """A hundred messages waiting to be sent do not hold up a button: 99 in 100 within a second, none over five."""
    async with open_door(LOCAL, replying(replace=DONE), real_time=True) as running:
        took = await latencies(running, connector, taps=200)

    assert (took[197] <= 1.0, took[-1] <= 5.0) == (True, True)


@pytest.mark.full
async def test_taps_are_answered_at_length(connector: PretendConnector, open_door: Open) -> None:
    """As above, two thousand taps."""
    async with open_door(LOCAL, replying(replace=DONE), real_time=True) as running:
        took = await latencies(running, connector, taps=2_000)

    assert (took[1979] <= 1.0, took[-1] <= 5.0) == (True, True)
