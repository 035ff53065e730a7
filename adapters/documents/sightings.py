"""What one place in a form says in answer to one question: a value, nothing, or something unclear."""

import re
from dataclasses import dataclass

from adapters.documents.shown import Shown
from adapters.documents.wordml import squash
from panel.answers import SEVERAL
from panel.form import Kind, Question

_SIGN = re.compile(r"([☒☑✓✔☐□]|\[[ xX]?\])")
_TICKS = frozenset(("☒", "☑", "✓", "✔", "[x]", "[X]"))
_FREE = frozenset((Kind.TEXT, Kind.LIST, Kind.COSTS))


@dataclass(frozen=True)
class Sighting:
    """What one place says. `unclear` is set when it could be read in more than one way."""

    text: str
    unclear: bool = False


def see(question: Question, shown: Shown) -> Sighting:
    """What the place says in answer to the question."""
    if not shown.text:
        return Sighting("")
    doubt = Sighting(shown.text, unclear=True)
    if shown.doubtful or not shown.kept:
        # Everything struck: taken back, or done with? Only the writer knows.
        return doubt
    if question.choices:
        found = _ticked(question, shown) if _SIGN.search(shown.text) else _worded(question, shown.kept)
        return doubt if found is None else Sighting(found)
    return doubt if shown.scattered and question.kind not in _FREE else Sighting(shown.kept)


def agree(sightings: list[Sighting]) -> Sighting:
    """What several places say together; places left blank say nothing."""
    said = [one for one in dict.fromkeys(sightings) if one.text]
    if not said:
        return Sighting("")
    if len(said) == 1:
        return said[0]
    return Sighting(" / ".join(one.text for one in said), unclear=True)


def _ticked(question: Question, shown: Shown) -> str | None:
    """The choices ticked; None when a sign has no known wording, or one choice is wanted and more are ticked."""
    before, *rest = _SIGN.split(shown.text)
    codes = [_code(question, wording) for wording in rest[1::2]]
    if before.strip() or shown.struck or None in codes or len(set(codes)) != len(codes):
        return None
    ticked = [code for sign, code in zip(rest[::2], codes, strict=True) if sign in _TICKS and code]
    if question.kind is Kind.CHOICES:
        return SEVERAL.join(ticked)
    if len(ticked) > 1:
        return None
    return question.label_of(ticked[0]) if ticked else ""


def _worded(question: Question, text: str) -> str | None:
    """The choice that was written out; None when it is not one of them."""
    code = _code(question, text)
    if question.kind is not Kind.CHOICES:
        return question.label_of(code) if code else None
    codes = [code] if code else [_code(question, part) for part in re.split(r"[|,;\n]", text) if part.strip()]
    return None if None in codes else SEVERAL.join(dict.fromkeys(filter(None, codes)))


def _code(question: Question, wording: str) -> str | None:
    said = squash(wording)
    return next((option.code for option in question.choices if squash(option.label) == said), None)
