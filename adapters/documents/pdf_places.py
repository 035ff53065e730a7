"""Which question each field of a PDF answers: by the field's name, or by the wording in its name or its tooltip."""

import re
from collections import defaultdict
from collections.abc import Iterable

from adapters.documents.pdf_fields import PdfField
from adapters.documents.shown import Piece, Shown, joined, plain
from adapters.documents.wording import Wording
from adapters.documents.wordml import TICKED, UNTICKED, squash
from panel.form import Form, Kind, Question

_APART = re.compile(r"[:./]")


def pdf_places(fields: Iterable[PdfField], form: Form, wording: Wording) -> list[tuple[Question, Shown, bool]]:
    """Each question that fields are named for, with what they say; the last is false when two questions fit.

    Fields with a wording that several questions share are theirs in order, when there are just as many of them.
    """
    boxes: dict[str, list[Shown]] = defaultdict(list)
    places = []
    shared: dict[str, list[PdfField]] = defaultdict(list)
    for field in fields:
        question, code, key = _asked_by(field, form, wording)
        if question and code:
            boxes[question.id].append(_box(field, question.label_of(code)))
        elif question:
            places.append((question, _said(field, question), True))
        elif key:
            shared[key].append(field)
    for key, alike in shared.items():
        left = [question for _, question in wording.asked(key) if question.id not in boxes]
        if len(left) == len(alike):
            places += [(question, _said(field, question), True) for question, field in zip(left, alike, strict=True)]
        else:
            places += [(question, _said(field, question), False) for question in left for field in alike]
    ticked = ((form.question(key), joined(shown)) for key, shown in boxes.items())
    return [*places, *((question, shown, True) for question, shown in ticked if question)]


def _asked_by(field: PdfField, form: Form, wording: Wording) -> tuple[Question | None, str, str]:
    """The question, the choice a box stands for if any, and the wording when that fits several questions."""
    for name in field.names:
        first, _, rest = _APART.sub("\0", name, count=1).partition("\0")
        question = form.question(name) or form.question(first)
        if question:
            return question, wording.codes(question).get(squash(rest), _code(question, rest)), ""
    for name in field.names:
        label = wording.label(plain(name))
        rest = squash(name[label.ends :]) if label else ""
        asked = [question for _, question in wording.asked(label.key)] if label else []
        fits = [question for question in asked if not rest or rest in wording.codes(question)]
        if label and len(fits) == 1:
            return fits[0], wording.codes(fits[0]).get(rest, ""), ""
        if label and fits and not rest:
            return None, "", label.key
    return None, "", ""


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
