"""Which bids are out, and why: gates and minimums, as published. Nothing else excludes.

Where the model counts a blank as zero, it is held against a minimum as a zero that was typed. Otherwise a blank never
excludes: whether the bid fails cannot be known, so it becomes a question.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from svscore.bids import Bid
from svscore.framework.levels import levels_of
from svscore.framework.model import Criterion, Framework, Minimum, Scale
from svscore.scoring.calculation import UNROUNDED, Calculation, NodeScore, is_relative
from svscore.scoring.result import Question, shown
from svscore.scoring.values import LeafValue, share_of_mark

AS_ZERO = "left blank, which counts as zero"


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
            counts_as_fail = value.amount is None and leaf.weight is not None and framework.missing == "zero"
            if counts_as_fail and excludes:
                standing.excluded.setdefault(position, []).append(f"failed {leaf.title}: {AS_ZERO}")
            elif value.amount is None and not counts_as_fail:
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
    compared = _compared(node, minimum.bound, position, calculation)
    if compared is not None and compared.is_enough(minimum):
        return
    score, value = calculation.scores[position].get(node.id), calculation.values[position].get(node.id)
    has_blank = (score is not None and score.has_blank) or (value is not None and value.is_unknown)
    if has_blank and calculation.framework.missing != "zero":
        if position in standing.excluded:
            return
        at = compared.text if compared else "nothing"
        message = f"{bid.bidder} is at {at} in {node.title} ({must}) with something left blank"
        place = value.location if value is not None else bid.location
        standing.questions.append(Question("EQ06", (bid.bidder,), message, str(place), node.title))
    elif compared is not None:
        outcome = standing.excluded if calculation.framework.below_minimum == "exclude" else standing.flagged
        what = _with_blanks(compared.text, value) if has_blank else compared.text
        outcome.setdefault(position, []).append(f"below the minimum in {node.title}: {what}, {must}")


def _with_blanks(text: str, value: LeafValue | None) -> str:
    """What a bid has, where a part of it or all is a blank that counts as zero."""
    if value is not None and value.amount is None:
        return AS_ZERO
    return f"{text} ({AS_ZERO if value is None else 'a missing mark counts as zero'})"


@dataclass(frozen=True, slots=True)
class Compared:
    """A bid's mark, points or share beside what a minimum asks."""

    have: Fraction
    need: Fraction
    text: str
    """What the bid has, as people read it."""

    def is_enough(self, minimum: Minimum) -> bool:
        """Whether the bid reaches the minimum; at exactly this, only where the model says at least."""
        return self.have > self.need or (self.have == self.need and minimum.at_least is not None)


def _compared(node: Criterion, bound: str, position: int, calculation: Calculation) -> Compared | None:
    """What the bid has and what the threshold asks; ``None`` when it cannot be known."""
    score, value = calculation.scores[position].get(node.id), calculation.values[position].get(node.id)
    if bound.endswith("%"):
        return None if score is None else _compared_percent(score, calculation.weights[node.id], bound)
    if node.criteria is not None:
        known = None if score is None else score.score
        return None if known is None else Compared(known, Fraction(bound), shown(known))
    if value is None or (value.amount is None and calculation.framework.missing != "zero"):
        return None
    mark = Fraction(0) if value.amount is None else value.mark
    share = value.amount or Fraction(0)
    if node.scale is not None:
        return compared_mark(calculation.framework.scales[node.scale], mark, share, bound, value.raw or "")
    return None if mark is None else Compared(mark, Fraction(bound), value.raw or "")


def _compared_percent(score: NodeScore, weight: Fraction, bound: str) -> Compared | None:
    """The part earned of what can be scored; of no points at all, the part earned of the shares."""
    have = score.score / weight if score.score is not None and weight else score.attained
    return None if have is None else Compared(have, Fraction(bound[:-1]) / 100, f"{shown(have * 100, 4)}%")


def compared_mark(scale: Scale, mark: Fraction | None, share: Fraction, bound: str, text: str) -> Compared:
    """Numbers are compared as marks; where the mark or the minimum is a word, both by the share they earn."""
    levels = levels_of(scale)
    level = levels.by_mark.get(bound) or (levels.by_mark.get(Fraction(bound)) if levels.highest is not None else None)
    if mark is not None and (level is None or level.number is not None):
        return Compared(mark, Fraction(bound), text)
    if level is not None or levels.highest is None:
        return Compared(share, share_of_mark(scale, level.mark if level else bound).value, text)
    return Compared(share, Fraction(bound) / levels.highest, text)
