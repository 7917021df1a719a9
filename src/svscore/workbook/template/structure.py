"""A table marked as one, and what its cells take: dropdowns, bounds and the words beside them."""

from __future__ import annotations

from itertools import groupby
from operator import itemgetter

from openpyxl.utils import get_column_letter
from openpyxl.worksheet.cell_range import MultiCellRange
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.table import Table, TableColumn, TableStyleInfo
from openpyxl.worksheet.worksheet import Worksheet

from svscore.workbook.template.page import Page, Rule
from svscore.workbook.template.text import cut, escaped, legible

_MAX_ERROR = 225
"""Characters of the text of a refusal, which programs cut."""


def add_table(sheet: Worksheet, page: Page) -> None:
    """Mark the table as one, with a name and no filter."""
    cells = f"A{page.header}:{get_column_letter(len(page.columns))}{page.last}"
    columns = [
        TableColumn(id=index, name=escaped(column.heading)) for index, column in enumerate(page.columns, start=1)
    ]
    comment = legible(page.summary)
    table = Table(displayName=page.table, name=page.table, ref=cells, comment=comment, tableColumns=columns)
    table.tableStyleInfo = TableStyleInfo(name="TableStyleLight1", showRowStripes=False)
    sheet.add_table(table)


def add_rules(sheet: Worksheet, page: Page) -> None:
    """Let each cell take what its rule says; cells below one another with one rule share it."""
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
    refusal = "Choose one of the entries of the list in this cell." if is_list else f"Expected a number. {rule.message}"
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
        error=cut(legible(refusal), _MAX_ERROR),
        promptTitle=legible(rule.title),
        prompt=legible(rule.message),
    )


def protect(sheet: Worksheet) -> None:
    """Lock what is not to be filled in; widths and heights may be changed. There is no password."""
    sheet.protection.sheet = True
    sheet.protection.formatColumns = False
    sheet.protection.formatRows = False
