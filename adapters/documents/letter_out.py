"""A letter to a family as a Word file, from a template, with what in it is hard to read."""

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

from jinja2 import TemplateError

from adapters.documents.plain_english import MOST_WORDS, OLDEST, Reading, measure
from adapters.documents.word_templates import ENVIRONMENT, LETTERS, BrokenTemplate, found, lines_of, problems
from adapters.documents.wordml import legal
from panel.letter_content import Typed
from panel.ports import WrittenLetter
from panel.profile import Profile

_FROM, _TO = "\ue000", "\ue001"
"""Stand around what people typed while the wording of a letter is told from it; no file keeps them."""
_TAGS = re.compile(r"\{\{.*?\}\}|\{%.*?%\}")
_FEWEST = 5
"""Words of a typed text that are worth measuring."""


class WordLetters:
    """Writes letters from the council's own folder of templates, or from the shipped ones."""

    def __init__(self, own: Path | None = None) -> None:
        self._own = own

    def write(self, panel: str, template: str, fields: Mapping[str, Any]) -> WrittenLetter:
        """The letter; raises `BrokenTemplate` with the template, the field and the line. Never half filled in."""
        marked = self._marked(panel, template, fields)
        lines = [line for line in lines_of(marked) if line.strip()]
        text = "\n".join(line.replace(_FROM, "").replace(_TO, "") for line in lines)
        return WrittenLetter(_without_marks(marked), text, tuple(_warnings(lines, fields)))

    def wording(self, panel: str, template: str, fields: Mapping[str, Any]) -> Reading:
        """How hard the sentences of template and profile are to read, without what people typed."""
        return _wording(lines_of(self._marked(panel, template, fields)))

    def _marked(self, panel: str, template: str, fields: Mapping[str, Any]) -> bytes:
        path = found(self._own, panel, template)
        for problem in _known_problems(path, path.stat().st_mtime_ns):
            raise BrokenTemplate(problem)
        return _rendered(path, _marked(fields))

    def hard_to_read(self, profiles: Mapping[str, Profile]) -> list[str]:
        """The templates of these panels whose own sentences are not plain English, a sentence each."""
        hard: list[str] = []
        for profile in profiles.values():
            for name in LETTERS.names if profile.letters else ():
                path = found(self._own, profile.id, name)
                reading = _wording([_TAGS.sub("", line) for line in lines_of(path.read_bytes())])
                hard += [] if reading.plain else [_says(f"The wording of “{path.name}”", reading)]
        return list(dict.fromkeys(hard))


@lru_cache(maxsize=64)
def _known_problems(path: Path, _changed_at: int) -> tuple[str, ...]:
    """What is wrong with a template, worked out once for each time it was changed."""
    return tuple(problems(path))


def _rendered(path: Path, fields: Mapping[str, Any]) -> bytes:
    # docxtpl costs half a second to import, and only some runs of the clerk write letters.
    from docxtpl import DocxTemplate

    document, out = DocxTemplate(path), BytesIO()
    try:
        document.render(dict(fields), ENVIRONMENT, autoescape=True)
    except TemplateError as error:
        raise BrokenTemplate(f"The letter template “{path.name}” cannot be filled in: {error}.") from error
    document.save(out)
    return out.getvalue()


def _without_marks(content: bytes) -> bytes:
    """The file as the family gets it."""
    out = BytesIO()
    with ZipFile(BytesIO(content)) as marked, ZipFile(out, "w", ZIP_DEFLATED) as plain:
        for part in marked.infolist():
            kept = marked.read(part)
            for mark in (_FROM, _TO) if part.filename.endswith(".xml") else ():
                kept = kept.replace(mark.encode(), b"").replace(f"&#{ord(mark)};".encode(), b"")
            plain.writestr(part, kept)
    return out.getvalue()


def _warnings(lines: Sequence[str], fields: Mapping[str, Any]) -> Iterator[str]:
    """What whoever checks the letter should look at: nothing is changed by itself."""
    wording = _wording(lines)
    if not wording.plain:
        yield _says("The wording of the template", wording)
    for name, text in _typed(fields):
        reading = measure(text)
        if reading.words >= _FEWEST and not reading.plain:
            yield _says(f"“{name}”, as it was written,", reading)


def _says(what: str, reading: Reading) -> str:
    return (
        f"{what} is hard to read: {reading.mean:.0f} words a sentence (at most {MOST_WORDS}), for readers of "
        f"{reading.age:.0f} (9 to {OLDEST})."
    )


def _wording(lines: Sequence[str]) -> Reading:
    """The measure of whole sentences only: an address or a heading is no sentence."""
    return measure("\n".join(line for line in map(_unmarked, lines) if line.rstrip().endswith((".", "?", "!"))))


def _unmarked(line: str) -> str:
    """The line without what stands between the marks."""
    before, _, rest = line.partition(_FROM)
    return before + _unmarked(rest.partition(_TO)[2]) if rest else before


def _typed(fields: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """What people typed, each with its name."""
    for name, value in fields.items():
        if name in ("name", "address"):
            continue
        rows = value if isinstance(value, list) else [value]
        pieces = [row for row in rows if isinstance(row, Typed)]
        if pieces:
            yield name, "\n".join(pieces)
        named = [row for row in rows if isinstance(row, dict) and isinstance(row.get("said"), Typed)]
        yield from ((row["name"], row["said"]) for row in named)


def _marked(value: Any) -> Any:
    """Without characters a Word file cannot hold or that are our marks; what was typed, between the marks."""
    if isinstance(value, str):
        clean = legal(value).replace(_FROM, "").replace(_TO, "")
        return f"{_FROM}{clean}{_TO}" if isinstance(value, Typed) else clean
    if isinstance(value, Mapping):
        return {key: _marked(each) for key, each in value.items()}
    return [_marked(each) for each in value] if isinstance(value, list) else value
