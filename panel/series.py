"""Meeting dates that follow a rule: worked out as a draft, each explained, those on closed days flagged (AM-11)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import islice
from typing import Literal

from pydantic import Field, model_validator

from panel.calendar import LAST_DAY, BeyondCalendar, WorkingCalendar, say_day
from panel.cutoffs import Weekday
from panel.records import Value

_NTH = {1: "first", 2: "second", 3: "third", 4: "fourth", 5: "fifth", -1: "last"}


class Stretch(Value):
    """From one day to another, both included: a school term, a financial year."""

    first: date = Field(alias="from")
    last: date = Field(alias="until")

    @model_validator(mode="after")
    def _runs_forward(self) -> "Stretch":
        if self.last < self.first:
            raise ValueError(f"'until' ({self.last}) is before 'from' ({self.first})")
        return self


class NthDay(Value):
    """The nth weekday of every month; -1 is the last."""

    nth: Literal[1, 2, 3, 4, 5, -1]
    day: Weekday

    @property
    def words(self) -> str:
        """`the second Tuesday of the month`."""
        return f"the {_NTH[self.nth]} {self.day} of the month"

    def in_month(self, first: date) -> date | None:
        """That day in the month that begins on `first`; None in a month that has no such day."""
        days = [first + timedelta(days=n) for n in range(31)]
        found = [day for day in days if day.month == first.month and day.weekday() == self.day.number]
        return found[self.nth - (self.nth > 0)] if self.nth <= len(found) else None


class Series(Value):
    """A rule for meeting dates. Exactly one of `anchor`, `monthly` and `dates` says which.

    `anchor` repeats every `every_weeks` weeks. A date counts only inside `only_within`, if that is given, and never
    on a day of `skip`. One on a day the council is closed is flagged for a person, unless `if_closed` moves it.
    """

    anchor: date | None = None
    every_weeks: int = Field(default=1, ge=1, le=52)
    monthly: list[NthDay] = []
    dates: list[date] = []
    only_within: list[Stretch] = []
    skip: list[date] = []
    if_closed: Literal["flag", "previous", "next"] = "flag"

    @model_validator(mode="after")
    def _one_rule(self) -> "Series":
        if sum(bool(rule) for rule in (self.anchor, self.monthly, self.dates)) != 1:
            raise ValueError("give exactly one of anchor, monthly and dates")
        return self

    def keeps(self, day: date) -> bool:
        """Whether the stretches and the days to skip leave this day in."""
        within = not self.only_within or any(each.first <= day <= each.last for each in self.only_within)
        return within and day not in self.skip


@dataclass(frozen=True)
class PlannedDate:
    """A date of the series and how it came about; `problem` is why a person must decide on it, if one must."""

    day: date
    how: str
    problem: str = ""


def next_dates(series: Series, calendar: WorkingCalendar, after: date, count: int) -> list[PlannedDate]:
    """The next `count` dates after a day, fewer where the series or the known bank holidays end."""
    return list(islice(_planned(series, calendar, after), count))


def _planned(series: Series, calendar: WorkingCalendar, after: date) -> Iterator[PlannedDate]:
    seen: set[date] = set()
    for day, how in _raw(series, after):
        if not series.keeps(day):
            continue
        try:
            planned = _checked(series, calendar, day, how)
        except BeyondCalendar:
            return
        if planned.day > after and planned.day not in seen:
            seen.add(planned.day)
            yield planned


def _checked(series: Series, calendar: WorkingCalendar, day: date, how: str) -> PlannedDate:
    closed = calendar.closure(day)
    if not closed:
        return PlannedDate(day, how)
    problem = f"{say_day(day)} is {closed}"
    if series.if_closed == "flag":
        return PlannedDate(day, how, problem)
    back = series.if_closed == "previous"
    moved = calendar.working_days_before(day, 1) if back else calendar.working_days_after(day, 1)
    if not series.keeps(moved):
        return PlannedDate(day, how, f"{problem}, and {say_day(moved)} is not a day of the series either")
    return PlannedDate(moved, f"{how}; {problem}, so the {'working day before' if back else 'next working day'}")


def _raw(series: Series, after: date) -> Iterator[tuple[date, str]]:
    """Dates by the rule alone, from a little before `after`, as a closed day may move one across it."""
    since = after - timedelta(days=31)
    if series.dates:
        yield from ((day, "on the profile’s list") for day in sorted(series.dates) if day >= since)
    elif series.anchor:
        yield from _repeated(series.anchor, series.every_weeks, since)
    else:
        yield from _monthly(series.monthly, since)


def _repeated(anchor: date, weeks: int, since: date) -> Iterator[tuple[date, str]]:
    step = timedelta(weeks=weeks)
    day = anchor + step * max(0, -((anchor - since) // step))
    how = f"every {anchor:%A}" if weeks == 1 else f"every {weeks} weeks from {say_day(anchor)}"
    while day <= LAST_DAY:
        yield day, how
        day += step


def _monthly(rules: list[NthDay], since: date) -> Iterator[tuple[date, str]]:
    first = since.replace(day=1)
    while first <= LAST_DAY:
        found = [(rule.in_month(first), rule.words) for rule in rules]
        yield from sorted((day, how) for day, how in found if day and day >= since)
        first = (first + timedelta(days=31)).replace(day=1)
