"""A mail that was set aside, dealt with by the administrator."""

from panel import permissions, policies
from panel.commands import TickMail
from panel.council import Office
from panel.errors import MoveNotAllowed, Unknown
from panel.handlers.entry import entry
from panel.intake import ReceivedMail
from panel.ports import Answer, Change


def tick_mail(command: TickMail, office: Office) -> Change:
    """Off the list, with who dealt with it and a word on what was done; the mail itself stays kept."""
    mail = office.records.look(ReceivedMail, command.mail)
    if mail is None:
        raise Unknown("There is no such mail. Type “set aside” to see the list.")
    permissions.check_may_settle_mail(office.person(command.by), mail.panel, office.today(command.at))
    if not mail.open:
        raise MoveNotAllowed("That mail is no longer on the list. Type “set aside” to see what is.")
    note = policies.remark(command.note, "a word on what you did about it")
    seen = mail.model_copy(update={"seen_by": command.by, "note": note})
    return Change(Answer(code="mail_ticked", about=mail.id), entry(command, "mail_ticked", mail.id), (seen,))
