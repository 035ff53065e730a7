"""Writes the Playground's settings for one window: one invented person of the desk, among five others."""

import sys
import tomllib
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
OTHERS = 5


def window(staff: dict[str, Any], who: str) -> str:
    """The settings file for the person whose first name is `who`; the Playground wants exactly five others."""
    people = staff["people"]
    me = next(person for person in people if person["name"].lower().startswith(who))
    others = [person for person in people if person is not me][:OTHERS]
    lines = ['version: "0.1.1"', f"tenantId: {staff['tenant']}"]
    lines += [
        "bot:",
        "  id: 00000000-0000-0000-0000-000000000011",
        "  name: Panel Clerk",
        "currentUser:",
        *user(me, "  "),
    ]
    lines += ["users:", *(line for person in others for line in ["  -", *user(person, "    ")])]
    lines += ["personalChat:", f"  id: personal-{who}", "groupChat:", f"  id: group-{who}", "  name: Group"]
    lines += ["team:", f"  id: team-{who}", "  name: Panel", "  aadGroupId: 00000000-0000-0000-0000-000000000031"]
    lines += ["  channels:", f"    - id: channel-{who}", "      name: Panel"]
    return "\n".join(lines) + "\n"


def user(person: dict[str, Any], indent: str) -> list[str]:
    """One person's lines; `userPrincipleName` is how the Playground spells it."""
    given, _, family = person["name"].partition(" ")
    return [
        f"{indent}id: {person['id']}",
        f"{indent}name: {person['name']}",
        f"{indent}userPrincipleName: {person['email']}",
        f"{indent}aadObjectId: {person['id']}",
        f"{indent}givenName: {given}",
        f"{indent}surname: {family}",
        f"{indent}email: {person['email']}",
    ]


if __name__ == "__main__":
    staff_list = tomllib.loads((ROOT / "desk" / "people.toml").read_text(encoding="utf-8"))
    Path(sys.argv[2], ".m365agentsplayground.yml").write_text(window(staff_list, sys.argv[1]), encoding="utf-8")
