"""A durable commit of one 3 KB record and its audit entry, against a raw append and sync of the same bytes.

Both are timed in one run, in turns, so that the ratio depends little on the machine and its load.
"""

import os
import statistics
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import ClassVar

from panel.ports import Answer, Change
from panel.records import AuditEntry, Record
from store.journal import JournalStore
from store.loading import JOURNAL

ROUNDS = 2_000
BATCH = 500
LAST = 3 << 20
"""Bytes at the end of a journal that are sure to hold its last line."""


class Case(Record):
    """A record of about 3 KB in JSON with three indexes."""

    KIND: ClassVar[str] = "case"
    INDEX: ClassVar[tuple[str, ...]] = ("state", "panel", "people")

    state: str = "open"
    panel: str = "resources"
    people: tuple[str, ...] = ()
    answers: dict[str, str] = {}


def case(number: int) -> Case:
    answers = {f"question_{each}": f"answer {number} " + "words " * 20 for each in range(18)}
    people = (f"person-{number % 97}", f"person-{number % 89}")
    return Case(id=f"C{number:06}", panel=f"panel-{number % 5}", people=people, answers=answers)


def change(*cases: Case) -> Change:
    audit = AuditEntry(at=datetime(2026, 3, 2, 9, tzinfo=UTC), by="person-1", act="edited", about=(cases[0].id,))
    return Change(Answer(code="done"), audit, cases)


def filled(folder: Path, records: int) -> JournalStore:
    """A store with so many cases."""
    store = JournalStore(folder, [Case])
    for start in range(0, records, BATCH):
        batch = change(*(case(number) for number in range(start, min(start + BATCH, records))))
        store.transact(lambda _, batch=batch: batch)
    return store


def timed(act: Callable[[], object]) -> float:
    start = time.perf_counter()
    act()
    return time.perf_counter() - start


def measure(folder: Path, records: int) -> tuple[float, float]:
    """Median seconds of a commit that reads and changes one record, and of a raw append of as many bytes."""
    store = filled(folder / "store", records)

    def commit(number: int) -> None:
        store.transact(lambda view: change(view.get(Case, f"C{number * 37 % records:06}")))

    commit(0)
    line = (folder / "store" / JOURNAL).read_bytes()[-LAST:].rstrip(b"\0").splitlines(keepends=True)[-1]
    handle = os.open(folder / "raw", os.O_WRONLY | os.O_APPEND | os.O_CREAT)

    def append() -> None:
        os.write(handle, line)
        os.fdatasync(handle)

    commits, raws = [], []
    for number in range(ROUNDS):
        commits.append(timed(lambda number=number: commit(number)))
        raws.append(timed(append))
    os.close(handle)
    store.close()
    return statistics.median(commits), statistics.median(raws)


def main() -> None:
    for records in (1_000, 100_000):
        with tempfile.TemporaryDirectory(dir=Path.cwd()) as folder:
            commit, raw = measure(Path(folder), records)
        print(f"{records:>7} records: commit {commit * 1e6:.0f} us, raw {raw * 1e6:.0f} us, {commit / raw:.2f} x raw")


if __name__ == "__main__":
    main()
