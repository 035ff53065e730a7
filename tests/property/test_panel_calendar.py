"""Working days against a second opinion: bank holidays from the law's own definitions, counted one day at a time."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from panel.calendar import WorkingCalendar

CALENDAR = WorkingCalendar()
ONE_DAY = timedelta(days=1)
PROCLAIMED = {date(2020, 5, 8), date(2022, 6, 2), date(2022, 6, 3), date(2022, 9, 19), date(2023, 5, 8)}
MOVED = {date(2020, 5, 4), date(2022, 5, 30)}
"""Days added and days moved away by proclamation: the anniversaries, the jubilee, the funeral, the coronation."""


def easter(year: int) -> date:
    """The anonymous Gregorian computus."""
    a, b, d = year % 19, year // 100, year % 100
    g = (8 * b + 13) // 25
    h = (19 * a + b - b // 4 - g + 15) % 30
    m = (32 + 2 * (b % 4) + 2 * (d // 4) - h - d % 4) % 7
    n = (a + 11 * h + 19 * m) // 433
    month = (h + m - 7 * n + 90) // 25
    return date(year, month, (h + m - 7 * n + 33 * month + 19) % 32)


def monday(year: int, month: int, *, last: bool) -> date:
    """The first or last Monday of a month."""
    days = [date(year, month, day) for day in range(1, 32) if month in (5, 8) and date(year, month, day).weekday() == 0]
    return days[-1] if last else days[0]


def bank_holidays(year: int) -> set[date]:
    """England's, with substitutes for those that fall on a weekend."""
    found = {easter(year) - 2 * ONE_DAY, easter(year) + ONE_DAY}
    found |= {monday(year, 5, last=False), monday(year, 5, last=True), monday(year, 8, last=True)}
    for fixed in (date(year, 1, 1), date(year, 12, 25), date(year, 12, 26)):
        day = fixed
        while day.weekday() > 4 or day in found:
            day += ONE_DAY
        found.add(day)
    return (found - MOVED) | {day for day in PROCLAIMED if day.year == year}


CLOSED = set().union(*(bank_holidays(year) for year in range(2014, 2029)))


def counted(day: date, count: int, step: timedelta) -> date:
    """Walk day by day, counting only days on which the council works."""
    while count:
        day += step
        count -= day.weekday() < 5 and day not in CLOSED
    return day


@pytest.mark.rule("CB-9.7")
@given(day=st.dates(date(2015, 1, 1), date(2027, 12, 31)), count=st.integers(1, 60))
@settings(max_examples=300, deadline=None)
def test_working_days_agree_with_counting_on_a_calendar(day: date, count: int) -> None:
    """Any start, any count, in both directions: the same day as walking there."""
    assert CALENDAR.working_days_after(day, count) == counted(day, count, ONE_DAY)
    assert CALENDAR.working_days_before(day, count) == counted(day, count, -ONE_DAY)


@pytest.mark.full
@pytest.mark.parametrize("year", range(2015, 2028))
def test_every_start_and_every_count_agree(year: int) -> None:
    """Every day of the year with 1 to 60 working days, forward and back."""
    start = date(year, 1, 1)
    for day in (start + n * ONE_DAY for n in range((date(year + 1, 1, 1) - start).days)):
        ahead = back = day
        for count in range(1, 61):
            ahead, back = counted(ahead, 1, ONE_DAY), counted(back, 1, -ONE_DAY)
            assert CALENDAR.working_days_after(day, count) == ahead
            assert CALENDAR.working_days_before(day, count) == back


def test_every_day_is_known_to_be_worked_or_not() -> None:
    """From 2015 to 2028, each day agrees on whether the council works."""
    days = [date(2015, 1, 1) + n * ONE_DAY for n in range((date(2029, 1, 1) - date(2015, 1, 1)).days)]
    assert [day for day in days if CALENDAR.is_working_day(day) != (day.weekday() < 5 and day not in CLOSED)] == []
