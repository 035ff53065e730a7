"""What a panel does at intervals: told beforehand and on the day, recorded when it was held."""

import pytest

from panel import commands as c
from panel.decision import Task
from panel.errors import InvalidAnswer, NotPermitted
from panel.recurrence import Recurrence
from tests.story import CB, HELEN, JOAN, PRIYA, TOM, Story
from tests.unit.panel.afterwards import at, office

ID = f"{CB}/effectiveness"


@pytest.fixture
def story() -> Story:
    return office()


@pytest.mark.rule("RO-8.5", "RO-12.4")
def test_those_named_are_told_two_weeks_before_and_on_the_day_once_each(story: Story) -> None:
    """Three months after 2 November 2026 is 2 February 2027; the data is asked for on 19 January."""
    story.sweep()
    counts = []
    for day in ("2027-01-18", "2027-01-19", "2027-01-20", "2027-02-01", "2027-02-02", "2027-02-03"):
        at(story, f"{day}T09:30").sweep()
        counts.append(len(story.notices("recurring_due")))
    assert counts == [0, 2, 2, 2, 4, 4]
    assert story.told("recurring_due") == {HELEN, TOM}


@pytest.mark.rule("RO-8.5")
def test_one_that_is_over_is_asked_for_each_week_until_it_is_held(story: Story) -> None:
    """From the Monday after its day on, and no longer once it is on record."""
    story.sweep()
    counts = []
    for day in ("2027-02-02", "2027-02-08", "2027-02-09", "2027-02-15"):
        at(story, f"{day}T09:30").sweep()
        counts.append(len([n for n in story.notices("recurring_due") if n.to == HELEN]))
    assert counts == [1, 2, 2, 3]
    story.do(c.HoldReview, HELEN, panel=CB, recurring="", day="15 February 2027")
    at(story, "2027-02-22T09:30").sweep()
    assert len([n for n in story.notices("recurring_due") if n.to == HELEN]) == 3


@pytest.mark.rule("RO-8.5")
def test_what_was_due_before_the_clerk_began_is_nobodys_reminder(story: Story) -> None:
    """The profile counts from 2 November 2026; the clerk begins in the May after, and asks for that of August."""
    at(story, "2027-05-20T09:30").sweep()
    at(story, "2027-05-21T09:30").sweep()
    assert story.notices("recurring_due") == []
    at(story, "2027-08-02T09:30").sweep()
    assert {n.facts["due"] for n in story.notices("recurring_due")} == {"2027-08-02"}


@pytest.mark.rule("RO-8.5")
def test_it_is_recorded_when_held_and_counted_on_from_there(story: Story) -> None:
    """Actions become tasks with an owner and a day; never more than the interval lies between two."""
    at(story, "2027-01-26T10:00")
    actions = (c.Improvement(what="Shorter papers", owner=JOAN, due="1 March 2027"),)
    answer = story.do(c.HoldReview, HELEN, panel=CB, recurring="", day="26 January 2027", actions=actions)
    assert answer.facts["next"] == "2027-04-26"
    record = story.store.read().get(Recurrence, ID)
    assert [held.day for held in record.held] == ["2027-01-26"]
    made = story.store.read().get(Task, f"{ID}/1.1")
    assert (made.what, made.owner, made.due) == ("Shorter papers", JOAN, "2027-03-01")
    assert story.told("task_given") == {JOAN}
    at(story, "2027-02-02T09:30").sweep()
    assert story.notices("recurring_due") == []
    at(story, "2027-04-12T09:30").sweep()
    assert {n.facts["due"] for n in story.notices("recurring_due")} == {"2027-04-26"}
    at(story, "2027-04-26T10:00")
    again = story.do(c.HoldReview, HELEN, panel=CB, recurring="", day="26 April 2027")
    assert again.facts["next"] == "2027-07-26"


def test_it_is_recorded_by_those_it_falls_to(story: Story) -> None:
    """On a day that has come, after the one before."""
    with pytest.raises(NotPermitted):
        story.do(c.HoldReview, PRIYA, panel=CB, recurring="effectiveness", day="2 November 2026")
    with pytest.raises(InvalidAnswer):
        story.do(c.HoldReview, HELEN, panel=CB, recurring="effectiveness", day="")
    story.do(c.HoldReview, HELEN, panel=CB, recurring="effectiveness", day="2 November 2026")
    with pytest.raises(InvalidAnswer, match="after the last one"):
        story.do(c.HoldReview, HELEN, panel=CB, recurring="effectiveness", day="2 November 2026")


def test_reminders_that_were_passed_are_merged_into_the_last(story: Story) -> None:
    """A clerk that was down over both days asks once, not for each morning it was not there."""
    story.sweep()
    at(story, "2027-02-03T09:30").sweep()
    assert len(story.notices("recurring_due")) == 2
