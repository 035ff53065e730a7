"""What is due: worked out from stored dates whenever someone looks, never scheduled.

Each duty has a moment from which it is owed and a mark that makes it one notice however often it is worked out.
"""

from collections.abc import Mapping
from datetime import datetime

from panel.appeal import Appeal
from panel.council import Office
from panel.decision import Package, Task
from panel.duties.agenda import for_agenda
from panel.duties.base import Duty
from panel.duties.cases import for_case
from panel.duties.emergencies import for_emergency
from panel.duties.later import for_package, for_task
from panel.duties.letters import for_letter
from panel.duties.meetings import for_meeting, for_minutes
from panel.duties.panels import for_panel
from panel.duties.planner import for_appeal, for_recurrence, for_review
from panel.duties.referrals import for_referral
from panel.emergency import EmergencyApproval
from panel.errors import PanelError, Unknown
from panel.family_letter import FamilyLetter
from panel.meeting import PanelMeeting
from panel.minutes import Minutes
from panel.notices import Notice, Topic
from panel.profile import Profile
from panel.records import Record
from panel.recurrence import Recurrence
from panel.referral import Referral
from panel.review import Review

PANEL = "panel"
"""Stands for the panel itself where the kind of a record could stand."""
SWEPT: dict[str, type[Record]] = {
    kind.KIND: kind
    for kind in (EmergencyApproval, PanelMeeting, Referral, Package, Review, Appeal, Task, Minutes, FamilyLetter)
}
"""The kinds on which something can fall due, the most urgent first."""


def recurring_in(profiles: Mapping[str, Profile]) -> list[str]:
    """The ids under which what recurs at these panels is swept."""
    return [f"{panel}/{rule.id}" for panel, profile in profiles.items() for rule in profile.recurring]


def looked_at(office: Office, kind: str, record_id: str) -> Record | None:
    """The record as it stands; something recurring has one from the first time it is looked at."""
    if kind != Recurrence.KIND:
        return office.records.look(SWEPT[kind], record_id)
    panel, _, recurring = record_id.partition("/")
    known = any(rule.id == recurring for rule in office.profile(panel).recurring)
    fresh = Recurrence(id=record_id, panel=panel, recurring=recurring) if known else None
    return office.records.look(Recurrence, record_id) or fresh


def duties_of(record: Record, office: Office, now: datetime) -> list[Duty]:
    """Everything that falls due on a record, due by now or not; raises `Unknown` for a kind on which nothing does."""
    match record:
        case Referral():
            return [*for_referral(record, office, now), *for_case(record, office, now)]
        case EmergencyApproval():
            return list(for_emergency(record, office, now))
        case PanelMeeting():
            return [*for_meeting(record, office, now), *for_agenda(record, office, now)]
        case Package():
            return list(for_package(record, office, now))
        case Review():
            return list(for_review(record, office, now))
        case Appeal():
            return list(for_appeal(record, office, now))
        case Recurrence():
            return list(for_recurrence(record, office, now))
        case FamilyLetter():
            return list(for_letter(record, office, now))
        case Minutes():
            return list(for_minutes(record, office, now))
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
        record = looked_at(office, kind, record_id)
        is_live = isinstance(record, Recurrence) or bool(getattr(record, "live", None))
        return duties_of(record, office, now) if record and is_live else []
    except PanelError:
        return []
