"""The story of one emergency as a Word document, with times to the second, fit for an inspector."""

from collections.abc import Sequence

from adapters.documents import page
from adapters.documents.sheet_out import Row
from panel.profile import Profile


def emergency_history(profile: Profile, ref: str, about: Sequence[Row], lines: Sequence[Row]) -> bytes:
    """What was asked and what came of it, then everything that happened with its time, as .docx."""
    title = f"History of emergency {ref}"
    document = page.start(profile, title, f"{profile.panel.council}, {ref}")
    page.head(document, profile, title)
    page.paragraph(document, "Times are London time. Every line is taken from the record and its audit trail.")
    page.heading(document, "What was asked and decided")
    _rows(document, ("About the request", "Recorded"), about)
    page.heading(document, "What happened")
    _rows(document, ("When", "What, and who"), lines)
    return page.to_bytes(document)


def _rows(document: page.Document, heads: Row, rows: Sequence[Row]) -> None:
    table = page.two_columns(document, heads)
    for label, value in rows:
        if value:
            page.fill(page.add_row(table, [label]), value.split("\n"))
