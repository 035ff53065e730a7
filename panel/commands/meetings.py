"""What can be asked about a panel's meetings and decisions."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from panel.commands.base import AboutMeeting, Command


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
