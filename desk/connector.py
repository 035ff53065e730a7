"""The Bot Connector's REST calls, as the clerk's SDK makes them."""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from aiohttp import web

from desk.activities import member
from desk.outgoing import NotTakenError, read_posted
from desk.people import Person, UnknownPersonError
from desk.teams import Teams

BASE = "/connector/v3/conversations"
CONVERSATION = BASE + "/{conversation}"
ACTIVITY = CONVERSATION + "/activities/{activity}"
MEMBERS_IN_A_PAGE = 50

Call = Callable[[web.Request], Awaitable[web.Response]]


@dataclass(frozen=True)
class Fault:
    """A failure to show the clerk once: an HTTP status, or 0 to drop the connection.

    With `after_taking` the message is shown first, and only the answer is lost. `retry_after` is in seconds.
    """

    status: int
    after_taking: bool = False
    retry_after: int | None = None


class Connector:
    """Serves the connector below `/connector`; `faults` are used up one a call, `calls` counts them."""

    def __init__(self, teams: Teams) -> None:
        self.faults: deque[Fault] = deque()
        self.calls = 0
        self._teams = teams

    def routes(self) -> list[web.RouteDef]:
        """All calls the SDK may make."""
        return [
            web.post(BASE, self._guarded(self._create)),
            web.get(CONVERSATION, self._guarded(self._conversation)),
            web.post(CONVERSATION + "/activities", self._guarded(self._post)),
            web.post(ACTIVITY, self._guarded(self._post)),
            web.put(ACTIVITY, self._guarded(self._update)),
            web.delete(ACTIVITY, self._guarded(self._delete)),
            web.get(CONVERSATION + "/members", self._guarded(self._members)),
            web.get(CONVERSATION + "/pagedmembers", self._guarded(self._paged_members)),
            web.get(CONVERSATION + "/members/{member}", self._guarded(self._member)),
            web.get(ACTIVITY + "/members", self._guarded(self._members)),
        ]

    def _guarded(self, call: Call) -> Call:
        async def guarded(request: web.Request) -> web.Response:
            self.calls += 1
            fault = self.faults.popleft() if self.faults else None
            if fault and not fault.after_taking:
                return _fail(request, fault)
            try:
                response = await call(request)
            except NotTakenError as problem:
                return _error(problem.status, problem.code, str(problem))
            return _fail(request, fault) if fault else response

        return guarded

    async def _create(self, request: web.Request) -> web.Response:
        wanted = await _body(request)
        about = wanted.get("channelData") or {}
        self._check_tenant(wanted.get("tenantId") or (about.get("tenant") or {}).get("id"))
        chat = self._channel(about) or self._personal(wanted)
        answer = {"id": chat, "serviceUrl": self._teams.service_url}
        shown = read_posted(wanted["activity"]) if wanted.get("activity") else None
        if shown:
            message = self._teams.post(chat, shown)
            answer["activityId"] = message.id
            answer["id"] = f"{chat};messageid={message.id}" if message.thread else chat
        return web.json_response(answer, status=201)

    def _check_tenant(self, tenant: str | None) -> None:
        if not tenant:
            raise NotTakenError(400, "BadArgument", "A new conversation must name its tenant.")
        if tenant != self._teams.directory.tenant:
            raise NotTakenError(403, "Forbidden", "The clerk is not installed in this tenant.")

    def _channel(self, about: dict[str, Any]) -> str:
        channel = (about.get("channel") or {}).get("id", "")
        if channel:
            self._teams.find_chat(channel)
        return str(channel)

    def _personal(self, wanted: dict[str, Any]) -> str:
        members = wanted.get("members") or []
        if len(members) != 1:
            raise NotTakenError(400, "BadArgument", "A bot can open a chat with exactly one person.")
        return self._person(members[0].get("aadObjectId") or members[0].get("id", "")).chat

    def _person(self, who: str) -> Person:
        try:
            return self._teams.directory.person(who)
        except UnknownPersonError as problem:
            raise NotTakenError(404, "MemberNotFound", "There is no such person in this tenant.") from problem

    async def _conversation(self, request: web.Request) -> web.Response:
        chat, _ = self._teams.find_chat(request.match_info["conversation"])
        channel = self._teams.directory.is_channel(chat)
        kind = "channel" if channel else "personal"
        about = {"conversationType": kind, "isGroup": channel, "tenantId": self._teams.directory.tenant}
        return web.json_response({"id": request.match_info["conversation"], **about})

    async def _post(self, request: web.Request) -> web.Response:
        conversation = request.match_info["conversation"]
        self._teams.find_chat(conversation)
        shown = read_posted(await _body(request))
        if shown is None:
            return web.json_response({"id": ""}, status=201)
        message = self._teams.post(conversation, shown, request.match_info.get("activity", ""))
        return web.json_response({"id": message.id}, status=201)

    async def _update(self, request: web.Request) -> web.Response:
        shown = read_posted(await _body(request))
        if shown is None:
            raise NotTakenError(400, "BadArgument", "Only messages can be replaced.")
        message = self._teams.update(request.match_info["activity"], shown)
        return web.json_response({"id": message.id})

    async def _delete(self, request: web.Request) -> web.Response:
        self._teams.delete(request.match_info["activity"])
        return web.json_response({})

    async def _members(self, request: web.Request) -> web.Response:
        return web.json_response(self._roster(request))

    async def _paged_members(self, request: web.Request) -> web.Response:
        roster = self._roster(request)
        size = int(request.query.get("pageSize", MEMBERS_IN_A_PAGE))
        start = int(request.query.get("continuationToken") or 0)
        page: dict[str, Any] = {"members": roster[start : start + size]}
        if start + size < len(roster):
            page["continuationToken"] = str(start + size)
        return web.json_response(page)

    async def _member(self, request: web.Request) -> web.Response:
        person = self._person(request.match_info["member"])
        return web.json_response(member(person, self._teams.directory.tenant))

    def _roster(self, request: web.Request) -> list[dict[str, str]]:
        chat, _ = self._teams.find_chat(request.match_info["conversation"])
        directory = self._teams.directory
        return [member(person, directory.tenant) for person in directory.members(chat)]


async def _body(request: web.Request) -> dict[str, Any]:
    try:
        body = await request.json()
    except ValueError as problem:
        raise NotTakenError(400, "BadSyntax", "The body is not JSON.") from problem
    if not isinstance(body, dict):
        raise NotTakenError(400, "BadSyntax", "The body must be an object.")
    return body


def _error(status: int, code: str, reason: str) -> web.Response:
    return web.json_response({"error": {"code": code, "message": reason}}, status=status)


def _fail(request: web.Request, fault: Fault) -> web.Response:
    if fault.status == 0:
        transport = request.transport
        if transport is not None:
            transport.close()
        raise asyncio.CancelledError
    response = _error(fault.status, "ServiceError", "The desk was asked to fail.")
    if fault.retry_after is not None:
        response.headers["Retry-After"] = str(fault.retry_after)
    return response
