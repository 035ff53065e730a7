"""When requests close: a length before, on the day, a weekday of an earlier week; and a panel that only warns."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from pydantic import ValidationError

from panel import commands as c
from panel.calendar import WorkedOut, WorkingCalendar
from panel.council import Council
from panel.cutoffs import Submission
from panel.policies import is_late
from panel.profile_mistakes import Mistake, check
from tests.story import CB, FIRST_PANEL, PRIYA, TOM, Story, directory, profiles

CALENDAR = WorkingCalendar()


def rule(**keys: Any) -> Submission:
    return Submission.model_validate({"cutoff_time": "17:00", "remind": [], **keys})


@pytest.mark.rule("CB-9.7", "RO-11.3", "BI-3.3.1")
@pytest.mark.parametrize(
    ("keys", "meeting", "expected"),
    [
        (
            {"lead": "3wd"},
            date(2026, 4, 8),
            WorkedOut(
                date(2026, 4, 1), "3 working days before Wed 8 Apr 2026; Good Friday and Easter Monday not counted"
            ),
        ),
        ({"lead": "7d"}, date(2026, 4, 16), WorkedOut(date(2026, 4, 9), "7 days before Thu 16 Apr 2026")),
        ({"lead": "0d"}, date(2026, 6, 10), WorkedOut(date(2026, 6, 10), "on the day, Wed 10 Jun 2026")),
        (
            {"weekday": "Thu"},
            date(2026, 6, 10),
            WorkedOut(date(2026, 6, 4), "Thursday of the week before Wed 10 Jun 2026"),
        ),
        (
            {"weekday": "Fri", "weeks_before": 2},
            date(2026, 6, 8),
            WorkedOut(date(2026, 5, 29), "Friday of 2 weeks before Mon 8 Jun 2026"),
        ),
        (
            {"weekday": "Fri"},
            date(2026, 4, 8),
            WorkedOut(date(2026, 4, 2), "Friday of the week before Wed 8 Apr 2026; Fri 3 Apr 2026 is Good Friday"),
        ),
    ],
)
def test_a_cut_off_is_worked_out_and_explained(keys: dict[str, Any], meeting: date, expected: WorkedOut) -> None:
    """Every kind of cut-off gives its day, never a closed one, and how it came about."""
    assert rule(**keys).closes(CALENDAR, meeting) == expected


@pytest.mark.parametrize(
    "keys",
    [
        {},
        {"lead": "3wd", "weekday": "Thu"},
        {"lead": "2h"},
        {"weekday": "Thursday"},
        {"weekday": "Thu", "weeks_before": 0},
    ],
)
def test_a_cut_off_that_is_not_one_rule_is_refused(keys: dict[str, Any]) -> None:
    """Both or neither, hours, an unknown weekday, and a weekday of the meeting's own week."""
    with pytest.raises(ValidationError):
        rule(**keys)


@pytest.mark.parametrize(("at", "mistakes"), [("09:00", 0), ("09:30", 1)])
def test_requests_that_close_on_the_day_close_before_the_meeting(at: str, mistakes: int) -> None:
    """A cut-off at or after the start is a mistake of the profile."""
    raw = profiles()[CB].model_dump(mode="json", by_alias=True)
    raw["submission"] = {"lead": "0d", "cutoff_time": at, "remind": []}
    found = check(raw)
    wrong = [] if not isinstance(found, list) else [m.path for m in found if isinstance(m, Mistake)]
    assert wrong == [("submission", "cutoff_time")] * mistakes


def warning_story() -> Story:
    """An office whose panel accepts late requests and marks them."""
    profile = profiles()[CB]
    warns = profile.submission.model_copy(update={"gate": "warn"})
    story = Story(council=Council({CB: profile.model_copy(update={"closing": warns})}, directory()))
    story.meetings()
    return story


@pytest.mark.rule("KN-3.13")
def test_a_panel_that_only_warns_hears_a_late_request_and_marks_it() -> None:
    """After the cut-off it is still booked where it asked to be, and is late there (RF-15, AM-09)."""
    story = warning_story()
    ref = story.complete(panel_date="2026-11-11")
    story.do(c.SendToManager, PRIYA, ref=ref)
    story.now = datetime(2026, 11, 10, 9, 0, tzinfo=UTC)
    story.sign(ref)
    assert story.referral(ref).meeting == FIRST_PANEL
    assert is_late(story.office, story.meeting(), ref)
    assert story.notices("late") == []


def test_a_panel_that_only_warns_lets_the_administrator_move_a_late_request() -> None:
    """No officer has to agree where the cut-off is not enforced."""
    story = warning_story()
    ref = story.signed(panel_date="2026-11-18")
    story.now = datetime(2026, 11, 10, 9, 0, tzinfo=UTC)
    story.do(c.MoveBooking, TOM, ref=ref, meeting=FIRST_PANEL)
    assert story.referral(ref).meeting == FIRST_PANEL
