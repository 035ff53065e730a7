"""Those who keep the dates, confirm agendas, sit, write down, confirm, send out and sign."""

from datetime import time, timedelta

from panel import commands as c
from panel.calendar import at_wall, wall
from panel.hearings import outcomes
from panel.meeting import AHEAD, AgendaItem, ItemKind, MeetingStatus, PanelMeeting
from panel.minutes import Minutes
from panel.people import Role
from panel.rules.decisions import Effect
from panel.seating import may_chair, presenters
from tests.simulation.pretending import Pretending

WEEKS = {"birmingham": 2, "knowsley": 4}
"""Weeks between two meetings, where it is not one: twice a month (BI-1.6), monthly (KN-1.3)."""
WANTED = 6
"""Dates the administrator puts on the list when they think of it."""
BEGUN = (*AHEAD, MeetingStatus.IN_SESSION)


SETTLED = ("confirmed", "communicated", "closed", "withdrawn", "redirected")
"""Where a case stands that no panel has anything to decide on."""
DECIDED = {
    ItemKind.REFERRAL: "decided a referral",
    ItemKind.RATIFICATION: "ratified",
    ItemKind.APPEAL: "decided an appeal",
    ItemKind.RETURN: "decided a return",
}


class AtMeetings(Pretending):
    """A panel that meets."""

    def keep_dates(self) -> None:
        """The administrator thinks of the list every few weeks, always when it is nearly empty."""
        ahead = self.office.meetings_ahead(self.profile.id, self.now)
        if len(ahead) > 1 and not self.maybe(0.08):
            return
        if self.profile.meetings.series and len(ahead) < WANTED:
            self.do(c.PlanMeetings, self.who(Role.PANEL_ADMIN), panel=self.profile.id, count=WANTED - len(ahead))
            return
        last = max((wall(m.starts_at).date() for m in ahead), default=self.today + timedelta(days=5))
        for number in range(1, WANTED + 1 - len(ahead)):
            weeks = number * WEEKS.get(self.profile.id, 1)
            day = last - timedelta(days=last.weekday() - 2) + timedelta(weeks=weeks)
            starts = at_wall(day, self.profile.meetings.start)
            self.do(c.AddMeeting, self.who(Role.PANEL_ADMIN), panel=self.profile.id, starts_at=starts)

    def agenda(self) -> None:
        """Those who may confirm do so, often late; they change the order or take something off."""
        for meeting in self.any(PanelMeeting):
            if meeting.status not in (MeetingStatus.AGENDA_DRAFT, MeetingStatus.AGENDA_CONFIRMED):
                continue
            chair = self.rng.choice(may_chair(self.office, self.profile.id, self.today)).id
            pressing = meeting.starts_at - self.now < timedelta(hours=4)
            drafted = meeting.status is MeetingStatus.AGENDA_DRAFT and meeting.starts_at > self.now
            if meeting.items and self.maybe(0.3 if pressing else 0.06):
                self.reorder(meeting, chair)
            elif drafted and self.maybe(0.8 if pressing else 0.3):
                self.do(c.ConfirmAgenda, chair, meeting=meeting.id)
                if pressing and self.maybe(0.5):
                    self.do(c.MarkPapersSent, self.who(Role.PANEL_ADMIN), meeting=meeting.id)

    def reorder(self, meeting: PanelMeeting, chair: str) -> None:
        """One item to another place, or off the agenda."""
        ref, place = self.rng.choice(meeting.items).ref, self.rng.randint(1, len(meeting.items))
        if self.maybe(0.6):
            self.do(c.MoveItem, self.who(Role.PANEL_ADMIN), meeting=meeting.id, ref=ref, place=place)
        else:
            self.do(c.TakeOff, chair, meeting=meeting.id, ref=ref, reason="Not ready")

    def papers(self) -> None:
        for meeting in self.office.meetings_ahead(self.profile.id, self.now)[:1]:
            if self.now > meeting.cutoff_at and (meeting.agenda_at or not self.profile.agenda) and self.maybe(0.7):
                self.do(c.MarkPapersSent, self.who(Role.PANEL_ADMIN), meeting=meeting.id)

    def be_away(self) -> None:
        """Members say that they cannot come, and somebody is named for some of them."""
        for meeting in self.office.meetings_ahead(self.profile.id, self.now)[:1]:
            if meeting.starts_at > self.now + timedelta(days=8) or not self.maybe(0.25):
                continue
            member = self.who(Role.MEMBER, Role.CHAIR)
            known = [each for each in meeting.away if not each.substitute]
            if known and self.maybe(0.5):
                substitute = self.who(Role.LINE_MANAGER)
                self.do(
                    c.NameSubstitute,
                    self.who(Role.PANEL_ADMIN),
                    meeting=meeting.id,
                    person=known[0].person,
                    substitute=substitute,
                )
            else:
                self.do(c.SayAway, member, meeting=meeting.id, person=member, reason="Leave")

    def change_dates(self) -> None:
        """Now and then a meeting is moved, or somebody asks to cancel it and somebody answers or does not."""
        for meeting in self.any(PanelMeeting):
            officer = self.who(self.rng.choice(self.profile.meetings.cancel_needs))
            if meeting.status is MeetingStatus.CANCEL_PENDING and self.maybe(0.25):
                if self.maybe(0.5):
                    self.do(c.AgreeCancel, officer, meeting=meeting.id)
                else:
                    self.do(c.RefuseCancel, officer, meeting=meeting.id, reason="It goes on")
            elif meeting.status is MeetingStatus.NEEDS_DECISION and self.maybe(0.2):
                self.move(meeting, 1)
        for meeting in self.office.meetings_ahead(self.profile.id, self.now)[:2]:
            if self.maybe(0.02):
                self.move(meeting, self.rng.choice([-1, 1, 2, 5, 7]))
            elif self.maybe(0.02):
                self.do(c.AskCancel, self.who(Role.PANEL_ADMIN), meeting=meeting.id, reason="No chair")

    def move(self, meeting: PanelMeeting, days: int) -> None:
        day = wall(meeting.starts_at).date() + timedelta(days=days)
        starts = at_wall(day, time(self.rng.randrange(9, 15)))
        admin = self.who(Role.PANEL_ADMIN)
        self.do(c.MoveMeeting, admin, meeting=meeting.id, starts_at=starts, reason="The room is taken")

    def sit(self) -> None:
        """A meeting whose time has come is held; most of its cases are decided, unless too few have come."""
        for meeting in self.any(PanelMeeting):
            if meeting.starts_at > self.now or meeting.status not in BEGUN:
                continue
            admin = self.who(Role.PANEL_ADMIN)
            away = {each.person for each in meeting.away}
            able = [each.id for each in may_chair(self.office, self.profile.id, self.today)]
            chair = next((each for each in able if each not in away), able[0])
            requests = [item.ref for item in meeting.items if item.kind is ItemKind.REFERRAL]
            self.misplaced += [ref for ref in requests if self.office.referral(ref).status in SETTLED]
            self.do(c.StartMeeting, admin, meeting=meeting.id, chair=chair, present=self.present(meeting))
            for item in meeting.items:
                if self.maybe(0.85):
                    self.decide(admin, meeting, item)
            self.do(c.EndMeeting, admin, meeting=meeting.id)

    def present(self, meeting: PanelMeeting) -> tuple[str, ...]:
        """Who comes: members and those who present; once in a while hardly anybody."""
        away = {each.person for each in meeting.away}
        expected = [each for each in self.holders(Role.MEMBER) if each not in away]
        expected += [each.substitute for each in meeting.away if each.substitute]
        if self.maybe(0.08):
            return tuple(expected[:1])
        presents = [who for item in meeting.items for who in presenters(self.office, self.office.referral(item.ref))]
        return tuple(dict.fromkeys([*expected, *presents]))

    def decide(self, by: str, meeting: PanelMeeting, item: AgendaItem) -> None:
        open_to = outcomes(self.office, meeting, item)
        agreed = [outcome for outcome in open_to if outcome.effect is Effect.AGREED]
        outcome = self.rng.choice(agreed or open_to) if self.maybe(0.6) else self.rng.choice(open_to)
        terms = self.terms(outcome)
        if self.do(c.DraftDecision, by, meeting=meeting.id, ref=item.ref, outcome=outcome.code, terms=terms):
            self.done[DECIDED[item.kind]] += 1

    def after_meeting(self) -> None:
        """The Chair confirms and signs, the administrator sends out, at once or after a week."""
        for meeting in self.any(PanelMeeting):
            if meeting.status is MeetingStatus.HELD and self.maybe(0.1):
                self.do(c.ConfirmDecisions, meeting.chair, meeting=meeting.id)
            elif meeting.status is MeetingStatus.DECISIONS_CONFIRMED and self.maybe(0.1):
                self.do(c.ReleaseDecisions, self.who(Role.PANEL_ADMIN), meeting=meeting.id)
        signed = self.profile.minutes.signed_by if self.profile.minutes else None
        for minutes in self.any(Minutes) if signed else ():
            if minutes.settled_at and self.maybe(0.08):
                self.do(c.SignMinutes, self.office.meeting(minutes.id).chair, meeting=minutes.id)
