"""Who is on duty when, and who is away: what the council writes down beside the roles people hold (AM-14)."""

from datetime import date, datetime, time, timedelta
from typing import Annotated, Any, ClassVar

from pydantic import BeforeValidator, Field

from panel.calendar import LONDON, at_wall
from panel.people import Role
from panel.records import Moment, Record, Value


def _begins(written: Any) -> Any:
    """A day begins at midnight in London; an hour without a zone is London's."""
    if isinstance(written, datetime):
        return written if written.tzinfo else written.replace(tzinfo=LONDON)
    return at_wall(written, time(0)) if isinstance(written, date) else written


def _ends(written: Any) -> Any:
    """A day that is named as the last counts in full."""
    if isinstance(written, date) and not isinstance(written, datetime):
        return at_wall(written + timedelta(days=1), time(0))
    return _begins(written)


Begins = Annotated[Moment, BeforeValidator(_begins)]
Ends = Annotated[Moment, BeforeValidator(_ends)]
"""A day or a moment in London; `Ends` is the first moment after."""


class Shift(Value):
    """Who is on duty for a role of a panel, from a day or moment to another."""

    panel: str
    role: Role
    person: str
    since: Begins = Field(alias="from")
    until: Ends = Field(alias="to")

    def covers(self, role: Role, panel: str, moment: datetime) -> bool:
        """Whether the shift is for this role at this moment."""
        return self.role is role and self.panel == panel and self.since <= moment < self.until


class Absence(Value):
    """When a person is out of office, as the council's list has it."""

    person: str
    since: Begins = Field(alias="from")
    until: Ends

    def covers(self, person: str, moment: datetime) -> bool:
        """Whether the person is away at this moment."""
        return self.person == person and self.since <= moment < self.until


class Leave(Record):
    """When a person said that they are out of office. The id is the person's."""

    KIND: ClassVar[str] = "leave"

    since: Moment
    until: Moment

    def covers(self, moment: datetime) -> bool:
        """Whether the person is away at this moment."""
        return self.since <= moment < self.until
