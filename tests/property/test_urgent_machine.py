"""An emergency against a small model of itself, and panels that move, vanish or are not reached beneath it."""

import random
from contextlib import suppress
from datetime import datetime, time, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from panel import commands as c
from panel.calendar import at_wall, end_of_day, wall
from panel.emergency import UNRATIFIED, EmergencyApproval, EmergencyStatus
from panel.errors import Refused
from panel.meeting import PanelMeeting
from panel.notices import Notice
from tests.story import ASHA, CB, DILYS, HELEN, MARTIN, PRIYA, RUTH, TOM, Story
from tests.urgent_story import story_with

APPROVERS = {HELEN, MARTIN, RUTH}
PEOPLE = st.sampled_from([HELEN, MARTIN, RUTH, TOM, PRIYA, DILYS, ASHA])
STAND = {
    "awaiting_approver": "waits",
    "declined": "refused",
    "awaiting_ratification": "holds",
    "awaiting_extension": "holds",
    "lapsed_unratified": "lapsed",
}


class Emergency(RuleBasedStateMachine):
    """The real thing beside five facts that say what it must be."""

    @initialize()
    def ask_for_it(self) -> None:
        self.story = story_with()
        self.ref = self.story.urgent()
        self.stand, self.by, self.said = "waits", "", "not_needed"
        self.ends: datetime | None = None

    def tried(self, command: type[c.Command], by: str, expected: bool, **fields: Any) -> bool:
        """Carry it out; it is taken exactly when the model says so, and a refusal changes nothing."""
        before = self.story.snapshot()
        try:
            self.story.do(command, by, ref=self.ref, **fields)
        except Refused:
            assert not expected, f"{command.__name__} by {by} was refused"
            assert self.story.snapshot() == before
            return False
        assert expected, f"{command.__name__} by {by} was taken"
        return True

    def next_end(self) -> datetime:
        """The end of the next panel's day, or a week from now."""
        ahead = self.story.office.meetings_ahead(CB, self.story.now)
        today = wall(self.story.now).date()
        return end_of_day(wall(ahead[0].starts_at).date() if ahead else today + timedelta(days=7))

    @rule(by=PEOPLE)
    def approve(self, by: str) -> None:
        denied = self.said == "denied" and self.stand in ("holds", "lapsed")
        if self.tried(c.ApproveEmergency, by, by in APPROVERS and (self.stand == "waits" or denied)):
            self.ends = self.ends or self.next_end()
            self.stand, self.by, self.said = ("holds" if self.stand == "waits" else self.stand), by, "not_needed"

    @rule(by=PEOPLE)
    def decline(self, by: str) -> None:
        if self.tried(c.DeclineEmergency, by, by in APPROVERS and self.stand == "waits", reason="No"):
            self.stand, self.by = "refused", by

    @rule(by=st.sampled_from([TOM, PRIYA, HELEN]), whom=PEOPLE)
    def phone(self, by: str, whom: str) -> None:
        may = by == TOM and whom in APPROVERS and self.stand == "waits"
        if self.tried(c.RecordPhoned, by, may, approver=whom, approved=True, words="Yes"):
            self.ends, self.stand, self.by, self.said = self.next_end(), "holds", whom, "awaited"

    @rule(by=PEOPLE, yes=st.booleans())
    def answer_the_call(self, by: str, yes: bool) -> None:
        command, more = (c.ConfirmPhoned, {}) if yes else (c.DenyPhoned, {"words": "No"})
        if self.tried(command, by, self.said == "awaited" and by == self.by, **more):
            self.said = "confirmed" if yes else "denied"

    @rule(by=PEOPLE, number=st.integers(0, 2))
    def extend(self, by: str, number: int) -> None:
        meetings = self.story.store.read().find(PanelMeeting)
        meeting = meetings[number % len(meetings)]
        until = end_of_day(wall(meeting.starts_at).date())
        stands = self.stand in ("holds", "lapsed") and self.ends is not None and until > self.ends
        may = by in APPROVERS and stands and meeting.is_ahead and meeting.starts_at > self.story.now
        if self.tried(c.ExtendEmergency, by, may, meeting=meeting.id, reason="Needed"):
            self.stand, self.ends = "holds", until

    @rule(by=PEOPLE)
    def search(self, by: str) -> None:
        """Never without an approval, and never on one that is denied."""
        with suppress(Refused):
            self.story.do(c.PermitSearch, by, ref=self.ref)
            assert by == ASHA
            assert self.stand in ("holds", "lapsed")
            assert self.said != "denied"

    @rule(number=st.integers(0, 2))
    def cancel(self, number: int) -> None:
        meetings = self.story.store.read().find(PanelMeeting)
        with suppress(Refused):
            self.story.do(c.AskCancel, HELEN, meeting=meetings[number % len(meetings)].id, reason="No chair")

    @rule(hours=st.sampled_from([1, 6, 24, 96]))
    def time_passes(self, hours: int) -> None:
        self.story.later(hours=hours)
        self.story.sweep()
        if self.stand == "holds" and self.ends and self.ends <= self.story.now:
            self.stand = "lapsed"

    @invariant()
    def is_what_the_model_says(self) -> None:
        real = self.story.emergency(self.ref)
        assert (STAND[real.status], real.decided_by, real.confirmation) == (self.stand, self.by, self.said)
        assert real.ends_at == (self.ends if self.stand in ("holds", "lapsed") else None)
        assert real.decided_by not in (real.requested_by, PRIYA, DILYS)


def run(examples: int, steps: int) -> None:
    checks = [HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.data_too_large]
    run_state_machine_as_test(
        Emergency,
        settings=settings(
            max_examples=examples, stateful_step_count=steps, deadline=None, suppress_health_check=checks
        ),
    )


@pytest.mark.rule("CB-5.2", "CB-5.3")
def test_an_emergency_is_what_a_small_model_says() -> None:
    """Whoever does what in whichever order."""
    run(20, 30)


@pytest.mark.full
def test_an_emergency_is_what_a_small_model_says_over_many_seeds() -> None:
    """Two hundred of them, and longer ones."""
    run(200, 60)


MINUTE = timedelta(minutes=1)


def unsettled(story: Story) -> list[EmergencyApproval]:
    return [each for each in story.store.read().find(EmergencyApproval) if each.status in UNRATIFIED]


def shaken(dice: random.Random) -> Story:
    """A panel whose meetings move, are cancelled, or close without reaching the case, at random hours."""
    story = story_with()
    story.later(hours=dice.randrange(200))
    for _ in range(dice.choice([1, 1, 2])):
        story.approved()
    for _ in range(dice.randrange(1, 6)):
        ahead = [m for m in story.store.read().find(PanelMeeting) if m.is_ahead]
        if ahead:
            with suppress(Refused):
                happen(story, dice, dice.choice(ahead))
        seen(story)
        go_to(story, story.now + timedelta(hours=dice.randrange(1, 120)))
    return story


def happen(story: Story, dice: random.Random, meeting: PanelMeeting) -> None:
    what = dice.choice(["move", "cancel", "not reached"])
    if what == "move":
        day = wall(meeting.starts_at).date() + timedelta(days=dice.choice([-3, -1, 0, 1, 6, 8]))
        starts = at_wall(day, time(dice.choice([9, 14]), 30))
        story.do(c.MoveMeeting, TOM, meeting=meeting.id, starts_at=starts, reason="The building")
    elif what == "cancel":
        story.do(c.AskCancel, HELEN, meeting=meeting.id, reason="No chair")
    else:
        go_to(story, meeting.starts_at)
        story.do(c.StartMeeting, TOM, meeting=meeting.id, chair=RUTH, present=())
        story.do(c.EndMeeting, TOM, meeting=meeting.id)


def go_to(story: Story, until: datetime) -> None:
    """Later, stopping one minute after every end on the way, as the sweep does."""
    for end in sorted(each.ends_at for each in unsettled(story) if each.ends_at and story.now < each.ends_at <= until):
        story.now = max(story.now, end + MINUTE)
        story.sweep()
        seen(story)
    story.now = max(story.now, until)
    story.sweep()
    seen(story)


def seen(story: Story) -> None:
    """No approval outlives its rule unseen: one past its end has rung within a minute, one without a panel was told."""
    officers = {TOM, MARTIN, RUTH, HELEN}
    for each in unsettled(story):
        assert each.ends_at is not None
        owed = story.store.read().find(Notice, about=each.id)
        if each.ends_at + MINUTE <= story.now:
            assert each.status is EmergencyStatus.LAPSED_UNRATIFIED
            rung = [n for n in owed if n.rule == "emergency_lapsed" and n.owed_at >= each.ends_at]
            assert officers <= {n.to for n in rung}
            assert min(n.owed_at for n in rung) <= each.ends_at + MINUTE
        if each.status is EmergencyStatus.AWAITING_EXTENSION:
            told = {n.to for n in owed if n.rule in ("extension_needed", "emergency_near_end")}
            assert officers <= told


@pytest.mark.rule("CB-5.3", "CB-5.4")
@pytest.mark.parametrize("runs", [80, pytest.param(10_000, marks=pytest.mark.full)])
def test_no_approval_outlives_its_rule_unseen(runs: int) -> None:
    """Moved, cancelled, inquorate or not reached: within a minute of its end the officers are told."""
    start = random.randrange(2**32)
    for number in range(runs):
        try:
            shaken(random.Random(start + number))
        except AssertionError as error:
            raise AssertionError(f"seed {start + number}") from error
