"""A whole day at panels with other rules: an exception, a look before the panel, a panel that never meets."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import date, time
from pathlib import Path

import pytest

from desk.office import Office
from panel.referral import ReferralStatus
from tests.scenario.conftest import Clerk
from tests.unit.panel.held import BLOCK, GATES
from tests.unit.profile_tools.texts import TEXT, changed

LOOKED_AT = ("[submission]", '[filter]\nwhen = { framework = "yes" }\nby = ["chair"]\n\n[submission]')
DECIDED = "agreed; reasons: clear; end: 1 March 2027; review: 1 February 2027; reapply: 2 February 2027; budget: K1"


def never_meets() -> str:
    """The shipped panel without its meetings and its route between them; the Chair decides, nobody signs."""
    text = TEXT[: TEXT.index("[submission]")] + TEXT[TEXT.index("[decisions]") :]
    text = text[: text.index("[emergency]")] + text[text.index("[reviews]") :]
    return text[: text.index("steps = [")] + "steps = []\n" + text[text.index("[decisions]") :]


@asynccontextmanager
async def at_panel(folder: Path, text: str) -> AsyncIterator[Clerk]:
    """A clerk whose one panel has this profile, with three panels ahead where it meets."""
    profiles = folder / "profiles"
    profiles.mkdir()
    (profiles / "panel.toml").write_text(text, encoding="utf-8")
    async with Office.opened(folder) as office:
        clerk = Clerk(office, folder, profiles)
        await clerk.start()
        if "[meetings]" in text:
            clerk.add_meetings()
        await clerk.settle()
        yield clerk


@pytest.mark.rule("BI-3.2.10", "BI-3.2.11")
@pytest.mark.parametrize("how", ["card", "typed"])
async def test_a_head_of_service_lets_a_referral_through(tmp_path: Path, how: str) -> None:
    """Held until she answers on her phone; then it is sent, signed and booked, and the manager reads why."""
    async with at_panel(tmp_path, changed((GATES, BLOCK + GATES))) as clerk:
        ref = clerk.story.complete(engagement="willing")
        assert "A family group conference comes first." in await clerk.type("priya", f"send {ref}")
        await clerk.type("priya", f"exception {ref} because it is clear from the outset")
        await clerk.settle()
        assert "clear from the outset" in clerk.card("helen")
        await clerk.advance(days=1)
        if how == "card":
            await clerk.office.tap("helen", "Let it through", {"remark": "Agreed at once"})
        else:
            await clerk.type("helen", f"agree exception {ref}")
        await clerk.settle()
        assert f"{ref} may go to the panel as it is" in clerk.said("priya")
        await clerk.type("priya", f"send {ref}")
        await clerk.settle()
        assert "Let through by Helen Ward" in clerk.card("dilys")
        await clerk.type("dilys", f"sign {ref} confirm all")
        assert clerk.referral(ref).status is ReferralStatus.BOOKED


@pytest.mark.rule("RO-5.9")
async def test_a_chair_decides_one_request_before_the_panel_and_sends_the_other_on(tmp_path: Path) -> None:
    """The decided one is told and sent out without a meeting; the other has its place on the agenda."""
    async with at_panel(tmp_path, changed(LOOKED_AT)) as clerk:
        story = clerk.story
        decided, passed = (story.signed(framework="yes") for _ in range(2))
        await clerk.settle()
        assert "Before the panel" in clerk.card("ruth")
        await clerk.type("ruth", f"decide {decided} {DECIDED}")
        await clerk.type("martin", f"to panel {passed} because two services are needed")
        await clerk.settle()
        assert clerk.referral(decided).status is ReferralStatus.COMMUNICATED
        assert any(decided in mail.subject for mail in clerk.sent())
        assert passed in clerk.posts()
        assert decided not in clerk.posts()


async def test_a_panel_that_never_meets_decides_on_a_card(tmp_path: Path) -> None:
    """Sent, it is with the Chair at once; put off it comes back, and the second time it is decided and sent out."""
    async with at_panel(tmp_path, never_meets()) as clerk:
        ref = clerk.story.complete()
        assert "It waits for the Chair to decide it." in await clerk.type("priya", f"send {ref}")
        await clerk.settle()
        await clerk.office.tap(
            "ruth", "Decide it", {"outcome": "deferred", "reasons": "More is needed", "missing": "A dated plan"}
        )
        await clerk.settle()
        assert "A dated plan" in await clerk.type("priya", f"summary {ref}")
        await clerk.move_to(date(2026, 11, 4), time(9, 30))
        await clerk.type("priya", f"send {ref}")
        await clerk.settle()
        await clerk.move_to(date(2026, 11, 5), time(9, 30))
        assert "please decide" in "\n".join(str(m.summary) for m in clerk.office.replies("ruth")).lower()
        await clerk.type("martin", f"decide {ref} {DECIDED}")
        await clerk.settle()
        assert clerk.referral(ref).status is ReferralStatus.COMMUNICATED
        assert "Decision, taken without a meeting" in clerk.said("priya")
        assert "decides without meetings" in await clerk.type("tom", "agenda")
