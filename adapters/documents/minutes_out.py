"""The minutes of a meeting as a Word document."""

from collections.abc import Sequence

from adapters.documents import page
from panel.profile import Profile

Row = tuple[str, str]


def minutes_document(
    profile: Profile, title: str, rows: Sequence[Row], parts: Sequence[tuple[str, Sequence[str]]]
) -> bytes:
    """The minutes as .docx: who was there, then each heading with its lines.

    The lines are bullets, or paragraphs where the profile has minutes written freely (RO-11.7).
    """
    document = page.start(profile, title, profile.panel.council)
    page.head(document, profile, title)
    table = page.two_columns(document, ("About the meeting", "Recorded"))
    for name, said in rows:
        page.fill(page.add_row(table, [name]), said.split("\n"))
    bullets = profile.minutes is not None and profile.minutes.written == "bullets"
    write = page.bullet if bullets else page.free
    for heading, lines in parts:
        page.heading(document, heading)
        for line in lines:
            write(document, line)
    return page.to_bytes(document)
