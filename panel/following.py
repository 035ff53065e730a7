"""The tasks that follow from an approval or a decision, as the profile lists them."""

from datetime import datetime

from panel.conditions import holds
from panel.council import Office
from panel.decision import Task
from panel.notices import Notice, Topic
from panel.profile import Effect
from panel.referral import Referral
from panel.telling import notice


def following_tasks(office: Office, referral: Referral, effect: Effect, because: str, at: datetime) -> list[Task]:
    """Each task with its owner and the day it is due (CB-10.3, CB-10.4, CB-10.21, CB-11.1).

    `because` names the decision or approval, so that each of them makes its tasks once.
    """
    calendar, today = office.council.calendar(referral.panel), office.today(at)
    return [
        Task(
            id=f"{because}/{task.id}",
            panel=referral.panel,
            about=referral.id,
            owner=referral.manager if task.owner == "manager" else referral.referrer,
            what=task.text,
            due=calendar.after(today, task.within).day.isoformat(),
            made_at=at,
        )
        for task in office.profile_of(referral).decisions.tasks
        if effect in task.on and holds(task.when, referral.answers)
    ]


def tell_owner(task: Task, at: datetime) -> Notice:
    """The owner hears of the task when it is made (NT-43)."""
    return notice(Topic.TASK_GIVEN, task.owner, task.about, at, mark=task.id, what=task.what)
