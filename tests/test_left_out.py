"""What --drop or a variant leaves out is known: its columns and marks are passed over, and its rules go with it."""

from __future__ import annotations

import json
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from svscore.cli.app import app
from svscore.framework.change import Changes
from svscore.framework.load import load_framework

MODEL = """
svscore: 1
id: base
title: Base
version: "1"
regime: other
status: illustrative
scales: {five: [{mark: 0}, {mark: 1}, {mark: 2}, {mark: 3}, {mark: 4}]}
criteria:
  - id: quality
    title: Quality
    weight: 60
    criteria:
      - {id: q-method, title: Method, weight: 50, scale: five}
      - {id: q-team, title: Team, weight: 30, scale: five}
      - {id: q-risk, title: Risk, weight: 20, scale: five}
  - {id: insured, title: Insured, gate: {fail-when: "no"}}
  - id: rates
    title: Rates
    weight: 20
    price:
      formula: lowest-ratio
      basket: [{item: junior, title: Junior day, quantity: 2}, {item: senior, quantity: 1}]
  - {id: fee, title: Fee, weight: 20, price: {formula: lowest-ratio}}
tie-break: [q-team, fee, q-method]
adjustments: [{id: local, title: Local firm, when: is-local, add: 5}]
abnormally-low: [{against: mean-of-others, by: 40%, price: fee}, {against: median, by: 40%, price: rates}]
"""
HEADINGS = ["Bidder", "Method", "Team", "Risk", "Insured", "Junior day", "senior", "Fee", "is-local"]
ROWS = [["Alder", 4, 1, 2, "yes", 100, 200, 900, "no"], ["Birch", 2, 4, 3, "yes", 90, 210, 950, "yes"]]


def write(folder: Path, *, layout: str = "wide") -> Path:
    (folder / "base.yaml").write_text(MODEL, encoding="utf-8")
    path = folder / "bids.csv"
    table: list[list[Any]] = [HEADINGS, *ROWS]
    if layout == "matrix":
        table = [list(row) for row in zip(*table, strict=True)]
        table[0][0] = "Criterion"
    if layout == "long":
        table = [["Bidder", "Criterion", "Mark"]]
        table += [[row[0], name, mark] for row in ROWS for name, mark in zip(HEADINGS[1:], row[1:], strict=True)]
    path.write_text("".join(",".join(map(str, row)) + "\n" for row in table), encoding="utf-8")
    return path


def run(*words: str) -> Result:
    return CliRunner().invoke(app, list(words), env={"COLUMNS": "200", "NO_COLOR": "1", "TERM": "dumb"})


def evaluated(folder: Path, *words: str, model: str = "base.yaml") -> tuple[dict[str, Any], str]:
    result = run("evaluate", str(folder / "bids.csv"), "-f", str(folder / model), "--format", "json", *words)
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout), result.stderr


@pytest.mark.parametrize("layout", ["wide", "matrix", "long"])
@pytest.mark.parametrize("dropped", ["q-method", "q-team", "q-risk", "insured", "rates", "fee", "quality"])
def test_what_is_dropped_stops_nobody_and_warns_of_nothing(tmp_path: Path, dropped: str, layout: str) -> None:
    write(tmp_path, layout=layout)
    result, said = evaluated(tmp_path, "--drop", dropped)
    assert {problem["severity"] for problem in result["problems"]} == {"note"}
    assert all("is left out of this model" in problem["message"] for problem in result["problems"])
    assert "warning" not in said
    assert dropped not in json.dumps([bid["criteria"] for bid in result["bids"]])


def test_each_name_that_is_left_out_is_said_once(tmp_path: Path) -> None:
    write(tmp_path, layout="long")
    result, _ = evaluated(tmp_path, "--drop", "q-team", "--drop", "rates")
    assert sorted(problem["message"].partition(" is ")[0] for problem in result["problems"]) == [
        "'Junior day'",
        "'Team'",
        "'senior'",
    ]


def test_the_scores_are_those_of_a_model_written_without_it(tmp_path: Path) -> None:
    write(tmp_path)
    result, _ = evaluated(tmp_path, "--drop", "q-team", "--drop", "fee")
    (tmp_path / "variant.yaml").write_text(
        'svscore: 1\nid: v\ntitle: V\nversion: "1"\nregime: other\nstatus: illustrative\nextends: base.yaml\n'
        "drop: [q-team, fee]\n",
        encoding="utf-8",
    )
    other, said = evaluated(tmp_path, model="variant.yaml")
    assert [bid["total_exact"] for bid in result["bids"]] == [bid["total_exact"] for bid in other["bids"]]
    assert "warning" not in said


def test_a_preference_a_variant_leaves_out_is_known(tmp_path: Path) -> None:
    write(tmp_path)
    (tmp_path / "variant.yaml").write_text(
        'svscore: 1\nid: v\ntitle: V\nversion: "1"\nregime: other\nstatus: illustrative\nextends: base.yaml\n'
        "adjustments: []\n",
        encoding="utf-8",
    )
    result, _ = evaluated(tmp_path, model="variant.yaml")
    assert [(problem["severity"], problem["message"]) for problem in result["problems"]] == [
        ("note", "'is-local' is left out of this model, and is not read")
    ]


def test_a_variant_of_a_variant_knows_what_either_leaves_out(tmp_path: Path) -> None:
    write(tmp_path)
    top = 'svscore: 1\ntitle: V\nversion: "1"\nregime: other\nstatus: illustrative\n'
    (tmp_path / "one.yaml").write_text(f"{top}id: one\nextends: base.yaml\ndrop: [q-team]\n", encoding="utf-8")
    (tmp_path / "two.yaml").write_text(f"{top}id: two\nextends: one.yaml\ndrop: [insured]\n", encoding="utf-8")
    result, _ = evaluated(tmp_path, "--drop", "fee", model="two.yaml")
    assert len(result["problems"]) == 3
    assert {problem["severity"] for problem in result["problems"]} == {"note"}


def test_a_misspelt_heading_of_what_stays_is_still_an_error(tmp_path: Path) -> None:
    path = write(tmp_path)
    path.write_text(path.read_text(encoding="utf-8").replace("Method", "Methd"), encoding="utf-8")
    result = run("evaluate", str(path), "-f", str(tmp_path / "base.yaml"), "--drop", "q-team")
    assert result.exit_code == 1
    assert "is 'Methd' meant?" in result.stderr


def test_a_title_shared_with_what_is_left_out_is_not_taken_for_what_stays(tmp_path: Path) -> None:
    path = write(tmp_path)
    model = tmp_path / "base.yaml"
    model.write_text(MODEL.replace("title: Team", "title: Method"), encoding="utf-8")
    path.write_text(path.read_text(encoding="utf-8").replace("Team,", "q-team,"), encoding="utf-8")
    result = run("evaluate", str(path), "-f", str(model), "--drop", "q-team")
    assert result.exit_code == 1
    assert "'Method' is the title of several criteria: q-method, one that is left out" in result.stderr


def test_merge_passes_over_what_a_variant_leaves_out(tmp_path: Path) -> None:
    path = write(tmp_path, layout="long")
    (tmp_path / "variant.yaml").write_text(
        'svscore: 1\nid: v\ntitle: V\nversion: "1"\nregime: other\nstatus: illustrative\nextends: base.yaml\n'
        "drop: [q-team, insured]\n",
        encoding="utf-8",
    )
    merged = str(tmp_path / "merged.xlsx")
    result = run("merge", str(path), "-f", str(tmp_path / "variant.yaml"), "-o", merged)
    assert result.exit_code == 0, result.output
    assert "not a criterion of the model" not in result.stderr
    assert "'Team' is left out of this model" in result.stderr


def test_rescore_passes_over_what_its_variant_leaves_out(tmp_path: Path) -> None:
    path = write(tmp_path, layout="long")
    (tmp_path / "variant.yaml").write_text(
        'svscore: 1\nid: v\ntitle: V\nversion: "1"\nregime: other\nstatus: illustrative\nextends: base.yaml\n'
        "drop: [q-team, insured]\n",
        encoding="utf-8",
    )
    options = ("--baseline", str(tmp_path / "base.yaml"), "-f", str(tmp_path / "variant.yaml"))
    result = run("rescore", str(path), *options)
    assert result.exit_code == 0, result.output
    assert "1 failed" not in result.output


# what names only the dropped criterion goes with it


@pytest.mark.parametrize(
    ("dropped", "said"),
    [
        (["fee"], ["without fee", "without the tie-break fee", "without the low-price test against mean-of-others"]),
        (["q-team"], ["without q-team", "without the tie-break q-team"]),
        (
            ["fee", "rates"],
            [
                "without fee",
                "without rates",
                "without the tie-break fee",
                "without the low-price test against mean-of-others",
                "without the low-price test against median",
            ],
        ),
        (["quality"], ["without quality", "without the tie-break q-team", "without the tie-break q-method"]),
        (["insured"], ["without insured"]),
    ],
)
def test_the_what_if_says_which_rules_go_with_what_is_dropped(
    tmp_path: Path, dropped: list[str], said: list[str]
) -> None:
    write(tmp_path)
    words = [word for name in dropped for word in ("--drop", name)]
    result, _ = evaluated(tmp_path, *words)
    assert result["what_if"] == said


@pytest.mark.parametrize("extra", ["tie-break: [price]", "abnormally-low: [{against: next, by: 30%}]"])
def test_dropping_the_only_price_does_not_fail_for_a_rule_that_means_it(tmp_path: Path, extra: str) -> None:
    model = tmp_path / "one.yaml"
    text = (
        MODEL.partition("  - id: rates")[0]
        + "  - {id: price, title: Price, weight: 40, price: {formula: lowest-ratio}}\n"
    )
    model.write_text(f"{text}{extra}\n", encoding="utf-8")
    (tmp_path / "bids.csv").write_text("Bidder,Method,Team,Risk,Insured,Price\nA,4,1,2,yes,9\nB,1,1,2,yes,8\n")
    result, _ = evaluated(tmp_path, "--drop", "price", model="one.yaml")
    assert [bid["bidder"] for bid in result["bids"]] == ["A", "B"]
    assert len(result["what_if"]) == 2


def test_a_rule_that_names_another_price_stays(tmp_path: Path) -> None:
    write(tmp_path)
    loaded = load_framework(tmp_path / "base.yaml", changes=Changes(drop=("fee",)))
    assert [test.price for test in loaded.framework.abnormally_low] == ["rates"]
    assert loaded.framework.tie_break == ("q-team", "q-method")


def test_payments_stay_on_their_days_when_one_is_dropped(tmp_path: Path) -> None:
    flows = "".join(f"  - {{id: y{n}, title: Year {n}, price: {{formula: none}}}}\n" for n in range(4))
    days = ", ".join(f"{{price: y{n}, days: {365 * (n > 0)}}}" for n in range(4))
    top = MODEL.partition("tie-break")[0]
    model = tmp_path / "npv.yaml"
    model.write_text(f"{top}{flows}award: {{by: net-present-value, rate: 4%, flows: [{days}]}}\n", encoding="utf-8")
    award: Any = load_framework(model, changes=Changes(drop=("y1", "y2"))).framework.award
    assert [(flow.price, flow.days) for flow in award.flows] == [("y0", 0), ("y3", 3 * 365)]


def test_an_addition_goes_with_its_quantity(tmp_path: Path) -> None:
    top = MODEL.partition("tie-break")[0]
    extra = "".join(f"  - {{id: {n}, title: {n}, quantity: {{formula: none, unit: days}}}}\n" for n in ("late", "long"))
    added = "[{quantity: late, rate: 5}, {quantity: long, rate: 7}]"
    model = tmp_path / "add.yaml"
    model.write_text(f"{top}{extra}award: {{by: adjusted-price, price: fee, add: {added}}}\n", encoding="utf-8")
    loaded = load_framework(model, changes=Changes(drop=("late",)))
    award: Any = loaded.framework.award
    assert [(each.quantity, each.rate) for each in award.add] == [("long", Fraction(7))]
    assert "without the addition for late" in loaded.what_if
