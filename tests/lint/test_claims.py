"""What warnings claim of price and minimums, against every combination of marks and against the engine."""

from collections.abc import Sequence
from fractions import Fraction
from itertools import pairwise, product
from pathlib import Path
from random import Random

import pytest

from svscore.bids import Bid, Competition, Entry
from svscore.exact import round_fraction
from svscore.framework.load import load_framework
from svscore.framework.model import Framework
from svscore.lint import check_file
from svscore.lint.sums import quality_sums, smallest_difference
from svscore.problem import Location
from svscore.scoring.engine import score

HEAD = """svscore: 1
id: example
title: Example
version: "1"
regime: other
status: published
sources: [{title: Invitation to tender}]
scales:
  two: [{mark: 0}, {mark: 1}]
  three: [{mark: 0}, {mark: 1}, {mark: 2}]
  from-one: [{mark: 1}, {mark: 2}, {mark: 3}]
  uneven: [{mark: A, share: 100}, {mark: B, share: 35}, {mark: C, share: 10}]
"""
SHARES = {
    "two": ["0", "1"],
    "three": ["0", "1/2", "1"],
    "from-one": ["1/3", "2/3", "1"],
    "uneven": ["1/10", "7/20", "1"],
}


def written(folder: Path, text: str) -> Path:
    path = folder / "framework.yaml"
    path.write_text(HEAD + text, "utf-8")
    return path


def found(folder: Path, text: str, code: str) -> list[str]:
    return [problem.message for problem in check_file(written(folder, text)) if problem.code == code]


def marked(leaves: Sequence[tuple[str, int]], formula: str = "lowest-ratio", *, top: str = "") -> str:
    """A model of criteria, each a scale and a weight, and a price with the rest of 100."""
    lines = [
        f"  - {{id: q-{index}, title: Q {index}, weight: {weight}, minimum: 10%, scale: {scale}}}"
        for index, (scale, weight) in enumerate(leaves)
    ]
    price = 100 - sum(weight for _, weight in leaves)
    lines.append(f"  - {{id: price, title: Price, weight: {price}, price: {{formula: {formula}}}}}")
    return top + "criteria:\n" + "\n".join(lines) + "\n"


def bid(name: str, **entries: str) -> Bid:
    place = Location("bids")
    cells = {
        key.replace("_", "-"): Entry(Fraction(value) if value[0].isdigit() else value, value, place)
        for key, value in entries.items()
    }
    return Bid(name, place, cells)


def ranked(framework: Framework, *bids: Bid) -> dict[str, str]:
    """Rank or status of each bid."""
    result = score(framework, Competition("bids", "", bids))
    return {each.bidder: str(each.rank or "excluded") for each in result.bids}


# Price that is said to break ties only


def test_price_that_decides_between_sums_of_marks_is_never_said_to_break_ties_only(tmp_path: Path) -> None:
    text = marked([("two", 20), ("two", 22), ("two", 33)]).replace("minimum: 10%, ", "")
    assert found(tmp_path, text, "SV207") == []
    framework = load_framework(written(tmp_path, text)).framework
    dear, cheap = {"q_0": "0", "q_1": "1", "q_2": "0"}, {"q_0": "1", "q_1": "0", "q_2": "0"}
    assert ranked(framework, bid("Y", price="200", **dear), bid("X", price="100", **cheap)) == {"X": "1", "Y": "2"}


def models() -> list[tuple[list[tuple[str, int]], int | None]]:
    """Sixty models with a light price, the same in every run."""
    random = Random(20)  # noqa: S311 - no secret
    drawn = []
    for _ in range(60):
        rest, leaves = 100 - random.randint(1, 20), []
        for _ in range(random.randint(0, 2)):
            weight = random.randint(1, rest // 2)
            rest -= weight
            leaves.append((random.choice(list(SHARES)), weight))
        drawn.append(([*leaves, (random.choice(list(SHARES)), rest)], random.choice([None, None, 0, 1])))
    return drawn


def claims_ties_only(leaves: Sequence[tuple[str, int]], places: int | None) -> bool:
    """The same by trying every combination of marks."""

    def points(share: Fraction, weight: int) -> Fraction:
        return share * weight if places is None else round_fraction(share * weight, places, "half-up")

    price = 100 - sum(weight for _, weight in leaves)
    lost = points(Fraction(1), price) - points(Fraction(1, 2), price)
    choices = [[points(Fraction(share), weight) for share in SHARES[scale]] for scale, weight in leaves]
    sums = sorted({sum(combination) for combination in product(*choices)})
    return all(after - before > lost for before, after in pairwise(sums)) and len(sums) > 1


@pytest.mark.parametrize(("leaves", "places"), models())
def test_the_claim_is_made_where_every_combination_of_marks_bears_it_out(
    leaves: list[tuple[str, int]], places: int | None, tmp_path: Path
) -> None:
    top = "" if places is None else f"rounding: {{criterion: {places}}}\n"
    messages = found(tmp_path, marked(leaves, top=top), "SV207")
    assert any("only break ties" in message for message in messages) == claims_ties_only(leaves, places)


def test_the_models_tried_have_both_outcomes() -> None:
    assert 5 <= sum(claims_ties_only(*model) for model in models()) <= 55


@pytest.mark.parametrize(
    "top",
    [
        "moderation: mean\n",
        "moderation: median\n",
        "award: {by: highest-total, on: rounded}\n",
        "missing: zero\nadjustments: [{id: local, title: Local, when: is-local, add: 4}]\n",
    ],
)
def test_the_claim_is_not_made_where_other_sums_are_possible(top: str, tmp_path: Path) -> None:
    leaves = [("two", 90)]
    assert found(tmp_path, marked(leaves), "SV207") != []
    assert found(tmp_path, marked(leaves, top=top), "SV207") == []


def test_a_section_rounded_together_with_the_price_is_left_alone(tmp_path: Path) -> None:
    text = """criteria:
  - id: all
    title: All
    weight: 100
    criteria:
      - {id: quality, title: Quality, weight: 90, minimum: 10%, scale: two}
      - {id: price, title: Price, weight: 10, price: {formula: lowest-ratio}}
"""
    assert found(tmp_path, text, "SV207") != []
    assert found(tmp_path, "rounding: {section: 0}\n" + text, "SV207") == []


def test_sums_are_listed_within_a_bound(tmp_path: Path) -> None:
    leaves = [("uneven", weight) for weight in (2, 3, 5, 7, 11, 13, 17, 19)]
    framework = load_framework(written(tmp_path, marked(leaves))).framework
    assert quality_sums(framework) is not None
    lines = "".join(
        f"  - {{id: q-{index}, title: Q, weight: {100 + 2**index}/100, scale: uneven}}\n" for index in range(12)
    )
    total = sum(Fraction(100 + 2**index, 100) for index in range(12))
    many = load_framework(written(tmp_path, f"total: {total}\ncriteria:\n{lines}")).framework
    assert quality_sums(many) is None


@pytest.mark.parametrize(("sums", "step"), [([], None), ([3], None), ([0, 0], None), ([5, 0, 7], 2), ([1, 4, 2], 1)])
def test_the_smallest_difference_is_of_two_different_sums(sums: list[int], step: int | None) -> None:
    assert smallest_difference(map(Fraction, sums)) == step


def test_a_third_bid_is_reckoned_with_before_price_is_said_to_decide_alone(tmp_path: Path) -> None:
    leaves = [("two", 2)]
    assert found(tmp_path, marked(leaves, "percent-over-lowest"), "SV207") != []
    assert found(tmp_path, marked(leaves, "min-max"), "SV207") == []
    bids = [("X", "0", "100"), ("Y", "1", "101"), ("Z", "0", "1000")]
    text = marked(leaves, "min-max").replace("minimum: 10%, ", "")
    framework = load_framework(written(tmp_path, text)).framework
    assert ranked(framework, *(bid(name, q_0=mark, price=price) for name, mark, price in bids))["Y"] == "1"


# Minimums that keep nobody out

ONE = """criteria:
  - {{id: quality, title: Quality, weight: 60, {quality}}}
  - {{id: price, title: Price, weight: 40, {price}price: {{formula: lowest-ratio}}}}
"""
GROUP = """criteria:
  - id: all
    title: All
    weight: 100
    minimum: {minimum}
    criteria:
      - {{id: quality, title: Quality, weight: 60, {quality}}}
      - {{id: price, title: Price, weight: 40, price: {{formula: {formula}}}}}
"""
POINTS = "points: {max: 10}"


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (ONE.format(quality=POINTS, price=""), ""),
        (ONE.format(quality=f"minimum: 0, {POINTS}", price=""), "'quality' is met by the worst bid there can be"),
        (ONE.format(quality=f"minimum: 0%, {POINTS}", price=""), "'quality' is met by the worst bid there can be"),
        (ONE.format(quality="minimum: 0, scale: two", price=""), "'quality' is met by the worst bid there can be"),
        (ONE.format(quality="minimum: 1, scale: from-one", price=""), "'quality' is met by the worst bid there can be"),
        (ONE.format(quality="minimum: 33%, scale: from-one", price=""), "is met by the worst bid there can be"),
        (ONE.format(quality="minimum: C, scale: uneven", price=""), "'quality' is met by the worst bid there can be"),
        (ONE.format(quality=POINTS, price="minimum: 50%, "), "'price' asks about the price itself"),
        (
            ONE.format(quality=f"minimum: 0, {POINTS}", price="minimum: 50%, "),
            "'quality' is met by the worst bid there can be and that of 'price' asks about the price itself",
        ),
        (GROUP.format(minimum="50%", quality=POINTS, formula="lowest-ratio"), "is looked at after prices are compared"),
    ],
)
def test_a_minimum_that_keeps_nobody_out_never_silences_the_warning(text: str, reason: str, tmp_path: Path) -> None:
    [message] = found(tmp_path, text, "SV203")
    assert reason in message
    assert ("(that of" in message) == bool(reason)


@pytest.mark.parametrize(
    ("quality", "percent"),
    [
        (f"minimum: 1%, {POINTS}", "1"),
        (f"minimum: {{above: 0}}, {POINTS}", "0"),
        (f"minimum: 0.4, {POINTS}", "4"),
        (f"minimum: {{above: 3%}}, {POINTS}", "3"),
        (f"minimum: {{at-least: 4.99%}}, {POINTS}", "4.99"),
        (f"minimum: {{above: 0%, on: rounded}}, {POINTS}", "0"),
    ],
)
def test_a_minimum_of_next_to_nothing_never_silences_the_warning(quality: str, percent: str, tmp_path: Path) -> None:
    [message] = found(tmp_path, ONE.format(quality=quality, price=""), "SV203")
    assert f"(together the minimums ask for {percent}% of the points that are not for price)" in message


def test_a_high_minimum_on_a_small_criterion_never_silences_the_warning(tmp_path: Path) -> None:
    text = """criteria:
  - {{id: quality, title: Quality, weight: {rest}, points: {{max: 10}}}}
  - {{id: safety, title: Safety, weight: {weight}, minimum: 100%, points: {{max: 10}}}}
  - {{id: price, title: Price, weight: 40, price: {{formula: lowest-ratio}}}}
"""
    [message] = found(tmp_path, text.format(weight="2.4", rest="57.6"), "SV203")
    assert "ask for 4% of" in message
    assert "worth nothing" not in message, "the minimum keeps that one out"
    assert found(tmp_path, text.format(weight=3, rest=57), "SV203") == []


def test_a_threshold_without_weight_silences_the_warning(tmp_path: Path) -> None:
    text = ONE.format(quality=POINTS, price="") + (
        "  - {id: functionality, title: Functionality, weight: 0, minimum: 70, points: {max: 100}}\n"
    )
    assert found(tmp_path, text, "SV203") == []
    assert found(tmp_path, text.replace("minimum: 70", "minimum: 1"), "SV203")


@pytest.mark.parametrize(
    "text",
    [
        ONE.format(quality=f"minimum: 1, {POINTS}", price=""),
        ONE.format(quality="minimum: 1, scale: two", price=""),
        ONE.format(quality="minimum: 34%, scale: from-one", price=""),
        ONE.format(quality="minimum: {above: C}, scale: uneven", price=""),
        GROUP.format(minimum="0%", quality=f"minimum: 1, {POINTS}", formula="lowest-ratio"),
    ],
)
def test_a_minimum_that_keeps_the_worst_bid_out_silences_the_warning(text: str, tmp_path: Path) -> None:
    assert found(tmp_path, text, "SV203") == []


def test_a_hopeless_price_counts_where_the_minimum_is_on_a_section_with_the_price(tmp_path: Path) -> None:
    text = GROUP.format(minimum="61%", quality=POINTS, formula="lowest-ratio")
    assert "looked at after prices are compared" in found(tmp_path, text, "SV203")[0]
    framework = load_framework(written(tmp_path, text)).framework
    bids = [("X", "7", "100"), ("Y", "6", "90"), ("Z", "1", "45")]
    assert set(ranked(framework, *(bid(name, quality=mark, price=price) for name, mark, price in bids)).values()) == {
        "excluded"
    }


@pytest.mark.parametrize("minimum", ["minimum: 0, ", "minimum: 0%, ", "minimum: {at-least: 0}, "])
@pytest.mark.parametrize("by", ["price-per-quality-point", "quality-per-price"])
def test_a_quotient_never_has_a_floor_of_nothing(minimum: str, by: str, tmp_path: Path) -> None:
    text = f"""award: {{by: {by}}}
criteria:
  - {{id: quality, title: Quality, weight: 100, {minimum}points: {{max: 10}}}}
  - {{id: price, title: Price, price: {{formula: none}}}}
"""
    assert len(found(tmp_path, text, "SV226")) == 1
    assert found(tmp_path, text.replace(minimum, "minimum: {above: 0}, "), "SV226") == []


# A third bid that turns two others round


def test_the_bids_a_demonstration_invents_can_have_their_marks(tmp_path: Path) -> None:
    coarse = marked([("two", 70)]).replace("minimum: 10%, ", "")
    assert not found(tmp_path, coarse, "SV203")[0].endswith("takes part")
    fine = marked([("two", 40), ("two", 36)]).replace("minimum: 10%, ", "")
    [message] = found(tmp_path, fine, "SV203")
    assert "with 40 quality points at 100 is behind one with 36 at 80, and ahead of it once" in message
    framework = load_framework(written(tmp_path, fine)).framework
    dear = bid("dear", q_0="1", q_1="0", price="100")
    cheap = bid("cheap", q_0="0", q_1="1", price="80")
    hopeless = bid("hopeless", q_0="0", q_1="0", price="40")
    assert ranked(framework, dear, cheap)["cheap"] == "1"
    assert ranked(framework, dear, cheap, hopeless)["dear"] == "1"
