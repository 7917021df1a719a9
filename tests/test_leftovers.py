"""Files that programs leave beside workbooks stop no command, and are said in one line."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from svscore.cli.app import app
from svscore.workbook.leftovers import is_leftover, passed_over_text
from tests.workbook.build import Workbooks

MODEL = """\
svscore: 1
id: small
title: Small
version: "1"
regime: other
status: illustrative
criteria:
  - {id: quality, title: Quality, weight: 60, points: {max: 100}}
  - {id: price, title: Price, weight: 40, price: {formula: lowest-ratio}}
"""
LEFT = ("~$bids.xlsx", "._bids.xlsx", ".~lock.bids.xlsx#", "Thumbs.db", "desktop.ini", ".DS_Store")
COMMANDS = {
    "merge": ["merge", "{left}", "marks.xlsx", "prices.xlsx", "-f", "small.yaml", "-o", "all.xlsx"],
    "evaluate": ["evaluate", "{left}", "marks.xlsx", "prices.xlsx", "-f", "small.yaml"],
    "rescore": ["rescore", "whole.csv", "{left}", "--baseline", "small.yaml", "--set", "quality=50", "--jobs", "1"],
    "diff": ["frameworks", "diff", "small.yaml", "small.yaml", "--bids", "whole.csv", "{left}"],
    "archive": ["archive", "build", "whole.csv", "{left}", "-f", "small.yaml", "-o", "a.parquet"],
}


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    Path("small.yaml").write_text(MODEL, "utf-8")
    Path("whole.csv").write_text("Bidder,quality,price\nAsh,50,10\nElm,60,20\n", "utf-8")
    workbooks = Workbooks(tmp_path)
    workbooks.save({"Marks": [("Bidder", "quality"), ("Ash", 50), ("Elm", 60)]}, name="marks.xlsx")
    workbooks.save({"Prices": [("Bidder", "price"), ("Ash", 10), ("Elm", 20)]}, name="prices.xlsx")
    return tmp_path


@pytest.mark.usefixtures("here")
@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize("name", LEFT)
def test_no_file_left_by_a_program_stops_a_command(command: str, name: str) -> None:
    Path(name).write_bytes(b"\x05owner")
    ran = CliRunner().invoke(app, [word.format(left=name) for word in COMMANDS[command]])
    assert ran.exit_code == 0, ran.output
    assert ran.stderr.count(f"note: {name} was passed over") == 1


@pytest.mark.usefixtures("here")
def test_a_folder_and_a_pattern_say_in_one_line_what_they_pass_over() -> None:
    for name in ("~$a.csv", "~$b.csv", "~$c.csv", "~$d.csv"):
        Path(name).write_bytes(b"x")
    rescore = ["rescore", "--baseline", "small.yaml", "--set", "quality=50", "--jobs", "1"]
    ran = CliRunner().invoke(app, [*rescore, "*.csv"])
    assert "note: ~$a.csv, ~$b.csv, ~$c.csv and 1 more were passed over" in ran.stderr
    for name in ("marks.xlsx", "prices.xlsx"):
        Path(name).unlink()
    folder = CliRunner().invoke(app, [*rescore, "."])
    assert (folder.exit_code, folder.stdout) == (ran.exit_code, ran.stdout) == (0, ran.stdout)
    assert "and 1 more were passed over" in folder.stderr


@pytest.mark.usefixtures("here")
def test_a_file_named_alone_is_not_passed_over_in_silence() -> None:
    Path("~$bids.xlsx").write_bytes(b"x")
    ran = CliRunner().invoke(app, ["evaluate", "~$bids.xlsx", "-f", "small.yaml"])
    assert ran.exit_code == 1
    assert "~$bids.xlsx: WB101" in ran.stderr


@pytest.mark.parametrize("name", ["bids.xlsx", "~bids.xlsx", "$bids.csv", "thumbs.xlsx", "lock.ods", "desktop.ini.csv"])
def test_no_workbook_is_taken_for_a_leftover(name: str) -> None:
    assert not is_leftover(name)
    assert not passed_over_text([])


ALONE = {
    "evaluate": ["evaluate", "{left}", "-f", "small.yaml"],
    "merge": ["merge", "{left}", "-f", "small.yaml", "-o", "all.xlsx"],
    "rescore": ["rescore", "{left}", "--baseline", "small.yaml", "--set", "quality=50", "--jobs", "1"],
    "diff": ["frameworks", "diff", "small.yaml", "small.yaml", "--bids", "{left}"],
    "archive": ["archive", "build", "{left}", "-f", "small.yaml", "-o", "a.parquet"],
}


@pytest.mark.usefixtures("here")
@pytest.mark.parametrize("command", ALONE)
@pytest.mark.parametrize(
    ("name", "what", "meant"),
    [
        ("~$bids.xlsx", "the lock file that Excel keeps beside 'bids.xlsx'", "name 'bids.xlsx'; save and close it"),
        ("~$bids.csv", "the lock file that Excel keeps beside 'bids.csv'", "name 'bids.csv'; save and close it"),
        ("~$d's bids.xlsm", "the lock file that Excel keeps beside", "save and close it in Excel first"),
        (".~lock.bids.ods#", "the lock file that LibreOffice keeps beside 'bids.ods'", "name 'bids.ods'"),
        ("._bids.xlsx", "what macOS keeps beside 'bids.xlsx'", "name 'bids.xlsx'"),
        ("Thumbs.db", "a file of the operating system", "name a workbook"),
    ],
)
@pytest.mark.parametrize("content", [b"\x05owner", b""])
def test_a_file_left_by_a_program_and_named_alone_is_called_what_it_is(
    command: str, name: str, what: str, meant: str, content: bytes
) -> None:
    Path(name).write_bytes(content)
    ran = CliRunner().invoke(app, [word.format(left=name) for word in ALONE[command]])
    assert ran.exit_code == 1, ran.output
    assert ran.stderr.count("it is ") == 1
    assert what in ran.stderr
    assert meant in ran.stderr
