"""The front door of the command: ``svscore`` and ``python -m svscore``."""

from __future__ import annotations

import gc
import os
import signal
import sys

from svscore import __version__

MANY = 50_000
"""New objects after which Python looks for cycles among them: 700 by default, and imports alone make many more."""


def main() -> None:
    """Run the command line, as all there is to do in this process; output that cannot be printed ends it with one line.

    Python looks for cycles less often from here on, and at the end no more: nothing is meant to follow.
    """
    gc.set_threshold(MANY)
    _open_closed_streams()
    for name in ("SIGTERM", "SIGHUP"):
        if (number := getattr(signal, name, None)) is not None and signal.getsignal(number) is signal.SIG_DFL:
            signal.signal(number, _end)
    try:
        _run()
    except OSError as error:
        from svscore.cli.output import end_by_system  # noqa: PLC0415

        end_by_system(error)
    except KeyboardInterrupt:
        sys.exit(130)  # as typer does once it is there
    finally:
        if "duckdb" not in sys.modules:  # which says so where anything of it is not given back
            gc.freeze()  # all ends here: to look for cycles once more takes a sixth of a short command


def _open_closed_streams() -> None:
    """Leads the standard streams that are closed nowhere, so that no file opened from here on takes the place of one.

    What is written to a closed output fails, as it has to; messages that nobody wants are dropped.
    """
    streams = (("stdin", "r", os.O_RDONLY), ("stdout", "w", os.O_RDONLY), ("stderr", "w", os.O_WRONLY))
    for number, (name, mode, way) in enumerate(streams):
        try:
            os.fstat(number)
        except OSError:
            nowhere = os.open(os.devnull, way)  # the lowest number that is free, so this very one
            if nowhere != number:
                os.dup2(nowhere, number)
                os.close(nowhere)
            os.set_inheritable(number, True)  # noqa: FBT003 - the library's own
        if getattr(sys, name) is None:
            setattr(sys, name, open(number, mode, encoding="utf-8", closefd=False))  # noqa: SIM115


def _end(number: int, _frame: object) -> None:
    """Ends the command as an error would, so that nothing unfinished is left beside its output."""
    sys.exit(128 + number)


def _run() -> None:
    """``--version`` alone is answered before typer is imported."""
    if sys.argv[1:] == ["--version"]:
        print(f"svscore {__version__}", flush=True)
        return
    from svscore.cli.app import app  # noqa: PLC0415 - importing it is what takes time

    app(prog_name="svscore")


if __name__ == "__main__":
    main()
