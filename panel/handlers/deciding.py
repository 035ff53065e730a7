"""After the meeting: the Chair confirms, the administrator sends out, and what follows is written down."""

from collections.abc import Mapping
from datetime import datetime

from panel import again, booking, meeting_permissions, minutes, overtaken, permissions, ratifying
from panel.calendar import wall
from panel.commands import ConfirmDecisions, FinishTask, ReleaseDecisions
from panel.council import Office
from panel.decision import Decision, DecisionState, Package, Task
from panel.emergency import EmergencyApproval, EmergencyStatus
from panel.endorsement import is_needed
from panel.errors import MoveNotAllowed, NotPermitted, Refused, Unknown
from panel.following import following_tasks, tell_owner
from panel.handlers.coming_back import after_decision, put_down, released
from panel.handlers.entry import entry
from panel.handlers.lettering import drafted
from panel.handlers.principle import in_principle
from panel.meeting import ItemKind, MeetingEvent, PanelMeeting
from panel.notices import Notice, Topic
from panel.officers import heads_of_service
from panel.people import Role
from panel.ports import Answer, Change
from panel.precedence import first_ones_first
from panel.records import Record
from panel.referral import LISTED, Referral, ReferralEvent, ReferralStatus
from panel.review import Review, ReviewStatus
from panel.rules.decisions import Effect, Outcome, Term
from panel.rules.telling import Event
from panel.sitting_policies import check_can_release
from panel.staged import Staged
from panel.telling import agenda_post, post, tell, to_people


def confirm_decisions(command: ConfirmDecisions, office: Office) -> Change:
    """The Chair makes every drafted decision of the meeting binding, and what follows begins (RF-28, CB-10.2)."""
    meeting, today = office.meeting(command.meeting), office.today(command.at)
    role = office.profile(meeting.panel).decisions.confirmed_by
    meeting_permissions.check_may_confirm_meeting(office.person(command.by), meeting, role, today)
    confirmed = meeting.after(MeetingEvent.ALL_CONFIRMED)
    staged, notices = Staged(office.records), list[Notice]()
    after = Office(office.council, staged)
    for decision in overtaken.standing(office, meeting.id):
        done = decision.model_copy(
            update={"state": DecisionState.CONFIRMED, "confirmed_by": command.by, "confirmed_at": command.at}
        )
        if is_needed(office, done):
            done = done.model_copy(update={"state": DecisionState.IN_PRINCIPLE})
            more, told = in_principle(after, done, command.at)
        else:
            more, told = follow(after, done, command.at)
        staged.stage(done, *more)
        notices += told
    records = [confirmed, *staged.made]
    tasks = [record for record in records if isinstance(record, Task)]
    made = [record for record in records if isinstance(record, Decision)]
    minuted = minutes.settled(office, confirmed, made, tasks, command.at)
    records, posts = places(office, records, meeting, command.at)
    admins = office.holders(Role.PANEL_ADMIN, meeting.panel, today)
    return Change(
        Answer(code="decisions_confirmed", about=meeting.id),
        entry(command, "decisions_confirmed", meeting.id),
        (*records, *minuted),
        (*notices, *posts, *to_people(Topic.RELEASE_DUE, admins, meeting.id, command.at)),
    )


def release_decisions(command: ReleaseDecisions, office: Office) -> Change:
    """Decision sheets to those the profile names, one recipient each; references only to the channel (CB-9.11)."""
    meeting = office.meeting(command.meeting)
    permissions.check_may_release(office.person(command.by), meeting.panel, office.today(command.at))
    found = overtaken.standing(office, meeting.id)
    final = first_ones_first(office, (decision for decision in found if decision.is_to_send))
    check_can_release(meeting, final, found)
    rest = any(decision.state is DecisionState.IN_PRINCIPLE for decision in found)
    records: list[Record] = [meeting if rest else meeting.after(MeetingEvent.ALL_RELEASED)]
    notices = [post(Topic.DECISIONS_POSTED, meeting, command.at, mark="" if not rest else f"r{meeting.revision + 1}")]
    for decision in final:
        referral = office.referral(decision.ref)
        records.append(decision.model_copy(update={"state": DecisionState.RELEASED, "released_at": command.at}))
        if referral.status is ReferralStatus.CONFIRMED:
            records.append(referral.after(ReferralEvent.RELEASED))
        records += released(office, decision, command.at)
        notices += tell(office, Event.RELEASED, referral, command.at, decision.outcome, meeting=meeting.id)
    return Change(
        Answer(code="decisions_released", about=meeting.id),
        entry(command, "decisions_released", meeting.id),
        tuple(records),
        tuple(notices),
    )


def finish_task(command: FinishTask, office: Office) -> Change:
    """A task done by its owner (CB-10.4, CB-10.27)."""
    task = office.records.look(Task, command.task)
    if task is None:
        raise Unknown("There is no such task. Type “tasks” to see yours.")
    if task.owner != command.by:
        raise NotPermitted("Only the owner of a task can close it.")
    if task.done_at:
        raise MoveNotAllowed("That task is already done.")
    done = task.model_copy(update={"done_at": command.at})
    return Change(Answer(code="task_done", about=task.about), entry(command, "task_done", task.about), (done,))


def settle_alone(office: Office, decision: Decision, at: datetime) -> tuple[list[Record], list[Notice]]:
    """A decision taken and confirmed without a meeting: what follows from it, and its sending out, at once (RF-39)."""
    records, notices = follow(office, decision, at)
    done = decision.model_copy(update={"state": DecisionState.RELEASED, "released_at": at})
    sent = [
        each.after(ReferralEvent.RELEASED)
        if isinstance(each, Referral) and each.status is ReferralStatus.CONFIRMED
        else each
        for each in records
    ]
    told = tell(office, Event.RELEASED, office.referral(decision.ref), at, decision.outcome, **_named(decision))
    return [done, *sent, *released(office, decision, at)], [*notices, *told]


def follow(office: Office, decision: Decision, at: datetime) -> tuple[list[Record], list[Notice]]:
    """All that follows from a decision that is final (RF-28, CB-10.2)."""
    referral = office.referral(decision.ref)
    outcome = again.outcome_of(office.profile_of(referral), decision)
    if outcome is None:  # the profile was replaced since the decision was drafted, and its version was not kept
        raise Refused(
            f"The outcome written down for {decision.ref} is no longer one the panel can record. "
            "Please have that decision written down again first."
        )
    records, told = ratifying.decided(office, decision, outcome, referral, at) if decision.ratifies else ([], [])
    if not (decision.ratifies and outcome.effect is Effect.DEFERRED):
        records += _moved(decision, outcome, referral)
    if outcome.effect is Effect.AGREED:
        records.append(_package(office, decision, referral, at))
    tasks = following_tasks(office, referral, outcome.effect, decision.id, at, outcome.code, **decision.terms)
    told += tell(office, Event.DECIDED, referral, at, decision.outcome, **_named(decision))
    if outcome.effect is Effect.DEFERRED and referral.deferrals:
        officers = heads_of_service(office, referral, office.today(at))
        told += to_people(Topic.PUT_OFF_AGAIN, officers, referral.id, at, mark=decision.id)
    told += [tell_owner(task, at) for task in tasks]
    led, notices = after_decision(office, decision, referral, outcome, at)
    letters, ready = drafted(office, decision, at)
    return [*records, *tasks, *led, *letters], [*told, *notices, *ready]


def _named(decision: Decision) -> dict[str, str]:
    """How a notice names the decision it is about: by its meeting, or by its own id where there was none."""
    return {"meeting": decision.meeting} if decision.meeting else {"decision": decision.id}


def _moved(decision: Decision, outcome: Outcome, referral: Referral) -> list[Record]:
    if referral.status in LISTED:
        referral = referral.after(ReferralEvent.OPENED)
    if referral.status is ReferralStatus.IN_FILTER:
        return [referral.after(ReferralEvent.FILTER_DECIDED).after(ReferralEvent.CONFIRMED)]
    if referral.status is ReferralStatus.DECIDED:
        return [referral.after(ReferralEvent.CONFIRMED)]
    if referral.status is not ReferralStatus.PRESENTED:
        return []
    if outcome.effect is Effect.DEFERRED:
        count = referral.deferrals + 1
        missing = decision.terms.get(Term.MISSING, "")
        return [referral.after(ReferralEvent.DEFERRED, deferrals=count, comment=missing, meeting="")]
    return [referral.after(ReferralEvent.SETTLED).after(ReferralEvent.CONFIRMED)]


def _package(office: Office, decision: Decision, referral: Referral, at: datetime) -> Package:
    before = office.records.look(Package, decision.ref)
    return Package(
        id=decision.ref,
        revision=before.revision if before else 0,
        panel=decision.panel,
        referrer=referral.referrer,
        manager=referral.manager,
        agreed_at=at,
        end_date=decision.terms.get(Term.END_DATE, ""),
        review_date=decision.terms.get(Term.REVIEW_DATE, ""),
        reapply_by=decision.terms.get(Term.REAPPLY_BY, ""),
        budget_code=decision.terms.get(Term.BUDGET_CODE, ""),
    )


def places(
    office: Office, records: list[Record], meeting: PanelMeeting, now: datetime
) -> tuple[list[Record], list[Notice]]:
    """What was decided at `meeting`, with the meetings ahead that change: every deferred case is on the next with room.

    It is heard there again, not before the day the panel named (RF-26, CB-9.20, BI-4.13). An emergency that is settled
    leaves the meeting it was extended to, and a case settled with it leaves the place its form was given meanwhile.
    """
    ahead = {m.id: m for m in office.meetings_ahead(meeting.panel, now) if m.starts_at > meeting.starts_at}
    back = {each.ref: each.terms.get(Term.RETURN_DATE, "") for each in records if isinstance(each, Decision)}
    used: dict[str, PanelMeeting] = {}
    kept: list[Record] = []
    notices: list[Notice] = []
    for record in records:
        touched: list[PanelMeeting] = []
        if isinstance(record, Referral) and record.status is ReferralStatus.RETURNING:
            later = [each for each in ahead.values() if wall(each.starts_at).date().isoformat() >= back[record.id]]
            placed = booking.first_place(office, later, record.id, ItemKind.REFERRAL)
            if placed:
                touched = [placed]
                record = record.model_copy(update={"meeting": placed.id})
        elif isinstance(record, Referral) and record.status is ReferralStatus.CONFIRMED and record.meeting in ahead:
            touched = [ahead[record.meeting].without(record.id)]
            record = record.model_copy(update={"meeting": meeting.id})
        if isinstance(record, EmergencyApproval):
            touched = _agendas(office, record, ahead)
        if isinstance(record, Review) and record.status is ReviewStatus.DUE and again.waits_for_place(record):
            led, told = put_down(office, record, now, list(ahead.values()))
            notices += told
            kept += [each for each in led if not isinstance(each, PanelMeeting)]
            touched = [each for each in led if isinstance(each, PanelMeeting)]
        else:
            kept.append(record)
        for each in touched:
            ahead[each.id] = used[each.id] = each
    return [*kept, *used.values()], [*notices, *(agenda_post(each, now) for each in used.values())]


def _agendas(office: Office, emergency: EmergencyApproval, ahead: Mapping[str, PanelMeeting]) -> list[PanelMeeting]:
    """The meetings ahead that change with it: the one it was put off to, or those it need not go to any more."""
    if emergency.status is EmergencyStatus.AWAITING_RATIFICATION:
        listed = booking.place_in(office, ahead[emergency.meeting], emergency.id, ItemKind.RATIFICATION)
        return [listed] if listed else []
    return [each.without(emergency.id) for each in ahead.values() if each.ratifies(emergency.id)]
