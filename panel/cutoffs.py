"""When requests close before a meeting: a length before it, the day itself, or a weekday of an earlier week."""

from datetime import date, time, timedelta
from enum import StrEnum
from typing import Literal

from pydantic import Field, model_validator

from panel.calendar import Roll, WorkedOut, WorkingCalendar, say_day
from panel.durations import Unit, WrittenLength
from panel.records import Value


class Weekday(StrEnum):
    """A day of the week, as a profile writes it."""

    MON = "Mon"
    TUE = "Tue"
    WED = "Wed"
    THU = "Thu"
    FRI = "Fri"
    SAT = "Sat"
    SUN = "Sun"

    @property
    def number(self) -> int:
        """Monday is 0."""
        return list(Weekday).index(self)


class Submission(Value):
    """When requests close before a meeting; `remind` counts back from that.

    Either `lead` (`0d` is the day of the meeting) or `weekday`, of the week `weeks_before` the meeting's own week.
    With `gate = "warn"` a later request is still heard, and marked as late (RF-15, AM-09).
    """

    lead: WrittenLength | None = None
    weekday: Weekday | None = None
    weeks_before: int = Field(default=1, ge=1, le=8)
    cutoff_time: time
    gate: Literal["enforce", "warn"] = "enforce"
    remind: list[WrittenLength]

    @model_validator(mode="after")
    def _says_one_thing(self) -> "Submission":
        if (self.lead is None) == (self.weekday is None):
            raise ValueError("give either lead, such as 3wd, or weekday, such as Thu, and not both")
        if self.lead and self.lead.unit in (Unit.MINUTES, Unit.HOURS):
            raise ValueError(f"lead counts days or longer, not {self.lead.words}; the hour is cutoff_time")
        return self

    def closes(self, calendar: WorkingCalendar, meeting_day: date) -> WorkedOut:
        """The last day on which a request is in time, never a day the council is closed (AM-02, AM-05)."""
        if self.lead is not None:
            if self.lead.count == 0:
                return WorkedOut(calendar.roll(meeting_day, Roll.BACK), f"on the day, {say_day(meeting_day)}")
            return calendar.before(meeting_day, self.lead)
        assert self.weekday is not None  # noqa: S101  checked when the profile was read
        monday = meeting_day - timedelta(days=meeting_day.weekday(), weeks=self.weeks_before)
        named = monday + timedelta(days=self.weekday.number)
        weeks = "the week" if self.weeks_before == 1 else f"{self.weeks_before} weeks"
        words = f"{named:%A} of {weeks} before {say_day(meeting_day)}"
        found = calendar.roll(named, Roll.BACK)
        moved = "" if found == named else f"; {say_day(named)} is {calendar.closure(named)}"
        return WorkedOut(found, f"{words}{moved}")
