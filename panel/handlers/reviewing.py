"""The forward planner in people's hands: a date moved, a review recorded, a date that passed decided on."""

from datetime import date

from panel import permissions, planner, policies
from panel.asking import read_all, read_needed
from panel.calendar import say_day
from panel.commands import About, CompleteReview, DecideMissed, MovePlannerDate, MoveStart
from panel.council import Office
from panel.decision import Package, PackageEvent, PackageStatus, Task
from panel.durations import Length, Unit
from panel.errors import InvalidAnswer, MoveNotAllowed, Refused, Unknown
from panel.following import owners, task_for, tell_owner
from panel.form import Kind, Question
from panel.handlers.coming_back import Led, ending, put_down, tell_ending, tell_planned
from panel.handlers.entry import entry
from panel.notices import Notice, Topic
from panel.ports import Answer, Change
from panel.records import Record
from panel.review import Moving, Review, ReviewEvent, ReviewStatus
from panel.telling import to_people

REAPPLY = "reapply_by"
"""The entry of the planner that stands in the agreement itself: the day for a new application."""
ACTION, ACTION_BY = "action", "action_by"
"""What a review's answers call an action, and the day it is due: it becomes a task (RA-4.5)."""
ACTION_WITHIN = Length(10, Unit.WORKING_DAYS)
"""When an action without a day is due; a local default."""
_DAY = Question(id="day", ask="The new date", kind=Kind.DATE, must_be="future")
_START = Question(id="day", ask="The day it starts", kind=Kind.DATE)


def move_planner_date(command: MovePlannerDate, office: Office) -> Change:
    """Another day for an entry, with who moved it and why; its people are told (CB-9.17)."""
    found = _entry(office, command.ref, command.entry)
    permissions.check_may_plan(office.person(command.by), found.panel, office.today(command.at))
    reason = policies.remark(command.reason, "the reason for moving it")
    day = _future(office, command.due, command)
    if found.status in (ReviewStatus.MISSED, PackageStatus.REVIEW_MISSED):
        raise MoveNotAllowed(f"That date of {command.ref} has passed. The Chair decides what follows.")
    moved = _moved(found, day, reason, command)
    return Change(
        Answer(code="planner_moved", about=command.ref, facts={"due": day}),
        entry(command, "planner_moved", command.ref, due=day),
        (moved,),
        tuple(_tell_moved(office, moved, reason, command)),
    )


def move_start(command: MoveStart, office: Office) -> Change:
    """Every review counted from a day the case itself gives is worked out anew from the day it really was (AM-30)."""
    referral, today = office.referral(command.ref), office.today(command.at)
    permissions.check_may_log_appeal(office.person(command.by), referral, today)
    reason = policies.remark(command.reason, "the reason")
    start = date.fromisoformat(read_needed(_START, command.day, today))
    counted = [review for review in _live(office, referral.id) if review.starts]
    if not counted:
        raise Refused(f"No review of {referral.id} is counted from a day of its own. Type “planner {referral.id}”.")
    records: list[Record] = []
    notices: list[Notice] = []
    for review in counted:
        fresh = planner.recounted(office, review, start)
        moved = _moved(review, fresh.due, reason, command).model_copy(
            update={"counted_from": fresh.counted_from, "how": fresh.how}
        )
        records.append(moved)
        notices += _tell_moved(office, moved, reason, command)
    return Change(
        Answer(code="start_moved", about=referral.id, facts={"day": start.isoformat()}),
        entry(command, "start_moved", referral.id, day=start.isoformat()),
        tuple(records),
        tuple(notices),
    )


def complete_review(command: CompleteReview, office: Office) -> Change:
    """The review with all it must answer; an action becomes a task, and the next entry is made (RA-4.4, RA-4.5)."""
    referral, today = office.referral(command.ref), office.today(command.at)
    review = _entry(office, command.ref, command.entry, only=Review)
    assert isinstance(review, Review)  # noqa: S101  only a review was looked for
    own = [person.id for person in planner.owners_of(office, review, command.at)]
    permissions.check_may_review(office.person(command.by), referral, own, today)
    answers = read_all(office.profile(referral.panel).reviews.asks, command.given, today, referral.answers)
    done = review.after(ReviewEvent.DONE, answers=answers, done_by=command.by, done_at=command.at, meeting="")
    following = planner.next_entry(office, done, today, command.at)
    records: list[Record] = [done, *([following] if following else [])]
    notices = tell_planned(office, following, command.at) if following else []
    tasks = _actions(office, review, answers, command)
    return Change(
        Answer(code="review_done", about=referral.id, facts={"next": following.due if following else ""}),
        entry(command, "review_done", referral.id, review=review.cycle),
        (*records, *tasks),
        (*notices, *(tell_owner(task, command.at) for task in tasks)),
    )


def decide_missed(command: DecideMissed, office: Office) -> Change:
    """Book it again, allow a short extension, or end it with a plan: the Chair's, never the clerk's (PK-14, AM-50)."""
    found = _entry(office, command.ref, command.entry, missed=True)
    permissions.check_may_decide_missed(office.person(command.by), found.panel, office.today(command.at))
    reason = policies.remark(command.reason, "the reason")
    decide = {"rebook": _rebooked, "extend": _extended, "end": _ended}[command.choice]
    records, notices = decide(office, found, command, reason)
    return Change(
        Answer(code=f"missed_{command.choice}", about=command.ref),
        entry(command, f"missed_{command.choice}", command.ref),
        tuple(records),
        tuple(notices),
    )


def _rebooked(office: Office, found: Review | Package, command: DecideMissed, reason: str) -> Led:
    """Before the next panel with an open agenda; without meetings it needs another day."""
    if office.profile(found.panel).sittings is None:
        return _extended(office, found, command, reason)
    if isinstance(found, Review):
        moved = _moved(found, office.today(command.at).isoformat(), reason, command)
        return put_down(office, moved.model_copy(update={"returns": True}), command.at)  # type: ignore[arg-type]
    entry_ = returning(office, found.id, "missed", "It comes back: its new application was missed", command)
    records, notices = put_down(office, entry_, command.at)
    return [found.after(PackageEvent.REBOOKED), *records], notices


def _extended(office: Office, found: Review | Package, command: DecideMissed, reason: str) -> Led:
    day = _future(office, command.day, command)
    moved = _moved(found, day, reason, command)
    if isinstance(moved, Package):
        moved = moved.after(PackageEvent.PROLONGED, end_date=max(moved.end_date, day))
    return [moved], _tell_moved(office, moved, reason, command)


def _ended(office: Office, found: Review | Package, command: DecideMissed, reason: str) -> Led:
    """A day, a plan and its owner; finance is told, and nothing stops before a person has stopped it."""
    plan = policies.remark(command.plan, "the plan for a safe end or alternative")
    day, referral = _future(office, command.day, command), office.referral(command.ref)
    package = office.records.look(Package, command.ref)
    if package is None or package.live is None:
        raise Refused(f"No agreement on {command.ref} is in force, so nothing has to be ended.")
    over = ending(package.model_copy(update={"end_date": day}), PackageEvent.TO_BE_ENDED, command.at)
    closed = [found.after(ReviewEvent.DROPPED)] if isinstance(found, Review) else []
    within = Length((date.fromisoformat(day) - office.today(command.at)).days, Unit.DAYS)
    tasks = [
        task_for(office, referral, (f"{command.ref}/end.{day}", f"{plan} ({reason})", who), within, command.at)
        for who in owners(office, referral, command.plan_owner, command.at)
    ]
    told = tell_ending(office, package, f"It is to end on {say_day(date.fromisoformat(day))}", command.at)
    return [over, *closed, *tasks], [*told, *(tell_owner(task, command.at) for task in tasks)]


def returning(office: Office, ref: str, cycle: str, text: str, command: About) -> Review:
    """A case that goes back to the next panel, as an entry of the planner that is due at once (PK-7, PK-8)."""
    referral, today = office.referral(ref), office.today(command.at).isoformat()
    number = len([each for each in office.records.find(Review, about=ref) if each.cycle == cycle]) + 1
    return Review(
        id=f"{ref}/{cycle}/{number}",
        panel=referral.panel,
        about=ref,
        cycle=cycle,
        number=number,
        text=text,
        due=today,
        counted_from=today,
        how="as soon as there is a place",
        made_at=command.at,
        returns=office.profile(referral.panel).sittings is not None,
    )


def _entry(
    office: Office, ref: str, named: str, *, missed: bool = False, only: type[Record] | None = None
) -> Review | Package:
    """The entry meant: the one named, or the only one there is; raises `Unknown` or `Refused` with what to type."""
    office.referral(ref)
    package = office.records.look(Package, ref)
    found: dict[str, Review | Package] = {each.cycle: each for each in _live(office, ref) if not each.meeting}
    if package and package.live and package.reapply_by and only is not Review:
        found[REAPPLY] = package
    if missed:
        passed = (ReviewStatus.MISSED, PackageStatus.REVIEW_MISSED)
        found = {name: each for name, each in found.items() if each.status in passed}
    if named:
        found = {name: each for name, each in found.items() if name == named}
    if not found:
        what = "has passed" if missed else "stands in the planner"
        raise Unknown(f"No such date of {ref} {what}. Type “planner {ref}” to see its dates.")
    if len(found) > 1:
        raise Refused(f"{ref} has several dates. Please name the one you mean: {', '.join(found)}.")
    return next(iter(found.values()))


def _live(office: Office, ref: str) -> list[Review]:
    return office.records.find(Review, about=ref, live="yes")


def _moved(found: Review | Package, day: str, reason: str, command: About) -> Review | Package:
    if isinstance(found, Package):
        return found.model_copy(update={"reapply_by": day})
    moving = Moving(by=command.by, at=command.at, was=found.due, reason=reason)
    return found.after(ReviewEvent.MOVED, due=day, moves=(*found.moves, moving), how=f"moved: {reason}")


def _tell_moved(office: Office, moved: Review | Package, reason: str, command: About) -> list[Notice]:
    referral = office.referral(command.ref)
    own = planner.owners_of(office, moved, command.at) if isinstance(moved, Review) else []
    people = [*own, *office.known(referral.referrer, referral.manager)]
    due = moved.due if isinstance(moved, Review) else moved.reapply_by
    facts = {"text": moved.text if isinstance(moved, Review) else "A new application", "due": due, "reason": reason}
    mark = f"{moved.cycle if isinstance(moved, Review) else REAPPLY}.{due}.r{moved.revision + 1}"
    return to_people(Topic.PLANNER_MOVED, people, referral.id, command.at, mark=mark, **facts)


def _actions(office: Office, review: Review, answers: dict[str, str], command: CompleteReview) -> list[Task]:
    if not answers.get(ACTION):
        return []
    referral = office.referral(review.about)
    # The entry can be made anew under its name when the case is decided again, its revision going on.
    made_id = f"{review.id}/r{review.revision}/action"
    made = task_for(office, referral, (made_id, answers[ACTION], command.by), ACTION_WITHIN, command.at)
    return [made.model_copy(update={"due": answers[ACTION_BY]}) if answers.get(ACTION_BY) else made]


def _future(office: Office, given: str, command: About) -> str:
    today = office.today(command.at)
    day = read_needed(_DAY, given, today)
    if day <= today.isoformat():
        raise InvalidAnswer({"day": "Please give a date that is still ahead."})
    return day
