"""A duty, and how reminders are timed: nobody is woken by one, and rungs that were passed are merged."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from panel.calendar import LAST_DAY, at_wall, wall
from panel.council import Office
from panel.durations import Length, Unit
from panel.notices import Topic
from panel.people import Person

MORNING = time(9)
"""When reminders go out: nobody is woken by one (quiet hours)."""
LAST_DAY_MARGIN = timedelta(days=14)
"""A date so near the end of the known bank holidays, or after it, is looked at once the calendar goes further."""
EVENING = time(18)
"""From here on a reminder waits for the next working morning."""
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


def in_hours(office: Office, panel: str, now: datetime) -> bool:
    """Whether reminders of this panel may be sent now: from nine to six on a day the council works.

    Past the end of the known bank holidays every weekday counts, so that news of that end still arrives.
    """
    if panel not in office.council.profiles:
        return True
    local = wall(now)
    if not MORNING <= local.time() < EVENING:
        return False
    return is_office_day(office, panel, local.date())


def is_office_day(office: Office, panel: str, day: date) -> bool:
    """Whether the council works on this day; past the end of the known bank holidays every weekday counts."""
    return day.weekday() < 5 if day > LAST_DAY else office.council.calendar(panel).is_working_day(day)
