"""The copy of the user's workbook: opened with everything in it, sheets added, saved to bytes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from decimal import Decimal
from fractions import Fraction
from io import BytesIO
from pathlib import Path
from typing import cast
from warnings import catch_warnings, simplefilter

from openpyxl import Workbook, load_workbook
from openpyxl.cell import Cell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter, quote_sheetname
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from svscore.exact import decimal_text
from svscore.problem import Location, Problem, SvscoreError
from svscore.report.untrusted import visible
from svscore.sources import read_bytes
from svscore.workbook.cells import Kind
from svscore.workbook.copied import check_copy
from svscore.workbook.delimited import read_delimited
from svscore.workbook.limits import Limits
from svscore.workbook.saving import save
from svscore.workbook.template.text import escaped
from svscore.workbook.timeless import MADE, timeless

BOLD = Font(name="Calibri", bold=True)
HEADING = Font(name="Calibri", bold=True, size=14)
WRAPPED = Alignment(wrap_text=True, vertical="bottom")
SHADED = PatternFill("solid", fgColor="E7EBF0")


class Book:
    """A workbook being added to, with the addresses of the cells that were read."""

    def __init__(self, source: Path, limits: Limits) -> None:
        """Opens a copy of ``source``; a delimited file becomes a sheet of its own.

        Raises:
            SvscoreError: the file cannot be copied.
        """
        self._source = source.name
        if source.suffix.lower() == ".csv":
            self.workbook = _from_delimited(source, limits)
        elif source.suffix.lower() in (".xlsx", ".xlsm"):
            self.workbook = _copy(source, limits)
        else:
            hint = "save it as .xlsx first, or write another format"
            message = f"found {source.suffix}, expected .xlsx, .xlsm or .csv to add the workings to"
            raise SvscoreError([Problem(Location(source.name), "RP104", message, hint)])

    def add_sheet(self, title: str, heading: str) -> Worksheet:
        """A new sheet at the end, under the first free name, with its heading in A1."""
        names = {name.casefold() for name in self.workbook.sheetnames}
        free = next(name for name in (title, *(f"{title} {n}" for n in range(2, 1000))) if name.casefold() not in names)
        sheet: Worksheet = self.workbook.create_sheet(free)
        put(sheet, 1, 1, heading).font = HEADING
        return sheet

    def cell_at(self, location: Location) -> Cell | None:
        """The cell a value was read from; ``None`` when it is not there any more."""
        name = location.sheet or self.workbook.sheetnames[0]
        if name not in self.workbook.sheetnames or not location.row or not location.column:
            return None
        found = self.workbook[name].cell(location.row, location.column)
        return found if isinstance(found, Cell) else None

    def saved(self) -> bytes:
        """The finished file."""
        first, fixed = BytesIO(), BytesIO()
        with _no_copy(self._source):
            save(self.workbook, first)
            timeless(first, fixed, self.workbook.properties.created or MADE)
        return fixed.getvalue()


def _copy(source: Path, limits: Limits) -> Workbook:
    data = read_bytes(source, limits.file_bytes)
    try:
        check_copy(data, source.name, limits)
    except SvscoreError as error:
        raise _refusal(source.name, error.problems[0].message) from None
    with _no_copy(source.name):
        return load_workbook(BytesIO(data), keep_vba=source.suffix.lower() == ".xlsm", keep_links=True)


@contextmanager
def _no_copy(source: str) -> Iterator[None]:
    """One line for whatever openpyxl makes of what a file holds, which may be anything; its warnings name its own code.

    Raises:
        SvscoreError: it cannot open or save the workbook.
    """
    with catch_warnings():
        simplefilter("ignore")
        try:
            yield
        except MemoryError:
            raise _refusal(source, "it needs more memory than there is") from None
        except Exception as error:  # it raises what its code comes across, any of Python's errors
            raise _refusal(source, "what it holds beside the cells is damaged or unusual") from error


def _refusal(source: str, reason: str) -> SvscoreError:
    hint = "write another format, like -o result.html; or save the workbook anew in Excel or LibreOffice"
    message = f"the bids can be read, but the workbook cannot be copied to add the workings: {reason}"
    return SvscoreError([Problem(Location(source), "RP104", message, hint)])


def _from_delimited(source: Path, limits: Limits) -> Workbook:
    (table,), _ = read_delimited(read_bytes(source, limits.file_bytes), source.name, limits)
    if sum(map(len, table.rows.values())) * 2 > limits.copied:
        raise _refusal(source.name, f"it holds more than {limits.copied // 2:,} cells")
    workbook = Workbook()
    workbook.properties.created = MADE
    sheet = workbook.worksheets[0]
    sheet.title = "Bids"
    for row, cells in table.rows.items():
        for column, cell in cells.items():
            value = Fraction(cell.text) if cell.kind is Kind.NUMBER else cell.text
            copied = put(sheet, row, column, value, places=20)
            if cell.kind is Kind.TEXT:
                copied.value, copied.data_type = escaped(cell.text), "s"
    return workbook


def address(cell: Cell) -> str:
    """The cell as a formula on another sheet names it."""
    return f"{quote_sheetname(cell.parent.title)}!${get_column_letter(cell.column)}${cell.row}"


def put(sheet: Worksheet, row: int, column: int, value: str | int | Fraction | None, *, places: int = 10) -> Cell:
    """Write a value that is data: text is never a formula, a number keeps ``places`` decimals."""
    cell = cell_of(sheet, row, column)
    if isinstance(value, str):
        cell.value = visible(value)
        cell.data_type = "s"
        if value[:1] in ("=", "+", "-", "@", "\t", "\r"):
            cell.quotePrefix = True
    elif isinstance(value, Fraction):
        cell.value = Decimal(decimal_text(value, places)).normalize() + 0  # no -0
    else:
        cell.value = value
    return cell


def put_formula(sheet: Worksheet, row: int, column: int, expression: str, number_format: str = "General") -> Cell:
    """Write a live formula."""
    cell = cell_of(sheet, row, column)
    cell.value = f"={expression}"
    cell.number_format = number_format
    return cell


def cell_of(sheet: Worksheet, row: int, column: int) -> Cell:
    """A cell of a sheet made here, which has no merged ones."""
    return cast("Cell", sheet.cell(row, column))


def header(sheet: Worksheet, row: int, titles: Sequence[str], widths: Sequence[int]) -> None:
    """The one header row of a sheet's table, kept in view and repeated in print."""
    for column, (title, width) in enumerate(zip(titles, widths, strict=True), start=1):
        cell = put(sheet, row, column, title)
        cell.font = BOLD
        cell.alignment = WRAPPED
        cell.fill = SHADED
        sheet.column_dimensions[get_column_letter(column)].width = width
    sheet.row_dimensions[row].height = 32
    sheet.freeze_panes = f"A{row + 1}"
    sheet.print_title_rows = f"{row}:{row}"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.fitToWidth = 1
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
