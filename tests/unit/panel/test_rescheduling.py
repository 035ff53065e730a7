"""Meetings moved and cancelled: agreed first, then cases, cut-offs and emergencies follow and each is told once."""

from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest

from panel import commands as c
from panel.calendar import wall
from panel.council import Council
from panel.emergency import EmergencyStatus
from panel.errors import InvalidAnswer, MoveNotAllowed, NotPermitted, Refused
from panel.meeting import ItemKind, MeetingStatus
from panel.notices import Channel, NoticeState
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
    SECOND_PANEL,
    TOM,
    Story,
    directory,
    profiles,
)

THIRD_PANEL = f"{CB}.2026-11-25"
THURSDAY = f"{CB}.2026-11-12"
WHY = "The building is closed"


@pytest.fixture
def story() -> Story:
    story = Story()
    story.meetings()
    return story


def slots(story: Story, meeting: str) -> list[tuple[str, str]]:
    return [(item.ref, f"{wall(item.starts_at):%H:%M}") for item in story.meeting(meeting).items]


def ask(story: Story, by: str = TOM, meeting: str = FIRST_PANEL) -> None:
    story.do(c.AskCancel, by, meeting=meeting, reason=WHY)


def cancel(story: Story, meeting: str = FIRST_PANEL) -> None:
    ask(story, meeting=meeting)
    story.do(c.AgreeCancel, RUTH, meeting=meeting)


def move(story: Story, to: datetime, by: str = TOM, meeting: str = FIRST_PANEL) -> None:
    story.do(c.MoveMeeting, by, meeting=meeting, starts_at=to, reason=WHY)


def at(day: int, hour: int = 9, minute: int = 30) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=UTC)


def held(story: Story) -> dict[tuple[str, str], str]:
    """All that is stored but the meeting that was asked about, and notices."""
    return {k: v for k, v in story.snapshot().items() if k[0] not in ("notice", "act") and k[1] != FIRST_PANEL}


@pytest.mark.rule("CB-8.2")
def test_nothing_is_announced_or_changed_before_someone_agrees(story: Story) -> None:
    """The administrator's wish goes to the Chairs and Heads of Service; cases stay, nobody else hears of it."""
    story.signed()
    story.approved()
    before, posts = held(story), len(story.notices("agenda"))
    ask(story)
    assert (held(story), len(story.notices("agenda"))) == (before, posts)
    assert story.told("cancel_asked") == {HELEN, MARTIN, RUTH}
    assert story.meeting().status is MeetingStatus.CANCEL_PENDING
    assert (story.meeting().standing, story.meeting().is_ahead) == (MeetingStatus.OPEN, True)
    assert story.notices("meeting_cancelled") == []


@pytest.mark.rule("CB-8.2")
def test_a_case_signed_while_the_answer_is_open_still_goes_to_that_panel(story: Story) -> None:
    """The panel stands until its cancelling is agreed."""
    ask(story)
    assert story.referral(story.signed()).meeting == FIRST_PANEL


@pytest.mark.rule("CB-8.2")
@pytest.mark.parametrize("by", [RUTH, HELEN])
def test_chair_or_head_of_service_agrees_and_the_cases_move_on_in_order(story: Story, by: str) -> None:
    """Agreed by either, the cases keep their order at the next panel with room (RF-36, AM-62)."""
    refs = [story.signed() for _ in range(3)]
    ask(story)
    story.do(c.AgreeCancel, by, meeting=FIRST_PANEL)
    gone = story.meeting()
    assert (gone.status, gone.items, gone.cancel.agreed_by if gone.cancel else "") == (MeetingStatus.CANCELLED, (), by)
    assert slots(story, SECOND_PANEL) == [(refs[0], "09:30"), (refs[1], "09:45"), (refs[2], "10:00")]
    assert [story.referral(ref).status for ref in refs] == [ReferralStatus.BOOKED] * 3


@pytest.mark.rule("CB-8.2", "CB-9.4")
def test_a_full_next_panel_sends_the_rest_to_the_one_after(story: Story) -> None:
    """Eleven places are taken already: the first case gets the twelfth, the second goes a week further."""
    for _ in range(11):
        story.signed(panel_date="2026-11-18")
    first, second = story.signed(panel_date="2026-11-11"), story.signed(panel_date="2026-11-11")
    cancel(story)
    assert (story.referral(first).meeting, story.referral(second).meeting) == (SECOND_PANEL, THIRD_PANEL)


@pytest.mark.rule("CB-8.2", "CB-9.5")
def test_each_affected_person_is_told_exactly_once(story: Story) -> None:
    """One mail each for a case’s people, one notice for members, Chairs and the administrator (NT-27)."""
    ref = story.signed()
    seen = set(story.snapshot())
    cancel(story)
    new = [n for n in story.store.read().find(type(story.notices("agenda")[0])) if ("notice", n.id) not in seen]
    about_case = Counter(n.to for n in new if n.about == ref)
    about_meeting = Counter(n.to for n in new if n.rule == "meeting_cancelled")
    assert about_case == Counter(["priya.nair@council.example", "dilys.morgan@council.example"])
    assert about_meeting == Counter(
        p.id
        for p in directory().everyone()
        if {(s.panel, s.role) for s in p.roles} & {(CB, role) for role in ("member", "chair", "panel_admin")}
    )
    assert {n.about for n in new if n.channel is Channel.POST} == {FIRST_PANEL, SECOND_PANEL}


@pytest.mark.rule("CB-9.5")
def test_the_new_appointment_says_what_it_takes_the_place_of(story: Story) -> None:
    """The facts of the letter name the earlier moment and why."""
    story.signed()
    cancel(story)
    facts = story.notices("appointment")[-1].facts
    assert (facts["was"], facts["because"]) == ("2026-11-11T09:30:00+00:00", "cancelled")


@pytest.mark.rule("CB-5.3", "CB-5.10", "CB-8.2")
def test_an_emergency_needs_an_extension_by_name_and_its_end_stays(story: Story) -> None:
    """It is listed at the next panel, does not run on by itself, and each person is told once (EM-17, AM-12)."""
    ref = story.approved()
    ends = story.emergency(ref).ends_at
    story.later(days=1)
    cancel(story)
    emergency = story.emergency(ref)
    assert (emergency.status, emergency.ends_at, emergency.meeting) == (
        *(EmergencyStatus.AWAITING_EXTENSION, ends, SECOND_PANEL),
    )
    assert [(i.ref, i.kind) for i in story.meeting(SECOND_PANEL).items] == [(ref, ItemKind.RATIFICATION)]
    told = Counter(n.to for n in story.notices("extension_needed"))
    assert told == Counter([TOM, MARTIN, RUTH, HELEN, PRIYA, DILYS])
    story.later(minutes=1)
    story.sweep()
    assert Counter(n.to for n in story.notices("extension_needed")) == told, "asked again on the next morning, not now"
    story.now = at(12)
    story.sweep()
    assert story.emergency(ref).status is EmergencyStatus.LAPSED_UNRATIFIED


@pytest.mark.rule("CB-5.10", "CB-8.2")
def test_a_signed_emergency_goes_with_its_ratification(story: Story) -> None:
    """One item, one place: referral and emergency name the same panel."""
    ref = story.approved()
    story.fill(ref)
    story.attach(ref)
    story.do(c.SendToManager, PRIYA, ref=ref)
    story.sign(ref)
    cancel(story)
    assert (story.referral(ref).meeting, story.emergency(ref).meeting) == (SECOND_PANEL, SECOND_PANEL)
    assert len(story.meeting(SECOND_PANEL).items) == 1


@pytest.mark.rule("CB-8.2", "CB-8.4")
def test_without_a_later_date_cases_wait_and_are_booked_when_one_is_added(story: Story) -> None:
    """The administrator is asked for a date; the next one added takes what waits."""
    ref, urgent = story.signed(panel_date="2026-11-25"), story.approved()
    for meeting in (THIRD_PANEL, SECOND_PANEL, FIRST_PANEL):
        cancel(story, meeting)
    assert (story.referral(ref).status, story.emergency(urgent).meeting) == (ReferralStatus.ACCEPTED, "")
    assert {n.about for n in story.notices("no_place")} == {ref, urgent}
    assert {n.to for n in story.notices("place_changed")} == {PRIYA, DILYS}
    story.do(c.AddMeeting, TOM, panel=CB, starts_at=at(26))
    assert (story.referral(ref).meeting, story.emergency(urgent).meeting) == (f"{CB}.2026-11-26",) * 2


@pytest.mark.rule("CB-8.2")
@pytest.mark.parametrize("by", [MARTIN, HELEN])
def test_who_may_agree_and_asks_has_agreed(story: Story, by: str) -> None:
    """A Chair or Head of Service cancels at once; the record names them as asking and agreeing."""
    ask(story, by)
    cancelled = story.meeting().cancel
    assert story.meeting().status is MeetingStatus.CANCELLED
    assert cancelled is not None
    assert (cancelled.by, cancelled.agreed_by, cancelled.agreed_at) == (by, by, story.now)


@pytest.mark.rule("CB-8.2")
@pytest.mark.parametrize("by", [TOM, PRIYA, DILYS, JOAN])
def test_nobody_else_may_agree(story: Story, by: str) -> None:
    """Neither who asked, nor a member, manager or practitioner."""
    ask(story)
    with pytest.raises(NotPermitted, match="can say whether a meeting is cancelled"):
        story.do(c.AgreeCancel, by, meeting=FIRST_PANEL)
    assert story.meeting().status is MeetingStatus.CANCEL_PENDING


@pytest.mark.rule("CB-8.2")
def test_the_administrator_alone_suffices_only_where_the_profile_says_so() -> None:
    """A council without such a rule lists no role, and then asking is cancelling."""
    profile = profiles()[CB]
    free = profile.meetings.model_copy(update={"cancel_needs": []})
    story = Story(council=Council({CB: profile.model_copy(update={"sittings": free})}, directory()))
    story.meetings()
    ask(story)
    assert story.meeting().status is MeetingStatus.CANCELLED


@pytest.mark.rule("CB-8.2")
def test_refused_the_panel_stands_as_it_stood(story: Story) -> None:
    """Past its cut-off it is past its cut-off again, with its cases; who asked is told why, once."""
    ref = story.signed()
    story.now = at(9)
    story.sweep()
    before = story.meeting()
    ask(story)
    story.do(c.RefuseCancel, HELEN, meeting=FIRST_PANEL, reason="Two children cannot wait")
    assert story.meeting() == before.model_copy(update={"revision": before.revision + 2})
    assert story.referral(ref).meeting == FIRST_PANEL
    assert [(n.to, n.facts["reason"]) for n in story.notices("cancel_refused")] == [(TOM, "Two children cannot wait")]


@pytest.mark.rule("CB-8.2")
def test_one_answer_wins_and_every_card_is_drawn_again(story: Story) -> None:
    """The second officer learns how it stands and changes nothing."""
    cancel(story)
    with pytest.raises(MoveNotAllowed, match="it was cancelled"):
        story.do(c.RefuseCancel, HELEN, meeting=FIRST_PANEL, reason="No")
    assert Counter(n.to for n in story.notices("redraw")) == Counter([HELEN, MARTIN, RUTH])


@pytest.mark.rule("CB-8.2")
def test_an_unanswered_wish_is_asked_again_each_working_morning(story: Story) -> None:
    """Until somebody answers; twice on one morning is once."""
    ask(story)
    for day in (3, 3, 4):
        story.now = at(day, 10)
        story.sweep()
    assert len(story.notices("cancel_asked")) == 3 * 3


@pytest.mark.rule("CB-8.2")
def test_agreement_after_the_start_is_not_prior(story: Story) -> None:
    """It can no longer be cancelled, only refused and then held."""
    ask(story)
    story.now = at(11, 9, 31)
    with pytest.raises(Refused, match="should have begun"):
        story.do(c.AgreeCancel, RUTH, meeting=FIRST_PANEL)
    story.do(c.RefuseCancel, RUTH, meeting=FIRST_PANEL, reason="We meet")
    story.open()
    assert story.meeting().status is MeetingStatus.IN_SESSION


@pytest.mark.rule("CB-8.2")
def test_a_meeting_is_asked_about_once_with_a_reason_and_before_it_begins(story: Story) -> None:
    """No reason, a second wish and a meeting that sits are refused."""
    with pytest.raises(InvalidAnswer):
        story.do(c.AskCancel, TOM, meeting=FIRST_PANEL, reason=" ")
    ask(story)
    with pytest.raises(MoveNotAllowed, match="already asked to cancel"):
        ask(story)
    with pytest.raises(MoveNotAllowed, match="already asked to cancel"):
        move(story, at(12))
    story.open(SECOND_PANEL)
    with pytest.raises(MoveNotAllowed):
        ask(story, meeting=SECOND_PANEL)


@pytest.mark.rule("CB-8.2", "CB-9.4")
def test_a_withdrawn_case_leaves_a_panel_that_may_be_cancelled(story: Story) -> None:
    """Whatever the answer, it is not heard and not rebooked."""
    ref = story.signed()
    ask(story)
    story.do(c.WithdrawReferral, PRIYA, ref=ref, reason="Not needed")
    story.do(c.AgreeCancel, RUTH, meeting=FIRST_PANEL)
    assert story.meeting(SECOND_PANEL).items == ()


@pytest.mark.rule("CB-8.4")
def test_a_cancelled_day_can_be_used_again(story: Story) -> None:
    """The administrator may add it anew."""
    cancel(story)
    story.do(c.AddMeeting, TOM, panel=CB, starts_at=at(11))
    assert story.meeting().status is MeetingStatus.OPEN


@pytest.mark.rule("CB-9.4", "CB-9.5", "CB-9.7")
def test_a_moved_meeting_takes_its_cases_in_the_same_order(story: Story) -> None:
    """A day later and an hour later: slots, end and cut-off follow, and each of a case's people gets one mail."""
    refs = [story.signed() for _ in range(2)]
    mails = len(story.notices("appointment"))
    move(story, at(12, 10, 30))
    moved, old = story.meeting(THURSDAY), story.meeting()
    assert slots(story, THURSDAY) == [(refs[0], "10:30"), (refs[1], "10:45")]
    assert (moved.cutoff_at, moved.ends_at) == (at(9, 17, 0), at(12, 12, 30))
    assert (old.status, old.moved_to, old.items, old.live) == (MeetingStatus.MOVED, THURSDAY, (), None)
    assert [story.referral(ref).meeting for ref in refs] == [THURSDAY] * 2
    assert len(story.notices("appointment")) - mails == 4
    assert {n.facts["following"] for n in story.notices("meeting_moved")} == {moved.starts_at.isoformat()}
    assert story.told("meeting_moved") >= {TOM, RUTH, MARTIN, JOAN}


@pytest.mark.rule("CB-9.4")
def test_on_the_same_day_it_stays_the_same_meeting(story: Story) -> None:
    """Only its hours and slots change."""
    ref = story.signed()
    move(story, at(11, 14, 0))
    assert slots(story, FIRST_PANEL) == [(ref, "14:00")]
    assert (story.meeting().status, story.meeting().ends_at) == (MeetingStatus.OPEN, at(11, 17, 0))


@pytest.mark.rule("CB-9.4")
def test_what_no_longer_fits_goes_to_the_next_panel(story: Story) -> None:
    """Moved to a shorter morning, the cases that would overrun move on."""
    refs = [story.signed() for _ in range(12)]
    move(story, at(12, 10, 30))
    assert [story.referral(ref).meeting for ref in refs] == [THURSDAY] * 8 + [SECOND_PANEL] * 4
    assert slots(story, SECOND_PANEL)[0] == (refs[8], "09:30")


@pytest.mark.rule("CB-5.3", "CB-5.10")
def test_a_meeting_moved_later_asks_for_an_extension(story: Story) -> None:
    """The approval keeps its end; a day more is somebody's act, never the clerk's (AM-12)."""
    ref = story.approved()
    ends = story.emergency(ref).ends_at
    move(story, at(12))
    emergency = story.emergency(ref)
    assert (emergency.status, emergency.ends_at, emergency.meeting) == (
        *(EmergencyStatus.AWAITING_EXTENSION, ends, THURSDAY),
    )
    assert {n.facts["extend"] for n in story.notices("extension_needed")} == {"yes"}


@pytest.mark.rule("CB-5.3")
def test_a_meeting_moved_earlier_ends_the_approval_earlier(story: Story) -> None:
    """An approval lasts only until the next panel, which is now the day before."""
    ref = story.approved()
    move(story, at(10))
    emergency = story.emergency(ref)
    assert (emergency.status, emergency.ends_at) == (EmergencyStatus.AWAITING_RATIFICATION, at(10, 23, 59))


@pytest.mark.rule("CB-5.3", "CB-5.10")
def test_moved_behind_another_panel_the_ratification_goes_to_that_one(story: Story) -> None:
    """The next panel actually held hears it; the other cases stay with their meeting (AM-12)."""
    ref, plain = story.approved(), story.signed()
    move(story, at(19))
    assert (story.emergency(ref).meeting, story.referral(plain).meeting) == (SECOND_PANEL, f"{CB}.2026-11-19")


@pytest.mark.rule("CB-9.7", "CB-9.10")
def test_a_late_case_is_late_no_more_when_the_cut_off_moves_behind_it(story: Story) -> None:
    """Let in late by an officer, it is in time once the panel is a week later."""
    story.now = at(9)
    ref = story.signed()
    story.do(c.MoveBooking, RUTH, ref=ref, meeting=FIRST_PANEL, reason="It cannot wait")
    move(story, at(19))
    item = story.meeting(f"{CB}.2026-11-19").item(ref)
    assert item is not None
    assert (item.late_by, item.late_reason) == ("", "")


@pytest.mark.rule("CB-9.4")
def test_a_moved_meeting_has_room_for_what_waits(story: Story) -> None:
    """A case without a place gets one there."""
    for meeting in (SECOND_PANEL, THIRD_PANEL):
        cancel(story, meeting)
    story.now = at(9)
    ref = story.signed()
    assert story.referral(ref).status is ReferralStatus.ACCEPTED
    move(story, at(19))
    assert story.referral(ref).meeting == f"{CB}.2026-11-19"


@pytest.mark.parametrize(
    ("to", "by", "refused"),
    [
        (at(14), TOM, InvalidAnswer),  # a Saturday
        (at(18), TOM, Refused),  # another panel's day
        (at(11), TOM, Refused),  # the time it has
        (at(1), TOM, InvalidAnswer),  # past
        (at(12), PRIYA, NotPermitted),
        (at(12), HELEN, NotPermitted),
    ],
)
def test_a_meeting_moves_only_to_a_free_working_day_ahead(
    story: Story, to: datetime, by: str, refused: type[Refused]
) -> None:
    """By the administrator or the Chair; anything else changes nothing."""
    before = story.snapshot()
    with pytest.raises(refused):
        move(story, to, by)
    assert story.snapshot() == before


@pytest.mark.rule("CB-9.20")
def test_a_case_that_was_put_off_is_told_of_its_new_date(story: Story) -> None:
    """It keeps its status; its people get a message in Teams."""
    ref = story.decided("deferred")
    assert story.referral(ref).meeting == SECOND_PANEL
    story.now += timedelta(hours=1)
    cancel(story, SECOND_PANEL)
    assert (story.referral(ref).status, story.referral(ref).meeting) == (ReferralStatus.RETURNING, THIRD_PANEL)
    assert {(n.to, n.state) for n in story.notices("place_changed")} == {(w, NoticeState.OWED) for w in (PRIYA, DILYS)}
