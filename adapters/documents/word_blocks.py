"""The body of a Word document as lines and tables."""

from collections.abc import Container, Iterator

from lxml import etree

from adapters.documents.blocks import DEEPEST, Block, Cell, Line, Table
from adapters.documents.reading import CannotOpen
from adapters.documents.shown import Piece, Shown
from adapters.documents.word_shown import read_shown
from adapters.documents.wordml import w

_HEADINGS = ("heading", "title", "subtitle", "berschrift")
_WIDEST = 63
"""Columns Word allows."""


def word_blocks(body: etree._Element, questions: Container[str]) -> list[Block]:
    """What stands in the body; a line is tagged when a control in it has the id of one of the questions.

    Raises `CannotOpen` for tables too deep to read.
    """
    return list(_blocks(body, questions, 0))


def tag_of(control: etree._Element) -> str:
    """The tag of a content control; empty when it has none."""
    tag = control.find(f"{w('sdtPr')}/{w('tag')}")
    return tag.get(w("val"), "") if tag is not None else ""


def _blocks(root: etree._Element, questions: Container[str], depth: int) -> Iterator[Block]:
    if depth > DEEPEST:
        raise CannotOpen("unsafe")
    for child in root:
        if child.tag == w("p"):
            yield from _lines(child, questions)
        elif child.tag == w("tbl"):
            yield _table(child, questions, depth)
        elif child.tag != w("tcPr"):
            # Controls, insertions and the like around whole paragraphs.
            yield from _blocks(child, questions, depth)


def _lines(paragraph: etree._Element, questions: Container[str]) -> Iterator[Line]:
    style = paragraph.find(f"{w('pPr')}/{w('pStyle')}")
    name = style.get(w("val"), "").lower() if style is not None else ""
    outline = paragraph.find(f"{w('pPr')}/{w('outlineLvl')}")
    heading = any(word in name for word in _HEADINGS) or outline is not None
    tagged = any(tag_of(control).partition(":")[0] in questions for control in _controls(paragraph))
    bold = _all_bold(paragraph)
    # Read with its parent's controls around it, so that an untouched control around a paragraph is known as one.
    shown = _in_control(paragraph) or read_shown(paragraph)
    yield from (Line(line, heading, bold, tagged) for line in shown.lines())


def _controls(paragraph: etree._Element) -> Iterator[etree._Element]:
    yield from paragraph.iter(w("sdt"))
    yield from paragraph.iterancestors(w("sdt"))


def _in_control(paragraph: etree._Element) -> Shown | None:
    """For a paragraph inside an untouched control: what that shows, which is nothing when it is only the hint."""
    around = next(paragraph.iterancestors(w("sdt")), None)
    if around is None or around.find(f"{w('sdtPr')}/{w('showingPlcHdr')}") is None:
        return None
    alone = read_shown(paragraph)
    return (
        Shown(tuple(Piece(p.text, p.struck, p.control, doubtful=True) for p in alone.pieces)) if alone.text else Shown()
    )


def _all_bold(paragraph: etree._Element) -> bool:
    runs = [run for run in paragraph.iter(w("r")) if "".join(map(str, run.itertext())).strip()]
    return bool(runs) and all(_is_bold(run) for run in runs)


def _is_bold(run: etree._Element) -> bool:
    mark = run.find(f"{w('rPr')}/{w('b')}")
    return mark is not None and mark.get(w("val"), "1") not in ("0", "false", "off")


def _table(table: etree._Element, questions: Container[str], depth: int) -> Table:
    rows = []
    for row in table.iter(w("tr")):
        if next(row.iterancestors(w("tbl"))) is table:
            rows.append(tuple(_row(row, questions, depth)))
    return Table(tuple(rows))


def _row(row: etree._Element, questions: Container[str], depth: int) -> Iterator[Cell]:
    column = _number(row.find(f"{w('trPr')}/{w('gridBefore')}"), 0)
    for cell in row.iter(w("tc")):
        if next(cell.iterancestors(w("tr"))) is not row:
            continue
        span = _number(cell.find(f"{w('tcPr')}/{w('gridSpan')}"), 1)
        merged = cell.find(f"{w('tcPr')}/{w('vMerge')}")
        goes_on = merged is not None and merged.get(w("val"), "continue") == "continue"
        yield Cell(tuple(_blocks(cell, questions, depth + 1)), column, span, goes_on)
        column += span


def _number(found: etree._Element | None, otherwise: int) -> int:
    said = found.get(w("val"), "") if found is not None else ""
    return min(int(said), _WIDEST) if said.isdecimal() and len(said) < 4 else otherwise
