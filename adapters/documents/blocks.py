"""A document as lines and tables, whatever kind of file it came in: all that finding answers needs to know of it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TypeAlias

from adapters.documents.reading import CannotOpen
from adapters.documents.shown import Shown, joined

DEEPEST = 12
"""Tables inside tables; pages of mails are laid out with fewer."""


@dataclass(frozen=True)
class Line:
    """One line. `heading` is set when it is styled as one, `bold` when all of it is, `tagged` when it holds a control.

    A control that names its question speaks for itself.
    """

    shown: Shown
    heading: bool = False
    bold: bool = False
    tagged: bool = False

    @property
    def text(self) -> str:
        """Its words, struck or not."""
        return self.shown.raw.strip()


@dataclass(frozen=True)
class Cell:
    """A cell, with the column of the grid it begins in. `goes_on` is set where it continues the cell above."""

    blocks: tuple["Block", ...]
    column: int
    span: int = 1
    goes_on: bool = False

    @property
    def lines(self) -> list[Line]:
        """Its lines, those of tables inside it included."""
        return list(all_lines(self.blocks))

    @property
    def shown(self) -> Shown:
        """All of it, line under line."""
        return joined(line.shown for line in self.lines)

    @property
    def tagged(self) -> bool:
        """Whether a control in it names its question."""
        return any(line.tagged for line in self.lines)

    @property
    def blank(self) -> bool:
        """Whether it says nothing."""
        return not self.shown.text


@dataclass(frozen=True)
class Table:
    """Rows of cells; rows may differ in length."""

    rows: tuple[tuple[Cell, ...], ...]

    @property
    def cells(self) -> Iterator[Cell]:
        """Every cell, row by row."""
        return (cell for row in self.rows for cell in row)


Block: TypeAlias = Line | Table


def all_lines(blocks: Iterable[Block], depth: int = 0) -> Iterator[Line]:
    """Every line in reading order, those in tables included; raises `CannotOpen` for tables too deep to read."""
    if depth > DEEPEST:
        raise CannotOpen("unsafe")
    for block in blocks:
        if isinstance(block, Line):
            yield block
        else:
            for cell in block.cells:
                yield from all_lines(cell.blocks, depth + 1)
