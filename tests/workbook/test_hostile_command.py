"""Hostile and broken files given to the command: one line and exit code 1, soon, in bounded memory, without a trace."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from svscore.workbook import Limits
from tests.pace import allowed
from tests.workbook.build import LINKS, Workbooks
from tests.workbook.hostile import FILES

ROOT = Path(__file__).parents[2]
EVALUATE = """
import os, resource, sys

def refuse(event, arguments):
    if event == "subprocess.Popen" and arguments[1][1:2] == ["-P"] and arguments[1][2].endswith("foreign_child.py"):
        return
    if event == "open" and (arguments[0] == os.devnull or isinstance(arguments[0], int)):
        return
    writes = event == "open" and arguments[2] & (os.O_WRONLY | os.O_RDWR | os.O_CREAT)
    if writes or event.startswith(("socket.", "subprocess.", "os.system", "os.exec", "os.fork")):
        sys.stderr.write(f"it does {event} {arguments}")
        os._exit(99)

sys.dont_write_bytecode = True
resource.setrlimit(resource.RLIMIT_AS, (300_000_000,) * 2)
sys.addaudithook(refuse)
from svscore.__main__ import main
try:
    main()
finally:
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    with open("/proc/self/status") as status:
        own = next(int(line.split()[1]) for line in status if line.startswith("VmHWM"))
    print(sum(each.ru_utime + each.ru_stime for each in used), 1024 * (own + used[1].ru_maxrss))
"""
pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="memory is bounded and seen on Linux only")


class Ended(NamedTuple):
    """How the command ended, with what it and the process it may start used."""

    code: int
    lines: list[str]
    """What it said on stderr, each with its hint."""
    seconds: float
    """Of work."""
    memory: int
    """Bytes; at most, both added up."""


def evaluated(path: Path, *options: str) -> Ended:
    """The command on a file; 300 MB all told."""
    command = [sys.executable, "-c", EVALUATE, "evaluate", str(path), "-f", "dsp-lot2", *options]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60, cwd=ROOT)
    seconds, memory = done.stdout.split()[-2:]
    said = done.stderr.replace("\n    hint: ", " | ").splitlines()
    return Ended(done.returncode, said, float(seconds), int(memory))


@pytest.mark.parametrize("name", FILES)
def test_a_hostile_file_ends_in_one_line_and_exit_code_1(name: str, workbooks: Workbooks) -> None:
    make, expected = FILES[name]
    code, lines, seconds, _ = evaluated(make(workbooks))
    assert code == 1, lines
    (line,) = lines
    assert line.startswith(f"bids.xlsx: {expected}")
    assert seconds < allowed(4), "seconds of work: two or less, and more on a busy machine"


NAMES = ["<img src=x onerror=alert(1)>", "[red]x[/red]", "=HYPERLINK(1)", "\u202eevil", "../../x"]
HEADER = ("Bidder", "Mandatory", "Quality")


MEGABYTE = 1 << 20
MANY = "remove what is not bids, blank lines too"
DELIMITED: dict[str, tuple[Callable[[], str], str]] = {
    "blank lines": (lambda: "\n" * (64 * MEGABYTE - 1), f"WB103 it holds more than 500,000 cells | {MANY}"),
    "blank lines of old Macs": (lambda: "\r" * (20 * MEGABYTE), f"WB103 it holds more than 500,000 cells | {MANY}"),
    "long texts": (
        lambda: "Bidder,a,b\n" + f"{'a' * 120},4,5\n" * (480_000),
        f"WB103 it holds more than 8,000,000 characters | {MANY}",
    ),
    "long texts and one of four bytes": (
        lambda: "Bidder,a,b\n\U0001f600,4,5\n" + f"{'a' * 120},4,5\n" * (480_000),
        f"WB103 it holds more than 8,000,000 characters | {MANY}",
    ),
    "a line without end": (
        lambda: "\U0001f600" + "a" * (60 * MEGABYTE),
        "WB103 it has a line of more than 4,194,304 characters | remove what is not bids",
    ),
    "fields without end": (
        lambda: "," * (60 * MEGABYTE),
        "WB103 it has a line of more than 4,194,304 characters | remove what is not bids",
    ),
    "more fields than a sheet": (
        lambda: "," * 100_000,
        "WB103 it has a line of 100,001 fields, a sheet has 16,384 | remove what is not bids",
    ),
}


@pytest.mark.parametrize("name", DELIMITED)
def test_delimited_text_that_is_too_much_ends_in_one_line(name: str, workbooks: Workbooks) -> None:
    make, expected = DELIMITED[name]
    code, lines, seconds, memory = evaluated(workbooks.text(make()))
    assert (code, lines) == (1, [f"bids.csv: {expected}"])
    assert seconds < allowed(6), "two or less, and more on a busy machine"
    assert memory < 300_000_000


LITTLE = """
import os, resource, sys
os.environ["OPENBLAS_NUM_THREADS"] = "1"
import svscore.batch.job, svscore.batch.run, svscore.cli.scored, svscore.report.table, svscore.scoring.engine
with open("/proc/self/statm") as status:
    used = int(status.read().split()[0]) * resource.getpagesize()
resource.setrlimit(resource.RLIMIT_AS, (used + 25_000_000,) * 2)
from svscore.__main__ import main
main()
"""


@pytest.mark.parametrize("command", ["evaluate", "rescore"])
def test_a_file_that_needs_more_memory_than_there_is_is_one_line(command: str, workbooks: Workbooks) -> None:
    rows = "".join(_row(number) for number in range(1, 120_000))
    workbooks.raw(f"<worksheet><sheetData>{rows}</sheetData></worksheet>")
    options = ["evaluate", str(workbooks.folder / "bids.xlsx"), "-f", "dsp-lot2"]
    if command == "rescore":
        options = [
            "rescore",
            str(workbooks.folder),
            "--baseline",
            "dsp-lot2",
            "--set",
            "social-value=30",
            "--jobs",
            "1",
        ]
    run = [sys.executable, "-c", LITTLE, *options]
    done = subprocess.run(run, capture_output=True, text=True, check=False, timeout=60, cwd=ROOT)
    assert "Traceback" not in done.stderr, done.stderr
    assert "WB103 it needs more memory than there is" in done.stderr + done.stdout


def _row(number: int) -> str:
    return f'<row r="{number}"><c r="A{number}" t="inlineStr"><is><t>{"x" * 40}{number}</t></is></c></row>'


def _rows(*rows: Sequence[Any]) -> Callable[[Workbooks], Path]:
    return lambda workbooks: workbooks.save({"Bids": [HEADER, *rows]})


def _raw_name(workbooks: Workbooks) -> Path:
    cells = "".join(f'<row><c t="inlineStr"><is><t>{name}</t></is></c></row>' for name in ("Bidder", "_x001B_[2J", "x"))
    return workbooks.raw(f"<worksheet><sheetData>{cells}</sheetData></worksheet>")


def _with_parts(parts: dict[str, bytes], links: str = "") -> Callable[[Workbooks], Path]:
    sheet = '<worksheet><sheetData><row><c t="inlineStr"><is><t>Bidder</t></is></c></row></sheetData></worksheet>'
    return lambda workbooks: workbooks.raw(sheet, parts=parts, links=links)


EXTERNAL = f'<Relationship Id="rId9" TargetMode="External" Type="{LINKS}/externalLink" Target="http://192.0.2.1/x"/>'
CASES: dict[str, tuple[Callable[[Workbooks], Path], str]] = {
    "macros": (_with_parts({"xl/vbaProject.bin": b"macro"}), "it holds macros; they were not run"),
    "external links": (
        _with_parts({"xl/externalLinks/externalLink1.xml": b"<!DOCTYPE x>"}, EXTERNAL),
        "it refers to other workbooks; they were not opened",
    ),
    "not a number": (
        lambda w: w.cells('<c r="A1" t="str"><v>Bidder</v></c><c r="B1"><v>NaN</v></c><c r="C1"><v>Infinity</v></c>'),
        "WB112 no column is headed",
    ),
    "long texts": (_rows(["x" * 32_767] * 3), "found 'xxx"),
    "names": (_rows(*([name, "", ""] for name in NAMES)), "WB112 no column is headed"),
    "escaped escape": (_raw_name, "WB112 no column is headed"),
}


@pytest.mark.parametrize("name", CASES)
def test_what_can_be_read_but_not_trusted_is_said_inertly(name: str, workbooks: Workbooks) -> None:
    make, expected = CASES[name]
    code, lines, seconds, _ = evaluated(make(workbooks))
    assert code == 1, lines
    assert any(expected in line for line in lines), lines
    assert all(line.startswith("bids.xlsx") for line in lines), "each problem is one line"
    assert all(character.isprintable() for line in lines for character in line), "no escape reaches the terminal"
    assert seconds < 4


def test_a_file_beyond_the_limit_ends_in_one_line(workbooks: Workbooks) -> None:
    path = workbooks.folder / "bids.xlsx"
    with path.open("wb") as stream:
        stream.truncate((64 << 20) + 1)
    code, (line,), *_ = evaluated(path)
    assert (code, line.split(",")[0]) == (1, "bids.xlsx: WB103 the file is larger than 67")


def test_limits_are_options(workbooks: Workbooks) -> None:
    path = workbooks.save({"Bids": [["Bidder", "x", "y"], *([f"Bidder {n}", n, n] for n in range(9))]})
    allowed = evaluated(path, "--max-size", "1", "--max-cells", "40").lines
    assert allowed[0].startswith("bids.xlsx:Bids!A1: WB112")
    code, lines, *_ = evaluated(path, "--max-cells", "20")
    assert (code, lines) == (
        1,
        ["bids.xlsx: WB103 the sheet 'Bids' cannot be read: it holds more than 20 cells | remove what is not bids"],
    )
    padded = workbooks.raw(f"<worksheet><sheetData/>{'<!-- -->' * 200_000}</worksheet>", name="padded.xlsx")
    code, lines, *_ = evaluated(padded, "--max-size", "1")
    assert (code, lines[0].partition(" bytes")[0]) == (
        1,
        "padded.xlsx: WB103 the part xl/worksheets/sheet1.xml unpacks to 1,600,101",
    )


def test_limits_can_be_raised_above_the_defaults() -> None:
    assert Limits().raised(None, None) == Limits()
    raised = Limits().raised(100, 3_000_000)
    assert (raised.file_bytes, raised.part_bytes, raised.total_bytes) == (100 << 20, 100 << 20, 200 << 20)
    assert (raised.cells, raised.elements, raised.sheets) == (3_000_000, 6_000_000, 255)
