"""The text and the files of a mail, gathered within limits."""

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from email.message import Message
from typing import TypeAlias

from adapters.mail.file_names import NAMELESS, clean_name
from adapters.mail.headers import decode_text
from panel.ports import Attachment

LONGEST_TEXT = 100 * 1024
"""Characters of text that are kept."""
MOST_FILES = 20
DEEPEST = 10
LONGEST_HTML = 4 * LONGEST_TEXT
"""Characters of HTML that are kept."""
_TAG = re.compile(r"<([^<>]*)>")
_HIDDEN = ("script", "style", "head", "title")
_NEW_LINE = re.compile(r"/?(p|div|br|tr|li|h[1-6]|table)\b", re.IGNORECASE)
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
Part: TypeAlias = "Message[str, str]"


@dataclass
class Gathered:
    """What a mail holds. `problem` is too_deep or too_many when something had to be left out."""

    plain: str = ""
    html: str = ""
    files: list[Attachment] = field(default_factory=list)
    problem: str = ""

    @property
    def text(self) -> str:
        """What the writer wrote: the plain text, or the words of the HTML when there is no plain text."""
        return self.plain or html_to_text(self.html)


def gather(message: Part) -> Gathered:
    """Walk the mail and keep its first text and its files; a mail inside the mail is a file and stays closed."""
    found = Gathered()
    for part, depth, decoration in _leaves(message):
        if depth > DEEPEST:
            found.problem = "too_deep"
        elif _is_text(part, "plain"):
            found.plain = found.plain or _text(part)
        elif _is_text(part, "html"):
            found.html = found.html or _text(part)
        elif not decoration:
            _keep(part, found)
    return found


def html_to_text(source: str) -> str:
    """The words of an HTML mail, in one pass whose cost grows with the length alone."""
    words: list[str] = []
    hidden = ""
    for number, piece in enumerate(_TAG.split(source[:LONGEST_HTML])):
        if number % 2 == 0:
            words.append("" if hidden else piece)
            continue
        name = re.split(r"[\s/]", piece.lstrip("/").lower(), maxsplit=1)[0]
        if hidden:
            hidden = "" if piece.startswith("/") and name == hidden else hidden
        elif name in _HIDDEN and not piece.startswith("/"):
            hidden = name
        elif _NEW_LINE.match(piece):
            words.append("\n")
    lines = (" ".join(line.split()) for line in html.unescape("".join(words)).split("\n"))
    return re.sub(r"\n{3,}", "\n\n", _CONTROL.sub("", "\n".join(lines))).strip()[:LONGEST_TEXT]


def _leaves(message: Part) -> Iterator[tuple[Part, int, bool]]:
    """Each part that holds no further parts, with its depth, and whether it is a picture that decorates the HTML."""
    waiting: list[tuple[Part, int, bool]] = [(message, 0, False)]
    while waiting:
        part, depth, related = waiting.pop()
        children = _children(part)
        if children is None:
            yield part, depth, related and part.get_content_maintype() == "image"
        elif depth > DEEPEST:
            yield part, depth, False
        else:
            inside = part.get_content_type() == "multipart/related"
            waiting += [(child, depth + 1, inside) for child in reversed(children)]


def _children(part: Part) -> list[Part] | None:
    return _inner(part) if part.get_content_maintype() == "multipart" and part.is_multipart() else None


def _inner(part: Part) -> list[Part]:
    # Asked for only where there are parts: of a text, get_payload() decodes it, and raises for a charset with a NUL.
    return [child for child in part.get_payload() if isinstance(child, Message)]


def _is_text(part: Part, kind: str) -> bool:
    named = part.get_content_disposition() == "attachment" or part.get_filename() is not None
    return part.get_content_type() == f"text/{kind}" and not named


def _text(part: Part) -> str:
    content = _content(part)[: 4 * LONGEST_HTML]
    text = decode_text(content, str(part.get_param("charset", "utf-8")))
    plain = _CONTROL.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    is_html = part.get_content_type() == "text/html"
    return plain[:LONGEST_HTML] if is_html else plain.strip()[:LONGEST_TEXT]


def _keep(part: Part, found: Gathered) -> None:
    if len(found.files) == MOST_FILES:
        found.problem = "too_many"
        return
    content = _content(part)
    kind = part.get_content_type()
    name = part.get_filename() or (f"{NAMELESS}.eml" if kind == "message/rfc822" else "")
    if content or name:
        found.files.append(Attachment(clean_name(name), kind, content))


def _content(part: Part) -> bytes:
    """The bytes of a part; of a mail inside the mail, that mail again."""
    if not part.is_multipart():
        payload = part.get_payload(decode=True)
        return payload if isinstance(payload, bytes) else b""
    try:
        return b"\n".join(child.as_bytes() for child in _inner(part))
    except (LookupError, ValueError, TypeError, AttributeError):
        # The generator cannot write again all that the parser reads; the mail itself is kept whole anyway.
        return b""
