"""What falls due before a meeting on its agenda and its members: confirming, additions, a quorum at risk, papers."""

from collections.abc import Iterator
from datetime import datetime

from panel import meeting_permissions
from panel.calendar import at_wall, span, wall
from panel.council import Office
from panel.duties.base import MORNING, Duty, latest_morning
from panel.meeting import ItemKind, MeetingStatus, PanelMeeting
from panel.notices import Topic
from panel.people import Person, Role
from panel.referral import LISTED
from panel.seating import expected_quorum, may_chair, members, post_of

QUORUM_DAYS = 2
"""Working days before a meeting on which a quorum at risk is told (NT-18)."""


def for_agenda(meeting: PanelMeeting, office: Office, now: datetime) -> Iterator[Duty]:
    """Until it begins: an agenda to confirm, items added to one that was, a quorum at risk, papers as they come."""
    if not meeting.is_ahead or meeting.starts_at <= now:
        return
    yield from _to_confirm(meeting, office, now)
    yield from _added(meeting, office, now)
    yield from _quorum(meeting, office, now)
    yield from _rolling(meeting, office, now)


def _to_confirm(meeting: PanelMeeting, office: Office, now: datetime) -> Iterator[Duty]:
    """Each working morning after it was drafted, and once when the time set before the start has come (AM-10)."""
    agenda = office.profile(meeting.panel).agenda
    if agenda is None or meeting.status is not MeetingStatus.AGENDA_DRAFT:
        return
    officers = tuple(meeting_permissions.agenda_officers(office, meeting.panel, office.today(now)))
    facts = (("starts", meeting.starts_at.isoformat()),)
    if morning := latest_morning(office, meeting.panel, meeting.drafted_at or meeting.cutoff_at, now):
        yield Duty(Topic.AGENDA_WAITS, morning, officers, morning.date().isoformat(), facts)
    if agenda.before_start:
        due = meeting.starts_at - span(agenda.before_start)
        yield Duty(Topic.AGENDA_WAITS, due, (*officers, *_admins(office, meeting, now)), "due", facts)


def _added(meeting: PanelMeeting, office: Office, now: datetime) -> Iterator[Duty]:
    """Those who confirmed the agenda learn what came on it afterwards (RF-37, NT-25)."""
    if meeting.agenda_at is None:
        return
    officers = tuple(meeting_permissions.agenda_officers(office, meeting.panel, office.today(now)))
    for item in (item for item in meeting.items if item.added):
        facts = (("ref", item.ref), ("starts", item.starts_at.isoformat()))
        yield Duty(Topic.AGENDA_ADDED, meeting.agenda_at, officers, f"added.{item.ref}", facts)


def _quorum(meeting: PanelMeeting, office: Office, now: datetime) -> Iterator[Duty]:
    """Two working days ahead, and again when it gets worse: Chair and administrator, counts and posts (MT-8, NT-18)."""
    counted = expected_quorum(office, meeting)
    rules = office.profile(meeting.panel).quorum
    if counted is None or counted.quorate or rules is None or rules.enforce == "off":
        return
    day = office.council.calendar(meeting.panel).working_days_before(wall(meeting.starts_at).date(), QUORUM_DAYS)
    away = [post_of(office, meeting, each.person) for each in meeting.away if not each.substitute]
    facts = (
        ("starts", meeting.starts_at.isoformat()),
        ("present", str(counted.present)),
        ("needed", str(counted.needed)),
        ("lacks", "; ".join(counted.lacks)),
        ("away", ", ".join(dict.fromkeys(away))),
    )
    people = (*may_chair(office, meeting.panel, office.today(now)), *_admins(office, meeting, now))
    yield Duty(Topic.QUORUM_AT_RISK, at_wall(day, MORNING), people, f"quorum.{day}.{counted.present}", facts)


def _rolling(meeting: PanelMeeting, office: Office, now: datetime) -> Iterator[Duty]:
    """Where papers go out one by one: each case to the members once, by its reference (AM-10, RO-8.1)."""
    papers = office.profile(meeting.panel).papers
    if papers is None or not papers.rolling:
        return
    people = tuple(members(office, meeting, office.today(now)))
    for item in (item for item in meeting.items if item.kind is ItemKind.REFERRAL):
        referral = office.referral(item.ref)
        received = referral.received_at if referral.status in LISTED else None  # one put off waits for what it lacked
        facts = (("ref", item.ref), ("starts", item.starts_at.isoformat()))
        if received:
            yield Duty(Topic.PAPER_READY, received, people, f"paper.{item.ref}", facts)


def _admins(office: Office, meeting: PanelMeeting, now: datetime) -> list[Person]:
    return office.holders(Role.PANEL_ADMIN, meeting.panel, office.today(now))
