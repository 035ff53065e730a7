"""Puts the desk together: chats, courier, connector, mailbox and files, around one folder and one address."""

from dataclasses import dataclass, field
from pathlib import Path

import aiohttp
from aiohttp import web

from desk.chats import Chats
from desk.clerk_clock import ClerkClock
from desk.connector import Connector
from desk.courier import Courier, Patience
from desk.mailbox import Mailbox
from desk.people import PEOPLE, load_directory
from desk.shelf import Shelf
from desk.teams import Teams

LARGEST_UPLOAD = 64 * 1024 * 1024


@dataclass(frozen=True)
class Plan:
    """Where the desk keeps its things, and where it and the clerk are found (addresses without a path)."""

    folder: Path
    address: str
    bot: str = ""
    patience: Patience = field(default_factory=Patience)
    people: Path = PEOPLE


@dataclass(frozen=True)
class Desk:
    """Everything that stands on the desk."""

    teams: Teams
    connector: Connector
    mailbox: Mailbox
    shelf: Shelf
    clerk_clock: ClerkClock

    def bot_at(self, address: str) -> None:
        """From now on the clerk is at this address (no path)."""
        self.teams.courier.bot_url = f"{address}/api/messages"
        self.clerk_clock.address = address


def furnish(plan: Plan, session: aiohttp.ClientSession) -> Desk:
    """Set up a desk; raises `OSError` when its folder or the list of people cannot be used."""
    courier = Courier(session, f"{plan.bot}/api/messages", plan.patience)
    teams = Teams(load_directory(plan.people), Chats(plan.folder / "desk.jsonl"), courier)
    teams.service_url = f"{plan.address}/connector"
    return Desk(
        teams=teams,
        connector=Connector(teams),
        mailbox=Mailbox(plan.folder / "mailbox"),
        shelf=Shelf(plan.folder / "files", plan.address),
        clerk_clock=ClerkClock(session, plan.bot, teams.clock),
    )


def connector_app(desk: Desk) -> web.Application:
    """What the clerk talks to: the connector and the attached files."""

    async def download(request: web.Request) -> web.StreamResponse:
        file = desk.shelf.find(request.match_info["token"], request.match_info["name"])
        if file is None:
            raise web.HTTPNotFound
        return web.FileResponse(file, headers={"Content-Type": "application/octet-stream"})

    app = web.Application(client_max_size=LARGEST_UPLOAD)
    app.add_routes([*desk.connector.routes(), web.get("/files/{token}/{name}", download)])
    return app
