"""Where each kind of printed figure stands in what svscore makes of a golden case."""

from collections.abc import Callable, Mapping
from fractions import Fraction

from svscore.exact import decimal_text
from svscore.framework.award import UtilityIndex
from svscore.scoring.result import Step
from tests.golden.evaluation import Entry, Evaluation


def total(found: Evaluation, entry: Entry) -> Fraction:
    value = found.bid(entry).total
    assert value is not None
    return value


def figure(found: Evaluation, entry: Entry) -> Fraction:
    value = found.bid(entry).figure
    assert value is not None
    return value


def score_of(found: Evaluation, entry: Entry) -> Fraction:
    value = found.node(entry).score
    assert value is not None
    return value


def percent(found: Evaluation, entry: Entry) -> Fraction:
    points = score_of(found, entry) if "criterion" in entry else total(found, entry)
    return points / found.result.total_available * 100


def before_adjustments(found: Evaluation, entry: Entry) -> Fraction:
    return sum((node.score for node in found.bid(entry).criteria if node.score is not None), Fraction(0))


def relative(found: Evaluation, entry: Entry) -> str:
    """The share of the weight in percent, with the digits its worked calculation shows."""
    shown = share_step(found, entry).shown
    return decimal_text(Fraction(shown) * 100, decimals(shown) - 2)


def share_step(found: Evaluation, entry: Entry) -> Step:
    """The last step before the weight."""
    return next(step for step in reversed(found.node(entry).steps) if step.name in ("share", "rescaled share"))


def decimals(text: str) -> int:
    return len(text.partition(".")[2])


def unrounded_points(found: Evaluation, entry: Entry) -> Fraction:
    return share_step(found, entry).exact * (found.node(entry).overall_weight or 0)


def weight_ratio(found: Evaluation, _: Entry) -> Fraction:
    award = found.framework.award
    assert isinstance(award, UtilityIndex)
    return award.quality_weight / award.price_weight


def deficit(found: Evaluation, entry: Entry) -> str:
    """What the bid is too dear beside the best one, as the command remarks."""
    [remark] = found.printed_bid(entry)["reasons"]
    return str(remark).removeprefix("price deficit ")


def equivalent_price(found: Evaluation, entry: Entry) -> Fraction:
    """The price at which the bid would equal the best one."""
    return found.amount(entry["bid"], "price") - Fraction(deficit(found, entry))


def place_by_points(found: Evaluation, entry: Entry) -> Fraction:
    own = total(found, entry)
    return Fraction(1 + sum(total(found, {"bid": bid.bidder}) > own for bid in found.result.bids))


def above_lowest_price(found: Evaluation, entry: Entry) -> Fraction:
    return found.amount(entry["bid"], "price") - min(found.amounts("price"))


def above_next_points(found: Evaluation, entry: Entry) -> Fraction:
    others = (total(found, {"bid": bid.bidder}) for bid in found.result.bids if bid.bidder != entry["bid"])
    return total(found, entry) - max(others)


def below_mean(found: Evaluation, entry: Entry) -> Fraction:
    others = found.amounts("initial-price", but=entry["bid"])
    return 100 * (1 - found.amount(entry["bid"], "price") * len(others) / sum(others))


def below_next(found: Evaluation, entry: Entry) -> Fraction:
    return 100 * (1 - found.amount(entry["bid"], "price") / min(found.amounts("price", but=entry["bid"])))


def questions(found: Evaluation, entry: Entry) -> list[str]:
    """The positions in ``abnormally-low`` of the tests that ask about the bid, as the source numbers them."""
    asked = [one["message"] for one in found.printed["questions"] if one["bidders"] == [entry["bid"]]]
    against = {"the mean of the other bids": "0", "the next price": "1"}
    return [number for words, number in against.items() if any(f"below {words}" in message for message in asked)]


def unbroken_ties(found: Evaluation, _: Entry) -> list[str]:
    ties = [tie for tie in found.printed["ties"] if tie["broken_by"] is None]
    return [f"{tie['rank']}: {', '.join(tie['bidders'])}" for tie in ties]


READINGS: Mapping[str, Callable[[Evaluation, Entry], object]] = {
    # As the command prints them:
    "points": lambda found, entry: found.printed_node(entry)["score"],
    "possible": lambda found, entry: found.printed_node(entry)["overall_weight"],
    "total": lambda found, entry: found.printed_bid(entry)["total"],
    "figure": lambda found, entry: found.printed_bid(entry)["figure"],
    "rank": lambda found, entry: found.printed_bid(entry)["rank"],
    "status": lambda found, entry: found.printed_bid(entry)["status"],
    "awarded": lambda found, _: [bid["bidder"] for bid in found.printed["bids"] if bid["awarded"]],
    "leading": lambda found, _: [bid["bidder"] for bid in found.printed["bids"] if bid["leading"]],
    "state": lambda found, _: found.printed["award"]["state"],
    "deficit": deficit,
    "relative": relative,
    "questions": questions,
    "unbroken-ties": unbroken_ties,
    # Exact, from the library; rounded here as the source rounds:
    "available": lambda found, _: found.result.total_available,
    "percent": percent,
    "price": lambda found, entry: found.amount(entry["bid"], entry["criterion"]),
    "before-adjustments": before_adjustments,
    "adjustment": lambda found, entry: found.step(entry, "adjustment"),
    "unrounded-points": unrounded_points,
    "weight-ratio": weight_ratio,
    "figure-percent": lambda found, entry: figure(found, entry) * 100,
    "coefficient": lambda found, entry: found.amount(entry["bid"], "price") / figure(found, entry),
    "equivalent-price": equivalent_price,
    "place-by-points": place_by_points,
    "above-lowest-price": above_lowest_price,
    "above-next-points": above_next_points,
    "below-mean": below_mean,
    "below-next": below_next,
}
