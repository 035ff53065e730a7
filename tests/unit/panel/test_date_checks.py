"""Dates that must stand at a distance from each other: the limit, the edge, and what is left out."""

from datetime import date

import pytest
from pydantic import ValidationError

from panel.calendar import WorkingCalendar
from panel.rules.date_checks import DateCheck, broken, read_distance

CALENDAR = WorkingCalendar()


def check(must_be: str, day: str = "assessed", **more: object) -> DateCheck:
    return DateCheck.model_validate({"id": "c", "date": day, "must_be": must_be, "say": "Look again.", **more})


@pytest.mark.rule("BI-3.1.3", "AM-06")
def test_an_assessment_is_from_the_last_three_months() -> None:
    """For a panel on 28 May 2026 it is dated on or after Saturday 28 February; that day may be any day of the week."""
    rule, panel = check("at most 3mo before meeting"), date(2026, 5, 28)
    kept = [
        day
        for day in ("2026-02-27", "2026-02-28", "2026-05-28")
        if not broken([rule], {"assessed": day}, CALENDAR, panel)
    ]
    assert (kept, rule.must_be.limit(CALENDAR, panel).day) == (["2026-02-28", "2026-05-28"], date(2026, 2, 28))


@pytest.mark.rule("BI-3.1.1", "AM-05")
def test_forty_days_end_before_a_closed_day() -> None:
    """Counted from Monday 2 March 2026 they end on a Saturday, so the service has until Friday 10 April."""
    rule = check("at most 40d after referred")
    late = [
        day
        for day in ("2026-03-02", "2026-04-10", "2026-04-11")
        if broken([rule], {"referred": "2026-03-02", "assessed": day}, CALENDAR, None)
    ]
    assert late == ["2026-04-11"]


@pytest.mark.rule("CB-6.14")
def test_the_panel_is_three_weeks_before_the_review() -> None:
    """A review on 20 May 2026 asks for a panel on 29 April at the latest."""
    rule = check("at least 3w after meeting", "review")
    kept = [
        day
        for day in (date(2026, 4, 29), date(2026, 4, 30))
        if not broken([rule], {"review": "2026-05-20"}, CALENDAR, day)
    ]
    assert kept == [date(2026, 4, 29)]


@pytest.mark.rule("BI-3.2.4")
def test_one_date_may_have_to_follow_another() -> None:
    """A meeting held on the day of the assessment follows it; one the day before does not."""
    rule = check("at least 0d after assessed", "met")
    found = [
        bool(broken([rule], {"assessed": "2026-03-02", "met": day}, CALENDAR, None))
        for day in ("2026-03-01", "2026-03-02")
    ]
    assert found == [True, False]


@pytest.mark.parametrize("answers", [{}, {"assessed": "2020-01-01"}, {"referred": "2020-01-01"}])
def test_a_date_not_yet_known_warns_of_nothing(answers: dict[str, str]) -> None:
    """Either of the two may still be missing."""
    assert broken([check("at most 40d after referred")], answers, CALENDAR, None) == []


def test_an_emergency_is_spared_unless_the_check_says_otherwise() -> None:
    """What cannot wait is not held to dates it cannot keep (AM-27)."""
    old = {"assessed": "2020-01-01", "emergency": "yes"}
    rules = [check("at most 3mo before meeting"), check("at most 3mo before meeting", id="always", emergencies=True)]
    assert [found.id for found in broken(rules, old, CALENDAR, date(2026, 5, 28))] == ["always"]


def test_a_check_applies_to_the_answers_it_names() -> None:
    """`when` is a condition like any other."""
    rule = check("at most 3mo before meeting", when={"kind": "new"})
    found = [
        len(broken([rule], {"assessed": "2020-01-01", "kind": kind}, CALENDAR, date(2026, 5, 28)))
        for kind in ("new", "old")
    ]
    assert found == [1, 0]


def test_working_days_are_counted_as_such() -> None:
    """Two working days before Tuesday 7 April 2026 is Wednesday the 1st: Easter lies between."""
    assert read_distance("at least 2wd before meeting").limit(CALENDAR, date(2026, 4, 7)).day == date(2026, 4, 1)


@pytest.mark.parametrize(
    "written", ["3mo before meeting", "at most 3 months before meeting", "at most 2h before meeting"]
)
def test_a_distance_is_written_one_way(written: str) -> None:
    """And the mistake says how."""
    with pytest.raises(ValidationError, match="write for example 'at most 3mo before meeting'"):
        check(written)
