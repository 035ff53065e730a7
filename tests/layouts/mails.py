"""The same answers in a mail itself, as HTML and as plain text, and in the fields of a PDF."""

import html
import random
from io import BytesIO

from pypdf import PdfWriter
from pypdf.generic import ArrayObject, BooleanObject, DictionaryObject, NameObject, NumberObject, TextStringObject
from reportlab.pdfgen.canvas import Canvas

from panel.form import Form, Question
from tests.layouts.filling import EXACT, Written
from tests.layouts.word import Filled, Labels

_HELLO = "Dear clerk,\n\nplease find my request below.\n\nKind regards\nPriya Nair\n\n"
_BYE = "\n\nMany thanks\nPriya Nair\nSocial worker, Dunstable\n-- \nCouncil offices\n"
_EARLIER = "From: Tom Birch\nSent: 3 November 2026 10:00\nTo: Priya Nair\nSubject: Forms\n\nInitials of the child: ZZ\n"


def plain_mail(form: Form, written: Filled, chance: random.Random, labels: Labels) -> str:
    """Each question on a line, its answer after a colon, after a tab, or on the next line."""
    lines = []
    for section in form.sections:
        lines.append(f"\n{section.title.upper() if chance.random() < 0.5 else section.title}\n")
        for question in section.questions:
            label, text = labels[question.id], written[question.id].text.strip("\n")
            style = chance.choice((": ", "\t", "\n", " - ")) if "\n" not in text else chance.choice((":\n", "\n"))
            if style == "\n" and len(label) > 70:
                label = _wrapped(label)
            lines.append(f"{label}{style}{text}")
            lines += [""] * chance.randint(0, 1)
    return _HELLO + "\n".join(lines) + _BYE + _EARLIER


def html_mail(form: Form, written: Filled, chance: random.Random, labels: Labels) -> str:
    """A page of tables and paragraphs, with what mail programs put around it."""
    parts = ["<html><head><title>Initials of the child: ZZ</title></head><body><p>Dear clerk,</p>"]
    for section in form.sections:
        table = chance.random() < 0.6
        parts.append(f"<h2>{html.escape(section.title)}</h2>{'<table border=1>' if table else ''}")
        for question in section.questions:
            label, answer = html.escape(labels[question.id]), _pieces(written[question.id])
            if table:
                parts.append(f"<tr><td><p class=MsoNormal><b>{label}</b></p></td><td>{answer}<o:p></o:p></td></tr>")
            elif "<br>" in answer:
                parts.append(f"<p><b>{label}</b><br>{answer}</p>")
            else:
                parts.append(f"<div><strong>{label}</strong>: {answer}</div>")
        parts.append("</table>" if table else "")
    earlier = "<div id=divRplyFwdMsg><p>Initials of the child: ZZ</p></div>"
    return "".join(
        [*parts, "<p>Kind regards<br>Priya</p>", '<img src="https://track.example/x.png">', earlier, "</body></html>"]
    )


def fillable_pdf(form: Form, written: Filled, chance: random.Random, labels: Labels) -> bytes:
    """Fields named by the ids of the questions, or by numbers with the wording as their tooltip."""
    fields = []
    named = chance.random() < 0.5
    for _, question in form.all_questions():
        one = written[question.id]
        name = question.id if named else f"Text{len(fields)}"
        fields += _fields(question, one, name, labels[question.id], chance)
    return pdf_of(fields)


def drawn_pdf(said: dict[str, str]) -> bytes:
    """A PDF with fields as ReportLab draws it, with packed streams, appearances and fonts."""
    out = BytesIO()
    canvas = Canvas(out, pageCompression=1)
    for number, (name, text) in enumerate(said.items()):
        canvas.acroForm.textfield(name=name, value=text, x=40, y=800 - 40 * number, width=400, height=30)
    canvas.drawString(40, 20, "A form")
    canvas.showPage()
    canvas.save()
    return out.getvalue()


def pdf_of(fields: list[DictionaryObject], *, struck: int | None = None, **more: object) -> bytes:
    """A one-page PDF with these fields; over the one with the number `struck` somebody drew a line."""
    writer = PdfWriter()
    page = writer.add_blank_page(595, 842)
    references = []
    for number, each in enumerate(fields):
        each[NameObject("/Subtype")] = NameObject("/Widget")
        box = (40, 800 - number * 5, 500, 804 - number * 5)
        each[NameObject("/Rect")] = ArrayObject([NumberObject(edge) for edge in box])
        references.append(writer._add_object(each))
    if struck is not None:
        over = {"/Subtype": NameObject("/StrikeOut"), "/Rect": fields[struck]["/Rect"]}
        references.append(writer._add_object(DictionaryObject({NameObject(key): each for key, each in over.items()})))
    page[NameObject("/Annots")] = ArrayObject(references)
    extra = {NameObject(f"/{key}"): value for key, value in more.items()}
    form = DictionaryObject({NameObject("/Fields"): ArrayObject(references), **extra})
    writer._root_object[NameObject("/AcroForm")] = form
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


def text_field(name: str, tooltip: str, value: str) -> DictionaryObject:
    """A field to write in."""
    return _field("/Tx", name, tooltip, TextStringObject(value))


def _fields(question: Question, one: Written, name: str, label: str, chance: random.Random) -> list[DictionaryObject]:
    if not question.choices or (one.codes and one.outcome != EXACT) or one.codes is None:
        return [text_field(name, label, one.text)]
    if question.kind == "choices":
        ticked = {
            option.code: NameObject("/Yes" if option.code in one.codes else "/Off") for option in question.choices
        }
        return [_field("/Btn", f"{name}.{o.code}", f"{label}: {o.label}", ticked[o.code]) for o in question.choices]
    chosen = next((option for option in question.choices if option.code in one.codes), None)
    if chance.random() < 0.5:
        options = ArrayObject(
            ArrayObject([TextStringObject(o.code), TextStringObject(o.label)]) for o in question.choices
        )
        field = _field("/Ch", name, label, TextStringObject(chosen.code if chosen else ""))
        field[NameObject("/Opt")] = options
        return [field]
    field = _field("/Btn", name, label, NameObject(f"/{chosen.code}" if chosen else "/Off"))
    field[NameObject("/Ff")] = NumberObject(1 << 15)
    return [field]


def _field(kind: str, name: str, tooltip: str, value: object) -> DictionaryObject:
    said = {"/FT": NameObject(kind), "/T": TextStringObject(name), "/TU": TextStringObject(tooltip), "/V": value}
    return DictionaryObject({NameObject(key): each for key, each in said.items()})


def need_appearances() -> BooleanObject:
    """A setting many fillable PDFs have."""
    return BooleanObject(True)


def _wrapped(label: str) -> str:
    words, line = label.split(), ""
    for number, word in enumerate(words):
        if len(line) + len(word) > 66:
            return f"{line.strip()}\n{' '.join(words[number:])}"
        line = f"{line} {word}"
    return label


def _pieces(one: Written) -> str:
    said = "".join(f"<s>{html.escape(text)}</s>" if struck else html.escape(text) for text, struck in one.pieces)
    return said.replace("\n", "<br>")
