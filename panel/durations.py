"""Lengths of time as a profile writes them: `3wd`, `2d`, `8w`, `3mo`, `2h`."""

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated, Any

from pydantic import BeforeValidator, PlainSerializer, WithJsonSchema


class Unit(StrEnum):
    """What is counted. Bare days are calendar days; working days are asked for by name (AM-01)."""

    MINUTES = "min"
    HOURS = "h"
    DAYS = "d"
    WORKING_DAYS = "wd"
    WEEKS = "w"
    MONTHS = "mo"
    YEARS = "y"


_NAMES = {
    Unit.MINUTES: "minute",
    Unit.HOURS: "hour",
    Unit.DAYS: "day",
    Unit.WORKING_DAYS: "working day",
    Unit.WEEKS: "week",
    Unit.MONTHS: "month",
    Unit.YEARS: "year",
}
_WRITTEN = re.compile(r"(\d{1,4})(min|h|d|wd|w|mo|y)")
_SCHEMA = {"type": "string", "pattern": f"^{_WRITTEN.pattern}$", "examples": ["3wd", "2d", "8w"]}


@dataclass(frozen=True)
class Length:
    """A count of one unit; the unit is part of the value, so `10d` can never be read as `10wd`."""

    count: int
    unit: Unit

    def __str__(self) -> str:
        return f"{self.count}{self.unit}"

    @property
    def words(self) -> str:
        """As a person says it: `3 working days`."""
        return f"{self.count} {_NAMES[self.unit]}{'' if self.count == 1 else 's'}"


def read_length(written: str) -> Length:
    """The length written as a whole number and a unit; raises ValueError when it is not one."""
    match = _WRITTEN.fullmatch(written)
    if match is None:
        raise ValueError(f"'{written}' is not a length of time; write a number and a unit, such as 3wd, 2d or 8w")
    return Length(int(match[1]), Unit(match[2]))


def _read(value: Any) -> Any:
    return read_length(value) if isinstance(value, str) else value


WrittenLength = Annotated[Length, BeforeValidator(_read), PlainSerializer(str), WithJsonSchema(_SCHEMA)]
"""A `Length` in a profile or a record, kept as it is written."""
