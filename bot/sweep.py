"""Looks at everything that is still live and commits what has fallen due; running it twice owes nothing twice."""

import logging

from panel.acts import perform
from panel.commands import CLOCK, Command, RunClock, WatchRota
from panel.council import Council
from panel.errors import PanelError
from panel.handlers.ticking import SWEPT
from panel.ports import Clock, Store

log = logging.getLogger("panel_clerk.sweep")

UNCLEAR = "what is due could not be worked out"


def sweep(store: Store, council: Council, clock: Clock) -> int:
    """Run the clock on every live record, the most urgent kind first; returns on how many something fell due.

    A record that cannot be worked out is logged by its reference and does not stop the others.
    """
    fell_due = 0
    for kind, record_type in SWEPT.items():
        for record in store.read().find(record_type, live="yes"):
            command = RunClock(by=CLOCK, at=clock(), kind=kind, record=record.id, through="clock")
            fell_due += _done(store, council, command, record.id)
    for panel in council.profiles:
        fell_due += _done(store, council, WatchRota(by=CLOCK, at=clock(), panel=panel, through="clock"), panel)
    return fell_due


def _done(store: Store, council: Council, command: Command, record: str) -> bool:
    try:
        return perform(store, council, command).code == "fell_due"
    except PanelError as error:
        log.error(UNCLEAR, extra={"record": record, "why": type(error).__name__})
    except Exception:
        log.exception(UNCLEAR, extra={"record": record})
    return False
