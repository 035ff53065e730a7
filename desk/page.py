"""The desk's page and the calls it makes."""

import asyncio
import contextlib
import json
from collections.abc import Awaitable, Callable
from dataclasses import asdict
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from aiohttp import BodyPartReader, web

from desk.cards import CardError
from desk.furniture import Desk
from desk.people import Person, UnknownPersonError
from desk.teams import Said, Tap

HERE = Path(__file__).parent
STATIC = HERE / "static"
RENDERER = HERE / "node_modules" / "adaptivecards" / "dist"
RENDERER_FILES = ("adaptivecards.min.js", "adaptivecards.css")
SHOWN_IN_A_CHAT = 300
HEARTBEAT = 15.0
POLICY = (
    "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; "
    "form-action 'self'; frame-ancestors 'none'"
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
}

Call = Callable[[web.Request], Awaitable[web.StreamResponse]]


class Page:
    """Serves the page to a browser on this machine. `clerk_state` says how the clerk is doing."""

    def __init__(self, desk: Desk, clerk_state: Callable[[], str]) -> None:
        self._desk = desk
        self._teams = desk.teams
        self._clerk_state = clerk_state

    def routes(self) -> list[web.AbstractRouteDef]:
        """The page, its files and its calls."""
        return [
            web.get("/", self._index),
            web.get("/vendor/{file}", self._vendor),
            web.static("/static", STATIC),
            web.get("/api/desk", self._whole),
            web.get("/api/events", self._events),
            web.post("/api/meet", self._meet),
            web.post("/api/say", self._say),
            web.post("/api/tap", self._tap),
        ]

    async def _index(self, _: web.Request) -> web.StreamResponse:
        return web.FileResponse(STATIC / "index.html")

    async def _vendor(self, request: web.Request) -> web.StreamResponse:
        file = request.match_info["file"]
        if file not in RENDERER_FILES or not (RENDERER / file).exists():
            raise web.HTTPNotFound
        return web.FileResponse(RENDERER / file)

    async def _whole(self, _: web.Request) -> web.StreamResponse:
        directory = self._teams.directory
        everyone = [asdict(person) | {"slug": person.slug, "chat": person.chat} for person in directory.people]
        return web.json_response(
            {
                "people": everyone,
                "panels": [asdict(panel) for panel in directory.panels],
                "messages": [asdict(m) for chat in self._chats() for m in chat],
                "clerk": self._clerk_state(),
                "renderer": (RENDERER / RENDERER_FILES[0]).exists(),
            }
        )

    def _chats(self) -> list[list[Any]]:
        chats = self._teams.chats
        return [chats.of(chat)[-SHOWN_IN_A_CHAT:] for chat in chats.chats()]

    async def _events(self, request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse(headers={"Content-Type": "text/event-stream", **HEADERS})
        await response.prepare(request)
        page_closed = contextlib.suppress(ConnectionResetError)
        with self._teams.chats.listening() as events, page_closed:
            await response.write(b"retry: 1000\n\n")
            while True:
                await response.write(await _next_line(events))
        return response

    async def _meet(self, request: web.Request) -> web.StreamResponse:
        wanted = await request.json()
        self._teams.meet(self._person(wanted["person"]))
        return web.json_response({})

    async def _say(self, request: web.Request) -> web.StreamResponse:
        fields, files = await read_form(request)
        shared = tuple(self._desk.shelf.put(name, content) for name, content in files)
        said = Said(fields.get("text", ""), fields.get("chat", ""), fields.get("thread", ""), files=shared)
        sending = self._teams.say(self._person(fields["person"]), said)
        return web.json_response({"id": sending.message.id})

    async def _tap(self, request: web.Request) -> web.StreamResponse:
        wanted = await request.json()
        message = self._teams.chats.get(wanted["message"])
        if message is None:
            raise web.HTTPNotFound
        person = self._person(wanted["person"])
        tapped = await self._teams.tap(person, Tap(message, wanted["action"], wanted["inputs"]))
        return web.json_response({"failed": tapped.failed, "text": tapped.text})

    def _person(self, who: str) -> Person:
        return self._teams.directory.person(who)


async def _next_line(events: "asyncio.Queue[dict[str, Any]]") -> bytes:
    try:
        event = await asyncio.wait_for(events.get(), HEARTBEAT)
    except TimeoutError:
        return b": still here\n\n"
    return f"data: {json.dumps(event)}\n\n".encode()


async def read_form(request: web.Request) -> tuple[dict[str, str], list[tuple[str, bytes]]]:
    """The fields and the files (name, bytes) of a multipart form."""
    fields: dict[str, str] = {}
    files: list[tuple[str, bytes]] = []
    async for part in await request.multipart():
        if not isinstance(part, BodyPartReader):
            continue
        content = bytes(await part.read(decode=True))
        if part.filename:
            files.append((part.filename, content))
        else:
            fields[part.name or ""] = content.decode("utf-8")
    return fields, files


@web.middleware
async def only_from_here(request: web.Request, handler: Call) -> web.StreamResponse:
    """Turn away other web sites' pages, and other names for this machine; add the page's safety headers."""
    host = urlsplit(f"//{request.host}").hostname
    origin = request.headers.get("Origin")
    if host not in ("127.0.0.1", "localhost") or (origin and urlsplit(origin).netloc != request.host):
        raise web.HTTPForbidden(text="The desk answers only to its own page on this machine.")
    response = await handler(request)
    if not response.prepared:
        response.headers.update(HEADERS)
    return response


@web.middleware
async def in_words(request: web.Request, handler: Call) -> web.StreamResponse:
    """Answer a call of the page that cannot be met with a sentence."""
    try:
        return await handler(request)
    except CardError as problem:
        return web.json_response({"error": str(problem)}, status=400)
    except (UnknownPersonError, KeyError):
        return web.json_response({"error": "The page asked for something the desk does not know."}, status=400)
