"""The decision sheet."""

from io import BytesIO

from docx import Document

from adapters.documents.sheet_out import decision_sheet
from tests.unit.documents.forms import PROFILE


def shown(content):
    document = Document(BytesIO(content))
    tables = [[[cell.text for cell in row.cells] for row in table.rows] for table in document.tables]
    return [(p.style.name, p.text) for p in document.paragraphs], tables


def test_the_decision_sheet_is_one_table():
    """With the reference in its title."""
    assert shown(decision_sheet(PROFILE, "Decision CB-0007", [("Outcome", "Agreed")])) == (
        [("Title", "Decision CB-0007"), ("Subtitle", "Central Bedfordshire: Access to Resources Panel")],
        [[["About the decision", "Recorded"], ["Outcome", "Agreed"]]],
    )


def test_the_marking_stands_on_the_sheet():
    """Decision sheets are confidential."""
    page = Document(BytesIO(decision_sheet(PROFILE, "Decision CB-0007", []))).sections[0]
    assert page.header.paragraphs[0].text == "CONFIDENTIAL · Decision CB-0007"


def test_characters_word_cannot_hold_are_left_out():
    """A control character in an answer must not make a file Word calls damaged."""
    _, tables = shown(decision_sheet(PROFILE, "D\x00", [("Q\x01?", "a\x0bb\ud800c\nd")]))
    assert tables == [[["About the decision", "Recorded"], ["Q?", "abc\nd"]]]
