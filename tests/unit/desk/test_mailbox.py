from datetime import UTC, datetime
from email import message_from_bytes, policy
from pathlib import Path

import pytest

from desk.mailbox import Enclosure, Letter, Mailbox

AT = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
LETTER = Letter(
    "priya.nair@council.example",
    "arp@council.example",
    "Referral form",
    body="Dear clerk",
    attachments=[("form.docx", b"PK")],
)
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def test_a_letter_arrives_as_a_whole_mail(tmp_path: Path) -> None:
    """The inbox gets one .eml with sender, date, Message-ID and the Word form, and no half-written file."""
    name = Mailbox(tmp_path).write(LETTER, AT)

    mail = message_from_bytes((tmp_path / "inbox" / name).read_bytes(), policy=policy.default)
    assert [file.name for file in (tmp_path / "inbox").iterdir()] == [name]
    assert (mail["From"], mail["Date"], bool(mail["Message-ID"])) == (
        "priya.nair@council.example",
        "Mon, 02 Mar 2026 09:00:00 +0000",
        True,
    )
    assert [part.get_content_type() for part in mail.iter_attachments()] == [WORD]


def test_a_mail_is_shown_readably(tmp_path: Path) -> None:
    """Sender, subject, text and attachments, without the machinery."""
    mailbox = Mailbox(tmp_path)
    mail = mailbox.read("inbox", mailbox.write(LETTER, AT))

    assert mail is not None
    assert (mail.sender, mail.to, mail.subject, mail.text) == (*vars(LETTER).values(),)[:4]
    assert mail.enclosures == (Enclosure("form.docx", WORD, content=b"PK"),)


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"\xff\xfe\x00",
        b"Message-ID: <>\r\n\r\nhello",
        b"Message-ID: [\r\nFrom: =?x?=\r\n\r\nhello",
        b"Content-Type: text/plain; charset=klingon\r\n\r\nhello",
        b"Content-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\nbroken",
        b"Subject: " + b"=?utf-8?b?/////?=" * 50 + b"\r\n\r\nhello",
    ],
)
def test_a_broken_mail_is_shown_all_the_same(tmp_path: Path, raw: bytes) -> None:
    """Whatever lies in the folder, the page lists it and never fails over it."""
    mailbox = Mailbox(tmp_path)
    name = mailbox.drop(raw, AT)

    assert [mail.name for mail in mailbox.readings("inbox")] == [name]


@pytest.mark.parametrize(
    "head", [b'From: "', b"From: a@[", b"From: a <", b"Date: Mon, 1 Jan 99999999999 00:00:00 +0000"]
)
def test_a_head_the_modern_parser_fails_on_is_read_by_the_lenient_one(tmp_path: Path, head: bytes) -> None:
    """Python's newer e-mail rules raise on these; the text is shown nevertheless."""
    mailbox = Mailbox(tmp_path)
    name = mailbox.drop(head + b"\r\nSubject: Hello\r\n\r\nDear clerk", AT)

    mail = mailbox.read("inbox", name)

    assert mail is not None
    assert (mail.subject, mail.text) == ("Hello", "Dear clerk")


def test_a_mail_with_web_text_only_is_shown_as_text(tmp_path: Path) -> None:
    """No markup reaches the reader."""
    mailbox = Mailbox(tmp_path)
    name = mailbox.drop(b"Content-Type: text/html\r\n\r\n<p>Dear &amp; kind</p>", AT)

    mail = mailbox.read("inbox", name)

    assert mail is not None
    assert mail.text == "Dear & kind"


@pytest.mark.parametrize(("folder", "name"), [("inbox", "../secret.eml"), ("..", "secret.eml"), ("sent", "none.eml")])
def test_only_mails_in_the_four_folders_are_read(tmp_path: Path, folder: str, name: str) -> None:
    """No name leads out of the mailbox."""
    (tmp_path / "secret.eml").write_bytes(b"secret")

    assert Mailbox(tmp_path / "mailbox").read(folder, name) is None


def test_a_subject_of_two_lines_is_refused(tmp_path: Path) -> None:
    """A line break cannot smuggle in another header."""
    with pytest.raises(ValueError, match="linefeed"):
        Mailbox(tmp_path).write(Letter("a@council.example", "b@council.example", "x\nBcc: c@council.example"), AT)
