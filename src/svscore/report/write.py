"""Output files are written whole or not at all, and never over an input."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from pathlib import Path

from svscore.files import replacing
from svscore.problem import Location, Problem, SvscoreError


def write_text(path: Path, text: str, *, inputs: Iterable[Path] = ()) -> None:
    """Writes ``text`` to ``path`` in UTF-8, in the way of :func:`write_bytes`."""
    write_bytes(path, text.encode(), inputs=inputs)


def write_new(files: Mapping[Path, bytes]) -> None:
    """Writes files that people will fill in, none over another: one of that name may hold what they wrote.

    Raises:
        SvscoreError: there is something of such a name already, and nothing was written; or one cannot be written.
    """
    hint = "give another name, or move what is there"
    taken = [path for path in files if path.exists()]
    if taken:
        message = "is there already and is not overwritten"
        raise SvscoreError([Problem(Location(str(path)), "RP109", message, hint) for path in taken])
    for path, data in files.items():
        write_bytes(path, data)


def new_folder(path: Path) -> None:
    """Makes a folder where there is none.

    Raises:
        SvscoreError: it cannot be made, or a file has its name.
    """
    try:
        path.mkdir(exist_ok=True)
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        hint = "name a folder, below one that exists and may be written to"
        raise SvscoreError([Problem(Location(str(path)), "RP102", f"cannot be written: {reason}", hint)]) from error


def write_bytes(path: Path, data: bytes, *, inputs: Iterable[Path] = ()) -> None:
    """Writes ``data`` to ``path``, replacing a file that is there in one step.

    ``inputs`` are files that were read and must not be overwritten.

    Raises:
        SvscoreError: ``path`` is one of the inputs, or cannot be written.
    """
    if any(_is_same(path, given) for given in inputs):
        hint = "give --output another name"
        raise SvscoreError([Problem(Location(str(path)), "RP101", "this file was read and is not overwritten", hint)])
    try:
        _replace(Path(os.path.realpath(path)), data)
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        hint = "check that the folder exists and may be written to"
        raise SvscoreError([Problem(Location(str(path)), "RP102", f"cannot be written: {reason}", hint)]) from error


def _is_same(path: Path, other: Path) -> bool:
    return path.exists() and other.exists() and path.samefile(other)


def _replace(path: Path, data: bytes) -> None:
    if path.exists() and not path.is_file():
        path.write_bytes(data)  # a device or a pipe, which nothing can replace; a folder refuses
        return
    with replacing(path) as new:
        new.write_bytes(data)
