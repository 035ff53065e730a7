"""What is due: worked out from stored dates whenever someone looks, never scheduled.

Each duty has a moment from which it is owed and a mark that makes it one notice however often it is worked out.
"""

from datetime import datetime

from panel.council import Office
from panel.decision import Package, Task
from panel.duties.base import Duty
from panel.duties.emergencies import for_emergency
from panel.duties.later import for_package, for_task
from panel.duties.meetings import for_meeting
from panel.duties.panels import for_panel
from panel.duties.referrals import for_referral
from panel.emergency import EmergencyApproval
from panel.errors import PanelError, Unknown
from panel.meeting import PanelMeeting
from panel.notices import Notice, Topic
from panel.records import Record
from panel.referral import Referral

PANEL = "panel"
"""Stands for the panel itself where the kind of a record could stand."""
SWEPT: dict[str, type[Record]] = {
    kind.KIND: kind for kind in (EmergencyApproval, PanelMeeting, Referral, Package, Task)
}
"""The kinds on which something can fall due, the most urgent first."""


def duties_of(record: Record, office: Office, now: datetime) -> list[Duty]:
    """Everything that falls due on a record, due by now or not; raises `Unknown` for a kind on which nothing does."""
    match record:
        case Referral():
            return list(for_referral(record, office, now))
        case EmergencyApproval():
            return list(for_emergency(record, office, now))
        case PanelMeeting():
            return list(for_meeting(record, office, now))
        case Package():
            return list(for_package(record, office, now))
        case Task():
            return list(for_task(record, office, now))
    raise Unknown("Nothing falls due on this kind of record.")


def still_stands(office: Office, notice: Notice, now: datetime) -> bool:
    """Whether a reminder still says what is true: its duty is worked out anew, for the same person and mark.

    A message made of reminders stands while one of them does; a notice that is no reminder always stands.
    """
    if notice.items:
        return bool(standing(office, notice, now))
    reminder = notice.reminder
    if reminder is None:
        return True
    return any(
        (duty.topic, duty.mark) == (reminder.topic, reminder.mark)
        and duty.at <= now
        and (notice.rule == Topic.WATCHED or notice.to in {person.id for person in duty.to})
        for duty in _duties_at(reminder.kind, reminder.record, office, now)
    )


def standing(office: Office, message: Notice, now: datetime) -> list[Notice]:
    """The reminders of a message that still say what is true."""
    items = (office.records.look(Notice, each) for each in message.items)
    return [item for item in items if item and still_stands(office, item, now)]


def _duties_at(kind: str, record_id: str, office: Office, now: datetime) -> list[Duty]:
    """What falls due there now; nothing for what is gone, over, or cannot be worked out."""
    try:
        if kind == PANEL:
            return list(for_panel(office, record_id, now))
        record = office.records.look(SWEPT[kind], record_id)
        return duties_of(record, office, now) if record and getattr(record, "live", None) else []
    except PanelError:
        return []
