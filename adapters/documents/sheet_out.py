"""The decision sheet as a Word document."""

from collections.abc import Sequence

from adapters.documents import page
from panel.profile import Profile

Row = tuple[str, str]
"""A question and its answer, as a person reads them."""


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
