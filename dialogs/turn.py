"""One turn of a conversation: who speaks, when, what stands in the records, and how to act on it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any

from dialogs.cards.parts import plain
from dialogs.stamps import TOKEN, Stamps, Tap
from dialogs.words import talk
from panel.acts import perform
from panel.commands import Command
from panel.council import Council, Office
from panel.errors import Refused
from panel.people import Person, Role
from panel.ports import Answer, Documents, Incoming, LetterWriter, Message, Reply, Store
from panel.printing import Press
from panel.tables import Bars


def undrawn(_: Bars) -> bytes:
    """No picture: a card then says its figures in words alone."""
    return b""


@dataclass(frozen=True)
class Tools:
    """What the conversations work with; built once when the service starts. `draw` makes a PNG of bars."""

    store: Store
    council: Council
    documents: Documents
    letters: LetterWriter
    stamps: Stamps
    nonce: Callable[[], str]
    press: Press
    draw: Callable[[Bars], bytes] = undrawn


@dataclass(frozen=True)
class Turn:
    """One thing a person said, and the means to answer it."""

    tools: Tools
    incoming: Incoming
    now: datetime
    key: str
    person: Person
    given: Mapping[str, str] = field(default_factory=dict)
    tapped: bool = False
    chosen: str = ""

    @property
    def office(self) -> Office:
        """The council and its records as they stand at this moment."""
        return Office(self.tools.council, self.tools.store.read())

    @property
    def today(self) -> date:
        """The day it is in London."""
        return self.office.today(self.now)

    def do(self, command: type[Command], **fields: Any) -> Answer:
        """Carry out a command as this person; raises `Refused`."""
        made = command(by=self.person.id, at=self.now, key=self.key, **fields)
        return perform(self.tools.store, self.tools.council, made)

    def is_a(self, role: Role) -> bool:
        """Whether the person holds the role today at any panel."""
        return any(self.person.is_a(role, panel, self.today) for panel in self.tools.council.profiles)

    @property
    def panels(self) -> list[str]:
        """The panels at which this person holds a role today, or all of them for somebody who holds none."""
        known = self.tools.council.profiles
        return [panel for panel in self.person.panels(self.today) if panel in known] or [*known]

    def panel(self) -> str:
        """The panel a line is about: the one it names, or the person's only one; raises `Refused` when it is open."""
        if self.chosen:
            return self.chosen
        if len(self.panels) > 1:
            raise Refused(talk.which_panel([self.tools.council.profiles[panel] for panel in self.panels]))
        return self.panels[0]

    @property
    def example(self) -> str:
        """A reference as it looks at the panel this person means, or at the first of theirs."""
        return self.tools.council.profiles[self.chosen or self.panels[0]].panel.example

    def button(self, act: str, ref: str = "", revision: int = 0, **details: str) -> dict[str, str]:
        """The data of one button on a card drawn in this turn for this person."""
        return sealed(self.tools, self.person.id, Tap(act, ref, revision, details))


def at(turn: Turn, panel: str) -> Turn:
    """The turn as said about one panel; unchanged when none is named."""
    return replace(turn, chosen=panel) if panel else turn


def sealed(tools: Tools, person: str, tap: Tap) -> dict[str, str]:
    """The data of one button on a card drawn for a person."""
    return {TOKEN: tools.stamps.seal(tap, person, tools.nonce())}


def say(*texts: str) -> Reply:
    """A reply of plain messages; what they repeat of what people typed brings no link to life."""
    return Reply(tuple(Message(text=plain(text)) for text in texts))


def show(turn: Turn, card: Message, *before: str) -> Reply:
    """A reply that shows a card: in place of the card that was tapped, or below."""
    said = say(*before).messages
    return Reply(said, replace=card) if turn.tapped else Reply((*said, card))
