"""What is read of a mail, and that nothing a mail may hold stops the clerk."""

import time
from datetime import UTC, datetime
from pathlib import Path

import pytest

from adapters.mail import limits
from adapters.mail.parts import DEEPEST, LONGEST_TEXT, MOST_FILES
from adapters.mail.proof import Seen
from adapters.mail.read import MailReading, read_mail
from panel.ports import Attachment
from tests.unit.mail.mails import TEXT, file_part, mail, multipart

FIXTURES = Path(__file__).parents[2] / "fixtures" / "mail"
PDF = Attachment("report.pdf", "application/pdf", b"xyz")


def test_a_plain_mail_is_read_whole():
    """Sender, subject, id, date, text, and the references in the subject."""
    reading = read_mail(mail(In_Reply_To="<two@example.org>", Authentication_Results="gateway; dmarc=pass"))
    assert reading == MailReading(
        identity=reading.identity,
        message_id="<one@example.org>",
        sender="jane@example.org",
        subject="Referral CB-0007",
        date=datetime(2026, 11, 20, 10, 0, tzinfo=UTC),
        recipients=("panel@example.org",),
        in_reply_to="<two@example.org>",
        text=TEXT.strip(),
        refs=("CB-0007",),
        answers=("<two@example.org>",),
        said=TEXT.strip(),
        seen=Seen(("gateway; dmarc=pass",)),
        shown_as="Jane Invented <jane@example.org>",
    )


def test_every_authentication_result_is_given_from_the_top():
    """Which of them counts depends on the gateway; those below its own came with the mail."""
    raw = b"Authentication-Results: ours; dmarc=fail\nAuthentication-Results: forged; dmarc=pass\n" + mail()
    assert read_mail(raw).seen.results == ("ours; dmarc=fail", "forged; dmarc=pass")


@pytest.mark.parametrize(
    ("name", "sender", "subject"),
    [
        ("from-with-encoded-line-end.eml", "jane@example.org", "Referral CB-0007"),
        ("message-id-in-square-brackets.eml", "jane@example.org", "Referral CB-0007"),
        ("message-id-empty.eml", "jane@example.org", "Referral CB-0007"),
        ("charset-unknown.eml", "jane@example.org", "Referral CB-0007"),
    ],
)
def test_mails_that_crash_the_standard_parser_are_read(name, sender, subject):
    """Each of these raises in Python's own modern policy."""
    reading = read_mail((FIXTURES / name).read_bytes())
    assert (reading.sender, reading.subject, reading.text, reading.problem) == (sender, subject, "Hello.", "")


def test_a_bracketed_id_is_kept_as_it_stands():
    """Exchange makes such ids; a reply must name it unchanged."""
    reading = read_mail((FIXTURES / "message-id-in-square-brackets.eml").read_bytes())
    assert reading.message_id == "<[a1b2c3@example.org]>"


@pytest.mark.parametrize("held", [None, "<>", "", "nothing like an id"])
def test_a_mail_without_id_gets_one_from_what_it_says(held):
    """Two such mails differ; two copies of one do not."""
    one, copy, other = (read_mail(mail(text, Message_ID=held)) for text in ("a", "a", "b"))
    assert (one.message_id, one.message_id.endswith("@no-message-id.invalid>")) == (copy.message_id, True)
    assert one.message_id != other.message_id


def test_a_copy_that_came_another_way_is_the_same_mail():
    """Received headers and line ends change on the way; the identity does not."""
    copy = b"Received: from elsewhere\r\nX-Scanned: yes\r\n" + mail().replace(b"\n", b"\r\n")
    assert read_mail(copy).identity == read_mail(mail()).identity


def test_another_text_under_the_same_id_is_another_mail():
    """An id can be forged; what it says then differs."""
    assert read_mail(mail("other")).identity != read_mail(mail()).identity


def test_files_are_given_with_their_bytes():
    """With the text beside them."""
    reading = read_mail(multipart("Content-Type: text/plain\n\nHello.", file_part("report.pdf")))
    assert (reading.text, reading.attachments, reading.problem) == ("Hello.", (PDF,), "")


def test_a_text_file_is_a_file_and_not_the_text():
    """Only the unnamed text is the mail's own."""
    named = "Content-Type: text/plain\nContent-Disposition: attachment; filename=notes.txt\n\nNotes."
    reading = read_mail(multipart("Content-Type: text/plain\n\nHello.", named))
    assert (reading.text, reading.attachments) == ("Hello.", (Attachment("notes.txt", "text/plain", b"Notes."),))


def test_plain_text_goes_before_html():
    """Both say the same; the plain one needs no guessing."""
    reading = read_mail(
        multipart("Content-Type: text/plain\n\nPlain.", "Content-Type: text/html\n\n<p>Rich.", kind="alternative")
    )
    assert (reading.text, reading.attachments) == ("Plain.", ())


def test_html_alone_is_read_as_its_words():
    """Without scripts, styles and tags."""
    source = (
        "<head><title>x</title><style>p {}</style></head><p>One &amp; two</p><script>bad()</script><div>Three<br>four"
    )
    assert read_mail(mail(source, Content_Type="text/html")).text == "One & two\n\nThree\nfour"


def test_a_logo_in_the_signature_is_no_paper():
    """A picture that belongs to the HTML is decoration; the same picture attached is a file."""
    logo = 'Content-Type: image/png; name="logo.png"\nContent-ID: <l>\nContent-Transfer-Encoding: base64\n\neHl6\n'
    related = read_mail(multipart("Content-Type: text/html\n\n<img src=cid:l>Hi", logo, kind="related"))
    mixed = read_mail(multipart("Content-Type: text/plain\n\nHi", logo))
    assert (related.attachments, mixed.attachments) == ((), (Attachment("logo.png", "image/png", b"xyz"),))


def test_a_mail_inside_the_mail_is_a_closed_file():
    """Its text, sender and files are not the outer sender's."""
    inner = "Content-Type: message/rfc822\n\nFrom: boss@example.org\nSubject: Approved\n\nI approve."
    reading = read_mail(multipart("Content-Type: text/plain\n\nSee below.", inner))
    assert (reading.sender, reading.subject, reading.text) == ("jane@example.org", "Referral CB-0007", "See below.")
    assert [(f.name, f.content_type) for f in reading.attachments] == [("attachment.eml", "message/rfc822")]
    assert b"I approve." in reading.attachments[0].content


def test_a_file_name_in_any_spelling_is_read():
    """Outlook and Apple Mail each encode in a way of their own."""
    rfc2231 = (
        "Content-Type: application/pdf\nContent-Disposition: attachment; filename*=UTF-8''r%C3%A9sum%C3%A9.pdf\n\nx"
    )
    encoded = 'Content-Type: application/pdf; name="=?utf-8?q?r=C3=A9sum=C3=A9=2Epdf?="\n\nx'
    reading = read_mail(multipart(rfc2231, encoded))
    assert [f.name for f in reading.attachments] == ["résumé.pdf", "résumé.pdf"]


def test_a_mail_over_25_mib_is_known_but_not_opened():
    """Its headers are read, so that it can be filed and its sender told."""
    reading = read_mail(mail(b"x" * limits.LARGEST_MAIL))
    assert (reading.problem, reading.sender, reading.subject, reading.text) == (
        "too_big",
        "jane@example.org",
        "Referral CB-0007",
        "",
    )


def test_of_too_many_files_the_first_twenty_are_kept():
    """And the rest is noted, not lost without a word."""
    reading = read_mail(multipart(*(file_part(f"{n}.pdf") for n in range(MOST_FILES + 5))))
    assert (reading.problem, [f.name for f in reading.attachments]) == (
        "too_many",
        [f"{n}.pdf" for n in range(MOST_FILES)],
    )


@pytest.mark.parametrize(("depth", "problem"), [(DEEPEST, ""), (DEEPEST + 1, "too_deep")])
def test_nesting_is_followed_ten_deep(depth, problem):
    """Ten is more than any real mail."""
    body = "Content-Type: text/plain\n\nHello."
    for level in range(depth):
        body = f'Content-Type: multipart/mixed; boundary="b{level}"\n\n--b{level}\n{body}\n--b{level}--'
    assert read_mail(mail("", Content_Type=None)[:-1] + body.encode()).problem == problem


def nested(depth):
    """That many parts inside each other, never closed."""
    return b"".join(b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (n, n) for n in range(depth))


HEADERS = mail("")[:-1]
HOSTILE = {
    "nothing": b"",
    "NULs": bytes(10_000),
    "every byte": bytes(range(256)) * 40,
    "no headers": b"\n\nHello",
    "only a header name": b"From",
    "a header of 1 MB": b"Subject: " + b"a" * 1_000_000 + b"\n" + HEADERS + b"\nx",
    "a header folded 400,000 times": b"Subject: a\n" + b" a\n" * 400_000 + HEADERS + b"\nx",
    "10,000 headers": b"".join(b"X-%d: 1\n" % n for n in range(10_000)) + HEADERS + b"\nx",
    "a million headers": b"X: 1\n" * 1_000_000,
    "endless parameters": HEADERS + b"Content-Type: text/plain; " + b";" * 500_000 + b"\n\nx",
    "numbered parameters": HEADERS + b"Content-Type: text/plain; " + b"a*0*=x;" * 60_000 + b"\n\nx",
    "a parameter continued and not": HEADERS + b"Content-Type: multipart/mixed; name*0*=a; name*\n\nx",
    "the same where the boundary is": HEADERS + b"Content-Type: multipart/mixed; boundary*0=a; boundary*\n\n--a\n\nx",
    "broken base64": HEADERS + b"Content-Transfer-Encoding: base64\n\n====A=B*C\n",
    "broken quoted-printable": HEADERS + b"Content-Transfer-Encoding: quoted-printable\n\n=\n=4=ZZ=",
    "broken uuencode": HEADERS + b"Content-Transfer-Encoding: uuencode\n\nbegin 644 x\nM!!!!\nzzz",
    "an unknown encoding": HEADERS + b"Content-Transfer-Encoding: \xff\xfe\n\nx",
    "NULs in a charset": HEADERS + b'Content-Type: text/plain; charset="a\x00b"\n\nx\xff',
    "a charset that is no text": HEADERS + b"Content-Type: text/plain; charset=zlib\n\nx",
    "a charset with a byte": HEADERS + b'Content-Type: text/plain; charset="\xff"\n\nx',
    "a 2231 charset unknown": HEADERS + b"Content-Disposition: attachment; filename*=no-such''a%FF\n\nx",
    "a missing boundary": HEADERS + b"Content-Type: multipart/mixed\n\n--x\n\nx\n--x--",
    "an empty boundary": HEADERS + b'Content-Type: multipart/mixed; boundary=""\n\n--\n\nx\n----',
    "a boundary of another name": HEADERS + b"Content-Type: multipart/mixed; boundary=a\n\n--b\n\nx\n--b--",
    "parts never closed": HEADERS + nested(9) + b"\nx",
    "nested 5,000 deep": HEADERS + nested(5000) + b"\nx",
    "nested in long lines": HEADERS + nested(90) + b"\n" + b"a\n" * 300_000,
    "spaces before the kind": HEADERS + nested(3000).replace(b"Type: ", b"Type:" + b" " * 200),
    "mails in mails": HEADERS + b"Content-Type: message/rfc822\n\n" * 3000 + b"x",
    "100,000 parts": HEADERS + b"Content-Type: multipart/mixed; boundary=b\n\n" + b"--b\n\nx\n" * 100_000,
    "a digest of 100,000": HEADERS + b"Content-Type: multipart/digest; boundary=b\n\n" + b"--b\n\nF: x\n\n" * 100_000,
    "a status of 100,000": HEADERS + b"Content-Type: message/delivery-status\n\n" + b"A: b\n\n" * 100_000,
    "only opening tags": HEADERS + b"Content-Type: text/html\n\n" + b"<" * 300_000,
    "scripts never closed": HEADERS + b"Content-Type: text/html\n\n" + b"<script>" * 60_000,
    "comments never closed": HEADERS + b"Content-Type: text/html\n\n" + b"<!--" * 100_000,
    "entities": HEADERS + b"Content-Type: text/html\n\n" + b"&#9999999999;&#xD800;&#0;" * 10_000,
    "quotation marks in From": b"From: " + b'"' * 100_000 + b"\n\n",
    "brackets in From": b"From: " + b"(" * 100_000 + b"<" * 100_000 + b"\n\n",
    "question marks in the subject": b"Subject: " + b"=?" * 100_000 + b"\n\n",
    "a date of numbers": b"Date: " + b"1 " * 50_000 + b"\n\n",
    "a date beyond dates": b"Date: Fri, 20 Nov 99999 10:00:00 +9999\n\n",
    "bytes in every header": b"From: \xff\xfe\nSubject: \xff\nMessage-ID: \xff\nDate: \xff\nContent-Type: \xff\n\n\xff",
    "only line ends": b"\r" * 390_000,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_mail_is_read_without_an_exception(name):
    """Not even one that is caught at the last: every mail here is foreseen. And within two seconds."""
    began = time.thread_time()
    reading = read_mail(HOSTILE[name])
    took = time.thread_time() - began
    assert (reading.problem != "unreadable", len(reading.text) <= LONGEST_TEXT, took < 2.0) == (True, True, True)


def test_a_mail_of_parts_without_a_boundary_is_kept_as_a_file():
    """Nobody can say where its parts begin, but a person can look."""
    reading = read_mail(mail("--x\n\nHello\n--x--", Content_Type="multipart/mixed"))
    assert [(f.content_type, b"Hello" in f.content) for f in reading.attachments] == [("multipart/mixed", True)]


def test_what_nobody_foresaw_still_gives_a_reading(monkeypatch):
    """A new fault in the parser costs one mail its text, not everyone the mailbox."""

    def fail(_):
        raise RuntimeError("never seen before")

    monkeypatch.setattr("adapters.mail.read.gather", fail)
    one, two = read_mail(mail("a")), read_mail(mail("b"))
    assert (one.problem, one.sender, one.identity != two.identity) == ("unreadable", "", True)


@pytest.mark.parametrize(
    ("to", "found"),
    [
        ("Panel <PANEL@example.org>", ("panel@example.org",)),
        ("a@example.org, b@example.org", ("a@example.org", "b@example.org")),
        ('"Ward, Helen" <h@example.org>, nonsense', ("h@example.org",)),
        ("undisclosed-recipients:;", ()),
    ],
)
def test_the_mailboxes_it_was_sent_to_are_read(to: str, found: tuple[str, ...]):
    """By them one clerk with several panels knows whose mail it is."""
    assert read_mail(f"From: a@example.org\r\nTo: {to}\r\n\r\nhello".encode()).recipients == found
