"""What people, the mailbox and the clock can ask for. Each is carried out whole by one handler, or refused."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from panel.intake import FormSubmission, ReceivedMail

CLOCK = "clock"
MAILBOX = "mailbox"


@dataclass(frozen=True, kw_only=True)
class Command:
    """Who asks, when, and the key by which a repeat is recognised (empty: every call counts)."""

    by: str
    at: datetime
    key: str = ""
    through: str = "teams"


@dataclass(frozen=True, kw_only=True)
class About(Command):
    """A command about one referral or emergency."""

    ref: str


@dataclass(frozen=True, kw_only=True)
class BeginReferral(Command):
    """Begin a draft for a panel, by the ordinary or the emergency route."""

    panel: str
    emergency: bool = False


@dataclass(frozen=True, kw_only=True)
class SaveSection(About):
    """Save what was given for a section. `drawn_from` is the revision the form showed."""

    section: str
    given: Mapping[str, str]
    drawn_from: int


@dataclass(frozen=True, kw_only=True)
class AnswerQuestion(About):
    """Save the typed answer to one question."""

    question: str
    given: str


@dataclass(frozen=True, kw_only=True)
class AskInWords(About):
    """Put a question in words, so that the next typed line answers it: the one named, or the next without an answer."""

    question: str = ""


@dataclass(frozen=True, kw_only=True)
class AttachPaper(About):
    """Add a file that is already kept under its digest; `document` says which paper it is, or is empty."""

    name: str
    digest: str
    size: int
    document: str = ""


@dataclass(frozen=True, kw_only=True)
class NamePaper(About):
    """Say which paper an attached file is."""

    digest: str
    document: str


@dataclass(frozen=True, kw_only=True)
class RemovePaper(About):
    """Take an attached file off a draft."""

    digest: str


class SendToManager(About):
    """Ask the supervising manager to sign."""


@dataclass(frozen=True, kw_only=True)
class ReturnReferral(About):
    """Give it back to the practitioner with a comment."""

    comment: str


@dataclass(frozen=True, kw_only=True)
class SignReferral(About):
    """Sign it, confirming each check."""

    checks: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class WithdrawReferral(About):
    """Take it back before it is heard."""

    reason: str


@dataclass(frozen=True, kw_only=True)
class MoveBooking(About):
    """Give it a slot at another meeting; one whose cut-off it missed needs a reason (CB-9.10)."""

    meeting: str
    reason: str = ""


@dataclass(frozen=True, kw_only=True)
class AddMeeting(Command):
    """Add a date to the panel's list."""

    panel: str
    starts_at: datetime


@dataclass(frozen=True, kw_only=True)
class PlanMeetings(Command):
    """Add the next dates of the panel's series."""

    panel: str
    count: int


@dataclass(frozen=True, kw_only=True)
class AskLate(About):
    """Ask that a request which missed the cut-off is heard all the same (CB-9.10)."""

    reason: str


@dataclass(frozen=True, kw_only=True)
class AgreeLate(About):
    """Let it be heard; without a reason of their own the officer's is the one it was asked with."""

    reason: str = ""


@dataclass(frozen=True, kw_only=True)
class RefuseLate(About):
    """Leave it where it is booked, with the reason."""

    reason: str


class AskEmergency(About):
    """Put the emergency to the approvers."""


@dataclass(frozen=True, kw_only=True)
class AskRequester(About):
    """The approver wants to know something first."""

    question: str


@dataclass(frozen=True, kw_only=True)
class AnswerApprover(About):
    """Answer the approver's question."""

    answer: str


@dataclass(frozen=True, kw_only=True)
class ApproveEmergency(About):
    """Approve until the next panel, on a condition if one is given."""

    condition: str = ""
    how: str = "card"


@dataclass(frozen=True, kw_only=True)
class DeclineEmergency(About):
    """Refuse, with the reason."""

    reason: str
    how: str = "card"


@dataclass(frozen=True, kw_only=True)
class ExtendEmergency(About):
    """Let an approval run to a later panel, by name and with a reason."""

    meeting: str
    reason: str


class PermitSearch(About):
    """The Resources Team has enough to look for a placement."""


@dataclass(frozen=True, kw_only=True)
class RecordPlacement(About):
    """A placement has been made."""

    provider: str
    placed_on: str
    weekly_cost: str


@dataclass(frozen=True, kw_only=True)
class AboutMeeting(Command):
    """A command about one meeting."""

    meeting: str


@dataclass(frozen=True, kw_only=True)
class MoveMeeting(AboutMeeting):
    """Hold the meeting at another time, on the same day or another."""

    starts_at: datetime
    reason: str


@dataclass(frozen=True, kw_only=True)
class AskCancel(AboutMeeting):
    """Ask that the meeting is cancelled; nothing is announced before that is agreed (CB-8.2)."""

    reason: str


class AgreeCancel(AboutMeeting):
    """Agree that the meeting is cancelled."""


@dataclass(frozen=True, kw_only=True)
class RefuseCancel(AboutMeeting):
    """Let the meeting stand, with the reason."""

    reason: str


class MarkPapersSent(AboutMeeting):
    """The papers of the meeting have gone to its members."""


@dataclass(frozen=True, kw_only=True)
class StartMeeting(AboutMeeting):
    """Open the meeting with those present, who chairs among them."""

    chair: str
    present: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class DraftDecision(AboutMeeting):
    """Write down what the panel decided on one item; a draft until the Chair confirms."""

    ref: str
    outcome: str
    terms: Mapping[str, str] = field(default_factory=dict)


class EndMeeting(AboutMeeting):
    """Close the meeting; items without a decision were not reached."""


class ConfirmDecisions(AboutMeeting):
    """The Chair confirms every drafted decision of a meeting."""


class ReleaseDecisions(AboutMeeting):
    """Send out the decision sheets of a meeting."""


@dataclass(frozen=True, kw_only=True)
class FinishTask(Command):
    """Mark a task as done."""

    task: str


@dataclass(frozen=True, kw_only=True)
class TakeMail(Command):
    """Deal with one mail that has been read; `form` is the referral form it held, if it held one."""

    mail: ReceivedMail
    form: FormSubmission | None = None


@dataclass(frozen=True, kw_only=True)
class RunClock(Command):
    """Commit what has fallen due on one record: see `panel.duties`."""

    kind: str
    record: str
