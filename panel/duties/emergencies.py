"""What falls due on an emergency: silence, an end that is near, an end that has passed."""

from collections.abc import Iterator
from datetime import date, datetime

from panel import permissions
from panel.calendar import at_wall, span, wall
from panel.council import Office
from panel.duties.base import MORNING, ONE_WORKING_DAY, Duty, latest_morning
from panel.emergency import TEMPORARY, EmergencyApproval, EmergencyStatus
from panel.notices import Topic
from panel.people import Person, Role
from panel.telling import concerned


def for_emergency(emergency: EmergencyApproval, office: Office, now: datetime) -> Iterator[Duty]:
    """No answer, an end that is near, an end that has passed without a panel's decision (CB-5.3, AM-12, AM-14)."""
    today = office.today(now)
    if emergency.status is EmergencyStatus.AWAITING_APPROVER:
        wait = span(office.profile(emergency.panel).emergency.escalate_after)
        people = (*office.holders(Role.PANEL_ADMIN, emergency.panel, today), *_chairs(office, emergency, today))
        yield Duty(Topic.EMERGENCY_UNANSWERED, emergency.asked_at + wait, people, f"{len(emergency.asked)}")
    if emergency.ends_at is None:
        return
    people = tuple(concerned(office, emergency, today))
    if emergency.status in TEMPORARY:
        calendar = office.council.calendar(emergency.panel)
        day = calendar.before(wall(emergency.ends_at).date(), ONE_WORKING_DAY).day
        yield Duty(Topic.EMERGENCY_NEAR_END, at_wall(day, MORNING), people, emergency.ends_at.date().isoformat())
    if emergency.status is EmergencyStatus.LAPSED_UNRATIFIED or (
        emergency.status in TEMPORARY and emergency.ends_at <= now
    ):
        again = latest_morning(office, emergency.panel, emergency.ends_at, now)
        due = again or emergency.ends_at
        yield Duty(Topic.EMERGENCY_LAPSED, due, people, due.date().isoformat())


def _chairs(office: Office, emergency: EmergencyApproval, today: date) -> list[Person]:
    """The Chairs are warned once nobody else is left to ask."""
    left = next_approver(office, emergency, today)
    return [] if left else office.holders(Role.CHAIR, emergency.panel, today)


def next_approver(office: Office, emergency: EmergencyApproval, today: date) -> Person | None:
    """Whoever is asked next when nobody answers (AM-14)."""
    listed = permissions.approvers(office, office.referral(emergency.id), today)
    return next((person for person in listed if person.id not in emergency.asked), None)
