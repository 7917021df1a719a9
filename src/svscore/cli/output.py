"""Where text goes: results to stdout or a file, everything else to stderr; and how a command ends."""

from __future__ import annotations

import errno
import os
import shutil
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import NoReturn, TextIO

import typer

from svscore.problem import Problem, SvscoreError, shortened, well_formed
from svscore.sources import unreadable

NO_ROOM = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO, errno.EBADF})
"""What a write to a full, broken or closed device gives."""


INTERRUPTED = 130
ENDED = frozenset({129, 143})
"""Exit codes of a command that the system, or who closed the terminal, asked to end."""


@contextmanager
def stop_said(left: str) -> Iterator[None]:
    """Ends a command that is stopped, with Ctrl-C or by the system, by one line.

    ``left`` says what there is and how to go on.
    """
    try:
        yield
    except KeyboardInterrupt:
        say(f"stopped; {left}")
        raise typer.Exit(INTERRUPTED) from None
    except SystemExit as end:
        if end.code in ENDED:
            say(f"stopped; {left}")
        raise


@contextmanager
def problems_reported() -> Iterator[None]:
    """Prints the problems that forbid going on and ends the command: 1, or 2 where an option is at fault."""
    try:
        yield
    except SvscoreError as error:
        warn(error.problems)
        is_usage = any(problem.location.source.startswith("--") for problem in error.problems)
        raise typer.Exit(2 if is_usage else 1) from None


def check_working_folder() -> None:
    """Ends a command whose working folder is gone, or may not be looked into: paths begin there.

    Raises:
        typer.Exit: it is.
    """
    try:
        Path.cwd()
    except OSError as error:
        say(f"svscore: the working folder cannot be used: {unreadable(error)}; change to another")
        raise typer.Exit(1) from None


def say(line: str) -> None:
    """Says one line on stderr, no longer than a message and without what a terminal would obey."""
    from svscore.report.untrusted import visible  # noqa: PLC0415 - only when there is something to say

    typer.echo(shortened(visible(well_formed(line))), err=True)


def warn(problems: Sequence[Problem]) -> None:
    """Prints problems with their hints on stderr."""
    from svscore.report.problems import text  # noqa: PLC0415 - only when there is something to say

    typer.echo(text(problems, width=error_width(), colour=has_colour(sys.stderr)), err=True, nl=False)


def passed_over_said(paths: Iterable[Path | str]) -> None:
    """Says in one line on stderr which files a pattern took that programs left there."""
    from svscore.workbook.leftovers import passed_over_text  # noqa: PLC0415

    if line := passed_over_text(paths):
        say(line.rstrip())


def nothing_accepted_said(done: str) -> None:
    """Says on stderr that ``--accept-changed-model`` was given, and no bids were ``done`` under a changed model."""
    note = f"note: --accept-changed-model had nothing to accept: no bids were {done} under a model that changed"
    say(note)


def without_leftovers(files: Sequence[Path]) -> list[Path]:
    """The files without those that programs left beside them, which is said; all of them where there are no others."""
    from svscore.workbook.leftovers import is_leftover  # noqa: PLC0415

    meant = [file for file in files if not is_leftover(file.name)]
    if not meant:
        return list(files)
    passed_over_said(file for file in files if is_leftover(file.name))
    return meant


def deliver(content: str | bytes, output: Path | None, inputs: Iterable[Path]) -> None:
    """Writes a result to ``output`` and says so on stderr, or prints it.

    Raises:
        SvscoreError: the file cannot be written, or is one of the inputs.
    """
    if output is None:
        typer.echo(content, nl=False)
        return
    from svscore.report.write import write_bytes  # noqa: PLC0415

    write_bytes(
        output, content if isinstance(content, bytes) else content.encode(errors="backslashreplace"), inputs=inputs
    )
    say(f"wrote {output}")


def end_by_system(error: OSError) -> NoReturn:
    """Ends a command that the system does not let go on, with one line.

    Raises:
        SystemExit: always.
    """
    if _is_of_output(error):
        end_unprinted(error)
    name = f"{error.filename!r}: " if error.filename is not None else ""
    with suppress(OSError):
        say(f"svscore: {name}{error.strerror or error}")
    raise SystemExit(1)


def end_unprinted(error: OSError) -> NoReturn:
    """Ends a command whose output could not be printed, with one line; quietly where nobody reads on.

    Raises:
        OSError: the error, where it is of another kind.
        SystemExit: otherwise.
    """
    if not _is_of_output(error):
        raise error
    if not isinstance(error, BrokenPipeError):
        reason = "standard output is closed" if error.errno == errno.EBADF else error.strerror
        with suppress(OSError):
            print(f"svscore: the output cannot be printed: {reason}", file=sys.stderr, flush=True)
    for stream in (sys.stdout, sys.stderr):
        _drop_unwritten(stream.fileno(), stream.flush)
    raise SystemExit(1)


def _is_of_output(error: OSError) -> bool:
    return isinstance(error, BrokenPipeError) or (error.errno in NO_ROOM and error.filename is None)


def _drop_unwritten(descriptor: int, flush: Callable[[], None]) -> None:
    """Keeps the interpreter from trying, and failing, to write the rest when it ends."""
    try:
        flush()
    except OSError:
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, descriptor)
        os.close(nowhere)


def width() -> int:
    """Characters in a line of the terminal; ``$COLUMNS`` goes before it, and a pipe has 80."""
    return shutil.get_terminal_size((80, 24)).columns


def error_width() -> int | None:
    """The same of the terminal that messages go to; ``None`` where they go elsewhere: programs read whole lines."""
    if not sys.stderr.isatty():
        return None
    try:
        return int(os.environ.get("COLUMNS", "")) or None
    except ValueError:
        return os.get_terminal_size(sys.stderr.fileno()).columns or None


def has_colour(stream: TextIO | None = None) -> bool:
    """Whether a stream, by default stdout, is a terminal that wants colour."""
    return (stream or sys.stdout).isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
