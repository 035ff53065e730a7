"""Cases that come before the panel again: not reached, or put off until more is known."""

from datetime import UTC, datetime

import pytest

from panel import commands as c
from panel.appeal import Appeal, AppealStatus
from panel.meeting import ItemResult
from panel.referral import ReferralStatus
from panel.review import Review, ReviewStatus
from tests.story import (
    CB,
    DILYS,
    FIRST_PANEL,
    PRIYA,
    RUTH,
    SECOND_PANEL,
    TOM,
    Story,
)
from tests.unit.panel import afterwards

THIRD_PANEL = f"{CB}.2026-11-25"


@pytest.fixture
def story() -> Story:
    story = Story()
    story.meetings()
    return story


def test_a_case_not_reached_is_heard_first_at_the_next_panel_with_room(story: Story) -> None:
    """It keeps its turn: rebooked at the next date, both people told, the item marked."""
    ref, other = story.signed(), story.signed()
    story.open()
    story.decide(other)
    story.do(c.EndMeeting, TOM, meeting=FIRST_PANEL)
    assert (story.referral(ref).status, story.referral(ref).meeting) == (ReferralStatus.BOOKED, SECOND_PANEL)
    assert [item.result for item in story.meeting().items] == [ItemResult.NOT_REACHED, ItemResult.DECIDED]
    assert {n.to for n in story.notices("appointment") if "not_reached" in n.id} == {PRIYA, DILYS}
    assert story.told("confirm_decisions") == {RUTH}


def test_a_case_not_reached_goes_past_a_full_panel(story: Story) -> None:
    """When the next date is full, the one after takes it."""
    ref = story.signed()
    for _ in range(12):
        story.signed(panel_date="2026-11-18")
    story.open()
    story.do(c.EndMeeting, TOM, meeting=FIRST_PANEL)
    assert story.referral(ref).meeting == f"{CB}.2026-11-25"


def test_a_case_not_reached_with_no_panel_ahead_waits_and_the_administrator_is_told() -> None:
    """Accepted and without a place, it is booked when a date is added."""
    story = Story()
    story.do(c.AddMeeting, TOM, panel=CB, starts_at=datetime(2026, 11, 11, 9, 30, tzinfo=UTC))
    ref = story.signed()
    story.open()
    story.do(c.EndMeeting, TOM, meeting=FIRST_PANEL)
    assert (story.referral(ref).status, story.referral(ref).meeting) == (ReferralStatus.ACCEPTED, "")
    assert story.told("no_place") == {TOM}


@pytest.mark.rule("CB-9.20")
def test_a_deferred_case_returns_to_the_next_panel_with_room(story: Story) -> None:
    """Its practitioner can complete it meanwhile; the count and what is missing are kept, and it is on the agenda."""
    for _ in range(12):
        story.signed(panel_date="2026-11-18")
    ref = story.decided("deferred")
    back = story.referral(ref)
    assert (back.status, back.deferrals, back.comment, back.meeting) == (
        *(ReferralStatus.RETURNING, 1, "A dated care plan", f"{CB}.2026-11-25"),
    )
    assert story.meeting(f"{CB}.2026-11-25").item(ref) is not None


@pytest.mark.rule("CB-9.20")
def test_a_deferred_case_completed_and_signed_again_keeps_its_place(story: Story) -> None:
    """The second signature does not book a second slot; the case is heard where it was put down."""
    ref = story.decided("deferred")
    story.do(c.SendToManager, PRIYA, ref=ref)
    story.sign(ref)
    assert (story.referral(ref).status, story.referral(ref).meeting) == (ReferralStatus.BOOKED, SECOND_PANEL)
    assert [item.ref for item in story.meeting(SECOND_PANEL).items] == [ref]


@pytest.mark.parametrize("again", [False, True])
def test_a_deferred_case_that_is_not_reached_does_not_stop_the_panel(story: Story, again: bool) -> None:
    """Still with the practitioner or waiting for the manager, it is carried to the panel after."""
    ref = story.decided("deferred")
    if again:
        story.do(c.SendToManager, PRIYA, ref=ref)
    status = story.referral(ref).status
    story.open(SECOND_PANEL)
    story.do(c.EndMeeting, TOM, meeting=SECOND_PANEL)
    assert (story.referral(ref).status, story.referral(ref).meeting) == (status, f"{CB}.2026-11-25")


def test_a_deferred_case_can_be_heard_as_it_stands(story: Story) -> None:
    """The next panel may decide on it although nothing more came."""
    ref = story.decided("deferred")
    story.open(SECOND_PANEL)
    story.decide(ref, "not_agreed", SECOND_PANEL)
    story.close(SECOND_PANEL)
    assert story.referral(ref).status is ReferralStatus.CONFIRMED


def again_at_the_second(kind: str) -> tuple[Story, str]:
    """A case that the second panel is to hear again, on appeal or because an early review was asked for."""
    story = afterwards.office()
    ref = story.decided("not_agreed" if kind == "appeal" else "agreed")
    afterwards.released(story, FIRST_PANEL)
    if kind == "appeal":
        asked = {"asked_by": "parent", "received": "11 November 2026", "given": {"written": "yes"}}
        story.do(c.LogAppeal, PRIYA, ref=ref, **asked)
    else:
        story.do(c.ReportChange, PRIYA, ref=ref, happening="early_review", given={"why": "School has ended"})
    story.open(SECOND_PANEL)
    return story, ref


def before_the_panel(story: Story, ref: str, kind: str) -> Appeal | Review:
    return afterwards.appeal(story, ref) if kind == "appeal" else afterwards.review(story, ref, "early_review")


@pytest.mark.parametrize(("kind", "outcome"), [("appeal", "uphold"), ("return", "agreed")])
def test_heard_again_but_presented_by_nobody_it_goes_to_the_next_panel(kind: str, outcome: str) -> None:
    """What it is about goes with its item, and is decided there (RF-23)."""
    story, ref = again_at_the_second(kind)
    story.do(c.MissPresenter, TOM, meeting=SECOND_PANEL, ref=ref, hear=False, reason="Nobody came")
    assert (before_the_panel(story, ref, kind).meeting, story.referral(ref).meeting) == (THIRD_PANEL, FIRST_PANEL)
    story.open(THIRD_PANEL)
    story.decide(ref, outcome, THIRD_PANEL)
    story.close(THIRD_PANEL)
    assert before_the_panel(story, ref, kind).status in (AppealStatus.DECIDED, ReviewStatus.DONE)


@pytest.mark.parametrize("kind", ["appeal", "return"])
def test_put_off_with_no_panel_ahead_it_waits_and_has_the_first_date_added(kind: str) -> None:
    """It is put down by itself as soon as there is one (AP-10, PK-7)."""
    story, ref = again_at_the_second(kind)
    story.do(c.AskCancel, RUTH, meeting=THIRD_PANEL, reason="No chair")
    story.do(c.MissPresenter, TOM, meeting=SECOND_PANEL, ref=ref, hear=False, reason="Nobody came")
    assert (before_the_panel(story, ref, kind).meeting, story.told("no_place")) == ("", {TOM})
    added = afterwards.panel_on(story, 2026, 12, 2)
    story.sweep()
    assert before_the_panel(story, ref, kind).meeting == added
