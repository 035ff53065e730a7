"""The time a report is about, as people write it: a quarter, a year, a month."""

import re
from calendar import month_name, monthrange
from dataclasses import dataclass
from datetime import date, datetime

from panel.calendar import wall
from panel.errors import Refused

HOW = (
    "Please say which time: for example “report 2026 Q4” for October to December 2026, “report 2026/27 Q3” for the "
    "same by financial year, “report November 2026” or “report 2026”."
)
FIRST_YEAR, LAST_YEAR = 2014, 2099
APRIL = 4
_QUARTER = re.compile(r"(?P<year>\d{4})(/(?P<next>\d{2}))?\s*,?\s*Q(?P<quarter>[1-4])", re.IGNORECASE)
_QUARTER_FIRST = re.compile(r"Q(?P<quarter>[1-4])\s*,?\s*(of\s+)?(?P<year>\d{4})(/(?P<next>\d{2}))?", re.IGNORECASE)
_YEAR = re.compile(r"(?P<year>\d{4})(/(?P<next>\d{2}))?")
_MONTH = re.compile(r"(?P<month>[A-Za-z]{3,9})\s+(?P<year>\d{4})")


@dataclass(frozen=True)
class Period:
    """From the first to the last day, both in full, in London. `name` is how it was asked for, made plain."""

    first: date
    last: date
    name: str

    def has(self, day: date) -> bool:
        """Whether the day is in it."""
        return self.first <= day <= self.last

    def holds(self, moment: datetime | None) -> bool:
        """Whether the moment falls on one of its days in London; never for one that has not come."""
        return moment is not None and self.has(wall(moment).date())

    @property
    def is_quarter(self) -> bool:
        """Whether it is a whole quarter: those of calendar and financial years end on the same days."""
        return (self.last.year, self.last.month - self.first.month) == (self.first.year, 2)


def read_period(text: str, today: date) -> Period:
    """The period a person names; the quarter of `today` when they name none. Raises `Refused`."""
    wanted = text.strip()
    if not wanted:
        return quarter(today.year, (today.month - 1) // 3 + 1)
    if found := _QUARTER.fullmatch(wanted) or _QUARTER_FIRST.fullmatch(wanted):
        return _quarter_called(_year_of(found), int(found["quarter"]), financial=bool(found["next"]))
    if found := _YEAR.fullmatch(wanted):
        year = _year_of(found)
        if found["next"]:
            return Period(date(year, APRIL, 1), date(year + 1, APRIL - 1, 31), wanted)
        return Period(date(year, 1, 1), date(year, 12, 31), wanted)
    if (found := _MONTH.fullmatch(wanted)) and (month := _month_called(found["month"])):
        return months(_year_of(found), month, 1, f"{month_name[month]} {found['year']}")
    raise Refused(HOW)


def quarter(year: int, number: int) -> Period:
    """A quarter of a calendar year, from 1 to 4."""
    return months(year, 3 * number - 2, 3, f"{year} Q{number}")


def months(year: int, month: int, count: int, name: str) -> Period:
    """So many whole months of one year from this one on."""
    last = month + count - 1
    return Period(date(year, month, 1), date(year, last, monthrange(year, last)[1]), name)


def _quarter_called(year: int, number: int, *, financial: bool) -> Period:
    if not financial:
        return quarter(year, number)
    # The first quarter of a financial year is the second of a calendar year, and its last is in the year after.
    return quarter(year, number + 1) if number < 4 else quarter(year + 1, 1)


def _year_of(found: re.Match[str]) -> int:
    year = int(found["year"])
    after = found.groupdict().get("next")
    if not FIRST_YEAR <= year <= LAST_YEAR or (after and int(after) != (year + 1) % 100):
        raise Refused(HOW)
    return year


def _month_called(name: str) -> int:
    known = [each for each in range(1, 13) if month_name[each].lower().startswith(name.lower())]
    return known[0] if len(known) == 1 else 0
