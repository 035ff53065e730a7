"""An outgoing mail as the draft that Graph is asked to keep: a pure translation.

A draft in JSON and not in MIME, because Exchange drops Auto-Submitted from MIME it is given. Headers without X- are
set as the Exchange properties from which it writes them.
"""

import base64
from typing import Any

from adapters.mail.write import answers_to, as_html, bracketed, check, submitted, thread_of
from panel.ports import Attachment, OutgoingMail

SMALL = 3_000_000
"""Bytes of attachments that fit into one request, which may hold 4 MiB after base64; beyond it they are uploaded."""

_IN_REPLY_TO, _REFERENCES, _AUTO_SUPPRESS = "String 0x1042", "String 0x1039", "X-Auto-Response-Suppress"
_AUTO_SUBMITTED = "String {00020386-0000-0000-C000-000000000046} Name Auto-Submitted"
"""The Exchange properties PidTagInReplyToId and PidTagInternetReferences, and a header by its name (MS-OXPROPS)."""


def draft_of(mail: OutgoingMail, own: str) -> dict[str, Any]:
    """The draft without its attachments. Raises ValueError for what `compose` refuses."""
    sender = mail.sender or own
    check(mail, sender)
    properties: dict[str, str] = {}
    if answered := answers_to(mail):
        properties |= {_IN_REPLY_TO: answered, _REFERENCES: thread_of(mail)}
    draft: dict[str, Any] = {
        "subject": mail.subject,
        "body": {"contentType": "html", "content": as_html(mail.subject, mail.text, mail.marking)},
        "toRecipients": [_address(mail.to)],
        "internetMessageId": bracketed(mail.message_id),
    }
    if sender.lower() != own.lower():
        draft["from"] = _address(sender)
    if mail.automatic:
        properties[_AUTO_SUBMITTED] = submitted(mail)
        draft["internetMessageHeaders"] = [{"name": _AUTO_SUPPRESS, "value": "All"}]
    if properties:
        draft["singleValueExtendedProperties"] = [{"id": key, "value": value} for key, value in properties.items()]
    return draft


def attached(file: Attachment) -> dict[str, str]:
    """A small attachment."""
    return {
        "@odata.type": "#microsoft.graph.fileAttachment",
        "name": file.name,
        "contentType": file.content_type,
        "contentBytes": base64.b64encode(file.content).decode(),
    }


def announced(file: Attachment) -> dict[str, Any]:
    """A large attachment, of which the content follows."""
    about = {"attachmentType": "file", "name": file.name, "size": len(file.content), "contentType": file.content_type}
    return {"AttachmentItem": about}


def _address(address: str) -> dict[str, dict[str, str]]:
    return {"emailAddress": {"address": address}}
