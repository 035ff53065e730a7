"""What can be asked about a referral, until it has its place."""

from collections.abc import Mapping
from dataclasses import dataclass

from panel.commands.base import About, Command


@dataclass(frozen=True, kw_only=True)
class BeginReferral(Command):
    """Begin a draft for a panel, by the ordinary or the emergency route.

    `owner` is the practitioner for whom the administrator enters it; empty for one's own.
    """

    panel: str
    emergency: bool = False
    owner: str = ""


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


@dataclass(frozen=True, kw_only=True)
class WaivePaper(About):
    """Let a paper go that should come with it, with the reason (AM-38)."""

    document: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class AskException(About):
    """Ask the officers the profile names to lift the gates that block it (RF-5)."""

    reason: str


@dataclass(frozen=True, kw_only=True)
class AgreeException(About):
    """Agree to what was asked: the gates are lifted, or the referral goes elsewhere."""

    reason: str = ""


@dataclass(frozen=True, kw_only=True)
class RefuseException(About):
    """Refuse what was asked, with the reason."""

    reason: str


class SendToManager(About):
    """Send it: whoever signs first is asked, or it is received where nobody signs."""


@dataclass(frozen=True, kw_only=True)
class ReturnReferral(About):
    """Give it back to the practitioner with a comment: by whoever signs next, or looks at it before the panel."""

    comment: str


@dataclass(frozen=True, kw_only=True)
class SignReferral(About):
    """Sign it, confirming each check."""

    checks: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class ChangeManager(About):
    """Name another manager to sign it, with the reason (KN-3.12)."""

    to: str
    reason: str


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
