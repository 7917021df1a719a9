"""Prices in several currencies are compared only under the eyes of a person."""

from __future__ import annotations

from typing import Any

import pytest
from openpyxl.worksheet.worksheet import Worksheet

from svscore.bids import ASKING_CODES
from svscore.workbook import codes
from tests.workbook.build import Workbooks, framework, lines

PRICE = {"id": "price", "title": "Price", "weight": "100", "price": {"formula": "lowest-ratio"}}
MIXED: list[list[Any]] = [
    ["$30", 45000],
    ["€30", 45000],
    [45000, "30 EUR"],
    ["USD 30", "45000"],
    ["US$30", 45000],
    [45000, 44000, "eur30"],
    ["£30", "$45"],
    ["30 €", "£45", 40],
    ["GBP 30", "30 usd"],
]


def warned(workbooks: Workbooks, prices: list[Any], formats: dict[str, str] | None = None) -> list[str]:
    def adjust(sheets: dict[str, Worksheet]) -> None:
        for cell, code in (formats or {}).items():
            sheets["Sheet"][cell].number_format = code

    rows: list[list[Any]] = [["Bidder", "Price"], *([f"Bidder {number}", price] for number, price in enumerate(prices))]
    found = lines(workbooks.save({"Sheet": rows}, adjust), framework(PRICE))
    return [line for line in found if "WB146" in line]


@pytest.mark.parametrize("prices", MIXED, ids=str)
def test_prices_in_two_currencies_are_not_compared_unasked(workbooks: Workbooks, prices: list[Any]) -> None:
    assert len(warned(workbooks, prices)) == 1
    assert codes.CURRENCIES in ASKING_CODES


@pytest.mark.parametrize("code", ['"$"#,##0', "[$€-407] #,##0.00", "#,##0 [$EUR]", '#,##0\\ "€"', "[$USD] 0"])
def test_a_sign_in_the_format_of_one_price_is_asked_about(workbooks: Workbooks, code: str) -> None:
    assert len(warned(workbooks, [100, 90, 80], {"B3": code})) == 1


@pytest.mark.parametrize(
    "prices",
    [["£30", 45], ["30 GBP", "£45"], ["€30", "30 EUR"], ["$30", "USD 45"], [30, 45], ["gbp 30", "45"], ["$30"]],
    ids=str,
)
def test_pounds_with_and_without_a_sign_and_one_currency_are_no_matter(workbooks: Workbooks, prices: list[Any]) -> None:
    assert warned(workbooks, prices) == []


def test_every_other_sign_is_named_with_its_cell(workbooks: Workbooks) -> None:
    assert warned(workbooks, [900, "€1000", "$1200", "£1300", 1400]) == [
        (
            "bids.xlsx:Sheet!B3: WB146 warning: this price for 'Price' is in €, the one at Sheet!B2 has no sign, "
            "the one at Sheet!B4 in $, the one at Sheet!B5 in £; the numbers were taken as they are "
            "| give all prices in one currency"
        )
    ]


def test_items_of_one_basket_are_added_up_and_so_compared(workbooks: Workbooks) -> None:
    basket = [{"item": "monthly", "quantity": "12"}, {"item": "setup", "quantity": "1"}]
    model = framework({**PRICE, "price": {"formula": "lowest-ratio", "basket": basket}})
    path = workbooks.save({"Sheet": [["Bidder", "monthly", "setup"], ["Alder", "£10", "$5"], ["Birch", "£9", "£4"]]})
    assert [line.split()[0] for line in lines(path, model) if "WB146" in line] == ["bids.xlsx:Sheet!C2:"]
