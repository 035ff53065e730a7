"""Birmingham's dates: when applications close, how old an assessment may be, how recent a visit."""

from datetime import date

import pytest

from panel.rules.date_checks import read_distance
from tests.stories import BI
from tests.unit.profiles.reading import calendar, closes, profile, warnings


@pytest.mark.rule("BI-3.3.1", "BI-4.1", "AM-01")
@pytest.mark.parametrize(
    ("panel", "closing"),
    [(date(2026, 4, 13), date(2026, 4, 2)), (date(2026, 4, 16), date(2026, 4, 9))],
)
def test_applications_close_seven_days_before(panel: date, closing: date) -> None:
    """The golden dates: plain, and over Easter Monday; a later one goes to the next panel."""
    assert closes(BI, panel) == (closing, "17:00")
    assert profile(BI).submission.gate == "enforce"
    assert str(profile(BI).papers.lead) == "3wd"


@pytest.mark.rule("BI-3.1.1")
@pytest.mark.parametrize(
    ("finished", "late"), [("2026-04-10", []), ("2026-04-11", ["forty_days"]), ("2026-04-13", ["forty_days"])]
)
def test_a_first_assessment_is_finished_within_forty_days(finished: str, late: list[str]) -> None:
    """The golden date: a referral of 2 March, whose fortieth day is a Saturday and rolls back to Friday 10 April."""
    answers = {"origin": "first_assessment", "referral_received": "2026-03-02", "assessment_date": finished}
    assert warnings(BI, date(2026, 5, 28), answers) == late


@pytest.mark.rule("BI-3.1.3")
@pytest.mark.parametrize(("finished", "late"), [("2026-02-28", []), ("2026-02-27", ["three_months"])])
@pytest.mark.parametrize("origin", ["first_assessment", "later_need"])
def test_an_assessment_is_at_most_three_months_old(origin: str, finished: str, late: list[str]) -> None:
    """The golden date, for a panel on 28 May; for every application (AM-67)."""
    assert warnings(BI, date(2026, 5, 28), {"origin": origin, "assessment_date": finished}) == late


@pytest.mark.rule("BI-3.2.4", "BI-A.3", "BI-A.4")
@pytest.mark.parametrize(
    ("answer", "warned"),
    [
        ({"mam_date": "2026-05-04"}, ["meeting_after_assessment"]),
        ({"mam_date": "2026-05-05"}, []),
        ({"fgc_date": "2026-05-04"}, ["family_group_after_assessment"]),
        ({"fgc_date": "2026-05-05"}, []),
    ],
)
def test_the_meetings_follow_the_assessment(answer: dict[str, str], warned: list[str]) -> None:
    """Out of order is said, and stops nothing (AM-40)."""
    assert warnings(BI, date(2026, 5, 28), {"assessment_date": "2026-05-05", **answer}) == warned


def test_a_visit_within_a_week_counts() -> None:
    """The golden date: for a panel on 28 May, from 21 May on; any day of the week may be one (AM-39)."""
    visit = profile(BI).visit
    assert visit is not None
    distance = read_distance(f"at most {visit.within} before meeting")
    panel = date(2026, 5, 28)
    assert distance.keeps(calendar(BI), date(2026, 5, 21), panel)
    assert not distance.keeps(calendar(BI), date(2026, 5, 20), panel)
