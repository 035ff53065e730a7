"""A process that commits without end and says so after each acknowledgement, to be killed at any moment."""

import os
import sys
from pathlib import Path

from panel.ports import Answer, Change, Records
from store.journal import JournalStore
from tests.unit.store.story import KINDS, Paper, Stamp, entry, notice


def step(records: Records) -> Change:
    """Bring a stamp and a paper to the next number together, and owe a notice for it."""
    stamp = records.look(Stamp, "S1") or Stamp(id="S1")
    paper = records.look(Paper, "P1") or Paper(id="P1")
    number = stamp.number + 1
    changed = (
        stamp.model_copy(update={"number": number}),
        paper.model_copy(update={"text": f"{number} " * (number * 37 % 400 + 1), "owner": str(number)}),
    )
    return Change(Answer(code="done", about=str(number)), entry("S1", "P1"), changed, (notice(f"N{number}"),))


def main() -> None:
    """Write until killed; every so often compact."""
    store = JournalStore(Path(sys.argv[1]), KINDS)
    while True:
        number = store.transact(step).answer.about
        os.write(1, f"{number}\n".encode())
        if int(number) % 9 == 0:
            store.compact()


if __name__ == "__main__":
    main()
