"""What comes back by itself: places on agendas, dates that near or pass, what a decision leads to later."""

from collections.abc import Sequence
from datetime import date, datetime

from panel import again, planner
from panel.appeal import Appeal, AppealEvent
from panel.calendar import at_wall
from panel.commands import RunClock
from panel.council import Office
from panel.decision import PACKAGE, Decision, Package, PackageEvent, Task
from panel.durations import Length, Unit
from panel.duties.base import MORNING, Duty
from panel.following import task_for, tell_owner
from panel.handlers.unmet import unmet_of_decision
from panel.meeting import ItemKind, PanelMeeting
from panel.notices import Channel, Notice, Topic
from panel.people import Role
from panel.records import Record
from panel.referral import Referral
from panel.review import REVIEW, Review, ReviewEvent
from panel.rules.decisions import Effect, Outcome
from panel.telling import agenda_post, notice, to_people

Led = tuple[list[Record], list[Notice]]
INTERIM_WITHIN = Length(1, Unit.WORKING_DAYS)
"""How soon the Chair says whether support goes on while an appeal is open; a local default (AM-65)."""


def after_decision(office: Office, decision: Decision, referral: Referral, outcome: Outcome, at: datetime) -> Led:
    """Planner entries, an unmet need, what the decision settles, and the agreement a new application replaces."""
    appeal = office.records.look(Appeal, decision.settles) if decision.settles else None
    records, notices = (
        ([_appeal_decided(appeal, outcome, at)], []) if appeal else _return_settled(office, decision, outcome, at)
    )
    if decision.settles and outcome in (again.UPHOLD, again.MORE):
        return records, notices
    entries = planner.planned(office, decision, referral, outcome, at)
    replaced = {record.id for record in records} | {entry.id for entry in entries}
    older = [each for entry in entries for each in _same_cycle(office, entry) if each.id not in replaced]
    notices += [note for entry in entries for note in tell_planned(office, entry, at)]
    kept = [record for record in records if record.id not in {entry.id for entry in entries}]
    noted = [unmet_of_decision(office, decision, referral, at)] if outcome.unmet_need else []
    return [*kept, *entries, *older, *noted, *_replaced(office, referral, outcome, at)], notices


def released(office: Office, decision: Decision, at: datetime) -> list[Record]:
    """The answer to an appeal is out; where the family can ask no further it is answered for good (AP-13, AP-14)."""
    appeal = office.records.look(Appeal, decision.settles) if decision.settles else None
    if appeal is None or not appeal.outcome or appeal.answered_on:
        return []
    return [closed_if_last(office, appeal.after(AppealEvent.COMMUNICATED, answered_on=office.today(at).isoformat()))]


def closed_if_last(office: Office, appeal: Appeal) -> Appeal:
    """Answered for good where neither its stage nor a later one can be asked for again (AP-14, KN-3.32)."""
    stages = office.profile_of(office.referral(appeal.about)).challenge.stages
    if not stages or stages[-1].id != appeal.stage or not stages[-1].most:
        return appeal
    used = [
        each
        for each in office.records.find(Appeal, about=appeal.about)
        if (each.stage, each.decision) == (appeal.stage, appeal.decision) and each.counts
    ]
    return appeal.after(AppealEvent.CLOSED) if len(used) >= stages[-1].most else appeal


def tell_planned(office: Office, entry: Review, at: datetime) -> list[Notice]:
    """Whoever owns the entry, and the people of the case, learn its day and how it was worked out (CB-9.18, NT-39)."""
    referral = office.referral(entry.about)
    people = [*planner.owners_of(office, entry, at), *office.known(referral.referrer, referral.manager)]
    facts = {"text": entry.text, "due": entry.due, "how": entry.how}
    return to_people(Topic.PLANNER_SET, people, entry.about, at, mark=f"{_short(entry)}.{entry.due}", **facts)


def put_down(office: Office, record: again.Again, at: datetime, ahead: Sequence[PanelMeeting] | None = None) -> Led:
    """An appeal or a returning case on the next agenda that is open, its people told; or left to wait (AP-9, PK-7).

    `ahead` are the meetings as this commit will leave them, where it puts down others too.
    """
    placed = _placed(office, record, at, ahead)
    if placed:
        return placed
    admins = office.holders(Role.PANEL_ADMIN, record.panel, office.today(at))
    return [record], to_people(Topic.NO_PLACE, admins, record.about, at, mark=_short(record))


def moved_on(record: again.Again, office: Office, command: RunClock, due: list[Duty]) -> Led:
    """The clock's part: a place on an agenda as soon as there is one, a date that nears, one that has passed."""
    if again.waits_for_place(record) and (placed := _placed(office, record, command.at)):
        return placed
    topics = {duty.topic for duty in due}
    if isinstance(record, Appeal) or not topics:
        return [], []
    event = ReviewEvent.PASSED if Topic.PLANNER_MISSED in topics else ReviewEvent.NEARS
    return ([record.after(event)] if REVIEW.allows(record.status, event) else []), []


def ending(package: Package, event: PackageEvent, at: datetime) -> Package:
    """The package on its way to its end; finance has to stop paying from that day on (PK-5, PK-9, PK-14)."""
    on = at_wall(date.fromisoformat(package.end_date), MORNING) if package.end_date else at
    since = at if event is PackageEvent.PLACEMENT_ENDED else max(at, on)
    return package.after(event, ending_since=since)


def tell_ending(office: Office, package: Package, what: str, at: datetime) -> list[Notice]:
    """Finance learns at once what ends, in Teams and in its own mailbox (CB-11.7, NT-47)."""
    return tell_party(office, office.referral(package.id), str(Role.FINANCE), at, mark=what, text=what, pays="yes")


def tell_party(office: Office, referral: Referral, to: str, at: datetime, **said: str) -> list[Notice]:
    """A change told to a party or a role in Teams, and to the contact of that name by e-mail (CB-11.5, NT-57).

    `said` holds the mark that tells it apart, the text, and `pays` where payment has to stop.
    """
    about, today = referral.id, office.today(at)
    facts = {
        **said,
        "mark": f"{said['mark']}.{at:%Y%m%d%H%M%S}",
        "pays": said.get("pays", "") * (to == Role.FINANCE),
        "party": to,
    }
    parties = {"referrer": referral.referrer, "manager": referral.manager, "presenter": referral.manager}
    if to in parties:
        return to_people(Topic.CHANGE_REPORTED, office.known(parties[to]), about, at, **facts)
    roles = (Role.MEMBER, Role.CHAIR) if to == "members" else [role for role in Role if role == to]
    people = [person for role in roles for person in office.holders(role, referral.panel, today)]
    told = to_people(Topic.CHANGE_REPORTED, people, about, at, **facts)
    box = referral.answers.get("iro_email", "") if to == "iro" else ""
    if box := box or office.council.directory.contact(referral.panel, to):
        told.append(notice(Topic.CHANGE_REPORTED, box, about, at, via=Channel.EMAIL, **facts))
    return told


def dropped(office: Office, ref: str) -> list[Record]:
    """Every open entry of the planner about a case whose support has ended (PK-10)."""
    live = office.records.find(Review, about=ref, live="yes")
    return [entry.after(ReviewEvent.DROPPED, meeting="") for entry in live]


def _placed(
    office: Office, record: again.Again, at: datetime, ahead: Sequence[PanelMeeting] | None = None
) -> Led | None:
    is_appeal = isinstance(record, Appeal)
    meetings = office.meetings_ahead(record.panel, at) if ahead is None else ahead
    meeting = again.place(office, record, ItemKind.APPEAL if is_appeal else ItemKind.RETURN, at, meetings)
    item = meeting.item(record.about) if meeting else None
    if meeting is None or item is None:
        return None
    referral, today = office.referral(record.about), office.today(at)
    people = [*office.known(referral.referrer, referral.manager), *office.holders(Role.CHAIR, record.panel, today)]
    topic = Topic.APPEAL_BOOKED if is_appeal else Topic.PLANNER_BOOKED
    facts = {"starts": item.starts_at.isoformat(), "text": "" if isinstance(record, Appeal) else record.text}
    told = to_people(topic, people, record.about, at, mark=f"{_short(record)}.{meeting.id}", **facts)
    tasks = _ask_interim(office, record, at) if isinstance(record, Appeal) else []
    notices = [*told, agenda_post(meeting, at), *(tell_owner(task, at) for task in tasks)]
    return [again.listed(record, meeting), meeting, *tasks], notices


def _ask_interim(office: Office, appeal: Appeal, at: datetime) -> list[Task]:
    """Each Chair is asked once whether support goes on; nothing changes by itself (AM-65)."""
    if appeal.interim:
        return []
    referral = office.referral(appeal.about)
    chairs = office.holders(Role.CHAIR, appeal.panel, office.today(at))
    what = f"Say whether support goes on while the appeal is open: type “interim {appeal.about}” and your answer"
    made = [task_for(office, referral, (f"{appeal.id}/interim", what, p.id), INTERIM_WITHIN, at) for p in chairs]
    return [task for task in made if office.records.look(Task, task.id) is None]


def _appeal_decided(appeal: Appeal, outcome: Outcome, at: datetime) -> Appeal:
    if outcome == again.MORE:
        return appeal.after(AppealEvent.MORE_ASKED, meeting="", touched_at=at)
    return appeal.after(AppealEvent.DECIDED, outcome=outcome.code)


def _return_settled(office: Office, decision: Decision, outcome: Outcome, at: datetime) -> Led:
    """A case that came back: renewed, not renewed, or put off, so that it waits for a place again (PK-5)."""
    review = office.records.look(Review, decision.settles) if decision.settles else None
    if review is None or review.live is None:
        return [], []
    if outcome.effect is Effect.DEFERRED:
        return [review.after(ReviewEvent.TAKEN_OFF, meeting="")], []
    done = review.after(ReviewEvent.DONE, done_by=decision.confirmed_by, done_at=at)
    package = office.records.look(Package, decision.ref)
    if outcome.effect is Effect.REFUSED and package and PACKAGE.allows(package.status, PackageEvent.NOT_RENEWED):
        over = ending(package, PackageEvent.NOT_RENEWED, at)
        return [done, over], tell_ending(office, package, "The panel has not renewed it", at)
    return [done], []


def _same_cycle(office: Office, entry: Review) -> list[Review]:
    live = office.records.find(Review, about=entry.about, live="yes")
    return [each.after(ReviewEvent.DROPPED) for each in live if each.cycle == entry.cycle and each.id != entry.id]


def _replaced(office: Office, referral: Referral, outcome: Outcome, at: datetime) -> list[Record]:
    """The agreement a new application follows on: replaced by the new one, or on its way to its end (PK-5)."""
    old = office.records.look(Package, referral.follows) if referral.follows else None
    if old is None or old.live is None or outcome.effect is Effect.DEFERRED:
        return []
    if outcome.effect is Effect.AGREED:
        return [old.after(PackageEvent.REPLACED), *dropped(office, old.id)]
    for event in (PackageEvent.REQUEST_CAME, PackageEvent.NOT_RENEWED):
        if PACKAGE.allows(old.status, event):
            old = ending(old, event, at) if event is PackageEvent.NOT_RENEWED else old.after(event)
    return [old]


def _short(record: again.Again) -> str:
    """What tells a record apart from the others about its case."""
    return record.id.partition("/")[2]
