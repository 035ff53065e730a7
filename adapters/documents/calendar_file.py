"""A panel appointment as a calendar file (RFC 5545), which any calendar can add."""

from datetime import datetime
from typing import Any

from panel.calendar import LONDON


def appointment(
    uid: str,
    starts_at: datetime,
    ends_at: datetime,
    *,
    summary: str,
    location: str,
    sequence: int,
    stamped_at: datetime,
) -> bytes:
    """The appointment; `summary` holds the reference and nothing about a child.

    `uid` stays the same when the appointment moves, and `sequence` grows by one each time (RFC 5546 2.1.4).
    `stamped_at` is when this file was made. Raises ValueError for moments without a time zone.
    """
    # icalendar reads the world's time zones when it is imported.
    from icalendar import Event

    if any(moment.tzinfo is None for moment in (starts_at, ends_at, stamped_at)):
        raise ValueError("an appointment needs moments with their time zone")
    event = Event()
    facts = {
        "uid": uid,
        "dtstamp": stamped_at,
        "dtstart": starts_at.astimezone(LONDON),
        "dtend": ends_at.astimezone(LONDON),
        "summary": summary,
        "location": location,
        "sequence": sequence,
        "class": "PRIVATE",
    }
    for name, value in facts.items():
        event.add(name, value)
    return _published(event)


def _published(event: Any) -> bytes:
    from icalendar import Calendar

    calendar = Calendar()
    calendar.add("prodid", "-//Panel Clerk//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add_component(event)
    calendar.add_missing_timezones()
    content: bytes = calendar.to_ical()
    return content
