"""The JSON contract: its schema, its order, its numbers."""

from __future__ import annotations

import json
from copy import deepcopy
from dataclasses import replace
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from svscore.problem import Location, Problem, Severity
from svscore.report.json_report import document, render
from svscore.report.schema import result_schema
from svscore.scoring.result import Question, Result, Tie
from tests.report.results import HOSTILE, ORIGIN, named, result, three_bids

SCHEMA = Draft202012Validator(result_schema())


def full() -> Result:
    return three_bids(
        ties=(Tie(("Acme", "Brightwater"), 1, "price"),),
        questions=(Question("EQ02", ("Acme", "Cobalt"), "the same price"),),
        problems=(Problem(Location("bids.xlsx", "Scores", 7, 4), "WB201", "odd", "look", Severity.WARNING),),
        what_if=("without wellbeing",),
    )


def test_the_schema_is_one() -> None:
    Draft202012Validator.check_schema(result_schema())


@pytest.mark.parametrize("made", [full(), named(HOSTILE), result([])], ids=["full", "hostile", "empty"])
def test_every_result_is_as_the_schema_says(made: Result) -> None:
    SCHEMA.validate(json.loads(render(made, ORIGIN)))


def test_top_level_is_the_published_contract() -> None:
    found = document(full(), replace(ORIGIN, lot="2"))
    assert {key: value for key, value in found.items() if key != "bids"} == {
        "svscore": 1,
        "framework": {"id": "it-support", "version": "2025-03", "sha256": "ab" * 32, "model_sha256": None},
        "issued": None,
        "changed_model": None,
        "workbook": {"name": "bids.xlsx", "sha256": "cd" * 32},
        "lot": "2",
        "award": {
            "by": "highest-total",
            "figure": "Total",
            "highest_wins": True,
            "places": 1,
            "state": "settled",
            "because": [],
        },
        "what_if": ["without wellbeing"],
        "ties": [{"bidders": ["Acme", "Brightwater"], "rank": 1, "broken_by": "price", "untested": []}],
        "questions": [
            {
                "code": "EQ02",
                "bidders": ["Acme", "Cobalt"],
                "criterion": None,
                "message": "the same price",
                "location": None,
            },
        ],
        "problems": [
            {
                "code": "WB201",
                "severity": "warning",
                "message": "odd",
                "hint": "look",
                "source": "bids.xlsx",
                "sheet": "Scores",
                "row": 7,
                "column": 4,
            }
        ],
    }


def test_a_bid_is_the_published_contract() -> None:
    first = document(full(), ORIGIN)["bids"][0]
    assert first.pop("criteria")[0] == {
        "id": "social-value",
        "title": "Social value",
        "weight": "20",
        "overall_weight": "20",
        "score": "15.00",
        "score_exact": "15",
        "raw": None,
        "offered": None,
        "items": [],
        "criteria": [],
    }
    assert first == {
        "bidder": "Acme Digital Services Ltd",
        "status": "eligible",
        "rank": 1,
        "awarded": True,
        "leading": True,
        "partial": False,
        "total": "82.35",
        "total_exact": "1647/20",
        "figure": "82.35",
        "figure_exact": "1647/20",
        "margin": "2.35",
        "reasons": [],
    }


def test_an_excluded_bid_is_last_and_has_nulls() -> None:
    last = document(full(), ORIGIN)["bids"][-1]
    assert (last["status"], last["rank"], last["awarded"]) == ("excluded", None, False)
    assert (last["total"], last["total_exact"], last["figure"], last["margin"]) == (None, None, None, None)
    assert last["criteria"][2]["score"] is None


def numbers(value: Any) -> list[object]:
    """Every JSON number in a document."""
    if isinstance(value, dict):
        return [number for item in value.values() for number in numbers(item)]
    if isinstance(value, list):
        return [number for item in value for number in numbers(item)]
    return [value] if isinstance(value, (int, float)) and not isinstance(value, bool) else []


def test_no_score_is_a_json_number() -> None:
    bids = json.loads(render(full(), ORIGIN))["bids"]
    assert numbers(bids) == [1, 2], "only the ranks"


def test_names_come_back_as_they_were() -> None:
    page = render(named(HOSTILE), ORIGIN)
    assert page.isascii()
    assert [bid["bidder"] for bid in json.loads(page)["bids"]] == HOSTILE


def test_the_same_result_gives_the_same_bytes() -> None:
    assert render(full(), ORIGIN) == render(deepcopy(full()), ORIGIN)


@pytest.mark.parametrize(
    "change",
    [
        lambda found: found.update(more=1),
        lambda found: found.pop("lot"),
        lambda found: found["bids"][0].update(total="82,35"),
        lambda found: found["bids"][0].update(total="8.2e1"),
        lambda found: found["bids"][0].update(total_exact="1/0"),
        lambda found: found["bids"][0]["criteria"][0].update(score=15.0),
        lambda found: found["bids"][0]["criteria"][0].update(extra="x"),
        lambda found: found["bids"][0].update(status="winner"),
        lambda found: found["bids"][0].update(rank=0),
        lambda found: found["framework"].update(sha256="abc"),
    ],
)
def test_the_schema_refuses_what_is_not_the_contract(change: Any) -> None:
    found = document(full(), ORIGIN)
    SCHEMA.validate(found)
    change(found)
    assert not SCHEMA.is_valid(found)
