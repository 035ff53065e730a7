"""What can be asked about an emergency between meetings."""

from dataclasses import dataclass
from datetime import datetime

from panel.commands.base import About
from panel.intake import ReceivedMail


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
class SupportEmergency(About):
    """Support the request, so that an approver is asked."""

    how: str = "card"


@dataclass(frozen=True, kw_only=True)
class RefuseSupport(About):
    """Not supported, with the reason."""

    reason: str
    how: str = "card"


@dataclass(frozen=True, kw_only=True)
class ApproveEmergency(About):
    """Approve until the next panel, on a condition if one is given.

    `until` is an earlier last day, `cost_limit` the most it may cost a week; both as written, both may be empty.
    """

    condition: str = ""
    until: str = ""
    cost_limit: str = ""
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


@dataclass(frozen=True, kw_only=True)
class RecordPhoned(About):
    """What an approver said by telephone, word for word; it stays unconfirmed until they confirm it."""

    approver: str
    approved: bool
    words: str


class ConfirmPhoned(About):
    """Yes, I said that on the telephone."""


@dataclass(frozen=True, kw_only=True)
class DenyPhoned(About):
    """No, I did not say that on the telephone."""

    words: str


@dataclass(frozen=True, kw_only=True)
class NoteCall(About):
    """Somebody was told by telephone (CB-5.6)."""

    whom: str
    called_at: datetime
    words: str


@dataclass(frozen=True, kw_only=True)
class RecordAdmission(About):
    """A child was admitted before the panel (RO-5.16). `authorised_by` is a name as it was given, or empty."""

    admitted_at: datetime
    circumstances: str
    authorised_by: str = ""


class SendPapers(About):
    """The papers of a case, by e-mail to who asks and to nobody else."""


class SendHistory(About):
    """The whole story of an emergency, as a Word file by e-mail to who asks."""


@dataclass(frozen=True, kw_only=True)
class TakeReply(About):
    """A mail from an approver's address that answers an emergency. `proven` says whether the gateway vouches for it."""

    person: str
    mail: ReceivedMail
    proven: bool


class PermitSearch(About):
    """The Resources Team has enough to look for a placement."""


@dataclass(frozen=True, kw_only=True)
class RecordPlacement(About):
    """A placement has been made."""

    provider: str
    placed_on: str
    weekly_cost: str


@dataclass(frozen=True, kw_only=True)
class EndPlacement(About):
    """The placement has ended; the panel still hears the case (CB-5.4)."""

    ended_on: str
