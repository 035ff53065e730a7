"""Mails as they leave."""

from datetime import UTC, datetime
from email import message_from_bytes, policy

import pytest

from adapters.mail.read import read_mail
from adapters.mail.write import bracketed, compose
from panel.ports import Attachment, OutgoingMail

AT = datetime(2026, 11, 20, 10, 0, tzinfo=UTC)
MAIL = OutgoingMail(
    "jane@example.org", "CB-0007 – received", "Hello,\n\nit is <here> & safe.\n", "<out-1@panel.example.org>"
)


def changed(**changes):
    return OutgoingMail(**{**vars(MAIL), **changes})


def composed(**changes):
    return message_from_bytes(compose(changed(**changes), "panel@example.org", AT), policy=policy.default)


def test_a_mail_names_one_sender_one_recipient_and_its_id():
    """And nobody in copy."""
    made = composed(in_reply_to="<q@example.org>")
    assert {name: str(value) for name, value in made.items() if name not in ("Content-Type", "MIME-Version")} == {
        "From": "panel@example.org",
        "To": "jane@example.org",
        "Subject": "CB-0007 – received",
        "Date": "Fri, 20 Nov 2026 10:00:00 +0000",
        "Message-ID": "<out-1@panel.example.org>",
        "In-Reply-To": "<q@example.org>",
        "References": "<q@example.org>",
        "Auto-Submitted": "auto-replied",
        "X-Auto-Response-Suppress": "All",
    }


def test_a_mail_a_person_asked_for_is_not_marked_automatic():
    """Then an out-of-office answer is welcome."""
    made = composed(automatic=False)
    assert (made["Auto-Submitted"], made["X-Auto-Response-Suppress"]) == (None, None)


def test_the_text_stands_plain_and_as_escaped_html():
    """Nothing in it becomes a tag or a link."""
    made = composed()
    plain, rich = (made.get_body((kind,)).get_content() for kind in ("plain", "html"))
    assert plain.replace("\r\n", "\n") == MAIL.text
    assert "<p>Hello,</p>\n<p>it is &lt;here&gt; &amp; safe.</p>" in rich.replace("\r\n", "\n")


def test_files_go_along():
    """With their name, kind and bytes."""
    files = (Attachment("CB-0007.docx", "application/pdf", b"x\x00y"), Attachment("odd.bin", "nonsense", b"z"))
    made = composed(attachments=files)
    assert [(p.get_filename(), p.get_content_type(), p.get_content()) for p in made.iter_attachments()] == [
        ("CB-0007.docx", "application/pdf", b"x\x00y"),
        ("odd.bin", "application/octet-stream", b"z"),
    ]


@pytest.mark.parametrize(
    "changes",
    [
        {"to": "jane@example.org, boss@example.org"},
        {"to": "jane@example.org;boss@example.org"},
        {"to": "Jane <jane@example.org>"},
        {"to": "jane@example.org\nBcc: boss@example.org"},
        {"to": ""},
        {"subject": "a\r\nBcc: boss@example.org"},
        {"subject": "a\nb"},
        {"subject": "a\rb"},
        {"in_reply_to": "<a@b>\nBcc: boss@example.org"},
        {"message_id": "<a@b>\nBcc: boss@example.org"},
        {"message_id": "none"},
        {"attachments": (Attachment("a\nb.pdf", "application/pdf", b""),)},
    ],
)
def test_no_header_can_be_smuggled_in_and_nobody_added(changes):
    """A line end or a second address is refused before anything is written."""
    with pytest.raises(ValueError, match=r"line|address|Message-ID"):
        composed(**changes)


def test_a_strange_id_to_reply_to_is_left_out():
    """It would only spoil our own headers."""
    assert composed(in_reply_to="<[odd id]>")["In-Reply-To"] is None


def test_an_id_may_come_with_or_without_brackets():
    """It is one and the same."""
    assert bracketed("a@b") == bracketed("<a@b>") == "<a@b>"


def test_our_own_mail_is_known_when_it_comes_back():
    """As automatic, so two clerks never write to each other for ever."""
    reading = read_mail(compose(MAIL, "panel@example.org", AT))
    assert (reading.automatic, reading.message_id, reading.refs) == (
        "auto_submitted",
        "<out-1@panel.example.org>",
        ("CB-0007",),
    )


def test_the_marking_stands_first_in_both_forms():
    """Whoever opens the mail sees it before anything else; the subject never holds it."""
    made = composed(marking="Official & sensitive")
    plain, rich = (made.get_body((kind,)).get_content() for kind in ("plain", "html"))
    assert plain.startswith("Official & sensitive")
    assert "<body" in rich.partition("<p><strong>Official &amp; sensitive</strong></p>")[0]
    assert made["Subject"] == MAIL.subject


def test_the_thread_is_kept_and_what_could_spoil_it_left_out():
    """The mails before the answered one, oldest first; an id that is none would break the header."""
    made = composed(in_reply_to="<q@example.org>", references=("<a@example.org>", "<b@example.org>\r\nBcc: x", "odd"))
    assert made["References"] == "<a@example.org> <q@example.org>"
    assert made["Bcc"] is None


def test_a_marking_of_two_lines_is_refused():
    """Nothing that leaves may begin a header of its own."""
    with pytest.raises(ValueError, match="one line"):
        composed(marking="Official\r\nBcc: x@example.org")
