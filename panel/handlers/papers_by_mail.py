"""Papers that answer a mail of ours: attached while the case can still be changed, put before people when late."""

from panel import permissions
from panel.answers import clean
from panel.commands import TakeMail
from panel.council import Office
from panel.errors import Refused
from panel.handlers.editing import brought_up_to
from panel.handlers.forms_by_mail import next_step
from panel.handlers.lateness import offered
from panel.handlers.mail_fates import answer, ended, set_aside, settle
from panel.handlers.mailed_files import in_facts, with_files
from panel.intake import Fate
from panel.meeting import LateAsk
from panel.notices import Notice, Topic
from panel.people import Person
from panel.policies import LONGEST_REMARK
from panel.ports import Change
from panel.records import Record
from panel.referral import EDITABLE, LISTED, OTHER_PAPER, Referral, ReferralStatus
from panel.telling import to_people

NO_REASON = "The mail that brought it does not say why."


def take_papers(command: TakeMail, sender: Person, referral: Referral, office: Office) -> Change:
    """The files become papers of the case, and the answer says what is still missing (RF-10, CB-9.2, CB-10.16).

    A case that was made of a form by mail goes on as soon as it is whole, as if the form had come whole. Any other
    stays with the practitioner, who sends it. Raises `NotPermitted` for anybody else's case.
    """
    permissions.check_may_edit(sender, referral)
    if referral.status in LISTED:
        return _offered(command, sender, referral, office)
    if referral.status not in EDITABLE:
        return _too_late(command, sender, referral, office)
    profile = office.profile_of(referral)
    filled, refused = with_files(referral, profile, command.mail.files, command.at)
    records: list[Record] = [filled] if filled != referral else []
    told: list[Notice] = []
    made_by_mail = referral.source == "mail" and referral.status is ReferralStatus.RETURNED_INCOMPLETE
    if made_by_mail and sender.id == referral.referrer and filled != referral:
        _, records, told = next_step(brought_up_to(office, filled, command.at), profile, command, office)
    mail = ended(command.mail, Fate.CASE, "papers", ref=referral.id, panel=referral.panel, said=command.said)
    reply = answer(office, command, mail, Topic.MAIL_PAPERS, referral.id, **in_facts(refused))
    return settle(command, mail, reply, records, told)


def _offered(command: TakeMail, sender: Person, referral: Referral, office: Office) -> Change:
    """A paper for a case on an agenda: those who may let it in are asked at once, as when it is offered in Teams.

    The mail decides nothing: until one of them agrees the papers stand (CB-9.10, NT-7).
    """
    filled, refused = with_files(referral, office.profile_of(referral), command.mail.files, command.at)
    named = [paper if paper.document else paper.model_copy(update={"document": OTHER_PAPER}) for paper in filled.papers]
    late = named[len(referral.papers) :]
    if not late:
        return _too_late(command, sender, referral, office, **in_facts(refused))
    reason = clean(command.said)[:LONGEST_REMARK] or NO_REASON
    ask = LateAsk(ref=referral.id, by=sender.id, at=command.at, reason=reason, papers=tuple(late))
    try:
        asked, cards = offered(office, sender, referral, ask)
    except Refused as why:
        return _too_late(command, sender, referral, office, why=str(why), **in_facts(refused))
    mail = ended(command.mail, Fate.CASE, "late_asked", ref=referral.id, panel=referral.panel, said=command.said)
    facts = {"asked": "yes", "starts": asked.starts_at.isoformat()}
    reply = answer(office, command, mail, Topic.MAIL_LATE_PAPER, referral.id, **facts, **in_facts(refused))
    return settle(command, mail, reply, [asked], [*cards, *_told(command, sender, referral, office, **facts)])


def _too_late(command: TakeMail, sender: Person, referral: Referral, office: Office, **facts: str) -> Change:
    """The papers of a case stand once it was sent: people decide whether this one is still looked at (CB-9.10)."""
    mail = command.mail.model_copy(update={"ref": referral.id, "panel": referral.panel, "said": command.said})
    facts |= {"status": str(referral.status)}
    told = _told(command, sender, referral, office, **facts)
    return set_aside(office, command, mail, "late_paper", Topic.MAIL_LATE_PAPER, told, about=referral.id, **facts)


def _told(command: TakeMail, sender: Person, referral: Referral, office: Office, **facts: str) -> list[Notice]:
    """The others of the case, who did not write."""
    people = [person for person in office.known(referral.referrer, referral.manager) if person.id != sender.id]
    return to_people(Topic.MAIL_LATE_PAPER, people, referral.id, command.at, mark=command.mail.id, **facts)
