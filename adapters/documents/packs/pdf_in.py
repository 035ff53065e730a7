"""A stranger's PDF, as pages only: what is drawn stays, whatever acts, plays, or carries files is left out.

Only what a page needs to be drawn is copied: its content, its resources and its boxes. What stands in the file's own
catalogue (scripts, actions on opening, attached files, forms) is never looked at, and so never arrives. Filled-in form
fields and stamps are drawn into the page first, since a page without them would look as if nobody had answered.
"""

from collections.abc import Iterator
from io import BytesIO
from typing import Any

from pypdf import PageObject, PdfReader, PdfWriter
from pypdf.errors import PyPdfError
from pypdf.generic import (
    ArrayObject,
    DecodedStreamObject,
    DictionaryObject,
    NameObject,
    PdfObject,
    RectangleObject,
    StreamObject,
)

from adapters.documents.reading import CannotOpen

MOST_PAGES = 300
"""Pages of one file; more is not a paper but an archive, and stays a file."""
_KEPT = ("/Contents", "/Resources", "/MediaBox", "/CropBox", "/Rotate", "/UserUnit", "/Group")
_OUTSIDE = ("/F", "/FFilter", "/FDecodeParms", "/AF", "/AA", "/Ref", "/OPI", "/Alternates", "/Metadata", "/PieceInfo")
"""On a stream: content kept outside of the file, attached files, actions, and what only editors use."""
_UNDRAWN = ("/Popup", "/Link", "/FileAttachment", "/RichMedia", "/Movie", "/Screen", "/Sound", "/3D")
_HIDDEN, _NO_VIEW = 2, 32
_DAMAGE = (PyPdfError, ValueError, TypeError, KeyError, IndexError, AttributeError, AssertionError, OSError)
"""All that pypdf raises for a file that is not what it says."""


def clean_pdf(content: bytes) -> bytes:
    """The pages of the file and nothing else of it; raises `CannotOpen`."""
    try:
        reader = PdfReader(BytesIO(content), strict=False)
        if reader.is_encrypted:
            raise CannotOpen("encrypted")
        if not 1 <= len(reader.pages) <= MOST_PAGES:
            raise CannotOpen("too_long" if len(reader.pages) else "damaged")
        if _has_layers(reader):
            raise CannotOpen("layers")
        return _copied(reader)
    except _DAMAGE as error:
        raise CannotOpen("damaged") from error


def append(writer: PdfWriter, page: DictionaryObject, drawing: str, resources: DictionaryObject) -> None:
    """Draw more on a page, apart from what is drawn there already; `resources` go beside its own."""
    before, after = DecodedStreamObject(), DecodedStreamObject()
    before.set_data(b"q\n")
    after.set_data(f"\nQ\n{drawing}\n".encode("latin-1"))
    old = page["/Contents"].get_object() if "/Contents" in page else ArrayObject()
    middle = list(old) if isinstance(old, ArrayObject) else [page.raw_get("/Contents")]
    around = [writer._add_object(before), *middle, writer._add_object(after)]
    page[NameObject("/Contents")] = ArrayObject(around)
    own = page.get("/Resources", DictionaryObject()).get_object()
    merged = DictionaryObject(own if isinstance(own, DictionaryObject) else {})
    for kind, named in resources.items():
        known = merged.get(kind, DictionaryObject()).get_object()
        merged[NameObject(kind)] = DictionaryObject({**known, **named})
    page[NameObject("/Resources")] = merged


def _copied(reader: PdfReader) -> bytes:
    writer = PdfWriter()
    for page in reader.pages:
        _copy(writer, page)
    _drop_outside(writer)
    writer.metadata = None
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


def _copy(writer: PdfWriter, page: PageObject) -> None:
    bare = PageObject(page.pdf)
    bare[NameObject("/Type")] = NameObject("/Page")
    for key in _KEPT:
        # Resources, boxes and rotation may stand on a node above the page.
        found = page.raw_get(key) if key in page else page.get_inherited(key)
        if found is not None:
            bare[NameObject(key)] = found
    added = writer.add_page(bare)
    for number, note in enumerate(_notes(page)):
        _flatten(writer, added, note, f"/ClerkNote{number}")


def _notes(page: PageObject) -> Iterator[DictionaryObject]:
    """What is drawn over the page: fields, stamps, remarks. A field filled in but never drawn raises `CannotOpen`."""
    for one in page.get("/Annots", ArrayObject()).get_object() or ():
        note = one.get_object()
        if not isinstance(note, DictionaryObject) or note.get("/Subtype") in _UNDRAWN:
            continue
        if int(note.get("/F", 0)) & (_HIDDEN | _NO_VIEW):
            continue
        if _appearance(note) is not None:
            yield note
        elif note.get("/Subtype") == "/Widget" and _is_filled(note):
            raise CannotOpen("form")


def _is_filled(field: DictionaryObject) -> bool:
    parent = field.get("/Parent", DictionaryObject()).get_object()
    value = field.get("/V", parent.get("/V"))
    return value is not None and str(value) not in ("", "/Off") and field.get("/FT", parent.get("/FT")) != "/Sig"


def _appearance(note: DictionaryObject) -> StreamObject | None:
    """How it is drawn now; a tick box has an appearance for each of its states."""
    look = note.get("/AP", DictionaryObject()).get_object().get("/N")
    look = look.get_object() if look is not None else None
    if isinstance(look, DictionaryObject) and not isinstance(look, StreamObject):
        state = look.get(note.get("/AS", "/Off"))
        look = state.get_object() if state is not None else None
    return look if isinstance(look, StreamObject) else None


def _flatten(writer: PdfWriter, page: PageObject, note: DictionaryObject, name: str) -> None:
    """Draw an appearance where its rectangle is (ISO 32000-1, 12.5.5)."""
    look = _appearance(note)
    if look is None or "/Rect" not in note or "/BBox" not in look:
        return
    into, box = _sides(note["/Rect"]), _transformed(look)
    wide, high = box[2] - box[0], box[3] - box[1]
    if not wide or not high:
        return
    across, up = (into[2] - into[0]) / wide, (into[3] - into[1]) / high
    right, top = into[0] - box[0] * across, into[1] - box[1] * up
    look[NameObject("/Type")] = NameObject("/XObject")
    look[NameObject("/Subtype")] = NameObject("/Form")
    kept = look.clone(writer)
    drawing = f"q {across:.5f} 0 0 {up:.5f} {right:.3f} {top:.3f} cm {name} Do Q"
    forms = DictionaryObject({NameObject(name): kept.indirect_reference or kept})
    append(writer, page, drawing, DictionaryObject({NameObject("/XObject"): forms}))


def _transformed(look: StreamObject) -> tuple[float, float, float, float]:
    """The box of an appearance after its own matrix."""
    x0, y0, x1, y1 = _sides(look["/BBox"])
    a, b, c, d, e, f = (float(n) for n in look.get("/Matrix", (1, 0, 0, 1, 0, 0)))
    corners = [(a * x + c * y + e, b * x + d * y + f) for x in (x0, x1) for y in (y0, y1)]
    across, up = [x for x, _ in corners], [y for _, y in corners]
    return min(across), min(up), max(across), max(up)


def _sides(given: Any) -> tuple[float, float, float, float]:
    box = RectangleObject(tuple(float(n) for n in given.get_object()))
    left, right = sorted((float(box[0]), float(box[2])))
    low, high = sorted((float(box[1]), float(box[3])))
    return left, low, right, high


def _has_layers(reader: PdfReader) -> bool:
    """Whether some of what is drawn is switched off: copied pages would show it."""
    layers = reader.root_object.get("/OCProperties", DictionaryObject()).get_object()
    shown = layers.get("/D", DictionaryObject()).get_object()
    return bool(shown.get("/OFF")) or shown.get("/BaseState") == "/OFF"


def _drop_outside(writer: PdfWriter) -> None:
    seen: set[int] = set()
    waiting: list[PdfObject | None] = [page.raw_get(key) for page in writer.pages for key in _KEPT if key in page]
    while waiting:
        found = waiting.pop()
        one = found.get_object() if found is not None else None
        if one is None or id(one) in seen:
            continue
        seen.add(id(one))
        if isinstance(one, StreamObject):
            for key in _OUTSIDE:
                one.pop(NameObject(key), None)
        if isinstance(one, DictionaryObject):
            waiting += [one.raw_get(key) for key in one]
        elif isinstance(one, ArrayObject):
            waiting += list(one)
