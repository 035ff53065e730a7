"""What is due: worked out from stored dates whenever someone looks, never scheduled.

Each duty has a moment from which it is owed and a mark that makes it one notice however often it is worked out.
Rungs of a reminder ladder that were passed while nobody looked are merged into the latest one.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from panel import permissions, policies
from panel.calendar import LAST_DAY, at_wall, span, wall
from panel.council import Office
from panel.decision import Package, PackageStatus, Task
from panel.durations import Length, Unit
from panel.emergency import TEMPORARY, EmergencyApproval, EmergencyStatus
from panel.meeting import MeetingStatus, PanelMeeting
from panel.notices import Topic
from panel.people import Person, Role
from panel.referral import EDITABLE, Referral, ReferralStatus
from panel.telling import concerned

MORNING = time(9)
"""When reminders go out: nobody is woken by one (quiet hours)."""
TASK_RUNGS = (Length(3, Unit.DAYS), Length(1, Unit.DAYS))
ONE_WORKING_DAY = Length(1, Unit.WORKING_DAYS)
AWAITS_APPLICATION = (PackageStatus.ACTIVE, PackageStatus.REVIEW_DUE, PackageStatus.REVIEW_MISSED)
LAST_DAY_MARGIN = timedelta(days=14)
"""A date so near the end of the known bank holidays, or after it, is looked at once the calendar goes further."""


@dataclass(frozen=True)
class Duty:
    """A notice owed from a moment on to some people, at most once for its mark."""

    topic: Topic
    at: datetime
    to: tuple[Person, ...]
    mark: str
    facts: tuple[tuple[str, str], ...] = ()


def for_referral(referral: Referral, office: Office, now: datetime) -> Iterator[Duty]:
    """Drafts near a cut-off, referrals that wait for a signature, the full form after an emergency."""
    if referral.status is ReferralStatus.AWAITING_AUTHORISATION:
        due = _latest_morning(office, referral.panel, referral.touched_at, now)
        if due:
            yield Duty(Topic.AUTHORISE_WAITS, due, tuple(office.known(referral.manager)), due.date().isoformat())
    if referral.status in EDITABLE:
        yield from _form_due(referral, office, now) or _cut_off_near(referral, office, now)


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
        again = _latest_morning(office, emergency.panel, emergency.ends_at, now)
        due = again or emergency.ends_at
        yield Duty(Topic.EMERGENCY_LAPSED, due, people, due.date().isoformat())


def for_meeting(meeting: PanelMeeting, office: Office, now: datetime) -> Iterator[Duty]:
    """Papers to send, a wish to cancel without an answer, decisions that wait or are not sent out (CB-9.9, CB-9.11)."""
    yield from _before_meeting(meeting, office, now)
    due = _latest_morning(office, meeting.panel, meeting.starts_at, now)
    if meeting.status is MeetingStatus.HELD and due:
        yield Duty(Topic.CONFIRM_DECISIONS, due, tuple(office.known(meeting.chair)), due.date().isoformat())
    if meeting.status in (MeetingStatus.HELD, MeetingStatus.DECISIONS_CONFIRMED):
        calendar, profile = office.council.calendar(meeting.panel), office.profile(meeting.panel)
        last = calendar.after(wall(meeting.starts_at).date(), profile.decisions.sheets_within).day
        rungs = [calendar.before(last, Length(2, Unit.WORKING_DAYS)).day, last]
        admins = tuple(office.holders(Role.PANEL_ADMIN, meeting.panel, office.today(now)))
        yield from _ladder(Topic.RELEASE_DUE, rungs, now, admins, (("last", last.isoformat()),))
        chairs = (*admins, *office.known(meeting.chair))
        overdue = at_wall(calendar.working_days_after(last, 1), MORNING)
        yield Duty(Topic.RELEASE_DUE, overdue, chairs, f"over.{last}", (("last", last.isoformat()), ("over", "yes")))


def for_package(package: Package, office: Office, now: datetime) -> Iterator[Duty]:
    """A new application is needed before the agreement ends; a date missed is put to the Chair (CB-9.15, CB-9.19)."""
    people = tuple(office.known(package.referrer, package.manager))
    needed = date.fromisoformat(package.reapply_by)
    if needed > LAST_DAY - LAST_DAY_MARGIN:
        return
    calendar = office.council.calendar(package.panel)
    if package.status in (PackageStatus.ACTIVE, PackageStatus.REVIEW_DUE):
        reviews = office.profile(package.panel).reviews
        rungs = [calendar.before(needed, length).day for length in reviews.remind]
        facts = (("due", package.reapply_by), ("end", package.end_date))
        yield from _ladder(Topic.REVIEW_NEAR, rungs, now, people, facts, not_before=package.agreed_at)
    if package.status not in AWAITS_APPLICATION:
        return
    missed = at_wall(calendar.working_days_after(needed, 1), MORNING)
    chairs = tuple(office.holders(Role.CHAIR, package.panel, office.today(now)))
    yield Duty(Topic.REVIEW_MISSED, missed, (*chairs, *people), package.reapply_by, (("due", package.reapply_by),))


def for_task(task: Task, office: Office, now: datetime) -> Iterator[Duty]:
    """Three days and one day before, then each working morning, also to the Chair, until it is done (CB-10.27)."""
    due, owner = date.fromisoformat(task.due), tuple(office.known(task.owner))
    calendar = office.council.calendar(task.panel)
    facts = (("what", task.what), ("due", task.due))
    rungs = [calendar.before(due, length).day for length in TASK_RUNGS]
    if office.today(now) <= due:
        yield from _ladder(Topic.TASK_DUE, rungs, now, owner, facts, not_before=task.made_at, mark=task.id)
    elif over := _latest_morning(office, task.panel, at_wall(due, MORNING), now):
        people = tuple(dict.fromkeys([*owner, *office.holders(Role.CHAIR, task.panel, office.today(now))]))
        yield Duty(Topic.TASK_DUE, over, people, f"{task.id}.{over.date()}", (*facts, ("over", "yes")))


def _before_meeting(meeting: PanelMeeting, office: Office, now: datetime) -> Iterator[Duty]:
    if not meeting.is_ahead or meeting.starts_at <= now:
        return
    today = office.today(now)
    if meeting.cancel and (again := _latest_morning(office, meeting.panel, meeting.cancel.at, now)):
        needs = office.profile(meeting.panel).meetings.cancel_needs
        people = tuple(dict.fromkeys(p for role in needs for p in office.holders(role, meeting.panel, today)))
        yield Duty(Topic.CANCEL_ASKED, again, people, again.date().isoformat())
    due = policies.papers_due(office, meeting)
    if due and meeting.items and meeting.status is not MeetingStatus.PAPERS_OUT:
        before = office.council.calendar(meeting.panel).working_days_before(due.day, 1)
        since = at_wall(before, MORNING) - timedelta(minutes=1)
        if morning := _latest_morning(office, meeting.panel, since, now):
            facts = (("due", due.day.isoformat()), ("count", str(len(meeting.items))))
            admins = tuple(office.holders(Role.PANEL_ADMIN, meeting.panel, today))
            yield Duty(Topic.PAPERS_DUE, morning, admins, morning.date().isoformat(), facts)


def _cut_off_near(referral: Referral, office: Office, now: datetime) -> Iterator[Duty]:
    wanted = referral.answers.get("panel_date", "")
    ahead = [m for m in office.meetings_ahead(referral.panel, now) if m.cutoff_at > now]
    meeting = next((m for m in ahead if wall(m.starts_at).date().isoformat() >= wanted), None)
    if meeting is None:
        return
    calendar = office.council.calendar(referral.panel)
    closes = wall(meeting.cutoff_at).date()
    rungs = [calendar.before(closes, length).day for length in office.profile(referral.panel).submission.remind]
    facts = (("meeting", meeting.id), ("cutoff", meeting.cutoff_at.isoformat()))
    people = tuple(office.known(referral.referrer, referral.manager))
    yield from _ladder(Topic.CUT_OFF_NEAR, rungs, now, people, facts, not_before=referral.opened_at, mark=meeting.id)


def _form_due(referral: Referral, office: Office, now: datetime) -> Iterator[Duty] | None:
    """The full form after an emergency approval, each working morning until it is signed (CB-5.5, EM-12)."""
    emergency = office.records.look(EmergencyApproval, referral.id)
    if emergency is None or emergency.decided_at is None or emergency.status not in TEMPORARY:
        return None
    people = tuple(office.known(referral.referrer, referral.manager))
    due = _latest_morning(office, referral.panel, emergency.decided_at, now)
    facts = (("meeting", emergency.meeting),)
    return iter([Duty(Topic.FULL_FORM_DUE, due, people, due.date().isoformat(), facts)] if due else [])


def _ladder(
    topic: Topic,
    rungs: list[date],
    now: datetime,
    people: tuple[Person, ...],
    facts: tuple[tuple[str, str], ...],
    *,
    not_before: datetime | None = None,
    mark: str = "",
) -> Iterator[Duty]:
    passed = [at_wall(day, MORNING) for day in sorted(rungs)]
    passed = [moment for moment in passed if moment <= now and (not_before is None or moment > not_before)]
    if passed:
        parts = [part for part in (mark, passed[-1].date().isoformat()) if part]
        yield Duty(topic, passed[-1], people, ".".join(parts), facts)


def _latest_morning(office: Office, panel: str, since: datetime, now: datetime) -> datetime | None:
    """The last working morning up to now that came after `since`, or None when there was none."""
    calendar, day = office.council.calendar(panel), office.today(now)
    if not calendar.is_working_day(day) or at_wall(day, MORNING) > now:
        day = calendar.working_days_before(day, 1)
    morning = at_wall(day, MORNING)
    return morning if morning > since else None


def _chairs(office: Office, emergency: EmergencyApproval, today: date) -> list[Person]:
    """The Chairs are warned once nobody else is left to ask."""
    left = next_approver(office, emergency, today)
    return [] if left else office.holders(Role.CHAIR, emergency.panel, today)


def next_approver(office: Office, emergency: EmergencyApproval, today: date) -> Person | None:
    """Whoever is asked next when nobody answers (AM-14)."""
    listed = permissions.approvers(office, office.referral(emergency.id), today)
    return next((person for person in listed if person.id not in emergency.asked), None)
