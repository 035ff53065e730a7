"""What falls due on an emergency: silence, a call not confirmed, an end that is near, an end that has passed.

These are for at once, at any hour, and are never gathered with others: somebody must act (AM-12, AM-14).
"""

from collections.abc import Iterator
from datetime import datetime, time, timedelta

from panel.approving import next_to_ask
from panel.calendar import at_wall, span, wall
from panel.council import Office
from panel.duties.base import MORNING, ONE_WORKING_DAY, Duty, latest_morning
from panel.emergency import TEMPORARY, UNRATIFIED, WAITING, Confirmation, EmergencyApproval, EmergencyStatus
from panel.notices import Topic
from panel.people import Person, Role
from panel.telling import concerned

EVENING = time(18)
"""The last hour of a day at which an approver is asked to confirm what they said by telephone."""


def for_emergency(emergency: EmergencyApproval, office: Office, now: datetime) -> Iterator[Duty]:
    """No answer, a call not confirmed, an end near or passed without a panel's decision (CB-5.3, AM-12, AM-14)."""
    if emergency.status in WAITING:
        yield _silence(emergency, office, now)
    if emergency.status not in UNRATIFIED or emergency.ends_at is None:
        return
    yield from _telephone(emergency, office, now)
    people = tuple(concerned(office, emergency, office.today(now)))
    if emergency.status in TEMPORARY:
        yield _near_end(emergency, office, people)
    if emergency.status is EmergencyStatus.AWAITING_EXTENSION:
        yield from _extension(emergency, office, now, people)
    if emergency.status is EmergencyStatus.LAPSED_UNRATIFIED or emergency.ends_at <= now:
        again = latest_morning(office, emergency.panel, emergency.ends_at, now)
        due = again or emergency.ends_at
        yield Duty(Topic.EMERGENCY_LAPSED, due, people, due.date().isoformat())


def _silence(emergency: EmergencyApproval, office: Office, now: datetime) -> Duty:
    """Each time the profile's wait passes: the administrator, and the Chairs once nobody is left to ask (EM-6)."""
    moment, times = _turns(emergency.asked_at, now, _wait(emergency, office))
    left = next_to_ask(office, emergency, now)
    roles = (Role.PANEL_ADMIN,) if left else (Role.PANEL_ADMIN, Role.CHAIR)
    mark = f"{emergency.code}.{emergency.status}.{len(emergency.asked)}.{times}"
    return Duty(Topic.EMERGENCY_UNANSWERED, moment, _officers(emergency, office, now, roles), mark)


def _telephone(emergency: EmergencyApproval, office: Office, now: datetime) -> Iterator[Duty]:
    """Hour after hour by day until it is confirmed; a denial goes on ringing until an approver acts (EM-7)."""
    if emergency.decided_at is None:
        return
    if emergency.confirmation is Confirmation.AWAITED:
        hour = _latest_hour(now)
        if hour > emergency.decided_at:
            to = tuple(office.known(emergency.decided_by))
            yield Duty(Topic.EMERGENCY_CONFIRM, hour, to, f"{emergency.code}.{hour.isoformat()}")
    if emergency.confirmation is Confirmation.DENIED and emergency.confirmed_at:
        moment, times = _turns(emergency.confirmed_at, now, _wait(emergency, office))
        people = _officers(emergency, office, now, (Role.PANEL_ADMIN, Role.CHAIR))
        yield Duty(Topic.EMERGENCY_DENIED, moment, people, f"{emergency.code}.{times}")


def _near_end(emergency: EmergencyApproval, office: Office, people: tuple[Person, ...]) -> Duty:
    assert emergency.ends_at is not None  # noqa: S101  an approval always has an end
    calendar = office.council.calendar(emergency.panel)
    day = calendar.before(wall(emergency.ends_at).date(), ONE_WORKING_DAY).day
    return Duty(Topic.EMERGENCY_NEAR_END, at_wall(day, MORNING), people, emergency.ends_at.date().isoformat())


def _extension(
    emergency: EmergencyApproval, office: Office, now: datetime, people: tuple[Person, ...]
) -> Iterator[Duty]:
    """Each working morning after it came to wait, until it is extended or the panel decides it (EM-17, EM-20)."""
    since = emergency.waits_since or emergency.decided_at or emergency.requested_at
    if emergency.ends_at and now < emergency.ends_at and (due := latest_morning(office, emergency.panel, since, now)):
        facts = (("ends", emergency.ends_at.isoformat()), ("extend", "yes"))
        yield Duty(Topic.EXTENSION_NEEDED, due, people, f"daily.{due.date().isoformat()}", facts)


def _wait(emergency: EmergencyApproval, office: Office) -> timedelta:
    return span(office.profile(emergency.panel).emergency.escalate_after)


def _turns(since: datetime, now: datetime, wait: timedelta) -> tuple[datetime, int]:
    """The last time the wait had passed, and how often it has; the first time, still ahead, where it has not."""
    times = max((now - since) // wait, 1)
    return since + times * wait, times


def _latest_hour(now: datetime) -> datetime:
    """The last full hour of a day at which somebody may be asked to confirm."""
    local = wall(now)
    if local.time() < MORNING:
        return at_wall(local.date() - timedelta(days=1), EVENING)
    return at_wall(local.date(), min(time(local.hour), EVENING))


def _officers(
    emergency: EmergencyApproval, office: Office, now: datetime, roles: tuple[Role, ...]
) -> tuple[Person, ...]:
    today = office.today(now)
    return tuple(dict.fromkeys(p for role in roles for p in office.holders(role, emergency.panel, today)))
