"""How soon an approver is answered while a hundred notices wait to be sent, against the same with none.

Each line typed is a whole turn of the clerk with a durable commit of its own. The outbox sends meanwhile, claim by
claim and mark by mark, to a connector that takes 20 ms for each message.

    python -m bench.answer [--turns 200]
"""

import argparse
import asyncio
import json
import tempfile
import time
from datetime import timedelta
from pathlib import Path
from typing import Any

from bot.delivery import Delivery
from bot.outbox import Outbox
from bot.places import Places
from bot.settings import Settings
from bot.wiring import Service, build
from panel.commands import CLOCK
from panel.notices import Topic
from panel.ports import Answer, Change, Incoming, Place
from panel.records import AuditEntry
from panel.telling import notice

QUEUED = 100
SENDING = 0.02
"""Seconds the pretend connector takes for a message."""
AIM = {"p99": 1.0, "max": 5.0}
CHAT = Place("a:chat", "https://example.invalid", "tenant")
ROUND = 20
"""Turns in which one queue is sent."""


class SlowTeams:
    """Takes messages, each after a while."""

    async def send(self, *_: object) -> str:
        await asyncio.sleep(SENDING)
        return "1"

    async def update(self, *_: object) -> None:
        await asyncio.sleep(SENDING)

    async def open_chat(self, person: str) -> Place:
        return Place(person, "https://example.invalid", "tenant")


def main() -> None:
    """Measure and print one JSON line for each, then the ratio and the aims."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--turns", type=int, default=200)
    wanted, _ = parser.parse_known_args()
    rows = asyncio.run(_measured(wanted.turns))
    for row in rows:
        print(json.dumps(row))
    ratio = round(rows[1]["p99"] / rows[0]["p99"], 1)
    print(json.dumps({"ratio": "p99 of an answer with 100 notices queued over none", "measured": ratio, "aim": AIM}))


async def _measured(turns: int) -> list[dict[str, Any]]:
    service = build(Settings(local=True, data=Path(tempfile.mkdtemp()) / "clerk", desk="http://127.0.0.1:1"))
    places = Places(service.store, service.clock)
    delivery = Delivery(service.tools, SlowTeams(), service.mailbox, places, service.clock)
    outbox = Outbox(service.store, delivery, service.clock)
    people = [person.id for person in service.tools.council.directory.everyone()]
    until = f"{service.clock() + timedelta(days=30):%d %B %Y}"
    rows = []
    for name, queued in (("nothing queued", 0), (f"{QUEUED} queued", QUEUED)):
        times: list[float] = []
        for number in range(turns):
            if number % ROUND == 0:
                _queue(service, people, queued, f"{name} {number}")
                sending = asyncio.create_task(outbox.run_once())
            said = Incoming(people[0], CHAT, f"{name} {number}", text=f"away until {until}")
            begun = time.perf_counter()
            await service.turns.answer(said)
            times.append(time.perf_counter() - begun)
            if number % ROUND == ROUND - 1:
                await sending
        ordered = sorted(times)
        figures = {"p50": ordered[len(ordered) // 2], "p99": ordered[int(len(ordered) * 0.99)], "max": ordered[-1]}
        rows.append({"with": name, **{key: round(value, 4) for key, value in figures.items()}})
    service.store.close()
    return rows


def _queue(service: Service, people: list[str], count: int, mark: str) -> None:
    """So many sentences owed to everybody in turn."""
    now = service.clock()
    owed = [notice(Topic.SIGNED, people[n % len(people)], "CB-0001", now, mark=f"{mark}.{n}") for n in range(count)]
    entry = AuditEntry(at=now, by=CLOCK, act="queued", about=("CB-0001",))
    service.store.transact(lambda _: Change(Answer(code="queued"), entry, (), tuple(owed)))


if __name__ == "__main__":
    main()
