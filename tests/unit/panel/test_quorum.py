"""Who must be there: seats that count once, conflicts, people who come and go, substitutes, a quorum at risk."""

from datetime import UTC, datetime

import pytest

from panel import commands as c
from panel.decision import Decision
from panel.errors import InvalidAnswer, MoveNotAllowed, NotPermitted, Refused
from panel.referral import ReferralStatus
from panel.rules.quorum import Counted
from panel.seating import expected_quorum, quorum_now
from panel.sitting_policies import needs
from tests.sitting import ASHA, FEMI, HELEN, JOAN, MARTIN, RUTH, SAM, SEATS, office
from tests.story import DILYS, FIRST_PANEL, PRIYA, SECOND_PANEL, TERMS, TOM, Story

THREE = SEATS + "[quorum]\nmembers = 3\n"


def begun(story: Story, *present: str, chair: str = RUTH) -> str:
    """A case on the first panel, opened with these people."""
    story.meetings()
    ref = story.signed()
    story.now = story.meeting().starts_at
    story.do(c.StartMeeting, TOM, meeting=FIRST_PANEL, chair=chair, present=present)
    return ref


def decision(story: Story, ref: str) -> Decision:
    return story.store.read().get(Decision, f"{FIRST_PANEL}/{ref}")


@pytest.mark.rule("BI-2.3", "KN-1.1")
def test_three_members_decide_and_the_decision_says_who_they_were() -> None:
    """Chair, team manager and health make three; the record names their seats, and that they were enough."""
    story = office(THREE)
    ref = begun(story, JOAN, ASHA)
    story.decide(ref)
    made = decision(story, ref)
    assert (made.seats, made.quorate) == (("chair", "team_manager", "health"), True)


@pytest.mark.rule("BI-2.3")
@pytest.mark.parametrize(
    "present",
    [(JOAN,), (JOAN, MARTIN), (JOAN, FEMI), (JOAN, DILYS, PRIYA)],
    ids=["two", "two in one seat", "one who takes the minutes", "those of the case"],
)
def test_with_fewer_nothing_is_decided(present: tuple[str, ...]) -> None:
    """A seat counts once, the minute taker does not count, and neither do those who present."""
    story = office(THREE)
    ref = begun(story, *present)
    before = story.snapshot()
    with pytest.raises(MoveNotAllowed, match=r"not quorate for CB-0001.*2 of 3 needed are here; lacking: 1 more"):
        story.decide(ref)
    assert story.snapshot() == before


@pytest.mark.rule("BI-2.3")
def test_who_has_a_conflict_does_not_count_for_that_item() -> None:
    """For the other item they count as before; the conflict is their own to declare."""
    story = office(THREE)
    story.meetings()
    first, second = story.signed(), story.signed()
    story.now = story.meeting().starts_at
    story.do(c.StartMeeting, TOM, meeting=FIRST_PANEL, chair=RUTH, present=(JOAN, ASHA))
    story.do(c.DeclareConflict, ASHA, meeting=FIRST_PANEL, person=ASHA, ref=first, reason="Knows the family")
    with pytest.raises(MoveNotAllowed, match="not quorate"):
        story.decide(first)
    story.decide(second)
    assert decision(story, second).participants == (RUTH, JOAN, ASHA, DILYS)


@pytest.mark.rule("BI-2.3")
def test_a_quorum_lost_in_the_meeting_stops_decisions_until_somebody_comes() -> None:
    """What was decided stands; the rest waits, and is carried over if nobody comes."""
    story = office(THREE)
    story.meetings()
    first, second, third = (story.signed() for _ in range(3))
    story.now = story.meeting().starts_at
    story.do(c.StartMeeting, TOM, meeting=FIRST_PANEL, chair=RUTH, present=(JOAN, ASHA))
    story.decide(first)
    left = story.do(c.Leave, TOM, meeting=FIRST_PANEL, person=ASHA)
    assert (left.facts["quorate"], left.facts["quorum"]) == ("no", "2 of 3 needed are here; lacking: 1 more.")
    with pytest.raises(MoveNotAllowed, match="not quorate"):
        story.decide(second)
    story.do(c.Arrive, TOM, meeting=FIRST_PANEL, person=ASHA)
    story.decide(second)
    story.do(c.Leave, TOM, meeting=FIRST_PANEL, person=JOAN)
    story.close()
    assert [story.referral(ref).status for ref in (first, second)] == [ReferralStatus.CONFIRMED] * 2
    assert (story.referral(third).status, story.referral(third).meeting) == (ReferralStatus.BOOKED, SECOND_PANEL)


@pytest.mark.rule("BI-2.3")
def test_several_who_came_and_went_are_noted_at_once() -> None:
    """One act; somebody noted by another in between stays as they were noted, and the answer says how it stands."""
    story = office(THREE)
    begun(story, JOAN, ASHA)
    story.do(c.Arrive, TOM, meeting=FIRST_PANEL, person=FEMI)
    before = story.meeting().revision
    noted = story.do(c.NoteWhoIsHere, TOM, meeting=FIRST_PANEL, came=(SAM,), went=(ASHA,))
    assert story.meeting().present == {RUTH, JOAN, FEMI, SAM}
    assert (story.meeting().revision, noted.facts["quorate"]) == (before + 1, "no")
    story.do(c.NoteWhoIsHere, TOM, meeting=FIRST_PANEL, came=(SAM, ASHA), went=(HELEN,))
    assert story.meeting().present == {RUTH, JOAN, FEMI, SAM, ASHA}
    assert [line.person for line in story.meeting().attendance].count(SAM) == 1


def test_without_anyone_who_may_chair_nothing_is_decided() -> None:
    """The Chair leaves: it can be talked about; once the other Chair takes the chair it can be decided."""
    story = office(SEATS, "[quorum]\nmembers = 2\n")
    ref = begun(story, JOAN, ASHA)
    left = story.do(c.Leave, TOM, meeting=FIRST_PANEL, person=RUTH)
    assert left.facts["chairless"] == "yes"
    with pytest.raises(MoveNotAllowed, match="Nobody who may chair is here"):
        story.decide(ref)
    with pytest.raises(InvalidAnswer, match="someone who may chair this panel: the Chair"):
        story.do(c.TakeChair, TOM, meeting=FIRST_PANEL, person=JOAN)
    story.do(c.TakeChair, TOM, meeting=FIRST_PANEL, person=MARTIN)
    story.decide(ref)
    assert (story.meeting().chair, decision(story, ref).seats) == (MARTIN, ("chair", "team_manager", "health"))


@pytest.mark.parametrize(("enforce", "quorate"), [("warn", False), ("off", False)])
def test_a_panel_may_only_mark_it(enforce: str, quorate: bool) -> None:
    """The decision is written down and says that it was not quorate."""
    story = office(THREE, f'enforce = "{enforce}"\n')
    ref = begun(story, JOAN)
    story.decide(ref)
    assert decision(story, ref).quorate is quorate


@pytest.mark.rule("BI-2.2")
def test_a_substitute_has_the_seat_for_that_meeting_only() -> None:
    """Named with a reason; they count in the member’s seat there, and not at the next panel."""
    story = office(THREE)
    story.meetings()
    story.do(c.SayAway, JOAN, meeting=FIRST_PANEL, person=JOAN, reason="On leave")
    story.do(c.SayAway, ASHA, meeting=FIRST_PANEL, person=ASHA, reason="Ill")
    expected = expected_quorum(story.office, story.meeting())
    assert expected is not None
    assert expected.present == 1
    story.do(c.NameSubstitute, JOAN, meeting=FIRST_PANEL, person=JOAN, substitute=SAM)
    story.do(c.NameSubstitute, TOM, meeting=FIRST_PANEL, person=ASHA, substitute=HELEN, reason="sickness")
    story.now = story.meeting().starts_at
    story.do(c.StartMeeting, TOM, meeting=FIRST_PANEL, chair=RUTH, present=(SAM, HELEN))
    lines = {line.person: (line.part, line.seat) for line in story.meeting().attendance if line.present}
    assert lines[SAM] == ("substitute", "team_manager")
    counted = quorum_now(story.office, story.meeting())
    assert counted is not None
    assert counted.quorate
    later = expected_quorum(story.office, story.meeting(SECOND_PANEL))
    assert later is not None
    assert later.present == 3


@pytest.mark.rule("BI-2.2")
def test_a_substitute_needs_a_reason_and_a_free_person() -> None:
    """No reason, someone with a seat of their own, a stranger to the panel who is away: refused."""
    story = office(THREE)
    story.meetings()
    with pytest.raises(InvalidAnswer, match="leave, sickness or something unforeseen"):
        story.do(c.NameSubstitute, TOM, meeting=FIRST_PANEL, person=JOAN, substitute=SAM)
    with pytest.raises(Refused, match="already sits at that meeting"):
        story.do(c.NameSubstitute, TOM, meeting=FIRST_PANEL, person=JOAN, substitute=ASHA, reason="leave")
    with pytest.raises(NotPermitted, match="not a member of this panel"):
        story.do(c.NameSubstitute, TOM, meeting=FIRST_PANEL, person=SAM, substitute=HELEN, reason="leave")
    with pytest.raises(NotPermitted):
        story.do(c.NameSubstitute, ASHA, meeting=FIRST_PANEL, person=JOAN, substitute=SAM, reason="leave")


@pytest.mark.rule("BI-2.3")
def test_a_quorum_at_risk_is_told_two_working_days_ahead() -> None:
    """Chair and administrator, with counts and posts, no names; again when it gets worse, and not when it is mended."""
    story = office(THREE)
    story.meetings()
    story.do(c.SayAway, JOAN, meeting=FIRST_PANEL, person=JOAN, reason="On leave")
    story.now = datetime(2026, 11, 6, 10, 0, tzinfo=UTC)
    story.sweep()
    assert story.told("quorum_at_risk") == set()
    story.now = datetime(2026, 11, 9, 9, 0, tzinfo=UTC)
    story.sweep()
    story.sweep()
    assert story.told("quorum_at_risk") == {MARTIN, RUTH, TOM}
    [one] = [n for n in story.notices("quorum_at_risk") if n.to == TOM]
    assert {key: one.facts[key] for key in ("present", "needed", "lacks", "away")} == {
        "present": "2",
        "needed": "3",
        "lacks": "1 more",
        "away": "Team manager",
    }
    story.do(c.SayAway, ASHA, meeting=FIRST_PANEL, person=ASHA, reason="Ill")
    story.sweep()
    assert len(story.notices("quorum_at_risk")) == 6
    story.do(c.NameSubstitute, TOM, meeting=FIRST_PANEL, person=ASHA, substitute=SAM)
    story.do(c.NameSubstitute, TOM, meeting=FIRST_PANEL, person=JOAN, substitute=HELEN)
    story.later(days=1)
    story.sweep()
    assert len(story.notices("quorum_at_risk")) == 6


def test_a_panel_without_a_quorum_decides_as_before() -> None:
    """None is stated, so none is enforced, and the record says nothing of it."""
    story = Story()
    ref = begun(story)
    story.do(c.DraftDecision, TOM, meeting=FIRST_PANEL, ref=ref, outcome="agreed", terms=TERMS)
    assert decision(story, ref).quorate is None


def test_where_no_quorum_is_stated_nothing_is_said_of_one() -> None:
    """Neither before the meeting nor on the decision (AM-20)."""
    story = office(SEATS + '[quorum]\nenforce = "off"\n')
    ref = begun(story, JOAN)
    assert quorum_now(story.office, story.meeting()) is None
    story.decide(ref)
    assert decision(story, ref).quorate is None


@pytest.mark.parametrize(
    ("counted", "where", "said"),
    [
        (Counted(2, 3, ("1 more",)), "here", "2 of 3 needed are here; lacking: 1 more."),
        (Counted(3, 3, ()), "expected", "3 of 3 needed are expected."),
        (Counted(1, 0, ("1 more from health",)), "here", "Not all needed are here; lacking: 1 more from health."),
        (Counted(1, 0, ()), "here", "All needed are here."),
    ],
)
def test_how_the_quorum_stands_is_one_true_sentence(counted: Counted, where: str, said: str) -> None:
    assert needs(counted, where) == said
