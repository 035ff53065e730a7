"""An emergency between panels: asked, decided once by the right officer, told to everyone, put to the next panel."""

from datetime import date, time

import pytest

from panel.emergency import EmergencyStatus
from panel.meeting import ItemKind
from tests.scenario.conftest import Clerk, asked, words_of
from tests.story import FIRST_PANEL, HELEN, RUTH, SECOND_PANEL

CHILD = {"initials": "AB", "date_of_birth": "2014-05-06", "mosaic_ref": "M1", "cohort": "cin"}
URGENT = {"urgent_ask": "A foster place tonight", "why_now": "The carer is in hospital"}
SEARCH = {"needs": "Plain needs", "history": "Plain history", "risks": "Plain risks"}


@pytest.mark.rule("CB-5.1", "CB-5.2", "CB-5.5")
async def test_an_emergency_is_asked_on_the_short_path_of_the_form(dated: Clerk) -> None:
    """Two parts of the form, one tap, and the Head of Service for the team has the facts in front of her."""
    await dated.type("priya", "emergency")
    ref = dated.newest()
    await dated.office.tap("priya", "Save and go on", CHILD)
    await dated.office.tap("priya", "Save and go on", {**URGENT, "urgent_cost": "2500", **SEARCH})
    await dated.office.tap("priya", "Ask for emergency approval")
    await dated.settle()
    card = words_of(dated.office.latest_card("helen"))
    assert dated.emergency(ref).asked == (HELEN,)
    assert f"I have asked Helen Ward to decide {ref}" in dated.said("priya")
    for fact in ("AB", "A foster place tonight", "The carer is in hospital", "£2,500", "Priya Nair, 10:"):
        assert fact in card
    assert "it holds until Wed 11 Nov 2026 and goes to that panel" in card


@pytest.mark.rule("CB-5.1")
async def test_an_emergency_without_its_reason_is_not_put_to_anyone(dated: Clerk) -> None:
    """What a decision needs is asked for first, in one sentence."""
    await dated.type("priya", "emergency")
    before = dated.stored()
    said = await dated.type("priya", "ask approval")
    assert "Before I ask for approval, please answer: “Initials of the child”, " in said
    assert "Why can this not wait until the next panel?" in said
    assert dated.stored() == before


@pytest.mark.rule("CB-5.2", "CB-5.3", "CB-5.4", "CB-5.10")
@pytest.mark.parametrize("how", ["card", "typed"])
async def test_approved_on_a_condition_it_ends_at_the_next_panel_and_is_listed_there(dated: Clerk, how: str) -> None:
    """One act: a condition, an end, and a place for ratification; by card or by typing the code."""
    ref, code = await asked(dated)
    if how == "card":
        await dated.office.tap("helen", "Approve", {"remark": "Review on Friday"})
    else:
        await dated.type("helen", f"approve {code.lower()} if Review on Friday")
    approval, item = dated.emergency(ref), dated.meeting(FIRST_PANEL).item(ref)
    assert (approval.status, approval.condition) == (EmergencyStatus.AWAITING_RATIFICATION, "Review on Friday")
    assert (approval.decided_by, approval.decided_how) == (HELEN, how)
    assert approval.ends_at.isoformat() == "2026-11-11T23:59:00+00:00"
    assert item.kind is ItemKind.RATIFICATION
    assert f"You have approved {ref} until Wed 11 Nov 2026, 23:59" in dated.said("helen") + str(
        dated.office.replies("helen")
    )


@pytest.mark.rule("CB-5.3", "CB-5.6", "CB-5.9", "CB-5.10", "CB-11.1")
async def test_everyone_the_procedure_names_is_told_at_once(dated: Clerk) -> None:
    """Resources by mail with leave to search, finance by mail, administrator, chairs, worker and manager in Teams."""
    ref, code = await asked(dated)
    await dated.type("helen", f"approve {code}")
    await dated.settle()
    [search] = dated.sent("resources@")
    [finance] = dated.sent("finance@")
    assert search.subject == f"{ref}: emergency placement"
    assert "approved by Helen Ward until Wed 11 Nov 2026, 23:59" in search.text.replace("\r\n", " ").replace("\n", " ")
    assert "You may look for a placement now." in search.text
    assert "Cost a week, as expected now: £1,250\r\n" in finance.text
    for who in ("priya", "dilys", "tom", "martin", "ruth"):
        assert f"Emergency {code} · {ref}" in dated.said(who), who
        assert "It is approved until the next panel." in dated.said(who), who


async def test_the_approvers_card_shows_the_decision_afterwards(dated: Clerk) -> None:
    """Typed on a computer, decided: the card on the phone no longer asks."""
    _, code = await asked(dated)
    await dated.type("helen", f"approve {code}")
    await dated.settle()
    card = words_of(dated.office.cards("helen")[0])
    assert "It is approved until the next panel." in card
    assert "Refuse, with reason" not in card


@pytest.mark.rule("CB-5.2")
@pytest.mark.parametrize("how", ["card", "typed"])
async def test_refused_with_its_reason_the_case_goes_on_by_the_ordinary_way(dated: Clerk, how: str) -> None:
    """A refusal needs a reason; the people of the case read it, and the referral stays a draft."""
    ref, code = await asked(dated)
    if how == "card":
        await dated.office.tap("helen", "Refuse, with reason", {"remark": "It can wait until Wednesday"})
    else:
        await dated.type("helen", f"refuse {code} It can wait until Wednesday")
    await dated.settle()
    assert dated.emergency(ref).status is EmergencyStatus.DECLINED
    assert dated.meeting(FIRST_PANEL).items == ()
    for who in ("priya", "dilys"):
        assert "It can wait until Wednesday" in dated.said(who), who
    assert not dated.referral(ref).is_emergency


async def test_a_refusal_without_a_reason_is_not_taken(dated: Clerk) -> None:
    """Neither by card nor typed."""
    _, code = await asked(dated)
    before = dated.stored()
    await dated.office.tap("helen", "Refuse, with reason", {})
    await dated.type("helen", f"refuse {code}")
    assert "Please give the reason." in dated.said("helen")
    assert dated.stored() == before


@pytest.mark.parametrize("how", ["card", "typed"])
async def test_the_approver_asks_and_the_answer_comes_back_with_the_card(dated: Clerk, how: str) -> None:
    """A question goes to who asked, the answer returns to the approver, and then she decides."""
    ref, code = await asked(dated)
    if how == "card":
        await dated.office.tap("helen", "Ask a question", {"remark": "Who has the child now?"})
        await dated.settle()
        await dated.office.tap("priya", "Send answer", {"remark": "A neighbour"})
    else:
        await dated.type("helen", f"ask {code} Who has the child now?")
        await dated.settle()
        await dated.type("priya", f"reply {code} A neighbour")
    await dated.settle()
    [exchange] = dated.emergency(ref).exchanges
    assert (exchange.question, exchange.answer) == ("Who has the child now?", "A neighbour")
    assert "A neighbour" in words_of(dated.office.latest_card("helen"))
    await dated.office.tap("helen", "Approve")
    assert dated.emergency(ref).decided_by == HELEN


async def test_an_answer_nobody_asked_for_is_refused(dated: Clerk) -> None:
    """There is nothing to answer before a question."""
    ref, code = await asked(dated)
    assert f"No question about {ref} waits for an answer" in await dated.type("priya", f"reply {code} hello")


@pytest.mark.rule("CB-5.2")
async def test_after_two_hours_of_silence_the_next_approver_is_asked(dated: Clerk) -> None:
    """Silence goes up: the next officer has the card, the administrator is warned, and the first may still decide."""
    ref, code = await asked(dated)
    await dated.advance(hours=1, minutes=55)
    early = dated.emergency(ref).asked
    await dated.advance(minutes=10)
    late = dated.emergency(ref).asked
    assert (early, len(late)) == ((HELEN,), 2)
    assert f"Nobody has answered the emergency request {ref} in time" in dated.said("tom")
    assert f"Emergency {code}" in dated.said("martin")
    await dated.type("helen", f"approve {code}")
    assert dated.emergency(ref).decided_by == HELEN


async def test_when_nobody_is_left_to_ask_the_alarm_goes_out(dated: Clerk) -> None:
    """After the last approver's two hours the administrator and the chairs are told to telephone."""
    ref, _ = await asked(dated)
    for _ in range(3):
        await dated.advance(hours=2, minutes=1)
    assert len(dated.emergency(ref).asked) == 3
    assert dated.said("tom").count("Please telephone an approver now.") == 3
    assert "Please telephone an approver now." in dated.said("ruth")


@pytest.mark.rule("CB-5.3")
async def test_an_approval_is_extended_by_name_with_a_reason(dated: Clerk) -> None:
    """A later panel, a reason, and everyone concerned is told."""
    ref, code = await asked(dated)
    await dated.type("helen", f"approve {code}")
    said = await dated.type("helen", f"extend {code} 18 November 2026 the carer is still in hospital")
    await dated.settle()
    assert f"{ref} now runs until Wed 18 Nov 2026, 23:59" in said
    assert dated.emergency(ref).meeting == SECOND_PANEL
    assert dated.meeting(FIRST_PANEL).items == ()
    assert f"The emergency approval {ref} was extended" in dated.said("tom")


@pytest.mark.parametrize("rest", ["", "soon", "18 November 2026", "4 November 2026 because", "19 November 2026 why"])
async def test_an_extension_without_date_or_reason_is_refused(dated: Clerk, rest: str) -> None:
    """No extension by accident."""
    _, code = await asked(dated)
    await dated.type("helen", f"approve {code}")
    before = dated.stored()
    assert await dated.type("helen", f"extend {code} {rest}")
    assert dated.stored() == before


async def test_without_a_panel_on_the_list_an_approval_still_has_an_end(clerk: Clerk) -> None:
    """A week, and the administrator is asked for a date; adding one lists the case there."""
    ref, code = await asked(clerk)
    await clerk.type("helen", f"approve {code}")
    await clerk.settle()
    assert clerk.emergency(ref).ends_at.date() == date(2026, 11, 9)
    assert f"{ref} waits for a panel" in clerk.said("tom")
    clerk.add_meetings(1)
    assert clerk.meeting(FIRST_PANEL).ratifies(ref)
    assert clerk.emergency(ref).ends_at.date() == date(2026, 11, 11)


@pytest.mark.rule("CB-5.3", "CB-5.4")
async def test_an_approval_no_panel_ratified_raises_the_alarm(dated: Clerk) -> None:
    """Before its end everyone concerned is warned; after it, alarmed every working morning; nothing stops by itself."""
    ref, code = await asked(dated)
    await dated.type("helen", f"approve {code}")
    await dated.move_to(date(2026, 11, 10), time(9, 1))
    assert f"The emergency approval {ref} ends soon" in dated.said("helen")
    await dated.move_to(date(2026, 11, 12), time(9, 1))
    await dated.advance(days=1)
    assert dated.emergency(ref).status is EmergencyStatus.LAPSED_UNRATIFIED
    for who in ("helen", "tom", "martin", "priya", "dilys"):
        assert dated.said(who).count(f"ALARM: the emergency approval {ref}") == 2, who


@pytest.mark.rule("CB-5.5")
async def test_the_full_form_is_asked_for_after_the_approval(dated: Clerk) -> None:
    """The short path was enough to decide; the whole form is chased before the panel."""
    ref, code = await asked(dated)
    await dated.type("helen", f"approve {code}")
    await dated.move_to(date(2026, 11, 3), time(9, 1))
    assert f"{ref} was approved in an emergency, and its full form is still due" in dated.said("priya")


async def test_a_second_request_for_the_same_case_is_refused(dated: Clerk) -> None:
    """One case, one request."""
    ref, _ = await asked(dated)
    before = dated.stored()
    assert f"already asked for {ref}" in await dated.type("priya", f"ask approval {ref}")
    assert dated.stored() == before


async def test_a_withdrawn_request_is_no_longer_on_the_approvers_card(dated: Clerk) -> None:
    """When the case is taken back the approver's card says so."""
    ref, _ = await asked(dated)
    await dated.type("priya", f"withdraw {ref} the carer is back")
    await dated.settle()
    assert "It was withdrawn." in words_of(dated.office.cards("helen")[0])
    assert RUTH not in dated.emergency(ref).asked
