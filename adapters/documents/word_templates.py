"""Word templates a council can change: where they are found, and what is wrong with one, by its field and its line.

A council that changes a template keeps its own copy in its own folder, or in a folder there by the panel's id. A line
is a paragraph of the document, counted from the top, with those in tables.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

from jinja2 import StrictUndefined, TemplateSyntaxError, nodes
from jinja2.sandbox import SandboxedEnvironment
from lxml import etree

from adapters.documents.wordml import w
from panel.errors import Refused
from panel.profile import Profile
from panel.rules.letters import Letters


@dataclass(frozen=True)
class Sort:
    """One sort of template: what it is called, where the shipped ones are, their names, the fields they can ask for.

    `parts` is what stands in the fields that have parts; those of a list belong to each of its rows.
    """

    called: str
    shipped: Path
    names: tuple[str, ...]
    fields: frozenset[str]
    parts: Mapping[str, frozenset[str]]


LETTERS = Sort(
    "letter",
    Path(__file__).parent / "letters",
    ("agreed", "refused", "deferred", "answer"),
    frozenset(
        {
            *("council", "panel", "reference", "date", "name", "address", "decided_on", "outcome", "agreed", "missing"),
            *("reasons", "challenge", "complaints", "talk_to", "more"),
        }
    ),
    {"challenge": frozenset({"how", "last_day", "within"}), "agreed": frozenset({"name", "said"})},
)
"""One for each effect of a decision, and one for the answer to a challenge."""
REPORTS = Sort(
    "report",
    Path(__file__).parent / "reports",
    ("report",),
    frozenset({"title", "council", "panel", "period", "made_on", "counted", "marking"})
    | {"picture", "picture_words", "tables"},
    {"tables": frozenset({"title", "heads", "rows", "note"})},
)
NAMED = tuple((sort, name) for sort in (REPORTS, LETTERS) for name in sort.names)
"""Every shipped template."""
ENVIRONMENT = SandboxedEnvironment(undefined=StrictUndefined, autoescape=True)
_AROUND = re.compile(r"word/(header|footer)\d*\.xml")
_PARSER = etree.XMLParser(resolve_entities=False, no_network=True)
_PAIRS = (("{{", "}}"), ("{%", "%}"))
_WORD_TAGS = ("p", "tr", "tc", "r")
"""docxtpl writes `{%p …` for a tag that takes a whole paragraph away with it."""


class BrokenTemplate(Refused):
    """A template that cannot be used; the message names the template, the field and the line."""


def found(own: Path | None, panel: str, name: str, sort: Sort = LETTERS) -> Path:
    """The council's own template where it has one, the shipped one otherwise; raises `BrokenTemplate` for none."""
    places = [own / panel, own] if own else []
    for place in (*places, sort.shipped):
        if (path := place / f"{name}.docx").is_file():
            return path
    raise BrokenTemplate(
        f"The {sort.called} template “{name}.docx” is missing: it is not in {places[-1] if own else sort.shipped}."
    )


def wrong(own: Path | None, profiles: Mapping[str, Profile]) -> list[str]:
    """Everything wrong with the templates these panels use, a sentence each."""
    sentences: list[str] = []
    for profile in profiles.values():
        for sort, name in NAMED:
            if sort is LETTERS and profile.letters is None:
                continue
            try:
                rule = profile.letters if sort is LETTERS else None
                sentences += problems(found(own, profile.id, name, sort), rule, sort)
            except BrokenTemplate as missing:
                sentences.append(str(missing))
    return list(dict.fromkeys(sentences))


def problems(path: Path, rule: Letters | None = None, sort: Sort = LETTERS) -> Iterator[str]:
    """Everything wrong with a template, a sentence each; with a panel's rule, also what its letters must say."""
    try:
        lines = lines_of(path.read_bytes())
    except Exception:  # noqa: BLE001  whatever is wrong with the file, it is no Word document
        yield f"The {sort.called} template “{path.name}” is not a Word file. Please copy it anew from the shipped ones."
        return
    open_ended = [n for n, line in enumerate(lines, 1) for a, b in _PAIRS if line.count(a) != line.count(b)]
    if open_ended:
        yield _broken(path, sort, lines, open_ended[0], "a field or a condition is not closed in the same line")
        return
    try:
        parsed = ENVIRONMENT.parse("\n".join(_without_word_tags(line) for line in lines))
    except TemplateSyntaxError as error:
        yield _broken(path, sort, lines, error.lineno, str(error.message))
        return
    yield from _unknown(path, sort, parsed, lines)
    used = {node.name for node in parsed.find_all(nodes.Name)}
    for part in rule.must_say if rule else []:
        if part not in used and not _needless(part, path.stem):
            yield f"The letter template “{path.name}” lacks the field “{part}”, which letters of this panel must say."


def _broken(path: Path, sort: Sort, lines: Sequence[str], line: int, why: str) -> str:
    where = f"The {sort.called} template “{path.name}” is broken in line {line}, “{_short(lines, line)}”"
    return f"{where}: {why.rstrip('.')}."


def lines_of(content: bytes) -> list[str]:
    """The text of each paragraph of a Word document, then of its headers and footers; raises for what is none."""
    lines: list[str] = []
    with ZipFile(BytesIO(content)) as parts:
        for name in ("word/document.xml", *sorted(filter(_AROUND.fullmatch, parts.namelist()))):
            root = etree.fromstring(parts.read(name), _PARSER)
            for paragraph in root.iter(w("p")):
                lines.append("".join(_said(piece) for piece in paragraph.iter(w("t"), w("br"), w("tab"))))
    return lines


def _said(piece: etree._Element) -> str:
    return piece.text or "" if piece.tag == w("t") else " "


def _needless(part: str, template: str) -> bool:
    """A request for more information agrees nothing and cannot be challenged; a refusal agrees nothing."""
    return (part, template) in {("agreed", "refused"), ("agreed", "deferred"), ("challenge", "deferred")}


def _unknown(path: Path, sort: Sort, parsed: nodes.Template, lines: Sequence[str]) -> Iterator[str]:
    """Fields nobody fills in, and parts a field has not got."""
    loops = {loop.target.name: loop.iter for loop in parsed.find_all(nodes.For) if isinstance(loop.target, nodes.Name)}
    for node in parsed.find_all(nodes.Name):
        if node.ctx == "load" and node.name not in sort.fields | {*loops, "loop"}:
            yield _no_field(path, sort, node.name, node.lineno, lines)
    for part in parsed.find_all(nodes.Getattr):
        if isinstance(part.node, nodes.Name):
            source = loops.get(part.node.name, part.node)
            field = source.name if isinstance(source, nodes.Name) else ""
            if field in sort.fields and part.attr not in sort.parts.get(field, frozenset()):
                yield _no_field(path, sort, f"{part.node.name}.{part.attr}", part.lineno, lines)


def _no_field(path: Path, sort: Sort, name: str, line: int, lines: Sequence[str]) -> str:
    known = ", ".join(sorted(sort.fields))
    return (
        f"The {sort.called} template “{path.name}” asks for “{name}” in line {line}, “{_short(lines, line)}”. There "
        f"is no such field; there are: {known}."
    )


def _short(lines: Sequence[str], line: int) -> str:
    text = lines[line - 1] if 0 < line <= len(lines) else ""
    return text if len(text) <= 60 else f"{text[:59]}…"


def _without_word_tags(line: str) -> str:
    for tag in _WORD_TAGS:
        line = line.replace(f"{{%{tag} ", "{% ").replace(f"{{{{{tag} ", "{{ ")
    return line
