"""Birmingham's panel: the steps that come first, what its form asks, its papers, signatures, seats and decisions."""

from datetime import date

import pytest

from panel.people import Role
from panel.policies import lacking
from panel.rules.quorum import count
from tests.stories import BI, at
from tests.story import directory
from tests.unit.profiles.reading import (
    URGENT,
    after,
    checks,
    choices,
    gates,
    papers,
    profile,
    required,
    seats,
    tasks,
    way_on,
)
from tests.urgent_story import in_teams

FIRST = "fgc_date family_can_meet family_plan"


def test_a_plain_request_meets_no_gate() -> None:
    """Nothing stands in the way of a request that has taken every step."""
    assert gates(BI) == {}


@pytest.mark.rule("BI-1.1", "BI-1.3", "BI-3.1.16", "BI-3.2.1", "BI-3.2.2", "BI-3.2.4", "BI-3.2.5", "BI-3.2.6")
@pytest.mark.rule("BI-3.2.7", "BI-3.2.10", "BI-A.3", "BI-A.4", "BI-3.1.8")
@pytest.mark.parametrize(
    ("answers", "gate", "way"),
    [
        ({"eligible": "no"}, "eligible", ("block", "")),
        ({"only_remaining": "no"}, "only_remaining", ("block", "")),
        ({"exceptional": "yes"}, "direct", ("block", "head_of_service")),
        ({"fgc_held": "no"}, "family_group", ("block", "")),
        ({"mam_held": "no"}, "multi_agency", ("block", "")),
        ({"mam_decision": "not_apply"}, "meeting_said_no", ("block", "")),
        ({"community_sourced": "no"}, "community", ("block", "")),
        ({"supervision_held": "no"}, "supervision", ("block", "")),
        ({"daily_life_in_assessment": "no"}, "direct_work", ("warn", "")),
    ],
)
def test_each_step_comes_before_an_application(answers: dict[str, str], gate: str, way: tuple[str, str]) -> None:
    """A missing step keeps it a draft; only the exceptional way past them all is the Head of Service's to open."""
    assert {name: way_on(found) for name, found in gates(BI, **answers).items()} == {gate: way}


@pytest.mark.rule("BI-3.2.10")
def test_an_exceptional_case_is_not_asked_about_the_steps_it_skips() -> None:
    """The steps stand in parts of their own, which then do not apply; the reason must be given instead."""
    assert required(BI, "family_group", exceptional="yes") == []
    assert required(BI, "multi_agency", exceptional="yes") == []
    assert "why_exceptional" in required(BI, "child", exceptional="yes")


@pytest.mark.rule("BI-1.4", "BI-A.1", "BI-A.2", "BI-A.3", "BI-A.4", "BI-A.5")
def test_the_form_follows_the_flowchart() -> None:
    """Assess, family group, multi-agency meeting, and the panel for what is left."""
    order = [section.id for section in profile(BI).form.sections]
    steps = [order.index(step) for step in ("assessment", "family_group", "multi_agency", "request")]
    assert steps == sorted(steps)


@pytest.mark.rule("BI-1.1", "BI-1.2", "BI-1.3", "BI-3.1.1", "BI-3.1.2", "BI-3.1.5", "BI-3.1.6", "BI-3.1.8", "BI-3.1.9")
@pytest.mark.rule("BI-3.1.14", "BI-3.2.2", "BI-3.2.3", "BI-3.2.4", "BI-3.2.6", "BI-3.2.7", "BI-3.3.6", "BI-3.3.7")
@pytest.mark.rule("BI-4.2", "BI-4.6", "BI-4.7", "BI-6.3", "BI-10.1", "BI-5.1", "BI-3.1.11", "BI-A.2")
@pytest.mark.parametrize(
    ("section", "answers", "expected"),
    [
        ("child", {}, "eligible initials date_of_birth record_number request_kind exceptional"),
        (
            "assessment",
            {"origin": "first_assessment", "daily_life_in_assessment": "yes"},
            "origin referral_received assessment_date genogram_in_assessment daily_life_in_assessment direct_work_date",
        ),
        (
            "assessment",
            {"origin": "later_need"},
            "origin assessment_date genogram_in_assessment daily_life_in_assessment",
        ),
        ("needs", {}, "unmet_needs only_remaining why_not_universal unmet_circumstances impact"),
        ("family_group", {"exceptional": "no", "fgc_held": "yes"}, f"fgc_held {FIRST}"),
        (
            "multi_agency",
            {"exceptional": "no", "mam_held": "yes", "community_sourced": "yes", "supervision_held": "yes"},
            "mam_held mam_date mam_decision community_sourced community_referrals supervision_held supervision_date "
            "supervision_view",
        ),
        ("views", {}, "child_views views_method"),
        ("support", {}, "plan_type current_support agency_support has_package support_used earlier_actions"),
        ("request", {"set_period": "yes"}, "ask recommendation proposed_use set_period period"),
        ("urgent", URGENT, "urgent_ask why_now harm_of_waiting urgent_until"),
        ("urgent", {}, ""),
    ],
)
def test_what_must_be_answered(section: str, answers: dict[str, str], expected: str) -> None:
    """Unmet needs, steps taken, the child's views, support now and the recommendation are never left out."""
    assert required(BI, section, **answers) == expected.split()


@pytest.mark.rule("BI-3.1.2", "BI-3.1.10", "BI-3.1.11", "BI-3.3.5")
def test_the_choices_are_those_of_the_procedure() -> None:
    """Every way to hear a child, every kind of plan, and both origins of a request."""
    assert choices(BI, "origin") == ["first_assessment", "later_need"]
    ways = ["words", "observation", "picture_cards", "makaton", "pecs", "other_way"]
    assert choices(BI, "views_method") == ways
    assert choices(BI, "plan_type") == ["family_plan", "cin", "cp", "short_breaks", "other_plan"]


ALWAYS = ["assessment", "carers_assessment", "plan_minutes"]


@pytest.mark.rule("BI-1.2", "BI-3.1.7", "BI-3.1.13", "BI-3.2.3", "BI-3.3.3", "BI-3.3.4", "BI-3.3.5", "BI-10.4")
@pytest.mark.parametrize(
    ("answers", "more"),
    [
        ({}, []),
        ({"genogram_in_assessment": "no"}, ["genogram"]),
        ({"genogram_in_assessment": "yes"}, []),
        ({"has_package": "yes"}, ["provider_feedback"]),
        ({"fgc_held": "yes"}, ["family_plan"]),
        ({"request_kind": "review"}, ["review_minutes", "impact_evidence"]),
    ],
)
def test_the_papers_that_belong_with_an_application(answers: dict[str, str], more: list[str]) -> None:
    """Three always, the others under their condition; the team manager can let each go (AM-38)."""
    assert papers(BI, **answers) == [*ALWAYS, *more]
    assert {tuple(rule.waive_by) for rule in profile(BI).form.documents} == {("line_manager",)}
    assert len(profile(BI).form.documents) < profile(BI).max_attachments


@pytest.mark.rule("BI-3.3.3", "BI-3.3.4", "BI-3.3.5", "BI-3.3.9")
@pytest.mark.parametrize("paper", ALWAYS)
def test_an_application_without_one_of_its_papers_is_not_complete(paper: str) -> None:
    """The social worker is told which one is missing."""
    story = at(BI)
    ref = story.begin()
    story.fill(ref)
    story.attach_all(ref, paper)
    assert [lack.code for lack in lacking(story.profile, story.referral(ref))] == [paper]


@pytest.mark.rule("BI-3.1.15", "BI-3.3.2", "BI-3.2.7")
def test_the_team_manager_approves_and_signs() -> None:
    """The recommendation, the form and the supervision are confirmed; until then it is not received."""
    assert checks(BI) == [("line_manager", ["recommendation", "form_signed", "supervision", "rationale"])]
    story = at(BI)
    assert story.referral(story.complete()).received_at is None
    signed = story.referral(story.signed())
    assert (signed.received_at, signed.manager) == (story.now, story.manager)


@pytest.mark.rule("BI-5.3")
def test_only_the_chair_or_an_agreed_deputy_is_asked_in_an_emergency() -> None:
    """The Chair first; nobody else is on the list."""
    assert profile(BI).emergency.approvers == [Role.CHAIR, Role.DEPUTY]
    story = at(BI)
    story.urgent()
    assert in_teams(story, "emergency_asked") == [story.who(Role.CHAIR)]


@pytest.mark.rule("BI-2.4", "BI-2.5", "BI-2.6", "BI-2.7", "BI-2.8", "BI-2.9", "BI-2.10", "AM-21")
def test_every_seat_of_the_panel_is_there() -> None:
    """All count but the one that keeps the minutes."""
    counting = ("chair", "team_manager", "health", "short_breaks", "barnardos", "other_provider")
    assert seats(BI) == {**dict.fromkeys(counting, True), "business_support": False}
    assert profile(BI).meetings.chaired_by == [Role.CHAIR, Role.DEPUTY]


@pytest.mark.rule("BI-2.10")
@pytest.mark.parametrize(
    ("present", "quorate"),
    [
        ({"chair", "health", "short_breaks"}, True),
        ({"chair", "health", "business_support"}, False),
        ({"chair", "health"}, False),
    ],
)
def test_three_members_make_a_quorum(present: set[str], quorate: bool) -> None:
    """Whoever takes the minutes is not one of them."""
    quorum = profile(BI).quorum
    assert quorum is not None
    assert quorum.enforce == "block"
    assert count(quorum, profile(BI).seats, present).quorate is quorate


@pytest.mark.rule("BI-2.4", "BI-2.10", "BI-4.14")
def test_who_has_which_part() -> None:
    """The Head of Service chairs and decides; the social worker and the team manager present together."""
    assert profile(BI).decisions.confirmed_by is Role.CHAIR
    assert (profile(BI).meetings.presenters, profile(BI).meetings.present_all) == (["referrer", "manager"], True)
    chair = next(person for person in directory().everyone() if person.is_a(Role.CHAIR, BI, date(2026, 11, 2)))
    assert chair.is_a(Role.HEAD_OF_SERVICE, BI, date(2026, 11, 2))
    assert "financial administration" in profile(BI).title(Role.PANEL_ADMIN)


@pytest.mark.rule("BI-8.1", "BI-8.6", "BI-8.7", "BI-4.15")
@pytest.mark.parametrize(
    ("on", "expected"),
    [
        ("agreed", {("discuss_letter", "referrer"), ("arrange_support", "referrer"), ("help_arrange", "manager")}),
        ("alternative", {("explain_why", "referrer"), ("tell_how_to_appeal", "referrer")}),
        (
            "refused",
            {("discuss_letter", "referrer"), ("explain_why", "referrer"), ("tell_how_to_appeal", "referrer")},
        ),
        ("deferred", {("discuss_letter", "referrer")}),
    ],
)
def test_what_follows_a_decision(on: str, expected: set[tuple[str, str]]) -> None:
    """The letter is talked through; support is sought; where it differs, why, and how to appeal, is explained."""
    assert tasks(BI, on) == expected


@pytest.mark.rule("BI-1.13", "BI-4.9", "BI-4.10", "BI-4.11", "BI-4.12", "BI-4.17")
def test_the_four_outcomes_and_what_each_must_state() -> None:
    """Agree, offer something else, signpost, or ask for more, with a date to come back."""
    assert [(each.code, each.effect, each.needs) for each in profile(BI).decisions.outcomes] == [
        ("agree", "agreed", ["reasons", "services", "level", "start_date", "review_date"]),
        ("alternative", "agreed", ["reasons", "services", "level", "review_date"]),
        ("signpost", "refused", ["reasons", "signposts", "no_package"]),
        ("more_information", "deferred", ["reasons", "missing", "missing_owner", "return_date"]),
    ]


def test_a_decision_review_is_asked_for_within_six_weeks_of_the_panel() -> None:
    """A plain golden date; reasons and new information are asked for, and there is no limit to how often (AM-64)."""
    (stage,) = profile(BI).challenge.stages
    assert stage.window is not None
    assert after(BI, date(2026, 1, 14), stage.window) == date(2026, 2, 25)
    assert (stage.counts_from, stage.most) == ("panel_date", 0)
    assert [question.id for question in stage.asks] == ["asked_by", "why_again", "new_information"]
