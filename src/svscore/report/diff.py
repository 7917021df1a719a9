"""What is different between two models and what it does to bids, as sections any format can draw."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from svscore.batch.effects import Effect
from svscore.exact import plain_text
from svscore.framework.diff import Diff, Difference, Step
from svscore.problem import Problem, Severity
from svscore.report.diff_effects import (
    Table,
    acts,
    awarded_words,
    is_awarded_anew,
    is_moved,
    is_reordered,
    stage_label,
    standings,
    verdict,
    why,
)
from svscore.report.standings import NONE
from svscore.scoring.calculation import overall_weights
from svscore.scoring.wording import in_words

SCORE_CHANGES, RANK_CHANGES, AWARD_CHANGES = "score-changes", "rank-changes", "award-changes"
MOST_NAMED = 3
"""Workbooks named in the headline; the rest are counted."""
MOST_LISTED = 10
"""Problems of a workbook that are listed; the rest are counted."""
MOST_COLUMNS = 4
"""Changes that have a column each; where more act on the bids, each bid has a line instead."""


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the comparison; every text is plain words."""

    title: str
    lead: str = ""
    """The sentence that matters most."""
    steps: tuple[tuple[str, str], ...] = ()
    """Changes with a title each, to be numbered from 1: the order in which they are made."""
    table: Table | None = None
    points: tuple[tuple[str, str], ...] = ()
    """Names, each with what there is to say of it."""
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Tried:
    """One workbook, and what the change does to it or why that cannot be said."""

    workbook: str
    effect: Effect | None
    refused: tuple[Problem, ...] = ()
    """What forbids scoring under the new model."""


def title(diff: Diff) -> str:
    """The models that are compared, by id and version."""
    old, new = (f"{model.id} {model.version}" for model in (diff.old, diff.new))
    if old != new:
        return f"Changes from {old} to {new}"
    return f"Changes to {old}" + (
        ", whose version is the same in both although scores may change" if diff.steps else ""
    )


def kinds_of_change(diff: Diff, tried: Sequence[Tried]) -> frozenset[str]:
    """Whether what scores follow from changes, whether a rank does, and whether an award does.

    Bids that cannot be scored under the new model count as changed: nobody can say that they are not.
    """
    kinds = {
        SCORE_CHANGES: bool(diff.steps),
        RANK_CHANGES: any(workbook.effect is None or is_reordered(workbook.effect) for workbook in tried),
        AWARD_CHANGES: any(workbook.effect is None or is_awarded_anew(workbook.effect) for workbook in tried),
    }
    return frozenset(kind for kind, is_there in kinds.items() if is_there)


def headline(diff: Diff, tried: Sequence[Tried]) -> tuple[str, str]:
    """What matters most in one claim, and the rest of the sentence: the workbooks it is true of."""
    if not diff.steps:
        return "No score changes", ": nothing that scores follow from is different."
    if not tried:
        return "Not tried on any bids", ": this does not say who would win."
    effects = [(workbook.workbook, workbook.effect) for workbook in tried if workbook.effect is not None]
    refused = len(tried) - len(effects)
    unscored = f" {refused} of {_sets(len(tried))} cannot be scored under the new model." if refused else ""
    if anew := [(name, effect) for name, effect in effects if is_awarded_anew(effect)]:
        whose = [f"{awarded_words(effect)} ({name})" for name, effect in anew]
        return f"The award changes in {len(anew)} of {_sets(len(tried))}", f": {_listed(whose)}.{unscored}"
    if reordered := [name for name, effect in effects if is_reordered(effect)]:
        claim = f"No award changes, and ranks change in {len(reordered)} of {_sets(len(tried))}"
        return claim, f": {_listed(reordered)}.{unscored}"
    return ("No award and no rank changes", f".{unscored}") if effects else (unscored.strip(" ."), ".")


def _sets(count: int) -> str:
    return f"{count} set{'' if count == 1 else 's'} of bids"


def _listed(words: Sequence[str]) -> str:
    more = f"; and {len(words) - MOST_NAMED} more" if len(words) > MOST_NAMED else ""
    return "; ".join(words[:MOST_NAMED]) + more


def sections(diff: Diff, tried: Sequence[Tried]) -> tuple[Section, ...]:
    """What changes, then what that does to the bids of each workbook."""
    titles = {node.id: node.title for model in (diff.old, diff.new) for _, node in model.walk()}
    titles |= {addition.id: addition.title for model in (diff.old, diff.new) for addition in model.adjustments}
    return (_changes(diff), *(_tried(diff, each, titles) for each in tried))


def _changes(diff: Diff) -> Section:
    if not diff:
        return Section("What changes", "Nothing.")
    lead = "" if diff.steps else "Nothing that scores follow from."
    steps = tuple((step.title, step_text(step)) for step in diff.steps)
    words = ", ".join(difference.name for difference in diff.words)
    notes = (f"Other changes, which no score follows from: {words}.",) if words else ()
    return Section("What changes", lead, steps, _weights(diff), notes=notes)


def step_text(step: Step) -> str:
    """What a step changes, in words."""
    weights = [difference for difference in step.differences if difference.kind == "weight"]
    others = [_said(difference) for difference in step.differences if difference.kind != "weight"]
    if weights:
        how = ", ".join(f"{each.name} {each.before or 'none'} to {each.after or 'none'}" for each in weights)
        others.append(f"{_manner(weights)}: {how}" if others else how)
    return "; ".join(others)


def _said(difference: Difference) -> str:
    before, after = difference.before, difference.after
    match difference.kind:
        case "added" | "removed":
            weight = before or after
            return f"{difference.name} is {difference.kind}{f' (weight {weight})' if weight else ''}"
        case "renamed":
            return f"{difference.name} has the id {after}, was {before}"
        case "moved":
            return f"{difference.name} moves from {before} to {after}"
        case "rule" if difference.subject in ("total", "weights"):
            return f"{difference.subject} {before} becomes {after}"
        case _:
            return f"was {before or 'none'}, now {after or 'none'}"


def _manner(weights: Sequence[Difference]) -> str:
    """Whether the weights that stay went up or down by one factor, or anyhow."""
    pairs = [(Fraction(each.before or 0), Fraction(each.after or 0)) for each in weights]
    (first, then), *rest = pairs
    if not rest or any(before * then != after * first for before, after in rest):
        return "weights"
    return f"the other weights go {'up' if then > first else 'down'} in proportion"


def _weights(diff: Diff) -> Table | None:
    """Points that can be earned, for every criterion of which they are not what they were."""
    before, after = overall_weights(diff.old), overall_weights(diff.new)
    names = [node.id for _, node in diff.old.walk()]
    names += [node.id for _, node in diff.new.walk() if node.id not in names]
    titles = {node.id: node.title for model in (diff.old, diff.new) for _, node in model.walk()}
    rows = tuple(
        (_points(before.get(name)), _points(after.get(name)), _gain(before, after, name), titles[name])
        for name in names
        if before.get(name) != after.get(name)
    )
    return Table(("points before", "after", "change", "criterion"), ">>><", rows) if rows else None


def _points(value: Fraction | None) -> str:
    return NONE if value is None else plain_text(value, 4)


def _gain(before: Mapping[str, Fraction], after: Mapping[str, Fraction], name: str) -> str:
    change = after.get(name, Fraction(0)) - before.get(name, Fraction(0))
    return f"{'+' if change > 0 else ''}{plain_text(change, 4)}"


def _tried(diff: Diff, tried: Tried, titles: Mapping[str, str]) -> Section:
    heading = f"What it does to {tried.workbook}"
    effect = tried.effect
    if effect is None:
        errors = [problem for problem in tried.refused if problem.severity is Severity.ERROR]
        listed = tuple((f"{problem.location}", f"{problem.code} {problem.message}") for problem in errors[:MOST_LISTED])
        more = (f"And {len(errors) - len(listed)} problems more.",) if len(errors) > len(listed) else ()
        return Section(
            heading, "These bids cannot be scored under the new model as they are.", points=listed, notes=more
        )
    numbers = {id(step): str(place) for place, step in enumerate(diff.steps, start=1)}
    labels = [stage_label(stage, numbers) for stage in effect.stages]
    acting = [place for place in range(len(labels)) if acts(effect.movements, place)]
    columns = acting if 1 < len(acting) <= MOST_COLUMNS else []
    told = [
        each
        for each in effect.movements
        if is_moved(effect, each) or (len(acting) > MOST_COLUMNS and any(each.changes))
    ]
    points = tuple((movement.bidder, why(effect, movement, labels, titles)) for movement in told)
    idle = [label for place, label in enumerate(labels) if place not in acting]
    notes = (f"Without effect on these bids: {in_words(idle)}.",) if idle else ()
    return Section(heading, verdict(effect), table=standings(effect, labels, columns), points=points, notes=notes)
