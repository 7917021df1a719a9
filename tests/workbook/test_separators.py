"""A number that is a thousand times as much to somebody else is never guessed."""

from __future__ import annotations

import pytest

from svscore.problem import SvscoreError
from svscore.workbook import read_bids
from tests.workbook.build import Workbooks, framework, lines

PRICE = {"id": "price", "title": "Price", "weight": "100", "price": {"formula": "lowest-ratio"}}


def read(workbooks: Workbooks, separator: str, *prices: str) -> list[str] | str:
    """The prices as they were read, or what stopped the run."""
    rows = [("Bidder", "Price"), *((f"Bidder {number}", f'"{price}"') for number, price in enumerate(prices))]
    path = workbooks.text("\n".join(separator.join(row) for row in rows))
    try:
        return [str(bid.entries["price"].value) for bid in read_bids(path, framework(PRICE)).bids]
    except SvscoreError as error:
        return ", ".join(sorted({problem.code for problem in error.problems if problem.code > "WB12"}))


def test_both_readings_and_the_way_to_write_each_are_said(workbooks: Workbooks) -> None:
    path = workbooks.text("Bidder;Price\nAlder;950\nBirch;1.045\nCedar;€45,000\n")
    assert lines(path, framework(PRICE)) == [
        (
            "bids.csv:3:2: WB147 found '1.045', which is 1045 or 1.045, expected an amount for 'Price', like 1234.50 "
            "| write 1045 or 1.0450, as is meant"
        ),
        (
            "bids.csv:4:2: WB147 found '€45,000', which is 45000 or 45.000, expected an amount for 'Price', "
            "like 1234.50 | write 45000 or 45.0000, as is meant"
        ),
    ]


UNCLEAR = [
    (";", ["950", "1.045"]),
    (";", ["45.000", "48.500"]),
    (";", ["950", "1,045"]),
    (",", ["950", "1.045"]),
    ("\t", ["£1.045", "950"]),
    (",", ["45,000 €", "950"]),
    (",", ["EUR 45,000", "48.500 EUR"]),
    (";", ["-1.045", "1045"]),
    (";", ["950,50", "1.045"]),
    (";", ["1.045.000", "1.045"]),
    (";", ["950.50", "1.045"]),
    (",", ["950.5", "1.045"]),
    ("\t", ["£950.50", "£1.045"]),
    (",", ["1,045.00", "1.045"]),
    (";", ["0.95", "45.000"]),
    (",", ["12,345,678", "12.345"]),
    (",", ["0.5", "-1.045"]),
    (",", ["12.3456", "1.045"]),
]


@pytest.mark.parametrize(("separator", "prices"), UNCLEAR)
def test_one_separator_before_three_digits_is_not_guessed(
    workbooks: Workbooks, separator: str, prices: list[str]
) -> None:
    assert "WB147" in read(workbooks, separator, *prices)


CLEAR = [
    (";", ["950.50", "1,045"], ["1901/2", "1045"]),
    (";", ["1,045,000", "1,045"], ["1045000", "1045"]),
    (";", ["12,345.67", "1,045"], ["1234567/100", "1045"]),
    (",", ["£1,045", "950"], ["1045", "950"]),
    (",", ["0.987", "1.045"], ["987/1000", "209/200"]),
    (",", ["1045.125", "1.045"], ["8361/8", "209/200"]),
    (";", ["0.250", "45.000"], ["1/4", "45"]),
    (",", ["1,045.125", "1.045"], ["8361/8", "209/200"]),
    (";", ["0.125", "1045"], ["1/8", "1045"]),
    (";", ["1.0450", "1045.000"], ["209/200", "1045"]),
    (";", ["1 045", "1'045"], ["1045", "1045"]),
    (",", ["12,345,678", "1"], ["12345678", "1"]),
]


@pytest.mark.parametrize(("separator", "prices", "expected"), CLEAR)
def test_a_number_that_is_one_thing_only_is_read(
    workbooks: Workbooks, separator: str, prices: list[str], expected: list[str]
) -> None:
    assert read(workbooks, separator, *prices) == expected


def test_a_stored_number_is_exact_and_a_text_beside_it_is_not(workbooks: Workbooks) -> None:
    path = workbooks.save({"Sheet": [["Bidder", "Price"], ["Alder", 1.045], ["Birch", "1.045"]]})
    assert [line.split()[1] for line in lines(path, framework(PRICE))] == ["WB143", "WB147"]


@pytest.mark.parametrize("mark", ["1.045", "0.125", "4.500", "3.333", "2.000"])
def test_a_mark_that_can_only_be_small_is_read(workbooks: Workbooks, mark: str) -> None:
    model = framework({"id": "quality", "title": "Quality", "weight": "100", "points": {"max": "5"}})
    assert lines(workbooks.text(f"Bidder;Quality\nAlder;{mark}\nBirch;3\n"), model) == []


def test_a_mark_out_of_thousands_is_as_unclear_as_a_price(workbooks: Workbooks) -> None:
    model = framework({"id": "quality", "title": "Quality", "weight": "100", "points": {"max": "2500"}})
    found = lines(workbooks.text("Bidder;Quality\nAlder;1.045\nBirch;3.500\n"), model)
    assert [line.split()[1] for line in found] == ["WB147"]


@pytest.mark.parametrize("price", ["12€50", "1EUR5", "3$25", "1£000", "7GBP50"])
def test_a_sign_inside_an_amount_is_not_taken_out(workbooks: Workbooks, price: str) -> None:
    assert read(workbooks, ",", price) == "WB137"


@pytest.mark.parametrize("other", ["0.987", "950.50", "1,045.125"])
def test_another_column_does_not_show_how_a_number_is_meant(workbooks: Workbooks, other: str) -> None:
    basket = [{"item": "hour", "quantity": "10"}, {"item": "day", "quantity": "1"}]
    price = {"id": "price", "title": "P", "weight": "100", "price": {"formula": "lowest-ratio", "basket": basket}}
    for text in (
        f"Bidder;hour;day\nAlder;{other};950\nBirch;{other};1.045\n",
        f"Criterion;Alder;Birch\nhour;{other};{other}\nday;950;1.045\n",
    ):
        found = lines(workbooks.text(text), framework(price))
        assert "WB147" in {line.split()[1] for line in found}


@pytest.mark.parametrize("prices", [("1.0450", "2.300"), ("2.300", "1.0450"), ("1.0450", "2,300")])
def test_who_settles_one_cell_has_not_settled_the_next(workbooks: Workbooks, prices: tuple[str, ...]) -> None:
    assert "WB147" in read(workbooks, ";", *prices)
