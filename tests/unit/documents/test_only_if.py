"""Conditions in plain words."""

import pytest

from adapters.documents.only_if import only_if
from tests.unit.documents.forms import CENTRAL_BEDFORDSHIRE, FORM


@pytest.mark.parametrize(
    ("condition", "words"),
    [
        ([], ""),
        ([{"school": ["yes"]}], "Only if you answered “Yes” to “Change of school?”."),
        (
            [{"school": ["yes"], "cohort": ["cla"]}],
            "Only if you answered “Yes” to “Change of school?” and you answered “Looked after” "
            "to “Which is the child?”.",
        ),
        (
            [{"school": ["yes"]}, {"cohort": ["cin"]}],
            "Only if you answered “Yes” to “Change of school?”, or if you answered “In need” to “Which is the child?”.",
        ),
        ([{"emergency": ["yes"]}], "Only if this is an emergency."),
        ([{"emergency": ["no"]}], "Only if this is not an emergency."),
        ([{"gone": ["a", "b", "c"]}], "Only if “gone” is “a”, “b” or “c”."),
    ],
)
def test_a_condition_in_words(condition, words):
    """Labels, never codes, for all the form knows."""
    assert only_if(condition, FORM) == words


def test_all_but_one_is_said_as_anything_but_that():
    """Seven long choices would bury the question."""
    question = CENTRAL_BEDFORDSHIRE.form.question("move_date")
    assert only_if(question.when, CENTRAL_BEDFORDSHIRE.form) == (
        "Only if you answered anything but “None of these” to “Does any of these apply?”."
    )
