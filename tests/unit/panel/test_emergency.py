"""Between panels: who may ask, who decides, until when, who is told, and when a search may begin."""

from datetime import UTC, datetime

import pytest

from panel import commands as c
from panel.emergency import EmergencyStatus, Exchange
from panel.errors import InvalidAnswer, MoveNotAllowed, NotPermitted, Refused
from panel.handlers.drafting import new_draft
from panel.meeting import AgendaItem, ItemKind
from panel.notices import Channel
from tests.story import (
    ASHA,
    CB,
    DILYS,
    FEMI,
    FIRST_PANEL,
    HELEN,
    IRIS,
    JOAN,
    MARTIN,
    MONDAY,
    PRIYA,
    RUTH,
    SAM,
    TOM,
    Story,
)

HELEN_MAIL = "helen.ward@council.example"
FIRST_END = datetime(2026, 11, 11, 23, 59, tzinfo=UTC)
SECOND_END = datetime(2026, 11, 18, 23, 59, tzinfo=UTC)


@pytest.fixture
def story() -> Story:
    story = Story()
    story.meetings()
    return story


@pytest.mark.rule("CB-5.1")
def test_it_must_say_why_it_cannot_wait(story: Story) -> None:
    """Without a reason no approver is asked; with it, what a search needs may still follow."""
    ref = story.begin(emergency=True)
    story.fill(ref, only=["child", "urgent"])
    blank = {"why_now": "", "needs": "", "history": "", "risks": ""}
    story.do(c.SaveSection, PRIYA, ref=ref, section="urgent", given=blank, drawn_from=99)
    with pytest.raises(Refused, match=r"please answer: “Why can this not wait until the next panel\?”\.$"):
        story.do(c.AskEmergency, PRIYA, ref=ref)
    story.do(c.AnswerQuestion, PRIYA, ref=ref, question="why_now", given="No bed tonight")
    story.do(c.AskEmergency, PRIYA, ref=ref)
    assert story.told("emergency_asked") == {HELEN, HELEN_MAIL}


@pytest.mark.rule("CB-5.2")
def test_the_head_of_service_of_the_team_is_asked_first(story: Story) -> None:
    """One card, to one person, with a short code to type."""
    ref = story.urgent()
    asked = story.emergency(ref)
    assert (asked.status, asked.asked, asked.requested_by, len(asked.code), asked.ends_at) == (
        *(EmergencyStatus.AWAITING_APPROVER, (HELEN,), PRIYA, 4, None),
    )
    assert story.told("emergency_asked") == {HELEN, HELEN_MAIL}


@pytest.mark.rule("CB-5.2")
@pytest.mark.parametrize("by", [HELEN, MARTIN, RUTH])
def test_head_of_service_or_either_chair_may_approve(story: Story, by: str) -> None:
    """Who approved, when and how is kept; the typed short code does as well as the card."""
    code = story.emergency(story.urgent()).code
    story.do(c.ApproveEmergency, by, ref=code.lower(), condition="For one week", how="typed")
    approved = story.emergency("CB-0001")
    assert (approved.status, approved.decided_by, approved.decided_at, approved.decided_how, approved.condition) == (
        *(EmergencyStatus.AWAITING_RATIFICATION, by, MONDAY, "typed", "For one week"),
    )


@pytest.mark.rule("CB-5.2")
@pytest.mark.parametrize("by", [PRIYA, DILYS, SAM, TOM, JOAN, ASHA, FEMI, IRIS])
def test_nobody_else_may(story: Story, by: str) -> None:
    """Not who asked, not their manager, no other role; the attempt is audited and nothing changes."""
    ref = story.urgent()
    before = story.snapshot()
    with pytest.raises(NotPermitted):
        story.do(c.ApproveEmergency, by, ref=ref)
    assert story.snapshot() == before
    assert next(reversed(list(story.store.trail(ref)))).act == "refused"


@pytest.mark.rule("CB-5.3", "CB-5.4", "CB-5.10")
def test_an_approval_lasts_until_the_next_panel_and_is_listed_there(story: Story) -> None:
    """In the same commit it has its end and its place for ratification, though that panel's cut-off may be past."""
    story.now = datetime(2026, 11, 10, 18, 0, tzinfo=UTC)
    approved = story.emergency(story.approved())
    assert (approved.ends_at, approved.meeting) == (FIRST_END, FIRST_PANEL)
    assert story.meeting().items == (
        AgendaItem(ref="CB-0001", kind=ItemKind.RATIFICATION, starts_at=story.meeting().starts_at, minutes=15),
    )


@pytest.mark.rule("CB-5.10")
def test_a_full_agenda_grows_for_a_ratification(story: Story) -> None:
    """The thirteenth item is heard after the twelve that fill the morning."""
    for _ in range(12):
        story.signed()
    ref = story.approved()
    item = story.meeting().item(ref)
    assert item is not None
    assert item.starts_at == datetime(2026, 11, 11, 12, 30, tzinfo=UTC)


def test_with_no_panel_in_sight_it_still_ends() -> None:
    """Seven days, and the administrator learns that there is no date; a date added later takes it."""
    story = Story()
    ref = story.approved()
    assert (story.emergency(ref).ends_at, story.told("no_place")) == (datetime(2026, 11, 9, 23, 59, tzinfo=UTC), {TOM})
    story.do(c.AddMeeting, TOM, panel=CB, starts_at=datetime(2026, 11, 11, 9, 30, tzinfo=UTC))
    assert (story.emergency(ref).ends_at, story.emergency(ref).meeting) == (FIRST_END, FIRST_PANEL)
    assert story.meeting().ratifies(ref)


def test_a_new_date_lists_case_and_ratification_once() -> None:
    """An approval and its signed referral that both waited for a date share one item, for ratification."""
    story = Story()
    ref = story.approved()
    story.fill(ref)
    story.attach(ref)
    story.do(c.SendToManager, PRIYA, ref=ref)
    story.sign(ref)
    story.meetings()
    assert [(item.ref, item.kind) for item in story.meeting().items] == [(ref, ItemKind.RATIFICATION)]
    assert (story.emergency(ref).meeting, story.referral(ref).meeting) == (FIRST_PANEL, FIRST_PANEL)


def test_a_lapsed_approval_is_not_brought_back_by_a_new_date() -> None:
    """A date added after the end lists it, but the lapse stays and goes on being reported."""
    story = Story()
    ref = story.approved()
    story.later(days=8)
    story.sweep()
    story.meetings()
    lapsed = story.emergency(ref)
    assert (lapsed.status, lapsed.meeting) == (EmergencyStatus.LAPSED_UNRATIFIED, FIRST_PANEL)
    assert lapsed.ends_at == datetime(2026, 11, 9, 23, 59, tzinfo=UTC)


@pytest.mark.rule("CB-5.3", "CB-5.6")
def test_everyone_the_procedure_names_is_told_of_an_approval(story: Story) -> None:
    """Practitioner, manager, administrator and Chairs in Teams; Resources Team and finance by e-mail."""
    story.approved()
    assert {(n.to, n.channel) for n in story.notices("emergency_approved")} == {
        *((person, Channel.TEAMS) for person in (PRIYA, DILYS, TOM, MARTIN, RUTH)),
        ("finance@council.example", Channel.EMAIL),
    }
    assert [(n.to, n.channel, n.owed_at) for n in story.notices("search_permission")] == [
        ("resources@council.example", Channel.EMAIL, MONDAY)
    ]


@pytest.mark.rule("CB-5.4")
def test_approved_once_it_is_decided(story: Story) -> None:
    """Whoever comes second, to approve or to refuse, is told by whom and when in London time."""
    story.now = datetime(2026, 6, 1, 10, 5, tzinfo=UTC)
    ref = story.approved()
    said = "CB-0001 was already approved by Helen Ward on Mon 1 Jun 2026, 11:05. Nothing changed."
    for second in (c.ApproveEmergency, c.DeclineEmergency):
        more = {"reason": "No"} if second is c.DeclineEmergency else {}
        with pytest.raises(MoveNotAllowed) as refused:
            story.do(second, RUTH, ref=ref, **more)
        assert str(refused.value) == said


def test_a_refusal_has_its_reason_and_the_ordinary_route_stays_open(story: Story) -> None:
    """The practitioner and manager are told; the draft is an ordinary one now; it may be asked for again."""
    ref = story.urgent()
    story.do(c.DeclineEmergency, HELEN, ref=ref, reason="It can wait until the panel")
    declined = story.emergency(ref)
    assert (declined.status, declined.reason, declined.ends_at) == (
        *(EmergencyStatus.DECLINED, "It can wait until the panel", None),
    )
    assert (story.told("emergency_refused"), story.referral(ref).is_emergency) == ({PRIYA, DILYS}, False)
    story.later(hours=1)
    story.do(c.AskEmergency, PRIYA, ref=ref)
    assert story.emergency(ref).status is EmergencyStatus.AWAITING_APPROVER


def test_a_refusal_without_a_reason_is_not_taken(story: Story) -> None:
    """The approver is asked for the reason and the request stays open."""
    ref = story.urgent()
    with pytest.raises(InvalidAnswer, match="Please give the reason"):
        story.do(c.DeclineEmergency, HELEN, ref=ref, reason="")
    assert story.emergency(ref).status is EmergencyStatus.AWAITING_APPROVER


def test_it_is_asked_for_once(story: Story) -> None:
    """While it waits, and after it was approved and ratified, it cannot be asked for again."""
    ref = story.urgent()
    with pytest.raises(MoveNotAllowed, match="was already asked for CB-0001"):
        story.do(c.AskEmergency, PRIYA, ref=ref)
    story.do(c.ApproveEmergency, HELEN, ref=ref)
    story.open()
    story.decide(ref, "ratified")
    story.close()
    with pytest.raises(MoveNotAllowed, match="was already asked for CB-0001"):
        story.do(c.AskEmergency, PRIYA, ref=ref)


def test_the_approver_may_ask_first(story: Story) -> None:
    """The question goes to who asked; the answer goes back to the approver; both stay on the record."""
    ref = story.urgent()
    story.do(c.AskRequester, HELEN, ref=ref, question="Has the aunt been asked?")
    assert story.told("emergency_question") == {PRIYA}
    story.later(minutes=5)
    story.do(c.AnswerApprover, DILYS, ref=ref, answer="She has; she cannot")
    assert story.told("emergency_answer") == {HELEN}
    assert story.emergency(ref).exchanges == (
        Exchange(
            asked_by=HELEN,
            asked_at=MONDAY,
            question="Has the aunt been asked?",
            answer="She has; she cannot",
            answered_by=DILYS,
            answered_at=story.now,
        ),
    )
    with pytest.raises(MoveNotAllowed, match="No question about CB-0001 waits for an answer"):
        story.do(c.AnswerApprover, DILYS, ref=ref, answer="Again")


def test_every_card_sent_is_drawn_again_once_decided(story: Story) -> None:
    """The approver who was asked first sees that the next one decided."""
    ref = story.urgent()
    story.later(hours=3)
    story.sweep()
    story.do(c.ApproveEmergency, MARTIN, ref=ref)
    assert story.told("redraw") == {HELEN, MARTIN}


def test_a_short_code_names_the_live_request(story: Story) -> None:
    """Two requests never share a code while both are live; an unknown code is said to be unknown."""
    codes = {story.emergency(story.urgent()).code for _ in range(20)}
    assert len(codes) == 20
    with pytest.raises(Refused, match="I have no emergency request 0000"):
        story.do(c.ApproveEmergency, HELEN, ref="0000")


@pytest.mark.rule("CB-5.2")
def test_nobody_to_ask_is_said_at_once(story: Story) -> None:
    """With no approver in office, the practitioner is told to telephone."""
    story.now = datetime(2025, 12, 1, 10, 0, tzinfo=UTC)
    ref = "CB-0009"
    person = story.office.person(PRIYA)
    draft = new_draft(person, story.office.profile(CB), ref, story.now)
    facts = {"initials": "AB", "why_now": "x", "urgent_ask": "y"}
    story.store.held[draft.KIND, ref] = draft.model_copy(update={"answers": facts})
    with pytest.raises(Refused, match="Nobody is listed who may approve this today"):
        story.do(c.AskEmergency, PRIYA, ref=ref)
