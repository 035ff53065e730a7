"""Looks at everything that is still live and commits what has fallen due; running it twice owes nothing twice."""

import logging
from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime
from typing import TypeVar

from panel.acts import perform
from panel.commands import CLOCK, Command, GatherReminders, RunClock, RunPanelClock
from panel.council import Council, Office
from panel.duties import SWEPT, recurring_in
from panel.errors import PanelError
from panel.handlers.ticking import fallen_due
from panel.meeting import PanelMeeting
from panel.notices import Notice, NoticeState
from panel.ports import Clock, Records, Store
from panel.records import Record
from panel.recurrence import Recurrence

R = TypeVar("R", bound=Record)

log = logging.getLogger("panel_clerk.sweep")

UNCLEAR = "what is due could not be worked out"


def sweep(store: Store, council: Council, clock: Clock) -> int:
    """Run the clock on every live record, the most urgent kind first, and each panel; returns how often one fell due.

    A record that cannot be worked out is logged by its reference and does not stop the others.
    """
    fell_due = 0
    for about, command in looks(store, council, clock()):
        try:
            fell_due += perform(store, council, command).code != "nothing_due"
        except PanelError as error:
            log.error(UNCLEAR, extra={"record": about, "why": type(error).__name__})
        except Exception:
            log.exception(UNCLEAR, extra={"record": about})
    return fell_due


def looks(store: Store, council: Council, now: datetime) -> Iterator[tuple[str, Command]]:
    """What a sweep asks for, one look after the other, each with what it is about.

    All looks are at one moment, and reminders are gathered only after them: none of a morning misses its message.
    A record on which nothing has fallen due is passed over: that costs no transaction, and commits nothing either way.
    """
    for kind, record_type in SWEPT.items():
        office = Office(council, Remembered(store.read()))
        for record in store.read().find(record_type, live="yes"):
            command = RunClock(by=CLOCK, at=now, kind=kind, record=record.id, through="clock")
            if not _is_quiet(record, command, office):
                yield record.id, command
    for name in recurring_in(council.profiles):
        yield name, RunClock(by=CLOCK, at=now, kind=Recurrence.KIND, record=name, through="clock")
    for panel in council.profiles:
        yield panel, RunPanelClock(by=CLOCK, at=now, panel=panel, through="clock")
    waiting = store.read().find(Notice, state=NoticeState.WAITING)
    for person in dict.fromkeys(notice.to for notice in waiting):
        yield person, GatherReminders(by=CLOCK, at=now, person=person, through="clock")


def _is_quiet(record: Record, command: RunClock, office: Office) -> bool:
    with suppress(Exception):  # whatever it is, it is met again and logged when the look is carried out
        return fallen_due(record, command, office).audit is None
    return False


class Remembered:
    """A view that reads the meetings of a panel once for all its cases, not once for each.

    What changes meanwhile is met by the next sweep, as if it had changed a moment later.
    """

    def __init__(self, records: Records) -> None:
        self._records = records
        self._found: dict[tuple[tuple[str, str], ...], list[PanelMeeting]] = {}

    def get(self, kind: type[R], record_id: str) -> R:
        """The record; raises `Unknown`."""
        return self._records.get(kind, record_id)

    def look(self, kind: type[R], record_id: str) -> R | None:
        """The record, or None."""
        return self._records.look(kind, record_id)

    def find(self, kind: type[R], **index: str) -> list[R]:
        """Records by their indexed fields."""
        if kind is not PanelMeeting:
            return self._records.find(kind, **index)
        asked = tuple(sorted(index.items()))
        if asked not in self._found:
            self._found[asked] = self._records.find(PanelMeeting, **index)
        return [found for found in self._found[asked] if isinstance(found, kind)]

    def count(self, kind: type[Record], **index: str) -> int:
        """How many `find` would give."""
        return self._records.count(kind, **index)
