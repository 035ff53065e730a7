"""Which question each field of a PDF answers: by the field's name, or by the wording in its name or its tooltip."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator

from adapters.documents.pdf_fields import PdfField
from adapters.documents.shown import Piece, Shown, joined, plain
from adapters.documents.wording import Wording
from adapters.documents.wordml import TICKED, UNTICKED, squash
from panel.form import Form, Kind, Question

_APART = re.compile(r"[:./]")


def pdf_places(fields: Iterable[PdfField], form: Form, wording: Wording) -> list[tuple[Question, Shown, bool]]:
    """Each question that fields are named for, with what they say; the last is false when two questions fit."""
    boxes: dict[str, list[Shown]] = defaultdict(list)
    places = []
    for field in fields:
        for question, code, certain in _asked_by(field, form, wording):
            if code:
                boxes[question.id].append(_box(field, question.label_of(code)))
            else:
                places.append((question, _said(field, question), certain))
    ticked = ((form.question(key), joined(shown)) for key, shown in boxes.items())
    return [*places, *((question, shown, True) for question, shown in ticked if question)]


def _asked_by(field: PdfField, form: Form, wording: Wording) -> Iterator[tuple[Question, str, bool]]:
    """The questions, the choice a box stands for if any, and whether there is only one question it can be."""
    for name in field.names:
        first, _, rest = _APART.sub("\0", name, count=1).partition("\0")
        question = form.question(name) or form.question(first)
        if question:
            yield question, wording.codes(question).get(squash(rest), _code(question, rest)), True
            return
    for name in field.names:
        label = wording.label(plain(name))
        asked = [question for _, question in wording.asked(label.key)] if label else []
        rest = name[label.ends :] if label else ""
        if asked and (not squash(rest) or any(squash(rest) in wording.codes(question) for question in asked)):
            for question in asked:
                yield question, wording.codes(question).get(squash(rest), ""), len(asked) == 1
            return


def _code(question: Question, said: str) -> str:
    return said if any(option.code == said for option in question.choices) else ""


def _box(field: PdfField, wording: str) -> Shown:
    ticked = field.ticked if field.ticked is not None else bool(field.value)
    return Shown((Piece(TICKED if ticked else UNTICKED, doubtful=field.marked), Piece(f" {wording}")))


def _said(field: PdfField, question: Question) -> Shown:
    if field.ticked is None:
        value = question.label_of(field.value) if question.choices else field.value
        shown = plain(value)
    elif question.kind is Kind.YES_NO:
        # A box alone says yes; left alone it may be a no, or not answered yet.
        shown = plain("Yes" if field.ticked else "")
    else:
        shown = Shown((Piece(TICKED, doubtful=True),)) if field.ticked else Shown()
    return Shown((*shown.pieces, Piece("", doubtful=True))) if field.marked and shown.text else shown
