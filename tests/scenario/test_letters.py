"""A letter to a family, from the decision to the mail that leaves: on the desk, by the people of two panels."""

from email import message_from_bytes, policy
from io import BytesIO

import pytest
from docx import Document

from panel import commands as c
from panel.family_letter import FamilyLetter, LetterStatus
from panel.notices import Notice, NoticeState
from tests import letters
from tests.scenario.conftest import Clerk
from tests.stories import RA, PanelStory

REASONS = "You need a rest at night."


def story_of(clerk: Clerk) -> PanelStory:
    """Steps at the personal budgets, which are decided without a meeting."""
    council = clerk.service.tools.council
    return PanelStory(now=clerk.service.clock(), store=clerk.service.store, council=council, panel=RA)  # type: ignore[arg-type]


def letter_in(content: bytes) -> tuple[str, str, str]:
    """The name of the file in a mail, what stands in it, and what the mail itself says."""
    mail = message_from_bytes(content, policy=policy.default)
    [file] = mail.iter_attachments()  # type: ignore[attr-defined]
    body = mail.get_body(("html", "plain"))  # type: ignore[attr-defined]
    text = "\n".join(paragraph.text for paragraph in Document(BytesIO(file.get_content())).paragraphs)
    return file.get_filename(), text, f"{mail['Subject']}\n{body.get_content()}"


def sent_to(clerk: Clerk, address: str) -> list[bytes]:
    """The mails that went to an address, as they lie among the sent."""
    files = sorted((clerk.folder / "mailbox" / "sent").glob("*.eml"))
    mails = [file.read_bytes() for file in files]
    return [mail for mail in mails if message_from_bytes(mail, policy=policy.default)["To"] == address]


@pytest.mark.rule("BI-8.2", "BI-9.1", "RA-4.1")
async def test_the_family_gets_the_file_the_second_person_read(clerk: Clerk) -> None:
    """One mail with the letter, after the worker named the recipient and the manager read the very same file."""
    story = story_of(clerk)
    ref = letters.decided(story, reasons=REASONS)
    await clerk.settle()
    assert "Letter to the family" in clerk.card("tess")
    given = "name: Maria Santos; who: parent; way: e-mail; email: maria@home.example"
    await clerk.type("tess", f"letter to {ref} {given}", f"letter prepare {ref}")
    await clerk.settle()
    await clerk.office.tap("colin", "Send me the Word file")
    await clerk.settle()
    await clerk.office.tap("colin", "I have read it: release")
    await clerk.settle()
    [read], [mail] = sent_to(clerk, "colin.webb@council.example"), sent_to(clerk, "maria@home.example")
    name, text, says = letter_in(mail)
    assert (name, text) == (f"{ref}-letter.docx", letter_in(read)[1])
    assert "Dear Maria Santos\n" in text
    assert REASONS in text
    assert [word for word in (REASONS, "Maria", "agreed") if word in says] == []
    await clerk.settle()
    [letter] = clerk.records.find(FamilyLetter, about=ref)
    assert letter.status is LetterStatus.SENT
    assert "went on" in clerk.said("tess")
    posts = "\n".join(
        str(message.card)
        for channel in clerk.office.directory.panels
        for message in clerk.office.channel(channel.channel)
    )
    assert [word for word in (REASONS, "Maria") if word in posts] == []


async def test_a_letter_that_may_have_gone_is_never_sent_again_by_itself(clerk: Clerk) -> None:
    """Stopped between sending and noting it, the clerk finds the mail among those sent; the family has it once."""
    story = story_of(clerk)
    ref = letters.decided(story, reasons=REASONS)
    await clerk.type("tess", f"letter to {ref} name: Maria Santos; who: parent; way: email; email: maria@home.example")
    await clerk.type("tess", f"letter prepare {ref}")
    await clerk.type("colin", f"letter file {ref}", f"letter release {ref}")
    await clerk.settle()
    [notice] = [each for each in clerk.records.find(Notice, about=ref) if each.rule == "family_letter"]
    letters.keep(story_of(clerk), notice.model_copy(update={"state": NoticeState.SENDING, "sent_at": None}))
    await clerk.restart()
    await clerk.settle()
    assert len(sent_to(clerk, "maria@home.example")) == 1
    assert clerk.records.get(Notice, notice.id).state is NoticeState.SENT


async def test_a_letter_taken_back_before_it_left_does_not_leave(clerk: Clerk) -> None:
    """Its recipient is hidden in the same moment: nothing goes, and the letter is a draft."""
    story = story_of(clerk)
    ref = letters.decided(story, reasons=REASONS)
    letters.address(story, ref, way="email")
    letters.prepare(story, ref)
    letters.release(story, ref)
    story.do(
        c.GiveRecipient, story.referrer, ref=ref, given={**letters.MARIA, "way": "handed_over", "restricted": "yes"}
    )
    await clerk.settle()
    assert sent_to(clerk, "maria@home.example") == []
    [letter] = clerk.records.find(FamilyLetter, about=ref)
    assert letter.status is LetterStatus.DRAFT
