"""Every workbook svscore writes keeps the rules of the format, as Microsoft's Open XML SDK checks them.

The checker is a port of that SDK: Excel itself cannot run here. Its warnings are left out: they say that Excel will
store texts in another way when it next saves the file, which loses nothing.
"""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import Workbook
from openpyxl.styles import Font
from openxml_audit import FileFormat, OpenXmlValidator, ValidationSeverity
from typer.testing import CliRunner

from svscore.cli.app import app
from svscore.workbook.timeless import timeless

BIDS = str(Path(__file__).parent.parent / "examples" / "dsp-lot2" / "bids.xlsx")
PANEL = ("--bidder", "Abbots & Sons <b>", "--bidder", "=1+1", "--evaluator", "E1", "--evaluator", "E2")
COMMANDS = {
    "template": ("template", "-f", "dsp-lot2", *PANEL, "-o", "{}/bids.xlsx"),
    "separate templates": ("template", "-f", "dsp-lot2", *PANEL, "--separate", "-o", "{}/panel"),
    "template of letters and quantities": ("template", "-f", "essex-toms-style", *PANEL, "-o", "{}/bids.xlsx"),
    "merged": ("merge", BIDS, "-f", "dsp-lot2", "-o", "{}/merged.xlsx"),
    "scored": ("evaluate", BIDS, "-f", "dsp-lot2", "-o", "{}/scored.xlsx"),
    "synthetic": ("archive", "synth", "-n", "2", "-o", "{}/synthetic"),
    "re-scored": ("rescore", BIDS, "--drop", "covid-19-recovery", "-o", "{}/rescored.xlsx"),
}


def faults(path: Path) -> list[str]:
    """What breaks the rules in a workbook, with its part."""
    found = OpenXmlValidator(FileFormat.MICROSOFT_365).validate(str(path)).errors
    return [f"{each.part_uri}: {each.description}" for each in found if each.severity is ValidationSeverity.ERROR]


@pytest.mark.parametrize("name", COMMANDS)
def test_what_a_command_writes_is_valid(name: str, tmp_path: Path) -> None:
    words = [word.replace("{}", str(tmp_path)) for word in COMMANDS[name]]
    result = CliRunner().invoke(app, words, prog_name="svscore")
    assert result.exit_code == 0, result.output
    written = sorted(tmp_path.rglob("*.xlsx"))
    assert written
    assert {path.name: faults(path) for path in written} == {path.name: [] for path in written}


def test_a_font_is_put_in_order_and_the_checker_sees_when_it_is_not(tmp_path: Path) -> None:
    book, first, fixed = Workbook(), BytesIO(), BytesIO()
    book.worksheets[0]["A1"].font = Font(bold=True, italic=True, underline="single", strike=True, color="FF0000")
    book.save(first)
    timeless(first, fixed)
    before, after = tmp_path / "before.xlsx", tmp_path / "after.xlsx"
    before.write_bytes(first.getvalue())
    after.write_bytes(fixed.getvalue())
    assert any("styles.xml" in fault for fault in faults(before))
    assert faults(after) == []
