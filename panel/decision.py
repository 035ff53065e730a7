"""A decision the panel recorded on one item, and the package that follows from it."""

from enum import StrEnum
from typing import ClassVar

from pydantic import Field

from panel.lifecycle import Lifecycle, Move
from panel.records import Moment, Record, Value


class DecisionState(StrEnum):
    """How binding a decision is: a draft until the Chair confirms it (CB-10.2), in principle until it is endorsed."""

    DRAFT = "draft"
    IN_PRINCIPLE = "in_principle"
    CONFIRMED = "confirmed"
    RELEASED = "released"


class Endorsed(StrEnum):
    """What became of a decision that somebody else had to agree to."""

    GIVEN = "given"
    REFUSED = "refused"
    SENT_BACK = "sent_back"


class Endorsing(Value):
    """The answer of whoever had to agree: what, who, when and why."""

    answer: Endorsed
    by: str
    at: Moment
    reason: str = ""


class Decision(Record):
    """What one meeting decided on one case. The id is the meeting and the reference.

    `terms` holds what the outcome must state, by `Term`; `participants` are those who decided, `seats` the places on
    the panel they filled (KN-1.1). Presenters are named apart: where they help decide, they speak for the case too
    (CB-10.20). `quorate` is None for a panel without a quorum (AM-20). `settles` is the id of the appeal, or
    of the planner entry, that brought the case back; `complaint` the reference of a complaint about it.
    """

    KIND: ClassVar[str] = "decision"
    INDEX: ClassVar[tuple[str, ...]] = ("meeting", "ref", "state")

    panel: str
    meeting: str
    ref: str
    ratifies: bool
    settles: str = ""
    outcome: str
    terms: dict[str, str]
    presenters: tuple[str, ...] = ()
    participants: tuple[str, ...] = ()
    seats: tuple[str, ...] = ()
    quorate: bool | None = None
    drafted_by: str
    drafted_at: Moment
    state: DecisionState = DecisionState.DRAFT
    confirmed_by: str = ""
    confirmed_at: Moment | None = None
    endorsing: Endorsing | None = None
    released_at: Moment | None = None
    complaint: str = ""

    @property
    def is_to_send(self) -> bool:
        """Whether it is final and its sheets are not out; one sent back to the panel has none."""
        sent_back = self.endorsing is not None and self.endorsing.answer is Endorsed.SENT_BACK
        return self.state is DecisionState.CONFIRMED and not sent_back


class PackageStatus(StrEnum):
    """Where an agreed resource stands."""

    ACTIVE = "active"
    REVIEW_DUE = "review_due"
    REVIEW_MISSED = "review_missed"
    IN_REVIEW = "in_review"
    ENDING = "ending"
    ENDED = "ended"


class PackageEvent(StrEnum):
    """What can happen to an agreed resource."""

    REVIEW_NEARS = "review_nears"
    CONTRACT_ENDS = "contract_ends"
    REQUEST_CAME = "request_came"
    RENEWED = "renewed"
    NOT_RENEWED = "not_renewed"
    REVIEW_PASSED = "review_passed"
    CHANGED = "changed"
    PLACEMENT_ENDED = "placement_ended"
    PAYMENT_STOPPED = "payment_stopped"
    REBOOKED = "rebooked"
    PROLONGED = "prolonged"
    TO_BE_ENDED = "to_be_ended"
    REPLACED = "replaced"


_S, _E = PackageStatus, PackageEvent
RUNNING = (_S.ACTIVE, _S.REVIEW_DUE, _S.REVIEW_MISSED, _S.IN_REVIEW)
"""Support is being given, whatever is due about it."""

PACKAGE = Lifecycle(
    "package",
    (
        Move((_S.ACTIVE,), _E.REVIEW_NEARS, _S.REVIEW_DUE, "PK-2 PK-11"),
        Move((_S.ACTIVE,), _E.CONTRACT_ENDS, _S.REVIEW_DUE, "PK-3"),
        Move((_S.ACTIVE, _S.REVIEW_DUE, _S.REVIEW_MISSED), _E.REQUEST_CAME, _S.IN_REVIEW, "PK-4"),
        Move((_S.IN_REVIEW,), _E.RENEWED, _S.ACTIVE, "PK-5"),
        Move((_S.IN_REVIEW,), _E.NOT_RENEWED, _S.ENDING, "PK-5"),
        Move((_S.ACTIVE, _S.REVIEW_DUE), _E.REVIEW_PASSED, _S.REVIEW_MISSED, "PK-6"),
        Move((_S.ACTIVE, _S.REVIEW_DUE), _E.CHANGED, _S.REVIEW_DUE, "PK-7 PK-8"),
        Move(RUNNING, _E.PLACEMENT_ENDED, _S.ENDING, "PK-9"),
        Move((_S.ENDING,), _E.PAYMENT_STOPPED, _S.ENDED, "PK-10"),
        Move((_S.REVIEW_MISSED,), _E.REBOOKED, _S.IN_REVIEW, "PK-14"),
        Move((_S.REVIEW_MISSED,), _E.PROLONGED, _S.ACTIVE, "PK-14"),
        Move((_S.ACTIVE, _S.REVIEW_DUE, _S.REVIEW_MISSED), _E.TO_BE_ENDED, _S.ENDING, "PK-14"),
        Move((*RUNNING, _S.ENDING), _E.REPLACED, _S.ENDED, "PK-5"),
    ),
    {
        _S.ACTIVE: "is in force",
        _S.REVIEW_DUE: "is due for a new application",
        _S.REVIEW_MISSED: "has passed its date without a new application",
        _S.IN_REVIEW: "is being looked at again",
        _S.ENDING: "is coming to its end",
        _S.ENDED: "has ended",
    },
)
"""A date missed while nobody looked goes straight from active to missed, so PK-6 starts from both. A placement can end
at any time (PK-9), and a new application may come before it is asked for (PK-4)."""


class Package(Record):
    """An agreed resource and the dates on which it comes back: an entry of the forward planner (CB-9.17).

    Dates are ISO days, empty where the decision states none. The id is the referral's reference. `ending_since` is
    when its end was reported, until finance has stopped paying (CB-11.7).
    """

    KIND: ClassVar[str] = "package"
    INDEX: ClassVar[tuple[str, ...]] = ("panel", "live")

    panel: str
    referrer: str
    manager: str
    agreed_at: Moment
    end_date: str
    review_date: str
    reapply_by: str
    budget_code: str = ""
    status: PackageStatus = PackageStatus.ACTIVE
    ending_since: Moment | None = None

    @property
    def live(self) -> str | None:
        """`yes` while a date on it can still fall due."""
        return None if self.status is PackageStatus.ENDED else "yes"

    def after(self, event: PackageEvent, **changes: object) -> "Package":
        """The package after the event; raises `MoveNotAllowed`."""
        status = PACKAGE.move(self.id, self.status, event)
        return self.model_copy(update={"status": status, **changes})


class Task(Record):
    """Something a person has to do by a day (CB-10.3: a task without a date cannot be made)."""

    KIND: ClassVar[str] = "task"
    INDEX: ClassVar[tuple[str, ...]] = ("owner", "live", "about")

    panel: str
    about: str
    owner: str
    what: str
    due: str = Field(pattern=r"^\d{4}-\d{2}-\d{2}$")
    made_at: Moment
    done_at: Moment | None = None

    @property
    def live(self) -> str | None:
        """`yes` until it is done."""
        return None if self.done_at else "yes"
