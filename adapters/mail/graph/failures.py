"""What an answer from Graph means, in words an administrator can act on.

429 did nothing. 408 and every 5xx may have done what was asked. 401, 403 and an unknown mailbox are put right by an
administrator while the letters wait, so they are not permanent. The text Graph sends along may name people: only its
code is kept.
"""

import re

from panel.errors import DeliveryFailed, DeliveryInDoubt

UNTIL_MENDED = 300.0
"""Seconds until it is worth asking again after a refusal that an administrator must mend."""

NO_MAILBOX = frozenset(
    (
        "ErrorInvalidUser",
        "ErrorNonExistentMailbox",
        "MailboxNotEnabledForRESTAPI",
        "MailboxNotSupportedForRESTAPI",
        "Request_ResourceNotFound",
        "ResourceNotFound",
    )
)
"""Codes of a 404 that is about the whole mailbox."""

_TOO_LARGE = frozenset(("ErrorMessageSizeExceeded", "ErrorAttachmentSizeLimitExceeded"))
_CODE = re.compile(r"[A-Za-z0-9_.]{1,60}")

UNACCEPTED = (
    "Exchange Online does not accept the app's token. Check PANEL_CLERK_APP_ID, PANEL_CLERK_TENANT and the certificate."
)
NO_RIGHT = (
    "Exchange Online does not let the app use this mailbox. Give it Mail.ReadWrite and Mail.Send for the mailbox, and "
    "check the access policy or the management scope. See “Exchange Online” in docs/install.md."
)
NO_SENDER = (
    "Exchange Online does not let the mailbox send from this panel's address. Make the address an alias of the mailbox "
    "and allow sending from aliases, or give the mailbox Send As on it. See “Exchange Online” in docs/install.md."
)
UNKNOWN_MAILBOX = "Exchange Online knows no such mailbox. Check PANEL_CLERK_GRAPH_MAILBOX."
TOO_LARGE = "the mail is larger than Exchange Online takes"


def failure_of(status: int, code: str, wait: float | None) -> DeliveryFailed:
    """The failure that a status of 300 or more stands for; `wait` is what Graph asked for, in seconds."""
    if status == 401:
        return DeliveryFailed(UNACCEPTED, retry_after=UNTIL_MENDED)
    if status == 403:
        return DeliveryFailed(NO_SENDER if code == "ErrorSendAsDenied" else NO_RIGHT, retry_after=UNTIL_MENDED)
    if status == 404 and code in NO_MAILBOX:
        return DeliveryFailed(UNKNOWN_MAILBOX, retry_after=UNTIL_MENDED)
    if status == 413 or code in _TOO_LARGE:
        return DeliveryFailed(TOO_LARGE, permanent=True)
    reason = f"Exchange Online answered {status} {code}".rstrip()
    if status == 408 or status >= 500:
        return DeliveryInDoubt(reason, retry_after=wait)
    passing = status in (404, 409, 410, 412, 416, 423, 429)
    return DeliveryFailed(reason, permanent=not passing, retry_after=wait)


def code_in(body: object) -> str:
    """The code of an error answer; empty when there is none that looks like one."""
    error = body.get("error") if isinstance(body, dict) else None
    code = error.get("code") if isinstance(error, dict) else None
    return code if isinstance(code, str) and _CODE.fullmatch(code) else ""
