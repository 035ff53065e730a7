"""One turn of a conversation, off the event loop: remember where it came from, answer it, wake the outbox."""

import asyncio
import logging
import time
from concurrent.futures import ThreadPoolExecutor

from prometheus_client import Counter, Histogram

from bot.places import Places
from dialogs.router import respond
from dialogs.turn import Tools
from panel.ports import Clock, Incoming, Reply

log = logging.getLogger("panel_clerk.turns")

TURNS = Counter("panel_clerk_turns", "Turns answered")
SECONDS = Histogram("panel_clerk_turn_seconds", "Time from a turn's arrival to its answer, in seconds")


class Turns:
    """Answers what people say."""

    def __init__(self, tools: Tools, places: Places, pool: ThreadPoolExecutor, clock: Clock) -> None:
        self._tools = tools
        self._places = places
        self._pool = pool
        self._clock = clock
        self.something_owed = asyncio.Event()
        """Set after each turn: the outbox looks at once instead of at its next round."""
        self.stopping = asyncio.Event()
        """Set when the service is to stop: the background work ends after its present round."""

    async def answer(self, incoming: Incoming) -> Reply:
        """The reply to one thing a person did."""
        began = time.perf_counter()
        reply = await asyncio.get_running_loop().run_in_executor(self._pool, self._answer, incoming)
        self.something_owed.set()
        TURNS.inc()
        SECONDS.observe(time.perf_counter() - began)
        return reply

    def _answer(self, incoming: Incoming) -> Reply:
        if incoming.place.personal and self._tools.council.directory.person(incoming.person):
            known = self._places.of(incoming.person) is not None
            self._places.remember(incoming.person, incoming.place)
            if known and _only_installed(incoming):
                return Reply()  # somebody the clerk has written to already needs no welcome
        return respond(self._tools, incoming, self._clock())


def _only_installed(incoming: Incoming) -> bool:
    return not (incoming.text or incoming.value or incoming.files)
