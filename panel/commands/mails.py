"""What can be asked about mail that came in."""

from dataclasses import dataclass
from typing import Literal

from panel.commands.base import Command
from panel.intake import Bounce, FormSubmission, ReceivedMail


@dataclass(frozen=True, kw_only=True)
class TakeMail(Command):
    """Deal with one mail that has been read; `form` is the referral form it held, if it held one.

    `automatic` is the sign by which a machine's mail was known. `proven` says that the council's gateway vouches for
    who wrote it. `answers` are the Message-IDs it answers, the nearest first; `refs` and `mentioned` the references in
    its subject and in its words. `shown_as` is From as mail programs show it, which proves nothing.
    """

    mail: ReceivedMail
    form: FormSubmission | None = None
    automatic: str = ""
    proven: bool = False
    answers: tuple[str, ...] = ()
    refs: tuple[str, ...] = ()
    mentioned: tuple[str, ...] = ()
    said: str = ""
    bounce: Bounce | None = None
    spam: bool = False
    shown_as: str = ""


@dataclass(frozen=True, kw_only=True)
class HoldMail(Command):
    """Tell that mails are left in the mailbox for now: `many` of one kind of writer came, or the `disk` has no room."""

    why: Literal["many", "disk"]


@dataclass(frozen=True, kw_only=True)
class TickMail(Command):
    """The administrator has dealt with a mail that was set aside, with a word on what was done."""

    mail: str
    note: str
