"""``svscore check``: what is wrong in framework files."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import typer

from svscore.problem import Location, Problem, Severity

# Commands import what they use when they run: --help then needs neither pydantic nor a reader.
# ruff: noqa: PLC0415

SUFFIXES = (".yaml", ".yml")

Format = Literal["text", "github", "json"]

Paths = Annotated[
    list[Path], typer.Argument(metavar="PATH...", help="Framework files, folders that hold some, or ids.")
]
FormatOption = Annotated[
    Format, typer.Option("--format", help="github prints annotations that GitHub shows beside the line.")
]
Strict = Annotated[bool, typer.Option("--strict", help="Warnings fail, too.")]


def check(paths: Paths, format: FormatOption = "text", strict: Strict = False) -> None:  # noqa: A002
    """Check framework files and list everything wrong with them.

    Errors are what cannot be scored; warnings can be scored but will hurt.
    Folders are searched for .yaml and .yml files.

    \b
    Examples:
      svscore check model.yaml
      svscore check frameworks --strict
      svscore check frameworks --format github

    Exit code 1 when there are errors, with --strict also for warnings.
    """  # noqa: D301 - \b keeps typer from filling the example's lines
    from svscore.lint import check_file
    from svscore.report.notes import counted
    from svscore.report.problems import FORMATS

    files = sorted({file for path in paths for file in _files(path)})
    problems = [problem for file in files for problem in check_file(file if file.exists() else str(file))]
    problems += [_nothing_in(path) for path in paths if path.is_dir() and not _files(path)]
    typer.echo(FORMATS[format](problems), nl=False)
    found = counted([problem.severity for problem in problems]) or "nothing wrong"
    typer.echo(f"checked {len(files)} file{'' if len(files) == 1 else 's'}: {found}", err=True)
    fails = {Severity.ERROR, Severity.WARNING} if strict else {Severity.ERROR}
    if any(problem.severity in fails for problem in problems):
        raise typer.Exit(1)


def _files(path: Path) -> list[Path]:
    """The framework files of a folder and the folders below, hidden ones left out; or the file itself."""
    if not path.is_dir():
        return [path]
    found = (file for file in path.rglob("*") if file.suffix in SUFFIXES and file.is_file())
    return sorted(file for file in found if not any(part.startswith(".") for part in file.relative_to(path).parts))


def _nothing_in(folder: Path) -> Problem:
    message = f"no file ending in {' or '.join(SUFFIXES)} in this folder"
    return Problem(Location(str(folder)), "CL101", message, "name the folder that holds the framework files")
