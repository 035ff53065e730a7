"""What people do to forms of any layout, one thing at a time."""

from io import BytesIO

import pytest
from docx import Document

from adapters.documents.form_in import FormReader
from adapters.documents.html_blocks import html_blocks
from adapters.documents.reading import FormReading, Unreadable
from panel.form import Form
from tests.layouts.mails import need_appearances, pdf_of, text_field
from tests.unit.documents.forms import FORM, PROFILES, forms_of, taken

READER = FormReader(forms_of(PROFILES))
WHOLE = {"Initials": "AB", "Date of birth": "12 March 2014", "Change of school?": "No", "What happened?": "A fire."}
WHOLE |= {"Cost a week": "£12"}
SAID = {"initials": "AB", "born": "12 March 2014", "school": "No", "story": "A fire.", "cost": "£12"}


def table(*rows: tuple[str, ...]) -> bytes:
    """A Word file with one table of these rows."""
    document = Document()
    made = document.add_table(rows=0, cols=max(map(len, rows)))
    for row in rows:
        for cell, text in zip(made.add_row().cells, row, strict=False):
            cell.text = text
    out = BytesIO()
    document.save(out)
    return out.getvalue()


def mailed(text: str = "", source: str = "") -> FormReading:
    reading = READER.read_body(text, source)
    assert isinstance(reading, FormReading), reading
    return reading


def lines(**changes: str) -> str:
    """A mail with a line for each question."""
    return "\n".join(f"{label}: {text}" for label, text in {**WHOLE, **changes}.items())


def test_yes_and_no_at_the_heads_of_columns():
    """A cross under the one or the other."""
    rows = [(label, text, "", "") for label, text in WHOLE.items() if label != "Change of school?"]
    reading = taken(table(*rows, ("", "Yes", "No", ""), ("Change of school?", "", "X", "")))
    assert (reading.answers, reading.unclear) == (SAID, {})


def test_office_use_in_a_table_ends_with_the_table():
    """What the office wrote there is nobody's answer."""
    reading = taken(table(*WHOLE.items(), ("For office use only", ""), ("Initials", "ZZ")))
    assert (reading.answers, reading.unclear) == (SAID, {})


def test_print_nobody_knows_beside_an_empty_box_is_not_taken_for_the_answer():
    """The box is empty; the words under the question may be an instruction. Both are shown."""
    rows = [(label, text) for label, text in WHOLE.items() if label != "Initials"]
    reading = taken(table(*rows, ("Initials\nAs on the birth certificate", "")))
    assert reading.unclear == {"initials": "As on the birth certificate"}


def test_two_filled_cells_are_not_made_one():
    """A column for each child."""
    rows = [(label, text, "") for label, text in WHOLE.items() if label != "Initials"]
    assert taken(table(*rows, ("Initials", "AB", "CD"))).unclear == {"initials": "AB\nCD"}


@pytest.mark.parametrize("said", ["AB/CD", "A+B", "AB and CD", "AB\nCD"])
def test_initials_of_two_children_are_asked_about(said):
    """However they are written."""
    assert mailed(lines(Initials=said)).unclear == {"initials": said}


def test_what_a_mail_quotes_is_not_its_own():
    """Neither marked lines, nor what stands below the head of an earlier mail, nor a signature."""
    quoted = "\n> Initials: ZZ\n-- \nInitials: YY\nFrom: Tom\nSent: Monday\nInitials: XX"
    assert mailed(lines() + quoted).answers == SAID


def test_a_list_of_what_is_missing_sent_back_is_no_form():
    """The names of questions alone say nothing."""
    assert READER.read_body("\n".join(f"- {label}" for label in WHOLE), "") == Unreadable("no_form")


def test_a_long_answer_that_names_another_question_is_asked_about():
    """`Initials: …` inside the story: where does the story end, and whose initials are they?"""
    reading = mailed(lines(**{"What happened?": "A fire.\nInitials: ZZ\nAll are safe."}))
    assert {key: text[:7] for key, text in reading.unclear.items()} == {"initials": "AB / ZZ", "story": "A fire."}


def test_a_wording_that_runs_on_is_asked_about():
    """Without a sign between question and answer nobody can tell where the answer before it ends."""
    text = lines(**{"What happened?": "A fire.\nDate of birth 3 May 2015"})
    assert mailed(text).unclear == {"story": "A fire.\nDate of birth 3 May 2015"}


def test_struck_words_in_html_are_not_chosen():
    """By tag or by style."""
    rows = "".join(f"<tr><td>{label}</td><td>{text}</td></tr>" for label, text in WHOLE.items())
    rows = rows.replace(">No<", "><s>Yes</s> / No<").replace(
        "AB", '<span style="text-decoration:line-through">X</span> AB'
    )
    assert mailed(source=f"<table>{rows}</table>").answers == SAID


def test_html_points_to_things_that_stay_names():
    """Pictures, styles, frames and hidden words are no text; a cell that reaches down is continued."""
    source = (
        '<img src="http://198.51.100.7/x"><link href="http://198.51.100.7/y"><p style="display:none">ZZ</p><p>Hello'
    )
    assert [block.text for block in html_blocks(source)] == ["Hello"]


def test_aliases_of_an_older_form():
    """Other wordings of questions and of choices, and lines that never answer."""
    aliases = {"initials": ["Child"], "cohort": ["Status"], "cohort:cla": ["LAC"]}
    form = Form.model_validate({**FORM.model_dump(by_alias=True), "aliases": aliases, "not_answers": ["In black ink"]})
    text = lines().replace("Initials: AB", "3.1 CHILD (in full)\nIn black ink\nAB\nStatus: lac")
    reading = FormReader({"one": form}).read_body(text, "")
    assert reading.answers == SAID | {"cohort": "Looked after"}


def test_a_pdf_with_fields():
    """Named by the question's id, or by its wording."""
    fields = [text_field(key, "", text) for key, text in SAID.items() if key != "cost"]
    reading = taken(pdf_of([*fields, text_field("Text9", "Cost a week", "£12")], NeedAppearances=need_appearances()))
    assert (reading.answers, reading.unclear) == (SAID, {})


def test_a_pdf_in_which_something_lies_over_a_field_is_asked_about():
    """A stroke or a note drawn over an answer may take it back."""
    fields = [text_field(key, "", text) for key, text in SAID.items()]
    assert taken(pdf_of(fields, struck=1)).unclear == {"born": "12 March 2014"}


def test_a_pdf_of_more_pages_than_are_looked_at_is_not_read_in_part(monkeypatch):
    """What is struck out on the pages behind would be taken for an answer."""
    fields = [text_field(key, "", text) for key, text in SAID.items()]
    monkeypatch.setattr("adapters.documents.pdf_fields._MOST_PAGES", 0)
    assert READER.read(pdf_of(fields)) == Unreadable("too_big")


@pytest.mark.parametrize(
    ("fields", "more", "reason"), [([], {}, "flat_pdf"), (["x"], {"XFA": "x"}, "xfa"), (["x"], {}, "no_form")]
)
def test_a_pdf_that_cannot_be_read_says_why(fields, more, reason):
    """A scan, a form of Adobe's own kind, and a form of somebody else's."""
    content = pdf_of([text_field(name, "", "") for name in fields], **{k: need_appearances() for k in more})
    assert READER.read(content) == Unreadable(reason)
