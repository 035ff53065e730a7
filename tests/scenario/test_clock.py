"""What time alone brings: reminders at the right moment, once, however late or often the clock looks."""

from datetime import date, time

import pytest

from panel.decision import Package, PackageStatus
from panel.notices import Topic
from tests.scenario.conftest import Clerk
from tests.story import MARTIN


@pytest.mark.rule("CB-9.7")
async def test_a_draft_is_reminded_before_the_cut_off_and_not_at_night(clerk: Clerk) -> None:
    """Two mornings and one morning before the cut-off, worker and manager hear that it is not finished."""
    clerk.add_meetings(1)
    ref = clerk.story.begin()
    await clerk.move_to(date(2026, 11, 4), time(8, 59))
    early = clerk.said("priya")
    await clerk.move_to(date(2026, 11, 4), time(9, 1))
    await clerk.move_to(date(2026, 11, 5), time(9, 1))
    await clerk.advance(hours=1)
    line = f"{ref} is not finished. Requests for the next panel close Fri 6 Nov 2026, 17:00."
    assert line not in early
    assert (clerk.said("priya").count(line), clerk.said("dilys").count(line)) == (2, 2)


async def test_reminders_missed_while_the_clerk_was_down_come_as_one(clerk: Clerk) -> None:
    """Three days down brings the latest reminder, not all of them at once."""
    clerk.add_meetings(1)
    ref = clerk.story.begin()
    await clerk.move_to(date(2026, 11, 5), time(15))
    assert clerk.said("priya").count(f"{ref} is not finished") == 1


async def running(clerk: Clerk) -> str:
    """An agreement until 30 June 2027, with a new application needed by 2 June."""
    clerk.add_meetings(1)
    story = clerk.story
    ref = story.signed()
    story.open(chair=MARTIN)
    story.decide(ref)
    story.close()
    return ref


@pytest.mark.rule("CB-9.15", "CB-9.17", "CB-9.18")
async def test_a_new_application_is_asked_for_in_good_time(clerk: Clerk) -> None:
    """Eight, four, two and one week before, worker and manager are reminded of the date."""
    ref = await running(clerk)
    for day in (date(2027, 4, 7), date(2027, 5, 5), date(2027, 5, 19), date(2027, 5, 26)):
        await clerk.move_to(day, time(9, 1))
    line = f"{ref}: a new application is needed by Wed 2 Jun 2027, before the agreement ends on Wed 30 Jun 2027."
    assert (clerk.said("priya").count(line), clerk.said("dilys").count(line)) == (4, 4)
    assert clerk.records.get(Package, ref).status is PackageStatus.REVIEW_DUE


@pytest.mark.rule("CB-9.19")
async def test_a_missed_date_is_put_to_the_chair_and_stops_nothing(clerk: Clerk) -> None:
    """The resource is never stopped by the clerk: the Chair decides."""
    ref = await running(clerk)
    await clerk.move_to(date(2027, 6, 3), time(9, 1))
    await clerk.advance(days=1)
    for who in ("priya", "dilys"):
        assert clerk.said(who).count(f"{ref}: the new application due on Wed 2 Jun 2027 has not come") == 1
    for who in ("martin", "ruth"):  # a card for each date, and not the same date twice
        said = clerk.said(who)
        assert said.count(f"{ref} · A date has passed") == 2
        assert said.count("“The review the panel asked for” was due on Tue 1 Jun 2027. Nothing has been stopped.") == 1
        assert said.count("A new application was due on Wed 2 Jun 2027. Nothing has been stopped.") == 1
    assert clerk.records.get(Package, ref).status is PackageStatus.REVIEW_MISSED


@pytest.mark.rule("CB-10.4", "CB-10.27")
async def test_a_task_not_done_is_chased_before_and_after_its_day(clerk: Clerk) -> None:
    """Three days before, which is a Sunday and so the Friday, one day before, then every working morning."""
    ref = await running(clerk)
    for day in (13, 15, 17, 19, 20):
        await clerk.move_to(date(2026, 11, day), time(9, 1))
    said = clerk.said("dilys")
    task = f"{ref}: “Explain the decision to the social worker; agree how and when the family is told”"
    assert (said.count(f"{task} is due"), said.count(f"{task} was due")) == (2, 2)


@pytest.mark.rule("CB-9.11")
async def test_decision_sheets_not_sent_are_chased_and_then_overdue(clerk: Clerk) -> None:
    """The administrator is reminded before the last day; after it the Chair hears too."""
    await running(clerk)
    await clerk.move_to(date(2026, 11, 16), time(9, 1))
    await clerk.move_to(date(2026, 11, 18), time(9, 1))
    await clerk.move_to(date(2026, 11, 19), time(9, 1))
    assert clerk.said("tom").count("are due by Wed 18 Nov 2026") == 2
    assert "were due on Wed 18 Nov 2026" in clerk.said("tom")
    assert "were due on Wed 18 Nov 2026" in clerk.said("martin")


@pytest.mark.rule("CB-10.2")
async def test_a_chair_who_does_not_confirm_is_asked_again(clerk: Clerk) -> None:
    """Each working morning until the decisions are confirmed."""
    clerk.add_meetings(1)
    story = clerk.story
    ref = story.signed()
    story.open(chair=MARTIN)
    story.decide(ref)
    await clerk.move_to(date(2026, 11, 11), time(12))
    await clerk.type("tom", "end meeting")
    await clerk.settle()
    await clerk.move_to(date(2026, 11, 12), time(9, 1))
    await clerk.move_to(date(2026, 11, 13), time(9, 1))
    assert clerk.said("martin").count("Decisions of Wed 11 Nov 2026") == 3


async def test_looking_twice_owes_nothing_twice(clerk: Clerk) -> None:
    """The same moment looked at again, and again after a restart, sends nothing more."""
    clerk.add_meetings(1)
    clerk.story.begin()
    await clerk.move_to(date(2026, 11, 5), time(9, 1))
    once = len(clerk.story.notices(Topic.CUT_OFF_NEAR))
    await clerk.advance(minutes=1)
    await clerk.restart()
    await clerk.advance(minutes=1)
    assert (once, len(clerk.story.notices(Topic.CUT_OFF_NEAR))) == (2, 2)


async def test_the_clock_does_not_go_back(clerk: Clerk) -> None:
    """Dates already promised hold: a step back is refused."""
    with pytest.raises(Exception, match="did not answer"):
        await clerk.office.move_to(clerk.service.clock().replace(year=2025))


async def test_nothing_is_sent_to_a_channel_about_a_reminder(clerk: Clerk) -> None:
    """Reminders go to people, one at a time, and never to the channel."""
    ref = await running(clerk)
    await clerk.move_to(date(2027, 6, 3), time(9, 1))
    assert ref not in clerk.posts().replace(f"{ref}: decision written", "").replace(f"{ref}: listed", "")
