"""The look that every Word document of the clerk shares: A4, marking on every page, page numbers, real headings."""

from collections.abc import Iterable, Sequence
from io import BytesIO
from typing import Any

from lxml import etree

from adapters.documents.controls import PLACEHOLDER_STYLE
from adapters.documents.wordml import element, legal, w
from panel.profile import Profile

FONT = "Arial"
INK = "1F3864"
LABEL_SHADE = "E8EDF4"
HEAD_SHADE = "1F3864"
LABEL_CM, VALUE_CM = 6.4, 10.6
"""Widths of the two columns: together the 17 cm between the margins of A4."""
_TABLE_STYLE = "Table Grid"
Document = Any
"""A python-docx document; the library has no types."""


def start(profile: Profile, title: str, footer: str) -> Document:
    """A python-docx document with the page set up; `footer` stands beside the page number."""
    # python-docx costs a tenth of a second to import, and only some runs of the clerk write documents.
    import docx
    from docx.shared import Cm

    document = docx.Document()
    page = document.sections[0]
    page.page_width, page.page_height = Cm(21), Cm(29.7)
    page.left_margin = page.right_margin = Cm(2)
    page.top_margin, page.bottom_margin = Cm(2.2), Cm(2)
    _styles(document)
    _header_and_footer(page, " · ".join(filter(None, (profile.panel.marking.upper(), title))), footer)
    core = document.core_properties
    core.title, core.author, core.language, core.comments = legal(title), profile.panel.name, "en-GB", ""
    return document


def head(document: Document, profile: Profile, title: str) -> None:
    """The title with council and panel under it."""
    document.add_paragraph(legal(title), style="Title")
    document.add_paragraph(legal(f"{profile.panel.council}: {profile.panel.name}"), style="Subtitle")


def two_columns(document: Document, heads: tuple[str, str]) -> Any:
    """An empty table of labels and values with its header row, which repeats on each page."""
    table = document.add_table(rows=1, cols=2, style=_TABLE_STYLE)
    table.autofit = False
    _widths(table)
    properties = table._tbl.tblPr
    # The schema fixes the order of these, and Word calls a file damaged that does not keep it.
    properties.find(w("tblLayout")).addprevious(_borders())
    properties.find(w("tblLayout")).addnext(_padding())
    row = table.rows[0]
    row._tr.get_or_add_trPr().append(element("tblHeader"))
    for cell, text in zip(row.cells, heads, strict=True):
        shade(cell, HEAD_SHADE)
        cell.paragraphs[0].add_run(text).bold = True
        _white(cell.paragraphs[0])
    return table


def grid(document: Document, heads: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """A table of several columns, with its header row on each page."""
    table = document.add_table(rows=1, cols=len(heads), style=_TABLE_STYLE)
    table.rows[0]._tr.get_or_add_trPr().append(element("tblHeader"))
    for cell, text in zip(table.rows[0].cells, heads, strict=True):
        shade(cell, HEAD_SHADE)
        cell.paragraphs[0].add_run(legal(text)).bold = True
        _white(cell.paragraphs[0])
    for row in rows:
        added = table.add_row()
        added._tr.get_or_add_trPr().append(element("cantSplit"))
        for cell, value in zip(added.cells, row, strict=True):
            fill(cell, [str(value)])


def add_row(table: Any, label: Sequence[str]) -> Any:
    """One more row: its label, with smaller print under it. Gives the cell for the value."""
    from docx.shared import Cm

    row = table.add_row()
    # A question torn in two by the end of a page is hard to read.
    row._tr.get_or_add_trPr().append(element("cantSplit"))
    left, right = row.cells
    left.width, right.width = Cm(LABEL_CM), Cm(VALUE_CM)
    shade(left, LABEL_SHADE)
    left.paragraphs[0].add_run(legal(label[0])).bold = True
    for line in filter(None, label[1:]):
        left.add_paragraph(legal(line), style="Small")
    return right


def heading(document: Document, text: str) -> None:
    """A heading that Word's navigation and screen readers know as one."""
    document.add_heading(legal(text), level=1)


def room_to_write(table: Any) -> None:
    """Make the last row at least 1.6 cm high, so that a printed form can be written on."""
    from docx.shared import Cm

    table.rows[-1].height = Cm(1.6)


def paragraph(document: Document, text: str) -> None:
    """A paragraph that stays on one page with what follows it."""
    document.add_paragraph(legal(text)).paragraph_format.keep_with_next = True


def bullet(document: Document, text: str) -> None:
    """One point of a list."""
    document.add_paragraph(legal(text), style="List Bullet")


def free(document: Document, text: str) -> None:
    """A paragraph that may stand at the end of a page."""
    document.add_paragraph(legal(text))


def fill(cell: Any, lines: Iterable[str]) -> None:
    """Text into an empty cell, a paragraph for each line."""
    first, *rest = [legal(line) for line in lines] or [""]
    cell.paragraphs[0].add_run(first)
    for line in rest:
        cell.add_paragraph(line)


def shade(cell: Any, colour: str) -> None:
    """A background for a cell; RRGGBB."""
    cell._tc.get_or_add_tcPr().append(element("shd", {"val": "clear", "color": "auto", "fill": colour}))


def to_bytes(document: Document) -> bytes:
    """The document as a .docx file."""
    out = BytesIO()
    document.save(out)
    return out.getvalue()


def _styles(document: Document) -> None:
    from docx.enum.style import WD_STYLE_TYPE
    from docx.shared import Pt, RGBColor

    sizes = {"Normal": 11, "Title": 22, "Subtitle": 13, "Heading 1": 15, "Heading 2": 12}
    for name, points in sizes.items():
        style = document.styles[name]
        _plain_font(style)
        style.font.size = Pt(points)
        if name != "Normal":
            style.font.color.rgb = RGBColor.from_string(INK)
            style.font.italic = False
    document.styles["Normal"].paragraph_format.space_after = Pt(3)
    document.styles["Heading 1"].paragraph_format.space_before = Pt(18)
    document.styles["Heading 1"].paragraph_format.space_after = Pt(4)
    small = document.styles.add_style("Small", WD_STYLE_TYPE.PARAGRAPH)
    small.base_style, small.font.size = document.styles["Normal"], Pt(9)
    hint = document.styles.add_style("Placeholder Text", WD_STYLE_TYPE.CHARACTER)
    hint.element.set(w("styleId"), PLACEHOLDER_STYLE)
    # Dark enough against white for WCAG 2.2 contrast (1.4.3), light enough to be told from an answer.
    hint.font.color.rgb = RGBColor.from_string("595959")
    for language in document.styles.element.iter(w("lang")):
        language.set(w("val"), "en-GB")


def _plain_font(style: Any) -> None:
    style.font.name = FONT
    fonts = style.element.rPr.rFonts
    for name in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        # A theme's font would win over the one named.
        fonts.attrib.pop(w(name), None)


def _header_and_footer(page: Any, marking: str, footer: str) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH

    top = page.header.paragraphs[0]
    top.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    top.add_run(legal(marking)).bold = True
    bottom = page.footer.paragraphs[0]
    bottom.add_run(legal(f"{footer} · Page "))
    bottom._p.append(_field("PAGE"))
    bottom.add_run(" of ")
    bottom._p.append(_field("NUMPAGES"))


def _field(code: str) -> etree._Element:
    shown = element("t")
    shown.text = "1"
    return element("fldSimple", {"instr": code}, element("r", None, shown))


def _borders() -> etree._Element:
    line = {"val": "single", "sz": "4", "space": "0", "color": "8496B0"}
    sides = ("top", "left", "bottom", "right", "insideH", "insideV")
    return element("tblBorders", None, *(element(side, line) for side in sides))


def _padding() -> etree._Element:
    sides = {"top": "70", "left": "110", "bottom": "50", "right": "110"}
    return element("tblCellMar", None, *(element(side, {"w": size, "type": "dxa"}) for side, size in sides.items()))


def _widths(table: Any) -> None:
    from docx.shared import Cm

    for column, centimetres in zip(table.columns, (LABEL_CM, VALUE_CM), strict=True):
        column.width = Cm(centimetres)


def _white(paragraph: Any) -> None:
    from docx.shared import RGBColor

    for part in paragraph.runs:
        part.font.color.rgb = RGBColor(255, 255, 255)
