"""A panel appointment, and the forward planner, as calendar files (RFC 5545), which any calendar can add."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from panel.calendar import LONDON
from panel.forward_plan import Entry


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
    return _published([event])


def planner_feed(entries: Iterable[Entry], stamped_at: datetime) -> bytes:
    """The forward planner: each date as a whole day that takes up no time, by reference and task alone (CB-9.17).

    Given again after a date has moved, an entry takes the place of the one before it: its `uid` stays. Raises
    ValueError for a moment without a time zone.
    """
    from icalendar import Event

    if stamped_at.tzinfo is None:
        raise ValueError("a calendar file needs a moment with its time zone")
    events = []
    for entry in entries:
        event = Event()
        facts = {
            "uid": f"{entry.id}@panel-clerk",
            "dtstamp": stamped_at,
            "dtstart": entry.due,
            "dtend": entry.due + timedelta(days=1),
            "summary": f"{entry.ref}: {entry.text}",
            "sequence": int(stamped_at.timestamp() // 60),
            "transp": "TRANSPARENT",
            "class": "PRIVATE",
        }
        for name, value in facts.items():
            event.add(name, value)
        events.append(event)
    return _published(events)


def _published(events: Iterable[Any]) -> bytes:
    from icalendar import Calendar

    calendar = Calendar()
    calendar.add("prodid", "-//Panel Clerk//EN")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    for event in events:
        calendar.add_component(event)
    calendar.add_missing_timezones()
    content: bytes = calendar.to_ical()
    return content
