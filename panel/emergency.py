"""An emergency approval: given by an authorised officer between meetings, and put to the next panel."""

from enum import StrEnum
from typing import ClassVar

from panel.lifecycle import Lifecycle, Move
from panel.records import Moment, Record, Value


class EmergencyStatus(StrEnum):
    """Where an emergency stands."""

    AWAITING_SUPPORT = "awaiting_support"
    NOT_SUPPORTED = "not_supported"
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

    SUPPORTED = "supported"
    NOT_SUPPORTED = "not_supported"
    DECLINED = "declined"
    ESCALATED = "escalated"
    ADMITTED = "admitted"
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
    ENDED = "ended"


class Confirmation(StrEnum):
    """Whether an approval given by telephone has been confirmed by whoever gave it."""

    NOT_NEEDED = "not_needed"
    AWAITED = "awaited"
    CONFIRMED = "confirmed"
    DENIED = "denied"


_S, _E = EmergencyStatus, EmergencyEvent
TEMPORARY = (_S.AWAITING_RATIFICATION, _S.AWAITING_EXTENSION)
UNRATIFIED = (*TEMPORARY, _S.LAPSED_UNRATIFIED)
WAITING = (_S.AWAITING_SUPPORT, _S.AWAITING_APPROVER)
"""Somebody has been asked and has not answered."""

EMERGENCY = Lifecycle(
    "emergency",
    (
        Move((_S.AWAITING_APPROVER,), _E.DECLINED, _S.DECLINED, "EM-5"),
        Move((_S.AWAITING_APPROVER,), _E.ESCALATED, _S.AWAITING_APPROVER, "EM-6"),
        Move((_S.AWAITING_SUPPORT,), _E.ESCALATED, _S.AWAITING_SUPPORT, "EM-6"),
        Move((_S.AWAITING_SUPPORT,), _E.SUPPORTED, _S.AWAITING_APPROVER, "EM-4"),
        Move((_S.AWAITING_SUPPORT,), _E.NOT_SUPPORTED, _S.NOT_SUPPORTED, "EM-5"),
        Move(WAITING, _E.ADMITTED, _S.AWAITING_RATIFICATION, "EM-10 EM-11"),
        Move((_S.AWAITING_APPROVER,), _E.APPROVED, _S.AWAITING_RATIFICATION, "EM-7 EM-11"),
        Move(WAITING, _E.WITHDRAWN, _S.WITHDRAWN, "EM-19"),
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
        _S.AWAITING_SUPPORT: "waits for a manager’s support",
        _S.NOT_SUPPORTED: "was not supported",
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


class Call(Value):
    """Somebody told by telephone, as who told them noted it (CB-5.6)."""

    by: str
    at: Moment
    whom: str
    words: str


class EmergencyApproval(Record):
    """A request for approval between meetings, and what became of it. The id is the referral's reference.

    `ends_at` is set with the approval and never empty afterwards; no panel date moves it beyond `not_after`, only an
    extension does. `decided_how` says by card, typed word, telephone or admission. `scope` is what was asked for and
    `exit_plan` what happens if the panel says no, as they stood then; `cost_limit` is in pounds a week.
    `authorised_by` names, as it was typed, who let a child be admitted (AM-19). `waits_since` is when it last came to
    need an extension.
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
    supported_by: str = ""
    supported_at: Moment | None = None
    decided_by: str = ""
    decided_at: Moment | None = None
    decided_how: str = ""
    condition: str = ""
    reason: str = ""
    scope: str = ""
    cost_limit: str = ""
    exit_plan: str = ""
    confirmation: Confirmation = Confirmation.NOT_NEEDED
    confirmed_at: Moment | None = None
    phoned_by: str = ""
    phone_words: str = ""
    calls: tuple[Call, ...] = ()
    admitted_at: Moment | None = None
    circumstances: str = ""
    authorised_by: str = ""
    denial: str = ""
    ends_at: Moment | None = None
    not_after: Moment | None = None
    meeting: str = ""
    search: Search = Search.NOT_YET
    provider: str = ""
    placed_on: str = ""
    weekly_cost: str = ""
    ended_on: str = ""
    extensions: tuple[Extension, ...] = ()
    waits_since: Moment | None = None
    ratified_at: str = ""

    @property
    def live(self) -> str | None:
        """`yes` while someone still has to act."""
        return "yes" if self.status in (*WAITING, *UNRATIFIED, _S.NOT_RATIFIED) else None

    @property
    def may_search(self) -> bool:
        """Whether a placement may be sought: approved, and not denied by whoever is said to have approved it."""
        agreed = (*UNRATIFIED, _S.RATIFIED, _S.RATIFIED_VARIED)
        return self.status in agreed and self.confirmation is not Confirmation.DENIED

    def after(self, event: EmergencyEvent, **changes: object) -> "EmergencyApproval":
        """The emergency after the event; raises `MoveNotAllowed`."""
        status = EMERGENCY.move(self.id, self.status, event)
        return self.model_copy(update={"status": status, **changes})
