"""Word documents about one case: the summary for the panel, and the decision sheet."""

from collections.abc import Sequence

from adapters.documents import page
from panel.profile import Profile

Row = tuple[str, str]
"""A question and its answer, as a person reads them."""


def case_summary(
    profile: Profile, ref: str, sections: Sequence[tuple[str, Sequence[Row]]], *, status: Sequence[str]
) -> bytes:
    """The case as .docx: where it stands, then each section of the form with what was answered."""
    document = page.start(profile, f"Case summary {ref}", f"{profile.panel.council}, {ref}")
    page.head(document, profile, f"Case summary {ref}")
    for line in status:
        page.paragraph(document, line)
    for title, rows in sections:
        page.heading(document, title)
        _table(document, ("Question", "Answer"), rows)
    return page.to_bytes(document)


def decision_sheet(profile: Profile, title: str, rows: Sequence[Row]) -> bytes:
    """The decision as .docx: one table; `title` carries the reference."""
    document = page.start(profile, title, profile.panel.council)
    page.head(document, profile, title)
    _table(document, ("About the decision", "Recorded"), rows)
    return page.to_bytes(document)


def _table(document: page.Document, heads: Row, rows: Sequence[Row]) -> None:
    table = page.two_columns(document, heads)
    for question, answer in rows:
        page.fill(page.add_row(table, [question]), answer.split("\n"))
