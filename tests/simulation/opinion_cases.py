"""The second opinion on cases before their panel and on emergencies."""

from datetime import datetime, timedelta

from panel.emergency import EmergencyApproval
from panel.meeting import PanelMeeting
from panel.ports import Records
from panel.referral import Referral
from tests.simulation.opinion import Opinion, Owed
from tests.simulation.second_calendar import ONE, at_hour, london, nine, shifted

UNTIL_PANEL = ("awaiting_ratification", "awaiting_extension")
UNRATIFIED = (*UNTIL_PANEL, "lapsed_unratified")
HALF_MADE = ("draft", "returned_incomplete", "returning")
BEFORE_PANEL = ("booked", "on_agenda", "papers_out")


class OfCases(Opinion):
    """What must be owed on a referral."""

    def due(self, one: Referral, records: Records, now: datetime) -> Owed:
        yield from self._waits(one, now)
        if one.status in HALF_MADE:
            yield from self._half_made(one, records, now)
        if one.status in BEFORE_PANEL and one.meeting and self.profile.visit:
            yield from self._visit(one, records.get(PanelMeeting, one.meeting), now)

    def _waits(self, one: Referral, now: datetime) -> Owed:
        """Whoever must answer is asked each working morning (NT-3, NT-12, NT-13, AM-31, AM-45)."""
        topic, people = "", list[str]()
        if one.status == "awaiting_authorisation":
            topic, people = "authorise_waits", [one.manager]
        elif one.status == "awaiting_exception" and one.ask:
            gates = [gate for gate in self.profile.gates if gate.id in one.ask.gates]
            roles = [
                str(gate.exception_by or gate.confirm_by) for gate in gates if gate.exception_by or gate.confirm_by
            ]
            topic, people = "exception_asked", self.apart(one, *roles, now=now)
        elif one.status == "in_filter" and self.profile.filter:
            topic, people = "filter_asked", self.apart(one, *self.profile.filter.by, now=now)
        elif one.status == "presented" and self.profile.sittings is None:
            topic, people = "decision_asked", self.apart(one, self.profile.decisions.confirmed_by, now=now)
        if topic and (day := self.calendar.morning(put_there(one), now)):
            yield topic, one.id, day.isoformat(), people or self.admins(now)

    def _half_made(self, one: Referral, records: Records, now: datetime) -> Owed:
        """The full form after an approval, daily (CB-5.5); otherwise the rungs before the cut-off (NT-5)."""
        both = [one.referrer, one.manager]
        emergency = records.look(EmergencyApproval, one.id)
        # Past its end an approval has lapsed, and its form is owed all the same until the panel decides.
        if emergency and emergency.decided_at and emergency.status in UNRATIFIED:
            if day := self.calendar.morning(emergency.decided_at, now):
                meeting = records.look(PanelMeeting, emergency.meeting) if emergency.meeting else None
                near = meeting and day >= self.calendar.walk(london(meeting.starts_at).date(), -1)
                told = [*both, *(self.people("chair", now=now) if near else [])]
                yield "full_form_due", one.id, day.isoformat(), told
            return
        if self.profile.closing is None:
            return
        wanted = one.answers.get("panel_date", "")
        fits = [
            meeting
            for meeting in self.ahead(records, now)
            if meeting.cutoff_at > now
            and (meeting.id == one.meeting if one.meeting else london(meeting.starts_at).date().isoformat() >= wanted)
        ]
        if fits:
            closes = london(fits[0].cutoff_at).date()
            days = [self.calendar.back(closes, length) for length in self.profile.closing.remind]
            if rung := self.calendar.rung(days, now, one.opened_at):
                yield "cut_off_near", one.id, f"{fits[0].id}.{rung}", both

    def _visit(self, one: Referral, meeting: PanelMeeting, now: datetime) -> Owed:
        """From the first day a visit counts, and with the Chair the working day before (NT-19, AM-39)."""
        assert self.profile.visit
        day = london(meeting.starts_at).date()
        first = shifted(day, self.profile.visit.within, -1)
        if meeting.starts_at <= now or first.isoformat() <= one.visited <= day.isoformat():
            return
        both, mark = [one.referrer, one.manager], f"{meeting.id}.{meeting.starts_at:%Y%m%d}"
        if nine(first) <= now:
            yield "visit_due", one.id, mark, both
        if nine(self.calendar.walk(day, -1)) <= now:
            yield "visit_missing", one.id, mark, [*both, *self.chairs(now)]


def put_there(one: Referral) -> datetime:
    """When it came to wait: it was sent, asked about, signed or received, whichever was last."""
    asked = one.ask.at if one.ask else one.received_at
    return max(moment for moment in (one.touched_at, asked, *(each.at for each in one.signoffs)) if moment)


class OfEmergencies(Opinion):
    """What must be owed on an emergency, at any hour (AM-12, AM-14)."""

    def due(self, one: EmergencyApproval, referral: Referral, now: datetime) -> Owed:
        if one.status == "awaiting_approver" and (times := (now - one.asked_at) // self._silence()) > 0:
            warned = ("panel_admin",) if self._left(one, referral, now) else ("panel_admin", "chair")
            mark = f"{one.code}.awaiting_approver.{len(one.asked)}.{times}"
            yield "emergency_unanswered", one.id, mark, self.people(*warned, now=now)
        if one.ends_at is None or one.status not in UNRATIFIED:
            return
        yield from self._telephone(one, now)
        told = [*self.people("panel_admin", "chair", "head_of_service", now=now), referral.referrer, referral.manager]
        end = london(one.ends_at).date()
        if one.status in UNTIL_PANEL and nine(self.calendar.walk(end, -1)) <= now:
            yield "emergency_near_end", one.id, one.ends_at.date().isoformat(), told
        if one.status == "awaiting_extension" and now < one.ends_at:
            day = self.calendar.morning(one.waits_since or one.decided_at or one.requested_at, now)
            yield from [("extension_needed", one.id, f"daily.{day}", told)] if day else []
        if one.ends_at <= now:
            day = self.calendar.morning(one.ends_at, now)
            yield "emergency_lapsed", one.id, (day or one.ends_at.date()).isoformat(), told

    def _telephone(self, one: EmergencyApproval, now: datetime) -> Owed:
        """Hour after hour by day until it is confirmed; a denial goes on ringing (EM-7, CB-5.2)."""
        if one.confirmation == "awaited" and one.decided_at:
            local = london(now)
            day = local.date() if local.hour >= 9 else local.date() - ONE
            hour = at_hour(day, min(local.hour, 18) if local.hour >= 9 else 18)
            if hour > one.decided_at:
                yield "emergency_confirm", one.id, f"{one.code}.{hour.isoformat()}", [one.decided_by]
        if one.confirmation == "denied" and one.confirmed_at:
            times = (now - one.confirmed_at) // self._silence()
            if times > 0:
                yield "emergency_denied", one.id, f"{one.code}.{times}", self.people("panel_admin", "chair", now=now)

    def _silence(self) -> timedelta:
        wait = self.profile.emergency.escalate_after
        return timedelta(hours=wait.count if wait.unit == "h" else wait.count / 60)

    def _left(self, one: EmergencyApproval, referral: Referral, now: datetime) -> bool:
        """Whether somebody who may approve has not been asked yet; at the desk nobody is away or on a rota."""
        able = self.apart(referral, *self.profile.emergency.approvers, now=now)
        return any(each not in (one.requested_by, *one.asked) for each in able)
