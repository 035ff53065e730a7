"""Random people ask for random things at random moments, and what a panel promises holds after every one."""

import random
from collections import Counter
from datetime import UTC, datetime
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from panel import commands as c
from panel.decision import Decision, DecisionState, Package
from panel.emergency import TEMPORARY, UNRATIFIED, EmergencyApproval, EmergencyStatus
from panel.errors import Refused
from panel.meeting import MeetingStatus, PanelMeeting
from panel.notices import Notice
from panel.referral import LISTED, Referral
from tests.story import ASHA, CB, CHECKS, DILYS, HELEN, JOAN, MARTIN, PRIYA, RUTH, SAM, TERMS, TOM, Story

PEOPLE = st.sampled_from([PRIYA, SAM, DILYS, HELEN, MARTIN, RUTH, TOM, JOAN, ASHA])
NUMBERS = st.integers(0, 5)
CHAIRS = {MARTIN, RUTH}
OUTCOMES = st.sampled_from(["agreed", "not_agreed", "deferred", "ratified", "ratified_varied", "not_ratified"])
BINDING = (DecisionState.CONFIRMED, DecisionState.RELEASED)


class Panel(RuleBasedStateMachine):
    """One office. Cases and meetings are named by a number, so that most commands hit something there."""

    def __init__(self) -> None:
        super().__init__()
        self.story = Story()
        self.decided: dict[tuple[str, str], str] = {}

    @initialize()
    def three_panels_and_two_cases(self) -> None:
        self.story.meetings()
        self.story.complete()
        self.story.urgent()
        self.story.signed()
        self.story.approved()

    def ask(self, command: type[c.Command], by: str, **fields: Any) -> None:
        """Carry it out; refused, nothing may have changed."""
        before = self.story.snapshot()
        entries = len(self.story.store.entries)
        try:
            self.story.do(command, by, **fields)
        except Refused:
            assert self.story.snapshot() == before
            return
        assert len(self.story.store.entries) - entries == (self.story.snapshot() != before)

    def case(self, number: int) -> str:
        cases = self.story.store.read().find(Referral)
        return cases[number % len(cases)].id

    def sitting(self, number: int) -> str:
        meetings = self.story.store.read().find(PanelMeeting)
        return meetings[number % len(meetings)].id

    @rule(by=st.sampled_from([PRIYA, SAM]), date=st.sampled_from(["", "2026-11-18"]))
    def complete_one(self, by: str, date: str) -> None:
        if self.story.store.read().count(Referral) < 8:
            try:
                self.story.complete(by, panel_date=date)
            except Refused:
                return  # the date asked for, or one of the plain answers, has passed by now: a draft is left

    @rule(urgent=st.booleans())
    def begin_one(self, urgent: bool) -> None:
        if self.story.store.read().count(Referral) < 8:
            ref = self.story.begin(emergency=urgent)
            self.story.fill(ref, only=["child", "urgent"])

    @rule(n=NUMBERS)
    def fill_it_in(self, n: int) -> None:
        ref = self.case(n)
        try:
            self.story.fill(ref, by=self.story.referral(ref).referrer)
            self.story.attach(ref, by=self.story.referral(ref).referrer)
        except Refused:
            return

    @rule(n=NUMBERS, by=PEOPLE, own=st.booleans())
    def send(self, n: int, by: str, own: bool) -> None:
        ref = self.case(n)
        self.ask(c.SendToManager, self.story.referral(ref).referrer if own else by, ref=ref)

    @rule(n=NUMBERS, by=st.sampled_from([DILYS, DILYS, DILYS, HELEN, PRIYA]))
    def sign(self, n: int, by: str) -> None:
        self.ask(c.SignReferral, by, ref=self.case(n), checks=CHECKS)

    @rule(n=NUMBERS, by=st.sampled_from([DILYS, PRIYA]))
    def give_back(self, n: int, by: str) -> None:
        self.ask(c.ReturnReferral, by, ref=self.case(n), comment="More, please")

    @rule(n=NUMBERS, by=PEOPLE)
    def withdraw(self, n: int, by: str) -> None:
        self.ask(c.WithdrawReferral, by, ref=self.case(n), reason="No longer needed")

    @rule(n=NUMBERS, by=PEOPLE)
    def outside_the_remit(self, n: int, by: str) -> None:
        self.ask(c.AnswerQuestion, by, ref=self.case(n), question="cohort", given="None of these")

    @rule(n=NUMBERS, by=PEOPLE)
    def ask_for_approval(self, n: int, by: str) -> None:
        self.ask(c.AskEmergency, by, ref=self.case(n))

    @rule(n=NUMBERS, by=PEOPLE, yes=st.booleans())
    def answer_an_emergency(self, n: int, by: str, yes: bool) -> None:
        self.ask(
            c.ApproveEmergency if yes else c.DeclineEmergency, by, ref=self.case(n), **({} if yes else {"reason": "x"})
        )

    @rule(n=NUMBERS, m=NUMBERS, by=PEOPLE)
    def extend(self, n: int, m: int, by: str) -> None:
        self.ask(c.ExtendEmergency, by, ref=self.case(n), meeting=self.sitting(m), reason="Needed")

    @rule(n=NUMBERS, by=PEOPLE)
    def place(self, n: int, by: str) -> None:
        self.ask(c.RecordPlacement, by, ref=self.case(n), provider="Oak", placed_on="3 Nov 2026", weekly_cost="9")

    @rule(n=NUMBERS, m=NUMBERS, by=PEOPLE, reason=st.sampled_from(["", "Exceptional"]))
    def move(self, n: int, m: int, by: str, reason: str) -> None:
        self.ask(c.MoveBooking, by, ref=self.case(n), meeting=self.sitting(m), reason=reason)

    @rule(day=st.integers(3, 30), month=st.sampled_from([11, 12]), by=st.sampled_from([TOM, RUTH, PRIYA]))
    def add_a_date(self, day: int, month: int, by: str) -> None:
        self.ask(c.AddMeeting, by, panel=CB, starts_at=datetime(2026, month, day, 9, 30, tzinfo=UTC))

    @rule(m=NUMBERS, by=st.sampled_from([TOM, RUTH, JOAN]), chair=st.sampled_from([RUTH, MARTIN, JOAN]))
    def open_a_meeting(self, m: int, by: str, chair: str) -> None:
        self.ask(c.StartMeeting, by, meeting=self.sitting(m), chair=chair, present=(JOAN,))

    @rule(n=NUMBERS, m=NUMBERS, outcome=OUTCOMES, by=st.sampled_from([TOM, TOM, PRIYA]))
    def draft(self, n: int, m: int, outcome: str, by: str) -> None:
        self.ask(c.DraftDecision, by, meeting=self.sitting(m), ref=self.case(n), outcome=outcome, terms=TERMS)

    @rule(m=NUMBERS, by=PEOPLE)
    def end_or_confirm_or_release(self, m: int, by: str) -> None:
        meeting = self.sitting(m)
        self.ask(c.EndMeeting, by, meeting=meeting)
        self.ask(c.ConfirmDecisions, by, meeting=meeting)
        self.ask(c.ReleaseDecisions, by, meeting=meeting)

    @rule(m=NUMBERS, seed=st.integers(0, 99))
    def hold_a_whole_meeting(self, m: int, seed: int) -> None:
        """Open, decide some items, close: whatever the agenda holds, the panel must be able to finish its day."""
        coming = [each for each in self.story.store.read().find(PanelMeeting) if each.is_ahead]
        if not coming:
            return
        meeting = coming[m % 2 % len(coming)]
        self.story.now = max(self.story.now, meeting.starts_at)
        self.story.do(c.StartMeeting, TOM, meeting=meeting.id, chair=RUTH, present=())
        for item in meeting.items:
            choices = ["ratified", "not_ratified"] if item.kind == "ratification" else ["agreed", "deferred"]
            if random.Random(f"{seed}{item.ref}").random() < 0.6:
                self.ask(c.DraftDecision, TOM, meeting=meeting.id, ref=item.ref, outcome=choices[seed % 2], terms=TERMS)
        self.story.do(c.EndMeeting, TOM, meeting=meeting.id)
        self.story.do(c.ConfirmDecisions, RUTH, meeting=meeting.id)

    @rule(hours=st.sampled_from([1, 3, 24, 72, 168]))
    def time_passes(self, hours: int) -> None:
        self.story.later(hours=hours)

    @rule()
    def sweep(self) -> None:
        """A second sweep owes nothing new, and no approval past its end is left unseen."""
        for _ in range(2):
            self.story.sweep()
        before = self.story.snapshot()
        self.story.sweep()
        assert self.story.snapshot() == before
        for emergency in self.story.store.read().find(EmergencyApproval):
            if emergency.ends_at and emergency.ends_at <= self.story.now:
                assert emergency.status not in TEMPORARY
            if emergency.status is EmergencyStatus.LAPSED_UNRATIFIED:
                owed = self.story.store.read().find(Notice, about=emergency.id)
                assert {TOM, RUTH, MARTIN, HELEN} <= {n.to for n in owed if n.rule == "emergency_lapsed"}

    @rule(n=NUMBERS, key=st.sampled_from("ab"))
    def repeat(self, n: int, key: str) -> None:
        """A keyed command carried out again changes nothing, whatever happened in between."""
        fields = {"ref": self.case(n), "key": f"{key}{self.case(n)}"}
        try:
            first = self.story.do(c.ApproveEmergency, HELEN, **fields)
        except Refused:
            return
        before = self.story.snapshot()
        assert self.story.do(c.ApproveEmergency, HELEN, **fields) == first
        assert self.story.snapshot() == before

    @invariant()
    def emergencies_keep_their_promise(self) -> None:
        """Never two decisions, never one's own; an approval ends and, with a panel ahead, is listed there once."""
        records = self.story.store.read()
        ahead = [m for m in records.find(PanelMeeting) if m.is_ahead]
        for emergency in records.find(EmergencyApproval):
            key = (emergency.id, emergency.code)
            if emergency.decided_by:
                assert self.decided.setdefault(key, emergency.decided_by) == emergency.decided_by
                assert emergency.decided_by not in (
                    emergency.requested_by,
                    records.get(Referral, emergency.id).referrer,
                )
            if emergency.status in UNRATIFIED:
                assert emergency.ends_at is not None
                items = [m.id for m in ahead if m.ratifies(emergency.id)]
                assert len(items) <= 1
                if emergency.meeting in {m.id for m in ahead}:
                    assert items == [emergency.meeting]
                else:
                    assert emergency.meeting or not [m for m in ahead if m.starts_at > self.story.now]

    @invariant()
    def agendas_are_in_order(self) -> None:
        """Slots never overlap, and a listed case stands on its own meeting's agenda and on no other ahead."""
        records = self.story.store.read()
        meetings = records.find(PanelMeeting)
        for meeting in meetings:
            for first, second in pairwise(meeting.items):
                assert first.ends_at <= second.starts_at
        on_agendas = Counter(item.ref for meeting in meetings if meeting.is_ahead for item in meeting.items)
        assert [ref for ref, times in on_agendas.items() if times > 1] == []
        for referral in records.find(Referral):
            if referral.status in LISTED:
                meeting = records.get(PanelMeeting, referral.meeting)
                assert meeting.item(referral.id) is not None

    @invariant()
    def decisions_bind_by_the_chair_alone(self) -> None:
        """Before a Chair confirmed, nothing is binding, no package stands and no emergency is settled."""
        records = self.story.store.read()
        for decision in records.find(Decision):
            assert (decision.state in BINDING) is (decision.confirmed_by in CHAIRS)
        agreed = {d.ref for d in records.find(Decision) if d.state in BINDING}
        assert {package.id for package in records.find(Package)} <= agreed
        settled = [e for e in records.find(EmergencyApproval) if e.ratified_at]
        assert [e for e in settled if e.id not in agreed] == []
        for meeting in records.find(PanelMeeting):
            assert bool(meeting.chair) is (meeting.status not in (*AHEAD_STATES,))


AHEAD_STATES = [s for s in MeetingStatus if s in ("open", "scheduled", "closed_to_submissions")]


def run(examples: int, steps: int) -> None:
    run_state_machine_as_test(
        Panel,
        settings=settings(
            max_examples=examples,
            stateful_step_count=steps,
            deadline=None,
            suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.data_too_large],
        ),
    )


@pytest.mark.rule("CB-5.2", "CB-5.3", "CB-5.4", "CB-5.10", "CB-10.2", "CB-10.17")
def test_promises_hold_whatever_people_do() -> None:
    """A moderate number of random afternoons."""
    run(12, 40)


@pytest.mark.full
def test_promises_hold_over_many_seeds() -> None:
    """Two hundred of them, and longer ones."""
    run(200, 120)
