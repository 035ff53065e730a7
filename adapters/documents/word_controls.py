"""The content controls of a Word form: those whose tags name a question, and the one that says whose form it is."""

from collections import defaultdict
from collections.abc import Iterator, Mapping

from lxml import etree

from adapters.documents.container import Opened
from adapters.documents.shown import Shown
from adapters.documents.word_blocks import tag_of
from adapters.documents.word_shown import read_shown
from adapters.documents.wordml import FORM_TAG, w
from panel.form import Form, Question


def tags(body: etree._Element) -> set[str]:
    """The questions that controls name, whether or not any form has them."""
    return {tag_of(control).partition(":")[0] for control in body.iter(w("sdt"))} - {""}


def code_held(opened: Opened) -> list[str]:
    """What the control and the document property hold that say whose form it is."""
    held = [read_shown(c).text for c in opened.body.iter(w("sdt")) if tag_of(c) == FORM_TAG]
    if opened.properties is not None:
        named = (one for one in opened.properties if one.get("name") == FORM_TAG)
        held += ["".join(map(str, one.itertext())) for one in named]
    return held


def controls(body: etree._Element, form: Form) -> list[tuple[Question, Shown]]:
    """What stands at each question that has a control: in the cell around it, or in it alone outside of a table."""
    tagged = list(_tagged(body, {question.id: question for _, question in form.all_questions()}))
    owners: dict[etree._Element, set[str]] = defaultdict(set)
    for control, question in tagged:
        owners[_cell(control)].add(question.id)
    found: dict[tuple[str, etree._Element], tuple[Question, etree._Element]] = {}
    for control, question in tagged:
        cell = _cell(control)
        place = cell if len(owners[cell]) == 1 else control
        found[question.id, place] = (question, place)
    return [(question, read_shown(place)) for question, place in found.values()]


def _tagged(body: etree._Element, questions: Mapping[str, Question]) -> Iterator[tuple[etree._Element, Question]]:
    for control in body.iter(w("sdt")):
        question = questions.get(tag_of(control).partition(":")[0])
        if question is not None:
            yield control, question


def _cell(control: etree._Element) -> etree._Element:
    """The table cell around a control; outside of tables its paragraph, where the wording of a tick box stands."""
    for wanted in (w("tc"), w("p")):
        around = next(control.iterancestors(wanted), None)
        if around is not None:
            return around
    return control
