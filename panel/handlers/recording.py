"""What the panel decided on one item, written down as a draft."""

from panel import again, meeting_permissions, ratifying
from panel.calendar import wall
from panel.commands import DraftDecision
from panel.council import Office
from panel.decision import Decision, DecisionState
from panel.errors import InvalidAnswer, MoveNotAllowed
from panel.handlers.entry import entry
from panel.handlers.putting_off import is_heard_here
from panel.hearings import outcomes, with_reason
from panel.meeting import AgendaItem, ItemKind, ItemResult, MeetingStatus, PanelMeeting
from panel.ports import Answer, Change
from panel.records import Record
from panel.referral import ReferralEvent
from panel.rules.decisions import Outcome
from panel.seating import presented_by, quorum_for, taking_part
from panel.sitting_policies import check_quorate, listed
from panel.terms import read_terms

OPEN_FOR_DECISIONS = (MeetingStatus.IN_SESSION, MeetingStatus.HELD)


def draft_decision(command: DraftDecision, office: Office) -> Change:
    """What the panel decided on one item, with all its outcome must state; a draft until confirmed (RF-24)."""
    meeting = office.meeting(command.meeting)
    meeting_permissions.check_runs(office.person(command.by), meeting, office.today(command.at))
    if meeting.status not in OPEN_FOR_DECISIONS:
        raise MoveNotAllowed(
            "Decisions can be written down once the meeting has been opened, and until they are confirmed."
        )
    item = listed(meeting, command.ref)
    if not is_heard_here(office, item, meeting):
        raise MoveNotAllowed(f"{item.ref} is no longer heard at this meeting. Type “status {item.ref}” to see it.")
    if meeting.status is MeetingStatus.IN_SESSION:
        check_quorate(office, meeting, item.ref)
    outcome = _outcome(office, meeting, item, command.outcome)
    referral = office.referral(command.ref)
    day = wall(meeting.starts_at).date()
    terms = read_terms(office.profile_of(referral), outcome, command.terms, day, referral.answers)
    if item.kind is ItemKind.RATIFICATION:
        ratifying.check_can_be_drafted(office, office.emergency(item.ref), outcome, terms, command.at)
    decision = _decision(command, office, meeting, item, terms)
    records: list[Record] = [
        decision,
        meeting.with_item(item.model_copy(update={"result": ItemResult.DECIDED})),
    ]
    if item.kind is ItemKind.REFERRAL and referral.status != "presented":
        records.append(referral.after(ReferralEvent.OPENED))
    return Change(
        Answer(code="decision_drafted", about=meeting.id, facts={"ref": command.ref}),
        entry(command, "decision_drafted", command.ref, meeting.id, outcome=outcome.code),
        tuple(records),
    )


def _outcome(office: Office, meeting: PanelMeeting, item: AgendaItem, code: str) -> Outcome:
    allowed = outcomes(office, meeting, item)
    for outcome in allowed:
        if outcome.code == code:
            return with_reason(office, outcome, item.ref)
    raise InvalidAnswer({"outcome": "Please choose one of: " + "; ".join(outcome.label for outcome in allowed)})


def _decision(
    command: DraftDecision, office: Office, meeting: PanelMeeting, item: AgendaItem, terms: dict[str, str]
) -> Decision:
    decision_id = f"{meeting.id}/{item.ref}"
    before = office.records.look(Decision, decision_id)
    if before and before.state is not DecisionState.DRAFT:
        raise MoveNotAllowed(f"The decision on {item.ref} is confirmed and can’t be changed.")
    said = {"outcome": command.outcome, "terms": terms, "drafted_by": command.by, "drafted_at": command.at}
    if before and meeting.status is not MeetingStatus.IN_SESSION:  # who decided is who was there at the time
        return before.model_copy(update=said)
    presenters, deciding = presented_by(office, meeting, item.ref), taking_part(office, meeting, item.ref)
    both = presenters if office.profile(meeting.panel).meetings.presenter_decides else []
    counted = quorum_for(office, meeting, item.ref)
    return Decision(
        id=decision_id,
        revision=before.revision if before else 0,
        panel=meeting.panel,
        meeting=meeting.id,
        ref=item.ref,
        ratifies=item.kind is ItemKind.RATIFICATION,
        settles=again.settled_by(office, item, meeting),
        outcome=command.outcome,
        terms=terms,
        presenters=tuple(presenters),
        participants=tuple(dict.fromkeys([*(seat.person for seat in deciding), *both])),
        seats=tuple(dict.fromkeys(seat.seat for seat in deciding if seat.seat)),
        quorate=counted.quorate if counted else None,
        drafted_by=command.by,
        drafted_at=command.at,
    )
