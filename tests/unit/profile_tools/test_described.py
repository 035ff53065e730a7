"""The panel's rules in plain English, for its chair to sign off."""

from datetime import date

import pytest

from dialogs.words.conditions import when
from dialogs.words.profile_words import describe
from panel.conditions import Condition
from panel.people import Role
from panel.rules.signing import Step
from tests.story import CB, ROOT, profiles
from tests.unit.panel import held
from tests.unit.profile_tools.texts import profile

FORM = profiles()[CB].form
DAY = date(2027, 1, 1)


@pytest.mark.parametrize("panel", sorted(profiles()))
def test_the_page_of_a_panel_matches_its_profile(panel: str) -> None:
    """What the chair signed is what the clerk does."""
    page = ROOT / "docs" / "profiles" / f"{panel}.md"
    current = describe(profiles()[panel], DAY)
    assert page.read_text(encoding="utf-8") == current, (
        f"out of date: run panel-clerk profile show {panel} --year 2027 --to docs/profiles/{panel}.md"
    )


@pytest.mark.rule("CB-9.7", "AM-02", "AM-03")
def test_cut_offs_are_shown_with_how_they_were_counted() -> None:
    """The examples of 2027: an ordinary one would prove little, so bank holidays stand between."""
    rows = [line for line in describe(profiles()[CB], DAY).splitlines() if line.startswith("| Wed")]
    counted = "3 working days before"
    assert rows == [
        f"| Wed 6 Jan 2027 | Thu 31 Dec 2026, 17:00 | {counted} Wed 6 Jan 2027; New Year's Day not counted |",
        f"| Wed 31 Mar 2027 | Wed 24 Mar 2027, 17:00 | {counted} Wed 31 Mar 2027; "
        "Good Friday and Easter Monday not counted |",
        f"| Wed 5 May 2027 | Thu 29 Apr 2027, 17:00 | {counted} Wed 5 May 2027; May Day not counted |",
    ]


def test_a_panel_with_a_series_is_shown_with_its_own_dates() -> None:
    """Where the profile knows the days, no others are used; one on a closed day is left to a person."""
    series = '\ncancel_needs = ["chair"]\n[meetings.series]\nmonthly = [{ nth = 1, day = "Mon" }]'
    page = describe(profile(('\ncancel_needs = ["chair", "head_of_service"]', series)), date(2027, 4, 1))
    dates = [line for line in page.splitlines() if line.startswith(("- Mon", "| Mon"))]
    assert dates == [
        "- Mon 5 Apr 2027: the first Mon of the month",
        "- Mon 3 May 2027: the first Mon of the month; to be decided: Mon 3 May 2027 is May Day",
        "- Mon 7 Jun 2027: the first Mon of the month",
        "| Mon 5 Apr 2027 | Wed 31 Mar 2027, 17:00 | 3 working days before Mon 5 Apr 2027 |",
        "| Mon 7 Jun 2027 | Wed 2 Jun 2027, 17:00 | 3 working days before Mon 7 Jun 2027 |",
    ]


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ('lead = "3wd"', 'weekday = "Thu"', "signed by the Thu of the week before the panel, until 17:00."),
        ('lead = "3wd"', 'weekday = "Thu"\nweeks_before = 2', "signed by the Thu of 2 weeks before the panel,"),
        ('lead = "3wd"', 'lead = "3wd"\ngate = "warn"', "A later one is still heard, and marked as late."),
        ('status = "pilot"', 'status = "draft"', "It is a draft: it takes no referrals."),
        ('version = "2026.1"', 'version = "2"\neffective_from = 2027-04-01', "version 2, in force from 1 April 2027,"),
        ("closure_days = []", "closure_days = [2026-12-29]", "on the bank holidays of England and on Tue 29 Dec 2026."),
        ('marking = "Confidential"', 'marking = ""', "decision sheets are marked with nothing."),
    ],
)
def test_a_rule_is_said_as_the_profile_has_it(old: str, new: str, sentence: str) -> None:
    """Each choice a profile can make has its sentence."""
    assert sentence in describe(profile((old, new)), DAY)


def test_requests_that_close_on_the_day_are_said_so() -> None:
    """No count of days is made up where there is none."""
    page = describe(profile(('lead = "3wd"', 'lead = "0d"'), ('cutoff_time = "17:00"', 'cutoff_time = "09:00"')), DAY)
    assert "signed by the day of the panel, until 09:00." in page


@pytest.mark.parametrize(
    ("condition", "said"),
    [
        ([], ""),
        ([{"emergency": ["yes"]}], "if the referral is an emergency"),
        ([{"emergency": ["no"]}], "if the referral is not an emergency"),
        ([{"cohort": ["cla"]}], "if “Which of these is the child?” is answered “Looked after”"),
        (
            [{"cohort": ["cla", "cin", "cp"]}],
            "if “Which of these is the child?” is answered, and not “None of these”",
        ),
        (
            [{"school_move": ["yes"], "cohort": ["cla", "cp"]}],
            "if “Would the child change school?” is answered “Yes” and “Which of these is the child?” is answered "
            "“Looked after” or “On a child protection plan”",
        ),
        (
            [{"school_move": ["yes"]}, {"gone": ["a", "b"]}],
            "if “Would the child change school?” is answered “Yes”, or if “gone” is answered a or b",
        ),
    ],
)
def test_a_condition_is_said_in_words(condition: Condition, said: str) -> None:
    """Questions and answers by their wording; every key of a table, any of several tables."""
    assert when(condition, FORM) == said


def test_gates_waivers_signatures_and_the_filter_are_told() -> None:
    """Who lets through, who lets a paper go, who signs after whom, who looks first."""
    page = describe(profile(held.WAIVED, held.FILTER, held.ELSEWHERE, (held.GATES, held.BLOCK + held.GATES)), DAY)
    assert "“A family group conference comes first.” The Head of Service can let it through, with a reason." in page
    assert "The Chair must agree first." in page
    assert "The manager named on the referral or Chair can let it go, with a reason that the members see." in page
    assert "Before the panel, the Chair or the service manager looks at a request if" in page


def test_a_panel_that_never_meets_is_told_so() -> None:
    """No dates, no cut-offs, no emergencies; who decides, and that nobody signs."""
    page = describe(held.without_meetings(), DAY)
    assert "It does not meet. Requests can come at any time." in page
    assert "Nobody has to sign: a referral is received when it is sent." in page
    assert "## When requests close" not in page
    assert "## Emergencies" not in page


def test_several_signatures_are_told_in_their_order() -> None:
    """Each with who gives it."""
    steps = [*profiles()[CB].authorisation.steps, Step(by=Role.HEAD_OF_SERVICE)]
    page = describe(held.signed_by(profiles()[CB], *steps), DAY)
    assert "2. The Head of Service signs each referral." in page
    assert "The signatures are given in this order." in page


def test_what_is_worked_out_is_told_by_its_question() -> None:
    """An age by the date it comes from, a total by its costs."""
    born = 'ask = "Date of birth, or date the baby is due"\n  kind = "date"'
    form = profile((born, f'{born}\n  gives = "age"')).form
    said = when([{"age": ["under 18"]}], form)
    assert said == "if the age in years, from “Date of birth, or date the baby is due” is under 18"
