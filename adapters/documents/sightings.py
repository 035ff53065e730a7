"""What one place in a form says in answer to one question: a value, nothing, or something unclear."""

import re
from dataclasses import dataclass

from adapters.documents.choosing import Codes, chosen
from adapters.documents.shown import Shown
from adapters.documents.wordml import squash
from panel.answers import read_date
from panel.form import Kind, Question

_FREE = frozenset((Kind.TEXT, Kind.LIST, Kind.COSTS))
_SHORT, _NUMBERS, _INITIALS = 40, 20, 10
"""Characters: a line no longer than this names one thing; so does a record number, and so do initials."""
_LONGEST_CHOICE = 4000
_MARK_OF_TWO = re.compile(r"[&+;,]|\b(and|twins?|siblings?)\b", re.IGNORECASE)
_EXPECTED = re.compile(
    r"((unborn|baby|is|the|date|of|expected|delivery|birth|due|edd|on)\b[\s:.,()–-]*)+(?=\S)", re.IGNORECASE
)
_LINK = re.compile(r"\s*<(mailto:)?([^<>\s]+)>", re.IGNORECASE)


@dataclass(frozen=True)
class Sighting:
    """What one place says. `unclear` is set when it could be read in more than one way."""

    text: str
    unclear: bool = False


def see(question: Question, shown: Shown, codes: Codes) -> Sighting:
    """What the place says in answer to the question; `codes` are the wordings of its choices."""
    if not shown.text:
        return Sighting("")
    doubt = Sighting(shown.text, unclear=True)
    if shown.doubtful or not shown.kept:
        # Everything struck: taken back, or done with? Only the writer knows.
        return doubt
    if question.choices:
        found = chosen(question, shown, codes) if len(shown.raw) <= _LONGEST_CHOICE else None
        return doubt if found is None else Sighting(found)
    if question.kind in _FREE:
        return Sighting(shown.kept)
    return doubt if shown.scattered or _names_two(question, shown.kept) else Sighting(_bare(question, shown.kept))


def agree(question: Question, sightings: list[Sighting]) -> Sighting:
    """What several places say together; places left blank say nothing, and one day in two spellings is one."""
    said = [one for one in dict.fromkeys(sightings) if one.text]
    if not said:
        return Sighting("")
    if len(said) == 1 or (question.kind is Kind.DATE and _one_day(said)):
        return said[0]
    return Sighting(" / ".join(dict.fromkeys(one.text for one in said)), unclear=True)


def _one_day(said: list[Sighting]) -> bool:
    """Whether each of them is certain, and they are the same day."""
    try:
        return not any(one.unclear for one in said) and len({read_date(one.text) for one in said}) == 1
    except ValueError:
        return False


def _names_two(question: Question, text: str) -> bool:
    """Whether a short answer may name two things, such as two children on one form."""
    longest = question.max_length if question.kind is Kind.LINE else _SHORT
    if longest <= _SHORT and len([line for line in text.split("\n") if line.strip()]) > 1:
        return True
    if question.kind is not Kind.LINE or longest > _NUMBERS:
        return False
    return bool(_MARK_OF_TWO.search(text)) or (longest <= _INITIALS and "/" in text)


def _bare(question: Question, text: str) -> str:
    """The answer without what mail programs and kind people put around it."""
    if question.kind is Kind.EMAIL:
        link = _LINK.search(text)
        bare = _LINK.sub("", text)
        return (bare or link[2]) if link and bare in ("", link[2]) else text
    due = question.kind is Kind.DATE and "due" in squash(question.ask).split()
    if due and (said := _EXPECTED.match(text)):
        # Only where the question itself asks for a date of birth or one that is expected.
        return text[said.end() :].strip(" )")
    return text
