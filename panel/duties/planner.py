"""What falls due on the planner: reviews that near or pass, appeals that wait, what recurs, contracts that end."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from panel import contracts, planner
from panel.appeal import Appeal, AppealStatus
from panel.calendar import LAST_DAY, at_wall, wall
from panel.council import Office
from panel.decision import Package, PackageStatus
from panel.duties.base import LAST_DAY_MARGIN, MORNING, Duty, ladder, latest_morning
from panel.notices import Topic
from panel.people import Person, Role
from panel.recurrence import Recurrence, next_due
from panel.review import OPEN, Review


def for_review(review: Review, office: Office, now: datetime) -> Iterator[Duty]:
    """Its ladder, the morning of its day, and the working day after it was missed, then also to those warned (PK-6).

    The manager of the case hears of each with whoever's it is (NT-40, NT-51, NT-56).
    A case that goes back to the panel waits for a place, which the administrator hears of; it is never missed.
    """
    due = date.fromisoformat(review.due)
    if review.status not in OPEN or due > LAST_DAY - LAST_DAY_MARGIN:
        return
    calendar, manager = office.council.calendar(review.panel), office.referral(review.about).manager
    own = list(dict.fromkeys([*planner.owners_of(office, review, now), *office.known(manager)]))
    facts, name = (("text", review.text), ("due", review.due)), review.id.partition("/")[2]
    rungs = [*(calendar.before(due, length).day for length in review.remind), due]
    if office.today(now) <= due:
        since = review.moves[-1].at if review.moves else review.made_at
        yield from ladder(Topic.PLANNER_NEAR, rungs, now, tuple(own), facts, not_before=since, mark=name)
    elif not review.returns:
        people = tuple(dict.fromkeys([*own, *planner.warned_of(office, review, now)]))
        missed = at_wall(calendar.working_days_after(due, 1), MORNING)
        yield Duty(Topic.PLANNER_MISSED, missed, people, f"{name}.{review.due}", facts)


def for_appeal(appeal: Appeal, office: Office, now: datetime) -> Iterator[Duty]:
    """What waits is asked for again each working morning: the Chair's answer, what is missing, a body's answer."""
    today, people = office.today(now), []
    if appeal.status is AppealStatus.LATE:
        people = office.holders(Role.CHAIR, appeal.panel, today)
    elif appeal.status in (AppealStatus.INCOMPLETE, AppealStatus.RETURNING):
        people = office.known(appeal.logged_by)
    elif appeal.status is AppealStatus.OUTSIDE and appeal.answer_due < today.isoformat():
        people = office.holders(Role.PANEL_ADMIN, appeal.panel, today)
    morning = latest_morning(office, appeal.panel, appeal.touched_at, now)
    if people and morning:
        mark, facts = f"{appeal.id.partition('/')[2]}.{morning.date()}", (("status", str(appeal.status)),)
        yield Duty(Topic.APPEAL_WAITS, morning, tuple(people), mark, facts)


def for_recurrence(record: Recurrence, office: Office, now: datetime) -> Iterator[Duty]:
    """Those the profile names: beforehand, on the day, then once a week until it is held (RO-8.5, RO-12.4)."""
    profile = office.profile(record.panel)
    rule = next((rule for rule in profile.recurring if rule.id == record.recurring), None)
    if rule is None or not record.known_since:
        return
    calendar, today = office.council.calendar(record.panel), office.today(now)
    due = next_due(rule, record, calendar)
    people = tuple(p for role in rule.who for p in office.holders(role, record.panel, today))
    facts = (("text", rule.text), ("due", due.day.isoformat()), ("how", due.how))
    if (monday := today - timedelta(days=today.weekday())) > due.day:
        over = (*facts, ("over", "yes"))
        yield Duty(Topic.RECURRING_DUE, at_wall(monday, MORNING), people, f"{due.day}.over.{monday}", over)
    else:
        rungs = [calendar.before(due.day, rule.before).day, due.day]
        yield from ladder(Topic.RECURRING_DUE, rungs, now, people, facts, mark=due.day.isoformat())


def contract_ends(package: Package, office: Office, now: datetime) -> Iterator[Duty]:
    """Once for each panel that comes next: the agreement ends soon after it (CB-2.6, CB-10.33, NT-42)."""
    ahead = office.meetings_ahead(package.panel, now)
    morning = latest_morning(office, package.panel, package.agreed_at, now)
    if not ahead or morning is None or not contracts.is_ending(office, package, ahead[0]):
        return
    today = office.today(now)
    roles = (Role.PANEL_ADMIN, Role.RESOURCES_TEAM)
    officers = [person for role in roles for person in office.holders(role, package.panel, today)]
    people = tuple(dict.fromkeys([*office.known(package.referrer, package.manager), *officers]))
    facts = (("end", package.end_date), ("panel", wall(ahead[0].starts_at).date().isoformat()))
    yield Duty(Topic.CONTRACT_ENDS, morning, people, ahead[0].id, facts)


def payment_runs_on(package: Package, office: Office, now: datetime) -> Iterator[Duty]:
    """From a working day after the end, each working morning until finance has stopped paying (CB-11.7, NT-48)."""
    if package.status is not PackageStatus.ENDING or package.ending_since is None:
        return
    calendar, since = office.council.calendar(package.panel), wall(package.ending_since)
    over = at_wall(calendar.working_days_after(since.date(), 1), since.time())
    morning = latest_morning(office, package.panel, over, now)
    if morning:
        today = office.today(now)
        people: list[Person] = [
            person
            for role in (Role.FINANCE, Role.HEAD_OF_SERVICE)
            for person in office.holders(role, package.panel, today)
        ]
        facts = (("since", since.date().isoformat()),)
        yield Duty(Topic.PAYMENT_RUNS_ON, morning, tuple(people), morning.date().isoformat(), facts)
