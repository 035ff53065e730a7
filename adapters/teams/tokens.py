"""The bot's own token, fetched in a thread before it is needed and held until shortly before it ends."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from contextlib import suppress

from adapters.teams.credentials import Fetch
from panel.errors import DeliveryFailed

log = logging.getLogger("panel_clerk.teams")

_RENEW_BEFORE = 600.0
_SPARE = 60.0
_RETRY = 30.0
_FETCH_SECONDS = 20.0


class Tokens:
    """One token for the Bot Connector, renewed ten minutes before it ends.

    With no `fetch` (local mode) the token is empty and nothing is ever fetched.
    """

    def __init__(
        self, fetch: Fetch | None, clock: Callable[[], float], sleep: Callable[[float], Awaitable[None]]
    ) -> None:
        self._fetch = fetch
        self._clock = clock
        self._sleep = sleep
        self._token = ""
        self._ends = 0.0
        self._one = asyncio.Lock()
        self._keeper: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Fetch the token now and keep it fresh in the background."""
        if self._fetch:
            self._keeper = asyncio.create_task(self._keep())

    async def close(self) -> None:
        """Stop keeping the token fresh."""
        if self._keeper:
            self._keeper.cancel()
            with suppress(asyncio.CancelledError):
                await self._keeper

    async def current(self) -> str:
        """The token, or an empty string in local mode. Raises `DeliveryFailed` when there is none."""
        if self._fetch is None or self._left() > _SPARE:
            return self._token
        return await self._renew(self._token)

    async def replace(self, refused: str) -> str:
        """A new token after Teams turned this one down. Raises `DeliveryFailed`."""
        return await self._renew(refused, new=True)

    def _left(self) -> float:
        return self._ends - self._clock()

    async def _renew(self, old: str, *, new: bool = False) -> str:
        async with self._one:
            if self._token == old:  # nobody else renewed it while we waited
                self._token, lifetime = await self._fetched(new)
                self._ends = self._clock() + lifetime
        return self._token

    async def _fetched(self, new: bool) -> tuple[str, float]:
        if self._fetch is None:
            return "", 0.0
        try:
            async with asyncio.timeout(_FETCH_SECONDS):
                return await asyncio.to_thread(self._fetch, new)
        except DeliveryFailed:
            raise
        except Exception as error:
            raise DeliveryFailed("Entra could not be reached for a token") from error

    async def _keep(self) -> None:
        while True:
            try:
                await self._renew(self._token, new=self._token != "")
            except DeliveryFailed as failed:
                log.warning("token not renewed", extra={"reason": str(failed)})
            await self._sleep(max(_RETRY, self._left() - _RENEW_BEFORE))
