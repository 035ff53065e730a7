"""What falls due after a decision: new applications and tasks."""

from collections.abc import Iterator
from datetime import date, datetime

from panel.calendar import LAST_DAY, at_wall
from panel.contracts import came_again
from panel.council import Office
from panel.decision import Package, PackageStatus, Task
from panel.durations import Length, Unit
from panel.duties.base import LAST_DAY_MARGIN, MORNING, Duty, ladder, latest_morning
from panel.duties.planner import contract_ends, payment_runs_on
from panel.notices import Topic
from panel.people import Role

TASK_RUNGS = (Length(3, Unit.DAYS), Length(1, Unit.DAYS))
AWAITS_APPLICATION = (PackageStatus.ACTIVE, PackageStatus.REVIEW_DUE, PackageStatus.REVIEW_MISSED)


def for_package(package: Package, office: Office, now: datetime) -> Iterator[Duty]:
    """A new application is needed before the agreement ends; a date missed is put to the Chair (CB-9.15, CB-9.19)."""
    yield from contract_ends(package, office, now)
    yield from payment_runs_on(package, office, now)
    if not package.reapply_by or came_again(office, package):
        return
    people = tuple(office.known(package.referrer, package.manager))
    needed = date.fromisoformat(package.reapply_by)
    if needed > LAST_DAY - LAST_DAY_MARGIN:
        return
    calendar = office.council.calendar(package.panel)
    if package.status in (PackageStatus.ACTIVE, PackageStatus.REVIEW_DUE):
        reviews = office.profile(package.panel).reviews
        rungs = [calendar.before(needed, length).day for length in reviews.remind]
        facts = (("due", package.reapply_by), ("end", package.end_date))
        yield from ladder(Topic.REVIEW_NEAR, rungs, now, people, facts, not_before=package.agreed_at)
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
        yield from ladder(Topic.TASK_DUE, rungs, now, owner, facts, not_before=task.made_at, mark=task.id)
    elif over := latest_morning(office, task.panel, at_wall(due, MORNING), now):
        people = tuple(dict.fromkeys([*owner, *office.holders(Role.CHAIR, task.panel, office.today(now))]))
        yield Duty(Topic.TASK_DUE, over, people, f"{task.id}.{over.date()}", (*facts, ("over", "yes")))
