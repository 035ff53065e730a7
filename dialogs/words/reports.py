"""The reports of a panel in words: what each figure is called and how it is to be read. Nobody is named."""

from collections.abc import Iterator
from datetime import date
from statistics import median

from panel.calendar import say_day
from panel.period import Period
from panel.profile import Profile
from panel.report import Counts, Heard, Report, Spend
from panel.suppression import FEWEST
from panel.tables import Bars, Cell, Table

KEPT_BACK = "kept back"
CHART_IN_FILES = "The same as a chart is in the files."
ONLY_QUARTERS = (
    "The numbers by age and the like are given once a whole quarter is over: one report could otherwise be taken from "
    "another, and tell of one child."
)
SMALL = (
    f"Numbers under {FEWEST} are kept back, and others with them where a small one could be worked out from the total."
)
COUNTED = (
    "Counted from the panel’s record as it stood when this was made. A case counts as decided on the day of its panel, "
    "or of its confirmation where none meets. Only final decisions count."
)
FILES_ON_THEIR_WAY = {
    "report": "The report is on its way to you as a workbook and a Word file: {to}.",
    "foi": "The pack for a freedom-of-information request is on its way to you: {to}. It names nobody; please read it "
    "before you pass it on.",
    "register": "The case register is on its way to you as a workbook: {to}. It holds references only.",
    "planner": "The planner is on its way to you as a workbook and a calendar file: {to}. They hold references only.",
}
LETTERS = {
    "report": ("report of the panel", "The report you asked for in Teams is attached, as a workbook and a Word file."),
    "foi": (
        "pack for a freedom-of-information request",
        "The pack you asked for in Teams is attached. It holds the panel’s terms of reference, its rules about quorum, "
        "and numbers for each meeting. It names nobody. Please read it before you pass it on.",
    ),
    "register": (
        "case register",
        "The case register you asked for in Teams is attached: a sheet each for cases, decisions, actions and reviews. "
        "It holds references and where each stands, and nothing anybody wrote about a child.",
    ),
    "planner": (
        "planner",
        "The planner you asked for in Teams is attached: a workbook, and a calendar file that any calendar can add. "
        "They hold references and what is due, and no names.",
    ),
}


def period_in_words(period: Period) -> str:
    """`2026 Q4, Thu 1 Oct 2026 to Thu 31 Dec 2026`."""
    return f"{period.name}, {say_day(period.first)} to {say_day(period.last)}"


def title(profile: Profile, period: Period) -> str:
    """The heading of a report."""
    return f"{profile.panel.name}: report for {period.name}"


def tables(report: Report, today: date) -> list[Table]:
    """Every part of the report that has something to show, in the order in which it is read."""
    return [table for table in _all(report, today) if table.rows]


def bars(report: Report) -> Bars | None:
    """The outcomes as bars; nothing to draw where nothing was decided."""
    rows = tuple((label, count) for label, count in report.outcomes if count)
    said = "; ".join(f"{label}: {count}" for label, count in rows)
    return Bars("Decisions by outcome", rows, f"Decisions by outcome. {said}.") if rows else None


def _all(report: Report, today: date) -> Iterator[Table]:
    decided = sum(count for _, count in report.outcomes)
    yield _two("Cases", (("Referrals received", report.received), ("Decisions taken", decided)), COUNTED)
    yield _two("Decisions by outcome", tuple(row for row in report.outcomes if row[1]))
    yield _two(
        "Received, by kind of case", tuple((kind.label, kind.received) for kind in report.kinds if kind.received)
    )
    yield _two("Decisions, by kind of case", tuple((kind.label, kind.decided) for kind in report.kinds if kind.decided))
    yield _two(
        "Working days from receipt to decision",
        _waits(report.waits),
        "To the first decision that is no deferral. Emergencies put to the panel are not among them.",
    )
    yield _two(
        "Put off and late",
        (
            ("Decisions to defer", report.deferrals),
            ("Cases deferred more than once", report.deferred_again),
            ("Asked to be heard late", report.late.asked),
            ("of these agreed", report.late.agreed),
            ("of these refused", report.late.refused),
            ("Cases with a paper added after the cut-off", report.late.papers),
        ),
    )
    yield _emergencies(report)
    yield _spend(report.spend)
    gaps = tuple((f"{gap.service}: {gap.reason}", gap.count) for gap in report.gaps)
    met = f"{report.gaps_met} of these needs have been met since." if report.gaps_met else ""
    yield _two("Needs that could not be met", gaps, met)
    yield _voice("The child’s voice in referrals received", report.voice)
    yield _voice("The child’s voice in reviews", report.review_voice)
    yield from _equality(report, today)


def _two(named: str, rows: tuple[tuple[str, Cell], ...], note: str = "") -> Table:
    return Table(named, ("What", "Number"), rows, note)


def _waits(waits: tuple[int, ...]) -> tuple[tuple[str, Cell], ...]:
    if not waits:
        return ()
    middle = median(waits)
    return (
        ("Cases", len(waits)),
        ("Shortest", waits[0]),
        ("Half took no longer than", f"{middle:g}"),
        ("Longest", waits[-1]),
    )


def _emergencies(report: Report) -> Table:
    asked = sum(count for _, count in report.emergencies)
    rows: tuple[tuple[str, Cell], ...] = (
        ("Asked for", asked),
        *(row for row in report.emergencies if row[1]),
        ("Extended", report.extended),
        ("Answered by telephone", report.by_telephone),
    )
    return _two("Emergencies", rows if asked else (), "Those asked for in this time, and where they stand now.")


def _spend(spend: Spend | None) -> Table:
    if spend is None or not (spend.cases or spend.unknown):
        return _two("Spend agreed", ())
    rows: tuple[tuple[str, Cell], ...] = (
        (f"Pounds a {spend.per}, in all", spend.total),
        ("Agreements with a known cost", spend.cases),
        ("Agreements without one", spend.unknown),
    )
    return _two("Spend agreed", rows, "A case that was agreed twice counts once, as it was agreed last.")


def _voice(named: str, heard: Heard | None) -> Table:
    if heard is None or not heard.cases:
        return _two(named, ())
    rows: tuple[tuple[str, Cell], ...] = (
        ("Cases", heard.cases),
        ("The child’s voice is recorded", heard.heard),
        ("Share", f"{100 * heard.heard / heard.cases:.0f}%"),
        ("Not heard yet", heard.not_yet),
        ("Not recorded", heard.missing),
        *ways(heard.ways),
    )
    return _two(named, rows)


def ways(counts: Counts) -> tuple[tuple[str, int], ...]:
    """How children were heard, the ways that were used."""
    return tuple((f"Heard: {label}", count) for label, count in counts if count)


def _equality(report: Report, today: date) -> Iterator[Table]:
    for each in report.equality:
        rows = tuple((label, KEPT_BACK if count is None else count) for label, count in each.rows)
        yield _two(f"Referrals received: {each.title}", rows, SMALL)
    if not report.equality and not (report.period.is_quarter and report.period.last < today):
        yield _two("Equality", (("By age and the like", "not given for this time"),), ONLY_QUARTERS)
