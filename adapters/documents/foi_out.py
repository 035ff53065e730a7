"""The pack for a freedom-of-information request as a Word file: the panel's rules, then its meetings in numbers."""

from collections.abc import Sequence

from adapters.documents import page
from panel.profile import Profile
from panel.tables import Table


def foi_pack(profile: Profile, title: str, note: str, rules: Sequence[str], meetings: Table) -> bytes:
    """The pack as .docx; `rules` are lines of Markdown. It bears no marking, as it goes out."""
    open_panel = profile.model_copy(update={"panel": profile.panel.model_copy(update={"marking": ""})})
    document = page.start(open_panel, title, profile.panel.council)
    page.head(document, open_panel, title)
    page.free(document, note)
    for line in filter(None, rules):
        if line.startswith("#"):
            page.heading(document, line.lstrip("# "))
        elif line.startswith("- "):
            page.bullet(document, line[2:])
        else:
            page.free(document, line)
    page.heading(document, meetings.title)
    page.grid(document, meetings.heads, meetings.rows)
    return page.to_bytes(document)
