"""Who is owed which notice: rows of the outbox, without wording."""

from enum import StrEnum
from typing import ClassVar

from panel.records import Moment, Record


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


class NoticeState(StrEnum):
    """Where a notice is on its way out."""

    OWED = "owed"
    SENDING = "sending"
    SENT = "sent"
    IN_DOUBT = "in_doubt"
    FAILED = "failed"


class Notice(Record):
    """One message owed to one recipient.

    The id names record, rule and due date, so that owing it twice owes it once. `to` is an Entra object id for
    Teams, an e-mail address for e-mail and a panel id for a post; `facts` holds what the words need.
    """

    KIND: ClassVar[str] = "notice"
    INDEX: ClassVar[tuple[str, ...]] = ("state", "about", "to")

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


class Topic(StrEnum):
    """What a notice is about; its words stand in `dialogs/words.py` and `dialogs/letters.py` under the same name."""

    RECEIPT = "receipt"
    FORM_WANTED = "form_wanted"
    SET_ASIDE = "set_aside"
    AUTHORISE = "authorise"
    AUTHORISE_WAITS = "authorise_waits"
    RETURNED = "returned"
    SIGNED = "signed"
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
    PAPERS_DUE = "papers_due"
    PAPERS_OUT = "papers_out"
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
    SEARCH_PERMISSION = "search_permission"
    SEARCH_BLOCKED = "search_blocked"
    PLACEMENT_MADE = "placement_made"
    FULL_FORM_DUE = "full_form_due"
    EMERGENCY_NEAR_END = "emergency_near_end"
    EMERGENCY_LAPSED = "emergency_lapsed"
    CONFIRM_DECISIONS = "confirm_decisions"
    DECIDED = "decided"
    RELEASE_DUE = "release_due"
    DECISION_SHEET = "decision_sheet"
    DECISIONS_POSTED = "decisions_posted"
    TASK_GIVEN = "task_given"
    TASK_DUE = "task_due"
    REVIEW_NEAR = "review_near"
    REVIEW_MISSED = "review_missed"
    REDRAW = "redraw"
    UNDELIVERED = "undelivered"
