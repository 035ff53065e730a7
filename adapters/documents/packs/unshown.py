"""The page that stands where a paper cannot be shown."""

from adapters.documents.packs.page import sheet_pages
from panel.printing import Enclosure, Part, Sheet

_WHY = {
    "missing": "its file is not there",
    "encrypted": "it is locked with a password",
    "damaged": "the file is damaged",
    "macros": "it holds macros, which are never opened here",
    "unsafe": "it is built in a way that could do harm, so it was not opened",
    "too_hard": "it takes too long to open",
    "too_big": "it is too large to be shown",
    "too_long": "it is too long to be shown",
    "old_word": "it is a Word file of the old kind (.doc)",
    "layers": "it is a drawing with layers, some of them hidden",
    "form": "it is a PDF form whose answers only its own program shows",
}
_OTHERWISE = "it is a kind of file of which no pages can be made"


def instead(enclosure: Enclosure, reason: str) -> bytes:
    """What the paper is, why its pages are not here, and how to have the file."""
    lines = [f"The pages of this paper are not here: {_WHY.get(reason, _OTHERWISE)}.", enclosure.how_to_get]
    return sheet_pages(Sheet(enclosure.label, "A paper that is not shown in this pack", [Part("", lines=lines)]))
