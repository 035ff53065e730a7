"""A letter to a family about a decision, from its draft to the day it went; and the person it goes to."""

from datetime import date
from enum import StrEnum
from typing import ClassVar

from panel.errors import MoveNotAllowed
from panel.lifecycle import Lifecycle, Move
from panel.receipts import Sent
from panel.records import Moment, Record


class LetterStatus(StrEnum):
    """Where a letter stands."""

    DRAFT = "draft"
    READY = "ready"
    RELEASED = "released"
    SENT = "sent"
    OVERTAKEN = "overtaken"
    DROPPED = "dropped"


class LetterEvent(StrEnum):
    """What can happen to a letter."""

    CHANGED = "changed"
    PREPARED = "prepared"
    RELEASED = "released"
    TAKEN_BACK = "taken_back"
    WENT = "went"
    DECIDED_AGAIN = "decided_again"
    DROPPED = "dropped"


_S, _E = LetterStatus, LetterEvent
LETTER = Lifecycle(
    "letter",
    (
        Move((_S.DRAFT, _S.READY), _E.CHANGED, _S.DRAFT, "AM-52"),
        Move((_S.DRAFT,), _E.PREPARED, _S.READY, "RF-29"),
        Move((_S.READY,), _E.RELEASED, _S.RELEASED, "RF-29"),
        Move((_S.READY, _S.RELEASED), _E.TAKEN_BACK, _S.DRAFT, "AM-52"),
        Move((_S.RELEASED,), _E.WENT, _S.SENT, "NT-34"),
        Move((_S.DRAFT, _S.READY), _E.DECIDED_AGAIN, _S.OVERTAKEN, "RF-29"),
        Move((_S.DRAFT, _S.READY), _E.DROPPED, _S.DROPPED, "AM-52"),
    ),
    {
        _S.DRAFT: "is a draft",
        _S.READY: "waits to be checked and released by a second person",
        _S.RELEASED: "is released",
        _S.SENT: "has been sent",
        _S.OVERTAKEN: "was not sent before the case was decided again",
        _S.DROPPED: "is not to be sent",
    },
)


class Recipient(Record):
    """Somebody a family letter goes to, as the worker on the case gave and confirmed it; the id is case and number.

    `relation` is what they are to the child, as for whoever asks for a challenge. `restricted` is an address that must
    not be shared: it is kept only so that letters in which it stands can be stopped, and is never shown or printed.
    `also_for` are other cases where the same name or address stands, and the worker said that this is right.
    """

    KIND: ClassVar[str] = "recipient"
    INDEX: ClassVar[tuple[str, ...]] = ("about", "panel")

    panel: str
    about: str
    name: str
    relation: str
    way: Sent
    email: str = ""
    address: tuple[str, ...] = ()
    restricted: bool = False
    also_for: tuple[str, ...] = ()
    given_by: str
    confirmed_by: str
    confirmed_at: Moment

    @property
    def printed(self) -> tuple[str, ...]:
        """The lines of the address that may stand on paper: none of one that must not be shared."""
        return () if self.restricted else self.address


class FamilyLetter(Record):
    """One letter about one decision to one person; the id is the decision and a number.

    `words` holds parts of the letter that were put differently than the decision puts them. `writers` are those who
    changed or prepared it, so they do not release it. `file` is the Word file as it was prepared, by its SHA-256,
    `says` its text and `warnings` what in it is hard to read: what is checked is what is sent. `read_by` have had that
    file. `last_day` is the last day of a challenge as it stands in the letter; `appeal` the challenge it answers;
    `back_because` why it was last made a draft again, or is not to be sent.
    """

    KIND: ClassVar[str] = "letter"
    INDEX: ClassVar[tuple[str, ...]] = ("panel", "live", "about", "decision")

    panel: str
    about: str
    decision: str
    appeal: str = ""
    due: str
    drafted_at: Moment
    to: str = ""
    words: dict[str, str] = {}
    writers: tuple[str, ...] = ()
    status: LetterStatus = LetterStatus.DRAFT
    file: str = ""
    says: str = ""
    warnings: tuple[str, ...] = ()
    dated: str = ""
    last_day: str = ""
    way: Sent | None = None
    read_by: tuple[str, ...] = ()
    back_because: str = ""
    released_by: str = ""
    released_at: Moment | None = None
    mail: str = ""
    sent_at: Moment | None = None

    @property
    def live(self) -> str | None:
        """`yes` until it has gone, or is not to go any more."""
        return "yes" if self.status in (_S.DRAFT, _S.READY, _S.RELEASED) else None

    @property
    def promised(self) -> date | None:
        """The last day that stands in the letter."""
        return date.fromisoformat(self.last_day) if self.last_day else None

    def after(self, event: LetterEvent, **changes: object) -> "FamilyLetter":
        """The letter after the event; raises `MoveNotAllowed`."""
        if not LETTER.allows(self.status, event):
            raise MoveNotAllowed(
                f"The letter about {self.about} {LETTER.says[self.status]}, so this can’t be done now. "
                f"Type “letter {self.about}” to see it."
            )
        status = LETTER.move(self.about, self.status, event)
        return self.model_copy(update={"status": status, **changes})

    def as_draft(self, event: LetterEvent = LetterEvent.CHANGED, **changes: object) -> "FamilyLetter":
        """The letter to be prepared anew: its file and whoever had read it are forgotten; raises `MoveNotAllowed`."""
        nothing: dict[str, object] = {
            "file": "",
            "says": "",
            "warnings": (),
            "dated": "",
            "last_day": "",
            "way": None,
            "read_by": (),
        }
        return self.after(event, **{**nothing, "released_by": "", "released_at": None, "mail": "", **changes})
