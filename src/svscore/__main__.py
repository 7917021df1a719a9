"""The front door of the command: ``svscore`` and ``python -m svscore``."""

from __future__ import annotations

import sys

from svscore import __version__


def main() -> None:
    """Run the command line; output that cannot be printed ends it with one line."""
    try:
        _run()
    except OSError as error:
        from svscore.cli.output import end_unprinted  # noqa: PLC0415

        end_unprinted(error)


def _run() -> None:
    """``--version`` alone is answered before typer is imported."""
    if sys.argv[1:] == ["--version"]:
        print(f"svscore {__version__}", flush=True)
        return
    from svscore.cli.app import app  # noqa: PLC0415 - importing it is what takes time

    app(prog_name="svscore")


if __name__ == "__main__":
    main()
