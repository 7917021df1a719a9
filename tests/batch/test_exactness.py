"""A batch gives the same digits, ranks, ties and statuses as scoring one competition at a time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from random import Random
from typing import Any

import pytest
from hypothesis import given

from svscore.batch.standings import STATES, Standings, standings_of
from svscore.batch.table import sorted_bids, table_of
from svscore.bids import Competition
from svscore.framework.model import Framework
from svscore.problem import Problem, SvscoreError
from svscore.scoring.calculation import overall_weights
from svscore.scoring.engine import score
from svscore.scoring.result import Result
from tests.properties import UNSHRUNK, examples
from tests.scoring.models import HEADER, SCALES, Plain, competition, competitions, framework


def compare(model: Framework, batch: Sequence[Competition]) -> Standings:
    """Asserts that every field is the engine's, and gives the standings."""

    def fetch(positions: Sequence[int]) -> Mapping[int, Competition]:
        return {position: batch[position] for position in positions}

    found = standings_of(model, table_of(batch), fetch)
    for position, each in enumerate(batch):
        expected = outcome(model, each)
        if not isinstance(expected, Result):
            assert found.failures[position] == expected
            continue
        names = [bid.bidder for bid in sorted_bids(each)]
        assert position not in found.failures
        assert [line_of(bid) for bid in found.lines(position, names)] == [fields(bid) for bid in expected.bids]
        assert set(found.ties(position, names)) == set(expected.ties)
        assert STATES[found.state[position]] == expected.state
        check_points(found, position, names, expected)
    return found


def outcome(model: Framework, each: Competition) -> Result | tuple[Problem, ...]:
    try:
        return score(model, each)
    except SvscoreError as refusal:
        return tuple(refusal.problems)


def unweighted(found: Standings) -> set[str]:
    """Nodes without points, which a plan does not sum."""
    weights = overall_weights(found.framework)
    return {node.id for _, node in found.framework.walk() if node.id not in weights}


FIELDS = (
    *("bidder", "status", "rank", "is_leading", "is_awarded"),
    *("total", "total_exact", "figure", "margin", "total_shown", "margin_shown"),
)


def line_of(line: Any) -> Plain:
    return {name: getattr(line, name) for name in FIELDS}


fields = line_of


def check_points(found: Standings, position: int, names: Sequence[str], expected: Result) -> None:
    nodes_of = {node.id for bid in expected.bids for node in bid.walk()}
    for line, bid in zip(found.lines(position, names, sorted(nodes_of)), expected.bids, strict=True):
        nodes = {node.id: node.score for node in bid.walk()}
        assert set(line.points) >= nodes_of - unweighted(found)
        assert {name: points for name, points in line.points.items() if points != nodes[name]} == {}


@pytest.mark.slow
def test_random_models_of_every_kind() -> None:
    planned = []

    @examples(600, phases=UNSHRUNK)
    @given(competitions())
    def agree(drawn: tuple[Plain, list[Plain]]) -> None:
        model, bids = drawn
        planned.append(not compare(framework(model), [competition(bids)]).why)

    agree()
    assert sum(planned) > 10


def plain_model(random: Random) -> Plain:
    """A model that has a plan: marks, points, gates, minimums, one lowest price, any rounding."""
    stages = {stage: str(random.randint(0, 3)) for stage in ("share", "criterion", "section", "total")}
    kept = {stage: places for stage, places in stages.items() if random.random() < 0.5}
    has_price = random.random() < 0.7
    is_bare = not {"share", "criterion"} & kept.keys()
    quality = [leaf(random, f"q{number}", weight) for number, weight in enumerate(("30", "50", "20"))]
    value = [leaf(random, f"v{number}", weight) for number, weight in enumerate(("100/3", "200/3"))]
    criteria: list[Plain] = [
        {"id": "gate", "title": "Gate", "gate": {"fail-when": "no"}},
        {"id": "value", "title": "Value", "weight": "20", "criteria": value},
        {"id": "quality", "title": "Quality", "weight": "45" if has_price else "80", "criteria": quality},
    ]
    if random.random() < 0.5:
        criteria[random.choice((1, 2))]["minimum"] = random.choice(("25%", {"above": "50%", "on": "rounded"}))
    if has_price:
        criteria.append({"id": "price", "title": "Price", "weight": "35", "price": {"formula": "lowest-ratio"}})
    award = {"by": "highest-total", "places": str(random.randint(1, 2))}
    if random.random() < 0.3 and not (has_price and is_bare):
        award["on"] = "rounded"
    breaks = ["value", "q1", "quality", "met-minimums", *(["price"] if has_price else [])]
    model: Plain = {
        "scales": SCALES,
        "criteria": criteria,
        "rounding": kept | {"mode": random.choice(("half-up", "half-even", "down", "up"))},
        "below-minimum": random.choice(("exclude", "exclude", "flag")),
        "reference-bids": random.choice(("eligible", "all")),
        "award": award,
        "tie-break": random.sample(breaks, random.randint(0, 3)),
    }
    if random.random() < 0.3:
        model["adjustments"] = [
            {"id": "local", "title": "Local", "when": "is-local", "add": random.choice(("-3", "5%"))}
        ]
    return HEADER | model


def leaf(random: Random, name: str, weight: str) -> Plain:
    kind = random.choice(({"scale": "five-point"}, {"scale": random.choice(list(SCALES))}, {"points": {"max": "7.5"}}))
    result = {"id": name, "title": name, "weight": weight} | kind
    if random.random() < 0.2 and kind.get("scale") in {"five-point", "mixed", "mixed-shares"}:
        result["minimum"] = random.choice(("1", "50%"))
    return result


def plain_bids(random: Random, model: Plain, count: int) -> list[Plain]:
    return [{"bidder": f"B{number}", "entries": entries(random, model)} for number in random.sample(range(99), count)]


def entries(random: Random, model: Plain) -> Plain:
    cells: Plain = {"gate": random.choice(("yes",) * 9 + ("no",)), "is-local": random.choice(("yes", "no"))}
    for group in model["criteria"][1:3]:
        for each in group["criteria"]:
            if "points" in each:
                cells[each["id"]] = Fraction(random.randint(0, 15), 2)
            else:
                mark = random.choice(SCALES[each["scale"]])["mark"]
                cells[each["id"]] = Fraction(mark) if mark.isdigit() else mark
    if model["criteria"][-1]["id"] == "price":
        cells["price"] = random.choice((Fraction(random.randint(100, 400)), Fraction(random.randint(9000, 11000), 100)))
    return {name: value for name, value in cells.items() if random.random() > 0.002}


@pytest.mark.parametrize("seed", range(80))
def test_models_with_a_plan(seed: int) -> None:
    random = Random(seed)  # noqa: S311 - drawing cases
    model = plain_model(random)
    batch = [competition(plain_bids(random, model, random.randint(1, 7))) for _ in range(25)]
    found = compare(framework(model), batch)
    assert not found.why
    assert not found.by_engine.all()


@pytest.mark.parametrize("seed", range(10))
def test_more_criteria_in_a_group_than_are_looked_up_together(seed: int) -> None:
    random = Random(seed)  # noqa: S311 - drawing cases
    model = plain_model(random)
    scales = ("five-point", "uneven", "shares")
    many = [{"id": f"m{n}", "title": f"m{n}", "weight": "5", "scale": scales[n % 3]} for n in range(20)]
    model["criteria"][2] = {"id": "quality", "title": "Quality", "weight": model["criteria"][2]["weight"]} | {
        "criteria": [*many[:19], many[19] | {"minimum": "1"}]
    }
    model["tie-break"] = ["m3", "quality"]
    batch = [competition(plain_bids(random, model, random.randint(2, 6))) for _ in range(12)]
    found = compare(framework(model), batch)
    assert found.sums is not None
    assert len(found.sums.plan.packs["quality"]) > 2
    assert not found.by_engine.all()


@pytest.mark.parametrize("seed", range(12))
def test_bids_close_to_the_last_place(seed: int) -> None:
    random = Random(seed)  # noqa: S311 - drawing cases
    model = plain_model(random)
    model["rounding"] |= {"criterion": "2"}
    model["award"] |= {"also-within": random.choice(("0", "1.5", "10%"))}
    batch = [competition(plain_bids(random, model, random.randint(1, 7))) for _ in range(25)]
    found = compare(framework(model), batch)
    assert not found.why
    assert not found.by_engine.all()


@pytest.mark.parametrize("missing", ["refuse", "zero", "partial"])
@pytest.mark.parametrize("minimum", ["1", "5", "60%", {"above": "5"}, {"at-least": "3", "on": "rounded"}])
def test_blanks_words_and_preferences_are_not_scored_otherwise_than_one_at_a_time(missing: str, minimum: Any) -> None:
    random = Random(f"{missing} {minimum}")  # noqa: S311 - drawing cases
    group: Plain = {"id": "g", "title": "G", "weight": "40", "minimum": "30%"}
    model: Plain = HEADER | {
        "scales": SCALES,
        "missing": missing,
        "criteria": [
            {"id": "a", "title": "A", "weight": "60", "scale": "mixed-shares", "minimum": minimum},
            group | {"criteria": [{"id": "b", "title": "B", "weight": "100", "scale": "mixed"}]},
            {"id": "gate", "title": "Gate", "gate": {"fail-when": "fail"}},
        ],
        "adjustments": [{"id": "local", "title": "Local", "when": "is-local", "add": "7"}],
    }
    marks = [Fraction(mark) if mark.isdigit() else mark for mark in ("0", "Part", "5", "8", "10", "Star")]
    batch = [
        competition(
            [
                {"bidder": f"B{number}", "entries": {name: value for name, value in cells.items() if value is not None}}
                for number in range(random.randint(1, 4))
                for cells in [
                    {
                        "a": random.choice([*marks, None]),
                        "b": random.choice(["Fail", Fraction(1), Fraction(2), Fraction(3), None]),
                        "gate": random.choice(["pass", "not fail", "fail", None, "perhaps"]),
                        "is-local": random.choice(["yes", "no", None, "Leeds"]),
                    }
                ]
            ]
        )
        for _ in range(60)
    ]
    found = compare(framework(model), batch)
    assert not found.why
    assert not found.by_engine.all()
