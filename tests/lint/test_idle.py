"""No published setting is passed over by an award method: it changes a figure, or the check names it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from svscore.lint import check_file
from svscore.scoring.awards import AWARDS
from tests.scoring.examples import bid, model, node, of_bid, price, ranks, scored
from tests.scoring.models import Plain

HEAD = 'svscore: 1\nid: example\ntitle: Example\nversion: "1"\nregime: other\nstatus: illustrative\n'
SETTINGS: dict[str, Plain] = {
    "adjusted-price": {"add": [{"quantity": "days", "rate": "20"}]},
    "utility-index": {"quality-weight": "60", "price-weight": "40"},
    "monetised-quality": {"value-per-point": "5"},
    "price-over-coefficient": {"of": "200"},
    "net-present-value": {"rate": "3%", "flows": [{"price": "price"}]},
}
LOCAL = {"id": "local", "title": "Local", "when": "is-local", "add": "10"}


def award_of(by: str, **settings: str) -> Plain:
    return {"by": by, **SETTINGS.get(by, {}), **settings}


def codes(tmp_path: Path, award: Plain, *lines: str, criteria: str = "") -> set[str]:
    """The codes that a check gives a model with this award."""
    path = tmp_path / "model.yaml"
    path.write_text(
        f"{HEAD}award: {yaml_of(award)}\n"
        + "".join(f"{line}\n" for line in lines)
        + "criteria:\n  - {id: a, title: A, weight: 100, minimum: 25%, points: {max: 4}}\n"
        + "  - {id: days, title: Days, quantity: {formula: none, better: less}}\n"
        + "  - {id: price, title: Price, price: {formula: none}}\n"
        + criteria,
        encoding="utf-8",
    )
    return {problem.code for problem in check_file(path)}


def yaml_of(value: Any) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key}: {yaml_of(item)}" for key, item in value.items()) + "}"
    return "[" + ", ".join(map(yaml_of, value)) + "]" if isinstance(value, list) else str(value)


def figures(award: Plain, local: str, **keys: Any) -> dict[str, Any]:
    of = model(
        node("a", "100"),
        node("days", quantity={"formula": "none"}),
        price(None),
        award=award,
        adjustments=[LOCAL],
        **keys,
    )
    bids = [
        bid("A", a="2", days="1", price="100", is_local=local),
        bid("B", a="3", days="2", price="120", is_local="no"),
    ]
    return {found.bidder: found.figure for found in scored(of, *bids).bids}


@pytest.mark.parametrize("by", sorted(AWARDS))
def test_a_preference_is_not_passed_over_by_any_award_method(tmp_path: Path, by: str) -> None:
    has_effect = figures(award_of(by), "yes") != figures(award_of(by), "no")
    line = "adjustments: [{id: local, title: Local, when: is-local, add: 10}]"
    assert ("SV114" in codes(tmp_path, award_of(by), line)) == (not has_effect)


@pytest.mark.parametrize("add", ["10", "-10", "10%", "0.5"])
@pytest.mark.parametrize("by", ["lowest-price", "adjusted-price", "net-present-value"])
def test_a_preference_under_a_method_of_price_alone_is_refused(tmp_path: Path, by: str, add: str) -> None:
    line = f"adjustments: [{{id: local, title: Local, when: is-local, add: {add}}}]"
    assert "SV114" in codes(tmp_path, award_of(by), line)


@pytest.mark.parametrize("places", [None, "0", "2"])
@pytest.mark.parametrize("by", sorted(set(AWARDS) - {"highest-total"}))
def test_a_rounded_figure_is_not_passed_over_by_any_award_method(tmp_path: Path, by: str, places: str | None) -> None:
    settings = {"on": "rounded"} | ({} if places is None else {"figure-places": places})
    assert ("SV114" in codes(tmp_path, award_of(by, **settings))) == (places is None)


def test_a_rounded_figure_decides_under_a_method_that_has_places() -> None:
    award = {"by": "quality-per-price", "on": "rounded", "figure-places": "0"}
    of = model(node("a", "100"), price(None), award=award)
    bids = bid("A", a="3", price="100"), bid("B", a="4", price="120")
    assert ranks(scored(of, *bids)) == {"A": 1, "B": 1}
    assert ranks(scored(of | {"award": award | {"figure-places": "2"}}, *bids)) == {"B": 1, "A": 2}


@pytest.mark.parametrize(
    ("lines", "is_refused"),
    [
        ([], True),
        (["rounding: {total: 2}"], False),
        (["rounding: {criterion: 2}"], True),
        (["rounding: {criterion: 2}", "tie-break: [a]"], False),
        (["rounding: {section: 2}", "tie-break: [a]"], True),
    ],
)
def test_a_rounded_total_is_not_passed_over(tmp_path: Path, lines: list[str], is_refused: bool) -> None:  # noqa: FBT001
    assert ("SV114" in codes(tmp_path, award_of("highest-total", on="rounded"), *lines)) == is_refused


@pytest.mark.parametrize("by", sorted(AWARDS))
def test_minimums_places_and_nearness_act_under_every_award_method(by: str) -> None:
    criteria = node("a", "100", minimum="2"), node("days", quantity={"formula": "none"}), price(None)
    bids = [
        bid("A", a="1", days="1", price="10"),
        bid("B", a="3", days="2", price="120"),
        bid("C", a="3", days="2", price="121"),
        bid("D", a="2", days="9", price="900"),
    ]
    result = scored(model(*criteria, award=award_of(by)), *bids)
    assert of_bid(result, "A").status == "excluded"
    two = scored(model(*criteria, award=award_of(by, places="2")), *bids)
    near = scored(model(*criteria, award=award_of(by, **{"also-within": "5%"})), *bids)
    assert [found.bidder for found in two.bids if found.is_leading] == ["B", "C"]
    assert [found.bidder for found in near.bids if found.is_leading] == ["B", "C"]


@pytest.mark.parametrize("by", sorted(AWARDS))
def test_a_tie_break_acts_under_every_award_method_or_is_named(tmp_path: Path, by: str) -> None:
    criteria = node("a", "50"), node("b", "50"), node("days", quantity={"formula": "none"}), price(None)
    of = model(*criteria, award=award_of(by), tie_break=["b"])
    result = scored(of, bid("A", a="3", b="1", days="2", price="120"), bid("B", a="1", b="3", days="2", price="120"))
    assert ranks(result) == {"B": 1, "A": 2}
    assert ("SV234" in codes(tmp_path, award_of(by), "tie-break: [price]")) == (by == "lowest-price")
