"""Knowsley's forum: what its profile asks, holds back, wants attached, and who has a part in it."""

from datetime import date

import pytest

from panel.calendar import Roll
from panel.people import Role
from panel.policies import lacking
from tests.stories import KN, at
from tests.story import directory
from tests.unit.profiles.reading import (
    after,
    checks,
    choices,
    closes,
    gates,
    optional,
    papers,
    profile,
    required,
    seats,
    tasks,
    told,
    way_on,
)
from tests.urgent_story import in_teams


def test_a_plain_request_meets_no_gate() -> None:
    """Nothing stands in the way of a request that has done what comes first."""
    assert gates(KN) == {}


@pytest.mark.rule("KN-0.2", "KN-0.3", "KN-0.5", "KN-1.2", "KN-1.6", "KN-2.2", "KN-3.5", "KN-3.6", "KN-3.8", "KN-3.9")
@pytest.mark.rule("KN-1.11")
@pytest.mark.parametrize(
    ("answers", "gate", "way"),
    [
        ({"complex_and_disabled": "no"}, "cohort", ("elsewhere", "")),
        ({"age": "26"}, "age", ("elsewhere", "panel_admin")),
        ({"assessed_vulnerable": "no"}, "vulnerable", ("block", "head_of_service")),
        ({"long_term_need": "no"}, "long_term", ("block", "head_of_service")),
        ({"route": "no_route"}, "no_route", ("block", "")),
        ({"whole_child": "no"}, "whole_needs", ("block", "")),
        ({"local_offer": "not_looked_at"}, "local_offer", ("block", "")),
        ({"shared_with_parents": "no"}, "not_shared", ("block", "")),
        ({"request_kinds": "fullerton", "fullerton_checked": "no"}, "fullerton", ("block", "")),
        ({"open_case": "yes", "multi_agency_held": "no"}, "multi_agency", ("warn", "")),
        ({"outcomes_in_assessment": "no"}, "outcomes_assessed", ("warn", "")),
    ],
)
def test_what_comes_first_is_held_to(answers: dict[str, str], gate: str, way: tuple[str, str]) -> None:
    """Outside the remit it goes elsewhere; without a step it stays a draft; what is only expected is a warning."""
    held = gates(KN, **answers)
    assert {name: way_on(found) for name, found in held.items()} == {gate: way}


@pytest.mark.rule("KN-0.5")
@pytest.mark.parametrize("age", ["0", "25"])
def test_ages_0_to_25_are_served(age: str) -> None:
    """Both ends are within the remit; the age comes from the date of birth."""
    assert gates(KN, age=age) == {}
    born = profile(KN).form.question("date_of_birth")
    assert born is not None
    assert (born.gives, born.required) == ("age", True)


@pytest.mark.rule("KN-1.4", "KN-1.5", "KN-1.10")
def test_both_ways_in_and_the_three_kinds_of_request_can_be_chosen() -> None:
    """Either way in is enough, with its assessment; respite at Fullerton Grove is asked for here."""
    assert choices(KN, "route") == ["more_funding", "more_short_breaks", "no_route"]
    assert choices(KN, "assessment_kind") == ["child_and_family", "send_early_help", "ehcp_social_care"]
    assert choices(KN, "request_kinds") == ["funding", "short_breaks", "fullerton"]
    assert required(KN, "detail", route="more_short_breaks") == ["in_community", "breaks_wanted"]
    assert required(KN, "detail", request_kinds="funding|fullerton") == ["in_community", "fullerton_checked"]


@pytest.mark.rule("KN-0.2", "KN-0.4", "KN-1.2", "KN-1.4", "KN-1.5", "KN-1.12", "KN-2.1", "KN-2.2", "KN-2.4", "KN-2.7")
@pytest.mark.rule("KN-2.8", "KN-2.9", "KN-3.4", "KN-3.5", "KN-3.6", "KN-3.7", "KN-3.8", "KN-3.9", "KN-3.10", "KN-3.20")
@pytest.mark.parametrize(
    ("section", "answers", "expected"),
    [
        (
            "child",
            {},
            "complex_and_disabled initials date_of_birth case_system record_number assessed_vulnerable "
            "long_term_need need_evidence",
        ),
        ("need", {}, "unmet_needs outcomes outcomes_in_assessment current_support"),
        ("local", {}, "universal_tried why_not_local local_offer local_offer_why"),
        (
            "assessment",
            {"route": "more_funding"},
            "route assessment_kind assessment_date whole_child settings",
        ),
        ("assessment", {"route": "more_short_breaks"}, "route assessment_date whole_child settings"),
        (
            "meeting",
            {"open_case": "yes", "multi_agency_held": "yes"},
            "open_case multi_agency_held multi_agency_date",
        ),
        (
            "meeting",
            {"open_case": "yes", "multi_agency_held": "no"},
            "open_case multi_agency_held no_meeting_reason",
        ),
        ("meeting", {"open_case": "no"}, "open_case evidence_of_needs"),
        (
            "family",
            {"shared_with_parents": "yes", "shared_with_child": "shared"},
            "shared_with_parents shared_with_parents_on shared_with_child shared_with_child_on family_comments",
        ),
        (
            "family",
            {"shared_with_child": "not_right"},
            "shared_with_parents shared_with_child why_not_shared family_comments",
        ),
        (
            "request",
            {"time_limited": "no"},
            "request_kinds ask hours hours_evidence time_limited end_or_reason",
        ),
        (
            "request",
            {"time_limited": "yes"},
            "request_kinds ask hours hours_evidence time_limited wanted_until",
        ),
        ("detail", {"in_community": "yes"}, "in_community activities days_times"),
        ("detail", {"in_community": "no"}, "in_community"),
    ],
)
def test_what_must_be_answered(section: str, answers: dict[str, str], expected: str) -> None:
    """Needs, outcomes, local help, the assessment, the family's view and the exact request are never left out."""
    assert required(KN, section, **answers) == expected.split()


@pytest.mark.rule("KN-3.2", "KN-1.13")
def test_what_is_only_wished_for_may_be_left_blank() -> None:
    """The source says should: the form asks and does not insist."""
    assert optional(KN) == {
        *("tried", "urgent_cost", "respite_fit", "contributors", "panel_date", "direct_payment", "cost_per_week")
    }


@pytest.mark.rule("KN-0.3", "KN-3.3")
def test_the_three_papers_of_an_application() -> None:
    """The form is the referral; the updated assessment and the support plan come with it, and nobody can waive them."""
    assert papers(KN) == ["assessment", "support_plan"]
    assert [rule.waive_by for rule in profile(KN).form.documents] == [[], []]


@pytest.mark.rule("KN-1.7", "KN-3.1")
def test_the_lead_practitioner_completes_the_forums_own_form() -> None:
    """A request stands on the Forum Referral Form, and is complete only with every part of it."""
    assert (profile(KN).form.title, profile(KN).title(Role.PRACTITIONER)) == (
        "Forum Referral Form",
        "lead practitioner",
    )
    story = at(KN)
    ref = story.begin()
    story.fill(ref)
    story.attach_all(ref, "support_plan")
    assert [lack.code for lack in lacking(story.profile, story.referral(ref))] == ["support_plan"]


@pytest.mark.rule("KN-3.11", "KN-3.12")
def test_the_manager_named_on_the_referral_reviews_it() -> None:
    """Of the Complex Needs Team or another: whoever manages the lead practitioner, and confirms four things."""
    assert checks(KN) == [("line_manager", ["reviewed", "local_resources", "whole_needs", "plan_answers_needs"])]
    story = at(KN)
    ref = story.signed()
    assert story.referral(ref).received_at == story.now
    assert story.referral(ref).manager == story.manager


@pytest.mark.rule("KN-3.13", "KN-3.17", "AM-08")
def test_the_dates_the_forum_works_by() -> None:
    """The golden dates: requests ten working days ahead, only a warning; papers five; decisions within ten."""
    assert closes(KN, date(2026, 4, 15)) == (date(2026, 3, 30), "17:00")
    assert profile(KN).submission.gate == "warn"
    assert str(profile(KN).papers.lead) == "5wd"
    assert after(KN, date(2025, 12, 16), profile(KN).decisions.sheets_within) == date(2026, 1, 2)


def test_the_familys_time_to_appeal_is_ten_days_from_receipt() -> None:
    """The golden date over Easter; a right of the family rolls forward; one appeal, then complaints."""
    (stage,) = profile(KN).challenge.stages
    assert stage.window is not None
    assert after(KN, date(2026, 3, 27), stage.window, Roll.FORWARD) == date(2026, 4, 7)
    assert (stage.counts_from, stage.heard_by, stage.most) == ("receipt", "panel", 1)
    assert "complaints procedure" in profile(KN).challenge.complaints


@pytest.mark.rule("KN-4.1", "KN-4.3", "KN-4.4", "KN-4.5", "KN-4.6", "KN-4.7", "KN-4.9", "KN-4.10", "KN-4.11")
def test_every_seat_of_the_forum_is_there() -> None:
    """Chair, vice chair and five standing members count; those who come for some items do not."""
    assert seats(KN) == {
        **dict.fromkeys(("chair", "vice_chair", "send_social_care", "transitions", "send_education"), True),
        **dict.fromkeys(("finance_officer", "finance_monitoring"), True),
        **dict.fromkeys(("fullerton_grove", "short_breaks", "behaviour_support"), False),
    }
    assert profile(KN).meetings.chaired_by == [Role.CHAIR, Role.DEPUTY]
    assert profile(KN).decisions.confirmed_by is Role.CHAIR


@pytest.mark.rule("KN-3.16")
def test_who_hears_of_a_decision() -> None:
    """The lead practitioner at once; in writing also those who commission and those who pay."""
    assert ("referrer", "teams") in told(KN, "decided")
    assert told(KN, "released") == {("referrer", "email"), ("commissioning", "email"), ("finance", "email")}
    assert all(directory().contact(KN, team) for team in ("commissioning", "finance"))


@pytest.mark.rule("KN-3.19", "KN-3.22")
@pytest.mark.parametrize("effect", ["agreed", "refused", "deferred"])
def test_what_the_lead_practitioner_does_after_a_decision(effect: str) -> None:
    """Whatever was decided, the family is told by a person and the decision is filed."""
    assert tasks(KN, effect) == {("tell_family", "referrer"), ("file_decision", "referrer")}


@pytest.mark.rule("KN-1.14", "KN-2.5", "KN-3.15")
def test_no_agreement_without_a_date_for_review_and_a_word_on_its_end() -> None:
    """Every outcome states its reasons; one that agrees also the services, the review and the time limit."""
    needs = {outcome.code: outcome.needs for outcome in profile(KN).decisions.outcomes}
    for code in ("agreed", "agreed_varied"):
        assert {"reasons", "services", "review_date", "time_limit"} <= set(needs[code])
    assert needs["not_agreed"] == ["reasons"]
    assert needs["deferred"] == ["reasons", "missing", "return_date"]


@pytest.mark.rule("KN-3.29")
def test_the_designated_senior_leader_alone_approves_what_is_urgent() -> None:
    """The short path asks why it cannot wait and until when; only this officer is asked."""
    assert profile(KN).emergency.approvers == [Role.HEAD_OF_SERVICE]
    assert profile(KN).title(Role.HEAD_OF_SERVICE) == "designated senior leader"
    assert profile(KN).emergency.must_know == ["initials", "urgent_ask", "why_now", "urgent_until"]
    story = at(KN)
    ref = story.urgent()
    assert in_teams(story, "emergency_asked") == [story.who(Role.HEAD_OF_SERVICE)]
    assert story.emergency(ref).requested_by == story.referrer
