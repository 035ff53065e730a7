"""A second opinion on what is due: its own calendar, its own clock change, its own rules, nothing of `panel.duties`.

It looks at the record as it stands before each sweep and says which reminders must have been owed by the end of it.
"""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from functools import cache

from panel.decision import Package, Task
from panel.durations import Length
from panel.emergency import EmergencyApproval
from panel.meeting import PanelMeeting
from panel.people import Role
from panel.ports import Records
from panel.profile import Profile
from panel.referral import Referral
from tests.property.test_panel_calendar import CLOSED
from tests.story import directory

ONE = timedelta(days=1)
URGENT = {"emergency_unanswered", "emergency_near_end", "emergency_lapsed", "cancel_asked"}
KNOWN = {
    *URGENT,
    *("authorise_waits", "cut_off_near", "full_form_due", "confirm_decisions", "release_due", "papers_due"),
    *("review_near", "review_missed", "task_due"),
}
"""The topics it has an opinion on."""
UNTIL_PANEL = ("awaiting_ratification", "awaiting_extension")
UNRATIFIED = (*UNTIL_PANEL, "lapsed_unratified")
AHEAD = ("scheduled", "open", "closed_to_submissions", "agenda_draft", "agenda_confirmed", "papers_out")

Expected = tuple[str, str, str, str]
"""Topic, what it is about, mark, person."""


@cache
def last_sunday(year: int, month: int) -> date:
    day = date(year, month, 31)
    return day - ONE * ((day.weekday() + 1) % 7)


def london(moment: datetime) -> datetime:
    """Wall time: an hour ahead between one o'clock UTC on the last Sundays of March and October."""
    at_one = time(1, tzinfo=UTC)
    start, end = (datetime.combine(last_sunday(moment.year, month), at_one) for month in (3, 10))
    return (moment + timedelta(hours=1 if start <= moment < end else 0)).replace(tzinfo=None)


def nine(day: date) -> datetime:
    """Nine o'clock in London, in UTC; the clocks never change at that hour."""
    early = datetime.combine(day, time(8), UTC)
    return early if london(early).hour == 9 else early + timedelta(hours=1)


class Oracle:
    """What must be owed at one panel."""

    def __init__(self, profile: Profile) -> None:
        self.profile = profile
        self.closed = CLOSED | set(profile.working_days.closure_days)

    def works(self, day: date) -> bool:
        return day.weekday() < 5 and day not in self.closed

    def in_hours(self, now: datetime) -> bool:
        return self.works(london(now).date()) and 9 <= london(now).hour < 18

    def walk(self, day: date, count: int) -> date:
        """So many working days on, or back."""
        step = ONE if count > 0 else -ONE
        for _ in range(abs(count)):
            day += step
            while not self.works(day):
                day += step
        return day

    def back(self, day: date, length: Length, sign: int = -1) -> date:
        """A length before a day, or after it; a day that is closed becomes the working day before."""
        if length.unit == "wd":
            return self.walk(day, sign * length.count)
        found = day + sign * length.count * ONE * {"d": 1, "w": 7}[str(length.unit)]
        return found if self.works(found) else self.walk(found, -1)

    def morning(self, since: datetime, now: datetime) -> date | None:
        """The latest working morning up to now, if it came after `since`."""
        day = london(now).date()
        if not self.works(day) or nine(day) > now:
            day = self.walk(day, -1)
        return day if nine(day) > since else None

    def rung(self, days: list[date], now: datetime, since: datetime | None = None) -> str:
        """The latest of these mornings that has come, after `since`; empty when none has."""
        come = [day for day in days if nine(day) <= now and (since is None or nine(day) > since)]
        return max(come).isoformat() if come else ""

    def people(self, *roles: str, now: datetime) -> list[str]:
        return self._holders(roles, london(now).date())

    @cache  # noqa: B019  it lives as long as the test
    def _holders(self, roles: tuple[str, ...], day: date) -> list[str]:
        return [p.id for role in roles for p in directory().everyone() if p.is_a(Role(role), self.profile.id, day)]

    def expected(self, records: Records, now: datetime) -> Iterator[Expected]:
        """Everything that must be owed once a sweep at this moment is over."""
        hours = self.in_hours(now)
        for topic, about, mark, to in self._due(records, now):
            if hours or topic in URGENT:
                for person in dict.fromkeys(to):
                    yield topic, about, mark, person

    def _due(self, records: Records, now: datetime) -> Iterator[tuple[str, str, str, list[str]]]:
        mine = self.profile.id
        for referral in records.find(Referral, live="yes", panel=mine):
            yield from self._referral(referral, records, now)
        for emergency in records.find(EmergencyApproval, live="yes", panel=mine):
            yield from self._emergency(emergency, records.get(Referral, emergency.id), now)
        for meeting in records.find(PanelMeeting, live="yes", panel=mine):
            yield from self._meeting(meeting, now)
        for package in records.find(Package, live="yes", panel=mine):
            yield from self._package(package, now)
        for task in records.find(Task, live="yes"):
            if task.panel == mine:
                yield from self._task(task, now)

    def _referral(self, one: Referral, records: Records, now: datetime) -> Iterator[tuple[str, str, str, list[str]]]:
        both = [one.referrer, one.manager]
        if one.status == "awaiting_authorisation" and (day := self.morning(one.touched_at, now)):
            yield "authorise_waits", one.id, day.isoformat(), [one.manager]
        if one.status not in ("draft", "returned_incomplete", "returning"):
            return
        emergency = records.look(EmergencyApproval, one.id)
        # Past its end an approval has lapsed, and its form is owed all the same until the panel decides.
        if emergency and emergency.decided_at and emergency.status in UNRATIFIED:
            day = self.morning(emergency.decided_at, now)
            yield from [("full_form_due", one.id, day.isoformat(), both)] if day else []
            return
        if self.profile.closing is None:
            return
        wanted = one.answers.get("panel_date", "")
        ahead = [m for m in records.find(PanelMeeting, live="yes", panel=one.panel) if self._ahead(m, now)]
        fits = [m for m in ahead if m.cutoff_at > now and london(m.starts_at).date().isoformat() >= wanted]
        if fits:
            meeting = min(fits, key=lambda each: each.starts_at)
            closes = london(meeting.cutoff_at).date()
            days = [self.back(closes, length) for length in self.profile.closing.remind]
            if rung := self.rung(days, now, one.opened_at):
                yield "cut_off_near", one.id, f"{meeting.id}.{rung}", both

    @staticmethod
    def _ahead(meeting: PanelMeeting, now: datetime) -> bool:
        pending = meeting.status == "cancel_pending" and meeting.cancel
        return (pending.before if pending else meeting.status) in AHEAD and meeting.starts_at > now

    def _emergency(
        self, one: EmergencyApproval, referral: Referral, now: datetime
    ) -> Iterator[tuple[str, str, str, list[str]]]:
        wait = self.profile.emergency.escalate_after
        silence = timedelta(hours=wait.count if wait.unit == "h" else wait.count / 60)
        if one.status == "awaiting_approver" and (times := (now - one.asked_at) // silence) > 0:
            warned = ("panel_admin",) if self._left(one, referral, now) else ("panel_admin", "chair")
            mark = f"{one.code}.awaiting_approver.{len(one.asked)}.{times}"
            yield "emergency_unanswered", one.id, mark, self.people(*warned, now=now)
        if one.ends_at is None or one.status not in UNRATIFIED:
            return
        officers = self.people("panel_admin", "chair", "head_of_service", now=now)
        told = [*officers, referral.referrer, referral.manager]
        end = london(one.ends_at).date()
        if one.status in UNTIL_PANEL and nine(self.walk(end, -1)) <= now:
            yield "emergency_near_end", one.id, one.ends_at.date().isoformat(), told
        if one.ends_at <= now:
            day = self.morning(one.ends_at, now)
            yield "emergency_lapsed", one.id, (day or one.ends_at.date()).isoformat(), told

    def _left(self, one: EmergencyApproval, referral: Referral, now: datetime) -> bool:
        """Whether somebody who may approve has not been asked yet; at the desk nobody is away or on a rota."""
        parties = (referral.referrer, referral.manager, one.requested_by)
        staff = {person.id: person for person in directory().everyone()}
        team = staff[referral.referrer].team
        for role in self.profile.emergency.approvers:
            for able in (staff[person] for person in self.people(str(role), now=now)):
                covers = role != "head_of_service" or not able.covers or team in able.covers
                if covers and able.id not in (*parties, *one.asked):
                    return True
        return False

    def _meeting(self, one: PanelMeeting, now: datetime) -> Iterator[tuple[str, str, str, list[str]]]:
        day = london(one.starts_at).date()
        admins = self.people("panel_admin", now=now)
        if self._ahead(one, now):
            if one.cancel and (again := self.morning(one.cancel.at, now)):
                needs = [str(role) for role in self.profile.meetings.cancel_needs]
                yield "cancel_asked", one.id, again.isoformat(), self.people(*needs, now=now)
            if self.profile.papers and one.items and one.status != "papers_out":
                first = nine(self.walk(self.back(day, self.profile.papers.lead), -1)) - timedelta(minutes=1)
                if again := self.morning(first, now):
                    yield "papers_due", one.id, again.isoformat(), admins
        if one.status == "held" and (again := self.morning(one.starts_at, now)):
            yield "confirm_decisions", one.id, again.isoformat(), [one.chair]
        if one.status in ("held", "decisions_confirmed"):
            last = self.back(day, self.profile.decisions.sheets_within, 1)
            if nine(self.walk(last, 1)) <= now:
                yield "release_due", one.id, f"over.{last}", [*admins, one.chair]
            elif rung := self.rung([self.walk(last, -2), last], now):
                yield "release_due", one.id, rung, admins

    def _package(self, one: Package, now: datetime) -> Iterator[tuple[str, str, str, list[str]]]:
        needed, both = date.fromisoformat(one.reapply_by), [one.referrer, one.manager]
        if one.status in ("active", "review_due"):
            days = [self.back(needed, length) for length in self.profile.reviews.remind]
            if rung := self.rung(days, now, one.agreed_at):
                yield "review_near", one.id, rung, both
        if one.status in ("active", "review_due", "review_missed") and nine(self.walk(needed, 1)) <= now:
            yield "review_missed", one.id, one.reapply_by, [*self.people("chair", now=now), *both]

    def _task(self, one: Task, now: datetime) -> Iterator[tuple[str, str, str, list[str]]]:
        due = date.fromisoformat(one.due)
        if london(now).date() <= due:
            rungs = [day if self.works(day) else self.walk(day, -1) for day in (due - 3 * ONE, due - ONE)]
            if rung := self.rung(rungs, now, one.made_at):
                yield "task_due", one.about, f"{one.id}.{rung}", [one.owner]
        elif day := self.morning(nine(due), now):
            yield "task_due", one.about, f"{one.id}.{day}", [one.owner, *self.people("chair", now=now)]
