"""``svscore check``: what is wrong in framework files."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Literal

import typer

from svscore.cli.options import AllowOutside
from svscore.cli.output import has_colour, say, width
from svscore.problem import Location, Problem, Severity, did_you_mean

# Commands import what they use when they run: --help then needs neither pydantic nor a reader.
# ruff: noqa: PLC0415

Format = Literal["auto", "text", "github", "json", "sarif", "junit"]

Paths = Annotated[
    list[Path] | None, typer.Argument(metavar="PATH...", help="Framework files, folders that hold some, or ids.")
]
FormatOption = Annotated[
    Format,
    typer.Option("--format", help="github: annotations beside the line; auto: those inside GitHub Actions, else text."),
]
Strict = Annotated[bool, typer.Option("--strict", help="Warnings fail, too.")]
Codes = Annotated[
    list[str] | None,
    typer.Option("--select", metavar="CODE,...", help="Only these codes; SV2 means all that begin so."),
]
Ignored = Annotated[list[str] | None, typer.Option("--ignore", metavar="CODE,...", help="All but these codes.")]
Listing = Annotated[bool, typer.Option("--list", help="List every code with its name; checks nothing.")]
Explain = Annotated[str | None, typer.Option("--explain", metavar="CODE", help="What a code means; checks nothing.")]


def check(  # noqa: PLR0913, PLR0917 - one parameter an option
    paths: Paths = None,
    format: FormatOption = "text",  # noqa: A002 - the option's name
    strict: Strict = False,
    select: Codes = None,
    ignore: Ignored = None,
    list_: Listing = False,
    explain: Explain = None,
    allow_outside: AllowOutside = False,
) -> None:
    """Check framework files and list everything wrong with them.

    Errors are what cannot be scored; warnings can be scored but will hurt.
    Folders are searched for .yaml and .yml files. A comment answers a
    warning on its line: # svscore: ignore SV202 because ...

    \b
    Examples:
      svscore check model.yaml
      svscore check frameworks --strict
      svscore check frameworks --format sarif > findings.sarif
      svscore check frameworks --select SV1 --ignore SV103,SV104
      svscore check --explain SV101

    Exit code 1 when there are errors, with --strict also for warnings.
    """  # noqa: D301 - \b keeps typer from filling the example's lines
    if explain is not None:
        typer.echo(_page(explain), nl=False)
        return
    if list_:
        typer.echo(_list(), nl=False)
        return
    if not paths:
        raise typer.BadParameter("say which files or folders to check", param_hint="PATH...")
    from svscore.cli.walked import framework_files
    from svscore.framework.catalogue import may_be_definition, printed
    from svscore.report.notes import counted
    from svscore.report.problems import FORMATS, text

    named, walked = set(paths), [framework_files(path) for path in paths]
    listed = {file for files, _ in walked for file in files}
    others = sorted(file for file in listed - named if not may_be_definition(file))
    files = sorted(listed.difference(others))
    nothing = [problem for _, problems in walked for problem in problems]
    wanted = _wanted(select, ignore)
    found = [problem for problem in _problems_in(files, allow_outside) if problem.code in wanted]
    problems = sorted(
        {*found, *nothing, *map(_passed_over, others)}
    )  # a file and one that extends it have problems in common
    fails = {Severity.ERROR, Severity.WARNING} if strict else {Severity.ERROR}
    if _meant(format) == "text" and sys.stdout.isatty():
        typer.echo(text(problems, width=width(), colour=has_colour()), nl=False)
    else:
        typer.echo(FORMATS[_meant(format)](problems, [printed(file) for file in files], fails), nl=False)
    counts = counted([problem.severity for problem in problems]) or "nothing wrong"
    say(f"checked {len(files)} file{'' if len(files) == 1 else 's'}: {counts}")
    if any(problem.severity in fails for problem in problems):
        raise typer.Exit(1)


def _meant(format: Format) -> str:  # noqa: A002
    if format != "auto":
        return format
    return "github" if os.environ.get("GITHUB_ACTIONS") == "true" else "text"


def _page(code: str) -> str:
    from svscore import lint
    from svscore.report import codes

    if code.upper() in lint.codes():
        return lint.page(code)
    if code.upper() in codes.codes():
        return codes.page(code)
    hint = did_you_mean(code, [*lint.codes(), *codes.codes()])
    raise typer.BadParameter(f"no code {code!r}; {hint}", param_hint="--explain")


def _list() -> str:
    from svscore import lint
    from svscore.report import codes

    pages = [*map(lint.page, lint.codes()), *map(codes.page, codes.codes())]
    return "".join(page.partition("\n")[0] + "\n" for page in pages)


def _wanted(select: list[str] | None, ignore: list[str] | None) -> set[str]:
    """The codes that are reported.

    Raises:
        typer.BadParameter: a code there is not.
    """
    every = _beginning(["SV"], "--select")
    return (_beginning(select, "--select") if select else every) - _beginning(ignore or [], "--ignore")


def _beginning(options: list[str], name: str) -> set[str]:
    """The codes that begin like one of those listed, separated by commas."""
    from svscore.lint import codes

    found: set[str] = set()
    for start in (part.strip().upper() for option in options for part in option.split(",")):
        meant = {code for code in codes() if start and code.startswith(start)}
        if not meant:
            raise typer.BadParameter(f"no code {start!r}; {did_you_mean(start, codes())}", param_hint=name)
        found |= meant
    return found


def _problems_in(files: Sequence[Path], allow_outside: bool) -> list[Problem]:
    from svscore.lint import check_file

    named = [file if os.path.lexists(file) else str(file) for file in files]
    return [problem for name in named for problem in check_file(name, allow_outside=allow_outside)]


def _passed_over(file: Path) -> Problem:
    from svscore.framework.catalogue import printed

    message = "it is no framework file, and was passed over: it has none of the keys svscore, criteria, menu, extends"
    hint = "name the file itself to have it checked"
    return Problem(Location(printed(file)), "CL102", message, hint, Severity.NOTE)
