"""What comes in by mail: a form that was read, and what became of each mail. No mail is dropped."""

from enum import StrEnum
from typing import ClassVar

from panel.records import Moment, Record, Value


class Fate(StrEnum):
    """What a mail came to. Every mail ends in one of these, with a reason."""

    CASE = "case"
    SET_ASIDE = "set_aside"
    SILENT = "silent"


class MailFile(Value):
    """A file that came with a mail, kept under its digest."""

    name: str
    digest: str
    size: int


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
    """

    KIND: ClassVar[str] = "mail"
    INDEX: ClassVar[tuple[str, ...]] = ("fate", "form_digest", "open")

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
    seen_by: str = ""

    @property
    def open(self) -> str | None:
        """`yes` while it is set aside and nobody has looked at it."""
        return "yes" if self.fate is Fate.SET_ASIDE and not self.seen_by else None
