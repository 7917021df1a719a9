"""Output files: begun beside their place in a folder of their own, and moved there in one step.

Nothing of them is ever kept elsewhere. What a killed run leaves is removed by the next one that writes the same file.
"""

from __future__ import annotations

import errno
import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from hashlib import sha256
from pathlib import Path
from secrets import token_hex
from typing import IO

MARK = b"Unfinished output of svscore; may be deleted when no svscore is running.\n"
"""What the file ``mark`` in such a folder says."""
FAR = 1 << 20
"""A byte behind what a held file says: on Windows nobody else may read the one that is held."""
MOST_NAME = 150
"""Bytes of an output's name that go into the name of its folder: a name has at most 255."""


@contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """A new file that takes the place of ``path`` when all went well; others may be made beside it meanwhile.

    Where ``path`` is a link, the file it leads to is replaced. The permissions of a file that is there are kept.

    Raises:
        OSError: it cannot be made, or something other than a file is there.
    """
    path = Path(os.path.realpath(path))
    if path.exists() and not path.is_file():
        raise OSError(errno.EISDIR if path.is_dir() else errno.EINVAL, "not a file that can be replaced")
    _remove_left(path)
    folder = path.with_name(f"{_start(path)}{token_hex(4)}")
    folder.mkdir(mode=0o700)
    try:
        with (folder / "mark").open("xb") as mark:
            with suppress(OSError):  # some systems in a network hold none: then what is left stays
                locked(mark)
            mark.write(MARK)
            mark.flush()
            new = folder / f"whole{path.suffix}"
            yield new
            _sync(new)
            if path.exists():
                shutil.copymode(path, new)
            new.replace(path)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _start(path: Path) -> str:
    """How the names of the folders begin in which ``path`` is made."""
    name = path.name
    if len(os.fsencode(name)) > MOST_NAME:
        name = sha256(os.fsencode(name)).hexdigest()
    return f".{name}.svscore-"


def _remove_left(path: Path) -> None:
    """Remove what killed runs left that were about to write ``path``; never what is being written, or is not ours."""
    start = _start(path)
    with suppress(OSError):
        for folder in [each for each in path.parent.iterdir() if each.name.startswith(start)]:
            if not folder.is_symlink() and _is_left(folder / "mark"):
                shutil.rmtree(folder, ignore_errors=True)


def _is_left(mark: Path) -> bool:
    """Whether a mark is ours and nobody holds it."""
    try:
        with mark.open("r+b") as file:
            return file.read(len(MARK) + 1) == MARK and locked(file)
    except OSError:
        return False


def locked(file: IO[bytes]) -> bool:
    """Hold an open file for this process as long as it is open; false where another one holds it.

    Raises:
        OSError: nobody can hold a file here.
    """
    try:
        if sys.platform == "win32":
            import msvcrt  # noqa: PLC0415 - not there on other systems

            file.seek(FAR)
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
            file.seek(0)
        else:
            import fcntl  # noqa: PLC0415 - not there on Windows

            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except (BlockingIOError, PermissionError):
        return False
    return True


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDWR)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
