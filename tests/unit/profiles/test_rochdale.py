"""Rochdale's panel: who comes to it, section 20, the filter, its Wednesdays, seats, decisions and markings."""

from datetime import UTC, date, datetime

import pytest

from panel.calendar import at_wall
from panel.conditions import holds
from panel.errors import InvalidAnswer
from panel.following import following_tasks
from panel.people import Role
from panel.rules.decisions import Effect, Outcome
from panel.series import next_dates
from panel.terms import read_terms
from tests.stories import RO, at
from tests.story import directory
from tests.unit.profiles.reading import (
    URGENT,
    after,
    calendar,
    checks,
    choices,
    closes,
    gates,
    optional,
    papers,
    profile,
    required,
    seats,
    told,
    warnings,
    way_on,
)
from tests.urgent_story import in_teams

S20 = {"s20": "yes", "admitted": "no"}
LGW = {"lgw_sought": "yes", "lgw_proceedings": "no"}


@pytest.mark.parametrize("answers", [{}, S20, LGW], ids=["plain", "section_20", "legal_gateway"])
def test_a_plain_request_meets_no_gate(answers: dict[str, str]) -> None:
    """Nothing stands in the way of a request in remit, of section 20 ahead of admission, or with the gateway asked."""
    assert gates(RO, **answers) == {}


@pytest.mark.rule("RO-0.1", "RO-4.4", "RO-5.11", "RO-5.15", "RO-5.16")
@pytest.mark.parametrize(
    ("answers", "gate", "way"),
    [
        ({"edge": "no_edge"}, "edge", ("elsewhere", "")),
        (
            {"lgw_sought": "yes", "lgw_proceedings": "yes", "lgw_removal": "yes"},
            "legal_gateway_decided",
            ("elsewhere", "chair"),
        ),
        ({"s20": "yes", "admitted": "yes"}, "admitted_first", ("block", "head_of_service")),
        ({**S20, "community_used_up": "no"}, "community_first", ("warn", "")),
        ({"other_forum": "yes"}, "another_forum", ("warn", "")),
    ],
)
def test_what_comes_first_is_held_to(answers: dict[str, str], gate: str, way: tuple[str, str]) -> None:
    """Out of remit it goes elsewhere; the Chair confirms the gateway's exemption; admission comes after panel."""
    assert {name: way_on(found) for name, found in gates(RO, **answers).items()} == {gate: way}


def test_proceedings_without_removal_still_come_to_panel() -> None:
    """Both must hold for the exemption."""
    assert gates(RO, lgw_sought="yes", lgw_proceedings="yes", lgw_removal="no") == {}


@pytest.mark.rule("RO-5.15", "RO-5.16")
def test_a_child_already_accommodated_comes_by_the_emergency_route() -> None:
    """It is not held back there; the circumstances, the time and who authorised it must be told."""
    assert "admitted_first" not in gates(RO, s20="yes", admitted="yes", **URGENT)
    assert required(RO, "urgent", **URGENT) == ["urgent_ask", "why_now", "admitted_when", "authorised_by"]
    assert profile(RO).emergency.approvers == [Role.HEAD_OF_SERVICE]
    story = at(RO)
    story.urgent()
    assert in_teams(story, "emergency_asked") == [story.who(Role.HEAD_OF_SERVICE)]


@pytest.mark.rule("RO-5.15")
@pytest.mark.parametrize(
    ("admission", "emergency", "warned"),
    [
        ("2026-06-09", "", ["panel_before_admission"]),
        ("2026-06-10", "", []),
        ("2026-06-09", "yes", []),
    ],
)
def test_admission_before_the_panel_is_said(admission: str, emergency: str, warned: list[str]) -> None:
    """For a panel on 10 June, admission the day before is warned of, but not in an emergency (AM-27)."""
    answers = {"s20": "yes", "admission_date": admission, "emergency": emergency}
    assert warnings(RO, date(2026, 6, 10), answers) == warned


@pytest.mark.rule("RO-0.1", "RO-1.4", "RO-2.5", "RO-5.11", "RO-5.15", "RO-6.1", "RO-6.3")
@pytest.mark.parametrize(
    ("section", "answers", "expected"),
    [
        ("child", {}, "edge initials date_of_birth record_number living_with"),
        ("needs", {}, "needs child_wishes"),
        ("permanence", {"permanence_planned": "planned"}, "permanence_planned permanence_plan"),
        ("permanence", {"permanence_planned": "not_yet"}, "permanence_planned permanence_by"),
        ("permanence", {"edge": "placement"}, "permanence_planned placement_risk"),
        ("legal", {"s20": "no"}, "s20 lgw_sought"),
        ("legal", {"s20": "yes"}, "s20 admitted admission_date return_home lgw_sought"),
        ("legal", {"lgw_sought": "yes"}, "s20 lgw_sought lgw_proceedings"),
        ("legal", {"lgw_sought": "yes", "lgw_proceedings": "yes"}, "s20 lgw_sought lgw_proceedings lgw_removal"),
        ("community", {"s20": "yes"}, "community_tried community_used_up"),
        ("community", {"lgw_sought": "yes"}, "community_tried community_used_up"),
        ("community", {"s20": "no", "lgw_sought": "no"}, ""),
        ("request", {}, "ask multi_agency"),
    ],
)
def test_what_must_be_answered(section: str, answers: dict[str, str], expected: str) -> None:
    """Needs, a lasting home, section 20 and what kept the child with family are never left out."""
    assert required(RO, section, **answers) == expected.split()


@pytest.mark.rule("RO-2.5", "RO-5.14")
def test_needs_are_asked_before_services() -> None:
    """A service in mind comes last and may be left blank; Our Place is reached this way only."""
    order = [section.id for section in profile(RO).form.sections]
    assert order.index("needs") < order.index("request") == len(order) - 1
    assert {"service_ideas", "service_words"} <= optional(RO)
    assert "our_place" in choices(RO, "service_ideas")


@pytest.mark.rule("RO-1.5", "RO-1.9", "RO-1.10", "RO-1.11", "RO-1.12")
@pytest.mark.parametrize(("age", "asked"), [("8", False), ("9", True), ("15", True)])
def test_the_provocations_are_put_for_children_of_nine_and_over(age: str, asked: bool) -> None:
    """Four questions, none of which must be answered."""
    section = profile(RO).form.section("provocations")
    assert (section in profile(RO).form.applying({"age": age})) is asked
    assert [question.id for question in section.questions if question.required] == []
    assert len(section.questions) == 4


@pytest.mark.rule("RO-11.4", "RO-5.6", "RO-5.8", "RO-5.7")
@pytest.mark.parametrize("multi_agency", ["yes", "no"])
def test_every_request_comes_on_the_form_and_is_authorised(multi_agency: str) -> None:
    """Also one that no panel has to hear: the same form, paper and signature."""
    assert papers(RO, multi_agency=multi_agency) == ["assessment"]
    assert checks(RO) == [("line_manager", ["authorised", "needs_first"])]
    story = at(RO)
    ref = story.complete(multi_agency=multi_agency)
    assert story.referral(ref).received_at is None
    story = at(RO)
    assert story.referral(story.signed(multi_agency=multi_agency)).received_at == story.now


@pytest.mark.rule("AM-31")
@pytest.mark.parametrize(
    ("answers", "filtered"),
    [
        ({"multi_agency": "no", "s20": "no"}, True),
        ({"multi_agency": "yes", "s20": "no"}, False),
        ({"multi_agency": "no", "s20": "yes"}, False),
    ],
)
def test_a_request_of_one_agency_is_filtered_but_never_section_20(answers: dict[str, str], filtered: bool) -> None:
    """The Chair or Business Support look at it first."""
    sieve = profile(RO).filter
    assert sieve is not None
    assert holds(sieve.when, answers) is filtered
    assert sieve.by == [Role.CHAIR, Role.PANEL_ADMIN]


@pytest.mark.rule("RO-11.3", "RO-5.7")
@pytest.mark.parametrize(
    ("day", "utc"),
    [
        (date(2026, 6, 10), datetime(2026, 6, 10, 10, tzinfo=UTC)),
        (date(2026, 12, 9), datetime(2026, 12, 9, 11, tzinfo=UTC)),
    ],
)
def test_requests_close_at_eleven_on_the_day(day: date, utc: datetime) -> None:
    """The golden dates, in summer time and in winter."""
    assert closes(RO, day) == (day, "11:00")
    assert at_wall(day, profile(RO).submission.cutoff_time) == utc
    assert profile(RO).submission.gate == "enforce"
    assert [str(length) for length in profile(RO).submission.remind] == ["1wd", "0d"]


@pytest.mark.rule("RO-9.1", "AM-11")
def test_the_panel_is_on_wednesdays_from_one_to_four() -> None:
    """Each week; one on a closed day is left to a person."""
    meetings = profile(RO).meetings
    assert (f"{meetings.start:%H:%M}", f"{meetings.usual_end:%H:%M}") == ("13:00", "16:00")
    assert meetings.series is not None
    planned = next_dates(meetings.series, calendar(RO), date(2026, 12, 21), 3)
    assert [(each.day, bool(each.problem)) for each in planned] == [
        (date(2026, 12, 23), False),
        (date(2026, 12, 30), False),
        (date(2027, 1, 6), False),
    ]


@pytest.mark.rule("RO-0.3", "RO-0.4", "RO-0.5", "RO-0.6", "RO-0.7", "RO-0.8", "RO-0.9", "RO-0.10", "RO-0.11")
@pytest.mark.rule("RO-0.12", "RO-0.13", "RO-0.14", "RO-0.15")
def test_every_seat_of_the_panel_is_there() -> None:
    """The Chair and twelve services; two people may hold the one of housing, which counts once."""
    assert list(seats(RO)) == [
        *("chair", "youth_offending", "family_group", "adult_social_care", "virtual_head", "healthy_young_minds"),
        *("early_break", "commissioning", "housing", "our_place", "fostering", "send", "first_response"),
    ]
    holding = [p for p in directory().everyone() for s in p.roles if (s.panel, s.seat) == (RO, "housing")]
    assert len(holding) == 2


@pytest.mark.rule("RO-0.3", "RO-0.17", "RO-12.2", "RO-0.18")
def test_who_has_which_part() -> None:
    """Posts have their titles; the profile names nobody."""
    titles = {role: profile(RO).title(role) for role in (Role.CHAIR, Role.PANEL_ADMIN, Role.IMPROVEMENT_TEAM)}
    assert list(titles.values()) == [
        "Head of Provider Services",
        "Business Support officer",
        "Practice Improvement Team",
    ]
    assert profile(RO).meetings.chaired_by == [Role.CHAIR, Role.HEAD_OF_SERVICE]
    text = profile(RO).model_dump_json()
    assert [person.name for person in directory().everyone() if person.name in text] == []


@pytest.mark.rule("RO-14.1")
def test_papers_are_marked_restricted() -> None:
    """And the source is said to be a draft (AM-54)."""
    assert profile(RO).panel.marking == "Restricted"
    assert "draft" in profile(RO).panel.source


@pytest.mark.rule("RO-11.6", "RO-5.14")
def test_who_hears_of_a_decision() -> None:
    """The practitioner and the manager; the Legal Gateway Panel only of what goes to it; Our Place of its own."""
    lines = {line.to: line for line in profile(RO).tell if line.on == "released"}
    assert told(RO, "released") == {(to, "email") for to in ("referrer", "manager", "legal_gateway", "our_place")}
    assert lines["legal_gateway"].outcomes == ["lgw_in_principle"]
    assert holds(lines["our_place"].when, {"service_ideas": "our_place|health"})
    assert lines["our_place"].outcomes == ["allocated"], "a team hears of no child it has not got"
    assert all(directory().contact(RO, team) for team in profile(RO).contacts)


@pytest.mark.rule("RO-2.2", "RO-5.13", "RO-6.2", "RO-6.3")
def test_what_each_outcome_must_state() -> None:
    """Section 20 has an end, a way home and who reviews it; a case sent back what is lacking and when it returns."""
    outcomes = {each.code: each for each in profile(RO).decisions.outcomes}
    assert {"services", "provider_source"} <= set(outcomes["allocated"].needs)
    assert {"end_date", "home_plan", "review_body"} <= set(outcomes["s20_short"].needs)
    assert {"missing", "return_date"} <= set(outcomes["refer_back"].needs)
    assert choices(RO, "review_body") == ["legal_gateway", "permanence_panel"]
    assert [code for code, each in outcomes.items() if each.first] == ["lgw_in_principle"]


STATED = {"reasons": "The need is clear"}


@pytest.mark.rule("RO-5.19")
def test_advice_on_a_placement_at_risk_must_be_given_and_is_followed_up() -> None:
    """Without it such a case cannot be decided; a meeting that was advised is a task; other cases are not asked."""
    outcome = profile(RO).outcome("not_agreed")
    assert outcome is not None
    day = date(2026, 11, 18)
    with pytest.raises(InvalidAnswer) as refused:
        read_terms(profile(RO), outcome, STATED, day, {"edge": "placement"})
    assert list(refused.value.problems) == ["stability_advice"]
    given = {**STATED, "stability_advice": "A Disruption Meeting"}
    terms = read_terms(profile(RO), outcome, given, day, {"edge": "placement"})
    assert terms["stability_advice"] == "disruption_meeting"
    assert read_terms(profile(RO), outcome, given, day, {"edge": "care"}) == STATED
    story = at(RO)
    referral = story.referral(story.signed(edge="placement"))
    for stated, advised in ((terms, True), (STATED, False)):
        made = following_tasks(story.office, referral, Effect.REFUSED, "d", story.now, "not_agreed", **stated)
        assert ("d/arrange_meeting" in {task.id for task in made}) is advised


def test_the_twelve_weeks_of_section_20() -> None:
    """The golden date, for a child accommodated on 5 January, and the reminder that says book it by week 10."""
    (cycle,) = profile(RO).reviews.cycles
    assert cycle.starts == "admission_date"
    due = after(RO, date(2026, 1, 5), cycle.at[0])
    assert due == date(2026, 3, 30)
    assert calendar(RO).before(due, cycle.remind[-1]).day == date(2026, 3, 16)


@pytest.mark.rule("RO-4.2")
def test_the_legal_gateway_panel_is_a_linked_route() -> None:
    """A decision can go there, or there too; its record is sent there within a working day, by mail and by task."""
    assert "legal_gateway" in choices(RO, "onward")
    assert "onward" in outcome_named("lgw_in_principle").may
    assert ("legal_gateway", "email") in told(RO, "released")
    assert directory().contact(RO, "legal_gateway")
    story = at(RO)
    referral = story.referral(story.signed())
    made = following_tasks(story.office, referral, Effect.AGREED, "d", story.now, "lgw_in_principle")
    [booked] = [task for task in made if task.id.startswith("d/book_legal_gateway")]
    assert (booked.owner, booked.due) == (story.who(Role.PANEL_ADMIN), "2026-11-03")
    other = following_tasks(story.office, referral, Effect.AGREED, "d", story.now, "allocated")
    assert not [task for task in other if "legal_gateway" in task.id]


def outcome_named(code: str) -> Outcome:
    found = profile(RO).outcome(code)
    assert found is not None
    return found
