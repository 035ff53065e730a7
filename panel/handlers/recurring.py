"""What a panel does at intervals, such as reviewing its own work: recorded when it was held (RO-8.5)."""

from panel import meeting_permissions, policies
from panel.answers import read_answer
from panel.commands import HoldReview, Improvement
from panel.council import Office
from panel.decision import Task
from panel.errors import InvalidAnswer, Refused
from panel.following import tell_owner
from panel.form import Kind, Question
from panel.handlers.entry import entry
from panel.ports import Answer, Change
from panel.recurrence import Held, Recurrence, next_due
from panel.rules.sittings import Recurring

_HELD = Question(id="day", ask="The day it was held", kind=Kind.DATE, must_be="past")
_DUE = Question(id="due", ask="The day the action is due", kind=Kind.DATE, must_be="future")


def hold_review(command: HoldReview, office: Office) -> Change:
    """Held on this day; each action agreed becomes a task with its owner and day, and the next one is worked out."""
    rule = rule_of(office, command.panel, command.recurring)
    today = office.today(command.at)
    meeting_permissions.check_may_hold_review(office.person(command.by), rule.who, command.panel, today)
    day = read_answer(_HELD, command.day, today)
    before = office.records.look(Recurrence, f"{command.panel}/{rule.id}")
    record = before or Recurrence(id=f"{command.panel}/{rule.id}", panel=command.panel, recurring=rule.id)
    if not day or (record.held and day <= record.held[-1].day):
        raise InvalidAnswer({"day": "Please give the day it was held, after the last one that is on record."})
    tasks = [_task(office, record, n, action, command) for n, action in enumerate(command.actions, 1)]
    held = Held(day=day, by=command.by, at=command.at, tasks=tuple(task.id for task in tasks))
    kept = record.model_copy(update={"held": (*record.held, held)})
    due = next_due(rule, kept, office.council.calendar(command.panel))
    return Change(
        Answer(code="held", about=kept.id, facts={"next": due.day.isoformat(), "how": due.how}),
        entry(command, "recurring_held", kept.id, day=day),
        (kept, *tasks),
        tuple(tell_owner(task, command.at) for task in tasks),
    )


def rule_of(office: Office, panel: str, named: str) -> Recurring:
    """What recurs at a panel under this id, or the only thing that does; raises `Refused` with what there is."""
    known = office.profile(panel).recurring
    found = [rule for rule in known if named in (rule.id, "")]
    if len(found) != 1:
        listed = "; ".join(f"{rule.id}: {rule.text}" for rule in known)
        raise Refused(f"Please name one of these: {listed}." if listed else "Nothing recurs at this panel.")
    return found[0]


def _task(office: Office, record: Recurrence, number: int, action: Improvement, command: HoldReview) -> Task:
    due = read_answer(_DUE, action.due, office.today(command.at))
    if not due:
        raise InvalidAnswer({"due": "Please give each action a day it is due."})
    return Task(
        id=f"{record.id}/{len(record.held) + 1}.{number}",
        panel=command.panel,
        about=office.profile(command.panel).panel.name,
        owner=office.person(action.owner).id,
        what=policies.remark(action.what, "what is to be done"),
        due=due,
        made_at=command.at,
    )
