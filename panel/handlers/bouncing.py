"""A letter that came back: its notice has failed, and a person is told to pass it on."""

from panel.commands import TakeMail
from panel.council import Office
from panel.handlers.mail_fates import ended, settle
from panel.intake import Bounce, Fate
from panel.notices import Notice, NoticeState, Topic
from panel.people import Role
from panel.ports import Change
from panel.referral import Referral
from panel.telling import to_people

_CAN_COME_BACK = (NoticeState.SENT, NoticeState.IN_DOUBT, NoticeState.SENDING)


def take_bounce(command: TakeMail, bounce: Bounce, office: Office) -> Change:
    """Known by our own Message-ID, which nobody can guess. One that only waits, or that is not ours, is ignored."""
    ours = [found for each in bounce.message_ids for found in office.records.find(Notice, letter=each)]
    if not ours:
        return settle(command, ended(command.mail, Fate.SILENT, "bounce_not_ours"))
    letter = ours[0]
    if not bounce.lost:
        return settle(command, ended(command.mail, Fate.SILENT, "bounce_waits"))
    if letter.state not in _CAN_COME_BACK:
        return settle(command, ended(command.mail, Fate.SILENT, "repeat"))
    known = office.records.look(Referral, letter.about)
    mail = ended(command.mail, Fate.CASE, "bounce", ref=known.id if known else "")
    came_back = letter.model_copy(update={"state": NoticeState.FAILED, "problem": f"came back {bounce.status}".strip()})
    return settle(command, mail, records=[came_back], notices=_told(office, command, letter, bounce))


def _told(office: Office, command: TakeMail, letter: Notice, bounce: Bounce) -> list[Notice]:
    """The administrators of the panel: they know whom else to tell, and who keeps the list of staff."""
    today = office.today(command.at)
    panels = office.council.panels_of(letter.about)
    panels = panels if len(panels) == 1 else [command.mail.panel]
    admins = [person for panel in panels for person in office.holders(Role.PANEL_ADMIN, panel, today)]
    person = office.council.directory.by_email(letter.to)
    facts = {"what": letter.rule, "name": person.name if person else letter.to, "back": bounce.status or "no reason"}
    return to_people(Topic.UNDELIVERED, admins, letter.about, command.at, mark=f"{letter.id}.back", **facts)
