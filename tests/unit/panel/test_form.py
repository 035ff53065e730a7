"""What the form of Central Bedfordshire asks for each kind of request, and what the panel is shown to consider."""

import pytest

from panel import commands as c
from panel.conditions import holds
from panel.form import Kind
from panel.policies import Lacking, lacking
from tests.story import CB, PRIYA, Story, profiles

PROFILE = profiles()[CB]
FORM = PROFILE.form


def asked(section: str, **answers: str) -> list[str]:
    """The required questions of a section that apply to these answers."""
    return [q.id for q in FORM.asked(FORM.section(section), answers) if q.required]


EXTERNAL = ["alternatives_sought", "internal_unavailable"]


@pytest.mark.rule("CB-2.1", "CB-2.2", "CB-2.3", "CB-2.4", "CB-2.5", "CB-2.6", "CB-2.7", "CB-2.8", "CB-2.9")
@pytest.mark.rule("CB-2.10", "CB-2.11", "CB-2.12", "CB-2.13", "CB-2.15", "CB-10.13", "CB-14.5", "CB-3.16", "CB-6.15")
@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        ({"case_type": "1"}, ["alternatives_ruled_out", "placement_type_detail"]),
        ({"case_type": "2"}, ["emergency_origin", "emergency_start"]),
        ({"case_type": "3"}, ["what_changes", "funding_kind", "section_head_asked"]),
        ({"case_type": "4"}, ["breakdown", "moves_in_house"]),
        ({"case_type": "5"}, ["without_package", "funding_kind"]),
        ({"case_type": "6"}, ["contract_end"]),
        ({"case_type": "7"}, ["camhs_unavailable"]),
        ({"case_type": "8"}, ["question_to_answer"]),
        ({"case_type": "9"}, ["camhs_unavailable"]),
        ({"case_type": "10"}, ["foster_kind", "moves_in_house"]),
        ({"case_type": "10", "foster_kind": "in_house"}, ["foster_kind", "moves_in_house"]),
        ({"case_type": "10", "foster_kind": "independent"}, ["foster_kind", *EXTERNAL, "moves_in_house"]),
        ({"case_type": "11"}, EXTERNAL),
        ({"case_type": "12"}, ["secure_alternatives"]),
        ({"case_type": "13"}, ["nights_or_hours"]),
        ({"case_type": "4", "moves_in_house": "yes"}, ["breakdown", "moves_in_house", "education_health_agreed"]),
    ],
    ids=lambda value: "-".join(value.values()) if isinstance(value, dict) else None,
)
def test_each_kind_of_request_has_its_own_questions(answers: dict[str, str], expected: list[str]) -> None:
    """The questions a kind of request must answer, and no other kind's; an exit plan is always asked."""
    assert asked("details", **answers) == [*expected, "exit_plan"]


@pytest.mark.rule("CB-1.1", "CB-2.14")
def test_the_kinds_of_request_are_the_thirteen_of_the_procedure() -> None:
    """Placements, independent provision and support packages: thirteen kinds, each of which goes to the panel."""
    kinds = FORM.question("case_type")
    assert kinds is not None
    assert [option.code for option in kinds.options] == [str(number) for number in range(1, 14)]
    assert kinds.required


@pytest.mark.rule("CB-2.2", "CB-2.10", "CB-3.12", "CB-14.5", "CB-14.11")
@pytest.mark.parametrize(
    ("question", "codes"),
    [
        ("emergency_origin", ["epo", "police_protection", "emergency_s20", "edt"]),
        ("foster_kind", ["independent", "in_house"]),
        ("legal_status", ["co", "ico", "s20", "proceedings", "no_order"]),
        (
            "funding_kind",
            ["alternative_intervention", "contact_costs", "placement_support", "family_support", "other_high_cost"],
        ),
        ("other_needs", ["health", "mental_health", "education", "no_other"]),
        ("contract_route", ["block", "framework", "spot", "in_house", "not_known"]),
        ("engagement", ["engaged", "willing", "not_engaged", "unknown"]),
    ],
)
def test_the_choices_are_those_of_the_procedure(question: str, codes: list[str]) -> None:
    """Each list of choices holds what the procedure names."""
    found = FORM.question(question)
    assert found is not None
    assert [option.code for option in found.options] == codes


@pytest.mark.rule("CB-1.2", "CB-7.1", "CB-3.12", "CB-6.16")
@pytest.mark.parametrize(
    ("cohort", "expected"),
    [
        ("cla", ["legal_status", "cla_since", "staying_put"]),
        ("cin", []),
        ("cp", []),
    ],
)
def test_the_child_section_asks_more_of_a_looked_after_child(cohort: str, expected: list[str]) -> None:
    """Legal status, time looked after and Staying Put are asked of looked-after children; Mosaic number of all."""
    always = ["initials", "date_of_birth", "mosaic_ref", "cohort"]
    assert asked("child", cohort=cohort) == [*always, *expected]


@pytest.mark.rule(
    "CB-3.2", "CB-3.3", "CB-3.4", "CB-3.7", "CB-3.14", "CB-2.15", "CB-10.11", "CB-3.5", "CB-3.6", "CB-3.8"
)
@pytest.mark.rule("CB-3.9", "CB-3.11", "CB-14.6", "CB-10.37")
@pytest.mark.parametrize(
    ("section", "answers", "expected"),
    [
        ("plan", {}, ["care_plan", "plan_actions", "family_resources", "fallback_options", "outcomes"]),
        ("views", {}, ["wishes_child", "wishes_parents", "engagement"]),
        ("cost", {}, ["cost_per_week", "framework", "contract_route"]),
        ("cost", {"contract_route": "spot"}, ["cost_per_week", "framework", "contract_route", "why_spot"]),
        ("request", {}, ["case_type", "ask", "summary", "period_from", "period_to"]),
        ("history", {"case_type": "5"}, ["placement_history", "school_needs", "school_move", "other_needs"]),
    ],
)
def test_what_the_panel_weighs_must_be_answered(section: str, answers: dict[str, str], expected: list[str]) -> None:
    """Plan, timescales, family meetings, wishes, cost, summary and request are required of every referral."""
    assert asked(section, **answers) == expected


@pytest.mark.rule("CB-3.10")
@pytest.mark.parametrize("case_type", [str(n) for n in range(1, 14)])
def test_where_a_placement_is_asked_of_placements_only(case_type: str) -> None:
    """Distance from family, friends and school is asked for the kinds that place a child."""
    assert ("location" in asked("history", case_type=case_type)) is (case_type in {"1", "2", "4", "10", "11", "12"})


@pytest.mark.rule("CB-6.3", "CB-6.4", "CB-6.5", "CB-6.6", "CB-6.7", "CB-6.8", "CB-6.9", "CB-6.10", "CB-6.11", "CB-6.12")
@pytest.mark.parametrize("trigger", ["t1", "t2", "t3", "t4", "t5", "t6", "t7"])
def test_each_trigger_asks_for_the_iro_and_the_date_of_the_change(trigger: str) -> None:
    """Any of the seven planned changes makes the IRO's name and address, and the date, required."""
    expected = ["affects_plan", "transition", "iro_triggers", "move_date", "iro_name", "iro_email"]
    assert asked("reviews", iro_triggers=trigger) == expected


@pytest.mark.rule("CB-6.3")
@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        ({"transition": "yes", "iro_triggers": "no_trigger"}, ["iro_name", "iro_email"]),
        ({"transition": "no", "iro_triggers": "no_trigger"}, []),
        ({"affects_plan": "cla_plan"}, ["next_plan_review"]),
        ({"affects_plan": "cp_plan"}, ["next_plan_review"]),
        ({"affects_plan": "no_plan"}, []),
    ],
)
def test_transition_asks_for_the_iro_and_a_plan_for_its_review(answers: dict[str, str], expected: list[str]) -> None:
    """Transition alone asks for the IRO; a plan that is affected asks for the date of its next review."""
    always = {"affects_plan", "transition", "iro_triggers"}
    assert [key for key in asked("reviews", **answers) if key not in always] == expected


@pytest.mark.rule("CB-14.8", "CB-6.16", "CB-6.17", "CB-10.9")
@pytest.mark.parametrize(
    ("staying_put", "expected"),
    [
        ("no", ["assessment"]),
        ("yes", ["assessment", "cla_review_recommendation", "carers_review_recommendation"]),
    ],
)
def test_the_papers_that_belong_with_a_referral(staying_put: str, expected: list[str]) -> None:
    """An assessment always; for Staying Put also what both reviews recommended."""
    assert [rule.id for rule in FORM.papers_due({"staying_put": staying_put})] == expected


@pytest.mark.rule("CB-3.1", "CB-3.2", "CB-3.3", "CB-3.4", "CB-3.7", "CB-3.12", "CB-3.14", "CB-3.16")
def test_the_panel_is_shown_the_answers_it_must_consider() -> None:
    """Each point the panel considers is a question of the form, so the answer stands beside it."""
    points = [check.id for check in PROFILE.decisions.considers]
    assert points == [
        *("care_plan", "plan_actions", "family_resources", "fallback_options", "outcomes", "wishes_child"),
        *("placement_history", "location", "school_needs", "legal_status", "cost_per_week", "secure_alternatives"),
    ]
    assert [point for point in points if FORM.question(point) is None] == []


@pytest.mark.rule("CB-5.7")
def test_the_short_path_of_an_emergency_asks_for_what_a_search_needs() -> None:
    """Needs, history and risks are required on the emergency path, beside why it cannot wait."""
    assert asked("urgent", emergency="yes") == ["urgent_ask", "why_now", "needs", "history", "risks"]
    assert "urgent" not in [section.id for section in FORM.applying({})]


def test_a_plain_question_may_be_left_blank() -> None:
    """Equality and the wished-for date are asked but never required."""
    assert [q.id for _, q in FORM.all_questions() if not q.required] == [
        "tried",
        "if_not_ratified",
        "urgent_cost",
        "panel_date",
        "equality",
        "gender",
        "ethnic_group",
        "disability",
    ]


@pytest.mark.parametrize(
    ("condition", "answers", "expected"),
    [
        ([], {}, True),
        ([{"a": ["1", "2"]}], {"a": "2"}, True),
        ([{"a": ["1", "2"]}], {"a": "3"}, False),
        ([{"a": ["1"]}], {}, False),
        ([{"a": [""]}], {"a": ""}, False),
        ([{"a": ["2"]}], {"a": "1|2"}, True),
        ([{"a": ["1"], "b": ["1"]}], {"a": "1", "b": "2"}, False),
        ([{"a": ["1"]}, {"b": ["2"]}], {"a": "9", "b": "2"}, True),
    ],
)
def test_a_condition_is_a_table_of_answers(
    condition: list[dict[str, list[str]]], answers: dict[str, str], expected: bool
) -> None:
    """All keys of a clause must match, any clause is enough, and an open question matches nothing."""
    assert holds(condition, answers) is expected


@pytest.mark.rule("CB-9.2")
def test_everything_still_missing_is_named() -> None:
    """A new draft lacks each required question that applies and the assessment, in the order of the form."""
    story = Story()
    ref = story.begin()
    story.fill(ref, only=["child", "request", "details", "plan", "views", "history", "reviews"])
    assert lacking(PROFILE, story.referral(ref)) == [
        Lacking("cost_per_week", "Cost a week, in pounds", "cost"),
        Lacking("framework", "Is there a local framework agreement?", "cost"),
        Lacking("contract_route", "How would it be bought?", "cost"),
        Lacking("assessment", "Assessment of need"),
    ]


def test_a_file_nobody_named_is_still_to_be_named() -> None:
    """A second file is on the list until someone says which paper it is."""
    story = Story()
    ref = story.complete()
    story.do(c.AttachPaper, PRIYA, ref=ref, name="b.pdf", digest="unnamed", size=10)
    assert lacking(PROFILE, story.referral(ref)) == [Lacking("unnamed", "Which paper is “b.pdf”?")]


def test_a_form_question_is_found_by_its_id() -> None:
    """Questions and sections are looked up by id; an unknown question is None, an unknown section an error."""
    assert FORM.section_of("cohort").id == "child"
    assert FORM.question("nonsense") is None
    assert {q.kind for _, q in FORM.all_questions()} <= set(Kind)
    for unknown in (FORM.section, FORM.section_of):
        with pytest.raises(KeyError, match="nonsense"):
            unknown("nonsense")
