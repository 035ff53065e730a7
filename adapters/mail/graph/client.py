"""Graph's few REST calls, for one mailbox, over one keep-alive session.

At most four requests run at once, which is what Exchange allows one app in one mailbox. When Graph asks to wait,
every request waits. What may have been done is tried again only where doing it twice is the same as once.
"""

import asyncio
import io
import json
import time
from collections.abc import Awaitable, Callable, Collection, Mapping
from dataclasses import dataclass
from random import SystemRandom
from typing import Any, Protocol
from urllib.parse import quote

import aiohttp
from yarl import URL

from adapters.mail.graph.failures import NO_MAILBOX, code_in, failure_of
from adapters.mail.graph.settings import GraphSettings
from adapters.teams.outcomes import seconds
from panel.errors import DeliveryFailed, DeliveryInDoubt

AT_ONCE = 4
PAUSES = (0.5, 2.0)
"""Seconds before the second and the third try."""
PATIENCE = 10.0
"""The longest wait, in seconds, that Graph may ask for within one call; beyond it the caller is told."""
LONGEST_ANSWER = 8 * 1024 * 1024
"""Bytes of JSON that are read of one answer."""

_CHUNK = 64 * 1024
_PREFER = 'IdType="ImmutableId", odata.maxpagesize=100'
_NOT_SENT = (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError)
_IN_DOUBT = (aiohttp.ClientError, ConnectionError, TimeoutError)
_jitter = SystemRandom().random


class TokenSource(Protocol):
    """The app's token for Graph."""

    async def current(self) -> str:
        """The token. Raises `DeliveryFailed` when there is none."""

    async def replace(self, refused: str) -> str:
        """A new token after this one was turned down. Raises `DeliveryFailed`."""


@dataclass(frozen=True)
class Time:
    """Time as the client knows it: seconds that only grow, and waiting."""

    monotonic: Callable[[], float] = time.monotonic
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep


@dataclass(frozen=True)
class Answer:
    """The status and the body of an answer."""

    status: int
    body: bytes

    @property
    def fields(self) -> dict[str, Any]:
        """The body as a JSON object; empty when it is none."""
        try:
            value: Any = json.loads(self.body)
        except ValueError:
            return {}
        return value if isinstance(value, dict) else {}


@dataclass(frozen=True)
class Request:
    """One request.

    `accept` are statuses of 300 or more that the caller understands. `repeatable`: doing it twice is the same as
    once. `most` bytes are read of the answer; with `cut` the rest is left, otherwise a longer answer is an error.
    """

    method: str
    url: URL
    content: bytes | None = None
    headers: Mapping[str, str] | None = None
    accept: Collection[int] = ()
    repeatable: bool = True
    with_token: bool = True
    most: int = LONGEST_ANSWER
    cut: bool = False


class GraphClient:
    """Requests below /users/MAILBOX, and below links that Graph itself gave."""

    def __init__(self, settings: GraphSettings, tokens: TokenSource, clock: Time) -> None:
        self._settings = settings
        self._tokens = tokens
        self._clock = clock
        self._base = f"{settings.url}/v1.0/users/{quote(settings.mailbox, safe='@')}"
        self._at_once = asyncio.Semaphore(AT_ONCE)
        self._closed_until = 0.0
        self._running: aiohttp.ClientSession | None = None

    async def get(self, path: str, *, accept: Collection[int] = ()) -> Answer:
        """Read. Raises `DeliveryFailed`."""
        return await self.ask(Request("GET", self.url(path), accept=accept))

    async def raw(self, path: str, most: int) -> bytes | None:
        """The first `most` bytes of what is there; None when it has gone. Raises `DeliveryFailed`."""
        answer = await self.ask(Request("GET", self.url(path), accept=(404,), most=most, cut=True))
        return None if answer.status == 404 else answer.body

    async def follow(self, link: str, *, accept: Collection[int]) -> Answer:
        """Read on from a link Graph gave; raises `DeliveryFailed` for one that leads to another host."""
        if not link.startswith(f"{self._settings.url}/v1.0/"):
            raise DeliveryFailed("Graph gave a link to another host, which was not followed")
        return await self.ask(Request("GET", URL(link, encoded=True), accept=accept))

    async def post(
        self, path: str, body: Mapping[str, Any] | None = None, *, accept: Collection[int] = (), repeatable: bool = True
    ) -> Answer:
        """Make or do. Raises `DeliveryFailed`."""
        content = b"" if body is None else json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode()
        headers = {} if body is None else {"Content-Type": "application/json; charset=utf-8"}
        return await self.ask(
            Request("POST", self.url(path), content, headers, accept=accept, repeatable=repeatable),
        )

    def url(self, path: str) -> URL:
        """An address in the mailbox; `path` is already quoted."""
        return URL(f"{self._base}/{path}", encoded=True)

    async def ask(self, request: Request) -> Answer:
        """Carry out a request that leaves no doubt worth telling. Raises `DeliveryFailed`."""
        try:
            return await self.ask_for_certain(request)
        except DeliveryInDoubt as doubt:
            raise DeliveryFailed(str(doubt), retry_after=doubt.retry_after) from doubt

    async def ask_for_certain(self, request: Request) -> Answer:
        """Carry out a request. Raises `DeliveryFailed`, or `DeliveryInDoubt` when it may have been done."""
        doubt: DeliveryInDoubt | None = None
        for pause in (*PAUSES, None):
            try:
                return await self._once(request)
            except DeliveryFailed as failed:
                doubt = failed if isinstance(failed, DeliveryInDoubt) else doubt
                if pause is None or not _again(failed, request):
                    raise doubt or failed from failed.__cause__
                wait = max(failed.retry_after or 0.0, pause * (1 + _jitter()))
            await self._clock.sleep(wait)
        raise AssertionError("unreachable: the last try raises")

    async def close(self) -> None:
        """Close the session."""
        if self._running is not None:
            await self._running.close()
            self._running = None

    async def _once(self, request: Request) -> Answer:
        token = await self._tokens.current() if request.with_token else ""
        status, answer, wait = await self._sent(request, token)
        if status == 401 and token:
            status, answer, wait = await self._sent(request, await self._tokens.replace(token))
        code = code_in(answer.fields) if status >= 300 else ""
        if status < 300 or (status in request.accept and code not in NO_MAILBOX):
            return answer
        if wait is not None:
            self._closed_until = max(self._closed_until, self._clock.monotonic() + wait)
        raise failure_of(status, code, wait)

    async def _sent(self, request: Request, token: str) -> tuple[int, Answer, float | None]:
        headers = {"Prefer": _PREFER, **(request.headers or {})}
        if token:
            headers["Authorization"] = f"Bearer {token}"
        await self._wait_if_asked()
        try:
            async with (
                self._at_once,
                self._session.request(
                    request.method, request.url, data=_streamed(request.content), headers=headers, allow_redirects=False
                ) as response,
            ):
                body = await _body(response, request)
                wait = seconds(response.headers.get("Retry-After", ""), response.headers.get("Date", ""))
                return response.status, Answer(response.status, body), wait
        except _NOT_SENT as error:
            raise DeliveryFailed("Exchange Online could not be reached") from error
        except _IN_DOUBT as error:
            raise DeliveryInDoubt("the connection to Exchange Online broke off") from error

    async def _wait_if_asked(self) -> None:
        left = self._closed_until - self._clock.monotonic()
        if left > PATIENCE:
            raise DeliveryFailed("Exchange Online asked the clerk to wait", retry_after=left)
        if left > 0:
            await self._clock.sleep(left)

    @property
    def _session(self) -> aiohttp.ClientSession:
        if self._running is None:
            limits = self._settings
            self._running = aiohttp.ClientSession(
                connector=aiohttp.TCPConnector(limit=AT_ONCE, keepalive_timeout=30),
                timeout=aiohttp.ClientTimeout(
                    total=limits.request_seconds, connect=limits.step_seconds, sock_read=limits.step_seconds
                ),
                cookie_jar=aiohttp.DummyCookieJar(),
                headers={"User-Agent": "panel-clerk"},
            )
        return self._running


def _streamed(content: bytes | None) -> bytes | io.BytesIO | None:
    """Large bodies are read bit by bit, so that the event loop goes on meanwhile."""
    return io.BytesIO(content) if content and len(content) > _CHUNK else content


async def _body(response: aiohttp.ClientResponse, request: Request) -> bytes:
    held = bytearray()
    async for chunk in response.content.iter_chunked(_CHUNK):
        held += chunk
        if len(held) > request.most and request.cut and response.status < 300:
            return bytes(held[: request.most])
        if len(held) > max(request.most, LONGEST_ANSWER):
            raise DeliveryFailed("Exchange Online sent more than was asked for")
    return bytes(held)


def _again(failed: DeliveryFailed, request: Request) -> bool:
    if failed.permanent or (failed.retry_after or 0.0) > PATIENCE:
        return False
    return request.repeatable or not isinstance(failed, DeliveryInDoubt)
