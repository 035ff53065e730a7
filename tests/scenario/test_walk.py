"""One referral from its first word to its decision, by people who type and tap."""

from datetime import date, time

import pytest

from desk.activities import MENTION
from panel.meeting import MeetingStatus
from panel.referral import ReferralStatus
from tests.scenario.conftest import CHANNEL, Clerk, words_of
from tests.story import MARTIN


@pytest.mark.rule("CB-9.5", "CB-9.6", "CB-9.7", "CB-10.2", "CB-10.17", "CB-9.11")
async def test_a_referral_goes_from_the_first_word_to_its_decision(clerk: Clerk) -> None:
    """A practitioner refers, the manager signs, the panel decides, the Chair confirms, and the sheets go out."""
    meetings = clerk.add_meetings()
    await clerk.settle()
    office = clerk.office
    await office.say("priya", "hello")
    ref = await clerk.refer("priya")
    await office.attach("priya", "assessment.pdf", b"%PDF an assessment")
    await office.say("priya", "send")
    await clerk.settle()
    assert clerk.referral(ref).status is ReferralStatus.AWAITING_AUTHORISATION

    checks = "assessment_satisfactory,alternatives_explored,within_remit,clear_summary"
    await office.tap("dilys", "Sign", {"checks": checks})
    await clerk.settle()
    assert clerk.referral(ref).status is ReferralStatus.BOOKED
    assert f"{ref}: listed" in words_of(office.channel(CHANNEL)[0])

    day = date.fromisoformat(meetings[0].rsplit(".", 1)[1])
    await clerk.move_to(day, time(9, 35))
    await office.say("tom", "agenda")
    await office.tap("tom", "Open the meeting", {"chair": MARTIN, "present": MARTIN})
    await office.tap("tom", "Write its decision", {"item": ref})
    terms = {
        "outcome": "agreed",
        "reasons": "It meets the need",
        "end_date": "2030-03-01",
        "review_date": "2030-02-01",
        "reapply_by": "2030-02-10",
        "budget_code": "B100",
    }
    await office.tap("tom", "Save the decision", terms)
    await office.tap("tom", "Close the meeting")
    await clerk.settle()
    await office.tap("martin", "Confirm all decisions")
    await clerk.settle()
    assert "Do not agree any notice period" in clerk.said("priya")

    await office.say("tom", "send decisions")
    await clerk.settle()
    assert clerk.meeting(meetings[0]).status is MeetingStatus.DECISIONS_ISSUED
    assert clerk.referral(ref).status is ReferralStatus.COMMUNICATED
    assert f"Decision recorded: {ref}" in words_of(office.channel(CHANNEL)[-1])


async def test_the_channel_is_not_a_place_for_cases(clerk: Clerk) -> None:
    """Whoever writes to the clerk in the channel is asked to write in their own chat."""
    await clerk.office.say("priya", f"{MENTION} refer", chat=CHANNEL)
    await clerk.settle()
    assert "our own chat" in words_of(clerk.office.channel(CHANNEL)[-1])
