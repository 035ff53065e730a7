"""What a decision states: the profile's own terms beside the built-in ones, read and shown by their kind."""

from datetime import date

import pytest

from panel.errors import InvalidAnswer
from panel.form import Kind, Question
from panel.profile import Profile
from panel.rules.decisions import Effect, Outcome
from panel.terms import read_terms, shown_term
from tests.story import CB, profiles

DAY = date(2026, 11, 11)
HOURS = Question(id="hours", ask="Hours a week", kind=Kind.LINE, max_length=5)
PLACE = Question.model_validate(
    {"id": "place", "ask": "Where?", "kind": "choice", "options": [{"code": "home", "label": "At home"}]}
)
OUTCOME = Outcome(code="agreed", label="Agreed", effect=Effect.AGREED, needs=["hours", "place"], may=["review_date"])


@pytest.fixture
def profile() -> Profile:
    base = profiles()[CB]
    return base.model_copy(update={"decisions": base.decisions.model_copy(update={"terms": [HOURS, PLACE]})})


def test_terms_are_read_by_their_kind(profile: Profile) -> None:
    """A choice by its wording, a date as people write it, and conditions wherever they are given."""
    given = {"hours": "12", "place": "At home", "review_date": "1 March 2027", "conditions": "Only at weekends"}
    assert read_terms(profile, OUTCOME, given, DAY, {}) == {
        "hours": "12",
        "place": "home",
        "review_date": "2027-03-01",
        "conditions": "Only at weekends",
    }


def test_what_may_be_stated_may_be_left_out(profile: Profile) -> None:
    """Only what is needed is asked for."""
    assert read_terms(profile, OUTCOME, {"hours": "12", "place": "home"}, DAY, {}) == {"hours": "12", "place": "home"}


def test_every_gap_and_mistake_is_named_at_once(profile: Profile) -> None:
    """By the term it is in."""
    with pytest.raises(InvalidAnswer) as refused:
        read_terms(profile, OUTCOME, {"place": "the moon", "review_date": "1 March 2020"}, DAY, {})
    assert refused.value.problems == {
        "hours": "Please give an answer to “Hours a week”.",
        "place": "Where? Choose one of: At home",
        "review_date": "The review date must be on or after the day of the panel.",
    }


def test_terms_are_shown_as_people_read_them(profile: Profile) -> None:
    """The label, and the wording of a choice or the day with its weekday."""
    shown = [shown_term(profile, *term) for term in (("place", "home"), ("review_date", "2027-03-01"))]
    assert shown == [("Where?", "At home"), ("Review date", "Mon 1 Mar 2027")]
