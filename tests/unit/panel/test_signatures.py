"""Several signatures or none, another manager, and a referral entered for somebody else."""

import pytest

from panel import commands as c
from panel.errors import InvalidAnswer, MoveNotAllowed, NotPermitted, Refused
from panel.people import Role
from panel.referral import ReferralStatus
from panel.rules.signing import Check, Step
from tests.story import ASHA, CB, CHECKS, DILYS, FIRST_PANEL, HELEN, PRIYA, SAM, TOM, Story, profiles
from tests.unit.panel.held import GWEN, OWEN, signed_by, story_of

SEEN = Check(id="seen", ask="I have read the plan")
MANAGER = profiles()[CB].authorisation.steps[0]
HEAD = Step(by=Role.HEAD_OF_SERVICE, checks=[SEEN])


@pytest.fixture
def story() -> Story:
    return story_of(signed_by(profiles()[CB], MANAGER, HEAD))


def sent(story: Story, **answers: str) -> str:
    ref = story.complete(**answers)
    story.do(c.SendToManager, PRIYA, ref=ref)
    return ref


@pytest.mark.rule("BI-3.3.2")
def test_it_is_received_only_after_the_last_signature(story: Story) -> None:
    """The manager's first, then any Head of Service; each with its own checks and time."""
    ref = sent(story)
    story.later(hours=1)
    story.do(c.SignReferral, DILYS, ref=ref, checks=CHECKS)
    part = story.referral(ref)
    assert (part.status, part.received_at) == (ReferralStatus.AWAITING_AUTHORISATION, None)
    assert {n.to for n in story.notices("authorise")} == {DILYS, HELEN, GWEN}
    story.later(hours=1)
    story.do(c.SignReferral, GWEN, ref=ref, checks=("seen",))
    done = story.referral(ref)
    assert [(s.person, s.role, s.step) for s in done.signoffs] == [
        (PRIYA, "practitioner", 0),
        (DILYS, "line_manager", 1),
        (GWEN, "head_of_service", 2),
    ]
    assert (done.status, done.received_at, done.meeting) == (ReferralStatus.BOOKED, story.now, FIRST_PANEL)
    assert HELEN in {n.to for n in story.notices("redraw")}
    with pytest.raises(MoveNotAllowed):
        story.do(c.SignReferral, HELEN, ref=ref, checks=("seen",))


def test_nobody_signs_out_of_turn_or_on_their_own_case(story: Story) -> None:
    """Before the manager the Head of Service cannot, after it the manager cannot again; nothing changes."""
    ref = sent(story)
    before = story.snapshot()
    for by in (HELEN, PRIYA, SAM, TOM, ASHA):
        with pytest.raises(NotPermitted):
            story.do(c.SignReferral, by, ref=ref, checks=(*CHECKS, "seen"))
    assert story.snapshot() == before
    story.do(c.SignReferral, DILYS, ref=ref, checks=CHECKS)
    with pytest.raises(NotPermitted, match="Only the Head of Service can sign or return"):
        story.do(c.SignReferral, DILYS, ref=ref, checks=("seen",))
    with pytest.raises(InvalidAnswer, match="I have read the plan"):
        story.do(c.SignReferral, HELEN, ref=ref, checks=CHECKS)


def test_returned_it_needs_every_signature_again(story: Story) -> None:
    """A draft with the comment and no signature; sent again, the manager is asked first."""
    ref = sent(story)
    story.do(c.SignReferral, DILYS, ref=ref, checks=CHECKS)
    story.do(c.ReturnReferral, HELEN, ref=ref, comment="Say what it costs")
    back = story.referral(ref)
    assert (back.status, back.signoffs, back.comment) == (ReferralStatus.DRAFT, (), "Say what it costs")
    assert [n.facts["by"] for n in story.notices("returned")] == ["Helen Ward"]
    story.do(c.SendToManager, PRIYA, ref=ref)
    with pytest.raises(NotPermitted):
        story.do(c.SignReferral, HELEN, ref=ref, checks=("seen",))


def test_whoever_is_waited_for_is_reminded(story: Story) -> None:
    """First the manager, then those who sign second."""
    ref = sent(story)
    story.do(c.SignReferral, DILYS, ref=ref, checks=CHECKS)
    story.later(days=1)
    story.sweep()
    assert story.told("authorise_waits") == {HELEN, GWEN}


def test_a_signature_only_some_referrals_need() -> None:
    """Without the condition the manager's is the last."""
    story = story_of(signed_by(profiles()[CB], MANAGER, Step(by=Role.HEAD_OF_SERVICE, when=[{"framework": ["yes"]}])))
    ref, other = sent(story), sent(story, framework="yes")
    for each in (ref, other):
        story.do(c.SignReferral, DILYS, ref=each, checks=CHECKS)
    assert story.referral(ref).status is ReferralStatus.BOOKED
    assert story.referral(other).status is ReferralStatus.AWAITING_AUTHORISATION


@pytest.mark.rule("AM-42")
def test_where_nobody_signs_sending_is_receiving() -> None:
    """The practitioner's own agreement is dated, and it has its place at once."""
    story = story_of(signed_by(profiles()[CB]))
    ref = sent(story)
    done = story.referral(ref)
    assert [(s.person, s.at) for s in done.signoffs] == [(PRIYA, story.now)]
    assert (done.received_at, done.meeting) == (story.now, FIRST_PANEL)
    assert story.told("authorise") == set()


def test_a_signature_nobody_could_give_stops_the_sending() -> None:
    """The refusal says which, and whom to ask."""
    story = story_of(signed_by(profiles()[CB], MANAGER, Step(by=Role.DIRECTOR)))
    ref = story.complete()
    with pytest.raises(Refused, match="Nobody is listed who could sign CB-0001 as the director"):
        story.do(c.SendToManager, PRIYA, ref=ref)


@pytest.mark.rule("KN-3.12")
@pytest.mark.parametrize("by", [PRIYA, DILYS, TOM])
def test_another_manager_is_named_where_that_is_more_fitting(story: Story, by: str) -> None:
    """With a reason; the new one gets the card and signs, the old one's is drawn again, and all are told."""
    ref = sent(story)
    story.do(c.ChangeManager, by, ref=ref, to=OWEN, reason="He knows the family")
    changed = story.referral(ref)
    [made] = changed.reassigned
    assert (changed.manager, made.was, made.by, made.reason) == (OWEN, DILYS, by, "He knows the family")
    assert {n.to for n in story.notices("authorise")} == {DILYS, OWEN}
    assert DILYS in {n.to for n in story.notices("redraw")}
    assert {n.to for n in story.notices("manager_changed")} == {PRIYA, DILYS, OWEN} - {by}
    with pytest.raises(NotPermitted):
        story.do(c.SignReferral, DILYS, ref=ref, checks=CHECKS)
    story.do(c.SignReferral, OWEN, ref=ref, checks=CHECKS)
    with pytest.raises(MoveNotAllowed, match="has signed it, and so stays"):
        story.do(c.ChangeManager, TOM, ref=ref, to=DILYS, reason="Back")


@pytest.mark.rule("KN-3.12")
@pytest.mark.parametrize(
    ("by", "to", "reason", "refusal"),
    [
        (SAM, OWEN, "So", NotPermitted),
        (PRIYA, HELEN, "So", NotPermitted),
        (PRIYA, PRIYA, "So", NotPermitted),
        (PRIYA, DILYS, "So", Refused),
        (PRIYA, OWEN, "", InvalidAnswer),
    ],
)
def test_not_by_anyone_nor_to_anyone_nor_without_a_reason(
    story: Story, by: str, to: str, reason: str, refusal: type[Refused]
) -> None:
    """Each is refused, and nothing changes."""
    ref = sent(story)
    before = story.snapshot()
    with pytest.raises(refusal):
        story.do(c.ChangeManager, by, ref=ref, to=to, reason=reason)
    assert story.snapshot() == before


def test_the_administrator_enters_a_referral_for_a_practitioner(story: Story) -> None:
    """The practitioner owns it and is told; the administrator may fill it in, and cannot send it."""
    ref = story.begin(TOM, owner=PRIYA)
    draft = story.referral(ref)
    assert (draft.referrer, draft.manager, draft.entered_by) == (PRIYA, DILYS, TOM)
    assert story.told("entered_for_you") == {PRIYA}
    story.do(c.AnswerQuestion, TOM, ref=ref, question="initials", given="AB")
    story.fill(ref)
    story.attach(ref)
    with pytest.raises(NotPermitted):
        story.do(c.SendToManager, TOM, ref=ref)
    story.do(c.SendToManager, PRIYA, ref=ref)
