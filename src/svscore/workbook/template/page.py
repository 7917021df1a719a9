"""A sheet of the template as plain data: what stands where, what may be entered, what is still needed."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Literal

from svscore.exact import is_decimal, plain_text

CellValue = str | int | Decimal | None

CHECK = "Check"
"""Heading of the column that says in words what a row still needs."""

_SIGNIFICANT = 15
"""Digits of a number a spreadsheet program keeps."""


@dataclass(frozen=True, slots=True)
class Rule:
    """What a cell takes, and what is said to whoever stands on it."""

    kind: Literal["list", "decimal"]
    title: str
    message: str
    source: str = ""
    """Of a list: the cells that hold what may be chosen."""
    least: str = ""
    """Of a number: a formula; empty where any will do."""
    most: str = ""


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a page's table."""

    heading: str
    width: float
    """In characters."""
    values: tuple[CellValue, ...]
    """One a row."""
    rules: tuple[Rule | None, ...] = ()
    """One a row, of a column that may be filled in; empty for one that is locked."""
    is_needed: bool = False
    format: str = "General"
    locked: tuple[int, ...] = ()
    """Positions of values nobody writes over, in a column that may be filled in."""

    @property
    def is_open(self) -> bool:
        """Whether people write in it."""
        return bool(self.rules)


@dataclass(frozen=True, slots=True)
class Page:
    """One sheet: a title, what to do, and one table with one row of headings."""

    name: str
    title: str
    lead: tuple[str, ...]
    """What to do, a line each."""
    columns: tuple[Column, ...]
    table: str
    """Name of the table."""
    summary: str
    """What the table holds, in a sentence for those who do not see it."""

    @property
    def header(self) -> int:
        """Row of the headings."""
        return len(self.lead) + 2

    @property
    def first(self) -> int:
        """First row of the table's cells."""
        return self.header + 1

    @property
    def last(self) -> int:
        """Last row of the table's cells."""
        return self.header + len(self.columns[0].values)

    @property
    def printed(self) -> int:
        """Number of the columns that are printed."""
        headings = [column.heading for column in self.columns]
        return headings.index(CHECK) + 1 if CHECK in headings else len(headings)

    def place(self, heading: str) -> int:
        """Number of a column, from 1."""
        return next(index for index, column in enumerate(self.columns, start=1) if column.heading == heading)


def check(rows: int) -> Column:
    """The column that says what each row still needs. What stands right of it is not printed."""
    return Column(CHECK, 18, (None,) * rows)


def number(value: Fraction) -> CellValue:
    """A number as a cell can hold it without loss; as text where it has too many digits for that."""
    text = plain_text(value, 30) if is_decimal(value, 30) else str(value)
    digits = text.lstrip("-").replace(".", "").strip("0")
    if "/" in text or len(digits) > _SIGNIFICANT:
        return text
    return Decimal(text) if "." in text else int(text)
