"""The case summary and the decision sheet."""

from io import BytesIO

from docx import Document

from adapters.documents.summary_out import case_summary, decision_sheet
from tests.unit.documents.forms import PROFILE


def shown(content):
    document = Document(BytesIO(content))
    tables = [[[cell.text for cell in row.cells] for row in table.rows] for table in document.tables]
    return [(p.style.name, p.text) for p in document.paragraphs], tables


def test_the_summary_shows_status_sections_and_answers():
    """All of it, in order, under real headings."""
    sections = [("The child", [("Initials", "AB")]), ("Why now", [("What happened?", "One.\nTwo.")])]
    assert shown(case_summary(PROFILE, "CB-0007", sections, status=["Listed for 8 April 2027"])) == (
        [
            ("Title", "Case summary CB-0007"),
            ("Subtitle", "Central Bedfordshire: Access to Resources Panel"),
            ("Normal", "Listed for 8 April 2027"),
            ("Heading 1", "The child"),
            ("Heading 1", "Why now"),
        ],
        [
            [["Question", "Answer"], ["Initials", "AB"]],
            [["Question", "Answer"], ["What happened?", "One.\nTwo."]],
        ],
    )


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
    _, tables = shown(case_summary(PROFILE, "CB-0007", [("S\x00", [("Q\x01?", "a\x0bb\ud800c\nd")])], status=["\x02x"]))
    assert tables == [[["Question", "Answer"], ["Q?", "abc\nd"]]]
