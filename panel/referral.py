"""A referral: a request put to a panel, from its first word to its last effect."""

from collections.abc import Mapping
from enum import StrEnum
from typing import ClassVar

from panel.agreements import GateAsk, Lift, Reassigned, Screened, Waiver
from panel.agreements import SignOff as SignOff
from panel.lifecycle import Lifecycle, Move
from panel.records import Moment, Record, Value


class ReferralStatus(StrEnum):
    """Where a referral stands."""

    DRAFT = "draft"
    REDIRECTED = "redirected"
    AWAITING_EXCEPTION = "awaiting_exception"
    AWAITING_AUTHORISATION = "awaiting_authorisation"
    RETURNED_INCOMPLETE = "returned_incomplete"
    RECEIVED = "received"
    IN_FILTER = "in_filter"
    LATE = "late"
    ACCEPTED = "accepted"
    BOOKED = "booked"
    ON_AGENDA = "on_agenda"
    PAPERS_OUT = "papers_out"
    PRESENTED = "presented"
    RETURNING = "returning"
    DECIDED = "decided"
    CONFIRMED = "confirmed"
    COMMUNICATED = "communicated"
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"


class ReferralEvent(StrEnum):
    """What can happen to a referral."""

    OUT_OF_SCOPE = "out_of_scope"
    EXCEPTION_ASKED = "exception_asked"
    EXCEPTION_ANSWERED = "exception_answered"
    SENT = "sent"
    RETURNED = "returned"
    PART_SIGNED = "part_signed"
    SIGNED = "signed"
    FOUND_INCOMPLETE = "found_incomplete"
    FILTER_NEEDED = "filter_needed"
    FILTER_DECIDED = "filter_decided"
    FILTER_TO_PANEL = "filter_to_panel"
    FILTER_RETURNED = "filter_returned"
    IN_TIME = "in_time"
    TOO_LATE = "too_late"
    LATE_SETTLED = "late_settled"
    SLOT_GIVEN = "slot_given"
    AGENDA_CONFIRMED = "agenda_confirmed"
    PAPERS_SENT = "papers_sent"
    OPENED = "opened"
    PRESENTER_ABSENT = "presenter_absent"
    NOT_REACHED = "not_reached"
    TAKEN_OFF = "taken_off"
    SETTLED = "settled"
    DEFERRED = "deferred"
    REPLIED = "replied"
    CONFIRMED = "confirmed"
    SENT_BACK = "sent_back"
    RELEASED = "released"
    FINISHED = "finished"
    WITHDRAWN = "withdrawn"


_S, _E = ReferralStatus, ReferralEvent
BEFORE_PANEL = (
    _S.DRAFT,
    _S.AWAITING_EXCEPTION,
    _S.AWAITING_AUTHORISATION,
    _S.RETURNED_INCOMPLETE,
    _S.RECEIVED,
    _S.IN_FILTER,
    _S.LATE,
    _S.ACCEPTED,
    _S.BOOKED,
    _S.ON_AGENDA,
    _S.PAPERS_OUT,
    _S.RETURNING,
)
EDITABLE = (_S.DRAFT, _S.RETURNED_INCOMPLETE, _S.RETURNING)
LISTED = (_S.BOOKED, _S.ON_AGENDA, _S.PAPERS_OUT)

REFERRAL = Lifecycle(
    "referral",
    (
        Move((*EDITABLE, _S.AWAITING_EXCEPTION), _E.OUT_OF_SCOPE, _S.REDIRECTED, "RF-2"),
        Move(EDITABLE, _E.EXCEPTION_ASKED, _S.AWAITING_EXCEPTION, "RF-5"),
        Move((_S.AWAITING_EXCEPTION,), _E.EXCEPTION_ANSWERED, _S.DRAFT, "RF-6"),
        Move(EDITABLE, _E.SENT, _S.AWAITING_AUTHORISATION, "RF-7 RF-27"),
        Move((_S.AWAITING_AUTHORISATION,), _E.RETURNED, _S.DRAFT, "RF-8"),
        Move((_S.AWAITING_AUTHORISATION,), _E.PART_SIGNED, _S.AWAITING_AUTHORISATION, "RF-9"),
        Move((_S.AWAITING_AUTHORISATION,), _E.SIGNED, _S.RECEIVED, "RF-9 RF-11"),
        Move((_S.DRAFT,), _E.FOUND_INCOMPLETE, _S.RETURNED_INCOMPLETE, "RF-10"),
        Move((_S.RECEIVED,), _E.FILTER_NEEDED, _S.IN_FILTER, "RF-12"),
        Move((_S.IN_FILTER,), _E.FILTER_DECIDED, _S.DECIDED, "RF-13"),
        Move((_S.IN_FILTER,), _E.FILTER_TO_PANEL, _S.ACCEPTED, "RF-13"),
        Move((_S.IN_FILTER,), _E.FILTER_RETURNED, _S.DRAFT, "RF-13"),
        Move((_S.RECEIVED,), _E.IN_TIME, _S.ACCEPTED, "RF-14"),
        Move((_S.RECEIVED,), _E.TOO_LATE, _S.LATE, "RF-15"),
        Move((_S.LATE,), _E.LATE_SETTLED, _S.ACCEPTED, "RF-16"),
        Move((_S.ACCEPTED,), _E.SLOT_GIVEN, _S.BOOKED, "RF-17"),
        Move((_S.BOOKED,), _E.AGENDA_CONFIRMED, _S.ON_AGENDA, "RF-19"),
        Move((_S.BOOKED, _S.ON_AGENDA), _E.PAPERS_SENT, _S.PAPERS_OUT, "RF-20"),
        Move(LISTED, _E.OPENED, _S.PRESENTED, "RF-22"),
        Move((_S.RECEIVED, _S.RETURNING), _E.OPENED, _S.PRESENTED, "RF-39 RF-27"),
        Move(LISTED, _E.PRESENTER_ABSENT, _S.ACCEPTED, "RF-23"),
        Move((_S.PRESENTED,), _E.SETTLED, _S.DECIDED, "RF-24 RF-25"),
        Move((_S.PRESENTED,), _E.DEFERRED, _S.RETURNING, "RF-26"),
        Move((_S.RETURNING,), _E.REPLIED, _S.ACCEPTED, "RF-27"),
        Move((_S.DECIDED,), _E.CONFIRMED, _S.CONFIRMED, "RF-28"),
        Move((_S.DECIDED,), _E.SENT_BACK, _S.ACCEPTED, "RF-28"),
        Move((_S.CONFIRMED,), _E.RELEASED, _S.COMMUNICATED, "RF-29"),
        Move((_S.COMMUNICATED,), _E.FINISHED, _S.CLOSED, "RF-32 RF-33"),
        Move(BEFORE_PANEL, _E.WITHDRAWN, _S.WITHDRAWN, "RF-34"),
        Move((*LISTED, _S.PRESENTED), _E.TAKEN_OFF, _S.ACCEPTED, "RF-36 RF-37"),
        Move((*LISTED, _S.PRESENTED), _E.NOT_REACHED, _S.ACCEPTED, "RF-38"),
    ),
    {
        _S.DRAFT: "is a draft",
        _S.REDIRECTED: "belongs elsewhere",
        _S.AWAITING_EXCEPTION: "waits for an officer’s answer",
        _S.AWAITING_AUTHORISATION: "waits for a signature",
        _S.RETURNED_INCOMPLETE: "was returned because something is missing",
        _S.RECEIVED: "has been received",
        _S.IN_FILTER: "is being looked at before the panel",
        _S.LATE: "came after the cut-off",
        _S.ACCEPTED: "waits for a place",
        _S.BOOKED: "has a place at a panel",
        _S.ON_AGENDA: "is on a confirmed agenda",
        _S.PAPERS_OUT: "has gone out with the papers",
        _S.PRESENTED: "is being heard",
        _S.RETURNING: "was put off until more is known",
        _S.DECIDED: "has a decision that is not final yet",
        _S.CONFIRMED: "has a confirmed decision",
        _S.COMMUNICATED: "has a decision that has been sent out",
        _S.CLOSED: "is closed",
        _S.WITHDRAWN: "was withdrawn",
    },
)
ENDED = (_S.REDIRECTED, _S.WITHDRAWN, _S.CLOSED, _S.COMMUNICATED)


OTHER_PAPER = "other"
"""What a file is called that is none of the papers asked for."""


class Paper(Value):
    """An attached file: what it is called, what it is, and where its bytes are kept."""

    name: str
    document: str
    digest: str
    size: int
    added_at: Moment


class Doubt(Value):
    """An answer in a mailed form that must be asked about: the text as it stood there, and `why` where more is known.

    Without that it could not be read for certain.
    """

    question: str
    text: str
    why: str = ""


class Referral(Record):
    """A request put to a panel. Half made, it is a draft here and nowhere else.

    `asking` is the question a typed line answers, if one was put in words; `saved` the revision at which each
    section was last saved; `comment` what the manager or the panel wants changed. `ask` is the question that officers
    have yet to answer, and `entered_by` the administrator who began it for the practitioner. `follows` is the agreed
    case that a new application follows on.
    """

    KIND: ClassVar[str] = "referral"
    INDEX: ClassVar[tuple[str, ...]] = (
        "panel",
        "status",
        "referrer",
        "manager",
        "live",
        "meeting",
        "entered_by",
        "follows",
    )

    panel: str
    profile_version: str
    referrer: str
    manager: str
    opened_at: Moment
    touched_at: Moment
    status: ReferralStatus = ReferralStatus.DRAFT
    answers: dict[str, str] = {}
    saved: dict[str, int] = {}
    doubts: tuple[Doubt, ...] = ()
    papers: tuple[Paper, ...] = ()
    signoffs: tuple[SignOff, ...] = ()
    asking: str = ""
    comment: str = ""
    received_at: Moment | None = None
    first_received_at: Moment | None = None
    meeting: str = ""
    deferrals: int = 0
    visited: str = ""
    follows: str = ""
    source: str = "teams"
    entered_by: str | None = None
    ask: GateAsk | None = None
    lifts: tuple[Lift, ...] = ()
    waivers: tuple[Waiver, ...] = ()
    reassigned: tuple[Reassigned, ...] = ()
    screened: tuple[Screened, ...] = ()

    @property
    def live(self) -> str | None:
        """`yes` while anything can still be due on it: the sweep reads no others."""
        return None if self.status in ENDED else "yes"

    @property
    def came_at(self) -> Moment | None:
        """When it was first received: a deferred case that is signed again has not come anew."""
        return self.first_received_at or self.received_at

    @property
    def is_emergency(self) -> bool:
        """Whether it was made by the emergency route."""
        return self.answers.get("emergency") == "yes"

    def papers_like(self, paper: Paper) -> list[Paper]:
        """Those whose place a late paper takes: of its kind, where it is one of those asked for (CB-9.10)."""
        return [each for each in self.papers if each.document == paper.document != OTHER_PAPER]

    def after(self, event: ReferralEvent, **changes: object) -> "Referral":
        """The referral after the event; raises `MoveNotAllowed`."""
        status = REFERRAL.move(self.id, self.status, event)
        return self.model_copy(update={"status": status, **changes})

    def with_answers(self, answers: Mapping[str, str], section: str) -> "Referral":
        """The referral with these answers taken into one section; an empty answer clears."""
        kept = {**self.answers, **answers}
        return self.model_copy(
            update={
                "answers": {key: value for key, value in kept.items() if value},
                "saved": {**self.saved, section: self.revision + 1},
                "doubts": tuple(doubt for doubt in self.doubts if doubt.question not in answers),
            }
        )
