"""How a mail ends: done, set aside for a person, or ignored; and the automatic answer to it, within bounds."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta

from panel.commands import Command
from panel.council import Office
from panel.handlers.entry import entry
from panel.intake import Fate, ReceivedMail
from panel.mail_tally import DAY, MailTally, answered, tally
from panel.notices import Channel, Notice, Topic
from panel.people import Role
from panel.ports import Answer, Change
from panel.records import Record
from panel.telling import notice, to_people

MOST_TOLD_AN_HOUR = 10
"""Messages to the administrators, or about one case, on single mails; when more come, the lists say so."""
MOST_THANKS_A_DAY = 50
"""Automatic mails of a panel to people it does not know, all together."""
_HOUR = timedelta(hours=1)


Told = tuple[list[Record], list[Notice]]
"""Records that change because somebody is told, and what they are told."""


def settle(
    command: Command,
    mail: ReceivedMail,
    told: Told = ([], []),
    records: Sequence[Record] = (),
    notices: Iterable[Notice] = (),
) -> Change:
    """The mail as it ends, with all that follows from it, in one commit."""
    about = [mail.id, mail.ref] if mail.ref else [mail.id]
    also, more = told
    return Change(
        Answer(code=f"mail_{mail.fate}", about=mail.ref or mail.id, facts={"reason": mail.reason}),
        entry(command, "mail_settled", *about, fate=mail.fate, reason=mail.reason),
        (mail, *records, *also),
        (*notices, *more),
    )


def ended(mail: ReceivedMail, fate: Fate, reason: str, **more: object) -> ReceivedMail:
    """The mail with its fate and the reason."""
    return mail.model_copy(update={"fate": fate, "reason": reason, **more})


def set_aside(
    office: Office,
    command: Command,
    mail: ReceivedMail,
    reason: str,
    reply: Topic | None = None,
    notices: Iterable[Notice] = (),
    about: str = "",
    **facts: str,
) -> Change:
    """Before the administrators with the reason, the sender answered where a topic is given.

    `about` is the case the answer may name; without one it names none.
    """
    facts |= {"reason": reason}
    records, told = answer(office, command, mail, reply, about or mail.id, **facts) if reply else ([], [])
    is_loop = reason == "no_form" and reply and mail.answerable and not told
    aside = ended(mail, Fate.SET_ASIDE, "answered_enough" if is_loop else reason)
    also, cards = tell_admins(office, command, aside, Topic.SET_ASIDE, reason=aside.reason)
    return settle(command, aside, ([*records, *also], [*told, *cards]), notices=notices)


def tell_admins(office: Office, command: Command, mail: ReceivedMail, topic: Topic, **facts: str) -> Told:
    """The panel's administrators hear of this mail, unless they heard of ten in the last hour; the tenth says so."""
    admins = office.holders(Role.PANEL_ADMIN, mail.panel, office.today(command.at))
    many = within_the_hour(office, command, f"{topic}/{mail.panel}")
    return many.told(to_people(topic, admins, mail.id, command.at, **facts, **many.facts))


@dataclass(frozen=True)
class Heard:
    """How often people heard of mails of one name: the tally with one more, or None when that is enough for an hour."""

    count: MailTally | None
    facts: dict[str, str]

    def told(self, notices: list[Notice]) -> Told:
        """The notices with their tally, or nothing."""
        return ([self.count], notices) if self.count else ([], [])


def within_the_hour(office: Office, command: Command, name: str) -> Heard:
    """Ten messages an hour under one name; the tenth says that more come, and a flood by mail is none in Teams."""
    count = tally(office.records, name)
    heard = count.within(_HOUR, command.at)
    if heard >= MOST_TOLD_AN_HOUR:
        return Heard(None, {})
    return Heard(count.and_one(command.at), {"many": "yes"} if heard == MOST_TOLD_AN_HOUR - 1 else {})


def answer(office: Office, command: Command, mail: ReceivedMail, topic: Topic, about: str, **facts: str) -> Told:
    """An automatic answer in the thread of the mail, or none.

    At most two on a subject and ten a day to one address. Past that a member of staff reads in Teams, once a day,
    that the mail was taken; to anybody else the clerk is silent.
    """
    if not mail.answerable:
        return [], []
    sender = office.council.directory.by_email(mail.sender)
    count = answered(office.records, mail.sender, mail.subject, command.at)
    if count is None:
        day = office.today(command.at).isoformat()
        note = [notice(Topic.MAIL_ANSWERED, sender.id, about, command.at, mark=day)] if sender and mail.ref else []
        return [], note
    strangers: list[Record] = []
    if sender is None:
        thanks = tally(office.records, f"thanks/{mail.panel}").and_one(command.at)
        if thanks.within(DAY, command.at) > MOST_THANKS_A_DAY:
            return [], []
        strangers = [thanks]
    said = {"mail": mail.id, "in_reply_to": mail.message_id, "references": " ".join(mail.references), **facts}
    owed = notice(topic, mail.sender, about, command.at, via=Channel.EMAIL, mark=mail.id, **said)
    return [count, *strangers], [owed]
