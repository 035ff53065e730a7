"""The administrator's list of mails, and the mails of a case, in the chat."""

import re

import pytest

from dialogs.typed import TYPED
from dialogs.typed_later import TYPED_LATER
from dialogs.typed_letters import TYPED_LETTERS
from dialogs.typed_mail import TYPED_MAIL
from dialogs.typed_urgent import URGENT
from panel.commands import MAILBOX, TakeMail
from panel.intake import MailFile, ReceivedMail
from panel.mail_tally import subject_digest
from tests.story import CB, DILYS, PRIYA, SAM, TOM
from tests.unit.dialogs.stage import Stage

LINES = {"mail 3FA9C": 0, "mail 3fa9c done I telephoned her": 1, "mails CB-0001": 2}
FILES = (MailFile(name="a.pdf", digest="d", size=1),)


def sent(stage: Stage, sender: str, number: int = 1, panel: str = CB, **more: str) -> ReceivedMail:
    """A mail that somebody wrote, settled."""
    mail = ReceivedMail(
        id=f"{number:x}" * 64,
        panel=panel,
        message_id=f"<{number}@x>",
        sender=sender,
        subject="A question",
        received_at=stage.story.now,
        raw="r",
        files=FILES,
    )
    refs = (more["ref"],) if "ref" in more else ()
    stage.story.do(TakeMail, MAILBOX, mail=mail, proven=True, refs=refs, said=more.get("said", ""))
    return stage.story.store.read().get(ReceivedMail, mail.id)


@pytest.mark.parametrize(("line", "row"), LINES.items())
def test_a_typed_line_means_one_thing(line: str, row: int) -> None:
    """No line of another table takes it first."""
    rows = [pattern for pattern, _ in (*TYPED, *URGENT, *TYPED_LATER, *TYPED_LETTERS, *TYPED_MAIL)]
    taken = [n for n, pattern in enumerate(rows) if re.fullmatch(pattern, line, re.IGNORECASE | re.DOTALL)]
    assert [n - len(rows) + len(TYPED_MAIL) for n in taken] == [row]


def test_every_row_is_proved() -> None:
    """A new line without one here would go unnoticed."""
    assert sorted(LINES.values()) == list(range(len(TYPED_MAIL)))


def test_the_list_says_why_and_what_to_do_and_ends_when_it_is_done() -> None:
    """A mail stays on the list until the administrator says what was done."""
    stage = Stage()
    sent(stage, "stranger@elsewhere.example", 1)
    sent(stage, "priya.nair@council.example", 2)
    listed = stage.said(TOM, "set aside")
    assert (
        "from stranger@elsewhere.example: the sender is not on the list of staff. To do: answer it yourself" in listed
    )
    one = stage.said(TOM, "mail 11111")
    assert "Subject: A question" in one
    assert "Files: a.pdf" in one
    assert "Please give a word on what you did" in stage.said(TOM, "mail 11111 done")
    assert "off the list" in stage.said(TOM, "mail 11111 done telephoned back")
    left = stage.said(TOM, "set aside")
    assert "stranger" not in left
    assert "priya.nair" in left
    assert "I find no such mail" in stage.said(TOM, "mail 11111")
    held = stage.story.store.read().get(ReceivedMail, "1" * 64)
    assert (held.seen_by, held.note) == (TOM, "telephoned back")


def test_the_list_of_one_panel_holds_no_mail_of_another() -> None:
    """Who wrote to another panel is not this administrator's to know."""
    stage = Stage()
    sent(stage, "stranger@elsewhere.example", 1, panel="knowsley")
    assert "No mail is set aside" in stage.said(TOM, "set aside")
    assert "set aside" not in stage.said(TOM, "status")
    assert "I find no such mail" in stage.said(TOM, "mail 11111 done x")


def test_only_the_administrator_deals_with_them() -> None:
    """Others neither see nor tick."""
    stage = Stage()
    sent(stage, "stranger@elsewhere.example", 1)
    for line in ("set aside", "mail 11111", "mail 11111 done read"):
        assert "Only the panel admin" in stage.said(PRIYA, line)


def test_the_people_of_a_case_read_what_came_about_it() -> None:
    """The writer's words, as they were written, and never for somebody without a part in the case."""
    stage = Stage()
    ref = stage.story.begin()
    sent(stage, "dilys.morgan@council.example", 1, ref=ref, said="She [moved](http://x) today.")
    for person in (PRIYA, DILYS, TOM):
        said = stage.said(person, f"mails {ref}")
        assert "She [moved]\u200b(http://x) today." in said
        assert "from dilys.morgan@council.example: words about a case" in said
    assert "She" not in stage.said(SAM, f"mails {ref}")
    assert "No mail about" in stage.said(PRIYA, f"mails {stage.story.begin()}")


def test_an_answer_to_a_subject_counts_as_that_subject() -> None:
    """Whatever mail programs put before it; another subject is another."""
    same = ("A  question", "Re: a question", "AW: RE: A question", "Automatic reply: Fwd: a QUESTION")
    assert len({subject_digest(each) for each in same}) == 1
    assert subject_digest("Another question") != subject_digest("A question")
