"""The quarterly report as a Word file, from a template that a council can copy and change."""

from collections.abc import Mapping
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

from adapters.documents.wordml import legal
from panel.errors import DeliveryFailed
from panel.tables import Table

SHIPPED = Path(__file__).parent / "reports"
TEMPLATE = "report.docx"
PICTURE_CM = 16
_DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}docPr"


def report_document(heads: Mapping[str, str], tables: list[Table], picture: bytes, folder: Path | None = None) -> bytes:
    """The report as .docx, from `report.docx` of the council's own folder or else the shipped one.

    Raises `DeliveryFailed` where the council's template cannot be filled in, and says why: it is for a person to mend.
    """
    from docx.opc.exceptions import PackageNotFoundError
    from docxtpl import DocxTemplate
    from jinja2 import TemplateError
    from jinja2.sandbox import SandboxedEnvironment

    document = DocxTemplate(template_in(folder))
    fields: dict[str, Any] = {name: legal(text) for name, text in heads.items()}
    fields["tables"] = [_shown(table) for table in tables]
    fields["picture"] = _picture(document, picture) if picture else ""
    out = BytesIO()
    try:
        # A template is a file people pass around: it is filled in, and can reach nothing else.
        document.render(fields, SandboxedEnvironment(autoescape=True), autoescape=True)
        _described(document, fields.get("picture_words", ""))
        document.save(out)
    except (TemplateError, PackageNotFoundError, BadZipFile) as error:
        raise DeliveryFailed(f"the report template cannot be filled in: {error}", permanent=True) from error
    return out.getvalue()


def template_in(folder: Path | None) -> Path:
    """The council's own template where there is one, else the shipped one."""
    own = folder / TEMPLATE if folder else None
    return own if own and own.exists() else SHIPPED / TEMPLATE


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
