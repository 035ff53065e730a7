"""A challenge to a decision: an appeal or a decision review, from its receipt to the answer the family is given."""

from enum import StrEnum
from typing import ClassVar

from panel.lifecycle import Lifecycle, Move
from panel.records import Moment, Record


class AppealStatus(StrEnum):
    """Where a challenge stands."""

    LOGGED = "logged"
    LATE = "late"
    IN_TIME = "in_time"
    INCOMPLETE = "incomplete"
    READY = "ready"
    BOOKED = "booked"
    OUTSIDE = "outside"
    RETURNING = "returning"
    DECIDED = "decided"
    COMMUNICATED = "communicated"
    CLOSED_FINAL = "closed_final"
    NOT_ACCEPTED = "not_accepted"
    WITHDRAWN = "withdrawn"


class AppealEvent(StrEnum):
    """What can happen to a challenge."""

    CAME_IN_TIME = "came_in_time"
    CAME_LATE = "came_late"
    ACCEPTED = "accepted"
    REFUSED = "refused"
    FOUND_COMPLETE = "found_complete"
    FOUND_INCOMPLETE = "found_incomplete"
    SUPPLIED = "supplied"
    LISTED = "listed"
    TAKEN_OFF = "taken_off"
    PASSED_ON = "passed_on"
    DECIDED = "decided"
    MORE_ASKED = "more_asked"
    INFORMED = "informed"
    COMMUNICATED = "communicated"
    ANSWERED = "answered"
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"


_S, _E = AppealStatus, AppealEvent
OPEN = (_S.LOGGED, _S.LATE, _S.IN_TIME, _S.INCOMPLETE, _S.READY, _S.BOOKED, _S.OUTSIDE, _S.RETURNING)
"""It may still be withdrawn, and the decision is not challenged a second time meanwhile."""

APPEAL = Lifecycle(
    "appeal",
    (
        Move((_S.LOGGED,), _E.CAME_IN_TIME, _S.IN_TIME, "AP-3"),
        Move((_S.LOGGED,), _E.CAME_LATE, _S.LATE, "AP-4"),
        Move((_S.LATE,), _E.ACCEPTED, _S.IN_TIME, "AP-5"),
        Move((_S.LATE,), _E.REFUSED, _S.NOT_ACCEPTED, "AP-5"),
        Move((_S.IN_TIME,), _E.FOUND_COMPLETE, _S.READY, "AP-6"),
        Move((_S.IN_TIME,), _E.FOUND_INCOMPLETE, _S.INCOMPLETE, "AP-6"),
        Move((_S.INCOMPLETE,), _E.SUPPLIED, _S.READY, "AP-7"),
        Move((_S.READY,), _E.LISTED, _S.BOOKED, "AP-9"),
        Move((_S.READY,), _E.PASSED_ON, _S.OUTSIDE, "AP-9"),
        Move((_S.BOOKED,), _E.TAKEN_OFF, _S.READY, "AP-10"),
        Move((_S.BOOKED,), _E.DECIDED, _S.DECIDED, "AP-11 AP-12"),
        Move((_S.BOOKED,), _E.MORE_ASKED, _S.RETURNING, "AP-11 AP-12"),
        Move((_S.RETURNING,), _E.INFORMED, _S.READY, "AP-17"),
        Move((_S.DECIDED,), _E.COMMUNICATED, _S.COMMUNICATED, "AP-13"),
        Move((_S.OUTSIDE,), _E.ANSWERED, _S.COMMUNICATED, "AP-13"),
        Move((_S.COMMUNICATED,), _E.CLOSED, _S.CLOSED_FINAL, "AP-14"),
        Move(OPEN, _E.WITHDRAWN, _S.WITHDRAWN, "AP-16"),
    ),
    {
        _S.LOGGED: "has been noted",
        _S.LATE: "came late and waits for the Chair",
        _S.IN_TIME: "came in time",
        _S.INCOMPLETE: "lacks something that must be asked for",
        _S.READY: "waits for a panel",
        _S.BOOKED: "is on the agenda of a panel",
        _S.OUTSIDE: "is with a body outside the panel",
        _S.RETURNING: "waits for more information",
        _S.DECIDED: "has an answer that is not sent out yet",
        _S.COMMUNICATED: "has been answered",
        _S.CLOSED_FINAL: "has been answered for good",
        _S.NOT_ACCEPTED: "came late and was not accepted",
        _S.WITHDRAWN: "was withdrawn",
    },
)


class Appeal(Record):
    """One challenge to one decision. Days are ISO days; `decision` is the id of the decision challenged.

    `last_day` is empty when the time has not begun to run or has no end; `how` says how it was worked out. `basis`
    says how the day of receipt is known. `lacks` are the questions of the stage still without an answer. `outcome` is
    the code the panel recorded, or the words of the body outside.
    """

    KIND: ClassVar[str] = "appeal"
    INDEX: ClassVar[tuple[str, ...]] = ("panel", "about", "live", "meeting")

    panel: str
    about: str
    decision: str
    stage: str
    asked_by: str
    authority: str = ""
    received: str
    receipt: str = ""
    basis: str = ""
    last_day: str = ""
    how: str = ""
    answers: dict[str, str] = {}
    lacks: tuple[str, ...] = ()
    logged_by: str
    logged_at: Moment
    touched_at: Moment
    status: AppealStatus = AppealStatus.LOGGED
    late_reason: str = ""
    waived_by: str = ""
    meeting: str = ""
    answer_due: str = ""
    interim: str = ""
    interim_by: str = ""
    outcome: str = ""
    answered_on: str = ""

    @property
    def live(self) -> str | None:
        """`yes` while somebody has to act on it."""
        return "yes" if self.status in (*OPEN, _S.DECIDED) else None

    @property
    def counts(self) -> bool:
        """Whether it uses up a challenge: one that was withdrawn, or came late in vain, does not (AM-32)."""
        return self.status not in (_S.WITHDRAWN, _S.NOT_ACCEPTED)

    def after(self, event: AppealEvent, **changes: object) -> "Appeal":
        """The challenge after the event; raises `MoveNotAllowed`."""
        status = APPEAL.move(self.about, self.status, event)
        return self.model_copy(update={"status": status, **changes})
