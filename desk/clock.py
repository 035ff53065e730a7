"""The desk's time: the real time plus however far the clerk's demonstration clock has been moved on."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import holidays

LONDON = ZoneInfo("Europe/London")
OPENS_AT = 9

Now = Callable[[], datetime]


def real_now() -> datetime:
    """The present moment, in UTC."""
    return datetime.now(UTC)


class Clock:
    """Real time, moved by as much as the clerk's own clock."""

    def __init__(self, now: Now = real_now) -> None:
        self._now = now
        self._moved = timedelta()

    def __call__(self) -> datetime:
        """The moment it is at the desk, in UTC."""
        return self._now() + self._moved

    def follow(self, told: str) -> None:
        """Go by the clerk's time (ISO 8601 with a zone); raises `ValueError` for anything else."""
        moment = datetime.fromisoformat(told)
        if moment.tzinfo is None:
            raise ValueError("the clerk's clock must say which time zone it means")
        self._moved = moment.astimezone(UTC) - self._now()


def next_opening(after: datetime) -> datetime:
    """Nine o'clock, London time, on the first working day in England after this day."""
    day = after.astimezone(LONDON).date() + timedelta(days=1)
    while not is_working_day(day):
        day += timedelta(days=1)
    return datetime(day.year, day.month, day.day, OPENS_AT, tzinfo=LONDON).astimezone(UTC)


def is_working_day(day: date) -> bool:
    """Whether offices are open: neither a weekend nor a bank holiday in England."""
    return day.weekday() < 5 and day not in holidays.country_holidays("GB", subdiv="ENG", years=day.year)


def from_wall_clock(typed: str) -> datetime:
    """A London date and time as a browser's date field gives it; raises `ValueError` when it is not one."""
    moment = datetime.fromisoformat(typed)
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=LONDON)
    return moment.astimezone(UTC)
