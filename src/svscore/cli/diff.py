"""``svscore frameworks diff``: what another version of a model changes, and what that does to bids."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from svscore.cli.options import AllowOutside, Lot, MaxCells, MaxSize, limits_of
from svscore.cli.output import problems_reported, say, without_leftovers

# Commands import what they use when they run: --help then needs neither pydantic nor a reader.
# ruff: noqa: PLC0415

if TYPE_CHECKING:
    from svscore.framework.diff import Diff
    from svscore.report.diff import Tried
    from svscore.workbook import Limits

Format = Literal["text", "markdown", "md", "json"]
FailWhen = Literal["score-changes", "rank-changes", "award-changes"]

CHANGED = 3
"""The exit code where what --fail-when names has come about."""

Old = Annotated[str, typer.Argument(metavar="OLD", help="The model as it was: an id, an id with version or a file.")]
New = Annotated[str, typer.Argument(metavar="NEW", help="The model as it is to be.")]
More = Annotated[list[Path] | None, typer.Argument(metavar="[PATH]...", help="More workbooks, after --bids PATH.")]
Bids = Annotated[
    list[Path] | None,
    typer.Option("--bids", metavar="PATH", help="A workbook: say who moves, by how much, because of which change."),
]
FormatOption = Annotated[Format, typer.Option("--format", help="markdown is a comment for a pull request.")]
WholeOption = Annotated[
    bool, typer.Option("--whole", help="All of the markdown, however long; a comment takes 60,000 characters.")
]
FailWhenOption = Annotated[
    FailWhen | None, typer.Option("--fail-when", help="Exit code 3 where this changes, for somebody to look at.")
]


def diff(  # noqa: PLR0913, PLR0917 - one parameter an option
    old: Old,
    new: New,
    more: More = None,
    bids: Bids = None,
    format: FormatOption = "text",  # noqa: A002 - the option's name
    whole: WholeOption = False,
    fail_when: FailWhenOption = None,
    lot: Lot = None,
    max_size: MaxSize = None,
    max_cells: MaxCells = None,
    allow_outside: AllowOutside = False,
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

    Exit code 0 whether there are differences or not, unless --fail-when asks
    for another: 3 where what it names changes, or where bids cannot be scored
    under the new model.
    """  # noqa: D301 - \b keeps typer from filling the example's lines
    from svscore.framework.diff import diff as compared
    from svscore.lint import checked_framework
    from svscore.report.diff import headline, kinds_of_change
    from svscore.report.diff_formats import FORMATS, whole_markdown

    chosen = "markdown" if format == "md" else format
    if whole and chosen != "markdown":
        raise typer.BadParameter("only markdown is ever cut: leave it out", param_hint="--whole")
    workbooks = (*(bids or ()), *(more or ()))
    if fail_when in ("rank-changes", "award-changes") and not workbooks:
        raise typer.BadParameter("say which bids to look at, with --bids", param_hint="--fail-when")
    limits = limits_of(max_size, max_cells)
    with problems_reported():
        before, after = (checked_framework(name, allow_outside=allow_outside).framework for name in (old, new))
        found = compared(before, after)
        tried = [_tried(found, path, lot, limits) for path in without_leftovers(workbooks)]
        typer.echo((whole_markdown if whole else FORMATS[chosen])(found, tried), nl=False)
    if fail_when in kinds_of_change(found, tried):
        say(f"--fail-when {fail_when}: {''.join(headline(found, tried))}")
        raise typer.Exit(CHANGED)


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
