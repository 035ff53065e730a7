"""Mail headers to plain text, by our own careful reading: the standard parser raises for some that really occur.

In Python 3.11 `email.policy.default` raises for an encoded line end in From, for `Message-ID: <[x]>` and for `<>`
(cpython issues 114906, 132794, 143712).
"""

import base64
import binascii
import quopri
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from email.message import Message
from email.utils import parsedate_to_datetime

from adapters.mail.limits import LONGEST_HEADER

_ENCODED_WORD = re.compile(r"=\?([\w.:+*-]{1,60})\?([bqBQ])\?([^?\s]{0,1000})\?=")
_BETWEEN_WORDS = re.compile(r"(\?=)[ \t]+(?==\?)")
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]+")
_ADDRESS = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9](?:[A-Za-z0-9.-]{0,251}[A-Za-z0-9])?")
_QUOTED_OR_COMMENT = re.compile(r'"(?:[^"\\]|\\.){0,500}"|\([^()]{0,500}\)')
_IN_BRACKETS = re.compile(r"[^<>]*<([^<>]*)>\s*")
_MESSAGE_ID = re.compile(r"<[^<>\s]{1,900}>")


def is_address(text: str) -> bool:
    """Whether the text is one plain ASCII e-mail address."""
    return len(text) <= 320 and _ADDRESS.fullmatch(text) is not None


class Headers:
    """The headers of one mail or part; a name is looked up whatever its case."""

    def __init__(self, message: "Message[str, str]") -> None:
        self._held: dict[str, list[str]] = {}
        for name, value in message.raw_items():
            self._held.setdefault(name.lower(), []).append(_one_line(str(value)))

    def __contains__(self, name: str) -> bool:
        return name in self._held

    def raw(self, name: str) -> str:
        """The first header of this name as it was sent, cut to a sane length; empty when there is none."""
        return next(iter(self._held.get(name, ())), "")

    def text(self, name: str) -> str:
        """The first header of this name as a person reads it."""
        return decoded(self.raw(name))

    def address(self, name: str) -> str:
        """The one address in this header in lower case; empty unless there is exactly one header with exactly one."""
        held = self._held.get(name, [])
        return one_address(held[0]) if len(held) == 1 else ""

    def addresses(self, name: str) -> tuple[str, ...]:
        """The addresses in this header in lower case, the first 20; what cannot be read as one is left out."""
        parts = [part for held in self._held.get(name, [])[:1] for part in _QUOTED_OR_COMMENT.sub(" ", held).split(",")]
        return tuple(found for part in parts[:20] if (found := one_address(part)))

    def message_id(self, name: str) -> str:
        """The first `<id>` in this header; empty when there is none."""
        found = _MESSAGE_ID.search(self.raw(name))
        return visible(found.group()) if found else ""

    def message_ids(self, name: str) -> tuple[str, ...]:
        """Each `<id>` in this header, in their order, 20 at most."""
        return tuple(visible(found) for found in _MESSAGE_ID.findall(self.raw(name))[:20])

    def each(self, name: str) -> tuple[str, ...]:
        """All headers of this name from the top, as they were sent, the first 20."""
        return tuple(visible(held) for held in self._held.get(name, [])[:20])

    def only(self, name: str) -> str:
        """The header of this name if there is exactly one."""
        held = self._held.get(name, [])
        return visible(held[0]) if len(held) == 1 else ""

    def date(self) -> datetime | None:
        """When the mail says it was written; None when it does not say so sensibly."""
        try:
            moment = parsedate_to_datetime(self.raw("date")[:100])
            return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)
        except (ValueError, TypeError, IndexError, OverflowError):
            return None


def decoded(raw: str) -> str:
    """A header with its encoded words (RFC 2047) read, as one line without control characters."""
    return visible("".join(_words(_BETWEEN_WORDS.sub(r"\1", raw[:LONGEST_HEADER]))))


def visible(text: str) -> str:
    """The text as one line, without control, invisible or direction-changing characters or broken surrogates."""
    return " ".join(_CONTROL.sub(" ", text.encode("utf-8", "replace").decode()).split())


def one_address(raw: str) -> str:
    """The one address of a From header, in lower case; empty when there is none, or more than one.

    Display names are thrown away unread, and whatever could be taken for a second address makes the answer empty.
    """
    bare = _QUOTED_OR_COMMENT.sub(" ", raw).strip()
    if "," in bare or ";" in bare:
        return ""
    bracketed = _IN_BRACKETS.fullmatch(bare)
    found = bracketed.group(1).strip() if bracketed else bare
    return found.lower() if is_address(found) else ""


def decode_text(content: bytes, charset: str) -> str:
    """Bytes as text, by the charset they claim or else the likeliest; never raises."""
    for name in (charset, "utf-8", "cp1252"):
        try:
            return content.decode(name)
        except (LookupError, ValueError):
            # LookupError: no such charset. ValueError: not in that charset, or a name with a NUL in it.
            continue
    return content.decode("latin-1")


def _words(text: str) -> Iterator[str]:
    at = 0
    for word in _ENCODED_WORD.finditer(text):
        yield _bytes_read(text[at : word.start()])
        yield decode_text(_word_bytes(word.group(2).lower(), word.group(3)), word.group(1).partition("*")[0])
        at = word.end()
    yield _bytes_read(text[at:])


def _word_bytes(coding: str, content: str) -> bytes:
    raw = content.encode("ascii", "replace")
    if coding == "q":
        return quopri.decodestring(raw, header=True)
    try:
        return base64.b64decode(raw + b"=" * (-len(raw) % 4))
    except binascii.Error:
        return raw


def _bytes_read(text: str) -> str:
    """Text in which the parser left undecodable bytes as surrogates: those bytes are most likely UTF-8."""
    return decode_text(text.encode("utf-8", "surrogateescape"), "utf-8") if not text.isascii() else text


def _one_line(raw: str) -> str:
    return raw.replace("\n", " ").replace("\r", " ")
