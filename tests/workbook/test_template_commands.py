"""``svscore template`` and ``svscore merge`` from the command line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from svscore.cli.app import app
from tests.workbook.filling import Slot, Value, fill, opened

MODEL = """\
svscore: 1
id: small
title: A small model
version: "1"
regime: other
status: illustrative
scales:
  three-point:
    - {mark: 0, descriptor: Nothing relevant.}
    - {mark: 1, descriptor: Some of what is asked.}
    - {mark: 2, descriptor: All of what is asked.}
rounding: {total: 2}
criteria:
  - {id: quality, title: Quality, weight: 60, scale: three-point, minimum: 1, question: How will you deliver?}
  - {id: price, title: Price, weight: 40, price: {formula: lowest-ratio}}
tie-break: [price]
"""
PANEL = ["--bidder", "Abbots Digital", "--bidder", "=1+1", "--evaluator", "E1", "--evaluator", "E2"]


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "small.yaml").write_text(MODEL, encoding="utf-8")
    return tmp_path


def run(*words: str) -> tuple[int, str, str]:
    result = CliRunner().invoke(app, list(words), prog_name="svscore", env={"COLUMNS": "80", "NO_COLOR": "1"})
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result.exit_code, result.stdout, result.stderr


def mark(path: Path, **marks: Value) -> None:
    """Fill in a file: the value for each sheet, a reason beside each mark; nothing for sheets that are not named."""

    def choose(slot: Slot) -> Value | None:
        if slot.sheet not in marks:
            return "no" if slot.sheet == "Evaluators" and slot.choices else None
        return (
            marks[slot.sheet] if slot.heading in ("Mark", "Price") else "said so" if slot.heading == "Reason" else None
        )

    path.write_bytes(fill(path.read_bytes(), choose)[0])


def test_from_a_list_of_bidders_to_a_ranking(here: Path) -> None:
    (here / "bidders.txt").write_text("Abbots Digital\n\n=1+1\n", encoding="utf-8")
    code, out, _ = run(
        "template", "-f", "small.yaml", "--bidders-from", "bidders.txt", "--evaluator", "E1", "-o", "b.xlsx"
    )
    assert (code, out) == (0, "b.xlsx: Start here, Competition, Bids, E1, Consensus, Evaluators\n")
    mark(here / "b.xlsx", E1=1, Consensus=2, Bids=100)
    code, out, said = run("evaluate", "b.xlsx", "--format", "csv")
    assert code == 0
    assert [line.split(",")[:3] for line in out.splitlines()[1:]] == [
        ["1", "'=1+1", "eligible"],
        ["1", "Abbots Digital", "eligible"],
    ]
    assert "WB" not in said


def test_files_apart_come_together_and_what_is_missing_is_named(here: Path) -> None:
    code, out, _ = run("template", "-f", "small.yaml", *PANEL, "--separate", "-o", "panel")
    assert code == 0
    assert out == (
        "panel/commercial.xlsx: Start here, Competition, Bids\n"
        "panel/consensus.xlsx: Start here, Consensus\n"
        "panel/marks E1.xlsx: Start here, E1, Evaluators\n"
        "panel/marks E2.xlsx: Start here, E2, Evaluators\n"
    )
    files = [f"panel/{name}.xlsx" for name in ("commercial", "consensus", "marks E1", "marks E2")]
    mark(here / files[0], Bids=100)
    mark(here / files[2], E1=1)
    code, out, said = run("merge", *files, "-o", "all.xlsx")
    assert (code, out) == (0, "all.xlsx: Start here, Competition, Bids, E1, E2, Consensus, Evaluators\n")
    assert said == (
        "all.xlsx:E2: WB181 warning: the sheet E2 has none of its 2 marks\n"
        "all.xlsx:Consensus: WB181 warning: the sheet Consensus has none of its 2 marks\n"
        "all.xlsx:Evaluators!C5: WB181 warning: 'E2' lacks Declared conflict\n"
    )
    mark(here / "all.xlsx", Consensus=2, E2=0)
    assert run("evaluate", "all.xlsx")[0] == 0
    assert [cell.value for cell in opened((here / "all.xlsx").read_bytes())["E1"]["E"]][3:] == ["said so", "said so"]


def written(path: Path, sheet: str) -> list[tuple[object, ...]]:
    """Criterion, bidder, mark, reason and reference in each row of a sheet of marks."""
    rows = opened(path.read_bytes())[sheet].iter_rows(min_row=4, values_only=True)
    return [(row[0], *row[2:6]) for row in rows]


def test_what_stands_beside_a_blank_mark_is_kept(here: Path) -> None:
    run("template", "-f", "small.yaml", *PANEL, "--separate", "-o", "panel")
    files = [f"panel/{name}.xlsx" for name in ("commercial", "consensus", "marks E1", "marks E2")]
    for file, sheet in ((files[1], "Consensus"), (files[2], "E1")):
        book = opened((here / file).read_bytes())
        book[sheet]["E4"], book[sheet]["F4"], book[sheet]["E5"] = f"{sheet}: unsure", "4.2", "=not a formula"
        book[sheet]["E5"].data_type = "s"
        book.save(here / file)
    assert run("merge", *files, "-o", "all.xlsx")[0] == 0
    for sheet in ("Consensus", "E1"):
        assert written(here / "all.xlsx", sheet) == [
            ("Quality", "Abbots Digital", None, f"{sheet}: unsure", "4.2"),
            ("Quality", "=1+1", None, "=not a formula", None),
        ]
    assert {row[3] for row in written(here / "all.xlsx", "E2")} == {None}
    code, _, said = run("merge", "all.xlsx", "-o", "again.xlsx")
    assert (code, written(here / "again.xlsx", "E1")) == (0, written(here / "all.xlsx", "E1"))
    assert "again.xlsx:E1: WB181 warning: the sheet E1 has none of its 2 marks" in said.splitlines()


def test_reasons_of_a_mark_given_in_one_file_and_blank_in_another_stand_together(here: Path) -> None:
    head = "Bidder,Criterion,Evaluator,Mark,Reason,Reference\n"
    (here / "a.csv").write_text(head + "Acme,quality,E1,,looks good,p. 1\nAcme,quality,E1,,ask,p. 1\n", "utf-8")
    (here / "b.csv").write_text(head + "Acme,quality,E1,2,is good,\nAcme,price,,100,,\n", "utf-8")
    assert run("merge", "a.csv", "b.csv", "-f", "small.yaml", "-o", "all.xlsx")[0] == 0
    assert written(here / "all.xlsx", "E1") == [("Quality", "Acme", 2, "is good\nlooks good\nask", "p. 1")]


def test_a_reason_that_has_no_cell_is_said(here: Path) -> None:
    head = "Bidder,Criterion,Mark,Reason,Reference\n"
    marked = "Acme,quality,2,good,\nAcme,price,100,low volume,\nBolt,price,,to be asked,\n"
    (here / "a.csv").write_text(f"{head}{marked}Crow,price,9,,p. 3\nDale,price,8,,\n", "utf-8")
    code, _, said = run("merge", "a.csv", "-f", "small.yaml", "-o", "all.xlsx")
    found = [line for line in said.splitlines() if "WB182" in line]
    carried = "is not carried over: there are reasons for marks only"
    assert code == 0
    assert found == [
        f"a.csv:3:3: WB182 warning: the reason beside price of 'Acme' {carried}",
        f"a.csv:4:3: WB182 warning: the reason beside price of 'Bolt' {carried}",
        f"a.csv:5:3: WB182 warning: the reason beside price of 'Crow' {carried}",
    ]


def test_files_apart_are_evaluated_together(here: Path) -> None:
    run("template", "-f", "small.yaml", *PANEL, "--separate", "-o", "panel")
    files = [f"panel/{name}.xlsx" for name in ("consensus", "marks E1", "commercial")]
    mark(here / files[0], Consensus=2)
    mark(here / files[1], E1=1)
    mark(here / files[2], Bids=100)
    code, out, _ = run("evaluate", *files, "--format", "json")
    assert code == 0
    assert '"name": "consensus.xlsx, marks E1.xlsx, commercial.xlsx"' in out
    assert [bid["total"] for bid in json.loads(out)["bids"]] == ["100.00", "100.00"]
    assert run("evaluate", *files[:2], "-f", "small.yaml")[0] == 1
    assert run("evaluate", *files, "-o", "scored.xlsx")[0] == 2
    assert run("evaluate", *files, "-o", files[1])[0] == 2
    assert run("evaluate", files[0])[0] == 2


def test_what_is_marked_twice_is_an_error_and_nothing_is_written(here: Path) -> None:
    run("template", "-f", "small.yaml", *PANEL, "--separate", "-o", "panel")
    mark(here / "panel" / "marks E1.xlsx", E1=1)
    mark(here / "panel" / "commercial.xlsx", Bids=100)
    (here / "later.xlsx").write_bytes((here / "panel" / "marks E1.xlsx").read_bytes())
    code, out, said = run("merge", "panel/commercial.xlsx", "panel/marks E1.xlsx", "later.xlsx", "-o", "all.xlsx")
    assert (code, out) == (1, "")
    assert not (here / "all.xlsx").exists()
    line = (
        "later.xlsx:E1!D4: WB150 Abbots Digital has a second mark by E1 for 'Quality': 1; 1 is at marks E1.xlsx:E1!D4"
    )
    assert said.splitlines()[0] == line
    assert "if one sheet is a copy or an older version, leave it out" in " ".join(said.split())


def test_a_second_commercial_file_is_an_error(here: Path) -> None:
    run("template", "-f", "small.yaml", *PANEL, "--separate", "-o", "panel")
    (here / "copy.xlsx").write_bytes((here / "panel" / "commercial.xlsx").read_bytes())
    code, _, said = run("merge", "panel/commercial.xlsx", "copy.xlsx", "-o", "all.xlsx")
    assert code == 1
    assert "copy.xlsx:Bids!A4: WB121 'Abbots Digital' has bid before, at commercial.xlsx:Bids!A4" in said


def test_every_file_that_cannot_be_read_is_named(here: Path) -> None:
    (here / "a.xlsx").write_bytes(b"")
    (here / "b.xlsx").write_bytes(b"no zip")
    code, _, said = run("merge", "a.xlsx", "b.xlsx", "-f", "small.yaml", "-o", "all.xlsx")
    assert code == 1
    assert [line.split(" ")[:2] for line in said.splitlines() if "hint" not in line] == [
        ["a.xlsx:", "WB101"],
        ["b.xlsx:", "WB101"],
    ]


def test_nothing_is_written_over(here: Path) -> None:
    run("template", "-f", "small.yaml", *PANEL, "--separate", "-o", "panel")
    for path in (here / "panel").iterdir():
        if path.stem != "consensus":
            path.unlink()
    code, out, said = run("template", "-f", "small.yaml", *PANEL, "--separate", "-o", "panel")
    assert (code, out) == (1, "")
    assert said.startswith(f"{Path('panel', 'consensus.xlsx')}: RP109 is there already and is not overwritten\n")
    assert [path.name for path in (here / "panel").iterdir()] == ["consensus.xlsx"]
    assert run("merge", "panel/consensus.xlsx", "-f", "small.yaml", "-o", "panel/consensus.xlsx")[0] == 1
    assert run("template", "-f", "small.yaml", *PANEL, "--separate", "-o", "small.yaml")[0] == 1


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["template", "-f", "small.yaml", "-o", "b.xlsx"], "name every bidder, or a file with their names"),
        (["template", "-f", "small.yaml", "--bidder", "A", "-o", "b.ods"], "expected a name that ends in .xlsx"),
        (["merge", "small.yaml", "-f", "small.yaml", "-o", "b.csv"], "expected a name that ends in .xlsx"),
        (["template", "-f", "small.yaml", "--bidder", " ", "-o", "b.xlsx"], "WB180 the name of a bidder is empty"),
    ],
)
def test_wrong_usage(words: list[str], message: str, here: Path) -> None:
    code, out, said = run(*words)
    assert (code, out) == (2, "")
    assert message in " ".join(said.split())
    assert sorted(path.name for path in here.iterdir()) == ["small.yaml"]


def test_a_merge_has_to_know_the_model(here: Path) -> None:
    run("template", "-f", "small.yaml", *PANEL, "--separate", "-o", "panel")
    code, _, said = run("merge", "panel/consensus.xlsx", "-o", "all.xlsx")
    assert code == 2
    assert "names no framework in a Competition sheet" in " ".join(said.split())
    assert not (here / "all.xlsx").exists()


def test_a_shipped_model_is_named_with_its_version(here: Path) -> None:
    run("template", "-f", "dsp-lot2", *PANEL, "-o", "b.xlsx")
    assert opened((here / "b.xlsx").read_bytes())["Competition"]["B7"].value == "dsp-lot2@2021-10"
