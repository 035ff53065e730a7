"""What the clerk works out: ages, totals, and conditions on them; never taken from a form or a card."""

from datetime import UTC, date, datetime

import pytest

from panel import commands as c
from panel.answers import read_answer, shown
from panel.conditions import holds
from panel.errors import InvalidAnswer
from panel.form import Kind, Question
from panel.worked_out import age
from tests.story import PRIYA, Story
from tests.unit.panel.held import story_of
from tests.unit.profile_tools.texts import profile

BORN = 'ask = "Date of birth, or date the baby is due"\n  kind = "date"'
COSTS = '  [[form.sections.question]]\n  id = "framework"'
ASKED = '  [[form.sections.question]]\n  id = "costs"\n  ask = "Each cost"\n  kind = "costs"\n  gives = "total_cost"\n'


@pytest.fixture
def story() -> Story:
    return story_of(profile((BORN, f'{BORN}\n  gives = "age"'), (COSTS, ASKED + COSTS)))


def save(story: Story, ref: str, section: str, **given: str) -> dict[str, str]:
    story.do(c.SaveSection, PRIYA, ref=ref, section=section, given=given, drawn_from=99)
    return story.referral(ref).answers


@pytest.mark.parametrize(
    ("born", "years"),
    [
        (date(2008, 11, 3), 17),
        (date(2008, 11, 2), 18),
        (date(2026, 11, 2), 0),
        (date(2026, 11, 3), None),
        (date(2008, 2, 29), 18),
    ],
)
def test_an_age_is_in_whole_years_on_the_day(born: date, years: int | None) -> None:
    """It changes on the birthday; a child not yet born has none."""
    assert age(born, date(2026, 11, 2)) == years


def test_an_age_follows_the_answer_and_can_be_asked_about(story: Story) -> None:
    """Saved with it, gone with it, and worked out anew when it is sent."""
    ref = story.begin()
    assert save(story, ref, "child", date_of_birth="2008-11-03")["age"] == "17"
    assert holds([{"age": ["under 18"]}], story.referral(ref).answers)
    assert "age" not in save(story, ref, "child", date_of_birth="2027-01-01")
    save(story, ref, "child", date_of_birth="2008-11-03")
    story.fill(ref, date_of_birth="2008-11-03")
    save(story, ref, "cost", costs="Care: 10")
    story.attach(ref)
    story.now = datetime(2026, 11, 3, 10, 0, tzinfo=UTC)
    story.do(c.SendToManager, PRIYA, ref=ref)
    assert story.referral(ref).answers["age"] == "18"


def test_costs_are_added_up_and_shown_with_their_total(story: Story) -> None:
    """One on each line; the total is kept in pounds and pence, and compared as a number."""
    ref = story.begin()
    answers = save(story, ref, "cost", costs="Short breaks: £1,200\nTransport 34.50")
    assert (answers["costs"], answers["total_cost"]) == ("Short breaks: 1200.00\nTransport: 34.50", "1234.50")
    assert holds([{"total_cost": ["more than 1000"]}], answers)
    question = Question(id="costs", ask="Each cost", kind=Kind.COSTS)
    assert shown(question, answers["costs"]) == "Short breaks: £1,200\nTransport: £34.50\nTotal: £1,234.50"


def test_a_cost_without_an_amount_is_asked_back(story: Story) -> None:
    """The line is named, with how to write it."""
    question = Question(id="costs", ask="Each cost", kind=Kind.COSTS)
    with pytest.raises(InvalidAnswer, match="write one cost on each line"):
        read_answer(question, "Short breaks", story.now.date())


def test_what_is_worked_out_is_never_taken_as_given(story: Story) -> None:
    """A card that brings an age or a total of its own changes neither."""
    ref = story.begin()
    answers = save(story, ref, "child", date_of_birth="2014-05-06", age="40", total_cost="9")
    assert (answers["age"], answers.get("total_cost")) == ("12", None)
