"""A council nobody has seen: a quorum of several parts, dear requests, an endorsement, supported emergencies."""

from datetime import date

import pytest

from panel import commands as c
from panel.completeness import lacking
from panel.decision import Decision, DecisionState, Package
from panel.errors import NotPermitted, Refused
from panel.referral import ReferralStatus
from panel.series import next_dates
from tests.unit.invented.office import CHARLES, DIANA, HAZEL, LEO, ML, NINA, SOL, WANDA, Invented, at

PANEL = f"{ML}.2026-11-24"
ANSWERS = {"kind": "home", "cost_per_week": "1000", "miles": "5", "asked_commissioning": "yes", "born": "2016-05-06"}
TERMS = {"reasons": "The need is clear", "end_date": "1 June 2027", "weekly_limit": "900"}


@pytest.fixture
def story() -> Invented:
    story = at(ML)
    story.add_meetings(date(2026, 11, 24), date(2026, 12, 8))
    return story


def signed(story: Invented, *signers: str, **answers: str) -> str:
    ref = story.complete(**{**ANSWERS, **answers})
    story.do(c.SendToManager, WANDA, ref=ref)
    story.sign_by(ref, *(signers or (LEO,)))
    return ref


def test_its_dates_are_the_second_and_the_last_tuesday() -> None:
    """A closed day moves on to the next working day by the profile's own wish."""
    story = at(ML)
    series = story.profile.meetings.series
    assert series is not None
    dates = next_dates(series, story.council.calendar(ML), date(2026, 11, 30), 3)
    assert [each.day for each in dates] == [date(2026, 12, 8), date(2026, 12, 29), date(2027, 1, 12)]


def test_requests_close_on_the_thursday_of_the_week_before(story: Invented) -> None:
    """At noon; the panel of Tuesday the 24th closes on Thursday the 19th."""
    assert f"{story.office.meeting(PANEL).cutoff_at:%a %d %H:%M}" == "Thu 19 12:00"


def test_saint_patricks_day_is_no_working_day() -> None:
    """The bank holidays are those of the division the profile names."""
    assert at(ML).council.calendar(ML).closure(date(2027, 3, 17)) != ""


def test_a_request_over_the_limit_goes_elsewhere(story: Invented) -> None:
    """A sum compared as a number: 8,000 stays, a penny more does not."""
    within, over = story.begin(), story.begin()
    story.fill(within, **{**ANSWERS, "cost_per_week": "8000"})
    story.fill(over, only=["child", "request"], **{**ANSWERS, "cost_per_week": "8000.01"})
    states = [story.referral(ref).status for ref in (within, over)]
    assert states == [ReferralStatus.DRAFT, ReferralStatus.REDIRECTED]


def test_a_step_left_out_needs_the_service_head(story: Invented) -> None:
    """Blocked, let through with a reason, and then sent."""
    ref = story.complete(**{**ANSWERS, "asked_commissioning": "no"})
    with pytest.raises(Refused):
        story.do(c.SendToManager, WANDA, ref=ref)
    story.do(c.AskException, WANDA, ref=ref, reason="There is no time")
    story.do(c.AgreeException, HAZEL, ref=ref, reason="Agreed")
    assert lacking(story.profile, story.referral(ref)) == []
    story.do(c.SendToManager, WANDA, ref=ref)
    assert story.referral(ref).status is ReferralStatus.AWAITING_AUTHORISATION


def test_a_dear_request_has_a_second_signature(story: Invented) -> None:
    """From 3,000 a week the Service Head signs after the practice lead; below that one is enough."""
    cheap = signed(story)
    dear = signed(story, LEO, cost_per_week="3000")
    assert [story.referral(ref).status for ref in (cheap, dear)] == ["booked", "awaiting_authorisation"]
    story.do(c.SignReferral, HAZEL, ref=dear, checks=("affordable",))
    assert story.referral(dear).status == "booked"


def test_a_young_person_of_twelve_is_asked(story: Invented) -> None:
    """The age is worked out from the date of birth."""
    refs = [story.begin(), story.begin()]
    for ref, born in zip(refs, ("2014-11-02", "2014-11-03"), strict=True):
        story.fill(ref, only=["child"], born=born)
    asked = [any(item.code == "wants_to_stay" for item in lacking(story.profile, story.referral(r))) for r in refs]
    answered = ["wants_to_stay" in story.referral(ref).answers for ref in refs]
    assert [a or b for a, b in zip(asked, answered, strict=True)] == [True, False]


def test_residential_care_is_heard_longer(story: Invented) -> None:
    """Forty minutes in place of twenty."""
    refs = [signed(story), signed(story, kind="residential")]
    items = [story.office.meeting(PANEL).item(ref) for ref in refs]
    assert [item.minutes for item in items if item] == [20, 40]


@pytest.mark.parametrize(
    ("present", "quorate"),
    [((NINA, SOL), True), ((NINA,), False), ((SOL,), False), ((), False)],
)
def test_the_quorum_has_a_share_a_service_and_a_post(story: Invented, present: tuple[str, ...], quorate: bool) -> None:
    """Half of the four seats that count, someone from health, and the Virtual School."""
    ref = signed(story)
    story.sit(PANEL, *present)
    if quorate:
        story.record(PANEL, ref, "agreed", **TERMS)
        assert story.office.records.get(Decision, f"{PANEL}/{ref}").quorate
        return
    with pytest.raises(Refused):
        story.record(PANEL, ref, "agreed", **TERMS)


@pytest.mark.parametrize(
    ("limit", "state"), [("4999.99", DecisionState.CONFIRMED), ("5000", DecisionState.IN_PRINCIPLE)]
)
def test_a_large_decision_is_in_principle_until_the_director_agrees(
    story: Invented, limit: str, state: DecisionState
) -> None:
    """From 5,000 a week, by what the decision itself states; nothing follows before."""
    ref = signed(story)
    story.sit(PANEL, NINA, SOL)
    story.record(PANEL, ref, "agreed", **{**TERMS, "weekly_limit": limit})
    story.finish(PANEL)
    decision = story.office.records.get(Decision, f"{PANEL}/{ref}")
    assert (decision.state, story.office.records.look(Package, ref) is not None) == (state, limit != "5000")
    if limit == "5000":
        with pytest.raises(NotPermitted):
            story.do(c.EndorseDecision, CHARLES, ref=ref)
        story.do(c.EndorseDecision, DIANA, ref=ref)
        assert story.office.records.look(Package, ref) is not None
