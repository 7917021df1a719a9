"""Archives: exact values, nothing read twice, the same bytes for the same seed, open to other programs."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping
from concurrent.futures import Executor, ProcessPoolExecutor
from fractions import Fraction
from multiprocessing import get_context
from pathlib import Path

import duckdb
import pytest

from svscore.batch.archive import Kept, model_key, staged, type_of, write_archive
from svscore.batch.archived import batches_in
from svscore.batch.build import build
from svscore.batch.inputs import FILES_A_PART
from svscore.batch.run import rescore
from svscore.batch.scenarios import Scenario
from svscore.batch.standings import standings_of
from svscore.batch.work import Part, Request
from svscore.bids import Bid, Competition, Entry
from svscore.framework import catalogue
from svscore.framework.catalogue import available
from svscore.framework.dump import resolved_yaml
from svscore.lint import checked_framework
from svscore.problem import Location, Problem, Severity, SvscoreError
from svscore.scoring.engine import score
from tests.batch.conftest import COUNT
from tests.batch.running import Waiting, svscore

ROOT = Path(__file__).parents[2]
HERE = Location("bids.xlsx")


@pytest.mark.parametrize(
    ("values", "kind"),
    [
        ([Fraction(3), None], "SMALLINT"),
        ([Fraction(40000)], "DECIMAL(18,0)"),
        ([Fraction("12.5"), Fraction("0.125")], "DECIMAL(18,3)"),
        ([Fraction(1, 3)], "VARCHAR"),
        ([Fraction(3), "A"], "VARCHAR"),
        ([Fraction(10**18)], "VARCHAR"),
    ],
)
def test_the_narrowest_exact_type(values: list[Fraction | str | None], kind: str) -> None:
    assert type_of(values) == kind


def test_every_value_comes_back_exactly(tmp_path: Path) -> None:
    model = tmp_path / "model.yaml"
    model.write_text(MODEL, encoding="utf-8")
    loaded = checked_framework(model)
    values: list[dict[str, Fraction | str]] = [
        {"depth": Fraction(10), "letters": "A", "price": Fraction("0.01"), "plan": "yes"},
        {"depth": Fraction("2.5"), "letters": "B", "price": Fraction(1, 3)},
        {"depth": Fraction(0), "price": Fraction(10**20), "plan": "no"},
    ]
    kept = [_competition(number, value) for number, value in enumerate(values)]
    path = tmp_path / "bids.parquet"
    key = model_key(loaded)
    write_archive(path, [staged([Kept("bids.xlsx", key, each) for each in kept])], {key: resolved_yaml(loaded)})
    (batch,) = batches_in(str(path), 0, 3)
    back = batch.fetch([0, 1, 2])
    for number, value in enumerate(values):
        (bid,) = back[number].bids
        assert {name: entry.value for name, entry in bid.entries.items()} == value
        assert (bid.bidder, bid.size, bid.is_vcse) == (f"Bidder {number}", "small", True)
        assert bid.evaluator_marks["E1"]["depth"].value == Fraction(1, 7)
    assert batch.read_with.framework == loaded.framework


@pytest.mark.parametrize("unstored", [(), ("depth",), ("price",), ("depth", "letters"), ("letters", "price")])
def test_a_formula_without_a_value_is_no_plain_blank_in_an_archive(unstored: tuple[str, ...], tmp_path: Path) -> None:
    model = tmp_path / "model.yaml"
    model.write_text(MODEL + "missing: zero\n", encoding="utf-8")
    loaded = checked_framework(model)
    cells = {name: Location("bids.xlsx", "Bids", 2, at) for at, name in enumerate(unstored, start=2)}
    notes = tuple(Problem(place, "WB130", "no value", severity=Severity.WARNING) for place in cells.values())
    filled: dict[str, Fraction | str] = {
        "depth": Fraction(10), "letters": "A", "price": Fraction(5), "plan": "yes"
    }  # fmt: skip
    left = {name: value for name, value in filled.items() if name not in unstored}
    bids = Bid("X", HERE, _entries(left), blanks=cells), Bid("Y", HERE, _entries(filled | {"depth": Fraction(1)}))
    path, key = tmp_path / "bids.parquet", model_key(loaded)
    kept = Kept("bids.xlsx", key, Competition("bids.xlsx", "0" * 64, bids, notes=notes))
    write_archive(path, [staged([kept])], {key: resolved_yaml(loaded)})
    (batch,) = batches_in(str(path), 0, 1)
    found = standings_of(loaded.framework, batch.table, batch.fetch)
    expected = score(loaded.framework, kept.competition)
    assert found.award_state(0) == expected.state == ("provisional" if unstored else "settled")


@pytest.mark.parametrize("is_formula", [True, False])
def test_an_evaluator_s_formula_without_a_value_is_no_plain_blank_in_an_archive(
    tmp_path: Path,
    is_formula: bool,  # noqa: FBT001
) -> None:
    model = tmp_path / "model.yaml"
    model.write_text(MODEL + "missing: zero\nmoderation: mean\n", encoding="utf-8")
    loaded = checked_framework(model)
    cell = Location("bids.xlsx", "Scores", 2, 4)
    notes = (Problem(cell, "WB130", "no value", severity=Severity.WARNING),) if is_formula else ()
    filled: dict[str, Fraction | str] = {"letters": "A", "price": Fraction(5), "plan": "yes"}
    marks = {
        "E1": _entries({"depth": Fraction(9)}),
        "E2": _entries({"depth": Fraction(1)}),
    }  # X: 9 and nothing, Y: 9 and 1
    bids = (
        Bid("X", HERE, _entries(filled), {"E1": marks["E1"]}, evaluator_blanks={"E2": {"depth": cell}}),
        Bid("Y", HERE, _entries(filled), marks),
    )
    path, key = tmp_path / "bids.parquet", model_key(loaded)
    kept = Kept("bids.xlsx", key, Competition("bids.xlsx", "0" * 64, bids, notes=notes))
    write_archive(path, [staged([kept])], {key: resolved_yaml(loaded)})
    (batch,) = batches_in(str(path), 0, 1)
    state = standings_of(loaded.framework, batch.table, batch.fetch).award_state(0)
    assert state == score(loaded.framework, kept.competition).state == ("provisional" if is_formula else "settled")


MODEL = """svscore: 1
id: kept
title: Kept
version: "1"
regime: other
status: illustrative
scales:
  letters: [{mark: A, share: 100}, {mark: B, share: 0}]
criteria:
  - {id: depth, title: Depth, weight: 40, points: {max: 10}}
  - {id: letters, title: Letters, weight: 20, scale: letters}
  - {id: price, title: Price, weight: 40, price: {formula: lowest-ratio}}
  - {id: plan, title: Plan, gate: {fail-when: "no"}}
"""


@pytest.mark.parametrize(
    ("odd", "by_engine"),
    [
        (Fraction(1, 3), True),
        (Fraction("100.12345678901"), True),
        (Fraction(10**20), True),
        ("cheap", True),
        (Fraction("109.123456789"), False),
        (Fraction("150000000.12345"), False),
    ],
)
def test_an_odd_price_is_exact(odd: Fraction | str, by_engine: bool, tmp_path: Path) -> None:  # noqa: FBT001
    model = tmp_path / "model.yaml"
    model.write_text(MODEL, encoding="utf-8")
    loaded = checked_framework(model)
    plain: dict[str, Fraction | str] = {"depth": Fraction(5), "letters": "A", "plan": "yes"}
    prices: list[dict[str, Fraction | str]] = [
        {"A": Fraction(100), "B": Fraction(9), "C": Fraction("30.5")},
        {"A": odd, "B": Fraction(9)},
    ]
    every = [
        Competition(
            "",
            "0" * 64,
            tuple(Bid(name, HERE, _entries(plain | {"price": price})) for name, price in each.items()),
        )
        for each in prices
    ]
    path = tmp_path / "bids.parquet"
    key = model_key(loaded)
    write_archive(path, [staged([Kept("bids.xlsx", key, each) for each in every])], {key: resolved_yaml(loaded)})
    (batch,) = batches_in(str(path), 0, 2)
    found = standings_of(loaded.framework, batch.table, batch.fetch)
    assert [(line.bidder, line.rank) for line in found.lines(0, "ABC")] == [("B", 1), ("C", 2), ("A", 3)]
    if isinstance(odd, str):
        assert [each.code for each in found.failures[1]] == ["BA103"]
        return
    assert found.by_engine.tolist() == [False, by_engine]
    assert [line.total_exact for line in found.lines(1, "AB")] == [
        bid.total_exact for bid in score(loaded.framework, every[1]).bids
    ]


def _entries(values: Mapping[str, Fraction | str]) -> dict[str, Entry]:
    return {name: Entry(value, str(value), HERE) for name, value in values.items()}


def _competition(number: int, values: dict[str, Fraction | str]) -> Competition:
    entries = _entries(values)
    marks = {"E1": {"depth": Entry(Fraction(1, 7), "1/7", HERE)}}
    bid = Bid(f"Bidder {number}", HERE, entries, marks, size="small", is_vcse=True)
    return Competition("bids.xlsx", f"{number:064}", (bid,))


def test_no_column_is_a_float(archive: Path) -> None:
    query = f"DESCRIBE SELECT * FROM '{archive}'"  # noqa: S608 - a path of this test
    types = {row[0]: row[1] for row in duckdb.connect().execute(query).fetchall()}
    assert types["entry:price"] == "DECIMAL(18,2)"
    assert types["entry:wellbeing"] == "SMALLINT"
    assert not {"DOUBLE", "FLOAT"} & set(types.values())


def test_what_is_there_by_hash_is_not_read_again(workbooks: Path, tmp_path: Path) -> None:
    files = sorted(workbooks.iterdir())[:6]
    first, rest = [str(path) for path in files[:4]], [str(path) for path in files]
    output = tmp_path / "bids.parquet"
    assert build(first, output).read == 4
    copy = tmp_path / "renamed.xlsx"
    shutil.copy(files[0], copy)
    added = build([*rest, str(copy)], output, before=output)
    assert (added.read, added.unchanged) == (2, 5)
    whole = tmp_path / "whole.parquet"
    build(rest, whole)
    answers = [svscore("rescore", str(path), "--drop", "wellbeing").stdout for path in (output, whole)]
    assert answers[0] == answers[1]


def test_models_of_different_columns_share_an_archive(tmp_path: Path) -> None:
    output = tmp_path / "bids.parquet"
    books = [str(ROOT / "examples" / name / "bids.xlsx") for name in ("dsp-lot2", "ccs-call-off")]
    assert svscore("archive", "build", *books, "-o", str(output)).exit_code == 0
    result = svscore("rescore", str(output), "--set", "social-value=30")
    assert result.exit_code == 0
    assert result.stdout == svscore("rescore", *books, "--set", "social-value=30").stdout


def test_build_says_what_it_could_not_read(tmp_path: Path) -> None:
    (tmp_path / "broken.xlsx").write_bytes(b"PK\x03\x04 no more")
    shutil.copy(ROOT / "examples" / "dsp-lot2" / "bids.xlsx", tmp_path)
    result = svscore("archive", "build", str(tmp_path), "-o", str(tmp_path / "bids.parquet"))
    assert result.exit_code == 1
    assert "1 read, 0 there already, 1 could not be read" in result.stderr
    assert "broken.xlsx" in result.stderr


@pytest.mark.parametrize("command", ["build", "add"])
def test_control_c_is_one_line(command: str, archive: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def stopped(*_words: object, **_options: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("svscore.batch.build.take", stopped)
    output = Path(shutil.copy(archive, tmp_path / "bids.parquet"))
    book = str(ROOT / "examples" / "dsp-lot2" / "bids.xlsx")
    words = [book, "-o", str(output)] if command == "build" else [str(output), book]
    result = svscore("archive", command, *words)
    assert result.exit_code == 130
    assert result.output == f"stopped; {output} is as it was: run the same command again\n"
    assert output.read_bytes() == archive.read_bytes()
    assert [path.name for path in tmp_path.iterdir()] == ["bids.parquet"]


def test_what_still_runs_when_it_is_stopped_is_left_to_break(tmp_path: Path) -> None:
    """A future that is cancelled cannot be told that its process was ended: there would be a traceback."""
    executor = Waiting(lambda future, *_: future.set_exception(KeyboardInterrupt()))
    with pytest.raises(KeyboardInterrupt):
        build([f"{number}.xlsx" for number in range(4 * FILES_A_PART)], tmp_path / "bids.parquet", executor=executor)
    assert [each.cancelled() for each in executor.running] == [False] * 4


def test_a_process_that_dies_is_one_clear_line(archive: Path, tmp_path: Path) -> None:
    output = tmp_path / "bids.parquet"
    parts = [Part(0, archive=str(archive), first=0, last=2)]
    runs: dict[str, Callable[[Executor], object]] = {
        "archive": lambda executor: build(["1.xlsx"], output, executor=executor),
        "rescore": lambda executor: rescore(Request((Scenario("the same"),)), parts, executor),
    }
    for command, run in runs.items():
        with (
            ProcessPoolExecutor(1, get_context("spawn"), initializer=os._exit, initargs=(1,)) as executor,
            pytest.raises(SvscoreError) as died,
        ):
            run(executor)
        assert [str(each) for each in died.value.problems] == [f"{command}: BA108 a process that was at work died"]
        assert died.value.problems[0].hint.startswith("run the same command again")
    assert not output.exists()


def test_an_archive_is_not_put_into_another(archive: Path, tmp_path: Path) -> None:
    output = tmp_path / "new.parquet"
    book = str(ROOT / "examples" / "dsp-lot2" / "bids.xlsx")
    result = svscore("archive", "build", book, str(archive), "-o", str(output))
    assert result.exit_code == 1
    assert "BA115 it is an archive, expected workbooks to put into one" in result.stderr
    assert not output.exists()


def test_an_archive_that_lies_among_the_workbooks_is_passed_over(archive: Path, tmp_path: Path) -> None:
    shutil.copy(ROOT / "examples" / "dsp-lot2" / "bids.xlsx", tmp_path)
    shutil.copy(archive, tmp_path / "old.parquet")
    result = svscore("archive", "build", str(tmp_path), "-o", str(tmp_path / "new.parquet"))
    assert (result.exit_code, result.stderr.split(": ")[1][:6]) == (0, "1 read")


def test_list_and_show(archive: Path) -> None:
    listed = svscore("archive", "list", str(archive)).stdout.splitlines()
    assert len(listed) == COUNT + 1
    assert listed[1].split()[:2] == ["0", "SYN-0000001"]
    shown = svscore("archive", "show", str(archive), "0").stdout
    assert "no buyer, bidder, mark or price is real" in shown
    assert "fighting-climate-change" in shown
    assert "it holds no competition 999" in svscore("archive", "show", str(archive), "999").stderr


def test_the_same_seed_gives_the_same_bytes(archive: Path, tmp_path: Path) -> None:
    again = tmp_path / "bids.parquet"
    svscore("archive", "synth", "-n", str(COUNT), "--seed", "3", "-o", str(again))
    assert again.read_bytes() == archive.read_bytes()


@pytest.mark.parametrize("entry", [each for each in available() if not each.is_menu], ids=lambda each: each.id)
def test_every_shipped_model_can_be_drawn_for_and_scored(entry: catalogue.Entry, tmp_path: Path) -> None:
    name, path = f"{entry.id}@{entry.version}", str(tmp_path / "bids.parquet")
    assert svscore("archive", "synth", "-n", "6", "-f", name, "-o", path).exit_code == 0
    result = svscore("rescore", path, "-f", name)
    assert result.exit_code == 0, result.stderr
    assert result.stdout.startswith(f"{name}: no winner and no rank changes")


@pytest.mark.parametrize("content", [b"", b"PAR1", b"no archive at all"])
def test_a_damaged_archive_is_one_clear_line(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "bids.parquet"
    path.write_bytes(content)
    result = svscore("rescore", str(path), "--drop", "wellbeing")
    assert result.exit_code == 1
    assert "BA110 the archive cannot be read" in result.stderr


def queries() -> list[str]:
    page = (ROOT / "docs" / "scale.md").read_text("utf-8")
    return re.findall(r"```text\n(import .*?)```", page, re.DOTALL)


@pytest.mark.parametrize("query", queries(), ids=lambda query: query.split()[1])
def test_other_programs_open_it(query: str, archive: Path, tmp_path: Path) -> None:
    shutil.copy(archive, tmp_path / "bids.parquet")
    shown = subprocess.run([sys.executable, "-c", query], cwd=tmp_path, check=True, capture_output=True, text=True)
    assert "micro" in shown.stdout


def test_nothing_but_the_answer_is_said_when_the_command_ends(archive: Path) -> None:
    """The binding of DuckDB complains of whatever is not given back to it."""
    words = [sys.executable, "-m", "svscore", "archive", "list", str(archive)]
    done = subprocess.run(words, capture_output=True, text=True, timeout=60, check=True)
    assert done.stderr == ""
    assert done.stdout
