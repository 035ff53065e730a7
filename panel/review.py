"""An entry of the forward planner: a day on which something agreed is looked at again, and how it was worked out."""

from enum import StrEnum
from typing import ClassVar

from panel.durations import WrittenLength
from panel.lifecycle import Lifecycle, Move
from panel.people import Role
from panel.records import Moment, Record, Value


class ReviewStatus(StrEnum):
    """Where an entry of the planner stands."""

    PLANNED = "planned"
    MOVED = "moved"
    DUE = "due"
    MISSED = "missed"
    BOOKED = "booked"
    DONE = "done"
    DROPPED = "dropped"


class ReviewEvent(StrEnum):
    """What can happen to an entry of the planner."""

    NEARS = "nears"
    MOVED = "moved"
    PASSED = "passed"
    LISTED = "listed"
    TAKEN_OFF = "taken_off"
    DONE = "done"
    DROPPED = "dropped"


_S, _E = ReviewStatus, ReviewEvent
OPEN = (_S.PLANNED, _S.MOVED, _S.DUE, _S.MISSED)

REVIEW = Lifecycle(
    "review",
    (
        Move((_S.PLANNED, _S.MOVED), _E.NEARS, _S.DUE, "PK-2 PK-11"),
        Move((_S.PLANNED, _S.MOVED, _S.DUE), _E.PASSED, _S.MISSED, "PK-6"),
        Move(OPEN, _E.MOVED, _S.MOVED, "CB-9.17 PK-14 AM-30"),
        Move(OPEN, _E.LISTED, _S.BOOKED, "PK-4 PK-7 PK-8 PK-14"),
        Move((_S.BOOKED,), _E.TAKEN_OFF, _S.DUE, "AM-62"),
        Move((*OPEN, _S.BOOKED), _E.DONE, _S.DONE, "PK-5"),
        Move((*OPEN, _S.BOOKED), _E.DROPPED, _S.DROPPED, "PK-10"),
    ),
    {
        _S.PLANNED: "is planned",
        _S.MOVED: "was given another date",
        _S.DUE: "is due",
        _S.MISSED: "has passed its date",
        _S.BOOKED: "is on the agenda of a panel",
        _S.DONE: "is done",
        _S.DROPPED: "is no longer needed",
    },
)


class Moving(Value):
    """A date that was changed: by whom, when, what it was and why (CB-9.17)."""

    by: str
    at: Moment
    was: str
    reason: str


class Review(Record):
    """One day on which a case is looked at again. `due` and `counted_from` are ISO days.

    `cycle` is the cycle of the profile it belongs to, the term of the decision that states it, or the change that was
    reported; `number` its place in that cycle. `starts` names the answer or term it is counted from, `how` says in
    words how it was worked out. `returns` puts it before the panel, at `meeting` once it is listed.
    """

    KIND: ClassVar[str] = "review"
    INDEX: ClassVar[tuple[str, ...]] = ("panel", "about", "live")

    panel: str
    about: str
    cycle: str
    number: int = 1
    text: str
    due: str
    starts: str = ""
    counted_from: str
    how: str
    owner: str = "referrer"
    warned: tuple[Role, ...] = ()
    remind: tuple[WrittenLength, ...] = ()
    made_at: Moment
    status: ReviewStatus = ReviewStatus.PLANNED
    moves: tuple[Moving, ...] = ()
    returns: bool = False
    meeting: str = ""
    answers: dict[str, str] = {}
    done_by: str = ""
    done_at: Moment | None = None

    @property
    def live(self) -> str | None:
        """`yes` while it still has to be done."""
        return None if self.status in (_S.DONE, _S.DROPPED) else "yes"

    def after(self, event: ReviewEvent, **changes: object) -> "Review":
        """The entry after the event; raises `MoveNotAllowed`."""
        status = REVIEW.move(self.about, self.status, event)
        return self.model_copy(update={"status": status, **changes})
