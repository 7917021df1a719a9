"""Twice as much of anything is about twice the work, whatever reads it; counted, never timed."""

from __future__ import annotations

import io
from contextlib import redirect_stderr, redirect_stdout
from functools import partial
from pathlib import Path

import pytest

from svscore.cli.app import app
from tests.counting import work_of
from tests.growth import THINGS

SIZES = (16, 32, 64)
MOST = 2.1
"""How much more work the second doubling adds than the first: 2 in proportion, a little more for sorting, 4 squared."""
COUNTED = {
    "bids": ("json", "xlsx"),
    "equal bids": ("json",),
    "unknown times": ("json",),
    "blanks": ("evaluate",),
    "marks": ("check", "bidder", "rescore"),
    "marks and criteria": ("check",),
    "criteria": ("check", "resolved", "diff", "buyer", "bidder", "template", "json"),
    "scales": ("check", "resolved"),
    "groups": ("check", "bidder"),
    "basket items": ("bidder", "json"),
    "evaluators": ("json",),
    "panels": ("json",),
    "ranks": ("json",),
    "lots": ("evaluate", "rescore"),
    "lots of one bidder": ("rescore",),
    "scenarios": ("rescore",),
    "wrong names": ("check",),
    "ignores": ("check",),
}
"""What is counted here; ``benchmarks/growth.py`` times every command."""


def run(arguments: list[str]) -> None:
    """A command in this process, its output read by nobody."""
    with redirect_stdout(io.StringIO()), redirect_stderr(io.StringIO()), pytest.raises(SystemExit):
        app(arguments, prog_name="svscore")


@pytest.mark.parametrize(("thing", "command"), [(thing, each) for thing, names in COUNTED.items() for each in names])
def test_work_does_not_grow_faster_than_the_input(thing: str, command: str, tmp_path: Path) -> None:
    works = []
    run(THINGS[thing].commands(tmp_path, SIZES[0])[command])  # what is kept from first use counts for no size
    for size in SIZES:
        folder = tmp_path / str(size)
        folder.mkdir()
        works.append(work_of(partial(run, THINGS[thing].commands(folder, size)[command])))
    small, middle, large = works
    assert (large - middle) / (middle - small) < MOST


def test_every_thing_is_counted() -> None:
    assert COUNTED.keys() == THINGS.keys()
