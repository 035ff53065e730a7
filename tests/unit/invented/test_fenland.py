"""A panel that only recommends, costs added up line by line, two signatures, and a filter for small things."""

from datetime import date

import pytest

from panel import commands as c
from panel.completeness import lacking
from panel.decision import Decision, DecisionState, Package
from panel.policies import date_warnings
from panel.referral import ReferralStatus
from tests.unit.invented.office import CHARLES, CLEO, CON, DIANA, FT, LEO, SUE, WANDA, Invented, at

PANEL = f"{FT}.2026-11-18"
ANSWERS = {"kind": "care", "costs": "Nurse: 800\nNight care: £1,200.50", "assessed_on": "2026-10-20"}
TERMS = {"reasons": "Needed", "start_date": "1 December 2026", "end_date": "1 June 2027"}


@pytest.fixture
def story() -> Invented:
    story = at(FT)
    story.add_meetings(date(2026, 11, 18), date(2026, 12, 2), date(2026, 12, 16))
    return story


def signed(story: Invented, **answers: str) -> str:
    ref = story.complete(**{**ANSWERS, **answers})
    story.do(c.SendToManager, WANDA, ref=ref)
    story.sign_by(ref, LEO, CON)
    return ref


def test_costs_are_added_up_and_a_large_sum_is_explained(story: Invented) -> None:
    """The total is worked out; over 10,000 it is asked why."""
    small, large = story.begin(), story.begin()
    story.fill(small, **ANSWERS)
    story.fill(large, **{**ANSWERS, "costs": "Home: 10000.01"})
    totals = [story.referral(ref).answers["total_cost"] for ref in (small, large)]
    explained = ["why_so_much" in story.referral(ref).answers for ref in (small, large)]
    assert (totals, explained) == (["2000.50", "10000.01"], [False, True])


def test_two_people_sign_in_their_order(story: Invented) -> None:
    """Received only after the contracts officer."""
    ref = story.complete(**ANSWERS)
    story.do(c.SendToManager, WANDA, ref=ref)
    story.do(c.SignReferral, LEO, ref=ref, checks=("read",))
    between = story.referral(ref).status
    story.do(c.SignReferral, CON, ref=ref, checks=("priced",))
    assert (between, story.referral(ref).status) == (ReferralStatus.AWAITING_AUTHORISATION, ReferralStatus.BOOKED)


def test_equipment_need_not_go_to_the_panel(story: Invented) -> None:
    """The Medical Director decides it beforehand; it is still a decision on the record."""
    ref = signed(story, kind="equipment")
    assert story.referral(ref).status is ReferralStatus.IN_FILTER
    story.do(c.DecideAlone, CHARLES, ref=ref, outcome="not_recommended", terms={"reasons": "It is in stock"})
    assert [d.outcome for d in story.office.records.find(Decision, ref=ref)] == ["not_recommended"]


def test_an_old_assessment_is_said_and_stops_nothing(story: Invented) -> None:
    """Six weeks before the panel of 18 November is 7 October."""
    refs = [signed(story, assessed_on=day) for day in ("2026-10-07", "2026-10-06")]
    found = [[check.id for check in date_warnings(story.office, story.referral(r), date(2026, 11, 18))] for r in refs]
    assert (found, lacking(story.profile, story.referral(refs[1]))) == ([[], ["fresh_assessment"]], [])


def test_what_the_panel_recommends_the_board_decides(story: Invented) -> None:
    """In principle until its secretary endorses it, whatever the outcome says."""
    ref = signed(story)
    story.sit(PANEL, SUE)
    story.record(PANEL, ref, "recommended", **TERMS)
    story.finish(PANEL)
    before = story.office.records.get(Decision, f"{PANEL}/{ref}").state, story.office.records.look(Package, ref)
    story.do(c.EndorseDecision, DIANA, ref=ref)
    after = story.office.records.get(Decision, f"{PANEL}/{ref}").state
    assert (before, after) == ((DecisionState.IN_PRINCIPLE, None), DecisionState.CONFIRMED)


def test_a_meeting_that_is_not_quorate_is_marked_where_the_profile_says_so(story: Invented) -> None:
    """Warned of, not stopped."""
    ref = signed(story)
    story.sit(PANEL)
    story.record(PANEL, ref, "recommended", **TERMS)
    assert story.office.records.get(Decision, f"{PANEL}/{ref}").quorate is False


def test_scotlands_bank_holidays_count(story: Invented) -> None:
    """2 January is one in Scotland alone; in 2026 it is a Friday."""
    assert story.council.calendar(FT).closure(date(2026, 1, 2)) != ""


def test_the_clerk_of_the_trust_is_told_when_dates_run_short() -> None:
    """Two should be ahead."""
    story = at(FT)
    story.add_meetings(date(2026, 11, 18))
    story.sweep()
    assert CLEO in {n.to for n in story.notices("dates_missing") if n.about == FT}
