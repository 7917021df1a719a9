"""The tables of bounds and growth in the docs are those the scripts make: every kind, and no other."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

import pytest

from tests.bounds import BEGIN, BEGIN_GROWTH, END, KINDS, PAGE
from tests.growth import THINGS

MOST_MEGABYTES = 300
MORE = {"csv: 9,990 bids, to a workbook": 350}


@pytest.mark.parametrize(("begin", "kinds"), [(BEGIN, KINDS), (BEGIN_GROWTH, THINGS)])
def test_the_table_has_every_kind_once_measured(begin: str, kinds: Collection[str]) -> None:
    assert list(dict.fromkeys(row[0] for row in rows(begin))) == list(kinds)


def test_no_kind_takes_more_memory_than_is_promised() -> None:
    taken = {kind: int(memory.strip("*").removesuffix(" MB")) for kind, _, memory, *_ in rows(BEGIN)}
    assert all(megabytes <= MORE.get(kind, MOST_MEGABYTES) for kind, megabytes in taken.items())


def test_no_work_grows_faster_than_is_promised() -> None:
    above = {
        (thing, cell.split()[0]) for thing, cells in rows(BEGIN_GROWTH) for cell in cells.split(", ") if "**" in cell
    }
    assert above <= {("marks and criteria", "bidder")}, "a guide lists both, up to 200 marks"


@pytest.mark.parametrize(
    "kind", ["csv: one text of 64 MB", "yaml: 5,000 marks with minimums", "xlsx: 59,800 number formats"]
)
def test_the_file_of_a_kind_is_made_with_a_command_that_reads_it(kind: str, tmp_path: Path) -> None:
    words = KINDS[kind](tmp_path)
    assert words[0] in {"evaluate", "check"}
    assert (tmp_path / words[1]).is_file()


def rows(begin: str) -> list[list[str]]:
    """The cells of a table of the page, without its headings."""
    text = PAGE.read_text("utf-8").partition(begin)[2].partition(END)[0]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in text.splitlines()[2:]]
