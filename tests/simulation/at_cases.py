"""Those who refer, sign, look at cases beforehand or decide them alone, and those who answer emergencies."""

from datetime import timedelta

from panel import commands as c
from panel.emergency import Confirmation, EmergencyApproval, EmergencyStatus
from panel.meeting import PanelMeeting
from panel.officers import gate_officers
from panel.people import Role
from panel.referral import EDITABLE, Referral, ReferralStatus
from panel.rules.gates import Gate
from panel.terms import outcomes_alone
from tests.simulation.filling import section_answers
from tests.simulation.pretending import Pretending

MOST_AT_ONCE = 12
"""Cases that have no decision yet."""


class AtCases(Pretending):
    """Referrals from the first draft to their place, and emergencies between meetings."""

    def begin(self) -> None:
        waiting = [each for each in self.any(Referral) if each.status in (*EDITABLE, "awaiting_authorisation")]
        if self.maybe(0.09) and len(waiting) < MOST_AT_ONCE:
            self.do(c.BeginReferral, self.who(Role.PRACTITIONER), panel=self.profile.id)

    def go_on(self) -> None:
        """Fill a draft in and send it, or give it up; now and then the answers need an exception, or a paper lacks."""
        drafts = [each for each in self.any(Referral) if each.status in EDITABLE]
        for referral in drafts[:2]:
            if self.maybe(0.6):
                continue
            if self.maybe(0.05):
                self.do(c.WithdrawReferral, referral.referrer, ref=referral.id, reason="Not needed")
                continue
            gate = self.rng.choice([None, *self.liftable()]) if self.maybe(0.25) and not referral.lifts else None
            if not referral.lifts:
                self.fill(referral.id, referral.referrer, self.odd(gate))
            self.attach(referral.id, referral.referrer, referral.manager)
            if gate:
                self.do(c.AskException, referral.referrer, ref=referral.id, reason="It cannot wait")
            else:
                self.do(c.SendToManager, referral.referrer, ref=referral.id)

    def liftable(self) -> list[Gate]:
        return [gate for gate in self.profile.gates if gate.exception_by]

    def odd(self, gate: Gate | None) -> dict[str, str]:
        """Answers that make this gate shut, or send it to the filter, or neither."""
        clauses = gate.when if gate else []
        if gate is None and self.profile.filter and self.maybe(0.4):
            clauses = self.profile.filter.when
        return {question: codes[0] for clause in clauses[:1] for question, codes in clause.items()}

    def attach(self, ref: str, by: str, manager: str) -> None:
        for rule in self.profile.form.papers_due(self.office.referral(ref).answers):
            if rule.waive_by and self.maybe(0.1):
                self.do(c.WaivePaper, manager, ref=ref, document=rule.id, reason="It does not exist")
            else:
                paper = {"name": "a.pdf", "digest": rule.id * 4, "size": 10, "document": rule.id}
                self.do(c.AttachPaper, by, ref=ref, **paper)

    def fill(self, ref: str, by: str, odd: dict[str, str], only: list[str] | None = None) -> None:
        for section in self.profile.form.sections:
            referral = self.office.referral(ref)
            if section not in self.profile.form.applying(referral.answers) or (only and section.id not in only):
                continue
            given = section_answers(self.profile, section.id, referral.answers, self.today, odd)
            self.do(c.SaveSection, by, ref=ref, section=section.id, given=given, drawn_from=referral.revision)

    def answer_exception(self) -> None:
        for referral in self.any(Referral, status=ReferralStatus.AWAITING_EXCEPTION):
            able = gate_officers(self.office, referral, self.today)
            if able and self.maybe(0.1):
                agree = self.maybe(0.7)
                by, reason = able[0].id, "Seen"
                self.do(c.AgreeException if agree else c.RefuseException, by, ref=referral.id, reason=reason)

    def sign(self) -> None:
        """A manager signs or returns; some let it lie for days."""
        checks = tuple(check.id for step in self.profile.authorisation.steps for check in step.checks)
        for referral in self.any(Referral, status=ReferralStatus.AWAITING_AUTHORISATION):
            if self.maybe(0.15):
                self.do(c.SignReferral, referral.manager, ref=referral.id, checks=checks)
            elif self.maybe(0.03):
                self.do(c.ReturnReferral, referral.manager, ref=referral.id, comment="More, please")

    def settle_beforehand(self) -> None:
        """The filter before the meeting: decided, sent on, returned, or left to lie."""
        for referral in self.any(Referral, status=ReferralStatus.IN_FILTER):
            by = self.who(Role.CHAIR, Role.PANEL_ADMIN)
            if self.maybe(0.08):
                self.decide_alone(referral, by)
            elif self.maybe(0.08):
                self.do(c.SendToPanel, by, ref=referral.id, reason="Several agencies")
            elif self.maybe(0.03):
                self.do(c.ReturnReferral, by, ref=referral.id, comment="More, please")

    def decide_without_meeting(self) -> None:
        if self.profile.sittings is None:
            for referral in self.any(Referral, status=ReferralStatus.PRESENTED):
                if self.maybe(0.1):
                    self.decide_alone(referral, self.who(self.profile.decisions.confirmed_by))

    def decide_alone(self, referral: Referral, by: str) -> None:
        outcome = self.rng.choice(outcomes_alone(self.profile, referral))
        terms = self.terms(outcome)
        self.do(c.DecideAlone, by, ref=referral.id, outcome=outcome.code, terms=terms)

    def hear_late(self) -> None:
        """Somebody asks to be heard although the cut-off has passed; an officer answers, or does not."""
        for referral in self.any(Referral, status=ReferralStatus.BOOKED)[:1]:
            if self.maybe(0.05):
                self.do(c.AskLate, referral.referrer, ref=referral.id, reason="It cannot wait")
        for meeting in self.any(PanelMeeting):
            for ask in (ask for ask in meeting.late_asks if not ask.answered_at and self.maybe(0.2)):
                agree = self.maybe(0.6)
                by = self.who(Role.CHAIR)
                self.do(c.AgreeLate if agree else c.RefuseLate, by, ref=ask.ref, reason="Seen")

    def visit(self) -> None:
        """Most record their visit in the week before the panel, some too early, some not at all."""
        for referral in self.any(Referral, status=ReferralStatus.BOOKED) if self.profile.visit else ():
            if self.maybe(0.03):
                day = self.today - timedelta(days=self.rng.choice([0, 0, 1, 12]))
                self.do(c.RecordVisit, referral.referrer, ref=referral.id, day=day.isoformat())

    def ask_emergency(self) -> None:
        if self.profile.route and self.maybe(0.04):
            by = self.who(Role.PRACTITIONER)
            begun = self.do(c.BeginReferral, by, panel=self.profile.id, emergency=True)
            if begun:
                self.fill(begun.about, by, {}, list(self.profile.route.sections))
                if self.profile.route.admission and self.maybe(0.4):
                    said = {"admitted_at": self.now - timedelta(hours=3), "circumstances": "It was night"}
                    self.do(c.RecordAdmission, by, ref=begun.about, **said)
                else:
                    self.do(c.AskEmergency, by, ref=begun.about)

    def answer_emergency(self) -> None:
        """Approvers answer, by telephone now and then, or stay silent; what nobody ratified in time is extended."""
        for one in self.any(EmergencyApproval):
            officer = self.rng.choice(one.asked) if one.asked else self.who(Role.HEAD_OF_SERVICE)
            if one.status is EmergencyStatus.AWAITING_APPROVER and self.maybe(0.3):
                self._answer(one, officer)
            elif one.confirmation is Confirmation.AWAITED and self.maybe(0.3):
                if self.maybe(0.6):
                    self.do(c.ConfirmPhoned, one.decided_by, ref=one.id)
                else:
                    self.do(c.DenyPhoned, one.decided_by, ref=one.id, words="I was not asked")
            elif one.confirmation is Confirmation.DENIED and self.maybe(0.3):
                self.do(c.ApproveEmergency, self.who(*self.profile.emergency.approvers), ref=one.id)
            elif one.status in ("awaiting_extension", "lapsed_unratified") and self.maybe(0.15):
                for meeting in self.office.meetings_ahead(self.profile.id, self.now)[:1]:
                    self.do(c.ExtendEmergency, officer, ref=one.id, meeting=meeting.id, reason="Still needed")

    def _answer(self, one: EmergencyApproval, officer: str) -> None:
        admin = self.who(Role.PANEL_ADMIN)
        if self.maybe(0.4):
            said = {"approver": officer, "approved": self.maybe(0.9), "words": "Yes, until the panel"}
            self.do(c.RecordPhoned, admin, ref=one.id, **said)
        elif self.maybe(0.85):
            self.do(c.ApproveEmergency, officer, ref=one.id)
        else:
            self.do(c.DeclineEmergency, officer, ref=one.id, reason="It can wait")
