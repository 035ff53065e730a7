"""A mailbox in front of a pretend Exchange server, with a clock that is moved by hand."""

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from adapters.mail.ews.mailbox import EwsMailbox, open_ews
from adapters.mail.ews.settings import EwsSettings
from adapters.teams.credentials import Fetch
from tests.fixtures.ews import MAILBOX, PASSWORD, USER, PretendEws, pretend_ews

Opener = Callable[..., AbstractAsyncContextManager[EwsMailbox]]


class Time:
    """The time, which stands still until it is moved."""

    def __init__(self) -> None:
        self.now = datetime(2026, 11, 20, 10, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def pass_by(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)


@pytest.fixture
def clock() -> Time:
    return Time()


@pytest.fixture
async def server() -> AsyncIterator[PretendEws]:
    async with pretend_ews() as running:
        yield running


@pytest.fixture
def opened(server: PretendEws, clock: Time) -> Opener:
    """Opens a mailbox with these settings changed."""

    @asynccontextmanager
    async def opening(fetch: Fetch | None = None, **changes: Any) -> AsyncIterator[EwsMailbox]:
        given = {"user": USER, "secret": PASSWORD, "sign_in": "basic", "give_up_after": 5.0} | changes
        mailbox = open_ews(EwsSettings(**({"server": server.url, "mailbox": MAILBOX} | given)), clock, fetch)
        yield mailbox
        server.released.set()
        await mailbox.close()

    return opening


@pytest.fixture
async def mailbox(opened: Opener) -> AsyncIterator[EwsMailbox]:
    async with opened() as ready:
        yield ready
