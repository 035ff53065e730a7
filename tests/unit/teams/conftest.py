"""The door with its pretend Microsoft around it."""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any

import aiohttp
import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from adapters.teams import TeamsDoor, TeamsSettings, build_teams
from adapters.teams import door as door_module
from adapters.teams.door import Outside
from panel.ports import Incoming, Message, Reply
from tests.fixtures.teams.activities import APP, TENANT
from tests.fixtures.teams.microsoft import PretendConnector, PretendKeys, pretend_connector, pretend_keys


@pytest.fixture
async def connector() -> AsyncIterator[PretendConnector]:
    async with pretend_connector() as pretend:
        yield pretend


@pytest.fixture
async def keys() -> AsyncIterator[PretendKeys]:
    async with pretend_keys() as pretend:
        yield pretend


@dataclass
class Time:
    """A clock that is moved by hand; short waits move it, long ones (background timers) never end."""

    now: float = 1_000_000.0
    waits: list[float] = field(default_factory=list)

    def __call__(self) -> float:
        return self.now

    async def sleep(self, seconds: float) -> None:
        if seconds > 20:
            await asyncio.Event().wait()
        self.waits.append(seconds)
        self.now += seconds
        await asyncio.sleep(0)


@pytest.fixture
def clock() -> Time:
    return Time()


@dataclass
class Running:
    """A running door: what the product was asked, and a way to post to it."""

    door: TeamsDoor
    url: str
    session: aiohttp.ClientSession
    acts: list[Incoming]

    async def post(self, activity: Any, *, token: str = "", **more: Any) -> tuple[int, Any]:
        headers = {"Content-Type": "application/json"} | more.pop("headers", {})
        if token:
            headers["Authorization"] = f"Bearer {token}"
        body = activity if isinstance(activity, bytes) else json.dumps(activity).encode()
        async with self.session.post(self.url, data=BytesIO(body), headers=headers, **more) as answer:
            text = await answer.text()
            return answer.status, json.loads(text) if text and answer.status == 200 else None


Answering = Callable[[Incoming], Awaitable[Reply]]
Open = Callable[..., Any]


async def echo(incoming: Incoming) -> Reply:
    return Reply((Message(f"you said {incoming.text}"),))


@pytest.fixture
def open_door(clock: Time) -> Open:
    """Opens a door for some settings; `answer` plays the product, `real_time` runs on real time."""

    @asynccontextmanager
    async def opened(
        settings: TeamsSettings, answer: Answering = echo, *, tokens: Any = None, real_time: bool = False
    ) -> AsyncIterator[Running]:
        acts: list[Incoming] = []

        async def noting(incoming: Incoming) -> Reply:
            acts.append(incoming)
            return await answer(incoming)

        with pytest.MonkeyPatch.context() as patch:
            if tokens:
                patch.setattr(door_module, "fetch_from_entra", lambda settings: tokens)
            outside = Outside() if real_time else Outside(monotonic=clock, sleep=clock.sleep)
            door = build_teams(settings, noting, outside=outside)
        app = web.Application()
        app.router.add_post("/api/messages", door.handle)
        await door.start()
        async with TestServer(app) as server, aiohttp.ClientSession() as session:
            yield Running(door, f"http://127.0.0.1:{server.port}/api/messages", session, acts)
        await door.close()

    return opened


LOCAL = TeamsSettings(local=True, tenants=(TENANT,))


def guarded(keys: PretendKeys, **changes: Any) -> TeamsSettings:
    """Production settings against pretend keys, with the pretend connector's address allowed."""
    given: dict[str, Any] = {
        "app_id": APP,
        "tenants": (TENANT,),
        "secret": "not a real one",
        "openid_metadata": keys.url,
        "service_hosts": ("http://127.0.0.1", "smba.trafficmanager.net"),
    }
    return TeamsSettings(**(given | changes))


def no_entra(new: bool) -> tuple[str, float]:
    """A token without asking anybody."""
    return ("token-new" if new else "token-old"), 3600.0
