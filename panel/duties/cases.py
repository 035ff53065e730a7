"""What falls due on a case around its meeting: the visit beforehand, and a decision that waits to be endorsed."""

from collections.abc import Iterator
from datetime import datetime

from panel.calendar import at_wall, wall
from panel.council import Office
from panel.duties.base import MORNING, Duty, latest_morning
from panel.endorsement import endorsers, to_endorse
from panel.notices import Topic
from panel.referral import LISTED, Referral
from panel.seating import may_chair
from panel.visits import earliest, is_recent


def for_case(referral: Referral, office: Office, now: datetime) -> Iterator[Duty]:
    """A visit to make or record, and an endorsement that is still open."""
    yield from _visit(referral, office, now)
    for decision in to_endorse(office, referral.id):
        morning = latest_morning(office, referral.panel, decision.confirmed_at or now, now)
        people = tuple(endorsers(office, decision, office.today(now)))
        if morning:
            yield Duty(Topic.ENDORSE_WAITS, morning, people, f"{decision.meeting}.{morning.date()}")


def _visit(referral: Referral, office: Office, now: datetime) -> Iterator[Duty]:
    """From the first day a visit counts, and with the Chair one working day before the panel (NT-19, AM-39)."""
    if office.profile(referral.panel).visit is None or referral.status not in LISTED or not referral.meeting:
        return
    meeting = office.meeting(referral.meeting)
    first = earliest(office, meeting)
    if first is None or meeting.starts_at <= now or is_recent(office, meeting, referral):
        return
    day = wall(meeting.starts_at).date()
    people = tuple(office.known(referral.referrer, referral.manager))
    facts = (("first", first.isoformat()), ("panel", day.isoformat()))
    mark = f"{meeting.id}.{meeting.starts_at:%Y%m%d}"
    yield Duty(Topic.VISIT_DUE, at_wall(first, MORNING), people, mark, facts)
    last = office.council.calendar(meeting.panel).working_days_before(day, 1)
    chairs = may_chair(office, meeting.panel, office.today(now))
    yield Duty(Topic.VISIT_MISSING, at_wall(last, MORNING), (*people, *chairs), mark, facts)
