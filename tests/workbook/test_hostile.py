"""Hostile and broken files, each read in a process of its own with 300 MB to spend."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from svscore.problem import SvscoreError
from svscore.workbook.book import read_book
from svscore.workbook.limits import Limits
from tests.pace import allowed
from tests.workbook.build import Workbooks
from tests.workbook.hostile import FILES, TABLES

ROOT = Path(__file__).parents[2]
READ = """
import sys, time
from pathlib import Path
from svscore.problem import SvscoreError
from svscore.workbook import read_bids
from tests.workbook.build import framework
model = framework()
try:
    import resource
    with open("/proc/self/statm") as status:
        used = int(status.read().split()[0]) * resource.getpagesize()
    resource.setrlimit(resource.RLIMIT_AS, (used + 300_000_000,) * 2)
except (ImportError, OSError):
    pass  # the memory is bounded on Linux only; the lines are the same everywhere
start = time.process_time()
try:
    read_bids(Path(sys.argv[1]), model)
except SvscoreError as error:
    for problem in error.problems:
        print(f"{problem} | {problem.hint}" if problem.hint else problem)
print(time.process_time() - start, file=sys.stderr)
"""


def read_alone(path: Path) -> subprocess.CompletedProcess[str]:
    """Read a file in a process of its own."""
    command = [sys.executable, "-c", READ, str(path)]
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=60, cwd=ROOT)


if sys.platform != "linux":  # there test_hostile_command.py holds the command to more

    @pytest.mark.parametrize("name", FILES)
    def test_a_hostile_file_ends_in_one_line_soon_and_in_bounded_memory(name: str, workbooks: Workbooks) -> None:
        make, expected = FILES[name]
        done = read_alone(make(workbooks))
        assert done.returncode == 0, done.stderr[-2000:]
        (line,) = done.stdout.splitlines()
        assert line.startswith(f"bids.xlsx: {expected}")
        assert float(done.stderr) < allowed(3), "seconds of work: one or less, and more on a busy machine"


@pytest.mark.parametrize("name", TABLES)
def test_a_table_that_is_hard_to_understand_ends_soon_and_in_bounded_memory(name: str, workbooks: Workbooks) -> None:
    make, expected = TABLES[name]
    done = read_alone(make(workbooks))
    assert done.stdout.startswith(expected), done.stdout[:2000] + done.stderr[-2000:]
    assert len(done.stdout.splitlines()) < 5_000
    assert float(done.stderr) < allowed(5), "seconds of work"


def test_a_file_beyond_the_limit_is_not_even_read(workbooks: Workbooks) -> None:
    path = workbooks.folder / "bids.xlsx"
    with path.open("wb") as stream:
        stream.truncate(Limits().file_bytes + 1)
    done = read_alone(path)
    assert done.stdout == (
        "bids.xlsx: WB103 the file is larger than 67,108,864 bytes, more than any workbook of bids "
        "| remove pictures and what is not bids\n"
    )


def test_a_file_that_is_not_there_is_one_line(tmp_path: Path) -> None:
    with pytest.raises(SvscoreError) as refused:
        read_book(tmp_path / "none.xlsx")
    assert str(refused.value) == "none.xlsx: WB101 the file cannot be read: no such file or directory"
