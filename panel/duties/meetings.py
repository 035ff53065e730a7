"""What falls due on a meeting: papers, a wish to cancel, decisions that wait or are not sent out."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from panel import meeting_permissions, overtaken, policies
from panel.calendar import at_wall, wall
from panel.council import Office
from panel.decision import DecisionState
from panel.durations import Length, Unit
from panel.duties.base import MORNING, Duty, ladder, latest_morning
from panel.meeting import MeetingStatus, PanelMeeting
from panel.minutes import Minutes, MinutesStatus
from panel.notices import Topic
from panel.pack import in_circulation, is_current
from panel.people import Role

LEFT = (5, 2)
"""Working days left to send decisions out when the administrator hears of it, and once more on the last (KN-3.17)."""


def for_meeting(meeting: PanelMeeting, office: Office, now: datetime) -> Iterator[Duty]:
    """Papers to send, a wish to cancel without an answer, decisions that wait or are not sent out (CB-9.9, CB-9.11)."""
    yield from _before_meeting(meeting, office, now)
    due = latest_morning(office, meeting.panel, meeting.starts_at, now)
    if meeting.status is MeetingStatus.HELD and due:
        yield Duty(Topic.CONFIRM_DECISIONS, due, tuple(office.known(meeting.chair)), due.date().isoformat())
    if meeting.status is MeetingStatus.HELD or _to_send(meeting, office):
        calendar, profile = office.council.calendar(meeting.panel), office.profile(meeting.panel)
        last = calendar.after(wall(meeting.starts_at).date(), profile.decisions.sheets_within).day
        rungs = [*(calendar.before(last, Length(left, Unit.WORKING_DAYS)).day for left in LEFT), last]
        admins = tuple(office.holders(Role.PANEL_ADMIN, meeting.panel, office.today(now)))
        chairs = (*admins, *office.known(meeting.chair))
        overdue = at_wall(calendar.working_days_after(last, 1), MORNING)
        if now < overdue:
            facts, since = (("last", last.isoformat()),), meeting.starts_at
            yield from ladder(Topic.RELEASE_DUE, rungs, now, admins, facts, not_before=since)
        yield Duty(Topic.RELEASE_DUE, overdue, chairs, f"over.{last}", (("last", last.isoformat()), ("over", "yes")))


def for_minutes(minutes: Minutes, office: Office, now: datetime) -> Iterator[Duty]:
    """Each working morning from the confirming of decisions on, until they are signed (CB-10.6, NT-38)."""
    if minutes.status is not MinutesStatus.DRAFT or minutes.settled_at is None:
        return
    meeting = office.meeting(minutes.id)
    signers = meeting_permissions.minute_signers(office, meeting, office.today(now))
    chaired = [person for person in signers if person.id == meeting.chair]
    morning = latest_morning(office, minutes.panel, minutes.settled_at, now)
    if signers and morning:
        facts = (("starts", minutes.met_at.isoformat()),)
        yield Duty(Topic.MINUTES_WAIT, morning, tuple(chaired or signers), morning.date().isoformat(), facts)


def _to_send(meeting: PanelMeeting, office: Office) -> bool:
    """Whether decisions are confirmed and not sent out; those that wait to be endorsed cannot be yet."""
    if meeting.status is not MeetingStatus.DECISIONS_CONFIRMED:
        return False
    found = overtaken.standing(office, meeting.id)
    waits = any(decision.state is DecisionState.IN_PRINCIPLE for decision in found)
    return not waits or any(decision.is_to_send for decision in found)


def _before_meeting(meeting: PanelMeeting, office: Office, now: datetime) -> Iterator[Duty]:
    if not meeting.is_ahead or meeting.starts_at <= now:
        return
    today = office.today(now)
    if meeting.cancel and (again := latest_morning(office, meeting.panel, meeting.cancel.at, now)):
        needs = office.profile(meeting.panel).meetings.cancel_needs
        people = tuple(dict.fromkeys(p for role in needs for p in office.holders(role, meeting.panel, today)))
        yield Duty(Topic.CANCEL_ASKED, again, people, again.date().isoformat())
    due = policies.papers_due(office, meeting)
    if due and meeting.items and meeting.standing is not MeetingStatus.PAPERS_OUT:
        before = office.council.calendar(meeting.panel).working_days_before(due.day, 1)
        since = at_wall(before, MORNING) - timedelta(minutes=1)
        if morning := latest_morning(office, meeting.panel, since, now):
            facts = (("due", due.day.isoformat()), ("count", str(len(meeting.items))))
            admins = tuple(office.holders(Role.PANEL_ADMIN, meeting.panel, today))
            yield Duty(Topic.PAPERS_DUE, morning, admins, morning.date().isoformat(), facts)
    yield from _pack_behind(meeting, office, now)


def _pack_behind(meeting: PanelMeeting, office: Office, now: datetime) -> Iterator[Duty]:
    """Each working morning while what the members have is no longer what the agenda says (CB-9.10)."""
    pack = in_circulation(office, meeting.id)
    if pack is None or pack.sent_at is None or is_current(office, meeting, pack.sections):
        return
    if morning := latest_morning(office, meeting.panel, pack.sent_at, now):
        facts = (("starts", meeting.starts_at.isoformat()), ("version", str(pack.version)))
        admins = tuple(office.holders(Role.PANEL_ADMIN, meeting.panel, office.today(now)))
        yield Duty(Topic.PACK_CHANGED, morning, admins, f"v{pack.version}.{morning.date().isoformat()}", facts)
