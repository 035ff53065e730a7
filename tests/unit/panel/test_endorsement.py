"""A decision somebody else must agree to: in principle until then, and then as any other."""

from typing import Any

import pytest

from panel import commands as c
from panel.decision import Decision, DecisionState, Package, Task
from panel.emergency import EmergencyStatus
from panel.errors import InvalidAnswer, MoveNotAllowed, NotPermitted
from panel.meeting import ItemKind, MeetingStatus
from panel.referral import ReferralStatus
from tests.sitting import HELEN, RUTH, office
from tests.story import DILYS, FIRST_PANEL, PRIYA, SECOND_PANEL, TOM, Story
from tests.unit.panel import afterwards

ALL = '[decisions.endorsed]\nby = "director"\n'
SOME = '[decisions.endorsed]\nby = "director"\non = ["agreed"]\nwhen = { cost_per_week = "more than 1000" }\n'


def confirmed(rule: str = ALL, outcome: str = "agreed", **answers: str) -> tuple[Story, str]:
    """A case the Chair has confirmed, at a panel whose decisions Helen, as director, endorses."""
    story = office(rule, director=(HELEN,)) if rule else office()
    story.meetings()
    return story, story.decided(outcome, **answers)


def decision(story: Story, ref: str) -> Decision:
    return story.store.read().get(Decision, f"{FIRST_PANEL}/{ref}")


def outcome_of(story: Story, ref: str) -> dict[str, Any]:
    """All that follows from a decision, but for revisions and the moment."""
    records = story.store.read()
    package = records.get(Package, ref)
    told = sorted((n.rule, n.to) for n in story.notices("decided") + story.notices("task_given"))
    return {
        "package": (package.end_date, package.review_date, package.reapply_by, package.budget_code),
        "tasks": sorted((task.id, task.owner, task.due) for task in records.find(Task)),
        "status": story.referral(ref).status,
        "told": told,
    }


def test_until_it_is_endorsed_it_is_in_principle() -> None:
    """Its people are told so; no package, no task, no sheet; the director has a card."""
    story, ref = confirmed()
    records = story.store.read()
    assert decision(story, ref).state is DecisionState.IN_PRINCIPLE
    assert (records.look(Package, ref), records.find(Task), story.told("decided")) == (None, [], set())
    assert (story.told("in_principle"), story.told("endorse")) == ({PRIYA, DILYS}, {HELEN})
    with pytest.raises(MoveNotAllowed, match=f"{ref} must be endorsed first"):
        story.do(c.ReleaseDecisions, TOM, meeting=FIRST_PANEL)


def test_endorsed_it_has_exactly_the_effects_of_any_other() -> None:
    """Package, tasks, notices and status are those of a panel that needs nobody else."""
    plain, same = confirmed("")
    story, ref = confirmed()
    story.do(c.EndorseDecision, HELEN, ref=ref)
    assert outcome_of(story, ref) == outcome_of(plain, same)
    story.do(c.ReleaseDecisions, TOM, meeting=FIRST_PANEL)
    assert story.referral(ref).status is ReferralStatus.COMMUNICATED
    assert story.meeting().status is MeetingStatus.DECISIONS_ISSUED
    with pytest.raises(MoveNotAllowed, match="waits to be endorsed"):
        story.do(c.EndorseDecision, HELEN, ref=ref)


@pytest.mark.parametrize(("cost", "state"), [("1000", DecisionState.CONFIRMED), ("1001", DecisionState.IN_PRINCIPLE)])
def test_a_condition_says_which_decisions_need_it(cost: str, state: DecisionState) -> None:
    """Only those above a cost; a refusal never."""
    story, ref = confirmed(SOME, cost_per_week=cost)
    assert decision(story, ref).state is state
    refused, other = confirmed(SOME, "not_agreed", cost_per_week=cost)
    assert decision(refused, other).state is DecisionState.CONFIRMED


@pytest.mark.parametrize("by", [PRIYA, DILYS, RUTH, TOM])
def test_nobody_else_endorses(by: str) -> None:
    """Not the Chair, not the administrator, not those of the case."""
    story, ref = confirmed()
    with pytest.raises(NotPermitted, match="not one of those who can endorse"):
        story.do(c.EndorseDecision, by, ref=ref)


def test_not_endorsed_nothing_of_it_is_done() -> None:
    """A reason is needed; its people hear, the tasks of a refusal follow, and there is no package."""
    story, ref = confirmed()
    with pytest.raises(InvalidAnswer, match="Please give the reason"):
        story.do(c.RefuseEndorsement, HELEN, ref=ref, reason="")
    story.do(c.RefuseEndorsement, HELEN, ref=ref, reason="The cost is too high")
    assert story.store.read().look(Package, ref) is None
    assert [task.id.rsplit("/", 1)[-1] for task in story.store.read().find(Task)] == ["explain_decision"]
    assert {PRIYA, DILYS} <= story.told("decided")
    assert story.referral(ref).status is ReferralStatus.CONFIRMED


def test_sent_back_the_panel_hears_it_again() -> None:
    """It is on the next panel, its people know why, and it can be decided and endorsed there."""
    story, ref = confirmed()
    story.do(c.SendBackDecision, HELEN, ref=ref, reason="Ask about the school")
    assert (story.referral(ref).status, story.referral(ref).meeting) == (ReferralStatus.BOOKED, SECOND_PANEL)
    assert {n.facts["reason"] for n in story.notices("put_off")} == {"Ask about the school"}
    story.do(c.ReleaseDecisions, TOM, meeting=FIRST_PANEL)
    assert story.told("decision_sheet") == set()
    story.open(SECOND_PANEL)
    story.decide(ref, meeting=SECOND_PANEL)
    story.close(SECOND_PANEL)
    story.do(c.EndorseDecision, HELEN, ref=ref)
    assert story.store.read().get(Package, ref).end_date == "2027-06-30"


def test_an_emergency_sent_back_is_ratified_at_the_next_panel_and_needs_an_extension() -> None:
    """It is listed there as what it is, and its approval does not run on by itself."""
    story = office(ALL, director=(RUTH,))
    story.meetings()
    ref = story.approved()
    story.open()
    story.decide(ref, "ratified")
    story.close()
    story.do(c.SendBackDecision, RUTH, ref=ref, reason="Ask about the school")
    item = story.office.meeting(SECOND_PANEL).item(ref)
    assert item is not None
    assert item.kind is ItemKind.RATIFICATION
    emergency = story.emergency(ref)
    assert (emergency.status, emergency.meeting) == (EmergencyStatus.AWAITING_EXTENSION, SECOND_PANEL)
    assert story.told("emergency_near_end")
    story.open(SECOND_PANEL)
    story.decide(ref, "ratified", meeting=SECOND_PANEL)
    story.close(SECOND_PANEL)
    story.do(c.EndorseDecision, RUTH, ref=ref)
    assert story.emergency(ref).status is EmergencyStatus.RATIFIED


def test_what_an_appeal_changes_is_endorsed_or_sent_back_and_never_just_refused() -> None:
    """Sent back, the appeal goes with its item, and the next panel answers it."""
    rule = '[decisions.endorsed]\nby = "head_of_service"\non = ["agreed"]\n'
    story = afterwards.office(afterwards.LATER + rule)
    ref = story.decided("not_agreed")
    afterwards.released(story, FIRST_PANEL)
    asked = {"asked_by": "parent", "received": "11 November 2026", "given": {"written": "yes"}}
    story.do(c.LogAppeal, PRIYA, ref=ref, **asked)
    story.open(SECOND_PANEL)
    story.decide(ref, meeting=SECOND_PANEL)
    story.close(SECOND_PANEL)
    with pytest.raises(MoveNotAllowed, match="is before the panel again"):
        story.do(c.RefuseEndorsement, HELEN, ref=ref, reason="The cost is too high")
    story.do(c.SendBackDecision, HELEN, ref=ref, reason="The cost is too high")
    third = afterwards.appeal(story, ref).meeting
    assert third == "central-bedfordshire.2026-11-25"
    story.open(third)
    story.decide(ref, "uphold", third)
    story.close(third)
    assert afterwards.appeal(story, ref).outcome == "uphold"


def test_it_is_asked_for_each_working_morning() -> None:
    """From the morning after the Chair confirmed, until it is answered."""
    story, ref = confirmed()
    for _ in range(2):
        story.later(days=1)
        story.sweep()
        story.sweep()
    assert [n.to for n in story.notices("endorse_waits")] == [HELEN, HELEN]
    story.do(c.EndorseDecision, HELEN, ref=ref)
    story.later(days=1)
    story.sweep()
    assert len(story.notices("endorse_waits")) == 2
