"""Which of the printed choices was chosen: by ticks, by striking out the others, by a ring of brackets, or in words."""

import re
from collections.abc import Mapping

from adapters.documents.shown import Shown
from adapters.documents.wordml import squash
from panel.answers import SEVERAL
from panel.form import Kind, Question

Codes = Mapping[str, str]
"""The wordings of the choices, as compared, with their codes."""

_MARK = r"[☒☑✓✔✗✘☐□◻■◉⦿●○⚪⚫]|\[\s*[xX✓✔✗]?\s*\]|\(\s*[xX✓✔•●]?\s*\)|_+[xX✓✔]?_+|(?<![\w'’.])[xX✓✔](?![\w'’.])"
_SIGN = re.compile(f"({_MARK})")
_BARE = re.compile(rf"\s*(?:{_MARK})\s*")
_NOT_TICKED = re.compile(r"[☐□◻○⚪]|\[\s*\]|\(\s*\)|_+")
_FILLED = frozenset("●■⚫")
"""Also the signs of a list, so that they are a choice only beside an empty one."""
_CROSSES = frozenset("✗✘")
_RING = re.compile(r"[(\[*«]+\s*([^()\[\]*«»]+?)\s*[)\]*»]+|([^()\[\]*«»/|,;\n\t]+)")


def is_bare_mark(text: str) -> bool:
    """Whether this is a box or a tick and nothing else."""
    return bool(_BARE.fullmatch(text))


def chosen(question: Question, shown: Shown, codes: Codes) -> str | None:
    """The choice as its wording, several as codes with `|` between; empty when none is ticked, None when unclear."""
    kept = shown.kept
    pairs = _pairs(kept, codes) if _SIGN.search(kept) else None
    if pairs is not None:
        return _ticked(question, pairs, _struck_out(shown, codes) if shown.struck else None)
    if _SIGN.search(kept):
        return None
    return _worded(question, kept, codes, was_struck=shown.struck)


def _ticked(question: Question, pairs: list[tuple[str, str]], struck: set[str] | None) -> str | None:
    signs = {sign for sign, _ in pairs}
    ticked = [code for sign, code in pairs if sign and not _NOT_TICKED.fullmatch(sign)]
    mixed = (
        _CROSSES & signs and signs - _CROSSES - {""} and not all(map(_NOT_TICKED.fullmatch, signs - _CROSSES - {""}))
    )
    listed = _FILLED & signs and not any(_NOT_TICKED.fullmatch(sign) for sign in signs)
    if mixed or (listed and len(pairs) > 1):
        return None
    if struck is not None and (not struck or struck & set(ticked)):
        # A struck line that is none of the choices, or one that is ticked as well: what was meant?
        return None
    if not ticked and struck:
        ticked = [code for _, code in pairs]
    if question.kind is Kind.CHOICES:
        return SEVERAL.join(ticked)
    if len(ticked) > 1:
        return None
    return question.label_of(ticked[0]) if ticked else ""


def _struck_out(shown: Shown, codes: Codes) -> set[str]:
    """The choices that are struck out; empty when anything else is struck."""
    lines = [line for each in shown.crossed.split("\n") for line in _SIGN.sub("\n", each).split("\n")]
    said = [codes.get(squash(line)) for line in lines if squash(line)]
    return set(filter(None, said)) if None not in said else set()


def _pairs(text: str, codes: Codes) -> list[tuple[str, str]] | None:
    """Each sign with the choice it stands at; None when that is not plain, or a wording is not a choice."""
    for read in (_by_line, _in_a_row):
        pairs = read(text)
        if pairs is not None:
            known = [(sign, codes.get(squash(words), "")) for sign, words in pairs]
            names = [code for _, code in known]
            if all(names) and len(set(names)) == len(names):
                return known
    return None


def _by_line(text: str) -> list[tuple[str, str]] | None:
    """A choice on each line, with no more than one sign before or after it."""
    pairs = []
    for line in filter(str.strip, text.split("\n")):
        before, *rest = _SIGN.split(line)
        if len(rest) > 2 or (rest and bool(squash(before)) == bool(squash(rest[1]))):
            return None
        pairs.append((rest[0], before + rest[1]) if rest else ("", before))
    return pairs


def _in_a_row(text: str) -> list[tuple[str, str]] | None:
    """Choices side by side, each with its sign before it, or each with its sign after it."""
    first, *rest = _SIGN.split(text)
    signs, words = rest[::2], [first, *rest[1::2]]
    said = [bool(squash(word)) for word in words]
    if not said[0] and all(said[1:]):
        return list(zip(signs, words[1:], strict=True))
    if not said[-1] and all(said[:-1]):
        return list(zip(signs, words[:-1], strict=True))
    return None


def _worded(question: Question, text: str, codes: Codes, *, was_struck: bool) -> str | None:
    """The choice that was written out, or left standing, or put in brackets; None when it is not one of them."""
    code = codes.get(squash(text))
    if question.kind is not Kind.CHOICES:
        code = code or _ringed(text, codes)
        return question.label_of(code) if code else None
    found = [code] if code else [codes.get(squash(part)) for part in re.split(r"[|,;\n]", text) if squash(part)]
    named = dict.fromkeys(filter(None, found))
    # All of them, and none marked: most likely the list as it was printed.
    untouched = len(named) == len(question.choices) > 1 and not was_struck
    return None if None in found or untouched else SEVERAL.join(named)


def _ringed(text: str, codes: Codes) -> str | None:
    """The one choice in brackets or stars among the others: a ring drawn around it, in text."""
    rings, others = [], []
    for ring, other in _RING.findall(text):
        if squash(ring):
            rings.append(codes.get(squash(ring)))
        elif squash(other):
            others += [codes.get(squash(part)) for part in _apart(other, codes)]
    plain = len(rings) == 1 and bool(others) and None not in (*rings, *others)
    return rings[0] if plain and rings[0] not in others else None


def _apart(text: str, codes: Codes) -> list[str]:
    """`Yes No` as two choices, where each word is one."""
    words = text.split()
    return words if squash(text) not in codes and all(squash(word) in codes for word in words) else [text]
