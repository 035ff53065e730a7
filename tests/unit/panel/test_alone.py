"""Decisions without a meeting: an allocation system, and requests looked at before the panel."""

from datetime import UTC, datetime

import pytest

from dialogs.words.mails import letter_for
from panel import commands as c
from panel.decision import Decision, DecisionState, Package, Task
from panel.errors import InvalidAnswer, MoveNotAllowed, NotPermitted
from panel.referral import ReferralStatus
from tests.story import ASHA, CHECKS, DILYS, HELEN, MARTIN, PRIYA, RUTH, SAM, SECOND_PANEL, TERMS, TOM, Story
from tests.unit.panel.held import FILTER, NORA, story_of, without_meetings
from tests.unit.profile_tools.texts import profile


@pytest.fixture
def story() -> Story:
    return story_of(without_meetings())


@pytest.fixture
def looked_at() -> Story:
    return story_of(profile(FILTER))


def sent(story: Story) -> str:
    ref = story.complete()
    story.do(c.SendToManager, PRIYA, ref=ref)
    return ref


def screened(story: Story, **answers: str) -> str:
    return story.signed(**{"framework": "yes", **answers})


@pytest.mark.rule("RA-4.1")
def test_received_it_goes_to_whoever_decides(story: Story) -> None:
    """Sent, it is received, and the service manager has the card; a reason is needed (RF-39, AM-45)."""
    ref = sent(story)
    assert (story.referral(ref).status, story.told("decision_asked")) == (ReferralStatus.PRESENTED, {NORA})
    before = story.snapshot()
    with pytest.raises(InvalidAnswer, match="Please give the reasons"):
        story.do(c.DecideAlone, NORA, ref=ref, outcome="not_agreed", terms={})
    assert story.snapshot() == before


def test_a_decision_binds_at_once_and_is_told_and_sent_out(story: Story) -> None:
    """Recorded with who took it; its package, its tasks and all its notices follow in the same act."""
    ref = sent(story)
    story.later(days=1)
    story.do(c.DecideAlone, NORA, ref=ref, outcome="agreed", terms=TERMS)
    [decision] = story.store.read().find(Decision, ref=ref)
    assert (decision.id, decision.meeting, decision.state) == (f"{ref}/1", "", DecisionState.RELEASED)
    assert (decision.confirmed_by, decision.confirmed_at) == (NORA, story.now)
    assert story.referral(ref).status is ReferralStatus.COMMUNICATED
    assert story.store.read().look(Package, ref) is not None
    assert {task.owner for task in story.store.read().find(Task, about=ref)} == {PRIYA, DILYS}
    assert PRIYA in story.told("decided")
    sheets = story.notices("decision_sheet")
    assert sheets
    assert letter_for(story.office, sheets[0]).sheet == decision


def test_more_information_comes_back_and_is_decided_again(story: Story) -> None:
    """The practitioner has what is missing; sent again, it is decided under a number of its own."""
    ref = sent(story)
    story.do(c.DecideAlone, NORA, ref=ref, outcome="deferred", terms=TERMS)
    back = story.referral(ref)
    assert (back.status, back.comment) == (ReferralStatus.RETURNING, "A dated care plan")
    story.later(days=1)
    story.do(c.SendToManager, PRIYA, ref=ref)
    story.do(c.DecideAlone, NORA, ref=ref, outcome="agreed", terms=TERMS)
    assert [d.id for d in story.store.read().find(Decision, ref=ref)] == [f"{ref}/1", f"{ref}/2"]
    assert len([n for n in story.notices("decided") if n.to == PRIYA]) == 2


@pytest.mark.parametrize("by", [PRIYA, DILYS, RUTH, TOM, HELEN, ASHA])
def test_nobody_else_decides(story: Story, by: str) -> None:
    """Neither the people of the case nor a Chair; nothing changes."""
    ref = sent(story)
    before = story.snapshot()
    with pytest.raises(NotPermitted, match="Only the service manager can decide"):
        story.do(c.DecideAlone, by, ref=ref, outcome="agreed", terms=TERMS)
    assert story.snapshot() == before


def test_it_is_decided_once_and_reminded_until_then(story: Story) -> None:
    """Each working morning; afterwards a second decision is refused."""
    ref = sent(story)
    story.now = datetime(2026, 11, 4, 10, 0, tzinfo=UTC)
    story.sweep()
    assert len(story.notices("decision_asked")) == 2
    story.do(c.DecideAlone, NORA, ref=ref, outcome="agreed", terms=TERMS)
    with pytest.raises(MoveNotAllowed, match="does not wait for a decision"):
        story.do(c.DecideAlone, NORA, ref=ref, outcome="not_agreed", terms=TERMS)
    story.later(days=200)
    story.sweep()


def test_it_has_no_dates_and_no_emergencies(story: Story) -> None:
    """Adding a meeting, asking to be heard late, or an emergency is refused in plain words."""
    ref = sent(story)
    with pytest.raises(MoveNotAllowed, match="decides without meetings"):
        story.do(c.AddMeeting, TOM, panel="central-bedfordshire", starts_at=datetime(2026, 11, 18, 9, 30, tzinfo=UTC))
    with pytest.raises(MoveNotAllowed, match="decides without meetings"):
        story.do(c.AskLate, PRIYA, ref=ref, reason="So")
    with pytest.raises(MoveNotAllowed, match="no route for emergencies"):
        story.begin(emergency=True)


@pytest.mark.rule("RO-5.6", "RO-5.8", "RO-5.9")
def test_signed_it_is_looked_at_before_the_panel(looked_at: Story) -> None:
    """Only with the manager's signature, and only the requests the profile names; to each who may (RF-12)."""
    ref = screened(looked_at)
    other = looked_at.signed()
    held = looked_at.referral(ref)
    assert (held.status, held.meeting) == (ReferralStatus.IN_FILTER, "")
    assert looked_at.referral(other).status is ReferralStatus.BOOKED
    assert looked_at.told("filter_asked") == {MARTIN, RUTH, NORA}


@pytest.mark.rule("RO-5.9")
def test_decided_before_the_panel_it_is_recorded_and_told(looked_at: Story) -> None:
    """The first answer counts; the others' cards are drawn again."""
    ref = screened(looked_at)
    looked_at.do(c.DecideAlone, NORA, ref=ref, outcome="agreed", terms=TERMS)
    done = looked_at.referral(ref)
    assert (done.status, [each.result for each in done.screened]) == (ReferralStatus.COMMUNICATED, ["decided"])
    [decision] = looked_at.store.read().find(Decision, ref=ref)
    assert (decision.confirmed_by, decision.meeting) == (NORA, "")
    assert {n.to for n in looked_at.notices("redraw")} >= {MARTIN, RUTH}
    with pytest.raises(MoveNotAllowed):
        looked_at.do(c.SendToPanel, RUTH, ref=ref, reason="So")


@pytest.mark.rule("RO-5.9")
def test_decided_before_the_panel_it_leaves_the_agenda_it_was_put_off_to(looked_at: Story) -> None:
    """Put off by the panel, sent again for one service only and decided beforehand: no later agenda carries it on."""
    ref = looked_at.decided("deferred")
    assert looked_at.meeting(SECOND_PANEL).item(ref)
    looked_at.fill(ref, framework="yes")
    looked_at.do(c.SendToManager, PRIYA, ref=ref)
    looked_at.sign(ref)
    looked_at.do(c.DecideAlone, NORA, ref=ref, outcome="agreed", terms=TERMS)
    done = looked_at.referral(ref)
    assert (done.status, done.meeting) == (ReferralStatus.COMMUNICATED, "")
    assert looked_at.meeting(SECOND_PANEL).item(ref) is None


@pytest.mark.rule("RO-5.7", "RO-5.9")
def test_sent_to_the_panel_the_cut_off_looks_at_when_it_was_received(looked_at: Story) -> None:
    """Received in time for the second panel and looked at after its cut-off, it is heard there."""
    ref = screened(looked_at, panel_date="2026-11-18")
    looked_at.now = datetime(2026, 11, 17, 10, 0, tzinfo=UTC)
    with pytest.raises(InvalidAnswer):
        looked_at.do(c.SendToPanel, RUTH, ref=ref, reason="")
    looked_at.do(c.SendToPanel, RUTH, ref=ref, reason="Two services are needed")
    sent_on = looked_at.referral(ref)
    assert (sent_on.status, sent_on.meeting) == (ReferralStatus.BOOKED, SECOND_PANEL)
    assert looked_at.told("filter_passed") == {PRIYA, DILYS}


@pytest.mark.rule("RO-5.9")
def test_returned_before_the_panel_it_is_a_draft_with_the_reason(looked_at: Story) -> None:
    """Practitioner and manager are told, and it has to be signed again."""
    ref = screened(looked_at)
    looked_at.do(c.ReturnReferral, MARTIN, ref=ref, comment="Say what was tried")
    back = looked_at.referral(ref)
    assert (back.status, back.comment, back.signoffs, back.received_at) == (
        ReferralStatus.DRAFT,
        "Say what was tried",
        (),
        None,
    )
    assert looked_at.told("returned") == {PRIYA, DILYS}
    looked_at.do(c.SendToManager, PRIYA, ref=ref)
    looked_at.do(c.SignReferral, DILYS, ref=ref, checks=CHECKS)
    assert looked_at.referral(ref).status is ReferralStatus.IN_FILTER


@pytest.mark.rule("RO-5.9")
@pytest.mark.parametrize("by", [PRIYA, DILYS, HELEN, TOM, SAM])
def test_only_the_roles_named_look_at_it(looked_at: Story, by: str) -> None:
    """Nobody of the case and nobody else; nothing changes."""
    ref = screened(looked_at)
    before = looked_at.snapshot()
    for command, more in (
        (c.SendToPanel, {"reason": "So"}),
        (c.ReturnReferral, {"comment": "So"}),
        (c.DecideAlone, {"outcome": "agreed", "terms": TERMS}),
    ):
        with pytest.raises(NotPermitted):
            looked_at.do(command, by, ref=ref, **more)
    assert looked_at.snapshot() == before


def test_putting_it_off_is_no_decision_before_the_panel(looked_at: Story) -> None:
    """Whoever wants more returns it."""
    ref = screened(looked_at)
    with pytest.raises(InvalidAnswer, match="Please choose one of: Agreed for a period"):
        looked_at.do(c.DecideAlone, RUTH, ref=ref, outcome="deferred", terms=TERMS)
