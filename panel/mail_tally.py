"""How many automatic mails went to whom: kept in the record, so that a restart forgets no loop (RFC 3834 2)."""

import hashlib
import re
from datetime import datetime, timedelta
from typing import ClassVar

from panel.ports import Records
from panel.records import Moment, Record, Value

MOST_A_DAY = 10
MOST_A_SUBJECT = 2
"""Automatic mails to one address: in a day, and on one subject: two clerks must not go on answering each other."""
DAY = timedelta(days=1)
REMEMBERED = timedelta(days=30)
"""How long a subject counts: a machine that answers once a day is in a loop too."""
_BEFORE_SUBJECT = re.compile(r"\s*((re|aw|sv|fw|fwd|wg|automatic reply|auto|out of office)\s*(\[\d+\])?\s*:)", re.I)
_MOST_PREFIXES = 50


class Tick(Value):
    """One that went out: when, and a digest of its subject."""

    at: Moment
    subject: str = ""


class MailTally(Record):
    """The automatic mails of the last 30 days to one address, or the notices of one kind; the id names which."""

    KIND: ClassVar[str] = "mail_tally"

    sent: tuple[Tick, ...] = ()

    def within(self, span: timedelta, now: datetime) -> int:
        """How many there were in this time."""
        return sum(1 for tick in self.sent if tick.at > now - span)

    def on(self, subject: str) -> int:
        """How many there were on this subject."""
        return sum(1 for tick in self.sent if tick.subject == subject)

    def and_one(self, now: datetime, subject: str = "") -> "MailTally":
        """One more; what lies too far back is forgotten."""
        kept = (tick for tick in self.sent if tick.at > now - REMEMBERED)
        return self.model_copy(update={"sent": (*kept, Tick(at=now, subject=subject))})


def tally(records: Records, name: str) -> MailTally:
    """The tally of this name, empty at first."""
    return records.look(MailTally, name) or MailTally(id=name)


def answered(records: Records, sender: str, subject: str, now: datetime) -> MailTally | None:
    """The sender's tally with one more automatic mail, or None when that would be one too many."""
    before = tally(records, sender).and_one(now, subject_digest(subject))
    too_many = before.within(DAY, now) > MOST_A_DAY or before.on(subject_digest(subject)) > MOST_A_SUBJECT
    return None if too_many else before


def subject_digest(subject: str) -> str:
    """The same for a subject and every answer to it; it does not say what the subject was."""
    bare = subject
    for _ in range(_MOST_PREFIXES):
        found = _BEFORE_SUBJECT.match(bare)
        if not found:
            break
        bare = bare[found.end() :]
    return hashlib.sha256(" ".join(bare.lower().split()).encode()).hexdigest()[:16]
