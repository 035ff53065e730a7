"""Carries activities to the clerk and behaves as Teams does when it is slow, down or fails."""

import asyncio
import logging
from collections import defaultdict, deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import aiohttp

from desk.activities import Activity
from desk.chats import DELIVERED, RETRYING, UNREACHABLE

log = logging.getLogger("panel_clerk.desk")

Tell = Callable[[str], object]

NO_CONNECTION = 0
TOO_LATE = -1
GATEWAY_TROUBLE = (502, 503, 504)
REMEMBERED = 200


@dataclass(frozen=True)
class Answer:
    """The clerk's answer: an HTTP status (or `NO_CONNECTION`, `TOO_LATE`) and the JSON body, if any."""

    status: int
    body: Any = None

    @property
    def down(self) -> bool:
        """Nobody was there to take it."""
        return self.status == NO_CONNECTION or self.status in GATEWAY_TROUBLE

    @property
    def late(self) -> bool:
        """Nothing was heard in the time Teams waits."""
        return self.status == TOO_LATE


@dataclass(frozen=True)
class Patience:
    """How long Teams waits, in seconds: for an answer, and between tries (from the first to the longest)."""

    answer: float = 15.0
    first_pause: float = 0.25
    longest_pause: float = 2.0

    def pauses(self) -> Iterator[float]:
        """The pause after each try, doubling up to the longest."""
        pause = self.first_pause
        while True:
            yield pause
            pause = min(pause * 2, self.longest_pause)


class Courier:
    """Delivers in order within a chat; taps do not queue, as in Teams."""

    def __init__(self, session: aiohttp.ClientSession, bot_url: str, patience: Patience | None = None) -> None:
        self.bot_url = bot_url
        self.sent: deque[Activity] = deque(maxlen=REMEMBERED)
        self.under_way = 0
        self._session = session
        self._patience = patience or Patience()
        self._turns: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)
        self._waiting: defaultdict[str, list[Tell]] = defaultdict(list)

    async def message(self, activity: Activity, tell: Tell) -> None:
        """Deliver a message, however long the clerk is down; `tell` gets each new status."""
        chat = activity["conversation"]["id"]
        self.under_way += 1
        self._waiting[chat].append(tell)
        try:
            async with self._turns[chat]:
                await self._until_taken(activity, tell)
        finally:
            self._waiting[chat].remove(tell)
            self.under_way -= 1

    async def invoke(self, activity: Activity, tell: Tell) -> Answer:
        """Deliver a tap: once more when it was not answered in time; `tell` hears of a first failure."""
        self.under_way += 1
        try:
            answer = await self._until_up(activity)
            if not answer.late:
                return answer
            tell(UNREACHABLE)
            return await self._until_up(activity)
        finally:
            self.under_way -= 1

    async def post(self, activity: Activity) -> Answer:
        """One delivery and its answer; never raises for what the network or the clerk does."""
        self.sent.append(activity)
        waiting = aiohttp.ClientTimeout(total=self._patience.answer)
        try:
            async with self._session.post(self.bot_url, json=activity, timeout=waiting) as response:
                return Answer(response.status, await _body(response))
        except TimeoutError:
            return Answer(TOO_LATE)
        except aiohttp.ClientError:
            return Answer(NO_CONNECTION)

    async def _until_taken(self, activity: Activity, tell: Tell) -> None:
        tries_too_late = 0
        for pause in self._patience.pauses():
            answer = await self.post(activity)
            if answer.down:
                for each in self._waiting[activity["conversation"]["id"]]:
                    each(RETRYING)
                await asyncio.sleep(pause)
                continue
            tries_too_late += answer.late
            tell(_status(answer))
            if not answer.late or tries_too_late == 2:
                return

    async def _until_up(self, activity: Activity) -> Answer:
        give_up = asyncio.get_running_loop().time() + self._patience.answer
        answer = Answer(NO_CONNECTION)
        for pause in self._patience.pauses():
            answer = await self.post(activity)
            if not answer.down or asyncio.get_running_loop().time() + pause > give_up:
                break
            await asyncio.sleep(pause)
        return answer


def _status(answer: Answer) -> str:
    if answer.late:
        return UNREACHABLE
    if answer.status >= 400:
        log.warning("the clerk refused an activity", extra={"status": answer.status})
        return f"The clerk answered with an error ({answer.status})"
    return DELIVERED


async def _body(response: aiohttp.ClientResponse) -> Any:
    try:
        return await response.json(content_type=None)
    except ValueError:
        return None
