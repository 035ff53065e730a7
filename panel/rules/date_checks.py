"""How dates on the form must stand to each other and to the meeting; a mismatch warns and never blocks (AM-27)."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, PlainSerializer, WithJsonSchema

from panel.calendar import Roll, WorkedOut, WorkingCalendar
from panel.conditions import Condition, holds
from panel.durations import Length, read_length
from panel.form import EMERGENCY
from panel.records import Value

MEETING = "meeting"
"""Stands for the day of the panel where a date question could stand."""
_WRITTEN = re.compile(r"(at least|at most) (\d{1,4}(?:d|wd|w|mo|y)) (before|after) ([a-z][a-z0-9_]*)")
_SCHEMA = {"type": "string", "pattern": f"^{_WRITTEN.pattern}$", "examples": ["at most 3mo before meeting"]}


@dataclass(frozen=True)
class Distance:
    """`at least 3w after meeting`: how far from another date, and on which side of it."""

    bound: Literal["at least", "at most"]
    length: Length
    side: Literal["before", "after"]
    of: str

    def __str__(self) -> str:
        return f"{self.bound} {self.length} {self.side} {self.of}"

    def limit(self, calendar: WorkingCalendar, other: date) -> WorkedOut:
        """The last or first day that keeps to it, given the other date.

        A time the service has after an event rolls back from a closed day (AM-05); the other limits may be any day.
        """
        roll = Roll.BACK if (self.bound, self.side) == ("at most", "after") else Roll.STAY
        count = calendar.before if self.side == "before" else calendar.after
        return count(other, self.length, roll)

    def keeps(self, calendar: WorkingCalendar, day: date, other: date) -> bool:
        """Whether the day stands at this distance from the other."""
        limit = self.limit(calendar, other).day
        if self.side == "before":
            return day <= limit if self.bound == "at least" else limit <= day <= other
        return day >= limit if self.bound == "at least" else other <= day <= limit


def read_distance(written: str) -> Distance:
    """The distance as written; raises ValueError when it is not one."""
    match = _WRITTEN.fullmatch(written)
    if match is None:
        raise ValueError(
            f"'{written}' is not a distance between dates; write for example 'at most 3mo before meeting' "
            "or 'at least 1d after next_plan_review'"
        )
    bound, length, side, of = match.groups()
    return Distance(bound, read_length(length), side, of)  # type: ignore[arg-type]


def _read(value: Any) -> Any:
    return read_distance(value) if isinstance(value, str) else value


WrittenDistance = Annotated[Distance, BeforeValidator(_read), PlainSerializer(str), WithJsonSchema(_SCHEMA)]
"""A `Distance` as a profile writes it."""


class DateCheck(Value):
    """One date of the form, or the meeting, and how far from another it must be; `say` is the warning.

    An emergency is exempt where `emergencies` is false (AM-27).
    """

    id: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    date: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    must_be: WrittenDistance
    when: Condition = []
    say: str
    emergencies: bool = False

    @property
    def names(self) -> tuple[str, str]:
        """The two dates compared."""
        return self.date, self.must_be.of


def broken(
    checks: list[DateCheck], answers: Mapping[str, str], calendar: WorkingCalendar, meeting_day: date | None
) -> list[DateCheck]:
    """The checks these dates do not keep to; one that names a date not yet known is left out."""
    return [check for check in checks if not _kept(check, answers, calendar, meeting_day)]


def _kept(check: DateCheck, answers: Mapping[str, str], calendar: WorkingCalendar, meeting_day: date | None) -> bool:
    if not holds(check.when, answers) or (answers.get(EMERGENCY) == "yes" and not check.emergencies):
        return True
    day, other = (_known(name, answers, meeting_day) for name in check.names)
    return day is None or other is None or check.must_be.keeps(calendar, day, other)


def _known(name: str, answers: Mapping[str, str], meeting_day: date | None) -> date | None:
    if name == MEETING:
        return meeting_day
    written = answers.get(name, "")
    return date.fromisoformat(written) if written else None
