"""One raw mail to what the clerk needs of it: a pure function of the bytes that never raises and is soon done."""

import hashlib
import re
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime
from email.message import Message
from email.parser import BytesParser

from adapters.mail.automatic import is_marked_as_spam, why_automatic
from adapters.mail.bounces import bounce_in
from adapters.mail.headers import Headers
from adapters.mail.limits import HEADERS_ONLY, ShortHeaders, over_a_limit
from adapters.mail.parts import LONGEST_HTML, Gathered, gather
from adapters.mail.proof import Seen
from adapters.mail.quoting import own_words
from panel.intake import Bounce
from panel.ports import Attachment

_REFERENCE = re.compile(r"\b[A-Z]{2,4}-\d{4,6}\b")
_MOST_REFERENCES = 5
LONGEST_SHOWN = 300
"""Characters kept of what stands in From."""
_WORDS_SEARCHED = 10_000
"""Characters of the words in which our references are looked for."""


@dataclass(frozen=True)
class MailReading:
    """A mail as it was read.

    `identity` is the same for every copy of one mail, and names its record. `message_id` and `in_reply_to` stand
    in angle brackets. `sender` is empty unless From holds exactly one address. `shown_as` is From as mail programs show
    it, which proves nothing and names nobody: it only tells that somebody may be imitated.
    `recipients` are the addresses in To. `automatic` says by what a machine's mail was known. `refs` are our
    references in the subject, `mentioned` those in the words. `answers` are the mails it answers, the nearest first.
    `said` are the writer's own words, without the mail they answer. `html` is the source of the HTML as it came, with
    nothing taken out. `bounce` is what a mail server reports of one of ours. `seen` is what stands in it about who
    wrote it, for whoever knows the gateway (RFC 8601 5). `problem` is empty, or too_big, too_deep, too_many, or
    unreadable.
    """

    identity: str
    message_id: str
    sender: str
    subject: str = ""
    date: datetime | None = None
    recipients: tuple[str, ...] = ()
    in_reply_to: str = ""
    answers: tuple[str, ...] = ()
    text: str = ""
    said: str = ""
    html: str = ""
    attachments: tuple[Attachment, ...] = ()
    automatic: str = ""
    refs: tuple[str, ...] = ()
    mentioned: tuple[str, ...] = ()
    bounce: Bounce | None = None
    spam: bool = False
    seen: Seen = field(default_factory=Seen)
    shown_as: str = ""
    problem: str = ""


def read_mail(raw: bytes, own: Collection[str] = ()) -> MailReading:
    """What the mail says; `own` holds our addresses in lower case. Of one over a limit only the headers are read."""
    problem = over_a_limit(raw)
    try:
        message = _parse(raw, headers_only=bool(problem))
        found = Gathered() if problem else gather(message)
        return _reading(raw, message, found, problem=problem, own=own)
    except Exception:  # noqa: BLE001 - the standard parser has raised unforeseen errors for real mail; none may stop us
        return unread(raw)


def unread(raw: bytes) -> MailReading:
    """A mail of which nothing is read, for a person to look at."""
    digest = hashlib.sha256(raw).hexdigest()
    return MailReading(digest, _made_up_id(digest), sender="", problem="unreadable")


def _parse(raw: bytes, *, headers_only: bool) -> "Message[str, str]":
    content = raw[:HEADERS_ONLY] if headers_only else raw
    return BytesParser(policy=ShortHeaders()).parsebytes(content, headersonly=headers_only)


def _reading(
    raw: bytes, message: "Message[str, str]", found: Gathered, *, problem: str, own: Collection[str]
) -> MailReading:
    headers = Headers(message)
    text = found.text
    sender, subject = headers.address("from"), headers.text("subject")
    message_id = headers.message_id("message-id") or _made_up_id(_digest(headers.raw("from"), headers.raw("date"), raw))
    return MailReading(
        identity=_digest(message_id, "", raw),
        message_id=message_id,
        sender=sender,
        subject=subject,
        date=headers.date(),
        recipients=headers.addresses("to"),
        in_reply_to=headers.message_id("in-reply-to"),
        answers=_answered(headers),
        text=text,
        said=own_words(text),
        html=found.html[:LONGEST_HTML],
        attachments=tuple(found.files),
        automatic=why_automatic(headers, sender, own),
        refs=_references(subject),
        mentioned=_references(text[:_WORDS_SEARCHED]),
        bounce=bounce_in(headers, raw),
        spam=is_marked_as_spam(headers),
        seen=_seen(headers, sender),
        shown_as=headers.text("from")[:LONGEST_SHOWN],
        problem=problem or found.problem,
    )


def _seen(headers: Headers, sender: str) -> Seen:
    inside = headers.only("x-ms-exchange-organization-authas")
    on_behalf = "sender" in headers and headers.address("sender") != sender
    return Seen(headers.each("authentication-results"), inside, on_behalf=on_behalf)


def _references(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(_REFERENCE.findall(text)))[:_MOST_REFERENCES]


def _answered(headers: Headers) -> tuple[str, ...]:
    """In-Reply-To first, then References from the newest."""
    return tuple(dict.fromkeys((*headers.message_ids("in-reply-to"), *reversed(headers.message_ids("references")))))


def _digest(first: str, second: str, raw: bytes) -> str:
    """A digest that does not change with the headers added on the way, nor with the kind of line ends."""
    ends = [at + len(end) for end in (b"\n\n", b"\n\r\n") if (at := raw.find(end)) >= 0]
    body = raw[min(ends) :].replace(b"\r\n", b"\n").rstrip() if ends else b""
    return hashlib.sha256(f"{first}\0{second}\0".encode("utf-8", "replace") + body).hexdigest()


def _made_up_id(digest: str) -> str:
    # `invalid` is reserved by RFC 2606: nobody's mail can carry this id.
    return f"<{digest}@no-message-id.invalid>"
