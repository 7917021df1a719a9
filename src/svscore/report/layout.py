"""Which form the ranking takes on so many columns of text, and how wide each of its columns is.

Numbers are never cut: when the headings do not fit they become C1, C2, ... with a legend; when
that does not fit either there is no table, and the bids stand one below the other.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from textwrap import wrap

from rich.cells import cell_len

from svscore.report.standings import BIDDER, Column
from svscore.report.untrusted import visible

GAP = 2
"""Blanks between columns."""
HEADING_LINES = 3
"""A heading may take this many lines before it is abbreviated."""
FOLDS = 2
"""Lines that a status may take where the table is too wide."""
LONGEST_WORD = 24
"""Longer words of a bidder's name may be broken to keep the table."""


@dataclass(frozen=True, slots=True)
class Layout:
    """Columns with their widths, and what abbreviated headings stand for."""

    columns: tuple[Column, ...]
    widths: tuple[int, ...]
    legend: tuple[tuple[str, str], ...] = ()

    def heading_lines(self) -> tuple[tuple[str, ...], ...]:
        """The headings, each wrapped to its width and standing on the last line."""
        wrapped = [wrap(column.heading, width) for column, width in zip(self.columns, self.widths, strict=True)]
        return tuple(zip(*(_bottomed(lines, max(map(len, wrapped))) for lines in wrapped), strict=True))


def _bottomed(lines: Sequence[str], height: int) -> list[str]:
    return [""] * (height - len(lines)) + list(lines)


def fitted(columns: Sequence[Column], width: int) -> Layout | None:
    """The columns laid out within ``width``; ``None`` when no table fits."""
    if found := _within(columns, width, least=20) or _within(columns, width, least=20, folds=True):
        return found
    short, legend = _abbreviated(columns)
    return _within(short, width, least=12, legend=legend, folds=True)


def _within(
    columns: Sequence[Column],
    width: int,
    *,
    least: int,
    legend: tuple[tuple[str, str], ...] = (),
    folds: bool = False,
) -> Layout | None:
    """Every column as narrow as it can be, the bidder's with what is left.

    ``least`` is what long names must have; words of names are not broken before ``LONGEST_WORD``. ``folds`` lets
    words that may do so take two lines.
    """
    natural = [_narrowest(column, folds=folds and column.may_fold) for column in columns]
    words = max((cell_len(word) for cell in columns[BIDDER].cells for word in visible(cell).split()), default=0)
    left = width - sum(natural) + natural[BIDDER] - GAP * (len(columns) - 1)
    if left < max(min(natural[BIDDER], least), min(words, LONGEST_WORD)):
        return None
    natural[BIDDER] = min(natural[BIDDER], left)
    return Layout(tuple(columns), tuple(natural), legend)


def _narrowest(column: Column, *, folds: bool = False) -> int:
    """The least width that holds every number whole and the heading in a few lines."""
    measure = _folded_width if folds else cell_len
    cells = max((measure(visible(cell)) for cell in (*column.cells, column.available)), default=0)
    words = max(map(cell_len, column.heading.split()), default=0)
    least = max(cells, words, 1)
    while len(wrap(column.heading, least)) > HEADING_LINES:
        least += 1
    return least


def _folded_width(text: str) -> int:
    """The least width that holds a text in two lines of whole words."""
    longest_word = max(map(len, text.split()), default=0)
    return next(width for width in range(longest_word, len(text) + 1) if len(wrap(text, max(width, 1))) <= FOLDS)


def _abbreviated(columns: Sequence[Column]) -> tuple[tuple[Column, ...], tuple[tuple[str, str], ...]]:
    """The columns with C1, C2, ... where the heading of a section is wider than its numbers, and the legend."""
    short: list[Column] = []
    legend: list[tuple[str, str]] = []
    for column in columns:
        brief = replace(column, heading=f"C{len(legend) + 1}")
        if column.is_section and _narrowest(brief) < _narrowest(column):
            legend.append((brief.heading, column.heading))
            short.append(brief)
        else:
            short.append(column)
    return tuple(short), tuple(legend)
