"""``svscore frameworks diff``: what another version of a model changes, and what that does to bids."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from svscore.cli.options import Lot, MaxCells, MaxSize, limits_of
from svscore.cli.output import problems_reported, without_leftovers

# Commands import what they use when they run: --help then needs neither pydantic nor a reader.
# ruff: noqa: PLC0415

if TYPE_CHECKING:
    from svscore.framework.diff import Diff
    from svscore.report.diff import Tried
    from svscore.workbook import Limits

Format = Literal["text", "markdown", "md", "json"]

Old = Annotated[str, typer.Argument(metavar="OLD", help="The model as it was: an id, an id with version or a file.")]
New = Annotated[str, typer.Argument(metavar="NEW", help="The model as it is to be.")]
More = Annotated[list[Path] | None, typer.Argument(metavar="[PATH]...", help="More workbooks, after --bids PATH.")]
Bids = Annotated[
    list[Path] | None,
    typer.Option("--bids", metavar="PATH", help="A workbook: say who moves, by how much, because of which change."),
]
FormatOption = Annotated[Format, typer.Option("--format", help="markdown is a comment for a pull request.")]


def diff(  # noqa: PLR0913, PLR0917 - one parameter an option
    old: Old,
    new: New,
    more: More = None,
    bids: Bids = None,
    format: FormatOption = "text",  # noqa: A002 - the option's name
    lot: Lot = None,
    max_size: MaxSize = None,
    max_cells: MaxCells = None,
) -> None:
    """Say what is different between two models, and what it does to bids.

    Changes are made one at a time, in the order of the list: criteria and
    weights from the top down, scales, how each criterion is marked and its
    minimum, then the rules. What each does to a bid adds up, exactly.

    \b
    Examples:
      svscore frameworks diff dsp-lot2 dsp-lot2-without-covid
      svscore frameworks diff old.yaml new.yaml --bids a.xlsx b.xlsx
      svscore frameworks diff old.yaml new.yaml --bids a.xlsx --format markdown

    Exit code 0 whether there are differences or not.
    """  # noqa: D301 - \b keeps typer from filling the example's lines
    from svscore.framework.diff import diff as compared
    from svscore.lint import checked_framework
    from svscore.report.diff_formats import FORMATS

    limits = limits_of(max_size, max_cells)
    with problems_reported():
        found = compared(checked_framework(old).framework, checked_framework(new).framework)
        tried = [_tried(found, path, lot, limits) for path in without_leftovers([*(bids or ()), *(more or ())])]
        typer.echo(FORMATS["markdown" if format == "md" else format](found, tried), nl=False)


def _tried(diff: Diff, workbook: Path, lot: str | None, limits: Limits) -> Tried:
    """What the change does to one workbook.

    Raises:
        SvscoreError: the bids cannot be read or scored under the old model.
    """
    from svscore.batch.effects import effect
    from svscore.framework.catalogue import printed
    from svscore.problem import SvscoreError
    from svscore.report.diff import Tried
    from svscore.scoring.engine import score
    from svscore.scoring.refusals import with_refusals
    from svscore.workbook import read_bids

    try:
        before = read_bids(workbook, diff.old, lot=lot, limits=limits)
    except SvscoreError as error:
        raise with_refusals(diff.old, error) from None
    score(diff.old, before)
    try:
        after = read_bids(workbook, diff.new, lot=lot, limits=limits)
        return Tried(printed(workbook), effect(diff, before, after))
    except SvscoreError as error:  # a workbook for the old model may lack what the new one asks for
        return Tried(printed(workbook), None, tuple(with_refusals(diff.new, error).problems))
