"""Everything that forbids scoring, in one list with what the reading of the bids found."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction

from svscore.bids import Bid, Competition, UnreadableBidsError
from svscore.exact import money_text
from svscore.framework.award import PriceAward
from svscore.framework.model import Framework
from svscore.problem import Location, Problem, Severity, SvscoreError, in_order, with_id
from svscore.scoring.awards import AWARDS
from svscore.scoring.eligibility import Standing, judge
from svscore.scoring.figures import award_price, price_leaf
from svscore.scoring.formulas import FORMULAS
from svscore.scoring.values import LeafValue, Values, read_values

CELL_CODES = ("WB13", "WB14")
"""How codes of the reading begin that concern one cell; any other error may be why a mark is not where it belongs."""


def refusals(
    framework: Framework, competition: Competition, bids: Sequence[Bid], values: Values, standing: Standing
) -> list[Problem]:
    """What forbids scoring the bids; empty where nothing does.

    A bid that is out and that no rule looks at is often not marked at all: it does not hold up the others.
    """
    problems = [problem for position, problem in values.problems if position in standing.reference]
    problems.extend(_unusable_prices(framework, bids, values.by_bid, standing))
    if not bids:
        problems.append(Problem(Location(competition.source), "EV100", "no bids to score", "add a row for each bid"))
    if framework.moderation == "rank-sum" and bids and not any(bid.evaluator_marks for bid in bids):
        message = "the model ranks by the sum of the evaluators' ranks, but there are only agreed marks"
        hint = "give each evaluator's marks in a sheet Scores with a column Evaluator"
        problems.append(Problem(Location(competition.source), "EV105", message, hint))
    return problems


def with_refusals(framework: Framework, error: SvscoreError) -> SvscoreError:
    """What the reading of bids found, and what scoring would refuse of what could be read.

    A blank counts where the file has a cell for it that was read: a cell in error is listed already. Where
    headings, names or sheets are in error, marks may stand elsewhere, and only cells that are blank are listed.
    """
    if not isinstance(error, UnreadableBidsError) or not error.competition.bids:
        return error
    errors = [problem for problem in error.problems if problem.severity is Severity.ERROR]
    in_error = {problem.location for problem in errors}
    is_by_cell = all(problem.code.startswith(CELL_CODES) for problem in errors)
    bids = error.competition.bids
    values = read_values(framework, bids)
    found = refusals(framework, error.competition, bids, values, judge(framework, bids, values.by_bid))
    cells = set() if is_by_cell else {cell for bid in bids for _, cell in bid.cells()}
    more = [
        problem for problem in found if problem.location not in in_error and (is_by_cell or problem.location in cells)
    ]
    return SvscoreError(in_order([*error.problems, *more]))


def _unusable_prices(
    framework: Framework, bids: Sequence[Bid], values: Sequence[Mapping[str, LeafValue]], standing: Standing
) -> Iterable[Problem]:
    """Prices and quantities of bids still in the running that a formula or the award method cannot take."""
    for position in sorted(standing.reference):
        leaf_values, bidder = values[position], bids[position].bidder
        for leaf in framework.leaves():
            amount = leaf_values[leaf.id].amount
            if leaf.offer is None or leaf.offer.formula == "none" or amount is None:
                continue
            if must := FORMULAS[leaf.offer.formula].refuses(amount, leaf.offer):
                what = f"{bidder}: {with_id(leaf.title, leaf.id)}"
                yield _unusable(leaf_values[leaf.id], what, amount, leaf.offer.formula, must)
        award, leaf_of_award = framework.award, price_leaf(framework)
        if position in standing.excluded or not isinstance(award, PriceAward) or leaf_of_award is None:
            continue
        price = award_price(framework, award, leaf_values)
        if price is not None and (must := AWARDS[award.by].refuses(price, award)):
            what = f"{bidder}: {with_id(leaf_of_award.title, leaf_of_award.id)}"
            what += ", additions included," if award.add else ""
            yield _unusable(leaf_values[leaf_of_award.id], what, price, award.by, must)


def _unusable(value: LeafValue, what: str, amount: Fraction, rule: str, must: str) -> Problem:
    return Problem(
        value.location,
        "EV104",
        f"{what} is {money_text(amount)}; {rule} can only score a number {must}",
        "ask the bidder what it means; svscore excludes nobody for it, and guesses nothing",
    )
