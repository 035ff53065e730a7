"""Who is owed which notice: rows of the outbox, without wording."""

from enum import StrEnum
from typing import ClassVar

from panel.records import Moment, Record, Value


class Channel(StrEnum):
    """How a notice travels."""

    TEAMS = "teams"
    EMAIL = "email"
    POST = "post"


class Delivery(StrEnum):
    """What to do when it is not known whether a notice arrived.

    MUST_ARRIVE: send it again, marked as a repeat. MUST_NOT_REPEAT: hold it for a person to look at.
    """

    MUST_ARRIVE = "must_arrive"
    MUST_NOT_REPEAT = "must_not_repeat"


class Pace(StrEnum):
    """How soon a notice that fell due by itself is sent.

    AT_ONCE: a person must act now, at any hour. ALONE: in office hours, as a message of its own. GATHERED: in office
    hours, in the one message a person gets that morning.
    """

    AT_ONCE = "at_once"
    ALONE = "alone"
    GATHERED = "gathered"


class NoticeState(StrEnum):
    """Where a notice is on its way out.

    WAITING: for the other reminders of the morning. GATHERED: it is said in another notice. OVERTAKEN: what it
    reminds of was done or changed before it was sent.
    """

    WAITING = "waiting"
    GATHERED = "gathered"
    OVERTAKEN = "overtaken"
    OWED = "owed"
    SENDING = "sending"
    SENT = "sent"
    IN_DOUBT = "in_doubt"
    FAILED = "failed"


class Reminder(Value):
    """Which duty a notice reminds of, so that it can be worked out anew whether it still stands."""

    kind: str
    record: str
    topic: str
    mark: str


class Notice(Record):
    """One message owed to one recipient.

    The id names record, rule and due date, so that owing it twice owes it once. `to` is an Entra object id for
    Teams, an e-mail address for e-mail and a panel id for a post; `facts` holds what the words need. `hours_of` is the
    panel in whose office hours it is sent, empty when it goes at any hour; `items` the notices said in this one.
    `first` puts it before the other notices owed to the same recipient (RO-11.11).
    """

    KIND: ClassVar[str] = "notice"
    INDEX: ClassVar[tuple[str, ...]] = ("state", "about", "to", "letter")

    rule: str
    to: str
    channel: Channel
    about: str
    owed_at: Moment
    delivery: Delivery = Delivery.MUST_ARRIVE
    facts: dict[str, str] = {}
    files: tuple[str, ...] = ()
    state: NoticeState = NoticeState.OWED
    attempts: int = 0
    try_after: Moment | None = None
    sent_at: Moment | None = None
    repeated: bool = False
    sent_as: str = ""
    problem: str = ""
    hours_of: str = ""
    reminder: Reminder | None = None
    items: tuple[str, ...] = ()
    first: bool = False

    @property
    def letter(self) -> str | None:
        """The Message-ID it went out under, by which an answer to it, or its coming back, is known."""
        return self.sent_as if self.channel is Channel.EMAIL and self.sent_as else None


class Topic(StrEnum):
    """What a notice is about; its words stand in `dialogs/words.py` and `dialogs/letters.py` under the same name."""

    RECEIPT = "receipt"
    FORM_WANTED = "form_wanted"
    SET_ASIDE = "set_aside"
    MAIL_PAPERS = "mail_papers"
    MAIL_KEPT = "mail_kept"
    MAIL_NEWS = "mail_news"
    MAIL_NOT_YOURS = "mail_not_yours"
    MAIL_CHALLENGE = "mail_challenge"
    MAIL_LATE_PAPER = "mail_late_paper"
    MAIL_ANSWERED = "mail_answered"
    FAMILY_THANKS = "family_thanks"
    AUTHORISE = "authorise"
    AUTHORISE_WAITS = "authorise_waits"
    RETURNED = "returned"
    SIGNED = "signed"
    MANAGER_CHANGED = "manager_changed"
    ENTERED_FOR_YOU = "entered_for_you"
    EXCEPTION_ASKED = "exception_asked"
    EXCEPTION_ANSWERED = "exception_answered"
    SENT_ELSEWHERE = "sent_elsewhere"
    PAPER_WAIVED = "paper_waived"
    FILTER_ASKED = "filter_asked"
    FILTER_PASSED = "filter_passed"
    DECISION_ASKED = "decision_asked"
    NO_PLACE = "no_place"
    LATE = "late"
    CUT_OFF_NEAR = "cut_off_near"
    APPOINTMENT = "appointment"
    IRO_COPY = "iro_copy"
    AGENDA = "agenda"
    MEETING_MOVED = "meeting_moved"
    MEETING_CANCELLED = "meeting_cancelled"
    CANCEL_ASKED = "cancel_asked"
    CANCEL_REFUSED = "cancel_refused"
    PLACE_CHANGED = "place_changed"
    EXTENSION_NEEDED = "extension_needed"
    LATE_ASKED = "late_asked"
    LATE_ANSWERED = "late_answered"
    AGENDA_DRAFTED = "agenda_drafted"
    AGENDA_WAITS = "agenda_waits"
    AGENDA_ADDED = "agenda_added"
    PRESENT_AT = "present_at"
    PUT_OFF = "put_off"
    PUT_OFF_AGAIN = "put_off_again"
    QUORUM_AT_RISK = "quorum_at_risk"
    PAPERS_DUE = "papers_due"
    PAPER_READY = "paper_ready"
    PAPERS_OUT = "papers_out"
    PACK_READY = "pack_ready"
    PACK_CHANGED = "pack_changed"
    PACK_COPY = "pack_copy"
    GUEST_INVITED = "guest_invited"
    EMERGENCY_SUPPORT = "emergency_support"
    EMERGENCY_NOT_SUPPORTED = "emergency_not_supported"
    EMERGENCY_ASKED = "emergency_asked"
    EMERGENCY_QUESTION = "emergency_question"
    EMERGENCY_ANSWER = "emergency_answer"
    EMERGENCY_UNANSWERED = "emergency_unanswered"
    EMERGENCY_APPROVED = "emergency_approved"
    EMERGENCY_REFUSED = "emergency_refused"
    EMERGENCY_EXTENDED = "emergency_extended"
    EMERGENCY_CONFIRM = "emergency_confirm"
    EMERGENCY_DENIED = "emergency_denied"
    EMERGENCY_REPLY = "emergency_reply"
    ADMITTED = "admitted"
    DRILL = "drill"
    ROTA_GAP = "rota_gap"
    SEARCH_STOPPED = "search_stopped"
    PLAN_DONE = "plan_done"
    PAPER_COPY = "paper_copy"
    HISTORY_COPY = "history_copy"
    REPORT_COPY = "report_copy"
    SEARCH_PERMISSION = "search_permission"
    SEARCH_BLOCKED = "search_blocked"
    PLACEMENT_MADE = "placement_made"
    FULL_FORM_DUE = "full_form_due"
    EMERGENCY_NEAR_END = "emergency_near_end"
    EMERGENCY_LAPSED = "emergency_lapsed"
    CONFIRM_DECISIONS = "confirm_decisions"
    ENDORSE = "endorse"
    ENDORSE_WAITS = "endorse_waits"
    IN_PRINCIPLE = "in_principle"
    VISIT_DUE = "visit_due"
    VISIT_MISSING = "visit_missing"
    DECIDED = "decided"
    RELEASE_DUE = "release_due"
    DECISION_SHEET = "decision_sheet"
    DECISIONS_POSTED = "decisions_posted"
    MINUTES = "minutes"
    MINUTES_POSTED = "minutes_posted"
    MINUTES_WAIT = "minutes_wait"
    TASK_GIVEN = "task_given"
    TASK_DUE = "task_due"
    REVIEW_NEAR = "review_near"
    REVIEW_MISSED = "review_missed"
    PLANNER_SET = "planner_set"
    PLANNER_NEAR = "planner_near"
    PLANNER_MISSED = "planner_missed"
    PLANNER_MOVED = "planner_moved"
    PLANNER_BOOKED = "planner_booked"
    CONTRACT_ENDS = "contract_ends"
    CHANGE_REPORTED = "change_reported"
    PAYMENT_RUNS_ON = "payment_runs_on"
    APPEAL_LOGGED = "appeal_logged"
    APPEAL_LATE = "appeal_late"
    APPEAL_LACKS = "appeal_lacks"
    APPEAL_BOOKED = "appeal_booked"
    APPEAL_WAITS = "appeal_waits"
    APPEAL_ANSWERED = "appeal_answered"
    LETTER_DRAFTED = "letter_drafted"
    LETTER_ADDRESSED = "letter_addressed"
    LETTER_CHECK = "letter_check"
    LETTER_COPY = "letter_copy"
    LETTER_TO_GO = "letter_to_go"
    LETTER_BACK = "letter_back"
    LETTER_DROPPED = "letter_dropped"
    LETTER_SENT = "letter_sent"
    LETTER_WAITS = "letter_waits"
    FAMILY_LETTER = "family_letter"
    RECURRING_DUE = "recurring_due"
    REDRAW = "redraw"
    UNDELIVERED = "undelivered"
    MORNING = "morning"
    WATCHED = "watched"
    MAIL_WAITS = "mail_waits"
    MAIL_HELD = "mail_held"
    DATES_MISSING = "dates_missing"
    CALENDAR_ENDS = "calendar_ends"

    @property
    def pace(self) -> Pace:
        """How soon it is sent when it falls due by itself; a reminder waits for the morning."""
        if self in AT_ONCE:
            return Pace.AT_ONCE
        return Pace.ALONE if self in ALONE else Pace.GATHERED


AT_ONCE = frozenset(
    {
        Topic.CANCEL_ASKED,
        Topic.EXTENSION_NEEDED,
        Topic.EMERGENCY_SUPPORT,
        Topic.EMERGENCY_NOT_SUPPORTED,
        Topic.EMERGENCY_ASKED,
        Topic.EMERGENCY_QUESTION,
        Topic.EMERGENCY_ANSWER,
        Topic.EMERGENCY_UNANSWERED,
        Topic.EMERGENCY_APPROVED,
        Topic.EMERGENCY_REFUSED,
        Topic.EMERGENCY_CONFIRM,
        Topic.EMERGENCY_DENIED,
        Topic.EMERGENCY_REPLY,
        Topic.EMERGENCY_NEAR_END,
        Topic.EMERGENCY_LAPSED,
        Topic.EMERGENCY_EXTENDED,
        Topic.ADMITTED,
        Topic.DRILL,
        Topic.SEARCH_PERMISSION,
        Topic.SEARCH_BLOCKED,
        Topic.SEARCH_STOPPED,
        Topic.PAPER_COPY,
    }
)
"""These wait for no morning, and go before all else to the same person."""
ALONE = frozenset(
    {Topic.CONFIRM_DECISIONS, Topic.REVIEW_MISSED, Topic.PLANNER_MISSED, Topic.APPEAL_LATE, Topic.VISIT_DUE}
)
"""Cards to decide, and a date that was missed: each is a message of its own."""
