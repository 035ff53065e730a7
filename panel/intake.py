"""What comes in by mail: a form that was read, and what became of each mail. No mail is dropped."""

from enum import StrEnum
from typing import ClassVar

from panel.records import Moment, Record, Value


class Fate(StrEnum):
    """What a mail came to. Every mail ends in exactly one of these, with a reason.

    CASE: done, it is kept with what it is about. SET_ASIDE: a person has to look. SILENT: ignored by rule.
    """

    CASE = "case"
    SET_ASIDE = "set_aside"
    SILENT = "silent"


class MailFile(Value):
    """A file that came with a mail, kept under its digest."""

    name: str
    digest: str
    size: int


class Bounce(Value):
    """What a mail server reports of mails: their Message-IDs, its code (RFC 3463), and whether they are lost."""

    message_ids: tuple[str, ...] = ()
    status: str = ""
    lost: bool = True


class FormSubmission(Value):
    """A referral form as it was read, before it is a referral.

    `answers` holds the text of each field as it stood; nothing is guessed from it. `unclear` names fields whose text
    could not be read for certain.
    """

    panel: str
    ref: str = ""
    answers: dict[str, str]
    unclear: dict[str, str] = {}
    digest: str


class ReceivedMail(Record):
    """One mail and its fate. The id is made from its Message-ID and what it says, so a second copy is known.

    `sender` is an address; `raw` the digest of the mail as it came; `reason` a code for the administrator's list.
    `references` are the Message-IDs of the mails before it. `said` holds the writer's own words, only where they are
    about a case that the writer has a part in; `ref` is that case. `note` is what the administrator did about it.
    """

    KIND: ClassVar[str] = "mail"
    INDEX: ClassVar[tuple[str, ...]] = ("fate", "form_digest", "open", "about")

    panel: str
    message_id: str
    sender: str
    subject: str = ""
    received_at: Moment
    raw: str
    files: tuple[MailFile, ...] = ()
    form_digest: str | None = None
    fate: Fate = Fate.SET_ASIDE
    reason: str = ""
    ref: str = ""
    answerable: bool = True
    references: tuple[str, ...] = ()
    said: str = ""
    seen_by: str = ""
    note: str = ""

    @property
    def about(self) -> str | None:
        """The case it is about, if there is one."""
        return self.ref or None

    @property
    def open(self) -> str | None:
        """`yes` while it is set aside and nobody has looked at it."""
        return "yes" if self.fate is Fate.SET_ASIDE and not self.seen_by else None
