from datetime import UTC, date, datetime

import pytest

from desk.clock import Clock, from_wall_clock, is_working_day, next_opening

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)


def test_the_desk_follows_the_clerk_s_clock() -> None:
    """Once told the clerk's time, the desk counts on from there."""
    clock = Clock(lambda: NOON)

    clock.follow("2026-04-01T10:00:00+01:00")

    assert clock() == datetime(2026, 4, 1, 9, 0, tzinfo=UTC)


def test_a_time_without_its_zone_is_not_followed() -> None:
    """An hour's doubt twice a year is not worth guessing."""
    with pytest.raises(ValueError, match="time zone"):
        Clock(lambda: NOON).follow("2026-04-01T10:00:00")


@pytest.mark.parametrize(
    ("after", "opening"),
    [
        (datetime(2026, 3, 2, 8, 0, tzinfo=UTC), datetime(2026, 3, 3, 9, 0, tzinfo=UTC)),
        (datetime(2026, 4, 2, 12, 0, tzinfo=UTC), datetime(2026, 4, 7, 8, 0, tzinfo=UTC)),
        (datetime(2026, 6, 4, 23, 30, tzinfo=UTC), datetime(2026, 6, 8, 8, 0, tzinfo=UTC)),
    ],
)
def test_the_next_opening_is_nine_in_london_on_a_working_day(after: datetime, opening: datetime) -> None:
    """Weekends and Easter are skipped, and summer time is kept."""
    assert next_opening(after) == opening


def test_english_bank_holidays_are_no_working_days() -> None:
    """Easter Monday is a holiday in England."""
    assert [is_working_day(date(2026, 4, day)) for day in (6, 7)] == [False, True]


def test_a_typed_time_is_london_time() -> None:
    """What a date field gives is read as the wall clock in London."""
    assert from_wall_clock("2026-06-01T10:00") == datetime(2026, 6, 1, 9, 0, tzinfo=UTC)
