"""What every request carries, and the few that belong to no one part of the procedure."""

from dataclasses import dataclass
from datetime import datetime

CLOCK = "clock"
MAILBOX = "mailbox"
OPERATOR = "operator"
"""Who acts when no person of the council does: the clock, the mailbox, whoever runs the service."""


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
class AboutMeeting(Command):
    """A command about one meeting."""

    meeting: str


@dataclass(frozen=True, kw_only=True)
class FinishTask(Command):
    """Mark a task as done."""

    task: str


@dataclass(frozen=True, kw_only=True)
class RunClock(Command):
    """Commit what has fallen due on one record: see `panel.duties`."""

    kind: str
    record: str


@dataclass(frozen=True, kw_only=True)
class SayAway(Command):
    """Out of office from one moment to another, in the person's own word."""

    since: datetime
    until: datetime


class SayBack(Command):
    """Here again."""


@dataclass(frozen=True, kw_only=True)
class StartDrill(Command):
    """Test the way to the approver on duty, without a case."""

    panel: str


@dataclass(frozen=True, kw_only=True)
class AcknowledgeDrill(Command):
    """The approver answers a drill."""

    drill: str


@dataclass(frozen=True, kw_only=True)
class WatchRota(Command):
    """Look whether an approver can be reached at every hour of the coming week: see `panel.handlers.watching`."""

    panel: str
