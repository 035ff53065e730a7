"""The emergency route: ask, question, decide once, extend, search and place (CB-5.1 to CB-5.10)."""

from datetime import datetime

from panel import booking, permissions, policies
from panel.calendar import end_of_day, shift, wall
from panel.commands import (
    About,
    AnswerApprover,
    ApproveEmergency,
    AskEmergency,
    AskRequester,
    DeclineEmergency,
    ExtendEmergency,
)
from panel.council import Office
from panel.emergency import EmergencyApproval, EmergencyEvent, EmergencyStatus, Exchange, Extension
from panel.errors import MoveNotAllowed, Refused
from panel.following import following_tasks, tell_owner
from panel.form import EMERGENCY
from panel.handlers.entry import entry
from panel.meeting import ItemKind, PanelMeeting
from panel.notices import Notice, Topic
from panel.people import Role
from panel.ports import Answer, Change
from panel.records import Record
from panel.referral import LISTED, Referral
from panel.refs import short_code
from panel.rules.decisions import Effect
from panel.rules.telling import Event
from panel.telling import agenda_post, concerned, notice, tell, to_people

ASK_AGAIN = (EmergencyStatus.DECLINED, EmergencyStatus.WITHDRAWN)
"""Only what came to nothing may be asked anew; an approval and its ratification are never written over."""


def ask_emergency(command: AskEmergency, office: Office) -> Change:
    """Put it to the first approver of today; the facts for a search may follow (EM-1, EM-4, CB-5.2)."""
    referral = office.referral(command.ref)
    permissions.check_may_ask_emergency(office.person(command.by), referral)
    policies.check_editable(referral)
    policies.check_can_ask_emergency(office.profile_of(referral), referral)
    earlier = office.records.look(EmergencyApproval, referral.id)
    if earlier and earlier.status not in ASK_AGAIN:
        raise MoveNotAllowed(f"An emergency approval was already asked for {referral.id}. Type “status {referral.id}”.")
    asked = permissions.approvers(office, referral, office.today(command.at))
    if not asked:
        raise Refused("Nobody is listed who may approve this today. Telephone the Head of Service or the Chair.")
    emergency = EmergencyApproval(
        id=referral.id,
        revision=earlier.revision if earlier else 0,
        panel=referral.panel,
        code=_free_code(office, f"{referral.id}{command.at.isoformat()}"),
        requested_by=command.by,
        requested_at=command.at,
        asked=(asked[0].id,),
        asked_at=command.at,
    )
    card = notice(Topic.EMERGENCY_ASKED, asked[0].id, referral.id, command.at, mark=emergency.code)
    answer = Answer(code="emergency_asked", about=referral.id, facts={"asked": asked[0].id})
    return Change(answer, entry(command, "emergency_asked", referral.id), (emergency,), (card,))


def ask_requester(command: AskRequester, office: Office) -> Change:
    """The approver's question goes to who asked; the request stays open."""
    emergency = _to_decide(command, office)
    question = policies.remark(command.question, "your question")
    exchange = Exchange(asked_by=command.by, asked_at=command.at, question=question)
    kept = emergency.model_copy(update={"exchanges": (*emergency.exchanges, exchange)})
    told = notice(
        Topic.EMERGENCY_QUESTION, emergency.requested_by, emergency.id, command.at, mark=f"q{len(kept.exchanges)}"
    )
    return Change(
        Answer(code="question_asked", about=kept.id), entry(command, "emergency_question", kept.id), (kept,), (told,)
    )


def answer_approver(command: AnswerApprover, office: Office) -> Change:
    """The answer goes back to the approver who asked, with the card again."""
    emergency, referral = office.emergency(command.ref), office.referral(command.ref)
    permissions.check_may_answer_approver(office.person(command.by), referral)
    if not emergency.exchanges or emergency.exchanges[-1].answer:
        raise MoveNotAllowed(f"No question about {emergency.id} waits for an answer.")
    answer = policies.remark(command.answer, "the answer")
    last = emergency.exchanges[-1].model_copy(
        update={"answer": answer, "answered_by": command.by, "answered_at": command.at}
    )
    kept = emergency.model_copy(update={"exchanges": (*emergency.exchanges[:-1], last)})
    told = notice(Topic.EMERGENCY_ANSWER, last.asked_by, kept.id, command.at, mark=f"q{len(kept.exchanges)}")
    return Change(Answer(code="answered", about=kept.id), entry(command, "emergency_answer", kept.id), (kept,), (told,))


def approve_emergency(command: ApproveEmergency, office: Office) -> Change:
    """Approved until the next panel, listed there for ratification, and everyone told, in one commit (EM-7, EM-11)."""
    emergency = _to_decide(command, office)
    referral = office.referral(emergency.id)
    condition = policies.remark(command.condition, "the condition", required=False)
    meeting = booking.place_ratification(office, emergency.id, emergency.panel, command.at)
    approved = emergency.after(
        EmergencyEvent.APPROVED,
        decided_by=command.by,
        decided_at=command.at,
        decided_how=command.how,
        condition=condition,
        ends_at=_end(office, emergency.panel, meeting, command.at),
        meeting=meeting.id if meeting else "",
    )
    tasks = following_tasks(office, referral, Effect.EMERGENCY, f"{emergency.id}.{emergency.code}", command.at)
    records: list[Record] = [approved, *tasks]
    notices = tell(office, Event.EMERGENCY_APPROVED, referral, command.at, meeting=emergency.code)
    notices += [tell_owner(task, command.at) for task in tasks]
    if meeting:
        moved, posts = _only_there(office, referral, meeting, command.at)
        records += moved
        notices += posts
    else:
        admins = office.holders(Role.PANEL_ADMIN, emergency.panel, office.today(command.at))
        notices += to_people(Topic.NO_PLACE, admins, emergency.id, command.at, mark="emergency")
    if policies.search_lacks(office.profile_of(referral), referral):
        people = office.known(referral.referrer, referral.manager)
        notices += to_people(Topic.SEARCH_BLOCKED, people, emergency.id, command.at, mark=emergency.code)
    return Change(
        Answer(code="emergency_approved", about=approved.id),
        entry(command, "emergency_approved", approved.id, how=command.how, meeting=approved.meeting),
        tuple(records),
        (*notices, *redraw(office, approved, command.at)),
    )


def decline_emergency(command: DeclineEmergency, office: Office) -> Change:
    """Refused with its reason; the referral goes on by the ordinary route (EM-5)."""
    emergency = _to_decide(command, office)
    referral = office.referral(emergency.id)
    reason = policies.remark(command.reason, "the reason")
    declined = emergency.after(
        EmergencyEvent.DECLINED,
        decided_by=command.by,
        decided_at=command.at,
        decided_how=command.how,
        reason=reason,
    )
    answers = {key: value for key, value in referral.answers.items() if key != EMERGENCY}
    ordinary = referral.model_copy(update={"answers": answers})
    told = tell(office, Event.EMERGENCY_REFUSED, referral, command.at, meeting=emergency.code)
    return Change(
        Answer(code="emergency_declined", about=declined.id),
        entry(command, "emergency_declined", declined.id, how=command.how),
        (declined, ordinary),
        (*told, *redraw(office, declined, command.at)),
    )


def extend_emergency(command: ExtendEmergency, office: Office) -> Change:
    """A longer life, to a later panel, by a named officer for a reason (EM-16, EM-20, EM-21, AM-12)."""
    emergency, meeting = office.emergency(command.ref), office.meeting(command.meeting)
    today = office.today(command.at)
    permissions.check_may_extend(office, office.person(command.by), emergency, today)
    policies.check_not_begun(meeting, command.at)
    reason = policies.remark(command.reason, "the reason for the extension")
    until = end_of_day(wall(meeting.starts_at).date())
    if meeting.panel != emergency.panel or (emergency.ends_at and until <= emergency.ends_at):
        raise Refused("Choose a later date of the same panel. Type “meetings” to see them.")
    extended = emergency.after(
        EmergencyEvent.EXTENDED,
        ends_at=until,
        meeting=meeting.id,
        extensions=(*emergency.extensions, Extension(by=command.by, at=command.at, reason=reason, until=until)),
    )
    listed = booking.place_in(office, meeting, emergency.id, ItemKind.RATIFICATION) or meeting
    moved, posts = _only_there(office, office.referral(emergency.id), listed, command.at)
    told = to_people(
        Topic.EMERGENCY_EXTENDED,
        concerned(office, extended, today),
        extended.id,
        command.at,
        mark=f"r{extended.revision + 1}",
    )
    return Change(
        Answer(code="extended", about=extended.id),
        entry(command, "emergency_extended", extended.id, meeting=meeting.id),
        (extended, *moved),
        (*told, *posts),
    )


def called_off(office: Office, ref: str, at: datetime) -> tuple[list[Record], list[Notice]]:
    """A request nobody has answered ends with its referral, and the approvers' cards say so (EM-19)."""
    emergency = office.records.look(EmergencyApproval, ref)
    if emergency is None or emergency.status is not EmergencyStatus.AWAITING_APPROVER:
        return [], []
    gone = emergency.after(EmergencyEvent.WITHDRAWN)
    return [gone], redraw(office, gone, at)


def redraw(office: Office, emergency: EmergencyApproval, at: datetime) -> list[Notice]:
    """Every card already sent about the emergency, to be drawn again as it stands now."""
    sent = office.records.find(Notice, about=emergency.id)
    mark = f"r{emergency.revision + 1}"
    return [
        notice(Topic.REDRAW, card.to, emergency.id, at, mark=f"{mark}.{n}", of=card.id)
        for n, card in enumerate(sent)
        if card.rule in (Topic.EMERGENCY_ASKED, Topic.EMERGENCY_ANSWER)
    ]


def _only_there(
    office: Office, referral: Referral, meeting: PanelMeeting, at: datetime
) -> tuple[list[Record], list[Notice]]:
    """The meeting that ratifies, every other agenda without the case, and a booked referral moved along with it."""
    left = booking.taken_off(office, referral.id, referral.panel, keep=meeting.id)
    records: list[Record] = [meeting, *left]
    if referral.status in LISTED and referral.meeting != meeting.id:
        records.append(referral.model_copy(update={"meeting": meeting.id}))
    return records, [agenda_post(each, at) for each in (meeting, *left)]


def _to_decide(command: About, office: Office) -> EmergencyApproval:
    emergency = office.emergency(command.ref)
    permissions.check_may_decide_emergency(office, office.person(command.by), emergency, office.today(command.at))
    policies.check_awaits_answer(office, emergency)
    return emergency


def _end(office: Office, panel: str, meeting: PanelMeeting | None, now: datetime) -> datetime:
    if meeting is not None:
        return end_of_day(wall(meeting.starts_at).date())
    return end_of_day(shift(office.today(now), office.profile(panel).emergency.if_no_panel, 1))


def _free_code(office: Office, seed: str) -> str:
    code = short_code(seed)
    while any(taken.live for taken in office.records.find(EmergencyApproval, code=code)):
        seed += "+"
        code = short_code(seed)
    return code
