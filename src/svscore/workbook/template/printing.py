"""How a sheet is printed: A4, landscape, headings on each page, rows as high as their text."""

from __future__ import annotations

from math import ceil

from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from svscore.workbook.template.page import CHECK, Page
from svscore.workbook.template.text import LINE_HEIGHT, lines_of

_A4 = 9
_ACROSS = 180
"""Characters that fit on a page across and can still be read."""
_WIDE = 40
"""Characters of a column that is for sentences."""
_WRITTEN = 4
"""Lines of a row with sentences, before they are written."""


def set_print(sheet: Worksheet, page: Page) -> None:
    """Fit the table to the width of a page, or of several with the first column on each."""
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = _A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = pages_across(page), 0
    if pages_across(page) > 1:
        sheet.print_title_cols = "A:A"
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.print_title_rows = f"{page.header}:{page.header}"
    sheet.print_area = f"A1:{get_column_letter(page.printed)}{page.last}"
    sheet.page_margins.left = sheet.page_margins.right = 0.4
    sheet.page_margins.top, sheet.page_margins.bottom, sheet.page_margins.footer = 0.5, 0.8, 0.4
    if (footer := sheet.oddFooter) is not None:
        footer.left.text, footer.right.text = "&A", "Page &P of &N"


def pages_across(page: Page) -> int:
    """Pages a table takes from left to right; on each of them its first column stands again."""
    return ceil(sum(column.width for column in page.columns[: page.printed]) / _ACROSS)


def set_heights(sheet: Worksheet, page: Page) -> None:
    """Rows as high as their text, for programs that do not see to it themselves; rows still grow with what is added."""
    for row in range(page.header, page.last + 1):
        is_header = row == page.header
        texts = [column.heading if is_header else column.values[row - page.first] for column in page.columns]
        lines = [lines_of(text, column.width) for text, column in zip(texts, page.columns, strict=True)]
        least = 1 if is_header else max(_checked(page), _WRITTEN if _is_written(page) else 1)
        sheet.row_dimensions[row].height = LINE_HEIGHT * max(least, *lines) + 4


def _is_written(page: Page) -> bool:
    """Whether people write sentences in it."""
    return any(column.is_open and column.width >= _WIDE and not any(column.rules) for column in page.columns)


def _checked(page: Page) -> int:
    """Lines of the longest thing that the check of a row can say."""
    names = [column.heading for column in page.columns if column.is_needed]
    return max((lines_of(f"{name} needed", page.columns[page.place(CHECK) - 1].width) for name in names), default=1)
