"""``svscore template``: a workbook for the panel to fill in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from svscore.cli.options import AllowOutside
from svscore.cli.output import problems_reported

# Commands import what they use when they run: --help then needs neither pydantic nor a writer.
# ruff: noqa: PLC0415

if TYPE_CHECKING:
    from svscore.bids import Issue
    from svscore.framework.load import Loaded
    from svscore.workbook.template import File, Name

Model = Annotated[
    str,
    typer.Option(
        "--framework",
        "-f",
        metavar="NAME",
        help="The model: an id (dsp-lot2), an id with version (dsp-lot2@2021-10) or a file.",
    ),
]
Bidders = Annotated[list[str] | None, typer.Option("--bidder", metavar="NAME", help="A bidder. Repeatable.")]
BiddersFrom = Annotated[
    Path | None, typer.Option("--bidders-from", metavar="FILE", help="A text file with a bidder in each line.")
]
Evaluators = Annotated[
    list[str] | None, typer.Option("--evaluator", metavar="NAME", help="An evaluator, by name or code. Repeatable.")
]
Separate = Annotated[
    bool, typer.Option("--separate", help="A file for each evaluator, without prices; one for prices; one to agree in.")
]
IssuedBy = Annotated[
    str | None, typer.Option("--issued-by", metavar="NAME", help="Who issues the workbook; it stands in it.")
]
IssuedOn = Annotated[
    str | None, typer.Option("--issued-on", metavar="DATE", help="The day it is issued, like 2025-03-03.")
]
NewFile = Annotated[
    Path,
    typer.Option(
        "--output",
        "-o",
        metavar="FILE",
        help="The workbook to write; with --separate, a folder. Never over a file that is there.",
    ),
]


def template(  # noqa: PLR0913, PLR0917 - one parameter an option
    framework: Model,
    output: NewFile,
    bidder: Bidders = None,
    bidders_from: BiddersFrom = None,
    evaluator: Evaluators = None,
    separate: Separate = False,
    issued_by: IssuedBy = None,
    issued_on: IssuedOn = None,
    allow_outside: AllowOutside = False,
) -> None:
    """Write a workbook to fill in for a model.

    It has a sheet for each evaluator with the marks the model permits in
    dropdowns, one for the marks the panel agrees, and one for prices and
    answers, apart from the marks. `svscore evaluate` reads it as it is.

    The workbook keeps which model it was issued with: id, version and the
    SHA-256 of its rules. --issued-by and --issued-on add by whom and when.

    --separate keeps prices from evaluators: each gets a file of their own.
    `svscore merge` brings the files together.

    \b
    Examples:
      svscore template -f dsp-lot2 --bidder "Acme Ltd" --bidder "Bolt plc"
          --evaluator E1 --evaluator E2 -o bids.xlsx
      svscore template -f dsp-lot2 --bidders-from bidders.txt --evaluator E1
          --evaluator E2 --separate -o panel/
    """  # noqa: D301 - \b keeps typer from filling the example's lines
    from svscore.lint import checked_framework
    from svscore.problem import well_formed
    from svscore.report.write import check_new
    from svscore.workbook.template import Order, checked_names, separate_templates
    from svscore.workbook.template import template as whole

    day = _day(issued_on)
    with problems_reported():
        if not separate:
            _check_suffix(output)
            check_new([output])
        bidders, evaluators = checked_names(_bidders(bidder or (), bidders_from), _names(evaluator or (), "evaluator"))
        loaded = checked_framework(framework, allow_outside=allow_outside)
        issue = replace(issue_of(loaded), by=" ".join(well_formed(issued_by or "").split()), on=day)
        named = name_of(loaded, framework)
        order = Order(loaded.framework, named, loaded.sha256, bidders, evaluators, issue=issue)
        if separate:
            hand_out({output / name: file for name, file in separate_templates(order).items()}, folder=output)
        else:
            hand_out({output: whole(order)})


def issue_of(loaded: Loaded) -> Issue:
    """What a workbook issued with a model keeps of it."""
    from svscore.bids import Issue

    return Issue(f"{loaded.framework.id}@{loaded.framework.version}", loaded.model_sha256, loaded.sha256)


def _day(text: str | None) -> str:
    if text is None:
        return ""
    with suppress(ValueError):
        if date.fromisoformat(text).isoformat() == text:
            return text
    raise typer.BadParameter(f"found {text!r}, expected a date like 2025-03-03", param_hint="--issued-on")


def name_of(loaded: Loaded, given: str) -> str:
    """The model as ``--framework`` finds it again: by id and version where it can, else as it was given."""
    from svscore.framework.catalogue import find
    from svscore.problem import SvscoreError

    pinned = f"{loaded.framework.id}@{loaded.framework.version}"
    try:
        is_found = find(pinned).samefile(loaded.path)
    except SvscoreError:
        is_found = False
    return pinned if is_found else given


def hand_out(files: Mapping[Path, File], folder: Path | None = None) -> None:
    """Writes new workbooks and says which sheets each has.

    Raises:
        SvscoreError: one is there already, or cannot be written.
    """
    from svscore.problem import well_formed
    from svscore.report.untrusted import visible
    from svscore.report.write import new_folder, write_new

    if folder is not None:
        new_folder(folder)
    write_new({path: file.data for path, file in files.items()})
    for path, file in files.items():
        typer.echo(visible(well_formed(f"{path.as_posix()}: {', '.join(file.sheets)}")))


def _check_suffix(output: Path) -> None:
    if output.suffix.lower() != ".xlsx":
        message = f"found {output.name!r}, expected a name that ends in .xlsx"
        raise typer.BadParameter(message, param_hint="--output")


def _bidders(given: Sequence[str], listed: Path | None) -> list[Name]:
    from svscore.workbook.template import names_in

    found = [*_names(given, "bidder"), *(names_in(listed) if listed is not None else ())]
    if not found:
        raise typer.BadParameter("name every bidder, or a file with their names", param_hint="--bidder, --bidders-from")
    return found


def _names(given: Sequence[str], option: str) -> list[Name]:
    from svscore.problem import Location
    from svscore.workbook.template import Name

    return [Name(text, Location(f"--{option}")) for text in given]
