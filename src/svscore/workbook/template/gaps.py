"""What a competition still lacks, each with the cell of the workbook that waits for it."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from svscore.problem import Location, Problem, Severity
from svscore.workbook import codes
from svscore.workbook.names import quote
from svscore.workbook.template.order import Order
from svscore.workbook.template.page import Page
from svscore.workbook.template.write import Parts, pages

_NAMED = 3
"""Bidders named in one line; of more the number is given."""


def gaps(order: Order, source: str) -> tuple[Problem, ...]:
    """A warning for every criterion and evaluator, and every bid, for which something is missing.

    ``source`` is the name of the workbook that :func:`template` writes for the order, in which the cells are.
    """
    made = pages(order, Parts(order.evaluators, consensus=True, bids=True))
    return tuple(problem for page in made for problem in _of_page(page, source))


def _of_page(page: Page, source: str) -> Iterator[Problem]:
    headings = [column.heading for column in page.columns]
    if "Mark" in headings:
        yield from _marks(page, source)
    elif page.name in ("Bids", "Evaluators"):
        yield from _rows(page, source)


def _marks(page: Page, source: str) -> Iterator[Problem]:
    criteria, bidders, marks = (page.columns[page.place(name) - 1] for name in ("Criterion", "Bidder", "Mark"))
    if not marks.is_needed:
        return
    blank = [row for row, mark in enumerate(marks.values) if mark is None]
    if len(blank) == len(marks.values):
        message = f"the sheet {page.name} has none of its {len(blank)} marks"
        yield _missing(Location(source, page.name), message)
        return
    for criterion, rows in groupby(blank, key=lambda row: criteria.values[row]):
        found = list(rows)
        names = _listed([str(bidders.values[row]) for row in found])
        at = Location(source, page.name, page.first + found[0], page.place("Mark"))
        yield _missing(at, f"no mark for {criterion} of {names}")


def _rows(page: Page, source: str) -> Iterator[Problem]:
    for row, name in enumerate(page.columns[0].values):
        blank = [column for column in page.columns if column.is_needed and column.values[row] is None]
        if blank:
            at = Location(source, page.name, page.first + row, page.place(blank[0].heading))
            yield _missing(at, f"{quote(str(name))} lacks {_listed([column.heading for column in blank])}")


def _listed(names: list[str]) -> str:
    shown = ", ".join(names[:_NAMED])
    return shown if len(names) <= _NAMED else f"{shown} and {len(names) - _NAMED} more"


def _missing(at: Location, message: str) -> Problem:
    return Problem(at, codes.MISSING, message, "", Severity.WARNING)
