"""A tiny clerk over local HTTP: it remembers what reaches it and answers as it is told."""

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any

import aiohttp
from aiohttp import web

ADAPTIVE = "application/vnd.microsoft.card.adaptive"


class FakeClerk:
    """Keeps every activity in `heard`; `greets` makes it answer words with a card."""

    def __init__(self) -> None:
        self.heard: list[dict[str, Any]] = []
        self.statuses: list[int] = []
        self.answer: dict[str, Any] = {}
        self.waits_for: asyncio.Event | None = None
        self.now = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
        self.greets: dict[str, Any] | None = None

    def app(self) -> web.Application:
        app = web.Application()
        app.add_routes(
            [
                web.post("/api/messages", self._take),
                web.get("/demo/clock", self._clock),
                web.post("/demo/clock", self._move),
            ]
        )
        return app

    def kinds(self) -> list[str]:
        return [activity["type"] for activity in self.heard]

    async def _take(self, request: web.Request) -> web.Response:
        activity = await request.json()
        self.heard.append(activity)
        status = self.statuses.pop(0) if self.statuses else 200
        if self.waits_for and len(self.heard) == 1:
            await self.waits_for.wait()
        if activity["type"] == "invoke":
            return web.json_response(self.answer, status=status)
        if self.greets and activity["type"] == "message":
            await reply(activity, self.greets)
        return web.Response(status=status)

    async def _clock(self, _: web.Request) -> web.Response:
        return web.json_response({"now": self.now.isoformat()})

    async def _move(self, request: web.Request) -> web.Response:
        wanted = await request.json()
        if "to" in wanted:
            self.now = datetime.fromisoformat(wanted["to"])
        else:
            self.now += timedelta(minutes=wanted["advance_minutes"])
        return web.json_response({"now": self.now.isoformat()})


async def reply(activity: dict[str, Any], shown: dict[str, Any]) -> None:
    conversation = activity["conversation"]["id"]
    address = f"{activity['serviceUrl']}/v3/conversations/{conversation}/activities/{activity['id']}"
    async with aiohttp.ClientSession() as session, session.post(address, json={"type": "message", **shown}):
        pass


def with_card(card: dict[str, Any]) -> dict[str, Any]:
    return {"attachments": [{"contentType": ADAPTIVE, "content": card}]}
