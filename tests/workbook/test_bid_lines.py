"""No line is ranked that may not be a bid, and no bid is refused for what bids may well be."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from svscore.framework.model import Framework
from svscore.problem import Severity, SvscoreError
from svscore.workbook import read_bids, read_several
from tests.properties import examples
from tests.workbook.build import MAIN, Workbooks, framework, lines, values

LAB: list[dict[str, Any]] = [
    {"id": "quality", "title": "Quality", "weight": "60", "points": {"max": "100"}},
    {"id": "price", "title": "Price", "weight": "40", "price": {"formula": "lowest-ratio"}},
]
BIDS = [("Alder", "80", "100"), ("Birch", "70", "90")]
ONLY_BIDS = ["Alder", "Birch"]
LAYOUTS = ("wide", "matrix", "long")


def lab(**changes: Any) -> Framework:
    return framework(*LAB, **changes)


def table(layout: str, *more: tuple[str, str, str]) -> str:
    """The two bids and more lines in one layout, as delimited text."""
    rows = [*BIDS, *more]
    if layout == "wide":
        cells = [("Bidder", "Quality", "Price"), *rows]
    elif layout == "matrix":
        cells = list(zip(("Criterion", "Quality", "Price"), *more, *BIDS, strict=True))
    else:
        marks = [
            (name, leaf, mark) for name, *two in rows for leaf, mark in zip(("Quality", "Price"), two, strict=True)
        ]
        cells = [("Bidder", "Criterion", "Mark"), *marks]
    return "\n".join(",".join(f'"{cell}"' for cell in row) for row in cells)


def outcome(workbooks: Workbooks, text: str, model: Framework | None = None) -> tuple[list[str], set[str]]:
    """The bidders read, none where the run stops; and the codes of what is said, but for notes."""
    try:
        competition = read_bids(workbooks.text(text), model or lab())
    except SvscoreError as error:
        return [], {problem.code for problem in error.problems if problem.severity is Severity.ERROR}
    said = {note.code for note in competition.notes if note.severity is Severity.WARNING}
    return [bid.bidder for bid in competition.bids], said


WEIGHT_LINES = [
    ("Out of", "60", "40"),
    ("Weighting (1-10):", "6", "4"),
    ("Normalized weights", "0.6", "0.4"),
    ("Points available", "100", "40"),
    ("Total (out of 100)", "60", "40"),
    ("Weightage", "60%", "40%"),
    ("Wt %", "60", "40"),
    ("Marks available", "100", ""),
    ("Std dev", "5", "5"),
    ("Mean of all bids", "75", "95"),
    ("Grand total", "150", "190"),
    ("Relative importance (of 10)", "6", "4"),
    ("Criterion weight", "0.60", "0.40"),
    ("% share", "60 %", "40 %"),
    ("(100)", "60", "40"),
    ("Maximum points per criterion", "60 points", "40 points"),
    ("Importance", "High", "Low"),
    ("Comments", "see annex", ""),
]


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("line", WEIGHT_LINES, ids=lambda line: line[0])
def test_a_line_that_its_name_and_figures_call_no_bid_is_never_ranked(
    workbooks: Workbooks, line: tuple[str, str, str], layout: str
) -> None:
    assert outcome(workbooks, table(layout, line)) == (ONLY_BIDS, {"WB117"})


DOUBTFUL = [
    ("Rank", "12", "70"),
    ("Pass mark", "50", ""),
    ("Budget", "", "95"),
    ("Benchmark", "85", "97"),
    ("Total", "85", "97"),
    ("Engineer's estimate", "", "110000"),
    ("Max", "90", "95"),
    ("-", "60", "41"),
    ("N/A", "85", "97"),
    ("Gewichtung", "60", "40"),
    ("Puntos posibles", "100", "40"),
    ("Poids", "0.6", "0.4"),
    ("Split per schedule 3", "60", "40"),
    ("As advertised", "60%", "40%"),
    ("Budget approved by Cabinet", "", "95"),
]


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("line", DOUBTFUL, ids=lambda line: line[0])
def test_a_line_that_may_not_be_a_bid_stops_the_run(
    workbooks: Workbooks, line: tuple[str, str, str], layout: str
) -> None:
    assert outcome(workbooks, table(layout, line)) == ([], {"WB124"})


def test_what_makes_a_line_doubtful_and_what_to_do_is_said_at_its_cell(workbooks: Workbooks) -> None:
    text = table("wide", ("Gewichtung", "60", "40"), ("Benchmark", "85", "97"), ("Out of", "60", "40"))
    assert lines(workbooks.text(text), lab()) == [
        (
            "bids.csv:4:1: WB124 row 4, 'Gewichtung', may not be a bid: its figures 60 and 40 are the weights "
            "| if it is not a bid, delete the row; if it is, list every bidder on a sheet Bids"
        ),
        (
            "bids.csv:5:1: WB124 row 5, 'Benchmark', may not be a bid: its name is made of words for such lines; "
            "its figures 85 and 97 are neither the model's nor worked out from the other lines "
            "| if it is not a bid, delete the row; if it is, write the bidder's full registered name, "
            "or list every bidder on a sheet Bids"
        ),
        (
            "bids.csv:6:1: WB117 warning: 'Out of' was taken for a line of totals or labels, not for a bidder, "
            "and skipped: its figures are the weights "
            "| if it is a bidder, write the bidder's full registered name, or list every bidder on a sheet Bids"
        ),
    ]


@pytest.mark.parametrize(
    ("layout", "name", "figures", "said"),
    [
        ("matrix", "Rating", [("5", "6"), ("4", "3")], "columns D and E, 'Rating', may not be bids: "),
        ("matrix", "Rating", [("5", "6"), ("4", "3"), ("2", "7")], "columns D, E and F, 'Rating', may not be bids: "),
        ("wide", "Benchmark", [("85", "97"), ("86", "96")], "rows 4 and 5, 'Benchmark', may not be bids: "),
        ("wide", "RATING", [("85", "97"), ("86", "96")], "rows 4 and 5, 'RATING', may not be bids: "),
        ("wide", "Score", [("5", "6")] * 14, "rows 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15 and 2 more, 'Score', "),
    ],
)
def test_no_line_of_a_name_that_stands_twice_is_left_for_the_next_run(
    workbooks: Workbooks, layout: str, name: str, figures: list[tuple[str, str]], said: str
) -> None:
    rows = [*BIDS, *((name, *pair) for pair in figures)]
    heading = ("Criterion" if layout == "matrix" else "Bidder", "Quality", "Price")
    cells = list(zip(heading, *rows, strict=True)) if layout == "matrix" else [heading, *rows]
    (line,) = lines(workbooks.text("\n".join(map(",".join, cells))), lab())
    assert said in line
    assert f"if they are not bids, delete the {'column' if layout == 'matrix' else 'row'}s; if they are, " in line


def test_every_line_that_is_skipped_for_its_name_is_said(workbooks: Workbooks) -> None:
    rows = [("Bidder", "Quality", "Price"), ("Out of", "100", "40"), *BIDS, ("Out of", "100", "40")]
    (line,) = lines(workbooks.text("\n".join(map(",".join, rows))), lab())
    assert "warning: 'Out of' (rows 2 and 5) was taken for a line of totals or labels" in line


@pytest.mark.parametrize(
    "name", ["Total Energy Ltd", "Average Joe Ltd", "Weights & Co", "Bidder no. 3", "42", "lowest"]
)
@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_bidder_with_such_a_word_in_its_name_is_a_bidder(workbooks: Workbooks, name: str, layout: str) -> None:
    read, said = outcome(workbooks, table(layout, (name, "85", "97")))
    assert (sorted(read), said) == (sorted([*ONLY_BIDS, name]), set())


@pytest.mark.parametrize(
    "figures", [("100", "100"), ("100", "90"), ("75", "95"), ("80", "90"), ("70", "100"), ("60", "41"), ("0", "80")]
)
@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_bid_with_full_marks_or_between_the_others_is_read(
    workbooks: Workbooks, figures: tuple[str, str], layout: str
) -> None:
    assert len(outcome(workbooks, table(layout, ("Cedar", *figures)))[0]) == 3


def test_a_nominal_price_is_a_bid(workbooks: Workbooks) -> None:
    price = {"id": "price", "title": "Price", "weight": "100", "price": {"formula": "lowest-ratio"}}
    for nominal in ("1", "10", "100"):
        text = f"Bidder,Price\nAlder,12345\nBirch,{nominal}\n"
        assert outcome(workbooks, text, framework(price)) == (ONLY_BIDS, set())


@pytest.mark.parametrize("nominal", ["10", "100"])
def test_a_nominal_price_beside_no_marks_is_a_bid(workbooks: Workbooks, nominal: str) -> None:
    criteria = [LAB[0] | {"weight": "0"}, LAB[1] | {"weight": "100"}]
    text = f"Bidder,Quality,Price\nAlder,0,12345\nBirch,0,12000\nCedar,0,{nominal}\n"
    assert outcome(workbooks, text, framework(*criteria))[0] == [*ONLY_BIDS, "Cedar"]


@pytest.mark.parametrize("name", ["Total", "Benchmark", "Gewichtung", "Target", "Weighted"])
def test_a_list_of_the_bidders_settles_what_a_name_is(workbooks: Workbooks, name: str) -> None:
    marks: list[list[Any]] = [["Bidder", "Quality"], ["Alder", 80], ["Birch", 70], [name, 85]]
    bids: list[list[Any]] = [["Bidder", "Price"], ["Alder", 100], ["Birch", 90], [name, 97]]
    path = workbooks.save({"Marks": marks, "Bids": bids})
    assert lines(path, lab()) == []
    assert values(read_bids(path, lab()))[name] == {"quality": "85", "price": "97"}


def test_a_file_of_names_is_a_list_of_the_bidders(workbooks: Workbooks) -> None:
    marks = workbooks.text(table("wide", ("Gewichtung", "60", "40")))
    names = workbooks.text("Bidder\nAlder\nBirch\nGewichtung\n", "names.csv")
    assert len(read_several([marks, names], lab()).bids) == 3


@pytest.mark.parametrize("name", ["Estimate", "Budget", "Previous contract price", "Client's estimate", "Ceiling"])
def test_a_label_below_the_list_does_not_confirm_itself(workbooks: Workbooks, name: str) -> None:
    marks: list[list[Any]] = [["Bidder", "Quality"], ["Alder", 80], ["Birch", 70], [name, None]]
    bids: list[list[Any]] = [["Bidder", "Price"], ["Alder", 100], ["Birch", 90], [name, 97]]
    found = lines(workbooks.save({"Marks": marks, "Bids": bids}), lab(missing="zero"))
    assert [line.split()[:2] for line in found if "WB124" in line] == [["bids.xlsx:Bids!A4:", "WB124"]]


def test_sums_below_both_sheets_do_not_confirm_each_other(workbooks: Workbooks) -> None:
    marks: list[list[Any]] = [["Bidder", "Quality"], ["Alder", 40], ["Birch", 30], ["Total", 70]]
    bids: list[list[Any]] = [["Bidder", "Price"], ["Alder", 100], ["Birch", 90], ["Total", 190]]
    path = workbooks.save({"Marks": marks, "Bids": bids})
    assert [bid.bidder for bid in read_bids(path, lab()).bids] == ONLY_BIDS


WORKED_OUT: list[tuple[str, list[Any]]] = [
    ("Durchschnitt", [75.67, 96.67]),
    ("Suma", [227, 290]),
    ("Moyenne", [75.667, 96.667]),
    ("Promedio", [75.6666666666667, 96.6666666666667]),
    ("Mittel", [75.67, 96.7]),
]


@pytest.mark.parametrize("line", WORKED_OUT, ids=lambda line: line[0])
def test_a_line_that_only_formulas_make_stops_the_run(workbooks: Workbooks, line: tuple[str, list[Any]]) -> None:
    name, figures = line
    rows: list[list[Any]] = [["Bidder", "Quality", "Price"], ["Alder", 80, 100], ["Birch", 70, 90], ["Cedar", 77, 100]]
    found = lines(workbooks.save({"Sheet": [*rows, [name, *figures]]}), lab())
    assert {line.split()[1] for line in found} == {"WB124"}


def test_a_line_of_nothing_but_formulas_below_typed_ones_stops_the_run(workbooks: Workbooks) -> None:
    rows = [("Bidder", "Quality", "Price"), ("Alder", "80", "100"), ("Birch", "70", "90"), ("Cedar", "77", "99")]
    xml = "".join(f"<row>{''.join(_cell(cell, row[0]) for cell in row)}</row>" for row in rows)
    path = workbooks.raw(f'<worksheet xmlns="{MAIN}"><sheetData>{xml}</sheetData></worksheet>')
    assert [line.split()[1] for line in lines(path, lab())] == ["WB124"]


def _cell(cell: str, name: str) -> str:
    if not cell.isdecimal():
        return f'<c t="str"><v>{cell}</v></c>'
    return f"<c>{'<f>A1</f>' if name == 'Cedar' else ''}<v>{cell}</v></c>"


PAIRS = [
    ("Alder score", "Alder weighted", "Birch score", "Birch weighted"),
    ("Alder", "Alder (weighted)", "Birch", "Birch (weighted)"),
    ("Alder raw", "Alder points", "Birch raw", "Birch points"),
    ("Weighted Alder", "Alder", "Weighted Birch", "Birch"),
    ("Alder Ltd mark", "Alder Ltd rank", "Birch Ltd mark", "Birch Ltd rank"),
    ("Alder - Score 60%", "Alder - Weighted 60%", "Birch - Score 60%", "Birch - Weighted 60%"),
]


@pytest.mark.parametrize("names", PAIRS, ids=lambda names: names[1])
@pytest.mark.parametrize("is_matrix", [True, False])
def test_weighted_marks_beside_raw_ones_are_never_bids_of_their_own(
    workbooks: Workbooks, names: tuple[str, ...], *, is_matrix: bool
) -> None:
    figures = (["80", "48", "70", "42"], ["100000", "36", "90000", "40"])
    rows = [["Criterion", "Weight", *names], ["Quality", "60", *figures[0]], ["Price", "40", *figures[1]]]
    if not is_matrix:
        rows = [["Bidder", "Quality", "Price"], *map(list, zip(names, *figures, strict=True))]
    text = "\n".join(",".join(row) for row in rows)
    assert outcome(workbooks, text) == ([], {"WB124"})
    first = next(line for line in lines(workbooks.text(text), lab()) if "WB124" in line)
    assert f"'{names[0]}' and '{names[1]}'" in first
    assert f"'{names[2]}' and '{names[3]}'" in first


NAMELESS_PAIRS = [
    (("Alder", "W", "Birch", "W."), ("80", "48", "70", "42"), ("100000", "36", "90000", "40")),
    (("Alder", "(a)", "Birch", "(b)"), ("80", "48.0", "71", "42.6"), ("1000", "36", "900", "40")),
    (("Alder", "gewichtet", "Birch", "gewichtet 2"), ("95", "57", "70", "42"), ("100", "36", "90", "40")),
    (("Alder", "Alder pondéré"), ("80", "48"), ("100000", "36")),
    (("Alder", "Birch", "x 0.6"), ("80", "70", "42"), ("100000", "90000", "40")),
    (
        ("Alder", "A", "Birch", "B", "Cedar", "C"),
        ("80", "48", "70", "42", "5", "3"),
        ("99", "36", "90", "39.6", "95", ""),
    ),
]


@pytest.mark.parametrize(("names", "marks", "prices"), NAMELESS_PAIRS, ids=lambda cells: cells[1])
@pytest.mark.parametrize("is_matrix", [True, False])
def test_weighted_marks_are_no_bids_whatever_their_column_is_called(
    workbooks: Workbooks, names: tuple[str, ...], marks: tuple[str, ...], prices: tuple[str, ...], *, is_matrix: bool
) -> None:
    rows = [["Criterion", *names], ["Quality", *marks], ["Price", *prices]]
    if not is_matrix:
        rows = [["Bidder", "Quality", "Price"], *map(list, zip(names, marks, prices, strict=True))]
    assert outcome(workbooks, "\n".join(",".join(row) for row in rows)) == ([], {"WB124"})


BLOCKS = {
    "after": ("Alder", "Birch", "Cedar", "A", "B", "C"),
    "before": ("A", "B", "C", "Alder", "Birch", "Cedar"),
    "turned": ("Alder", "Birch", "Cedar", "C", "B", "A"),
    "between": ("Alder", "A", "B", "Birch", "Cedar", "C"),
    "mixed": ("Cedar", "B", "Alder", "C", "A", "Birch"),
    "some": ("Alder", "Birch", "Cedar", "A", "C"),
    "two": ("Alder", "Birch", "A", "B"),
    "one": ("Alder", "Birch", "B"),
}
RAW = {"Alder": (80, 100_000), "Birch": (70, 90_000), "Cedar": (91, 120_000)}
POINTS = {
    "points": lambda price: f"{40 * 90_000 / price:.1f}",
    "points of 100": lambda price: f"{100 * 90_000 / price:.1f}",
    "the price": str,
    "weighted price": lambda price: f"{price * 0.4:.0f}",
}


@pytest.mark.parametrize("names", BLOCKS.values(), ids=BLOCKS.keys())
@pytest.mark.parametrize("points", POINTS.values(), ids=POINTS.keys())
@pytest.mark.parametrize("factor", [0.6, 0.3, 0.1])
@pytest.mark.parametrize("is_matrix", [True, False])
def test_weighted_marks_in_a_block_of_their_own_are_not_ranked_unsaid(
    workbooks: Workbooks, names: tuple[str, ...], points: Any, factor: float, *, is_matrix: bool
) -> None:
    full = {name[0]: name for name in RAW}
    rows = [["Bidder", "Quality", "Price"]]
    for name in names:
        mark, price = RAW[full[name[0]]]
        rows.append([name, *((str(mark), str(price)) if name in RAW else (f"{mark * factor:.1f}", points(price)))])
    if is_matrix:
        rows = [["Criterion", *rows[0][1:]], *rows[1:]]
        rows = [list(row) for row in zip(*rows, strict=True)]
    read, said = outcome(workbooks, "\n".join(map(",".join, rows)))
    if len(names) == 3 and factor != 0.6:
        return  # one line of an unknown factor is like any other bid
    assert "WB124" in said
    assert not read or len(names) < 6


WEIGHTED_QUALITY: list[dict[str, Any]] = [
    {"id": "qa", "title": "qa", "weight": "30", "points": {"max": "100"}},
    {"id": "qb", "title": "qb", "weight": "50", "points": {"max": "100"}},
    {"id": "qc", "title": "qc", "weight": "20", "points": {"max": "50"}},
]


@pytest.mark.parametrize(
    "order", [(0, 1, 2, 3), (2, 3, 0, 1), (0, 1, 3, 2), (0, 2, 1, 3), (2, 0, 1, 3), (0, 1, 2), (1, 3)]
)
def test_weighted_marks_without_a_price_are_not_ranked(workbooks: Workbooks, order: tuple[int, ...]) -> None:
    rows = ["Alder,80,70,40", "Birch,65,90,30", "W1,24,35,16", "W2,19.5,45,12"]
    text = "Bidder,qa,qb,qc\n" + "\n".join(rows[place] for place in order)
    assert outcome(workbooks, text, framework(*WEIGHTED_QUALITY)) == ([], {"WB124"})


@pytest.mark.parametrize("listed", [["Alder", "Birch"], ["Alder"], ["Birch"]])
def test_a_list_of_some_of_the_bidders_leaves_no_line_out_unsaid(workbooks: Workbooks, listed: list[str]) -> None:
    rows = "Bidder,Quality,Price\nAlder,80,100000\nBirch,70,90000\nA,48,36\nB,42,40\n"
    names = workbooks.text("\n".join(["Bidder", *listed]), "names.csv")
    with pytest.raises(SvscoreError) as raised:
        read_several([workbooks.text(rows), names], lab())
    assert "WB124" in {problem.code for problem in raised.value.problems}


def test_a_list_of_all_the_bidders_settles_what_weighted_marks_are(workbooks: Workbooks) -> None:
    rows = "Bidder,Quality,Price\nAlder,80,100000\nBirch,70,90000\nA,48,36\nB,42,40\n"
    names = workbooks.text("Bidder\nAlder\nBirch\nA\nB\n", "names.csv")
    assert len(read_several([workbooks.text(rows), names], lab()).bids) == 4


@pytest.mark.parametrize("shape", ["after", "before", "turned", "beside"])
def test_weighted_marks_of_very_many_bids_are_known_in_the_usual_orders(workbooks: Workbooks, shape: str) -> None:
    raw = [(f"Firm {number}", 40 + number % 60, 30 + number * 7 % 70, number % 45) for number in range(150)]
    weighted = [
        (f"W{number}", mark * 0.3, other * 0.5, third * 0.4) for number, (_, mark, other, third) in enumerate(raw)
    ]
    both = {
        "after": [*raw, *weighted],
        "before": [*weighted, *raw],
        "turned": [*raw, *weighted[::-1]],
        "beside": [line for pair in zip(raw, weighted, strict=True) for line in pair],
    }[shape]
    text = "Bidder,qa,qb,qc\n" + "\n".join(",".join(str(cell) for cell in line) for line in both)
    assert outcome(workbooks, text, framework(*WEIGHTED_QUALITY)) == ([], {"WB124"})


@pytest.mark.parametrize(
    "bids",
    [
        [("Alder", "80", "60"), ("Birch", "40", "30")],
        [("Birch", "40", "30"), ("Alder", "80", "60")],
        [("Alder", "100", "100"), ("Birch", "50", "50"), ("Cedar", "90", "70")],
        [("Alder", "80", "60"), ("Birch", "40", "30"), ("Cedar", "20", "15")],
        [("Alder", "90", "70"), ("Birch", "80", "60"), ("Cedar", "40", "30"), ("Elm", "20", "15")],
    ],
    ids=lambda bids: "-".join(bid[1] for bid in bids),
)
def test_a_bid_half_as_good_as_the_one_before_it_is_read(workbooks: Workbooks, bids: list[tuple[str, ...]]) -> None:
    model = framework(*({"id": name, "title": name, "weight": "50", "points": {"max": "100"}} for name in ("qa", "qb")))
    text = "\n".join(",".join(row) for row in [("Bidder", "qa", "qb"), *bids])
    assert outcome(workbooks, text, model) == ([bid[0] for bid in bids], set())


def test_bids_whose_marks_happen_to_be_in_the_ratio_of_a_weight_are_read(workbooks: Workbooks) -> None:
    text = "Bidder,Quality,Price\nAlder,80,100\nBirch,48,90\nCedar,70,95\nElm,42,99\n"
    assert outcome(workbooks, text) == (["Alder", "Birch", "Cedar", "Elm"], set())


@pytest.mark.parametrize("word", ["comments", "remarks", "notes", "rationale", "justification"])
def test_a_column_of_words_beside_a_bid_is_passed_over(workbooks: Workbooks, word: str) -> None:
    text = f"Criterion,Alder,Alder {word},Birch,Birch {word}\nQuality,80,Clear plan,70,Thin\nPrice,100,,90,\n"
    assert outcome(workbooks, text) == (ONLY_BIDS, {"WB117"})


FOOTNOTES = [
    "Prices exclude VAT",
    "Source: panel of 3 March",
    "* Withdrawn after clarification",
    "Marks agreed at moderation on 4 March",
    "Contact procurement@example.org",
    "Copyright the authority",
]


@pytest.mark.parametrize("note", FOOTNOTES)
@pytest.mark.parametrize("layout", ["wide", "matrix"])
def test_a_footnote_is_not_scored(workbooks: Workbooks, note: str, layout: str) -> None:
    text = table(layout, (note, "", ""))
    assert outcome(workbooks, text, lab(missing="zero")) == (ONLY_BIDS, {"WB125"})
    assert outcome(workbooks, text, lab(missing="refuse")) == ([], {"WB125"})
    read, said = outcome(workbooks, text, lab(missing="partial"))
    assert (sorted(read), said) == (sorted([*ONLY_BIDS, note]), {"WB125"})


NOTES = ["Signed: J. Smith", "Withdrawn", "Evaluated on 3 May", "J. Smith, chair", "Page 1 of 2", "Fin"]


@pytest.mark.parametrize("note", NOTES)
@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_line_without_a_figure_holds_up_no_award_unsaid(workbooks: Workbooks, note: str, layout: str) -> None:
    text = table(layout, (note, "", ""))
    found = [line for line in lines(workbooks.text(text), lab(missing="partial")) if "WB125" in line]
    place = {"wide": "bids.csv:4:1", "matrix": "bids.csv:1:2", "long": "bids.csv:6:1"}[layout]
    word = "column" if layout == "matrix" else "row"
    assert found == [
        (
            f"{place}: WB125 warning: '{note}' has no mark, price or answer; "
            "it was read as a bid that is not marked yet, "
            f"and may hold up the award | if it is no bid, delete the {word}; "
            "if it is, list every bidder on a sheet Bids"
        )
    ]


@pytest.mark.parametrize("missing", ["zero", "partial"])
def test_a_list_of_the_bidders_settles_what_a_line_without_a_figure_is(workbooks: Workbooks, missing: str) -> None:
    marks = workbooks.text(table("wide", ("Cedar", "", ""), ("Signed: J. Smith", "", "")))
    names = workbooks.text("Bidder\nAlder\nBirch\nCedar\n", "names.csv")
    competition = read_several([marks, names], lab(missing=missing))
    assert [bid.bidder for bid in competition.bids] == [*ONLY_BIDS, "Cedar"]
    said = [note for note in competition.notes if note.code == "WB125"]
    assert [note.message.partition(";")[0] for note in said] == [
        "'Signed: J. Smith' has no mark, price or answer, and no list of the bidders has it"
    ]


@pytest.mark.parametrize("missing", ["zero", "partial"])
@pytest.mark.parametrize(("detail", "value"), [("Lot", "1"), ("Reference", "T-3"), ("Size", "small"), ("VCSE", "no")])
def test_a_detail_makes_a_line_without_a_figure_no_bid_unsaid(
    workbooks: Workbooks, missing: str, detail: str, value: str
) -> None:
    text = f"Bidder,{detail},Quality,Price\nAlder,{value},80,100\nBirch,{value},70,90\nSigned: J. Smith,{value},,\n"
    assert outcome(workbooks, text, lab(missing=missing)) == ([*ONLY_BIDS, "Signed: J. Smith"], {"WB125"})


def test_a_bidder_on_the_list_stays_a_bid_before_it_is_marked(workbooks: Workbooks) -> None:
    marks: list[list[Any]] = [["Bidder", "Quality"], ["Alder", 80], ["Birch", 70]]
    bids: list[list[Any]] = [["Bidder", "Price"], ["Alder", 100], ["Birch", 90], ["Cedar", None]]
    path = workbooks.save({"Marks": marks, "Bids": bids})
    assert [bid.bidder for bid in read_bids(path, lab(missing="zero")).bids] == ["Alder", "Birch", "Cedar"]


BASKET = [{"item": "monthly", "quantity": "1000"}, {"item": "setup", "quantity": "1"}]
LAB2: list[dict[str, Any]] = [
    {"id": "quality", "title": "Quality", "weight": "60", "scale": "three", "minimum": "1"},
    {"id": "price", "title": "Price", "weight": "40", "price": {"formula": "lowest-ratio", "basket": BASKET}},
]


@pytest.mark.parametrize("name", ["Quantity", "Volumes", "Mengen", "Anzahl", "Units a year"])
def test_the_quantities_of_a_basket_are_not_a_bid(workbooks: Workbooks, name: str) -> None:
    model = framework(*LAB2, scales={"three": [{"mark": "0"}, {"mark": "1"}, {"mark": "2"}]}, missing="zero")
    text = f"Bidder,Quality,monthly,setup\nAcme,1,10,500\nBolt,2,40,300\n{name},,1000,1\n"
    read, said = outcome(workbooks, text, model)
    assert read in ([], ["Acme", "Bolt"])
    assert said & {"WB117", "WB124"}


RATIOS = [
    ("Pondération", "3", "2"),
    ("Gewicht", "1.5", "1"),
    ("Poids", "30", "20"),
    ("Peso relativo", "0.3", "0.2"),
    ("Faktor", "x3", "x2"),
    ("Vekt", "9", "6"),
    ("Wichtung", "15", "10"),
]
COUNTS = [
    ("Page", "1", "2"),
    ("Pages", "2", "1"),
    ("Seite", "3", "4"),
    ("S.", "13", "12"),
    ("Kriterium", "1.1", "1.2"),
    ("Lfd", "0", "1"),
]
SAME = [("Must have", "1", "1"), ("Muss", "2", "2"), ("Obligatoire", "1.0", "1.0"), ("Nr", "", "2"), ("Rang", "", "1")]


@pytest.mark.parametrize("prices", [("100", "90"), ("250000", "240000"), ("1234.50", "987.65")])
@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("line", [*RATIOS, *COUNTS, *SAME], ids="-".join)
def test_weights_in_any_ratio_and_numbers_of_criteria_are_not_ranked(
    workbooks: Workbooks, line: tuple[str, str, str], layout: str, prices: tuple[str, str]
) -> None:
    text = table(layout, line).replace('"100"', f'"{prices[0]}"').replace('"90"', f'"{prices[1]}"')
    assert outcome(workbooks, text, lab(missing="zero")) == ([], {"WB124"})


def test_two_such_lines_do_not_hide_each_other(workbooks: Workbooks) -> None:
    text = table("wide", ("Page", "1", "2"), ("Pondération", "3", "2"), ("Muss", "1", "1"))
    found = [line for line in lines(workbooks.text(text), lab()) if "WB124" in line]
    assert [line.partition("its figures ")[2].partition(" |")[0] for line in found] == [
        "1 and 2 are a count of the criteria",
        "3 and 2 are in proportion to the weights",
        "1 and 1 are the same for every criterion, the price included",
    ]


QUALITY: list[dict[str, Any]] = [
    {"id": "qa", "title": "qa", "weight": "50", "scale": "ten"},
    {"id": "qb", "title": "qb", "weight": "30", "scale": "ten"},
    {"id": "qc", "title": "qc", "weight": "20", "scale": "ten"},
]


@pytest.mark.parametrize("line", ["Poids,5,3,2", "Page,1,2,3", "Page,3,2,1", "Seite,4,5,6", "Vekt,10,6,4"])
@pytest.mark.parametrize("is_settled", [True, False])
def test_what_a_bid_may_have_is_read_as_a_bid_and_said(workbooks: Workbooks, line: str, *, is_settled: bool) -> None:
    model = framework(*QUALITY, scales={"ten": [{"mark": str(mark)} for mark in range(11)]})
    path = workbooks.text(f"Bidder,qa,qb,qc\nAlder,7,8,6\nBirch,9,4,7\n{line}\n")
    names = workbooks.text(f"Bidder\nAlder\nBirch\n{line.partition(',')[0]}\n", "names.csv")
    competition = read_several([path, names] if is_settled else [path], model)
    assert len(competition.bids) == 3
    assert [note.code for note in competition.notes] == ([] if is_settled else ["WB124"])


@pytest.mark.parametrize("line", ["Page Ltd,1,2,3", "Cedar,5,5,5", "Cedar,10,10,10", "Cedar,8,4,2", "Cedar,3,4,6"])
def test_nothing_is_said_of_a_bid_with_usual_marks(workbooks: Workbooks, line: str) -> None:
    model = framework(*QUALITY, scales={"ten": [{"mark": str(mark)} for mark in range(11)]})
    text = f"Bidder,qa,qb,qc\nAlder,7,8,6\nBirch,9,4,7\n{line}\n"
    assert outcome(workbooks, text, model) == ([*ONLY_BIDS, line.partition(",")[0]], set())


MARKS = st.integers(0, 5)
PRICES = st.integers(1, 10_000_000).map(lambda pence: str(Fraction(pence, 100).limit_denominator(100).__float__()))
"""Tests write floats; the reader sees only their text."""


@st.composite
def tables(draw: Any) -> tuple[Framework, str, int]:
    """A model of up to five criteria, and bids of it, wide or as a matrix: equal ones, full marks, single criteria."""
    count = draw(st.integers(1, 5))
    weights = [str(Fraction(100, count))] * count if draw(st.booleans()) else _weights(draw, count)
    kinds = draw(st.lists(st.sampled_from(["scale", "points", "price"]), min_size=count, max_size=count))
    criteria = [_criterion(number, *pair) for number, pair in enumerate(zip(weights, kinds, strict=True))]
    bids = draw(st.lists(st.tuples(*(_figure(kind) for kind in kinds)), min_size=1, max_size=6))
    if draw(st.booleans()):
        bids.append(tuple({"scale": "5", "points": "50"}.get(kind, draw(PRICES)) for kind in kinds))
    names = [f"Bidder {number}" for number in range(len(bids))]
    rows = [
        ["Bidder", *(f"c{number}" for number in range(count))],
        *([n, *b] for n, b in zip(names, bids, strict=True)),
    ]
    if draw(st.booleans()):
        rows = [list(row) for row in zip(*rows, strict=True)]
        rows[0][0] = "Criterion"
    six = [{"mark": str(mark)} for mark in range(6)]
    return framework(*criteria, scales={"six": six}), "\n".join(",".join(row) for row in rows), len(bids)


def _weights(draw: Any, count: int) -> list[str]:
    parts = draw(st.lists(st.integers(1, 20), min_size=count, max_size=count))
    return [str(Fraction(100 * part, sum(parts))) for part in parts]


def _criterion(number: int, weight: str, kind: str) -> dict[str, Any]:
    what: dict[str, Any] = {"scale": "six", "points": {"max": "50"}, "price": {"formula": "lowest-ratio"}}
    return {"id": f"c{number}", "title": f"c{number}", "weight": weight, kind: what[kind]}


def _figure(kind: str) -> st.SearchStrategy[str]:
    if kind == "price":
        return PRICES
    return st.integers(0, 50).map(str) if kind == "points" else MARKS.map(str)


@examples(150)
@given(tables())
def test_no_bid_of_any_table_is_refused(drawn: tuple[Framework, str, int]) -> None:
    model, text, count = drawn
    with TemporaryDirectory() as folder:
        path = Path(folder, "bids.csv")
        path.write_text(text, "utf-8")
        assert len(read_bids(path, model).bids) == count


@pytest.mark.parametrize("heading", ["Price %", "Price (%)", "% Price", "price%", "PRICE [%]"])
@pytest.mark.parametrize("layout", ["wide", "matrix"])
def test_percentages_are_not_read_as_prices(workbooks: Workbooks, heading: str, layout: str) -> None:
    text = table(layout).replace('"Price"', f'"{heading}"')
    assert outcome(workbooks, text) == ([], {"WB112", "WB136"})


@pytest.mark.parametrize("row", [",50,95", ",Alder,Birch", " ,,95", ",-,", '"",yes,no'])
@pytest.mark.parametrize("place", [1, 2, 3])
def test_a_row_of_a_matrix_without_a_criterion_is_not_passed_over(workbooks: Workbooks, row: str, place: int) -> None:
    rows = ["Criterion,Alder,Birch", "Quality,80,70", "Price,100,90"]
    rows.insert(place, row)
    assert outcome(workbooks, "\n".join(rows)) == ([], {"WB152"})


def test_a_note_under_no_bidder_of_a_matrix_is_no_fault(workbooks: Workbooks) -> None:
    text = "Criterion,Alder,Birch,\nQuality,80,70,\n,,,see annex\nPrice,100,90,\n"
    assert outcome(workbooks, text) == (ONLY_BIDS, set())


def test_full_marks_brought_to_one_are_not_ranked_unsaid(workbooks: Workbooks) -> None:
    names = ("quality", "delivery", "value")
    marked = [{"id": name, "title": name, "weight": "20", "scale": "five"} for name in names]
    price = {"id": "price", "title": "Price", "weight": "40", "price": {"formula": "lowest-ratio"}}
    path = workbooks.text(
        "Bidder,quality,delivery,value,price\nAlder,4,4,4,50000\nBirch,4,4,0,45000\nX,1,1,1,50000\nY,1,1,0,45000\n"
    )
    with pytest.raises(SvscoreError, match="WB124"):
        read_bids(path, framework(*marked, price))
