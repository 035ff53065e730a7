"""A returned Word form to the text of its answers: a pure function of the bytes."""

import itertools
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping

from lxml import etree

from adapters.documents.container import Opened, open_docx
from adapters.documents.reading import CannotOpen, FormReading, Unreadable
from adapters.documents.shown import first_line, read_shown
from adapters.documents.sightings import Sighting, agree, see
from adapters.documents.wordml import FORM_CODE, FORM_TAG, squash, w
from panel.form import Form, Question
from panel.profile import Profile

_CODE_LINE = re.compile(rf"{FORM_CODE}\s*([a-z][a-z0-9-]*) \| ([\w.-]{{1,20}})(?: \| ([\w-]{{1,20}}))?")
_CODE = re.compile(r"([a-z][a-z0-9-]*) \| ([\w.-]{1,20})(?: \| ([\w-]{1,20}))?")
_ENOUGH_WORDING = 5
"""Questions of a form that must be found before a file without a form code is taken for that form."""


def read_form(content: bytes, profiles: Mapping[str, Profile]) -> FormReading | Unreadable:
    """What the form says, or why it cannot be read; never raises for anything a file may hold."""
    try:
        opened = open_docx(content)
        panel, version, ref = _whose(opened, profiles)
    except CannotOpen as cannot:
        return Unreadable(cannot.reason)
    answers, unclear = _read(opened.body, profiles[panel].form)
    return FormReading(panel, ref, version, answers, unclear)


def _read(body: etree._Element, form: Form) -> tuple[dict[str, str], dict[str, str]]:
    sightings: dict[str, list[Sighting]] = defaultdict(list)
    for question, place, certain in _places(body, form):
        seen = see(question, read_shown(place))
        sightings[question.id].append(seen if certain else Sighting(seen.text, unclear=True))
    said = {question_id: agree(seen) for question_id, seen in sightings.items()}
    answers = {key: one.text for key, one in said.items() if one.text and not one.unclear}
    return answers, {key: one.text for key, one in said.items() if one.text and one.unclear}


def _places(body: etree._Element, form: Form) -> Iterator[tuple[Question, etree._Element, bool]]:
    """Where each question is answered: cells beside its wording, and controls with its tag.

    The last item is false when the wording fits several questions, so that it is not certain which is answered.
    """
    asked: dict[str, list[Question]] = defaultdict(list)
    for _, question in form.all_questions():
        asked[squash(question.ask)].append(question)
    controls = _controls(body, form)
    tagged = {id(place) for _, place in controls}
    yield from ((question, place, True) for question, place in controls)
    for label, value in _rows(body):
        if id(value) not in tagged:
            questions = asked.get(squash(first_line(label)), [])
            yield from ((question, value, len(questions) == 1) for question in questions)


def _controls(body: etree._Element, form: Form) -> list[tuple[Question, etree._Element]]:
    """Each question that has a control, with the cell it stands in, or the control alone outside of a table."""
    tagged = list(_tagged(body, {question.id: question for _, question in form.all_questions()}))
    owners: dict[etree._Element, set[str]] = defaultdict(set)
    for control, question in tagged:
        owners[_cell(control)].add(question.id)
    found: dict[tuple[str, etree._Element], tuple[Question, etree._Element]] = {}
    for control, question in tagged:
        cell = _cell(control)
        place = cell if len(owners[cell]) == 1 else control
        found[question.id, place] = (question, place)
    return list(found.values())


def _tagged(body: etree._Element, questions: Mapping[str, Question]) -> Iterator[tuple[etree._Element, Question]]:
    for control in body.iter(w("sdt")):
        question = questions.get(_tag(control).partition(":")[0])
        if question is not None:
            yield control, question


def _cell(control: etree._Element) -> etree._Element:
    """The table cell around a control; outside of tables its paragraph, where the wording of a tick box stands."""
    for wanted in (w("tc"), w("p")):
        around = next(control.iterancestors(wanted), None)
        if around is not None:
            return around
    return control


def _rows(body: etree._Element) -> Iterator[tuple[etree._Element, etree._Element]]:
    """Each cell of each table row with the cell to its right."""
    for row in body.iter(w("tr")):
        cells = [cell for cell in row.iter(w("tc")) if next(cell.iterancestors(w("tr"))) is row]
        yield from itertools.pairwise(cells)


def _tag(control: etree._Element) -> str:
    tag = control.find(f"{w('sdtPr')}/{w('tag')}")
    return tag.get(w("val"), "") if tag is not None else ""


def _whose(opened: Opened, profiles: Mapping[str, Profile]) -> tuple[str, str, str]:
    """Panel, version and reference of the form; raises `CannotOpen`.

    What people see goes before the hidden property: they may have copied an old form for a new child.
    """
    code = _code_line(opened.body) or _code_in(opened)
    if code is None:
        return _by_wording(opened.body, profiles), "", ""
    panel, version, ref = code.groups(default="")
    if panel not in profiles:
        raise CannotOpen("unknown_panel")
    return panel, version, ref


def _code_line(body: etree._Element) -> re.Match[str] | None:
    lines = (line for line in body.iter(w("p")) if FORM_CODE in "".join(map(str, line.itertext())))
    return next(filter(None, (_CODE_LINE.search(read_shown(line).text) for line in lines)), None)


def _code_in(opened: Opened) -> re.Match[str] | None:
    held = ["".join(read_shown(c).text) for c in opened.body.iter(w("sdt")) if _tag(c) == FORM_TAG]
    if opened.properties is not None:
        named = (one for one in opened.properties if one.get("name") == FORM_TAG)
        held += ["".join(map(str, one.itertext())) for one in named]
    return next(filter(None, map(_CODE.fullmatch, held)), None)


def _by_wording(body: etree._Element, profiles: Mapping[str, Profile]) -> str:
    """The one panel whose questions are found most; raises `CannotOpen` when there is none or no single one."""
    lines = {squash(first_line(label)) for label, _ in _rows(body)}
    found = {
        panel: sum(squash(question.ask) in lines for _, question in profile.form.all_questions())
        for panel, profile in profiles.items()
    }
    most = max(found.values(), default=0)
    best = [panel for panel, count in found.items() if count == most]
    if most < _ENOUGH_WORDING:
        raise CannotOpen("no_form")
    if len(best) > 1:
        raise CannotOpen("unknown_panel")
    return best[0]
