"""A stranger's Word file as readable pages: its text and tables, and a line that says what is left out."""

from collections.abc import Iterator
from typing import Any

from lxml import etree

from adapters.documents.container import open_docx
from adapters.documents.packs.page import MARGIN, pages, said, typed
from adapters.documents.reading import CannotOpen
from adapters.documents.shown import Shown, read_shown
from adapters.documents.wordml import w

LEFT_OUT = (
    "These pages show the text and tables of a Word file. Its layout, pictures, headers, footers and notes are in the "
    "file itself."
)
LONGEST = 400_000
"""Characters: about 150 pages. A longer text stays a file."""
MOST_COLUMNS = 12
_WIDE = 595.28 - 2 * MARGIN
_HEADINGS = ("heading", "title")
_AROUND = frozenset(map(w, ("sdt", "sdtContent", "customXml", "ins", "smartTag", "moveTo")))
"""Elements that only stand around paragraphs and tables."""


def word_pages(content: bytes) -> bytes:
    """The file as PDF pages; raises `CannotOpen`."""
    from reportlab.platypus.doctemplate import LayoutError

    body = open_docx(content).body.find(w("body"))
    if body is None:
        raise CannotOpen("damaged")
    if sum(len(str(piece)) for piece in body.itertext()) > LONGEST:
        raise CannotOpen("too_long")
    try:
        return pages([said(LEFT_OUT, "Quiet"), *_blocks(body, as_lines=False)], "Word file")
    except LayoutError:
        # A table that fits on no page is set as lines.
        return pages([said(LEFT_OUT, "Quiet"), *_blocks(body, as_lines=True)], "Word file")


def _blocks(body: etree._Element, *, as_lines: bool) -> Iterator[Any]:
    for block in body:
        if block.tag == w("p"):
            shown = read_shown(block)
            if any(piece.text.strip() for piece in shown.pieces):
                yield _paragraph(shown, "Heading" if _is_heading(block) else "Body")
        elif block.tag == w("tbl"):
            yield from _table(list(_rows(block)), as_lines=as_lines)
        elif block.tag in _AROUND:
            yield from _blocks(block, as_lines=as_lines)


def _paragraph(shown: Shown, style: str) -> Any:
    """As a reader of the file sees it: what is struck out stays struck out."""
    return typed([(piece.text, piece.struck) for piece in shown.pieces], style)


def _rows(table: etree._Element) -> Iterator[list[Shown]]:
    """The cells of each row; a table within a cell is part of that cell's text."""
    for row in table.iter(w("tr")):
        if next(row.iterancestors(w("tbl"))) is table:
            yield [read_shown(cell) for cell in row.iter(w("tc")) if next(cell.iterancestors(w("tr"))) is row]


def _table(rows: list[list[Shown]], *, as_lines: bool) -> Iterator[Any]:
    """A table whose rows may break across pages; one too wide to read is set as lines."""
    from reportlab.platypus import LongTable, TableStyle

    wide = max((len(row) for row in rows), default=0)
    if as_lines or wide > MOST_COLUMNS:
        yield from (_paragraph(cell, "Body") for row in rows for cell in row)
    elif wide:
        empty = [Shown(())] * wide
        cells = [[_paragraph(cell, "Cell") for cell in [*row, *empty][:wide]] for row in rows]
        lines = TableStyle([("GRID", (0, 0), (-1, -1), 0.5, "#8496B0"), ("VALIGN", (0, 0), (-1, -1), "TOP")])
        yield LongTable(cells, colWidths=[_WIDE / wide] * wide, style=lines, splitInRow=1, spaceAfter=8)


def _is_heading(paragraph: etree._Element) -> bool:
    named = paragraph.find(f"{w('pPr')}/{w('pStyle')}")
    return named is not None and named.get(w("val"), "").lower().startswith(_HEADINGS)
