"""The papers of a panel, from the files a practitioner dropped into the chat to the copy in a member's mailbox."""

import hashlib
from datetime import date, time

import pytest

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


@pytest.mark.rule("CB-9.9", "KN-4.12")
async def test_from_the_dropped_file_to_the_members_copy(dated: Clerk) -> None:
    """Built and sent round by word and tap; a copy is one mail to one person, under a name that says nothing."""
    clerk = dated
    first = await referred(clerk, "Ann Smith report.pdf", papers.pdf("A real PDF"), summary="ALPHA")
    second = await referred(clerk, "Ann Smith plan.docx", papers.word("A real Word file"), summary="BRAVO")
    await clerk.move_to(date(2026, 11, 6), time(17, 30))
    said = await clerk.type("tom", "build pack")
    assert f"{first}, {second}" in said
    await clerk.office.tap("tom", "Send it round")
    await clerk.settle()
    assert "have been told that the papers are there" in clerk.said("tom")
    assert f"For you: {first}, {second}." in clerk.card("joan")
    await clerk.office.tap("joan", "Mail me my copy")
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
    await clerk.type("tom", "build pack", "send pack")
    await clerk.settle()
    story, pack = clerk.story, in_circulation(clerk.story.office, PANEL)
    assert pack is not None
    refs = tuple(section.ref for section in pack.sections)
    story.do(c.TakePack, JOAN, meeting=PANEL, version=1, parts=(CopyPart(digest="of another copy", refs=refs),))
    await clerk.settle()
    assert not [mail for mail in clerk.sent("joan") if "Papers" in mail.subject]
    assert "may not have arrived" in clerk.said("tom")
    assert ref in refs
