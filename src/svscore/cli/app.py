"""The command ``svscore`` and its subcommands, one file each."""

from __future__ import annotations

import sys
from io import TextIOWrapper
from typing import Annotated

import typer

from svscore import __version__
from svscore.cli import archive, frameworks
from svscore.cli.check import check
from svscore.cli.evaluate import evaluate
from svscore.cli.merge import merge
from svscore.cli.output import check_working_folder
from svscore.cli.playbook import playbook
from svscore.cli.rescore import rescore
from svscore.cli.template import template
from svscore.cli.words import Commands

app = typer.Typer(
    cls=Commands,
    add_completion=False,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.command()(evaluate)
app.command()(check)
app.command()(template)
app.command()(merge)
app.command()(rescore)
app.command()(playbook)
app.add_typer(frameworks.app, name="frameworks")
app.add_typer(archive.app, name="archive")


def _version(*, wanted: bool) -> None:
    if wanted:
        typer.echo(f"svscore {__version__}")
        raise typer.Exit


@app.callback()
def start(
    version: Annotated[  # noqa: ARG001 - answered by its callback
        bool, typer.Option("--version", callback=lambda wanted: _version(wanted=wanted), is_eager=True)
    ] = False,
) -> None:
    """Scores bids under published evaluation models: exact, repeatable, explained.

    \b
    Example:
      svscore evaluate bids.xlsx --framework dsp-lot2

    Exit codes: 0 fine; 1 problems in your files, listed on standard error;
    2 wrong usage.
    """  # noqa: D301 - \b keeps typer from filling the example's lines
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")  # a name the terminal has no letters for is no crash
    check_working_folder()
