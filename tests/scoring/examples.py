"""Small models and bids in a line each, for tests that look at one behaviour."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import Any

from svscore.scoring.engine import score
from svscore.scoring.result import BidResult, CriterionResult, Result
from tests.scoring.models import HEADER, SCALES, Plain, competition, framework

NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+|/[0-9]+)?")


def model(*criteria: Plain, **keys: Any) -> Plain:
    """A model of these criteria; other keys with underscores for hyphens."""
    named = {key.replace("_", "-"): value for key, value in keys.items()}
    return HEADER | {"scales": SCALES, "criteria": list(criteria)} | named


def node(identifier: str, weight: str | None = None, **keys: Any) -> Plain:
    """A criterion titled like its id; without a kind it is a mark of 0 to 4."""
    kinds = {"criteria", "scale", "points", "price", "quantity", "gate"} & set(keys)
    named = {key.replace("_", "-"): value for key, value in keys.items()}
    weighted = {} if weight is None else {"weight": weight}
    return (
        {"id": identifier, "title": identifier.title()} | weighted | ({} if kinds else {"scale": "five-point"}) | named
    )


def price(weight: str | None = "50", formula: str = "lowest-ratio", **settings: Any) -> Plain:
    """The criterion ``price``; without a weight it is only read."""
    chosen = {"formula": formula if weight else "none"}
    return node("price", weight, price=chosen | {key.replace("_", "-"): value for key, value in settings.items()})


def gate(identifier: str = "gate", weight: str | None = None, **settings: Any) -> Plain:
    """A pass or fail question, failed by "no" unless the settings say otherwise."""
    named = {key.replace("_", "-"): value for key, value in settings.items()}
    is_told = {"pass-when", "fail-when"} & set(named)
    return node(identifier, weight, gate=named if is_told else named | {"fail-when": "no"})


def bid(bidder: str, *, marks: Plain | None = None, submitted: str = "", **entries: str) -> Plain:
    """A bid whose entries are written as in cells; ``marks`` by evaluator."""
    return {
        "bidder": bidder,
        "entries": cells(entries),
        "marks": {name: cells(given) for name, given in (marks or {}).items()},
        "submitted": submitted,
    }


def cells(texts: Plain) -> Plain:
    return {
        key.replace("_", "-"): Fraction(text) if NUMBER.fullmatch(text) else text for key, text in texts.items() if text
    }


def scored(of: Plain, *bids: Plain) -> Result:
    return score(framework(of), competition(list(bids)))


def of_bid(result: Result, bidder: str) -> BidResult:
    return next(bid for bid in result.bids if bid.bidder == bidder)


def at(result: Result, bidder: str, identifier: str) -> CriterionResult:
    return next(found for found in of_bid(result, bidder).walk() if found.id == identifier)


def ranks(result: Result) -> dict[str, int | None]:
    return {bid.bidder: bid.rank for bid in result.bids}


def totals(result: Result) -> dict[str, str | None]:
    return {bid.bidder: bid.total_shown for bid in result.bids}


def awarded(result: Result) -> list[str]:
    return [bid.bidder for bid in result.bids if bid.is_awarded]


def leading(result: Result) -> list[str]:
    return [bid.bidder for bid in result.bids if bid.is_leading]
