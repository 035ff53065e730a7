"""What a turn through the Teams adapter costs, against the stock SDK in the same run.

Every server is a process of its own on this machine: a pretend connector, a pretend Entra with the signing keys,
and one bot at a time. The client posts echo messages, 8 in flight, each to one of 400 chats. Figures are turns per
second and CPU milliseconds of the bot's process per turn (median of the rounds).

    python -m bench.turn_sdk [--turns 1500] [--rounds 3]
"""

import argparse
import asyncio
import json
import multiprocessing
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Coroutine
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any

import aiohttp
from aiohttp import web

from tests.fixtures.teams.activities import APP, TENANT, in_chat, message
from tests.fixtures.teams.entra import pretend_entra
from tests.fixtures.teams.microsoft import ISSUER, PretendKeys, pretend_keys

IN_FLIGHT = 8
CHATS = 400
Serve = Callable[[dict[str, str]], Coroutine[Any, Any, web.Application]]
Bodies = Callable[[str, int], list[str]]
"""Makes this many activities as JSON, to be answered at a connector's address."""


def echo_bodies(connector: str, turns: int) -> list[str]:
    """Typed lines, each from one of 400 chats."""
    return [json.dumps(message(connector, "hello", conversation=in_chat(f"a:{n % CHATS}"))) for n in range(turns)]


async def connector_app(_: dict[str, str]) -> web.Application:
    """Takes everything and counts connections and requests."""
    counts: dict[str, Any] = {"requests": 0, "connections": set()}

    async def take(request: web.Request) -> web.Response:
        await request.read()
        counts["requests"] += 1
        counts["connections"].add(request.transport and request.transport.get_extra_info("peername"))
        return web.json_response({"id": "1:1"}, status=201)

    async def told(_: web.Request) -> web.Response:
        return web.json_response({"requests": counts["requests"], "connections": len(counts["connections"])})

    app = web.Application()
    app.router.add_get("/counts", told)
    app.router.add_route("*", "/{path:.*}", take)
    return app


async def cpu(_: web.Request) -> web.Response:
    """CPU seconds of this process so far."""
    return web.json_response({"cpu": time.process_time()})


async def ours(given: dict[str, str]) -> web.Application:
    """The product's adapter, echoing; authenticated when there is an Entra."""
    from adapters.teams import TeamsSettings, build_teams
    from panel.ports import Incoming, Message, Reply

    async def echo(incoming: Incoming) -> Reply:
        return Reply((Message(f"you said {incoming.text}"),))

    quick: dict[str, Any] = {"pace_per_second": 1e6, "default_service_url": given["connector"], "tenants": (TENANT,)}
    if "entra" in given:
        hosts = ("http://127.0.0.1",)
        quick |= {"app_id": APP, "secret": "s", "authority": given["entra"], "openid_metadata": given["keys"]}
        settings = TeamsSettings(service_hosts=hosts, **quick)
    else:
        settings = TeamsSettings(local=True, **quick)
    door = build_teams(settings, echo)
    await door.start()
    app = web.Application()
    app.router.add_post("/api/messages", door.handle)
    return app


async def stock(given: dict[str, str]) -> web.Application:
    """The SDK as it comes: `CloudAdapter` with an echo bot."""
    from botbuilder.core import ActivityHandler, TurnContext
    from botbuilder.integration.aiohttp import CloudAdapter, ConfigurationBotFrameworkAuthentication

    class Echo(ActivityHandler):  # type: ignore[misc]
        async def on_message_activity(self, turn_context: TurnContext) -> None:
            await turn_context.send_activity(f"you said {turn_context.activity.text}")

    class Config:
        APP_ID = APP if "entra" in given else ""
        APP_PASSWORD = "s" if "entra" in given else ""
        APP_TYPE = "SingleTenant" if "entra" in given else "MultiTenant"
        APP_TENANTID = TENANT if "entra" in given else ""

    if "entra" in given:
        _point_stock_at(given)
    adapter, bot = CloudAdapter(ConfigurationBotFrameworkAuthentication(Config())), Echo()

    async def messages(request: web.Request) -> web.Response:
        return await adapter.process(request, bot) or web.Response()

    app = web.Application()
    app.router.add_post("/api/messages", messages)
    return app


def _point_stock_at(given: dict[str, str]) -> None:
    """Give the stock SDK the pretend addresses: it reads them from these constants."""
    import msal
    from botframework.connector.auth import AuthenticationConstants, microsoft_app_credentials

    AuthenticationConstants.TO_BOT_FROM_CHANNEL_OPENID_METADATA_URL = given["keys"]
    AuthenticationConstants.TO_CHANNEL_FROM_BOT_LOGIN_URL_PREFIX = given["entra"] + "/"

    def local(*args: Any, **named: Any) -> Any:
        return msal.ConfidentialClientApplication(*args, **named, instance_discovery=False)

    microsoft_app_credentials.ConfidentialClientApplication = local


async def raw(_: dict[str, str]) -> web.Application:
    """Only aiohttp: one parse and one post, the least an echo can cost."""
    session = aiohttp.ClientSession()

    async def messages(request: web.Request) -> web.Response:
        activity = await request.json()
        url = f"{activity['serviceUrl']}/v3/conversations/x/activities"
        async with session.post(url, json={"type": "message", "text": activity["text"]}) as answer:
            await answer.read()
        return web.Response()

    app = web.Application()
    app.router.add_post("/api/messages", messages)
    return app


def run_app(serve: Serve, given: dict[str, str], told: Any) -> None:
    """Serve in this process until it is ended; tells its port."""

    async def main() -> None:
        app = await serve(given)
        app.router.add_get("/cpu", cpu)
        runner = web.AppRunner(app, access_log=None)
        await runner.setup()
        site = web.TCPSite(runner, "127.0.0.1", 0)
        await site.start()
        told.put(runner.addresses[0][1])
        await asyncio.Event().wait()

    asyncio.run(main())


def run_microsoft(signer: Any, folder: str, told: Any) -> None:
    """Pretend Entra and keys, the keys signed with `signer` (PEM)."""
    from cryptography.hazmat.primitives import serialization

    async def main() -> None:
        keys = PretendKeys()
        keys.signers = {"one": serialization.load_pem_private_key(signer, None)}  # type: ignore[dict-item]
        async with AsyncExitStack() as stack:
            await stack.enter_async_context(pretend_keys(keys))
            entra = await stack.enter_async_context(pretend_entra(Path(folder)))
            told.put({"keys": keys.url, "entra": entra.url})
            await asyncio.Event().wait()

    asyncio.run(main())


class Servers:
    """Child processes, ended at the end."""

    def __init__(self) -> None:
        self._spawn = multiprocessing.get_context("spawn")
        self._started: list[Any] = []

    def start(self, target: Callable[..., None], *given: Any) -> Any:
        """Start one; returns what it tells."""
        told = self._spawn.Queue()
        process = self._spawn.Process(target=target, args=(*given, told), daemon=True)
        process.start()
        self._started.append(process)
        return told.get(timeout=60)

    def end_last(self) -> None:
        """End the newest one."""
        process = self._started.pop()
        process.terminate()
        process.join()


async def one_round(
    url: str, connector: str, *, turns: int, token: str, make: Bodies = echo_bodies
) -> tuple[float, float, dict[str, int]]:
    """Turns per second, CPU milliseconds per turn, and what the connector counted."""
    headers = {"Content-Type": "application/json"} | ({"Authorization": f"Bearer {token}"} if token else {})
    bodies = iter(make(connector, turns))
    async with aiohttp.ClientSession() as session:

        async def client() -> None:
            for body in bodies:
                async with session.post(f"{url}/api/messages", data=body, headers=headers) as answer:
                    await answer.read()
                    if answer.status not in (200, 201, 202):
                        raise SystemExit(f"the bot answered {answer.status}")

        async def ask(address: str) -> dict[str, Any]:
            async with session.get(address) as answer:
                return dict(await answer.json())

        before, counted = await ask(f"{url}/cpu"), await ask(f"{connector}/counts")
        begun = time.perf_counter()
        await asyncio.gather(*(client() for _ in range(IN_FLIGHT)))
        took = time.perf_counter() - begun
        after, now = await ask(f"{url}/cpu"), await ask(f"{connector}/counts")
    return turns / took, (after["cpu"] - before["cpu"]) / turns * 1000, {k: now[k] - counted[k] for k in now}


def measure(name: str, servers: Servers, serve: Serve, given: dict[str, str], *, turns: int, rounds: int,
            token: str = "", make: Bodies = echo_bodies) -> dict[str, Any]:  # fmt: skip
    """Start one bot, warm it up, measure it, end it."""
    url = f"http://127.0.0.1:{servers.start(run_app, serve, given)}"
    asyncio.run(one_round(url, given["connector"], turns=IN_FLIGHT * 5, token=token, make=make))
    figures = [
        asyncio.run(one_round(url, given["connector"], turns=turns, token=token, make=make)) for _ in range(rounds)
    ]
    servers.end_last()
    return {
        "bot": name,
        "turns_per_second": round(statistics.median(f[0] for f in figures)),
        "cpu_ms_per_turn": round(statistics.median(f[1] for f in figures), 3),
        "connections_opened": sum(f[2]["connections"] for f in figures),
        "sent": sum(f[2]["requests"] for f in figures),
    }


def microsoft_and_connector(servers: Servers) -> tuple[dict[str, str], dict[str, str], str]:
    """The pretend connector, the pretend Entra and keys, and a token of theirs."""
    from cryptography.hazmat.primitives import serialization

    keys = PretendKeys()
    form = serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    folder = tempfile.mkdtemp()
    os.environ["REQUESTS_CA_BUNDLE"] = f"{folder}/ca.pem"
    microsoft = servers.start(run_microsoft, keys.signers["one"].private_bytes(*form), folder)
    connector = {"connector": f"http://127.0.0.1:{servers.start(run_app, connector_app, {})}"}
    return connector, microsoft, keys.token(connector["connector"], iss=ISSUER)


def main() -> None:
    """Measure and print one JSON line per bot."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--turns", type=int, default=1500)
    parser.add_argument("--rounds", type=int, default=3)
    wanted = parser.parse_args()
    servers = Servers()
    connector, microsoft, token = microsoft_and_connector(servers)
    full, few = wanted.turns, max(50, wanted.turns // 10)
    rows = [
        measure("aiohttp alone", servers, raw, connector, turns=full, rounds=wanted.rounds),
        measure("stock, anonymous", servers, stock, connector, turns=few * 2, rounds=wanted.rounds),
        measure("ours, anonymous", servers, ours, connector, turns=full, rounds=wanted.rounds),
        measure("stock, signed", servers, stock, connector | microsoft, turns=few, rounds=wanted.rounds, token=token),
        measure("ours, signed", servers, ours, connector | microsoft, turns=full, rounds=wanted.rounds, token=token),
    ]
    for row in rows:
        print(json.dumps(row))
    floor = {row["bot"]: row["turns_per_second"] for row in rows}
    print(json.dumps({f"ours over stock, {kind}": round(floor[f"ours, {kind}"] / floor[f"stock, {kind}"], 1)
                      for kind in ("anonymous", "signed")}))  # fmt: skip
    sys.exit(0)


if __name__ == "__main__":
    main()
