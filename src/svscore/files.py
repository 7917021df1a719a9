"""Output files: begun beside their place in a folder of their own, and moved there in one step.

Nothing of them is ever kept elsewhere. One run at a time makes an output; what a killed one leaves is removed by the
next that writes the same file.
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
from typing import IO

from svscore.problem import Location, Problem, SvscoreError, well_formed

MARK = b"Unfinished output of svscore; may be deleted when no svscore is running.\n"
"""What the file ``mark`` in such a folder says."""
FAR = 1 << 20
"""A byte behind what a held file says: on Windows nobody else may read the one that is held."""
MOST_NAME = 150
"""Bytes of an output's name that go into the name of its folder: a name has at most 255."""


NO_ROOM = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
"""What a write to a full disk gives, or one beyond what this user may write."""
IN_USE = "BA119"
NOT_WRITTEN = "RP102"
TRIES = 100
"""How often another run may end, or begin, while this one begins."""


@contextmanager
def written(path: Path, *, is_new: bool = False) -> Iterator[Path]:
    """The same as :func:`replacing`, with a message for whatever keeps the file from being written.

    Raises:
        SvscoreError: it cannot be written.
    """
    try:
        with replacing(path, is_new=is_new) as new:
            yield new
    except OSError as error:
        raise unwritten(path, error) from error


def unwritten(path: Path, error: OSError) -> SvscoreError:
    """What to say of an output that cannot be written."""
    place, reason = Location(str(path)), (error.strerror or str(error)).lower()
    if isinstance(error, BlockingIOError):
        hint = "wait until it has ended, or give --output another name"
        return SvscoreError([Problem(place, IN_USE, "another run writes to this output now", hint)])
    hint = "check that the folder exists and may be written to"
    if error.errno in NO_ROOM:
        hint = f"make room in the folder {Path(os.path.realpath(path)).parent}, or write to another disk"
    return SvscoreError([Problem(place, NOT_WRITTEN, f"cannot be written: {reason}", hint)])


@contextmanager
def replacing(path: Path, *, is_new: bool = False) -> Iterator[Path]:
    """A new file that takes the place of ``path`` when all went well; others may be made beside it meanwhile.

    Where ``path`` is a link, the file it leads to is replaced. The permissions of a file that is there are kept.
    No other run writes to ``path`` meanwhile. With ``is_new`` nothing is replaced.

    Raises:
        OSError: it cannot be made, or something other than a file is there; ``BlockingIOError`` where another run
            writes to it; ``FileExistsError`` where it is to be new and is not.
    """
    path = Path(os.path.realpath(path))
    if path.exists() and not path.is_file():
        raise OSError(errno.EINVAL, not_a_file(path))
    with _folder_for(path) as folder:
        new = folder / f"whole{path.suffix}"
        yield new
        _sync(new)
        if path.exists():
            if is_new:
                raise FileExistsError(errno.EEXIST, "something of this name is there already")
            shutil.copymode(path, new)
        new.replace(path)


def check_place(path: Path) -> None:
    """Sees that a file may come to stand at a path, before any work is done for it.

    Raises:
        SvscoreError: it has a name that no file can have, or its folder is not there or may not be written to.
    """
    folder = Path(os.path.realpath(path)).parent
    try:
        with suppress(FileNotFoundError):
            path.stat()
        if path.suffix == ".parquet" and well_formed(str(folder)) != str(folder):
            raise OSError(errno.EILSEQ, "no .parquet can be written below a folder whose name is not UTF-8")
        if not os.access(folder, os.W_OK | os.X_OK):
            number = errno.EACCES if folder.is_dir() else errno.ENOENT
            raise OSError(number, os.strerror(number))
    except OSError as error:
        raise unwritten(path, error) from None


def not_a_file(path: Path) -> str:
    """What to call something that is there and cannot be replaced."""
    return f"it is {'a folder' if path.is_dir() else 'a device or a pipe'}, expected a file or nothing"


@contextmanager
def _folder_for(path: Path) -> Iterator[Path]:
    """The hidden folder beside an output in which this run alone makes it.

    It holds the file ``mark`` as long as it goes on. Only who holds the mark removes anything: no run takes away
    what another has begun.
    """
    folder = path.with_name(f".{_short(path.name)}.svscore-new")
    mark = _held_mark(folder)
    try:
        _empty(folder)  # a killed run may have left something
        yield folder
    finally:
        _empty(folder)
        if sys.platform == "win32":  # which removes no open file
            mark.close()
        with suppress(OSError):
            (folder / "mark").unlink()
        mark.close()
        with suppress(OSError):  # another run has begun in it
            folder.rmdir()


def _short(name: str) -> str:
    is_plain = len(os.fsencode(name)) <= MOST_NAME and well_formed(name) == name
    return name if is_plain else sha256(os.fsencode(name)).hexdigest()


def _empty(folder: Path) -> None:
    """Remove what is in a folder but for its mark."""
    with suppress(OSError):
        for path in [path for path in folder.iterdir() if path.name != "mark"]:
            if path.is_dir() and not path.is_symlink():
                shutil.rmtree(path, ignore_errors=True)
            else:
                path.unlink(missing_ok=True)


def _held_mark(folder: Path) -> IO[bytes]:
    """The mark of the folder, held by this process.

    Raises:
        OSError: the folder cannot be made, or is somebody else's; ``BlockingIOError`` where another run holds it.
    """
    for _ in range(TRIES):
        with suppress(FileExistsError):
            folder.mkdir(mode=0o700)
        try:
            if not _may_be_ours(folder):
                raise FileExistsError(errno.EEXIST, f"there is a {folder.name} beside it that svscore did not make")
            mark = (folder / "mark").open("a+b")
        except FileNotFoundError:  # another run has just ended, and removed it
            continue
        if not _is_held(mark):
            mark.close()
            raise BlockingIOError(errno.EAGAIN, "another run writes to it now")
        if _is_at(mark, folder / "mark"):
            mark.truncate(0)
            mark.write(MARK)
            mark.flush()
            return mark
        mark.close()  # it was removed before this run held it
    raise BlockingIOError(errno.EAGAIN, "other runs write to it now")


def _may_be_ours(folder: Path) -> bool:
    """Whether a folder is one of ours, as far as it got: empty, or with a mark."""
    if folder.is_symlink() or not folder.is_dir():
        return False
    mark = folder / "mark"
    if mark.is_symlink() or not mark.is_file():
        return not any(folder.iterdir())
    with mark.open("rb") as file:
        return MARK.startswith(file.read(len(MARK) + 1))


def _is_held(mark: IO[bytes]) -> bool:
    """Whether this run holds the mark now; also where files cannot be held, as in some networks."""
    try:
        return locked(mark)
    except OSError:
        return True


def _is_at(file: IO[bytes], path: Path) -> bool:
    try:
        return os.path.samestat(os.fstat(file.fileno()), path.stat())
    except FileNotFoundError:
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
