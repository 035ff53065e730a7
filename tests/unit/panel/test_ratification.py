"""The panel that takes an emergency further: ratify, change, refuse, or not reach it; and what lapses."""

from datetime import UTC, datetime

import pytest

from panel import commands as c
from panel.decision import Package
from panel.emergency import EmergencyStatus
from panel.errors import InvalidAnswer, MoveNotAllowed
from panel.meeting import ItemResult
from panel.referral import ReferralStatus
from tests.story import CB, DILYS, FIRST_PANEL, HELEN, MARTIN, PRIYA, RUTH, SECOND_PANEL, TOM, Story

THIRD_PANEL = f"{CB}.2026-11-25"
EVERYONE = {TOM, MARTIN, RUTH, HELEN, PRIYA, DILYS}


@pytest.fixture
def story() -> Story:
    story = Story()
    story.meetings()
    return story


def with_full_form(story: Story) -> str:
    """An approved emergency whose full referral was signed before the panel."""
    ref = story.approved()
    story.fill(ref)
    story.attach(ref)
    story.do(c.SendToManager, PRIYA, ref=ref)
    story.sign(ref)
    return ref


@pytest.mark.rule("CB-5.4")
@pytest.mark.parametrize(
    ("outcome", "status", "becomes_package"),
    [
        ("ratified", EmergencyStatus.RATIFIED, True),
        ("ratified_varied", EmergencyStatus.RATIFIED_VARIED, True),
        ("not_ratified", EmergencyStatus.NOT_RATIFIED, False),
    ],
)
def test_only_the_panel_takes_an_emergency_further(
    story: Story, outcome: str, status: EmergencyStatus, becomes_package: bool
) -> None:
    """Once the Chair confirms, the approval is settled; an agreed one becomes a package, nothing ends by itself."""
    ref = story.approved()
    story.open()
    story.decide(ref, outcome)
    assert story.emergency(ref).status is EmergencyStatus.AWAITING_RATIFICATION
    story.close()
    assert (story.emergency(ref).status, story.emergency(ref).ratified_at) == (status, FIRST_PANEL)
    assert (story.store.read().look(Package, ref) is not None) is becomes_package


@pytest.mark.rule("CB-5.4")
def test_an_ordinary_outcome_does_not_settle_an_emergency(story: Story) -> None:
    """The panel ratifies, varies or refuses; it cannot simply agree."""
    ref = story.approved()
    story.open()
    with pytest.raises(InvalidAnswer, match="Please choose one of: Ratified; Ratified with changes; Not ratified"):
        story.decide(ref, "agreed")


def test_a_refusal_needs_an_end_a_plan_and_its_owner(story: Story) -> None:
    """Not ratified: when it ends, how it ends safely and who sees to it must be said."""
    ref = story.approved()
    story.open()
    with pytest.raises(InvalidAnswer) as refused:
        story.do(c.DraftDecision, TOM, meeting=FIRST_PANEL, ref=ref, outcome="not_ratified", terms={})
    assert refused.value.problems == {
        "reasons": "Please give the reasons.",
        "end_date": "Please give the date the agreement ends.",
        "end_plan": "Please give the plan for a safe end or alternative.",
        "plan_owner": "Please give who owns that plan.",
    }


@pytest.mark.rule("CB-5.5", "CB-5.10")
def test_the_full_form_joins_the_ratification(story: Story) -> None:
    """Signed before the panel, the referral keeps the emergency's place and is settled with it."""
    ref = with_full_form(story)
    assert (story.referral(ref).status, story.referral(ref).meeting) == (ReferralStatus.BOOKED, FIRST_PANEL)
    assert len(story.meeting().items) == 1
    story.open()
    story.decide(ref, "ratified")
    story.close()
    assert story.referral(ref).status is ReferralStatus.CONFIRMED


def test_a_full_form_that_comes_after_the_ratification_is_heard_by_itself(story: Story) -> None:
    """The draft is not settled by the ratification; signed later, it gets a place of its own."""
    ref = story.approved()
    story.open()
    story.decide(ref, "ratified")
    story.close()
    assert story.referral(ref).status is ReferralStatus.DRAFT
    story.fill(ref)
    story.attach(ref)
    story.do(c.SendToManager, PRIYA, ref=ref)
    story.sign(ref)
    assert story.referral(ref).meeting == SECOND_PANEL


@pytest.mark.rule("CB-5.3")
def test_an_approval_past_its_end_is_shown_as_lapsed_and_reported_every_working_morning(story: Story) -> None:
    """The panel never heard it: lapsed at its end, everyone concerned alarmed, and again on Thursday and Friday."""
    ref = story.approved()
    story.now = datetime(2026, 11, 11, 23, 58, tzinfo=UTC)
    story.sweep()
    assert story.emergency(ref).status is EmergencyStatus.AWAITING_RATIFICATION
    story.later(minutes=1)
    story.sweep()
    assert story.emergency(ref).status is EmergencyStatus.LAPSED_UNRATIFIED
    assert story.told("emergency_lapsed") == EVERYONE
    for day in (12, 13, 14, 15):
        story.now = datetime(2026, 11, day, 9, 0, tzinfo=UTC)
        story.sweep()
    assert sorted({n.id.split("/")[2] for n in story.notices("emergency_lapsed")}) == [
        *("2026-11-11", "2026-11-12", "2026-11-13"),
    ]


@pytest.mark.rule("CB-5.3")
def test_everyone_is_warned_on_the_working_day_before_the_end(story: Story) -> None:
    """At nine on the day before the panel, once."""
    story.approved()
    story.now = datetime(2026, 11, 10, 8, 59, tzinfo=UTC)
    story.sweep()
    assert story.told("emergency_near_end") == set()
    story.later(minutes=1)
    story.sweep()
    story.sweep()
    assert (story.told("emergency_near_end"), len(story.notices("emergency_near_end"))) == (EVERYONE, 6)


def test_a_lapsed_approval_can_be_extended_or_heard(story: Story) -> None:
    """The gap stays visible in the extension's time; the next panel may still ratify it."""
    ref = story.approved()
    story.now = datetime(2026, 11, 12, 9, 0, tzinfo=UTC)
    story.sweep()
    story.do(c.ExtendEmergency, RUTH, ref=ref, meeting=SECOND_PANEL, reason="The panel did not reach it")
    assert story.emergency(ref).status is EmergencyStatus.AWAITING_RATIFICATION
    story.open(SECOND_PANEL)
    story.decide(ref, "ratified", SECOND_PANEL)
    story.close(SECOND_PANEL)
    assert story.emergency(ref).status is EmergencyStatus.RATIFIED


@pytest.mark.rule("CB-5.3", "CB-5.4")
def test_an_approval_the_panel_did_not_reach_needs_an_extension_by_name(story: Story) -> None:
    """It is listed at the next panel, its end does not move by itself, and everyone concerned is told."""
    ref = with_full_form(story)
    ends_at = story.emergency(ref).ends_at
    story.open()
    story.do(c.EndMeeting, TOM, meeting=FIRST_PANEL)
    waits = story.emergency(ref)
    assert (waits.status, waits.meeting, waits.ends_at) == (EmergencyStatus.AWAITING_EXTENSION, SECOND_PANEL, ends_at)
    assert (story.meeting(SECOND_PANEL).ratifies(ref), story.referral(ref).meeting) == (True, SECOND_PANEL)
    assert story.told("emergency_near_end") == EVERYONE
    story.do(c.ExtendEmergency, HELEN, ref=ref, meeting=SECOND_PANEL, reason="Not reached")
    assert story.emergency(ref).status is EmergencyStatus.AWAITING_RATIFICATION


def test_an_approval_not_reached_and_not_extended_lapses(story: Story) -> None:
    """Nobody extends it, so at its end it is shown as lapsed although the next panel will hear it."""
    ref = story.approved()
    story.open()
    story.do(c.EndMeeting, TOM, meeting=FIRST_PANEL)
    story.now = datetime(2026, 11, 12, 0, 0, tzinfo=UTC)
    story.sweep()
    assert (story.emergency(ref).status, story.emergency(ref).meeting) == (
        *(EmergencyStatus.LAPSED_UNRATIFIED, SECOND_PANEL),
    )


def test_a_lapsed_approval_not_reached_moves_on_to_the_next_panel(story: Story) -> None:
    """Its item is carried along, and it stays lapsed."""
    ref = story.approved()
    story.now = datetime(2026, 11, 12, 9, 0, tzinfo=UTC)
    story.sweep()
    story.open()
    story.do(c.EndMeeting, TOM, meeting=FIRST_PANEL)
    assert (story.emergency(ref).status, story.emergency(ref).meeting) == (
        *(EmergencyStatus.LAPSED_UNRATIFIED, SECOND_PANEL),
    )


def test_extended_during_the_meeting_it_is_no_longer_heard_there(story: Story) -> None:
    """No decision can be written at the panel it left, and closing that panel does not undo the extension."""
    ref = story.approved()
    story.open()
    story.do(c.ExtendEmergency, HELEN, ref=ref, meeting=THIRD_PANEL, reason="More time for the court")
    with pytest.raises(MoveNotAllowed, match="CB-0001 is no longer heard at this meeting"):
        story.decide(ref, "ratified")
    story.do(c.EndMeeting, TOM, meeting=FIRST_PANEL)
    assert (story.emergency(ref).status, story.emergency(ref).meeting) == (
        *(EmergencyStatus.AWAITING_RATIFICATION, THIRD_PANEL),
    )
    assert story.meeting(SECOND_PANEL).items == ()
    assert [item.result for item in story.meeting().items] == [ItemResult.NOT_REACHED]


def test_what_was_not_reached_is_not_decided_afterwards(story: Story) -> None:
    """Once the panel is closed, the decision is written where the case is heard next."""
    ref = story.approved()
    story.open()
    story.do(c.EndMeeting, TOM, meeting=FIRST_PANEL)
    with pytest.raises(MoveNotAllowed, match="CB-0001 is no longer heard at this meeting"):
        story.decide(ref, "ratified")


@pytest.mark.rule("CB-5.5")
def test_the_full_form_is_asked_for_every_working_morning(story: Story) -> None:
    """Practitioner and manager, from the morning after the approval until it is signed; not at the weekend."""
    ref = story.approved()
    for day in range(2, 10):
        story.now = datetime(2026, 11, day, 10, 0, tzinfo=UTC)
        story.sweep()
    owed = sorted({(n.id.split("/")[2], n.to) for n in story.notices("full_form_due")})
    days = ("2026-11-03", "2026-11-04", "2026-11-05", "2026-11-06", "2026-11-09")
    at_once = [one for one in owed if one[0].startswith("asked.")]
    owed = [one for one in owed if one not in at_once]
    assert [person for _, person in at_once] == [PRIYA, DILYS]
    assert owed == [(day, person) for day in days for person in (PRIYA, DILYS)]
    assert {n.facts["meeting"] for n in story.notices("full_form_due")} == {FIRST_PANEL}
    story.fill(ref)
    story.attach(ref)
    story.do(c.SendToManager, PRIYA, ref=ref)
    story.later(days=1)
    story.sweep()
    assert len(story.notices("full_form_due")) == len(owed) + len(at_once)


@pytest.mark.rule("CB-5.10", "RO-5.17")
def test_a_form_signed_between_the_panel_and_its_confirmation_keeps_no_place(story: Story) -> None:
    """The panel has ratified it; its form is signed before the Chair confirms: its later place is freed."""
    ref = story.approved()
    story.open()
    story.decide(ref, "ratified")
    story.do(c.EndMeeting, TOM, meeting=FIRST_PANEL)
    story.fill(ref)
    story.attach(ref)
    story.do(c.SendToManager, PRIYA, ref=ref)
    story.sign(ref)
    later = story.referral(ref).meeting
    assert later == SECOND_PANEL
    assert story.meeting(later).item(ref)
    story.do(c.ConfirmDecisions, RUTH, meeting=FIRST_PANEL)
    settled = story.referral(ref)
    assert (settled.status, settled.meeting) == (ReferralStatus.CONFIRMED, FIRST_PANEL)
    assert story.meeting(later).item(ref) is None
