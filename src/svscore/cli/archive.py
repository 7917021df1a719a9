"""``svscore archive``: the bids of many workbooks in one columnar file."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from svscore.cli.options import AllowOutside, Force, Lot, MaxCells, MaxSize, limits_of
from svscore.cli.output import passed_over_said, problems_reported, say, stop_said, width

# Commands import what they use when they run: --help then needs neither pydantic nor a reader.
# ruff: noqa: PLC0415

if TYPE_CHECKING:
    from svscore.batch.build import Built, Listed
    from svscore.workbook import Limits

app = typer.Typer(
    no_args_is_help=True, rich_markup_mode=None, help="Keep the bids of many workbooks in one file (Parquet)."
)

Paths = Annotated[list[str], typer.Argument(metavar="PATH...", help="Workbooks, folders that hold some, or patterns.")]
Archive = Annotated[Path, typer.Argument(metavar="ARCHIVE", help="A file made by `archive build` or `archive synth`.")]
Written = Annotated[Path, typer.Option("--output", "-o", metavar="FILE", help="The archive to write: .parquet.")]
Model = Annotated[
    str | None,
    typer.Option("--framework", "-f", metavar="NAME", help="The model to read with; by default the one each names."),
]
KeepGoing = Annotated[bool, typer.Option("--keep-going", help="Exit 0 although some could not be read.")]
Count = Annotated[int, typer.Option("--count", "-n", metavar="N", min=1, max=10_000_000, help="How many competitions.")]
Seed = Annotated[int, typer.Option("--seed", metavar="S", min=0, help="The same seed gives the same competitions.")]
Bids = Annotated[int | None, typer.Option("--bids", metavar="N", min=1, max=26, help="Bids each; by default 3 to 8.")]
Target = Annotated[
    Path, typer.Option("--output", "-o", metavar="DIR|FILE", help="An archive (.parquet), or a folder for workbooks.")
]
ShowFormat = Annotated[
    Literal["table", "json"], typer.Option("--format", help="json holds every cell as the archive does.")
]
Number = Annotated[int, typer.Argument(metavar="NUMBER", help="The number that `archive list` gives.")]
OfModel = Annotated[str, typer.Option("--framework", "-f", metavar="NAME", help="The model they are made for.")]


@app.command()
def build(  # noqa: PLR0913, PLR0917 - one parameter an option
    paths: Paths,
    output: Written,
    framework: Model = None,
    lot: Lot = None,
    keep_going: KeepGoing = False,
    max_size: MaxSize = None,
    max_cells: MaxCells = None,
    allow_outside: AllowOutside = False,
    force: Force = False,
) -> None:
    """Make an archive of workbooks.

    Marks, prices, quantities, answers, bidders and file hashes, every value
    exact; each lot of a workbook is a competition of its own. An archive that
    is there is replaced: `archive add` keeps it and reads only what is new.

    \b
    Example:
      svscore archive build workbooks/ -o bids.parquet

    Exit code 1 when a workbook could not be read, unless --keep-going.
    """  # noqa: D301 - \b keeps typer from filling the example's lines
    limits = limits_of(max_size, max_cells)
    _build(
        paths,
        output,
        framework,
        lot,
        limits,
        is_added=False,
        keep_going=keep_going,
        force=force,
        allow_outside=allow_outside,
    )


@app.command()
def add(  # noqa: PLR0913, PLR0917 - one parameter an option
    archive: Archive,
    paths: Paths,
    framework: Model = None,
    lot: Lot = None,
    keep_going: KeepGoing = False,
    max_size: MaxSize = None,
    max_cells: MaxCells = None,
    allow_outside: AllowOutside = False,
) -> None:
    """Add workbooks to an archive; those it has already, by hash, are not read again.

    \b
    Example:
      svscore archive add bids.parquet new-workbooks/
    """  # noqa: D301 - \b keeps typer from filling the example's lines
    limits = limits_of(max_size, max_cells)
    _build(
        paths,
        archive,
        framework,
        lot,
        limits,
        is_added=True,
        keep_going=keep_going,
        force=False,
        allow_outside=allow_outside,
    )


def _build(  # noqa: PLR0913 - what the two commands are asked
    paths: list[str],
    output: Path,
    framework: str | None,
    lot: str | None,
    limits: Limits,
    *,
    is_added: bool,
    keep_going: bool,
    allow_outside: bool,
    force: bool,
) -> None:
    with problems_reported(), stop_said(f"{output} is as it was: run the same command again"):
        from svscore.batch.inputs import Inputs, find_workbooks, parts_of
        from svscore.batch.processes import get_ready, local_executor
        from svscore.report.own import is_archive
        from svscore.report.write import check_output

        if output.suffix.lower() != ".parquet":
            raise typer.BadParameter(f"found {output.name!r}, expected a name that ends in .parquet")
        inputs = find_workbooks(paths)
        check_output(output, inputs.workbooks, is_own=is_archive, is_forced=force or is_added)
        passed_over_said(inputs.passed_over)
        books = inputs.workbooks
        get_ready(len(books), None)
        from svscore.batch.build import build as build_archive
        from svscore.lint import checked_framework

        model = None if framework is None else checked_framework(framework, allow_outside=allow_outside)
        check_output(output, model.files if model is not None else (), is_own=is_archive, is_forced=force or is_added)
        before = output if is_added else None
        with local_executor(parts_of(Inputs(books, ())), None) as executor:
            built = build_archive(
                books,
                output,
                model=model,
                lot=lot,
                before=before,
                limits=limits,
                executor=executor,
                allow_outside=allow_outside,
            )
        _report(built, output)
    if built.failures and not keep_going:
        raise typer.Exit(1)


def _report(built: Built, output: Path) -> None:
    from svscore.report.rescore_failures import failures_text

    typer.echo(failures_text(built.failures), err=True, nl=False)
    say(f"{output}: {built.read} read, {built.unchanged} there already, {len(built.failures)} could not be read")
    if built.changed:
        were = "competition was" if built.changed == 1 else "competitions were"
        message = (
            f"{built.changed} {were} issued with a model that changed since: rescore refuses until somebody accepts"
        )
        say(f"{message} (--accept-changed-model)")


@app.command("list")
def list_competitions(archive: Archive) -> None:
    """List the competitions of an archive.

    \b
    Example:
      svscore archive list bids.parquet
    """  # noqa: D301 - \b keeps typer from filling the example's lines
    with problems_reported():
        from svscore.batch.build import listed
        from svscore.report.rescore import grid

        rows = [
            (str(each.number), each.name, each.title, _model_text(each), str(each.bids))
            for each in listed(str(archive))
        ]
        heading = ("Number", "Competition", "Title", "Model and SHA-256", "Bids")
        typer.echo(grid([heading, *rows], "><<<>", width()), nl=False)


def _model_text(listed: Listed) -> str:
    """The model a competition was read with, and the one it was issued with where that is another."""
    from svscore.report.origin import SHORT_HASH

    text = f"{listed.model.partition('#')[0]} {listed.model_sha256[:SHORT_HASH]}"
    if listed.issued_sha256 in ("", listed.model_sha256):
        return text
    return f"{text}, issued with {listed.issued_sha256[:SHORT_HASH]}"


@app.command()
def show(archive: Archive, number: Number, format: ShowFormat = "table") -> None:  # noqa: A002 - the option's name
    """Show one competition of an archive: every bid with what was entered.

    \b
    Example:
      svscore archive show bids.parquet 0
    """  # noqa: D301 - \b keeps typer from filling the example's lines
    with problems_reported():
        from svscore.batch.build import shown
        from svscore.report.archived import in_rows
        from svscore.report.rescore import grid

        details, bids = shown(str(archive), number)
        if format == "json":
            typer.echo(json.dumps({"svscore": 1, "competition": details, "bids": bids}, indent=2))
            return
        typer.echo(grid(list(details.items()), "<<", width()), nl=False)
        for bid in bids:
            typer.echo("\n" + grid(list(in_rows(bid).items()), "<<", width()), nl=False)


@app.command()
def synth(
    output: Target,
    count: Count = 1000,
    seed: Seed = 1,
    framework: OfModel = "dsp-lot2",
    bids: Bids = None,
    allow_outside: AllowOutside = False,
    force: Force = False,
) -> None:
    """Make synthetic competitions, for benchmarks and teaching.

    Plausible marks and prices; every row says that it is synthetic. A name
    that ends in .parquet is an archive, any other a folder of workbooks.

    \b
    Example:
      svscore archive synth -n 5000 --seed 1 -o bids.parquet
    """  # noqa: D301 - \b keeps typer from filling the example's lines
    with problems_reported():
        from svscore.batch.synth import draw
        from svscore.lint import checked_framework
        from svscore.report.own import is_archive, is_synthetic
        from svscore.report.write import check_output

        loaded = checked_framework(framework, allow_outside=allow_outside)
        batches = draw(loaded.framework, count, seed, bids)
        if output.suffix.lower() == ".parquet":
            from svscore.batch.archive import model_key, write_archive
            from svscore.batch.synth import staged
            from svscore.files import written
            from svscore.framework.dump import resolved_yaml

            check_output(output, loaded.files, is_own=is_archive, is_forced=force)
            key = model_key(loaded)
            with written(output) as whole:
                write_archive(whole, (staged(drawn, loaded) for drawn in batches), {key: resolved_yaml(loaded)})
        else:
            from svscore.batch.workbooks import names_of, write_workbooks
            from svscore.report.write import new_folder

            new_folder(output, parents=True)
            for name in names_of(count):
                check_output(output / name, loaded.files, is_own=is_synthetic, is_forced=force)
            write_workbooks(output, loaded, batches)
    say(f"{output}: {count} synthetic competitions, seed {seed}")
