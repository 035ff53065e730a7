"""A mail that answers an emergency: it decides nothing, and brings the request before the approver once more."""

from panel.commands import TakeReply
from panel.council import Office
from panel.handlers.mail_fates import ended, settle, tell_admins
from panel.intake import Fate, ReceivedMail
from panel.notices import Topic
from panel.ports import Answer, Change
from panel.telling import notice


def take_reply(command: TakeReply, office: Office) -> Change:
    """The card again in Teams, where the decision is made; a mail nobody vouches for is set aside as well (EM-7).

    Whoever is said to have written it hears of a forged one in Teams, once a day for each emergency.
    """
    mail = command.mail
    if office.records.look(ReceivedMail, mail.id):
        return Change(Answer(code="mail_seen", about=mail.id))
    emergency = office.emergency(command.ref)
    mark = mail.id if command.proven else f"unproven.{office.today(command.at).isoformat()}"
    proven = {"proven": "yes"} if command.proven else {}
    asked = notice(Topic.EMERGENCY_REPLY, command.person, emergency.id, command.at, mark=mark, **proven)
    about = {"ref": emergency.id, "panel": emergency.panel}
    if command.proven:
        return settle(command, ended(mail, Fate.CASE, "answers_emergency", **about), notices=[asked])
    aside = ended(mail, Fate.SET_ASIDE, "not_proven", **about)
    told = tell_admins(office, command, aside, Topic.SET_ASIDE, reason="not_proven")
    return settle(command, aside, told, notices=[asked])
