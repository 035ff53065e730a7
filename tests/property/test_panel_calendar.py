"""Working days against a second opinion: bank holidays from the law's own definitions, counted one day at a time."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from panel.calendar import WorkingCalendar, at_wall, wall
from panel.cutoffs import Submission

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


PATRICK, BOYNE, ANDREW = (3, 17), (7, 12), (11, 30)
PROCLAIMED_IN_SCOTLAND = {date(2026, 6, 15)}
"""For the first World Cup in a generation."""


def division_holidays(division: str, year: int) -> set[date]:
    """Wales keeps England's; Scotland and Northern Ireland have days of their own, from their own Acts."""
    found = bank_holidays(year)
    if division in ("ENG", "WLS"):
        return found
    if division == "NIR":
        return found | {substitute(date(year, *PATRICK)), substitute(date(year, *BOYNE))}
    found -= {easter(year) + ONE_DAY, monday(year, 8, last=True), new_year(year)}
    first = date(year, 8, 1)
    august = next(first + n * ONE_DAY for n in range(7) if (first + n * ONE_DAY).weekday() == 0)
    january = [new_year(year)]
    second = date(year, 1, 2)
    while second.weekday() > 4 or second in january:
        second += ONE_DAY
    proclaimed = {day for day in PROCLAIMED_IN_SCOTLAND if day.year == year}
    return found | proclaimed | {august, *january, second, substitute(date(year, *ANDREW))}


def new_year(year: int) -> date:
    return substitute(date(year, 1, 1))


def substitute(day: date) -> date:
    """The day itself, or the Monday after a weekend."""
    while day.weekday() > 4:
        day += ONE_DAY
    return day


@pytest.mark.full
@pytest.mark.parametrize("division", ["ENG", "WLS", "SCT", "NIR"])
def test_every_start_and_every_count_agree_in_each_division(division: str) -> None:
    """2015 to 2027, 1 to 60 working days, forward and back, with the division's own bank holidays."""
    calendar = WorkingCalendar(subdivision=division)
    closed = set().union(*(division_holidays(division, year) for year in range(2014, 2029)))
    days = [date(2014, 1, 1) + n * ONE_DAY for n in range((date(2029, 1, 1) - date(2014, 1, 1)).days)]
    working = [day for day in days if day.weekday() < 5 and day not in closed]
    assert [day for day in days if calendar.is_working_day(day) != (day in set(working))] == []
    place = 0
    for day in (each for each in days if 2015 <= each.year <= 2027):
        while working[place] < day:
            place += 1
        after = place + (working[place] == day)
        for count in range(1, 61):
            assert calendar.working_days_after(day, count) == working[after + count - 1]
            assert calendar.working_days_before(day, count) == working[place - count]


def changes(year: int) -> tuple[datetime, datetime]:
    """The two moments at which London's clocks change: one o'clock UTC on the last Sundays of March and October."""
    lasts = (date(year, month, 31) for month in (3, 10))
    spring, autumn = (day - (day.weekday() + 1) % 7 * ONE_DAY for day in lasts)
    return datetime.combine(spring, time(1), UTC), datetime.combine(autumn, time(1), UTC)


@pytest.mark.parametrize("year", range(2015, 2038))
def test_wall_time_is_right_around_every_change_of_the_clocks(year: int) -> None:
    """Each quarter of an hour for two days on both sides, there and back; the missing hour is read as an hour on."""
    quarter = timedelta(minutes=15)
    spring, autumn = changes(year)
    for change in (spring, autumn):
        for moment in (change + n * quarter for n in range(-192, 193)):
            ahead = timedelta(hours=1) if spring <= moment < autumn else timedelta()
            shown = (moment + ahead).replace(tzinfo=None)
            assert wall(moment).replace(tzinfo=None) == shown
            twice = autumn <= moment < autumn + timedelta(hours=1)
            assert at_wall(shown.date(), shown.time()) == (moment - timedelta(hours=1) if twice else moment)


@pytest.mark.parametrize("year", range(2015, 2028))
def test_a_cut_off_at_half_past_one_is_one_moment_even_on_the_night_the_clocks_change(year: int) -> None:
    """In spring that time does not exist and is an hour later on the clock; in autumn it is the first of two."""
    spring, autumn = changes(year)
    rule = Submission.model_validate({"lead": "0d", "cutoff_time": "01:30", "remind": []})
    half = timedelta(minutes=30)
    for change, expected in ((spring, spring + half), (autumn, autumn - half)):
        assert at_wall(change.date(), rule.cutoff_time) == expected
