"""The papers of a panel, from the files a practitioner dropped into the chat to the copy in a member's mailbox."""

import hashlib
from datetime import date, time

import pytest

from desk.mailbox import Reading
from panel import commands as c
from panel.pack import CopyPart, in_circulation
from tests import papers
from tests.scenario.conftest import Clerk
from tests.story import FIRST_PANEL, JOAN, PRIYA

PANEL = FIRST_PANEL


async def referred(clerk: Clerk, name: str, content: bytes, **answers: str) -> str:
    """A referral with a real file, signed, with its place at the first panel."""
    ref = clerk.story.begin()
    clerk.story.fill(ref, **answers)
    await clerk.office.attach("priya", name, content)
    await clerk.office.settle(quiet=0.05)
    clerk.story.do(c.SendToManager, PRIYA, ref=ref)
    clerk.story.sign(ref)
    return ref


async def built(clerk: Clerk, version: int = 1) -> None:
    """The pack is printed, which takes longer than other answers: a child process looks at the files."""
    await clerk.office.say("tom", "build pack")
    await clerk.office.until(lambda: f"Version {version} is built" in clerk.said("tom"), within=30)
    await clerk.office.settle(quiet=0.05)


async def taken(clerk: Clerk, version: int = 1) -> Reading:
    """Joan takes her copy; the mail it comes in."""
    await clerk.type("joan", "my pack")
    await clerk.office.until(lambda: f"copy of version {version}" in clerk.said("joan"), within=30)
    await clerk.settle()
    [mail] = [mail for mail in clerk.sent("joan") if f"version {version}" in mail.subject]
    return mail


@pytest.mark.rule("CB-9.9", "KN-4.12")
async def test_from_the_dropped_file_to_the_members_copy(dated: Clerk) -> None:
    """Built and sent round by word and tap; a copy is one mail to one person, under a name that says nothing."""
    clerk = dated
    first = await referred(clerk, "Ann Smith report.pdf", papers.pdf("A real PDF"), summary="ALPHA")
    second = await referred(clerk, "Ann Smith plan.docx", papers.word("A real Word file"), summary="BRAVO")
    await clerk.move_to(date(2026, 11, 6), time(17, 30))
    await built(clerk)
    assert f"{first}, {second}" in clerk.card("tom")
    await clerk.office.tap("tom", "Send it round")
    await clerk.settle()
    assert "have been told that the papers are there" in clerk.said("tom")
    assert f"For you: {first}, {second}." in clerk.card("joan")
    await clerk.office.tap("joan", "Mail me my copy")
    await clerk.office.until(lambda: "on its way" in clerk.said("joan"), within=30)
    await clerk.settle()
    assert "Your copy of version 1 is on its way to joan.ellis@council.example" in clerk.said("joan")
    assert "You took version 1" in clerk.card("joan")
    [mail] = [mail for mail in clerk.sent("joan") if "Papers" in mail.subject]
    [file] = mail.enclosures
    assert (mail.to, mail.subject) == (
        "joan.ellis@council.example",
        "Papers for the panel of Wed 11 Nov 2026, version 1",
    )
    assert (file.name, file.content_type) == (f"papers-{PANEL}.v1.pdf", "application/pdf")
    pages = papers.words_on(file.content)
    assert "Copy for Joan Ellis" in pages[0]
    assert any(page.startswith("A real PDF") for page in pages)
    assert any("A real Word file" in page for page in pages)
    pack = in_circulation(clerk.story.office, PANEL)
    assert pack is not None
    assert [(r.person, r.parts[0].digest) for r in pack.receipts] == [(JOAN, hashlib.sha256(file.content).hexdigest())]
    assert "Ann Smith" not in " ".join([*pages, mail.text, mail.subject, file.name])
    assert first in clerk.posts()
    assert "ALPHA" not in clerk.posts()


async def test_a_conflict_declared_while_the_copy_is_on_its_way_stops_it(dated: Clerk) -> None:
    """The mail is worked out as it is sent: what is no longer theirs does not go, and the administrator is told."""
    clerk = dated
    ref = await referred(clerk, "report.pdf", papers.pdf("A real PDF"))
    await clerk.move_to(date(2026, 11, 6), time(17, 30))
    await built(clerk)
    await clerk.type("tom", "send pack")
    await clerk.settle()
    story, pack = clerk.story, in_circulation(clerk.story.office, PANEL)
    assert pack is not None
    refs = tuple(section.ref for section in pack.sections)
    story.do(c.TakePack, JOAN, meeting=PANEL, version=1, parts=(CopyPart(digest="of another copy", refs=refs),))
    await clerk.settle()
    assert not [mail for mail in clerk.sent("joan") if "Papers" in mail.subject]
    assert "may not have arrived" in clerk.said("tom")
    assert ref in refs


@pytest.mark.rule("CB-9.10")
async def test_a_late_paper_is_offered_with_its_file_and_agreed_by_tap(dated: Clerk) -> None:
    """Dropped into the chat with a line beside it; the officer's card says what it is; then it is printed anew."""
    clerk = dated
    ref = await referred(clerk, "report.pdf", papers.pdf("The old report"))
    await clerk.move_to(date(2026, 11, 6), time(17, 30))
    await built(clerk)
    await clerk.type("tom", "send pack")
    assert "Please attach the late paper" in await clerk.type("priya", f"late paper {ref} because it came today")
    line = f"late paper {ref} assessment because the doctor wrote today"
    await clerk.office.attach("priya", "new.pdf", papers.pdf("The new report"), line)
    await clerk.settle()
    assert "whether “Assessment of need” may still go with" in clerk.said("priya")
    assert "Assessment of need" in clerk.card("helen")
    await clerk.office.tap("helen", "Take it")
    await clerk.settle()
    assert f"The late paper of {ref} goes with it" in clerk.said("tom")
    await built(clerk, 2)
    assert "have been told" in await clerk.type("tom", "send pack")
    pages = papers.words_on((await taken(clerk, 2)).enclosures[0].content)
    assert any("papers replaced by a newer file: Assessment of need" in page for page in pages)
    assert any(page.startswith("The new report") for page in pages)
    assert not any("The old report" in page for page in pages)
