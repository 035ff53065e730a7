"""The quarterly report as a Word file, from a template that a council can copy and change."""

from collections.abc import Mapping
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from typing import Any

from jinja2 import TemplateError

from adapters.documents.word_templates import ENVIRONMENT, REPORTS, problems
from adapters.documents.wordml import legal
from panel.errors import DeliveryFailed
from panel.tables import Table

PICTURE_CM = 16
_DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}docPr"


def report_document(heads: Mapping[str, str], tables: list[Table], picture: bytes, template: Path) -> bytes:
    """The report as .docx from this template.

    Raises `DeliveryFailed` for a template that cannot be filled in, naming the field and the line: a person mends it.
    """
    from docxtpl import DocxTemplate

    for problem in problems(template, sort=REPORTS):
        raise DeliveryFailed(problem, permanent=True)
    document = DocxTemplate(template)
    fields: dict[str, Any] = {name: legal(text) for name, text in heads.items()}
    fields["tables"] = [_shown(table) for table in tables]
    fields["picture"] = _picture(document, picture) if picture else ""
    out = BytesIO()
    try:
        # A template is a file people pass around: it is filled in, and can reach nothing else.
        document.render(fields, ENVIRONMENT, autoescape=True)
        _described(document, fields.get("picture_words", ""))
        document.save(out)
    except TemplateError as error:
        raise DeliveryFailed(f"the report template cannot be filled in: {error}", permanent=True) from error
    return out.getvalue()


def _shown(table: Table) -> dict[str, Any]:
    rows = [[legal(_said(cell)) for cell in row] for row in table.rows]
    return {"title": legal(table.title), "heads": list(table.heads), "rows": rows, "note": legal(table.note)}


def _said(cell: object) -> str:
    return f"{cell:,}" if isinstance(cell, int | Decimal) else str(cell)


def _described(document: Any, words: str) -> None:
    """The words for whoever cannot see the picture, where screen readers look for them."""
    for drawing in document.docx.element.body.iter(_DRAWING):
        if not drawing.get("descr"):
            drawing.set("descr", words)


def _picture(document: Any, picture: bytes) -> Any:
    from docx.shared import Cm
    from docxtpl import InlineImage

    return InlineImage(document, BytesIO(picture), width=Cm(PICTURE_CM))
