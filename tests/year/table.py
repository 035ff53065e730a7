"""The vocabulary of a year: what happened, what each notice says, and what is owed to whom, by which way and when."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Protocol

MORNING = time(9)
ONE = timedelta(days=1)


class Way(StrEnum):
    """How something reaches people. An edit of a channel post is seen by whoever looks, and rings nobody's phone."""

    CHAT = "chat"
    MAIL = "mail"
    POST = "post"
    EDIT = "edit"


@dataclass(frozen=True)
class Happened:
    """Something somebody did, or a moment that came: the script's own account, never the clerk's.

    `at` is London wall time, `about` a reference or a meeting's day, `facts` what the table needs, people by first
    name.
    """

    number: int
    kind: str
    at: datetime
    about: str = ""
    facts: Mapping[str, str] = field(default_factory=dict)

    def day(self, fact: str) -> date:
        """A day among the facts; raises `KeyError`."""
        return date.fromisoformat(self.facts[fact])


class Log(Protocol):
    """What a time can be worked out from: all that happened, and the panel's working days."""

    happened: list[Happened]

    def is_morning(self, moment: datetime) -> bool:
        """Whether this is nine o'clock on a working day."""
        ...

    def works(self, day: date) -> bool:
        """Whether the council works on this day."""
        ...

    def before(self, day: date, length: str, sign: int = -1) -> date:
        """So long before a day (`3wd`, `2d`, `8w`), rolled back from a closed day."""
        ...

    def over(self, event: Happened, until: tuple[str, ...], moment: datetime) -> bool:
        """Whether one of these has happened to the same case since."""
        ...


When = Callable[[Log, Happened, datetime], object]
"""Something true when it is due; what is owed once only is owed once for each such value."""


@dataclass(frozen=True)
class Row:
    """A kind of notice as the rules list it: its number, its rules, and the words a person knows it by."""

    name: str
    rules: str
    says: str

    def fits(self, text: str) -> bool:
        """Whether this is what was delivered."""
        return re.search(self.says, text, re.DOTALL) is not None


@dataclass(frozen=True)
class Owes:
    """That an event owes a notice: to whom, by which way, and when, at once unless said.

    `to` names posts or parts of the event (`referrer`), addresses, or the channel; `says` is looked for in the text
    besides the reference, with facts in braces. `copied`: the administrator sees it too, in the list of the morning.
    `once`: however often it is found due.
    """

    row: str
    to: str
    way: Way = Way.CHAT
    when: When | None = None
    says: tuple[str, ...] = ()
    named: bool = True
    copied: bool = False
    once: bool = False


@dataclass(frozen=True)
class Owed:
    """One delivery that must come now; `of`: the notice whose copy it is, `gathered`: part of a list."""

    row: str
    to: str
    way: Way
    says: tuple[str, ...]
    of: str = ""
    gathered: bool = False

    def __str__(self) -> str:
        return f"{self.row} to {self.to} by {self.way} ({', '.join(self.says)})"


@dataclass(frozen=True)
class Task:
    """What an event leaves somebody to do: whose it is, words of it, how long there is from that day on."""

    owner: str
    words: str
    within: str


@dataclass(frozen=True)
class Panel:
    """A panel as the rules see it: who holds which post, what is owed; `never`: what its year does not come to."""

    id: str
    prefix: str
    cast: Mapping[str, tuple[str, ...]]
    owes: Mapping[str, tuple[Owes, ...]]
    tasks: Mapping[str, tuple[Task, ...]] = field(default_factory=dict)
    never: tuple[str, ...] = ()


def said(day: date) -> str:
    """A day as the clerk says it: `Wed 11 Nov 2026`."""
    return f"{day:%a} {day.day} {day:%b %Y}"


def mornings(*until: str, before: str = "") -> When:
    """Each working morning from the next one on, until one of these happens, or a moment of the event has come."""

    def due(log: Log, event: Happened, moment: datetime) -> bool:
        if before and moment.isoformat() >= event.facts[before]:
            return False
        return log.is_morning(moment) and moment > event.at and not log.over(event, until, moment)

    return due


def ahead(fact: str, *lengths: str, until: tuple[str, ...] = (), on_the_day: bool = False) -> When:
    """On the mornings so long before a day of the event."""

    def due(log: Log, event: Happened, moment: datetime) -> bool:
        if not log.is_morning(moment) or moment <= event.at or log.over(event, until, moment):
            return False
        days = {log.before(event.day(fact), length) for length in lengths} | (
            {event.day(fact)} if on_the_day else set()
        )
        return moment.date() in days

    return due


def missed(fact: str, *until: str) -> When:
    """Once, on the first working morning after a day of the event."""

    def due(log: Log, event: Happened, moment: datetime) -> bool:
        first = log.before(event.day(fact), "1wd", 1)
        return log.is_morning(moment) and moment.date() == first and not log.over(event, until, moment)

    return due


def mornings_after(fact: str, *until: str) -> When:
    """Each working morning after a day of the event, until one of these happens."""

    def due(log: Log, event: Happened, moment: datetime) -> bool:
        late = moment.date() > event.day(fact) and moment > event.at
        return log.is_morning(moment) and late and not log.over(event, until, moment)

    return due


def at(fact: str, *until: str) -> When:
    """At a moment of the event, whatever the hour."""

    def due(log: Log, event: Happened, moment: datetime) -> bool:
        return moment == datetime.fromisoformat(event.facts[fact]) and not log.over(event, until, moment)

    return due
