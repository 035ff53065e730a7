"""The panel's referral form as a Word document, drawn from the form definition in the profile."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from xml.sax.saxutils import escape

from lxml import etree

from adapters.documents import page
from adapters.documents.controls import Controls
from adapters.documents.only_if import only_if
from adapters.documents.small_print import HEADS, HOW_TO, PAPERS, beside
from adapters.documents.wordml import FORM_CODE, FORM_TAG, legal, run
from panel.answers import SEVERAL, shown
from panel.form import Kind, Question, Section
from panel.profile import Profile

_PROPERTIES = "http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"
_PROPERTY_TYPES = "http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes"
_PROPERTY_LINK = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/custom-properties"
_PROPERTY_PART = "application/vnd.openxmlformats-officedocument.custom-properties+xml"
_PROPERTY_SET = "{D5CDD505-2E9C-101B-9397-08002B2CF9AE}"
"""The format identifier Office gives every user-defined property."""


def blank_form(profile: Profile, answers: Mapping[str, str] | None = None, ref: str = "") -> bytes:
    """The form as .docx, ready to fill in; `answers`, as they are kept, and `ref` are filled in already."""
    document = page.start(profile, profile.form.title, f"{profile.panel.council}, form {profile.panel.version}")
    page.head(document, profile, profile.form.title)
    document.add_paragraph(HOW_TO)
    writer = _Writer(document, profile, dict(answers or {}), Controls())
    writer.form_code(ref)
    for section in profile.form.sections:
        writer.section(section)
    writer.papers()
    return page.to_bytes(document)


@dataclass(frozen=True)
class _Writer:
    """One form being written."""

    document: page.Document
    profile: Profile
    answers: dict[str, str]
    controls: Controls

    def form_code(self, ref: str) -> None:
        """Say whose form this is three times over: in a control, in words, and in a property that outlives both."""
        code = " | ".join(filter(None, (self.profile.id, self.profile.panel.version, legal(ref))))
        line = self.document.add_paragraph(f"{FORM_CODE} ", style="Small")
        line._p.append(self.controls.fixed(FORM_TAG, "Form code", code))
        _add_property(self.document, FORM_TAG, code)

    def section(self, section: Section) -> None:
        """A heading, what to know first, and a table of questions."""
        page.heading(self.document, section.title)
        for line in filter(None, (only_if(section.when, self.profile.form), section.guidance)):
            page.paragraph(self.document, line)
        table = page.two_columns(self.document, HEADS)
        for question in section.questions:
            cell = page.add_row(table, [question.ask, *beside(question, self.profile.form)])
            if question.kind in (Kind.TEXT, Kind.LIST, Kind.COSTS):
                page.room_to_write(table)
            self._answer(cell, question, self.answers.get(question.id, ""))

    def papers(self) -> None:
        """What to send along."""
        if not self.profile.form.documents:
            return
        page.heading(self.document, PAPERS)
        for rule in self.profile.form.documents:
            when = only_if(rule.when, self.profile.form)
            self.document.add_paragraph(legal(f"{rule.label}. {when}".strip()), style="List Bullet")

    def _answer(self, cell: Any, question: Question, answer: str) -> None:
        first = cell.paragraphs[0]
        if question.kind is not Kind.CHOICES:
            first._p.append(self._control(question, answer))
            return
        chosen = answer.split(SEVERAL)
        for number, option in enumerate(question.options):
            line = first if number == 0 else cell.add_paragraph()
            tag, ticked = f"{question.id}:{option.code}", option.code in chosen
            line._p.append(self.controls.tick_box(tag, option.label, ticked=ticked))
            line._p.append(run(f" {option.label}"))

    def _control(self, question: Question, answer: str) -> etree._Element:
        tag, label = question.id, legal(question.ask)
        match question.kind:
            case Kind.CHOICE | Kind.YES_NO:
                wording = shown(question, answer) if answer else ""
                return self.controls.dropdown(tag, label, question.choices, answer=wording)
            case Kind.DATE | Kind.MEETING:
                return self.controls.date(tag, label, answer)
            case Kind.TEXT | Kind.LIST | Kind.COSTS:
                return self.controls.text(tag, label, answer)
            case _:
                return self.controls.text(tag, label, shown(question, answer))


def _add_property(document: page.Document, name: str, value: str) -> None:
    from docx.opc.packuri import PackURI
    from docx.opc.part import Part

    content = (
        f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><Properties xmlns="{_PROPERTIES}" '
        f'xmlns:vt="{_PROPERTY_TYPES}"><property fmtid="{_PROPERTY_SET}" pid="2" name="{escape(name)}">'
        f"<vt:lpwstr>{escape(value)}</vt:lpwstr></property></Properties>"
    )
    package = document.part.package
    part = Part(PackURI("/docProps/custom.xml"), _PROPERTY_PART, content.encode(), package)
    package.relate_to(part, _PROPERTY_LINK)
