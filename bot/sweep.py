"""Looks at everything that is still live and commits what has fallen due; running it twice owes nothing twice."""

import logging
from collections.abc import Iterator
from datetime import datetime

from panel.acts import perform
from panel.commands import CLOCK, Command, GatherReminders, RunClock, RunPanelClock
from panel.council import Council
from panel.duties import SWEPT
from panel.errors import PanelError
from panel.notices import Notice, NoticeState
from panel.ports import Clock, Store

log = logging.getLogger("panel_clerk.sweep")

UNCLEAR = "what is due could not be worked out"


def sweep(store: Store, council: Council, clock: Clock) -> int:
    """Run the clock on every live record, the most urgent kind first; returns on how many something fell due.

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
    """
    for kind, record_type in SWEPT.items():
        for record in store.read().find(record_type, live="yes"):
            yield record.id, RunClock(by=CLOCK, at=now, kind=kind, record=record.id, through="clock")
    for panel in council.profiles:
        yield panel, RunPanelClock(by=CLOCK, at=now, panel=panel, through="clock")
    waiting = store.read().find(Notice, state=NoticeState.WAITING)
    for person in dict.fromkeys(notice.to for notice in waiting):
        yield person, GatherReminders(by=CLOCK, at=now, person=person, through="clock")
