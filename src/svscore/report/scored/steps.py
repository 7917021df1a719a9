"""What the steps of a result say, for cells that hold no formula."""

from __future__ import annotations

from fractions import Fraction

from svscore.scoring.result import NOTHING, CriterionResult, Step


def in_words(step: Step) -> str:
    """The rule of a step with its numbers and what comes out."""
    numbers = "" if step.substituted == NOTHING else f": {step.substituted}"
    return f"{step.rule}{numbers} = {step.shown}"


def share_found(node: CriterionResult) -> Fraction:
    """The share before rescaling and rounding, as svscore found it."""
    return before_rescaling(node, "share")


def before_rescaling(node: CriterionResult, name: str) -> Fraction:
    """The last step of that name."""
    figures = [step.exact for step in node.steps if step.name == name]
    return figures[-1] if figures else Fraction(0)
