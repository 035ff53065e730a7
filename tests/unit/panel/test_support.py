"""Where a panel wants it, a manager supports a request before an approver sees it; silence is never the end."""

import pytest

from panel import commands as c
from panel.emergency import EmergencyStatus as S
from panel.errors import NotPermitted
from panel.people import Role
from tests.story import DILYS, HELEN, MARTIN, PRIYA, RUTH, SAM, TOM, Story
from tests.urgent_story import asked, in_teams, story_with


@pytest.fixture
def story() -> Story:
    return story_with(supported_by=Role.LINE_MANAGER)


@pytest.mark.rule("AM-14")
def test_the_manager_supports_and_then_the_approver_is_asked(story: Story) -> None:
    """Two people, one after the other, each with a card."""
    ref = asked(story)
    waits = story.emergency(ref)
    story.later(minutes=3)
    story.do(c.SupportEmergency, DILYS, ref=waits.code)
    supported = story.emergency(ref)
    assert (waits.status, waits.asked, in_teams(story, "emergency_support")) == (S.AWAITING_SUPPORT, (DILYS,), [DILYS])
    assert (supported.status, supported.asked, supported.supported_by) == (S.AWAITING_APPROVER, (HELEN,), DILYS)
    assert (supported.asked_at, in_teams(story, "emergency_asked")) == (story.now, [HELEN])


def test_a_manager_who_asks_has_supported_it(story: Story) -> None:
    """Nobody supports their own request, and nobody else needs to."""
    assert story.emergency(asked(story, by=DILYS)).status is S.AWAITING_APPROVER


@pytest.mark.parametrize("by", [PRIYA, SAM, HELEN, TOM, MARTIN])
def test_nobody_else_supports_it(story: Story, by: str) -> None:
    """Not who asked, and no other role."""
    ref = asked(story)
    with pytest.raises(NotPermitted):
        story.do(c.SupportEmergency, by, ref=ref)
    assert story.emergency(ref).status is S.AWAITING_SUPPORT


def test_not_supported_it_goes_back_with_the_reason_and_may_be_asked_again(story: Story) -> None:
    """No approver was troubled; the practitioner reads why."""
    ref = asked(story)
    story.do(c.RefuseSupport, DILYS, ref=ref, reason="Try the aunt first")
    [told, _] = story.notices("emergency_not_supported")
    assert (story.emergency(ref).status, told.facts["reason"]) == (S.NOT_SUPPORTED, "Try the aunt first")
    assert (in_teams(story, "emergency_asked"), story.referral(ref).is_emergency) == ([], False)
    story.later(minutes=1)
    story.do(c.AskEmergency, PRIYA, ref=ref)
    assert story.emergency(ref).status is S.AWAITING_SUPPORT


def test_whoever_supported_it_does_not_decide_it() -> None:
    """A Chair who supported a request leaves the decision to somebody else."""
    story = story_with(supported_by=Role.CHAIR)
    ref = asked(story)
    story.do(c.SupportEmergency, MARTIN, ref=ref)
    with pytest.raises(NotPermitted, match="You supported this request"):
        story.do(c.ApproveEmergency, MARTIN, ref=ref)
    story.later(hours=2)
    story.sweep()
    assert story.emergency(ref).asked == (HELEN, RUTH)


def test_silence_about_support_is_told_and_told_again(story: Story) -> None:
    """Every two hours, at any hour, until somebody answers; the Chairs too, as nobody else is left to ask."""
    ref = asked(story)
    for _ in range(3):
        story.later(hours=2)
        story.sweep()
        story.sweep()
    told = [one.to for one in story.notices("emergency_unanswered")]
    assert sorted(told) == sorted([TOM, MARTIN, RUTH] * 3)
    story.do(c.SupportEmergency, DILYS, ref=ref)
    story.sweep()
    assert len(story.notices("emergency_unanswered")) == len(told)


@pytest.mark.rule("AM-14")
def test_silence_of_approvers_rings_through_the_night_until_one_answers() -> None:
    """After the last is asked the alarm comes every two hours; an answer ends it."""
    story = story_with()
    ref = story.urgent()
    for _ in range(12):
        story.later(hours=1)
        story.sweep()
    nights = len(story.notices("emergency_unanswered"))
    story.do(c.ApproveEmergency, RUTH, ref=ref)
    for _ in range(6):
        story.later(hours=1)
        story.sweep()
    assert (nights, len(story.notices("emergency_unanswered"))) == (2 + 4 * 3, nights)


def test_a_request_asked_anew_rings_anew() -> None:
    """Silence about the second request is not taken for silence about the first."""
    story = story_with()
    ref = story.urgent()
    story.later(hours=2)
    story.sweep()
    story.do(c.DeclineEmergency, HELEN, ref=ref, reason="It can wait")
    before = len(story.notices("emergency_unanswered"))
    story.do(c.AskEmergency, PRIYA, ref=ref)
    story.later(hours=2)
    story.sweep()
    assert len(story.notices("emergency_unanswered")) == before + 1
