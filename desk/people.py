"""The invented people and panels of the desk, read from `people.toml`."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

PEOPLE = Path(__file__).with_name("people.toml")


def slug_of(name: str) -> str:
    """The first name in small letters."""
    return name.split()[0].lower()


@dataclass(frozen=True)
class Person:
    """Someone who can talk to the clerk; `id` is the Entra object id."""

    id: str
    name: str
    email: str
    title: str
    team: str
    phone: bool

    @property
    def slug(self) -> str:
        """The first name in small letters, as used in page addresses and tests."""
        return slug_of(self.name)

    @property
    def teams_id(self) -> str:
        """The id Teams gives this person towards one bot."""
        return f"29:1{self.id.replace('-', '')}"

    @property
    def chat(self) -> str:
        """The conversation id of this person's one-to-one chat with the clerk."""
        return f"a:1{self.id.replace('-', '')}"


@dataclass(frozen=True)
class Panel:
    """A panel's channel in Teams and its mailbox address."""

    id: str
    name: str
    channel: str
    mailbox: str


class UnknownPersonError(LookupError):
    """Nobody at the desk has this name or id."""


@dataclass(frozen=True)
class Directory:
    """Everyone at the desk, all in one tenant."""

    tenant: str
    people: tuple[Person, ...]
    panels: tuple[Panel, ...]

    def person(self, who: str) -> Person:
        """Whoever has this slug, object id, Teams id, e-mail address or chat; raises `UnknownPersonError`."""
        for person in self.people:
            if who in (person.slug, person.id, person.teams_id, person.email, person.chat):
                return person
        raise UnknownPersonError(who)

    def knows_chat(self, chat: str) -> bool:
        """Whether this is somebody's one-to-one chat or a panel's channel."""
        return self.is_channel(chat) or any(person.chat == chat for person in self.people)

    def is_channel(self, chat: str) -> bool:
        """Whether this is a panel's channel."""
        return any(panel.channel == chat for panel in self.panels)

    def members(self, chat: str) -> tuple[Person, ...]:
        """Who is in a chat: the one person, or everyone for a channel."""
        if self.is_channel(chat):
            return self.people
        return tuple(person for person in self.people if person.chat == chat)


def load_directory(path: Path = PEOPLE) -> Directory:
    """Read people and panels; raises `OSError`, `tomllib.TOMLDecodeError` or `KeyError` for a broken file."""
    content = tomllib.loads(path.read_text(encoding="utf-8"))
    show = content.get("desk", {})
    return Directory(
        tenant=content["tenant"],
        people=tuple(_person(entry, show) for entry in content["people"]),
        panels=tuple(_panel(entry, show) for entry in content["panels"]),
    )


def _person(entry: Mapping[str, Any], show: Mapping[str, Any]) -> Person:
    slug = slug_of(entry["name"])
    return Person(
        id=entry["id"],
        name=entry["name"],
        email=entry["email"],
        title=show.get("titles", {}).get(slug, ""),
        team=entry.get("team", ""),
        phone=slug in show.get("phones", ()),
    )


def _panel(entry: Mapping[str, Any], show: Mapping[str, Any]) -> Panel:
    name = show.get("channels", {}).get(entry["id"], entry["id"])
    return Panel(entry["id"], name, channel=entry["channel"], mailbox=entry["mailbox"])
