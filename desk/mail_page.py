"""The page's calls about the mailbox and the clock."""

import asyncio
from collections.abc import Callable
from typing import Any

from aiohttp import web

from desk.clerk_clock import NoClockError
from desk.furniture import Desk
from desk.mailbox import FOLDERS, Letter, Reading
from desk.page import read_form

LOOK_EVERY = 1.0


class MailPage:
    """Mails in and out, and the demonstration clock."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._mailbox = desk.mailbox

    def routes(self) -> list[web.RouteDef]:
        """All calls about mails and the clock."""
        return [
            web.get("/api/mail", self._listing),
            web.post("/api/mail", self._arrive),
            web.get("/api/mail/{folder}/{name}", self._read),
            web.get("/api/mail/{folder}/{name}/{number}", self._enclosure),
            web.get("/api/clock", self._clock),
            web.post("/api/clock", self._move_clock),
        ]

    async def watch(self, tell: Callable[[dict[str, Any]], None]) -> None:
        """Say so whenever a mail comes, goes or is moved; runs until cancelled."""
        known = None
        while True:
            now = {folder: self._mailbox.names(folder) for folder in FOLDERS}
            if known is not None and now != known:
                tell({"kind": "mail"})
            known = now
            await asyncio.sleep(LOOK_EVERY)

    async def _listing(self, _: web.Request) -> web.StreamResponse:
        folders = {folder: [_summary(mail) for mail in self._mailbox.readings(folder)] for folder in FOLDERS}
        return web.json_response(folders)

    async def _arrive(self, request: web.Request) -> web.StreamResponse:
        fields, files = await read_form(request)
        now = self._desk.teams.clock()
        ready = [content for name, content in files if name.lower().endswith(".eml")]
        for raw in ready:
            self._mailbox.drop(raw, now)
        if not ready:
            letter = Letter(fields["from"], fields["to"], fields["subject"], body=fields["body"], attachments=files)
            try:
                self._mailbox.write(letter, now)
            except ValueError:
                return web.json_response({"error": "A subject must be one line."}, status=400)
        return web.json_response({})

    async def _read(self, request: web.Request) -> web.StreamResponse:
        mail = self._wanted(request)
        enclosures = [{"name": e.name, "size": len(e.content)} for e in mail.enclosures]
        return web.json_response(_summary(mail) | {"text": mail.text, "enclosures": enclosures})

    async def _enclosure(self, request: web.Request) -> web.StreamResponse:
        enclosures = self._wanted(request).enclosures
        number = request.match_info["number"]
        if not number.isdecimal() or int(number) >= len(enclosures):
            raise web.HTTPNotFound
        wanted = enclosures[int(number)]
        response = web.Response(body=wanted.content, content_type="application/octet-stream")
        safe = "".join(letter if letter.isascii() and letter not in '"\\\r\n' else "_" for letter in wanted.name)
        response.headers["Content-Disposition"] = f'attachment; filename="{safe}"'
        return response

    def _wanted(self, request: web.Request) -> Reading:
        mail = self._mailbox.read(request.match_info["folder"], request.match_info["name"])
        if mail is None:
            raise web.HTTPNotFound
        return mail

    async def _clock(self, _: web.Request) -> web.StreamResponse:
        return await self._told(self._desk.clerk_clock.tell)

    async def _move_clock(self, request: web.Request) -> web.StreamResponse:
        wanted = str((await request.json())["to"])
        response = await self._told(lambda: self._desk.clerk_clock.move(wanted))
        self._desk.teams.chats.tell({"kind": "clock"})
        return response

    async def _told(self, ask: Callable[[], Any]) -> web.StreamResponse:
        try:
            return web.json_response({"now": await ask()})
        except NoClockError as problem:
            return web.json_response({"error": str(problem)}, status=503)


def _summary(mail: Reading) -> dict[str, Any]:
    return {
        "name": mail.name,
        "from": mail.sender,
        "to": mail.to,
        "subject": mail.subject,
        "date": mail.date,
        "files": len(mail.enclosures),
    }
