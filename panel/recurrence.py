"""Something a panel does at intervals, such as reviewing its own work: when it was held, and when it is due again."""

from datetime import date
from typing import ClassVar

from panel.calendar import WorkedOut, WorkingCalendar
from panel.durations import Length
from panel.records import Moment, Record, Value
from panel.rules.sittings import Recurring


class Held(Value):
    """One time it was held: the ISO day, who recorded it and when, and the ids of the tasks agreed there."""

    day: str
    by: str
    at: Moment
    tasks: tuple[str, ...] = ()


class Recurrence(Record):
    """All the times it was held. The id is the panel and the id it has in the profile.

    `known_since` is the ISO day from which the clerk looks after it; what was due earlier is not its affair.
    """

    KIND: ClassVar[str] = "recurrence"
    INDEX: ClassVar[tuple[str, ...]] = ("panel",)

    panel: str
    recurring: str
    known_since: str = ""
    held: tuple[Held, ...] = ()


def next_due(rule: Recurring, record: Recurrence, calendar: WorkingCalendar) -> WorkedOut:
    """The day it is due next: its interval after it was last held, or after the day the profile counts from (RO-8.5).

    A duty of the service: it rolls back from a closed day, so that the interval is never exceeded. Intervals that were
    over before the clerk began are passed over.
    """
    if record.held:
        return calendar.after(date.fromisoformat(record.held[-1].day), rule.every)
    times = 1
    while (due := calendar.after(rule.since, Length(rule.every.count * times, rule.every.unit))).day < (
        date.fromisoformat(record.known_since) if record.known_since else rule.since
    ):
        times += 1
    return due
