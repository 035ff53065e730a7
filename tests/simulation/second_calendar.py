"""A calendar of its own for the second opinion: bank holidays, the change of the clocks, counting days."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta
from functools import cache

from panel.durations import Length
from tests.property.test_panel_calendar import CLOSED

ONE = timedelta(days=1)
DAYS = {"d": 1, "w": 7}
MONTHS = {"mo": 1, "y": 12}


@cache
def last_sunday(year: int, month: int) -> date:
    day = date(year, month, 31)
    return day - ONE * ((day.weekday() + 1) % 7)


def london(moment: datetime) -> datetime:
    """Wall time: an hour ahead between one o'clock UTC on the last Sundays of March and October."""
    at_one = time(1, tzinfo=UTC)
    start, end = (datetime.combine(last_sunday(moment.year, month), at_one) for month in (3, 10))
    return (moment + timedelta(hours=1 if start <= moment < end else 0)).replace(tzinfo=None)


def at_hour(day: date, hour: int) -> datetime:
    """An hour of a day in London, in UTC; for hours by day, at which the clocks never change."""
    early = datetime.combine(day, time(hour - 1), UTC)
    return early if london(early).hour == hour else early + timedelta(hours=1)


def nine(day: date) -> datetime:
    """Nine o'clock in London, in UTC."""
    return at_hour(day, 9)


def months_on(day: date, count: int) -> date:
    """So many months on or back; a month that has no such day gives its last."""
    year, month = divmod(day.year * 12 + day.month - 1 + count, 12)
    following = date(year + (month + 1) // 12, (month + 1) % 12 + 1, 1)
    return min(date(year, month + 1, 1) + ONE * (day.day - 1), following - ONE)


def shifted(day: date, length: Length, sign: int) -> date:
    """Days, weeks or months from a day, whether the council works then or not."""
    unit = str(length.unit)
    if unit in MONTHS:
        return months_on(day, sign * length.count * MONTHS[unit])
    return day + sign * length.count * ONE * DAYS[unit]


class SecondCalendar:
    """The working days of one council."""

    def __init__(self, closure_days: Iterable[date]) -> None:
        self.closed = CLOSED | set(closure_days)

    def works(self, day: date) -> bool:
        return day.weekday() < 5 and day not in self.closed

    def in_hours(self, now: datetime) -> bool:
        return self.works(london(now).date()) and 9 <= london(now).hour < 18

    def walk(self, day: date, count: int) -> date:
        """So many working days on, or back."""
        step = ONE if count > 0 else -ONE
        for _ in range(abs(count)):
            day += step
            while not self.works(day):
                day += step
        return day

    def back(self, day: date, length: Length, sign: int = -1) -> date:
        """A length before a day, or after it; a day that is closed becomes the working day before."""
        if length.unit == "wd":
            return self.walk(day, sign * length.count)
        found = shifted(day, length, sign)
        return found if self.works(found) else self.walk(found, -1)

    def morning(self, since: datetime, now: datetime) -> date | None:
        """The latest working morning up to now, if it came after `since`."""
        day = london(now).date()
        if not self.works(day) or nine(day) > now:
            day = self.walk(day, -1)
        return day if nine(day) > since else None

    @staticmethod
    def rung(days: list[date], now: datetime, since: datetime | None = None) -> str:
        """The latest of these mornings that has come, after `since`; empty when none has."""
        come = [day for day in days if nine(day) <= now and (since is None or nine(day) > since)]
        return max(come).isoformat() if come else ""
