"""The papers of a meeting: when the administrator is reminded, and what saying that they are out does."""

from collections import Counter
from datetime import UTC, date, datetime

import pytest

from panel import commands as c
from panel.council import Council
from panel.errors import MoveNotAllowed, NotPermitted
from panel.meeting import MeetingStatus
from panel.policies import papers_due
from panel.referral import ReferralStatus
from tests.story import CB, FIRST_PANEL, RUTH, TOM, Story, directory, profiles


@pytest.fixture
def story() -> Story:
    story = Story()
    story.meetings()
    return story


def reminded(story: Story, days: range) -> list[int]:
    """The days of November on which a reminder was newly owed, sweeping twice each day."""
    found = []
    for day in days:
        before = len(story.notices("papers_due"))
        story.now = datetime(2026, 11, day, 9, 5, tzinfo=UTC)
        story.sweep()
        story.sweep()
        if len(story.notices("papers_due")) > before:
            found.append(day)
    return found


@pytest.mark.rule("CB-9.9")
def test_papers_are_due_two_days_before(story: Story) -> None:
    """For the panel of Wednesday the 11th that is Monday the 9th."""
    due = papers_due(story.office, story.meeting())
    assert due is not None
    assert (due.day, due.how) == (date(2026, 11, 9), "2 days before Wed 11 Nov 2026")


@pytest.mark.rule("CB-9.9")
def test_the_administrator_is_reminded_one_working_day_ahead_until_the_papers_are_out(story: Story) -> None:
    """Due on Monday: Friday, then each working morning, and never once they are out (NT-17)."""
    story.signed()
    assert reminded(story, range(4, 10)) == [6, 9]
    story.do(c.MarkPapersSent, TOM, meeting=FIRST_PANEL)
    assert reminded(story, range(10, 12)) == []
    assert story.told("papers_due") == {TOM}
    assert story.notices("papers_due")[0].facts == {"due": "2026-11-09", "count": "1"}


@pytest.mark.rule("CB-9.9", "CB-8.2")
def test_a_wish_to_cancel_does_not_ask_again_for_papers_that_are_out(story: Story) -> None:
    """It changes nothing before it is agreed."""
    story.signed()
    story.now = datetime(2026, 11, 6, 18, 0, tzinfo=UTC)
    story.do(c.MarkPapersSent, TOM, meeting=FIRST_PANEL)
    story.do(c.AskCancel, TOM, meeting=FIRST_PANEL, reason="No chair")
    assert reminded(story, range(7, 11)) == []


@pytest.mark.rule("CB-9.9")
def test_nobody_is_reminded_of_an_empty_agenda_or_without_a_rule() -> None:
    """No items, no papers; a profile without the key sets no date."""
    empty = Story()
    empty.meetings()
    profile = profiles()[CB].model_copy(update={"papers": None})
    without = Story(council=Council({CB: profile}, directory()))
    without.meetings()
    without.signed()
    assert (reminded(empty, range(4, 11)), reminded(without, range(4, 11))) == ([], [])


@pytest.mark.rule("CB-9.9")
def test_papers_out_tells_members_the_references_and_shows_on_the_agenda(story: Story) -> None:
    """Meeting and cases are marked, each member gets the list of references once (MT-7, RF-20, NT-16)."""
    ref, urgent = story.signed(), story.approved()
    story.now = datetime(2026, 11, 9, 9, 0, tzinfo=UTC)
    posts = len(story.notices("agenda"))
    story.do(c.MarkPapersSent, TOM, meeting=FIRST_PANEL)
    meeting = story.meeting()
    seats = {(CB, "member"), (CB, "chair")}
    members = [p.id for p in directory().everyone() if {(s.panel, s.role) for s in p.roles} & seats]
    assert (meeting.status, meeting.papers_at) == (MeetingStatus.PAPERS_OUT, story.now)
    assert story.referral(ref).status is ReferralStatus.PAPERS_OUT
    assert Counter(n.to for n in story.notices("papers_out")) == Counter(members)
    assert story.notices("papers_out")[0].facts["refs"] == f"{ref}, {urgent}"
    assert len(story.notices("agenda")) == posts + 1


@pytest.mark.rule("CB-9.9")
def test_papers_go_out_after_the_cut_off_by_the_administrator_once(story: Story) -> None:
    """While requests still come in, by somebody else or a second time it is refused."""
    story.signed()
    with pytest.raises(MoveNotAllowed, match="can still come in until Fri 6 Nov 2026, 17:00"):
        story.do(c.MarkPapersSent, TOM, meeting=FIRST_PANEL)
    story.now = datetime(2026, 11, 9, 9, 0, tzinfo=UTC)
    with pytest.raises(NotPermitted):
        story.do(c.MarkPapersSent, RUTH, meeting=FIRST_PANEL)
    story.do(c.MarkPapersSent, TOM, meeting=FIRST_PANEL)
    with pytest.raises(MoveNotAllowed):
        story.do(c.MarkPapersSent, TOM, meeting=FIRST_PANEL)


@pytest.mark.rule("CB-9.9", "CB-10.1")
def test_a_meeting_with_its_papers_out_is_held_as_any_other(story: Story) -> None:
    """The case is heard and decided."""
    ref = story.signed()
    story.now = datetime(2026, 11, 9, 9, 0, tzinfo=UTC)
    story.do(c.MarkPapersSent, TOM, meeting=FIRST_PANEL)
    story.open()
    story.decide(ref)
    story.close()
    assert story.referral(ref).status is ReferralStatus.CONFIRMED
