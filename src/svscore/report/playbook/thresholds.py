"""Minimums, gates and marks in plain words, what each mark is worth, and which bids are compared."""

from __future__ import annotations

from svscore.exact import round_fraction
from svscore.framework.answer_words import answers_to, passes
from svscore.framework.model import Criterion, Framework, Gate, Minimum, ScaleLevel
from svscore.report.playbook.rules import number
from svscore.scoring.calculation import is_relative, overall_weights
from svscore.scoring.eligibility import compared_mark
from svscore.scoring.values import share_of_mark


def misses(framework: Framework, node: Criterion, level: ScaleLevel) -> bool:
    """Whether a mark is below the minimum of its criterion, where that minimum is a mark."""
    minimum, scale = node.minimum, framework.scales[node.scale or ""]
    if minimum is None or minimum.bound.endswith("%"):
        return False
    share = share_of_mark(scale, level.mark).value
    return not compared_mark(scale, level.number, share, minimum.bound, level.mark).is_enough(minimum)


def minimum_words(node: Criterion, framework: Framework) -> str:
    """A threshold: ``a mark of 2 (Met) or more``, ``50% of what can be scored or more``."""
    minimum = node.minimum or Minimum()
    what = f"{minimum.bound} of what can be scored" if minimum.bound.endswith("%") else _bound(node, minimum, framework)
    words = f"{what} or more" if minimum.at_least is not None else f"more than {what}"
    return f"{words}, looked at after rounding" if minimum.on == "rounded" else words


def _bound(node: Criterion, minimum: Minimum, framework: Framework) -> str:
    if node.points is not None:
        return f"{minimum.bound} (of {number(node.points.max)})"
    if node.scale is None:
        return f"{minimum.bound} points"
    labels = {level.mark: level.label for level in framework.scales[node.scale]}
    label = labels.get(minimum.bound)
    return f"a mark of {minimum.bound} ({label})" if label else f"a mark of {minimum.bound}"


def below_this(framework: Framework) -> str:
    """What a bid below one threshold gets, in the bidder's guide."""
    return "excluded" if framework.below_minimum == "exclude" else "flagged, and the buyer decides"


def below_minimum(framework: Framework) -> str:
    """What a bid below a threshold gets."""
    if framework.below_minimum == "exclude":
        return "A bid below a minimum is excluded: it gets no rank and cannot win."
    return "A bid below a minimum is not excluded. It is flagged, and the buyer decides and says why."


def excludes(gate: Gate, node: Criterion) -> bool:
    """Whether failing a gate excludes, rather than only earn nothing."""
    return gate.excludes if gate.excludes is not None else node.weight is None


def fails(node: Criterion) -> str:
    """Which answer to a gate fails, and what that does; empty for what is no gate."""
    gate = node.gate
    if gate is None:
        return ""
    failing = gate.fail_when or next(word for word in answers_to(gate) if not passes(gate, word))
    return f'answering "{failing}" {"excludes the bid" if excludes(gate, node) else "earns no points"}'


def how_marked(node: Criterion) -> str:
    """How a leaf becomes points, in a few words; empty for a group."""
    if node.gate is not None:
        return "pass or fail"
    if node.scale is not None:
        return f"marked on the scale {node.scale}"
    if node.points is not None:
        return f"given 0 to {number(node.points.max)} points, in proportion"
    if node.offer is not None:
        return "read, not scored" if node.offer.formula == "none" else f"by a formula, {node.offer.formula}"
    return ""


def rescaled_words(node: Criterion) -> str:
    """That the best bid is brought up to all the points; empty where it is not."""
    if node.rescale is None:
        return ""
    return "The best of the bids compared is brought up to all the points, and the others in the same proportion."


def mark_points(framework: Framework, node: Criterion, level: ScaleLevel) -> str:
    """What one mark is worth at this criterion, rounded as the model rounds."""
    value = level.number if level.number is not None else level.mark
    share = share_of_mark(framework.scales[node.scale or ""], value).value
    places, mode = framework.rounding, framework.rounding.mode
    share = share if places.share is None else round_fraction(share, places.share, mode)
    points = share * overall_weights(framework)[node.id]
    return number(points if places.criterion is None else round_fraction(points, places.criterion, mode))


def reference_words(framework: Framework) -> str:
    """Which bids a formula that compares bids looks at; empty where none compares."""
    if not any(is_relative(node) or node.rescale for _, node in framework.walk()):
        return ""
    passed = [
        word for word, is_there in (("gate", _has_gates(framework)), ("minimum", _has_minimums(framework))) if is_there
    ]
    if framework.reference_bids == "all" or not passed:
        return "Where bids are compared with each other, every bid takes part, whether or not it is excluded."
    hurdles = " and every ".join(passed)
    rest = " that does not itself rest on such a comparison" if "minimum" in passed else ""
    return f"Where bids are compared with each other, only those take part that passed every {hurdles}{rest}."


def _has_gates(framework: Framework) -> bool:
    return any(leaf.gate is not None and excludes(leaf.gate, leaf) for leaf in framework.leaves())


def _has_minimums(framework: Framework) -> bool:
    return framework.below_minimum == "exclude" and any(node.minimum for _, node in framework.walk())
