"""The appointment file."""

from datetime import UTC, datetime

import pytest
from icalendar import Calendar

from adapters.documents.calendar_file import appointment

STARTS, ENDS = datetime(2027, 4, 8, 8, 30, tzinfo=UTC), datetime(2027, 4, 8, 8, 45, tzinfo=UTC)
MADE = datetime(2027, 3, 1, 12, 0, tzinfo=UTC)


def made(**changes):
    facts = {"summary": "CB-0007", "location": "Priory House; Room 2, Chicksands", "sequence": 3, "stamped_at": MADE}
    return appointment("CB-0007@panel", STARTS, ENDS, **(facts | changes))


def test_the_appointment_says_when_in_london_time():
    """Half past eight UTC in April is half past nine in London."""
    event = Calendar.from_ical(made()).walk("VEVENT")[0]
    start = event["dtstart"].dt
    assert (start, f"{start:%H:%M}", event["dtstart"].params["TZID"], event["dtend"].dt) == (
        STARTS,
        "09:30",
        "Europe/London",
        ENDS,
    )


def test_the_time_zone_comes_with_the_file():
    """So that Outlook need not know the name."""
    assert [str(z["tzid"]) for z in Calendar.from_ical(made()).walk("VTIMEZONE")] == ["Europe/London"]


def test_a_moved_appointment_replaces_the_earlier_one():
    """The same uid with a higher sequence, published, not an invitation to answer."""
    calendar = Calendar.from_ical(made())
    event = calendar.walk("VEVENT")[0]
    assert (str(calendar["method"]), str(event["uid"]), event["sequence"], event["dtstamp"].dt) == (
        "PUBLISH",
        "CB-0007@panel",
        3,
        MADE,
    )


def test_the_file_holds_the_reference_and_the_place():
    """And no more words."""
    event = Calendar.from_ical(made()).walk("VEVENT")[0]
    assert (str(event["summary"]), str(event["location"]), str(event["class"]), "description" in event) == (
        "CB-0007",
        "Priory House; Room 2, Chicksands",
        "PRIVATE",
        False,
    )


def test_a_line_end_in_the_place_adds_no_line_to_the_file():
    """Text is escaped, so it cannot bring properties of its own."""
    assert b"\nATTACH" not in made(location="x\r\nATTACH:http://example.org").replace(b"\r\n ", b"")


def test_a_moment_without_time_zone_is_refused():
    """Nine o'clock where?"""
    with pytest.raises(ValueError, match="time zone"):
        made(stamped_at=MADE.replace(tzinfo=None))
