"""What comes back to a shipped panel after its decision: reviews, cases put off, support that cannot be had."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

import pytest

from panel import commands as c
from panel.decision import Package, PackageStatus
from panel.errors import InvalidAnswer
from panel.meeting import ItemKind
from panel.people import Role
from panel.review import Review, ReviewStatus
from tests.stories import BI, KN, PanelStory, answer_to, at

DATES = {"review_date": "1 June 2027", "return_date": "16 December 2026", "start_date": "1 December 2026"}


def opened(story: PanelStory, meeting: str) -> None:
    """Its agenda confirmed the day before, the panel sits, with everybody who has a seat."""
    ahead = story.office.meeting(meeting)
    starts = ahead.starts_at
    story.now = max(story.now, starts - timedelta(days=1), ahead.cutoff_at)
    story.sweep()
    members = story.office.holders(Role.MEMBER, story.panel, story.now.date())
    admin, chair = story.who(Role.PANEL_ADMIN), story.who(Role.CHAIR)
    if story.profile.agenda:
        story.do(c.ConfirmAgenda, chair, meeting=meeting)
    story.now = starts
    present = tuple(each.id for each in members if each.id != chair)
    story.do(c.StartMeeting, admin, meeting=meeting, chair=chair, present=present)


def drafted(story: PanelStory, meeting: str, ref: str, outcome: str, terms: Mapping[str, str]) -> None:
    """Written down with everything the outcome needs."""
    needs = next(each.needs for each in story.profile.decisions.outcomes if each.code == outcome)
    plain = {name: answer_to(story.profile.term(name), story.profile) for name in needs} | {
        name: day for name, day in DATES.items() if name in needs
    }
    admin = story.who(Role.PANEL_ADMIN)
    story.do(c.DraftDecision, admin, meeting=meeting, ref=ref, outcome=outcome, terms={**plain, **terms})


def decided(story: PanelStory, meeting: str, ref: str, outcome: str, terms: Mapping[str, str]) -> None:
    """Written down, and confirmed by the Chair."""
    drafted(story, meeting, ref, outcome, terms)
    closed(story, meeting)


def closed(story: PanelStory, meeting: str) -> None:
    admin, chair = story.who(Role.PANEL_ADMIN), story.who(Role.CHAIR)
    story.do(c.EndMeeting, admin, meeting=meeting)
    story.do(c.ConfirmDecisions, chair, meeting=meeting)


def agreed(panel: str, outcome: str, **terms: str) -> tuple[PanelStory, str, list[str]]:
    """A case heard at the first of three meetings, and those meetings."""
    story = at(panel)
    meetings = story.add_meetings()
    ref = story.signed()
    opened(story, meetings[0])
    decided(story, meetings[0], ref, outcome, terms)
    return story, ref, meetings


def reviews(story: PanelStory, ref: str) -> dict[str, str]:
    return {each.cycle: each.due for each in story.store.read().find(Review, about=ref)}


@pytest.mark.rule("KN-2.6")
@pytest.mark.rule("BI-10.5", "BI-10.6", "BI-10.7")
@pytest.mark.parametrize(
    ("panel", "outcome", "entry", "asked"),
    [
        (KN, "agreed", "yearly", {"outcomes_achieved": "For each outcome agreed", "still_right": "still right"}),
        (
            BI,
            "agree",
            "review_date",
            {
                "changed_needs": "child's needs changed",
                "transition_planning": "growing up",
                "other_issues": "medication",
            },
        ),
    ],
)
def test_a_review_answers_all_its_panel_asks(panel: str, outcome: str, entry: str, asked: dict[str, str]) -> None:
    """Without any one of its answers it is not recorded, and says which is missing."""
    story, ref, _ = agreed(panel, outcome)
    whole = dict.fromkeys(asked, "Plain words") | ({"still_right": "yes"} if panel == KN else {})
    for question, words in asked.items():
        given = {key: value for key, value in whole.items() if key != question}
        with pytest.raises(InvalidAnswer, match=words):
            story.do(c.CompleteReview, story.referrer, ref=ref, entry=entry, given=given)
    story.do(c.CompleteReview, story.referrer, ref=ref, entry=entry, given=whole)
    done = next(each for each in story.store.read().find(Review, about=ref) if each.cycle == entry and each.done_at)
    assert set(done.answers) == set(asked)


@pytest.mark.rule("KN-1.8", "KN-3.28")
def test_a_package_comes_back_to_the_forum_when_its_year_is_over() -> None:
    """Its people are asked in time for it; the panel's date for a review is kept beside it."""
    story, ref, _ = agreed(KN, "agreed")
    assert reviews(story, ref) == {"yearly": "2027-11-18", "review_date": "2027-06-01"}
    story.now = datetime(2027, 9, 23, 9, 0, tzinfo=UTC)
    story.sweep()
    near = [each for each in story.notices("planner_near") if each.about == ref]
    assert {each.to for each in near} == {story.referrer, story.referral(ref).manager}


@pytest.mark.rule("BI-4.13")
def test_more_information_is_asked_for_with_a_day_to_come_back() -> None:
    """Without the day it is not written down; with it the case is heard at the panel of that day, not before."""
    story = at(BI)
    meetings = story.add_meetings()
    ref = story.signed()
    opened(story, meetings[0])
    with pytest.raises(InvalidAnswer, match="comes back"):
        decided(story, meetings[0], ref, "more_information", {"return_date": ""})
    decided(story, meetings[0], ref, "more_information", {})
    assert story.referral(ref).meeting == meetings[2]
    assert story.office.meeting(meetings[1]).item(ref) is None


@pytest.mark.rule("BI-4.16", "BI-7.1")
def test_a_package_that_cannot_be_had_comes_back_to_be_adjusted() -> None:
    """With which service and what else could meet the need; the next panel hears it, and may decide otherwise."""
    story, ref, meetings = agreed(BI, "agree")
    with pytest.raises(InvalidAnswer, match="What else"):
        story.do(
            c.ReportChange,
            story.referrer,
            ref=ref,
            happening="support_unavailable",
            given={"which_service": "Short breaks"},
        )
    given = {"which_service": "Short breaks", "alternatives": "A sitting service"}
    story.do(c.ReportChange, story.referrer, ref=ref, happening="support_unavailable", given=given)
    item = story.office.meeting(meetings[1]).item(ref)
    assert item is not None
    assert item.kind is ItemKind.RETURN
    opened(story, meetings[1])
    decided(story, meetings[1], ref, "alternative", {"reasons": "The sitting service has room"})
    assert story.store.read().get(Package, ref).status is PackageStatus.ACTIVE
    back = next(each for each in story.store.read().find(Review, about=ref) if each.cycle == "support_unavailable")
    assert back.status is ReviewStatus.DONE


@pytest.mark.rule("BI-10.1", "BI-10.2")
@pytest.mark.parametrize(
    ("every", "cycle", "due"),
    [
        ("quarterly", "every_3_months", "2027-09-01"),
        ("half_yearly", "every_6_months", "2027-12-01"),
        ("yearly", "every_12_months", "2028-06-01"),
    ],
)
def test_the_panel_sets_how_often_it_looks_again(every: str, cycle: str, due: str) -> None:
    """First on the day it names, then as often as it says; or never again, where it says so."""
    story, ref, _ = agreed(BI, "agree", review_every=every)
    assert reviews(story, ref) == {"review_date": "2027-06-01", cycle: due}
    once, another, _ = agreed(BI, "agree", review_every="once")
    assert reviews(once, another) == {"review_date": "2027-06-01"}


@pytest.mark.rule("BI-4.12", "BI-4.13")
def test_a_case_that_came_back_and_a_new_one_are_both_put_off_to_the_same_panel() -> None:
    """Confirmed together, each finds its own slot on the next agenda."""
    story, back, meetings = agreed(BI, "agree")
    given = {"which_service": "Short breaks", "alternatives": "A sitting service"}
    story.do(c.ReportChange, story.referrer, ref=back, happening="support_unavailable", given=given)
    new = story.signed()
    opened(story, meetings[1])
    for ref in (back, new):
        drafted(story, meetings[1], ref, "more_information", {})
    closed(story, meetings[1])
    items = story.office.meeting(meetings[2]).items
    assert {item.ref for item in items} == {back, new}
    assert len({item.starts_at for item in items}) == 2
