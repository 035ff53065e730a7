"""Whether a mail was sent by a machine, and so must never be answered (RFC 3834 section 2, and common practice)."""

import re
from collections.abc import Callable, Collection

from adapters.mail.headers import Headers

_MACHINES = re.compile(r"(mailer-daemon|postmaster|mailerdaemon|no-?reply|do-?not-?reply)(\+.*)?@.*")
_AUTOREPLY_HEADERS = ("x-autoreply", "x-autorespond", "x-autoresponder", "x-auto-reply")
_LIST_HEADERS = ("list-id", "list-unsubscribe", "list-post")
_BULK = frozenset(("bulk", "list", "junk", "auto_reply"))


def why_automatic(headers: Headers, sender: str, own: Collection[str]) -> str:
    """The sign by which it shows, or nothing when a person may have written it.

    X-Auto-Response-Suppress is no sign: it asks others not to answer, and people's mail carries it too.
    """
    if sender in own:
        return "own_address"
    return next((reason for reason, shows in _SIGNS.items() if shows(headers, sender)), "")


def is_marked_as_spam(headers: Headers) -> bool:
    """Whether a filter on the way marked it: SpamAssassin's header, or Exchange's verdict.

    A stranger may write these too, and only harms themselves.
    """
    verdict = headers.raw("x-forefront-antispam-report").upper().replace(" ", "")
    flagged = headers.raw("x-spam-flag").strip().lower() == "yes"
    return flagged or any(f";SFV:{sign};" in f";{verdict};" for sign in ("SPM", "SKB", "SKS"))


def _auto_submitted(headers: Headers, _: str) -> bool:
    said = re.split(r"[;\s(]", headers.raw("auto-submitted").strip().lower())[0]
    return said not in ("", "no")


def _is_report(headers: Headers, _: str) -> bool:
    return headers.raw("content-type").strip().lower().startswith("multipart/report")


_SIGNS: dict[str, Callable[[Headers, str], bool]] = {
    "auto_submitted": _auto_submitted,
    "null_return_path": lambda headers, _: headers.raw("return-path").replace(" ", "") == "<>",
    "report": _is_report,
    "autoreply": lambda headers, _: any(name in headers for name in _AUTOREPLY_HEADERS),
    "list": lambda headers, _: any(name in headers for name in _LIST_HEADERS),
    "precedence": lambda headers, _: headers.raw("precedence").strip().lower() in _BULK,
    "machine": lambda _, sender: _MACHINES.fullmatch(sender) is not None,
}
