"""Mail that is left in the mailbox for now: those who run the panels are told, once a day for each reason."""

from panel.commands import HoldMail
from panel.council import Office
from panel.handlers.entry import entry
from panel.notices import Topic
from panel.people import Role
from panel.ports import Answer, Change
from panel.telling import to_people

ABOUT = "mail"


def hold_mail(command: HoldMail, office: Office) -> Change:
    """The administrators of all panels, as they share the mailbox; nothing was taken, so nothing is lost."""
    today = office.today(command.at)
    admins = [admin for panel in office.council.profiles for admin in office.holders(Role.PANEL_ADMIN, panel, today)]
    told = to_people(
        Topic.MAIL_HELD, admins, ABOUT, command.at, mark=f"{command.why}.{today.isoformat()}", why=command.why
    )
    return Change(
        Answer(code="mail_held", about=ABOUT), entry(command, "mail_held", ABOUT, why=command.why), (), tuple(told)
    )
