"""Prints the sections of a pack and binds copies of it: cover, index, sections, bookmarks, numbers on each page."""

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from io import BytesIO
from typing import Any

from pypdf import PageObject, PdfReader, PdfWriter
from pypdf.generic import (
    ArrayObject,
    BooleanObject,
    ByteStringObject,
    DictionaryObject,
    NameObject,
    TextStringObject,
)

from adapters.documents.packs.page import MARGIN, TO_PAGE, heading, leading, pages, said, sheet_pages
from adapters.documents.packs.pdf_in import append
from adapters.documents.packs.sandbox import PaperSandbox
from adapters.documents.packs.unshown import instead
from adapters.documents.reading import Unreadable
from panel.printing import Bound, Enclosure, Front, Mark, Printed, Sheet

SUMMARY = "Summary"
INDEX = "What is in this pack"
LARGEST_SECTION = 15 * 1024 * 1024
"""Bytes of one section: a mail holds it. Papers beyond that stay files, each named on a page."""
_STAMP, _POINTS, _ABOVE_EDGE = "/ClerkStamp", 8, 18
"""The font of the line at the foot of each page, its size, and its height above the edge, in points."""


class PdfPress:
    """Prints to PDF; what strangers attached is looked at in one child process for each pack."""

    def sections(self, wanted: Iterable[tuple[Sheet, Sequence[Enclosure]]]) -> Iterator[Printed]:
        """Each sheet with its enclosures; one that cannot be shown gets a page that says so."""
        with PaperSandbox() as sandbox:
            for sheet, enclosures in wanted:
                yield _section(sandbox, sheet, enclosures)

    def bind(self, front: Front, sections: Sequence[Bound]) -> bytes:
        """Cover, notes, index and sections as one PDF; the same for the same."""
        before = [front.cover, *front.notes]
        opening = [sheet_pages(sheet) for sheet in before]
        lengths = [_length(section.content) for section in sections]
        # The index is as long whatever the numbers in it are, so it can be measured before they are known.
        first = sum(map(_length, opening)) + _length(_index(sections, lengths, 0))
        index = _index(sections, lengths, first)
        writer = PdfWriter()
        for part in (*opening, index, *(section.content for section in sections)):
            _add(writer, part)
        _lead(writer, first)
        _bookmarks(writer, before, [_length(part) for part in opening], sections, lengths, first)
        _stamp(writer, front.marking, [*[""] * first, *_footed(sections, lengths)])
        return _written(writer, front)


def _section(sandbox: PaperSandbox, sheet: Sheet, enclosures: Sequence[Enclosure]) -> Printed:
    parts, marks, unshown = [sheet_pages(sheet)], [Mark(SUMMARY, 0)], []
    counted = _length(parts[0])
    for enclosure in enclosures:
        content = enclosure.fetch()
        found = sandbox.pages_safely(content) if content else Unreadable("missing")
        if isinstance(found, bytes) and sum(map(len, parts)) + len(found) > LARGEST_SECTION:
            found = Unreadable("too_big")
        shown = found if isinstance(found, bytes) else instead(enclosure, found.reason)
        marks.append(Mark(enclosure.label, counted))
        unshown.append("" if isinstance(found, bytes) else found.reason)
        parts.append(shown)
        counted += _length(shown)
    return Printed(_joined(parts), counted, tuple(marks), tuple(unshown))


def _index(sections: Sequence[Bound], lengths: Sequence[int], first: int) -> bytes:
    from reportlab.platypus import LongTable, TableStyle

    rows, page = [], first
    for section, length in zip(sections, lengths, strict=True):
        rows.append([leading(section.title, "Asked", page), said(str(page + 1), "CellRight")])
        for mark in section.marks:
            to = page + mark.page
            rows.append([leading(mark.title, "Inset", to), said(str(to + 1), "CellRight")])
        page += length
    flow: list[Any] = [heading(INDEX, "Title")]
    if rows:
        lines = TableStyle([("LINEBELOW", (0, 0), (-1, -1), 0.25, "#8496B0"), ("VALIGN", (0, 0), (-1, -1), "TOP")])
        wide = 595.28 - 2 * MARGIN
        flow.append(LongTable(rows, colWidths=[wide - 50, 50], style=lines))
    return pages(flow, INDEX)


def _lead(writer: PdfWriter, first: int) -> None:
    """Each line of the index, which ends before page `first`, goes to its page when it is tapped."""
    for opening in writer.pages[:first]:
        for annotation in (each.get_object() for each in opening.get("/Annots", ())):
            address = str(annotation.get("/A", {}).get("/URI", ""))
            if address.startswith(TO_PAGE):
                target = writer.pages[int(address.removeprefix(TO_PAGE))].indirect_reference
                del annotation["/A"]
                annotation[NameObject("/Dest")] = ArrayObject((target, NameObject("/Fit")))


def _bookmarks(
    writer: PdfWriter,
    before: Sequence[Sheet],
    lengths_before: Sequence[int],
    sections: Sequence[Bound],
    lengths: Sequence[int],
    first: int,
) -> None:
    page = 0
    for sheet, length in zip(before, lengths_before, strict=True):
        writer.add_outline_item(title=sheet.title, page_number=page)
        page += length
    writer.add_outline_item(title=INDEX, page_number=page)
    page = first
    for section, length in zip(sections, lengths, strict=True):
        own = writer.add_outline_item(title=section.title, page_number=page)
        for mark in section.marks:
            writer.add_outline_item(title=mark.title, page_number=page + mark.page, parent=own)
        page += length


def _footed(sections: Sequence[Bound], lengths: Sequence[int]) -> Iterator[str]:
    """For each page of the sections, the section it belongs to."""
    for section, length in zip(sections, lengths, strict=True):
        yield from [section.title] * length


def _stamp(writer: PdfWriter, marking: str, belongs: Sequence[str]) -> None:
    """Marking, section and number at the foot of each page, as it is turned for reading."""
    font = DictionaryObject({NameObject(_STAMP): writer._add_object(_helvetica())})
    for number, (page, section) in enumerate(zip(writer.pages, belongs, strict=True), 1):
        line = " · ".join(filter(None, (marking, section, f"page {number} of {len(belongs)}")))
        append(writer, page, _drawn(page, line), DictionaryObject({NameObject("/Font"): font}))


def _helvetica() -> DictionaryObject:
    names = {
        "/Type": "/Font",
        "/Subtype": "/Type1",
        "/BaseFont": "/Helvetica",
        "/Encoding": "/WinAnsiEncoding",
    }
    return DictionaryObject({NameObject(key): NameObject(value) for key, value in names.items()})


def _drawn(page: PageObject, line: str) -> str:
    from reportlab.pdfbase.pdfmetrics import stringWidth

    box = page.cropbox
    left, low, right, high = (float(side) for side in (box.left, box.bottom, box.right, box.top))
    turned = (int(page.get("/Rotate", 0))) % 360
    wide = high - low if turned in (90, 270) else right - left
    matrix = {
        90: f"0 1 -1 0 {right:.2f} {low:.2f}",
        180: f"-1 0 0 -1 {right:.2f} {high:.2f}",
        270: f"0 -1 1 0 {left:.2f} {high:.2f}",
    }.get(turned, f"1 0 0 1 {left:.2f} {low:.2f}")
    safe = line.encode("cp1252", "replace").decode("latin-1")
    text = safe.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")
    start = max(2.0, (wide - stringWidth(line, "Helvetica", _POINTS)) / 2)
    return f"q {matrix} cm 0 g BT {_STAMP} {_POINTS} Tf {start:.2f} {_ABOVE_EDGE} Td ({text}) Tj ET Q"


def _written(writer: PdfWriter, front: Front) -> bytes:
    writer.metadata = {
        "/Title": front.cover.title,
        "/Author": front.cover.subtitle,
        "/Producer": "Panel Clerk",
        "/CreationDate": f"D:{front.made_at}+00'00'",
    }
    root = writer.root_object
    root[NameObject("/Lang")] = TextStringObject("en-GB")
    root[NameObject("/PageMode")] = NameObject("/UseOutlines")
    root[NameObject("/ViewerPreferences")] = DictionaryObject({NameObject("/DisplayDocTitle"): BooleanObject(True)})
    identity = ByteStringObject(hashlib.sha256(front.identity.encode()).digest()[:16])
    writer._ID = ArrayObject((identity, identity))
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


def _joined(parts: Iterable[bytes]) -> bytes:
    writer = PdfWriter()
    for part in parts:
        _add(writer, part)
    writer.metadata = None
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


def _add(writer: PdfWriter, part: bytes) -> None:
    for page in PdfReader(BytesIO(part)).pages:
        writer.add_page(page)


def _length(part: bytes) -> int:
    return len(PdfReader(BytesIO(part)).pages)
