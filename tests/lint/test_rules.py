"""What the rules say stays in step with the rooms they cannot see."""

from pathlib import Path

import pytest

from svscore.lint import check_file
from svscore.lint.rules import RULES
from svscore.lint.rules.duplicate_id import COLUMNS, WORDS
from svscore.scoring.awards import AWARDS
from svscore.workbook.columns import LONG_ROLES, ROLES

HEAD = 'svscore: 1\nid: example\ntitle: Example\nversion: "1"\nregime: other\nstatus: illustrative\n'
LEAF = "  - {id: quality, title: Quality, weight: 100, minimum: 50%, points: {max: 10}}\n"
PRICE = "  - {id: price, title: Price, price: {formula: none}}\n"


@pytest.fixture
def found(tmp_path: Path) -> "Found":
    return Found(tmp_path / "framework.yaml")


class Found:
    def __init__(self, path: Path) -> None:
        self.path = path

    def __call__(self, text: str) -> list[str]:
        """The errors and warnings of a framework with these keys beside its header."""
        self.path.write_text(HEAD + text, "utf-8")
        problems = (problem for problem in check_file(self.path) if problem.severity != "note")
        return [f"{problem.code} {problem.message}" for problem in problems]


def test_headings_a_workbook_gives_a_meaning_are_no_ids() -> None:
    assert set(COLUMNS) == ROLES.keys() | LONG_ROLES.keys()


@pytest.mark.parametrize("name", [*COLUMNS, *WORDS])
def test_no_criterion_can_be_called_by_a_word_with_a_meaning(found: "Found", name: str) -> None:
    assert found("criteria:\n" + LEAF.replace("id: quality", f"id: {name}")) == [
        f"SV103 id {name!r} has a meaning of its own"
    ]


@pytest.mark.parametrize("name", sorted(AWARDS))
def test_an_award_by_price_needs_one_and_an_award_by_points_needs_some(found: "Found", name: str) -> None:
    settings = {
        "adjusted-price": ", add: [{quantity: days, rate: 1}]",
        "utility-index": ", quality-weight: 60, price-weight: 40",
        "monetised-quality": ", value-per-point: 5",
        "price-over-coefficient": ", of: 200",
        "net-present-value": ", rate: 3%, flows: [{price: price}]",
    }.get(name, "")
    days = "  - {id: days, title: Days, quantity: {formula: none, better: less}}\n"
    award = f"award: {{by: {name}{settings}}}\n"
    assert found(award + "criteria:\n" + LEAF + PRICE + days) == []
    without_price = "".join(found(award + "criteria:\n" + LEAF + days))
    assert ("needs a price" in without_price or "no price criterion" in without_price) == (name != "highest-total")
    is_of_money = name in ("lowest-price", "adjusted-price", "net-present-value")
    message = f"SV111 award by {name!r} needs points, but nothing has a weight"
    assert found(award + "criteria:\n" + PRICE + days) == ([] if is_of_money else [message])


def test_rules_are_numbered_in_the_order_they_run() -> None:
    assert list(RULES) == sorted(RULES)
    assert all(code == rule.CODE for code, rule in RULES.items())
