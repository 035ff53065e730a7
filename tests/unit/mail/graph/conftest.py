"""A mailbox at a pretend Graph, with time that passes only when somebody waits."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from adapters.mail.graph import GraphMailbox, GraphSettings, open_graph
from adapters.mail.graph.client import Time
from panel.ports import OutgoingMail
from tests.fixtures.mail.graph import Fault, PretendGraph, PretendTokens, pretend_graph

ADDRESS = "panel@example.org"
MAIL = OutgoingMail("jane@example.org", "CB-0007 received", "Hello.", "<out-1@panel.example.org>")


@dataclass
class Waits:
    """Time moved by waiting; `asked` keeps each wait in seconds."""

    now: float = 1_000.0
    asked: list[float] = field(default_factory=list)

    async def sleep(self, seconds: float) -> None:
        self.asked.append(seconds)
        self.now += seconds
        await asyncio.sleep(0)


class Desk:
    """The mailbox as the clerk has it, and everything around it."""

    def __init__(self, graph: PretendGraph, state: Path) -> None:
        self.graph = graph
        self.exchange = graph.exchange
        self.state = state
        self.time = Waits()
        self.tokens = PretendTokens()
        self.patience = 30.0
        self.mailbox = self._opened()

    def _opened(self) -> GraphMailbox:
        settings = GraphSettings(ADDRESS, self.graph.url, request_seconds=self.patience, step_seconds=self.patience)
        return open_graph(settings, self.tokens, self.state, Time(lambda: self.time.now, self.time.sleep))

    async def restart(self) -> None:
        """The clerk crashes and comes back with what is on disk."""
        await self.mailbox.close()
        self.mailbox = self._opened()

    def goes_wrong(self, fits: str, how: int | str, times: int = 1, **more: object) -> None:
        self.graph.faults.append(Fault(fits, how, times, **more))  # type: ignore[arg-type]

    async def contents(self) -> list[bytes]:
        """What is given now."""
        return [mail.content for mail in await self.mailbox.waiting()]

    async def take_all(self) -> list[bytes]:
        """Take one batch and file it."""
        mails = await self.mailbox.waiting()
        for mail in mails:
            await self.mailbox.file(mail.handle, attention=False)
        return [mail.content for mail in mails]


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Desk]:
    async with pretend_graph(ADDRESS) as graph:
        desk = Desk(graph, tmp_path / "state.json")
        yield desk
        await desk.mailbox.close()
