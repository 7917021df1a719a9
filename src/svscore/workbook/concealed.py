"""What a reader of a sheet cannot see, or sees in more places than the file holds it."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from svscore.problem import Location, column_letters
from svscore.workbook import codes
from svscore.workbook.cells import Range
from svscore.workbook.columns import Column
from svscore.workbook.findings import Findings
from svscore.workbook.layout import Table
from svscore.workbook.names import is_blank, quote, text_of


def report_hidden(table: Table, columns: Sequence[Column], findings: Findings) -> None:
    """Warn of a hidden sheet, and of hidden headings whose figures count all the same."""
    sheet = table.sheet
    if sheet.is_hidden:
        findings.warning(
            codes.HIDDEN, sheet.at(), "the sheet is hidden and holds bids; they were read", "show it, or delete it"
        )
    for column in columns:
        if is_hidden_line(table, column.index, is_record=False):
            message = f"{quote(text_of(column.heading))} stands in a hidden {table.heading_word}; it was read"
            findings.warning(codes.HIDDEN, table.heading_place(column.index), message, "show it, or delete it")


def is_hidden_line(table: Table, index: int, *, is_record: bool) -> bool:
    """Whether a bid (or, if not a record, a heading) stands in a hidden row or column."""
    is_row = is_record != table.is_turned
    return index in (table.sheet.hidden_rows if is_row else table.sheet.hidden_columns)


def report_merged(table: Table, columns: Sequence[Column], records: Sequence[int], findings: Findings) -> list[Range]:
    """Report merged cells that reach into the table; returns those that hold bidders' names."""
    lines = sorted({table.bidder, *(column.index for column in columns)})
    others = sorted({table.heading, *records})
    rows, across = (lines, others) if table.is_turned else (others, lines)
    bidders: list[Range] = []
    for block in table.sheet.merged:
        high, broad = _covered(rows, block.top, block.bottom), _covered(across, block.left, block.right)
        is_wide_only = high == broad == 1 and not _heads_figures(table, block, records)
        if not high or not broad or is_wide_only:
            continue
        if _covers_names(table, block):
            bidders.append(block)
        _report_block(table, block, findings)
    return bidders


def _covered(lines: Sequence[int], first: int, last: int) -> int:
    """How many of the lines lie from ``first`` to ``last``."""
    return bisect_right(lines, last) - bisect_left(lines, first)


def _heads_figures(table: Table, block: Range, records: Sequence[int]) -> bool:
    """Whether a heading is merged with cells that stand beside it, and bids hold something under those."""
    first, last = (block.left, block.right) if table.is_turned else (block.top, block.bottom)
    if not first <= table.heading <= last:
        return False
    own, end = (block.top, block.bottom) if table.is_turned else (block.left, block.right)
    rows = table.sheet.rows
    if table.is_turned:
        beside = (rows[row].get(record) for row in rows if own < row <= end for record in records)
    else:
        beside = (cell for record in records for column, cell in rows.get(record, {}).items() if own < column <= end)
    return any(not is_blank(cell) for cell in beside)


def _covers_names(table: Table, block: Range) -> bool:
    first, last = (block.top, block.bottom) if table.is_turned else (block.left, block.right)
    return first <= table.bidder <= last


def _report_block(table: Table, block: Range, findings: Findings) -> None:
    at = table.sheet.at(block.top, block.left)
    end = f"{column_letters(block.right)}{block.bottom}"
    if _covers_names(table, block):
        message = f"the cells to {end} are merged; only the first holds the bidder's name"
        findings.error(codes.MERGED, at, message, "unmerge them, and write each bidder's name once, in its own cell")
    else:
        message = f"the cells to {end} are merged; what they hold counts for the first only"
        findings.error(codes.MERGED, at, message, "unmerge them, and enter for each bid what it has")


def inside(blocks: Sequence[Range], at: Location) -> bool:
    """Whether a cell is part of one of the blocks."""
    return any(block.top <= at.row <= block.bottom and block.left <= at.column <= block.right for block in blocks)
