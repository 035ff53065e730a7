"""Decisions written down at one meeting and overtaken before they were confirmed: they must not stop its Chair."""

from datetime import UTC, datetime

import pytest

from panel import commands as c
from panel.appeal import AppealStatus
from panel.decision import Decision, DecisionState
from panel.emergency import EmergencyStatus
from panel.errors import MoveNotAllowed
from panel.meeting import MeetingStatus
from panel.minutes import Minutes
from tests.sitting import office
from tests.story import CB, FIRST_PANEL, PRIYA, RUTH, SECOND_PANEL, TERMS, TOM, Story
from tests.unit.panel import afterwards

THIRD_PANEL = f"{CB}.2026-11-25"
BACK = {"return_date": "18 November 2026"}
ENDORSED = '[decisions.endorsed]\nby = "director"\n'


def extended(outcome: str = "ratified", **terms: str) -> tuple[Story, str]:
    """An emergency decided at the first panel, not confirmed, and extended to the second."""
    story = Story()
    story.meetings()
    ref = story.approved()
    story.open()
    story.decide(ref, outcome, **terms)
    story.do(c.EndMeeting, TOM, meeting=FIRST_PANEL)
    story.do(c.ExtendEmergency, RUTH, ref=ref, meeting=SECOND_PANEL, reason="The Chair is away")
    return story, ref


def state(story: Story, meeting: str, ref: str) -> DecisionState:
    return story.store.read().get(Decision, f"{meeting}/{ref}").state


def confirmed(story: Story, meeting: str) -> MeetingStatus:
    """Where the meeting stands once its Chair has confirmed and its sheets have gone out."""
    story.do(c.ConfirmDecisions, RUTH, meeting=meeting)
    story.do(c.ReleaseDecisions, TOM, meeting=meeting)
    return story.meeting(meeting).status


@pytest.mark.parametrize("first", ["ratified", "not_ratified", "deferred"])
def test_a_later_panels_decision_on_an_emergency_stands_and_the_earlier_is_passed_over(first: str) -> None:
    """The first meeting's other decisions are confirmed and go out; nothing follows from the one passed over."""
    story, ref = extended(first, **BACK)
    story.open(SECOND_PANEL)
    story.decide(ref, "ratified", SECOND_PANEL)
    story.close(SECOND_PANEL)
    assert story.emergency(ref).ratified_at == SECOND_PANEL
    told = len(story.notices("decided"))
    assert confirmed(story, FIRST_PANEL) is MeetingStatus.DECISIONS_ISSUED
    assert state(story, FIRST_PANEL, ref) is DecisionState.DRAFT
    assert (story.emergency(ref).status, story.emergency(ref).ratified_at) == (EmergencyStatus.RATIFIED, SECOND_PANEL)
    assert (len(story.notices("decided")), story.emergency(ref).extensions[1:]) == (told, ())
    minutes = story.store.read().get(Minutes, FIRST_PANEL)
    assert [item.result for item in minutes.items] == ["No decision"]


def test_what_a_later_panel_wrote_down_counts_before_it_is_confirmed() -> None:
    """The first Chair confirms between: the second panel's decision is still the one that stands."""
    story, ref = extended("not_ratified")
    story.open(SECOND_PANEL)
    story.decide(ref, "ratified", SECOND_PANEL)
    assert confirmed(story, FIRST_PANEL) is MeetingStatus.DECISIONS_ISSUED
    assert story.emergency(ref).status is EmergencyStatus.AWAITING_RATIFICATION
    story.close(SECOND_PANEL)
    assert (story.emergency(ref).status, story.emergency(ref).ratified_at) == (EmergencyStatus.RATIFIED, SECOND_PANEL)


@pytest.mark.parametrize("sitting", [False, True])
def test_an_extension_alone_does_not_undo_what_the_panel_decided(sitting: bool) -> None:
    """Confirmed late, it stands; the later meeting has nothing left to ratify, and carries nothing on."""
    story, ref = extended()
    if sitting:
        story.open(SECOND_PANEL)
    story.do(c.ConfirmDecisions, RUTH, meeting=FIRST_PANEL)
    assert (story.emergency(ref).status, story.emergency(ref).ratified_at) == (EmergencyStatus.RATIFIED, FIRST_PANEL)
    if sitting:
        with pytest.raises(MoveNotAllowed, match="no longer heard at this meeting"):
            story.decide(ref, "ratified", SECOND_PANEL)
        story.do(c.EndMeeting, TOM, meeting=SECOND_PANEL)
    else:
        assert story.meeting(SECOND_PANEL).item(ref) is None
    assert story.meeting(THIRD_PANEL).item(ref) is None
    assert story.emergency(ref).status is EmergencyStatus.RATIFIED


def test_putting_off_what_was_extended_already_changes_nothing() -> None:
    """The officer's extension has taken it to that panel; the Chair is not refused for ever."""
    story, ref = extended("deferred", **BACK)
    assert confirmed(story, FIRST_PANEL) is MeetingStatus.DECISIONS_ISSUED
    emergency = story.emergency(ref)
    assert (emergency.meeting, len(emergency.extensions)) == (SECOND_PANEL, 1)
    assert story.meeting(SECOND_PANEL).item(ref) is not None


def test_an_appeal_withdrawn_after_it_was_heard_does_not_stop_the_chair() -> None:
    """Nothing follows from what the panel wrote down on it."""
    story = afterwards.office()
    ref = story.decided("not_agreed")
    afterwards.released(story, FIRST_PANEL)
    asked = {"asked_by": "parent", "received": "11 November 2026", "given": {"written": "yes"}}
    story.do(c.LogAppeal, PRIYA, ref=ref, **asked)
    story.open(SECOND_PANEL)
    story.do(c.DraftDecision, TOM, meeting=SECOND_PANEL, ref=ref, outcome="uphold", terms=TERMS)
    story.do(c.EndMeeting, TOM, meeting=SECOND_PANEL)
    held, posts = story.meeting(SECOND_PANEL), len(story.notices("agenda"))
    story.do(c.WithdrawAppeal, PRIYA, ref=ref, reason="The family wrote to say so")
    assert (story.meeting(SECOND_PANEL), len(story.notices("agenda"))) == (held, posts)
    assert confirmed(story, SECOND_PANEL) is MeetingStatus.DECISIONS_ISSUED
    assert afterwards.appeal(story, ref).status is AppealStatus.WITHDRAWN
    assert state(story, SECOND_PANEL, ref) is DecisionState.DRAFT


def test_several_cases_put_off_at_once_go_to_one_meeting_together() -> None:
    """One heard first, and two that came back: one commit lists all three."""
    story = afterwards.office()
    refs = [story.signed() for _ in range(2)]
    story.open()
    for ref in refs:
        story.decide(ref)
    story.close()
    story.now = datetime(2026, 11, 12, 9, 0, tzinfo=UTC)
    new = story.signed()
    for ref in refs:
        story.do(c.ReportChange, PRIYA, ref=ref, happening="early_review", given={"why": "School has ended"})
    story.open(SECOND_PANEL)
    for ref in (*refs, new):
        story.decide(ref, "deferred", SECOND_PANEL)
    story.close(SECOND_PANEL)
    assert {item.ref for item in story.meeting(THIRD_PANEL).items} == {*refs, new}
    assert {afterwards.review(story, ref, "early_review").meeting for ref in refs} == {THIRD_PANEL}


def in_principle() -> tuple[Story, str, str]:
    """An emergency and another case, ratified and agreed in principle; the emergency then extended to the second."""
    story = office(ENDORSED, director=(RUTH,))
    story.meetings()
    ref, other = story.approved(), story.signed()
    story.open()
    story.decide(ref, "ratified")
    story.decide(other)
    story.close()
    story.do(c.ExtendEmergency, RUTH, ref=ref, meeting=SECOND_PANEL, reason="Nobody has endorsed it yet")
    return story, ref, other


def test_endorsed_after_an_extension_it_has_nothing_left_to_ratify() -> None:
    """It leaves the agenda it was extended to, and the channel sees that."""
    story, ref, _ = in_principle()
    posted = {note.id for note in story.notices("agenda")}
    story.do(c.EndorseDecision, RUTH, ref=ref)
    assert (story.emergency(ref).status, story.emergency(ref).ratified_at) == (EmergencyStatus.RATIFIED, FIRST_PANEL)
    assert story.meeting(SECOND_PANEL).item(ref) is None
    assert [note.about for note in story.notices("agenda") if note.id not in posted] == [SECOND_PANEL]


def test_what_waited_to_be_endorsed_and_was_overtaken_holds_nothing_up() -> None:
    """The later decision is the one to endorse; the first meeting, its sheets out, is asked to be closed and is."""
    story, ref, other = in_principle()
    story.do(c.EndorseDecision, RUTH, ref=other)
    story.do(c.ReleaseDecisions, TOM, meeting=FIRST_PANEL)
    assert story.meeting().status is MeetingStatus.DECISIONS_CONFIRMED
    story.open(SECOND_PANEL)
    story.decide(ref, "ratified", SECOND_PANEL)
    with pytest.raises(MoveNotAllowed, match="waits to be endorsed"):
        story.do(c.EndorseDecision, RUTH, ref=ref)
    story.close(SECOND_PANEL)
    story.do(c.EndorseDecision, RUTH, ref=ref)
    assert (state(story, FIRST_PANEL, ref), story.emergency(ref).ratified_at) == ("in_principle", SECOND_PANEL)
    story.later(days=1)
    story.sweep()
    assert {note.to for note in story.notices("release_due") if note.about == FIRST_PANEL and "over" in note.facts}
    story.do(c.ReleaseDecisions, TOM, meeting=FIRST_PANEL)
    assert story.meeting().status is MeetingStatus.DECISIONS_ISSUED
