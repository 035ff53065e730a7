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
class RunPanelClock(Command):
    """Commit what has fallen due at a panel itself, on none of its records."""

    panel: str


@dataclass(frozen=True, kw_only=True)
class GatherReminders(Command):
    """Make the reminders that wait for a person into one message."""

    person: str
