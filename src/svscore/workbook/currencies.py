"""Prices that are compared with each other and stand in different currencies."""

from __future__ import annotations

from svscore.problem import Location
from svscore.workbook import codes
from svscore.workbook.cells import Cell, Kind
from svscore.workbook.drafts import as_seen_from
from svscore.workbook.findings import Findings
from svscore.workbook.formats import currency_of

_POUND = "£"


class Currencies:
    """The currency signs of the prices of each criterion, in texts or in the formats of numbers."""

    def __init__(self, findings: Findings) -> None:
        self._findings = findings
        self._firsts: dict[str, dict[str, Location]] = {}
        """For each criterion the first price of every sign, of none too."""

    def look_at(self, name: str, cell: Cell, at: Location) -> None:
        """Take notice of a price for a criterion."""
        sign = currency_of(cell.text) if cell.kind is Kind.TEXT else cell.format.currency
        self._firsts.setdefault(name, {}).setdefault(sign, at)

    def report(self) -> None:
        """Warn, once a criterion, of prices in several currencies; a price without a sign is in pounds."""
        for name, places in self._firsts.items():
            if len(places) < 2 or places.keys() == {"", _POUND}:
                continue
            sign = next(sign for sign in [*list(places)[1:], *places] if sign)
            others = ", ".join(
                f"the one at {as_seen_from(places[sign], place)} {f'in {other}' if other else 'has no sign'}"
                for other, place in places.items()
                if other != sign
            )
            message = f"this price for {name} is in {sign}, {others}; the numbers were taken as they are"
            self._findings.warning(codes.CURRENCIES, places[sign], message, "give all prices in one currency")
