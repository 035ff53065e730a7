"""The agenda: drafted at the cut-off, put in order, confirmed by the Chair, and what comes on it afterwards."""

from datetime import UTC, datetime, timedelta

import pytest

from panel import commands as c
from panel.errors import InvalidAnswer, MoveNotAllowed, NotPermitted
from panel.meeting import MeetingStatus
from panel.referral import ReferralStatus
from tests.sitting import HELEN, JOAN, MARTIN, RUTH, office
from tests.story import DILYS, FIRST_PANEL, PRIYA, SECOND_PANEL, TOM, Story

AGENDA = '[agenda]\nconfirmed_by = "chair"\n'


def listed(*parts: str, cases: int = 3) -> tuple[Story, list[str]]:
    """Cases on the first panel, past its cut-off."""
    story = office(*(parts or (AGENDA,)))
    story.meetings()
    refs = [story.signed() for _ in range(cases)]
    story.now = story.meeting().cutoff_at
    story.sweep()
    return story, refs


def order(story: Story) -> list[tuple[str, str]]:
    return [(item.ref, f"{item.starts_at:%H:%M}") for item in story.meeting().items]


@pytest.mark.rule("RO-11.1")
def test_the_draft_is_ready_at_the_cut_off() -> None:
    """Those who may confirm it are asked once; nobody is told a time yet."""
    story, _refs = listed()
    story.sweep()
    assert story.meeting().status is MeetingStatus.AGENDA_DRAFT
    assert sorted(n.to for n in story.notices("agenda_drafted")) == sorted([MARTIN, RUTH])
    assert story.told("present_at") == set()


@pytest.mark.rule("RO-11.1")
def test_an_empty_agenda_is_put_to_nobody_until_something_is_on_it() -> None:
    """An approved emergency is the first to come on it: then it is drafted, and asked for from the next day on."""
    story, _ = listed(cases=0)
    later = datetime(2026, 11, 9, 9, 30, tzinfo=UTC)
    assert story.now < later
    assert story.meeting().status is MeetingStatus.CLOSED_TO_SUBMISSIONS
    story.now = later
    story.approved()
    story.sweep()
    assert sorted(n.to for n in story.notices("agenda_drafted")) == sorted([MARTIN, RUTH])
    story.later(minutes=1)
    story.sweep()
    assert story.notices("agenda_waits") == []
    story.now = datetime(2026, 11, 10, 9, 30, tzinfo=UTC)
    story.sweep()
    assert story.told("agenda_waits") == {MARTIN, RUTH}


@pytest.mark.rule("RO-11.2")
def test_the_chair_confirms_and_presenters_learn_their_time() -> None:
    """Each case is on a confirmed agenda, the channel post is drawn again, and a second time changes nothing."""
    story, refs = listed()
    story.do(c.ConfirmAgenda, RUTH, meeting=FIRST_PANEL)
    assert (story.meeting().status, story.meeting().agenda_by) == (MeetingStatus.AGENDA_CONFIRMED, RUTH)
    assert {story.referral(ref).status for ref in refs} == {ReferralStatus.ON_AGENDA}
    times = {(n.about, n.to, n.facts["starts"][11:16]) for n in story.notices("present_at")}
    assert times == {(refs[0], DILYS, "09:30"), (refs[1], DILYS, "09:45"), (refs[2], DILYS, "10:00")}
    with pytest.raises(MoveNotAllowed, match="Ruth Adeyemi confirmed that agenda"):
        story.do(c.ConfirmAgenda, MARTIN, meeting=FIRST_PANEL)


@pytest.mark.rule("RO-11.2")
@pytest.mark.parametrize("by", [TOM, JOAN, DILYS, PRIYA, HELEN])
def test_nobody_else_confirms_it(by: str) -> None:
    """The administrator drafts it, and the Chair confirms."""
    story, _refs = listed()
    with pytest.raises(NotPermitted, match="can confirm the agenda"):
        story.do(c.ConfirmAgenda, by, meeting=FIRST_PANEL)


def test_it_is_not_confirmed_while_requests_still_come_in() -> None:
    """Before the cut-off the answer says until when."""
    story = office(AGENDA)
    story.meetings()
    with pytest.raises(MoveNotAllowed, match="Requests can still come in until"):
        story.do(c.ConfirmAgenda, RUTH, meeting=FIRST_PANEL)


@pytest.mark.rule("RO-11.2")
def test_papers_go_out_only_after_it_is_confirmed() -> None:
    """Only then is anything published."""
    story, _refs = listed()
    with pytest.raises(MoveNotAllowed, match="The agenda is not confirmed yet"):
        story.do(c.MarkPapersSent, TOM, meeting=FIRST_PANEL)
    story.do(c.ConfirmAgenda, RUTH, meeting=FIRST_PANEL)
    story.do(c.MarkPapersSent, TOM, meeting=FIRST_PANEL)
    assert story.meeting().status is MeetingStatus.PAPERS_OUT


@pytest.mark.rule("RO-11.2")
def test_an_item_is_heard_earlier_and_its_people_get_the_new_time_with_the_agenda() -> None:
    """Nothing is sent while it is put in order; with the agenda, a new appointment to those whose time changed."""
    story, refs = listed()
    sent = len(story.notices("appointment"))
    story.do(c.MoveItem, TOM, meeting=FIRST_PANEL, ref=refs[2], place=1)
    assert order(story) == [(refs[2], "09:30"), (refs[0], "09:45"), (refs[1], "10:00")]
    story.do(c.MoveItem, RUTH, meeting=FIRST_PANEL, ref=refs[0], place=3)
    assert order(story) == [(refs[2], "09:30"), (refs[1], "09:45"), (refs[0], "10:00")]
    assert len(story.notices("appointment")) == sent
    story.do(c.ConfirmAgenda, RUTH, meeting=FIRST_PANEL)
    assert {n.facts["starts"][11:16] for n in story.notices("appointment") if n.about == refs[2]} == {"10:00", "09:30"}


def test_a_place_that_is_not_there_is_refused() -> None:
    """Places count from one to the number of items."""
    story, refs = listed()
    with pytest.raises(InvalidAnswer, match="Please give a place from 1 to 3"):
        story.do(c.MoveItem, RUTH, meeting=FIRST_PANEL, ref=refs[0], place=4)


@pytest.mark.rule("RO-11.2")
def test_an_item_taken_off_goes_to_the_next_panel_and_its_people_learn_why() -> None:
    """The Chair gives the reason; practitioner and manager read it, and the place is free."""
    story, refs = listed()
    story.do(c.TakeOff, RUTH, meeting=FIRST_PANEL, ref=refs[1], reason="The plan is not agreed")
    assert [ref for ref, _ in order(story)] == [refs[0], refs[2]]
    assert story.referral(refs[1]).meeting == SECOND_PANEL
    assert story.told("put_off") == {PRIYA, DILYS}
    assert {n.facts["reason"] for n in story.notices("put_off")} == {"The plan is not agreed"}
    with pytest.raises(InvalidAnswer, match="Please give the reason"):
        story.do(c.TakeOff, RUTH, meeting=FIRST_PANEL, ref=refs[0], reason=" ")
    with pytest.raises(NotPermitted):
        story.do(c.TakeOff, TOM, meeting=FIRST_PANEL, ref=refs[0], reason="x")


@pytest.mark.rule("KN-3.30")
def test_an_emergency_to_ratify_cannot_be_taken_off() -> None:
    """Only an extension, by name, moves it."""
    story = office(AGENDA)
    story.meetings()
    ref = story.approved()
    with pytest.raises(MoveNotAllowed, match="Only an extension moves it"):
        story.do(c.TakeOff, RUTH, meeting=FIRST_PANEL, ref=ref, reason="Too many items")
    assert story.meeting().ratifies(ref)


def test_what_is_added_afterwards_is_marked_and_told_to_the_chair() -> None:
    """An emergency approved after the agenda was confirmed is listed, marked, and told once."""
    story, _refs = listed(cases=1)
    story.do(c.ConfirmAgenda, RUTH, meeting=FIRST_PANEL)
    ref = story.approved()
    story.sweep()
    story.sweep()
    assert [item.added for item in story.meeting().items] == [False, True]
    assert sorted((n.to, n.facts["ref"]) for n in story.notices("agenda_added")) == sorted([(MARTIN, ref), (RUTH, ref)])


def test_a_draft_is_asked_for_each_working_morning() -> None:
    """From the morning after the cut-off until it is confirmed."""
    story, _refs = listed()
    story.now = datetime(2026, 11, 6, 8, 0, tzinfo=UTC)
    story.sweep()
    before = len(story.notices("agenda_waits"))
    for day in (9, 10):
        story.now = datetime(2026, 11, day, 9, 0, tzinfo=UTC)
        story.sweep()
        story.sweep()
    assert len(story.notices("agenda_waits")) - before == 4
    story.do(c.ConfirmAgenda, RUTH, meeting=FIRST_PANEL)
    story.later(days=1)
    story.sweep()
    assert len(story.notices("agenda_waits")) - before == 4


@pytest.mark.rule("RO-11.2")
def test_on_the_day_it_is_asked_for_before_the_start() -> None:
    """A panel whose requests close that morning: Chair and administrator, at the time set before the start."""
    story, _refs = listed(AGENDA, 'before_start = "30min"\n')
    start = story.meeting().starts_at
    story.now = start - timedelta(minutes=31)
    story.sweep()
    assert TOM not in story.told("agenda_waits")
    story.now = start - timedelta(minutes=30)
    story.sweep()
    assert story.told("agenda_waits") == {MARTIN, RUTH, TOM}


def test_a_meeting_whose_agenda_was_never_confirmed_can_begin_with_a_warning() -> None:
    """It is said, and stops nothing."""
    story, refs = listed()
    story.now = story.meeting().starts_at
    answer = story.do(c.StartMeeting, TOM, meeting=FIRST_PANEL, chair=RUTH, present=())
    assert answer.facts == {"unconfirmed": "yes"}
    story.decide(refs[0])


def test_a_panel_without_one_needs_no_confirming() -> None:
    """Its agenda is as it was; nobody is asked."""
    story = Story()
    story.meetings()
    story.now = story.meeting().cutoff_at
    story.sweep()
    assert story.meeting().status is MeetingStatus.CLOSED_TO_SUBMISSIONS
    assert story.told("agenda_drafted") == set()
