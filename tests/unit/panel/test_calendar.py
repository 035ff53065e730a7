"""Dates a panel promises: the golden dates of every source, how each is explained, and where the calendar ends."""

from datetime import UTC, date, datetime, time, timedelta

import pytest

from panel.calendar import (
    FIRST_DAY,
    LAST_DAY,
    LONDON,
    BeyondCalendar,
    Roll,
    WorkedOut,
    WorkingCalendar,
    at_wall,
    end_of_day,
    say_day,
    say_moment,
    shift,
    span,
    wall,
)
from panel.durations import Length, Unit, read_length
from panel.errors import Refused

CALENDAR = WorkingCalendar()


def day(text: str) -> date:
    return date.fromisoformat(text)


@pytest.mark.rule("CB-9.7")
@pytest.mark.parametrize(
    ("lead", "panel", "expected"),
    [
        ("3wd", "2026-04-08", "2026-04-01"),  # back over Easter
        ("3wd", "2026-06-10", "2026-06-05"),  # a plain week
        ("2d", "2026-05-11", "2026-05-08"),  # lands on a Saturday
        ("7d", "2026-04-13", "2026-04-02"),  # lands on Easter Monday
        ("7d", "2026-04-16", "2026-04-09"),
    ],
)
def test_papers_close_a_length_before_the_panel(lead: str, panel: str, expected: str) -> None:
    """A service's deadline is counted back from the panel and rolls back to a working day."""
    assert CALENDAR.before(day(panel), read_length(lead)).day == day(expected)


@pytest.mark.rule("CB-6.14")
@pytest.mark.parametrize(
    ("length", "from_day", "expected"),
    [
        ("3w", "2026-05-20", "2026-04-29"),
        ("3mo", "2026-05-28", "2026-02-28"),  # a Saturday: an assessment may be dated on any day
        ("7d", "2026-05-28", "2026-05-21"),
    ],
)
def test_a_limit_that_is_not_a_duty_does_not_roll(length: str, from_day: str, expected: str) -> None:
    """The oldest assessment, the earliest visit and the last panel before a review may fall on any day."""
    assert CALENDAR.before(day(from_day), read_length(length), Roll.STAY).day == day(expected)


@pytest.mark.parametrize(
    ("length", "from_day", "roll", "expected"),
    [
        ("10wd", "2025-12-16", Roll.BACK, "2026-01-02"),  # over Christmas and New Year
        ("10d", "2026-03-27", Roll.FORWARD, "2026-04-07"),  # a family's right rolls forward past Easter Monday
        ("10d", "2026-04-07", Roll.FORWARD, "2026-04-17"),
        ("40d", "2026-03-02", Roll.BACK, "2026-04-10"),
        ("6w", "2026-01-14", Roll.FORWARD, "2026-02-25"),
        ("6w", "2026-02-20", Roll.FORWARD, "2026-04-07"),  # past Good Friday
        ("12w", "2026-01-05", Roll.BACK, "2026-03-30"),
        ("10w", "2026-01-05", Roll.BACK, "2026-03-16"),
        ("8w", "2026-05-06", Roll.STAY, "2026-07-01"),
        ("3mo", "2026-11-30", Roll.BACK, "2027-02-26"),  # clamps to Sunday 28 February
        ("6mo", "2026-11-30", Roll.BACK, "2027-05-28"),
        ("12mo", "2026-11-30", Roll.BACK, "2027-11-30"),
        ("24mo", "2026-11-30", Roll.BACK, "2028-11-30"),
    ],
)
def test_a_date_counts_from_the_day_after(length: str, from_day: str, roll: Roll, expected: str) -> None:
    """The day after the event is day 1; duties roll back and a family's rights roll forward."""
    assert CALENDAR.after(day(from_day), read_length(length), roll).day == day(expected)


def test_mail_sent_late_before_easter_counts_from_the_next_working_day() -> None:
    """An e-mail sent at 17:05 on Maundy Thursday is received on the Tuesday after Easter."""
    assert CALENDAR.working_days_after(day("2026-04-02"), 1) == day("2026-04-07")


@pytest.mark.parametrize(("on", "expected_hour"), [("2026-06-10", 10), ("2026-12-09", 11)])
def test_a_cut_off_is_wall_time_in_summer_and_winter(on: str, expected_hour: int) -> None:
    """Eleven on London clocks is ten in UTC in summer and eleven in winter."""
    assert at_wall(day(on), time(11)) == datetime.combine(day(on), time(expected_hour), UTC)


@pytest.mark.parametrize(
    ("worked_out", "expected"),
    [
        (
            CALENDAR.before(day("2026-04-08"), read_length("3wd")),
            WorkedOut(
                day("2026-04-01"), "3 working days before Wed 8 Apr 2026; Good Friday and Easter Monday not counted"
            ),
        ),
        (
            CALENDAR.before(day("2026-05-11"), read_length("2d")),
            WorkedOut(day("2026-05-08"), "2 days before Mon 11 May 2026"),
        ),
        (
            CALENDAR.after(day("2025-12-24"), read_length("1wd")),
            WorkedOut(
                day("2025-12-29"), "1 working day after Wed 24 Dec 2025; Christmas Day and Boxing Day not counted"
            ),
        ),
        (
            CALENDAR.after(day("2026-01-14"), read_length("6w")),
            WorkedOut(day("2026-02-25"), "6 weeks after Wed 14 Jan 2026"),
        ),
    ],
)
def test_a_date_says_how_it_came_about(worked_out: WorkedOut, expected: WorkedOut) -> None:
    """Every date comes with the count, where it starts and which bank holidays were skipped."""
    assert worked_out == expected


def test_closure_days_of_the_council_are_not_worked() -> None:
    """A council's own closure day is skipped and named like a bank holiday."""
    closed = WorkingCalendar([day("2026-12-29")])
    assert closed.after(day("2026-12-24"), read_length("1wd")) == WorkedOut(
        day("2026-12-30"),
        "1 working day after Thu 24 Dec 2026; Christmas Day and Boxing Day (observed) and council closed not counted",
    )


@pytest.mark.parametrize(
    ("length", "direction", "expected"),
    [
        ("1mo", 1, "2026-02-28"),
        ("3mo", 1, "2026-04-30"),
        ("2mo", -1, "2025-11-30"),
        ("2w", 1, "2026-02-14"),
        ("5d", -1, "2026-01-26"),
        ("1y", 1, "2027-01-31"),
    ],
)
def test_months_clamp_to_their_last_day(length: str, direction: int, expected: str) -> None:
    """31 January and one month is the last day of February; weeks and days are plain."""
    assert shift(day("2026-01-31"), read_length(length), direction) == day(expected)


def test_a_leap_day_has_its_anniversary_on_the_28th() -> None:
    """A year after 29 February is 28 February."""
    assert shift(day("2024-02-29"), read_length("1y"), 1) == day("2025-02-28")


@pytest.mark.parametrize("length", ["3wd", "2h", "30min"])
def test_hours_and_working_days_are_not_calendar_days(length: str) -> None:
    """Only days, weeks, months and years are counted on the calendar."""
    with pytest.raises(ValueError, match="is not counted in calendar days"):
        shift(day("2026-01-31"), read_length(length), 1)


@pytest.mark.parametrize(
    ("length", "expected"),
    [
        ("45min", timedelta(minutes=45)),
        ("2h", timedelta(hours=2)),
        ("3d", timedelta(days=3)),
        ("2w", timedelta(days=14)),
    ],
)
def test_fixed_lengths_are_elapsed_time(length: str, expected: timedelta) -> None:
    """Minutes, hours, days and weeks have a fixed number of hours."""
    assert span(read_length(length)) == expected


@pytest.mark.parametrize("length", ["3wd", "1mo", "1y"])
def test_lengths_that_depend_on_a_date_have_no_hours(length: str) -> None:
    """Working days, months and years are refused where elapsed time is wanted."""
    with pytest.raises(ValueError, match="has no fixed number of hours"):
        span(read_length(length))


@pytest.mark.parametrize("written", ["", "3", "wd", "3 wd", "-3d", "3.5h", "12345d", "3WD"])
def test_a_length_is_a_number_and_a_unit(written: str) -> None:
    """What is not a whole number and a unit is refused, with examples."""
    with pytest.raises(ValueError, match="is not a length of time; write a number and a unit, such as 3wd, 2d or 8w"):
        read_length(written)


def test_lengths_are_said_in_words() -> None:
    """One is singular, the rest plural; the written form comes back unchanged."""
    assert [Length(1, Unit.WORKING_DAYS).words, Length(8, Unit.WEEKS).words, str(Length(10, Unit.DAYS))] == [
        "1 working day",
        "8 weeks",
        "10d",
    ]


BEYOND = "Bank holidays are known only from 2014-01-01 to 2028-12-31, so nothing is worked out for {}. "


@pytest.mark.parametrize(
    ("attempt", "named"),
    [
        (lambda: CALENDAR.is_working_day(date(2029, 1, 1)), "2029-01-01"),
        (lambda: CALENDAR.is_working_day(date(2013, 12, 31)), "2013-12-31"),
        (lambda: CALENDAR.working_days_after(LAST_DAY, 1), "2029-01-01"),
        (lambda: CALENDAR.working_days_before(FIRST_DAY, 1), "2013-12-31"),
        (lambda: CALENDAR.after(date(2028, 12, 20), read_length("2w")), "2029-01-03"),
        (lambda: CALENDAR.before(date(2029, 6, 1), read_length("3wd")), "2029-06-01"),
    ],
)
def test_beyond_the_known_bank_holidays_nothing_is_worked_out(attempt: object, named: str) -> None:
    """Outside the calendar the answer is a refusal that names the day, never a guess."""
    with pytest.raises(BeyondCalendar) as refused:
        attempt()  # type: ignore[operator]
    assert str(refused.value) == BEYOND.format(named) + "Update the clerk's calendar first."
    assert isinstance(refused.value, Refused)


def test_the_end_of_the_calendar_is_announced_90_days_ahead() -> None:
    """Warned from the day on which fewer than 90 days are left, not before."""
    assert [CALENDAR.runs_out_soon(LAST_DAY - timedelta(days=n)) for n in (90, 89)] == [False, True]


def clock_changes() -> list[date]:
    """The last Sundays of March and October, which is the law's definition."""
    return [
        max(date(year, month, n) for n in range(25, 32) if date(year, month, n).weekday() == 6)
        for year in range(2015, 2038)
        for month in (3, 10)
    ]


@pytest.mark.parametrize("change", clock_changes(), ids=str)
def test_wall_time_survives_every_clock_change(change: date) -> None:
    """Around every change from 2015 to 2037, a wall time becomes an instant and the same wall time again."""
    for on in (change - timedelta(days=1), change, change + timedelta(days=1)):
        for at in (time(0, 30), time(2, 30), time(9), time(17), time(23, 59)):
            assert wall(at_wall(on, at)) == datetime.combine(on, at, LONDON)


@pytest.mark.parametrize("change", clock_changes(), ids=str)
def test_half_past_one_on_the_day_of_the_change(change: date) -> None:
    """01:30 is skipped in March and shown as 02:30; in October it comes twice and the first one, in BST, is meant."""
    spring = change.month == 3
    moment = at_wall(change, time(1, 30))
    assert moment == datetime.combine(change, time(1 if spring else 0, 30), UTC)
    assert wall(moment).time() == (time(2, 30) if spring else time(1, 30))


@pytest.mark.parametrize(("on", "hour"), [("2026-07-01", 22), ("2026-12-01", 23)])
def test_a_day_that_counts_in_full_ends_a_minute_before_midnight(on: str, hour: int) -> None:
    """The end of a day is London's, in summer and in winter."""
    assert end_of_day(day(on)) == datetime.combine(day(on), time(hour, 59), UTC)


def test_days_and_moments_are_said_in_london_time() -> None:
    """A moment in UTC is said as London clocks show it."""
    assert say_day(day("2026-04-08")) == "Wed 8 Apr 2026"
    assert say_moment(datetime(2026, 4, 8, 8, 30, tzinfo=UTC)) == "Wed 8 Apr 2026, 09:30"
