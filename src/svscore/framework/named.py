"""The model a workbook names: by id as anybody would, or a definition that lies beside the workbook."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from svscore.framework.catalogue import NOT_FOUND, VARIABLE, entries_in, entries_of, files_in, find, is_path
from svscore.framework.fields import shown
from svscore.framework.file_text import MAX_BYTES
from svscore.framework.files import no_definition
from svscore.framework.reach import OUTSIDE, is_definition, is_within, leads_elsewhere
from svscore.problem import Location, Problem, SvscoreError
from svscore.sources import is_file, read_bytes


def named_by_workbook(name: str, place: Location, folder: Path | None) -> str:
    """What finds the model that a workbook in ``folder`` names at ``place``: the name itself, or the path of a file.

    A path begins at the working folder, or else at that of the workbook: it moves with the workbook. Nothing outside
    these two is looked at. An id is looked for where ids always are, and then beside the workbook and in
    ``frameworks`` there. A workbook that comes from an address has no folder here.

    Raises:
        SvscoreError: there is no such model; the problem says where the name stands and where it was looked for.
    """
    if leads_elsewhere(name):
        raise _outside(name, place, "a workbook")
    if is_path(name):
        return file_named(name, place, [Path(), *([] if folder is None else [folder])], "a workbook")
    try:
        find(name, location=place)
    except SvscoreError as error:
        if folder is not None and (beside := _beside(name, folder)):
            return str(beside)
        raise SvscoreError([_looked_for(problem, place, folder) for problem in error.problems]) from None
    return name


def file_named(name: str, place: Location, folders: Sequence[Path], what: str) -> str:
    """The path of the definition that a file, ``what`` it is, names at ``place`` by a path below one of ``folders``.

    Raises:
        SvscoreError: the path leads out of them, nothing is there, or something else than a definition.
    """
    if leads_elsewhere(name) or ".." in Path(name).parts:
        raise _outside(name, place, what)
    meant = [folder / name for folder in folders]
    reached = [path for path in meant if is_within(path, folders)]
    path = next((path for path in reached if is_file(path)), None)
    if path is None and len(reached) < len(meant):
        raise _outside(name, place, what)
    if path is None:
        message = f"no file {shown(name)}, which {place} names as the model"
        where = list(dict.fromkeys(map(_folder, folders)))
        looked = f"looked in {' and in '.join(where)}"
        hint = f"{looked}; bring the file there, correct the place, or name a model with --framework"
        raise SvscoreError([Problem(place, NOT_FOUND, message, hint)])
    if not is_definition(_content(path)):
        raise SvscoreError([no_definition(name, place, NOT_FOUND)])
    return str(path)


def _content(path: Path) -> bytes:
    try:
        return read_bytes(path, MAX_BYTES)
    except OSError:
        return b"svscore:"  # why it cannot be read is said where it is read


def _outside(name: str, place: Location, what: str) -> SvscoreError:
    message = f"{what} may name a model by its id, or a file beside it or below the working folder; found {shown(name)}"
    hint = "where you trust who wrote it, name that file yourself with --framework"
    return SvscoreError([Problem(place, OUTSIDE, message, hint)])


def _beside(name: str, folder: Path) -> Path | None:
    """The definition of this id, and version where one is named, beside the workbook."""
    wanted, _, version = name.partition("@")
    entries = [
        *(entry for entry in entries_of(files_in(folder)) if entry.id == wanted),
        *(entry for entry in entries_in(folder / "frameworks") if entry.id == wanted),
    ]
    matching = [entry for entry in entries if version in ("", entry.version) and is_within(entry.path, [folder])]
    return matching[0].path if len(matching) == 1 else None


def _looked_for(problem: Problem, place: Location, folder: Path | None) -> Problem:
    beside = f", and in {_folder(folder)}" if folder not in (None, Path()) else " and beside the workbook"
    looked = f"looked in ./frameworks, the folders of ${VARIABLE}, the shipped models{beside}"
    return replace(problem, message=f"{problem.message}, which {place} names", hint=f"{problem.hint}; {looked}")


def _folder(path: Path) -> str:
    return "this folder" if path == Path() else path.as_posix()
