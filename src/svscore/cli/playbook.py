"""``svscore playbook``: a model as text for those who publish it, or for those who bid under it."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import typer

from svscore.cli.options import AllowOutside, Force
from svscore.cli.output import deliver, problems_reported

# Commands import what they use when they run: --help then needs neither pydantic nor a reader.
# ruff: noqa: PLC0415

Name = Annotated[
    str,
    typer.Option(
        "--framework",
        "-f",
        metavar="NAME",
        help="The model: an id (dsp-lot2), an id with version (dsp-lot2@2021-10) or a file.",
    ),
]
Reader = Annotated[
    Literal["buyer", "bidder"],
    typer.Option("--for", help="The evaluation section of an invitation to tender, or a guide for bidders."),
]
File = Annotated[
    Path | None,
    typer.Option(
        "--output",
        "-o",
        metavar="FILE",
        help="Write here, whole or not at all: .md for Markdown, .html for one web page. Printed as Markdown without.",
    ),
]


def playbook(
    framework: Name, reader: Reader, output: File = None, allow_outside: AllowOutside = False, force: Force = False
) -> None:
    """Write the evaluation section of a tender, or a guide for bidders.

    From the model alone: criteria and weights, scales, formulas in words and
    symbols with a worked example, minimums, rounding, award, ties. A page
    stands alone, needs no network, and can be read aloud and on a phone.

    \b
    Examples:
      svscore playbook -f ccs-call-off --for bidder -o guide.html
      svscore playbook -f model.yaml --for buyer -o evaluation.md
    """  # noqa: D301 - \b keeps typer from filling the example's lines
    from svscore.lint import checked_framework
    from svscore.report import playbook as room
    from svscore.report.own import is_playbook
    from svscore.report.write import check_output

    suffix = ".md" if output is None else output.suffix.lower()
    if suffix not in room.FORMATS:
        message = f"found {output.name if output else ''!r}, expected a name that ends in {', '.join(room.FORMATS)}"
        raise typer.BadParameter(message, param_hint="--output")
    with problems_reported():
        loaded = checked_framework(framework, allow_outside=allow_outside)
        check_output(output, loaded.files, is_own=is_playbook, is_forced=force)
        # The name without its folder: what is published says nothing of the machine it was written on.
        text = room.playbook(loaded, loaded.path.name, reader=reader, suffix=suffix)
        deliver(text, output, inputs=loaded.files)
