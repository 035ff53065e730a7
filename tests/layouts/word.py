"""Word files of every layout: tables, headings with text under them, fields of the older kind, and what is around."""

import random
from collections.abc import Mapping
from io import BytesIO
from typing import Any

from docx import Document
from lxml import etree

from adapters.documents.form_out import blank_form
from adapters.documents.wordml import element, run
from panel.form import Form, Question
from panel.profile import Profile
from tests.layouts.filling import EXACT, Written
from tests.unit.documents.forms import edited, without_controls

Filled = Mapping[str, Written]
Labels = Mapping[str, str]
"""The wording of each question on this form, by its id."""


def our_form(profile: Profile, written: Filled) -> bytes:
    """The clerk's own form, filled in with its controls."""
    return blank_form(profile, {key: one.kept for key, one in written.items() if one.kept})


def our_form_without_controls(profile: Profile, written: Filled) -> bytes:
    """The same after a word processor that knows no controls."""
    return edited(without_controls, our_form(profile, written))


def label_table(form: Form, written: Filled, chance: random.Random, labels: Labels) -> bytes:
    """Tables with the question on the left, and now and then in another arrangement."""
    document = Document()
    for section in form.sections:
        document.add_heading(section.title, 1)
        table = document.add_table(rows=0, cols=4)
        for question in section.questions:
            row = chance.choice((_beside, _beside, _beside, _under, _in_one_cell, _nested, _reaching_down))
            row(table, labels[question.id], written[question.id])
        if chance.random() < 0.4:
            _office_box(document, labels)
    return _bytes(document)


def grid_table(form: Form, written: Filled, chance: random.Random, labels: Labels) -> bytes:
    """Short questions at the heads of columns with the answers under them, two pairs in a row otherwise."""
    document = Document()
    for section in form.sections:
        document.add_heading(section.title, 1)
        for at in range(0, len(section.questions), 2):
            pair = section.questions[at : at + 2]
            above = chance.random() < 0.5
            table = document.add_table(rows=2 if above else 1, cols=len(pair) if above else 2 * len(pair))
            for number, question in enumerate(pair):
                head = table.cell(0, number) if above else table.cell(0, 2 * number)
                head.text = labels[question.id]
                _put(table.cell(1, number) if above else table.cell(0, 2 * number + 1), written[question.id])
            document.add_paragraph()
    return _bytes(document)


def headings(form: Form, written: Filled, chance: random.Random, labels: Labels) -> bytes:
    """No tables: each question on a line, its answer after a colon or under it."""
    document = Document()
    for section in form.sections:
        document.add_heading(section.title, 1)
        for question in section.questions:
            one, label = written[question.id], labels[question.id]
            style = chance.choice(("heading", "bold", "numbered", "inline"))
            if style == "heading":
                document.add_heading(label, 2)
            elif style == "inline" and len(one.text) < 60 and "\n" not in one.text:
                line = document.add_paragraph(f"{label}{'' if label.endswith('?') else ':'} ")
                _runs(line._p, one)
                continue
            else:
                line = document.add_paragraph()
                line.add_run(f"{chance.randrange(1, 40)}. {label}" if style == "numbered" else label).bold = True
            _paragraphs(document, one)
        if chance.random() < 0.3:
            document.add_heading("For office use only", 2)
            document.add_paragraph(f"{next(iter(labels.values()))}: ZZ")
    return _bytes(document)


def legacy_fields(form: Form, written: Filled, chance: random.Random, labels: Labels) -> bytes:
    """FORMTEXT, FORMCHECKBOX and FORMDROPDOWN, as forms made before 2007 have them."""
    document = Document()
    for section in form.sections:
        document.add_heading(section.title, 1)
        table = document.add_table(rows=0, cols=2)
        for question in section.questions:
            cells = table.add_row().cells
            cells[0].text = labels[question.id]
            _legacy(cells[1], question, written[question.id], chance)
    return _bytes(document)


def with_head(content: bytes, label: str, answer: str) -> bytes:
    """The document with a small table above all else, as a cover sheet has."""
    document = Document(BytesIO(content))
    table = document.add_table(rows=1, cols=2)
    table.cell(0, 0).text, table.cell(0, 1).text = label, answer
    document.element.body.insert(0, table._tbl)
    return _bytes(document)


def two_children(form: Form, first: Filled, second: Filled, labels: Labels) -> bytes:
    """One file with the part about the child filled in for two."""
    document = Document()
    for section, written in [*((s, first) for s in form.sections), (form.sections[0], second)]:
        document.add_heading(section.title, 1)
        table = document.add_table(rows=0, cols=2)
        for question in section.questions:
            cells = table.add_row().cells
            cells[0].text = labels[question.id]
            _put(cells[1], written[question.id])
    return _bytes(document)


def _beside(table: Any, label: str, one: Written) -> None:
    cells = table.add_row().cells
    cells[0].text = f"{label} *"
    _put(cells[1].merge(cells[3]), one)


def _under(table: Any, label: str, one: Written) -> None:
    cells = table.add_row().cells
    cells[0].merge(cells[3]).text = label
    cells = table.add_row().cells
    _put(cells[0].merge(cells[3]), one)


def _in_one_cell(table: Any, label: str, one: Written) -> None:
    cells = table.add_row().cells
    whole = cells[0].merge(cells[3])
    whole.text = label
    _put(whole, one, more=True)


def _nested(table: Any, label: str, one: Written) -> None:
    cells = table.add_row().cells
    cells[0].text = label
    inner = cells[1].merge(cells[3]).add_table(rows=1, cols=1)
    _put(inner.cell(0, 0), one)


def _reaching_down(table: Any, label: str, one: Written) -> None:
    if len(one.pieces) != 1 or "\n" not in one.text or one.codes is not None or one.outcome != EXACT:
        _beside(table, label, one)
        return
    first, second = table.add_row().cells, table.add_row().cells
    first[0].merge(second[0]).text = label
    for cells, text in ((first, one.text), (second, "")):
        cells[1].merge(cells[3]).text = text


def _office_box(document: Any, labels: Labels) -> None:
    table = document.add_table(rows=3, cols=2)
    table.cell(0, 0).merge(table.cell(0, 1)).text = "OFFICE USE ONLY"
    for row, (key, text) in enumerate((("date_of_birth", "1 January 2001"), ("initials", "ZZ")), 1):
        table.cell(row, 0).text, table.cell(row, 1).text = labels.get(key, "Received"), text


def _put(cell: Any, one: Written, *, more: bool = False) -> None:
    for number, line in enumerate(_lines(one)):
        paragraph = cell.paragraphs[0] if number == 0 and not more else cell.add_paragraph()
        _add(paragraph._p, line)


def _paragraphs(document: Any, one: Written) -> None:
    for line in _lines(one):
        _add(document.add_paragraph()._p, line)


def _runs(paragraph: Any, one: Written) -> None:
    for line in _lines(one):
        _add(paragraph, line)


def _add(paragraph: Any, line: list[tuple[str, bool]]) -> None:
    for text, struck in line:
        made = run(text)
        properties = element(
            "rPr", None, *([element("strike")] if struck else []), *([element("rtl")] if _is_rtl(text) else [])
        )
        made.insert(0, properties)
        paragraph.append(made)


def _is_rtl(text: str) -> bool:
    return any("\u0590" <= letter <= "\u06ff" for letter in text)


def _lines(one: Written) -> list[list[tuple[str, bool]]]:
    lines: list[list[tuple[str, bool]]] = [[]]
    for text, struck in one.pieces:
        first, *rest = text.split("\n")
        lines[-1].append((first, struck))
        lines += [[(part, struck)] for part in rest]
    return [[piece for piece in line if piece[0]] for line in lines] if one.pieces else []


def _legacy(cell: Any, question: Question, one: Written, chance: random.Random) -> None:
    paragraph = cell.paragraphs[0]._p
    if one.codes is None or (one.codes and one.outcome != EXACT):
        for mark in _field("FORMTEXT", element("textInput"), one.text or "\u2002" * 5):
            paragraph.append(mark)
    elif question.kind == "choices" or chance.random() < 0.5:
        for option in question.choices:
            checked = element(
                "checked" if option.code in one.codes else "default", {"val": str(int(option.code in one.codes))}
            )
            for mark in _field("FORMCHECKBOX", element("checkBox", None, element("sizeAuto"), checked)):
                paragraph.append(mark)
            paragraph.append(run(f" {option.label}\n"))
    else:
        entries = [
            element("listEntry", {"val": text}) for text in ("     ", *(option.label for option in question.choices))
        ]
        at = next((n for n, option in enumerate(question.choices, 1) if option.code in one.codes), 0)
        result = [element("result", {"val": str(at)})] if at else []
        for mark in _field("FORMDROPDOWN", element("ddList", None, *result, *entries)):
            paragraph.append(mark)


def _field(name: str, data: etree._Element, shown: str = "") -> list[etree._Element]:
    begin = element("fldChar", {"fldCharType": "begin"}, element("ffData", None, element("enabled"), data))
    code = element("instrText")
    code.text = f" {name} "
    marks = [begin, code, element("fldChar", {"fldCharType": "separate"})]
    end = element("fldChar", {"fldCharType": "end"})
    return [*(element("r", None, mark) for mark in marks), *([run(shown)] if shown else []), element("r", None, end)]


def _bytes(document: Any) -> bytes:
    out = BytesIO()
    document.save(out)
    return out.getvalue()
