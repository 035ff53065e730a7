"""Where a row of a table answers a wording: in the cells to its right, in the cell itself, or in the row below."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from adapters.documents.blocks import Block, Cell, Line, Table
from adapters.documents.choosing import is_bare_mark
from adapters.documents.shown import Piece, Shown, joined
from adapters.documents.wording import Label, Wording


@dataclass(frozen=True)
class Beside:
    """What stands beside one wording; or, when `inner` is given, a cell that is a page of its own to be read."""

    key: str = ""
    shown: Shown = field(default_factory=Shown)
    sure: bool = True
    own: bool = False
    inner: tuple[Block, ...] | None = None


@dataclass(frozen=True)
class _Named:
    """A cell that begins with a wording."""

    cell: Cell
    label: Label
    line: Line


def cells_beside(table: Table, number: int, wording: Wording) -> Iterator[Beside]:
    """Each wording in this row with what answers it; pages inside cells are given whole."""
    row = table.rows[number]
    named = [None if cell.goes_on else _named(cell, wording) for cell in row]
    at = 0
    while at < len(row):
        here = named[at]
        if here is None or _is_page(row[at], wording):
            if _is_page(row[at], wording):
                yield Beside(inner=row[at].blocks)
            at += 1
            continue
        ends = next((n for n in range(at + 1, len(row)) if named[n]), len(row))
        yield _answer(_Row(table, number, wording), here, row[at + 1 : ends], alone=all(named))
        at = ends


@dataclass(frozen=True)
class _Row:
    """One row and where it stands."""

    table: Table
    number: int
    wording: Wording


def _named(cell: Cell, wording: Wording) -> _Named | None:
    line = next((line for line in cell.lines if line.text), None)
    label = wording.label(line.shown) if line else None
    return _Named(cell, label, line) if line and label else None


def _is_page(cell: Cell, wording: Wording) -> bool:
    """Whether the cell holds questions of its own: tables in it that do, or several lines that begin with a wording."""
    lines = [line for line in cell.lines if wording.label(line.shown)]
    inside = any(isinstance(block, Table) for block in cell.blocks)
    return len({wording.label(line.shown) for line in lines}) > 1 or (inside and bool(lines))


def _answer(row: _Row, named: _Named, right: Sequence[Cell], *, alone: bool) -> Beside:
    key, wording = named.label.key, row.wording
    right = [*right, *_continued(row, named.cell)]
    own = [named.line.shown.after(named.label.ends)]
    more = [line.shown for line in _under(named, wording)]
    filled = [cell for cell in right if not cell.blank]
    if filled:
        if own[0].text:
            return Beside(key, joined([*own, *(cell.shown for cell in filled)]), sure=False)
        return _from_right(row, key, right, filled)
    if right:
        # Beside an empty box, words under the question are most likely print that we do not know.
        said = joined(own if own[0].text else more)
        return Beside(key, said, sure=bool(own[0].text) or not said.text, own=named.line.tagged)
    said = joined([*own, *more])
    if said.text or not alone:
        return Beside(key, said, own=any(line.tagged for line in named.cell.lines))
    return _below(row, named)


def _under(named: _Named, wording: Wording) -> Iterator[Line]:
    """The lines of the cell that come after the wording and are no print."""
    lines = named.cell.lines
    after = lines[lines.index(named.line) + 1 :]
    return (line for line in after if not wording.printed(line.text) and not wording.bracketed(line.text))


def _from_right(row: _Row, key: str, right: Sequence[Cell], filled: list[Cell]) -> Beside:
    own = any(cell.tagged for cell in right)
    if not row.wording.is_choice(key):
        # Text in two cells: two children, or one answer? Neither is certain.
        return Beside(key, joined(cell.shown for cell in filled), sure=len(filled) == 1, own=own)
    if all(is_bare_mark(cell.shown.text) for cell in filled):
        return Beside(key, _under_heads(row, right), own=own)
    if any(is_bare_mark(cell.shown.text) for cell in filled):
        # A box for each choice in a cell of its own: an empty one is a box that is not ticked.
        return Beside(key, joined(Shown((Piece("☐"),)) if cell.blank else cell.shown for cell in right), own=own)
    return Beside(key, joined(cell.shown for cell in filled), own=own)


def _under_heads(row: _Row, marks: Sequence[Cell]) -> Shown:
    """Marks alone, under choices that stand once at the head of the table."""
    heads = [_head(row, cell) for cell in marks]
    if any(head is None and not mark.blank for head, mark in zip(heads, marks, strict=True)):
        return joined(cell.shown for cell in marks if not cell.blank)
    lines = [
        Shown((Piece("☐ "), *head.shown.pieces)) if mark.blank else _marked(mark, head)
        for mark, head in zip(marks, heads, strict=True)
        if head
    ]
    return joined(lines)


def _marked(mark: Cell, head: Cell) -> Shown:
    sign = Shown(tuple(p for p in mark.shown.pieces if p.text.strip()))
    return Shown((*sign.pieces, Piece(" "), *head.shown.pieces))


def _head(row: _Row, mark: Cell) -> Cell | None:
    """The nearest cell above in that column that says more than a mark."""
    for above in reversed(row.table.rows[: row.number]):
        for cell in above:
            above_it = (cell.column, cell.span) == (mark.column, mark.span)
            if above_it and not cell.blank and not is_bare_mark(cell.shown.text):
                return cell
    return None


def _continued(row: _Row, label: Cell) -> Iterator[Cell]:
    """Cells of the rows below which a wording that reaches down over several rows stands beside."""
    for below in row.table.rows[row.number + 1 :]:
        at = next((n for n, cell in enumerate(below) if cell.column == label.column and cell.goes_on), None)
        if at is None:
            return
        yield from below[at + 1 :]


def _below(row: _Row, named: _Named) -> Beside:
    """The cell under a wording in a row of nothing but wordings."""
    values = []
    for below in row.table.rows[row.number + 1 :]:
        cell = next((c for c in below if c.column == named.cell.column and c.span == named.cell.span), None)
        if cell is None or len(below) != len(row.table.rows[row.number]) or any(_named(c, row.wording) for c in below):
            break
        values.append(cell)
        if len(below) == 1:
            break
    filled = [cell for cell in values if not cell.blank]
    looks_asked = any(cell.shown.text.endswith((":", "?")) for cell in filled)
    bold = any(all(line.bold for line in cell.lines if line.text) for cell in filled)
    sure = len(filled) <= 1 and not looks_asked and not bold
    return Beside(named.label.key, joined(c.shown for c in filled), sure=sure, own=any(c.tagged for c in filled))
