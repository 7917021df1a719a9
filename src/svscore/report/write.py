"""Output files are written whole or not at all, and never over an input."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable
from pathlib import Path
from secrets import token_hex

from svscore.problem import Location, Problem, SvscoreError


def write_text(path: Path, text: str, *, inputs: Iterable[Path] = ()) -> None:
    """Writes ``text`` to ``path`` in UTF-8, replacing a file that is there in one step.

    ``inputs`` are files that were read and must not be overwritten.

    Raises:
        SvscoreError: ``path`` is one of the inputs, or cannot be written.
    """
    if any(_is_same(path, given) for given in inputs):
        hint = "give --output another name"
        raise SvscoreError([Problem(Location(str(path)), "RP101", "this file was read and is not overwritten", hint)])
    try:
        _replace(Path(os.path.realpath(path)), text)
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        hint = "check that the folder exists and may be written to"
        raise SvscoreError([Problem(Location(str(path)), "RP102", f"cannot be written: {reason}", hint)]) from error


def _is_same(path: Path, other: Path) -> bool:
    return path.exists() and other.exists() and path.samefile(other)


def _replace(path: Path, text: str) -> None:
    """Writes beside ``path`` first: a replacement is one step only within a folder."""
    if path.exists() and not path.is_file():
        path.write_text(text, "utf-8")  # a device or a pipe, which nothing can replace; a folder refuses
        return
    temporary = path.with_name(f".{path.name}.{token_hex(4)}")
    try:
        with temporary.open("x", encoding="utf-8", newline="") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        if path.exists():
            shutil.copymode(path, temporary)
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)
