"""Files that hold one lot, several, or none."""

from __future__ import annotations

from typing import Any

import pytest

from svscore.problem import SvscoreError
from svscore.workbook import lots_of, read_bids
from svscore.workbook.book import read_book
from tests.workbook.build import Workbooks, framework, lines, values

HEADER = ["Lot", "Bidder", "social-value", "quality", "price", "carbon-plan"]
ROWS: list[list[Any]] = [
    HEADER,
    ["Lot 1", "Acme", 3, 40, 1000, "yes"],
    ["Lot 1", "Brook", 2, 30, 900, "yes"],
    ["Lot 2", "Acme", 4, 50, 500, "yes"],
    ["Lot 2", "Cole", "N/A", 30, 48000, "yes"],
]


def test_one_of_several_lots_must_be_named(workbooks: Workbooks) -> None:
    assert lines(workbooks.save({"Bids": ROWS}), framework()) == [
        "bids.xlsx: WB160 it holds 2 lots and none was named | name one with --lot; its lots are: Lot 1, Lot 2"
    ]


@pytest.mark.parametrize("lot", ["Lot 1", "lot 1", "1", "LOT-1"])
def test_a_lot_is_read_alone_and_the_faults_of_others_do_not_matter(workbooks: Workbooks, lot: str) -> None:
    path = workbooks.save({"Bids": ROWS})
    competition = read_bids(path, framework(), lot=lot)
    assert {bid.bidder: (bid.lot, str(bid.entries["price"].value)) for bid in competition.bids} == {
        "Acme": ("Lot 1", "1000"),
        "Brook": ("Lot 1", "900"),
    }
    assert competition.notes == ()


def test_a_lot_that_is_not_there(workbooks: Workbooks) -> None:
    path = workbooks.save({"Bids": ROWS})
    assert lines(path, framework(), lot="Lot 21") == [
        "bids.xlsx: WB161 it holds no lot 'Lot 21' | did you mean 'Lot 2'? its lots are: Lot 1, Lot 2"
    ]
    assert lines(path, framework(), lot="north") == [
        "bids.xlsx: WB161 it holds no lot 'north' | its lots are: Lot 1, Lot 2"
    ]


def test_a_single_lot_needs_no_naming(workbooks: Workbooks) -> None:
    path = workbooks.save({"Bids": ROWS[:3]})
    assert list(values(read_bids(path, framework()))) == ["Acme", "Brook"]
    assert list(values(read_bids(path, framework(), lot="1"))) == ["Acme", "Brook"]


def test_a_file_without_lots(workbooks: Workbooks) -> None:
    rows = [row[1:] for row in ROWS[:3]]
    path = workbooks.save({"Bids": rows})
    assert lines(path, framework(), lot="2") == ["bids.xlsx: WB161 it holds no lot '2' and has no column Lot"]
    path = workbooks.save({"Bids": rows, "Competition": [["lot", 2]]})
    assert list(values(read_bids(path, framework(), lot="Lot 2"))) == ["Acme", "Brook"]


def test_a_bid_without_its_lot_is_refused(workbooks: Workbooks) -> None:
    path = workbooks.save({"Bids": [*ROWS[:3], [None, "Cole", 1, 30, 48000, "yes"]]})
    assert lines(path, framework()) == [
        "bids.xlsx:Bids!A4: WB162 the bid of Cole names no lot | write the lot of each bid"
    ]


def test_lots_on_one_sheet_choose_among_the_marks_of_another(workbooks: Workbooks) -> None:
    marks: list[list[Any]] = [["Bidder", "social-value", "quality"], ["Acme", 3, 40], ["Brook", 2, 30], ["Cole", 1, 1]]
    bids: list[list[Any]] = [
        ["Bidder", "Lot", "price", "carbon-plan"],
        ["Acme", 1, 1000, "yes"],
        ["Brook", 1, 900, "yes"],
    ]
    path = workbooks.save({"Marks": marks, "Bids": [*bids, ["Cole", 2, 48000, "no"]]})
    assert list(values(read_bids(path, framework(), lot="1"))) == ["Acme", "Brook"]
    path = workbooks.save({"Marks": marks, "Bids": [*bids, ["Acme", 2, 1, "no"]]})
    assert lines(path, framework(), lot="1")[0] == (
        "bids.xlsx:Marks!A2: WB163 Acme bids for several lots, and this sheet has no column Lot "
        "| add a column Lot, or one sheet a lot"
    )


def test_one_sheet_a_lot(workbooks: Workbooks) -> None:
    path = workbooks.save({"North": [HEADER, ROWS[1], ROWS[2]], "South": [HEADER, ROWS[3]]})
    competition = read_bids(path, framework(), lot="2")
    assert [(bid.bidder, str(bid.entries["price"].value)) for bid in competition.bids] == [("Acme", "500")]
    assert competition.notes == ()


def test_lots_of_a_long_table(workbooks: Workbooks) -> None:
    header = ["Lot", "Bidder", "Criterion", "Mark"]
    marks = [[row[0], row[1], name, mark] for row in ROWS[1:] for name, mark in zip(HEADER[2:], row[2:], strict=True)]
    path = workbooks.save({"Scores": [header, *marks]})
    competition = read_bids(path, framework(), lot="Lot 1")
    assert [(bid.bidder, bid.lot, len(bid.entries)) for bid in competition.bids] == [
        ("Acme", "Lot 1", 4),
        ("Brook", "Lot 1", 4),
    ]


def test_of_many_lots_the_first_are_named_and_long_names_are_cut(workbooks: Workbooks) -> None:
    names = ["x" * 1000, *(f"Lot {number}" for number in range(2, 104))]
    path = workbooks.save({"Bids": [HEADER, *([name, *ROWS[1][1:]] for name in names)]})
    (said,) = lines(path, framework())
    assert said.startswith(
        "bids.xlsx: WB160 it holds 103 lots and none was named | name one with --lot; its lots are: "
    )
    assert "its lots are: " + "x" * 57 + "..., Lot 2, " in said
    assert said.endswith(", Lot 100 and 3 more")


def test_lines_that_count_for_more_lots_than_can_be_read_one_after_the_other_are_refused(workbooks: Workbooks) -> None:
    bids = "".join(f"lot {number},B{number},4,40,1000,yes\n" for number in range(1_900))
    others = "".join(f",C{number},4,40,1000,yes\n" for number in range(2_700))
    path = workbooks.text(",".join(HEADER) + "\n" + bids + others)
    with pytest.raises(SvscoreError) as refused:
        lots_of(read_book(path), framework())
    message = "bids.csv: WB103 it holds 1,900 lots on 4,600 lines, more than are read one after the other"
    assert str(refused.value) == message
    assert refused.value.problems[0].hint == "name one with --lot, or split it"


def test_as_many_lots_as_lines_are_read_one_after_the_other(workbooks: Workbooks) -> None:
    bids = "".join(f"lot {number},B{number},4,40,1000,yes\n" for number in range(3_000))
    path = workbooks.text(",".join(HEADER) + "\n" + bids)
    lots = lots_of(read_book(path), framework())
    assert len(lots) == 3_000
    assert lots["lot 7"] == read_bids(path, framework(), lot="7")


@pytest.mark.parametrize(
    "marks", [["Acme"], ["Acme", "Brook"], ["Brook", "Cedar", "Acme"], ["Cedar"], [" acme", "BROOK"]]
)
def test_every_lot_read_at_once_is_the_lot_read_alone(marks: list[str], workbooks: Workbooks) -> None:
    prices = [("1", "Acme", "10"), ("2", "Acme", "20"), ("2", "Brook", "30"), ("", "Dove", "40"), ("3", "Cedar", "50")]
    sheets = {
        "Marks": [["Bidder", *HEADER[2:4]], *([bidder, "4", "40"] for bidder in marks)],
        "Prices": [["Lot", "Bidder", *HEADER[4:]], *([*row, "yes"] for row in prices)],
    }
    path = workbooks.save(sheets)
    for name, outcome in lots_of(read_book(path), framework()).items():
        if isinstance(outcome, SvscoreError):
            with pytest.raises(SvscoreError) as error:
                read_bids(path, framework(), lot=name)
            assert outcome.problems == error.value.problems
        else:
            assert outcome == read_bids(path, framework(), lot=name)


def test_what_is_found_in_one_lot_is_not_said_of_another(workbooks: Workbooks) -> None:
    first, second = lots_of(read_book(workbooks.save({"Bids": ROWS})), framework()).values()
    assert isinstance(second, SvscoreError)
    assert "N/A" in str(second)
    assert first == read_bids(workbooks.folder / "bids.xlsx", framework(), lot="Lot 1")
