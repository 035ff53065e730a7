"""An emergency before the panel: ratified, varied, refused with a plan, or not reached and everyone told."""

from datetime import time

import pytest

from panel.decision import Package
from panel.emergency import EmergencyStatus
from tests.scenario.conftest import Clerk, words_of
from tests.scenario.test_meeting import PANEL_DAY, SHEETS_TO, TYPED, end_and_send, sheets
from tests.story import SECOND_PANEL


async def approved(clerk: Clerk) -> str:
    """An emergency approved by Helen and listed at the first panel, and the clock at its opening."""
    clerk.add_meetings()
    ref = clerk.story.approved()
    await clerk.move_to(PANEL_DAY, time(9, 35))
    await clerk.type("tom", "start meeting chair Martin Cole; present Martin Cole")
    return ref


@pytest.mark.rule("CB-5.4", "CB-5.10")
@pytest.mark.parametrize(
    ("outcome", "more", "status"),
    [
        ("ratified", "", EmergencyStatus.RATIFIED),
        ("ratified with changes", "; conditions: Visits weekly", EmergencyStatus.RATIFIED_VARIED),
    ],
)
async def test_the_panel_ratifies(clerk: Clerk, outcome: str, more: str, status: EmergencyStatus) -> None:
    """A ratified emergency has a period, a budget and a date to come back, like any other agreement."""
    ref = await approved(clerk)
    code = {"ratified": "ratified", "ratified with changes": "ratified_varied"}[outcome]
    await clerk.type("tom", f"decide {ref} {TYPED.replace('agreed', code, 1)}{more}")
    await end_and_send(clerk)
    assert clerk.emergency(ref).status is status
    assert clerk.records.get(Package, ref).budget_code == "K123"
    assert set(sheets(clerk, ref)) == SHEETS_TO


@pytest.mark.rule("CB-5.4")
async def test_an_emergency_not_ratified_has_a_plan_for_its_end(clerk: Clerk) -> None:
    """The panel says from when, how it ends safely, and who owns that."""
    ref = await approved(clerk)
    refused = "not ratified; reasons: No; end: 30 November 2026"
    gap = await clerk.type("tom", f"decide {ref} {refused}")
    await clerk.type("tom", f"decide {ref} {refused}; plan: Home with support; owner: Dilys Morgan")
    await end_and_send(clerk)
    assert "Please give the plan for a safe end" in gap
    assert clerk.emergency(ref).status is EmergencyStatus.NOT_RATIFIED
    assert "Home with support" in clerk.said("priya")


async def test_an_emergency_not_reached_needs_an_extension_and_everyone_knows(clerk: Clerk) -> None:
    """It is first at the next panel, and the officers are told that its end is near."""
    ref = await approved(clerk)
    await clerk.type("tom", "end meeting")
    await clerk.settle()
    assert clerk.emergency(ref).status is EmergencyStatus.AWAITING_EXTENSION
    assert clerk.meeting(SECOND_PANEL).ratifies(ref)
    assert f"The emergency approval {ref} ends soon" in clerk.said("helen")
    await clerk.type("helen", f"extend {ref} 18 November 2026 the panel ran out of time")
    assert clerk.emergency(ref).status is EmergencyStatus.AWAITING_RATIFICATION


async def test_the_agenda_says_when_the_chair_gave_the_approval(clerk: Clerk) -> None:
    """Everyone sees when the meeting's Chair ratifies an approval of their own."""
    clerk.add_meetings()
    ref = clerk.story.urgent()
    await clerk.type("martin", f"approve {clerk.emergency(ref).code}")
    await clerk.move_to(PANEL_DAY, time(9, 35))
    await clerk.type("tom", "start meeting chair Martin Cole; present Martin Cole")
    assert f"{ref}, to ratify: listed; approved by the chair of this meeting" in words_of(
        clerk.office.latest_card("tom")
    )
