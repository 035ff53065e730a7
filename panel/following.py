"""The tasks that follow from an approval or a decision, as the profile lists them."""

from datetime import datetime

from panel.conditions import holds
from panel.council import Office
from panel.decision import Task
from panel.durations import Length
from panel.notices import Notice, Topic
from panel.people import Role
from panel.referral import Referral
from panel.rules.decisions import Effect
from panel.telling import notice


def following_tasks(
    office: Office, referral: Referral, effect: Effect, because: str, at: datetime, outcome: str = "", **terms: str
) -> list[Task]:
    """Each task with its owner and the day it is due (CB-10.3, CB-10.4, CB-10.21, CB-11.1).

    `because` names the decision or approval, so that each of them makes its tasks once; `terms` are what it states.
    """
    profile = office.profile_of(referral)
    return [
        task_for(office, referral, (f"{because}/{task.id}", task.text, who), task.within, at)
        for task in profile.decisions.tasks
        if {effect, outcome} & set(task.on) and holds(task.when, {**referral.answers, **terms})
        for who in owners(office, referral, task.owner, at)
    ]


def settled_by(office: Office, referral: Referral, change: str, at: datetime) -> list[Task]:
    """Open tasks that this change ends: what cannot be delivered is followed up there (BI-4.16, BI-7.2)."""
    settled = {task.id for task in office.profile_of(referral).decisions.tasks if change in task.ended_by}
    live = office.records.find(Task, about=referral.id, live="yes") if settled else []
    named = ((task, task.id.rpartition("/")[2].partition(".")[0]) for task in live)
    return [task.model_copy(update={"done_at": at}) for task, name in named if name in settled]


def owners(office: Office, referral: Referral, named: str, at: datetime) -> list[str]:
    """Who a task falls to: the referrer, the manager, or everyone who holds a role today."""
    if named == "referrer":
        return [referral.referrer]
    if named == "manager":
        return [referral.manager or referral.referrer]
    return [person.id for person in office.holders(Role(named), referral.panel, office.today(at))]


def task_for(office: Office, referral: Referral, task: tuple[str, str, str], within: Length, at: datetime) -> Task:
    """A task with its id, text and owner, due within a length from today, rolled back from a closed day (AM-05)."""
    made_id, what, owner = task
    due = office.council.calendar(referral.panel).after(office.today(at), within).day
    several = "" if owner in (referral.referrer, referral.manager) else f".{owner[-4:]}"
    return Task(
        id=f"{made_id}{several}",
        panel=referral.panel,
        about=referral.id,
        owner=owner,
        what=what,
        due=due.isoformat(),
        made_at=at,
    )


def tell_owner(task: Task, at: datetime) -> Notice:
    """The owner hears of the task when it is made (NT-43)."""
    return notice(Topic.TASK_GIVEN, task.owner, task.about, at, mark=task.id, what=task.what)
