"""``svscore evaluate``: the ranking of one competition."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from svscore.cli.options import (
    AcceptChangedModel,
    AllowOutside,
    Anonymise,
    Drop,
    Force,
    FrameworkName,
    Lot,
    MaxCells,
    MaxSize,
    Output,
    SetWeights,
    Workbooks,
    acceptance_of,
    limits_of,
)
from svscore.cli.output import (
    deliver,
    has_colour,
    nothing_accepted_said,
    problems_reported,
    warn,
    width,
    without_leftovers,
)
from svscore.cli.scored import Scored, score_workbook

# Commands import what they use when they run: --help then needs neither pydantic nor a reader.
# ruff: noqa: PLC0415

if TYPE_CHECKING:
    from svscore.scoring.result import Result
    from svscore.workbook import Limits

Format = Literal["table", "json", "csv", "markdown", "md", "xlsx"]

FormatOption = Annotated[
    Format | None,
    typer.Option("--format", help="By default a table, or what the suffix of --output says.", show_default=False),
]
Explain = Annotated[
    str | None,
    typer.Option("--explain", metavar="BIDDER", help="The worked calculation of this bid in place of the ranking."),
]


def evaluate(  # noqa: PLR0913, PLR0917 - one parameter an option
    workbooks: Workbooks,
    framework: FrameworkName = None,
    format: FormatOption = None,  # noqa: A002 - the option's name
    output: Output = None,
    set_weights: SetWeights = None,
    drop: Drop = None,
    anonymise: Anonymise = False,
    explain: Explain = None,
    lot: Lot = None,
    max_size: MaxSize = None,
    max_cells: MaxCells = None,
    accept_changed_model: AcceptChangedModel = None,
    allow_outside: AllowOutside = False,
    force: Force = False,
) -> None:
    """Rank the bids of a workbook under an evaluation model.

    Several files are read as parts of one competition: marks in some, prices
    in another.

    Prints rank, bidder, points of each section, total, margin to the next bid
    and status; below it ties, exclusions, questions for a named person, and
    which model was used. Nothing is excluded for odd or missing data.

    A workbook knows the model it was issued with. Where that changed without
    a new version, nothing is scored until a named person accepts it with
    --accept-changed-model "NAME: REASON", which every output then says.

    --set and --drop ask "what if": their result is not that of the published
    model, and every output says so.

    \b
    Examples:
      svscore evaluate bids.xlsx -f dsp-lot2
      svscore evaluate bids.xlsx -f model.yaml --explain "Acme Ltd"
      svscore evaluate bids.xlsx -f dsp-lot2 -o result.json
      svscore evaluate bids.xlsx -f dsp-lot2 -o scored.xlsx
      svscore evaluate prices.xlsx marks.xlsx consensus.xlsx
      svscore evaluate bids.xlsx -f dsp-lot2 --set social-value=30
    """  # noqa: D301 - \b keeps typer from filling the example's lines
    from svscore.report.own import is_evaluation
    from svscore.report.write import check_output

    chosen = _format_of(format, output, explain)
    acceptance = acceptance_of(accept_changed_model)
    if chosen == "xlsx":
        _check_workbook_out(output, workbooks, anonymise=anonymise)
    workbook, *also = workbooks = without_leftovers(workbooks)
    limits = limits_of(max_size, max_cells)
    with problems_reported():
        check_output(output, workbooks, is_own=is_evaluation, is_forced=force)
        scored = score_workbook(
            workbook,
            framework,
            also=also,
            set_weights=set_weights or (),
            drop=drop or (),
            lot=lot,
            limits=limits,
            acceptance=acceptance,
            allow_outside=allow_outside,
        )
        bidder = None if explain is None else _bidder_named(explain, scored.result)
        if anonymise:
            scored, bidder = _anonymised(scored, bidder)
        deliver(
            _content(scored, chosen, output, workbook, bidder, limits),
            output,
            inputs=(*workbooks, *scored.loaded.files),
        )
    if scored.result.problems:
        warn(scored.result.problems)
    if acceptance is not None and scored.origin.acceptance is None:
        nothing_accepted_said("scored")


def _format_of(format: Format | None, output: Path | None, explain: str | None) -> str:  # noqa: A002
    from svscore.report import SUFFIXES, WORKBOOK_SUFFIX

    if explain is not None and format is not None:
        raise typer.BadParameter("a worked calculation is text: leave out --format", param_hint="--explain")
    if format is not None or output is None or explain is not None:
        return "markdown" if format == "md" else format or "table"
    suffix = output.suffix.lower()
    if suffix == WORKBOOK_SUFFIX:
        return "xlsx"
    if suffix not in SUFFIXES:
        known = ", ".join((*SUFFIXES, WORKBOOK_SUFFIX))
        message = f"found {output.name!r}, expected a name that ends in {known}; or say --format"
        raise typer.BadParameter(message, param_hint="--output")
    return SUFFIXES[suffix]


def _check_workbook_out(output: Path | None, workbooks: Sequence[Path], *, anonymise: bool) -> None:
    if output is None:
        raise typer.BadParameter("a workbook is written to a file: say which with --output", param_hint="--format")
    if len(workbooks) > 1:
        message = "a scored workbook is a copy of one: bring the files together with `svscore merge` first"
        raise typer.BadParameter(message, param_hint="WORKBOOK")
    if anonymise:
        message = "a copy of the workbook holds the names: leave one of the two out, or write another format"
        raise typer.BadParameter(message, param_hint="--anonymise")


def _content(
    scored: Scored, chosen: str, output: Path | None, workbook: Path, bidder: str | None, limits: Limits
) -> str | bytes:
    if bidder is not None:
        return _explained(scored, bidder)
    if chosen != "xlsx":
        return _rendered(scored, chosen, output)
    from svscore.report.scored import render

    return render(workbook, scored.loaded.framework, scored.competition, scored.result, scored.origin, limits)


def _bidder_named(name: str, result: Result) -> str:
    from svscore.problem import did_you_mean
    from svscore.report.untrusted import visible
    from svscore.workbook.names import composed

    names = [bid.bidder for bid in result.bids]
    if written := next((bidder for bidder in names if composed(bidder) == composed(name)), None):
        return written
    hint = visible(did_you_mean(name, names))
    raise typer.BadParameter(f"no bid by {name!r}; {hint}", param_hint="--explain")


def _anonymised(scored: Scored, bidder: str | None) -> tuple[Scored, str | None]:
    from svscore.report.anonymise import anonymise

    result, origin, letters = anonymise(scored.result, scored.origin)
    return replace(scored, result=result, origin=origin), letters.get(bidder or "")


def _rendered(scored: Scored, chosen: str, output: Path | None) -> str:
    from svscore.report import RENDERERS
    from svscore.report.table import render

    if chosen == "table" and output is None:
        return render(scored.result, scored.origin, width=width(), colour=has_colour())
    return RENDERERS[chosen](scored.result, scored.origin)


def _explained(scored: Scored, bidder: str) -> str:
    from svscore.report.explain import render

    return render(scored.result, scored.origin, bidder, scored.loaded.framework)
