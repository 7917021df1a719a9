"""Output files are written whole or not at all, never over an input, and never over what somebody else wrote."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

from svscore.files import NOT_WRITTEN, check_place, not_a_file, written
from svscore.problem import Location, Problem, SvscoreError

OWN_INPUT = "RP101"
EXISTS = "RP109"


def write_text(path: Path, text: str, *, inputs: Iterable[Path] = ()) -> None:
    """Writes ``text`` to ``path`` in UTF-8, in the way of :func:`write_bytes`."""
    write_bytes(path, text.encode(errors="backslashreplace"), inputs=inputs)


def check_new(paths: Iterable[Path]) -> None:
    """Sees that nothing stands where files are to be written that people will fill in: it may hold what they wrote.

    Raises:
        SvscoreError: there is something of such a name already.
    """
    hint = "give another name, or move what is there"
    if taken := [path for path in paths if _stat(path) is not None]:
        message = "is there already and is not overwritten"
        raise SvscoreError([Problem(Location(str(path)), EXISTS, message, hint) for path in taken])
    for path in paths:
        check_place(path)


def write_new(files: Mapping[Path, bytes]) -> None:
    """Writes files that people will fill in, none over another.

    Raises:
        SvscoreError: there is something of such a name already, and nothing was written; or one cannot be written.
    """
    check_new(files)
    for path, data in files.items():
        with written(path, is_new=True) as new:
            new.write_bytes(data)


def new_folder(path: Path, *, parents: bool = False) -> None:
    """Makes a folder where there is none.

    Raises:
        SvscoreError: it cannot be made, or a file has its name.
    """
    try:
        path.mkdir(exist_ok=True, parents=parents)
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        hint = "name a folder, below one that exists and may be written to"
        raise SvscoreError([Problem(Location(str(path)), NOT_WRITTEN, f"cannot be written: {reason}", hint)]) from error


def check_output(
    path: Path | None,
    inputs: Iterable[Path | str] = (),
    *,
    is_own: Callable[[Path], bool] = lambda _: True,
    is_forced: bool = False,
) -> None:
    """Sees that an output may be written, before any work is done for it. ``None`` is the terminal.

    Args:
        path: the output.
        inputs: every file that is read for it, by any name.
        is_own: whether a file that is there is one the same command wrote.
        is_forced: whether others may be overwritten as well; never an input, a folder or a device.

    Raises:
        SvscoreError: it is an input, no file, or somebody else's.
    """
    if path is None:
        return
    there = _stat(path)
    if there is None:
        check_place(path)
        return
    place = Location(str(path))
    if any((given := _stat(each)) is not None and os.path.samestat(there, given) for each in inputs):
        hint = "give --output another name"
        raise SvscoreError([Problem(place, OWN_INPUT, "this file was read and is not overwritten", hint)])
    if not path.is_file():
        hint = "give --output the name of a file, or leave it out to print"
        raise SvscoreError([Problem(place, NOT_WRITTEN, f"cannot be written: {not_a_file(path)}", hint)])
    if there.st_size and not is_forced and not is_own(path):
        message = "is there already, and is not what this command writes"
        raise SvscoreError([Problem(place, EXISTS, message, "give another name, or --force to overwrite it")])


def write_bytes(path: Path, data: bytes, *, inputs: Iterable[Path] = ()) -> None:
    """Writes ``data`` to ``path``, replacing a file that is there in one step.

    ``inputs`` are files that were read and must not be overwritten.

    Raises:
        SvscoreError: ``path`` is one of the inputs, or cannot be written.
    """
    check_output(path, inputs)
    with written(path) as new:
        new.write_bytes(data)


def _stat(path: Path | str) -> os.stat_result | None:
    """What is at a path; nothing where there is no such thing, or no file could have such a name."""
    try:
        return os.stat(path)  # noqa: PTH116 - a path may be an address, too
    except (OSError, ValueError):
        return None
