"""Bidder A, B, ... for publication."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from svscore.problem import Location, Problem
from svscore.report import RENDERERS
from svscore.report.anonymise import anonymise
from svscore.scoring.result import Question, Result, Step, Tie
from tests.report.results import ORIGIN, named, result, three_bids

NAMES = ["Acme Ltd", "Acme", "Brightwater (UK) Ltd", "O'Neil & Söhne", "D"]


def mentioning() -> Result:
    """A result that names its bidders wherever text may."""
    made = named(NAMES)
    step = Step("award", "figure", "sum", "1 (Acme Ltd) + 2 (Acme)", Fraction(3), "3")
    bids = (
        replace(made.bids[0], steps=(step,), criteria=(replace(made.bids[0].criteria[0], raw="Acme Ltd says 3"),)),
        *made.bids[1:],
    )
    return replace(
        made,
        bids=bids,
        ties=(Tie(("Acme", "Acme Ltd"), 1, None),),
        questions=(
            Question("EQ02", ("Acme", "D"), "Acme, D offer the same price", "bids.xlsx:Bids!B2"),
            Question("EQ01", ("Acme Ltd",), "Acme Ltd's price is zero", "bids.xlsx:Bids!B3"),
        ),
        problems=(
            Problem(Location("acme.xlsx", "Bids", 2, 2), "WB301", f"{NAMES[3]!r} is read as text", f"ask {NAMES[2]}"),
        ),
    )


def test_no_output_has_a_name_or_a_place() -> None:
    anonymous, origin, letters = anonymise(mentioning(), ORIGIN)
    for name, render in RENDERERS.items():
        page = render(anonymous, origin)
        assert [
            word for word in ("Acme", "Brightwater", "Neil", "bids.xlsx", "acme.xlsx", "Bids!") if word in page
        ] == []
        assert ORIGIN.workbook_sha256[:12] not in page
        assert "Bidder A" in page, name
    working = f"1 ({letters['Acme Ltd']}) + 2 ({letters['Acme']})"
    assert [step.substituted for bid in anonymous.bids for step in bid.steps] == [working]


def test_letters_go_to_whole_names_longest_first() -> None:
    anonymous, _, letters = anonymise(mentioning(), ORIGIN)
    assert sorted(letters.values()) == [f"Bidder {letter}" for letter in "ABCDE"]
    reasons = {bid.bidder: bid.reasons for bid in anonymous.bids}
    assert reasons == {letter: (f"remark on {letter}",) for letter in letters.values()}
    messages = [question.message for question in anonymous.questions]
    assert messages == [
        f"{letters['Acme Ltd']}'s price is zero",
        f"{letters['Acme']}, {letters['D']} offer the same price",
    ]
    assert anonymous.problems[0].message == f'"{letters[NAMES[3]]}" is read as text'


def test_letters_depend_on_workbook_and_name_alone() -> None:
    _, _, letters = anonymise(named(NAMES), ORIGIN)
    _, _, reversed_letters = anonymise(named(NAMES[::-1]), ORIGIN)
    assert letters == reversed_letters
    others = [anonymise(named(NAMES), replace(ORIGIN, workbook_sha256=f"{key:064x}"))[2] for key in range(40)]
    assert {tuple(sorted(found, key=found.__getitem__)) for found in others} != {tuple(NAMES)}
    assert len({found["Acme"] for found in others}) == len(NAMES)


def test_numbers_and_order_stay() -> None:
    made = three_bids()
    anonymous, _, letters = anonymise(made, ORIGIN)
    assert [(bid.rank, bid.total, bid.margin) for bid in anonymous.bids] == [
        (bid.rank, bid.total, bid.margin) for bid in made.bids
    ]
    assert [bid.bidder for bid in anonymous.bids] == [letters[bid.bidder] for bid in made.bids]


def test_excluded_bids_are_not_in_the_alphabet_of_their_names() -> None:
    excluded = [replace(bid, rank=None, status="excluded") for bid in named(sorted(NAMES)).bids]
    anonymous, _, _ = anonymise(result(excluded), ORIGIN)
    assert [bid.bidder for bid in anonymous.bids] == [f"Bidder {letter}" for letter in "ABCDE"]
