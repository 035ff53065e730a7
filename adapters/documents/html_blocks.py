"""The HTML of a mail as lines and tables. Nothing it points to is looked at: pictures, styles and links stay names."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from lxml import etree

from adapters.documents.blocks import DEEPEST, Block, Cell, Line, Table
from adapters.documents.reading import CannotOpen
from adapters.documents.shown import Piece, Shown, is_picture_font, symbols
from adapters.documents.wordml import TICKED, UNTICKED

_UNSEEN = frozenset(("script", "style", "head", "title", "template", "noscript", "object", "iframe", "svg", "math"))
_PARAGRAPHS = ("p", "div", "li", "ul", "ol", "dl", "dt", "dd", "section", "article", "header", "footer", "center")
_LINES = frozenset((*_PARAGRAPHS, "form", "fieldset", "address", "body", "html"))
_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6", "legend", "caption"))
_ROWS = ("thead", "tbody", "tfoot")
_CROSSED = re.compile(r"text-decoration[^;]*line-through", re.IGNORECASE)
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_HEAVY = re.compile(r"font-weight\s*:\s*(bold|[6-9]00)", re.IGNORECASE)
_FONT = re.compile(r"font-family\s*:\s*([^;,]+)", re.IGNORECASE)
_QUOTED = re.compile(r"gmail_quote|moz-cite|yahoo_quoted", re.IGNORECASE)
_QUOTE_BEGINS = frozenset(("divRplyFwdMsg", "appendonsend", "mail-editor-reference-message-container"))
"""How Outlook marks the place from which on a mail repeats an earlier one."""
_WIDEST = 63


def html_blocks(source: str) -> list[Block]:
    """What the mail says of its own, without what it quotes; raises `CannotOpen` for tables too deep to read."""
    # huge_tree stays off: libxml2 then stops by itself at 256 levels.
    parser = etree.HTMLParser(no_network=True, huge_tree=False, remove_comments=True, remove_pis=True, encoding="utf-8")
    root = etree.fromstring(source.encode("utf-8", "replace"), parser)
    if root is None:
        return []
    reader = _Reader()
    reader.walk(root, _Look())
    reader.end_line()
    return reader.blocks


@dataclass(frozen=True)
class _Look:
    """How text at this place looks."""

    struck: bool = False
    bold: bool = False
    heading: bool = False
    kept_spaces: bool = False
    pictures: bool = False


@dataclass
class _Reader:
    """Gathers the blocks of one element."""

    depth: int = 0
    blocks: list[Block] = field(default_factory=list)
    quoting: bool = False
    _line: list[tuple[Piece, _Look]] = field(default_factory=list)

    def walk(self, node: etree._Element, look: _Look) -> None:
        if not isinstance(node.tag, str) or self.quoting or not self._read(node):
            return
        name = node.tag.lower()
        look = _looks(node, name, look)
        own_line = name in _LINES or name in _HEADINGS or name == "tr"
        if own_line:
            self.end_line()
        if name == "table":
            self._table(node, look)
        elif name == "br":
            self.end_line(blank_too=True)
        elif name == "input":
            self._box(node)
        elif name == "img":
            self._say_picture(node)
        else:
            self._inside(node, look)
        if own_line:
            self.end_line()

    def end_line(self, *, blank_too: bool = False) -> None:
        """Close the line that is being gathered."""
        said = [(piece, look) for piece, look in self._line if piece.text.strip()]
        if said or blank_too:
            heading, bold = (bool(said) and all(getattr(look, w) for _, look in said) for w in ("heading", "bold"))
            self.blocks.append(Line(_tidy([piece for piece, _ in self._line]), heading, bold))
        self._line = []

    def _read(self, node: etree._Element) -> bool:
        style = node.get("style", "")
        if node.get("id", "").removeprefix("x_") in _QUOTE_BEGINS:
            self.quoting = True
        quote = node.get("type") == "cite" or _QUOTED.search(node.get("class", ""))
        return not (self.quoting or quote or node.tag in _UNSEEN or _HIDDEN.search(style))

    def _inside(self, node: etree._Element, look: _Look) -> None:
        self._say(node.text, look)
        for child in node:
            self.walk(child, look)
            self._say(child.tail, look)

    def _say(self, text: str | None, look: _Look) -> None:
        if text and not self.quoting:
            if look.kept_spaces:
                first, *rest = text.split("\n")
                self._add(first, look)
                for line in rest:
                    self.end_line(blank_too=True)
                    self._add(line, look)
            else:
                self._add(re.sub(r"[ \t\r\n]+", " ", text), look)

    def _add(self, text: str, look: _Look) -> None:
        pieces = symbols(text, struck=look.struck) if look.pictures else [Piece(text, look.struck)]
        self._line += [(piece, look) for piece in pieces]

    def _box(self, node: etree._Element) -> None:
        if node.get("type", "").lower() in ("checkbox", "radio"):
            self._line.append((Piece(TICKED if node.get("checked") is not None else UNTICKED), _Look()))
        elif node.get("type", "").lower() != "hidden":
            self._line.append((Piece(node.get("value", "")[:4000], doubtful=True), _Look()))

    def _say_picture(self, node: etree._Element) -> None:
        # Spacers and logos say nothing; a picture with a name of its own may be the answer.
        if node.get("src", "").lower().startswith("cid:") and node.get("alt", "").strip():
            self._line.append((Piece("[picture]", doubtful=True), _Look()))

    def _table(self, table: etree._Element, look: _Look) -> None:
        if self.depth >= DEEPEST:
            raise CannotOpen("unsafe")
        self.end_line()
        for caption in table.iterchildren("caption"):
            self.walk(caption, look)
        rows: list[tuple[Cell, ...]] = []
        hanging: dict[int, tuple[int, int]] = {}
        for row in _table_rows(table):
            rows.append(tuple(self._row(row, look, hanging)))
        self.blocks.append(Table(tuple(rows)))

    def _row(self, row: etree._Element, look: _Look, hanging: dict[int, tuple[int, int]]) -> Iterator[Cell]:
        """The cells of a row; `hanging` are cells above that reach into it: column to span and rows still to come."""
        column = 0
        begun: dict[int, tuple[int, int]] = {}
        for node in row.iterchildren("td", "th"):
            while column in hanging:
                cell, column = _continued(column, hanging)
                yield cell
            inner = _Reader(self.depth + 1)
            inner.walk_cell(node, look)
            self.quoting = self.quoting or inner.quoting
            span = _number(node.get("colspan"))
            yield Cell(tuple(inner.blocks), column, span)
            if _number(node.get("rowspan")) > 1:
                begun[column] = (span, _number(node.get("rowspan")) - 1)
            column += span
        while column in hanging:
            cell, column = _continued(column, hanging)
            yield cell
        hanging.update(begun)

    def walk_cell(self, node: etree._Element, look: _Look) -> None:
        """The content of one cell."""
        self._inside(node, _looks(node, node.tag.lower(), look))
        self.end_line()


def _continued(column: int, hanging: dict[int, tuple[int, int]]) -> tuple[Cell, int]:
    span, left = hanging[column]
    hanging[column] = (span, left - 1)
    if left - 1 == 0:
        del hanging[column]
    return Cell((), column, span, goes_on=True), column + span


def _table_rows(table: etree._Element) -> Iterator[etree._Element]:
    for child in table:
        if child.tag == "tr":
            yield child
        elif child.tag in _ROWS:
            yield from child.iterchildren("tr")


def _looks(node: etree._Element, name: str, look: _Look) -> _Look:
    style = node.get("style", "")
    family = _FONT.search(style)
    font = family[1] if family else node.get("face", "")
    return replace(
        look,
        struck=look.struck or name in ("s", "strike", "del") or bool(_CROSSED.search(style)),
        bold=look.bold or name in ("b", "strong", "th") or name in _HEADINGS or bool(_HEAVY.search(style)),
        heading=look.heading or name in _HEADINGS,
        pictures=is_picture_font(font) if font else look.pictures,
        kept_spaces=look.kept_spaces or name in ("pre", "textarea"),
    )


def _tidy(pieces: list[Piece]) -> Shown:
    """Without space around the line, as a browser shows it."""
    pieces = [replace(piece, text=piece.text.replace("\xa0", " ")) for piece in pieces]
    while pieces and not pieces[0].text.strip() and not pieces[0].doubtful:
        pieces = pieces[1:]
    while pieces and not pieces[-1].text.strip() and not pieces[-1].doubtful:
        pieces = pieces[:-1]
    if pieces:
        pieces[0] = replace(pieces[0], text=pieces[0].text.lstrip())
        pieces[-1] = replace(pieces[-1], text=pieces[-1].text.rstrip())
    return Shown(tuple(pieces))


def _number(said: str | None) -> int:
    return min(max(int(said), 1), _WIDEST) if said and said.isdecimal() and len(said) < 4 else 1
