"""Scores a competition: values, gates and minimums, reference bids, points, figures, ranks, awards."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from itertools import zip_longest

from svscore.bids import Bid, Competition
from svscore.exact import plain_text
from svscore.framework.formula import BasketItem
from svscore.framework.model import Criterion, Framework
from svscore.problem import SvscoreError, in_order
from svscore.scoring.blank_questions import blank_questions, figure_questions, zero_questions
from svscore.scoring.calculation import Calculation, step_of
from svscore.scoring.eligibility import Standing, judge, judge_relative
from svscore.scoring.far_prices import far_price_questions
from svscore.scoring.figures import Figures, Total, figures_of, ordering, price_leaf, total_of
from svscore.scoring.panel import rank_sums
from svscore.scoring.printed import margin_text, stage_text, total_text
from svscore.scoring.questions import (
    low_price_questions,
    override_questions,
    price_questions,
    reading_questions,
)
from svscore.scoring.ranking import Place, TieBreak, award, rank_bids
from svscore.scoring.refusals import refusals
from svscore.scoring.result import AwardState, BidResult, CriterionResult, Item, Question, Result, Step
from svscore.scoring.settlement import Evidence, Ranking, level_at_last_place, settle
from svscore.scoring.values import read_values

DAY = len("2025-03-03")
"""Characters of a date; what is longer has a time."""


def score(framework: Framework, competition: Competition, *, what_if: tuple[str, ...] = ()) -> Result:
    """The result of a competition under a model; the same for any order of the bids.

    Args:
        framework: a complete model without errors.
        competition: the bids, each with its entries by criterion id.
        what_if: changes made to the published model, in words, to be shown with the result.

    Raises:
        SvscoreError: the bids cannot be scored as the model says: blanks it refuses, marks without
            the agreement it promises, prices its formula cannot take. All of them at once.
    """
    bids = tuple(sorted(competition.bids, key=lambda bid: bid.bidder))
    values = read_values(framework, bids)
    standing = judge(framework, bids, values.by_bid)
    if problems := refusals(framework, competition, bids, values, standing):
        raise SvscoreError(in_order([*competition.notes, *problems]))
    judge_relative(framework, bids, values.by_bid, standing)
    calculation = Calculation(framework, values.by_bid, standing.reference, framework.rounding, rescale=True)
    totals = [total_of(calculation, position, bid) for position, bid in enumerate(bids)]
    eligible = [position for position in range(len(bids)) if position not in standing.excluded]
    if framework.moderation == "rank-sum":
        figures = rank_sums(framework, bids, standing.reference, eligible)
    else:
        figures = figures_of(calculation, totals, eligible)
    return _Outcome(framework, competition, bids, calculation, totals, standing, figures).result(what_if)


def _settled(bid: BidResult, state: AwardState, *, is_tied: bool) -> BidResult:
    """The bid with what the state of the award makes of its place."""
    return replace(
        bid,
        is_awarded=bid.is_leading and state == "settled",
        is_tied=is_tied and state == "tied-for-last-place",
    )


class _Outcome:
    """Puts the pieces of one scored competition together."""

    def __init__(
        self,
        framework: Framework,
        competition: Competition,
        bids: Sequence[Bid],
        calculation: Calculation,
        totals: Sequence[Total],
        standing: Standing,
        figures: Figures,
    ) -> None:
        self.framework = framework
        self.competition = competition
        self.bids = bids
        self.calculation = calculation
        self.totals = totals
        self.standing = standing
        self.figures = figures
        self.names = [bid.bidder for bid in bids]

    def result(self, what_if: tuple[str, ...]) -> Result:
        framework, figures = self.framework, self.figures
        order = ordering(framework, figures, self.totals)
        ranked = rank_bids(
            self.names,
            order,
            highest_wins=figures.highest_wins,
            tie_breaks=[self._tie_break(n) for n in framework.tie_break],
        )
        by_points = framework.award.by == "highest-total" and framework.moderation != "rank-sum"
        places = award(ranked.groups, order, framework.award, framework.total, by_points=by_points)
        ranking = Ranking(places, figures.values, ranked.passed_over)
        state, grounds = settle(framework, self._evidence(places), self.standing, ranking)
        tied = frozenset(level_at_last_place(framework, ranking))
        bids = [self._bid(place, after) for place, after in zip_longest(places, places[1:])]
        bids = [_settled(bid, state, is_tied=place.position in tied) for bid, place in zip(bids, places, strict=True)]
        excluded = [self._bid(Place(position, 0), None) for position in sorted(self.standing.excluded)]
        return Result(
            framework_id=framework.id,
            framework_version=framework.version,
            framework_title=framework.title,
            award_by="rank-sum" if framework.moderation == "rank-sum" else framework.award.by,
            figure_name=figures.name,
            highest_wins=figures.highest_wins,
            total_available=framework.total,
            bids=(*bids, *excluded),
            places=framework.award.places,
            state=state,
            because=grounds,
            ties=tuple(ranked.ties),
            questions=tuple(self._questions(places)),
            problems=self.competition.notes,
            what_if=what_if,
        )

    def _evidence(self, places: Sequence[Place]) -> Evidence:
        partial = tuple(place.position for place in places if self._is_unmarked(place.position))
        return Evidence(self.bids, self.calculation.values, partial, self.competition.notes)

    def _questions(self, places: Sequence[Place]) -> list[Question]:
        framework, bids, values = self.framework, self.bids, self.calculation.values
        ranked = [place.position for place in places]
        leading = [place.position for place in places if place.rank == 1]
        return [
            *self.standing.questions,
            *reading_questions(framework, bids, self.competition.notes),
            *override_questions(framework, bids),
            *blank_questions(framework, bids, values, ranked),
            *zero_questions(self.calculation, bids, self.competition.notes, self.figures),
            *price_questions(framework, bids, values, ranked),
            *far_price_questions(framework, bids, values, ranked),
            *low_price_questions(framework, bids, values, ranked, leading),
            *figure_questions(framework, bids, self.figures, ranked),
        ]

    def _bid(self, place: Place, after: Place | None) -> BidResult:
        position, total = place.position, self.totals[place.position]
        excluded = position in self.standing.excluded
        following = self.figures.values[after.position] if after else None
        figure = None if excluded else self.figures.values[position]
        margin = None if figure is None or following is None else abs(figure - following)
        remark = self.figures.remarks.get(position)
        return BidResult(
            bidder=self.names[position],
            status="excluded" if excluded else "eligible",
            rank=None if excluded else place.rank,
            is_leading=place.is_leading,
            is_tied=False,
            is_awarded=False,
            total=total.score,
            total_exact=total.exact,
            total_shown=None if total.score is None else total_text(self.framework, total.score),
            figure=figure,
            figure_shown=None if figure is None else self.figures.texts[position],
            margin=margin,
            margin_shown=None
            if margin is None or after is None
            else margin_text(self.figures.texts[position], self.figures.texts[after.position], margin),
            is_partial=self._is_partial(position),
            criteria=tuple(self._node(node, position) for node in self.framework.criteria),
            steps=(*total.steps, *self.figures.steps.get(position, ())),
            reasons=(
                *self.standing.excluded.get(position, ()),
                *self.standing.flagged.get(position, ()),
                *([remark] if remark else []),
            ),
        )

    def _is_partial(self, position: int) -> bool:
        """Whether something that counts towards the total is not known yet: a mark, or whether a preference is due."""
        known = {*self.bids[position].entries, *self.calculation.values[position]}
        is_unsaid = any(rule.when not in known for rule in self.framework.adjustments)
        return self.framework.missing == "partial" and (is_unsaid or self._is_unmarked(position))

    def _is_unmarked(self, position: int) -> bool:
        values, weights = self.calculation.values[position], self.calculation.weights
        is_partial = self.framework.missing == "partial"
        return is_partial and any(value.is_unknown and leaf in weights for leaf, value in values.items())

    def _node(self, node: Criterion, position: int) -> CriterionResult:
        found = self.calculation.scores[position].get(node.id)
        value = self.calculation.values[position].get(node.id)
        rounding = self.framework.rounding
        points = found.score if found else None
        basket = node.offer.basket if node.offer else ()
        places = rounding.section if node.criteria is not None else rounding.criterion
        return CriterionResult(
            id=node.id,
            title=node.title,
            kind=node.kind,
            weight=node.weight,
            overall_weight=self.calculation.weights.get(node.id),
            raw=value.raw if value and not basket else None,
            score=points,
            exact=found.exact if found else None,
            shown=None if points is None else stage_text(points, places, rounding.mode),
            is_partial=self.framework.missing == "partial" and bool(found and found.has_blank),
            steps=found.steps if found else self._steps_of_offer(node, position),
            criteria=tuple(self._node(child, position) for child in node.criteria or ()),
            reason=value.reason if value else "",
            reference=value.reference if value else "",
            items=tuple(self._item(item, position) for item in basket),
            offered=plain_text(value.amount) if value and basket and value.amount is not None else None,
        )

    def _item(self, item: BasketItem, position: int) -> Item:
        entry = self.bids[position].entries.get(item.item)
        return Item(item.item, item.title or item.item, entry.shown if entry else None, item.quantity)

    def _steps_of_offer(self, node: Criterion, position: int) -> tuple[Step, ...]:
        """How a price or a quantity without weight came about, for the award that looks at it."""
        if node.offer is None:
            return ()
        return tuple(step_of(node.id, *named) for named in self.calculation.values[position][node.id].working)

    def _tie_break(self, name: str) -> TieBreak:
        if name == "price":
            award_price = price_leaf(self.framework)
            prices = [leaf.id for leaf in self.framework.leaves() if leaf.price is not None]
            asked = [award_price.id] if award_price else prices
            return name, lambda position: self._cheapness(asked, position)
        if name == "met-minimums":
            return name, lambda position: position not in self.standing.flagged
        if name == "earliest":
            times = sorted({bid.submitted for bid in self.bids})
            timed_days = {time[:DAY] for time in times if len(time) > DAY}
            # a date alone says nothing beside a time of that day
            order = {time: Fraction(-index) for index, time in enumerate(times) if time and time not in timed_days}
            return name, lambda position: order.get(self.bids[position].submitted)
        leaf = next((leaf for leaf in self.framework.leaves() if leaf.id == name), None)
        return name, lambda position: self._score_for_tie(name, leaf, position)

    def _score_for_tie(self, name: str, leaf: Criterion | None, position: int) -> Fraction | None:
        found = self.calculation.scores[position].get(name)
        if found is not None or leaf is None:
            return None if found is None else found.score if self.framework.award.on == "rounded" else found.exact
        amount = self.calculation.values[position][name].amount
        less_is_better = leaf.price is not None or (leaf.offer is not None and leaf.offer.better == "less")
        return -amount if amount is not None and less_is_better else amount

    def _cheapness(self, prices: Sequence[str], position: int) -> Fraction | None:
        """Minus the bid's price: the award's, or the sum of every price criterion."""
        values = self.calculation.values[position]
        amounts = [values[name].amount for name in prices]
        known = [amount for amount in amounts if amount is not None]
        return -sum(known, Fraction(0)) if known and len(known) == len(amounts) else None
