"""An emergency approval: given by an authorised officer between meetings, and put to the next panel."""

from enum import StrEnum
from typing import ClassVar

from panel.lifecycle import Lifecycle, Move
from panel.records import Moment, Record, Value


class EmergencyStatus(StrEnum):
    """Where an emergency stands."""

    AWAITING_APPROVER = "awaiting_approver"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    AWAITING_RATIFICATION = "awaiting_ratification"
    AWAITING_EXTENSION = "awaiting_extension"
    LAPSED_UNRATIFIED = "lapsed_unratified"
    RATIFIED = "ratified"
    RATIFIED_VARIED = "ratified_varied"
    NOT_RATIFIED = "not_ratified"
    CLOSED = "closed"


class EmergencyEvent(StrEnum):
    """What can happen to an emergency."""

    DECLINED = "declined"
    ESCALATED = "escalated"
    APPROVED = "approved"
    WITHDRAWN = "withdrawn"
    RATIFIED = "ratified"
    VARIED = "varied"
    REFUSED = "refused"
    DEFERRED = "deferred"
    MEETING_CANCELLED = "meeting_cancelled"
    EXTENDED = "extended"
    EXPIRED = "expired"
    ENDED = "ended"


class Search(StrEnum):
    """How far the placement has come: the search needs facts, the decision does not (CB-5.8)."""

    NOT_YET = "not_yet"
    PERMITTED = "permitted"
    PLACED = "placed"


_S, _E = EmergencyStatus, EmergencyEvent
TEMPORARY = (_S.AWAITING_RATIFICATION, _S.AWAITING_EXTENSION)
UNRATIFIED = (*TEMPORARY, _S.LAPSED_UNRATIFIED)

EMERGENCY = Lifecycle(
    "emergency",
    (
        Move((_S.AWAITING_APPROVER,), _E.DECLINED, _S.DECLINED, "EM-5"),
        Move((_S.AWAITING_APPROVER,), _E.ESCALATED, _S.AWAITING_APPROVER, "EM-6"),
        Move((_S.AWAITING_APPROVER,), _E.APPROVED, _S.AWAITING_RATIFICATION, "EM-7 EM-11"),
        Move((_S.AWAITING_APPROVER,), _E.WITHDRAWN, _S.WITHDRAWN, "EM-19"),
        Move(UNRATIFIED, _E.RATIFIED, _S.RATIFIED, "EM-13 EM-21"),
        Move(UNRATIFIED, _E.VARIED, _S.RATIFIED_VARIED, "EM-14 EM-21"),
        Move(UNRATIFIED, _E.REFUSED, _S.NOT_RATIFIED, "EM-15 EM-21"),
        Move(TEMPORARY, _E.DEFERRED, _S.AWAITING_EXTENSION, "EM-16"),
        Move(TEMPORARY, _E.MEETING_CANCELLED, _S.AWAITING_EXTENSION, "EM-17"),
        Move(UNRATIFIED, _E.EXTENDED, _S.AWAITING_RATIFICATION, "EM-20 EM-21"),
        Move(TEMPORARY, _E.EXPIRED, _S.LAPSED_UNRATIFIED, "EM-18"),
        Move((_S.NOT_RATIFIED,), _E.ENDED, _S.CLOSED, "EM-22"),
    ),
    {
        _S.AWAITING_APPROVER: "waits for an answer",
        _S.DECLINED: "was refused",
        _S.WITHDRAWN: "was withdrawn",
        _S.AWAITING_RATIFICATION: "is approved until the next panel",
        _S.AWAITING_EXTENSION: "is approved and needs an extension",
        _S.LAPSED_UNRATIFIED: "has passed its end without a panel’s decision",
        _S.RATIFIED: "was ratified by the panel",
        _S.RATIFIED_VARIED: "was ratified with changes",
        _S.NOT_RATIFIED: "was not ratified",
        _S.CLOSED: "is closed",
    },
)


class Exchange(Value):
    """A question the approver asked, and the answer."""

    asked_by: str
    asked_at: Moment
    question: str
    answer: str = ""
    answered_by: str = ""
    answered_at: Moment | None = None


class Extension(Value):
    """A longer life given to an approval, always by name and with a reason (AM-12)."""

    by: str
    at: Moment
    reason: str
    until: Moment


class EmergencyApproval(Record):
    """A request for approval between meetings, and what became of it. The id is the referral's reference.

    `ends_at` is set with the approval and never empty afterwards; `decided_how` says by card or typed word.
    """

    KIND: ClassVar[str] = "emergency"
    INDEX: ClassVar[tuple[str, ...]] = ("panel", "status", "code", "live", "meeting")

    panel: str
    code: str
    requested_by: str
    requested_at: Moment
    asked: tuple[str, ...]
    asked_at: Moment
    status: EmergencyStatus = EmergencyStatus.AWAITING_APPROVER
    exchanges: tuple[Exchange, ...] = ()
    decided_by: str = ""
    decided_at: Moment | None = None
    decided_how: str = ""
    condition: str = ""
    reason: str = ""
    ends_at: Moment | None = None
    meeting: str = ""
    search: Search = Search.NOT_YET
    provider: str = ""
    placed_on: str = ""
    weekly_cost: str = ""
    extensions: tuple[Extension, ...] = ()
    ratified_at: str = ""

    @property
    def live(self) -> str | None:
        """`yes` while someone still has to act."""
        return "yes" if self.status in (_S.AWAITING_APPROVER, *UNRATIFIED, _S.NOT_RATIFIED) else None

    def after(self, event: EmergencyEvent, **changes: object) -> "EmergencyApproval":
        """The emergency after the event; raises `MoveNotAllowed`."""
        status = EMERGENCY.move(self.id, self.status, event)
        return self.model_copy(update={"status": status, **changes})
