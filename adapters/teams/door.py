"""The way in and out of Teams: all the parts of the adapter put together."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

import aiohttp
from aiohttp import web

from adapters.teams.adapter import TeamsAdapter
from adapters.teams.clerk import Clerk, OnTurn
from adapters.teams.connector import Connector
from adapters.teams.credentials import fetch_from_entra
from adapters.teams.files import Downloads
from adapters.teams.gate import Gate
from adapters.teams.hosts import Hosts
from adapters.teams.keys import SigningKeys
from adapters.teams.messenger import TeamsMessenger
from adapters.teams.pacing import Pace
from adapters.teams.proof import Proof
from adapters.teams.seams import TeamsAuthentication
from adapters.teams.settings import TeamsSettings
from adapters.teams.speaking import Voice
from adapters.teams.tokens import Tokens
from adapters.teams.turns import Turns

_TIMEOUT = aiohttp.ClientTimeout(total=20, connect=10, sock_connect=5)
_CLOSING_SECONDS = 10.0


@dataclass(frozen=True)
class Outside:
    """Time, as the adapter knows it: seconds that only grow, seconds since 1970 (UTC), and waiting."""

    monotonic: Callable[[], float] = time.monotonic
    wall: Callable[[], float] = time.time
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep


class TeamsDoor:
    """`handle` takes POST /api/messages; `messenger` speaks unasked. Use between `start` and `close`."""

    def __init__(self, settings: TeamsSettings, on_turn: OnTurn, outside: Outside) -> None:
        fetch = None if settings.local else fetch_from_entra(settings)
        self._tokens = Tokens(fetch, outside.monotonic, outside.sleep)
        self._keys = SigningKeys(settings.openid_metadata, outside.monotonic)
        self._turns = Turns(outside.monotonic, settings.answer_within)
        hosts = Hosts(settings.allowed_service_hosts)
        pace = Pace(settings.pace_per_second, settings.pace_burst, outside.monotonic)
        self._connector = Connector(self._tokens, hosts, pace=pace, sleep=outside.sleep)
        voice = Voice(settings.bot_account)
        self._adapter = TeamsAdapter(
            TeamsAuthentication(_proof(settings, self._keys, outside), self._connector),
            settings,
            gate=Gate(settings, hosts),
            turns=self._turns,
            downloads=_downloads(settings, outside),
        )
        self._clerk = Clerk(on_turn, voice, settings.apology)
        self._session: aiohttp.ClientSession | None = None
        self.messenger = TeamsMessenger(self._adapter, voice, settings)

    async def handle(self, request: web.Request) -> web.Response:
        """Answer one request from Teams; whatever is sent, the answer is a status and never an error."""
        return await self._adapter.process(request, self._clerk)

    async def start(self) -> None:
        """Open the session and begin to fetch the bot's token; does not wait for the network."""
        pool = aiohttp.TCPConnector(limit=100, keepalive_timeout=30)
        self._session = aiohttp.ClientSession(
            connector=pool,
            timeout=_TIMEOUT,
            cookie_jar=aiohttp.DummyCookieJar(),
            headers={"User-Agent": "panel-clerk"},
        )
        self._connector.start(self._session)
        self._keys.start(self._session)
        self._tokens.start()

    async def close(self) -> None:
        """Let running turns end, for at most ten seconds, and close everything."""
        await self._turns.close(_CLOSING_SECONDS)
        await self._tokens.close()
        await self._keys.close()
        if self._session:
            await self._session.close()


def build_teams(settings: TeamsSettings, on_turn: OnTurn, *, outside: Outside | None = None) -> TeamsDoor:
    """A door for these settings; `on_turn` answers each act. Touches neither network nor disk."""
    return TeamsDoor(settings, on_turn, outside or Outside())


def _proof(settings: TeamsSettings, keys: SigningKeys, outside: Outside) -> Proof | None:
    if settings.local:
        return None
    return Proof(keys, app_id=settings.app_id, issuer=settings.issuer, clock=outside.wall)


def _downloads(settings: TeamsSettings, outside: Outside) -> Downloads:
    hosts = Hosts(settings.allowed_file_hosts)
    return Downloads(hosts, limit=settings.file_limit, seconds=settings.file_seconds, clock=outside.monotonic)
