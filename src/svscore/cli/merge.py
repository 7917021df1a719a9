"""``svscore merge``: the files of evaluators, prices and consensus as one workbook."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from svscore.cli.issued import checked_issue
from svscore.cli.options import (
    AcceptChangedModel,
    AllowOutside,
    FrameworkName,
    Lot,
    MaxCells,
    MaxSize,
    acceptance_of,
    limits_of,
)
from svscore.cli.output import nothing_accepted_said, problems_reported, warn, without_leftovers
from svscore.cli.scored import model_named
from svscore.cli.template import hand_out, name_of

# Commands import what they use when they run: --help then needs neither pydantic nor a reader.
# ruff: noqa: PLC0415

if TYPE_CHECKING:
    from svscore.framework.load import Loaded
    from svscore.workbook.cells import Book

Files = Annotated[list[Path], typer.Argument(metavar="FILE...", help="Workbooks that hold parts of one competition.")]
Merged = Annotated[
    Path,
    typer.Option("--output", "-o", metavar="FILE", help="The workbook to write, never over one that is there."),
]


def merge(  # noqa: PLR0913, PLR0917 - one parameter an option
    files: Files,
    output: Merged,
    framework: FrameworkName = None,
    lot: Lot = None,
    max_size: MaxSize = None,
    max_cells: MaxCells = None,
    accept_changed_model: AcceptChangedModel = None,
    allow_outside: AllowOutside = False,
) -> None:
    """Bring the files of one competition together in one workbook.

    Reads what `svscore template --separate` gave out, or any workbooks of
    bids: marks in some, prices in another. A mark or price that stands twice
    is an error, and nothing is written. What is still missing is listed, with
    the cell of the new workbook that waits for it.

    The new workbook keeps which model the files were issued with. Files that
    were issued with different models are not merged.

    \b
    Example:
      svscore merge panel/*.xlsx -o bids.xlsx
    """  # noqa: D301 - \b keeps typer from filling the example's lines
    from svscore.report.write import check_new
    from svscore.workbook import bids_of
    from svscore.workbook.book import read_books
    from svscore.workbook.issued import is_changed
    from svscore.workbook.template import Order, gaps, template, unwritten

    if output.suffix.lower() != ".xlsx":
        message = f"found {output.name!r}, expected a name that ends in .xlsx"
        raise typer.BadParameter(message, param_hint="--output")
    limits, acceptance = limits_of(max_size, max_cells), acceptance_of(accept_changed_model)
    files = without_leftovers(files)
    with problems_reported():
        check_new([output])
        book = read_books(files, limits=limits)
        loaded, named = _model(book, files, framework, allow_outside)
        issue, said = checked_issue(book, loaded, acceptance, "merged")
        competition = bids_of(book, loaded.framework, lot=lot, limits=limits)
        bidders = tuple(bid.bidder for bid in competition.bids)
        evaluators = tuple(evaluator.name for evaluator in competition.evaluators)
        by = str(acceptance) if acceptance is not None and is_changed(issue, loaded) else ""
        order = Order(loaded.framework, named, loaded.sha256, bidders, evaluators, competition, issue, by)
        hand_out({output: template(order)})
    if problems := (*competition.notes, *said, *unwritten(order), *gaps(order, output.name)):
        warn(problems)
    if acceptance is not None and not by:
        nothing_accepted_said("merged")


def _model(book: Book, files: Sequence[Path], framework: str | None, allow_outside: bool) -> tuple[Loaded, str]:
    """The model, and how it is named."""
    from svscore.lint import checked_framework

    name = framework or model_named(book, files)
    loaded = checked_framework(name, allow_outside=allow_outside)
    return loaded, name_of(loaded, name)
