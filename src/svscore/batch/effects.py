"""What each difference between two models does to the bids of a competition, one made after the other.

Exact: the changes of a bid's number add up to the whole change. A difference that leaves a model nobody can score
(a minimum on a mark the scale no longer has) is made together with the next.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import pairwise
from typing import TypeVar

from svscore.bids import Bid, Competition
from svscore.framework.diff import Diff, Step
from svscore.framework.model import Framework
from svscore.lint.rules import RULES
from svscore.problem import Severity, SvscoreError
from svscore.scoring.engine import score
from svscore.scoring.result import BidResult, Result

Cell = TypeVar("Cell")


@dataclass(frozen=True, slots=True)
class Stage:
    """The result once some differences, and all before them, are made."""

    steps: tuple[Step, ...]
    result: Result


@dataclass(frozen=True, slots=True)
class Movement:
    """One bid through all stages."""

    bidder: str
    ranks: tuple[int | None, ...]
    """Before, and after each stage; ``None`` where it is excluded."""
    numbers: tuple[Fraction | None, ...]
    """What the bids are compared by, in the same order."""
    criteria: tuple[Mapping[str, Fraction], ...]
    """For each stage the points it gained by id of the criterion or adjustment, and by ``rounding``;
    empty where there is no total, or it is not points that decide."""

    @property
    def changes(self) -> tuple[Fraction | None, ...]:
        """What each stage added to the number; ``None`` where there was or is none."""
        return tuple(None if a is None or b is None else b - a for a, b in pairwise(self.numbers))


@dataclass(frozen=True, slots=True)
class Effect:
    """What a change of the model does to one competition."""

    competition: Competition
    before: Result
    stages: tuple[Stage, ...]
    movements: tuple[Movement, ...]
    """In the order of the new ranking, excluded bids last."""
    is_by_points: bool
    """Whether ``numbers`` are total points; else the figure that decides, in both models the same."""

    @property
    def after(self) -> Result:
        """The result under the new model."""
        return self.stages[-1].result if self.stages else self.before


def effect(diff: Diff, before: Competition, after: Competition) -> Effect:
    """Scores one competition under the old model, the new one and those in between.

    Args:
        diff: the two models.
        before: the bids as the old model reads them.
        after: the same bids as the new model reads them.

    Raises:
        SvscoreError: the bids cannot be scored under the old or under the new model.
    """
    first = score(diff.old, before)
    stages: list[Stage] = []
    waiting: tuple[Step, ...] = ()
    for step in diff.steps:
        waiting = (*waiting, step)
        is_last = step is diff.steps[-1]
        framework = diff.new if is_last else step.framework
        bids = after if is_last else _read_as(before, after, step)
        if not is_last and not (_is_sound(framework) and _is_on_scale(framework, bids)):
            continue
        try:
            stages.append(Stage(waiting, score(framework, bids)))
        except SvscoreError:
            if is_last:
                raise
            continue
        waiting = ()
    return _effect(before, first, stages)


def _effect(competition: Competition, first: Result, stages: list[Stage]) -> Effect:
    results = [first, *(stage.result for stage in stages)]
    by_points = len({result.figure_name for result in results}) > 1 or first.award_by == "highest-total"
    names = [bid.bidder for bid in results[-1].bids]
    movements = tuple(_movement(name, results, by_points=by_points) for name in names)
    return Effect(competition, first, tuple(stages), movements, by_points)


def _is_sound(framework: Framework) -> bool:
    """Whether nothing in the model forbids scoring."""
    errors = (rule for rule in RULES.values() if rule.SEVERITY is Severity.ERROR)
    return not any(next(rule.check(framework), None) for rule in errors)


def _is_on_scale(framework: Framework, competition: Competition) -> bool:
    """Whether every mark is one its scale still has, or has already."""
    for leaf in framework.leaves():
        if leaf.scale is None:
            continue
        marks = {mark for level in framework.scales[leaf.scale] for mark in (level.number, level.mark)}
        for bid in competition.bids:
            given = [cells[leaf.id] for cells in (bid.entries, *bid.evaluator_marks.values()) if leaf.id in cells]
            if any(entry.value not in marks for entry in given):
                return False
    return True


def _read_as(before: Competition, after: Competition, step: Step) -> Competition:
    """The bids with every cell as the model in between reads it."""
    others = {bid.bidder: bid for bid in after.bids}
    bids = tuple(_mixed(bid, others[bid.bidder], step.taken) for bid in before.bids if bid.bidder in others)
    return replace(before, bids=bids)


def _mixed(old: Bid, new: Bid, taken: frozenset[str]) -> Bid:
    evaluators = old.evaluator_marks.keys() | new.evaluator_marks.keys()
    marks = {
        name: _chosen(old.evaluator_marks.get(name, {}), new.evaluator_marks.get(name, {}), taken)
        for name in sorted(evaluators)
    }
    return replace(old, entries=_chosen(old.entries, new.entries, taken), evaluator_marks=marks)


def _chosen(old: Mapping[str, Cell], new: Mapping[str, Cell], taken: frozenset[str]) -> dict[str, Cell]:
    chosen = {name: cell for name, cell in new.items() if name in taken or name not in old}
    return {**{name: cell for name, cell in old.items() if name not in taken}, **chosen}


def _movement(bidder: str, results: list[Result], *, by_points: bool) -> Movement:
    bids = [next(bid for bid in result.bids if bid.bidder == bidder) for result in results]
    return Movement(
        bidder,
        tuple(bid.rank for bid in bids),
        tuple(bid.total if by_points else bid.figure for bid in bids),
        tuple(_gained(old, new) if by_points else {} for old, new in pairwise(bids)),
    )


def _gained(old: BidResult, new: BidResult) -> dict[str, Fraction]:
    """The points one bid gained by criterion, adjustment and rounding; nothing that is zero."""
    if old.total is None or new.total is None:
        return {}
    points, was = _points(new), _points(old)
    gained = {name: points.get(name, Fraction(0)) - was.get(name, Fraction(0)) for name in {**was, **points}}
    gained["rounding"] = new.total - old.total - sum(gained.values(), Fraction(0))
    return {name: change for name, change in gained.items() if change}


def _points(bid: BidResult) -> dict[str, Fraction]:
    leaves = {node.id: node.score for node in bid.walk() if not node.criteria and node.score is not None}
    added = {step.subject: step.exact for step in bid.steps if step.name == "adjustment"}
    return {**leaves, **added}
