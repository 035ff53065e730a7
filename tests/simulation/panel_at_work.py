"""One panel and the people who work with it: each day they do what such people do, now and then late or not at all."""

import random
from collections import Counter
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from panel import commands as c
from panel.acts import perform
from panel.calendar import at_wall, wall
from panel.council import Council, Office
from panel.decision import Task
from panel.emergency import EmergencyApproval, EmergencyStatus
from panel.errors import Refused
from panel.meeting import MeetingStatus, PanelMeeting
from panel.people import Role
from panel.ports import Answer, Store
from panel.profile import Profile
from panel.referral import EDITABLE, Referral, ReferralStatus
from panel.rules.decisions import Effect
from tests.simulation.filling import answer_to, section_answers
from tests.story import directory


class PanelAtWork:
    """`done` counts what was carried out by kind, `refused` what was not."""

    def __init__(self, profile: Profile, store: Store, council: Council, rng: random.Random) -> None:
        self.profile, self.store, self.council, self.rng = profile, store, council, rng
        self.now = datetime(2026, 1, 1, tzinfo=UTC)
        self.done: Counter[str] = Counter()
        self.refused: Counter[str] = Counter()

    @property
    def office(self) -> Office:
        return Office(self.council, self.store.read())

    def who(self, role: Role) -> str:
        """Somebody who holds the role today; empty when nobody does."""
        day = wall(self.now).date()
        found = [p.id for p in directory().everyone() if p.is_a(role, self.profile.id, day)]
        return self.rng.choice(found) if found else ""

    def do(self, command: type[c.Command], by: str, **fields: Any) -> Answer | None:
        """Carry it out; a refusal is part of life."""
        try:
            answer = perform(self.store, self.council, command(by=by, at=self.now, **fields))
        except Refused:
            self.refused[command.__name__] += 1
            return None
        self.done[command.__name__] += 1
        return answer

    def any(self, kind: type[Any], **index: str) -> list[Any]:
        found = [each for each in self.store.read().find(kind, live="yes", **index) if each.panel == self.profile.id]
        self.rng.shuffle(found)
        return found

    def act(self, now: datetime) -> None:
        """An hour at work: a few things, chosen by chance."""
        self.now = now
        steps = [self.begin, self.go_on, self.go_on, self.sign, self.sign, self.emergency, self.finish]
        if self.profile.sittings:
            steps += [self.keep_dates, self.papers, self.change_dates, self.after_meeting, self.after_meeting]
        for step in self.rng.sample(steps, k=5):
            step()
        if self.profile.sittings:
            self.sit()

    def maybe(self, chance: float) -> bool:
        return self.rng.random() < chance

    def begin(self) -> None:
        if self.maybe(0.2) and len(self.any(Referral)) < 12:
            self.do(c.BeginReferral, self.who(Role.PRACTITIONER), panel=self.profile.id)

    def go_on(self) -> None:
        """Fill a draft in and send it, or give it up."""
        for referral in self.any(Referral)[:1]:
            if referral.status not in EDITABLE or self.maybe(0.6):
                continue
            if self.maybe(0.1):
                self.do(c.WithdrawReferral, referral.referrer, ref=referral.id, reason="Not needed")
                continue
            self.fill(referral.id, referral.referrer, [section.id for section in self.profile.form.sections])
            for rule in self.profile.form.papers_due(self.office.referral(referral.id).answers):
                paper = {"name": "a.pdf", "digest": rule.id * 4, "size": 10, "document": rule.id}
                self.do(c.AttachPaper, referral.referrer, ref=referral.id, **paper)
            self.do(c.SendToManager, referral.referrer, ref=referral.id)

    def fill(self, ref: str, by: str, sections: list[str]) -> None:
        for name in sections:
            referral = self.office.referral(ref)
            if self.profile.form.section(name) not in self.profile.form.applying(referral.answers):
                continue
            given = section_answers(self.profile, name, referral.answers, wall(self.now).date())
            self.do(c.SaveSection, by, ref=ref, section=name, given=given, drawn_from=referral.revision)

    def sign(self) -> None:
        """A manager signs or returns; some let it lie for days."""
        checks = tuple(check.id for step in self.profile.authorisation.steps for check in step.checks)
        for referral in self.any(Referral, status=ReferralStatus.AWAITING_AUTHORISATION):
            if self.maybe(0.15):
                self.do(c.SignReferral, referral.manager, ref=referral.id, checks=checks)
            elif self.maybe(0.03):
                self.do(c.ReturnReferral, referral.manager, ref=referral.id, comment="More, please")

    def emergency(self) -> None:
        """One is asked for now and then; approvers answer, or stay silent."""
        if self.profile.route is None:
            return
        if self.maybe(0.04):
            by = self.who(Role.PRACTITIONER)
            begun = self.do(c.BeginReferral, by, panel=self.profile.id, emergency=True)
            if begun:
                self.fill(begun.about, by, list(self.profile.route.sections))
                self.do(c.AskEmergency, by, ref=begun.about)
        for one in self.any(EmergencyApproval):
            officer = self.rng.choice(one.asked) if one.asked else ""
            if one.status is EmergencyStatus.AWAITING_APPROVER and self.maybe(0.3):
                if self.maybe(0.85):
                    self.do(c.ApproveEmergency, officer, ref=one.id)
                else:
                    self.do(c.DeclineEmergency, officer, ref=one.id, reason="It can wait")
            elif one.status is EmergencyStatus.LAPSED_UNRATIFIED and self.maybe(0.3):
                for meeting in self.office.meetings_ahead(self.profile.id, self.now)[:1]:
                    self.do(c.ExtendEmergency, officer, ref=one.id, meeting=meeting.id, reason="Still needed")

    def finish(self) -> None:
        for task in self.any(Task)[:2]:
            if self.maybe(0.2):
                self.do(c.FinishTask, task.owner, task=task.id)

    def keep_dates(self) -> None:
        """The administrator keeps six weekly dates on the list; one that is refused is not put there."""
        ahead = self.office.meetings_ahead(self.profile.id, self.now)
        last = max((wall(m.starts_at).date() for m in ahead), default=wall(self.now).date() + timedelta(days=5))
        for week in range(1, 7 - len(ahead)):
            day = last - timedelta(days=last.weekday() - 2) + timedelta(weeks=week)
            starts = at_wall(day, self.profile.meetings.start)
            self.do(c.AddMeeting, self.who(Role.PANEL_ADMIN), panel=self.profile.id, starts_at=starts)

    def papers(self) -> None:
        for meeting in self.office.meetings_ahead(self.profile.id, self.now)[:1]:
            if self.now > meeting.cutoff_at and self.maybe(0.2):
                self.do(c.MarkPapersSent, self.who(Role.PANEL_ADMIN), meeting=meeting.id)

    def change_dates(self) -> None:
        """Now and then a meeting is moved, or somebody asks to cancel it and somebody answers or does not."""
        for meeting in self.any(PanelMeeting):
            officer = self.who(self.rng.choice(self.profile.meetings.cancel_needs))
            if meeting.status is MeetingStatus.CANCEL_PENDING and self.maybe(0.25):
                if self.maybe(0.5):
                    self.do(c.AgreeCancel, officer, meeting=meeting.id)
                else:
                    self.do(c.RefuseCancel, officer, meeting=meeting.id, reason="It goes on")
        for meeting in self.office.meetings_ahead(self.profile.id, self.now)[:2]:
            if self.maybe(0.02):
                day = wall(meeting.starts_at).date() + timedelta(days=self.rng.choice([-1, 1, 2, 5, 7]))
                starts = at_wall(day, time(self.rng.randrange(9, 15)))
                admin = self.who(Role.PANEL_ADMIN)
                self.do(c.MoveMeeting, admin, meeting=meeting.id, starts_at=starts, reason="The room is taken")
            elif self.maybe(0.03):
                self.do(c.AskCancel, self.who(Role.PANEL_ADMIN), meeting=meeting.id, reason="No chair")

    def sit(self) -> None:
        """A meeting whose time has come is nearly always held, most of its cases decided."""
        for meeting in self.any(PanelMeeting):
            if meeting.starts_at > self.now or meeting.status not in (
                *(MeetingStatus.OPEN, MeetingStatus.CLOSED_TO_SUBMISSIONS, MeetingStatus.PAPERS_OUT),
                MeetingStatus.IN_SESSION,
            ):
                continue
            admin, chair = self.who(Role.PANEL_ADMIN), self.who(Role.CHAIR)
            self.do(c.StartMeeting, admin, meeting=meeting.id, chair=chair, present=())
            for item in meeting.items:
                if self.maybe(0.85):
                    self.decide(admin, meeting.id, item.ref, meeting.ratifies(item.ref))
            self.do(c.EndMeeting, admin, meeting=meeting.id)

    def decide(self, by: str, meeting: str, ref: str, ratifies: bool) -> None:
        route = self.profile.route
        outcomes = route.outcomes if ratifies and route else self.profile.decisions.outcomes
        agreed = [outcome for outcome in outcomes if outcome.effect is Effect.AGREED]
        outcome = self.rng.choice(agreed or outcomes) if self.maybe(0.6) else self.rng.choice(outcomes)
        today = wall(self.now).date()
        terms = {name: answer_to(self.profile.term(name), self.profile, today) for name in outcome.needs}
        ends = today + timedelta(days=self.rng.randrange(40, 200))
        dates = {"end_date": ends, "review_date": ends - timedelta(days=30), "reapply_by": ends - timedelta(days=28)}
        terms |= {name: written(day) for name, day in dates.items() if name in outcome.needs}
        self.do(c.DraftDecision, by, meeting=meeting, ref=ref, outcome=outcome.code, terms=terms)

    def after_meeting(self) -> None:
        """The Chair confirms and the administrator sends out, at once or after a week."""
        for meeting in self.any(PanelMeeting):
            if meeting.status is MeetingStatus.HELD and self.maybe(0.08):
                self.do(c.ConfirmDecisions, meeting.chair, meeting=meeting.id)
            elif meeting.status is MeetingStatus.DECISIONS_CONFIRMED and self.maybe(0.08):
                self.do(c.ReleaseDecisions, self.who(Role.PANEL_ADMIN), meeting=meeting.id)


def written(day: date) -> str:
    """`3 May 2026`."""
    return f"{day.day} {day:%B %Y}"
