"""How the questions of one form are known by their words: labels, headings, small print and what is for the office."""

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from adapters.documents.only_if import only_if
from adapters.documents.shown import Shown
from adapters.documents.small_print import HEADS, HOW_TO, PAPERS, beside
from adapters.documents.wordml import FORM_CODE, squash
from panel.form import Form, Kind, Question

_LONGEST_LABEL = 400
"""Characters of a line in which the wording of a question is looked for."""
_MOST_KNOWN = 2000
"""Lines remembered, as each is asked about several times; those of strangers must not fill the memory."""
_NUMBER = re.compile(
    r"\s*(?:[-*•·–]\s)?\s*(?:(?:q(?:uestion)?\.?\s*)?\d{1,2}(?:\.\d{1,2}){0,3}[.):]?\s+|[a-z][.)]\s+)?", re.IGNORECASE
)
_ENDS = re.compile(r"[:?*\t]|\s[-–—|]\s|\)\s*(?=\S)|\.{3,}|_{3,}")
_BRACKETS = re.compile(r"\s*[(\[][^()\[\]]*[)\]][\s*:?]*$")
_NUMBERED_PART = re.compile(r"(section|part)\s+\w{1,2}\s*[:.–-]", re.IGNORECASE)
_THEIRS = r"(office|admin|administration|administrative|official|panel|clerk s|internal) use"
_OFFICE = re.compile(rf"(for )?(the )?{_THEIRS}( only\b.*)?|for {_THEIRS}\b.*")
_PRINTED = re.compile(
    r"up to \d+ characters|you may leave this blank|tick all that apply|please tick( .*)?|only if you answered .*"
    r"|write each (one|cost) on a new line.*|(please )?continue (overleaf|on a separate sheet|below if needed).*"
    r"|please (give|provide|attach|write|state|specify) ((full|further|brief|your|the) )?"
    r"(details|reasons|information|dates|names|evidence)( .*)?|(please )?delete as (appropriate|applicable)"
)
_FEWEST_WORDS = 3


@dataclass(frozen=True)
class Label:
    """The wording of a question found at the beginning of a line: its key, and where in the line the answer begins."""

    key: str
    ends: int


class Wording:
    """The words of one form."""

    def __init__(self, form: Form) -> None:
        self._asked: dict[str, list[tuple[str, Question]]] = defaultdict(list)
        for section, question in form.all_questions():
            for words in (question.ask, *form.aliases.get(question.id, ())):
                self._add(words, section.id, question)
        self._known: dict[str, Label | None] = {}
        self._codes = {question.id: dict(_codes(form, question)) for _, question in form.all_questions()}
        self._titles = {squash(section.title): section.id for section in form.sections}
        self._print = frozenset(squash(line) for line in _small_print(form))
        self._long = tuple(key for key in self._asked if len(key.split()) >= _FEWEST_WORDS)
        self._beginnings = frozenset(
            " ".join(words[:count])
            for words in map(str.split, self._asked)
            for count in range(_FEWEST_WORDS, len(words))
        )

    def _add(self, words: str, section: str, question: Question) -> None:
        for key in {squash(words), squash(_BRACKETS.sub("", words))} - {""}:
            if all(known.id != question.id for _, known in self._asked[key]):
                self._asked[key].append((section, question))

    def codes(self, question: Question) -> dict[str, str]:
        """The wordings of each choice, with its code."""
        return self._codes[question.id]

    def is_choice(self, key: str) -> bool:
        """Whether a question with this wording is answered by choosing."""
        return any(question.choices for _, question in self.asked(key))

    def choice(self, key: str, text: str) -> bool:
        """Whether the line is one of the choices of a question with this wording."""
        return len(text) <= _LONGEST_LABEL and any(squash(text) in self._codes[q.id] for _, q in self.asked(key))

    @property
    def ids(self) -> frozenset[str]:
        """The ids of the questions."""
        return frozenset(self._codes)

    def asked(self, key: str) -> list[tuple[str, Question]]:
        """The questions with this wording, each with its section."""
        return self._asked.get(key, [])

    def label(self, line: Shown) -> Label | None:
        """The longest wording the line begins with, when it ends there or a sign follows it."""
        raw = line.raw[:_LONGEST_LABEL]
        if raw not in self._known:
            if len(self._known) >= _MOST_KNOWN:
                self._known.clear()
            self._known[raw] = self._label(raw)
        return self._known[raw]

    def _label(self, raw: str) -> Label | None:
        found = None
        for begins in {0, self._numbered(raw)}:
            for stops, ends in _stops(raw):
                key = self._key(raw[begins:stops])
                if key and (found is None or len(key) > len(found.key)):
                    found = Label(key, ends)
        return found

    def title(self, text: str) -> str | None:
        """The section a line is the heading of."""
        if len(text) > _LONGEST_LABEL:
            return None
        for begins in (0, self._numbered(text)):
            rest = text[begins:]
            part = _NUMBERED_PART.match(rest)
            if found := self._titles.get(squash(rest[part.end() :] if part else rest)):
                return found
        return None

    def printed(self, text: str) -> bool:
        """Whether the line is print that belongs to the form and answers nothing."""
        if len(text) > 4 * _LONGEST_LABEL:
            return False
        said = squash(text)
        return said in self._print or bool(_PRINTED.fullmatch(said)) or text.lstrip().startswith(FORM_CODE)

    @staticmethod
    def bracketed(text: str) -> bool:
        """Whether all of the line stands in brackets, as hints do, and some answers."""
        return len(text) <= _LONGEST_LABEL and bool(_BRACKETS.fullmatch(text)) and len(squash(text)) > 1

    def ends_form(self, text: str) -> bool:
        """Whether what follows is no more of the form's questions: the list of papers."""
        return squash(text) == squash(PAPERS)

    def half(self, text: str) -> bool:
        """Whether the line is the beginning of a wording that a mail program has broken in two."""
        return len(text) <= _LONGEST_LABEL and squash(text[self._numbered(text) :]) in self._beginnings

    def runs_into(self, text: str) -> bool:
        """Whether the line begins with a wording of several words and goes on without a sign between."""
        said = squash(text[:_LONGEST_LABEL]) + " "
        return any(said.startswith(f"{key} ") for key in self._long)

    @staticmethod
    def for_office(text: str) -> bool:
        """Whether the line says that what follows is not for the sender to fill in."""
        return len(text) <= _LONGEST_LABEL and bool(_OFFICE.fullmatch(squash(text)))

    @staticmethod
    def _numbered(text: str) -> int:
        found = _NUMBER.match(text[:_LONGEST_LABEL])
        return found.end() if found else 0

    def _key(self, words: str) -> str:
        for said in (squash(words), squash(_BRACKETS.sub("", words))):
            if said in self._asked:
                return said
        return ""


def _stops(text: str) -> Iterator[tuple[int, int]]:
    """Where a wording may stop, and where what follows it begins."""
    yield len(text), len(text)
    for found in _ENDS.finditer(text):
        # A bracket belongs to the wording before it, a colon does not.
        stops = found.start() + 1 if found.group()[0] == ")" else found.start()
        rest = text[found.end() :]
        yield stops, found.end() + len(rest) - len(rest.lstrip(" :?-–—|\t"))


def _codes(form: Form, question: Question) -> Iterator[tuple[str, str]]:
    for option in question.choices:
        if question.kind is Kind.YES_NO:
            yield option.code[0], option.code
        for words in (*form.aliases.get(f"{question.id}:{option.code}", ()), option.label):
            yield squash(words), option.code


def _small_print(form: Form) -> Iterator[str]:
    yield from (HOW_TO, *HEADS, form.title)
    yield from form.not_answers
    for section in form.sections:
        yield from filter(None, (section.guidance, only_if(section.when, form)))
    for _, question in form.all_questions():
        yield from beside(question, form)
    for rule in form.documents:
        yield f"{rule.label}. {only_if(rule.when, form)}"
