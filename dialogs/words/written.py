"""Days and moments as the record writes them, in words."""

from datetime import date, datetime

from panel.calendar import say_day, say_moment


def day_said(written: str) -> str:
    """`Wed 8 Apr 2026` for a day written 2026-04-08."""
    return say_day(date.fromisoformat(written)) if written else "a day not known yet"


def moment_said(written: str) -> str:
    """`Wed 8 Apr 2026, 09:30` in London, for a moment with its time zone."""
    return say_moment(datetime.fromisoformat(written)) if written else "a time not known yet"
