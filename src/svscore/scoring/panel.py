"""Ranking by a panel: each evaluator's marks rank the bids, and the lowest sum of ranks wins."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from svscore.bids import Bid
from svscore.framework.model import Framework
from svscore.scoring.calculation import Calculation
from svscore.scoring.figures import Figures, figures_of, total_of
from svscore.scoring.ranking import rank_bids, ranks_of
from svscore.scoring.result import Step
from svscore.scoring.values import read_values


def rank_sums(framework: Framework, bids: Sequence[Bid], reference: frozenset[int], eligible: Sequence[int]) -> Figures:
    """The sum of each eligible bid's ranks, 1, 1, 3 for a tie, over all evaluators who marked.

    What an evaluator was not asked to mark counts for nothing for every bid alike.
    """
    evaluators = sorted({name for bid in bids for name in bid.evaluator_marks})
    ranks = {name: _ranks(framework, bids, reference, eligible, name) for name in evaluators}
    figures = Figures("Sum of ranks", highest_wins=False, values={})
    for position in eligible:
        given = [ranks[name][position] for name in evaluators]
        total = Fraction(sum(given))
        how = " + ".join(f"{rank} ({name})" for name, rank in zip(evaluators, given, strict=True))
        figures.values[position] = total
        figures.texts[position] = str(total)
        step = Step("award", "figure", "sum of the evaluators' ranks", how, total, str(total))
        figures.steps[position] = (step,)
    return figures


def _ranks(
    framework: Framework, bids: Sequence[Bid], reference: frozenset[int], eligible: Sequence[int], evaluator: str
) -> dict[int, int]:
    values = read_values(framework, bids, evaluator)
    calculation = Calculation(framework, values.by_bid, reference, framework.rounding, rescale=True)
    totals = [total_of(calculation, position, bid) for position, bid in enumerate(bids)]
    own = figures_of(calculation, totals, eligible)
    order = {position: totals[position].score for position in eligible}
    if framework.award.on != "rounded" or framework.award.by != "highest-total":
        order = dict(own.values)
    ranked = rank_bids([bid.bidder for bid in bids], order, highest_wins=own.highest_wins, tie_breaks=())
    return ranks_of(ranked.groups)
