"""Totals, and the figure the award method orders by, for every bid of one calculation."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from svscore.bids import Bid
from svscore.exact import round_fraction
from svscore.framework.award import HighestTotal, NetPresentValue, PriceAward
from svscore.framework.model import Adjustment, Criterion, Framework
from svscore.scoring.awards import AWARDS, Eligible, Standing
from svscore.scoring.calculation import Calculation, carried, round_stage, working_text
from svscore.scoring.printed import figure_text
from svscore.scoring.result import Step, shown
from svscore.scoring.values import LeafValue
from svscore.scoring.wording import amount


@dataclass(frozen=True, slots=True)
class Total:
    """The points of one bid; ``exact`` is before the last rounding stage, ``None`` when not scorable."""

    exact: Fraction | None
    score: Fraction | None
    has_blank: bool
    steps: tuple[Step, ...] = ()


def total_of(calculation: Calculation, position: int, bid: Bid) -> Total:
    """The sum of the top level, adjustments added, rounded as the model says."""
    framework = calculation.framework
    nodes = [node for node in framework.criteria if node.id in calculation.weights]
    parts = [calculation.scores[position][node.id] for node in nodes]
    points = [part.score for part in parts if part.score is not None]
    has_blank = any(part.has_blank for part in parts)
    if len(points) < len(parts):
        return Total(None, None, has_blank)
    added = [_adjustment(framework, adjustment) for adjustment in framework.adjustments if _qualifies(adjustment, bid)]
    exact = sum(points, Fraction(0)) + sum((step.exact for step in added), Fraction(0))
    texts = [carried(score, part.steps[-1].shown) for score, part in zip(points, parts, strict=True)]
    texts += [carried(step.exact, step.shown) for step in added]
    score, text = round_stage(exact, framework.rounding.total, framework.rounding)
    total = Step("total", "total", "sum", " + ".join(texts) or "0", exact, text)
    return Total(exact, score, has_blank, (*added, total))


def _qualifies(adjustment: Adjustment, bid: Bid) -> bool:
    entry = bid.entries.get(adjustment.when)
    return entry is not None and entry.value == "yes"


def _adjustment(framework: Framework, adjustment: Adjustment) -> Step:
    points = adjustment.add.of(framework.total)
    rule = "percent of all points" if adjustment.add.is_percent else "published points"
    how = f"{adjustment.add} of {shown(framework.total)}" if adjustment.add.is_percent else str(adjustment.add)
    return Step(adjustment.id, "adjustment", rule, how, points, working_text(points))


def price_leaf(framework: Framework) -> Criterion | None:
    """The price criterion the award method means: the one it names, or the only one."""
    prices = [leaf for leaf in framework.leaves() if leaf.price is not None]
    named = framework.award.price if isinstance(framework.award, PriceAward) else None
    wanted = [leaf for leaf in prices if named in (None, leaf.id)]
    return wanted[0] if len(wanted) == 1 else None


@dataclass(slots=True)
class Figures:
    """What the bids are ordered by, by position; ``None`` where it is undefined for a bid."""

    name: str
    highest_wins: bool
    values: dict[int, Fraction | None]
    texts: dict[int, str] = field(default_factory=dict)
    steps: dict[int, tuple[Step, ...]] = field(default_factory=dict)
    remarks: dict[int, str] = field(default_factory=dict)


def figures_of(calculation: Calculation, totals: Sequence[Total], eligible: Sequence[int]) -> Figures:
    """The award method's figure of every eligible bid."""
    framework = calculation.framework
    method = AWARDS[framework.award.by]
    standings = {position: _standing(calculation, totals[position], position) for position in eligible}
    usable = {position: standing for position, standing in standings.items() if standing is not None}
    ranked = Eligible(usable.values())
    figures = Figures(method.FIGURE, method.HIGHEST_WINS, dict.fromkeys(eligible))
    for position, standing in usable.items():
        working = method.figure(standing, ranked, framework.total, framework.award)
        if working is not None:
            text = figure_text(framework, working.value)
            adding = _addition_steps(calculation, position)
            figures.values[position] = working.value
            figures.texts[position] = text
            step = Step("award", "figure", working.rule, working.substituted, working.value, text)
            figures.steps[position] = () if isinstance(framework.award, HighestTotal) else (*adding, step)
    _remark(method, figures, usable)
    return figures


def _remark(method: Any, figures: Figures, standings: Mapping[int, Standing]) -> None:
    known = [value for value in figures.values.values() if value is not None]
    best = (max if figures.highest_wins else min)(known, default=Fraction(0))
    for position, standing in standings.items():
        value = figures.values[position]
        if value is not None and (remark := method.remark(standing, value, best)):
            figures.remarks[position] = remark


def _standing(calculation: Calculation, total: Total, position: int) -> Standing | None:
    """What the method may look at, or ``None`` when something it needs was left blank."""
    framework = calculation.framework
    values = calculation.values[position]
    award = framework.award
    if total.exact is None:
        return None
    if isinstance(award, HighestTotal):
        return Standing(total.exact)
    if isinstance(award, NetPresentValue):
        flows = [values[flow.price].amount for flow in award.flows]
        known = tuple(flow for flow in flows if flow is not None)
        return Standing(total.exact, None, known) if len(known) == len(flows) else None
    price = award_price(framework, award, values)
    return None if price is None else Standing(total.exact, price)


def award_price(framework: Framework, award: PriceAward, values: Mapping[str, LeafValue]) -> Fraction | None:
    """The price the award method looks at, additions included; ``None`` when a part of it was left blank."""
    leaf = price_leaf(framework)
    price = values[leaf.id].amount if leaf else None
    added = _added(award, values)
    return None if price is None or added is None else price + added


def _added(award: PriceAward, values: Mapping[str, LeafValue]) -> Fraction | None:
    amounts = [(addition.rate, values[addition.quantity].amount) for addition in award.add]
    known = [rate * amount for rate, amount in amounts if amount is not None]
    return sum(known, Fraction(0)) if len(known) == len(amounts) else None


def _addition_steps(calculation: Calculation, position: int) -> tuple[Step, ...]:
    award = calculation.framework.award
    if not isinstance(award, PriceAward) or not award.add:
        return ()
    values = calculation.values[position]
    leaf = price_leaf(calculation.framework)
    price = (values[leaf.id].amount if leaf else None) or Fraction(0)
    parts = [(addition, values[addition.quantity].amount or Fraction(0)) for addition in award.add]
    total = price + sum((addition.rate * offered for addition, offered in parts), Fraction(0))
    terms = [amount(price), *(f"{amount(offered)} x {amount(addition.rate)}" for addition, offered in parts)]
    return (Step("award", "adjusted price", "price + quantity x rate", " + ".join(terms), total, working_text(total)),)


def ordering(framework: Framework, figures: Figures, totals: Sequence[Total]) -> dict[int, Fraction | None]:
    """The values that decide order and ties: unrounded, unless the model says ``on: rounded``."""
    if framework.award.on == "unrounded" or framework.moderation == "rank-sum":
        return dict(figures.values)
    if isinstance(framework.award, HighestTotal):
        return {position: totals[position].score for position in figures.values}
    places, mode = framework.award.figure_places, framework.rounding.mode
    if places is None:
        return dict(figures.values)
    return {
        position: None if value is None else round_fraction(value, places, mode)
        for position, value in figures.values.items()
    }
