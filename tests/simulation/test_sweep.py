"""A sweep that passes over what is quiet comes to the same as one that looks at every record."""

import pytest

from panel.acts import perform
from panel.commands import CLOCK, GatherReminders, RunClock, RunPanelClock
from panel.duties import SWEPT
from panel.notices import Notice, NoticeState
from panel.records import Record
from tests.fakes_store import MemoryStore
from tests.simulation.quick_store import QuickStore
from tests.simulation.years import Years
from tests.story import profiles


class Compared(Years):
    """Before each look, every record is looked at in a copy; afterwards both must hold the same."""

    looked = 0

    def _look(self, now):  # type: ignore[no-untyped-def]
        copy = MemoryStore()
        copy.held = dict(self.store.held)  # type: ignore[attr-defined]
        for kind, record_type in SWEPT.items():
            for record in copy.read().find(record_type, live="yes"):
                look = RunClock(by=CLOCK, at=now, kind=kind, record=record.id, through="clock")
                perform(copy, self.council, look)
        perform(copy, self.council, RunPanelClock(by=CLOCK, at=now, panel=self.profile.id))
        for person in {n.to for n in copy.read().find(Notice, state=NoticeState.WAITING)}:
            perform(copy, self.council, GatherReminders(by=CLOCK, at=now, person=person))
        super()._look(now)
        assert said(self.store.held) == said(copy.held), now  # type: ignore[attr-defined]
        self.looked += 1

    def _send(self, now):  # type: ignore[no-untyped-def]
        """Nothing is sent here, so that both copies can be compared as the sweep left them."""


def said(held: dict[tuple[str, str], Record]) -> dict[tuple[str, str], str]:
    return {key: record.model_dump_json() for key, record in held.items()}


@pytest.mark.parametrize("seed", [11, 12])
def test_passing_over_what_is_quiet_changes_nothing(seed: int) -> None:
    """After each look of two weeks, record by record."""
    years = Compared(next(iter(profiles().values())), seed, QuickStore())
    years.live(14)
    assert years.looked > 100
    assert years.expected
