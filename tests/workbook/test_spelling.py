"""Names are compared however their accents are stored, and stay as they were written."""

from __future__ import annotations

from typing import Any
from unicodedata import normalize

import pytest

from svscore.workbook import read_bids
from tests.workbook.build import Workbooks, framework, lines, values

NAMES = [
    pytest.param("\u212bngstr\u00f6m AB", id="angstrom sign"),
    pytest.param("\u2126mega Ltd", id="ohm sign"),
    pytest.param("\u212aelvin plc", id="kelvin sign"),
    pytest.param("Cafe\u0301 Noir", id="combining acute"),
    pytest.param("q\u0323\u0307 Works", id="two marks below and above"),
    pytest.param("q\u0307\u0323 Works", id="two marks in the other order"),
    pytest.param("\u1112\u1161\u11ab\u1100\u116e\u11a8", id="Hangul jamo"),
    pytest.param("\ufa0c Co", id="compatibility ideograph"),
    pytest.param("\u0958 Group", id="Devanagari letter that never composes"),
    pytest.param("Gruppe \u01f0", id="letter that loses its mark's place in lower case"),
    pytest.param("\u1fbe", id="Greek iota that is another letter"),
    pytest.param("\ufb2a", id="Hebrew presentation form"),
]


def spellings(name: str) -> list[str]:
    """The other ways programs store the name."""
    return [text for text in (normalize("NFC", name), normalize("NFD", name)) if text != name]


@pytest.mark.parametrize("name", NAMES)
def test_no_bidder_is_respelled(workbooks: Workbooks, name: str) -> None:
    header = ["Bidder", "social-value", "quality", "price", "carbon-plan"]
    path = workbooks.save({"Bids": [header, [name, 3, 40, 1000, "yes"]]})
    assert (list(values(read_bids(path, framework()))), lines(path, framework())) == ([name], [])


@pytest.mark.parametrize("name", NAMES)
def test_a_name_stored_in_two_ways_is_one_bidder_as_first_written(workbooks: Workbooks, name: str) -> None:
    for other in spellings(name):
        marks: list[list[Any]] = [["Bidder", "social-value", "quality"], [name, 3, 40]]
        path = workbooks.save({"Marks": marks, "Bids": [["Bidder", "price", "carbon-plan"], [other, 9, "yes"]]})
        assert (list(values(read_bids(path, framework()))), lines(path, framework())) == ([name], [])


@pytest.mark.parametrize("name", NAMES)
def test_a_name_stored_in_two_ways_does_not_bid_twice(workbooks: Workbooks, name: str) -> None:
    for other in spellings(name):
        header = ["Bidder", "social-value", "quality", "price", "carbon-plan"]
        path = workbooks.save({"Bids": [header, [name, 3, 40, 9, "yes"], [other, 4, 40, 8, "yes"]]})
        assert "has bid before, at Bids!A2 |" in lines(path, framework())[0]


@pytest.mark.parametrize("name", NAMES)
def test_no_evaluator_is_respelled_or_counted_twice(workbooks: Workbooks, name: str) -> None:
    long: list[list[Any]] = [["Bidder", "Criterion", "Evaluator", "Mark"], ["Acme", "social-value", name, 3]]
    for other in (name, *spellings(name)):
        listed = [["Name", "Role"], [name, "chair"]]
        sheets: dict[str, list[list[Any]]] = {
            "Evaluators": listed,
            "Scores": [*long, ["Acme", "quality", other, 40]],
            "Bids": [["Bidder", "price", "carbon-plan"], ["Acme", 9, "yes"]],
        }
        competition = read_bids(workbooks.save(sheets), framework())
        assert [evaluator.name for evaluator in competition.evaluators] == [name]
        assert {who: sorted(marks) for who, marks in competition.bids[0].evaluator_marks.items()} == {
            name: ["quality", "social-value"]
        }
        assert competition.notes == ()


@pytest.mark.parametrize("name", NAMES)
def test_a_criterion_a_word_of_its_scale_and_a_lot_are_found_however_they_are_stored(
    workbooks: Workbooks, name: str
) -> None:
    model = framework(
        {"id": "merit", "title": name, "weight": "100", "scale": "words"},
        scales={"words": [{"mark": name, "share": "100"}, {"mark": "poor", "share": "0"}]},
    )
    for other in (name, *spellings(name)):
        rows = [["Bidder", "Lot", other], ["Acme", name, other], ["Bolt", other, "poor"], ["Cole", "2", "poor"]]
        path = workbooks.save({"Bids": rows})
        competition = read_bids(path, model, lot=other)
        assert values(competition) == {"Acme": {"merit": name}, "Bolt": {"merit": "poor"}}
        assert competition.bids[0].lot == name


@pytest.mark.parametrize("name", NAMES)
def test_a_word_that_fails_a_gate_fails_it_however_it_is_stored(workbooks: Workbooks, name: str) -> None:
    gate = {"id": "plan", "title": "Plan", "gate": {"fail-when": name, "pass-when": "fine"}}
    model = framework({"id": "quality", "title": "Quality", "weight": "100", "points": {"max": "50"}}, gate)
    for other in (name, *spellings(name)):
        path = workbooks.save({"Bids": [["Bidder", "Quality", "Plan"], ["Acme", 40, other.upper()], ["B", 4, other]]})
        assert [entries["plan"] for entries in values(read_bids(path, model)).values()] == [name.casefold()] * 2
