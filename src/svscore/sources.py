"""Reading what a path names, within bounds of size and time; and words for what cannot be read.

Files, and pipes that somebody writes to, as a shell makes them of ``<(command)``. No device and no socket is read,
and nobody waits for a pipe that nobody writes to.
"""

from __future__ import annotations

import errno
import os
import select
import stat
import time
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path

PIECE = 1 << 20
"""Bytes read at once where nobody knows how many will come."""
WAIT_FOR_WRITER = 2
"""Seconds that a pipe may be without anybody who writes to it."""
WAIT = 60
"""Seconds to wait for more from who writes to a pipe."""
MOST_TIME = 300
"""Seconds that all of it may take."""
STEP = 0.02
NO_WAITING = getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_NOCTTY", 0) | getattr(os, "O_BINARY", 0)

KINDS = (
    (stat.S_ISDIR, "a folder"),
    (stat.S_ISCHR, "a device"),
    (stat.S_ISBLK, "a device"),
    (stat.S_ISSOCK, "a socket"),
    (stat.S_ISFIFO, "a pipe"),
)


def read_bytes(path: Path, most: int) -> bytes:
    """What a path holds; where it is more than ``most`` bytes, those and some more.

    Raises:
        OSError: it cannot be read, is no file and no pipe, or nothing comes; ``strerror`` says it.
    """
    descriptor = _opened(path)
    try:
        state = os.fstat(descriptor)
        if stat.S_ISREG(state.st_mode):
            return _of_file(descriptor, min(state.st_size, most) + 1, most)
        if stat.S_ISFIFO(state.st_mode):
            return b"".join(_of_pipe(descriptor, most))
        if stat.S_ISDIR(state.st_mode):
            raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
        raise OSError(errno.EINVAL, f"it is {kind_of(state.st_mode)}, expected a file")
    finally:
        os.close(descriptor)


def unreadable(error: OSError) -> str:
    """Why something cannot be read, as messages say it."""
    return (error.strerror or type(error).__name__).lower()


def kind_of(mode: int) -> str:
    """What to call something that is no plain file, by the mode that the system gives for it."""
    return next((name for is_kind, name in KINDS if is_kind(mode)), "no plain file")


def _opened(path: Path) -> int:
    try:
        return os.open(path, os.O_RDONLY | NO_WAITING)
    except ValueError:  # a NUL in the name
        raise OSError(errno.EINVAL, "no file has such a name") from None
    except OSError as error:
        if error.errno == errno.ENXIO:
            raise OSError(errno.ENXIO, "it is a socket or a device, expected a file") from None
        raise


def _of_file(descriptor: int, first: int, most: int) -> bytes:
    """At once, since to join pieces takes twice the room; a file that grows comes in pieces."""
    data = os.read(descriptor, first)
    pieces = iter(lambda: os.read(descriptor, PIECE), b"")
    rest = [*islice(pieces, max(most - len(data), 0) // PIECE + 2)] if data else []
    return b"".join((data, *rest)) if rest else data


def _of_pipe(descriptor: int, most: int) -> Iterator[bytes]:
    start = latest = time.monotonic()
    length, was_written = 0, False
    while length <= most:
        now = time.monotonic()
        if now - start > MOST_TIME:
            raise TimeoutError(errno.ETIMEDOUT, f"the pipe is not at its end after {MOST_TIME} seconds")
        try:
            piece = os.read(descriptor, PIECE)
        except BlockingIOError:  # somebody has it open for writing
            was_written = True
            if now - latest > WAIT:
                raise TimeoutError(errno.ETIMEDOUT, f"nothing came through the pipe in {WAIT} seconds") from None
            select.select([descriptor], [], [], WAIT)
            continue
        if piece:
            length, latest = length + len(piece), now
            yield piece
        elif was_written or length:
            return
        elif now - start > WAIT_FOR_WRITER:
            raise TimeoutError(errno.ETIMEDOUT, f"nobody wrote to the pipe in {WAIT_FOR_WRITER} seconds")
        else:
            time.sleep(STEP)


def real_path(path: Path) -> Path:
    """The whole path, links followed as far as they lead; `Path.resolve` raises where they go in a circle."""
    return Path(os.path.realpath(path))


def mode_of(path: Path | str) -> int:
    """What the system says a path leads to; 0 where it leads to nothing, or to nothing that may be looked at."""
    try:
        return os.stat(path).st_mode  # noqa: PTH116 - `Path.is_file` raises where a folder may not be looked into
    except (OSError, ValueError):
        return 0


def is_file(path: Path | str) -> bool:
    """Whether a path leads to a plain file."""
    return stat.S_ISREG(mode_of(path))


def is_folder(path: Path | str) -> bool:
    """Whether a path leads to a folder."""
    return stat.S_ISDIR(mode_of(path))


def files_below(folder: Path, refused: Callable[[Path, OSError], object]) -> Iterator[os.DirEntry[str]]:
    """What lies in a folder and those below, without what is hidden, in no order; links to folders are not followed.

    ``refused`` is called for each folder that cannot be looked into.
    """
    waiting = [folder]
    while waiting:
        inside = waiting.pop()
        try:
            with os.scandir(inside) as entries:
                listed = [entry for entry in entries if not entry.name.startswith(".")]
        except OSError as error:
            refused(inside, error)
            continue
        for entry in listed:
            if entry.is_dir(follow_symlinks=False):
                waiting.append(Path(entry.path))
            else:
                yield entry
