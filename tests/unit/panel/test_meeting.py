"""The meeting: attendance and Chair, drafting decisions, confirming."""

from datetime import UTC, datetime

import pytest

from panel import commands as c
from panel.attendance import Attendance
from panel.decision import Decision, DecisionState
from panel.errors import InvalidAnswer, MoveNotAllowed, NotPermitted, Refused
from panel.meeting import MeetingStatus
from panel.referral import ReferralStatus
from tests.story import (
    CB,
    DILYS,
    FIRST_PANEL,
    HELEN,
    JOAN,
    MARTIN,
    PRIYA,
    RUTH,
    TERMS,
    TOM,
    Story,
)


@pytest.fixture
def story() -> Story:
    story = Story()
    story.meetings()
    return story


def decision(story: Story, ref: str, meeting: str = FIRST_PANEL) -> Decision:
    return story.store.read().get(Decision, f"{meeting}/{ref}")


@pytest.mark.rule("CB-13.1", "CB-13.2")
@pytest.mark.parametrize("chair", [RUTH, MARTIN])
def test_either_joint_chair_may_lead_and_confirm(story: Story, chair: str) -> None:
    """The Heads of Intake and of Corporate Parenting alternate: either chairs, and either confirms."""
    ref = story.signed()
    story.open(chair=chair)
    story.decide(ref)
    story.do(c.EndMeeting, TOM, meeting=FIRST_PANEL)
    story.do(c.ConfirmDecisions, MARTIN if chair == RUTH else RUTH, meeting=FIRST_PANEL)
    assert (story.meeting().chair, story.meeting().status) == (chair, MeetingStatus.DECISIONS_CONFIRMED)


@pytest.mark.rule("CB-13.3")
def test_attendance_shows_which_core_member_is_away(story: Story) -> None:
    """Every Chair and member is listed, present or not, and so is a guest who came."""
    story.now = story.meeting().starts_at
    story.do(c.StartMeeting, TOM, meeting=FIRST_PANEL, chair=RUTH, present=(DILYS,))
    assert story.meeting().attendance == (
        Attendance(person=MARTIN, part="chair", present=False),
        Attendance(person=RUTH, part="chair", present=True),
        Attendance(person=JOAN, part="member", present=False),
        Attendance(person=DILYS, part="line_manager", present=True),
    )


@pytest.mark.parametrize("chair", ["", JOAN, TOM])
def test_without_one_of_its_chairs_no_panel_begins(story: Story, chair: str) -> None:
    """Nobody, a member or the administrator in the chair: not opened."""
    story.now = story.meeting().starts_at
    with pytest.raises(InvalidAnswer, match="Please say who chairs"):
        story.do(c.StartMeeting, TOM, meeting=FIRST_PANEL, chair=chair, present=())


def test_a_panel_opens_on_its_day(story: Story) -> None:
    """Not the day before; from the morning of the day."""
    story.now = datetime(2026, 11, 10, 23, 0, tzinfo=UTC)
    with pytest.raises(MoveNotAllowed, match="The panel can be opened on its day, not before"):
        story.do(c.StartMeeting, TOM, meeting=FIRST_PANEL, chair=RUTH, present=())
    story.now = datetime(2026, 11, 11, 7, 0, tzinfo=UTC)
    story.do(c.StartMeeting, TOM, meeting=FIRST_PANEL, chair=RUTH, present=())
    assert story.meeting().status is MeetingStatus.IN_SESSION


@pytest.mark.rule("CB-10.2", "CB-10.20")
def test_a_decision_is_a_draft_until_the_chair_confirms(story: Story) -> None:
    """Who took part is kept with it, the presenting manager among them and named; it can be rewritten until then."""
    ref = story.signed()
    story.open()
    story.decide(ref, "not_agreed")
    story.decide(ref, "agreed")
    assert decision(story, ref) == Decision(
        id=f"{FIRST_PANEL}/{ref}",
        revision=2,
        panel=CB,
        meeting=FIRST_PANEL,
        ref=ref,
        ratifies=False,
        outcome="agreed",
        terms={
            "reasons": "The need is clear",
            "end_date": "2027-06-30",
            "review_date": "2027-06-01",
            "reapply_by": "2027-06-02",
            "budget_code": "K123",
            "conditions": "A review in March",
        },
        presenters=(DILYS,),
        participants=(RUTH, JOAN, DILYS),
        drafted_by=TOM,
        drafted_at=story.now,
    )
    assert story.referral(ref).status is ReferralStatus.PRESENTED
    assert story.told("decided") == set()


@pytest.mark.rule("CB-10.2")
@pytest.mark.parametrize("by", [TOM, JOAN, HELEN, DILYS, PRIYA])
def test_only_a_chair_confirms(story: Story, by: str) -> None:
    """Nobody else makes a decision binding, and nothing follows from the attempt."""
    ref = story.signed()
    story.open()
    story.decide(ref)
    story.do(c.EndMeeting, TOM, meeting=FIRST_PANEL)
    before = story.snapshot()
    with pytest.raises(NotPermitted, match="Only the chair can confirm decisions"):
        story.do(c.ConfirmDecisions, by, meeting=FIRST_PANEL)
    assert story.snapshot() == before


def test_a_confirmed_decision_stands(story: Story) -> None:
    """It cannot be drafted anew."""
    ref = story.decided()
    assert decision(story, ref).state is DecisionState.CONFIRMED
    with pytest.raises(MoveNotAllowed, match="Decisions can be written down once the meeting has been opened"):
        story.decide(ref, "not_agreed")


@pytest.mark.rule("CB-9.14", "CB-9.16", "CB-14.12")
@pytest.mark.parametrize(
    ("left_out", "said"),
    [
        ("end_date", "Please give the date the agreement ends."),
        ("reapply_by", "Please give the date a new application is needed by."),
        ("review_date", "Please give the review date."),
        ("budget_code", "Please give the budget code."),
        ("reasons", "Please give the reasons."),
    ],
)
@pytest.mark.parametrize("outcome", ["agreed", "agreed_varied"])
def test_an_approval_states_its_period_and_its_budget(story: Story, outcome: str, left_out: str, said: str) -> None:
    """End, date for a new application, review, budget code and reasons: without one of them it is not an approval."""
    ref = story.signed()
    story.open()
    with pytest.raises(InvalidAnswer) as refused:
        story.decide(ref, outcome, **{left_out: ""})
    assert refused.value.problems == {left_out: said}
    assert story.referral(ref).status is ReferralStatus.BOOKED


@pytest.mark.rule("CB-9.15")
@pytest.mark.parametrize(
    ("terms", "problems"),
    [
        (
            {"reapply_by": "1 July 2027"},
            {"reapply_by": "The date a new application is needed by must not be after the date the agreement ends."},
        ),
        (
            {"review_date": "1 July 2027"},
            {"review_date": "The review date must not be after the date the agreement ends."},
        ),
        (
            {"end_date": "1 Nov 2026"},
            {"end_date": "The date the agreement ends must be on or after the day of the panel."},
        ),
        (
            {"end_date": "June"},
            {"end_date": "The date the agreement ends: write a date with its year in full, such as 12 March 2027"},
        ),
    ],
)
def test_a_new_application_comes_before_the_agreement_ends(
    story: Story, terms: dict[str, str], problems: dict[str, str]
) -> None:
    """Dates that cannot be met are refused with the one that is wrong."""
    ref = story.signed()
    story.open()
    with pytest.raises(InvalidAnswer) as refused:
        story.decide(ref, **terms)
    assert refused.value.problems == problems


@pytest.mark.parametrize(
    ("outcome", "needed"),
    [
        ("alternative", {"reasons"}),
        ("not_agreed", {"reasons"}),
        ("deferred", {"reasons", "missing"}),
        ("agreed_varied", {"reasons", "end_date", "review_date", "reapply_by", "budget_code", "conditions"}),
    ],
)
@pytest.mark.rule("CB-9.20", "CB-14.1")
def test_every_outcome_needs_its_reasons(story: Story, outcome: str, needed: set[str]) -> None:
    """Refusing and putting off need reasons too; putting off also says what is missing."""
    ref = story.signed()
    story.open()
    with pytest.raises(InvalidAnswer) as refused:
        story.do(c.DraftDecision, TOM, meeting=FIRST_PANEL, ref=ref, outcome=outcome, terms={})
    assert set(refused.value.problems) == needed


def test_only_an_outcome_of_the_panel_is_recorded(story: Story) -> None:
    """What the panel cannot decide is refused with what it can; so is a case that is not on the agenda."""
    ref, other = story.signed(), story.begin()
    story.open()
    with pytest.raises(InvalidAnswer, match="Please choose one of: Agreed for a period; Agreed with changes"):
        story.decide(ref, "ratified")
    with pytest.raises(Refused, match=f"{other} is not on this agenda"):
        story.decide(other)


def test_nothing_is_decided_before_the_panel_is_opened(story: Story) -> None:
    """A decision needs a sitting."""
    ref = story.signed()
    with pytest.raises(MoveNotAllowed, match="once the meeting has been opened"):
        story.decide(ref)


@pytest.mark.parametrize("command", [c.StartMeeting, c.DraftDecision, c.EndMeeting])
@pytest.mark.parametrize("by", [PRIYA, DILYS, JOAN, HELEN])
def test_the_meeting_is_run_by_administrator_or_chair(story: Story, by: str, command: type[c.Command]) -> None:
    """Nobody else opens it, writes decisions down or closes it."""
    ref = story.signed()
    fields: dict[type[c.Command], dict[str, object]] = {
        c.StartMeeting: {"chair": RUTH, "present": ()},
        c.DraftDecision: {"ref": ref, "outcome": "agreed", "terms": TERMS},
    }
    story.now = story.meeting().starts_at
    with pytest.raises(NotPermitted, match="Only the panel admin or the chair can run the meeting"):
        story.do(command, by, meeting=FIRST_PANEL, **fields.get(command, {}))
