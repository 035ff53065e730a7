"""When a panel meets and when its requests close, with examples worked out by its own calendar."""

from datetime import date, timedelta
from functools import cache

from dialogs.words.conditions import counted, listed, when
from dialogs.words.profile_sitting import sitting_lines
from panel.calendar import LAST_DAY, WorkingCalendar, say_day
from panel.cutoffs import Submission
from panel.profile import Profile
from panel.series import PlannedDate, next_dates

EXAMPLES = 3
WEDNESDAY, SATURDAY = 2, 5
A_YEAR = 52
"""Weeks in which examples are looked for."""


def sitting(profile: Profile, today: date) -> list[str]:
    """Days, hours, slots and place."""
    meetings = profile.meetings
    who = listed([f"the {profile.title(role)}" for role in meetings.cancel_needs], "or")
    return [
        f"From {meetings.start:%H:%M}, usually to {meetings.usual_end:%H:%M}, "
        f"{counted(meetings.slot_minutes, 'minute')} for each case{_longer(profile)}. "
        f"Place: {meetings.venue or 'not said'}.",
        "",
        f"{_presented(profile)} {_chaired(profile)} A panel is cancelled only if {who} agrees first.",
        "",
        *_planned(profile, today),
        *_closed(profile),
        *_told(profile),
        *sitting_lines(profile),
    ]


def _longer(profile: Profile) -> str:
    lengths = profile.meetings.lengths
    said = [f"{counted(each.minutes, 'minute')} {when(each.when, profile.form)}" for each in lengths]
    return f" ({'; '.join(said)})" if said else ""


def _chaired(profile: Profile) -> str:
    first, *others = [f"the {profile.title(role)}" for role in profile.meetings.chaired_by]
    instead = f", or else {listed(others, 'or')}, who then has the Chair’s powers for that meeting" if others else ""
    return f"It is chaired by {first}{instead}."


def _presented(profile: Profile) -> str:
    meetings = profile.meetings
    who = listed([_PRESENTERS[each] for each in meetings.presenters], "and" if meetings.present_all else "or")
    decides = ", who takes part in the decision" if meetings.presenter_decides else ""
    return f"The case is presented by {who}{decides}."


_PRESENTERS = {"referrer": "whoever made the referral", "manager": "the manager who signed it"}


def closing(profile: Profile) -> list[str]:
    """The cut-off, what becomes of a late request, and the reminders before it."""
    submission = profile.submission
    before = listed([length.words for length in submission.remind if length.count])
    same_day = any(not length.count for length in submission.remind)
    reminders = listed(
        [*([f"{before} before that"] if before else []), *(["on the morning of that day"] if same_day else [])]
    )
    late = (
        "A later one goes to the next panel with room."
        if submission.gate == "enforce"
        else "A later one is still heard, and marked as late."
    )
    told = f" Whoever has a draft is reminded {reminders}." if reminders else ""
    return [
        f"A request is in time if it is signed {_rule(submission)}, until {submission.cutoff_time:%H:%M}. {late}{told}"
    ]


def examples(profile: Profile, today: date) -> list[str]:
    """The cut-offs of a few meetings: those of the series, or else Wednesdays, most of them near bank holidays."""
    at = f"{profile.submission.cutoff_time:%H:%M}"
    worked = [(day, profile.submission.closes(_calendar(profile), day)) for day in _days(profile, today)]
    rows = [f"| {say_day(day)} | {say_day(closes.day)}, {at} | {closes.how} |" for day, closes in worked]
    return ["| for a panel on | requests close | because |", "|---|---|---|", *rows]


def _rule(submission: Submission) -> str:
    if submission.lead is None:
        weeks = "the week" if submission.weeks_before == 1 else counted(submission.weeks_before, "week")
        return f"by the {submission.weekday} of {weeks} before the panel"
    if submission.lead.count == 0:
        return "by the day of the panel"
    return f"at least {submission.lead.words} before the day of the panel, which does not count itself"


def _planned(profile: Profile, today: date) -> list[str]:
    if profile.meetings.series is None:
        fewer = profile.meetings.dates_ahead
        told = f", who is told each week while fewer than {fewer} are ahead" if fewer else ""
        return [f"Its dates are a list that the panel administrator keeps{told}."]
    dates = _series(profile, today)
    if not dates:
        return ["Its rule gives no date in the time for which bank holidays are known."]
    rows = [
        f"- {say_day(each.day)}: {each.how}{f'; to be decided: {each.problem}' if each.problem else ''}"
        for each in dates
    ]
    return ["The clerk drafts its next dates, and the panel administrator decides:", "", *rows]


def _closed(profile: Profile) -> list[str]:
    days = profile.working_days.closure_days
    when = ["at weekends", "on the bank holidays of England", *(f"on {say_day(day)}" for day in days)]
    return ["", f"The council is closed {listed(when)}."]


def _told(profile: Profile) -> list[str]:
    text = profile.guidance.get("presenting", "")
    return ["", f"Whoever gets a place is told: “{text}”"] if text else []


def _series(profile: Profile, today: date) -> list[PlannedDate]:
    series = profile.meetings.series
    return next_dates(series, _calendar(profile), today - timedelta(days=1), EXAMPLES) if series else []


def _days(profile: Profile, today: date) -> list[date]:
    if planned := _series(profile, today):
        return [each.day for each in planned if not each.problem]
    first = today + timedelta(days=(WEDNESDAY - today.weekday()) % 7)
    weeks = (first + timedelta(weeks=n) for n in range(A_YEAR))
    days = [day for day in weeks if day <= LAST_DAY and not _calendar(profile).closure(day)]
    return sorted({*days[:1], *[day for day in days if _near_holiday(profile, day)][:EXAMPLES]})


def _near_holiday(profile: Profile, day: date) -> bool:
    """Whether the council is closed on a weekday between the cut-off and the panel."""
    calendar = _calendar(profile)
    closes = profile.submission.closes(calendar, day).day
    between = (closes + timedelta(days=n) for n in range((day - closes).days))
    return any(each.weekday() < SATURDAY and calendar.closure(each) for each in between)


def _calendar(profile: Profile) -> WorkingCalendar:
    return _worked_out(tuple(profile.working_days.closure_days))


@cache
def _worked_out(closure_days: tuple[date, ...]) -> WorkingCalendar:
    return WorkingCalendar(closure_days)
