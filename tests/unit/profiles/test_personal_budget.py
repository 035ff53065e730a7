"""Personal budgets: a plan that starts from outcomes, is costed, and lets the child be heard."""

from datetime import date

import pytest

from panel.errors import MoveNotAllowed
from panel.people import Role
from panel.policies import lacking
from tests.stories import RA, at
from tests.story import directory
from tests.unit.dialogs.stage import Stage
from tests.unit.profiles.reading import after, checks, choices, gates, papers, profile, required, tasks, told, way_on


def test_a_plain_request_meets_no_gate() -> None:
    """Nothing stands in its way."""
    assert gates(RA) == {}


@pytest.mark.rule("RA-4.12")
@pytest.mark.parametrize(("cohort", "held"), [("send", []), ("care_leaver", []), ("none", ["cohort"])])
def test_who_can_have_a_budget(cohort: str, held: list[str]) -> None:
    """Children with special needs and disabilities, and care leavers; others are sent elsewhere."""
    found = gates(RA, cohort=cohort)
    assert list(found) == held
    assert {way_on(gate) for gate in found.values()} <= {("elsewhere", "")}


@pytest.mark.rule("RA-1.2", "RA-1.3", "RA-2.2", "RA-3.2", "RA-3.3", "RA-4.21", "RA-4.8")
@pytest.mark.parametrize(
    ("section", "answers", "expected"),
    [
        ("parent_request", {"asked_by_parent": "yes"}, "asked_by_parent asked_on has_ehc_plan"),
        ("parent_request", {"has_ehc_plan": "yes"}, "asked_by_parent has_ehc_plan contribution"),
        ("outcomes", {}, "outcomes plan_summary"),
        ("outcomes", {"age": "15"}, "outcomes plan_summary"),
        ("voice", {"child_voice": "words"}, "child_voice child_words child_heard_on"),
        ("voice", {"child_voice": "other_way"}, "child_voice child_words child_heard_on"),
        ("voice", {"child_voice": "no_voice"}, "child_voice why_not_heard next_try"),
        ("cost", {}, "level_of_need cost_lines first_estimate estimate"),
        ("payment", {"payment_method": "direct_payment"}, "payment_method bank_account"),
        ("payment", {"payment_method": "not_settled"}, "payment_method"),
        ("child", {"request_kind": "reassessment"}, "initials date_of_birth record_number cohort request_kind change"),
    ],
)
def test_what_must_be_answered(section: str, answers: dict[str, str], expected: str) -> None:
    """The parent's request, outcomes, the child's voice and every cost; a child not heard yet has a next date."""
    assert required(RA, section, **answers) == expected.split()


@pytest.mark.rule("RA-3.3")
def test_costs_are_entered_line_by_line_and_added_up() -> None:
    """No formula works out an amount: people enter each cost."""
    costs = profile(RA).form.question("cost_lines")
    assert costs is not None
    assert (costs.kind, costs.gives) == ("costs", "total")
    story = at(RA)
    story.fill(ref := story.begin(), cost_lines="Short breaks: £1,250\nEquipment: 90.50")
    assert story.referral(ref).answers["cost_lines"] == "Short breaks: 1250.00\nEquipment: 90.50"


@pytest.mark.rule("RA-2.2")
def test_a_budget_can_meet_a_plan_in_part_or_in_full() -> None:
    """And the plan then belongs with the request."""
    assert choices(RA, "contribution") == ["full", "part"]
    assert papers(RA, has_ehc_plan="yes") == ["support_plan", "ehc_plan"]
    assert papers(RA, has_ehc_plan="no") == ["support_plan"]


@pytest.mark.rule("RA-3.2", "RA-1.3")
def test_the_plan_starts_from_outcomes() -> None:
    """Costs come after outcomes and the child's voice; without the plan itself it is not complete."""
    order = [section.id for section in profile(RA).form.sections]
    assert order.index("outcomes") < order.index("voice") < order.index("cost")
    story = at(RA)
    ref = story.begin()
    story.fill(ref)
    story.attach_all(ref, "support_plan")
    assert [lack.code for lack in lacking(story.profile, story.referral(ref))] == ["support_plan"]


@pytest.mark.rule("RA-4.10")
def test_ways_to_pay_that_are_only_being_explored_are_not_offered() -> None:
    """No card and no third party yet (AM-48)."""
    assert choices(RA, "payment_method") == ["direct_payment", "not_settled"]


@pytest.mark.rule("RA-1.4", "RA-3.1", "RA-4.1")
def test_the_service_manager_decides_without_a_meeting() -> None:
    """With reasons every time; there is no meeting and no route for emergencies (AM-45)."""
    assert profile(RA).decisions.confirmed_by is Role.SERVICE_MANAGER
    assert [each.code for each in profile(RA).decisions.outcomes if "reasons" not in each.needs] == []
    assert profile(RA).title(Role.PRACTITIONER) == "social worker or family support worker"
    for part in ("meetings", "submission", "emergency"):
        with pytest.raises(MoveNotAllowed):
            getattr(profile(RA), part)


@pytest.mark.rule("RA-1.2")
def test_an_amount_that_differs_says_why() -> None:
    """The amount agreed is recorded beside the estimate, and the difference is explained."""
    needs = {each.code: set(each.needs) for each in profile(RA).decisions.outcomes}
    assert "agreed_amount" in needs["agreed"]
    assert {"agreed_amount", "why_different"} <= needs["agreed_varied"]


def test_the_team_manager_signs_the_plan() -> None:
    """The source names nobody, so the manager does (AM-45)."""
    assert checks(RA) == [("line_manager", ["outcomes_first", "costed"])]


@pytest.mark.rule("RA-4.1", "RA-3.3")
def test_who_hears_of_a_decision() -> None:
    """The worker at once, and finance in writing."""
    assert ("referrer", "teams") in told(RA, "decided")
    assert ("finance", "email") in told(RA, "released")
    assert directory().contact(RA, "finance")


@pytest.mark.rule("RA-4.13")
def test_what_the_family_is_told_after_an_agreement() -> None:
    """How the amount was reached, and that a direct payment is no income; transition only where it is near."""
    assert tasks(RA, "refused") == {("explain_amount", "referrer")}
    names = {name for name, _ in tasks(RA, "agreed")}
    assert names == {"explain_amount", "set_up_payment", "tell_about_payments", "involve_transition"}


def test_the_cycle_of_reviews() -> None:
    """The golden dates of a budget that starts on 30 November 2026: 3, 6 and 12 months, then yearly (AM-46)."""
    (cycle,) = profile(RA).reviews.cycles
    start = date(2026, 11, 30)
    days = [after(RA, start, length) for length in cycle.at]
    assert days == [date(2027, 2, 26), date(2027, 5, 28), date(2027, 11, 30)]
    assert (cycle.starts, str(cycle.then_every)) == ("start_date", "12mo")


def test_changes_that_are_reported_and_their_deadlines() -> None:
    """A swift re-assessment, and a first talk about an overpayment within five working days (AM-08, AM-49)."""
    found = {
        each.id: {task.id: (task.owner, str(task.within)) for task in each.tasks} for each in profile(RA).happenings
    }
    assert found == {
        "circumstances_changed": {
            "start_reassessment": ("referrer", "5wd"),
            "finish_reassessment": ("referrer", "20wd"),
            "decide_recovery": ("finance", "5wd"),
        },
        "overpayment": {"first_contact": ("finance", "5wd"), "decide_recovery": ("finance", "5wd")},
        "used_otherwise": {"decide_recovery": ("finance", "5wd")},
    }
    assert profile(RA).challenge.stages == []


@pytest.mark.rule("RA-2.1")
def test_what_the_policy_is_can_be_asked() -> None:
    """The profile names the policy and the duty behind it, and whoever asks is told; other panels have their own."""
    story = at(RA)
    said = Stage(story).said(story.referrer, "what is the policy?")
    assert "The council's Personal Budget Policy says how budgets work." in said
    assert "Every such request is looked at, and the answer has a reason." in said
