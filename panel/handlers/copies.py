"""Papers and history on their way to one person's own council address, and to nobody else's (CB-5.7)."""

from pathlib import PurePath

from panel import permissions
from panel.commands import About, SendHistory, SendPapers
from panel.council import Office
from panel.emergency import EmergencyApproval
from panel.errors import Refused
from panel.handlers.entry import entry
from panel.meeting import PanelMeeting
from panel.notices import Channel, Topic
from panel.pack_readers import was_given
from panel.people import Person
from panel.ports import Answer, Change
from panel.referral import Paper, Referral
from panel.telling import notice


def send_papers(command: SendPapers, office: Office) -> Change:
    """Each paper of the case in a mail of its own; file names hold the reference only.

    Those that came late are among them, so that whoever may let them in can read them first (CB-9.10).
    """
    person, referral = _reader(command, office)
    named = [("paper", number, paper) for number, paper in enumerate(referral.papers, 1)]
    named += [("late-paper", number, paper) for number, paper in enumerate(_waiting(office, referral), 1)]
    if not named:
        raise Refused(f"{referral.id} has no papers attached.")
    mails = [
        notice(
            Topic.PAPER_COPY,
            person.email,
            referral.id,
            command.at,
            via=Channel.EMAIL,
            mark=f"{command.at.isoformat()}.{at}",
            digest=paper.digest,
            file=f"{referral.id}-{kind}-{number}{PurePath(paper.name).suffix[:8]}",
        )
        for at, (kind, number, paper) in enumerate(named, 1)
    ]
    answer = Answer(code="papers_sent", about=referral.id, facts={"count": str(len(mails)), "to": person.email})
    return Change(answer, entry(command, "papers_sent", referral.id), (), tuple(mails))


def send_history(command: SendHistory, office: Office) -> Change:
    """The whole story of an emergency as a Word file."""
    person, referral = _reader(command, office)
    office.emergency(referral.id)
    mail = notice(
        Topic.HISTORY_COPY,
        person.email,
        referral.id,
        command.at,
        via=Channel.EMAIL,
        mark=command.at.isoformat(),
        file=f"{referral.id}-history.docx",
    )
    answer = Answer(code="history_sent", about=referral.id, facts={"to": person.email})
    return Change(answer, entry(command, "history_sent", referral.id), (), (mail,))


def _waiting(office: Office, referral: Referral) -> tuple[Paper, ...]:
    """The papers of which nobody has said yet whether they go with the case."""
    meeting = office.records.look(PanelMeeting, referral.meeting) if referral.meeting else None
    ask = meeting.late_ask(referral.id) if meeting else None
    return ask.papers if ask else ()


def _reader(command: About, office: Office) -> tuple[Person, Referral]:
    """Whoever may see the case, by its reference or the code of its emergency; raises `NotPermitted`."""
    person = office.person(command.by)
    referral = office.referral(command.ref if "-" in command.ref else office.emergency(command.ref).id)
    approved = office.records.look(EmergencyApproval, referral.id)
    searching, today = bool(approved and approved.ends_at), office.today(command.at)
    # Whoever was given the case in a pack may have its files too: some of them no pack can show.
    part = [person] if isinstance(command, SendPapers) and was_given(office, person, referral.id, today) else []
    permissions.check_may_see(person, referral, today, resources=searching, part=part)
    if not person.email:
        raise Refused("The list of staff has no e-mail address for you. Please ask the panel administrator.")
    return person, referral
