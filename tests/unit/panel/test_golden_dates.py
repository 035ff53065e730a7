"""The golden dates of the rules: one row for each, worked out by what the clerk itself uses."""

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest

from panel.calendar import Roll, WorkingCalendar, at_wall, shift, wall
from panel.cutoffs import Submission
from panel.durations import read_length
from panel.receipts import Sent, deemed_receipt, last_day_for_family
from panel.rules.date_checks import read_distance

CALENDAR = WorkingCalendar()
ONE_DAY = timedelta(days=1)


def day(text: str) -> date:
    return date.fromisoformat(text)


def closes(lead: str, meeting: str, at: str = "17:00") -> str:
    """The moment requests close, as London clocks show it."""
    rule = Submission.model_validate({"lead": lead, "cutoff_time": at, "remind": []})
    return f"{wall(at_wall(rule.closes(CALENDAR, day(meeting)).day, rule.cutoff_time)):%Y-%m-%d %H:%M}"


def duty(length: str, since: str) -> str:
    return CALENDAR.after(day(since), read_length(length)).day.isoformat()


def right(length: str, since: str) -> str:
    return last_day_for_family(CALENDAR, day(since), read_length(length)).day.isoformat()


def limit(written: str, other: str) -> str:
    """The last or first day that a date check of a profile lets pass; the day beyond it breaks the check."""
    distance, found = read_distance(written), day(other)
    bound = distance.limit(CALENDAR, found).day
    beyond = bound + ONE_DAY if written.startswith(("at most 40d", "at least 3w")) else bound - ONE_DAY
    assert (distance.keeps(CALENDAR, bound, found), distance.keeps(CALENDAR, beyond, found)) == (True, False)
    return bound.isoformat()


def oldest(length: str, before: str) -> str:
    return shift(day(before), read_length(length), -1).isoformat()


def latest(length: str, after: str) -> str:
    return CALENDAR.after(day(after), read_length(length), Roll.STAY).day.isoformat()


def by_mail(sent_at: datetime, length: str) -> tuple[str, str]:
    received = deemed_receipt(CALENDAR, sent_at, Sent.EMAIL).day
    return received.isoformat(), right(length, received.isoformat())


def cut_off_in_utc(meeting: str) -> str:
    rule = Submission.model_validate({"lead": "0d", "cutoff_time": "11:00", "remind": []})
    return f"{at_wall(rule.closes(CALENDAR, day(meeting)).day, rule.cutoff_time):%Y-%m-%d %H:%M}"


GOLDEN: list[tuple[str, Callable[[], Any], Any]] = [
    ("KN-3.17", lambda: duty("10wd", "2025-12-16"), "2026-01-02"),
    ("KN-3.24", lambda: right("10d", "2026-03-27"), "2026-04-07"),
    ("KN-3.24", lambda: by_mail(datetime(2026, 4, 2, 16, 5, tzinfo=UTC), "10d"), ("2026-04-07", "2026-04-17")),
    ("CB-9.7", lambda: closes("3wd", "2026-04-08"), "2026-04-01 17:00"),
    ("CB-9.7", lambda: closes("3wd", "2026-06-10"), "2026-06-05 17:00"),
    ("CB-9.9", lambda: CALENDAR.before(day("2026-05-11"), read_length("2d")).day.isoformat(), "2026-05-08"),
    ("BI-3.3.1", lambda: closes("7d", "2026-04-13"), "2026-04-02 17:00"),
    ("BI-3.3.1", lambda: closes("7d", "2026-04-16"), "2026-04-09 17:00"),
    ("BI-3.1.1", lambda: limit("at most 40d after referral_received", "2026-03-02"), "2026-04-10"),
    ("BI-3.1.3", lambda: limit("at most 3mo before meeting", "2026-05-28"), "2026-02-28"),
    ("BI-4.5", lambda: oldest("7d", "2026-05-28"), "2026-05-21"),
    ("BI-9.2", lambda: right("6w", "2026-01-14"), "2026-02-25"),
    ("BI-9.2", lambda: right("6w", "2026-02-20"), "2026-04-07"),
    ("RO-11.3", lambda: cut_off_in_utc("2026-06-10"), "2026-06-10 10:00"),
    ("RO-11.3", lambda: cut_off_in_utc("2026-12-09"), "2026-12-09 11:00"),
    ("RO-6.3", lambda: (duty("12w", "2026-01-05"), duty("10w", "2026-01-05")), ("2026-03-30", "2026-03-16")),
    ("CB-6.14", lambda: limit("at least 3w before next_plan_review", "2026-05-20"), "2026-04-29"),
    ("CB-2.6", lambda: latest("8w", "2026-05-06"), "2026-07-01"),
    (
        "RA-4.2 RA-4.3 RA-4.4",
        lambda: [duty(length, "2026-11-30") for length in ("3mo", "6mo", "12mo", "24mo")],
        ["2027-02-26", "2027-05-28", "2027-11-30", "2028-11-30"],
    ),
]


@pytest.mark.rule(
    *("KN-3.17", "KN-3.24", "CB-9.7", "CB-9.9", "BI-3.3.1", "BI-3.1.1", "BI-3.1.3", "BI-4.5", "BI-9.2"),
    *("RO-11.3", "RO-6.3", "CB-6.14", "CB-2.6", "RA-4.2", "RA-4.3", "RA-4.4"),
)
@pytest.mark.parametrize(
    ("worked_out", "expected"),
    [pytest.param(*row, id=f"{n}-{ids}") for n, (ids, *row) in enumerate(GOLDEN, 1)],
)
def test_a_golden_date_comes_out(worked_out: Callable[[], Any], expected: Any) -> None:
    """Each of the nineteen dates worked out by hand from the sources is what the clerk works out too."""
    assert worked_out() == expected


def at(text: str) -> datetime:
    moment = datetime.fromisoformat(text)
    return at_wall(moment.date(), moment.time())


@pytest.mark.rule("KN-3.24")
@pytest.mark.parametrize(
    ("sent", "how", "expected"),
    [
        ("2026-06-10T16:29", Sent.EMAIL, "2026-06-10"),
        ("2026-06-10T16:30", Sent.EMAIL, "2026-06-11"),
        ("2026-06-13T10:00", Sent.EMAIL, "2026-06-15"),  # a Saturday
        ("2026-06-13T18:00", Sent.EMAIL, "2026-06-15"),  # no later for being late on a Saturday
        ("2026-06-10T09:00", Sent.POST, "2026-06-12"),
        ("2026-06-11T09:00", Sent.POST, "2026-06-15"),  # the second day is a Saturday
        ("2026-04-01T09:00", Sent.POST, "2026-04-07"),  # the second day is Good Friday
        ("2026-06-13T09:00", Sent.HANDED_OVER, "2026-06-13"),
    ],
)
def test_receipt_is_deemed_by_how_it_was_sent(sent: str, how: Sent, expected: str) -> None:
    """E-mail the same working day before half past four, post the second day, by hand at once (AM-04)."""
    assert deemed_receipt(CALENDAR, at(sent), how).day == day(expected)


def test_a_deemed_receipt_says_how_it_came_about() -> None:
    """A person can check it."""
    sent = at("2026-04-02T17:05")
    assert [deemed_receipt(CALENDAR, sent, how).how for how in Sent] == [
        "e-mail sent Thu 2 Apr 2026, 17:05: the next working day",
        "the second day after posting on Thu 2 Apr 2026, or the next working day",
        "handed over on Thu 2 Apr 2026",
    ]


def test_mail_before_half_past_four_counts_in_london_time() -> None:
    """In summer 15:29 UTC is 16:29 on London clocks, and 15:30 UTC is too late."""
    moments = [datetime.combine(day("2026-06-10"), time(15, minute), UTC) for minute in (29, 30)]
    assert [deemed_receipt(CALENDAR, sent, Sent.EMAIL).day.day for sent in moments] == [10, 11]
