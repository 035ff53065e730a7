"""Looks at everything that is still live and commits what has fallen due; running it twice owes nothing twice."""

import logging
from collections.abc import Iterator

from panel.acts import perform
from panel.commands import CLOCK, RunClock
from panel.council import Council
from panel.errors import PanelError
from panel.handlers.ticking import PANEL, SWEPT
from panel.ports import Clock, Store

log = logging.getLogger("panel_clerk.sweep")

UNCLEAR = "what is due could not be worked out"


def sweep(store: Store, council: Council, clock: Clock) -> int:
    """Run the clock on every live record, the most urgent kind first, and each panel; returns how often one fell due.

    A record that cannot be worked out is logged by its reference and does not stop the others.
    """
    fell_due = 0
    for kind, record in _looked_at(store, council):
        command = RunClock(by=CLOCK, at=clock(), kind=kind, record=record, through="clock")
        try:
            fell_due += perform(store, council, command).code == "fell_due"
        except PanelError as error:
            log.error(UNCLEAR, extra={"record": record, "why": type(error).__name__})
        except Exception:
            log.exception(UNCLEAR, extra={"record": record})
    return fell_due


def _looked_at(store: Store, council: Council) -> Iterator[tuple[str, str]]:
    for kind, record_type in SWEPT.items():
        for record in store.read().find(record_type, live="yes"):
            yield kind, record.id
    yield from ((PANEL, panel) for panel in council.profiles)
