"""Working days, deadlines and wall time: every date a panel promises is worked out here.

Stored moments are UTC; every decision is taken in London wall time. Working days are Monday to Friday less the
bank holidays and the council's own closure days (AM-03).
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import Enum
from typing import assert_never
from zoneinfo import ZoneInfo

import holidays
from dateutil.relativedelta import relativedelta

from panel.durations import Length, Unit
from panel.errors import Refused

LONDON = ZoneInfo("Europe/London")
FIRST_DAY = date(2014, 1, 1)
LAST_DAY = date(2028, 12, 31)
"""Bank holidays are proclaimed year by year; beyond this day nothing is promised. Move it when they are known."""
WARN_BEFORE_END = timedelta(days=90)


class BeyondCalendar(Refused):
    """The sum needs bank holidays that are not known yet."""

    def __init__(self, day: date) -> None:
        super().__init__(
            f"Bank holidays are known only from {FIRST_DAY} to {LAST_DAY}, so nothing is worked out for {day}. "
            "Update the clerk's calendar first."
        )


class Roll(Enum):
    """What becomes of a deadline on a non-working day (AM-05)."""

    STAY = "stay"
    BACK = "back"
    FORWARD = "forward"


@dataclass(frozen=True)
class WorkedOut:
    """A date and how it came about, in words a person can check."""

    day: date
    how: str


class WorkingCalendar:
    """The working days of one council; a table built once, so that a sum costs a look-up."""

    def __init__(self, closure_days: Iterable[date] = (), subdivision: str = "ENG") -> None:
        years = range(FIRST_DAY.year, LAST_DAY.year + 1)
        self._closed: dict[date, str] = dict(holidays.country_holidays("GB", subdiv=subdivision, years=years))
        self._closed.update((day, "council closed") for day in closure_days)
        span = (FIRST_DAY + timedelta(days=n) for n in range((LAST_DAY - FIRST_DAY).days + 1))
        self._holidays = sorted(day for day in self._closed if day.weekday() < 5)
        self._working = [day for day in span if day.weekday() < 5 and day not in self._closed]

    def is_working_day(self, day: date) -> bool:
        """Whether the council works on this day; raises `BeyondCalendar` outside the known years."""
        self._check(day)
        at = bisect_left(self._working, day)
        return at < len(self._working) and self._working[at] == day

    def closure(self, day: date) -> str:
        """Why the council is closed on this day: a bank holiday, its own closure, a weekend; empty when it works."""
        self._check(day)
        return self._closed.get(day, "" if day.weekday() < 5 else "a weekend")

    def working_days_before(self, day: date, count: int) -> date:
        """The working day `count` working days before `day`, which itself is not counted (AM-02)."""
        self._check(day)
        at = bisect_left(self._working, day) - count
        if at < 0:
            raise BeyondCalendar(FIRST_DAY - timedelta(days=1))
        return self._working[at]

    def working_days_after(self, day: date, count: int) -> date:
        """The working day `count` working days after `day`, which itself is not counted (AM-02)."""
        self._check(day)
        at = bisect_right(self._working, day) + count - 1
        if at >= len(self._working):
            raise BeyondCalendar(LAST_DAY + timedelta(days=1))
        return self._working[at]

    def working_days_between(self, first: date, last: date) -> int:
        """How many working days come after `first`, up to and with `last`; none where `last` is no later (AM-02)."""
        self._check(first)
        self._check(last)
        return max(0, bisect_right(self._working, last) - bisect_right(self._working, first))

    def roll(self, day: date, roll: Roll) -> date:
        """The day itself, or the working day before or after it when the council is closed (AM-05)."""
        if roll is Roll.STAY or self.is_working_day(day):
            return day
        return self.working_days_before(day, 1) if roll is Roll.BACK else self.working_days_after(day, 1)

    def before(self, day: date, length: Length, roll: Roll = Roll.BACK) -> WorkedOut:
        """The last day that is at least `length` before `day`; a service's duty rolls back (AM-02, AM-05)."""
        if length.unit is Unit.WORKING_DAYS:
            found = self.working_days_before(day, length.count)
        else:
            found = self.roll(shift(day, length, -1), roll)
        return WorkedOut(found, self._explain(f"{length.words} before", day, found))

    def after(self, day: date, length: Length, roll: Roll = Roll.BACK) -> WorkedOut:
        """The day `length` after `day`: the day after is day 1 and the last day counts in full (AM-02)."""
        if length.unit is Unit.WORKING_DAYS:
            found = self.working_days_after(day, length.count)
        else:
            found = self.roll(shift(day, length, 1), roll)
        return WorkedOut(found, self._explain(f"{length.words} after", day, found))

    @property
    def last_day(self) -> date:
        """The last day whose bank holidays are known."""
        return LAST_DAY

    def runs_out_soon(self, today: date) -> bool:
        """Whether the known bank holidays end within 90 days, so that someone must be told."""
        return today + WARN_BEFORE_END > LAST_DAY

    def _explain(self, words: str, start: date, found: date) -> str:
        low, high = min(start, found), max(start, found)
        between = self._holidays[bisect_right(self._holidays, low) : bisect_left(self._holidays, high)]
        skipped = [self._closed[day] for day in between]
        note = f"; {' and '.join(skipped)} not counted" if skipped and "working day" in words else ""
        return f"{words} {say_day(start)}{note}"

    def _check(self, day: date) -> None:
        if not FIRST_DAY <= day <= LAST_DAY:
            raise BeyondCalendar(day)


def shift(day: date, length: Length, direction: int) -> date:
    """Calendar arithmetic: weeks of seven days, months clamped to their last day (AM-06)."""
    count = length.count * direction
    match length.unit:
        case Unit.DAYS:
            return day + timedelta(days=count)
        case Unit.WEEKS:
            return day + timedelta(weeks=count)
        case Unit.MONTHS:
            return day + relativedelta(months=count)
        case Unit.YEARS:
            return day + relativedelta(years=count)
        case Unit.MINUTES | Unit.HOURS | Unit.WORKING_DAYS:
            raise ValueError(f"{length} is not counted in calendar days")
        case _:
            assert_never(length.unit)


def span(length: Length) -> timedelta:
    """Minutes, hours, days and weeks as elapsed time; other units depend on a date and raise ValueError."""
    if length.unit is Unit.MINUTES:
        return timedelta(minutes=length.count)
    if length.unit is Unit.HOURS:
        return timedelta(hours=length.count)
    if length.unit is Unit.DAYS:
        return timedelta(days=length.count)
    if length.unit is Unit.WEEKS:
        return timedelta(weeks=length.count)
    raise ValueError(f"{length} has no fixed number of hours")


def at_wall(day: date, at: time) -> datetime:
    """The instant, in UTC, at which London clocks show this time on this day."""
    return datetime.combine(day, at, LONDON).astimezone(UTC)


def wall(moment: datetime) -> datetime:
    """The moment as London clocks show it."""
    return moment.astimezone(LONDON)


def end_of_day(day: date) -> datetime:
    """The last minute of a day in London, as an instant: a day that counts in full ends here."""
    return at_wall(day, time(23, 59))


def say_day(day: date) -> str:
    """`Wed 8 Apr 2026`."""
    return f"{day:%a} {day.day} {day:%b %Y}"


def say_moment(moment: datetime) -> str:
    """`Wed 8 Apr 2026, 09:30`, in London wall time."""
    local = wall(moment)
    return f"{say_day(local.date())}, {local:%H:%M}"
