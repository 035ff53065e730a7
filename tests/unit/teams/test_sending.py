"""What becomes of a message on its way to Teams: delivered, failed or in doubt, and never doubled by us."""

import asyncio
import random
from collections import Counter
from typing import Any

import pytest
from aiohttp import web

from adapters.teams import TeamsSettings, build_teams
from adapters.teams.pacing import Pace
from panel.errors import DeliveryFailed, DeliveryInDoubt
from panel.ports import Message, Place
from tests.fixtures.teams.activities import APP, CHAT, PERSON, TENANT, message
from tests.fixtures.teams.microsoft import (
    PretendConnector,
    PretendKeys,
    drop_after,
    drop_before,
    fail_after,
)
from tests.unit.teams.conftest import LOCAL, Open, Time, echo, guarded, no_entra

HELLO = Message("hello")


def place(connector: PretendConnector, chat: str = CHAT) -> Place:
    return Place(chat, connector.url, TENANT)


OUTCOMES: list[tuple[Any, type[DeliveryFailed], bool, int]] = [
    (400, DeliveryFailed, True, 1),
    (403, DeliveryFailed, True, 1),
    (404, DeliveryFailed, True, 1),
    (409, DeliveryFailed, True, 1),
    (413, DeliveryFailed, True, 1),
    ((302, {"Location": "http://127.0.0.1:9/"}), DeliveryFailed, True, 1),
    (408, DeliveryInDoubt, False, 1),
    (500, DeliveryInDoubt, False, 1),
    (502, DeliveryInDoubt, False, 1),
    (503, DeliveryInDoubt, False, 1),
    (504, DeliveryInDoubt, False, 1),
    (drop_before, DeliveryInDoubt, False, 1),
    (drop_after, DeliveryInDoubt, False, 1),
    (412, DeliveryFailed, False, 3),
    (429, DeliveryFailed, False, 3),
]


@pytest.mark.parametrize(("step", "kind", "permanent", "tries"), OUTCOMES)
async def test_post_is_classified(
    step: Any, kind: type, permanent: bool, tries: int, connector: PretendConnector, open_door: Open
) -> None:
    """A post is tried again only when Teams certainly did not take it; otherwise the caller decides."""
    connector.plan = [step] * 5
    async with open_door(LOCAL) as running:
        with pytest.raises(DeliveryFailed) as failed:
            await running.door.messenger.send(place(connector), HELLO)

    assert (type(failed.value), failed.value.permanent, len(connector.seen)) == (kind, permanent, tries)


@pytest.mark.parametrize("step", [408, 412, 429, 500, 502, 503, 504, drop_before, drop_after, fail_after])
async def test_update_is_repeated(step: Any, connector: PretendConnector, open_door: Open) -> None:
    """Replacing a message twice is the same as once, so a hiccup is not worth telling anybody."""
    connector.plan = [step, step]
    async with open_door(LOCAL) as running:
        await running.door.messenger.update(place(connector), "1:9", Message("new"))

    assert connector.taken[-1].method == "PUT"
    assert connector.taken[-1].path.endswith("/activities/1%3A9")


async def test_update_is_never_in_doubt(connector: PretendConnector, open_door: Open, clock: Time) -> None:
    """After three tries an update has failed; it can be made again safely. The pauses grow."""
    connector.plan = [502] * 5
    async with open_door(LOCAL) as running:
        with pytest.raises(DeliveryFailed) as failed:
            await running.door.messenger.update(place(connector), "1:9", HELLO)

    assert (type(failed.value), len(connector.seen)) == (DeliveryFailed, 3)
    assert [0.5 <= clock.waits[0] <= 1.0, 2.0 <= clock.waits[1] <= 4.0] == [True, True]


@pytest.mark.parametrize(("asked", "waited"), [("3", 3.0), ("10", 10.0)])
async def test_short_retry_after_is_obeyed(
    asked: str, waited: float, connector: PretendConnector, open_door: Open, clock: Time
) -> None:
    """When Teams asks for a few seconds they are waited here, and the message goes once."""
    connector.plan = [(429, {"Retry-After": asked})]
    async with open_door(LOCAL) as running:
        await running.door.messenger.send(place(connector), HELLO)

    assert (clock.waits, len(connector.taken)) == ([waited], 1)


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ({"Retry-After": "11"}, 11.0),
        ({"Retry-After": "999999"}, 3600.0),
        ({"Retry-After": "Sat, 21 Nov 2026 10:02:00 GMT", "Date": "Sat, 21 Nov 2026 10:00:00 GMT"}, 120.0),
    ],
)
async def test_long_retry_after_is_passed_on(
    header: dict[str, str], expected: float, connector: PretendConnector, open_door: Open, clock: Time
) -> None:
    """A long wait is the outbox's: it is told how long, and nothing is held up here."""
    connector.plan = [(429, header)]
    async with open_door(LOCAL) as running:
        with pytest.raises(DeliveryFailed) as failed:
            await running.door.messenger.send(place(connector), HELLO)

    assert (failed.value.retry_after, clock.waits, len(connector.seen)) == (expected, [], 1)


@pytest.mark.parametrize("header", ["soon", "-5", "", "1e3"])
async def test_unreadable_retry_after_is_no_obstacle(header: str, connector: PretendConnector, open_door: Open) -> None:
    """A 429 that says nothing sensible is tried again after the usual pause."""
    connector.plan = [(429, {"Retry-After": header})]
    async with open_door(LOCAL) as running:
        await running.door.messenger.send(place(connector), HELLO)

    assert len(connector.taken) == 1


async def test_unreachable_teams_is_a_plain_failure(connector: PretendConnector, open_door: Open) -> None:
    """A refused connection delivered nothing: that is known, not in doubt."""
    nobody = Place(CHAT, "http://127.0.0.1:9/emea", TENANT)
    async with open_door(LOCAL) as running:
        with pytest.raises(DeliveryFailed) as failed:
            await running.door.messenger.send(nobody, HELLO)

    assert (type(failed.value), failed.value.permanent) == (DeliveryFailed, False)


async def test_refused_token_is_replaced_once(keys: PretendKeys, connector: PretendConnector, open_door: Open) -> None:
    """A token that Teams turns down is replaced and the message goes, once."""
    connector.plan = [401]
    async with open_door(guarded(keys), tokens=no_entra) as running:
        await running.door.messenger.send(place(connector), HELLO)

    assert [posted.token for posted in connector.seen] == ["token-old", "token-new"]
    assert connector.texts() == ["hello"]


async def test_token_refused_twice_waits_for_somebody(
    keys: PretendKeys, connector: PretendConnector, open_door: Open
) -> None:
    """When a new token does not help either, Entra is not hammered; the outbox tries again in five minutes."""
    connector.plan = [401] * 9
    async with open_door(guarded(keys), tokens=no_entra) as running:
        with pytest.raises(DeliveryFailed) as failed:
            await running.door.messenger.send(place(connector), HELLO)

    assert (failed.value.permanent, failed.value.retry_after, len(connector.seen)) == (False, 300.0, 2)


@pytest.mark.parametrize("url", ["https://evil.example/emea", "http://10.0.0.1/emea", ""])
async def test_token_never_goes_to_a_stranger(
    url: str, keys: PretendKeys, connector: PretendConnector, open_door: Open
) -> None:
    """A stored address that is not on the list is not called, however it came to be stored."""
    async with open_door(guarded(keys), tokens=no_entra) as running:
        with pytest.raises(DeliveryFailed, match="not one of the Bot Connector's") as failed:
            await running.door.messenger.send(Place(CHAT, url, TENANT), HELLO)

    assert failed.value.permanent


async def test_chat_is_opened_by_object_id(keys: PretendKeys, connector: PretendConnector, open_door: Open) -> None:
    """A person is named by Entra object id, in the home tenant, at the address Teams last used."""
    connector.plan = [201, 502, 201]
    async with open_door(guarded(keys), tokens=no_entra) as running:
        await running.post(message(connector.url), token=keys.token(connector.url))
        opened = await running.door.messenger.open_chat(PERSON)

    assert opened == Place("1:2", connector.url, TENANT)
    assert connector.taken[1].body == {
        "isGroup": False,
        "bot": {"id": f"28:{APP}"},
        "members": [{"id": PERSON}],
        "tenantId": TENANT,
        "channelData": {"tenant": {"id": TENANT}},
    }


async def test_unreadable_success_is_still_a_success(connector: PretendConnector, open_door: Open) -> None:
    """A 2xx without a readable id was delivered; calling it a failure would have it sent twice."""

    async def odd(pretend: PretendConnector, request: Any, posted: Any) -> Any:
        pretend.take(posted)
        return web.Response(text="created", status=201)

    connector.plan = [odd]
    async with open_door(LOCAL) as running:
        sent = await running.door.messenger.send(place(connector), HELLO)

    assert sent == ""


async def test_conversation_is_paced(connector: PretendConnector, open_door: Open, clock: Time) -> None:
    """Five at once, then one a second, in each conversation by itself."""
    async with open_door(LOCAL) as running:
        for number in range(7):
            await running.door.messenger.send(place(connector), Message(str(number)))
        await running.door.messenger.send(place(connector, "a:other"), HELLO)

    assert clock.waits == [1.0, 1.0]
    assert connector.texts() == ["0", "1", "2", "3", "4", "5", "6", "hello"]


def test_pace_forgets_quiet_conversations() -> None:
    """Memory does not grow with every conversation there ever was."""
    now = [0.0]
    pace = Pace(1, 5, lambda: now[0])
    for number in range(10_000):
        pace.reserve(str(number))
    now[0] = 5.0
    pace.reserve("one more")

    assert len(pace._due) == 1


STORM = [429, (429, {"Retry-After": "2"}), 401, 403, 404, 408, 412, 500, 502, 503, drop_before, drop_after, fail_after]


async def storm(running: Any, connector: PretendConnector, *, messages: int, seed: int) -> dict[str, str]:
    """Send with 30 % of all requests going wrong; what the caller was told about each message."""
    rng = random.Random(seed)
    connector.plan = [rng.choice(STORM) if rng.random() < 0.3 else 201 for _ in range(messages * 4)]
    told: dict[str, str] = {}

    async def one(number: int) -> None:
        text = f"m{number}"
        try:
            await running.door.messenger.send(place(connector, f"a:{number}"), Message(text))
            told[text] = "sent"
        except DeliveryInDoubt:
            told[text] = "in doubt"
        except DeliveryFailed:
            told[text] = "failed"

    for start in range(0, messages, 8):
        await asyncio.gather(*(one(number) for number in range(start, min(start + 8, messages))))
    return told


def check_storm(told: dict[str, str], connector: PretendConnector, messages: int) -> None:
    arrived = Counter(connector.texts())
    assert len(told) == messages
    assert max(arrived.values()) == 1, "our own retries doubled a message"
    assert {text for text, outcome in told.items() if outcome == "sent"} <= set(arrived), "lost"
    assert not {text for text, outcome in told.items() if outcome == "failed"} & set(arrived), "silently there"
    assert {"sent", "failed", "in doubt"} == set(told.values())


@pytest.mark.parametrize("seed", [1, 2])
async def test_storm_loses_and_doubles_nothing(
    seed: int, keys: PretendKeys, connector: PretendConnector, open_door: Open
) -> None:
    """200 messages with 30 % mixed errors: sent means arrived, failed means not, and none arrives twice."""
    async with open_door(guarded(keys), tokens=no_entra) as running:
        told = await storm(running, connector, messages=200, seed=seed)

    check_storm(told, connector, 200)


@pytest.mark.full
@pytest.mark.parametrize("seed", range(20))
async def test_storm_at_length(seed: int, keys: PretendKeys, connector: PretendConnector, open_door: Open) -> None:
    """As above, ten thousand messages in all."""
    async with open_door(guarded(keys), tokens=no_entra) as running:
        told = await storm(running, connector, messages=500, seed=seed + 100)

    check_storm(told, connector, 500)


async def test_message_before_the_start_is_a_failure() -> None:
    """A door that has not been started says so instead of losing the message."""
    door = build_teams(TeamsSettings(local=True), echo)
    with pytest.raises(DeliveryFailed, match="not been started"):
        await door.messenger.send(Place(CHAT, "http://127.0.0.1:9/", TENANT), HELLO)
