"""The command over workbooks and archives: the same answers, failures as outcomes, files in four formats."""

from __future__ import annotations

import csv
import json
import re
import shutil
from collections import Counter
from collections.abc import Callable
from concurrent.futures import Executor, Future
from fractions import Fraction
from pathlib import Path
from typing import Any

import duckdb
import pytest
from openpyxl import load_workbook

from svscore.batch import inputs
from svscore.batch.job import Found, rescore_part
from svscore.batch.run import AHEAD, heavy_archives, rescore
from svscore.batch.scenarios import Scenario
from svscore.batch.work import Part, Request
from svscore.cli import rescore as command
from svscore.framework.change import Changes
from svscore.lint import checked_framework
from svscore.report.rescore_files import FORMATS
from svscore.scoring.engine import score
from svscore.workbook import read_bids
from tests.batch.conftest import COUNT
from tests.batch.running import svscore

DROP = ("--drop", "covid-19-recovery")
ROOT = Path(__file__).parents[2]


def same(cell: object) -> object:
    """A number, or a text, whichever way it is kept."""
    text = "" if cell is None else str(cell)
    return Fraction(text) if re.fullmatch(r"-?[0-9]+(\.[0-9]+)?", text) else text


def read_csv(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_an_archive_gives_what_its_workbooks_give(archive: Path, workbooks: Path, tmp_path: Path) -> None:
    built = tmp_path / "built.parquet"
    assert svscore("archive", "build", str(workbooks), "-o", str(built)).exit_code == 0
    answers = [svscore("rescore", str(path), *DROP) for path in (archive, workbooks, built)]
    assert [answer.exit_code for answer in answers] == [0, 0, 0]
    assert len({answer.stdout for answer in answers}) == 1
    assert f"read                                              {COUNT}" in answers[0].stdout


def test_every_row_is_what_scoring_one_workbook_gives(workbooks: Path, tmp_path: Path) -> None:
    output = tmp_path / "rows.csv"
    assert svscore("rescore", str(workbooks), *DROP, "-o", str(output)).exit_code == 0
    rows = {(Path(row["file"]).name, row["bidder"]): row for row in read_csv(output)}
    models = {
        "before": checked_framework("dsp-lot2").framework,
        "after": checked_framework("dsp-lot2", changes=Changes(drop=("covid-19-recovery",))).framework,
    }
    checked = 0
    for path in sorted(workbooks.iterdir())[:40]:
        for when, model in models.items():
            for bid in score(model, read_bids(path, model)).bids:
                row = rows[path.name, bid.bidder]
                assert row[f"status_{when}"] == bid.status
                assert row[f"rank_{when}"] == ("" if bid.rank is None else str(bid.rank))
                assert row[f"awarded_{when}"] == ("yes" if bid.is_awarded else "no")
                assert row[f"total_{when}_exact"] == ("" if bid.total_exact is None else str(bid.total_exact))
                checked += 1
    assert checked > 250


def test_all_formats_hold_the_same_rows(archive: Path, tmp_path: Path) -> None:
    paths = {name: tmp_path / f"rows.{name}" for name in ("csv", "json", "parquet", "xlsx")}
    for path in paths.values():
        assert svscore("rescore", str(archive), *DROP, "-o", str(path)).exit_code == 0
    rows = read_csv(paths["csv"])
    record = json.loads(paths["json"].read_text("utf-8"))
    assert [{name: cell or "" for name, cell in row.items()} for row in record["rows"]] == rows
    assert record["scenarios"][0]["scored"] == COUNT
    sheet = load_workbook(paths["xlsx"])["Rescore"]
    heading, *cells = sheet.iter_rows(values_only=True)
    assert [[same(cell) for cell in row] for row in cells] == [[same(text) for text in row.values()] for row in rows]
    assert {type(row[heading.index("rank_before")]) for row in cells} == {int, type(None)}
    assert {type(row[heading.index("total_after")]) for row in cells} <= {int, float, type(None)}
    query = "SELECT bidder, rank_after, total_after_exact FROM read_parquet(?)"
    kept: list[tuple[Any, ...]] = duckdb.connect().execute(query, [str(paths["parquet"])]).fetchall()
    expected = [(r["bidder"], int(r["rank_after"] or 0) or None, r["total_after_exact"] or None) for r in rows]
    assert kept == expected
    assert list(heading) == list(rows[0])


def test_rows_say_what_moved_an_award(archive: Path, tmp_path: Path) -> None:
    output = tmp_path / "rows.csv"
    shown = svscore("rescore", str(archive), *DROP, "-o", str(output), "--rows", "1").stdout
    rows = read_csv(output)
    changed = {row["competition"]: row for row in rows if row["winner_changed"] == "yes"}
    first = next(iter(changed.values()))
    assert shown.splitlines()[3].startswith(first["competition"])
    assert first["level_at"] in shown.splitlines()[3]
    assert {row["moved_by"] for row in changed.values()} >= {"covid-19-recovery"}
    assert {row["moved_by"] for row in rows if row["winner_changed"] == "no"} == {""}


def test_the_same_run_writes_the_same_bytes(archive: Path, tmp_path: Path) -> None:
    for suffix in ("csv", "json", "parquet", "xlsx"):
        paths = [tmp_path / f"{number}.{suffix}" for number in (1, 2)]
        for path in paths:
            svscore("rescore", str(archive), *DROP, "-o", str(path))
        assert paths[0].read_bytes() == paths[1].read_bytes()


def test_what_cannot_be_read_is_an_outcome(workbooks: Path, tmp_path: Path) -> None:
    for path in sorted(workbooks.iterdir())[:5]:
        shutil.copy(path, tmp_path)
    (tmp_path / "broken.xlsx").write_bytes(b"PK\x03\x04 no more")
    (tmp_path / "unnamed.csv").write_text("Bidder,price\nA,1\n", encoding="utf-8")
    output = tmp_path / "out" / "rows.csv"
    output.parent.mkdir()
    result = svscore("rescore", str(tmp_path), *DROP, "-o", str(output))
    assert result.exit_code == 1
    assert "could not be scored: 2 of 7" in result.stderr
    said = f"{tmp_path / 'unnamed.csv'}: BA104 it names no framework in a Competition sheet\n      hint: name it there"
    assert said in result.stderr
    failed = [row for row in read_csv(output) if row["outcome"] == "failed"]
    assert [Path(row["file"]).name for row in failed] == ["broken.xlsx", "unnamed.csv"]
    assert all(row["problems"] for row in failed)
    assert svscore("rescore", str(tmp_path), *DROP, "--keep-going").exit_code == 0


def test_a_model_that_asks_other_things_fails_the_archive_but_not_the_run(archive: Path) -> None:
    result = svscore("rescore", str(archive), "-f", "ccs-call-off")
    assert result.exit_code == 1
    assert f"could not be scored: {COUNT} of {COUNT}" in result.stderr
    assert "BA102 the bids hold nothing for" in result.stderr


def test_a_scenario_that_cannot_be_scored_says_so(archive: Path, tmp_path: Path) -> None:
    file = tmp_path / "variants.yaml"
    file.write_text("scenarios:\n  less: {drop: [wellbeing]}\n  bad: {drop: [nothing]}\n", encoding="utf-8")
    result = svscore("rescore", str(archive), "--scenarios", str(file))
    assert result.exit_code == 1
    assert "\nbad: no competition could be scored\n" in result.stdout
    more = f"and {COUNT - 5} more, under bad:\n  variants.yaml:3:16: SV022 no criterion with the id 'nothing'\n"
    assert more in result.stderr.replace(f"{tmp_path}/", "")
    assert svscore("rescore", str(archive), "--scenarios", str(file), "--keep-going").exit_code == 0


def test_totals_stand_on_a_sheet_of_their_own(archive: Path, tmp_path: Path) -> None:
    output = tmp_path / "rows.xlsx"
    shown = svscore("rescore", str(archive), *DROP, "-o", str(output)).stdout
    cells = [[cell for cell in row if cell] for row in load_workbook(output)["Totals"].iter_rows(values_only=True)]
    lines = {" ".join(line.split()) for line in shown.splitlines()}
    assert len(cells) > 40
    assert {" ".join(map(str, row)) for row in cells} <= lines


@pytest.mark.parametrize("width", [60, 80, 140])
def test_no_line_is_wider_than_the_terminal(width: int, archive: Path) -> None:
    lines = svscore("rescore", str(archive), *DROP, columns=width).stdout.splitlines()
    assert max(map(len, lines)) <= width


def test_an_id_no_model_has_fails_each_competition(archive: Path) -> None:
    result = svscore("rescore", str(archive), "--drop", "covid")
    assert result.exit_code == 1
    assert "no criterion with the id 'covid'" in result.stderr


def test_scenarios_stand_side_by_side(archive: Path, tmp_path: Path) -> None:
    file = tmp_path / "variants.yaml"
    file.write_text(
        "scenarios:\n  none: {drop: [covid-19-recovery]}\n  more: {set: {social-value: 80}}\n"
        "  shipped: {framework: dsp-lot2-without-covid}\n",
        encoding="utf-8",
    )
    output = tmp_path / "rows.json"
    result = svscore("rescore", str(archive), "--scenarios", str(file), "-o", str(output))
    assert result.exit_code == 0
    none, more, shipped = json.loads(output.read_text("utf-8"))["scenarios"]
    assert none["name"] == "none"
    assert {key: value for key, value in none.items() if key != "name"} == {
        key: value for key, value in shipped.items() if key != "name"
    }
    assert more["winner_changed"] != none["winner_changed"]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("scenarios: {}\n", "the file holds no scenarios"),
        ("scenarios:\n  a: {weights: 3}\n", "a: found 'weights', expected framework, set, drop, redistribute"),
        ("scenarios:\n  a: {framework: nowhere}\n", "no framework with the id 'nowhere'"),
        ("scenarios:\n  a: {set: {price: lots}}\n", "found 'lots', expected a plain decimal number, like 20 or 12.5"),
    ],
)
def test_what_is_wrong_with_scenarios(text: str, message: str, archive: Path, tmp_path: Path) -> None:
    file = tmp_path / "variants.yaml"
    file.write_text(text, encoding="utf-8")
    result = svscore("rescore", str(archive), "--scenarios", str(file))
    assert result.exit_code == 1
    assert message in result.stderr


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ((), "say what to score under"),
        ((*DROP, "--scenarios", "variants.yaml"), "the file says what changes: leave out --set and --drop"),
        (("--set", "price"), "found 'price', expected an id, = and"),
        ((*DROP, "-o", "rows.pdf"), "expected a name that ends in .csv, .json, .parquet, .xlsx"),
    ],
)
def test_wrong_usage_is_said_first(words: tuple[str, ...], message: str, archive: Path) -> None:
    for path in (str(archive), "nowhere.xlsx"):
        result = svscore("rescore", path, *words)
        assert result.exit_code == 2
        assert message in " ".join(result.stderr.replace("│", " ").split())


def test_the_endings_are_those_there_are() -> None:
    assert tuple(FORMATS) == command.FORMATS


def test_a_path_that_stands_for_nothing_is_said(tmp_path: Path) -> None:
    result = svscore("rescore", str(tmp_path / "*.xlsx"), *DROP)
    assert result.exit_code == 1
    assert "BA106 no workbook and no archive is found here" in result.stderr


def test_processes_give_what_one_gives(workbooks: Path) -> None:
    alone = svscore("rescore", str(workbooks), *DROP, "--jobs", "1")
    together = svscore("rescore", str(workbooks), *DROP, "--jobs", "2")
    assert together.stdout == alone.stdout


@pytest.mark.slow
def test_an_archive_for_the_engine_is_cut_small_and_gives_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, model = tmp_path / "bids.parquet", "g-cloud-15-lot2"
    assert svscore("archive", "synth", "-n", "60", "-f", model, "-o", str(path)).exit_code == 0
    weight = next(node for node in checked_framework(model).framework.criteria if node.weight)
    words = ("rescore", str(path), "--set", f"{weight.id}=30")
    whole = svscore(*words, "--jobs", "1")
    monkeypatch.setattr(inputs, "HEAVY_A_PART", 20)
    cut = [svscore(*words, "--jobs", jobs) for jobs in ("1", "2")]
    assert [result.exit_code for result in (whole, *cut)] == [0, 0, 0]
    assert {result.stdout for result in cut} == {whole.stdout}
    found = inputs.find_inputs([str(path)])
    assert [part.size for part in inputs.parts_of(found, {str(path)})] == [20, 20, 20]
    assert [part.size for part in inputs.parts_of(found)] == [60]


def test_only_models_without_a_plan_are_left_to_the_engine(archive: Path) -> None:
    rescaled = Scenario("rescaled", checked_framework("g-cloud-15-lot2"))
    plain = Scenario("plain", changes=Changes(drop=("covid-19-recovery",)))
    assert heavy_archives(Request((plain,)), [str(archive)]) == set()
    assert heavy_archives(Request((plain, rescaled)), [str(archive)]) == {str(archive)}


class AtOnce(Executor):
    """Does what it is handed where it is."""

    def __init__(self) -> None:
        self.handed = 0

    def submit(self, work: Callable[..., Any], /, *words: Any, **options: Any) -> Future[Any]:
        self.handed += 1
        future: Future[Any] = Future()
        future.set_result(work(*words, **options))
        return future


@pytest.mark.parametrize("processes", [1, 5])
def test_parts_are_handed_out_for_every_process_there_is(processes: int, archive: Path) -> None:
    parts = [Part(number, archive=str(archive), first=number, last=number + 1) for number in range(20)]
    executor, seen = AtOnce(), []
    request = Request((Scenario("the same"),))
    rescore(request, parts, executor, processes=processes, watch=lambda _read, _failed: seen.append(executor.handed))
    assert seen[0] == AHEAD * processes, "not those of this machine: they may be a cluster's"
    assert (len(seen), executor.handed) == (20, 20)


def test_no_changes_are_put_in_words_that_will_not_be_listed(workbooks: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    names = sorted(map(str, workbooks.iterdir()))
    parts = [Part(number, workbooks=tuple(names[number * 5 : number * 5 + 5])) for number in range(30)]
    request = Request((Scenario("without", changes=Changes(drop=("covid-19-recovery",))),), shown=2)
    asked: list[Request] = []

    def noted(request: Request, part: Part) -> Found:
        asked.append(request)
        return rescore_part(request, part)

    for module in ("run", "job"):
        monkeypatch.setattr(f"svscore.batch.{module}.rescore_part", noted)
    in_one = rescore(request, [Part(0, workbooks=tuple(names))])
    assert len(in_one.changes[0]) == 4
    for executor in (None, AtOnce()):
        asked.clear()
        assert rescore(request, parts, executor, processes=1) == in_one
        shown = [each.shown for each in asked]
        assert shown == sorted(shown, reverse=True)
        assert (shown[0], shown[-1]) == (2, 0)
        assert len(set(map(id, asked))) == 2, "and each process has its models once"


def test_an_archive_is_judged_by_every_model_in_it(workbooks: Path, tmp_path: Path) -> None:
    light, mixed = tmp_path / "light.parquet", tmp_path / "mixed.parquet"
    first, heavy = str(min(workbooks.iterdir())), str(tmp_path / "rescaled")
    assert svscore("archive", "synth", "-n", "1", "-f", "g-cloud-15-lot2", "-o", heavy).exit_code == 0
    for output, books in ((light, [first]), (mixed, [first, heavy])):
        assert svscore("archive", "build", *books, "-o", str(output)).exit_code == 0
    request = Request((Scenario("the same"),))
    assert heavy_archives(request, [str(light), str(mixed)]) == {str(mixed)}


def test_a_section_no_model_has_is_said_and_takes_no_room(archive: Path) -> None:
    result = svscore("rescore", str(archive), "--drop", "wellbeing", "--section", "nowhere")
    assert result.exit_code == 0
    said = " ".join(result.stdout.split())
    assert "No model has a section nowhere; --section names another." in said
    assert "Mean rank" in said
    assert not {"Mean points", "Price paid", "- -> -"} & set(re.findall("Mean points|Price paid|- -> -", said))


def test_no_figure_is_cut_however_many_scenarios_there_are(archive: Path, tmp_path: Path) -> None:
    weights = range(10, 90, 10)
    lines = "".join(f"  at-{weight}: {{set: {{social-value: {weight}}}}}\n" for weight in weights)
    (tmp_path / "many.yaml").write_text(f"scenarios:\n{lines}", encoding="utf-8")
    words = ("rescore", str(archive), "--scenarios", str(tmp_path / "many.yaml"), "--rows", "0")
    narrow, wide = svscore(*words, columns=60).stdout, svscore(*words, columns=2000).stdout
    assert max(map(len, narrow.splitlines())) <= 60
    assert Counter(figures(narrow)) == Counter(figures(wide))
    assert narrow.count("ties broken") > 1 == wide.count("ties broken")


def figures(page: str) -> list[str]:
    """What stands in the columns of figures."""
    return re.findall(r"[0-9][0-9.,]* -> [0-9][0-9.,]*(?: \([+-][0-9,]+\))?|at-[0-9]+", page)


def test_totals_of_the_example(tmp_path: Path) -> None:
    output = tmp_path / "rows.json"
    example = str(ROOT / "examples" / "dsp-lot2" / "bids.xlsx")
    result = svscore("rescore", example, *DROP, "-o", str(output))
    assert result.exit_code == 0
    row = next(row for row in json.loads(output.read_text("utf-8"))["rows"] if row["bidder"] == "Amberwick Digital")
    assert (row["rank_before"], row["total_before"], row["margin_before"]) == ("1", "81.05", "0.50")
