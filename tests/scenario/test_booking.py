"""A signed referral gets its place: the panel asked for or the next free one, in time, and everyone is written to."""

from datetime import date, time, timedelta

import pytest
from icalendar import Calendar

from panel.notices import Topic
from panel.referral import ReferralStatus
from tests.scenario.conftest import Clerk
from tests.story import FIRST_PANEL, SECOND_PANEL


async def signed(clerk: Clerk, **answers: str) -> str:
    ref = clerk.story.complete(**answers)
    await clerk.type("priya", f"send {ref}")
    await clerk.type("dilys", f"sign {ref} confirm all")
    await clerk.settle()
    return ref


@pytest.mark.rule("CB-9.4", "CB-10.17")
@pytest.mark.parametrize(("asked", "expected"), [("", FIRST_PANEL), ("2026-11-18", SECOND_PANEL)])
async def test_the_place_is_the_panel_asked_for_or_the_next_free_one(clerk: Clerk, asked: str, expected: str) -> None:
    """A date asked for is kept; without one the next panel in time is taken, for fifteen minutes."""
    clerk.add_meetings()
    ref = await signed(clerk, panel_date=asked)
    item = clerk.meeting(expected).item(ref)
    assert clerk.referral(ref).meeting == expected
    assert (item.starts_at.time(), item.minutes) == (time(9, 30), 15)


@pytest.mark.rule("CB-8.1", "CB-8.3", "CB-9.5")
@pytest.mark.parametrize("address", ["priya.nair@council.example", "dilys.morgan@council.example"])
async def test_worker_and_manager_get_the_appointment_with_a_calendar_file(clerk: Clerk, address: str) -> None:
    """One mail each, with date, time and place, and a calendar entry that names the reference alone."""
    clerk.add_meetings()
    ref = await signed(clerk)
    [mail] = clerk.sent(address)
    [file] = mail.enclosures
    [entry] = Calendar.from_ical(file.content).walk("VEVENT")
    assert mail.subject == f"{ref}: place at the panel"
    assert "Wed 11 Nov 2026, 09:30, 15 minutes\nPriory House, Chicksands" in mail.text.replace("\r\n", "\n")
    assert (file.name, file.content_type) == (f"{ref}.ics", "text/calendar")
    assert (str(entry["summary"]), str(entry["location"])) == (f"{ref} at the panel", "Priory House, Chicksands")
    assert (entry["dtstart"].dt.hour, entry["dtend"].dt - entry["dtstart"].dt) == (9, timedelta(minutes=15))


@pytest.mark.rule("CB-9.7", "CB-9.10")
async def test_a_request_after_the_cut_off_goes_to_the_next_panel_and_says_why(clerk: Clerk) -> None:
    """Three working days before is the last; one signed later waits for the next date, and both people are told."""
    clerk.add_meetings()
    ref = clerk.story.complete(panel_date="2026-11-11")
    await clerk.move_to(date(2026, 11, 6), time(17, 1))
    await clerk.type("priya", f"send {ref}")
    await clerk.type("dilys", f"sign {ref} confirm all")
    await clerk.settle()
    assert clerk.referral(ref).meeting == SECOND_PANEL
    for who in ("priya", "dilys"):
        assert f"{ref} came after the cut-off for the panel on Wed 11 Nov 2026" in clerk.said(who)


@pytest.mark.rule("CB-9.7")
async def test_the_last_minute_before_the_cut_off_is_in_time(clerk: Clerk) -> None:
    """The cut-off itself still counts."""
    clerk.add_meetings()
    await clerk.move_to(date(2026, 11, 6), time(16, 58))
    ref = await signed(clerk)
    assert clerk.referral(ref).meeting == FIRST_PANEL


@pytest.mark.rule("CB-9.4")
async def test_a_full_panel_sends_the_next_request_to_the_one_after(clerk: Clerk) -> None:
    """Twelve places in a morning; the thirteenth request is heard a week later."""
    clerk.add_meetings(2)
    for _ in range(12):
        clerk.story.signed()
    ref = clerk.story.signed()
    assert len(clerk.meeting(FIRST_PANEL).items) == 12
    assert clerk.referral(ref).meeting == SECOND_PANEL
    assert "Wed 11 Nov 2026, 09:30: requests by Fri 6 Nov 2026, 17:00" in await clerk.type("priya", "meetings")
    assert "; full" in await clerk.type("priya", "meetings")


@pytest.mark.rule("CB-8.4", "CB-9.4")
async def test_without_a_date_the_request_waits_and_is_booked_when_one_is_added(clerk: Clerk) -> None:
    """The administrator is told that a place is missing; adding a date books what waits."""
    ref = await signed(clerk)
    assert clerk.referral(ref).status is ReferralStatus.ACCEPTED
    assert f"{ref} waits for a panel" in clerk.said("tom")
    said = await clerk.type("tom", "add meeting 11 November 2026 09:30")
    await clerk.settle()
    assert "The panel on Wed 11 Nov 2026, 09:30 is on the list. Requests close Fri 6 Nov 2026, 17:00" in said
    assert clerk.referral(ref).meeting == FIRST_PANEL
    assert len(clerk.sent("priya.nair")) == 1


@pytest.mark.rule("CB-9.4")
async def test_the_administrator_moves_a_booking_and_everyone_hears_of_it(clerk: Clerk) -> None:
    """The old slot is free again, and a new appointment goes out."""
    clerk.add_meetings()
    ref = await signed(clerk)
    said = await clerk.type("tom", f"move {ref} to 18 November 2026")
    await clerk.settle()
    assert f"{ref} now has its place on Wed 18 Nov 2026, 09:30" in said
    assert clerk.meeting(FIRST_PANEL).items == ()
    assert "Wed 18 Nov 2026, 09:30" in clerk.sent("priya.nair")[0].text


@pytest.mark.rule("CB-9.10")
@pytest.mark.parametrize("who", ["helen", "ruth"])
async def test_a_late_request_is_heard_when_an_officer_says_why(clerk: Clerk, who: str) -> None:
    """The Chair or a Head of Service may let a late request in, with the reason on the record."""
    clerk.add_meetings()
    await clerk.move_to(date(2026, 11, 9), time(10))
    ref = await signed(clerk)
    await clerk.type(who, f"move {ref} to 11 November 2026 because the placement ends on Friday")
    item = clerk.meeting(FIRST_PANEL).item(ref)
    assert (item.late_by, item.late_reason) == (clerk.person(who), "the placement ends on Friday")


@pytest.mark.rule("CB-9.10")
@pytest.mark.parametrize(("who", "why"), [("tom", " because it is urgent"), ("helen", "")])
async def test_a_late_request_is_not_slipped_in(clerk: Clerk, who: str, why: str) -> None:
    """Not by the administrator, and not without a reason."""
    clerk.add_meetings()
    await clerk.move_to(date(2026, 11, 9), time(10))
    ref = await signed(clerk)
    before = clerk.stored()
    await clerk.type(who, f"move {ref} to 11 November 2026{why}")
    assert clerk.stored() == before


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("add meeting 1 November 2026", "That date has passed"),
        ("add meeting 25 December 2026", "The council is closed on Fri 25 Dec 2026"),
        ("add meeting 14 November 2026", "The council is closed on Sat 14 Nov 2026"),
        ("add meeting 11 November 2026", "There is already a panel on Wed 11 Nov 2026"),
        ("add meeting soon", "I need a date"),
        ("add meeting 12 November 2026 25:00", "Please give the time as 09:30"),
        ("add meeting 12 November 2099", "Bank holidays are known only"),
        ("move CB-0099 to 11 November 2026", "I have no referral CB-0099"),
    ],
)
async def test_a_date_that_cannot_be_is_refused_in_one_sentence(clerk: Clerk, line: str, expected: str) -> None:
    """Past, closed, taken or no date at all: said plainly, with nothing changed."""
    clerk.add_meetings(1)
    before = clerk.stored()
    assert expected in await clerk.type("tom", line)
    assert clerk.stored() == before


async def test_only_those_who_keep_the_dates_add_one(clerk: Clerk) -> None:
    """A practitioner cannot put a panel on the list."""
    before = clerk.stored()
    assert "change the panel’s dates" in await clerk.type("priya", "add meeting 11 November 2026")
    assert clerk.stored() == before


@pytest.mark.rule("CB-6.3", "CB-6.4", "CB-6.13")
async def test_the_iro_is_copied_in_when_the_plan_may_change(clerk: Clerk) -> None:
    """At a transition the IRO named on the form hears of the referral and of its place."""
    clerk.add_meetings()
    await signed(clerk, transition="yes", iro_name="Iris Hall")
    texts = [mail.text for mail in clerk.sent("iro@council.example")]
    assert len(texts) == 2
    assert any("You are copied as the IRO" in text for text in texts)
    assert any("has a place at the panel" in text for text in texts)


@pytest.mark.rule("CB-6.14")
async def test_a_panel_too_near_the_plan_review_is_pointed_out(clerk: Clerk) -> None:
    """Less than three weeks before the review is said in the appointment, and blocks nothing."""
    clerk.add_meetings()
    ref = await signed(clerk, affects_plan="cla_plan", next_plan_review="2026-11-20")
    assert "comes too soon after this panel" in clerk.sent("priya.nair")[0].text
    assert clerk.referral(ref).status is ReferralStatus.BOOKED


async def test_a_move_is_told_once_however_often_the_clock_looks(clerk: Clerk) -> None:
    """Appointments are not sent again by a later look at the record."""
    clerk.add_meetings()
    await signed(clerk)
    await clerk.advance(minutes=5)
    await clerk.advance(minutes=5)
    assert len(clerk.sent("priya.nair")) == 1
    assert len(clerk.story.notices(Topic.APPOINTMENT)) == 2
