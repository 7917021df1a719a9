"""Prices that are compared with each other and stand in different currencies."""

from __future__ import annotations

from svscore.problem import Location
from svscore.workbook import codes
from svscore.workbook.cells import Cell, Kind
from svscore.workbook.drafts import as_seen_from
from svscore.workbook.findings import Findings
from svscore.workbook.formats import currency_of


class Currencies:
    """The first currency sign met in the prices of each field, in a text or in a number's format."""

    def __init__(self, findings: Findings) -> None:
        self._findings = findings
        self._first: dict[str, tuple[str, Location]] = {}
        self._said: set[str] = set()

    def look_at(self, name: str, cell: Cell, at: Location) -> None:
        """Warn of the first price of a field whose sign is not that of the prices before it."""
        sign = currency_of(cell.text) if cell.kind is Kind.TEXT else cell.format.currency
        if not sign or name in self._said:
            return
        first, place = self._first.setdefault(name, (sign, at))
        if sign != first:
            self._said.add(name)
            message = (
                f"this price for {name} is in {sign}, the one at {as_seen_from(at, place)} in {first}; "
                "the numbers were taken as they are"
            )
            self._findings.warning(codes.CURRENCIES, at, message, "give all prices in one currency")
