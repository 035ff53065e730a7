"""What comes back after a decision, through chats and mails: a review, the end of a placement, an appeal."""

from collections.abc import AsyncIterator
from datetime import date, time
from pathlib import Path

import pytest

from desk.office import Office
from panel.appeal import Appeal, AppealStatus
from panel.decision import Decision, Package, PackageStatus
from panel.review import Review, ReviewStatus
from tests.scenario.conftest import Clerk
from tests.story import CB, FIRST_PANEL, MARTIN, SECOND_PANEL, TERMS
from tests.unit.panel.afterwards import FORM, LATER, REVIEWS, SCAN
from tests.unit.profile_tools.texts import changed

DAY, SECOND_DAY = date(2026, 11, 11), date(2026, 11, 18)


@pytest.fixture
async def clerk(tmp_path: Path) -> AsyncIterator[Clerk]:
    """A clerk whose profile says what comes back, with the next panels on its list."""
    profiles = tmp_path / "profiles"
    profiles.mkdir()
    text = changed((SCAN, f"{SCAN}\n{REVIEWS}"), (FORM, f"{LATER}\n{FORM}"))
    (profiles / f"{CB}.toml").write_text(text, encoding="utf-8")
    async with Office.opened(tmp_path) as office:
        running = Clerk(office, tmp_path, profiles)
        await running.start()
        running.add_meetings()
        await running.settle()
        yield running


async def decided(clerk: Clerk, outcome: str) -> str:
    """A case decided at the first panel and sent out."""
    ref = clerk.story.signed()
    await clerk.move_to(DAY, time(9, 35))
    story = clerk.story
    story.open()
    story.decide(ref, outcome)
    story.close()
    await clerk.type("tom", "send decisions")
    await clerk.settle()
    return ref


@pytest.mark.rule("KN-1.8", "RA-4.5")
async def test_a_review_is_recorded_on_its_card(clerk: Clerk) -> None:
    """The planner names the day; the card asks what the profile asks, and the next entry follows."""
    ref = await decided(clerk, "agreed")
    assert "Yearly review" in clerk.said("priya")
    assert "1 year after Wed 11 Nov 2026" in await clerk.type("priya", "planner")
    await clerk.type("tom", f"move date {ref} review_date to 2 December 2027 because it runs with the yearly one")
    await clerk.type("priya", f"review {ref}")
    await clerk.office.tap("priya", "Record the review", {"delivered": "partly"})
    assert "Please answer: What will be done about it?" in clerk.card("priya")
    await clerk.office.tap("priya", "Record the review", {"delivered": "partly", "action": "Find a second worker"})
    await clerk.settle()
    done = clerk.records.get(Review, f"{ref}/yearly/1")
    assert (done.status, done.answers["delivered"]) == (ReviewStatus.DONE, "partly")
    assert clerk.records.get(Review, f"{ref}/yearly/2").due == "2028-11-10"
    assert "Find a second worker" in await clerk.type("priya", "tasks")


@pytest.mark.rule("CB-11.5", "CB-11.6", "CB-11.7")
async def test_the_end_of_a_placement_reaches_resources_and_finance_at_once(clerk: Clerk) -> None:
    """By card: mails to both teams, a task for Mosaic, and the agreement ends when finance says payment stopped."""
    ref = await decided(clerk, "agreed")
    await clerk.type("priya", f"report {ref}")
    await clerk.office.tap("priya", "Go on", {"happening": "placement_end"})
    await clerk.office.tap("priya", "Report it", {"ended_on": "2026-11-10", "why": "Moved home"})
    await clerk.settle()
    for box in ("resources@", "finance@"):
        mail = clerk.sent(box)[0]
        assert mail.subject == f"{ref}: a change was reported"
        assert "10 November 2026" in mail.text
    assert "Bring Mosaic up to date" in await clerk.type("asha", "tasks")
    assert f"payment stopped {ref}" in clerk.said("femi")
    await clerk.type("femi", f"payment stopped {ref}")
    assert clerk.records.get(Package, ref).status is PackageStatus.ENDED
    assert "Moved home" not in clerk.posts()


@pytest.mark.rule("KN-3.25", "BI-9.7", "AM-37")
async def test_an_appeal_is_logged_heard_with_the_first_decision_beside_it_and_answered(clerk: Clerk) -> None:
    """Logged on a card, booked into the next panel, decided on a card that shows who decided first, and sent out."""
    ref = await decided(clerk, "not_agreed")
    await clerk.type("dilys", f"appeal {ref}")
    answers = {"asked_by": "parent", "received": "2026-11-11", "sent": "email", "written": "yes"}
    await clerk.office.tap("dilys", "Log it", answers)
    await clerk.settle()
    appeal = clerk.records.get(Appeal, f"{ref}/appeal1")
    assert (appeal.status, appeal.meeting, appeal.last_day) == (AppealStatus.BOOKED, SECOND_PANEL, "2026-11-23")
    assert f"The appeal about {ref} is heard on Wed 18 Nov 2026" in clerk.said("priya")
    assert "appeal" not in clerk.posts().lower()
    await clerk.type("martin", f"interim {ref} support goes on")
    await clerk.move_to(SECOND_DAY, time(9, 35))
    await clerk.type("tom", "agenda")
    await clerk.office.tap("tom", "Open the meeting", {"chair": MARTIN, "present": MARTIN})
    await clerk.office.tap("tom", "Write its decision", {"item": ref})
    shown = clerk.card("tom")
    for said in ("The first decision", "Not agreed", "Ruth Adeyemi", "Uphold the first decision", "Change it: Agreed"):
        assert said in shown
    reasons = {"outcome": "uphold", "reasons": TERMS["reasons"]}
    await clerk.office.tap("tom", "Save the decision", reasons)
    await clerk.type("tom", "end meeting")
    await clerk.type("martin", "confirm decisions")
    await clerk.type("tom", "send decisions")
    await clerk.settle()
    assert clerk.records.get(Decision, f"{SECOND_PANEL}/{ref}").settles == appeal.id
    assert clerk.records.get(Appeal, appeal.id).status is AppealStatus.COMMUNICATED
    assert "Uphold the first decision" in clerk.said("priya")
    assert clerk.records.get(Decision, f"{FIRST_PANEL}/{ref}").outcome == "not_agreed"
