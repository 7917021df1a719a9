"""From the options of a command to a scored competition; shared by the commands that score."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from svscore.cli.issued import checked_issue
from svscore.cli.options import weights_by_id
from svscore.problem import Location, Problem, Severity, SvscoreError

# Commands import what they use when they run: --help then needs neither pydantic nor a reader.
# ruff: noqa: PLC0415

if TYPE_CHECKING:
    from svscore.bids import Competition
    from svscore.framework.load import Loaded
    from svscore.report import Origin
    from svscore.scoring.result import Result
    from svscore.workbook import Limits
    from svscore.workbook.cells import Book
    from svscore.workbook.issued import Acceptance


@dataclass(frozen=True, slots=True)
class Scored:
    """A result with the model it was scored under and the files both came from."""

    loaded: Loaded
    competition: Competition
    result: Result
    origin: Origin


def score_workbook(  # noqa: PLR0913 - one parameter an option
    workbook: Path,
    framework: str | None,
    *,
    also: Sequence[Path] = (),
    set_weights: Sequence[str] = (),
    drop: Sequence[str] = (),
    lot: str | None = None,
    limits: Limits | None = None,
    acceptance: Acceptance | None = None,
    allow_outside: bool = False,
) -> Scored:
    """Reads the model and the bids and scores them. ``also`` are further files of the same competition.

    Raises:
        SvscoreError: the model, the workbook or the two together do not allow a result.
        typer.BadParameter: an option is malformed, or no model is named anywhere.
    """
    from svscore.bids import UnreadableBidsError
    from svscore.framework.change import Changes
    from svscore.lint import checked_framework
    from svscore.report import Origin
    from svscore.scoring.engine import score
    from svscore.scoring.refusals import with_refusals
    from svscore.workbook import bids_of
    from svscore.workbook.book import read_books
    from svscore.workbook.issued import is_changed

    changes = Changes(weights_by_id(set_weights), tuple(drop))
    files = (workbook, *also)
    book = read_books(files, limits=limits)
    name = framework or model_named(book, files)
    loaded = checked_framework(name, changes=changes, allow_outside=allow_outside)
    issue, said = checked_issue(book, loaded, acceptance)
    folder = _folder_of_name(book, files)
    try:
        competition = bids_of(book, loaded.framework, lot=lot, limits=limits)
    except UnreadableBidsError as error:
        noted = UnreadableBidsError(
            (*error.problems, *said, *_other_model(error.competition, loaded, folder)), error.competition
        )
        raise with_refusals(loaded.framework, noted) from None
    competition = replace(competition, notes=(*competition.notes, *said, *_other_model(competition, loaded, folder)))
    result = score(loaded.framework, competition, what_if=loaded.what_if)
    origin = Origin(
        shown_file(loaded),
        loaded.sha256,
        competition.source,
        competition.sha256,
        lot or "",
        loaded.model_sha256,
        issue,
        acceptance if is_changed(issue, loaded) else None,
    )
    return Scored(loaded, competition, result, origin)


def model_named(book: Book, files: Sequence[Path]) -> str:
    """What finds the model that the workbooks name.

    Raises:
        SvscoreError: there is no such model.
        typer.BadParameter: none of them names a model.
    """
    from svscore.framework.named import named_by_workbook
    from svscore.workbook import framework_named, framework_place

    name = framework_named(book)
    if name is None:
        names = "none of the files" if len(files) > 1 else files[0].name
        message = f"{names} names no framework in a Competition sheet: say which with --framework"
        raise typer.BadParameter(message, param_hint="--framework")
    return named_by_workbook(name, framework_place(book), _folder_of_name(book, files))


def _folder_of_name(book: Book, files: Sequence[Path]) -> Path:
    """Where the workbook is that names the model; the folder of the first where none does."""
    from svscore.workbook import framework_file

    return (framework_file(book) or files[0]).parent


def _other_model(competition: Competition, loaded: Loaded, folder: Path) -> tuple[Problem, ...]:
    """A warning when the bids name another model than the one they are scored under."""
    from svscore.workbook.issued import other_version

    model, issue = loaded.framework, competition.issue
    if other_version(issue, loaded):
        message = f"it was issued with {issue.model}, and was scored under {model.id}@{model.version}"
        hint = "score it under the model it was issued with, or issue it anew with the other"
        return (Problem(issue.location, "EV110", message, hint, Severity.WARNING),)
    if issue.sha256 == loaded.model_sha256:
        return ()
    named = competition.details.get("framework", "")
    if named in ("", model.id, f"{model.id}@{model.version}", loaded.name) or _is_file_named(
        named, loaded.path, folder
    ):
        return ()
    message = f"it names the model {named!r}, and was scored under {model.id!r}"
    hint = "leave out --framework to use the one it names"
    return (Problem(Location(competition.source), "EV110", message, hint, Severity.WARNING),)


def _is_file_named(named: str, path: Path, folder: Path) -> bool:
    """Whether a workbook in ``folder`` means the file at ``path``; of one that is gone, whether its name ends so."""
    from svscore.framework.catalogue import is_path
    from svscore.framework.named import named_by_workbook
    from svscore.sources import real_path

    if not is_path(named):
        return False
    try:
        meant = named_by_workbook(named, Location(named), folder)
    except SvscoreError:
        parts = Path(named).parts
        return real_path(path).parts[-len(parts) :] == parts
    return real_path(Path(meant)) == real_path(path)


def shown_file(loaded: Loaded) -> str:
    """The model's file as people know it: a shipped one by its name, not by where Python keeps it."""
    from svscore.framework.catalogue import shipped_folder

    is_shipped = loaded.path.is_relative_to(shipped_folder())
    return f"{loaded.path.name} (shipped)" if is_shipped else loaded.name
