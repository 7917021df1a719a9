"""Which bids are out, and why: gates and minimums, as published. Nothing else excludes.

A blank answer or a blank mark never excludes: whether the bid fails cannot be known, so it becomes a
question.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from svscore.bids import Bid
from svscore.framework.model import Criterion, Framework, Minimum, Scale
from svscore.scoring.calculation import UNROUNDED, Calculation, NodeScore, is_relative
from svscore.scoring.result import Question, shown
from svscore.scoring.values import LeafValue


@dataclass(slots=True)
class Standing:
    """What gates and minimums say of each bid, by position."""

    excluded: dict[int, list[str]] = field(default_factory=dict)
    """Reasons, by position of the bid."""
    flagged: dict[int, list[str]] = field(default_factory=dict)
    """Minimums missed where the model only flags."""
    questions: list[Question] = field(default_factory=list)
    reference: frozenset[int] = frozenset()
    """Positions of the bids relative rules look at."""


def judge(framework: Framework, bids: Sequence[Bid], values: Sequence[Mapping[str, LeafValue]]) -> Standing:
    """Gates and the minimums that look at no other bid, and then which bids relative rules look at."""
    standing = Standing()
    _gates(framework, bids, values, standing)
    _minimums(framework, bids, values, standing, None)
    positions = range(len(bids))
    kept = (position for position in positions if position not in standing.excluded)
    standing.reference = frozenset(positions if framework.reference_bids == "all" else kept)
    return standing


def judge_relative(
    framework: Framework, bids: Sequence[Bid], values: Sequence[Mapping[str, LeafValue]], standing: Standing
) -> None:
    """Minimums on relative scores, once every offer is known to be one the formulas can take.

    They exclude, but leave the reference set as it was; otherwise one exclusion could set off the next.
    """
    _minimums(framework, bids, values, standing, standing.reference)


def gate_excludes(leaf: Criterion) -> bool:
    """Whether a bid that fails it is out; one that earns points by itself only where the model says so."""
    if leaf.gate is None:
        return False
    return leaf.gate.excludes if leaf.gate.excludes is not None else leaf.weight is None


def _gates(
    framework: Framework, bids: Sequence[Bid], values: Sequence[Mapping[str, LeafValue]], standing: Standing
) -> None:
    for leaf in framework.leaves():
        if leaf.gate is None:
            continue
        excludes = gate_excludes(leaf)
        for position, bid in enumerate(bids):
            value = values[position][leaf.id]
            if value.amount is None:
                message = f"{bid.bidder} has no answer to {leaf.title}: whether the bid fails it is not known"
                standing.questions.append(Question("EQ05", (bid.bidder,), message, str(value.location), leaf.title))
            elif value.amount == 0 and excludes:
                reason = f"failed {leaf.title}: answered {value.raw}"
                standing.excluded.setdefault(position, []).append(reason)


def _minimums(
    framework: Framework,
    bids: Sequence[Bid],
    values: Sequence[Mapping[str, LeafValue]],
    standing: Standing,
    reference: frozenset[int] | None,
) -> None:
    nodes = [node for _, node in framework.walk() if node.minimum and _looks_at_others(node) == (reference is not None)]
    for on, rounding in (("unrounded", UNROUNDED), ("rounded", framework.rounding)):
        tested = [node for node in nodes if node.minimum and node.minimum.on == on]
        if not tested:
            continue
        calculation = Calculation(framework, values, reference, rounding)
        for position, bid in enumerate(bids):
            for node in tested:
                _test_minimum(node, bid, position, calculation, standing)


def _looks_at_others(node: Criterion) -> bool:
    """Whether its minimum is one on a relative score; a minimum on the offer itself is not."""
    minimum = node.minimum or Minimum()
    return is_relative(node) and (node.criteria is not None or minimum.bound.endswith("%"))


def _test_minimum(node: Criterion, bid: Bid, position: int, calculation: Calculation, standing: Standing) -> None:
    minimum = node.minimum or Minimum()
    must = f"minimum {minimum.bound}" if minimum.at_least is not None else f"must be above {minimum.bound}"
    found = _compared(node, minimum.bound, position, calculation)
    if found is not None and (found.have > found.need or (found.have == found.need and minimum.at_least is not None)):
        return
    score, value = calculation.scores[position].get(node.id), calculation.values[position].get(node.id)
    if (score is not None and score.has_blank) or (value is not None and value.is_unknown):
        if position in standing.excluded:
            return
        at = found.text if found else "nothing"
        message = f"{bid.bidder} is at {at} in {node.title} ({must}) with something left blank"
        place = value.location if value is not None else bid.location
        standing.questions.append(Question("EQ06", (bid.bidder,), message, str(place), node.title))
    elif found is not None:
        outcome = standing.excluded if calculation.framework.below_minimum == "exclude" else standing.flagged
        outcome.setdefault(position, []).append(f"below the minimum in {node.title}: {found.text}, {must}")


@dataclass(frozen=True, slots=True)
class _Compared:
    have: Fraction
    need: Fraction
    text: str
    """What the bid has, as people read it."""


def _compared(node: Criterion, bound: str, position: int, calculation: Calculation) -> _Compared | None:
    """What the bid has and what the threshold asks; ``None`` when it cannot be known."""
    score, value = calculation.scores[position].get(node.id), calculation.values[position].get(node.id)
    if bound.endswith("%"):
        return None if score is None else _compared_percent(score, calculation.weights[node.id], bound)
    if node.criteria is not None:
        known = None if score is None else score.score
        return None if known is None else _Compared(known, Fraction(bound), shown(known))
    if value is None or value.amount is None:
        return None
    if node.scale is not None:
        return _compared_mark(calculation.framework.scales[node.scale], value, bound)
    return None if value.mark is None else _Compared(value.mark, Fraction(bound), value.raw or "")


def _compared_percent(score: NodeScore, weight: Fraction, bound: str) -> _Compared | None:
    """The part earned of what can be scored; of no points at all, the part earned of the shares."""
    have = score.score / weight if score.score is not None and weight else score.attained
    return None if have is None else _Compared(have, Fraction(bound[:-1]) / 100, f"{shown(have * 100, 4)}%")


def _compared_mark(scale: Scale, value: LeafValue, bound: str) -> _Compared:
    """Numeric marks are compared as they are, lettered ones by the share they earn."""
    text = value.raw or ""
    level = next((level for level in scale if level.mark == bound), None)
    if value.mark is not None and (level is None or level.number is not None):
        return _Compared(value.mark, Fraction(bound), text)
    need = level.share if level is not None and level.share is not None else Fraction(0)
    return _Compared(value.amount or Fraction(0), need / 100, text)
