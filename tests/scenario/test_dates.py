"""Dates change: a panel is cancelled with agreement or moved, a late request is let in, papers go out."""

from datetime import date, time

import pytest

from panel.meeting import MeetingStatus
from tests.scenario.conftest import Clerk
from tests.story import FIRST_PANEL, SECOND_PANEL


@pytest.mark.rule("CB-8.2")
async def test_a_panel_is_cancelled_only_once_the_chair_agrees(clerk: Clerk) -> None:
    """Asked by the administrator, agreed on the Chair's card: only then do cases move and everyone hears of it."""
    clerk.add_meetings()
    ref, urgent = clerk.story.signed(), clerk.story.approved()
    await clerk.settle()
    asked = await clerk.type("tom", "cancel meeting 11 November 2026 the building is closed")
    await clerk.settle()
    assert "Nothing is announced or changed until one of them answers" in asked
    assert "cancel" not in clerk.posts()
    assert clerk.referral(ref).meeting == FIRST_PANEL
    card = clerk.card("ruth")
    assert "the building is closed" in card
    assert f"{urgent}, approved until Wed 11 Nov 2026, 23:59" in card
    await clerk.office.tap("ruth", "Agree to cancel")
    await clerk.settle()
    assert clerk.referral(ref).meeting == SECOND_PANEL
    assert "was cancelled" in clerk.posts()
    assert "Agreed beforehand by: Chair." in clerk.posts()
    mail = clerk.sent("priya.nair")[0].text.replace("\r\n", "\n")
    assert "It takes the place of Wed 11 Nov 2026, 09:30: that panel was cancelled." in mail
    assert "does not run on by itself" in clerk.said("helen")
    assert "The panel was cancelled." in clerk.card("martin")
    assert clerk.said("joan").count("is cancelled, as agreed beforehand. The next one is on Wed 18 Nov") == 1


@pytest.mark.rule("CB-8.2")
async def test_a_refused_wish_leaves_the_panel_as_it_was(clerk: Clerk) -> None:
    """Typed by a Head of Service; the administrator hears why, the channel hears nothing."""
    clerk.add_meetings()
    await clerk.type("tom", "cancel meeting 11 November 2026 no chair")
    assert "agree cancel 11 November 2026" in await clerk.type("helen", "status")
    await clerk.type("helen", "refuse cancel 11 November 2026 Martin will chair")
    await clerk.settle()
    assert clerk.meeting(FIRST_PANEL).status is MeetingStatus.OPEN
    assert "Martin will chair" in clerk.last("tom")
    assert "cancel" not in clerk.posts()


@pytest.mark.rule("CB-9.4", "CB-9.5", "CB-9.7")
async def test_a_moved_panel_takes_its_cases_along(clerk: Clerk) -> None:
    """One line by the administrator: new slot, new cut-off, one mail to each of the case's people."""
    clerk.add_meetings()
    ref = clerk.story.signed()
    await clerk.settle()
    said = await clerk.type("tom", "move meeting 11 November 2026 to 12 November 2026 10:30 the building is closed")
    await clerk.settle()
    assert "is now on Thu 12 Nov 2026, 10:30. Requests close Mon 9 Nov 2026, 17:00." in said
    assert "Thu 12 Nov 2026, 10:30, 15 minutes" in clerk.sent("priya.nair")[0].text
    assert len(clerk.sent("dilys.morgan")) == 2
    assert "It is now on Thu 12 Nov 2026, 10:30." in clerk.posts()
    assert ref in clerk.posts()
    assert clerk.said("joan").count("has been moved to Thu 12 Nov 2026, 10:30") == 1


@pytest.mark.rule("CB-9.7", "CB-9.10")
async def test_a_late_request_is_let_in_by_the_head_of_service(clerk: Clerk) -> None:
    """The practitioner asks, one tap agrees, the agenda says that it is late and who agreed."""
    clerk.add_meetings()
    ref = clerk.story.complete()
    await clerk.move_to(date(2026, 11, 9), time(10))
    await clerk.type("priya", f"send {ref}")
    await clerk.type("dilys", f"sign {ref} confirm all")
    assert clerk.referral(ref).meeting == SECOND_PANEL
    asked = await clerk.type("priya", f"late {ref} the placement ends on Friday")
    await clerk.settle()
    assert f"whether {ref} can be heard on Wed 11 Nov 2026" in asked
    assert "the placement ends on Friday" in clerk.card("helen")
    await clerk.office.tap("helen", "Hear it late")
    await clerk.settle()
    assert clerk.referral(ref).meeting == FIRST_PANEL
    assert "late, agreed by Helen Ward" in await clerk.type("tom", "agenda 11 November 2026")
    assert f"{ref} came late, and it was agreed to hear it" in clerk.said("priya")
    assert "This has been answered." in clerk.card("ruth")


@pytest.mark.rule("CB-9.9")
async def test_papers_are_asked_for_and_then_shown_as_out(clerk: Clerk) -> None:
    """A working day before they are due the administrator is reminded; “papers sent” tells the members."""
    clerk.add_meetings()
    ref = clerk.story.signed()
    await clerk.move_to(date(2026, 11, 6), time(9, 1))
    await clerk.office.until(lambda: "are due with its members on Mon 9 Nov 2026" in clerk.said("tom"))
    await clerk.move_to(date(2026, 11, 9), time(10))
    assert "1 case. The members have been told." in await clerk.type("tom", "papers sent")
    await clerk.settle()
    assert f"The papers for the panel of Wed 11 Nov 2026, 09:30 are out: {ref}." in clerk.said("joan")
    assert "has its papers out" in clerk.posts()


@pytest.mark.rule("CB-8.4")
async def test_a_panel_whose_dates_are_a_list_says_so(clerk: Clerk) -> None:
    """Central Bedfordshire's dates follow no rule (AM-11)."""
    assert "follow no series; you keep the list" in await clerk.type("tom", "plan meetings 8")
