"""The plain text of a mail as lines, and where the words of a mail that are its writer's own end."""

import re
from collections.abc import Collection, Iterable, Iterator

from adapters.documents.blocks import Block, Line
from adapters.documents.shown import plain
from adapters.documents.wording import Wording

_QUOTE_BEGINS = re.compile(
    r"[-_]{2,}\s*(original message|forwarded message|original appointment)\s*[-_]{2,}"
    r"|begin forwarded message:?"
    r"|on .{5,120} wrote:"
    r"|_{20,}",
    re.IGNORECASE,
)
_FROM = re.compile(r"\*{0,2}from:\*{0,2}\s*\S.*", re.IGNORECASE)
_SENT = re.compile(r"\*{0,2}(sent|date|to|subject):\*{0,2}\s*\S.*", re.IGNORECASE)
_MOST_PARTS = 4
"""Lines a mail program makes of the longest wording."""
_SIGNATURE = re.compile(r"--\s?")
_GOODBYE = re.compile(
    r"((with|many|kind|kindest|best|warm|warmest)\s+)*(regards|wishes|thanks|thank you|yours sincerely|yours faithfully"
    r"|sent from my \w+( \w+)?)[\s,.!]*",
    re.IGNORECASE,
)


def text_blocks(text: str) -> list[Block]:
    """Each line of the mail, without what it quotes."""
    return [Line(plain(line.rstrip())) for line in text.split("\n") if not line.lstrip().startswith(">")]


def own_words(blocks: Iterable[Block]) -> Iterator[Block]:
    """What the writer wrote: up to the signature or an earlier mail. A goodbye ends an answer, as a heading would."""
    ahead = list(blocks)
    for at, block in enumerate(ahead):
        if isinstance(block, Line):
            if (
                _SIGNATURE.fullmatch(block.text)
                or _QUOTE_BEGINS.fullmatch(block.text)
                or _head_of_mail(ahead[at : at + 5])
            ):
                return
            if _GOODBYE.fullmatch(block.text):
                yield Line(block.shown, heading=True)
                continue
        yield block


def _head_of_mail(ahead: list[Block]) -> bool:
    """Whether here stands the head of an earlier mail: From, and Sent or Date within the next lines."""
    first, *rest = ahead
    if not isinstance(first, Line):
        return False
    lines = [part for line in (first, *rest) if isinstance(line, Line) for part in line.text.split("\n")]
    return bool(_FROM.fullmatch(lines[0])) and any(_SENT.fullmatch(line) for line in lines[1:])


def unbroken(blocks: Iterable[Block], wordings: Collection[Wording]) -> list[Block]:
    """The lines, with the wording of a question that a mail program broke in two or three put together again."""
    left = list(blocks)
    whole: list[Block] = []
    at = 0
    while at < len(left):
        size = _broken_label(left[at : at + _MOST_PARTS], wordings)
        parts = [line.text for line in left[at : at + size] if isinstance(line, Line)]
        whole.append(Line(plain(" ".join(parts))) if size > 1 else left[at])
        at += size
    return whole


def _broken_label(ahead: list[Block], wordings: Collection[Wording]) -> int:
    """How many of these lines are one wording of a question."""
    texts = [line.text for line in ahead if isinstance(line, Line)]
    for wording in wordings:
        if wording.half(texts[0]) and wording.label(plain(texts[0])) is None:
            for size in range(2, len(texts) + 1):
                if wording.label(plain(" ".join(texts[:size]))):
                    return size
    return 1
