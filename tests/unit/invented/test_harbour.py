"""Families apply, nobody signs, a case is heard twice, and a decision can be challenged in two stages."""

from datetime import UTC, date, datetime

import pytest

from panel import commands as c
from panel.appeal import Appeal
from panel.errors import InvalidAnswer
from panel.referral import ReferralStatus
from panel.review import Review
from panel.series import next_dates
from tests.unit.invented.office import CLEO, HB, WANDA, Invented, at

FIRST, SECOND = f"{HB}.2026-11-19", f"{HB}.2026-12-03"
ANSWERS = {"applicant": "parent", "born": "2015-01-01"}


@pytest.fixture
def story() -> Invented:
    story = at(HB)
    story.add_meetings(date(2026, 11, 19), date(2026, 12, 3), date(2026, 12, 17))
    return story


def sent(story: Invented, **answers: str) -> str:
    ref = story.complete(**{**ANSWERS, **answers})
    story.do(c.SendToManager, WANDA, ref=ref)
    return ref


def agreed(story: Invented) -> str:
    """A case agreed in outline at the first panel and for good at the second."""
    ref = sent(story)
    story.sit(FIRST)
    story.record(FIRST, ref, "in_outline", missing="A costed plan")
    story.finish(FIRST)
    story.do(c.SendToManager, WANDA, ref=ref)
    story.sit(SECOND)
    story.record(SECOND, ref, "agreed", reasons="It helps", start_date="4 January 2027", hours="6")
    story.finish(SECOND)
    story.do(c.ReleaseDecisions, CLEO, meeting=SECOND)
    return ref


def test_its_dates_are_every_second_thursday_of_term() -> None:
    """Half-term is left out, and nothing falls in the holidays."""
    story = at(HB)
    series = story.profile.meetings.series
    assert series is not None
    days = [each.day for each in next_dates(series, story.council.calendar(HB), date(2026, 9, 9), 8)]
    assert days == [
        *(date(2026, 9, 10), date(2026, 9, 24), date(2026, 10, 8), date(2026, 11, 5), date(2026, 11, 19)),
        *(date(2026, 12, 3), date(2026, 12, 17), date(2027, 1, 14)),
    ]


def test_sending_is_enough_where_nobody_signs(story: Invented) -> None:
    """Received and booked at once, with the agreement of whoever sent it."""
    ref = sent(story)
    assert (story.referral(ref).status, story.referral(ref).meeting) == (ReferralStatus.BOOKED, FIRST)


def test_a_young_person_applies_with_their_parents_agreement(story: Invented) -> None:
    """Who asks decides what is asked."""
    ref = story.begin()
    story.fill(ref, only=["family"], applicant="young_person", born="2012-01-01")
    assert "agreed_by_parent" in story.referral(ref).answers


def test_from_eighteen_on_adult_services_help(story: Invented) -> None:
    """By the day on which it is asked."""
    ref = story.begin()
    story.fill(ref, only=["family"], **{**ANSWERS, "born": "2008-11-02"})
    assert story.referral(ref).status is ReferralStatus.REDIRECTED


def test_a_case_is_agreed_only_when_it_is_heard_a_second_time(story: Invented) -> None:
    """The first time it can be agreed in outline, the second for good."""
    ref = sent(story)
    story.sit(FIRST)
    with pytest.raises(InvalidAnswer, match="Please choose one of: Agreed in outline"):
        story.record(FIRST, ref, "agreed", reasons="x", start_date="4 January 2027", hours="6")
    story.record(FIRST, ref, "in_outline", missing="A costed plan")
    story.finish(FIRST)
    story.do(c.SendToManager, WANDA, ref=ref)
    story.sit(SECOND)
    with pytest.raises(InvalidAnswer, match="Please choose one of: Agreed;"):
        story.record(SECOND, ref, "in_outline", missing="More")
    story.record(SECOND, ref, "agreed", reasons="It helps", start_date="4 January 2027", hours="6")


def test_half_yearly_reviews_count_from_the_start_that_was_agreed(story: Invented) -> None:
    """Six months after 4 January 2027 is Sunday 4 July, so the service looks on the Friday before."""
    ref = agreed(story)
    planned = [review.due for review in story.office.records.find(Review, about=ref) if review.cycle == "half_yearly"]
    assert planned == ["2027-07-02"]


def test_a_challenge_is_heard_by_the_panel_first(story: Invented) -> None:
    """Within three weeks of receipt, at the next panel with an open agenda."""
    ref = agreed(story)
    story.now = datetime(2026, 12, 7, 10, tzinfo=UTC)
    story.do(c.LogAppeal, WANDA, ref=ref, asked_by="parent", received="7 December 2026", receipt="5 December 2026")
    [appeal] = story.office.records.find(Appeal, about=ref)
    assert (appeal.stage, appeal.meeting) == ("second_look", f"{HB}.2026-12-17")
