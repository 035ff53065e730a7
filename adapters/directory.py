"""The council's list of staff, channels and contact addresses, read from a TOML file."""

import tomllib
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from pydantic import Field, ValidationError

from panel.errors import ProfileError
from panel.people import Person
from panel.records import Value


class PanelAddresses(Value):
    """Where a panel is reached, and the teams it writes to."""

    id: str
    channel: str = ""
    mailbox: str = ""
    contacts: dict[str, str] = {}


class StaffList(Value):
    """The whole file."""

    tenant: str
    people: list[Person] = Field(min_length=1)
    panels: list[PanelAddresses] = []


class TomlDirectory:
    """Implements `panel.people.Directory` from one file, read once when it is made."""

    def __init__(self, listed: StaffList) -> None:
        self.tenant = listed.tenant
        self._people = {person.id: person for person in listed.people}
        self._by_email = {person.email.lower(): person for person in listed.people}
        self._panels = {panel.id: panel for panel in listed.panels}

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
