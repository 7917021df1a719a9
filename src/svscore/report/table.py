"""The ranking as a table for a terminal or a text file, with what must be known below it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from io import StringIO
from itertools import zip_longest
from typing import TYPE_CHECKING

from rich.cells import cell_len

from svscore.report.layout import GAP, Layout, fitted
from svscore.report.notes import Note, banner, notes
from svscore.report.origin import Origin
from svscore.report.standings import BIDDER, Column, columns
from svscore.report.untrusted import visible
from svscore.scoring.result import Result

if TYPE_CHECKING:
    from rich.console import Console, RenderableType
    from rich.text import Text

# The rest of rich takes 50 ms to import: the functions that draw do it, so that other formats do not pay.
# ruff: noqa: PLC0415

MARGIN = "   "
"""Before the lines of a bid that stand below its name."""

NARROWEST = 40
"""Below this width, in characters, lines are left to run on."""


def render(result: Result, origin: Origin, *, width: int = 80, colour: bool = False) -> str:
    """The ranked table and its notes as text, at most ``width`` characters wide where numbers allow."""
    page = StringIO()
    console = _console(page, max(width, NARROWEST), colour=colour)
    cells = columns(result)
    layout = fitted(cells, console.width)
    console.print(_text(result.framework_title, "bold"))
    if warning := banner(result):
        console.print(_text(warning, "bold yellow"))
    for part in [_table(layout, result)] if layout else _stacked(cells, result, console.width):
        console.print()
        console.print(part)
    for lines in (layout.legend if layout else (), notes(result, origin)):
        if lines:
            console.print()
            console.print(_labelled(lines))
    return "".join(f"{line.rstrip()}\n" for line in page.getvalue().splitlines())


def _console(page: StringIO, width: int, *, colour: bool) -> Console:
    from rich.console import Console

    return Console(
        file=page,
        width=width,
        force_terminal=colour,
        color_system="standard" if colour else None,
        legacy_windows=False,
        markup=False,
        emoji=False,
        highlight=False,
    )


def _text(text: str, style: str = "") -> Text:
    from rich.text import Text

    return Text(visible(text), style)


def _style(result: Result, position: int) -> str:
    bid = result.bids[position]
    if bid.is_leading:
        return "bold green" if bid.is_awarded else "bold yellow"
    return "dim" if bid.rank is None else ""


def _table(layout: Layout, result: Result) -> RenderableType:
    rows = [[_text(line, "bold") for line in lines] for lines in layout.heading_lines()]
    rows.append([_text("-" * width) for width in layout.widths])
    if any(column.available for column in layout.columns):
        rows.append([_text(column.available, "dim") for column in layout.columns])
        rows[-1][BIDDER] = _text("out of", "dim")
    rows += [
        [_text(column.cells[position], _style(result, position)) for column in layout.columns]
        for position in range(len(result.bids))
    ]
    sides = "".join(">" if column.is_number else "<" for column in layout.columns)
    return _grid(rows, sides, layout.widths)


def _stacked(cells: Sequence[Column], result: Result, width: int) -> Iterator[RenderableType]:
    """One block a bid, for narrow pages and models of many sections."""
    from rich.console import Group
    from rich.padding import Padding

    rank, bidder, *rest = cells
    numbers = max(cell_len(visible(cell)) for column in rest for cell in column.cells)
    behind = max(len(column.out_of) for column in rest)
    labels = min(max(len(column.heading) for column in rest), width - len(MARGIN) - numbers - behind - 2 * GAP)
    for position in range(len(result.bids)):
        style = _style(result, position) or "bold"
        name = [_text(rank.cells[position], style), _text(bidder.cells[position], style)]
        rows = [(column.heading, column.cells[position], column.out_of) for column in rest]
        block = _grid([[_text(cell) for cell in row] for row in rows], "<>|", (labels, numbers, behind))
        yield Group(_grid([name], "|<"), Padding(block, (0, 0, 0, len(MARGIN))))


def _labelled(lines: Sequence[Note]) -> RenderableType:
    return _grid([[_text(label, "bold"), _text(text)] for label, text in lines], "|<")


def _grid(rows: Sequence[Sequence[Text]], sides: str, widths: Sequence[int] = ()) -> RenderableType:
    """Cells in columns: ``<`` is text that may wrap, ``|`` text and ``>`` numbers that may not."""
    from rich.table import Table

    grid = Table.grid(padding=(0, GAP))
    for side, width in zip_longest(sides, widths):
        grid.add_column(justify="right" if side == ">" else "left", width=width, overflow="fold", no_wrap=side != "<")
    for row in rows:
        grid.add_row(*row)
    return grid
