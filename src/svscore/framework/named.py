"""The model a workbook names: by id as anybody would, or a definition that lies beside the workbook."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from svscore.framework.catalogue import NOT_FOUND, VARIABLE, entries_in, entries_of, find, is_path
from svscore.problem import Location, Problem, SvscoreError


def named_by_workbook(name: str, place: Location, folder: Path) -> str:
    """What finds the model that a workbook in ``folder`` names at ``place``: the name itself, or the path of a file.

    A path begins at the working folder, or else at that of the workbook: it moves with the workbook. An id is looked
    for where ids always are, and then beside the workbook and in ``frameworks`` there.

    Raises:
        SvscoreError: there is no such model; the problem says where the name stands and where it was looked for.
    """
    if is_path(name):
        return _path_named(name, place, folder)
    try:
        find(name, location=place)
    except SvscoreError as error:
        if beside := _beside(name, folder):
            return str(beside)
        raise SvscoreError([_looked_for(problem, place, folder) for problem in error.problems]) from None
    return name


def _path_named(name: str, place: Location, folder: Path) -> str:
    try:
        find(name, location=place)
    except SvscoreError:
        beside = folder / name
        if not Path(name).is_absolute() and beside.is_file():
            return str(beside)
        message = f"no file {name!r}, which {place} names as the model"
        looked = (
            f"looked in {_folder(Path())} and in {_folder(folder)}" if folder != Path() else "looked in this folder"
        )
        hint = f"{looked}; bring the file there, correct the cell, or name a model with --framework"
        raise SvscoreError([Problem(place, NOT_FOUND, message, hint)]) from None
    return name


def _beside(name: str, folder: Path) -> Path | None:
    """The definition of this id, and version where one is named, beside the workbook."""
    wanted, _, version = name.partition("@")
    entries = [
        *(entry for entry in entries_of(sorted(folder.iterdir())) if entry.id == wanted),
        *(entry for entry in entries_in(folder / "frameworks") if entry.id == wanted),
    ]
    matching = [entry for entry in entries if version in ("", entry.version)]
    return matching[0].path if len(matching) == 1 else None


def _looked_for(problem: Problem, place: Location, folder: Path) -> Problem:
    beside = f", and in {_folder(folder)}" if folder != Path() else " and beside the workbook"
    looked = f"looked in ./frameworks, the folders of ${VARIABLE}, the shipped models{beside}"
    return replace(problem, message=f"{problem.message}, which {place} names", hint=f"{problem.hint}; {looked}")


def _folder(path: Path) -> str:
    return "this folder" if path == Path() else path.as_posix()
