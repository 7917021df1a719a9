"""What svscore makes of a golden case, and where each kind of printed figure stands in it."""

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any

from typer.testing import CliRunner

from svscore.bids import Competition
from svscore.cli.app import app
from svscore.framework.award import UtilityIndex
from svscore.framework.load import load_framework
from svscore.framework.model import Framework
from svscore.scoring.engine import score
from svscore.scoring.result import BidResult, CriterionResult, Result
from svscore.workbook import read_bids

Entry = Mapping[str, Any]
"""One line of a ``printed.yaml``; every value in it is text."""


@dataclass(frozen=True)
class Evaluation:
    """One competition, scored through the library and printed by the command."""

    framework: Framework
    competition: Competition
    result: Result
    printed: Mapping[str, Any]

    def bid(self, entry: Entry) -> BidResult:
        return next(bid for bid in self.result.bids if bid.bidder == entry["bid"])

    def node(self, entry: Entry) -> CriterionResult:
        return next(node for node in self.bid(entry).walk() if node.id == entry["criterion"])

    def printed_bid(self, entry: Entry) -> Mapping[str, Any]:
        wanted = entry.get("bid", self.result.bids[0].bidder)
        return next(bid for bid in self.printed["bids"] if bid["bidder"] == wanted)

    def printed_node(self, entry: Entry) -> Mapping[str, Any]:
        return next(node for node in walk(self.printed_bid(entry)) if node["id"] == entry["criterion"])

    def amount(self, bidder: str, column: str) -> Fraction:
        bid = next(bid for bid in self.competition.bids if bid.bidder == bidder)
        return Fraction(bid.entries[column].value)

    def amounts(self, column: str, but: str = "") -> list[Fraction]:
        return [self.amount(bid.bidder, column) for bid in self.competition.bids if bid.bidder != but]

    def step(self, entry: Entry, name: str) -> Fraction:
        """The exact value of the last step of that name of a bid, the award's and the total's included."""
        steps = [*self.bid(entry).steps, *(step for node in self.bid(entry).walk() for step in node.steps)]
        return [step.exact for step in steps if step.name == name][-1]


def walk(parent: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    for node in parent.get("criteria", ()):
        yield node
        yield from walk(node)


@cache
def evaluation(case: Path, lot: str | None) -> Evaluation:
    framework = load_framework(case / "framework.yaml").framework
    competition = read_bids(case / "bids.csv", framework, lot=lot)
    words = ["evaluate", str(case / "bids.csv"), "-f", str(case / "framework.yaml"), "--format", "json"]
    ran = CliRunner().invoke(app, words + (["--lot", lot] if lot else []), prog_name="svscore")
    assert ran.exit_code == 0, ran.output
    return Evaluation(framework, competition, score(framework, competition), json.loads(ran.stdout))


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


def relative(found: Evaluation, entry: Entry) -> Fraction:
    """The share of the weight after its rounding, in percent."""
    weight = found.node(entry).overall_weight
    exact = found.node(entry).exact
    assert weight is not None
    assert exact is not None
    return exact / weight * 100


def unrounded_points(found: Evaluation, entry: Entry) -> Fraction:
    node = found.node(entry)
    share = next(step for step in reversed(node.steps) if step.name in ("share", "rescaled share"))
    return share.exact * (node.overall_weight or 0)


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
    "deficit": deficit,
    "questions": questions,
    "unbroken-ties": unbroken_ties,
    # Exact, from the library; rounded here as the source rounds:
    "available": lambda found, _: found.result.total_available,
    "percent": percent,
    "price": lambda found, entry: found.amount(entry["bid"], entry["criterion"]),
    "before-adjustments": before_adjustments,
    "adjustment": lambda found, entry: found.step(entry, "adjustment"),
    "relative": relative,
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
