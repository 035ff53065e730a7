"""A panel meeting: its slots, who came, and where it stands."""

from datetime import timedelta
from enum import StrEnum
from typing import ClassVar

from panel.attendance import Attendance, Away, Conflict, Guest, Missing
from panel.lifecycle import Lifecycle, Move
from panel.records import Moment, Record, Value
from panel.referral import Paper


class MeetingStatus(StrEnum):
    """Where a meeting stands."""

    NEEDS_DECISION = "needs_decision"
    SCHEDULED = "scheduled"
    OPEN = "open"
    CLOSED_TO_SUBMISSIONS = "closed_to_submissions"
    AGENDA_DRAFT = "agenda_draft"
    AGENDA_CONFIRMED = "agenda_confirmed"
    PAPERS_OUT = "papers_out"
    IN_SESSION = "in_session"
    HELD = "held"
    DECISIONS_CONFIRMED = "decisions_confirmed"
    DECISIONS_ISSUED = "decisions_issued"
    COMPLETE = "complete"
    CANCEL_PENDING = "cancel_pending"
    CANCELLED = "cancelled"
    MOVED = "moved"


class MeetingEvent(StrEnum):
    """What can happen to a meeting."""

    FALLS_ON_HOLIDAY = "falls_on_holiday"
    OPENED = "opened"
    CUT_OFF = "cut_off"
    DRAFTED = "drafted"
    AGENDA_CONFIRMED = "agenda_confirmed"
    PAPERS_SENT = "papers_sent"
    STARTED = "started"
    ENDED = "ended"
    ALL_CONFIRMED = "all_confirmed"
    ALL_RELEASED = "all_released"
    COMPLETED = "completed"
    CANCEL_ASKED = "cancel_asked"
    CANCEL_AGREED = "cancel_agreed"
    MOVED = "moved"


_S, _E = MeetingStatus, MeetingEvent
AHEAD = (
    _S.SCHEDULED,
    _S.OPEN,
    _S.CLOSED_TO_SUBMISSIONS,
    _S.AGENDA_DRAFT,
    _S.AGENDA_CONFIRMED,
    _S.PAPERS_OUT,
)

MEETING = Lifecycle(
    "meeting",
    (
        Move((_S.SCHEDULED,), _E.FALLS_ON_HOLIDAY, _S.NEEDS_DECISION, "MT-2"),
        Move((_S.SCHEDULED,), _E.OPENED, _S.OPEN, "MT-3"),
        Move((_S.SCHEDULED, _S.OPEN), _E.CUT_OFF, _S.CLOSED_TO_SUBMISSIONS, "MT-4"),
        Move((_S.CLOSED_TO_SUBMISSIONS,), _E.DRAFTED, _S.AGENDA_DRAFT, "MT-5"),
        Move((_S.AGENDA_DRAFT,), _E.AGENDA_CONFIRMED, _S.AGENDA_CONFIRMED, "MT-6"),
        Move((_S.CLOSED_TO_SUBMISSIONS, _S.AGENDA_DRAFT, _S.AGENDA_CONFIRMED), _E.PAPERS_SENT, _S.PAPERS_OUT, "MT-7"),
        Move(AHEAD, _E.STARTED, _S.IN_SESSION, "MT-9"),
        Move((_S.IN_SESSION,), _E.ENDED, _S.HELD, "MT-11"),
        Move((_S.HELD,), _E.ALL_CONFIRMED, _S.DECISIONS_CONFIRMED, "MT-12"),
        Move((_S.DECISIONS_CONFIRMED,), _E.ALL_RELEASED, _S.DECISIONS_ISSUED, "MT-13"),
        Move((_S.DECISIONS_ISSUED,), _E.COMPLETED, _S.COMPLETE, "MT-20"),
        Move((*AHEAD, _S.NEEDS_DECISION), _E.CANCEL_ASKED, _S.CANCEL_PENDING, "MT-17"),
        Move((_S.CANCEL_PENDING,), _E.CANCEL_AGREED, _S.CANCELLED, "MT-18"),
        Move((*AHEAD, _S.NEEDS_DECISION), _E.MOVED, _S.MOVED, "MT-21"),
    ),
    {
        _S.NEEDS_DECISION: "falls on a day the council is closed",
        _S.SCHEDULED: "is planned",
        _S.OPEN: "is open for referrals",
        _S.CLOSED_TO_SUBMISSIONS: "is past its cut-off",
        _S.AGENDA_DRAFT: "has a draft agenda",
        _S.AGENDA_CONFIRMED: "has a confirmed agenda",
        _S.PAPERS_OUT: "has its papers out",
        _S.IN_SESSION: "is sitting",
        _S.HELD: "has been held",
        _S.DECISIONS_CONFIRMED: "has its decisions confirmed",
        _S.DECISIONS_ISSUED: "has its decisions sent out",
        _S.COMPLETE: "is complete",
        _S.CANCEL_PENDING: "may be cancelled",
        _S.CANCELLED: "was cancelled",
        _S.MOVED: "was moved to another day",
    },
    look="meetings",
)


class ItemKind(StrEnum):
    """Why an item is before the panel."""

    REFERRAL = "referral"
    RATIFICATION = "ratification"
    APPEAL = "appeal"
    RETURN = "return"


class ItemResult(StrEnum):
    """What became of an item at the meeting."""

    WAITING = "waiting"
    DECIDED = "decided"
    NOT_REACHED = "not_reached"


class AgendaItem(Value):
    """One case at one meeting; ratifications keep to no cut-off and no limit of slots (AM-12).

    `late_by` is the officer who let a late request be heard, for `late_reason` (CB-9.10). `added` is true for one that
    came after the agenda was confirmed, `moved` for one whose people were told another time before it was.
    """

    ref: str
    kind: ItemKind
    starts_at: Moment
    minutes: int
    result: ItemResult = ItemResult.WAITING
    late_by: str = ""
    late_reason: str = ""
    added: bool = False
    moved: bool = False

    @property
    def ends_at(self) -> Moment:
        """When its time is up."""
        return self.starts_at + timedelta(minutes=self.minutes)


class CancelAsk(Value):
    """A wish to cancel the meeting, and the agreement it needs first (CB-8.2). `before` is where the meeting stood."""

    by: str
    at: Moment
    reason: str
    before: MeetingStatus
    agreed_by: str = ""
    agreed_at: Moment | None = None


class LateAsk(Value):
    """A wish to be heard here although the request came after the cut-off, and its answer (CB-9.10).

    With `papers` it is a wish that these go with a case that is listed already; they are answered together.
    """

    ref: str
    by: str
    at: Moment
    reason: str
    answered_by: str = ""
    answered_at: Moment | None = None
    agreed: bool = False
    answer: str = ""
    papers: tuple[Paper, ...] = ()


class PanelMeeting(Record):
    """One sitting of a panel. The id is the panel and the day.

    Moved to another day it becomes another record, `moved_to`, and its items go there.
    """

    KIND: ClassVar[str] = "meeting"
    INDEX: ClassVar[tuple[str, ...]] = ("panel", "live")

    panel: str
    starts_at: Moment
    ends_at: Moment
    cutoff_at: Moment
    status: MeetingStatus = MeetingStatus.OPEN
    items: tuple[AgendaItem, ...] = ()
    drafted_at: Moment | None = None
    agenda_at: Moment | None = None
    agenda_by: str = ""
    chair: str = ""
    attendance: tuple[Attendance, ...] = ()
    away: tuple[Away, ...] = ()
    conflicts: tuple[Conflict, ...] = ()
    missing: tuple[Missing, ...] = ()
    guests: tuple[Guest, ...] = ()
    cancel: CancelAsk | None = None
    moved_to: str = ""
    late_asks: tuple[LateAsk, ...] = ()
    papers_at: Moment | None = None

    @property
    def live(self) -> str | None:
        """`yes` until nothing more can be due on it."""
        done = (_S.COMPLETE, _S.CANCELLED, _S.MOVED, _S.DECISIONS_ISSUED)
        return None if self.status in done else "yes"

    @property
    def standing(self) -> MeetingStatus:
        """Where it stands for everyone: a wish to cancel it changes nothing before it is agreed (CB-8.2)."""
        return self.cancel.before if self.cancel and self.status is _S.CANCEL_PENDING else self.status

    @property
    def is_ahead(self) -> bool:
        """Whether it has not begun, and was neither cancelled nor moved away."""
        return self.standing in AHEAD

    @property
    def present(self) -> frozenset[str]:
        """Who is there now."""
        return frozenset(seat.person for seat in self.attendance if seat.present)

    def item(self, ref: str) -> AgendaItem | None:
        """The item with this reference."""
        return next((item for item in self.items if item.ref == ref), None)

    def ratifies(self, ref: str) -> bool:
        """Whether the item with this reference is an emergency approval put to the panel."""
        return any(item.ref == ref and item.kind is ItemKind.RATIFICATION for item in self.items)

    def late_ask(self, ref: str) -> LateAsk | None:
        """The wish of this case to be heard late, if it waits for an answer."""
        return next((ask for ask in self.late_asks if ask.ref == ref and ask.answered_at is None), None)

    def with_late_ask(self, ask: LateAsk) -> "PanelMeeting":
        """The meeting with the wish added, or in place of the earlier one of its case."""
        others = tuple(other for other in self.late_asks if other.ref != ask.ref)
        return self.model_copy(update={"late_asks": (*others, ask)})

    def with_attendance(self, line: Attendance) -> "PanelMeeting":
        """The meeting with this person's line in place of the earlier one."""
        known = any(seat.person == line.person for seat in self.attendance)
        lines = tuple(line if seat.person == line.person else seat for seat in self.attendance)
        return self.model_copy(update={"attendance": lines if known else (*lines, line)})

    def with_away(self, away: Away) -> "PanelMeeting":
        """The meeting with this member away, in place of what was known of them before."""
        others = tuple(other for other in self.away if other.person != away.person)
        return self.model_copy(update={"away": (*others, away)})

    def kept(self) -> "PanelMeeting":
        """The meeting as it stood before someone asked to cancel it: the answer was no (MT-18)."""
        return self.model_copy(update={"status": self.standing, "cancel": None})

    def with_item(self, item: AgendaItem) -> "PanelMeeting":
        """The meeting with the item added, or in place of the one with its reference; in order of time."""
        others = [other for other in self.items if other.ref != item.ref]
        ordered = sorted([*others, item], key=lambda each: each.starts_at)
        return self.model_copy(update={"items": tuple(ordered)})

    def without(self, ref: str) -> "PanelMeeting":
        """The meeting with the item's slot free again."""
        return self.model_copy(update={"items": tuple(item for item in self.items if item.ref != ref)})

    def after(self, event: MeetingEvent, **changes: object) -> "PanelMeeting":
        """The meeting after the event; raises `MoveNotAllowed`."""
        status = MEETING.move("The meeting", self.status, event)
        return self.model_copy(update={"status": status, **changes})
