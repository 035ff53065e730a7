"""Reports of mail servers about a mail of ours: which one, and whether it is lost (RFC 3464, and common practice)."""

import re

from adapters.mail.headers import Headers, decode_text
from panel.intake import Bounce

_ID_HEADERS = ("in-reply-to", "references", "x-original-message-id", "original-message-id", "x-ms-original-message-id")
_ID = re.compile(rb"^(?:x-)?(?:original-)?message-id:\s*(<[^<>\s]{1,300}>)", re.IGNORECASE | re.MULTILINE)
_ACTION = re.compile(rb"^action:\s*([a-z]{1,20})", re.IGNORECASE | re.MULTILINE)
_STATUS = re.compile(rb"^status:\s*([245]\.\d{1,3}\.\d{1,3})", re.IGNORECASE | re.MULTILINE)
_IN_WORDS = re.compile(rb"\b(5\.\d{1,3}\.\d{1,3})\b")
_REPORT_TYPE = re.compile(r"report-type\s{0,20}=\s{0,20}\"?([a-z-]{1,40})")
_SENDERS = re.compile(r"(mailer-daemon|postmaster|mailerdaemon|microsoftexchange[0-9a-f]{32})(\+.*)?@.*")
_SEARCHED = 256 * 1024
"""Bytes of a report that are searched: the mail it sends back, with its files, may follow."""


def bounce_in(headers: Headers, raw: bytes) -> Bounce | None:
    """What a server says became of one of our mails; None for anything but such a report.

    Everything a report names is given; whether any is ours is for the caller to find. A report that says neither
    that the mail is lost nor that it waits or arrived is taken to say that it is lost.
    """
    if not _is_report(headers):
        return None
    searched = raw[:_SEARCHED]
    named = [found for name in _ID_HEADERS for found in headers.message_ids(name)]
    named += [decode_text(found, "ascii") for found in _ID.findall(searched)]
    actions = {found.lower() for found in _ACTION.findall(searched)}
    status = next(iter(_STATUS.findall(searched) or _IN_WORDS.findall(searched)), b"").decode()
    lost = b"failed" in actions or (not actions and not status.startswith(("2.", "4.")))
    own = headers.message_id("message-id")
    return Bounce(message_ids=tuple(i for i in dict.fromkeys(named) if i != own)[:50], status=status, lost=lost)


def _is_report(headers: Headers) -> bool:
    kind = headers.raw("content-type").strip().lower()
    if kind.startswith("multipart/report"):
        named = _REPORT_TYPE.search(kind)
        return named is None or named.group(1) == "delivery-status"
    return "x-failed-recipients" in headers or _SENDERS.fullmatch(headers.address("from")) is not None
