"""Asking the clerk what time it is, and moving its demonstration clock on."""

from datetime import datetime, timedelta
from typing import Any

import aiohttp

from desk.clock import Clock, from_wall_clock, next_opening

WAIT = aiohttp.ClientTimeout(total=30)


class NoClockError(Exception):
    """The clerk did not tell the time; the message is for the person at the desk."""


class ClerkClock:
    """The clerk's clock, which the desk's own follows; `address` is the clerk's, without a path."""

    def __init__(self, session: aiohttp.ClientSession, address: str, clock: Clock) -> None:
        self.address = address
        self._session = session
        self._clock = clock

    async def tell(self) -> str:
        """The clerk's time, ISO 8601; raises `NoClockError`."""
        return await self._ask("GET", None)

    async def advance(self, by: timedelta) -> str:
        """Move the clerk's clock on, in whole minutes; raises `NoClockError`."""
        return await self._ask("POST", {"advance_minutes": int(by.total_seconds() // 60)})

    async def move_to(self, moment: datetime) -> str:
        """Set the clerk's clock to an aware moment; raises `NoClockError`."""
        return await self._ask("POST", {"to": moment.isoformat()})

    async def move(self, wanted: str) -> str:
        """Do what a button says: `hour`, `day`, `opening` or a London time. Raises `NoClockError`."""
        steps = {"hour": timedelta(hours=1), "day": timedelta(days=1)}
        if wanted in steps:
            return await self.advance(steps[wanted])
        if wanted == "opening":
            return await self.move_to(next_opening(datetime.fromisoformat(await self.tell())))
        try:
            return await self.move_to(from_wall_clock(wanted))
        except ValueError as problem:
            raise NoClockError("Please give a date and a time.") from problem

    async def _ask(self, method: str, body: dict[str, Any] | None) -> str:
        try:
            async with self._session.request(method, f"{self.address}/demo/clock", json=body, timeout=WAIT) as response:
                told = await response.json(content_type=None) if response.status < 400 else {}
            now = str(told["now"])
            self._clock.follow(now)
        except (aiohttp.ClientError, TimeoutError, LookupError, TypeError, ValueError) as problem:
            raise NoClockError(
                "The clerk did not answer when asked for the time. It may be starting; please try again."
            ) from problem
        return now
