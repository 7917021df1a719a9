"""From the paths of a command to workbooks and archives, and from those to parts of work."""

from __future__ import annotations

import errno
import glob
import os
import stat
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from svscore.batch.remote import is_remote, remote_files, shown
from svscore.batch.work import Part
from svscore.problem import Location, Problem, SvscoreError
from svscore.sources import mode_of
from svscore.workbook.leftovers import is_leftover, refusal_of

NOTHING_FOUND = "BA106"
NO_LOT = "BA112"
NOT_A_WORKBOOK = "BA115"
UNREADABLE = "BA117"
MOST_LOTS = 20

SUFFIXES = (".xlsx", ".xlsm", ".csv", ".tsv")
"""Files that are taken for workbooks in folders."""
ARCHIVE = ".parquet"

FILES_A_PART = 125
COMPETITIONS_A_PART = 20_000
HEAVY_A_PART = 100
"""Archived competitions for the engine, which takes as long for them as it does for a part of workbooks."""


@dataclass(frozen=True, slots=True)
class Inputs:
    """What the paths stand for."""

    workbooks: tuple[str, ...]
    """In the order of the paths, sorted within each."""
    archives: tuple[str, ...]
    passed_over: tuple[str, ...] = ()
    """Files that programs left there, which a folder or pattern takes as well."""


def find_inputs(paths: Sequence[str]) -> Inputs:
    """The workbooks and archives meant by files, folders and patterns; each file once.

    Raises:
        SvscoreError: a path stands for nothing, or a folder cannot be looked into.
    """
    found: dict[str, None] = {}
    left: dict[str, None] = {}
    problems: list[Problem] = []
    for path in paths:
        try:
            everything = list(_files(path))
        except OSError as error:
            message = f"it cannot be read: {(error.strerror or type(error).__name__).lower()}"
            may = isinstance(error, PermissionError)
            hint = "ask for the right to read it, or name the others one by one" if may else "check the path"
            problems.append(Problem(Location(shown(str(error.filename or path))), UNREADABLE, message, hint))
            continue
        meant = [file for file in everything if not is_leftover(_name(file))]
        if not meant and (not everything or len(paths) == 1 or not is_leftover(_name(path))):
            problems.append(_nothing_at(path))
        found.update(dict.fromkeys(meant))
        if len(meant) < len(everything):
            left.update((file, None) for file in everything if is_leftover(_name(file)))
    if not found and not problems:
        problems = [_nothing_at(path) for path in paths]
    if problems:
        raise SvscoreError(problems)
    archives = tuple(path for path in found if shown(path).endswith(ARCHIVE))
    workbooks = tuple(path for path in found if path not in set(archives))
    return Inputs(workbooks, archives, tuple(map(shown, left)))


def _name(path: str) -> str:
    """The last part of a path or address."""
    return shown(path).replace(os.sep, "/").rpartition("/")[2]


def _nothing_at(path: str) -> Problem:
    if (left := refusal_of(_name(path))) is not None:
        return Problem(Location(shown(path)), NOTHING_FOUND, *left)
    ends = ", ".join((*SUFFIXES, ARCHIVE))
    hint = f"name files, folders or patterns; files are taken that end in {ends}"
    return Problem(Location(shown(path)), NOTHING_FOUND, "no workbook and no archive is found here", hint)


def find_workbooks(paths: Sequence[str]) -> Inputs:
    """The same where only workbooks are wanted; archives that lie in a folder are passed over.

    Raises:
        SvscoreError: a path stands for nothing, or is an archive.
    """
    inputs = find_inputs(paths)
    hint = "name workbooks or folders of them; rescore takes several archives at once"
    message = "it is an archive, expected workbooks to put into one"
    named = [path for path in inputs.archives if path in paths]
    if named:
        raise SvscoreError([Problem(Location(shown(path)), NOT_A_WORKBOOK, message, hint) for path in named])
    return replace(inputs, archives=())


def check_lot(inputs: Inputs, lot: str | None, most: int) -> None:
    """Looks for a lot in archives, where there is nothing else to read; a workbook without it says so itself.

    Of what is at an address, ``most`` bytes are read.

    Raises:
        SvscoreError: none of them holds it.
    """
    if lot is None or inputs.workbooks:
        return
    from svscore.batch.contents import lots_in  # noqa: PLC0415 - DuckDB is loaded for archives only
    from svscore.workbook.names import lot_key  # noqa: PLC0415 - where a lot is asked for only

    held = {archive: lots_in(archive, most) for archive in inputs.archives}
    if not any(lot_key(name) == lot_key(lot) for names in held.values() for name in names):
        problems = [_no_lot(archive, lot, names) for archive, names in held.items()]
        raise SvscoreError(problems)


def _no_lot(archive: str, lot: str, names: Sequence[str]) -> Problem:
    if not names:
        return Problem(Location(shown(archive)), NO_LOT, f"it holds no lot {lot!r} and names none", "leave out --lot")
    more = f" and {len(names) - MOST_LOTS:,} more" if len(names) > MOST_LOTS else ""
    hint = f"its lots are: {', '.join(names[:MOST_LOTS])}{more}"
    return Problem(Location(shown(archive)), NO_LOT, f"it holds no lot {lot!r}", hint)


def _files(path: str) -> Iterator[str]:
    if is_remote(path):
        yield from remote_files(path, (*SUFFIXES, ARCHIVE))
        return
    mode = mode_of(path)
    if stat.S_ISDIR(mode):
        yield from sorted(_files_in(str(Path(path))))
    elif mode:
        yield path
    else:
        yield from sorted(glob.glob(path, recursive=True))  # noqa: PTH207 - Path.glob takes no absolute pattern


def _files_in(folder: str) -> Iterator[str]:
    """Workbooks in a folder and those in it, but for what is hidden."""
    with os.scandir(folder) as entries:
        plain = [entry for entry in entries if not entry.name.startswith(".")]
    for entry in plain:
        if entry.is_dir(follow_symlinks=False):
            yield from _files_in(entry.path)
        elif entry.name.lower().endswith(SUFFIXES) and _may_be_file(entry):
            yield entry.path.removeprefix(f".{os.sep}")


def _may_be_file(entry: os.DirEntry[str]) -> bool:
    """Whether it is a file, or what it links to may be one: reading it then says what is wrong."""
    try:
        return entry.is_file()
    except OSError as error:
        return error.errno not in (errno.ELOOP, errno.ENOTDIR, errno.EINVAL)  # the last is a circle on Windows


def parts_of(inputs: Inputs, heavy: Collection[str] = (), most: int = 0) -> list[Part]:
    """The work in parts, numbered in order; ``heavy`` has the archives that are left to the engine.

    Of an archive at an address, ``most`` bytes are read.
    """
    parts = [
        Part(0, workbooks=inputs.workbooks[start : start + FILES_A_PART])
        for start in range(0, len(inputs.workbooks), FILES_A_PART)
    ]
    for archive in inputs.archives:
        from svscore.batch.contents import open_archive  # noqa: PLC0415 - DuckDB is loaded for archives only

        size = open_archive(archive, most).competitions
        step = HEAVY_A_PART if archive in heavy else COMPETITIONS_A_PART
        parts += [
            Part(0, archive=archive, first=start, last=min(start + step, size), is_heavy=archive in heavy)
            for start in range(0, size, step)
        ]
    return [replace(part, number=number) for number, part in enumerate(parts)]
