"""What a writer added to a mail they answer or pass on: their own words, without those below."""

import re

_MOST_LINES = 2_000
_DIVIDER = re.compile(
    r"-{2,}\s*(original message|forwarded message|urspr).{0,60}|_{20,}|begin forwarded message:", re.I
)
_WROTE = re.compile(r"on\b.{5,200}\bwrote:", re.I)
_HEAD = re.compile(r"\*{0,2}(from|sent|date|to|subject|cc):\*{0,2}\s", re.I)
_HEADS_IN_A_ROW = 3
"""So many lines like the headers of a mail, one after the other, begin the mail that is answered."""
_SIGNATURE = "--"


def own_words(text: str) -> str:
    """The words above the mail that is answered; all of them when nothing shows where it begins."""
    lines = text.split("\n")[:_MOST_LINES]
    kept: list[str] = []
    for number, line in enumerate(lines):
        bare = line.strip()
        if _DIVIDER.match(bare) or _WROTE.fullmatch(bare) or _is_head(lines, number) or line.rstrip() == _SIGNATURE:
            break
        if not bare.startswith(">"):
            kept.append(line)
    return "\n".join(kept).strip()


def _is_head(lines: list[str], at: int) -> bool:
    nearest = [line.strip() for line in lines[at : at + _HEADS_IN_A_ROW]]
    return len(nearest) == _HEADS_IN_A_ROW and all(_HEAD.match(f"{line} ") for line in nearest)
