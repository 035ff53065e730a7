"""What a decision states: reading it, and saying every gap at once."""

from collections.abc import Mapping
from datetime import date

from panel.answers import clean, read_answer, shown
from panel.calendar import say_day
from panel.conditions import holds
from panel.errors import InvalidAnswer
from panel.form import Kind, Question
from panel.profile import Profile
from panel.referral import Referral
from panel.rules.decisions import BUILT_IN, Effect, Outcome, Term

_ORDER = ((Term.REAPPLY_BY, Term.END_DATE), (Term.REVIEW_DATE, Term.END_DATE), (Term.START_DATE, Term.END_DATE))
"""Of two dates, the one that must not be after the other."""


def read_terms(
    profile: Profile, outcome: Outcome, given: Mapping[str, str], meeting_day: date, answers: Mapping[str, str]
) -> dict[str, str]:
    """What the decision states, checked against what its outcome needs; raises `InvalidAnswer` naming every gap.

    An approval has an end, a date for a new application before it, and a budget code (CB-9.14 to CB-9.16, CB-14.12),
    as far as the panel asks for them. A term with a condition is left out where it does not hold for the answers of
    the referral and the terms before it (RO-5.19).
    """
    terms: dict[str, str] = {}
    problems: dict[str, str] = {}
    for name in dict.fromkeys([*outcome.needs, *outcome.may, Term.CONDITIONS]):
        if not holds(profile.term(name).when, {**answers, **terms}):
            continue
        try:
            value = _read(profile.term(name), given.get(name, ""), meeting_day, needed=name in outcome.needs)
        except InvalidAnswer as refused:
            problems |= refused.problems
        else:
            terms |= {name: value} if value else {}
    for earlier, later in _ORDER:
        if not problems and earlier in terms and later in terms and terms[earlier] > terms[later]:
            problems[earlier] = f"{_sentence(BUILT_IN[earlier])} must not be after {BUILT_IN[later].ask}."
    if problems:
        raise InvalidAnswer(problems)
    return terms


def outcomes_alone(profile: Profile, referral: Referral) -> list[Outcome]:
    """What can be decided without a meeting; before a meeting a request for more is a return, not a decision."""
    hearing = min(referral.deferrals + 1, 2)
    heard = [outcome for outcome in profile.decisions.outcomes if outcome.at_hearing in (0, hearing)]
    return heard if profile.sittings is None else [each for each in heard if each.effect is not Effect.DEFERRED]


def label(term: Question) -> str:
    """The term at the head of its answer: `Reapply by` of a card, or the profile's own wording."""
    return term.ask.removeprefix("the ")[:1].upper() + term.ask.removeprefix("the ")[1:]


def shown_term(profile: Profile, name: str, value: str) -> tuple[str, str]:
    """The label and the value of a term as a person reads them."""
    term = profile.term(name)
    return label(term), say_day(date.fromisoformat(value)) if term.kind is Kind.DATE else shown(term, value)


def _read(term: Question, given: str, meeting_day: date, *, needed: bool) -> str:
    text = clean(given)
    if not text:
        if needed:
            raise InvalidAnswer({term.id: f"Please give {_named(term)}."})
        return ""
    value = read_answer(term.model_copy(update={"ask": _sentence(term)}), text, meeting_day)
    if term.kind is Kind.DATE and term.must_be != "past" and value < meeting_day.isoformat():
        raise InvalidAnswer({term.id: f"{_sentence(term)} must be on or after the day of the panel."})
    return value


def _named(term: Question) -> str:
    return term.ask if term.id in BUILT_IN else f"an answer to “{term.ask}”"


def _sentence(term: Question) -> str:
    return term.ask[:1].upper() + term.ask[1:]
