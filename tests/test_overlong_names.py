"""A name that no file can have is no file, wherever a model or a file is named."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.batch.running import svscore

MODEL = """svscore: 1
id: small
title: Small
version: "1"
regime: other
status: illustrative
scales: {five: [{mark: 0}, {mark: 5}]}
criteria:
  - {id: quality, title: Quality, weight: 60, scale: five}
  - {id: price, title: Price, weight: 40, price: {formula: lowest-ratio}}
"""
NAMES = {"long": "a" * 300, "long file": "a" * 300 + ".yaml", "long path": "a/" * 2_500 + "a.yaml"}
COMMANDS = {
    "a variant": ("check", "variant.yaml"),
    "a menu": ("check", "use.yaml"),
    "scenarios": ("rescore", "bids.csv", "--baseline", "model.yaml", "--scenarios", "scenarios.yaml"),
    "an option": ("evaluate", "bids.csv", "-f", "{}"),
    "a workbook's model": ("evaluate", "named.xlsx"),
    "a workbook": ("evaluate", "{}", "-f", "model.yaml"),
    "a model": ("check", "{}"),
    "an archive": ("archive", "list", "{}"),
    "models side by side": ("frameworks", "diff", "model.yaml", "{}"),
    "many": ("rescore", "{}", "--baseline", "model.yaml", "--set", "price=50"),
}


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize("kind", NAMES)
def test_a_name_no_file_can_have_ends_in_words(
    kind: str, command: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from openpyxl import Workbook  # noqa: PLC0415 - for one of the commands only

    monkeypatch.chdir(tmp_path)
    name = NAMES[kind]
    Path("model.yaml").write_text(MODEL)
    Path("bids.csv").write_text("Bidder,Quality,Price\nAlder,5,100\n")
    Path("variant.yaml").write_text(f"svscore: 1\nextends: {name}\nid: more\ntitle: More\nversion: '1'\n")
    Path("use.yaml").write_text(MODEL.replace("criteria:\n", f"criteria:\n  - {{use: {name}, weight: 10}}\n"))
    Path("scenarios.yaml").write_text(f"scenarios:\n  one: {{framework: {name}}}\n")
    book = Workbook()
    book.worksheets[0].title = "Competition"
    book.worksheets[0].append(("Framework", name))
    book.save("named.xlsx")
    ran = svscore(*(word.format(name) for word in COMMANDS[command]))
    assert ran.exit_code in {1, 2}
    assert ran.stderr
