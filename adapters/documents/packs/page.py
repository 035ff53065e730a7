"""Pages of our own as PDF: real text in an embedded font, fixed dates and ids, the same bytes for the same words."""

import importlib.util
import threading
from collections.abc import Callable, Iterable, Sequence
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

from adapters.documents.wordml import legal
from panel.printing import Part, Sheet

FONT, BOLD = "ClerkSans", "ClerkSans-Bold"
INK = "#1F3864"
TO_PAGE = "https://page.invalid/"
"""An address that no page has, followed by a number, until a copy is bound."""
MARGIN = 56.7
"""Points: 2 cm, also below, where the page number and the marking are put when the copy is bound."""
_LOCK = threading.Lock()
"""reportlab keeps its fonts and counters for the whole process."""


def sheet_pages(sheet: Sheet) -> bytes:
    """The sheet as a PDF of A4 pages."""
    return pages([heading(sheet.title, "Title"), said(sheet.subtitle, "Quiet"), *story(sheet.parts)], sheet.title)


def story(parts: Sequence[Part]) -> list[Any]:
    """The parts as flowables of reportlab: each question in bold with its answer under it."""
    flow: list[Any] = []
    for part in parts:
        flow += [heading(part.title)] if part.title else []
        for name, value in part.rows:
            flow += [said(name, "Asked"), said(value)]
        flow += [said(line) for line in part.lines]
    return flow


def pages(flow: list[Any], title: str) -> bytes:
    """Flowables on A4 pages; raises reportlab's `LayoutError` for something that fits on no page."""
    from reportlab.lib.pagesizes import A4
    from reportlab.platypus import SimpleDocTemplate

    out = BytesIO()
    document = SimpleDocTemplate(
        out,
        pagesize=A4,
        leftMargin=MARGIN,
        rightMargin=MARGIN,
        topMargin=MARGIN,
        bottomMargin=MARGIN,
        title=title,
        author="",
        lang="en-GB",
        invariant=1,
    )
    with _LOCK:
        document.build(flow)
    return out.getvalue()


def heading(text: str, style: str = "Heading") -> Any:
    """A heading that stays with what follows it."""
    return said(text, style)


def said(text: str, style: str = "Body") -> Any:
    """A paragraph; what people typed is shown as typed, whatever signs are in it."""
    return typed([(text, False)], style)


def leading(text: str, style: str, page: int) -> Any:
    """A paragraph to be tapped; the press turns what it leads to into a page of the bound copy, counted from 0."""
    from reportlab.platypus import Paragraph

    shown = styles()[style]
    return Paragraph(f'<a href="{TO_PAGE}{page}" color="{INK}">{escape(legal(text))}</a>', shown)


def typed(pieces: Iterable[tuple[str, bool]], style: str) -> Any:
    """A paragraph of pieces of text, each struck out or not."""
    from reportlab.platypus import Paragraph

    whole = [(escape(legal(text)).replace("\n", "<br/>"), struck) for text, struck in pieces]
    return Paragraph("".join(f"<strike>{text}</strike>" if struck else text for text, struck in whole), styles()[style])


@cache
def styles() -> dict[str, Any]:
    """The few styles of these pages."""
    from reportlab.lib.styles import ParagraphStyle

    _fonts()
    body = ParagraphStyle("Body", fontName=FONT, fontSize=10, leading=14, spaceAfter=5)
    made: Callable[..., Any] = ParagraphStyle
    return {
        "Body": body,
        "Cell": made("Cell", parent=body, fontSize=9, leading=12, spaceAfter=0),
        "CellRight": made("CellRight", parent=body, fontSize=9, leading=12, spaceAfter=0, alignment=2),
        "Inset": made("Inset", parent=body, fontSize=9, leading=12, spaceAfter=0, leftIndent=14),
        "Quiet": made("Quiet", parent=body, textColor="#444444", spaceAfter=10),
        "Asked": made("Asked", parent=body, fontName=BOLD, fontSize=9, leading=12, spaceAfter=1, keepWithNext=1),
        "Heading": made(
            "Heading",
            parent=body,
            fontName=BOLD,
            fontSize=13,
            leading=17,
            spaceBefore=10,
            textColor=INK,
            keepWithNext=1,
        ),
        "Title": made(
            "Title", parent=body, fontName=BOLD, fontSize=20, leading=25, spaceAfter=8, textColor=INK, keepWithNext=1
        ),
    }


@cache
def _fonts() -> None:
    """DejaVu Sans, which comes with matplotlib: reportlab's own fonts lack the letters of many names."""
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont

    found = importlib.util.find_spec("matplotlib")
    folder = Path(next(iter((found and found.submodule_search_locations) or [])), "mpl-data", "fonts", "ttf")
    pdfmetrics.registerFont(TTFont(FONT, str(folder / "DejaVuSans.ttf")))
    pdfmetrics.registerFont(TTFont(BOLD, str(folder / "DejaVuSans-Bold.ttf")))
    pdfmetrics.registerFontFamily(FONT, normal=FONT, bold=BOLD, italic=FONT, boldItalic=BOLD)
