"""A mail that answers an emergency: it decides nothing, and brings the request before the approver once more."""

from panel.commands import TakeReply
from panel.council import Office
from panel.handlers.entry import entry
from panel.intake import Fate, ReceivedMail
from panel.notices import Notice, Topic
from panel.people import Role
from panel.ports import Answer, Change
from panel.telling import notice, to_people


def take_reply(command: TakeReply, office: Office) -> Change:
    """The card again in Teams, where the decision is made; a mail nobody vouches for is set aside as well (EM-7).

    Whoever is said to have written it hears of a forged one in Teams.
    """
    mail = command.mail
    if office.records.look(ReceivedMail, mail.id):
        return Change(Answer(code="mail_seen", about=mail.id))
    emergency = office.emergency(command.ref)
    proven = {"proven": "yes"} if command.proven else {}
    told: list[Notice] = [
        notice(Topic.EMERGENCY_REPLY, command.person, emergency.id, command.at, mark=mail.id, **proven)
    ]
    reason = "answers_emergency" if command.proven else "not_proven"
    if not command.proven:
        admins = office.holders(Role.PANEL_ADMIN, emergency.panel, office.today(command.at))
        told += to_people(Topic.SET_ASIDE, admins, mail.id, command.at, reason=reason)
    fate = Fate.CASE if command.proven else Fate.SET_ASIDE
    settled = mail.model_copy(update={"fate": fate, "reason": reason, "ref": emergency.id, "panel": emergency.panel})
    return Change(
        Answer(code=f"mail_{fate}", about=mail.id, facts={"reason": reason}),
        entry(command, "mail_settled", mail.id, emergency.id, fate=fate, reason=reason),
        (settled,),
        tuple(told),
    )
