"""Decisions whose records and notices go before the others (RO-11.11)."""

from collections.abc import Iterable

from panel import again
from panel.council import Office
from panel.decision import Decision


def goes_first(office: Office, decision: Decision) -> bool:
    """Whether the outcome of this decision puts its record before the others."""
    outcome = again.outcome_of(office.profile_of(office.referral(decision.ref)), decision)
    return outcome is not None and outcome.first


def first_ones_first(office: Office, decisions: Iterable[Decision]) -> list[Decision]:
    """The decisions in the order they had, those that go first before the rest."""
    return sorted(decisions, key=lambda each: not goes_first(office, each))
