"""The meeting of other panels, by chat: an agenda confirmed, a quorum lost while it sits, a decision endorsed."""

import pytest

from panel.decision import Decision, DecisionState, Package
from panel.meeting import MeetingStatus
from tests.sitting import HELEN, SEATS, office
from tests.story import FIRST_PANEL, RUTH, SECOND_PANEL, TOM
from tests.unit.dialogs.stage import Stage

TYPED = "agreed; reasons: Clear; end: 30 June 2027; review: 1/6/2027; reapply: 2 June 2027; budget: K123"


def opened(stage: Stage, present: str) -> str:
    """The first panel on its day, opened by typing."""
    stage.story.now = stage.story.meeting().starts_at
    return stage.said(TOM, f"start meeting chair Ruth Adeyemi; present {present}")


@pytest.mark.rule("RO-11.1", "RO-11.2")
def test_an_agenda_is_put_in_order_and_confirmed_by_typing() -> None:
    """The Chair reads the draft, hears one earlier, takes one off, and confirms; the meeting can then begin."""
    stage = Stage(office('[agenda]\nconfirmed_by = "chair"\n'))
    story = stage.story
    story.meetings()
    first, second, third = (story.signed() for _ in range(3))
    story.now = story.meeting().cutoff_at
    story.sweep()
    assert "has a draft agenda" in stage.said(TOM, "agenda")
    assert f"1. 09:30: {third}, referral" in stage.said(RUTH, f"move item {third} to 1")
    assert "Its people have been told why" in stage.said(RUTH, f"take off {second} because the plan is not agreed")
    assert "Only the Chair" in stage.said(TOM, "confirm agenda")
    assert "The agenda is confirmed" in stage.said(RUTH, "confirm agenda")
    assert [item.ref for item in story.meeting().items] == [third, first]
    assert story.referral(second).meeting == SECOND_PANEL
    assert "never confirmed" not in opened(stage, "Joan Ellis")


def test_an_agenda_never_confirmed_is_said_when_the_meeting_opens() -> None:
    """The meeting goes on."""
    stage = Stage(office('[agenda]\nconfirmed_by = "chair"\n'))
    stage.story.meetings()
    stage.story.signed()
    assert "never confirmed" in opened(stage, "Joan Ellis")
    assert stage.story.meeting().status is MeetingStatus.IN_SESSION


@pytest.mark.rule("BI-2.3", "BI-2.2")
def test_a_quorum_lost_in_the_meeting_is_said_and_mended() -> None:
    """Sorry, a substitute, one who leaves: what is decided, what is not, and why, in the words people type."""
    stage = Stage(office(SEATS, "[quorum]\nmembers = 3\n"))
    story = stage.story
    story.meetings()
    first, second = story.signed(), story.signed()
    sorry = "sorry 11 November I am on leave"
    asha = next(p.id for p in story.council.directory.everyone() if p.name == "Asha Patel")
    assert "Noted: Asha Patel cannot come. The panel is NOT QUORATE" in stage.said(asha, sorry)
    substitute = "substitute Asha Patel by Sam Okafor for 11 November 2026 because leave"
    assert "Sam Okafor stands in at this meeting only" in stage.said(TOM, substitute)
    assert "Quorate: 3 of 3 needed are here" in opened(stage, "Joan Ellis, Sam Okafor")
    assert "is written down" in stage.said(TOM, f"decide {first} {TYPED}")
    assert "NOT QUORATE" in stage.said(TOM, "left Sam Okafor")
    assert "not quorate for" in stage.said(TOM, f"decide {second} {TYPED}")
    stage.said(TOM, "arrived Sam Okafor")
    conflict = stage.said(TOM, f"conflict Joan Ellis {second} she knows the family")
    assert "Joan Ellis takes no part" in conflict
    assert "not quorate for" in stage.said(TOM, f"decide {second} {TYPED}")
    assert "goes to the next panel" in stage.said(TOM, f"presenter absent {second} move because nobody came")
    assert story.referral(second).meeting == SECOND_PANEL


def test_a_decision_is_endorsed_by_typing() -> None:
    """In principle until then; the director reads it, and after that it is as any other."""
    stage = Stage(office('[decisions.endorsed]\nby = "director"\n', director=(HELEN,)))
    story = stage.story
    story.meetings()
    ref = story.decided()
    decision = story.store.read().get(Decision, f"{FIRST_PANEL}/{ref}")
    assert decision.state is DecisionState.IN_PRINCIPLE
    assert "IN PRINCIPLE ONLY" in stage.said(RUTH, "decisions")
    assert "Please give the reason" in stage.said(HELEN, f"refuse endorsement {ref}")
    assert f"{ref} is endorsed and final" in stage.said(HELEN, f"endorse {ref}")
    assert story.store.read().get(Package, ref).budget_code == "K123"
    assert "waits to be endorsed" in stage.said(HELEN, f"endorse {ref}")
