"""The supervising manager reads, confirms and signs, or gives it back; the practitioner puts it right."""

import pytest

from panel.notices import Topic
from panel.referral import ReferralStatus
from tests.scenario.conftest import Clerk
from tests.story import CHECKS, DILYS, PRIYA

ALL = ",".join(CHECKS)


async def sent(clerk: Clerk) -> str:
    """A complete referral that waits for its manager, who has the card."""
    ref = clerk.story.complete()
    await clerk.type("priya", f"send {ref}")
    await clerk.settle()
    return ref


@pytest.mark.rule("CB-9.6", "CB-10.8", "CB-10.9", "CB-10.10", "CB-10.12")
async def test_the_manager_signs_by_card_and_both_dates_are_kept(clerk: Clerk) -> None:
    """Both agreements carry a name and a moment, and the manager sees where it is booked."""
    clerk.add_meetings()
    ref = await sent(clerk)
    await clerk.office.tap("dilys", "Sign", {"checks": ALL})
    await clerk.settle()
    signoffs = clerk.referral(ref).signoffs
    assert [(s.person, s.role) for s in signoffs] == [(PRIYA, "practitioner"), (DILYS, "line_manager")]
    assert signoffs[1].checks == CHECKS
    assert all(s.at.date().isoformat() == "2026-11-02" for s in signoffs)
    assert f"You have signed {ref}. It is booked for Wed 11 Nov 2026, 09:30." in clerk.said("dilys")
    assert f"Your manager has signed {ref}" in clerk.said("priya")


async def test_the_manager_signs_by_typing(clerk: Clerk) -> None:
    """“sign CB-0001 confirm all” is the same act as the button."""
    clerk.add_meetings()
    ref = await sent(clerk)
    await clerk.type("dilys", f"sign {ref} confirm all")
    assert clerk.referral(ref).status is ReferralStatus.BOOKED


@pytest.mark.rule("CB-10.9", "CB-10.10", "CB-10.12")
@pytest.mark.parametrize("how", ["card", "typed"])
async def test_a_signature_needs_every_confirmation(clerk: Clerk, how: str) -> None:
    """A box left open is named, and nothing is signed."""
    ref = await sent(clerk)
    before = clerk.stored()
    if how == "card":
        await clerk.office.tap("dilys", "Sign", {"checks": ",".join(CHECKS[:3])})
    else:
        await clerk.type("dilys", f"sign {ref}")
    await clerk.office.settle(quiet=0.05)
    assert "To sign, please also confirm:" in clerk.said("dilys")
    assert "The summary is clear and says what the panel is asked" in clerk.said("dilys")
    assert clerk.stored() == before


@pytest.mark.rule("CB-10.8")
@pytest.mark.parametrize("how", ["card", "typed"])
async def test_a_referral_returned_is_put_right_and_sent_again(clerk: Clerk, how: str) -> None:
    """The practitioner sees the comment, changes the answer, sends it again, and the manager gets a new card."""
    ref = await sent(clerk)
    comment = "Please say what it costs."
    if how == "card":
        await clerk.office.tap("dilys", "Return with comment", {"comment": comment})
    else:
        await clerk.type("dilys", f"return {ref} {comment}")
    await clerk.settle()
    assert clerk.referral(ref).status is ReferralStatus.DRAFT
    assert f"Your manager has returned {ref} with a comment" in clerk.said("priya")
    assert comment in await clerk.type("priya", f"summary {ref}")

    await clerk.type("priya", f"part 8 {ref}")
    await clerk.office.tap("priya", "Save, then summary", {"cost_per_week": "1300"})
    await clerk.type("priya", "send")
    await clerk.settle()
    assert clerk.referral(ref).status is ReferralStatus.AWAITING_AUTHORISATION
    assert "£1,300" in clerk.last("dilys")


async def test_returning_without_a_comment_is_refused(clerk: Clerk) -> None:
    """A referral never comes back without a word on what to change."""
    ref = await sent(clerk)
    before = clerk.stored()
    await clerk.office.tap("dilys", "Return with comment", {})
    await clerk.type("dilys", f"return {ref}")
    assert "a comment that says what to change" in clerk.said("dilys")
    assert clerk.stored() == before


@pytest.mark.parametrize("who", ["priya", "sam", "helen", "tom"])
async def test_nobody_but_the_named_manager_signs(clerk: Clerk, who: str) -> None:
    """Not the practitioner, not another officer: the refusal is a sentence, and it is on the audit trail."""
    ref = await sent(clerk)
    before = clerk.stored()
    said = await clerk.type(who, f"sign {ref} confirm all")
    assert "sign" in said
    assert clerk.stored() == before
    assert [e.act for e in clerk.service.store.trail(ref)][-1] == "refused"


@pytest.mark.rule("CB-9.6")
async def test_a_referral_cannot_be_sent_by_the_manager(clerk: Clerk) -> None:
    """Sending is the practitioner's own agreement, so the manager cannot give it for them."""
    ref = clerk.story.complete()
    before = clerk.stored()
    assert "sending it is their agreement" in await clerk.type("dilys", f"send {ref}")
    assert clerk.stored() == before


async def test_a_signed_referral_cannot_be_signed_again_from_the_old_card(clerk: Clerk) -> None:
    """A card from before the signature changes nothing and says where the case stands."""
    clerk.add_meetings()
    ref = await sent(clerk)
    card = clerk.office.latest_card("dilys")
    await clerk.type("dilys", f"sign {ref} confirm all")
    before = clerk.stored()
    await clerk.office.tap("dilys", "Sign", {"checks": ALL}, card=card)
    await clerk.office.settle(quiet=0.05)
    assert clerk.stored() == before
    assert ref in clerk.last("dilys")


async def test_an_unsigned_referral_is_chased_each_working_morning(clerk: Clerk) -> None:
    """A manager who does not sign is reminded once a morning, not by the minute."""
    ref = await sent(clerk)
    await clerk.advance(days=1)
    await clerk.advance(minutes=30)
    await clerk.advance(days=1)
    waits = [line for line in clerk.said("dilys").splitlines() if f"{ref} still waits for your signature" in line]
    assert len(waits) == 2
    assert len(clerk.story.notices(Topic.AUTHORISE_WAITS)) == 2
