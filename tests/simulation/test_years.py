"""Years of a panel's work, judged by a second opinion: nothing missed, early or twice, and nobody woken.

A failing run names its panel and seed. To run it again:

    .venv/bin/python -m tests.simulation PANEL SEED DAYS
"""

from collections import Counter
from pathlib import Path

import pytest

from bot.wiring import KINDS
from panel.notices import Notice, NoticeState, Topic
from panel.ports import Store
from store.journal import JournalStore
from tests.simulation.second_calendar import london
from tests.simulation.quick_store import QuickStore
from tests.simulation.years import Years
from tests.story import profiles

MONTH, TWO_YEARS = 35, 731
PANELS = sorted(profiles())


def judged(years: Years) -> None:
    """All that is promised of reminders."""
    name = f"panel {years.profile.id}, seed {years.seed}"
    expected, actual = years.expected, years.actual
    assert sorted(expected.keys() - actual.keys()) == [], f"missed: {name}"
    assert sorted(actual.keys() - expected.keys()) == [], f"not due: {name}"
    assert {key: actual[key] for key in actual if actual[key] != expected[key]} == {}, f"early or late: {name}"
    assert [each for each, times in years.reached.items() if times != 1] == [], f"twice: {name}"
    reminders = [n for n in years.store.read().find(Notice) if n.reminder]
    unsaid = [n.id for n in reminders if n.state not in (NoticeState.SENT, NoticeState.GATHERED)]
    assert unsaid == [], f"never said: {name}"
    assert {n.id for n in reminders} <= years.reached.keys(), f"in no message: {name}"
    woken = [n.id for at, n in years.sent if n.hours_of and not years.oracle.in_hours(at)]
    assert woken == [], f"out of hours: {name}"
    a_day = Counter((n.to, london(at).date(), at) for at, n in years.messages())
    assert max(a_day.values(), default=0) == 1, f"two messages at once: {name}"
    own = [(n, n.reminder) for n in reminders if n.reminder and n.rule != Topic.WATCHED]
    # The same day a draft may be reminded of another cut-off, when the first panel was moved or cancelled after nine.
    nudges = Counter((n.to, duty.record, n.rule, n.facts.get("meeting"), london(n.owed_at).date()) for n, duty in own)
    assert [each for each, times in nudges.items() if times > 1] == [], f"nudged twice in a day: {name}"


def urgent_first(years: Years) -> None:
    """In every look what must be acted on at once is committed before the rest, and gathering comes last."""
    for now, entries in years.looks:
        topics = [e.detail["topics"].split(",") for e in entries if e.act == "fell_due" and e.detail.get("topics")]
        emergencies = [any(each.startswith(("emergency", "extension")) for each in named) for named in topics]
        assert emergencies == sorted(emergencies, reverse=True), (now, topics)
        acts = [entry.act for entry in entries]
        assert acts == sorted(acts, key=lambda act: act == "gathered"), (now, acts)


def lived(years: Years, most: float) -> None:
    """The life was worth judging: every kind of act happened, and few were refused."""
    done = years.at_work.done
    assert sum(years.at_work.refused.values()) < most * sum(done.values()), years.at_work.refused
    assert done["SendToManager"] > 0
    assert len(years.expected) > (20 if years.profile.sittings else 4)


@pytest.mark.parametrize("panel", PANELS)
def test_a_month_of_a_panel(panel: str) -> None:
    """Five weeks with restarts and stops."""
    years = Years(profiles()[panel], 7, QuickStore()).live(MONTH)
    judged(years)
    urgent_first(years)
    lived(years, most=0.5)


@pytest.mark.full
@pytest.mark.parametrize("panel", PANELS)
def test_two_years_of_a_panel(panel: str) -> None:
    """Two years: every holiday, both changes of the clocks twice, some forty stops of up to three days."""
    years = Years(profiles()[panel], 1, QuickStore()).live(TWO_YEARS)
    judged(years)
    urgent_first(years)
    lived(years, most=1)


@pytest.mark.full
def test_half_a_year_on_the_real_store(tmp_path: Path) -> None:
    """The store is closed and opened again at each stop, and what it kept is judged."""

    def reopen(store: Store) -> Store:
        store.close()
        return JournalStore(tmp_path, KINDS)

    years = Years(profiles()[PANELS[0]], 3, JournalStore(tmp_path, KINDS), reopen).live(180)
    judged(years)
    assert years.down >= 3
    years.store.close()
