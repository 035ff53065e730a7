"""Agreements that end soon after a panel are told of in time for it."""

from datetime import UTC, datetime

import pytest

from panel import commands as c
from panel import contracts
from panel.council import Council
from panel.decision import PackageStatus
from tests.story import ASHA, CB, DILYS, PRIYA, TOM, Story, directory
from tests.unit.panel.afterwards import SCAN, at, office, package, panel_on
from tests.unit.profile_tools.texts import profile


@pytest.fixture
def story() -> Story:
    """An office in the spring of 2026 with a panel in January."""
    return office(now=datetime(2026, 1, 5, 9, 0, tzinfo=UTC))


def agreed_until(story: Story, meeting: str, end: str) -> str:
    """A case agreed to this day, the meeting still open."""
    terms = {"end_date": end, "review_date": "1 April 2026", "reapply_by": "2 April 2026"}
    ref = story.signed(period_from="2026-01-20")
    story.open(meeting)
    story.decide(ref, "agreed", meeting, **terms)
    return ref


@pytest.mark.rule("CB-2.6", "CB-10.33", "AM-26")
def test_a_contract_that_ends_within_eight_weeks_of_the_panel_is_told_of(story: Story) -> None:
    """For the panel of 6 May: 1 July is in, 2 July is out; each is told once for a panel."""
    first = panel_on(story, 2026, 1, 14)
    outside = story.signed(period_from="2026-01-20")
    inside = agreed_until(story, first, "1 July 2026")
    dates = {"end_date": "2 July 2026", "review_date": "1 April 2026", "reapply_by": "2 April 2026"}
    story.decide(outside, "agreed", first, **dates)
    story.close(first)
    may = panel_on(story, 2026, 5, 6)
    meeting = story.meeting(may)
    last = contracts.last_end(story.office, meeting)
    assert last is not None
    assert (last.day.isoformat(), last.how) == ("2026-07-01", "8 weeks after Wed 6 May 2026")
    assert [p.id for p in contracts.ending_by(story.office, meeting)] == [inside]
    for moment in ("2026-04-20T09:30", "2026-04-21T09:30"):
        at(story, moment).sweep()
    owed = story.notices("contract_ends")
    assert {(n.about, n.to) for n in owed} == {(inside, who) for who in (PRIYA, DILYS, TOM, ASHA)}
    assert len(owed) == 4
    assert outside not in {n.about for n in owed}


@pytest.mark.rule("CB-2.6")
def test_it_is_told_again_for_the_panel_after_until_it_is_decided_again(story: Story) -> None:
    """Once a new application has been received it is no longer on the list."""
    first = panel_on(story, 2026, 1, 14)
    ref = agreed_until(story, first, "1 July 2026")
    story.close(first)
    panel_on(story, 2026, 5, 6)
    panel_on(story, 2026, 5, 13)
    at(story, "2026-05-05T09:30").sweep()
    at(story, "2026-05-07T09:30").sweep()
    assert len(story.notices("contract_ends")) == 8
    new = story.do(c.ApplyAgain, PRIYA, ref=ref).about
    story.fill(new, only=["request"], period_to="2027-01-01")
    story.attach(new)
    story.do(c.SendToManager, PRIYA, ref=new)
    story.sign(new)
    later = panel_on(story, 2026, 5, 20)
    at(story, "2026-05-14T09:30").sweep()
    assert contracts.ending_by(story.office, story.meeting(later)) == []
    assert len(story.notices("contract_ends")) == 8
    assert package(story, ref).status is PackageStatus.IN_REVIEW


def test_without_a_scan_nobody_looks() -> None:
    """A panel whose profile sets no length is told of none."""
    story = Story(council=Council({CB: profile((SCAN, ""))}, directory()))
    story.meetings()
    story.decided()
    assert contracts.ending_by(story.office, story.meeting(f"{CB}.2026-11-18")) == []
