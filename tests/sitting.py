"""The shipped panel as other panels would have it: fragments of a profile put in, and people with seats."""

from datetime import date
from typing import Any

from adapters.directory import StaffList, TomlDirectory
from panel.council import Council
from panel.people import Person, Role, Seat
from panel.profile import Profile
from tests.story import ASHA, CB, FEMI, HELEN, IRIS, JOAN, MARTIN, RUTH, SAM, Story, directory
from tests.unit.profile_tools.texts import profile

HEAD = "[titles]"
SEATS = """
[[seats]]
code = "chair"
title = "Head of Service"
[[seats]]
code = "team_manager"
title = "Team manager"
[[seats]]
code = "health"
title = "Health representative"
service = "health"
core = true
[[seats]]
code = "minutes"
title = "Business support"
counts = false
"""
HELD = {MARTIN: "chair", RUTH: "chair", JOAN: "team_manager", ASHA: "health", FEMI: "minutes"}
"""Who fills which seat; Ruth and Martin chair in turn, so theirs is one seat."""


def changed(*parts: str, swaps: tuple[tuple[str, str], ...] = ()) -> Profile:
    """The shipped profile with more tables, and with each first string replaced by its second."""
    return profile((HEAD, "".join(parts) + "\n" + HEAD), *swaps)


def office(*parts: str, swaps: tuple[tuple[str, str], ...] = (), **roles: tuple[str, ...]) -> Story:
    """A story at the changed panel; `roles` gives people, by their ids, a role they have not got."""
    made = changed(*parts, swaps=swaps)
    return Story(council=Council({CB: made}, TomlDirectory(_staff(roles))))


def _staff(roles: dict[str, tuple[str, ...]]) -> StaffList:
    people = [_seated(person, roles) for person in directory().everyone()]
    return StaffList(tenant="t", people=people)


def _seated(person: Person, roles: dict[str, tuple[str, ...]]) -> Person:
    held: list[Seat] = [
        seat.model_copy(update={"seat": HELD.get(person.id, "")}) for seat in person.roles if seat.panel == CB
    ]
    if person.id in (ASHA, FEMI):
        held.append(_seat(Role.MEMBER, HELD[person.id]))
    held += [_seat(Role(role), "") for role, people in roles.items() if person.id in people]
    return person.model_copy(update={"roles": tuple(held)})


def _seat(role: Role, code: str) -> Seat:
    fields: dict[str, Any] = {"panel": CB, "role": role, "seat": code, "from": date(2026, 1, 1)}
    return Seat.model_validate(fields)


__all__ = ["ASHA", "FEMI", "HELEN", "IRIS", "JOAN", "MARTIN", "RUTH", "SAM", "SEATS", "changed", "office"]
