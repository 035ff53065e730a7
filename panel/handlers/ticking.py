"""The clock's part: commits what has fallen due on one record, once."""

from datetime import datetime

from panel import approving, ratifying
from panel.appeal import Appeal
from panel.commands import RunClock, RunPanelClock
from panel.contracts import came_again
from panel.council import Office
from panel.decision import PACKAGE, Package, PackageEvent
from panel.duties import PANEL, duties_of, looked_at
from panel.duties.base import Duty
from panel.duties.panels import for_panel
from panel.emergency import TEMPORARY, WAITING, EmergencyApproval, EmergencyEvent, EmergencyStatus
from panel.errors import Unknown
from panel.family_letter import FamilyLetter
from panel.handlers.agenda import closed, drafted, to_draft
from panel.handlers.coming_back import moved_on
from panel.handlers.emergencies import topic_of
from panel.handlers.entry import entry
from panel.handlers.lettering import gone
from panel.handlers.reminding import owed
from panel.meeting import MeetingStatus, PanelMeeting
from panel.notices import Notice, Topic
from panel.ports import Answer, Change
from panel.records import Record
from panel.recurrence import Recurrence
from panel.review import Review
from panel.telling import agenda_post, post


def run_clock(command: RunClock, office: Office) -> Change:
    """Owe every notice that is due by now and was not owed before; move the record on where time alone moves it."""
    record = looked_at(office, command.kind, command.record)
    if record is None:
        raise Unknown("There is nothing under that name.")
    return fallen_due(record, command, office)


def fallen_due(record: Record, command: RunClock, office: Office) -> Change:
    """What the clock comes to on this record, worked out without changing anything."""
    due = [duty for duty in duties_of(record, office, command.at) if duty.at <= command.at]
    notices = [one for duty in due for one in _notices(duty, record, office, command)]
    notices += [
        post(Topic.AGENDA, meeting, command.at, mark="next") for meeting in _next_meeting(record, office, command)
    ]
    new = [one for one in notices if office.records.look(Notice, one.id) is None]
    records, more = _moved(record, office, command, due)
    if not new and not records:
        return Change(Answer(code="nothing_due"))
    return Change(
        Answer(code="fell_due", about=record.id),
        entry(command, "fell_due", record.id, topics=",".join(sorted({one.rule for one in new}))),
        tuple(records),
        (*new, *more),
    )


def run_panel_clock(command: RunPanelClock, office: Office) -> Change:
    """Owe what has fallen due at a panel itself and was not owed before."""
    due = [duty for duty in for_panel(office, command.panel, command.at) if duty.at <= command.at]
    source = (PANEL, command.panel)
    notices = [one for duty in due for one in owed(duty, source, command.panel, command.panel, office, command.at)]
    new = [one for one in notices if office.records.look(Notice, one.id) is None]
    if not new:
        return Change(Answer(code="nothing_due"))
    topics = ",".join(sorted({one.rule for one in new}))
    return Change(
        Answer(code="fell_due", about=command.panel),
        entry(command, "fell_due", command.panel, topics=topics),
        (),
        tuple(new),
    )


def _next_meeting(record: Record, office: Office, command: RunClock) -> list[PanelMeeting]:
    """The meeting itself when it is the next one: its agenda is then posted, and edited from there on (NT-15)."""
    ahead = office.meetings_ahead(record.panel, command.at) if isinstance(record, PanelMeeting) else []
    return [meeting for meeting in ahead[:1] if meeting.id == record.id]


def _notices(duty: Duty, record: Record, office: Office, command: RunClock) -> list[Notice]:
    about = getattr(record, "about", record.id)
    panel: str = getattr(record, "panel", "")
    return owed(duty, (command.kind, record.id), about, panel, office, command.at)


def _moved(record: Record, office: Office, command: RunClock, due: list[Duty]) -> tuple[list[Record], list[Notice]]:
    if isinstance(record, PanelMeeting):
        return _meeting_moved(office, record, command.at)
    if isinstance(record, EmergencyApproval):
        return _emergency_moved(record, office, command, due)
    if isinstance(record, Package):
        return _package_moved(office, record, due), []
    if isinstance(record, Review | Appeal):
        return moved_on(record, office, command, due)
    if isinstance(record, FamilyLetter):
        return gone(record, office, command)
    if isinstance(record, Recurrence) and not record.known_since:
        return [record.model_copy(update={"known_since": office.today(command.at).isoformat()})], []
    return [], []


def _meeting_moved(office: Office, meeting: PanelMeeting, now: datetime) -> tuple[list[Record], list[Notice]]:
    """Requests close at the cut-off; an agenda that was empty then is drafted once something is on it (MT-4, MT-5)."""
    if meeting.status in (MeetingStatus.SCHEDULED, MeetingStatus.OPEN) and meeting.cutoff_at <= now:
        past, asked = closed(office, meeting, now)
        return [past], [agenda_post(past, now), *asked]
    if to_draft(office, meeting) and now < meeting.starts_at:
        draft, asked = drafted(office, meeting, now)
        return [draft], asked
    return [], []


def _emergency_moved(
    emergency: EmergencyApproval, office: Office, command: RunClock, due: list[Duty]
) -> tuple[list[Record], list[Notice]]:
    """Silence goes to the next approver (EM-6); an end that passes unratified is shown as such (EM-18)."""
    if emergency.status in TEMPORARY and emergency.ends_at and emergency.ends_at <= command.at:
        return [emergency.after(EmergencyEvent.EXPIRED)], []
    if emergency.status is EmergencyStatus.NOT_RATIFIED:
        return ratifying.plan_ended(office, emergency, command.at)
    if emergency.status not in WAITING or not due:
        return [], []
    following = approving.next_to_ask(office, emergency, command.at)
    if following is None:
        return [], []
    asked = emergency.after(EmergencyEvent.ESCALATED, asked=(*emergency.asked, following.id), asked_at=command.at)
    return [asked], approving.ask(topic_of(asked), following, asked, command.at)


def _package_moved(office: Office, package: Package, due: list[Duty]) -> list[Record]:
    topics = {duty.topic for duty in due}
    event: PackageEvent | None = None
    if came_again(office, package):
        event = PackageEvent.REQUEST_CAME
    elif Topic.REVIEW_MISSED in topics:
        event = PackageEvent.REVIEW_PASSED
    elif topics:
        event = PackageEvent.REVIEW_NEARS if Topic.REVIEW_NEAR in topics else PackageEvent.CONTRACT_ENDS
    return [package.after(event)] if event and PACKAGE.allows(package.status, event) else []
