"""After an emergency approval: the search for a placement, and what is told once there is one."""

import pytest

from panel.emergency import Search
from tests.scenario.conftest import Clerk, asked

SEARCH = {"needs": "Plain needs", "history": "Plain history", "risks": "Plain risks"}


@pytest.mark.rule("CB-5.7", "CB-5.8")
async def test_no_search_begins_before_needs_history_and_risks_are_known(dated: Clerk) -> None:
    """The approval can be given without them, but Resources is held back until the worker fills them in."""
    ref = dated.story.begin(emergency=True)
    dated.story.fill(ref, only=["child", "urgent"], needs="", history="", risks="")
    await dated.type("priya", f"ask approval {ref}")
    code = dated.emergency(ref).code
    await dated.type("helen", f"approve {code}")
    await dated.settle()
    assert "Do not begin the search yet. Still missing: The child's needs" in dated.sent("resources@")[0].text
    assert "nobody can look for a placement" in dated.said("priya")
    assert "The search can’t begin yet" in await dated.type("asha", f"enough {code}")

    await dated.type("priya", f"part 2 {ref}")
    await dated.office.tap("priya", "Save, then summary", SEARCH)
    await dated.type("asha", f"enough {code}")
    assert dated.emergency(ref).search is Search.PERMITTED


@pytest.mark.rule("CB-5.7")
async def test_resources_reads_the_case_once_it_is_approved_and_not_before(dated: Clerk) -> None:
    """What the search needs is theirs to read from the approval on."""
    _, code = await asked(dated)
    early = await dated.type("asha", f"case {code}")
    await dated.type("helen", f"approve {code}")
    assert "is not one of your cases" in early
    assert "History that matters for a placement" in await dated.type("asha", f"case {code}")


@pytest.mark.rule("CB-5.9", "CB-5.10")
async def test_a_placement_made_is_told_to_finance_and_the_administrator(dated: Clerk) -> None:
    """Provider, date and cost go to finance; the administrator hears that it is listed."""
    ref, code = await asked(dated)
    await dated.type("helen", f"approve {code}")
    await dated.type("asha", f"placed {code} Green House; 2 November 2026; £1,900")
    await dated.settle()
    text = dated.sent("finance@")[0].text
    assert ("Green House" in text, "£1,900" in text) == (True, True)
    assert f"A placement has been made for {ref}. It is listed for ratification." in dated.said("tom")


@pytest.mark.parametrize("rest", ["Green House", "Green House; soon; 100", "Green House; 2 November 2026; lots", "; ;"])
async def test_a_placement_told_unclearly_is_asked_again(dated: Clerk, rest: str) -> None:
    """Nothing is noted from half a line."""
    _, code = await asked(dated)
    await dated.type("helen", f"approve {code}")
    before = dated.stored()
    assert await dated.type("asha", f"placed {code} {rest}")
    assert dated.stored() == before
