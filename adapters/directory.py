"""The council's list of staff, channels and contact addresses, read from a TOML file."""

import tomllib
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import Any, Self

from pydantic import Field, ValidationError, model_validator

from panel.errors import ProfileError
from panel.people import Person, Role
from panel.records import Value
from panel.rota import Absence, Shift


class PanelAddresses(Value):
    """Where a panel is reached, and the teams it writes to."""

    id: str
    channel: str = ""
    mailbox: str = ""
    contacts: dict[str, str] = {}


class StaffList(Value):
    """The whole file. Of two shifts for the same hour the one written later goes first: that is how one is swapped."""

    tenant: str
    people: list[Person] = Field(min_length=1)
    panels: list[PanelAddresses] = []
    rota: list[Shift] = []
    away: list[Absence] = []

    @model_validator(mode="after")
    def _named(self) -> Self:
        """Everyone on the rota or away is somebody on the list, and no time ends before it begins."""
        known = {person.id for person in self.people}
        lines: list[Shift | Absence] = [*self.rota, *self.away]
        for line in lines:
            if line.person not in known:
                raise ValueError(f"{line.person} is on the rota or away, and not among the people")
            if line.until <= line.since:
                raise ValueError(f"{line.person}: a time on the rota or away ends before it begins")
        return self


class TomlDirectory:
    """Implements `panel.people.Directory` from one file, read once when it is made."""

    def __init__(self, listed: StaffList) -> None:
        self.tenant = listed.tenant
        self._people = {person.id: person for person in listed.people}
        self._by_email = {person.email.lower(): person for person in listed.people}
        self._panels = {panel.id: panel for panel in listed.panels}
        self._rota = tuple(reversed(listed.rota))
        self._away = tuple(listed.away)

    def person(self, person_id: str) -> Person | None:
        """The person with this Entra object id."""
        return self._people.get(person_id)

    def by_email(self, address: str) -> Person | None:
        """The person with this address, in any case of letters."""
        return self._by_email.get(address.lower())

    def everyone(self) -> Iterable[Person]:
        """All people, in the order of the file."""
        return self._people.values()

    def channel(self, panel: str) -> str:
        """The Teams channel of a panel, empty when it has none."""
        return self._panels[panel].channel if panel in self._panels else ""

    def mailbox(self, panel: str) -> str:
        """The panel's own address, empty when it has none."""
        return self._panels[panel].mailbox if panel in self._panels else ""

    def contact(self, panel: str, team: str) -> str:
        """The address of a team the panel writes to, empty when none is recorded."""
        return self._panels[panel].contacts.get(team, "") if panel in self._panels else ""

    def on_duty(self, role: Role, panel: str, moment: datetime) -> Person | None:
        """Whoever the rota names for the role at this moment, or None."""
        named = next((shift.person for shift in self._rota if shift.covers(role, panel, moment)), "")
        return self._people.get(named)

    def is_away(self, person_id: str, moment: datetime) -> bool:
        """Whether the list has the person out of office at this moment."""
        return any(absence.covers(person_id, moment) for absence in self._away)


def load_directory(path: Path) -> TomlDirectory:
    """The staff list in a file; raises `ProfileError` naming each mistake."""
    try:
        raw: dict[str, Any] = tomllib.loads(path.read_text(encoding="utf-8"))
        raw.pop("desk", None)  # the local stand-in keeps its own settings in the same file
        return TomlDirectory(StaffList.model_validate(raw))
    except (OSError, tomllib.TOMLDecodeError) as error:
        raise ProfileError(path.name, [str(error)]) from error
    except ValidationError as error:
        lines = [f"{'.'.join(map(str, mistake['loc']))}: {mistake['msg']}" for mistake in error.errors()]
        raise ProfileError(path.name, lines) from error
