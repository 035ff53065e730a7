"""A whole product turn against the stock SDK's bare echo, timed in the same run.

The product turn is a practitioner's tap on “Save and go on” (Action.Execute, as Teams sends it): identity and
permission checks, answers read and checked, a durable commit of the draft with its audit entry, and the next card as
the answer, in place of the tapped one. Each of 400 people has a draft with about 3 KB of answers. Stock echo does none
of that, and posts its line to the connector. “Older clients” tap Action.Submit: the card goes to the connector then.

    python -m bench.turn [--turns 1500] [--rounds 3]
"""

import argparse
import json
import tempfile
from collections.abc import Callable
from itertools import count
from pathlib import Path
from typing import Any

from aiohttp import web

from bench.turn_sdk import CHATS, Servers, measure, microsoft_and_connector, stock
from tests.fixtures.teams.activities import APP, TENANT, in_chat, submit, tap

SECRET = "benchmark"
PANEL = "central-bedfordshire"
AIM = {"anonymous": 6, "signed": 25}
_answers = count(1)
"""Each tap gives another answer, so that each is an act of its own."""


def person(number: int) -> str:
    """The Entra object id of one of the 400."""
    return f"b0000000-0000-4000-8000-{number:012d}"


def staff_list() -> str:
    """A list of staff with one manager and 400 practitioners."""
    seat = '[{{ panel = "{panel}", role = "{role}", from = 2020-01-01 }}]'
    entry = '[[people]]\nid = "{id}"\nname = "P {n}"\nemail = "p{n}@council.example"\nmanager = "{m}"\nroles = {seat}\n'
    boss = entry.format(id=person(9999), n=9999, m="", seat=seat.format(panel=PANEL, role="line_manager"))
    rest = seat.format(panel=PANEL, role="practitioner")
    people = [entry.format(id=person(n), n=n, m=person(9999), seat=rest) for n in range(CHATS)]
    return "\n".join([f'tenant = "{TENANT}"', boss, *people])


async def product(given: dict[str, str]) -> web.Application:
    """The whole clerk without its background work, with a draft for each person."""
    from adapters.teams import TeamsSettings, build_teams
    from bot.settings import Settings
    from bot.wiring import build

    folder = Path(tempfile.mkdtemp())
    (folder / "people.toml").write_text(staff_list(), encoding="utf-8")
    (folder / "card.key").write_text(SECRET)
    service = build(Settings(local=True, data=folder, people=folder / "people.toml", desk="http://127.0.0.1:1"))
    _drafts(service)
    quick: dict[str, Any] = {"pace_per_second": 1e6, "default_service_url": given["connector"], "tenants": (TENANT,)}
    if "entra" in given:
        hosts = ("http://127.0.0.1",)
        quick |= {"app_id": APP, "secret": "s", "authority": given["entra"], "openid_metadata": given["keys"]}
        settings = TeamsSettings(service_hosts=hosts, **quick)
    else:
        settings = TeamsSettings(local=True, **quick)
    door = build_teams(settings, service.turns.answer)
    await door.start()
    app = web.Application()
    app.router.add_post("/api/messages", door.handle)
    return app


def _drafts(service: Any) -> None:
    from panel import commands as c
    from panel.acts import perform

    text = {"care_plan": "x" * 1400, "family_resources": "y" * 1400}
    for number in range(CHATS):
        who, now = person(number), service.clock()
        tools = service.tools
        ref = perform(tools.store, tools.council, c.BeginReferral(by=who, at=now, panel=PANEL)).about
        save = c.SaveSection(by=who, at=now, ref=ref, section="plan", given=text, drawn_from=10**9)
        perform(tools.store, tools.council, save)


def taps(connector: str, turns: int) -> list[str]:
    """Taps on “Save and go on”, each by one of 400 people on their own draft, each with another answer."""
    return _taps(connector, turns, tap)


def older_taps(connector: str, turns: int) -> list[str]:
    """The same taps from clients that know Action.Submit only."""
    return _taps(connector, turns, submit)


def _taps(connector: str, turns: int, send: Callable[..., Any]) -> list[str]:
    from dialogs.stamps import TOKEN, Stamps, Tap

    stamps, made = Stamps(SECRET), []
    for n in range(turns):
        number = n % CHATS
        saving = Tap("save", f"CB-{number + 1:04d}", 10**9, {"section": "child"})
        token = stamps.seal(saving, person(number), f"{n}")
        value = {TOKEN: token, "initials": "AB", "mosaic_ref": str(next(_answers))}
        sender = {"id": f"29:{number}", "name": "P", "aadObjectId": person(number)}
        made.append(json.dumps(send(connector, value, conversation=in_chat(f"a:{number}"), **{"from": sender})))
    return made


def main() -> None:
    """Measure and print one JSON line per bot, then the ratios and their aims."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--turns", type=int, default=1500)
    parser.add_argument("--rounds", type=int, default=3)
    wanted = parser.parse_args()
    servers = Servers()
    connector, microsoft, token = microsoft_and_connector(servers)
    full, few = wanted.turns, max(50, wanted.turns // 10)
    both, more = connector | microsoft, {"rounds": wanted.rounds}
    rows = [
        measure("stock, anonymous", servers, stock, connector, turns=few * 2, **more),
        measure("product, anonymous", servers, product, connector, turns=full, make=taps, **more),
        measure("product, anonymous, older clients", servers, product, connector, turns=full, make=older_taps, **more),
        measure("stock, signed", servers, stock, both, turns=few, token=token, **more),
        measure("product, signed", servers, product, both, turns=full, token=token, make=taps, **more),
    ]
    for row in rows:
        print(json.dumps(row))
    speed = {row["bot"]: row["turns_per_second"] for row in rows}
    for kind, aim in AIM.items():
        ratio = round(speed[f"product, {kind}"] / speed[f"stock, {kind}"], 1)
        print(json.dumps({"ratio": f"product turn over stock echo, {kind}", "measured": ratio, "aim": aim}))


if __name__ == "__main__":
    main()
