"""What a stretch of a Word document shows a reader: deletions gone, struck words marked, tick boxes as their signs."""

import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from adapters.documents.wordml import MC, PLACEHOLDERS, TICKED, UNTICKED, squash, w, w14

_UNSEEN = frozenset(
    [*map(w, ("del", "moveFrom", "sdtPr", "pPr", "rPr", "tblPr", "tcPr", "trPr", "instrText")), f"{{{MC}}}Fallback"]
)
_PICTURES = frozenset(map(w, ("drawing", "pict", "object")))
_OFF = frozenset(("0", "false", "off", "none"))
_BREAKS = {w("br"): "\n", w("cr"): "\n", w("tab"): "\t", w("noBreakHyphen"): "-"}
_SYMBOLS = {"F0FE": TICKED, "F0FD": TICKED, "F0A8": UNTICKED, "F06F": UNTICKED, "F052": TICKED, "F0A3": UNTICKED}
"""Boxes of the Wingdings fonts, which older forms tick with."""
_HINTS = frozenset(
    squash(hint)
    for hint in (
        *PLACEHOLDERS.values(),
        "Click or tap here to enter text.",
        "Click here to enter text.",
        "Choose an item.",
        "Click or tap to enter a date.",
        "Click here to enter a date.",
        "Click here to enter",
    )
)
"""What an untouched control says: ours, and Word's own in its last three releases."""


@dataclass(frozen=True)
class Piece:
    """Some text with what is known of it. `control` numbers the control it stands in; 0 is outside of any."""

    text: str
    struck: bool = False
    control: int = 0
    doubtful: bool = False


@dataclass(frozen=True)
class Shown:
    """A stretch of the document as a person sees it."""

    pieces: tuple[Piece, ...]

    @property
    def text(self) -> str:
        """All of it, struck or not, without the hints of untouched controls."""
        return _without_hints("".join(piece.text for piece in self.pieces))

    @property
    def kept(self) -> str:
        """What is left when struck words are taken out."""
        return _without_hints("".join(piece.text for piece in self.pieces if not piece.struck))

    @property
    def struck(self) -> bool:
        """Whether any of it is struck through."""
        return any(piece.struck and piece.text.strip() for piece in self.pieces)

    @property
    def doubtful(self) -> bool:
        """Whether it cannot be read for certain, whatever the question: see `_broken_word`."""
        return any(piece.doubtful for piece in self.pieces) or self._broken_word() or self._part_hint()

    @property
    def scattered(self) -> bool:
        """Whether there is text both inside a control and beside it."""
        places = {piece.control for piece in self.pieces if squash(piece.text) and squash(piece.text) not in _HINTS}
        return len(places) > 1

    def _broken_word(self) -> bool:
        """Whether a word or number is struck in part, as in 12~~5~~0: is that 120, or a slip of the pen?"""
        joined = [piece for piece in self.pieces if piece.text]
        return any(
            a.struck != b.struck and a.text[-1].isalnum() and b.text[0].isalnum() for a, b in itertools.pairwise(joined)
        )

    def _part_hint(self) -> bool:
        """Whether an answer was typed into the words of a hint."""
        said = squash(self.text)
        return any(said.startswith(hint) or said.endswith(hint) for hint in _HINTS)


def read_shown(root: etree._Element) -> Shown:
    """What this element shows."""
    return Shown(tuple(_Walk().pieces(root)))


def first_line(root: etree._Element) -> str:
    """The first line with any text."""
    return next((line for line in read_shown(root).text.split("\n") if line.strip()), "")


class _Walk:
    """One pass over a stretch of the document; the parser allows no more than 256 levels, so it may call itself."""

    def __init__(self) -> None:
        self._controls = 0

    def pieces(self, root: etree._Element, control: int = 0) -> Iterator[Piece]:
        for child in root:
            if child.tag in _UNSEEN:
                continue
            if child.tag == w("sdt"):
                yield from self._control(child)
            elif child.tag == w("r"):
                yield from self._run(child, control)
            else:
                yield from self.pieces(child, control)
            if child.tag == w("p"):
                yield Piece("\n", control=control)

    def _control(self, control: etree._Element) -> Iterator[Piece]:
        self._controls += 1
        number = self._controls
        content = control.find(w("sdtContent"))
        inside = list(self.pieces(content, number)) if content is not None else []
        said = "".join(piece.text for piece in inside)
        box = control.find(f"{w('sdtPr')}/{w14('checkbox')}")
        if box is not None:
            yield _tick(box, said)
        elif control.find(f"{w('sdtPr')}/{w('showingPlcHdr')}") is None:
            yield from inside
        elif squash(said) and squash(said) not in _HINTS:
            # Marked as untouched, yet it says something: some editors leave the mark when text is typed.
            yield Piece(said, control=number, doubtful=True)

    def _run(self, run: etree._Element, control: int) -> Iterator[Piece]:
        if _on(run, "vanish"):
            return
        struck = _on(run, "strike") or _on(run, "dstrike")
        for child in run:
            if child.tag == w("t"):
                yield Piece(child.text or "", struck, control)
            elif child.tag == w("sym"):
                yield Piece(_SYMBOLS.get(child.get(w("char"), "").upper(), "?"), struck, control)
            elif child.tag in _PICTURES:
                yield Piece("[picture]", struck, control, doubtful=True)
            elif child.tag in _BREAKS:
                yield Piece(_BREAKS[child.tag], struck, control)
            elif child.tag not in _UNSEEN:
                yield from self.pieces(child, control)


def _tick(box: etree._Element, said: str) -> Piece:
    state = box.find(w14("checked"))
    ticked = state is not None and state.get(w14("val"), "1") not in _OFF
    sign = TICKED if ticked else UNTICKED
    shows_ticked = said.strip() in ("☒", "☑", "✓", "✔")
    # The sign people see and the state Word keeps must agree.
    return Piece(sign, doubtful=shows_ticked != ticked or not said.strip())


def _on(run: etree._Element, name: str) -> bool:
    mark = run.find(f"{w('rPr')}/{w(name)}")
    return mark is not None and mark.get(w("val"), "1") not in _OFF


def _without_hints(text: str) -> str:
    # Spaces that an editor put at line ends are no part of an answer; those within it are.
    lines = [line for line in text.split("\n") if not squash(line) or squash(line) not in _HINTS]
    return re.sub(r"[ \t]+(?=\n|$)", "", "\n".join(lines)).strip()
