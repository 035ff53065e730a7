"""The Bot Connector's few REST calls over one keep-alive session, retried so that no message is doubled.

Posting an activity is not idempotent and has no key. So a post is tried again only when it certainly did not
arrive: slowed down (429), never connected, or turned away for its token. A broken connection, a timeout or a
server error leaves it in doubt. Replacing a message and opening a chat are safe to repeat.
"""

import asyncio
import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from random import SystemRandom
from typing import Any
from urllib.parse import quote

import aiohttp
from yarl import URL

from adapters.teams.hosts import Hosts
from adapters.teams.outcomes import Answer, failure_of
from adapters.teams.outgoing import Wire
from adapters.teams.pacing import Pace
from adapters.teams.tokens import Tokens
from panel.errors import DeliveryFailed, DeliveryInDoubt

PAUSES = (0.5, 2.0)
"""Seconds before the second and the third try."""

PATIENCE = 10.0
"""The longest wait, in seconds, that Teams may ask for within one send; beyond it the outbox waits."""

_NOT_SENT = (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError)
_IN_DOUBT = (aiohttp.ClientError, ConnectionError, TimeoutError)
_REFUSED_TOKEN_PAUSE = 300.0
_jitter = SystemRandom().random


@dataclass(frozen=True)
class Call:
    """One request to the connector; `repeatable` when doing it twice is the same as once."""

    method: str
    url: URL
    body: bytes | None
    repeatable: bool


class Connector:
    """Sends, replaces and deletes activities and opens chats."""

    def __init__(
        self,
        tokens: Tokens,
        hosts: Hosts,
        *,
        pace: Pace,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._tokens = tokens
        self._hosts = hosts
        self._pace = pace
        self._sleep = sleep
        self._running: aiohttp.ClientSession | None = None

    def start(self, session: aiohttp.ClientSession) -> None:
        """Use this session for everything from now on."""
        self._running = session

    @property
    def _session(self) -> aiohttp.ClientSession:
        if self._running is None:
            raise DeliveryFailed("the Teams adapter has not been started", retry_after=2 * PATIENCE)
        return self._running

    async def post(self, service_url: str, conversation_id: str, activity: Wire, *, reply_to: str = "") -> str:
        """Post; returns the new activity's id. Raises `DeliveryFailed` or `DeliveryInDoubt`."""
        await self._keep_pace(conversation_id)
        path = ("conversations", conversation_id, "activities", *([reply_to] if reply_to else []))
        return _id(await self._call(self._request("POST", service_url, path, activity)))

    async def replace(self, service_url: str, conversation_id: str, activity_id: str, *, by: Wire) -> None:
        """Replace a posted activity. Raises `DeliveryFailed`."""
        await self._keep_pace(conversation_id)
        path = ("conversations", conversation_id, "activities", activity_id)
        await self._call(self._request("PUT", service_url, path, by | {"id": activity_id}, repeatable=True))

    async def delete(self, service_url: str, conversation_id: str, activity_id: str) -> None:
        """Take a posted activity away. Raises `DeliveryFailed`."""
        path = ("conversations", conversation_id, "activities", activity_id)
        await self._call(self._request("DELETE", service_url, path, None, repeatable=True))

    async def open_chat(self, service_url: str, chat: Wire) -> str:
        """The id of the chat, made if there is none. Raises `DeliveryFailed`."""
        chat_id = _id(await self._call(self._request("POST", service_url, ("conversations",), chat, repeatable=True)))
        if not chat_id:
            raise DeliveryFailed("Teams opened a chat without naming it")
        return chat_id

    def _request(
        self,
        method: str,
        service_url: str,
        path: tuple[str, ...],
        body: Wire | None,
        *,
        repeatable: bool = False,
    ) -> Call:
        if not self._hosts.allows(service_url):
            raise DeliveryFailed("this address is not one of the Bot Connector's", permanent=True)
        url = "/".join((service_url.rstrip("/"), "v3", *(quote(part, safe="") for part in path)))
        written = None if body is None else json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode()
        return Call(method, URL(url, encoded=True), written, repeatable)

    async def _keep_pace(self, conversation_id: str) -> None:
        wait = self._pace.reserve(conversation_id)
        if wait:
            await self._sleep(wait)

    async def _call(self, call: Call) -> Answer:
        for pause in (*PAUSES, None):
            try:
                return await self._with_token(call)
            except DeliveryFailed as failed:
                if pause is None or not _again(failed, call):
                    raise _final(failed, call) from failed.__cause__
                wait = max(failed.retry_after or 0.0, pause * (1 + _jitter()))
            await self._sleep(wait)
        raise AssertionError("unreachable: the last try raises")

    async def _with_token(self, call: Call) -> Answer:
        token = await self._tokens.current()
        answer = await self._once(call, token)
        if answer.status == 401 and token:
            answer = await self._once(call, await self._tokens.replace(token))
        if answer.status == 401:
            raise DeliveryFailed("Teams does not accept the bot's token", retry_after=_REFUSED_TOKEN_PAUSE)
        if failure := failure_of(answer):
            raise failure
        return answer

    async def _once(self, call: Call, token: str) -> Answer:
        headers = {"Content-Type": "application/json; charset=utf-8"}
        if token:
            headers["Authorization"] = f"Bearer {token}"
        try:
            async with self._session.request(
                call.method, call.url, data=call.body, headers=headers, allow_redirects=False
            ) as response:
                return await _answer(response)
        except _NOT_SENT as error:
            raise DeliveryFailed("Teams could not be reached") from error
        except _IN_DOUBT as error:
            raise DeliveryInDoubt("the connection to Teams broke off") from error


async def _answer(response: aiohttp.ClientResponse) -> Answer:
    asked, date = response.headers.get("Retry-After", ""), response.headers.get("Date", "")
    return Answer(response.status, await _body(response), asked, date)


async def _body(response: aiohttp.ClientResponse) -> bytes:
    """The body; a status that has arrived stands, even when the body after it breaks off."""
    try:
        return await response.read()
    except _IN_DOUBT:
        return b""


def _again(failed: DeliveryFailed, call: Call) -> bool:
    if failed.permanent or (failed.retry_after or 0.0) > PATIENCE:
        return False
    return call.repeatable or not isinstance(failed, DeliveryInDoubt)


def _final(failed: DeliveryFailed, call: Call) -> DeliveryFailed:
    """What the caller hears: there is no doubt about something that may simply be done again."""
    if call.repeatable and isinstance(failed, DeliveryInDoubt):
        return DeliveryFailed(str(failed), retry_after=failed.retry_after)
    return failed


def _id(answer: Answer) -> str:
    """The id in a 2xx answer; an unreadable answer to a delivered message has none."""
    try:
        value: Any = json.loads(answer.body)
    except ValueError:
        return ""
    found = value.get("id") if isinstance(value, dict) else None
    return found if isinstance(found, str) else ""
