"""The minutes as a Word document, opened again."""

from io import BytesIO

import pytest
from docx import Document

from adapters.documents.minutes_out import minutes_document
from panel.profile import Profile
from tests.stories import RO
from tests.story import CB, profiles

ROWS = [("Met", "Wed 18 Nov 2026"), ("Present", "Chair: Ann Lee\nHealth: Bo Carr")]
PARTS = [("RO-0002 · FIRST", ["Decision: In principle", "Reasons: Clear"]), ("Also noted", ["A line"])]


def read(profile: Profile) -> tuple[list[tuple[str, str]], list[list[str]], str]:
    document = Document(BytesIO(minutes_document(profile, "Minutes of Wed 18 Nov 2026", ROWS, PARTS)))
    body = [(paragraph.style.name, paragraph.text) for paragraph in document.paragraphs]
    rows = [[cell.text for cell in row.cells] for row in document.tables[0].rows]
    return body, rows, document.sections[0].header.paragraphs[0].text


@pytest.mark.rule("RO-11.7")
def test_minutes_in_bullets() -> None:
    """Where the profile says so each line is a bullet; title, panel, attendance and marking stand above."""
    body, rows, head = read(profiles()[RO])
    assert body == [
        ("Title", "Minutes of Wed 18 Nov 2026"),
        ("Subtitle", f"{profiles()[RO].panel.council}: {profiles()[RO].panel.name}"),
        ("Heading 1", "RO-0002 · FIRST"),
        ("List Bullet", "Decision: In principle"),
        ("List Bullet", "Reasons: Clear"),
        ("Heading 1", "Also noted"),
        ("List Bullet", "A line"),
    ]
    assert rows[1:] == [["Met", "Wed 18 Nov 2026"], ["Present", "Chair: Ann Lee\nHealth: Bo Carr"]]
    assert head.startswith(profiles()[RO].panel.marking.upper())


def test_minutes_written_freely_and_marked() -> None:
    """Paragraphs instead, and the panel's own marking on each page."""
    body, _, head = read(profiles()[CB])
    assert [style for style, _ in body[2:]] == ["Heading 1", "Normal", "Normal", "Heading 1", "Normal"]
    assert head.startswith("CONFIDENTIAL")
