"""One pass over the tree for all bids at once: shares, points, sums, and rounding where it is asked for.

The same pass serves three purposes: thresholds (no rounding, no rescaling), thresholds on rounded
values, and the published scores.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from svscore.exact import decimal_text, is_decimal, plain_text, round_fraction
from svscore.framework.model import Criterion, Framework, Rounding
from svscore.framework.once import once_for_each
from svscore.scoring.formulas import FORMULAS
from svscore.scoring.formulas.reference import Reference
from svscore.scoring.result import CUT, NOTHING, Step, Working, shown
from svscore.scoring.values import LeafValue

UNROUNDED = Rounding()


@dataclass(frozen=True, slots=True)
class NodeScore:
    """Points of one bid at one node; ``None`` where they cannot be known for this bid."""

    exact: Fraction | None
    """Before the node's own rounding stage."""
    score: Fraction | None
    """After it."""
    has_blank: bool = False
    """Whether something in it was left blank."""
    steps: tuple[Step, ...] = ()
    attained: Fraction | None = None
    """The part of what it can score, 0 to 1, also where that is 0 points; ``None`` where nobody can say."""


Scores = list[dict[str, NodeScore]]
"""For each bid, the score of every weighted node by id."""


MAX_WEIGHED = 64
"""Models whose weights are kept."""


@once_for_each(MAX_WEIGHED)
def overall_weights(framework: Framework) -> Mapping[str, Fraction]:
    """Points each weighted node can earn, by id: the product down the tree, or of the total.

    A group of nothing but unweighted leaves, say of gates, has no weight either. Worked out once a model: a
    document asks for them at every criterion.
    """
    weights: dict[str, Fraction] = {}
    for criterion in framework.criteria:
        _weigh(criterion, framework.weights, Fraction(1), weights)
    return weights


def _weigh(node: Criterion, meaning: str, parent: Fraction, weights: dict[str, Fraction]) -> Fraction:
    own = (node.weight or Fraction(0)) * (parent if meaning == "of-parent" else 1)
    if node.criteria is None:
        if node.weight is not None:
            weights[node.id] = own
        return own
    below = sum((_weigh(child, meaning, own / 100, weights) for child in node.criteria), Fraction(0))
    if any(child.id in weights for child in node.criteria):
        weights[node.id] = below if meaning == "of-total" else own
    return weights.get(node.id, Fraction(0))


def is_relative(node: Criterion) -> bool:
    """Whether the node's score depends on other bids by a formula (rescaling apart)."""
    if node.criteria is not None:
        return any(is_relative(child) for child in node.criteria)
    return node.offer is not None and node.offer.is_relative


def _is_rescaled(node: Criterion) -> bool:
    return node.rescale is not None or any(_is_rescaled(child) for child in node.criteria or ())


class Calculation:
    """Scores all bids under one framework, for one reference set and one way of rounding."""

    def __init__(
        self,
        framework: Framework,
        values: Sequence[Mapping[str, LeafValue]],
        reference: frozenset[int] | None,
        rounding: Rounding = UNROUNDED,
        *,
        rescale: bool = False,
    ) -> None:
        """``reference`` holds the positions of the bids relative rules look at; ``None``: not known yet."""
        self.framework = framework
        self.values = values
        self.reference = reference
        self.rounding = rounding
        self.rescale = rescale
        self.weights = overall_weights(framework)
        self.scores: Scores = [{} for _ in values]
        for node in framework.criteria:
            self._score(node)

    def _score(self, node: Criterion) -> None:
        if node.criteria is None:
            if node.id in self.weights:
                self._score_leaf(node)
            return
        for child in node.criteria:
            self._score(child)
        if node.id in self.weights:
            self._score_group(node, [child for child in node.criteria if child.id in self.weights])

    def _score_leaf(self, leaf: Criterion) -> None:
        reference = self._reference_amounts(leaf)
        shares = [self._share(leaf, position, reference) for position in range(len(self.values))]
        if leaf.rescale and self.rescale:
            shares = self._rescaled(leaf, shares, Fraction(1), "share")
        for position, share in enumerate(shares):
            self.scores[position][leaf.id] = self._points(leaf, share)

    def _share(self, leaf: Criterion, position: int, reference: Reference) -> NodeScore:
        value = self.values[position][leaf.id]
        if is_relative(leaf) and not self._is_reference(position):
            return NodeScore(None, None)  # blank or not: nothing is known of it beside bids it is not compared with
        steps = tuple(step_of(leaf.id, name, working) for name, working in value.working)
        if value.amount is None and self.framework.missing == "refuse" and not self._is_reference(position):
            return NodeScore(None, None)  # a bid that is out and was not marked
        if value.amount is None:
            working = Working("left blank", NOTHING, Fraction(0))
            return NodeScore(Fraction(0), Fraction(0), has_blank=True, steps=(step_of(leaf.id, "share", working),))
        if leaf.offer is None:
            return NodeScore(value.amount, value.amount, value.absent.number > 0, steps)
        formula = FORMULAS[leaf.offer.formula]
        if formula.refuses(value.amount, leaf.offer):
            return NodeScore(None, None)
        better = leaf.offer.better or ("more" if leaf.quantity is not None else "less")
        working = formula.share(value.amount, reference, leaf.offer, better)
        return NodeScore(working.value, working.value, steps=(*steps, step_of(leaf.id, "share", working)))

    def _is_reference(self, position: int) -> bool:
        return self.reference is not None and position in self.reference

    def _reference_amounts(self, leaf: Criterion) -> Reference:
        amounts = (self.values[position][leaf.id].amount for position in sorted(self.reference or ()))
        return Reference(amount for amount in amounts if amount is not None)

    def _rescaled(self, node: Criterion, scores: list[NodeScore], full: Fraction, name: str) -> list[NodeScore]:
        known = [
            score.exact
            for position, score in enumerate(scores)
            if self._is_reference(position) and score.exact is not None
        ]
        best = max(known, default=Fraction(0))
        return [
            self._rescale(node, score, best, full, name) if self._is_reference(position) else NodeScore(None, None)
            for position, score in enumerate(scores)
        ]

    @staticmethod
    def _rescale(node: Criterion, score: NodeScore, best: Fraction, full: Fraction, name: str) -> NodeScore:
        if score.exact is None or best <= 0:
            return score
        times = "" if full == 1 else f" x {shown(full)}"
        working = Working(
            "this / best" + (" x weight" if times else ""),
            f"{shown(score.exact)} / {shown(best)}{times}",
            score.exact / best * full,
        )
        step = step_of(node.id, f"rescaled {name}", working)
        return replace(score, exact=working.value, score=working.value, steps=(*score.steps, step))

    def _points(self, leaf: Criterion, share: NodeScore) -> NodeScore:
        if share.exact is None:
            return NodeScore(None, None)
        rounded, share_text = self._round(share.exact, self.rounding.share)
        steps = (*share.steps[:-1], replace(share.steps[-1], shown=share_text))
        weight = self.weights[leaf.id]
        working = Working("share x weight", f"{carried(rounded, share_text)} x {shown(weight)}", rounded * weight)
        points, text = self._round(working.value, self.rounding.criterion)
        steps = (*steps, step_of(leaf.id, "points", working, text))
        return NodeScore(working.value, points, share.has_blank, steps, attained=share.exact)

    def _score_group(self, group: Criterion, children: Sequence[Criterion]) -> None:
        sums = [self._sum(group, [scores[child.id] for child in children]) for scores in self.scores]
        if group.rescale and self.rescale:
            sums = self._rescaled(group, sums, self.weights[group.id], "points")
        for position, total in enumerate(sums):
            self.scores[position][group.id] = self._section(total)

    def _section(self, total: NodeScore) -> NodeScore:
        if total.exact is None:
            return total
        score, text = self._round(total.exact, self.rounding.section)
        return replace(total, score=score, steps=(*total.steps[:-1], replace(total.steps[-1], shown=text)))

    def _sum(self, group: Criterion, parts: Sequence[NodeScore]) -> NodeScore:
        known = [part.score for part in parts if part.score is not None]
        if len(known) < len(parts):
            return NodeScore(None, None)
        terms = [carried(score, part.steps[-1].shown) for score, part in zip(known, parts, strict=True)]
        working = Working("sum", " + ".join(terms), sum(known, Fraction(0)))
        blank = any(part.has_blank for part in parts)
        attained = self._attained(group, parts)
        steps = (*self._steps_without_points(group, parts, attained), step_of(group.id, "section", working))
        return NodeScore(working.value, working.value, blank, steps, attained=attained)

    def _steps_without_points(
        self, group: Criterion, parts: Sequence[NodeScore], attained: Fraction | None
    ) -> tuple[Step, ...]:
        """What a percent minimum looks at in a group that can earn no points: the shares of its parts."""
        is_tested = group.minimum is not None and group.minimum.bound.endswith("%")
        if self.weights[group.id] or not is_tested or attained is None or _is_rescaled(group):
            return ()
        weighted = [child for child in group.criteria or () if child.id in self.weights]
        terms = [
            f"{shown(child.weight or Fraction(0))}% x {shown(part.attained or Fraction(0))}"
            for child, part in zip(weighted, parts, strict=True)
        ]
        working = Working("sum of weight x share, without points", " + ".join(terms), attained)
        return (step_of(group.id, "attained", working),)

    def _attained(self, group: Criterion, parts: Sequence[NodeScore]) -> Fraction | None:
        if self.framework.weights == "of-total" or any(part.attained is None for part in parts):
            return None
        weights = [child.weight or Fraction(0) for child in group.criteria or () if child.id in self.weights]
        attained = [part.attained or Fraction(0) for part in parts]
        return sum((weight / 100 * part for weight, part in zip(weights, attained, strict=True)), Fraction(0))

    def _round(self, value: Fraction, places: int | None) -> tuple[Fraction, str]:
        return round_stage(value, places, self.rounding)


def round_stage(value: Fraction, places: int | None, rounding: Rounding) -> tuple[Fraction, str]:
    """``value`` after one rounding stage, and how a worked calculation prints it."""
    if places is None:
        return value, working_text(value)
    return round_fraction(value, places, rounding.mode), decimal_text(value, places, rounding.mode)


def working_text(value: Fraction) -> str:
    """A number no stage rounds: two decimals where that is all of it, else as many as are shown."""
    return decimal_text(value, 2) if is_decimal(value, 2) else plain_text(value, CUT, "down")


def carried(value: Fraction, text: str) -> str:
    """A number as the next line takes it up: marked where its text is cut, for it is carried on whole.

    >>> carried(Fraction(2, 3), "0.666666"), carried(Fraction(1, 2), "0.50")
    ('0.666666...', '0.50')
    """
    return text if Fraction(text) == value else f"{text}..."


def step_of(subject: str, name: str, working: Working, text: str | None = None) -> Step:
    """A line of a worked calculation; ``text`` is what it prints, by default as no stage rounds it."""
    return Step(subject, name, working.rule, working.substituted, working.value, text or working_text(working.value))
