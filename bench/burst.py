"""A burst of 1,000 mails with Word forms of 200 KB, while people go on talking to the clerk.

The real process, with its record on disk and a folder mailbox. The mails are in the inbox at once; each holds another
form, so each becomes a case with its receipt. Meanwhile somebody says “status” every quarter of a second. Printed are
the time until the inbox is empty and every receipt is written, the growth of the clerk's memory and the memory of the
child that reads forms, the slowest answer in the chat, and whether the mails were taken in the order they came.

    python -m bench.burst [--mails 1000]
"""

import argparse
import asyncio
import io
import json
import os
import random
import statistics
import sys
import tempfile
import time
import zipfile
from collections.abc import Iterator
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import aiohttp
from aiohttp import web

from bench.turn import person, staff_list
from tests.fixtures.teams.activities import in_chat, message

PORT = 39_781
FORM_BYTES = 200 * 1024
BETWEEN_TURNS = 0.25
WRITERS = 400
AIM = {"drain_minutes": 15, "growth_mb": 200, "turn_p99_ms": 1_000, "turn_slowest_ms": 5_000}


def forms(count: int) -> Iterator[bytes]:
    """Complete forms of this size, each with other words; a picture makes up the size."""
    from adapters.documents.form_out import blank_form
    from tests.story import CB, profiles
    from tests.unit.bot.mail_office import answers_of

    whole = blank_form(profiles()[CB], answers_of())
    chance = random.Random(1)
    for number in range(count):
        made = io.BytesIO(whole)
        with zipfile.ZipFile(made, "a") as packed:
            packed.writestr(f"word/media/image{number}.png", chance.randbytes(FORM_BYTES - len(whole)))
        yield made.getvalue()


def write_mails(folder: Path, count: int) -> None:
    """Beside the inbox, ready to be moved into it."""
    for number, content in enumerate(forms(count)):
        mail = EmailMessage()
        mail["From"], mail["To"] = f"p{number % WRITERS}@council.example", "arp@council.example"
        mail["Subject"], mail["Message-ID"] = f"Referral {number}", f"<{number}@council.example>"
        mail.set_content("The form is attached.")
        mail.add_attachment(content, maintype="application", subtype="octet-stream", filename="form.docx")
        (folder / f"{number:06}.eml").write_bytes(mail.as_bytes())


async def connector(taken: list[float]) -> tuple[web.AppRunner, str]:
    """A stand-in for Teams that takes what is sent and notes when."""

    async def take(request: web.Request) -> web.Response:
        await request.read()
        taken.append(time.perf_counter())
        return web.json_response({"id": "1:1"}, status=201)

    app = web.Application()
    app.router.add_route("*", "/{path:.*}", take)
    runner = web.AppRunner(app)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    return runner, f"http://127.0.0.1:{runner.addresses[0][1]}"


def memory(pid: int) -> dict[int, int]:
    """Resident kilobytes of a process and its children, by their ids."""
    found = {pid: _resident(pid)}
    children = [each for file in Path(f"/proc/{pid}/task").glob("*/children") for each in file.read_text().split()]
    return found | {int(child): _resident(int(child)) for child in children}


def _resident(pid: int) -> int:
    try:
        lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) for line in lines if line.startswith("VmRSS")), 0)


async def talk(desk: str, slow: list[float], done: asyncio.Event) -> None:
    """Somebody asks where things stand, again and again, until the burst is over."""
    async with aiohttp.ClientSession() as session:
        number = 0
        while not done.is_set():
            number += 1
            sender = {"id": "29:1", "name": "P", "aadObjectId": person(number % 20)}
            said = message(f"{desk}/connector", "status", conversation=in_chat(f"a:{number % 20}"), **{"from": sender})
            began = time.perf_counter()
            async with session.post(f"http://127.0.0.1:{PORT}/api/messages", json=said) as answer:
                if answer.status >= 300:
                    raise RuntimeError(f"the clerk answered {answer.status}: {await answer.text()}")
            slow.append(time.perf_counter() - began)
            await asyncio.sleep(BETWEEN_TURNS)


async def ready(pid: int) -> None:
    """Wait until the clerk says it is well."""
    async with aiohttp.ClientSession() as session:
        while True:
            try:
                async with session.get(f"http://127.0.0.1:{PORT}/health"):
                    return
            except aiohttp.ClientError:
                os.kill(pid, 0)
                await asyncio.sleep(0.05)


async def burst(folder: Path, count: int) -> dict[str, Any]:
    """Run the clerk, let the mails in at once, and watch until everything is done."""
    mailbox, ready_mails = folder / "mailbox", folder / "ready"
    ready_mails.mkdir()
    (folder / "people.toml").write_text(_with_mailbox(staff_list()), encoding="utf-8")
    write_mails(ready_mails, count)
    runner, desk = await connector([])
    environment = {
        **os.environ,
        "PANEL_CLERK_PEOPLE": str(folder / "people.toml"),
        "PANEL_CLERK_MAILBOX": str(mailbox),
        "PANEL_CLERK_MAIL_EVERY": "1",
        "PANEL_CLERK_DESK": desk,
    }
    command = ("-m", "bot", "serve", "--local", "--data", str(folder / "clerk"), "--port", str(PORT))
    process = await asyncio.create_subprocess_exec(
        sys.executable, *command, env=environment, stderr=asyncio.subprocess.DEVNULL
    )
    slow, quiet, over = list[float](), list[float](), asyncio.Event()
    try:
        await ready(process.pid)
        before_over = asyncio.Event()
        asyncio.get_running_loop().call_later(5, before_over.set)
        await talk(desk, quiet, before_over)
        first = memory(process.pid)
        talking = asyncio.create_task(talk(desk, slow, over))
        began = time.perf_counter()
        for path in sorted(ready_mails.iterdir()):
            path.rename(mailbox / "inbox" / path.name)
        drained, most, child = await _watched(process.pid, mailbox, count, began)
        over.set()
        await talking
    finally:
        process.terminate()
        await process.wait()
        await runner.cleanup()
    return {
        "mails": count,
        "inbox_empty_seconds": round(drained[0], 1),
        "receipts_written_seconds": round(drained[1], 1),
        "clerk_mb_before": round(first[process.pid] / 1024),
        "clerk_growth_mb": round((most - first[process.pid]) / 1024),
        "form_reader_mb": round(child / 1024),
        "turn_median_before_ms": round(statistics.median(quiet) * 1000, 1),
        "turn_median_ms": round(statistics.median(slow) * 1000, 1),
        "turn_p99_ms": round(statistics.quantiles(slow, n=100)[-1] * 1000, 1),
        "turn_slowest_ms": round(max(slow) * 1000, 1),
        "turns": len(slow),
        **_settled(folder / "clerk"),
        "aim": AIM,
    }


async def _watched(pid: int, mailbox: Path, count: int, began: float) -> tuple[tuple[float, float], int, int]:
    """When the inbox was empty and when all receipts lay there, and the most memory of the clerk and its child."""
    empty, most, child = 0.0, 0, 0
    while True:
        held = memory(pid)
        most, child = max(most, held.pop(pid)), max([child, *held.values()])
        if not empty and not any((mailbox / "inbox").iterdir()):
            empty = time.perf_counter() - began
        if empty and sum(1 for _ in (mailbox / "sent").iterdir()) >= count:
            return (empty, time.perf_counter() - began), most, child
        await asyncio.sleep(0.1)


def _settled(data: Path) -> dict[str, int | bool]:
    """How many cases there are, and whether the mails were settled in the order in which they came."""
    from bot.wiring import KINDS
    from panel.intake import ReceivedMail
    from store.journal import JournalStore

    store = JournalStore(data / "store", KINDS)
    try:
        mails = sorted(store.read().find(ReceivedMail), key=lambda mail: mail.received_at)
        in_order = [int(mail.subject.split()[1]) for mail in mails] == list(range(len(mails)))
        return {"cases": sum(1 for mail in mails if mail.fate == "case"), "in_order": in_order}
    finally:
        store.close()


def _with_mailbox(people: str) -> str:
    return f'{people}\n[[panels]]\nid = "central-bedfordshire"\nmailbox = "arp@council.example"\n'


def main() -> None:
    """Measure once and print one JSON line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--mails", type=int, default=1000)
    wanted = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        print(json.dumps(asyncio.run(burst(Path(name), wanted.mails))))


if __name__ == "__main__":
    main()
