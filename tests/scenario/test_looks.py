"""Every kind of file the clerk writes, made into PDF by LibreOffice and looked at page by page as pictures."""

from collections.abc import Iterator
from datetime import date, time
from pathlib import Path

import pytest

from adapters.documents.form_out import blank_form
from panel import commands as c
from tests import letters, looking, papers
from tests.scenario.conftest import Clerk
from tests.scenario.test_packs import built, referred, taken
from tests.story import FIRST_PANEL, HELEN, PRIYA, RUTH, TOM, profiles

PANEL_DAY = date(2026, 11, 11)
LONG = "She needs somebody at night, as her father works away and her mother is not well enough to lift her. " * 12


def enclosed(clerk: Clerk) -> dict[str, bytes]:
    """One of each file that any mail has carried, the calendars apart."""
    found = {file.name: file.content for mail in clerk.sent() for file in mail.enclosures}
    return {name: content for name, content in found.items() if not name.endswith(".ics")}


async def a_panel(clerk: Clerk) -> str:
    """Two cases, one with long texts, and an emergency: heard, confirmed and sent out. The emergency's reference."""
    urgent = clerk.story.urgent()
    clerk.story.do(c.AskRequester, HELEN, ref=urgent, question=LONG[:900])
    clerk.story.do(c.AnswerApprover, PRIYA, ref=urgent, answer=LONG)
    clerk.story.do(c.ApproveEmergency, HELEN, ref=urgent, condition="A review on Friday")
    cases = [await referred(clerk, f"{n}.docx", papers.word(LONG, LONG), summary=LONG) for n in (1, 2)]
    await clerk.move_to(date(2026, 11, 6), time(17, 30))
    await built(clerk)
    await clerk.type("tom", "send pack")
    await taken(clerk)
    await clerk.move_to(PANEL_DAY, time(9, 35))
    story = clerk.story
    story.open()
    story.decide(cases[0], "agreed", reasons=LONG, conditions=LONG)
    story.decide(cases[1], "deferred", return_date="18 November 2026")
    story.decide(urgent, "ratified", reasons=LONG)
    story.close()
    story.do(c.ReleaseDecisions, TOM, meeting=FIRST_PANEL)
    story.do(c.SignMinutes, RUTH, meeting=FIRST_PANEL)
    await clerk.settle()
    return urgent


def forms() -> Iterator[tuple[str, bytes]]:
    for panel, profile in profiles().items():
        yield f"{panel}.docx", blank_form(profile)


def family_letters() -> Iterator[tuple[str, bytes]]:
    """A letter of each panel that writes them, for each of its outcomes."""
    for panel in letters.WRITING:
        for outcome in profiles()[panel].decisions.outcomes:
            story = letters.office(panel)
            ref = letters.decided(story, outcome.code)
            letters.address(story, ref)
            yield f"{panel}-{outcome.code}-letter.docx", letters.made(story, ref)[1].content


@pytest.mark.full
@pytest.mark.rule("CB-9.12", "KN-3.18", "BI-8.3", "RO-12.3", "RO-12.4", "KN-4.12")
async def test_every_file_is_whole_on_paper(dated: Clerk, tmp_path: Path) -> None:
    """No empty page, nothing at the edge, and the long texts are there to their last word."""
    looking.needed()
    clerk, folder = dated, tmp_path / "looks"
    folder.mkdir()
    urgent = await a_panel(clerk)
    code = clerk.emergency(urgent).code
    for line in ("send report 2026 Q4", "foi pack 2026", "send register", "send planner", f"send history {code}"):
        await clerk.type("tom", line)
    await clerk.settle()
    files = {**enclosed(clerk), **dict(forms()), **dict(family_letters())}
    kinds = ("report", "foi", "register", "planner", "history", "minutes", "papers", "letter", "CB-0002.docx")
    assert [kind for kind in kinds if not any(kind in name for name in files)] == []
    made = looking.pdfs(files, folder)
    seen = [fault for name, pdf in made.items() for fault in looking.faults(name, looking.pages(pdf))]
    assert seen == []
    said = " ".join(LONG.split())
    for name in ("CB-0002.docx", f"papers-{FIRST_PANEL}.v1.pdf"):
        assert said in looking.words(made[name]), name
