"""Decisions that were overtaken before they were final: their case was settled, or taken elsewhere, in between."""

from panel import again
from panel.appeal import Appeal, AppealStatus
from panel.council import Office
from panel.decision import Decision, DecisionState
from panel.emergency import UNRATIFIED, EmergencyApproval
from panel.rules.decisions import Effect


def standing(office: Office, meeting: str) -> list[Decision]:
    """What one meeting decided, without what has been overtaken: nothing follows from that any more."""
    return [each for each in office.records.find(Decision, meeting=meeting) if not is_overtaken(office, each)]


def is_overtaken(office: Office, decision: Decision) -> bool:
    """Whether it never became final and can no longer: a later panel decided, or the appeal was taken back (AP-16)."""
    if decision.state not in (DecisionState.DRAFT, DecisionState.IN_PRINCIPLE):
        return False
    if decision.ratifies:
        return _decided_since(office, decision)
    appeal = office.records.look(Appeal, decision.settles) if decision.settles else None
    return appeal is not None and appeal.status is not AppealStatus.BOOKED


def _decided_since(office: Office, decision: Decision) -> bool:
    """Settled, decided at the panel it was extended to, or put off by that extension already (EM-16, EM-21).

    An extension alone does not undo what the panel decided.
    """
    emergency = office.records.get(EmergencyApproval, decision.ref)
    if emergency.status not in UNRATIFIED:
        return True
    if emergency.meeting == decision.meeting:
        return False
    outcome = again.outcome_of(office.profile_of(office.referral(decision.ref)), decision)
    made = office.records.find(Decision, ref=decision.ref)
    later = any(each.ratifies and each.drafted_at > decision.drafted_at for each in made)
    return later or (outcome is not None and outcome.effect is Effect.DEFERRED)
