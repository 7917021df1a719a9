"""A page drawn as a sheet: title, table, dropdowns, colours, protection, and how it prints."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from itertools import groupby
from math import ceil
from operator import itemgetter
from textwrap import wrap
from typing import cast

from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.formatting.rule import Rule as Condition
from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side
from openpyxl.styles.differential import DifferentialStyle
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.cell_range import MultiCellRange
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.table import Table, TableColumn, TableStyleInfo
from openpyxl.worksheet.worksheet import Worksheet

from svscore.workbook.template.page import CHECK, CellValue, Column, Page, Rule
from svscore.workbook.template.rules import cut

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

_NAMED = 50
"""Cells of a row that the check names: programs take formulas 64 deep."""
_NAME = 60
"""Characters of a heading in it."""
_MAX_ERROR = 225
"""Characters of the text of a refusal, which programs cut."""
_A4 = 9
_ACROSS = 180
"""Characters that fit on a page across and can still be read."""
_WIDE = 40
"""Characters of a column that is for sentences."""
_WRITTEN = 4
"""Lines of a row with sentences, before they are written."""
_FROZEN = 5
"""Rows that may stay in view; with more, a small screen has no room for what is scrolled."""
_LINE_HEIGHT = 15.5
"""Points of a line of text."""
_LETTERS = 1.12
"""Letters of the text to a unit of a column's width: a letter is narrower than a digit, but the font is larger."""
_ESCAPED = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\ufffe\uffff\ud800-\udfff]")


def draw(book: Workbook, page: Page) -> None:
    """Add a page to a workbook."""
    sheet = book.create_sheet(page.name)
    _words(sheet, page)
    for index, column in enumerate(page.columns, start=1):
        _column(sheet, page, column, index)
    _check(sheet, page)
    _table(sheet, page)
    _validate(sheet, page)
    _heights(sheet, page)
    if page.header <= _FROZEN:
        sheet.freeze_panes = f"{'A' if _pages_across(page) == 1 else 'B'}{page.first}"
    _protect(sheet)
    _print(sheet, page)


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


def escaped(text: str) -> str:
    r"""A text as the parts of a workbook write it, which spreadsheet programs read back as it was.

    >>> escaped("a_x0041_\x1b")
    'a_x005F_x0041__x001B_'
    """
    return _CONTROL.sub(lambda found: f"_x{ord(found[0]):04X}_", _ESCAPED.sub("_x005F_", text))


def _words(sheet: Worksheet, page: Page) -> None:
    put(sheet, 1, 1, page.title).font = _TITLE
    for row, line in enumerate(page.lead, start=2):
        cell = put(sheet, row, 1, line)
        cell.font = _BOLD if line.endswith(":") else _TEXT
        if _pages_across(page) > 1:  # else it runs over the columns beside it, which the next page does not have
            cell.alignment = _WRAPPED
            sheet.row_dimensions[row].height = _LINE_HEIGHT * _lines(line, page.columns[0].width)


def _column(sheet: Worksheet, page: Page, column: Column, index: int) -> None:
    _heading(sheet, page, index, column.heading, column.width)
    for row, value in enumerate(column.values, start=page.first):
        cell = put(sheet, row, index, value)
        cell.font, cell.border, cell.alignment = _TEXT, _BOX, _WRAPPED
        is_number = isinstance(value, (int, Decimal))
        cell.number_format = "General" if column.format == "@" and is_number else column.format
        if column.is_open:
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
        words = cut(heading, _NAME).replace('"', '""')
        formula = f'IF(LEN(TRIM({get_column_letter(at)}{row}))=0,"{words} needed",{formula})'
    return formula


def _table(sheet: Worksheet, page: Page) -> None:
    """Mark the table as one, with a name and no filter."""
    cells = f"A{page.header}:{get_column_letter(len(page.columns))}{page.last}"
    columns = [
        TableColumn(id=index, name=escaped(column.heading)) for index, column in enumerate(page.columns, start=1)
    ]
    table = Table(displayName=page.table, name=page.table, ref=cells, comment=page.summary, tableColumns=columns)
    table.tableStyleInfo = TableStyleInfo(name="TableStyleLight1", showRowStripes=False)
    sheet.add_table(table)


def _heights(sheet: Worksheet, page: Page) -> None:
    """Rows as high as their text, for programs that do not see to it themselves; rows still grow with what is added."""
    for row in range(page.header, page.last + 1):
        is_header = row == page.header
        texts = [column.heading if is_header else column.values[row - page.first] for column in page.columns]
        lines = [_lines(text, column.width) for text, column in zip(texts, page.columns, strict=True)]
        least = 1 if is_header else max(_checked(page), _WRITTEN if _is_written(page) else 1)
        sheet.row_dimensions[row].height = _LINE_HEIGHT * max(least, *lines) + 4


def _is_written(page: Page) -> bool:
    """Whether people write sentences in it."""
    return any(column.is_open and column.width >= _WIDE and not any(column.rules) for column in page.columns)


def _checked(page: Page) -> int:
    """Lines of the longest thing that the check of a row can say."""
    names = [column.heading for column in page.columns if column.is_needed]
    return max((_lines(f"{name} needed", page.columns[page.place(CHECK) - 1].width) for name in names), default=1)


def _lines(text: CellValue, width: float) -> int:
    if not isinstance(text, str):
        return 1
    return sum(len(wrap(line, int(width * _LETTERS))) or 1 for line in text.split("\n"))


def _validate(sheet: Worksheet, page: Page) -> None:
    blocks: dict[Rule, list[str]] = {}
    for index, column in enumerate(page.columns, start=1):
        letters = get_column_letter(index)
        for rule, rows in groupby(enumerate(column.rules, start=page.first), key=itemgetter(1)):
            found = [row for row, _ in rows]
            if rule is not None:
                block = f"{letters}{found[0]}:{letters}{found[-1]}"
                blocks.setdefault(rule, []).append(block)
    for rule, places in blocks.items():
        validation = _validation(rule)
        validation.sqref = MultiCellRange(" ".join(places))
        sheet.add_data_validation(validation)


def _validation(rule: Rule) -> DataValidation:
    is_list = rule.kind == "list"
    wanted = "one of the entries in the list" if is_list else "a number within these bounds"
    return DataValidation(
        type=rule.kind,
        operator=None if is_list else "between",
        formula1=rule.source if is_list else rule.least,
        formula2=None if is_list else rule.most,
        allow_blank=True,
        showInputMessage=True,
        showErrorMessage=True,
        errorStyle="stop",
        errorTitle="This cannot be entered",
        error=cut(f"Expected {wanted}. {rule.message}", _MAX_ERROR),
        promptTitle=rule.title,
        prompt=rule.message,
    )


def _protect(sheet: Worksheet) -> None:
    """Lock what is not to be filled in; widths and heights may be changed. There is no password."""
    sheet.protection.sheet = True
    sheet.protection.formatColumns = False
    sheet.protection.formatRows = False


def _print(sheet: Worksheet, page: Page) -> None:
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = _A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = _pages_across(page), 0
    if _pages_across(page) > 1:
        sheet.print_title_cols = "A:A"
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.print_title_rows = f"{page.header}:{page.header}"
    sheet.print_area = f"A1:{get_column_letter(page.printed)}{page.last}"
    sheet.page_margins.left = sheet.page_margins.right = 0.4
    sheet.page_margins.top, sheet.page_margins.bottom, sheet.page_margins.footer = 0.5, 0.8, 0.4
    if (footer := sheet.oddFooter) is not None:
        footer.left.text, footer.right.text = "&A", "Page &P of &N"


def _pages_across(page: Page) -> int:
    """Pages a table takes from left to right; on each of them its first column stands again."""
    return ceil(sum(column.width for column in page.columns[: page.printed]) / _ACROSS)
