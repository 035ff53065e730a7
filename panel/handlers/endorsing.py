"""Decisions that are in principle: endorsed, refused or sent back to the panel."""

from panel import meeting_permissions, policies
from panel.commands import About, EndorseDecision, RefuseEndorsement, SendBackDecision
from panel.council import Office
from panel.decision import Decision, DecisionState, Endorsed, Endorsing
from panel.endorsement import endorsers, waiting
from panel.errors import MoveNotAllowed
from panel.following import following_tasks, tell_owner
from panel.handlers.deciding import follow, places
from panel.handlers.entry import entry
from panel.handlers.putting_off import put_off
from panel.notices import Notice, Topic
from panel.people import Role
from panel.ports import Answer, Change
from panel.records import Record
from panel.referral import ReferralEvent
from panel.rules.decisions import Effect
from panel.rules.telling import Event
from panel.telling import redrawn, tell, to_people


def endorse_decision(command: EndorseDecision, office: Office) -> Change:
    """It is final, and everything follows that would have followed from the Chair’s confirmation."""
    decision = _to_answer(command, office)
    done = _answered(decision, command, Endorsed.GIVEN)
    records, notices = follow(office, done, command.at)
    kept, posts = places(office, records, office.meeting(done.meeting), command.at)
    return _changed(command, office, done, (kept, [*notices, *posts]))


def refuse_endorsement(command: RefuseEndorsement, office: Office) -> Change:
    """Nothing of it is done: its people learn why, and only what follows from a refusal follows."""
    decision = _to_answer(command, office)
    if decision.ratifies:
        raise MoveNotAllowed(f"{decision.ref} is an emergency approval. Send it back to the panel, with the reason.")
    if decision.settles:
        raise MoveNotAllowed(f"{decision.ref} is before the panel again. Send it back to the panel, with the reason.")
    done = _answered(decision, command, Endorsed.REFUSED, command.reason)
    referral = office.referral(decision.ref)
    tasks = following_tasks(office, referral, Effect.REFUSED, done.id, command.at)
    notices = tell(office, Event.DECIDED, referral, command.at, meeting=done.meeting)
    notices += [tell_owner(task, command.at) for task in tasks]
    return _changed(command, office, done, ([referral.after(ReferralEvent.CONFIRMED), *tasks], notices))


def send_back_decision(command: SendBackDecision, office: Office) -> Change:
    """The case goes to the next panel with room, and is heard again."""
    decision = _to_answer(command, office)
    done = _answered(decision, command, Endorsed.SENT_BACK, command.reason)
    meeting, referral = office.meeting(decision.meeting), office.referral(decision.ref)
    reason = done.endorsing.reason if done.endorsing else ""
    event = ReferralEvent.SENT_BACK
    records, notices = put_off(office, meeting, referral, command.at, event=event, reason=reason)
    kept = [record for record in records if record.id != meeting.id]
    return _changed(command, office, done, (kept, notices))


def _to_answer(command: About, office: Office) -> Decision:
    person = office.person(command.by)
    decision = waiting(office, command.ref.upper())
    meeting_permissions.check_may_endorse(person, endorsers(office, decision, office.today(command.at)), decision.ref)
    return decision


def _answered(decision: Decision, command: About, answer: Endorsed, reason: str = "") -> Decision:
    why = policies.remark(reason, "the reason", required=answer is not Endorsed.GIVEN)
    endorsing = Endorsing(answer=answer, by=command.by, at=command.at, reason=why)
    return decision.model_copy(update={"state": DecisionState.CONFIRMED, "endorsing": endorsing})


def _changed(command: About, office: Office, done: Decision, follows: tuple[list[Record], list[Notice]]) -> Change:
    """The decision with what follows; the cards of others are drawn again, and the sheets can go out."""
    assert done.endorsing is not None  # noqa: S101  it has just been answered
    records, notices = follows
    meeting = office.meeting(done.meeting)
    admins = office.holders(Role.PANEL_ADMIN, done.panel, office.today(command.at))
    act = f"endorsement_{done.endorsing.answer}"
    cards = redrawn(office, (Topic.ENDORSE,), meeting, command.at, about=done.ref)
    sheets = to_people(Topic.RELEASE_DUE, admins, meeting.id, command.at, mark=done.ref)
    return Change(
        Answer(code=act, about=done.ref),
        entry(command, act, done.ref, meeting.id),
        (done, *records),
        (*notices, *cards, *sheets),
    )
