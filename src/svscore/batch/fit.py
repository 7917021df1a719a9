"""Whether bids that were read with one model can be scored under another."""

from __future__ import annotations

from fractions import Fraction

from svscore.bids import Competition
from svscore.framework.levels import levels_of
from svscore.framework.model import Criterion, Framework
from svscore.problem import Location, Problem, named

NO_COLUMN = "BA102"
MISFIT = "BA103"


def missing_columns(framework: Framework, read_with: Framework) -> list[Problem]:
    """What a model asks for and bids read with another model were never asked."""
    known = set(asked(read_with))
    place = Location(f"{framework.id} {framework.version}")
    hint = f"the bids were read with {read_with.id} {read_with.version}"
    return [
        Problem(place, NO_COLUMN, f"the bids hold nothing for {name}", hint)
        for name in asked(framework)
        if name not in known
    ]


def asked(framework: Framework) -> tuple[str, ...]:
    """The ids of everything a model asks of a bid, in file order."""
    columns = (name for leaf in framework.leaves() for name in columns_of(leaf))
    return tuple(dict.fromkeys((*columns, *(rule.when for rule in framework.adjustments))))


def columns_of(leaf: Criterion) -> tuple[str, ...]:
    """The columns of a leaf: its own id, or those of the items of its price basket."""
    basket = leaf.offer.basket if leaf.offer else ()
    return tuple(item.item for item in basket) or (leaf.id,)


def reads_alike(framework: Framework, read_with: Framework) -> bool:
    """Whether bids read with one model can be scored under the other without being read again."""
    known = _questions(read_with)
    return all(known.get(name) == question for name, question in _questions(framework).items()) and (
        framework.missing == read_with.missing
        and {rule.when for rule in framework.adjustments} <= {rule.when for rule in read_with.adjustments}
    )


def _questions(framework: Framework) -> dict[str, tuple[object, ...]]:
    """What the reader looks at in each leaf, by its id: everything but weights and thresholds."""
    return {
        leaf.id: (leaf.title, leaf.kind, leaf.points, leaf.offer, leaf.gate, framework.scales.get(leaf.scale or ""))
        for leaf in framework.leaves()
    }


def misfits(framework: Framework, competition: Competition) -> list[Problem]:
    """Values this model does not permit: marks of another scale, words for numbers."""
    leaves = [(name, leaf) for leaf in framework.leaves() for name in columns_of(leaf)]
    return [
        Problem(
            entry.location,
            MISFIT,
            f"{bid.bidder}'s {name} is {entry.value}, expected {must}",
            "the bids were marked under another model",
        )
        for bid in competition.bids
        for cells in (bid.entries, *bid.evaluator_marks.values())
        for name, leaf in leaves
        if (entry := cells.get(name)) is not None and (must := _must(framework, leaf, entry.value))
    ]


def _must(framework: Framework, leaf: Criterion, value: Fraction | str) -> str | None:
    """What must hold of a value, or ``None`` when it is fine."""
    if leaf.scale is not None:
        scale = framework.scales[leaf.scale]
        is_permitted = value in levels_of(scale).by_mark
        return None if is_permitted else f"one of {named([level.mark for level in scale])}"
    if leaf.gate is not None:
        return None if isinstance(value, str) else "an answer in words"
    if isinstance(value, str):
        return "a number"
    is_over = leaf.points is not None and not 0 <= value <= leaf.points.max
    return f"points from 0 to {leaf.points.max}" if is_over and leaf.points else None
