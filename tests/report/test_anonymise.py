"""Bidder A, B, ... for publication."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from itertools import pairwise

from svscore.exact import decimal_text, small_text
from svscore.problem import Location, Problem, column_letters
from svscore.report import RENDERERS
from svscore.report.anonymise import anonymise
from svscore.report.origin import Origin
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


def level(figures: Sequence[str] = ("50", "50", "50", "49")) -> Result:
    """Three bids that share the first rank and one below, in the alphabet of their names as the engine puts them."""
    values = [Fraction(figure) for figure in figures]
    bids = [
        replace(bid, rank=rank, figure=value, figure_shown=decimal_text(value, 2))
        for bid, rank, value in zip(named(["Alpha", "Beta", "Cobalt", "Delta"]).bids, (1, 1, 1, 4), values, strict=True)
    ]
    gaps = [abs(one - two) for one, two in pairwise(values)]
    with_margin = [
        replace(bid, margin=gap, margin_shown=decimal_text(gap, 2)) for bid, gap in zip(bids, gaps, strict=False)
    ]
    return result([*with_margin, bids[-1]])


def origins() -> list[Origin]:
    """Workbooks enough for every order of the letters."""
    return [replace(ORIGIN, workbook_sha256=f"{key:064x}") for key in range(60)]


def test_level_bids_stand_in_the_order_of_their_letters() -> None:
    for origin in origins():
        anonymous, _, letters = anonymise(level(), origin)
        assert [bid.bidder for bid in anonymous.bids[:3]] == sorted(
            map(letters.__getitem__, ("Alpha", "Beta", "Cobalt"))
        )
        assert anonymous.bids[3].bidder == letters["Delta"]
        assert [bid.margin_shown for bid in anonymous.bids] == ["0.00", "0.00", "1.00", None]


def test_a_margin_is_always_that_to_the_bid_below() -> None:
    """Also where bids that are level when rounded have different figures."""
    orders = set()
    for origin in origins():
        bids = anonymise(level(("50.004", "50.006", "50.003", "49")), origin)[0].bids
        found = [bid.figure for bid in bids if bid.figure is not None]
        orders.add(tuple(found))
        assert [bid.margin for bid in bids] == [*(abs(one - two) for one, two in pairwise(found)), None]
        printed = [decimal_text(figure, 2) for figure in found]
        subtracted = [decimal_text(abs(Fraction(one) - Fraction(two)), 2) for one, two in pairwise(printed)]
        # where two print alike, the margin is the exact one
        exact = [small_text(abs(one - two)) for one, two in pairwise(found)]
        subtracted = [each if text == "0.00" else text for text, each in zip(subtracted, exact, strict=True)]
        assert [bid.margin_shown for bid in bids] == [*subtracted, None]
    assert len(orders) == 6


def test_ties_keep_the_order_of_ranks_and_no_other() -> None:
    ties = (Tie(("Delta", "Alpha", "Beta", "Cobalt"), 1, "price"), Tie(("Alpha", "Beta", "Cobalt"), 2, None))
    bids = [replace(bid, rank=2) for bid in level().bids[:3]]
    made = replace(level(), bids=(replace(level().bids[3], rank=1), *bids), ties=ties)
    for origin in origins():
        anonymous, _, letters = anonymise(made, origin)
        tied = sorted(map(letters.__getitem__, ("Alpha", "Beta", "Cobalt")))
        assert [list(tie.bidders) for tie in anonymous.ties] == [[letters["Delta"], *tied], tied]


def test_lists_of_names_in_messages_are_in_the_order_of_the_letters() -> None:
    names = [f"Firm {number:02d}" for number in range(30)]
    listed = f"{', '.join(names[:-1])} and {names[-1]}"
    asked = Question("EQ02", tuple(names), f"{listed} offer the same Price, {names[0]}'s being late", "")
    noted = Problem(Location("bids.xlsx"), "WB301", f"no column for {listed}", f"add {names[2]}, {names[3]}'s too")
    bids = [replace(bid, reasons=(f"level with {listed}",)) for bid in named(names).bids]
    anonymous, _, letters = anonymise(
        replace(named(names), bids=tuple(bids), questions=(asked,), problems=(noted,)), ORIGIN
    )
    order = [f"Bidder {column_letters(position)}" for position in range(1, 31)]
    in_words = f"{', '.join(order[:-1])} and Bidder AD"
    assert anonymous.questions[0].bidders == tuple(order)
    assert anonymous.questions[0].message == f"{in_words} offer the same Price, {letters[names[0]]}'s being late"
    assert anonymous.problems[0].message == f"no column for {in_words}"
    assert anonymous.problems[0].hint == f"add {letters[names[2]]}, {letters[names[3]]}'s too"
    assert {bid.reasons for bid in anonymous.bids} == {(f"level with {in_words}",)}


def test_no_name_stays_in_a_text_that_stores_its_accents_in_another_way() -> None:
    joined, apart = "Caf\u00e9 Noir", "Cafe\u0301 Noir"
    for name, other in ((joined, apart), (apart, joined)):
        made = named([name, "D"])
        said = Question("EQ02", (name, "D"), f"{other}, D offer the same price", "")
        reason = replace(made.bids[0], reasons=(f"{other} named no price, as {other!r}",))
        anonymous, origin, letters = anonymise(replace(made, bids=(reason, *made.bids[1:]), questions=(said,)), ORIGIN)
        assert [f"{letters[name]} named no price, as '{letters[name]}'"] == [
            text for bid in anonymous.bids if bid.bidder == letters[name] for text in bid.reasons
        ]
        assert not [page for page in (render(anonymous, origin) for render in RENDERERS.values()) if "Caf" in page]
