"""The people a panel works with, and the roles they hold from one date to another."""

from collections.abc import Iterable
from datetime import date, datetime
from enum import StrEnum
from typing import Protocol

from pydantic import Field

from panel.records import Value


class Role(StrEnum):
    """What a person is to a panel. Local titles stand in the profile."""

    PRACTITIONER = "practitioner"
    LINE_MANAGER = "line_manager"
    PANEL_ADMIN = "panel_admin"
    CHAIR = "chair"
    DEPUTY = "deputy"
    HEAD_OF_SERVICE = "head_of_service"
    MEMBER = "member"
    RESOURCES_TEAM = "resources_team"
    FINANCE = "finance"
    COMMISSIONING = "commissioning"
    IRO = "iro"
    SERVICE_MANAGER = "service_manager"
    IMPROVEMENT_TEAM = "improvement_team"
    DIRECTOR = "director"


class Seat(Value):
    """A role held at one panel, from a date, until a date when it is known (AM-14).

    `seat` is the code of the panel's seat a member holds; several people may hold one (RO-0.11).
    """

    panel: str
    role: Role
    seat: str = ""
    since: date = Field(default=date(2000, 1, 1), alias="from")
    until: date | None = None

    def holds_on(self, day: date) -> bool:
        """Whether the seat is held on this day."""
        return self.since <= day and (self.until is None or day <= self.until)


class Person(Value):
    """One member of staff. `id` is the Entra object id; nobody is recognised by name."""

    id: str
    name: str
    email: str
    team: str = ""
    manager: str = ""
    covers: tuple[str, ...] = ()
    roles: tuple[Seat, ...] = ()

    def is_a(self, role: Role, panel: str, on: date) -> bool:
        """Whether the person holds the role at the panel on this day."""
        return any(s.role is role and s.panel == panel and s.holds_on(on) for s in self.roles)

    def seat_at(self, panel: str, on: date) -> str:
        """The code of the seat the person holds at the panel on this day; empty for none."""
        held = (seat.seat for seat in self.roles if seat.panel == panel and seat.holds_on(on))
        return next((code for code in held if code), "")

    def panels(self, on: date) -> tuple[str, ...]:
        """The panels at which the person holds any role on this day."""
        return tuple(dict.fromkeys(seat.panel for seat in self.roles if seat.holds_on(on)))


class Directory(Protocol):
    """Who works here. The council's own list stands behind it."""

    def person(self, person_id: str) -> Person | None:
        """The person with this Entra object id."""

    def by_email(self, address: str) -> Person | None:
        """The person with this address, in any case of letters."""

    def everyone(self) -> Iterable[Person]:
        """All people."""

    def channel(self, panel: str) -> str:
        """The Teams channel of a panel, empty when it has none."""

    def mailbox(self, panel: str) -> str:
        """The panel's own address."""

    def contact(self, panel: str, team: str) -> str:
        """The address of a team the panel writes to, empty when none is recorded."""

    def on_duty(self, role: Role, panel: str, moment: datetime) -> Person | None:
        """Whoever the rota names for the role at this moment; None when it names nobody (AM-14)."""

    def is_away(self, person_id: str, moment: datetime) -> bool:
        """Whether the council's list has the person out of office at this moment."""


def holders(directory: Directory, role: Role, panel: str, on: date) -> list[Person]:
    """Everyone who holds the role at the panel on this day, in the order of the directory."""
    return [person for person in directory.everyone() if person.is_a(role, panel, on)]
