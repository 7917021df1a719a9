"""Puts the three sheets into a copy of the user's workbook."""

from __future__ import annotations

from pathlib import Path

from svscore.bids import Competition
from svscore.framework.model import Framework
from svscore.report.origin import Origin
from svscore.report.scored.book import Book
from svscore.report.scored.model_sheet import add_model
from svscore.report.scored.results import add_results
from svscore.report.scored.workings import Writer
from svscore.scoring.result import Result
from svscore.workbook.limits import Limits


def render(
    source: Path,
    framework: Framework,
    competition: Competition,
    result: Result,
    origin: Origin,
    limits: Limits | None = None,
) -> bytes:
    """The workbook at ``source`` with ``Results``, ``Workings`` and ``Model`` added, as an .xlsx file.

    Raises:
        SvscoreError: the workbook cannot be copied.
    """
    book = Book(source, limits or Limits())
    model = add_model(book, framework, origin, result.what_if)
    workings = Writer(book, framework, competition, result, model).write()
    sheet = add_results(book, framework, result, workings, origin)
    # in the order people read them: result, workings, model
    book.workbook.move_sheet(sheet, offset=-2)
    book.workbook.move_sheet(workings.sheet, offset=-1)
    book.workbook.active = book.workbook.index(sheet)
    return book.saved()
