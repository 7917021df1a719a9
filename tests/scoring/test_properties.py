"""What must hold for every competition, whatever the model and the bids."""

from __future__ import annotations

from collections import Counter
from copy import deepcopy
from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from svscore.problem import SvscoreError
from svscore.scoring.engine import score
from svscore.scoring.result import Result
from tests.properties import UNSHRUNK, examples
from tests.scoring.examples import ranks
from tests.scoring.models import Plain, competition, competitions, framework, sometimes

DRAWN = competitions()
ON_QUALITY = competitions(kinds=("scale", "points"))


def result_of(drawn: tuple[Plain, list[Plain]]) -> Result:
    """The result of a drawn competition; one that must be refused is drawn again."""
    try:
        return score(framework(drawn[0]), competition(drawn[1]))
    except SvscoreError:
        assume(condition=False)
        raise


@examples(120, phases=UNSHRUNK)
@given(DRAWN, st.randoms(use_true_random=False))
def test_the_order_of_the_bids_changes_nothing(drawn: tuple[Plain, list[Plain]], random: Any) -> None:
    bids = competition(drawn[1])
    shuffled = list(bids.bids)
    random.shuffle(shuffled)
    assert score_or_problems(drawn[0], bids) == score_or_problems(drawn[0], replace(bids, bids=tuple(shuffled)))


def score_or_problems(of: Plain, bids: Any) -> Any:
    try:
        return score(framework(of), bids)
    except SvscoreError as error:
        return error.problems


@examples(120, phases=UNSHRUNK)
@given(DRAWN)
def test_contributions_add_up_exactly(drawn: tuple[Plain, list[Plain]]) -> None:
    """Every group is the sum of its parts, and the total of the top level and the preferences."""
    plain = deepcopy(drawn[0])
    for group in walk(plain):
        if "criteria" in group:
            group.pop("rescale", None)
    for bid in result_of((plain, drawn[1])).bids:
        if bid.total_exact is None:
            continue
        preferences = [step.exact for step in bid.steps if step.name == "adjustment"]
        tops = [found.score for found in bid.criteria if found.score is not None]
        assert bid.total_exact == sum(tops) + sum(preferences)
        for found in bid.walk():
            if found.criteria and found.exact is not None:
                assert found.exact == sum(part.score for part in found.criteria if part.score is not None)


@examples(100, phases=UNSHRUNK)
@given(DRAWN)
def test_every_number_has_its_working(drawn: tuple[Plain, list[Plain]]) -> None:
    """The last line of a worked calculation is the number it explains, rule and numbers beside it."""
    for bid in result_of(drawn).bids:
        scored_nodes = [found for found in bid.walk() if found.score is not None]
        assert all(found.steps[-1].exact == found.exact for found in scored_nodes)
        lines = [step for found in scored_nodes for step in found.steps] + list(bid.steps)
        assert all(step.rule and step.substituted and step.shown for step in lines)
        by_name = {step.name: step.exact for step in bid.steps}
        assert by_name.get("total") == bid.total_exact
        assert by_name.get("figure", bid.figure) == bid.figure


@examples(100, phases=UNSHRUNK)
@given(DRAWN)
def test_without_rounding_the_leaves_alone_make_the_total(drawn: tuple[Plain, list[Plain]]) -> None:
    plain = deepcopy(drawn[0]) | {"rounding": {}, "adjustments": []}
    for group in walk(plain):
        if "criteria" in group:
            group.pop("rescale", None)
    for bid in result_of((plain, drawn[1])).bids:
        leaves = [leaf.score for leaf in bid.walk() if not leaf.criteria and leaf.score is not None]
        assert bid.total in (None, sum(leaves))
        assert bid.total == bid.total_exact


@examples(120, phases=UNSHRUNK)
@given(DRAWN)
def test_points_stay_in_range(drawn: tuple[Plain, list[Plain]]) -> None:
    """From 0 to the weight, when nothing is rounded up and the model keeps its floors and caps."""
    plain = deepcopy(drawn[0]) | {"rounding": {}, "adjustments": []}
    for leaf in walk(plain):
        offer = leaf.get("price") or leaf.get("quantity") or {}
        offer.pop("floored", None)
        offer.pop("capped", None)
    for bid in result_of((plain, drawn[1])).bids:
        assert bid.total is None or 0 <= bid.total <= Fraction(plain["total"])
        for found in bid.walk():
            assert found.score is None or 0 <= found.score <= (found.overall_weight or 0)


@pytest.mark.slow
@examples(120, phases=UNSHRUNK)
@given(ON_QUALITY, st.data())
def test_a_better_mark_never_costs_a_place(drawn: tuple[Plain, list[Plain]], data: st.DataObject) -> None:
    plain, bids = drawn
    before = result_of(drawn)
    eligible = [bid for bid in before.bids if bid.rank is not None]
    assume(eligible)
    chosen = data.draw(st.sampled_from(eligible))
    better = deepcopy(bids)
    entries = next(bid["entries"] for bid in better if bid["bidder"] == chosen.bidder)
    can_rise = [(leaf["id"], mark) for leaf in walk(plain) for mark in better_marks(plain, leaf, entries)]
    assume(can_rise)
    leaf, mark = data.draw(st.sampled_from(can_rise))
    entries[leaf] = mark
    after = next(bid for bid in result_of((plain, better)).bids if bid.bidder == chosen.bidder)
    assert after.status == "eligible"
    assert after.rank is not None
    assert chosen.rank is not None
    assert after.rank <= chosen.rank
    assert after.is_awarded >= chosen.is_awarded


def better_marks(of: Plain, leaf: Plain, entries: Plain) -> list[Any]:
    """The marks above the one a bid was given."""
    given_mark = entries.get(leaf["id"])
    if given_mark is None or "gate" in leaf:
        return []
    if "points" in leaf:
        most = Fraction(leaf["points"]["max"])
        return [most] if given_mark < most else []
    marks = [level["mark"] for level in of["scales"][leaf["scale"]]]
    numbers = [Fraction(mark) for mark in marks if mark.isdigit()]
    earned = {
        Fraction(level["mark"]) if level["mark"].isdigit() else level["mark"]: (
            Fraction(level["share"]) / 100 if "share" in level else Fraction(level["mark"]) / max(numbers)
        )
        for level in of["scales"][leaf["scale"]]
    }
    return [mark for mark, share in earned.items() if share > earned[given_mark]]


@pytest.mark.slow
@examples(120, phases=UNSHRUNK)
@given(DRAWN)
def test_ranks_are_1_1_3_and_shared_by_reported_ties_only(drawn: tuple[Plain, list[Plain]]) -> None:
    result = result_of(drawn)
    given_ranks = [bid.rank for bid in result.bids if bid.rank is not None]
    counts = Counter(given_ranks)
    assert given_ranks == [1 + sum(other < rank for other in given_ranks) for rank in sorted(given_ranks)]
    level = {tie.rank: len(tie.bidders) for tie in result.ties if tie.broken_by is None}
    assert level == {rank: count for rank, count in counts.items() if count > 1}
    assert [bid.status for bid in result.bids] == sorted((bid.status for bid in result.bids), key="excluded".__eq__)


@pytest.mark.slow
@examples(120, phases=UNSHRUNK)
@given(DRAWN, st.data())
def test_what_is_not_marked_yet_never_excludes(drawn: tuple[Plain, list[Plain]], data: st.DataObject) -> None:
    """An eligible bid stays eligible when any of its cells is emptied, where blanks count as nothing yet."""
    plain, bids = drawn[0] | {"missing": "partial"}, deepcopy(drawn[1])
    before = result_of((plain, bids))
    eligible = [bid for bid in bids if ranks(before)[bid["bidder"]] is not None]
    assume(eligible)
    chosen = data.draw(st.sampled_from(eligible))
    for key in list(chosen["entries"]):
        if sometimes(data.draw, 40):
            del chosen["entries"][key]
    for marks in chosen["marks"].values() if plain["moderation"] != "consensus" else []:
        for key in list(marks):
            if sometimes(data.draw, 40):
                del marks[key]
    if plain["moderation"] == "consensus":
        chosen["marks"].clear()
    after = result_of((plain, bids))
    assert ranks(after)[chosen["bidder"]] is not None


def walk(of: Plain) -> list[Plain]:
    found = []
    for child in of.get("criteria", []):
        found += [child, *walk(child)]
    return found
