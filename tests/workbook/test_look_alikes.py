"""Bidders that a person sees as one are never two bids."""

from __future__ import annotations

import pytest

from tests.workbook.build import Workbooks, framework, lines

HINT = "write one bidder's name in one way, by copying it; tell two bidders apart by name"
ALIKE = {
    "a Cyrillic letter": ("Acme", "A\u0441me", "'\u0441', which is CYRILLIC SMALL LETTER ES"),
    "a Greek letter": ("Bolt & Co", "Bolt & C\u03bf", "'\u03bf', which is GREEK SMALL LETTER OMICRON"),
    "capitals of another alphabet": (
        "ACME",
        "\u0410\u0421\u041c\u0415",
        "'\u0410', which is CYRILLIC CAPITAL LETTER A",
    ),
    "letters of full width": ("Acme", "\uff21cme", "'\uff21', which is FULLWIDTH LATIN CAPITAL LETTER A"),
    "a zero-width space": ("Acme", "Ac\u200bme", "ZERO WIDTH SPACE, which cannot be seen"),
    "a soft hyphen": ("Acme", "Acme\u00ad", "SOFT HYPHEN, which cannot be seen"),
    "a mark of direction": ("Acme", "\u202eAcme", "RIGHT-TO-LEFT OVERRIDE, which cannot be seen"),
    "a joiner": ("Acme", "Ac\u200dme", "ZERO WIDTH JOINER, which cannot be seen"),
    "a variation selector": ("Acme", "Acme\ufe0f", "VARIATION SELECTOR-16, which cannot be seen"),
    "a letter without a form": ("Acme", "Acme\u3164", "HANGUL FILLER, which cannot be seen"),
    "another hyphen": ("Smith-Jones", "Smith\u2011Jones", "'\u2011', which is NON-BREAKING HYPHEN"),
    "another apostrophe": ("O'Neil", "O\u2019Neil", "'\u2019', which is RIGHT SINGLE QUOTATION MARK"),
}


def table(*bidders: str) -> list[list[object]]:
    head: list[object] = ["Bidder", "social-value", "quality", "price", "carbon-plan"]
    return [head, *([name, 4, 40, 1000, "yes"] for name in bidders)]


@pytest.mark.parametrize("name", ALIKE)
def test_bidders_that_look_alike_are_an_error_with_both_places(name: str, workbooks: Workbooks) -> None:
    first, second, why = ALIKE[name]
    path = workbooks.save({"Bids": table(first, "Other", second)})
    (line,) = [line for line in lines(path, framework()) if "looks like" in line]
    assert line.startswith("bids.xlsx:Bids!A4: WB126 ")
    assert line.endswith(f"looks like the bidder at Bids!A2 and is written differently: one of them has {why} | {HINT}")


def test_bidders_that_look_alike_on_two_sheets_are_an_error(workbooks: Workbooks) -> None:
    marks = [row[:3] for row in table("Acme", "Bolt")]
    prices = [[row[0], *row[3:]] for row in table("Acme", "B\u043elt")]
    said = lines(workbooks.save({"Marks": marks, "Prices": prices}), framework())
    assert any("Prices!A3: WB126" in line and "the bidder at Marks!A3" in line for line in said), said


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Acme 1", "Acme l"),
        ("Muller", "Müller"),
        ("Вектор", "Vektor"),
        ("Acme 2", "Acme²"),
        ("Ann", "Anna"),
        ("0mega", "Omega"),
    ],
)
def test_bidders_that_a_person_tells_apart_are_two(first: str, second: str, workbooks: Workbooks) -> None:
    said = lines(workbooks.save({"Bids": table(first, second)}), framework())
    assert not [line for line in said if "WB12" in line], said


def test_spaces_and_accents_stored_differently_are_one_bidder(workbooks: Workbooks) -> None:
    marks = [row[:3] for row in table("Acme\u00a0Ltd", "École")]
    prices = [[row[0], *row[3:]] for row in table("Acme Ltd", "E\u0301cole")]
    said = lines(workbooks.save({"Marks": marks, "Prices": prices}), framework())
    assert not [line for line in said if "looks like" in line], said


@pytest.mark.parametrize("name", ["\u200b", "\u3164", "\u2060\u00ad"])
def test_a_name_nobody_can_see_is_none(name: str, workbooks: Workbooks) -> None:
    said = lines(workbooks.save({"Bids": table("Acme", name)}), framework())
    assert any(line.startswith("bids.xlsx:Bids!A3: WB120") and "nothing that can be seen" in line for line in said), (
        said
    )
