"""What every Messenger promises, run on Teams (against a pretend connector) and on the pretend one of the tests."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

import pytest

from adapters.teams import TeamsSettings, build_teams
from panel.errors import DeliveryFailed, DeliveryInDoubt
from panel.ports import Incoming, Message, Messenger, Place, Reply
from tests.fixtures.teams.microsoft import pretend_connector
from tests.fixtures.teams.pretend import PRETEND_URL, PretendMessenger

CARD = {"type": "AdaptiveCard", "version": "1.5", "body": []}
OF_TEAMS: dict[str, Any] = {"blocked": 403, "in doubt": 502, "slow down": (429, {"Retry-After": "60"})}
OF_PRETENCE = {
    "blocked": DeliveryFailed("blocked", permanent=True),
    "in doubt": DeliveryInDoubt("perhaps"),
    "slow down": DeliveryFailed("slow down", retry_after=60.0),
}


@dataclass
class Office:
    """A messenger, the address to speak to, and a way to make its next call go wrong."""

    messenger: Messenger
    service_url: str
    go_wrong: Callable[[str], None]

    def place(self, chat: str = "a:1") -> Place:
        return Place(chat, self.service_url, "11111111-2222-3333-4444-555555555555")


async def nothing(incoming: Incoming) -> Reply:
    return Reply()


@asynccontextmanager
async def teams() -> AsyncIterator[Office]:
    async with pretend_connector() as connector:
        settings = TeamsSettings(local=True, default_service_url=connector.url, tenants=("t",))
        door = build_teams(settings, nothing)
        await door.start()
        yield Office(door.messenger, connector.url, lambda how: connector.plan.append(OF_TEAMS[how]))
        await door.close()


@asynccontextmanager
async def pretence() -> AsyncIterator[Office]:
    messenger = PretendMessenger()
    yield Office(messenger, PRETEND_URL, lambda how: messenger.failures.append(OF_PRETENCE[how]))


@pytest.fixture(params=[teams, pretence], ids=["teams", "pretence"])
async def office(request: pytest.FixtureRequest) -> AsyncIterator[Office]:
    async with request.param() as opened:
        yield opened


async def test_each_message_has_its_own_id(office: Office) -> None:
    """What was posted can be told apart later."""
    ids = [await office.messenger.send(office.place(), Message("hello", CARD)) for _ in range(3)]

    assert (len(set(ids)), all(ids)) == (3, True)


async def test_update_can_be_repeated(office: Office) -> None:
    """Replacing a message twice is no error."""
    sent = await office.messenger.send(office.place(), Message("first"))
    for _ in range(2):
        await office.messenger.update(office.place(), sent, Message("second", CARD))


async def test_opened_chat_can_be_spoken_in(office: Office) -> None:
    """A chat opened by object id is personal and takes messages."""
    chat = await office.messenger.open_chat("aaaaaaaa-0000-4000-8000-000000000001")

    assert (chat.personal, bool(chat.conversation_id), bool(chat.tenant_id)) == (True, True, True)
    assert await office.messenger.send(chat, Message("hello"))


@pytest.mark.parametrize(
    ("how", "kind", "permanent", "retry_after"),
    [
        ("blocked", DeliveryFailed, True, None),
        ("in doubt", DeliveryInDoubt, False, None),
        ("slow down", DeliveryFailed, False, 60.0),
    ],
)
async def test_failure_says_what_is_known(
    office: Office, how: str, kind: type, permanent: bool, retry_after: float | None
) -> None:
    """Blocked for good, in doubt, or not now: the outbox treats each differently."""
    office.go_wrong(how)
    with pytest.raises(DeliveryFailed) as failed:
        await office.messenger.send(office.place(), Message("hello"))

    assert (type(failed.value), failed.value.permanent, failed.value.retry_after) == (kind, permanent, retry_after)


async def test_missing_message_cannot_be_updated(office: Office) -> None:
    """A message that is gone is a failure that trying again does not mend."""
    if office.service_url != PRETEND_URL:
        office.go_wrong("blocked")
    with pytest.raises(DeliveryFailed) as failed:
        await office.messenger.update(office.place(), "1:nowhere", Message("new"))

    assert failed.value.permanent
