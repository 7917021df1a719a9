"""A page drawn as a sheet: title, table, dropdowns, colours, protection, and how it prints."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import cast

from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.formatting.rule import Rule as Condition
from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side
from openpyxl.styles.differential import DifferentialStyle
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from svscore.workbook.template.page import CHECK, CellValue, Column, Page
from svscore.workbook.template.printing import pages_across, set_heights, set_print
from svscore.workbook.template.structure import add_rules, add_table, protect
from svscore.workbook.template.text import LINE_HEIGHT, cut, escaped, legible, lines_of

FONT = "Arial"
_TEXT, _BOLD = Font(name=FONT, size=12), Font(name=FONT, size=12, bold=True)
_TITLE = Font(name=FONT, size=16, bold=True)
_HEADING = Font(name=FONT, size=12, bold=True, color="FFFFFF")
_BLUE = PatternFill("solid", start_color="1F3864", end_color="1F3864")
_GREY = PatternFill("solid", start_color="F0F0F0", end_color="F0F0F0")
_ORANGE = PatternFill("solid", start_color="FFE0B0", end_color="FFE0B0")
_LINE = Side(style="thin", color="8C8C8C")
_BOX = Border(left=_LINE, right=_LINE, top=_LINE, bottom=_LINE)
_WRAPPED = Alignment(horizontal="left", vertical="top", wrap_text=True)

_TITLE_HEIGHT = 24
"""Points."""
_NAMED = 50
"""Cells of a row that the check names: programs take formulas 64 deep."""
_NAME = 60
"""Characters of a heading in it."""
_FROZEN = 5
"""Rows that may stay in view; with more, a small screen has no room for what is scrolled."""


def draw(book: Workbook, page: Page) -> None:
    """Add a page to a workbook."""
    sheet = book.create_sheet(page.name)
    _words(sheet, page)
    for index, column in enumerate(page.columns, start=1):
        _column(sheet, page, column, index)
    _check(sheet, page)
    add_table(sheet, page)
    add_rules(sheet, page)
    set_heights(sheet, page)
    if page.header <= _FROZEN:
        sheet.freeze_panes = f"{'A' if pages_across(page) == 1 else 'B'}{page.first}"
    protect(sheet)
    set_print(sheet, page)


def put(sheet: Worksheet, row: int, column: int, value: CellValue) -> Cell:
    """Write a value as data: no text becomes a formula or an error, and every text is read back as it is."""
    cell = cast("Cell", sheet.cell(row, column))
    if not isinstance(value, str):
        cell.value = value
        return cell
    cell.value = escaped(value)
    cell.data_type = "s"  # openpyxl takes a text that begins with = for a formula, and #N/A for an error
    if value[:1] in {"=", "+", "-", "@", "'"}:
        cell.quotePrefix = True
    return cell


def _words(sheet: Worksheet, page: Page) -> None:
    put(sheet, 1, 1, page.title).font = _TITLE
    sheet.row_dimensions[1].height = _TITLE_HEIGHT
    for row, line in enumerate(page.lead, start=2):
        cell = put(sheet, row, 1, line)
        cell.font = _BOLD if line.endswith(":") else _TEXT
        if pages_across(page) > 1:  # else it runs over the columns beside it, which the next page does not have
            cell.alignment = _WRAPPED
            sheet.row_dimensions[row].height = LINE_HEIGHT * lines_of(line, page.columns[0].width)


def _column(sheet: Worksheet, page: Page, column: Column, index: int) -> None:
    _heading(sheet, page, index, column.heading, column.width)
    for row, value in enumerate(column.values, start=page.first):
        cell = put(sheet, row, index, value)
        cell.font, cell.border, cell.alignment = _TEXT, _BOX, _WRAPPED
        is_number = isinstance(value, (int, Decimal))
        cell.number_format = "General" if column.format == "@" and is_number else column.format
        if column.is_open and row - page.first not in column.locked:
            cell.protection = Protection(locked=False)
        else:
            cell.fill = _GREY
    if column.is_needed:
        blank = f"LEN(TRIM({get_column_letter(index)}{page.first}))=0"
        _mark_where(sheet, _range(page, index), blank, DifferentialStyle(fill=_ORANGE))


def _heading(sheet: Worksheet, page: Page, index: int, heading: str, width: float) -> None:
    cell = put(sheet, page.header, index, heading)
    cell.font, cell.fill, cell.border, cell.alignment = _HEADING, _BLUE, _BOX, _WRAPPED
    sheet.column_dimensions[get_column_letter(index)].width = width


def _range(page: Page, index: int) -> str:
    letters = get_column_letter(index)
    return f"{letters}{page.first}:{letters}{page.last}"


def _check(sheet: Worksheet, page: Page) -> None:
    """Say in words what the colour says: what each row still needs."""
    needed = [(at, column.heading) for at, column in enumerate(page.columns, start=1) if column.is_needed]
    if not needed:
        return
    index = page.place(CHECK)
    for row in range(page.first, page.last + 1):
        sheet.cell(row, index, f"={_missing(needed, row)}")
    is_open = f'{get_column_letter(index)}{page.first}<>"complete"'
    _mark_where(sheet, _range(page, index), is_open, DifferentialStyle(font=Font(bold=True)))


def _mark_where(sheet: Worksheet, cells: str, formula: str, style: DifferentialStyle) -> None:
    sheet.conditional_formatting.add(cells, Condition(type="expression", formula=[formula], dxf=style))


def _missing(needed: Sequence[tuple[int, str]], row: int) -> str:
    """A formula that names the first cell of a row that is blank."""
    formula = '"complete"'
    if rest := needed[_NAMED:]:
        cells = f"{get_column_letter(rest[0][0])}{row}:{get_column_letter(rest[-1][0])}{row}"
        formula = f'IF(COUNTBLANK({cells})>0,"more needed","complete")'
    for at, heading in reversed(needed[:_NAMED]):
        words = cut(legible(heading), _NAME).replace('"', '""')
        formula = f'IF(LEN(TRIM({get_column_letter(at)}{row}))=0,"{words} needed",{formula})'
    return formula
