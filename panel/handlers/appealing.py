"""A family challenges a decision: logged by staff, tested against the time and the content, put before the panel."""

from collections.abc import Mapping
from datetime import date, datetime

from panel import again, challenges, permissions, policies
from panel.answers import read_answer, read_answers
from panel.appeal import Appeal, AppealEvent, AppealStatus
from panel.asking import left_open, read_needed
from panel.commands import (
    About,
    AnswerLateAppeal,
    LogAppeal,
    NoteComplaint,
    RecordAnswer,
    SayInterim,
    SupplyAppeal,
    WaiveAppeal,
    WithdrawAppeal,
)
from panel.council import Office
from panel.decision import Task
from panel.durations import Length, Unit
from panel.errors import InvalidAnswer, Refused, Unknown
from panel.following import task_for, tell_owner
from panel.form import Kind, Question
from panel.handlers.coming_back import Led, closed_if_last, put_down
from panel.handlers.entry import entry
from panel.handlers.lettering import drafted_late
from panel.notices import Notice, Topic
from panel.people import Person, Role
from panel.ports import Answer, Change
from panel.records import Record
from panel.rules.later import Stage
from panel.telling import agenda_post, to_people

ASKED_BY = ("parent", "representative", "young_person", "other")
"""Whoever asks is logged; the Chair decides on standing, the clerk refuses nobody (AM-33, BI-9.6)."""
ANSWER_WITHIN = Length(20, Unit.WORKING_DAYS)
"""When the answer of a body outside is asked after, where the profile sets no time; a local default."""
_RECEIVED = Question(id="received", ask="The day the request came", kind=Kind.DATE, must_be="past")
_RECEIPT = Question(id="receipt", ask="The day the family got the outcome", kind=Kind.DATE, must_be="past")
_ANSWERED = Question(id="answered_on", ask="The day of the answer", kind=Kind.DATE, must_be="past")


def log_appeal(command: LogAppeal, office: Office) -> Change:
    """The stage and its last day worked out, then ready, incomplete, or late and put to the Chair (AP-1 to AP-8)."""
    referral, today = office.referral(command.ref), office.today(command.at)
    permissions.check_may_log_appeal(office.person(command.by), referral, today)
    profile = office.profile_of(referral)
    decision = again.first_decision(office, referral.id)
    stage = challenges.open_stage(office, decision)
    if stage is None:
        why = "used_up" if profile.challenge.stages else "complaints_only"
        return Change(Answer(code=why, about=referral.id), entry(command, "complaint_signposted", referral.id))
    if command.asked_by not in ASKED_BY:
        raise InvalidAnswer({"asked_by": "Please say who asks: a parent, a representative, the young person, other."})
    came, receipt = read_needed(_RECEIVED, command.received, today), read_answer(_RECEIPT, command.receipt, today)
    outcome = challenges.received_outcome(office, decision, receipt, command.sent)
    window = challenges.window(office, decision, stage, outcome, command.at)
    number = office.records.count(Appeal, about=referral.id) + 1
    logged = Appeal(
        id=f"{referral.id}/appeal{number}",
        panel=referral.panel,
        about=referral.id,
        decision=decision.id,
        stage=stage.id,
        asked_by=command.asked_by,
        authority=policies.remark(command.authority, "the authority to act for the family", required=False),
        received=came,
        receipt=outcome.day.isoformat() if outcome.day else "",
        basis=outcome.basis,
        last_day=window.last.isoformat() if window.last else "",
        how=window.how,
        answers=_read(stage, command.given, {}, today),
        logged_by=command.by,
        logged_at=command.at,
        touched_at=command.at,
    )
    in_time = window.holds(date.fromisoformat(came))
    tested = logged.after(AppealEvent.CAME_IN_TIME if in_time else AppealEvent.CAME_LATE)
    records, notices = _content_checked(office, stage, tested, command.at) if in_time else _put_to_chair(office, tested)
    told = _tell_logged(office, logged, command.at)
    settled = next(record for record in records if isinstance(record, Appeal))
    return Change(
        Answer(code="appeal_logged", about=referral.id, facts={"appeal": logged.id, "status": settled.status}),
        entry(command, "appeal_logged", referral.id, stage=stage.id),
        tuple(records),
        (*told, *notices),
    )


def supply_appeal(command: SupplyAppeal, office: Office) -> Change:
    """What was missing, or what the panel asked for, has come; it goes to the next panel (AP-7, AP-17)."""
    referral, today = office.referral(command.ref), office.today(command.at)
    permissions.check_may_log_appeal(office.person(command.by), referral, today)
    appeal = _open(office, referral.id)
    stage = _stage(office, appeal)
    answers = _read(stage, command.given, appeal.answers, today)
    informed = AppealEvent.INFORMED if appeal.status is AppealStatus.RETURNING else AppealEvent.SUPPLIED
    supplied = appeal.model_copy(update={"answers": answers, "lacks": _lacks(stage, answers), "touched_at": command.at})
    if appeal.status is AppealStatus.INCOMPLETE and supplied.lacks:
        return _changed(command, supplied, "appeal_supplied", [supplied], [])
    records, notices = _forward(office, stage, supplied.after(informed, lacks=()), command.at)
    return _changed(command, supplied, "appeal_supplied", records, notices)


def waive_appeal(command: WaiveAppeal, office: Office) -> Change:
    """The Chair lets it go to the panel without what it lacks, with the reason (AP-7)."""
    appeal = _open(office, command.ref)
    permissions.check_may_settle_appeal(office.person(command.by), appeal.panel, office.today(command.at))
    policies.remark(command.reason, "the reason")
    waived = appeal.after(AppealEvent.SUPPLIED, waived_by=command.by, lacks=(), touched_at=command.at)
    records, notices = _forward(office, _stage(office, appeal), waived, command.at)
    return _changed(command, waived, "appeal_waived", records, notices)


def answer_late_appeal(command: AnswerLateAppeal, office: Office) -> Change:
    """The Chair accepts a late challenge or not, with the reason; the clerk never refuses one (AP-5)."""
    appeal = _open(office, command.ref)
    permissions.check_may_settle_appeal(office.person(command.by), appeal.panel, office.today(command.at))
    reason = policies.remark(command.reason, "the reason")
    facts = {"late_reason": reason, "touched_at": command.at}
    if command.accepted:
        accepted = appeal.after(AppealEvent.ACCEPTED, **facts)
        records, notices = _content_checked(office, _stage(office, appeal), accepted, command.at)
    else:
        refused = appeal.after(AppealEvent.REFUSED, **facts)
        letters, notices = drafted_late(office, refused, command.at)
        records = [refused, *letters]
    said = {"late": "accepted" if command.accepted else "refused", "reason": reason}
    told = _tell_answer(office, appeal, command, **said)
    return _changed(command, appeal, "appeal_late_answered", records, [*told, *notices], accepted=said["late"])


def say_interim(command: SayInterim, office: Office) -> Change:
    """Whether support goes on while the appeal is open; the Chair's, and told to the people of the case (AM-65)."""
    appeal = _open(office, command.ref)
    permissions.check_may_settle_appeal(office.person(command.by), appeal.panel, office.today(command.at))
    support = policies.remark(command.support, "whether support goes on, and until when")
    said = appeal.model_copy(update={"interim": support, "interim_by": command.by})
    asked = [task for task in office.records.find(Task, about=appeal.about, live="yes") if _is_interim(task, appeal)]
    done: list[Record] = [task.model_copy(update={"done_at": command.at}) for task in asked]
    told = _tell_answer(office, appeal, command, support=support)
    return _changed(command, said, "appeal_interim", [said, *done], told)


def record_answer(command: RecordAnswer, office: Office) -> Change:
    """What a body outside the panel answered; the stage is over, and a later one may be open (AP-13)."""
    appeal = _open(office, command.ref)
    referral, today = office.referral(appeal.about), office.today(command.at)
    permissions.check_may_log_appeal(office.person(command.by), referral, today)
    words = policies.remark(command.answer, "the answer")
    day = read_needed(_ANSWERED, command.answered_on, today)
    answered = appeal.after(AppealEvent.ANSWERED, outcome=words, answered_on=day)
    told = _tell_answer(office, appeal, command, outside=words)
    return _changed(command, appeal, "appeal_answered", [closed_if_last(office, answered)], told)


def withdraw_appeal(command: WithdrawAppeal, office: Office) -> Change:
    """Taken back by whoever asked; a slot ahead is free again, and it uses nothing up (AP-16)."""
    appeal = _open(office, command.ref)
    referral, today = office.referral(appeal.about), office.today(command.at)
    permissions.check_may_log_appeal(office.person(command.by), referral, today)
    reason = policies.remark(command.reason, "how the family said so")
    gone = appeal.after(AppealEvent.WITHDRAWN, meeting="", touched_at=command.at)
    booked = [office.meeting(appeal.meeting)] if appeal.meeting else []
    left = [meeting.without(appeal.about) for meeting in booked if meeting.is_ahead]
    posts = [agenda_post(meeting, command.at) for meeting in left]
    told = _tell_answer(office, appeal, command, withdrawn=reason)
    return _changed(command, gone, "appeal_withdrawn", [gone, *left], [*told, *posts])


def note_complaint(command: NoteComplaint, office: Office) -> Change:
    """The reference of a complaint, whenever it is made: it is never too late (AP-15, BI-9.9)."""
    referral = office.referral(command.ref)
    permissions.check_may_log_appeal(office.person(command.by), referral, office.today(command.at))
    complaint = policies.remark(command.complaint, "the reference of the complaint")
    decision = again.first_decision(office, referral.id)
    noted = decision.model_copy(update={"complaint": complaint})
    return _changed(command, noted, "complaint_noted", [noted], [], about=referral.id)


def _content_checked(office: Office, stage: Stage, appeal: Appeal, at: datetime) -> Led:
    lacks = _lacks(stage, appeal.answers)
    if not lacks:
        return _forward(office, stage, appeal.after(AppealEvent.FOUND_COMPLETE), at)
    facts = {"lacks": "; ".join(ask.ask for ask in stage.asks if ask.id in lacks)}
    told = to_people(Topic.APPEAL_LACKS, office.known(appeal.logged_by), appeal.about, at, mark=_mark(appeal), **facts)
    return [appeal.after(AppealEvent.FOUND_INCOMPLETE, lacks=lacks)], told


def _forward(office: Office, stage: Stage, ready: Appeal, at: datetime) -> Led:
    """To the next panel with an open agenda, or to the body outside with a day for its answer (AP-9, KN-3.25)."""
    if stage.heard_by == "panel":
        return put_down(office, ready, at)
    referral = office.referral(ready.about)
    admins = office.holders(Role.PANEL_ADMIN, ready.panel, office.today(at)) or office.known(ready.logged_by)
    what = f"Pass the request ({stage.name}) to {stage.body or 'the body that hears it'}, and record its answer"
    tasks = [
        task_for(office, referral, (f"{ready.id}/outside", what, person.id), stage.answered_within or ANSWER_WITHIN, at)
        for person in admins
    ]
    due = tasks[0].due if tasks else ""
    return [ready.after(AppealEvent.PASSED_ON, answer_due=due), *tasks], [tell_owner(task, at) for task in tasks]


def _put_to_chair(office: Office, late: Appeal) -> Led:
    chairs = office.holders(Role.CHAIR, late.panel, office.today(late.logged_at))
    return [late], to_people(Topic.APPEAL_LATE, chairs, late.about, late.logged_at, mark=_mark(late))


def _tell_logged(office: Office, appeal: Appeal, at: datetime) -> list[Notice]:
    facts = {"last": appeal.last_day, "how": appeal.how, "received": appeal.received}
    return to_people(Topic.APPEAL_LOGGED, _concerned(office, appeal, at), appeal.about, at, mark=_mark(appeal), **facts)


def _tell_answer(office: Office, appeal: Appeal, command: About, **facts: str) -> list[Notice]:
    mark = f"{_mark(appeal)}.r{appeal.revision + 1}"
    people = _concerned(office, appeal, command.at)
    return to_people(Topic.APPEAL_ANSWERED, people, appeal.about, command.at, mark=mark, **facts)


def _concerned(office: Office, appeal: Appeal, at: datetime) -> list[Person]:
    """The people of the case, the administrator and the Chairs (NT-45)."""
    referral, today = office.referral(appeal.about), office.today(at)
    officers = [p for role in (Role.PANEL_ADMIN, Role.CHAIR) for p in office.holders(role, appeal.panel, today)]
    return list(dict.fromkeys([*office.known(referral.referrer, referral.manager), *officers]))


def _changed(
    command: About, appeal: Record, act: str, records: list[Record], notices: list[Notice], **facts: str
) -> Change:
    about = facts.pop("about", "") or getattr(appeal, "about", "")
    return Change(
        Answer(code=act, about=about, facts=facts), entry(command, act, about), tuple(records), tuple(notices)
    )


def _open(office: Office, ref: str) -> Appeal:
    office.referral(ref)
    found = next(iter(office.records.find(Appeal, about=ref, live="yes")), None)
    if found is None:
        raise Unknown(f"No appeal about {ref} is open. Type “status {ref}” to see where it stands.")
    return found


def _stage(office: Office, appeal: Appeal) -> Stage:
    stages = office.profile_of(office.referral(appeal.about)).challenge.stages
    found = next((stage for stage in stages if stage.id == appeal.stage), None)
    if found is None:
        raise Refused("The stage of this appeal is no longer in the panel’s profile. Please ask the administrator.")
    return found


def _read(stage: Stage, given: Mapping[str, str], before: Mapping[str, str], today: date) -> dict[str, str]:
    taken = {**before, **read_answers(stage.asks, given, today)}
    return {key: value for key, value in taken.items() if value}


def _lacks(stage: Stage, answers: Mapping[str, str]) -> tuple[str, ...]:
    """Questions without an answer; “none” is an answer, and the Chair sees it (BI-9.4, BI-9.5)."""
    return tuple(ask.id for ask in left_open(stage.asks, answers))


def _is_interim(task: Task, appeal: Appeal) -> bool:
    return task.id.startswith(f"{appeal.id}/interim")


def _mark(appeal: Appeal) -> str:
    return appeal.id.partition("/")[2]
