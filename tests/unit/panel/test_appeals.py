"""Challenging a decision: the last day, late and incomplete requests, the hearing, the answer, what is left."""

from datetime import UTC, datetime
from typing import Any

import pytest

from panel import commands as c
from panel.appeal import Appeal, AppealStatus
from panel.decision import Decision
from panel.errors import InvalidAnswer, MoveNotAllowed, NotPermitted, Unknown
from panel.intake import ReceivedMail
from tests.story import ASHA, CB, DILYS, FIRST_PANEL, MARTIN, PRIYA, RUTH, SECOND_PANEL, TERMS, TOM, Story
from tests.unit.panel.afterwards import (
    LATER,
    REVIEW_OF_DECISION,
    appeal,
    at,
    decided_on,
    office,
    package,
    panel_on,
    released,
    task,
)

ASKED: dict[str, Any] = {"asked_by": "parent", "given": {"written": "yes"}}
THIRD_PANEL = f"{CB}.2026-11-25"


@pytest.fixture
def refused() -> tuple[Story, str]:
    """A request that was not agreed, its sheets sent out by post on the day after the panel."""
    story = office()
    ref = story.decided("not_agreed")
    released(story, FIRST_PANEL, "2026-11-12T10:00")
    return story, ref


def in_spring(later: str, day: int, month: int) -> tuple[Story, str, str]:
    """A refusal at a panel on this day of 2026."""
    story = office(later, now=datetime(2026, 1, 5, 9, 0, tzinfo=UTC))
    meeting = panel_on(story, 2026, month, day)
    return story, decided_on(story, meeting, "not_agreed", period_from="2026-01-20"), meeting


@pytest.mark.rule("KN-3.24", "AM-04")
@pytest.mark.parametrize(
    ("sent_at", "fields", "receipt", "last"),
    [
        ("2026-03-26T10:00", {"receipt": "27 March 2026"}, "2026-03-27", "2026-04-07"),
        ("2026-04-02T16:05", {"sent": "email"}, "2026-04-07", "2026-04-17"),  # 17:05 on London clocks
    ],
)
def test_an_appeal_runs_from_receipt(sent_at: str, fields: dict[str, str], receipt: str, last: str) -> None:
    """Ten days from the day the family says, or is taken to have had it; late only the day after."""
    for late, expected in ((False, "booked"), (True, "late")):
        story, ref, meeting = in_spring(LATER, 25, 3)
        released(story, meeting, sent_at)
        panel_on(story, 2026, 5, 6)
        came = f"{last[:8]}{int(last[8:]) + late:02d}"
        at(story, f"{came}T18:00")
        story.do(c.LogAppeal, PRIYA, ref=ref, received=came, **fields, **ASKED)
        logged = appeal(story, ref)
        assert (logged.receipt, logged.last_day, logged.status) == (receipt, last, expected)


@pytest.mark.rule("BI-9.2", "AM-35")
@pytest.mark.parametrize(
    ("day", "month", "last"), [(14, 1, "2026-02-25"), (20, 2, "2026-04-07")], ids=["plain", "over Easter"]
)
def test_a_decision_review_is_asked_for_within_six_weeks_of_the_panel(day: int, month: int, last: str) -> None:
    """Whenever the outcome was sent; the hearing itself may be later."""
    story, ref, meeting = in_spring(REVIEW_OF_DECISION, day, month)
    released(story, meeting)
    panel_on(story, 2026, 5, 6)
    at(story, f"{last}T18:00")
    given = {"reasons_given": "It was not all heard", "new_information": "A new report"}
    story.do(c.LogAppeal, PRIYA, ref=ref, asked_by="parent", received=last, given=given)
    assert (appeal(story, ref).last_day, appeal(story, ref).status) == (last, "booked")


def test_where_nobody_says_how_it_was_sent_the_later_day_counts(refused: tuple[Story, str]) -> None:
    """By post, the second day after (AM-04)."""
    story, ref = refused
    story.do(c.LogAppeal, PRIYA, ref=ref, received="12 November 2026", **ASKED)
    logged = appeal(story, ref)
    assert (logged.receipt, logged.last_day) == ("2026-11-16", "2026-11-26")
    assert logged.how == (
        "10 days after Mon 16 Nov 2026: received on Mon 16 Nov 2026 "
        "(the second day after posting on Thu 12 Nov 2026, or the next working day)"
    )


def test_before_the_outcome_is_sent_no_time_runs() -> None:
    """A family that already heard is never late."""
    story = office()
    ref = story.decided("not_agreed")
    story.do(c.LogAppeal, PRIYA, ref=ref, received="11 November 2026", **ASKED)
    assert (appeal(story, ref).last_day, appeal(story, ref).status) == ("", "booked")


@pytest.mark.rule("KN-3.23", "KN-3.25", "BI-9.3")
def test_an_appeal_in_time_is_booked_into_the_next_panel_with_an_open_agenda(refused: tuple[Story, str]) -> None:
    """Marked as an appeal, with its own slot; practitioner, manager, Chairs and administrator are told."""
    story, ref = refused
    story.do(c.LogAppeal, TOM, ref=ref, received="12 November 2026", **ASKED)
    item = story.meeting(SECOND_PANEL).item(ref)
    assert item is not None
    assert item.kind == "appeal"
    assert appeal(story, ref).meeting == SECOND_PANEL
    assert story.told("appeal_booked") == {PRIYA, DILYS, RUTH, MARTIN}
    assert story.told("appeal_logged") == {PRIYA, DILYS, RUTH, MARTIN, TOM}


def test_a_panel_whose_papers_are_out_takes_no_appeal(refused: tuple[Story, str]) -> None:
    """The agenda is settled, so it goes to the next (AM-12)."""
    story, ref = refused
    story.signed(panel_date="2026-11-18")
    at(story, "2026-11-16T10:00").do(c.MarkPapersSent, TOM, meeting=SECOND_PANEL)
    story.do(c.LogAppeal, TOM, ref=ref, received="12 November 2026", **ASKED)
    assert appeal(story, ref).meeting == THIRD_PANEL


@pytest.mark.rule("AM-65")
def test_the_chair_says_whether_support_goes_on_meanwhile(refused: tuple[Story, str]) -> None:
    """A task for each Chair, closed by the answer of one; nothing changes by itself."""
    story, ref = refused
    story.do(c.LogAppeal, PRIYA, ref=ref, received="12 November 2026", **ASKED)
    asked = [n.to for n in story.notices("task_given") if "interim" in n.id]
    assert set(asked) == {RUTH, MARTIN}
    with pytest.raises(NotPermitted):
        story.do(c.SayInterim, TOM, ref=ref, support="It goes on")
    story.do(c.SayInterim, RUTH, ref=ref, support="It goes on until the appeal is heard")
    assert appeal(story, ref).interim == "It goes on until the appeal is heard"
    assert [t.done_at for t in _interim_tasks(story)] == [story.now, story.now]
    assert {n.facts.get("support") for n in story.notices("appeal_answered") if n.to == PRIYA} == {
        "It goes on until the appeal is heard"
    }


def _interim_tasks(story: Story) -> list[Any]:
    from panel.decision import Task

    return [each for each in story.store.read().find(Task) if "/interim" in each.id]


@pytest.mark.rule("KN-3.24")
@pytest.mark.parametrize(("accepted", "status"), [(True, "booked"), (False, "not_accepted")])
def test_a_late_appeal_is_the_chairs_to_accept(refused: tuple[Story, str], accepted: bool, status: str) -> None:
    """Logged and put to the Chair, never refused by the clerk; whatever is decided has its reason."""
    story, ref = refused
    at(story, "2026-11-30T10:00")
    story.do(c.LogAppeal, PRIYA, ref=ref, received="27 November 2026", **ASKED)
    panel_on(story, 2026, 12, 2)
    assert (appeal(story, ref).status, story.told("appeal_late")) == (AppealStatus.LATE, {RUTH, MARTIN})
    with pytest.raises(NotPermitted):
        story.do(c.AnswerLateAppeal, TOM, ref=ref, accepted=accepted, reason="x")
    with pytest.raises(InvalidAnswer):
        story.do(c.AnswerLateAppeal, RUTH, ref=ref, accepted=accepted, reason="")
    story.do(c.AnswerLateAppeal, RUTH, ref=ref, accepted=accepted, reason="They were ill")
    assert (appeal(story, ref).status, appeal(story, ref).late_reason) == (status, "They were ill")


@pytest.mark.rule("BI-9.4", "BI-9.5")
def test_what_is_missing_is_asked_of_whoever_logged_it() -> None:
    """Incomplete until it is supplied; “none” is an answer; the Chair can let it go on without."""
    for how in ("supplied", "none", "waived"):
        story, ref, meeting = in_spring(REVIEW_OF_DECISION, 14, 1)
        released(story, meeting)
        panel_on(story, 2026, 2, 4)
        story.do(
            c.LogAppeal, PRIYA, ref=ref, asked_by="parent", received="14 January 2026", given={"reasons_given": "x"}
        )
        assert (appeal(story, ref).status, appeal(story, ref).lacks) == ("incomplete", ("new_information",))
        assert [(n.to, n.facts["lacks"]) for n in story.notices("appeal_lacks")] == [(PRIYA, "What is new?")]
        at(story, "2026-01-15T09:30").sweep()
        assert story.told("appeal_waits") == {PRIYA}
        if how == "waived":
            with pytest.raises(NotPermitted):
                story.do(c.WaiveAppeal, PRIYA, ref=ref, reason="x")
            story.do(c.WaiveAppeal, RUTH, ref=ref, reason="Clear enough")
        else:
            given = {"new_information": "None" if how == "none" else "A report"}
            story.do(c.SupplyAppeal, PRIYA, ref=ref, given=given)
        assert appeal(story, ref).status is AppealStatus.BOOKED


def heard(story: Story, ref: str, outcome: str, **terms: str) -> None:
    story.do(c.LogAppeal, PRIYA, ref=ref, received="12 November 2026", **ASKED)
    story.open(SECOND_PANEL)
    story.do(c.DraftDecision, TOM, meeting=SECOND_PANEL, ref=ref, outcome=outcome, terms={**TERMS, **terms})
    story.close(SECOND_PANEL)


@pytest.mark.rule("BI-9.7")
def test_an_appeal_upheld_leaves_the_first_decision(refused: tuple[Story, str]) -> None:
    """With reasons; the sheet goes out as any other and names what was decided."""
    story, ref = refused
    heard(story, ref, "uphold")
    assert (appeal(story, ref).status, appeal(story, ref).outcome) == (AppealStatus.DECIDED, "uphold")
    assert {n.to for n in story.notices("decided") if SECOND_PANEL in n.id} == {PRIYA, DILYS}
    assert task(story, f"{SECOND_PANEL}/{ref}/explain_decision").owner == DILYS
    released(story, SECOND_PANEL)
    assert (appeal(story, ref).status, appeal(story, ref).answered_on) == (AppealStatus.COMMUNICATED, "2026-11-18")


@pytest.mark.rule("BI-9.7")
def test_an_appeal_can_change_the_decision(refused: tuple[Story, str]) -> None:
    """To an agreement with all an agreement must state, which is entered in the planner."""
    story, ref = refused
    with pytest.raises(InvalidAnswer, match="the date the agreement ends"):
        heard(story, ref, "agreed", end_date="")
    story.decide(ref, "agreed", SECOND_PANEL)
    story.close(SECOND_PANEL)
    assert (appeal(story, ref).outcome, package(story, ref).end_date) == ("agreed", "2027-06-30")
    assert story.store.read().get(Decision, f"{SECOND_PANEL}/{ref}").settles == f"{ref}/appeal1"


def test_more_information_brings_it_back_once_it_is_there(refused: tuple[Story, str]) -> None:
    """Chased until it comes, then booked anew (AP-17)."""
    story, ref = refused
    heard(story, ref, "more_information")
    assert appeal(story, ref).status is AppealStatus.RETURNING
    at(story, "2026-11-18T16:00").sweep()
    assert story.told("appeal_waits") == set()  # asked for that very day; the next morning is the first
    at(story, "2026-11-19T09:30").sweep()
    assert PRIYA in story.told("appeal_waits")
    story.do(c.SupplyAppeal, PRIYA, ref=ref, given={"written": "yes"})
    assert (appeal(story, ref).status, appeal(story, ref).meeting) == (AppealStatus.BOOKED, THIRD_PANEL)


@pytest.mark.rule("AM-32")
def test_one_appeal_then_the_next_stage_then_only_a_complaint(refused: tuple[Story, str]) -> None:
    """A stage is used up once; the next counts from its answer and is heard outside; then nothing more is booked."""
    story, ref = refused
    heard(story, ref, "uphold")
    released(story, SECOND_PANEL)
    at(story, "2026-12-31T10:00")  # six weeks after the answer of 18 November is 30 December
    story.do(c.LogAppeal, PRIYA, ref=ref, received="30 December 2026", **ASKED)
    outside = appeal(story, ref, 2)
    assert (outside.stage, outside.last_day, outside.status) == ("outside", "2026-12-30", "outside")
    assert task(story, "appeal2/outside").due == outside.answer_due == "2027-01-29"
    at(story, "2027-02-01T09:30").sweep()
    assert TOM in story.told("appeal_waits")
    story.do(c.RecordAnswer, TOM, ref=ref, answer="The decision stands", answered_on="1 February 2027")
    done = appeal(story, ref, 2)
    assert (done.outcome, done.answered_on, done.status) == ("The decision stands", "2027-02-01", "closed_final")
    before = story.snapshot()
    assert story.do(c.LogAppeal, PRIYA, ref=ref, received="1 February 2027", **ASKED).code == "used_up"
    assert story.snapshot() == before


@pytest.mark.rule("AM-64")
def test_a_stage_without_a_limit_can_be_asked_for_again() -> None:
    """A second review of the same decision is logged as the first was."""
    story, ref, meeting = in_spring(REVIEW_OF_DECISION, 14, 1)
    released(story, meeting)
    second = panel_on(story, 2026, 1, 21)
    fields = {
        "asked_by": "parent",
        "received": "14 January 2026",
        "given": {"reasons_given": "x", "new_information": "y"},
    }
    story.do(c.LogAppeal, PRIYA, ref=ref, **fields)
    with pytest.raises(MoveNotAllowed, match="challenged already"):
        story.do(c.LogAppeal, PRIYA, ref=ref, **fields)
    story.open(second)
    story.do(c.DraftDecision, TOM, meeting=second, ref=ref, outcome="uphold", terms=TERMS)
    story.close(second)
    released(story, second)
    story.do(c.LogAppeal, PRIYA, ref=ref, **fields)
    assert (appeal(story, ref, 2).stage, appeal(story, ref, 2).decision) == ("decision_review", f"{meeting}/{ref}")


@pytest.mark.rule("RA-4.17", "AM-36")
def test_a_panel_without_a_stage_has_only_the_complaints_route() -> None:
    """The text is for staff; nothing is booked and no record is made."""
    story = Story()
    story.meetings()
    ref = story.decided("not_agreed")
    before = story.snapshot()
    assert story.do(c.LogAppeal, PRIYA, ref=ref, received="11 November 2026", **ASKED).code == "complaints_only"
    assert story.snapshot() == before
    assert story.store.entries[-1].act == "complaint_signposted"


@pytest.mark.rule("BI-9.9")
def test_a_complaint_is_never_too_late(refused: tuple[Story, str]) -> None:
    """Its reference is noted years later, whatever became of an appeal."""
    story, ref = refused
    at(story, "2028-06-01T10:00").do(c.NoteComplaint, DILYS, ref=ref, complaint="C-2028-17")
    assert story.store.read().get(Decision, f"{FIRST_PANEL}/{ref}").complaint == "C-2028-17"


def test_an_appeal_withdrawn_frees_its_slot_and_uses_nothing_up(refused: tuple[Story, str]) -> None:
    """The family can appeal again in time (AP-16)."""
    story, ref = refused
    story.do(c.LogAppeal, PRIYA, ref=ref, received="12 November 2026", **ASKED)
    story.do(c.WithdrawAppeal, PRIYA, ref=ref, reason="By e-mail from the mother")
    assert (appeal(story, ref).status, story.meeting(SECOND_PANEL).item(ref)) == (AppealStatus.WITHDRAWN, None)
    story.do(c.LogAppeal, PRIYA, ref=ref, received="12 November 2026", **ASKED)
    assert appeal(story, ref, 2).status is AppealStatus.BOOKED


def test_an_appeal_is_rebooked_when_its_panel_is_cancelled_or_does_not_reach_it(refused: tuple[Story, str]) -> None:
    """Its people are told; without a later date it waits and gets the next one added (AP-10)."""
    story, ref = refused
    story.do(c.LogAppeal, PRIYA, ref=ref, received="12 November 2026", **ASKED)
    story.do(c.AskCancel, RUTH, meeting=SECOND_PANEL, reason="No chair")
    assert (appeal(story, ref).meeting, story.told("place_changed")) == (THIRD_PANEL, {PRIYA, DILYS})
    story.open(THIRD_PANEL)
    story.do(c.EndMeeting, TOM, meeting=THIRD_PANEL)
    assert (appeal(story, ref).status, appeal(story, ref).meeting) == (AppealStatus.READY, "")
    assert TOM in story.told("no_place")
    meeting = panel_on(story, 2026, 12, 2)
    story.sweep()
    assert (appeal(story, ref).status, appeal(story, ref).meeting) == (AppealStatus.BOOKED, meeting)


@pytest.mark.rule("BI-9.6")
@pytest.mark.parametrize("asked_by", ["parent", "representative", "young_person", "other"])
def test_whoever_asks_is_logged(refused: tuple[Story, str], asked_by: str) -> None:
    """With the authority of a representative; nobody is refused by the clerk (AM-33)."""
    story, ref = refused
    fields = {"received": "12 November 2026", "given": {"written": "yes"}, "authority": "A signed letter"}
    story.do(c.LogAppeal, DILYS, ref=ref, asked_by=asked_by, **fields)
    assert (appeal(story, ref).asked_by, appeal(story, ref).authority) == (asked_by, "A signed letter")


def test_only_staff_of_the_case_or_of_the_panel_log_it(refused: tuple[Story, str]) -> None:
    """And only once there is a decision."""
    story, ref = refused
    with pytest.raises(NotPermitted):
        story.do(c.LogAppeal, ASHA, ref=ref, received="12 November 2026", **ASKED)
    with pytest.raises(Unknown, match="no decision"):
        story.do(c.LogAppeal, PRIYA, ref=story.signed(), received="12 November 2026", **ASKED)


@pytest.mark.rule("KN-3.24", "AM-33")
def test_a_familys_mail_is_put_before_people_with_the_last_day_and_logged_by_nobody(refused: tuple[Story, str]) -> None:
    """The day is the one logging it would give; the administrator and the worker hear it, and the family is thanked."""
    story, ref = refused
    mail = ReceivedMail(
        id="m1",
        panel=CB,
        message_id="<1@family.example>",
        sender="mum@family.example",
        subject="I want to appeal",
        received_at=story.now,
        raw="r",
    )
    story.do(c.TakeMail, c.MAILBOX, mail=mail, proven=True, mentioned=(ref,), said="Please look again.")
    told = story.notices("mail_challenge")
    assert {notice.to for notice in told} == {PRIYA, TOM}
    assert {notice.facts["last"] for notice in told} == {"2026-11-26"}
    assert story.store.read().count(Appeal) == 0
    assert (story.told("family_thanks"), story.told("appeal_logged")) == ({"mum@family.example"}, set())
