"""Times that depend on the panel's dates: before a cut-off, once a meeting is the next, before its papers are due."""

from datetime import date, datetime, time, timedelta

from tests.year.table import MORNING, Happened, Log, Owes, When, ahead, mornings_after

EVENING = time(18)
PLACED = (
    "booked",
    "booked_clash",
    "booked_to_ratify",
    "rehoused",
    "not_reached",
    "deferred",
    "rebooked",
    "appealed",
    "returns",
    "listed",
)
"""Each gives a case its place at the panel of a day."""
GONE = ("again_received", "placement_ended", "payment_stopped", "rebooked", "ended_by_chair")
"""After these nobody waits for a new application."""


def in_hours(log: Log, moment: datetime) -> bool:
    """Whether reminders go out now: from nine to six on a working day."""
    return log.works(moment.date()) and MORNING <= moment.time() < EVENING


def meetings(log: Log, moment: datetime) -> list[Happened]:
    """The panels on the list that are still ahead, soonest first."""
    known = [each for each in log.happened if each.kind == "dated" and not log.over(each, ("cancelled",), moment)]
    return sorted(
        (each for each in known if each.facts["starts"] > moment.isoformat()), key=lambda m: m.facts["starts"]
    )


def place(log: Log, ref: str) -> str:
    """The day of the panel the case has its place at; empty when it has none."""
    return next((e.facts["panel"] for e in reversed(log.happened) if e.about == ref and e.kind in PLACED), "")


def listed(log: Log, day: str) -> set[str]:
    """The cases that have their place at the panel of this day."""
    placed = {each.about: each.facts["panel"] for each in log.happened if each.kind in PLACED}
    return {ref for ref, panel in placed.items() if panel == day}


def before_cut_off(*lengths: str) -> When:
    """So long before a cut-off, while the form is not sent (CB-9.7); a form opened again later that day hears it then.

    The cut-off is that of the panel the case has its place at, or else the next that is still ahead.
    """

    def due(log: Log, event: Happened, moment: datetime) -> object:
        if not in_hours(log, moment) or log.over(event, ("sent", "withdrawn", "agreed", "refused"), moment):
            return False
        own = [m for m in meetings(log, moment) if place(log, event.about) in ("", m.about)]
        cutoffs = [m.facts["cutoff"] for m in own if m.facts["cutoff"] > moment.isoformat()]
        opened = next(e.at for e in log.happened if e.about == event.about and e.kind.startswith("begun"))
        closing = date.fromisoformat(cutoffs[0][:10]) if cutoffs else date.max
        rungs = [datetime.combine(log.before(closing, n), MORNING) for n in lengths] if cutoffs else []
        return max((rung for rung in rungs if opened < rung <= moment), default=None)

    return due


def is_next(log: Log, event: Happened, moment: datetime) -> object:
    """Once this meeting is the next one ahead (NT-6)."""
    return meetings(log, moment)[:1] == [event]


WANTED = {"knowsley": 3, "birmingham": 4, "rochdale": 4}
"""How many dates should be ahead (KN-1.3, BI-1.6, RO-9.1)."""


def few_dates(log: Log, event: Happened, moment: datetime) -> object:
    """Once a week while too few dates are on the list (KN-1.3)."""
    if not in_hours(log, moment):
        return False
    monday = moment.date() - timedelta(days=moment.weekday())
    return len(meetings(log, moment)) < WANTED.get(event.about, 0) and monday


def papers_due(log: Log, event: Happened, moment: datetime) -> object:
    """From one working day before its papers are due, each working day until they are out, if anything is listed.

    What is first listed later on such a day is said then and not the next morning.
    """
    if log.over(event, ("papers_out", "cancelled"), moment) or moment.isoformat() >= event.facts["starts"]:
        return False
    from_day = log.before(event.day("papers"), "1wd")
    return in_hours(log, moment) and moment.date() >= from_day and bool(listed(log, event.about)) and moment.date()


def contract_ends(log: Log, event: Happened, moment: datetime) -> object:
    """Once for each panel that comes next: the agreement ends within eight weeks of it (CB-2.6, CB-10.33, AM-26)."""
    ahead = meetings(log, moment)
    if not log.is_morning(moment) or moment <= event.at or not ahead or log.over(event, GONE, moment):
        return False
    last = date.fromisoformat(ahead[0].about) + timedelta(weeks=8)
    return event.day("end") <= last and ahead[0].about


def form_due(*, near: bool) -> When:
    """The full form, each working morning until it is sent; from the working day before the panel also to the Chair."""

    def due(log: Log, event: Happened, moment: datetime) -> object:
        done = log.over(event, ("sent", "agreed", "refused", "extended", "withdrawn"), moment)
        if not log.is_morning(moment) or moment <= event.at or done:
            return False
        return (moment.date() >= log.before(event.day("ends"), "1wd")) is near

    return due


def agenda_drafted(log: Log, event: Happened, moment: datetime) -> object:
    """Once requests have closed and something is listed, until the panel begins (RO-11.1, NT-14)."""
    confirmed = log.over(event, ("agenda_confirmed", "cancelled"), moment)
    closed = event.facts["cutoff"] <= moment.isoformat() < event.facts["starts"]
    return closed and not confirmed and bool(listed(log, event.about))


def agenda_waits(log: Log, event: Happened, moment: datetime) -> object:
    """Each working morning after it was drafted, until the agenda is confirmed (RO-11.2)."""
    before = moment.isoformat() > event.facts["cutoff"]
    return before and log.is_morning(moment) and agenda_drafted(log, event, moment)


def visit_due(log: Log, event: Happened, moment: datetime) -> object:
    """From the first day on which a visit counts, a week before the panel; at once for what is booked later (NT-19)."""
    from_day = event.day("met") - timedelta(weeks=1)
    counts = from_day <= moment.date() < event.day("met") and in_hours(log, moment)
    return counts and not log.over(event, ("visited",), moment) and event.facts["met"]


def agenda_late(log: Log, event: Happened, moment: datetime) -> object:
    """Once, an hour before the panel, when its agenda is still a draft (AM-10)."""
    an_hour_before = datetime.fromisoformat(event.facts["starts"]) - timedelta(hours=1)
    return moment == an_hour_before and agenda_drafted(log, event, moment)


def overdue_weekly(fact: str, *until: str) -> When:
    """Each Monday after a day of the event, until it is done (RO-8.5)."""

    def due(log: Log, event: Happened, moment: datetime) -> object:
        monday = moment.weekday() == 0 and moment.date() > event.day(fact)
        return monday and log.is_morning(moment) and not log.over(event, until, moment)

    return due


def added(log: Log, event: Happened, moment: datetime) -> object:
    """Something came on an agenda that was confirmed already (RF-37, NT-25)."""
    confirmed = {e.about for e in log.happened[: event.number] if e.kind == "agenda_confirmed"}
    return moment == event.at and event.facts["panel"] in confirmed


def pack_behind(log: Log, event: Happened, moment: datetime) -> object:
    """Each working morning while the papers that went round are no longer what the agenda says (CB-9.10)."""
    if not in_hours(log, moment) or log.over(event, ("pack_out",), moment) or moment.date() <= event.at.date():
        return False
    starts = next(e.facts["starts"] for e in log.happened if e.kind == "dated" and e.about == event.about)
    since = [e for e in log.happened[event.number :] if e.kind in PLACED and e.facts["panel"] == event.about]
    return bool(since) and moment.isoformat() < starts and moment.date()


ADDED = Owes("NT-25 told", "orders", when=added, copied=True, once=True)
AGENDA = (
    Owes("NT-14", "orders", when=agenda_drafted, says=("{day}",), named=False, once=True),
    Owes("NT-14 waits", "orders", when=agenda_waits, says=("{day}",), named=False, copied=True),
)
"""The draft to those who may confirm it, at the cut-off; then each morning until one of them has (NT-14)."""


def unacknowledged(*until: str) -> When:
    """After a working day, each morning until it is acknowledged (CB-11.7, NT-48)."""

    def due(log: Log, event: Happened, moment: datetime) -> object:
        day = log.before(event.at.date(), "1wd", 1)
        since = datetime.combine(day, event.at.time())
        return log.is_morning(moment) and moment > since and not log.over(event, until, moment)

    return due


def unpaid(fact: str, *until: str) -> When:
    """From a working day after the day it ends, each morning until payment has stopped (NT-48)."""

    def due(log: Log, event: Happened, moment: datetime) -> object:
        since = datetime.combine(log.before(event.day(fact), "1wd", 1), MORNING)
        return log.is_morning(moment) and moment > since and not log.over(event, until, moment)

    return due


TASK = (
    Owes("NT-43", "owner", says=("For you, on {ref}", "{words}"), named=False),
    Owes(
        "NT-43",
        "owner",
        when=ahead("due", "3d", "1d", until=("done",)),
        says=("{ref}", "{words}", "is due on"),
        named=False,
        copied=True,
    ),
    Owes(
        "NT-43",
        "owner chair",
        when=mornings_after("due", "done"),
        says=("{ref}", "{words}", "was due on"),
        named=False,
        copied=True,
    ),
)
"""Told when it is made, three days and one day before it is due, then each morning also to the Chair (CB-10.27)."""
