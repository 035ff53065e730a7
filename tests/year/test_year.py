"""A year of each panel through its public doors: every notice once, to exactly its people, and to nobody else.

What is owed stands in a table of each panel, written from the rules; what happens, in a script of steps. A failing year
lists the moment, what was missing or too much, to whom and by which way.
"""

import pytest

from tests.scenario.conftest import Clerk
from tests.year import (
    bi_year,
    birmingham,
    cb_weeks,
    cb_year,
    central_bedfordshire,
    kn_year,
    knowsley,
    personal_budget,
    ra_year,
    ro_year,
    rochdale,
)
from tests.year.delivered import Delivered, Watch
from tests.year.doors import SECRETS
from tests.year.people import Script, Year
from tests.year.table import Panel, Way

YEARS: dict[str, tuple[Panel, Script]] = {
    "central-bedfordshire": (central_bedfordshire.PANEL, cb_year.live),
    "knowsley": (knowsley.PANEL, kn_year.live),
    "birmingham": (birmingham.PANEL, bi_year.live),
    "rochdale": (rochdale.PANEL, ro_year.live),
    "personal-budget": (personal_budget.PANEL, ra_year.live),
}


@pytest.mark.full
@pytest.mark.rule("CB-9.7", "CB-9.15", "CB-9.19", "CB-10.33", "CB-11.7", "KN-1.8", "KN-3.17", "KN-3.25", "KN-4.8")
@pytest.mark.rule(
    "RO-5.9", "RO-5.17", "RO-6.4", "RO-8.1", "RO-8.5", "RO-11.2", "RO-11.8", "RA-4.2", "RA-4.7", "RA-4.16"
)
@pytest.mark.rule("BI-2.3", "BI-3.2.11", "BI-4.5", "BI-5.3", "BI-8.2", "BI-9.3", "AM-12", "AM-14", "AM-52")
@pytest.mark.parametrize("clerk", YEARS, indirect=True)
async def test_a_year(clerk: Clerk, request: pytest.FixtureRequest) -> None:
    """Whatever anybody got was owed to them at that moment, all that was owed came, and the year saw every notice."""
    panel, script = YEARS[request.node.callspec.params["clerk"]]
    year = await lived(clerk, panel, script)
    assert not (unseen := year.ledger.unseen()), ", ".join(unseen)


@pytest.mark.rule("CB-9.5", "CB-9.11", "CB-9.12", "CB-9.13", "CB-9.18", "CB-5.6", "CB-5.9", "CB-10.27", "CB-10.36")
@pytest.mark.parametrize("clerk", ["central-bedfordshire"], indirect=True)
async def test_the_first_weeks_of_a_year(clerk: Clerk) -> None:
    """Two panels and an emergency between them, judged in the same way."""
    year = await lived(clerk, central_bedfordshire.PANEL, cb_weeks.weeks)
    assert year.ledger.seen["NT-30"] > 20


async def lived(clerk: Clerk, panel: Panel, script: Script) -> Year:
    """The script carried out, with no fault in its account and nothing about a child where all can see it."""
    with clerk.office.chats.listening() as events:
        year = Year(clerk, panel, Watch(clerk, events))
        try:
            await script(year)
        except AssertionError as broke:
            raise AssertionError("\n".join([*year.ledger.faults, str(broke)])) from broke
    assert not year.ledger.faults, "\n" + "\n".join(year.ledger.faults)
    assert revealing(year.everything) == []
    return year


def revealing(everything: list[Delivered]) -> list[str]:
    """Posts, their edits, subjects of mails and what a locked phone shows, where they hold anything about a child."""
    open_to_all = [each.text for each in everything if each.way in (Way.POST, Way.EDIT)]
    open_to_all += [each.shown for each in everything]
    return [text for text in dict.fromkeys(open_to_all) if any(secret in text for secret in SECRETS)]
