"""What a stretch of a form shows a reader, whatever kind of file it came in: text, with what is known of each piece."""

import itertools
import re
from collections.abc import Iterable
from dataclasses import dataclass

from adapters.documents.wordml import PLACEHOLDERS, TICKED, UNTICKED, squash

HINTS = frozenset(
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
_MASKS = frozenset(
    squash(mask) for mask in ("dd/mm/yyyy", "dd mm yy", "please select", "select", "choose", "please choose")
)
"""What other forms print where an answer goes; said alone it is no answer, but an answer may begin with such a word."""
_BOXES = {
    "\uf0fe": TICKED,
    "\uf0fd": TICKED,
    "\uf052": TICKED,
    "\uf078": TICKED,
    "\uf0fc": "✓",
    "\uf0fb": "✗",
    "\uf0a8": UNTICKED,
    "\uf06f": UNTICKED,
    "\uf0a3": UNTICKED,
    "\uf071": UNTICKED,
}
"""Signs of the Wingdings fonts, which older forms tick with."""


@dataclass(frozen=True)
class Piece:
    """Some text with what is known of it. `control` numbers the control it stands in; 0 is outside of any."""

    text: str
    struck: bool = False
    control: int = 0
    doubtful: bool = False


def symbol(sign: str, *, struck: bool = False, control: int = 0) -> Piece:
    """A sign of a picture font as the box it looks like; one that is not known is doubtful."""
    return Piece(_BOXES.get(sign, "?"), struck, control, doubtful=sign not in _BOXES)


def symbols(text: str, *, struck: bool = False, control: int = 0) -> list[Piece]:
    """Text set in a picture font, letter by letter as the boxes it shows."""
    coded = (chr(0xF000 + ord(letter)) if "!" <= letter <= "\xff" else letter for letter in text)
    return [Piece(c, struck, control) if c.isspace() else symbol(c, struck=struck, control=control) for c in coded]


def is_picture_font(name: str) -> bool:
    """Whether letters of this font are pictures."""
    return name.strip("'\" ").lower().startswith("wingdings")


@dataclass(frozen=True)
class Shown:
    """A stretch of the document as a person sees it."""

    pieces: tuple[Piece, ...] = ()

    @property
    def raw(self) -> str:
        """Every character of it."""
        return "".join(piece.text for piece in self.pieces)

    @property
    def text(self) -> str:
        """All of it, struck or not, without the hints of untouched controls."""
        return _without_hints(self.raw)

    @property
    def kept(self) -> str:
        """What is left when struck words are taken out."""
        return _without_hints("".join(piece.text for piece in self.pieces if not piece.struck))

    @property
    def crossed(self) -> str:
        """The struck words alone, a line for each run of them."""
        runs = itertools.groupby(self.pieces, key=lambda piece: piece.struck)
        return "\n".join("".join(piece.text for piece in run) for struck, run in runs if struck)

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
        places = {piece.control for piece in self.pieces if squash(piece.text) and squash(piece.text) not in HINTS}
        return len(places) > 1

    def after(self, count: int) -> "Shown":
        """It without its first `count` characters."""
        left: list[Piece] = []
        for piece in self.pieces:
            cut = min(count, len(piece.text))
            count -= cut
            if cut < len(piece.text) or piece.doubtful:
                left.append(Piece(piece.text[cut:], piece.struck, piece.control, piece.doubtful))
        return Shown(tuple(left))

    def lines(self) -> list["Shown"]:
        """Each line of it."""
        lines: list[list[Piece]] = [[]]
        for piece in self.pieces:
            first, *rest = piece.text.split("\n")
            if first or piece.doubtful:
                lines[-1].append(Piece(first, piece.struck, piece.control, piece.doubtful))
            lines += [[Piece(part, piece.struck, piece.control)] if part else [] for part in rest]
        return [Shown(tuple(line)) for line in lines]

    def _broken_word(self) -> bool:
        """Whether a word or number is struck in part, as in 12~~5~~0: is that 120, or a slip of the pen?"""
        joined = [piece for piece in self.pieces if piece.text]
        return any(
            a.struck != b.struck and a.text[-1].isalnum() and b.text[0].isalnum() for a, b in itertools.pairwise(joined)
        )

    def _part_hint(self) -> bool:
        """Whether an answer was typed into the words of a hint."""
        said = squash(self.text)
        return any(said.startswith(hint) or said.endswith(hint) for hint in HINTS)


def joined(parts: Iterable[Shown]) -> Shown:
    """One under the other."""
    pieces: list[Piece] = []
    for number, part in enumerate(parts):
        pieces += [Piece("\n"), *part.pieces] if number else part.pieces
    return Shown(tuple(pieces))


def plain(text: str) -> Shown:
    """Words of which nothing more is known."""
    return Shown((Piece(text),))


def _without_hints(text: str) -> str:
    # Spaces that an editor put at line ends are no part of an answer; those within it are.
    lines = [line for line in text.split("\n") if not squash(line) or squash(line) not in HINTS]
    said = re.sub(r"[ \t]+(?=\n|$)", "", "\n".join(lines)).strip()
    return "" if squash(said) in _MASKS or not re.sub(r"[\s_.…]+", "", said) else said
