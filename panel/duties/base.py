"""A duty, and how reminders are timed: nobody is woken by one, and rungs that were passed are merged."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from panel.calendar import at_wall
from panel.council import Office
from panel.durations import Length, Unit
from panel.notices import Topic
from panel.people import Person

MORNING = time(9)
"""When reminders go out: nobody is woken by one (quiet hours)."""
LAST_DAY_MARGIN = timedelta(days=14)
"""A date so near the end of the known bank holidays, or after it, is looked at once the calendar goes further."""
ONE_WORKING_DAY = Length(1, Unit.WORKING_DAYS)


@dataclass(frozen=True)
class Duty:
    """A notice owed from a moment on to some people, at most once for its mark."""

    topic: Topic
    at: datetime
    to: tuple[Person, ...]
    mark: str
    facts: tuple[tuple[str, str], ...] = ()


def ladder(
    topic: Topic,
    rungs: list[date],
    now: datetime,
    people: tuple[Person, ...],
    facts: tuple[tuple[str, str], ...],
    *,
    not_before: datetime | None = None,
    mark: str = "",
) -> Iterator[Duty]:
    """The latest rung reached, at its morning; rungs passed meanwhile are merged into it."""
    passed = [at_wall(day, MORNING) for day in sorted(rungs)]
    passed = [moment for moment in passed if moment <= now and (not_before is None or moment > not_before)]
    if passed:
        parts = [part for part in (mark, passed[-1].date().isoformat()) if part]
        yield Duty(topic, passed[-1], people, ".".join(parts), facts)


def latest_morning(office: Office, panel: str, since: datetime, now: datetime) -> datetime | None:
    """The last working morning up to now that came after `since`, or None when there was none."""
    calendar, day = office.council.calendar(panel), office.today(now)
    if not calendar.is_working_day(day) or at_wall(day, MORNING) > now:
        day = calendar.working_days_before(day, 1)
    morning = at_wall(day, MORNING)
    return morning if morning > since else None
