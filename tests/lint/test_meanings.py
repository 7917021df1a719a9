"""Keys, ids and numbers that look like one thing and mean another."""

import re
from pathlib import Path

import pytest

from svscore.lint import check_file
from svscore.lint.rules.duplicate_id import COLUMNS, RESERVED, WORDS

HEAD = """svscore: 1
id: example
title: Example
version: "1"
regime: other
status: published
sources: [{title: Invitation to tender}]
rounding: {total: 2}
scales:
  five: [{mark: 0}, {mark: 1}, {mark: 2}, {mark: 3}, {mark: 4}]
  coarse: [{mark: 0}, {mark: 5}, {mark: 10}]
  letters: [{mark: A, share: 100}, {mark: B, share: 0}]
"""
DOCS = Path(__file__).parents[2] / "docs" / "framework-file.md"


def found(folder: Path, text: str, *codes: str) -> list[tuple[str, str]]:
    """Message and hint of each problem of these codes."""
    path = folder / "framework.yaml"
    path.write_text(HEAD + text, "utf-8")
    return [(problem.message, problem.hint) for problem in check_file(path) if problem.code in codes]


# Keys of a price and of a quantity

OFFER = """criteria:
  - {{id: quality, title: Quality, weight: 60, minimum: 10%, points: {{max: 10}}}}
  - {{id: offer, title: Offer, weight: 40, {kind}: {{formula: {formula}, {key}: 1}}}}
"""


@pytest.mark.parametrize("key", ["unti", "bettr", "proxi", "caps", "currency", "quantity", "per"])
def test_a_price_is_never_offered_a_key_that_is_then_refused(key: str, tmp_path: Path) -> None:
    text = OFFER.format(kind="price", formula="lowest-ratio", key=key)
    [(message, hint)] = found(tmp_path, text, "SV010", "SV012")
    assert message == f"unknown key {key!r}"
    assert not re.search(r"\b(unit|better|proxy|cap)\b", hint)


@pytest.mark.parametrize("key", ["baskte", "basketts", "lines", "rates", "items"])
def test_a_quantity_is_never_offered_a_basket(key: str, tmp_path: Path) -> None:
    text = OFFER.format(kind="quantity", formula="highest-ratio", key=key)
    [(_, hint)] = found(tmp_path, text, "SV010", "SV012")
    assert "basket" not in hint


@pytest.mark.parametrize(
    ("kind", "formula", "key", "meant"),
    [
        ("price", "lowest-ratio", "baskett", "basket"),
        ("price", "lowest-ratio", "zeros", "zero"),
        ("quantity", "highest-ratio", "unt", "unit"),
        ("quantity", "highest-ratio", "bettr", "better"),
        ("quantity", "highest-ratio", "proxi", "proxy"),
    ],
)
def test_a_key_that_fits_is_still_offered(kind: str, formula: str, key: str, meant: str, tmp_path: Path) -> None:
    problems = found(tmp_path, OFFER.format(kind=kind, formula=formula, key=key), "SV010")
    assert problems == [(f"unknown key {key!r}", f"did you mean {meant!r}?")]


# A tie-break by price

NAMED = "tie-break: [price]\ncriteria:\n  - {{id: quality, title: Quality, weight: 60, scale: five}}\n  - {}\n"
COST = "  - {id: cost, title: Cost, weight: 20, price: {formula: lowest-ratio}}"


@pytest.mark.parametrize(
    ("criterion", "what"),
    [
        ("{id: price, title: Price, weight: 40, points: {max: 10}}", "given points"),
        ("{id: price, title: Price, weight: 40, scale: five}", "marked on a scale"),
        ("{id: price, title: Price, weight: 40, quantity: {formula: target, target: 9, unit: GBP}}", "a quantity"),
        ('{id: price, title: Price, weight: 40, gate: {fail-when: "no"}}', "a gate"),
        (
            "{id: price, title: Price, weight: 40, criteria: [{id: fee, title: Fee, weight: 100, scale: five}]}",
            "a section without a price",
        ),
        (
            f"{{id: price, title: Price, weight: 20, scale: five}}\n{COST}",
            "marked on a scale",
        ),
    ],
)
def test_a_criterion_called_price_that_is_none_never_breaks_a_tie_unsaid(
    criterion: str, what: str, tmp_path: Path
) -> None:
    [(message, hint)] = found(tmp_path, NAMED.format(criterion), "SV110")
    assert message == f"tie-break by `price` means the cheaper bid, but the criterion 'price' is {what}"
    assert hint == "give the criterion another id, like `price-score`, and name that; or make it a `price`"


@pytest.mark.parametrize(
    "criterion",
    [
        "{id: price, title: Price, weight: 40, price: {formula: lowest-ratio}}",
        "{id: cost, title: Cost, weight: 40, price: {formula: lowest-ratio}}",
        "{id: price, title: Price, weight: 40, criteria: [{id: a, title: A, weight: 100, price: {formula: min-max}}]}",
    ],
)
def test_a_price_breaks_ties_by_whatever_id_it_has(criterion: str, tmp_path: Path) -> None:
    assert found(tmp_path, NAMED.format(criterion), "SV110") == []


def test_without_any_price_the_hint_says_what_else_breaks_ties(tmp_path: Path) -> None:
    [(message, hint)] = found(tmp_path, NAMED.format("{id: team, title: Team, weight: 40, scale: five}"), "SV110")
    assert message == "tie-break by `price`, the cheaper bid, but no criterion is a price"
    assert hint == "name a criterion that is scored, or `earliest`"


# Reserved ids


def test_reserved_ids_are_listed_where_a_person_meets_them(tmp_path: Path) -> None:
    text = "criteria:\n  - {id: score, title: Score, weight: 100, scale: five}\n"
    [(_, hint)] = found(tmp_path, text, "SV103")
    assert hint == f"call it something like the-score; these ids are reserved: {RESERVED}"
    section = DOCS.read_text("utf-8").partition("### Reserved ids\n")[2].partition("\n### ")[0]
    for word in {*COLUMNS, *WORDS} - {"biddername"} | {"bidder-name"}:
        assert f"`{word}`" in section
        assert word in RESERVED.split(", ")


# A number as the minimum of a section

SECTION = """criteria:
  - id: quality
    title: Quality
    weight: 60
    minimum: {minimum}
    criteria:
      - {{id: method, title: Method, weight: 50, {method}}}
      - {{id: team, title: Team, weight: 50, {team}}}
  - {{id: price, title: Price, weight: 40, price: {{formula: lowest-ratio}}}}
"""


@pytest.mark.parametrize(
    ("minimum", "method", "team", "is_said"),
    [
        ("2", "scale: five", "scale: five", True),
        ("2.0", "scale: five", "scale: five", True),
        ("{at-least: 1}", "scale: five", "scale: five", True),
        ("{above: 1}", "scale: five", "scale: five", True),
        ("5", "scale: coarse", "scale: coarse", True),
        ("3", "scale: five", 'gate: {fail-when: "no"}', True),
        ("50%", "scale: five", "scale: five", False),
        ("30", "scale: five", "scale: five", False),
        ("0", "scale: five", "scale: five", False),
        ("2", "scale: five", "scale: coarse", False),
        ("2", "scale: five", "points: {max: 4}", False),
        ("2", "scale: letters", "scale: letters", False),
    ],
)
def test_points_that_look_like_a_mark_are_never_taken_unsaid(
    minimum: str, method: str, team: str, tmp_path: Path, *, is_said: bool
) -> None:
    problems = found(tmp_path, SECTION.format(minimum=minimum, method=method, team=team), "SV233")
    assert len(problems) == is_said
    assert all("of its 60 points, and looks like a mark" in message for message, _ in problems)


# What grows with the size of a bidder

QUANTITY = """criteria:
  - {{id: quality, title: Quality, weight: 90, minimum: 10%, points: {{max: 10}}}}
  - {{id: offer, title: {title}, weight: 10, quantity: {{formula: highest-ratio, {unit}}}}}
"""


@pytest.mark.parametrize(
    ("title", "unit", "is_said"),
    [
        ("Rebate to the council", "unit: GBP", False),
        ("Discount on the list price", 'unit: "£"', False),
        ("Investment in the site", "unit: pounds", False),
        ("Royalties", "unit: EUR a year", False),
        ("Guaranteed savings", "unit: pounds", False),
        ("Income to the authority", "unit: GBP", False),
        ("Warranty", "unit: months", False),
        ("Local jobs", "unit: FTE", True),
        ("Spend with small firms", "unit: GBP", True),
        ("Value of donations", "unit: pounds", True),
        ("Savings of carbon", "unit: tCO2e", True),
        ("Investment in training", "unit: hours", True),
        ("Apprentices", "unit: person-years", True),
        ("Jobs", "unit: FTE per million pounds", False),
    ],
)
def test_a_sum_for_the_buyer_is_never_said_to_reward_size(
    title: str, unit: str, tmp_path: Path, *, is_said: bool
) -> None:
    assert len(found(tmp_path, QUANTITY.format(title=title, unit=unit), "SV218")) == is_said
