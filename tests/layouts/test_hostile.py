"""Thousands of harmful attachments, each taken from a mail to its fate by the real mailroom, sandbox and store."""

import multiprocessing
import socket
import time
from datetime import UTC, datetime
from email.message import EmailMessage
from multiprocessing.connection import Connection
from pathlib import Path

import pytest

from adapters.documents.confined import FormAnswers
from adapters.documents.sandbox import Sandbox
from adapters.mail.proof import Vouching
from bot.mailroom import Mailroom
from panel.intake import Fate, ReceivedMail
from panel.ports import RawMail
from store.documents import FolderDocuments
from tests.fakes_store import MemoryStore
from tests.layouts.hostile import KINDS, hostile
from tests.story import council, profiles

SLOWEST = 2.0
"""Seconds one mail may take, the child running."""
MOST_GROWTH = 100 * 1024
"""KiB the parent's memory may grow by."""


def mail_with(number: int) -> bytes:
    """A mail from a social worker to the panel with one harmful file."""
    file = hostile(number)
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = "priya.nair@council.example", "arp@council.example", f"Form {number}"
    mail["Message-ID"] = f"<hostile-{number}@council.example>"
    mail.set_content("The form is attached.")
    kind, _, sub = file.content_type.partition("/")
    mail.add_attachment(file.content, kind, sub, filename=file.name.replace("\r\n", " ").replace("\x00", "_"))
    return mail.as_bytes()


def resident() -> int:
    """KiB of memory this process uses now."""
    return int(next(line for line in Path("/proc/self/status").read_text().splitlines() if "VmRSS" in line).split()[1])


def take_all(numbers: range, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Take these mails one after the other and hold them to what is promised."""
    calls: list[str] = []
    monkeypatch.setattr(socket.socket, "connect", lambda *_: calls.append("connect"))
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: calls.append("getaddrinfo"))
    slow: list[str] = []
    mails: list[ReceivedMail] = []
    with Sandbox(profiles()) as sandbox:
        sandbox.warm_up()
        before = resident()
        for first in range(numbers.start, numbers.stop, 500):
            mails += _taken(range(first, min(first + 500, numbers.stop)), folder, sandbox, slow)
            print(f"{len(mails)} taken, slow: {slow}", flush=True)  # noqa: T201
        growth = resident() - before
    print(f"the parent grew by {growth} KiB; came to {sorted({mail.reason for mail in mails})}")  # noqa: T201
    settled = sum(mail.fate in (Fate.CASE, Fate.SET_ASIDE) or mail.reason == "repeat" for mail in mails)
    assert (settled, calls, slow) == (len(numbers), [], [])
    assert [str(path) for path in folder.iterdir()] == [str(folder / "documents")]
    around = [*folder.parents, Path.cwd(), Path("/etc/cron.d")]
    assert [str(path) for place in around if place.is_dir() for path in place.glob("canary*")] == []
    assert all("/" not in file.name and "\\" not in file.name for mail in mails for file in mail.files)
    assert growth < MOST_GROWTH


def _taken(numbers: range, folder: Path, sandbox: Sandbox, slow: list[str]) -> list[ReceivedMail]:
    """What these mails came to, in a record of their own; those that took too long are noted in `slow`."""
    store, shelf = MemoryStore(), FolderDocuments(folder / "documents")
    now = datetime(2026, 11, 2, 10, tzinfo=UTC)
    room = Mailroom(store, council(), shelf, sandbox, lambda: now, Vouching(believing=True))
    for number in numbers:
        raw = mail_with(number)
        sandbox.warm_up()
        began = time.perf_counter()
        room.take(RawMail(f"m{number}", raw))
        took = time.perf_counter() - began
        slow += [f"{number} {KINDS[number % len(KINDS)]}: {took:.2f} s"] if took > SLOWEST else []
    return list(store.read().find(ReceivedMail))


def test_harmful_attachments_reach_nothing(tmp_path, monkeypatch):
    """Three of each kind: every mail has a fate, nothing is called, nothing is written beside the store."""
    take_all(range(3 * len(KINDS)), tmp_path, monkeypatch)


@pytest.mark.full
def test_five_thousand_harmful_attachments_reach_nothing(tmp_path, monkeypatch):
    """The same, 5,000 times."""
    take_all(range(10_000, 15_000), tmp_path, monkeypatch)


def _try_doors(line: Connection) -> None:
    FormAnswers({}).prepare()
    came = []
    for door in (socket.socket, Path("/etc/hostname").read_text, lambda: Path("canary").write_text("x")):
        try:
            door()
            came.append("open")
        except OSError:
            came.append("shut")
    line.send(came)


def test_the_child_can_open_no_connection_and_no_file():
    """Once confined, the process that reads strangers' files has no door left but the line to its parent."""
    ours, theirs = multiprocessing.Pipe()
    child = multiprocessing.get_context("spawn").Process(target=_try_doors, args=(theirs,))
    child.start()
    assert ours.poll(60)
    assert ours.recv() == ["shut", "shut", "shut"]
    child.join(10)
