"""Which of point and comma divides a whole number from its decimals, as far as the prices of a file tell.

``1.045`` is one thing to who writes a decimal point and a thousand times as much to who writes a decimal comma. One
separator and exactly three digits behind it can be either; nothing else can. Sizes of other prices tell nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import NamedTuple

from svscore.problem import Location
from svscore.workbook import codes
from svscore.workbook.bidders import Record
from svscore.workbook.cells import Cell, Kind
from svscore.workbook.columns import Vocabulary
from svscore.workbook.figures import bare_amount
from svscore.workbook.findings import Findings
from svscore.workbook.formats import currency_of
from svscore.workbook.names import quote, text_of

_UNCLEAR = re.compile(r"-?[1-9][0-9]{0,2}[.,][0-9]{3}")
_DECIMAL_POINT = re.compile(r"-?(?:[0-9]+\.[0-9]+|[0-9]{1,3}(?:,[0-9]{3})+\.[0-9]+|[0-9]{1,3}(?:,[0-9]{3}){2,})")
_DECIMAL_COMMA = re.compile(r"-?(?:[0-9]+,[0-9]+|[0-9]{1,3}(?:\.[0-9]{3})+,[0-9]+|[0-9]{1,3}(?:\.[0-9]{3}){2,})")


class _Signs(NamedTuple):
    """What the prices of a file show of how it writes numbers."""

    has_point: bool
    """Whether one can only have a decimal point."""
    has_comma: bool
    """Whether one can only have a decimal comma, or the file is of a program that writes them."""


class Separators:
    """The separators of the files that some records are from."""

    def __init__(self, records: Sequence[Record], vocabulary: Vocabulary) -> None:
        self._records = records
        self._vocabulary = vocabulary
        self._signs: dict[str, _Signs] = {}

    def report_unclear(
        self, cell: Cell, at: Location, expected: str, findings: Findings, most: Fraction | None = None
    ) -> bool:
        """Whether a number as somebody typed it can be read in two ways, which is reported.

        A stored number of a workbook is exact; one larger than ``most`` cannot be meant.
        """
        if cell.kind is not Kind.TEXT and not (cell.kind is Kind.NUMBER and not at.sheet):
            return False
        text = text_of(cell)
        bare = bare_amount(text)
        if len(bare) > len("-999.999") or not _UNCLEAR.fullmatch(bare):
            return False
        whole = bare.replace(".", "").replace(",", "")
        if (most is not None and int(whole) > most) or self._is_clear(bare, text, at.source):
            return False
        decimal = bare.replace(",", ".")
        message = f"found {quote(text)}, which is {whole} or {decimal}, expected {expected}"
        findings.error(codes.UNCLEAR_NUMBER, at, message, f"write {whole} or {decimal}0, as is meant")
        return True

    def _is_clear(self, bare: str, text: str, source: str) -> bool:
        if not self._signs:
            self._signs = self._look()
        signs = self._signs.get(source, _Signs(has_point=False, has_comma=False))
        if "." in bare:
            return signs.has_point and not signs.has_comma
        if signs.has_point:
            return not signs.has_comma
        return not signs.has_comma and currency_of(text) != "€"

    def _look(self) -> dict[str, _Signs]:
        """What shows in the prices and quantities of each file."""
        signs: dict[str, _Signs] = {}
        for record in self._records:
            sheet = record.table.sheet
            point, comma = signs.get(sheet.source, (False, False))
            for cell in self._cells(record):
                if cell.kind is Kind.TEXT or not sheet.name:
                    bare = bare_amount(text_of(cell))
                    if len(bare) < 60 and not _UNCLEAR.fullmatch(bare):
                        point = point or bool(_DECIMAL_POINT.fullmatch(bare))
                        comma = comma or bool(_DECIMAL_COMMA.fullmatch(bare))
            signs[sheet.source] = _Signs(point, comma)
        for sheet in {record.table.sheet.source: record.table.sheet for record in self._records}.values():
            point, comma = signs[sheet.source]
            signs[sheet.source] = _Signs(point, comma or (sheet.separator == ";" and not point))
        return signs

    def _cells(self, record: Record) -> Iterator[Cell]:
        """The prices and quantities of a line."""
        money = self._vocabulary.published.money
        if record.table.kind == "long":
            field, mark = self._vocabulary.find(record.text("criterion")), record.cell("mark")
            if field is not None and field.id in money and mark is not None:
                yield mark
            return
        line = record.table.line(record.line, record.fields)
        for column, field in record.fields.items():
            if field.id in money and column in line:
                yield line[column]
