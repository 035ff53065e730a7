"""Which decisions somebody else must agree to before they are final."""

from datetime import date

from panel.conditions import holds
from panel.council import Office
from panel.decision import Decision, DecisionState
from panel.errors import MoveNotAllowed
from panel.overtaken import is_overtaken
from panel.people import Person
from panel.rules.decisions import Effect


def is_needed(office: Office, decision: Decision) -> bool:
    """Whether the decision is only in principle once the Chair has confirmed it.

    One that puts a case off settles nothing, so nobody is asked about it.
    """
    referral = office.referral(decision.ref)
    profile = office.profile_of(referral)
    rule, outcome = profile.decisions.endorsed, profile.outcome(decision.outcome)
    if rule is None or outcome is None or outcome.effect is Effect.DEFERRED:
        return False
    named = not rule.on or bool({outcome.code, outcome.effect} & set(rule.on))
    return named and holds(rule.when, {**referral.answers, **decision.terms})


def endorsers(office: Office, decision: Decision, on: date) -> list[Person]:
    """Who may agree to it today: holders of the post the profile names, and nobody who works on the case."""
    referral = office.referral(decision.ref)
    rule = office.profile_of(referral).decisions.endorsed
    people = office.holders(rule.by, decision.panel, on) if rule else []
    return [person for person in people if person.id not in (referral.referrer, referral.manager)]


def to_endorse(office: Office, ref: str) -> list[Decision]:
    """The decisions on this case that somebody must still agree to."""
    found = office.records.find(Decision, ref=ref, state=DecisionState.IN_PRINCIPLE)
    return [each for each in found if not is_overtaken(office, each)]


def waiting(office: Office, ref: str) -> Decision:
    """The decision on this case that is in principle; raises `MoveNotAllowed` when none is."""
    found = to_endorse(office, office.referral(ref).id)
    if not found:
        raise MoveNotAllowed(f"No decision on {ref} waits to be endorsed. Type “status {ref}” to see where it is.")
    return found[-1]
