"""The clock's part: commits what has fallen due on one record, once."""

from panel import approving, ratifying
from panel.commands import RunClock
from panel.council import Office
from panel.decision import PACKAGE, Package, PackageEvent, Task
from panel.duties import duties_of
from panel.duties.base import Duty
from panel.emergency import TEMPORARY, WAITING, EmergencyApproval, EmergencyEvent, EmergencyStatus
from panel.errors import Unknown
from panel.handlers.emergencies import topic_of
from panel.handlers.entry import entry
from panel.meeting import MeetingEvent, MeetingStatus, PanelMeeting
from panel.notices import Notice, Topic
from panel.ports import Answer, Change
from panel.records import Record
from panel.referral import Referral
from panel.telling import agenda_post, post, to_people

SWEPT: dict[str, type[Record]] = {
    kind.KIND: kind for kind in (EmergencyApproval, PanelMeeting, Referral, Package, Task)
}
"""The kinds on which something can fall due, the most urgent first."""


def run_clock(command: RunClock, office: Office) -> Change:
    """Owe every notice that is due by now and was not owed before; move the record on where time alone moves it."""
    record = office.records.look(SWEPT[command.kind], command.record)
    if record is None:
        raise Unknown("There is nothing under that name.")
    due = [duty for duty in duties_of(record, office, command.at) if duty.at <= command.at]
    notices = [one for duty in due for one in _notices(duty, record, command)]
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


def _next_meeting(record: Record, office: Office, command: RunClock) -> list[PanelMeeting]:
    """The meeting itself when it is the next one: its agenda is then posted, and edited from there on (NT-15)."""
    ahead = office.meetings_ahead(record.panel, command.at) if isinstance(record, PanelMeeting) else []
    return [meeting for meeting in ahead[:1] if meeting.id == record.id]


def _notices(duty: Duty, record: Record, command: RunClock) -> list[Notice]:
    about = record.about if isinstance(record, Task) else record.id
    return to_people(duty.topic, duty.to, about, command.at, mark=duty.mark, **dict(duty.facts))


def _moved(record: Record, office: Office, command: RunClock, due: list[Duty]) -> tuple[list[Record], list[Notice]]:
    if isinstance(record, PanelMeeting):
        if record.status in (MeetingStatus.SCHEDULED, MeetingStatus.OPEN) and record.cutoff_at <= command.at:
            closed = record.after(MeetingEvent.CUT_OFF)
            return [closed], [agenda_post(closed, command.at)]
        return [], []
    if isinstance(record, EmergencyApproval):
        return _emergency_moved(record, office, command, due)
    if isinstance(record, Package):
        return _package_moved(record, due), []
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


def _package_moved(package: Package, due: list[Duty]) -> list[Record]:
    topics = {duty.topic for duty in due}
    passed = Topic.REVIEW_MISSED in topics
    event = PackageEvent.REVIEW_PASSED if passed else PackageEvent.REVIEW_NEARS
    return [package.after(event)] if topics and PACKAGE.allows(package.status, event) else []
