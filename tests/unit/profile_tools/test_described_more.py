"""What only some of the shipped panels have is said on their pages, and nothing is made up for the others."""

from datetime import date

import pytest

from dialogs.words.conditions import when
from dialogs.words.profile_words import describe
from tests.stories import BI, CB, KN, RA, RO
from tests.story import profiles

DAY = date(2027, 1, 1)


@pytest.mark.parametrize(
    ("panel", "sentence"),
    [
        (KN, "It belongs elsewhere if the age in years, from “Date of birth” is more than 25:"),
        (KN, "It may state the date it starts, the date the agreement ends and the budget code."),
        (RO, "the address “legal gateway” by e-mail, after “In principle: to the Legal Gateway Panel”"),
        (RO, "- “What meeting does the panel advise” is stated only if “Where does the child stand?” is answered"),
        (RO, "Papers are with the members by the day of the panel."),
        (RO, "if “What meeting does the panel advise” is answered “A Placement Stability Meeting” or"),
        (BI, "- With “Signpost to other services” the panel is asked for an entry in the record of unmet needs."),
        (BI, "Without it, or without anyone who may chair, nothing is decided."),
        (RA, "Decision sheets go out within 5 working days after that."),
        (RA, "Task for the finance team within 5 working days: “Talk to the family about the overpayment"),
    ],
)
def test_a_part_is_said_as_the_profile_has_it(panel: str, sentence: str) -> None:
    """Each part stands on the page of the panel that has it."""
    assert sentence in describe(profiles()[panel], DAY)


def test_a_system_without_meetings_has_no_sentence_about_them() -> None:
    """No cut-off, no seats, no emergency and no booking is made up."""
    page = describe(profiles()[RA], DAY)
    heads = {line for line in page.splitlines() if line.startswith("## ")}
    assert not {"## When it meets", "## When requests close", "## Emergencies between panels"} & heads
    assert "emergency is approved" not in page
    assert "gets a place" not in page


@pytest.mark.parametrize(
    ("wanted", "said"),
    [
        (["answered"], "if “Which of these is the child?” is answered"),
        (["not answered"], "if “Which of these is the child?” is not answered"),
    ],
)
def test_whether_a_question_is_answered_is_said_in_words(wanted: list[str], said: str) -> None:
    """No code of the profile is shown to a chair."""
    assert when([{"cohort": wanted}], profiles()[CB].form) == said
