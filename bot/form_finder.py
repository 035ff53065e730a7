"""Finds the one referral form in a mail: in an attached file, or in what the mail itself says."""

from dataclasses import dataclass

from adapters.documents.reading import FormReading
from adapters.documents.sandbox import Sandbox
from adapters.mail.read import MailReading
from panel.ports import Attachment

_WORD = (".docx", ".dotx", ".docm", ".dotm", ".doc", ".dot", ".rtf", ".odt")
_PICTURES = (".jpg", ".jpeg", ".png", ".heic", ".tif", ".tiff", ".gif", ".bmp", ".webp")
_NEVER = ("image/", "audio/", "video/", "text/html")
"""What no mail program calls a Word file or a PDF."""
_SHORTEST_FORM = 60
"""Characters: the names of five questions are longer."""
_GRAVE = ("several_forms", "encrypted", "macros", "misnamed", "unsafe", "xfa", "damaged", "old_word", "too_hard")
_TELLING = (*_GRAVE, "too_big", "unknown_panel", "not_word", "flat_pdf", "photo", "no_form")
"""Why there is no form, the reason that helps the sender most first: several files may each have one."""


@dataclass(frozen=True)
class FoundForm:
    """The form with the bytes it was read from and the other files; or why there is none."""

    read: FormReading | None
    source: bytes
    rest: tuple[Attachment, ...]
    reason: str = ""


def find_form(mail: MailReading, sandbox: Sandbox, addressed: list[str]) -> FoundForm:
    """The form, read in the sandbox; the panels the mail is `addressed` to decide where a wording fits several.

    Two forms that say different things are nobody's: which child would the papers belong to?
    """
    forms: list[tuple[Attachment, FormReading]] = []
    reasons = [mail.problem or "no_form"]
    for file in mail.attachments:
        read = _read(file, sandbox, addressed)
        if isinstance(read, FormReading):
            forms.append((file, read))
        elif read:
            reasons.append(read)
    filled = [(file, read) for file, read in forms if read.answers or read.unclear] or forms[:1]
    if filled and all(_says(read) == _says(filled[0][1]) for _, read in filled):
        file, read = filled[0]
        return FoundForm(read, file.content, tuple(other for other in mail.attachments if other is not file))
    if not filled and _may_hold_a_form(mail):
        body = sandbox.read_body_safely(mail.text, mail.html, addressed)
        if isinstance(body, FormReading):
            return FoundForm(body, (mail.html or mail.text).encode(), mail.attachments)
        reasons.append(body.reason)
    if filled:
        reasons.append("several_forms")
    return FoundForm(None, b"", mail.attachments, next((r for r in _TELLING if r in reasons), reasons[0]))


def _may_hold_a_form(mail: MailReading) -> bool:
    """Whether the words of the mail itself are worth reading: a person's, whole, and longer than a greeting."""
    return (
        not mail.automatic
        and mail.problem in ("", "too_many")
        and max(len(mail.text), len(mail.html)) >= _SHORTEST_FORM
    )


def _read(file: Attachment, sandbox: Sandbox, addressed: list[str]) -> FormReading | str:
    """The form in a file, or why it has none; empty for a file that nobody would take for a form."""
    name = file.name.lower()
    if name.endswith(_PICTURES):
        return "photo"
    if not name.endswith((*_WORD, ".pdf")):
        return ""
    if name.endswith(".pdf") != file.content.startswith(b"%PDF") or file.content_type.lower().startswith(_NEVER):
        # What a file is called, what it is said to be and how it begins must agree before it is opened.
        return "misnamed" if file.content.startswith((b"%PDF", b"PK\x03\x04")) else _broken(name)
    read = sandbox.read_form_safely(file.content, addressed)
    return read if isinstance(read, FormReading) else read.reason


def _broken(name: str) -> str:
    return "damaged" if name.endswith(".pdf") else "not_word"


def _says(read: FormReading) -> tuple[object, ...]:
    return read.panel, read.ref, dict(read.answers), dict(read.unclear)
