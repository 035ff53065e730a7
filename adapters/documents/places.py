"""Finds where a document answers which wording: lines under or after it, and the cells beside and below it."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from adapters.documents.blocks import Block, Line, Table, all_lines
from adapters.documents.shown import Piece, Shown, joined
from adapters.documents.table_places import Beside, cells_beside
from adapters.documents.wording import Wording


@dataclass(frozen=True)
class Found:
    """What stands at one wording. `sure` is false when it is not certain that all of it, and nothing else, answers.

    `own` is set when a control there names its question, so that the wording need not be relied on; `flowing` when
    nothing but the next wording ended it.
    """

    key: str
    section: str
    shown: Shown
    sure: bool = True
    own: bool = False
    flowing: bool = False


@dataclass
class _Open:
    """A wording whose answer is being gathered."""

    key: str
    lines: list[Shown]
    sure: bool = True
    own: bool = False
    bracketed: bool = False


def find_places(blocks: Iterable[Block], wording: Wording) -> list[Found]:
    """Every wording in the document with what stands there, in reading order; blank places are among them."""
    reader = _Reader(wording)
    reader.read(blocks)
    return _doubting_neighbours(reader.found, wording)


@dataclass
class _Reader:
    """One pass over lines and tables."""

    wording: Wording
    found: list[Found] = field(default_factory=list)
    section: str = ""
    office: bool = False
    open: _Open | None = None

    def read(self, blocks: Iterable[Block]) -> None:
        """Read these blocks to their end, where an open answer ends too."""
        for block in blocks:
            if isinstance(block, Table):
                self._table(block)
            else:
                self._line(block)
        self._close()

    def _line(self, line: Line) -> None:
        text = line.text
        if self.open and self.wording.choice(self.open.key, text):
            self.open.lines.append(line.shown)
        elif not text:
            if self.open:
                self.open.lines.append(line.shown)
        elif self.wording.ends_form(text) or self.wording.for_office(text):
            self._close()
            self.office = True
        elif (section := self.wording.title(text)) is not None:
            self._close()
            self.section, self.office = section, False
        elif self.office:
            self.office = not line.heading
        elif (label := self.wording.label(line.shown)) is not None:
            self._close()
            self.open = _Open(label.key, [line.shown.after(label.ends)], own=line.tagged)
        elif line.heading:
            self._close()
        elif self.open and not self.wording.printed(text):
            self._more(self.open, line, text)

    def _more(self, answer: _Open, line: Line, text: str) -> None:
        answer.own = answer.own or line.tagged
        if self.wording.bracketed(text) and not any(said.text for said in answer.lines):
            answer.bracketed = True
        # A bold line may be a heading nobody told us of; a wording that runs on may be another question.
        elif line.bold or self.wording.runs_into(text):
            answer.sure = False
        answer.lines.append(line.shown)

    def _close(self) -> None:
        if self.open is None:
            return
        answer, self.open = self.open, None
        said = [line for line in answer.lines if line.text]
        only_hint = answer.bracketed and len(said) == 1
        shown = Shown() if only_hint else _trimmed(answer.lines)
        sure = answer.sure and not answer.bracketed
        self.found.append(Found(answer.key, self.section, shown, sure or not shown.text, answer.own, flowing=True))

    def _table(self, table: Table) -> None:
        labelled = any(self.wording.label(line.shown) for line in all_lines([table]))
        if self.open and not labelled and not any(line.text for line in self.open.lines) and not self.office:
            # A box or a row of boxes under its heading is the answer to it.
            filled = [cell for cell in table.cells if not cell.blank]
            self.open.lines.append(joined(cell.shown for cell in filled))
            self.open.own = self.open.own or any(cell.tagged for cell in filled)
            self.open.sure = self.open.sure and (len(filled) <= 1 or self.wording.is_choice(self.open.key))
            return
        self._close()
        if self.office:
            return
        self._rows(table)

    def _rows(self, table: Table) -> None:
        office = False
        for number, row in enumerate(table.rows):
            said = [line.text for cell in row for line in cell.lines if line.text]
            first = said[0] if said else ""
            title = self.wording.title(first) if len(said) == 1 else None
            if title is not None:
                self.section, office = title, False
            elif office or self.wording.for_office(first):
                office = True
            else:
                for beside in cells_beside(table, number, self.wording):
                    self._beside(beside)

    def _beside(self, beside: Beside) -> None:
        if beside.inner is not None:
            inner = _Reader(self.wording, self.found, self.section, self.office)
            inner.read(beside.inner)
            self.section = inner.section
        else:
            self.found.append(Found(beside.key, self.section, beside.shown, beside.sure, beside.own))


def _trimmed(lines: list[Shown]) -> Shown:
    """The lines without blank ones at either end."""
    kept = list(lines)
    while kept and not kept[-1].raw.strip() and not any(p.doubtful for p in kept[-1].pieces):
        kept.pop()
    while kept and not kept[0].raw.strip() and not any(p.doubtful for p in kept[0].pieces):
        kept.pop(0)
    return joined(kept) if kept else Shown()


def _doubting_neighbours(found: list[Found], wording: Wording) -> list[Found]:
    """Where a wording stands more often than it is asked, one of them may be words of the answer before it."""
    counts: dict[str, int] = {}
    for one in found:
        counts[one.key] = counts.get(one.key, 0) + 1
    often = {key for key, count in counts.items() if count > len(wording.asked(key))}
    result = list(found)
    for at in range(1, len(found)):
        before = result[at - 1]
        if found[at].key in often and before.flowing and before.shown.text and before.key != found[at].key:
            cut = Shown((*before.shown.pieces, Piece("\n"), *found[at].shown.pieces))
            result[at - 1] = Found(before.key, before.section, cut, sure=False)
    return result
