"""Dates, cut-offs and slots: the panel's list, the place a referral gets, and moving it."""

from datetime import UTC, datetime, time

import pytest

from panel import commands as c
from panel.calendar import wall
from panel.errors import InvalidAnswer, MoveNotAllowed, NotPermitted, Refused
from panel.meeting import AgendaItem, ItemKind, MeetingStatus
from panel.referral import ReferralStatus
from tests.story import CB, DILYS, FIRST_PANEL, HELEN, PRIYA, RUTH, SECOND_PANEL, TOM, Story, profiles


@pytest.fixture
def story() -> Story:
    story = Story()
    story.meetings()
    return story


def slots(story: Story, meeting: str = FIRST_PANEL) -> list[tuple[str, str]]:
    return [(item.ref, f"{wall(item.starts_at):%H:%M}") for item in story.meeting(meeting).items]


@pytest.mark.rule("CB-8.4", "CB-9.7")
def test_a_new_date_has_its_cut_off_worked_out(story: Story) -> None:
    """Three working days before, at 17:00 London time: the panel of Wednesday the 11th closes on Friday the 6th."""
    ahead = story.office.meetings_ahead(CB, story.now)
    assert [(m.id, m.cutoff_at) for m in ahead] == [
        (FIRST_PANEL, datetime(2026, 11, 6, 17, 0, tzinfo=UTC)),
        (SECOND_PANEL, datetime(2026, 11, 13, 17, 0, tzinfo=UTC)),
        (f"{CB}.2026-11-25", datetime(2026, 11, 20, 17, 0, tzinfo=UTC)),
    ]


@pytest.mark.rule("CB-9.7")
def test_the_cut_off_over_easter_is_in_summer_time(story: Story) -> None:
    """The panel of 31 March 2027 after Easter closes on 24 March at 17:00; in April the hour is London's."""
    story.do(c.AddMeeting, TOM, panel=CB, starts_at=datetime(2027, 3, 31, 8, 30, tzinfo=UTC))
    story.do(c.AddMeeting, TOM, panel=CB, starts_at=datetime(2027, 4, 14, 8, 30, tzinfo=UTC))
    assert story.meeting(f"{CB}.2027-03-31").cutoff_at == datetime(2027, 3, 24, 17, 0, tzinfo=UTC)
    assert story.meeting(f"{CB}.2027-04-14").cutoff_at == datetime(2027, 4, 9, 16, 0, tzinfo=UTC)


@pytest.mark.rule("CB-8.1", "CB-10.17", "CB-8.3")
def test_the_panel_begins_at_half_past_nine_in_slots_of_a_quarter_hour(story: Story) -> None:
    """The first case is at 09:30, the next fifteen minutes later, twelve in a morning."""
    rules = profiles()[CB].meetings
    refs = [story.signed() for _ in range(2)]
    assert (rules.start, rules.slot_minutes, rules.venue) == (time(9, 30), 15, "Priory House, Chicksands")
    assert slots(story) == [(refs[0], "09:30"), (refs[1], "09:45")]


@pytest.mark.rule("CB-9.4", "CB-9.7")
def test_a_full_date_gives_the_next_free_place(story: Story) -> None:
    """Twelve cases fill a panel; the thirteenth is heard at the next."""
    refs = [story.signed() for _ in range(13)]
    assert [story.referral(ref).meeting for ref in refs] == [FIRST_PANEL] * 12 + [SECOND_PANEL]
    assert slots(story)[-1] == (refs[11], "12:15")


@pytest.mark.rule("CB-9.4")
def test_the_date_asked_for_is_booked(story: Story) -> None:
    """A later date is booked although an earlier one has room."""
    ref = story.signed(panel_date="2026-11-18")
    assert story.referral(ref).meeting == SECOND_PANEL


@pytest.mark.rule("CB-9.7")
@pytest.mark.parametrize(("minute", "expected"), [(0, FIRST_PANEL), (1, SECOND_PANEL)])
def test_the_cut_off_is_to_the_minute(story: Story, minute: int, expected: str) -> None:
    """Signed at 17:00 on the last day it is in time; a minute later it goes to the next panel."""
    ref = story.complete()
    story.do(c.SendToManager, PRIYA, ref=ref)
    story.now = datetime(2026, 11, 6, 17, minute, tzinfo=UTC)
    story.sign(ref)
    assert story.referral(ref).meeting == expected


@pytest.mark.rule("CB-9.7", "CB-9.10")
def test_on_the_day_itself_it_goes_to_the_next_panel_and_its_people_learn_why(story: Story) -> None:
    """Handed in on the day of the panel it asked for, it is booked a week later and both are told."""
    ref = story.complete(panel_date="2026-11-11")
    story.do(c.SendToManager, PRIYA, ref=ref)
    story.now = datetime(2026, 11, 11, 8, 0, tzinfo=UTC)
    story.sign(ref)
    assert story.referral(ref).meeting == SECOND_PANEL
    assert [(n.to, n.facts) for n in story.notices("late")] == [
        (person, {"wanted": "2026-11-11", "cutoff": "2026-11-06T17:00:00+00:00"}) for person in (PRIYA, DILYS)
    ]


def late(story: Story) -> str:
    """A referral signed an hour before the first panel, booked for the second."""
    ref = story.complete()
    story.do(c.SendToManager, PRIYA, ref=ref)
    story.now = datetime(2026, 11, 11, 8, 0, tzinfo=UTC)
    story.sign(ref)
    return ref


@pytest.mark.rule("CB-9.10")
@pytest.mark.parametrize("by", [RUTH, HELEN])
def test_chair_or_head_of_service_may_let_a_late_request_be_heard(story: Story, by: str) -> None:
    """In an exceptional case one of them tables it, with a reason; the item says who and why."""
    ref = late(story)
    story.do(c.MoveBooking, by, ref=ref, meeting=FIRST_PANEL, reason="The child has nowhere to stay tonight")
    item = story.meeting().item(ref)
    assert item is not None
    assert (story.referral(ref).meeting, item.late_by, item.late_reason) == (
        *(FIRST_PANEL, by, "The child has nowhere to stay tonight"),
    )


@pytest.mark.rule("CB-9.10")
def test_nobody_else_may_and_never_without_a_reason(story: Story) -> None:
    """The administrator cannot table a late request, and the Chair must say why."""
    ref = late(story)
    with pytest.raises(NotPermitted, match="Only the chair or the head of service can let a late request be heard"):
        story.do(c.MoveBooking, TOM, ref=ref, meeting=FIRST_PANEL, reason="It is short")
    with pytest.raises(InvalidAnswer, match="Please give the reason why it is heard although"):
        story.do(c.MoveBooking, RUTH, ref=ref, meeting=FIRST_PANEL)
    assert story.referral(ref).meeting == SECOND_PANEL


@pytest.mark.rule("CB-9.4", "CB-9.5")
@pytest.mark.parametrize("by", [TOM, RUTH])
def test_the_administrator_may_give_another_date(story: Story, by: str) -> None:
    """The slot moves, both agendas are drawn again and the people of the case are told of the new time."""
    ref = story.signed()
    story.do(c.MoveBooking, by, ref=ref, meeting=SECOND_PANEL)
    assert (slots(story), slots(story, SECOND_PANEL)) == ([], [(ref, "09:30")])
    assert story.referral(ref).meeting == SECOND_PANEL
    assert len(story.notices("appointment")) == 4


@pytest.mark.parametrize(
    ("meeting", "error", "said"),
    [
        (FIRST_PANEL, Refused, "Choose another date of the same panel"),
        ("nonsense", Refused, "There is no such meeting"),
    ],
)
def test_only_another_date_of_the_panel_will_do(story: Story, meeting: str, error: type[Refused], said: str) -> None:
    """The same date, or one that does not exist, is refused."""
    ref = story.signed()
    with pytest.raises(error, match=said):
        story.do(c.MoveBooking, TOM, ref=ref, meeting=meeting)


def test_a_full_date_takes_no_move(story: Story) -> None:
    """With all slots taken, another date must be chosen."""
    for _ in range(12):
        story.signed()
    ref = story.signed()
    with pytest.raises(Refused, match="The panel on Wed 11 Nov 2026 is full"):
        story.do(c.MoveBooking, TOM, ref=ref, meeting=FIRST_PANEL)


def test_nothing_moves_to_or_from_a_meeting_that_has_begun(story: Story) -> None:
    """Once a panel sits, its items stay until it is closed."""
    ref = story.signed()
    other = story.signed(panel_date="2026-11-18")
    story.open()
    with pytest.raises(MoveNotAllowed, match="That meeting has begun or is over"):
        story.do(c.MoveBooking, RUTH, ref=other, meeting=FIRST_PANEL, reason="Late")
    with pytest.raises(MoveNotAllowed, match="is on the agenda of a meeting that has begun"):
        story.do(c.MoveBooking, TOM, ref=ref, meeting=SECOND_PANEL)


@pytest.mark.rule("CB-5.10")
def test_a_ratification_is_not_moved_by_hand(story: Story) -> None:
    """An emergency's item leaves its panel only by an extension."""
    ref = story.approved()
    story.fill(ref)
    story.attach(ref)
    story.do(c.SendToManager, PRIYA, ref=ref)
    story.sign(ref)
    with pytest.raises(MoveNotAllowed, match="Only an extension moves it to a later panel"):
        story.do(c.MoveBooking, TOM, ref=ref, meeting=SECOND_PANEL)


def test_without_any_date_it_waits_and_is_booked_when_one_is_added() -> None:
    """No date ahead: accepted, the administrator is told; a new date takes those who waited, in order of receipt."""
    story = Story()
    refs = [story.signed(), story.signed()]
    assert [story.referral(ref).status for ref in refs] == [ReferralStatus.ACCEPTED] * 2
    assert story.told("no_place") == {TOM}
    story.meetings()
    assert [(ref, at) for ref, at in slots(story)] == [(refs[0], "09:30"), (refs[1], "09:45")]
    assert [story.referral(ref).status for ref in refs] == [ReferralStatus.BOOKED] * 2


@pytest.mark.parametrize(
    ("starts_at", "error", "said"),
    [
        (datetime(2026, 11, 2, 9, 0, tzinfo=UTC), InvalidAnswer, "That date has passed"),
        (datetime(2026, 11, 14, 9, 30, tzinfo=UTC), InvalidAnswer, "The council is closed on Sat 14 Nov 2026"),
        (datetime(2026, 12, 25, 9, 30, tzinfo=UTC), InvalidAnswer, "The council is closed on Fri 25 Dec 2026"),
        (datetime(2026, 11, 11, 13, 0, tzinfo=UTC), Refused, "There is already a panel on Wed 11 Nov 2026"),
        (datetime(2030, 1, 9, 9, 30, tzinfo=UTC), Refused, "Bank holidays are known only from"),
    ],
)
def test_a_date_must_be_a_working_day_ahead(story: Story, starts_at: datetime, error: type[Refused], said: str) -> None:
    """Past days, weekends, bank holidays, a date already there and dates beyond the calendar are refused."""
    with pytest.raises(error, match=said):
        story.do(c.AddMeeting, TOM, panel=CB, starts_at=starts_at)


@pytest.mark.rule("CB-9.1", "CB-8.4")
@pytest.mark.parametrize("by", [PRIYA, DILYS, HELEN])
def test_dates_are_the_administrators_and_the_chairs(story: Story, by: str) -> None:
    """Nobody else adds a date."""
    with pytest.raises(NotPermitted, match="Only the panel admin or the chair can change the panel’s dates"):
        story.do(c.AddMeeting, by, panel=CB, starts_at=datetime(2026, 12, 2, 9, 30, tzinfo=UTC))


def test_an_afternoon_panel_has_slots_too(story: Story) -> None:
    """A meeting that begins after the usual end lasts as long as a usual one."""
    story.do(c.AddMeeting, TOM, panel=CB, starts_at=datetime(2026, 12, 2, 14, 0, tzinfo=UTC))
    meeting = story.meeting(f"{CB}.2026-12-02")
    assert (meeting.ends_at, meeting.status) == (datetime(2026, 12, 2, 17, 0, tzinfo=UTC), MeetingStatus.OPEN)


def test_a_freed_slot_is_used_again(story: Story) -> None:
    """After a withdrawal the next case gets the earliest free slot."""
    first, second = story.signed(), story.signed()
    story.do(c.WithdrawReferral, PRIYA, ref=first, reason="No longer needed")
    third = story.signed()
    assert slots(story) == [(third, "09:30"), (second, "09:45")]


def test_an_item_ends_when_its_minutes_are_up() -> None:
    """Start and length give the end."""
    start = datetime(2026, 11, 11, 9, 30, tzinfo=UTC)
    item = AgendaItem(ref="CB-0001", kind=ItemKind.REFERRAL, starts_at=start, minutes=15)
    assert item.ends_at == datetime(2026, 11, 11, 9, 45, tzinfo=UTC)
