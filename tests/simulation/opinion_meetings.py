"""The second opinion on meetings: agenda, quorum, papers, decisions, minutes, and dates on the list."""

from datetime import datetime, timedelta

from panel.meeting import PanelMeeting
from panel.minutes import Minutes
from panel.ports import Records
from panel.referral import Referral
from tests.simulation.opinion import Opinion, Owed, is_ahead, staff, standing
from tests.simulation.opinion_cases import BEFORE_PANEL
from tests.simulation.second_calendar import ONE, london, nine


class OfMeetings(Opinion):
    """What must be owed on a meeting."""

    def due(self, one: PanelMeeting, records: Records, now: datetime) -> Owed:
        if is_ahead(one, now):
            yield from self._agenda(one, now)
            yield from self._quorum(one, now)
            yield from self._papers(one, records, now)
            if one.cancel and (again := self.calendar.morning(one.cancel.at, now)):
                needs = self.people(*self.profile.meetings.cancel_needs, now=now)
                yield "cancel_asked", one.id, again.isoformat(), needs
        yield from self._afterwards(one, now)

    def _agenda(self, one: PanelMeeting, now: datetime) -> Owed:
        """Daily until it is confirmed, and when its hour has come (RO-11.2, AM-10); then what is added (NT-25)."""
        agenda = self.profile.agenda
        if agenda is None:
            return
        officers = [*self.people(agenda.confirmed_by, now=now), *self.chairs(now)]
        if one.status == "agenda_draft" and one.drafted_at:
            if day := self.calendar.morning(one.drafted_at, now):
                yield "agenda_waits", one.id, day.isoformat(), officers
            hours = agenda.before_start.count if agenda.before_start else 0
            if hours and one.starts_at - timedelta(hours=hours) <= now:
                yield "agenda_waits", one.id, "due", [*officers, *self.admins(now)]
        for item in one.items if one.agenda_at else ():
            if item.added:
                yield "agenda_added", one.id, f"added.{item.ref}", officers

    def _quorum(self, one: PanelMeeting, now: datetime) -> Owed:
        """Two working days ahead while too few seats that count will be filled (BI-2.3, NT-18)."""
        quorum = self.profile.quorum
        warned_on = self.calendar.walk(london(one.starts_at).date(), -2)
        if quorum is None or quorum.enforce == "off" or nine(warned_on) > now:
            return
        day, everybody = london(one.starts_at).date(), staff()
        missing = {away.person for away in one.away}
        there = [each for each in self.people("chair", "deputy", "member", now=now) if each not in missing]
        filled = {everybody[each].seat_at(self.profile.id, day) for each in there}
        for away in (away for away in one.away if away.substitute):
            own = everybody[away.substitute].seat_at(self.profile.id, day)
            filled.add(own or everybody[away.person].seat_at(self.profile.id, day))
        count = len(filled & {seat.code for seat in self.profile.seats if seat.counts})
        if count < quorum.members:
            told = [*self.chairs(now), *self.admins(now)]
            yield "quorum_at_risk", one.id, f"quorum.{warned_on}.{count}", told

    def _papers(self, one: PanelMeeting, records: Records, now: datetime) -> Owed:
        """Daily from the working day before they must be out (NT-17); case by case where they roll (RO-8.1)."""
        papers = self.profile.papers
        if papers is None:
            return
        if one.items and standing(one) != "papers_out":
            last = self.calendar.back(london(one.starts_at).date(), papers.lead)
            first = nine(self.calendar.walk(last, -1)) - timedelta(minutes=1)
            if again := self.calendar.morning(first, now):
                yield "papers_due", one.id, again.isoformat(), self.admins(now)
        if papers.rolling:
            instead = [away.substitute for away in one.away if away.substitute]
            readers = [*self.people("member", "chair", "deputy", now=now), *instead]
            for item in one.items:
                if item.kind == "referral" and records.get(Referral, item.ref).status in BEFORE_PANEL:
                    yield "paper_ready", one.id, f"paper.{item.ref}", readers

    def _afterwards(self, one: PanelMeeting, now: datetime) -> Owed:
        """The Chair confirms, daily; decisions go out in time, with word five and two working days before (NT-36)."""
        day = london(one.starts_at).date()
        if one.status == "held" and (again := self.calendar.morning(one.starts_at, now)):
            yield "confirm_decisions", one.id, again.isoformat(), [one.chair]
        if one.status in ("held", "decisions_confirmed"):
            last = self.calendar.back(day, self.profile.decisions.sheets_within, 1)
            if nine(self.calendar.walk(last, 1)) <= now:
                yield "release_due", one.id, f"over.{last}", [*self.admins(now), one.chair]
            elif rung := self.calendar.rung(
                [self.calendar.walk(last, -5), self.calendar.walk(last, -2), last], now, one.starts_at
            ):
                yield "release_due", one.id, rung, self.admins(now)

    def minutes_due(self, one: Minutes, meeting: PanelMeeting, now: datetime) -> Owed:
        """Daily to who chaired, from the confirming of the decisions until they are signed (CB-10.6, NT-38)."""
        signed = self.profile.minutes.signed_by if self.profile.minutes else None
        if not signed or one.status != "draft" or one.settled_at is None:
            return
        if day := self.calendar.morning(one.settled_at, now):
            yield "minutes_wait", one.id, day.isoformat(), [meeting.chair]

    def dates_due(self, records: Records, now: datetime) -> Owed:
        """Once a week while fewer dates are on the list than the panel wants (AM-11, BI-1.6)."""
        if self.profile.sittings is None or len(self.ahead(records, now)) >= self.profile.sittings.dates_ahead:
            return
        today = london(now).date()
        monday = today - ONE * today.weekday()
        if nine(monday) <= now:
            yield "dates_missing", self.profile.id, monday.isoformat(), self.admins(now)
