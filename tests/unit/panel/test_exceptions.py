"""Gates: what keeps a referral a draft, the officers who let it through, and what belongs elsewhere."""

from datetime import UTC, datetime

import pytest

from panel import commands as c
from panel.completeness import lacking, warned
from panel.errors import InvalidAnswer, MoveNotAllowed, NotPermitted, Refused
from panel.referral import ReferralStatus
from tests.story import ASHA, DILYS, HELEN, MARTIN, PRIYA, RUTH, SAM, TOM, Story
from tests.unit.panel.held import BLOCK, BLOCK_FIRMLY, ELSEWHERE, GWEN, WARN, story_of, with_gates
from tests.unit.profile_tools.texts import profile

WHY = "Clear from the outset"


@pytest.fixture
def story() -> Story:
    return story_of(with_gates(BLOCK, BLOCK_FIRMLY, WARN))


def held(story: Story, **answers: str) -> str:
    return story.complete(**{"engagement": "willing", **answers})


def asked(story: Story) -> str:
    ref = held(story)
    story.do(c.AskException, PRIYA, ref=ref, reason=WHY)
    return ref


@pytest.mark.rule("BI-3.2.1", "RO-5.11")
def test_a_step_that_must_come_first_keeps_it_a_draft(story: Story) -> None:
    """Its sentence stands among what is missing, and sending is refused with what to do next."""
    ref = held(story)
    gate = lacking(story.council.profiles["central-bedfordshire"], story.referral(ref))
    assert [(item.label, item.gate) for item in gate] == [("A family group conference comes first.", True)]
    before = story.snapshot()
    with pytest.raises(Refused, match=f"A family group conference comes first.*“exception {ref} because …”"):
        story.do(c.SendToManager, PRIYA, ref=ref)
    assert story.snapshot() == before


def test_a_changed_answer_opens_the_gate(story: Story) -> None:
    """The step was taken: the referral goes on as any other."""
    ref = held(story)
    story.do(c.AnswerQuestion, PRIYA, ref=ref, question="engagement", given="engaged")
    story.do(c.SendToManager, PRIYA, ref=ref)
    assert story.referral(ref).status is ReferralStatus.AWAITING_AUTHORISATION


def test_a_gate_that_nobody_may_lift_offers_no_exception(story: Story) -> None:
    """There is nothing to ask, and the refusal says so."""
    ref = held(story, engagement="engaged", framework="not_known")
    with pytest.raises(Refused, match="Nothing that an officer could lift"):
        story.do(c.AskException, PRIYA, ref=ref, reason=WHY)
    with pytest.raises(Refused, match="Change the answers once that is done"):
        story.do(c.SendToManager, PRIYA, ref=ref)


@pytest.mark.rule("BI-3.2.10", "BI-3.2.11")
def test_an_exception_is_put_to_the_head_of_service_and_holds_the_case(story: Story) -> None:
    """A card to each who covers the team; nothing can be changed or sent until one answers (RF-5)."""
    ref = asked(story)
    assert story.told("exception_asked") == {HELEN, GWEN}
    assert story.referral(ref).status is ReferralStatus.AWAITING_EXCEPTION
    with pytest.raises(MoveNotAllowed):
        story.do(c.AnswerQuestion, PRIYA, ref=ref, question="engagement", given="engaged")
    with pytest.raises(MoveNotAllowed, match="already awaited"):
        story.do(c.AskException, DILYS, ref=ref, reason=WHY)


@pytest.mark.rule("BI-3.2.10")
def test_an_exception_needs_a_reason_and_somebody_of_the_case(story: Story) -> None:
    """Without one, or by another, nothing is asked."""
    ref = held(story)
    with pytest.raises(InvalidAnswer, match="Please give the reason"):
        story.do(c.AskException, PRIYA, ref=ref, reason=" ")
    with pytest.raises(NotPermitted):
        story.do(c.AskException, SAM, ref=ref, reason=WHY)
    assert story.told("exception_asked") == set()


@pytest.mark.rule("BI-3.2.11")
def test_agreed_the_gate_is_lifted_and_remembered(story: Story) -> None:
    """Which gate, by whom, when and why; the people of the case are told, and it can be sent (RF-6)."""
    ref = asked(story)
    story.later(hours=2)
    story.do(c.AgreeException, HELEN, ref=ref)
    [lift] = story.referral(ref).lifts
    assert (lift.gate, lift.by, lift.at, lift.reason) == ("family_conference", HELEN, story.now, WHY)
    assert {(n.to, n.facts["agreed"]) for n in story.notices("exception_answered")} == {(PRIYA, "yes"), (DILYS, "yes")}
    assert {n.to for n in story.notices("redraw")} == {HELEN, GWEN}
    story.do(c.SendToManager, PRIYA, ref=ref)
    assert story.referral(ref).status is ReferralStatus.AWAITING_AUTHORISATION
    with pytest.raises(MoveNotAllowed, match="no longer waits for an answer"):
        story.do(c.RefuseException, GWEN, ref=ref, reason="Not yet")


@pytest.mark.rule("BI-3.2.11")
def test_refused_it_is_a_draft_again_with_the_reason(story: Story) -> None:
    """The gate stays; the reason is required and told."""
    ref = asked(story)
    with pytest.raises(InvalidAnswer):
        story.do(c.RefuseException, HELEN, ref=ref, reason="")
    story.do(c.RefuseException, HELEN, ref=ref, reason="Hold the conference")
    back = story.referral(ref)
    assert (back.status, back.comment, back.lifts, back.ask) == (ReferralStatus.DRAFT, "Hold the conference", (), None)
    with pytest.raises(Refused, match="family group conference"):
        story.do(c.SendToManager, PRIYA, ref=ref)


@pytest.mark.rule("BI-3.2.11")
@pytest.mark.parametrize("by", [PRIYA, DILYS, TOM, MARTIN, ASHA, SAM])
def test_only_the_officers_named_answer(story: Story, by: str) -> None:
    """Neither the people of the case, nor the Chair, nor anyone else; nothing changes."""
    ref = asked(story)
    before = story.snapshot()
    for command in (c.AgreeException, c.RefuseException):
        with pytest.raises(NotPermitted):
            story.do(command, by, ref=ref, reason="So")
    assert story.snapshot() == before


def test_the_officers_are_reminded_each_working_morning(story: Story) -> None:
    """Over the weekend nobody is; on Monday again."""
    asked(story)
    story.now = datetime(2026, 11, 6, 10, 0, tzinfo=UTC)
    story.sweep()
    story.now = datetime(2026, 11, 8, 10, 0, tzinfo=UTC)
    story.sweep()
    friday = {n.id for n in story.notices("exception_asked") if n.to == HELEN}
    story.now = datetime(2026, 11, 9, 10, 0, tzinfo=UTC)
    story.sweep()
    assert len(friday) == 2
    assert len({n.id for n in story.notices("exception_asked") if n.to == HELEN}) == 3


def test_a_warning_stops_nothing(story: Story) -> None:
    """It holds, and the referral is sent all the same."""
    ref = story.complete(school_move="yes")
    assert [g.id for g in warned(story.council.profiles["central-bedfordshire"], story.referral(ref))] == ["school"]
    story.do(c.SendToManager, PRIYA, ref=ref)
    assert story.referral(ref).status is ReferralStatus.AWAITING_AUTHORISATION


@pytest.fixture
def routed() -> Story:
    return story_of(profile(ELSEWHERE))


def outside(story: Story) -> str:
    ref = story.begin()
    story.do(c.AnswerQuestion, PRIYA, ref=ref, question="cohort", given="None of these")
    return ref


@pytest.mark.rule("RO-7.1")
def test_it_goes_elsewhere_only_once_the_chair_agrees(routed: Story) -> None:
    """Until then it waits; agreed, its people get the advice and the trail names the gate."""
    ref = outside(routed)
    assert routed.referral(ref).status is ReferralStatus.AWAITING_EXCEPTION
    assert routed.told("exception_asked") == {MARTIN, RUTH}
    routed.do(c.AgreeException, RUTH, ref=ref)
    assert routed.referral(ref).status is ReferralStatus.REDIRECTED
    assert routed.told("sent_elsewhere") == {PRIYA, DILYS}
    assert all("right route" in n.facts["advice"] for n in routed.notices("sent_elsewhere"))
    last = routed.store.entries[-1]
    assert (last.act, last.by, last.detail) == ("redirected", RUTH, {"gates": "cohort"})


@pytest.mark.rule("RO-7.1")
def test_refused_it_goes_on_and_is_not_asked_again(routed: Story) -> None:
    """The gate is lifted with the reason, and the draft can be filled in."""
    ref = outside(routed)
    routed.do(c.RefuseException, RUTH, ref=ref, reason="It is for us")
    assert [(lift.gate, lift.by, lift.reason) for lift in routed.referral(ref).lifts] == [
        ("cohort", RUTH, "It is for us")
    ]
    routed.do(c.AnswerQuestion, PRIYA, ref=ref, question="initials", given="AB")
    assert routed.referral(ref).status is ReferralStatus.DRAFT
