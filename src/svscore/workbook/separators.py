"""Which of point and comma divides a whole number from its decimals, as far as the column of a number tells.

``1.045`` is one thing to who writes a decimal point and a thousand times as much to who writes a decimal comma. One
separator and exactly three digits behind it can be either; nothing else can. Sizes of other prices tell nothing.
``950.50`` beside it tells little: who writes pence does not write a third place, and one column may have two writers.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from svscore.problem import Location
from svscore.workbook import codes
from svscore.workbook.bidders import Record
from svscore.workbook.cells import Cell, Kind
from svscore.workbook.columns import Field, Vocabulary
from svscore.workbook.figures import bare_amount
from svscore.workbook.findings import Findings
from svscore.workbook.formats import currency_of
from svscore.workbook.names import quote, text_of

_UNCLEAR = re.compile(r"-?[1-9][0-9]{0,2}[.,][0-9]{3}")
_DECIMAL_POINT = re.compile(r"-?(?:[0-9]+\.[0-9]+|[0-9]{1,3}(?:,[0-9]{3})+\.[0-9]+|[0-9]{1,3}(?:,[0-9]{3}){2,})")
_DECIMAL_COMMA = re.compile(r"-?(?:[0-9]+,[0-9]+|[0-9]{1,3}(?:\.[0-9]{3})+,[0-9]+|[0-9]{1,3}(?:\.[0-9]{3}){2,})")
_THREE_PLACES = re.compile(r"-?[0-9]+(?:,[0-9]{3})*\.[0-9]{3}")
_AS_ASKED_FOR = re.compile(r"-?[1-9][0-9]{0,2}\.[0-9]{3}0")
"""How the hint asks for a decimal: who follows it in one cell has said nothing of the others."""


class _Signs(NamedTuple):
    """What the cells of one column of a file show of how it writes numbers."""

    has_point: bool = False
    """Whether one can only have a decimal point, or groups of thousands by commas."""
    has_places: bool = False
    """Whether one can only have a decimal point with three places behind it."""


class Separators:
    """The separators of the files that some records are from."""

    def __init__(self, records: Sequence[Record], vocabulary: Vocabulary) -> None:
        self._records = records
        self._vocabulary = vocabulary
        self._names = vocabulary.published.thousands
        self._signs: dict[tuple[str, str], _Signs] = {}
        """By file and field."""
        self._with_commas: set[str] = set()
        """Files in which some number can only have a decimal comma."""
        self._with_semicolons: set[str] = set()
        """Files of programs that write decimal commas, unless their numbers say otherwise."""
        self._is_ready = False

    def report_unclear(self, field: Field, cell: Cell, at: Location, expected: str, findings: Findings) -> bool:
        """Whether a number as somebody typed it can be read in two ways, which is reported.

        A stored number of a workbook is exact; a mark larger than the most of its field cannot be meant.
        """
        is_typed = cell.kind is Kind.TEXT or (cell.kind is Kind.NUMBER and not at.sheet)
        if not is_typed or field.id not in self._names:
            return False
        text = text_of(cell)
        bare = bare_amount(text)
        if len(bare) > len("-999.999") or not _UNCLEAR.fullmatch(bare):
            return False
        whole, decimal = bare.replace(".", "").replace(",", ""), bare.replace(",", ".")
        most = self._vocabulary.published.most.get(field.id)
        if (most is not None and int(whole) > most) or self._is_clear(bare, text, at.source, field.id):
            return False
        message = f"found {quote(text)}, which is {whole} or {decimal}, expected {expected}"
        findings.error(codes.UNCLEAR_NUMBER, at, message, f"write {whole} or {decimal}0, as is meant")
        return True

    def _is_clear(self, bare: str, text: str, source: str, field: str) -> bool:
        if not self._is_ready:
            self._look()
        signs = self._signs.get((source, field), _Signs())
        if source in self._with_commas:
            return False
        if "." in bare:
            return signs.has_places
        return signs.has_point or (source not in self._with_semicolons and currency_of(text) != "€")

    def _look(self) -> None:
        """Find what shows in the cells of each file that may be unclear."""
        self._is_ready = True
        for record in self._records:
            sheet = record.table.sheet
            if sheet.separator == ";":
                self._with_semicolons.add(sheet.source)
            for field, cell in self._cells(record):
                bare = bare_amount(text_of(cell)) if cell.kind is Kind.TEXT or not sheet.name else ""
                if not bare or len(bare) >= 60 or _UNCLEAR.fullmatch(bare):
                    continue
                if _DECIMAL_COMMA.fullmatch(bare):
                    self._with_commas.add(sheet.source)
                if _DECIMAL_POINT.fullmatch(bare) and not _AS_ASKED_FOR.fullmatch(bare):
                    before = self._signs.get((sheet.source, field), _Signs())
                    has_places = before.has_places or bool(_THREE_PLACES.fullmatch(bare))
                    self._signs[sheet.source, field] = _Signs(has_point=True, has_places=has_places)

    def _cells(self, record: Record) -> Iterator[tuple[str, Cell]]:
        """The cells of a line that may be unclear, by the field they are for."""
        if record.table.kind == "long":
            field, mark = self._vocabulary.find(record.text("criterion")), record.cell("mark")
            if field is not None and field.id in self._names and mark is not None:
                yield field.id, mark
            return
        line = record.table.line(record.line, record.fields)
        for column, field in record.fields.items():
            if field.id in self._names and column in line:
                yield field.id, line[column]
