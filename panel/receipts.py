"""When a family is taken to have received what was sent to it (AM-04)."""

from datetime import date, datetime, time, timedelta
from enum import StrEnum

from panel.calendar import Roll, WorkedOut, WorkingCalendar, say_day, say_moment, wall
from panel.durations import Length

MAIL_DAY_ENDS = time(16, 30)
"""An e-mail sent from this minute on counts from the next working day; a convention of civil procedure (AM-04)."""
POST_TAKES = timedelta(days=2)


class Sent(StrEnum):
    """How an outcome went to the family."""

    EMAIL = "email"
    POST = "post"
    HANDED_OVER = "handed_over"


def deemed_receipt(calendar: WorkingCalendar, sent_at: datetime, how: Sent) -> WorkedOut:
    """The day on which it counts as received where nobody said so; in doubt the later day (AM-04)."""
    day = wall(sent_at).date()
    match how:
        case Sent.HANDED_OVER:
            return WorkedOut(day, f"handed over on {say_day(day)}")
        case Sent.POST:
            found = calendar.roll(day + POST_TAKES, Roll.FORWARD)
            return WorkedOut(found, f"the second day after posting on {say_day(day)}, or the next working day")
    late = wall(sent_at).time() >= MAIL_DAY_ENDS
    found = calendar.working_days_after(day, 1) if late else calendar.roll(day, Roll.FORWARD)
    words = "the same day" if found == day else "the next working day"
    return WorkedOut(found, f"e-mail sent {say_moment(sent_at)}: {words}")


def last_day_for_family(calendar: WorkingCalendar, received: date, length: Length) -> WorkedOut:
    """The last day of a family's right; one that ends on a closed day runs on to the next working day (AM-05)."""
    return calendar.after(received, length, Roll.FORWARD)
