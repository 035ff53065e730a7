"""A practitioner is led through a referral by cards, part by part, and can stop, go back and come back."""

from dataclasses import replace

import pytest

from desk.cards import parts
from panel import policies
from panel.referral import ReferralStatus
from tests.scenario.conftest import Clerk, words_of
from tests.story import CB, profiles

CONDITIONAL = {
    "1": {"alternatives_ruled_out", "placement_type_detail", "location"},
    "2": {"emergency_origin", "emergency_start", "location"},
    "3": {"what_changes", "funding_kind", "section_head_asked"},
    "4": {"breakdown", "moves_in_house", "location"},
    "5": {"without_package", "funding_kind"},
    "6": {"contract_end"},
    "7": {"camhs_unavailable"},
    "8": {"question_to_answer"},
    "9": {"camhs_unavailable"},
    "10": {"foster_kind", "moves_in_house", "alternatives_sought", "internal_unavailable", "location"},
    "11": {"alternatives_sought", "internal_unavailable", "location"},
    "12": {"secure_alternatives", "location"},
    "13": {"nights_or_hours"},
}
ANY_KIND = {"exit_plan", "placement_history", "school_needs", "school_move", "other_needs"}


def inputs(clerk: Clerk, who: str) -> set[str]:
    """The ids of what can be filled in on the card somebody sees now."""
    card = clerk.office.latest_card(who).card_for(clerk.person(who))
    return {part["id"] for part in parts(card) if part["type"].startswith("Input.")}


def lacks(clerk: Clerk, ref: str) -> list[str]:
    return [item.code for item in policies.lacking(profiles()[CB], clerk.referral(ref))]


@pytest.mark.rule("CB-1.2", "CB-1.3", "CB-9.2", "CB-10.15", "CB-14.8")
@pytest.mark.rule("CB-2.1", "CB-2.2", "CB-2.3", "CB-2.4", "CB-2.5", "CB-2.6", "CB-2.7", "CB-2.8", "CB-2.9")
@pytest.mark.rule("CB-2.10", "CB-2.11", "CB-2.12", "CB-2.13")
@pytest.mark.parametrize("kind", CONDITIONAL)
async def test_each_kind_of_request_asks_its_own_questions_and_can_be_sent(clerk: Clerk, kind: str) -> None:
    """All thirteen kinds lead to a complete referral, each with the questions it alone brings up."""
    ref = await clerk.refer("priya", case_type=kind, foster_kind="independent")
    asked = set()
    for part in ("details", "history"):
        await clerk.type("priya", f"part {part} {ref}")
        asked |= inputs(clerk, "priya")
    await clerk.office.attach("priya", "assessment.pdf", b"%PDF an assessment")
    await clerk.type("priya", "send")
    assert asked - ANY_KIND == CONDITIONAL[kind]
    assert clerk.referral(ref).status is ReferralStatus.AWAITING_AUTHORISATION


@pytest.mark.rule("CB-6.15")
async def test_a_move_in_house_asks_whether_education_and_health_agree(clerk: Clerk) -> None:
    """An answer brings up its own follow-up question in the same part, and it is needed."""
    ref = await clerk.refer("priya", case_type="4", moves_in_house="yes", education_health_agreed="")
    assert "education_health_agreed" in lacks(clerk, ref)
    await clerk.fill("priya", ref, education_health_agreed="both")
    assert lacks(clerk, ref) == ["assessment"]


async def test_every_saved_part_shows_how_far_one_is(clerk: Clerk) -> None:
    """After a part is saved the next one shows, with its number and what is still missing."""
    await clerk.type("priya", "refer")
    ref = clerk.newest()
    first = clerk.last("priya")
    await clerk.office.tap(
        "priya",
        "Save and go on",
        {"initials": "AB", "date_of_birth": "2014-05-06", "mosaic_ref": "M1", "cohort": "cin"},
    )
    second = clerk.last("priya")
    assert "Part 1 of 8" in first
    assert f"{ref} · The request" in second
    assert "Part 2 of 8" in second
    assert clerk.referral(ref).answers["initials"] == "AB"


async def test_what_is_missing_is_listed_and_one_tap_away(clerk: Clerk) -> None:
    """The list of gaps names questions and papers, and leads to the first gap."""
    ref = await clerk.refer("priya", care_plan="")
    await clerk.type("priya", "missing")
    listed = clerk.last("priya")
    await clerk.office.tap("priya", "Go to the first gap")
    assert "The care plan: how the placement meets need" in listed
    assert "Assessment of need" in listed
    assert f"{ref} · The plan" in clerk.last("priya")


async def test_one_answer_is_changed_from_the_summary_without_the_rest(clerk: Clerk) -> None:
    """From the summary a part is opened, one answer changed, and the summary comes back."""
    ref = await clerk.refer("priya")
    before = dict(clerk.referral(ref).answers)
    await clerk.type("priya", "summary")
    await clerk.office.tap("priya", "Change this part", {"section": "cost"})
    await clerk.office.tap("priya", "Save, then summary", {"cost_per_week": "999"})
    assert clerk.referral(ref).answers == {**before, "cost_per_week": "999.00"}
    assert "£999" in clerk.card("priya")


async def test_a_part_refused_keeps_what_was_typed_on_the_card(clerk: Clerk) -> None:
    """One bad answer saves nothing, is explained in one sentence, and nothing has to be typed again."""
    await clerk.type("priya", "refer")
    before = clerk.stored()
    given = {"initials": "TOOLONGINITIALS", "date_of_birth": "2014-05-06", "mosaic_ref": "M1", "cohort": "cin"}
    await clerk.office.tap("priya", "Save and go on", given)
    card = clerk.office.latest_card("priya").card_for(clerk.person("priya"))
    values = {part["id"]: part.get("value") for part in parts(card) if part["type"].startswith("Input.")}
    assert "please shorten it to 6 characters; it has 15" in clerk.last("priya")
    assert values == given
    assert clerk.stored() == before


async def test_half_a_part_can_be_saved(clerk: Clerk) -> None:
    """Nothing on a part is compulsory while it is a draft: what is there is kept."""
    await clerk.type("priya", "refer")
    ref = clerk.newest()
    await clerk.office.tap("priya", "Save, then summary", {"mosaic_ref": "M1"})
    assert clerk.referral(ref).answers == {"mosaic_ref": "M1"}
    assert "still missing" in clerk.last("priya").lower()


@pytest.mark.rule("CB-1.2")
async def test_a_child_outside_the_remit_ends_the_referral_with_advice(clerk: Clerk) -> None:
    """A case the panel does not hear stops early, is kept, and says where to turn."""
    await clerk.type("priya", "refer")
    ref = clerk.newest()
    await clerk.office.tap("priya", "Save and go on", {"initials": "AB", "cohort": "none"})
    await clerk.office.settle(quiet=0.05)
    assert clerk.referral(ref).status is ReferralStatus.REDIRECTED
    assert "Please talk to your supervising manager about the right route" in clerk.said("priya")


async def test_a_restart_loses_nothing_and_the_old_card_still_works(clerk: Clerk) -> None:
    """The dialog is the record: after a restart the card drawn before it is filled in and saved."""
    await clerk.type("priya", "refer")
    ref = clerk.newest()
    card = clerk.office.latest_card("priya")
    await clerk.restart()
    await clerk.office.tap("priya", "Save and go on", {"initials": "AB"}, card=card)
    assert clerk.referral(ref).answers == {"initials": "AB"}


async def test_a_card_left_open_on_another_device_does_not_write_over(clerk: Clerk) -> None:
    """A part saved on one device is not undone by the same part left open on another: the present state is shown."""
    await clerk.type("priya", "refer")
    ref = clerk.newest()
    old = clerk.office.latest_card("priya")
    await clerk.type("priya", f"part 1 {ref}")
    await clerk.office.tap("priya", "Save and go on", {"initials": "NEW"})
    await clerk.office.tap("priya", "Save and go on", {"initials": "OLD"}, card=old)
    await clerk.office.settle(quiet=0.05)
    assert clerk.referral(ref).answers == {"initials": "NEW"}
    stale = replace(old, card=clerk.office.chats.get(old.id).card_for(clerk.person("priya")))
    assert "so nothing was changed" in words_of(stale)


async def test_an_old_client_saves_the_same_way(clerk: Clerk) -> None:
    """A client that knows only the older buttons is not left out."""
    await clerk.type("priya", "refer")
    ref = clerk.newest()
    await clerk.office.tap("priya", "Save and go on", {"initials": "AB"}, old_client=True)
    await clerk.office.settle(quiet=0.05)
    assert clerk.referral(ref).answers == {"initials": "AB"}


async def test_a_referral_is_withdrawn_with_its_reason(clerk: Clerk) -> None:
    """Taking a referral back needs a reason, and frees its place."""
    clerk.add_meetings(1)
    ref = clerk.story.signed()
    await clerk.type("priya", f"withdraw {ref} the family has moved away")
    await clerk.settle()
    assert clerk.referral(ref).status is ReferralStatus.WITHDRAWN
    assert ref not in clerk.posts()


async def test_a_question_left_blank_does_not_hold_one_up(clerk: Clerk) -> None:
    """“Save and go on” goes on, whatever was left for later; a question the answers bring up is shown first."""
    await clerk.type("priya", "refer")
    await clerk.office.tap("priya", "Save and go on", {"initials": "AB"})
    second = clerk.card("priya")
    await clerk.type("priya", "part 1")
    await clerk.office.tap("priya", "Save and go on", {"cohort": "cla"})
    assert "Part 2 of 8" in second
    assert "Your answers bring 3 more here." in clerk.card("priya")
    assert "Legal status" in clerk.card("priya")


async def test_half_an_emergency_does_not_claim_to_be_ready(clerk: Clerk) -> None:
    """Only when what a decision needs is there does the clerk say so."""
    await clerk.type("priya", "emergency")
    await clerk.office.tap("priya", "Save and go on", {"initials": "AB"})
    await clerk.office.tap("priya", "Save and go on", {"urgent_ask": "A place"})
    await clerk.office.settle(quiet=0.05)
    early = clerk.said("priya")
    await clerk.type("priya", "part 2")
    await clerk.office.tap("priya", "Save and go on", {"why_now": "The carer is in hospital"})
    await clerk.office.settle(quiet=0.05)
    assert "I have what I need to ask for approval" not in early
    assert "I have what I need to ask for approval" in clerk.said("priya")
