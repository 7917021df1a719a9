"""The workbook with the result in it: LibreOffice works every figure out again and finds the same."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import time
from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from openpyxl import Workbook, load_workbook

from svscore.bids import Bid, Competition, Entry
from svscore.exact import round_fraction
from svscore.framework.load import load_framework
from svscore.framework.model import Framework
from svscore.lint import checked_framework
from svscore.problem import Location, SvscoreError
from svscore.report import Origin
from svscore.report.scored import render
from svscore.report.standings import status
from svscore.scoring.engine import score
from svscore.scoring.result import Result
from svscore.workbook import read_bids
from tests.properties import UNSHRUNK, examples
from tests.scoring import models

ROOT = Path(__file__).parents[2]
OFFICE = shutil.which("soffice")
ORIGIN = Origin("model.yaml", "0" * 64, "bids.xlsx", "1" * 64)

needs_office = pytest.mark.skipif(
    OFFICE is None and "CI" not in os.environ, reason="LibreOffice (soffice) is not installed"
)

EXAMPLES = [
    ("examples/dsp-lot2/bids.xlsx", "dsp-lot2"),
    ("examples/ccs-call-off/bids.xlsx", "ccs-call-off"),
    ("examples/i35w-bridge/bids.csv", "examples/i35w-bridge/framework.yaml"),
    *(
        (f"tests/golden/{case}/bids.csv", f"tests/golden/{case}/framework.yaml")
        for case in (
            "002-negometrix-low-bid",
            "005-mercell-utility-index",
            "008-erate-sample-matrix",
            "010-rcuh-hawaii-sample",
            "011-alaska-dhss-rfp",
            "012-prozorro-meat-weighted-price",
            "013-idaho-wifi-cost-points",
            "015-erfp-percent-over-lowest",
            "019-i35w-bridge-best-value",
            "025-felp-assessment-method",
        )
    ),
]


def recalculated(paths: Sequence[Path], folder: Path) -> list[Any]:
    """The workbooks as LibreOffice saves them, with the values it works out."""
    assert OFFICE is not None, "LibreOffice (soffice) is needed here: apt-get install libreoffice-calc"
    out = folder / "recalculated"
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = [OFFICE, profile, "--headless", "--convert-to", "xlsx", "--outdir", str(out), *map(str, paths)]
    subprocess.run(command, check=True, capture_output=True, timeout=300)
    return [load_workbook(out / path.name, data_only=True) for path in paths]


def scored(name: str, framework: str) -> tuple[Path, Framework, Competition, Result]:
    path, loaded = ROOT / name, checked_framework(ROOT / framework if "/" in framework else framework)
    competition = read_bids(path, loaded.framework)
    return path, loaded.framework, competition, score(loaded.framework, competition)


def table(sheet: Any) -> list[dict[str, Any]]:
    """The rows of a sheet's table by the words of its header row, the fourth."""
    rows = list(sheet.iter_rows(min_row=4, values_only=True))
    return [dict(zip(rows[0], row, strict=True)) for row in rows[1:]]


def assert_agrees(book: Any, result: Result) -> int:
    """Every figure LibreOffice found is svscore's; gives how many."""
    workings = {(row["Bidder"], row["Criterion"]): row for row in table(book["Workings"])}
    count = 0
    for bid in result.bids:
        figures = [(node.id, node.score) for node in bid.walk() if node.overall_weight is not None]
        for name, expected in [*figures, ("total", bid.total)]:
            row = workings[bid.bidder, name]
            if expected is None:
                assert (row["Points"], row["Agrees"]) == (None, None)
                continue
            assert row["Points"] == pytest.approx(float(expected), abs=1e-7), (bid.bidder, name, row)
            assert row["Agrees"] == "yes"
            count += 1
    ranking = {row["Bidder"]: row for row in table(book["Results"]) if row["Bidder"]}
    for bid in result.bids:
        row = ranking[bid.bidder]
        assert row["Rank"] == (bid.rank or "-")
        if bid.total is not None:
            assert row["Total"] == pytest.approx(float(bid.total), abs=1e-7)
        if bid.figure is not None and result.award_by != "highest-total":
            assert row[result.figure_name] == pytest.approx(float(bid.figure), rel=1e-9, abs=1e-9)
            count += 1
    return count


@pytest.mark.slow
@needs_office
def test_every_figure_of_the_examples_comes_out_in_libreoffice(tmp_path: Path) -> None:
    found, paths = [], []
    for index, (name, framework) in enumerate(EXAMPLES):
        source, model, competition, result = scored(name, framework)
        paths.append(tmp_path / f"scored-{index}.xlsx")
        paths[-1].write_bytes(render(source, model, competition, result, ORIGIN))
        found.append(result)
    counts = [assert_agrees(*pair) for pair in zip(recalculated(paths, tmp_path), found, strict=True)]
    assert min(counts) > 0
    assert sum(counts) > 200


MANY = """svscore: 1
id: many
title: Many bids
version: "1"
regime: other
status: illustrative
award: {by: utility-index, quality-weight: 60, price-weight: 40}
criteria:
  - id: quality
    title: Quality
    weight: 70
    rescale: best
    criteria: [{id: plan, title: Plan, weight: 100, points: {max: 10}, rescale: best}]
  - {id: carbon, title: Carbon, weight: 30, quantity: {formula: highest-ratio}}
  - {id: price, title: Price, price: {formula: none}}
"""


@needs_office
@pytest.mark.parametrize("count", [200, 201])
def test_more_bids_than_a_function_takes_come_out_in_libreoffice(count: int, tmp_path: Path) -> None:
    model, bids = tmp_path / "many.yaml", tmp_path / "bids.csv"
    model.write_text(MANY, "utf-8")
    rows = (f"B{n},{n % 9 + 0.5},{n % 7 + 1},{1000 + n}\n" for n in range(count))
    bids.write_text("Bidder,plan,carbon,price\n" + "".join(rows), "utf-8")
    path, framework, competition, result = scored(str(bids), str(model))
    written_to = tmp_path / "scored.xlsx"
    written_to.write_bytes(render(path, framework, competition, result, ORIGIN))
    (book,) = recalculated([written_to], tmp_path)
    assert_agrees(book, result)


@needs_office
def test_a_mark_changed_in_the_workbook_changes_the_total(tmp_path: Path) -> None:
    source, model, competition, result = scored(*EXAMPLES[0])
    path = tmp_path / "scored.xlsx"
    path.write_bytes(render(source, model, competition, result, ORIGIN))
    entry = next(bid for bid in competition.bids if bid.bidder == "Brackenshaw Systems").entries["covid-19-recovery"]
    book = load_workbook(path)
    assert (entry.shown, book["Scores"].cell(entry.location.row, entry.location.column).value) == ("3", 3)
    book["Scores"].cell(entry.location.row, entry.location.column).value = 5
    book.save(path)
    (changed,) = recalculated([path], tmp_path)
    rows = {(row["Bidder"], row["Criterion"]): row for row in table(changed["Workings"])}
    assert rows["Brackenshaw Systems", "covid-19-recovery"]["Points"] == 12
    assert rows["Brackenshaw Systems", "total"]["Points"] == pytest.approx(85.35)
    assert rows["Brackenshaw Systems", "total"]["Agrees"] == "NO"
    again = {row["Bidder"]: row["Rank by these figures"] for row in table(changed["Results"]) if row["Rank"]}
    assert (again["Brackenshaw Systems"], again["Amberwick Digital"]) == (1, 2)


def written(bids: Competition, path: Path) -> Competition:
    """The competition with every value in a cell of its own of a new workbook at ``path``."""
    workbook = Workbook()
    sheet = workbook.worksheets[0]
    sheet.title = "Bids"
    result = []
    for row, bid in enumerate(bids.bids, start=2):
        column = 1

        def put(entry: Entry, row: int = row) -> Entry:
            nonlocal column
            column += 1
            value = round_fraction(entry.value, 6) if isinstance(entry.value, Fraction) else entry.value
            sheet.cell(row, column).value = float(value) if isinstance(value, Fraction) else value
            return Entry(value, str(value), Location("bids.xlsx", "Bids", row, column))

        entries = {key: put(entry) for key, entry in bid.entries.items()}
        marks = {name: {key: put(entry) for key, entry in given.items()} for name, given in bid.evaluator_marks.items()}
        result.append(replace(bid, entries=entries, evaluator_marks=marks))
    workbook.save(path)
    return replace(bids, bids=tuple(result))


@pytest.mark.slow
@needs_office
def test_every_figure_of_random_models_comes_out_in_libreoffice(tmp_path: Path) -> None:
    drawn: list[tuple[Path, Framework, Competition, Result]] = []

    @examples(120, phases=UNSHRUNK)
    @given(models.competitions())
    def draw(pair: Any) -> None:
        model = models.framework(pair[0])
        source = tmp_path / f"bids-{len(drawn)}.xlsx"
        competition = written(models.competition(pair[1]), source)
        try:
            drawn.append((source, model, competition, score(model, competition)))
        except SvscoreError:
            return  # refused: nothing to recompute

    draw()
    paths = [source.with_name(f"scored-{index}.xlsx") for index, (source, *_) in enumerate(drawn)]
    for path, (source, model, competition, result) in zip(paths, drawn, strict=True):
        path.write_bytes(render(source, model, competition, result, ORIGIN))
    books = recalculated(paths, tmp_path)
    counts = [assert_agrees(book, case[3]) for book, case in zip(books, drawn, strict=True)]
    assert len(counts) > 80
    assert sum(counts) > 1000


@needs_office
def test_an_answer_in_another_spelling_is_not_another_answer_in_libreoffice(tmp_path: Path) -> None:
    gates = [
        {"id": "yes", "title": "Y", "weight": "20", "gate": {"fail-when": "no"}},
        {"id": "fit", "title": "Fit", "weight": "30", "gate": {"pass-when": "Compliant"}},
        {"id": "seen", "title": "Seen", "weight": "50", "gate": {"fail-when": "fail"}},
    ]
    model = models.framework(models.HEADER | {"criteria": gates})
    answers = ["Y,COMPLIANT,pass", "n,Non-compliant,Not fail", "FALSE,not compliant,FAIL", "True,non compliant,PASS"]
    source = tmp_path / "bids.csv"
    rows = "".join(f"B{number},{line}\n" for number, line in enumerate(answers))
    source.write_text(f"Bidder,yes,fit,seen\n{rows}", encoding="utf-8")
    competition = read_bids(source, model)
    result = score(model, competition)
    assert {bid.bidder: bid.total for bid in result.bids} == {"B0": 100, "B1": 50, "B2": 0, "B3": 70}
    path = tmp_path / "scored.xlsx"
    path.write_bytes(render(source, model, competition, result, ORIGIN))
    assert assert_agrees(recalculated([path], tmp_path)[0], result) == 16


def test_text_of_bids_stays_text(tmp_path: Path) -> None:
    name = '=HYPERLINK("http://example.org","x")'
    model = Framework.model_validate({
        "svscore": "1", "id": "m", "title": "=1+1", "version": "1", "regime": "other", "status": "illustrative",
        "criteria": [{"id": "quality", "title": "@SUM(1)", "weight": "100", "points": {"max": "10"}}],
    })  # fmt: skip
    source = tmp_path / "bids.xlsx"
    bid = Bid(name, Location("bids.xlsx", "Bids", 2, 1), {"quality": Entry(Fraction(4), "4", Location("bids.xlsx"))})
    competition = written(Competition("bids.xlsx", "0" * 64, (bid,)), source)
    path = tmp_path / "scored.xlsx"
    path.write_bytes(render(source, model, competition, score(model, competition), ORIGIN))
    book = load_workbook(path)
    texts = [cell for sheet in ("Results", "Workings", "Model") for row in book[sheet].iter_rows() for cell in row]
    named = [cell for cell in texts if cell.value == name]
    assert len(named) == 3
    assert {cell.data_type for cell in named} == {"s"}
    assert not [cell for cell in texts if cell.data_type == "f" and re.search("HYPERLINK|@", str(cell.value))]


def test_everything_in_the_users_workbook_stays() -> None:
    source, model, competition, result = scored(*EXAMPLES[0])
    before, after = load_workbook(source), load_workbook(BytesIO(render(source, model, competition, result, ORIGIN)))
    assert after.sheetnames == [*before.sheetnames, "Results", "Workings", "Model"]
    for name in before.sheetnames:
        assert [[cell.value for cell in row] for row in after[name].iter_rows()] == [
            [cell.value for cell in row] for row in before[name].iter_rows()
        ]


@pytest.mark.parametrize("example", EXAMPLES[1:3])
def test_the_same_input_gives_the_same_bytes(example: tuple[str, str]) -> None:
    source, model, competition, result = scored(*example)
    first = render(source, model, competition, result, ORIGIN)
    time.sleep(1.1)  # a workbook is dated to the second
    assert render(source, model, competition, result, ORIGIN) == first


STATES_MODEL = """svscore: 1
id: lab
title: Lab
version: "1"
regime: other
status: illustrative
missing: partial
rounding: {{total: 2}}
criteria:
  - {{id: insured, title: Insured, gate: {{fail-when: "no"}}}}
  - {{id: quality, title: Quality, weight: 60, points: {{max: 100}}, minimum: 10}}
  - {{id: price, title: Price, weight: 40, price: {{formula: lowest-ratio}}}}
award: {award}
tie-break: {tie_break}
"""
STATES_CASES = [
    ("{places: 1}", "[]", "Alder,yes,80,100\nBirch,yes,70,90\n"),
    ("{places: 1}", "[]", "Alder,yes,80,100\nBirch,yes,80,100\nCedar,yes,70,100\n"),
    ("{places: 2}", "[]", "Alder,yes,90,100\nBirch,yes,80,100\nCedar,yes,80,100\n"),
    ("{places: 2}", "[]", "Alder,yes,80,100\nBirch,yes,80,100\nCedar,yes,80,100\nElm,no,99,1\n"),
    ("{places: 1}", "[price]", "Alder,yes,70,90\nBirch,yes,76.6666666666666666,100\n"),
    ("{places: 1}", "[quality]", "Alder,yes,60,100\nBirch,yes,40,70.588235294117647\nCedar,yes,40,100\n"),
    ("{places: 1}", "[quality]", "Alder,yes,70,100\nBirch,yes,,90\n"),
    ("{places: 1}", "[]", "Alder,,70,100\nBirch,yes,80,90\n"),
    ("{places: 3}", "[]", "Alder,yes,70,100\nBirch,yes,80,90\n"),
    ("{places: 1}", "[]", "Alder,yes,5,100\nBirch,no,80,90\n"),
    ("{by: lowest-price}", "[]", "Alder,yes,80,100\nBirch,yes,70,100\nCedar,yes,70,130\n"),
    ("{by: lowest-price, places: 2}", "[quality]", "Alder,yes,80,100\nBirch,yes,70,100\nCedar,yes,70,130\n"),
    ("{by: lowest-price}", "[]", "Alder,yes,40,\nBirch,yes,1,95\n"),
    ("{by: quality-per-price}", "[]", "Alder,yes,80,1000000003\nBirch,yes,80,1000000003\n"),
    ("{places: 1, also-within: 1%}", "[]", "Alder,yes,80,100\nBirch,yes,80,100\nCedar,yes,79.5,100\n"),
    ("{places: 1, on: rounded}", "[]", "Alder,yes,80.001,100\nBirch,yes,80.003,100\n"),
]


@needs_office
def test_the_status_is_not_another_when_libreoffice_works_it_out(tmp_path: Path) -> None:
    paths, results = [], []
    for number, (award, tie_break, rows) in enumerate(STATES_CASES):
        file, source = tmp_path / f"model-{number}.yaml", tmp_path / f"bids-{number}.csv"
        file.write_text(STATES_MODEL.format(award=award, tie_break=tie_break), encoding="utf-8")
        source.write_text(f"Bidder,Insured,Quality,Price\n{rows}", encoding="utf-8")
        model = load_framework(file).framework
        competition = read_bids(source, model)
        results.append(score(model, competition))
        paths.append(tmp_path / f"scored-{number}.xlsx")
        paths[-1].write_bytes(render(source, model, competition, results[-1], ORIGIN))
    assert {result.state for result in results} == {"settled", "provisional", "tied-for-last-place"}
    for book, result, case in zip(recalculated(paths, tmp_path), results, STATES_CASES, strict=True):
        found = {row["Bidder"]: row["Status"] for row in table(book["Results"]) if row["Bidder"]}
        assert found == {bid.bidder: status(bid) for bid in result.bids}, case


@needs_office
def test_the_status_follows_a_mark_that_is_changed(tmp_path: Path) -> None:
    file, source = tmp_path / "model.yaml", tmp_path / "bids.csv"
    file.write_text(STATES_MODEL.format(award="{places: 1}", tie_break="[]"), encoding="utf-8")
    source.write_text(
        "Bidder,Insured,Quality,Price\nAlder,yes,80,100\nBirch,yes,70,100\nCedar,yes,60,100\n", encoding="utf-8"
    )
    model = load_framework(file).framework
    competition = read_bids(source, model)
    path = tmp_path / "scored.xlsx"
    path.write_bytes(render(source, model, competition, score(model, competition), ORIGIN))
    changes = {"tied": 80, "ahead": 90}
    paths = []
    for name, mark in changes.items():
        book = load_workbook(path)
        book["Bids"]["C3"] = mark
        paths.append(tmp_path / f"{name}.xlsx")
        book.save(paths[-1])
    tied, ahead = ([row["Status"] for row in table(book["Results"])[:3]] for book in recalculated(paths, tmp_path))
    assert tied == ["tied for the last place", "tied for the last place", "eligible"]
    assert ahead == ["eligible", "awarded", "eligible"]
