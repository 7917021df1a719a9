"""Options the commands share, and how their values are read."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from svscore.exact import parse_number
from svscore.problem import well_formed

if TYPE_CHECKING:
    from svscore.workbook import Limits
    from svscore.workbook.issued import Acceptance

_KINDS = "The bids: .xlsx, .xlsm or .csv; with an extra, .ods, .xls, .xlsb."

Workbook = Annotated[Path, typer.Argument(metavar="WORKBOOK", help=_KINDS)]

Workbooks = Annotated[
    list[Path], typer.Argument(metavar="WORKBOOK...", help=f"{_KINDS} Several files are parts of one competition.")
]

FrameworkName = Annotated[
    str | None,
    typer.Option(
        "--framework",
        "-f",
        metavar="NAME",
        help="The model: an id (dsp-lot2), an id with version (dsp-lot2@2021-10) or a file. "
        "May be left out when the workbook's Competition sheet names it.",
    ),
]

Output = Annotated[
    Path | None,
    typer.Option(
        "--output",
        "-o",
        metavar="FILE",
        help="Write here, whole or not at all; the format follows from .txt, .json, .csv, .md or .xlsx.",
    ),
]

Force = Annotated[
    bool,
    typer.Option("--force", help="Overwrite a file that this command did not write; never one that it reads."),
]

SetWeights = Annotated[
    list[str] | None,
    typer.Option(
        "--set",
        metavar="ID=WEIGHT",
        help="What if: another weight; the others beside it share the rest in proportion. Repeatable. "
        "The result is not that of the published model, and says so.",
    ),
]

Drop = Annotated[
    list[str] | None,
    typer.Option("--drop", metavar="ID", help="What if: without this criterion, in the same way. Repeatable."),
]

Anonymise = Annotated[
    bool, typer.Option("--anonymise", help="Bidder A, B, ... for names, in an order that says nothing about rank.")
]

MaxSize = Annotated[
    int | None,
    typer.Option("--max-size", metavar="MB", min=1, max=2048, help="Read a workbook up to this size. [default: 64]"),
]

MaxCells = Annotated[
    int | None,
    typer.Option("--max-cells", metavar="N", min=1, help="Read a workbook of up to so many cells. [default: 500000]"),
]

AcceptChangedModel = Annotated[
    str | None,
    typer.Option(
        "--accept-changed-model",
        metavar='"NAME: REASON"',
        help="Who answers for going on although the model changed since the workbook was issued, and why. "
        "Every output says so.",
    ),
]

AllowOutside = Annotated[
    bool,
    typer.Option(
        "--allow-outside",
        help="Let a framework file take from files outside its folder and the folders of frameworks.",
    ),
]

Lot = Annotated[str | None, typer.Option("--lot", metavar="LOT", help="One lot of a workbook that holds several.")]


def limits_of(max_size: int | None, max_cells: int | None) -> Limits:
    """How much of a workbook ``--max-size`` and ``--max-cells`` let be read."""
    from svscore.workbook import Limits  # noqa: PLC0415 - --help needs no reader

    return Limits().raised(max_size, max_cells)


def acceptance_of(text: str | None) -> Acceptance | None:
    """Who accepts a changed model, and why.

    Raises:
        typer.BadParameter: the name or the reason is missing.
    """
    from svscore.workbook.issued import Acceptance  # noqa: PLC0415 - --help needs no reader

    if text is None:
        return None
    name, _, reason = (" ".join(part.split()) for part in well_formed(text).partition(":"))
    if not any(map(str.isalnum, name)) or not any(map(str.isalnum, reason)):
        missing = 'a name, a colon and a reason, like "A. Patel: a misprint in a question was corrected"'
        raise typer.BadParameter(f"found {text!r}, expected {missing}", param_hint="--accept-changed-model")
    return Acceptance(name, reason)


def weights_by_id(settings: Sequence[str]) -> dict[str, Fraction]:
    """What ``--set ID=WEIGHT`` asks for.

    Raises:
        typer.BadParameter: something is not an id, ``=`` and a plain decimal, or an id comes twice.
    """
    weights: dict[str, Fraction] = {}
    for setting in settings:
        criterion, _, weight = setting.partition("=")
        try:
            number = parse_number(weight)
        except ValueError as error:
            message = f"found {setting!r}, expected an id, = and {error}, like social-value=30"
            raise typer.BadParameter(message, param_hint="--set") from None
        if criterion in weights:
            raise typer.BadParameter(f"{criterion!r} is set twice", param_hint="--set")
        weights[criterion] = number
    return weights
