"""Meeting dates by a rule: each explained, those on closed days flagged, nothing moved by itself."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from pydantic import ValidationError

from panel import commands as c
from panel.calendar import WorkingCalendar
from panel.council import Council
from panel.errors import InvalidAnswer, NotPermitted, Refused
from panel.meeting import MeetingStatus, PanelMeeting
from panel.series import PlannedDate, Series, next_dates
from tests.story import CB, FIRST_PANEL, PRIYA, SECOND_PANEL, TOM, Story, directory, profiles

CALENDAR = WorkingCalendar()
WEEKLY = {"anchor": "2026-11-04"}


def read(rule: dict[str, Any]) -> Series:
    return Series.model_validate(rule)


def days(rule: dict[str, Any], after: str, count: int) -> list[str]:
    return [each.day.isoformat() for each in next_dates(read(rule), CALENDAR, date.fromisoformat(after), count)]


@pytest.mark.rule("RO-9.1")
@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        (WEEKLY, ["2026-11-11", "2026-11-18", "2026-11-25"]),
        ({"anchor": "2026-11-04", "every_weeks": 3}, ["2026-11-25", "2026-12-16", "2027-01-06"]),
        ({"anchor": "2027-03-03"}, ["2027-03-03", "2027-03-10", "2027-03-17"]),
        (
            {"monthly": [{"nth": 2, "day": "Tue"}, {"nth": 4, "day": "Tue"}]},
            ["2026-11-10", "2026-11-24", "2026-12-08"],
        ),
        ({"monthly": [{"nth": -1, "day": "Mon"}]}, ["2026-11-30", "2026-12-28", "2027-01-25"]),
        ({"monthly": [{"nth": 5, "day": "Fri"}]}, ["2027-01-29", "2027-04-30", "2027-07-30"]),
        ({"dates": ["2026-12-09", "2026-11-05", "2026-11-12"]}, ["2026-11-05", "2026-11-12", "2026-12-09"]),
        (WEEKLY | {"skip": ["2026-11-11"]}, ["2026-11-18", "2026-11-25", "2026-12-02"]),
        (
            WEEKLY
            | {
                "only_within": [
                    {"from": "2026-11-16", "until": "2026-11-18"},
                    {"from": "2027-01-05", "until": "2027-01-13"},
                ]
            },
            ["2026-11-18", "2027-01-06", "2027-01-13"],
        ),
    ],
)
def test_the_next_dates_follow_the_rule(rule: dict[str, Any], expected: list[str]) -> None:
    """Weekly, every few weeks, nth and last weekdays, a list; only inside terms and never on a skipped day."""
    assert days(rule, "2026-11-04", 3) == expected


@pytest.mark.parametrize(
    ("if_closed", "expected"),
    [
        ("flag", PlannedDate(date(2026, 12, 25), "every Friday", "Fri 25 Dec 2026 is Christmas Day")),
        (
            "previous",
            PlannedDate(
                date(2026, 12, 24), "every Friday; Fri 25 Dec 2026 is Christmas Day, so the working day before"
            ),
        ),
        (
            "next",
            PlannedDate(date(2026, 12, 29), "every Friday; Fri 25 Dec 2026 is Christmas Day, so the next working day"),
        ),
    ],
)
def test_a_closed_day_is_flagged_unless_the_profile_says_otherwise(if_closed: str, expected: PlannedDate) -> None:
    """By itself nothing is moved (AM-11); told to, it goes to the working day before or after, and says so."""
    series = read({"anchor": "2026-11-06", "if_closed": if_closed})
    assert next_dates(series, CALENDAR, date(2026, 12, 19), 1) == [expected]


def test_a_date_is_not_moved_onto_a_day_the_series_leaves_out() -> None:
    """The day before is skipped too, so a person must decide."""
    series = read({"anchor": "2026-11-06", "if_closed": "previous", "skip": ["2026-12-24"]})
    [planned] = next_dates(series, CALENDAR, date(2026, 12, 19), 1)
    assert planned.problem == "Fri 25 Dec 2026 is Christmas Day, and Thu 24 Dec 2026 is not a day of the series either"


def test_a_weekend_and_a_closure_day_are_flagged_too() -> None:
    """The reason names what the day is."""
    closed = WorkingCalendar([date(2026, 11, 9)])
    found = next_dates(read({"dates": ["2026-11-07", "2026-11-09"]}), closed, date(2026, 11, 4), 5)
    assert [each.problem for each in found] == ["Sat 7 Nov 2026 is a weekend", "Mon 9 Nov 2026 is council closed"]


def test_a_series_ends_with_the_known_bank_holidays() -> None:
    """Beyond the calendar nothing is planned."""
    assert days({"anchor": "2028-12-20"}, "2028-12-13", 9) == ["2028-12-20", "2028-12-27"]
    assert days({"monthly": [{"nth": 1, "day": "Mon"}]}, "2028-12-01", 9) == ["2028-12-04"]
    assert days({"anchor": "2026-11-05", "dates": []} | {"if_closed": "next"}, "2028-12-27", 9) == ["2028-12-28"]


@pytest.mark.parametrize(
    ("rule", "said"),
    [
        ({}, "give exactly one of anchor, monthly and dates"),
        ({"anchor": "2026-11-04", "dates": ["2026-11-05"]}, "give exactly one of anchor, monthly and dates"),
        (WEEKLY | {"only_within": [{"from": "2026-12-01", "until": "2026-11-01"}]}, "is before 'from'"),
        ({"monthly": [{"nth": 6, "day": "Tue"}]}, "Input should be 1, 2, 3, 4, 5 or -1"),
        (WEEKLY | {"every_weeks": 0}, "greater than or equal to 1"),
    ],
)
def test_a_rule_that_makes_no_sense_is_refused(rule: dict[str, Any], said: str) -> None:
    """The profile's reader is told what is wrong."""
    with pytest.raises(ValidationError, match=said):
        read(rule)


def story_with(rule: dict[str, Any]) -> Story:
    """An office whose panel follows a series."""
    profile = profiles()[CB]
    meetings = profile.meetings.model_copy(update={"series": read(rule)})
    return Story(council=Council({CB: profile.model_copy(update={"sittings": meetings})}, directory()))


@pytest.mark.rule("CB-8.1", "CB-8.4", "RO-9.1")
def test_planning_adds_the_next_dates_that_are_not_listed_yet() -> None:
    """A date already there, or cancelled, is passed over; asked again the next ones follow."""
    story = story_with(WEEKLY)
    story.do(c.AddMeeting, TOM, panel=CB, starts_at=datetime(2026, 11, 11, 9, 30, tzinfo=UTC))
    first = story.do(c.PlanMeetings, TOM, panel=CB, count=2)
    again = story.do(c.PlanMeetings, TOM, panel=CB, count=1)
    assert (first.facts, again.facts) == (
        {"added": "2026-11-04,2026-11-18", "open": ""},
        {"added": "2026-11-25", "open": ""},
    )
    assert story.meeting(SECOND_PANEL).starts_at == datetime(2026, 11, 18, 9, 30, tzinfo=UTC)


@pytest.mark.rule("CB-8.4")
def test_a_flagged_date_waits_for_a_person_and_takes_no_case() -> None:
    """It is kept as needing a decision; requests go to the next real date (MT-2)."""
    story = story_with({"dates": ["2026-11-08", "2026-11-11"]})
    ref = story.signed()
    answer = story.do(c.PlanMeetings, TOM, panel=CB, count=5)
    assert answer.facts == {"added": "2026-11-11", "open": "2026-11-08"}
    assert story.meeting(f"{CB}.2026-11-08").status is MeetingStatus.NEEDS_DECISION
    assert story.referral(ref).meeting == FIRST_PANEL


def test_planning_books_what_waits_once() -> None:
    """Two new dates do not book one case twice."""
    story = story_with(WEEKLY)
    ref, urgent = story.signed(), story.approved()
    story.now = datetime(2026, 11, 2, 11, 0, tzinfo=UTC)
    story.do(c.PlanMeetings, TOM, panel=CB, count=3)
    listed = [m.id for m in story.store.read().find(PanelMeeting) for item in m.items if item.ref in (ref, urgent)]
    assert len(listed) == 2


@pytest.mark.parametrize(
    ("by", "count", "refused"), [(PRIYA, 2, NotPermitted), (TOM, 0, InvalidAnswer), (TOM, 61, InvalidAnswer)]
)
def test_planning_is_the_administrators_and_bounded(by: str, count: int, refused: type[Refused]) -> None:
    """Nobody else plans, and not for years at once."""
    with pytest.raises(refused):
        story_with(WEEKLY).do(c.PlanMeetings, by, panel=CB, count=count)


def test_a_panel_without_a_series_keeps_its_list() -> None:
    """As Central Bedfordshire: its dates cannot be derived (AM-11)."""
    with pytest.raises(Refused, match="follow no series; you keep the list"):
        Story().do(c.PlanMeetings, TOM, panel=CB, count=2)


def test_a_series_that_has_ended_says_so() -> None:
    """Nothing further to add."""
    with pytest.raises(Refused, match="The series has no further dates"):
        story_with({"dates": ["2026-11-01"]}).do(c.PlanMeetings, TOM, panel=CB, count=2)
