"""Workbooks that are read and cannot be copied: one line, soon, in bounded memory, and no trace of the library."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from zipfile import ZipFile

import pytest

from svscore.problem import SvscoreError
from svscore.report.scored.book import Book
from svscore.workbook.copied import check_copy
from svscore.workbook.limits import Limits
from tests.pace import allowed
from tests.workbook.hostile_copies import BIDS, COPIES, MODEL, SHEET, Change, changed, honest

ROOT = Path(__file__).parents[2]
EVALUATE = """
import sys, time
try:
    import resource
    resource.setrlimit(resource.RLIMIT_AS, (300_000_000,) * 2)
except ImportError:
    pass  # the memory is bounded where it can be
from svscore.__main__ import main
try:
    main()
finally:
    print(time.process_time())
"""
HINT = "write another format, like -o result.html; or save the workbook anew in Excel or LibreOffice"


def scored(path: Path) -> tuple[int, list[str], float]:
    """The exit code, what was said with each hint, and the seconds of work."""
    (path.parent / "model.yaml").write_text(MODEL, encoding="utf-8")
    command = [sys.executable, "-c", EVALUATE, "evaluate", str(path), "-f", str(path.parent / "model.yaml")]
    command += ["-o", str(path.parent / "scored.xlsx")]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60, cwd=ROOT)
    said = done.stderr.replace("\n    hint: ", " | ").splitlines()
    return done.returncode, said, float(done.stdout.split()[-1])


@pytest.mark.skipif(sys.platform != "linux", reason="memory is bounded on Linux only")
@pytest.mark.parametrize("name", COPIES)
def test_a_workbook_that_harms_who_copies_it_ends_in_one_line(name: str, tmp_path: Path) -> None:
    changes, expected = COPIES[name]
    code, (line,), seconds = scored(changed(tmp_path / "bids.xlsx", changes))
    assert code == 1
    assert expected in line
    assert line.startswith(("bids.xlsx: WB101 ", "bids.xlsx: WB103 ")) or (
        line.startswith("bids.xlsx: RP104 ") and line.endswith(HINT)
    )
    assert not (tmp_path / "scored.xlsx").exists()
    assert seconds < allowed(5), "two or less, and more on a busy machine"


def test_damage_in_a_part_that_holds_no_bids_is_one_line(tmp_path: Path) -> None:
    path = honest(tmp_path / "bids.xlsx")
    with ZipFile(path) as archive:
        start = archive.getinfo("docProps/core.xml").header_offset
    data = bytearray(path.read_bytes())
    data[start + 60] ^= 0xFF
    path.write_bytes(data)
    code, (line,), _ = scored(path)
    assert code == 1
    assert line == (
        "bids.xlsx: RP104 the bids can be read, but the workbook cannot be copied to add the workings: "
        f"the part docprops/core.xml is damaged or cut short | {HINT}"
    )


EXTENSION = (
    '<extLst><ext uri="{CCE6A557-97BC-4b89-ADB6-D9C93CAAB3DF}" '
    'xmlns:x14="http://schemas.microsoft.com/office/spreadsheetml/2009/9/main"><x14:dataValidations count="1"/></ext>'
    "</extLst>"
)
UNKNOWN: Mapping[str, Change] = {
    SHEET: lambda xml: xml.replace("</worksheet>", f"{EXTENSION}</worksheet>"),
}


def test_what_the_library_would_warn_of_is_not_printed(tmp_path: Path) -> None:
    code, lines, _ = scored(changed(tmp_path / "bids.xlsx", UNKNOWN))
    assert code == 0
    assert not [line for line in lines if "arn" in line or os.sep + "openpyxl" in line], lines


def test_a_delimited_file_that_is_too_large_to_copy_is_one_line(tmp_path: Path) -> None:
    path = tmp_path / "bids.csv"
    path.write_text("".join(f"{','.join(map(str, row))}\n" for row in BIDS), encoding="utf-8")
    assert Book(path, Limits(copied=18)).workbook.sheetnames == ["Bids"]
    with pytest.raises(SvscoreError, match="cannot be copied to add the workings: it holds more than 8 cells"):
        Book(path, Limits(copied=17))


def test_an_honest_workbook_is_far_below_what_can_be_copied() -> None:
    data = (ROOT / "examples/dsp-lot2/bids.xlsx").read_bytes()
    check_copy(data, "bids.xlsx", Limits(copied=15_000, copied_bytes=1 << 20))
