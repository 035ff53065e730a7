"""The way a drill comes in: from this machine only, with the token that lies in the data folder.

`panel-clerk drill` reads the token there, so whoever may read the records may start a drill, and nobody else.
"""

import asyncio
import hmac
import os
import secrets
from pathlib import Path

from aiohttp import web

from bot.wiring import Service
from panel.acts import perform
from panel.commands import OPERATOR, StartDrill
from panel.drill import Drill
from panel.errors import Refused
from panel.notices import Notice

TOKEN_FILE = "drill.token"  # noqa: S105  the name of a file
HEADER = "X-Drill-Token"
LOOPBACK = ("127.0.0.1", "::1")


def add_drill(app: web.Application, service: Service) -> None:
    """Two pages for the command line: start a drill, and see how far it has come."""
    door = DrillDoor(service, new_token(service.settings.data / TOKEN_FILE))
    app.router.add_post("/drill", door.start)
    app.router.add_get("/drill/{drill}", door.look)


def new_token(file: Path) -> str:
    """A token for as long as this service runs, readable by the service's own user alone."""
    token = secrets.token_urlsafe(32)
    file.unlink(missing_ok=True)
    descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w") as new:
        new.write(token)
    return token


class DrillDoor:
    """Starts drills for whoever holds the token on this machine."""

    def __init__(self, service: Service, token: str) -> None:
        self._service = service
        self._token = token

    async def start(self, request: web.Request) -> web.Response:
        """Commit a drill and have the outbox look at once."""
        self._check(request)
        wanted = (await request.text())[:200]
        command = StartDrill(by=OPERATOR, at=self._service.clock(), through="cli", panel=wanted)
        try:
            answer = await asyncio.to_thread(perform, self._service.store, self._service.tools.council, command)
        except Refused as refused:
            return web.json_response({"error": str(refused)}, status=400)
        self._service.turns.something_owed.set()
        asked = self._service.tools.council.directory.person(answer.facts["asked"])
        return web.json_response({"drill": answer.about, "asked": asked.name if asked else ""})

    async def look(self, request: web.Request) -> web.Response:
        """When the drill was committed, sent and answered; what has not happened is left out."""
        self._check(request)
        records = self._service.store.read()
        drill = records.look(Drill, request.match_info["drill"])
        if drill is None:
            raise web.HTTPNotFound
        card = next(iter(records.find(Notice, about=drill.id, to=drill.asked)), None)
        legs = {
            "committed": drill.started_at,
            "sent": card.sent_at if card else None,
            "answered": drill.acknowledged_at,
        }
        told = {name: moment.isoformat() for name, moment in legs.items() if moment}
        return web.json_response({**told, "problem": card.problem if card else ""})

    def _check(self, request: web.Request) -> None:
        given = request.headers.get(HEADER, "")
        if request.remote not in LOOPBACK or not hmac.compare_digest(given.encode(), self._token.encode()):
            raise web.HTTPNotFound
