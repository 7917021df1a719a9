"""``svscore rescore``: who would have won under other weights, over many competitions."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing, contextmanager, nullcontext
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from svscore.cli.options import (
    AcceptChangedModel,
    AllowOutside,
    Drop,
    Force,
    Lot,
    MaxCells,
    MaxSize,
    SetWeights,
    acceptance_of,
    limits_of,
    weights_by_id,
)
from svscore.cli.output import nothing_accepted_said, passed_over_said, problems_reported, say, stop_said, width

# Commands import what they use when they run: --help then needs neither pydantic nor a reader.
# ruff: noqa: PLC0415

if TYPE_CHECKING:
    from concurrent.futures import Executor

    from svscore.batch.inputs import Inputs
    from svscore.batch.kept import Parts
    from svscore.batch.run import Summary, Watcher
    from svscore.batch.scenarios import Scenario
    from svscore.batch.work import Part, Request
    from svscore.framework.load import Loaded

Paths = Annotated[
    list[str],
    typer.Argument(metavar="PATH...", help="Workbooks, folders that hold some, patterns, or archives (.parquet)."),
]
New = Annotated[
    str | None,
    typer.Option(
        "--framework", "-f", metavar="NAME", help="The model to score under instead; by default each one's own."
    ),
]
Baseline = Annotated[
    str | None,
    typer.Option(
        "--baseline", metavar="NAME", help="The model before; by default the one each workbook or archive names."
    ),
]
Scenarios = Annotated[
    Path | None, typer.Option("--scenarios", metavar="FILE", help="Named variants, compared side by side.")
]
Jobs = Annotated[int | None, typer.Option("--jobs", metavar="N", min=1, help="Processes; by default one a processor.")]
Cluster = Annotated[str | None, typer.Option("--cluster", metavar="ADDRESS", help="A Dask scheduler: tcp://host:8786.")]
Output = Annotated[
    Path | None,
    typer.Option(
        "--output",
        "-o",
        metavar="FILE",
        help="Every bid before and after: .parquet, .csv, .xlsx or .json. A run that is stopped continues.",
    ),
]
KeepGoing = Annotated[bool, typer.Option("--keep-going", help="Exit 0 although some could not be scored.")]
Section = Annotated[
    str, typer.Option("--section", metavar="ID", help="The section whose points, price and weights are shown.")
]
FORMATS = (".csv", ".json", ".parquet", ".xlsx")
Rows = Annotated[int, typer.Option("--rows", metavar="N", min=0, help="Changes listed of each scenario.")]


def rescore(  # noqa: PLR0913, PLR0917 - one parameter an option
    paths: Paths,
    framework: New = None,
    baseline: Baseline = None,
    set_weights: SetWeights = None,
    drop: Drop = None,
    scenarios: Scenarios = None,
    output: Output = None,
    jobs: Jobs = None,
    cluster: Cluster = None,
    lot: Lot = None,
    section: Section = "social-value",
    rows: Rows = 20,
    keep_going: KeepGoing = False,
    max_size: MaxSize = None,
    max_cells: MaxCells = None,
    accept_changed_model: AcceptChangedModel = None,
    allow_outside: AllowOutside = False,
    force: Force = False,
) -> None:
    """Say who would have won many competitions under other weights.

    Each competition is scored under the model it was run with and under the
    one asked for; the digits, ranks and ties are those of `evaluate`. What
    cannot be read or scored is listed, and counts as failed.

    \b
    Examples:
      svscore rescore workbooks/ --drop covid-19-recovery
      svscore rescore bids.parquet -f dsp-lot2 --set social-value=20
      svscore rescore bids.parquet --scenarios variants.yaml -o result.parquet

    Exit code 1 when a competition could not be scored, unless --keep-going.
    """  # noqa: D301 - \b keeps typer from filling the example's lines
    with problems_reported(), stop_said("run the same command again"):
        from svscore.batch.inputs import check_lot, find_inputs, parts_of
        from svscore.batch.processes import get_ready, undisturbed
        from svscore.batch.work import Request

        _check_words(framework, scenarios, set_weights or (), drop or (), output)
        acceptance = acceptance_of(accept_changed_model)
        inputs = _without_own(find_inputs(paths), paths, output)
        _check_output(output, (*inputs.workbooks, *inputs.archives, *filter(None, [scenarios])), is_forced=force)
        passed_over_said(inputs.passed_over)
        if cluster is None:
            get_ready(len(inputs.workbooks), jobs)
        with undisturbed():  # Python loses a Ctrl-C that comes at certain moments of an import
            _import_what_takes_long()
        from svscore.batch.run import heavy_archives

        before = _checked(baseline, allow_outside)
        asked = _scenarios(framework, scenarios, set_weights or (), tuple(drop or ()), allow_outside)
        _check_output(output, _files_of(filter(None, [before, *(each.loaded for each in asked)])), is_forced=force)
        limits = limits_of(max_size, max_cells)
        request = Request(
            asked,
            before,
            section,
            lot,
            rows,
            has_rows=output is not None,
            limits=limits,
            acceptance=acceptance,
            allow_outside=allow_outside,
        )
        check_lot(inputs, lot, limits.file_bytes)
        parts = parts_of(inputs, heavy_archives(request, inputs.archives), limits.file_bytes)
        summary = _run(request, parts, output, jobs, cluster)
        _show(summary, before, rows)
        if acceptance is not None and not summary.accepted:
            nothing_accepted_said("scored")
    if summary.failures and not keep_going:
        raise typer.Exit(1)


def _check_words(
    framework: str | None, file: Path | None, set_weights: Sequence[str], drop: Sequence[str], output: Path | None
) -> None:
    """Words that are wrong by themselves are said before anything is looked for."""
    weights_by_id(set_weights)  # which says what is wrong with them
    if file is not None and (set_weights or drop):
        raise typer.BadParameter("the file says what changes: leave out --set and --drop", param_hint="--scenarios")
    if file is None and framework is None and not set_weights and not drop:
        message = "say what to score under: --framework, --set, --drop or --scenarios"
        raise typer.BadParameter(message, param_hint="--framework")
    if output is not None and output.suffix.lower() not in FORMATS:
        message = f"found {output.name!r}, expected a name that ends in {', '.join(FORMATS)}"
        raise typer.BadParameter(message, param_hint="--output")


def _without_own(inputs: Inputs, paths: Sequence[str], output: Path | None) -> Inputs:
    """The inputs without an output that an earlier run left in a folder that is read; not where it is named itself."""
    from svscore.report.own import is_rescoring
    from svscore.sources import is_file

    if output is None or not is_file(output):
        return inputs

    again = [file for file in inputs.workbooks if Path(file).name == output.name and file not in paths]
    own = [file for file in again if is_file(file) and output.samefile(file) and is_rescoring(output)]
    left = tuple(file for file in inputs.workbooks if file not in own)
    return replace(inputs, workbooks=left, passed_over=(*inputs.passed_over, *own)) if left else inputs


def _check_output(output: Path | None, inputs: Iterable[Path | str], *, is_forced: bool) -> None:
    if output is not None:
        from svscore.report.own import is_rescoring
        from svscore.report.write import check_output

        check_output(output, inputs, is_own=is_rescoring, is_forced=is_forced)


def _files_of(models: Iterable[Loaded]) -> Iterator[Path]:
    return (file for loaded in models for file in loaded.files)


def _import_what_takes_long() -> None:
    """Import what follows needs, up to the last table, while the processes begin."""
    import rich.table  # noqa: F401

    import svscore.batch.run
    import svscore.report.rescore  # noqa: F401


def _checked(name: str | None, allow_outside: bool) -> Loaded | None:
    from svscore.lint import checked_framework

    return None if name is None else checked_framework(name, allow_outside=allow_outside)


def _scenarios(
    framework: str | None, file: Path | None, set_weights: Sequence[str], drop: tuple[str, ...], allow_outside: bool
) -> tuple[Scenario, ...]:
    from svscore.batch.scenarios import Scenario, read_scenarios
    from svscore.framework.change import Changes
    from svscore.lint import checked_framework
    from svscore.problem import well_formed

    if file is not None:
        return read_scenarios(file, framework, allow_outside=allow_outside)
    changes = Changes(weights_by_id(set_weights), drop)
    name = well_formed(", ".join(filter(None, [framework, *set_weights, *(f"without {each}" for each in drop)])))
    if framework is None:
        return (Scenario(name, changes=changes),)
    return (Scenario(name, checked_framework(framework, changes=changes, allow_outside=allow_outside), changes),)


def _run(
    request: Request, parts: Sequence[Part], output: Path | None, jobs: int | None, cluster: str | None
) -> Summary:
    from svscore.batch.kept import Parts, digest_of
    from svscore.batch.run import rescore as run
    from svscore.problem import SvscoreError

    kept = Parts(output, digest_of(request, parts), allow_outside=request.allow_outside) if output is not None else None
    if kept is not None:
        kept.open()
    left = f"run the same command again to go on from {kept.folder}" if kept else "with --output it can be resumed"
    with stop_said(left), nullcontext() if kept is None else closing(kept):
        total = sum(part.size for part in parts)
        try:
            with _executor(parts, jobs, cluster) as (executor, processes), _progress(total) as watch:
                summary = run(request, parts, executor, processes=processes, kept=kept, watch=watch)
        except SvscoreError:
            if kept is not None:
                kept.give_up()
            raise
        if kept is not None and output is not None:
            _write(summary, output, kept, len(parts), request)
    return summary


def _write(summary: Summary, output: Path, kept: Parts, count: int, request: Request) -> None:
    from svscore.report.rescore_files import write_rows
    from svscore.report.write import check_output

    if summary.models and output.exists():
        from svscore.batch.reading import named_digest, named_model

        may = request.allow_outside
        names = [name for name in sorted(summary.models) if named_digest(name, allow_outside=may)]
        check_output(output, _files_of(named_model(name, allow_outside=may) for name in names))
    write_rows(output, kept.rows(count), summary)
    kept.remove()


@contextmanager
def _executor(
    parts: Sequence[Part], jobs: int | None, cluster: str | None
) -> Iterator[tuple[Executor | None, int | None]]:
    """What does the parts, and how many processes it has where that was asked for or is known."""
    if cluster is None:
        from svscore.batch.processes import local_executor

        with local_executor(parts, jobs) as executor:
            yield executor, jobs
        return
    from svscore.batch.cluster import cluster_executor

    with cluster_executor(cluster) as (executor, threads):
        yield executor, threads


@contextmanager
def _progress(total: int) -> Iterator[Watcher]:
    """A bar on a terminal; silence in a pipe."""
    if not sys.stderr.isatty():
        yield lambda _read, _failed: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    rate = TextColumn("{task.fields[rate]} a second, {task.fields[failed]} failed,")
    columns = (BarColumn(20), MofNCompleteColumn(), rate, TimeRemainingColumn(), TextColumn("left"))
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=total, rate="-", failed=0)

        def watch(read: int, failed: int) -> None:
            known = bar.tasks[0]
            pace = f"{known.speed:,.0f}" if known.speed else "-"
            bar.update(task, advance=read, rate=pace, failed=known.fields["failed"] + failed)

        yield watch


def _show(summary: Summary, baseline: Loaded | None, rows: int) -> None:
    from svscore.report.rescore import render
    from svscore.report.rescore_failures import failures_text

    before = "the model each competition was run with"
    if baseline is not None:
        before = f"{baseline.framework.id} {baseline.framework.version}"
    typer.echo(render(summary, before, shown=rows, width=width()), nl=False)
    if summary.failures:
        say(f"could not be scored: {summary.failed} of {summary.read}")
        typer.echo(failures_text(summary.failures, with_scenarios=len(summary.names) > 1), err=True, nl=False)
