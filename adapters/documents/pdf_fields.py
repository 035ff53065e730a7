"""The fields of a fillable PDF. Nothing in it is run and nothing outside it is looked at; a flat one has no fields."""

from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from adapters.documents.container import LARGEST_FILE
from adapters.documents.reading import CannotOpen

MOST_FIELDS = 2000
_MOST_PAGES = 60
_PUSH_BUTTON, _RADIO = 1 << 16, 1 << 15
"""Bits of a button's flags (ISO 32000-1, table 226)."""
_OFF = ("", "Off")
_OVER = ("/StrikeOut", "/FreeText", "/Ink", "/Stamp", "/Line", "/Redact")
"""Marks a reader program lays over the page."""


@dataclass(frozen=True)
class PdfField:
    """A field: what it is called, and what it says. `ticked` is given for a box that stands alone.

    `marked` is set when something is drawn or written over it.
    """

    names: tuple[str, ...]
    value: str
    ticked: bool | None = None
    marked: bool = False


def fields_of(content: bytes) -> list[PdfField]:
    """Its fields in their order; raises `CannotOpen` for a PDF that is locked, damaged or has none that can be read."""
    if len(content) > LARGEST_FILE:
        raise CannotOpen("too_big")
    # pypdf costs a tenth of a second to import, and only some mails hold a PDF.
    from pypdf import PdfReader

    try:
        reader = PdfReader(BytesIO(content))
        if reader.is_encrypted:
            raise CannotOpen("encrypted")
        form = _resolved(_resolved(reader.trailer["/Root"]).get("/AcroForm"))
        if not form or not _resolved(form.get("/Fields")):
            raise CannotOpen("xfa" if form and "/XFA" in form else "flat_pdf")
        if "/XFA" in form:
            # Its answers are kept twice, and the copy that people see is the one that cannot be read here.
            raise CannotOpen("xfa")
        return _fields(reader)
    except (CannotOpen, MemoryError, RecursionError):
        raise
    except Exception as error:
        # pypdf raises whatever a broken file leads it to, TypeError among others.
        raise CannotOpen("damaged") from error


def _fields(reader: Any) -> list[PdfField]:
    marked = set(_marked(reader))
    found = reader.get_fields() or {}
    if len(found) > MOST_FIELDS:
        raise CannotOpen("unsafe")
    fields = [_field(str(name), field, marked) for name, field in found.items()]
    return [field for field in fields if field is not None]


def _field(name: str, field: Any, marked: set[str]) -> PdfField | None:
    kind, flags = field.get("/FT"), int(field.get("/Ff") or 0)
    names = tuple(dict.fromkeys(str(n) for n in (name, field.get("/T"), field.get("/TU")) if n))
    over = name in marked
    if kind in ("/Tx", "/Ch"):
        return PdfField(names, _words(field), marked=over)
    if kind != "/Btn" or flags & _PUSH_BUTTON:
        return None
    state = str(_resolved(field.get("/V")) or "").removeprefix("/")
    if flags & _RADIO:
        return PdfField(names, "" if state in _OFF else _state(field, state), marked=over)
    return PdfField(names, "", ticked=state not in _OFF, marked=over)


def _words(field: Any) -> str:
    """What the field says; of a list the wording of the chosen entries, which may have codes of their own."""
    value = _resolved(field.get("/V"))
    several = value if isinstance(value, list) else [value]
    shown = {}
    for option in _resolved(field.get("/Opt")) or []:
        pair = _resolved(option)
        if isinstance(pair, list) and len(pair) == 2:
            shown[str(_resolved(pair[0]))] = str(_resolved(pair[1]))
    said = [str(_resolved(one)) for one in several if one is not None]
    return "\n".join(shown.get(one, one) for one in said).replace("\r\n", "\n").replace("\r", "\n")


def _state(field: Any, state: str) -> str:
    """The wording of a chosen button where the buttons are numbered."""
    options = [str(_resolved(option)) for option in _resolved(field.get("/Opt")) or []]
    at = int(state) if state.isdecimal() and len(state) < 4 else len(options)
    return options[at] if at < len(options) else state


def _marked(reader: Any) -> Iterator[str]:
    """The full names of the fields that something was drawn over; raises `CannotOpen` for more pages than are seen."""
    for number, page in enumerate(reader.pages):
        if number == _MOST_PAGES:
            # On the pages behind, what is struck out would be taken for an answer.
            raise CannotOpen("too_big")
        notes = [_resolved(note) for note in _resolved(page.get("/Annots")) or []]
        over = [_box(note) for note in notes if note.get("/Subtype") in _OVER]
        for note in notes if over else ():
            if note.get("/Subtype") == "/Widget" and any(_meet(_box(note), box) for box in over):
                yield _full_name(note)


def _full_name(note: Any) -> str:
    parts = []
    for _ in range(20):
        if "/T" in note:
            parts.append(str(note["/T"]))
        if "/Parent" not in note:
            break
        note = _resolved(note["/Parent"])
    return ".".join(reversed(parts))


def _box(note: Any) -> tuple[float, float, float, float]:
    left, bottom, right, top = (float(_resolved(edge)) for edge in _resolved(note.get("/Rect")))
    return min(left, right), min(bottom, top), max(left, right), max(bottom, top)


def _meet(one: tuple[float, ...], other: tuple[float, ...]) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def _resolved(found: Any) -> Any:
    return found.get_object() if hasattr(found, "get_object") else found
