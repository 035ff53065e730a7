"""A mail to one person, as bytes ready to send."""

import html
import re
from datetime import datetime
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

from adapters.mail.headers import is_address
from panel.ports import Attachment, OutgoingMail

_MESSAGE_ID = re.compile(r"<?([A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,200}@[A-Za-z0-9.-]{1,200})>?")
_LONGEST_THREAD = 10
_CONTENT_TYPE = re.compile(r"([a-z0-9.+-]{1,60})/([a-z0-9.+-]{1,120})")


def compose(mail: OutgoingMail, sender: str, at: datetime) -> bytes:
    """The mail, dated `at`. Raises ValueError for a line end in any header or anything but one address in `to`."""
    check(mail, sender)
    message = EmailMessage(policy=SMTP)
    message["From"] = sender
    message["To"] = mail.to
    message["Subject"] = mail.subject
    message["Date"] = format_datetime(at)
    message["Message-ID"] = bracketed(mail.message_id)
    if answered := answers_to(mail):
        message["In-Reply-To"] = answered
        message["References"] = thread_of(mail)
    if mail.automatic:
        message["Auto-Submitted"] = submitted(mail)
        message["X-Auto-Response-Suppress"] = "All"
    message.set_content(marked_text(mail))
    message.add_alternative(as_html(mail.subject, mail.text, mail.marking), subtype="html")
    for attachment in mail.attachments:
        _attach(message, attachment)
    return message.as_bytes()


def bracketed(message_id: str) -> str:
    """The Message-ID in angle brackets; raises ValueError when it is not like one."""
    found = _MESSAGE_ID.fullmatch(message_id)
    if found is None:
        raise ValueError("a Message-ID looks like <name@host>")
    return f"<{found.group(1)}>"


def answers_to(mail: OutgoingMail) -> str:
    """The Message-ID this mail answers, in angle brackets; empty when it answers none.

    An id from a stranger's mail that is not like one would only spoil our own headers.
    """
    return bracketed(mail.in_reply_to) if _MESSAGE_ID.fullmatch(mail.in_reply_to) else ""


def thread_of(mail: OutgoingMail) -> str:
    """The Message-IDs of the thread in their order, the answered mail last; those that are not like one left out."""
    sound = [bracketed(each) for each in mail.references if _MESSAGE_ID.fullmatch(each)]
    return " ".join(dict.fromkeys((*sound[-_LONGEST_THREAD:], answers_to(mail))))


def submitted(mail: OutgoingMail) -> str:
    """How Auto-Submitted calls an automatic mail (RFC 3834 5)."""
    return "auto-replied" if answers_to(mail) else "auto-generated"


def marked_text(mail: OutgoingMail) -> str:
    """The text with its protective marking above it."""
    return f"{mail.marking}\n\n{mail.text}" if mail.marking else mail.text


def check(mail: OutgoingMail, sender: str) -> None:
    """Raise ValueError for a line end in any header, or anything but one address at either end."""
    names = [attachment.name for attachment in mail.attachments]
    if any(
        re.search(r"[\r\n\0]", value)
        for value in (mail.to, sender, mail.subject, mail.in_reply_to, mail.marking, *names)
    ):
        raise ValueError("a header must be one line")
    if not is_address(mail.to) or not is_address(sender):
        raise ValueError("a mail goes from one address to one address")


def as_html(title: str, text: str, marking: str = "") -> str:
    """The text as a small HTML page, its protective marking first."""
    paragraphs = [html.escape(part).replace("\n", "<br>\n") for part in re.split(r"\n{2,}", text.strip())]
    marked = [f"<strong>{html.escape(marking)}</strong>"] if marking else []
    body = "\n".join(f"<p>{part}</p>" for part in [*marked, *paragraphs])
    return (
        f'<!DOCTYPE html>\n<html lang="en-GB"><head><meta charset="utf-8"><title>{html.escape(title)}</title></head>\n'
        f'<body style="font-family: Arial, sans-serif; font-size: 12pt; line-height: 1.4">\n{body}\n</body></html>\n'
    )


def _attach(message: EmailMessage, attachment: Attachment) -> None:
    kind = _CONTENT_TYPE.fullmatch(attachment.content_type.lower())
    main, sub = kind.groups() if kind else ("application", "octet-stream")
    message.add_attachment(attachment.content, maintype=main, subtype=sub, filename=attachment.name)
