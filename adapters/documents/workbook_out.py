"""Tables as an Excel workbook: a sheet for each, which filters and prints as it is."""

from collections.abc import Iterable
from io import BytesIO
from typing import Any

from adapters.documents.wordml import legal
from panel.tables import Cell, Table

HEAD_FILL, HEAD_INK = "1F3864", "FFFFFF"
WIDEST = 70
"""Characters; a longer text is folded."""
_NOT_IN_A_NAME = str.maketrans(dict.fromkeys("[]:*?/\\", "-"))
LONGEST_NAME = 31
"""Characters that Excel takes in the name of a sheet."""


def workbook(title: str, marking: str, tables: Iterable[Table]) -> bytes:
    """One sheet for each table as .xlsx; title and marking stand above it and on the printed page."""
    # openpyxl takes a third of a second to import, and only some runs of the clerk write workbooks.
    from openpyxl import Workbook

    book = Workbook()
    for first in book.worksheets:
        book.remove(first)
    book.properties.title, book.properties.creator = legal(title), "The panel’s clerk"
    for table in tables:
        _sheet(book, title, marking, table)
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def _sheet(book: Any, title: str, marking: str, table: Table) -> None:
    sheet = book.create_sheet(_name(book, table.title))
    _put(sheet, [" · ".join(filter(None, (marking.upper(), title)))])
    _put(sheet, [table.title])
    _put(sheet, [table.note or " "])
    _put(sheet, table.heads)
    head = sheet.max_row
    for row in table.rows:
        _put(sheet, row)
    _looks(sheet, table, head)
    sheet.oddHeader.right.text = marking.upper()
    sheet.oddFooter.center.text = "&P of &N"
    sheet.page_setup.orientation, sheet.page_setup.fitToHeight = "landscape", 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True


def _put(sheet: Any, row: Iterable[Cell]) -> None:
    """A row whose texts stay texts: one that begins with “=” must never be worked out by Excel."""
    at = sheet.max_row + 1 if sheet["A1"].value else 1
    for column, value in enumerate(row, 1):
        cell = sheet.cell(at, column, legal(value) if isinstance(value, str) else value)
        if isinstance(value, str):
            cell.data_type, cell.quotePrefix = "s", True


def _looks(sheet: Any, table: Table, head: int) -> None:
    from openpyxl.styles import Alignment, Font, PatternFill
    from openpyxl.utils import get_column_letter

    sheet["A1"].font, sheet["A2"].font = Font(italic=True), Font(bold=True, size=14)
    for cell in sheet[head]:
        cell.font, cell.fill = Font(bold=True, color=HEAD_INK), PatternFill("solid", fgColor=HEAD_FILL)
    for at, name in enumerate(table.heads):
        longest = max(len(str(row[at])) for row in (table.heads, *table.rows))
        column = get_column_letter(at + 1)
        sheet.column_dimensions[column].width = min(WIDEST, max(longest, len(name)) + 4)
        for cell in sheet[column][head:]:
            cell.alignment = Alignment(wrap_text=True, vertical="top")
    sheet.freeze_panes = f"A{head + 1}"
    if table.rows:
        sheet.auto_filter.ref = f"A{head}:{get_column_letter(len(table.heads))}{head + len(table.rows)}"


def _name(book: Any, title: str) -> str:
    """A name that Excel takes and that no other sheet has."""
    name = legal(title).translate(_NOT_IN_A_NAME)[:LONGEST_NAME].strip(" '") or "Sheet"
    number = sum(1 for each in book.sheetnames if each[: LONGEST_NAME - 3] == name[: LONGEST_NAME - 3])
    return f"{name[: LONGEST_NAME - 3]} {number + 1}" if number else name
