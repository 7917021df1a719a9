"""The three layouts and delimited text: one competition read from each gives the same bids."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from svscore.bids import Bid, Entry
from svscore.problem import Location
from svscore.workbook import framework_named_in, read_bids
from tests.properties import examples
from tests.workbook.build import Workbooks, framework, lines

COLUMNS = ["social-value", "quality", "price", "carbon-plan"]
Marks = list[tuple[Any, Any, Any, Any]]
NOWHERE = Location("")


def wide(bids: Marks) -> list[list[Any]]:
    return [["Bidder", *COLUMNS], *([f"Bidder {n}", *marks] for n, marks in enumerate(bids))]


def matrix(bids: Marks) -> list[list[Any]]:
    header, *rows = wide(bids)
    turned = [list(line) for line in zip(header, *rows, strict=True)]
    turned[0][0] = "Criterion"
    return turned


def long(bids: Marks) -> list[list[Any]]:
    header, *rows = wide(bids)
    marks = [[row[0], name, value] for row in rows for name, value in zip(header[1:], row[1:], strict=True)]
    return [["Bidder", "Criterion", "Mark"], *marks]


def text(rows: list[list[Any]], separator: str = ",") -> str:
    return "".join(separator.join("" if cell is None else str(cell) for cell in row) + "\r\n" for row in rows)


def bare(entries: Any) -> dict[str, Entry]:
    return {name: entry._replace(place=NOWHERE, row=0, column=0) for name, entry in entries.items()}


def without_places(path: Path) -> list[Bid]:
    """The bids of a file, as if nothing stood anywhere."""
    bids = read_bids(path, framework()).bids
    return [
        replace(
            bid,
            location=NOWHERE,
            blanks={},
            entries=dict(sorted(bare(bid.entries).items())),
            evaluator_marks={name: bare(marks) for name, marks in bid.evaluator_marks.items()},
        )
        for bid in bids
    ]


BIDS: Marks = [(3, 40.5, 1000.25, "yes"), (0, 12, 900, "no"), (None, None, None, "yes")]


def test_every_layout_gives_the_same_bids(workbooks: Workbooks) -> None:
    expected = without_places(workbooks.save({"Bids": wide(BIDS)}))
    assert [entry.value for entry in expected[0].entries.values()] == ["yes", Fraction("1000.25"), Fraction("40.5"), 3]
    assert [list(bid.entries) for bid in expected[1:]] == [sorted(COLUMNS), ["carbon-plan"]]
    split = {"Marks": [row[:3] for row in wide(BIDS)], "Bids": [[row[0], *row[3:]] for row in wide(BIDS)]}
    for path in (
        workbooks.save({"Panel": matrix(BIDS)}, name="matrix.xlsx"),
        workbooks.save({"Scores": long(BIDS)}, name="long.xlsx"),
        workbooks.save(split, name="split.xlsx"),
        workbooks.text(text(wide(BIDS)), "wide.csv"),
        workbooks.text(text(matrix(BIDS)), "matrix.csv"),
        workbooks.text(text(long(BIDS), ";"), "long.csv"),
        workbooks.text(text(wide(BIDS), "\t"), "wide.tsv", "utf-16"),
    ):
        assert without_places(path) == expected, path.name


MARKS = st.tuples(
    st.none() | st.integers(0, 4),
    st.none() | st.decimals(0, 50, places=2).map(float),
    st.none() | st.integers(1, 10**9),
    st.sampled_from([None, "yes", "no"]),
).filter(any)


@pytest.mark.slow
@examples(40)
@given(bids=st.lists(MARKS, min_size=1, max_size=4))
def test_every_layout_gives_the_same_bids_for_any_marks(tmp_path_factory: Any, bids: Marks) -> None:
    workbooks = Workbooks(tmp_path_factory.mktemp("layouts"))
    expected = without_places(workbooks.save({"Bids": wide(bids)}))
    assert without_places(workbooks.save({"Bids": matrix(bids)})) == expected
    assert without_places(workbooks.save({"Scores": long(bids)})) == expected


def test_a_competition_is_what_the_whole_file_says(workbooks: Workbooks) -> None:
    details: list[list[Any]] = [
        ["Competition"],
        ["Reference", "R1"],
        ["notice date"],
        ["FRAMEWORK", "it-support"],
        ["Value", 5e6],
    ]
    path = workbooks.save({"Bids": wide(BIDS[:1]), "Competition": details})
    competition = read_bids(path, framework())
    assert competition.details == {"reference": "R1", "framework": "it-support", "value": "5000000"}
    assert (competition.source, len(competition.sha256), competition.notes) == ("bids.xlsx", 64, ())
    assert framework_named_in(path) == "it-support"


def test_a_file_that_names_no_framework(workbooks: Workbooks) -> None:
    assert framework_named_in(workbooks.save({"Bids": wide(BIDS)})) is None
    assert framework_named_in(workbooks.text(text(wide(BIDS)))) is None


def test_competition_rows_that_are_not_understood_are_said(workbooks: Workbooks) -> None:
    details: list[list[Any]] = [
        ["Key", "Value"],
        ["Framwork", "x"],
        ["Contact", "me"],
        ["title", "=A1"],
        ["lot", 2],
        ["lot", 3],
    ]
    assert lines(workbooks.save({"Bids": wide(BIDS), "Competition": details}), framework()) == [
        "bids.xlsx:Competition!A2: WB111 warning: 'Framwork' is not a detail that is read | did you mean 'framework'?",
        "bids.xlsx:Competition!A3: WB111 warning: 'Contact' is not a detail that is read",
        (
            "bids.xlsx:Competition!B4: WB130 warning: the formula has no stored value, expected title; "
            "it counts as blank | open it in Excel or LibreOffice, recalculate and save"
        ),
        "bids.xlsx:Competition!A6: WB170 warning: lot is given a second time; the first was taken",
    ]


LONG = "marks of several evaluators belong in the long layout: columns Bidder, Criterion, Evaluator, Mark"


@pytest.mark.parametrize(
    ("rows", "place", "word"),
    [
        ([["Bidder", "Evaluator", "quality"], ["Acme", "Ann", 40], ["Acme", "Bob", 30]], "B1", "row"),
        ([["Criterion", "Evaluator", "Acme"], ["quality", "Ann", 40], ["quality", "Bob", 30]], "B1", "column"),
        ([["Criterion", "Acme", "ACME"], ["Evaluator", "Ann", "Bob"], ["quality", 40, 30]], "A2", "column"),
    ],
)
def test_marks_of_several_evaluators_are_told_their_layout(
    workbooks: Workbooks, rows: list[list[Any]], place: str, word: str
) -> None:
    path = workbooks.save({"Marks": rows, "Bids": [["Bidder", "price"], ["Acme", "tbc"]]})
    message = f"found Evaluator as a heading in a table of one {word} a bidder"
    assert lines(path, framework()) == [f"bids.xlsx:Marks!{place}: WB153 {message} | {LONG}"]


def test_an_evaluator_beside_one_line_a_bidder_is_no_matter(workbooks: Workbooks) -> None:
    rows: list[list[Any]] = [
        ["Bidder", "Lot", "Evaluator", "social-value", "quality", "price", "carbon-plan"],
        ["Acme", "1", "Ann", 3, 40, 1000, "yes"],
        ["Acme", "2", "Bob", 3, 40, 1000, "yes"],
        ["Bolt", "1", "Ann", 2, 30, 900, "yes"],
    ]
    assert lines(workbooks.save({"Bids": rows}), framework(), lot="1") == [
        "bids.xlsx:Bids!C1: WB111 warning: 'Evaluator' is not a column that is read"
    ]
