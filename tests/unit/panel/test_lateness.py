"""Requests after the cut-off: asking for the exception, who may answer, and what follows either way."""

from collections import Counter
from datetime import UTC, datetime

import pytest

from panel import commands as c
from panel.errors import InvalidAnswer, MoveNotAllowed, NotPermitted, Refused
from panel.meeting import MeetingStatus
from panel.policies import is_late
from tests.story import ASHA, DILYS, FIRST_PANEL, HELEN, JOAN, MARTIN, PRIYA, RUTH, SAM, SECOND_PANEL, TOM, Story

WHY = "The placement ends on Friday"


@pytest.fixture
def story() -> Story:
    """Two days before the first panel, past its cut-off."""
    story = Story()
    story.meetings()
    return story


def late(story: Story, **answers: str) -> str:
    """Signed two days before the first panel, past its cut-off, and so booked for the second."""
    ref = story.complete(**answers)
    story.do(c.SendToManager, PRIYA, ref=ref)
    story.now = datetime(2026, 11, 9, 10, 0, tzinfo=UTC)
    story.sign(ref)
    return ref


def asked(story: Story, by: str = PRIYA, **answers: str) -> str:
    ref = late(story, **answers)
    story.do(c.AskLate, by, ref=ref, reason=WHY)
    return ref


@pytest.mark.rule("CB-9.7", "CB-9.10")
@pytest.mark.parametrize("by", [PRIYA, DILYS])
def test_the_exception_is_put_to_chairs_and_the_teams_head_of_service(story: Story, by: str) -> None:
    """Practitioner or manager asks; until an officer answers the case keeps its later place (NT-7, AM-57)."""
    ref = asked(story, by)
    assert Counter(n.to for n in story.notices("late_asked")) == Counter([HELEN, MARTIN, RUTH])
    assert story.referral(ref).meeting == SECOND_PANEL
    assert story.meeting().items == ()


@pytest.mark.rule("CB-9.10")
@pytest.mark.parametrize("by", [RUTH, HELEN])
def test_agreed_it_is_heard_and_marked_and_its_other_slot_is_free(story: Story, by: str) -> None:
    """Booked past the cut-off with the officer's name and the reason; everyone is told once (RF-16, NT-8)."""
    ref = asked(story)
    story.do(c.AgreeLate, by, ref=ref)
    item = story.meeting().item(ref)
    assert item is not None
    assert (story.referral(ref).meeting, item.late_by, item.late_reason) == (FIRST_PANEL, by, WHY)
    assert is_late(story.office, story.meeting(), ref)
    assert story.meeting(SECOND_PANEL).items == ()
    assert Counter(n.to for n in story.notices("late_answered")) == Counter([PRIYA, DILYS, TOM])
    assert Counter(n.to for n in story.notices("redraw")) == Counter([HELEN, MARTIN, RUTH])


@pytest.mark.rule("CB-9.10")
def test_the_officers_own_reason_stands_on_the_record(story: Story) -> None:
    """Given one, it takes the place of the reason it was asked with."""
    ref = asked(story)
    story.do(c.AgreeLate, RUTH, ref=ref, reason="Court date on Thursday")
    item = story.meeting().item(ref)
    assert item is not None
    assert item.late_reason == "Court date on Thursday"


@pytest.mark.rule("CB-9.10")
def test_refused_it_stays_and_its_people_learn_why(story: Story) -> None:
    """The reason is required; the place it has is kept (AM-66)."""
    ref = asked(story)
    with pytest.raises(InvalidAnswer):
        story.do(c.RefuseLate, RUTH, ref=ref, reason="")
    story.do(c.RefuseLate, RUTH, ref=ref, reason="It can wait a week")
    assert story.referral(ref).meeting == SECOND_PANEL
    assert {(n.to, n.facts["reason"]) for n in story.notices("late_answered")} == {
        (who, "It can wait a week") for who in (PRIYA, DILYS, TOM)
    }


@pytest.mark.rule("CB-9.10")
def test_one_answer_wins(story: Story) -> None:
    """The second officer is told that nothing waits any more."""
    ref = asked(story)
    story.do(c.RefuseLate, HELEN, ref=ref, reason="No")
    with pytest.raises(MoveNotAllowed, match="waits for an answer"):
        story.do(c.AgreeLate, RUTH, ref=ref)
    assert story.referral(ref).meeting == SECOND_PANEL


@pytest.mark.rule("CB-9.10")
@pytest.mark.parametrize("by", [TOM, PRIYA, DILYS, JOAN, ASHA])
def test_nobody_else_answers(story: Story, by: str) -> None:
    """Not the administrator, nor the people of the case."""
    ref = asked(story)
    with pytest.raises(NotPermitted):
        story.do(c.AgreeLate, by, ref=ref)


@pytest.mark.rule("CB-9.10")
@pytest.mark.parametrize("by", [SAM, TOM, RUTH])
def test_nobody_else_asks(story: Story, by: str) -> None:
    """Only the people of the case."""
    ref = late(story)
    with pytest.raises(NotPermitted):
        story.do(c.AskLate, by, ref=ref, reason=WHY)


@pytest.mark.rule("CB-9.7", "CB-9.10")
def test_the_panel_it_asked_for_is_the_one_it_is_heard_at(story: Story) -> None:
    """A date asked for and missed is the date of the exception."""
    ref = asked(story, panel_date="2026-11-11")
    story.do(c.AgreeLate, RUTH, ref=ref)
    assert story.referral(ref).meeting == FIRST_PANEL


@pytest.mark.rule("CB-9.10")
def test_there_is_nothing_to_ask_for_a_case_in_time_unsigned_or_asked_already(story: Story) -> None:
    """Each is refused with what to do instead, and changes nothing."""
    in_time, draft = story.signed(), story.complete()
    ref = asked(story)
    before = story.snapshot()
    for case in (in_time, draft, ref):
        with pytest.raises(Refused):
            story.do(c.AskLate, PRIYA, ref=case, reason=WHY)
    assert story.snapshot() == before


@pytest.mark.rule("CB-8.2", "CB-9.10")
def test_a_cancelled_panel_answers_what_was_asked_of_it(story: Story) -> None:
    """Who asked is told, and nobody can agree to it any more."""
    ref = asked(story)
    story.do(c.AskCancel, RUTH, meeting=FIRST_PANEL, reason="No chair")
    assert [(n.to, n.facts["cancelled"]) for n in story.notices("late_answered")] == [(PRIYA, "yes")]
    with pytest.raises(MoveNotAllowed):
        story.do(c.AgreeLate, HELEN, ref=ref)


@pytest.mark.rule("CB-9.10")
def test_a_moved_panel_keeps_what_was_asked_of_it(story: Story) -> None:
    """Moved by a day, the wish can still be agreed."""
    ref = asked(story)
    story.do(c.MoveMeeting, TOM, meeting=FIRST_PANEL, starts_at=datetime(2026, 11, 12, 9, 30, tzinfo=UTC), reason="x")
    story.do(c.AgreeLate, HELEN, ref=ref)
    assert story.referral(ref).meeting == story.meeting().moved_to
    assert story.meeting().status is MeetingStatus.MOVED


@pytest.mark.rule("CB-9.10")
def test_what_nobody_answered_is_said_when_the_panel_begins(story: Story) -> None:
    """Whoever asked learns that nobody agreed; the officers' cards are drawn again; the case keeps its place."""
    ref = asked(story)
    cards = len(story.notices("redraw"))
    story.now = story.meeting().starts_at
    story.do(c.StartMeeting, TOM, meeting=FIRST_PANEL, chair=RUTH, present=(JOAN, DILYS))
    [told] = story.notices("late_answered")
    assert (told.to, told.facts["unanswered"], story.referral(ref).meeting) == (PRIYA, "yes", SECOND_PANEL)
    assert len(story.notices("redraw")) == cards + 3
    with pytest.raises(MoveNotAllowed):
        story.do(c.AgreeLate, HELEN, ref=ref)
