"""The rules of a model in plain words: moderation, blanks, rounding, award, ties and low prices."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from svscore.exact import plain_text
from svscore.framework.award import Addition, NetPresentValue, PriceAward
from svscore.framework.model import Framework
from svscore.scoring.awards import AWARDS

MODERATION = {
    "consensus": "The evaluators agree one mark for each answer, with its reason. Only the agreed mark counts; marks "
    "are never averaged.",
    "mean": "Evaluators mark alone. The mean of their marks counts, unless they agree one mark.",
    "median": "Evaluators mark alone. The median of their marks counts, unless they agree one mark.",
    "rank-sum": "Evaluators mark alone, and each one's marks rank the bids. The ranks are added up; lowest sum wins.",
}
MISSING = {
    "refuse": "Bids are not scored while a mark, price, quantity or scored answer is blank: the blank is filled in or "
    "asked about first.",
    "zero": "What is left blank earns nothing, and is below a minimum as a zero is.",
    "partial": "What is left blank counts as nothing yet, and the total is called partial.",
}
MODES = {
    "half-up": "halves are rounded up (away from zero)",
    "half-even": "halves are rounded to the even digit",
    "down": "what is beyond the last digit is cut off",
    "up": "anything beyond the last digit is rounded up (away from zero)",
}
STAGES = {
    "share": "the part of its points that an answer earns, as a number from 0 to 1",
    "criterion": "the points of each question",
    "section": "the sum of each section",
    "total": "the total",
}
METHODS = {
    "highest-total": "The bid with the most points in total wins.",
    "lowest-price": "Of the bids that pass every gate and minimum, the lowest price wins.",
    "adjusted-price": "The price with the offered quantities turned into money and added decides; the lowest wins.",
    "price-per-quality-point": "The price is divided by the points for quality; the lowest figure wins.",
    "quality-per-price": "The points for quality are divided by the price; the highest figure wins.",
    "utility-index": "An index of quality and price decides; the highest wins.",
    "price-over-coefficient": "The price is divided by a coefficient that grows with quality; the lowest result wins.",
    "monetised-quality": "Each point of quality is worth money, which is taken off the price; the lowest result wins.",
    "net-present-value": "The payments, discounted to the first day, are added up; the lowest sum wins.",
}


BY_MONEY = ("lowest-price", "adjusted-price", "net-present-value")
"""Methods that look at no points."""
MEAN_OF_MARKS = (
    "A minimum that is a mark is held against the {moderation} of the marks given; the points are those of the "
    "{moderation} of what each mark earns."
)
RANK_SUM = "Each evaluator's marks, with the common prices, put the bids in order; the lowest sum of ranks wins."


def number(value: Fraction) -> str:
    """A weight or a number of points as people read it."""
    return plain_text(value, 4)


def moderation_words(framework: Framework) -> list[str]:
    """How the marks of several evaluators become one, and what a minimum then looks at."""
    words = [MODERATION[framework.moderation]]
    nodes = [node for _, node in framework.walk() if node.scale is not None or node.points is not None]
    is_mark = any(node.minimum is not None and not node.minimum.bound.endswith("%") for node in nodes)
    if framework.moderation in ("mean", "median") and is_mark:
        words.append(MEAN_OF_MARKS.format(moderation=framework.moderation))
    return words


def is_marked(framework: Framework) -> bool:
    """Whether evaluators mark anything."""
    return any(leaf.scale is not None or leaf.points is not None for leaf in framework.leaves())


def rounding_words(framework: Framework) -> list[str]:
    """Where numbers are rounded, in order; one sentence where nowhere."""
    rounding = framework.rounding
    found: list[tuple[str, int | None]] = [(name, getattr(rounding, stage)) for stage, name in STAGES.items()]
    found.append((f"the {figure_name(framework)}", getattr(framework.award, "figure_places", None)))
    listed = [f"{name}: to {_decimals(places)}" for name, places in found if places is not None]
    return [*listed, f"In each case {MODES[rounding.mode]}."] if listed else ["Nothing is rounded."]


def _decimals(places: int) -> str:
    return "a whole number" if places == 0 else f"{places} decimal{'' if places == 1 else 's'}"


def order_words(framework: Framework) -> str:
    """Whether order and ties look at what people see; empty where nothing is rounded at the end."""
    figure_places = getattr(framework.award, "figure_places", None)
    if framework.rounding.total is None and figure_places is None:
        return ""
    if framework.award.on == "rounded":
        return "Order and ties are decided on the figure after its last rounding."
    return "Order and ties are decided on the figure before its last rounding."


def award_words(framework: Framework) -> list[str]:
    """Who wins, and how many."""
    award = framework.award
    words = [RANK_SUM if framework.moderation == "rank-sum" else METHODS[award.by]]
    titles = titles_of(framework)
    words += [
        f"To the price is added: {titles[addition.quantity]}, {_rate_words(framework, addition)}."
        for addition in (award.add if isinstance(award, PriceAward) else ())
    ]
    if isinstance(award, NetPresentValue):
        words.append(f"The yearly discount rate is {number(award.rate * 100)}%.")
    words.append("One bid is awarded." if award.places == 1 else f"{award.places} bids are awarded.")
    if award.also_within is not None:
        words.append(f"Every bid within {award.also_within} of the last place is awarded, too.")
    return words


def _rate_words(framework: Framework, addition: Addition) -> str:
    """What an addition costs: its rate is that of the quantity as it counts, after its proxy and its cap."""
    offer = next((leaf.quantity for leaf in framework.leaves() if leaf.id == addition.quantity), None)
    rate = plain_text(addition.rate)
    if offer is None or offer.proxy is None:
        words = f"at {rate} for each unit"
    else:
        words = f"at {rate} for each pound it is worth ({plain_text(offer.proxy.value)} for each unit)"
    return (
        words if offer is None or offer.cap is None else f"{words}, of which no more than {plain_text(offer.cap)} count"
    )


def titles_of(framework: Framework) -> dict[str, str]:
    """The title of every criterion by its id."""
    return {node.id: node.title for _, node in framework.walk()}


def tie_words(framework: Framework) -> list[str]:
    """What breaks ties, in order."""
    special = {
        "price": "the lower price",
        "met-minimums": "a bid that is below no minimum goes before one that is",
        "earliest": "the bid submitted first",
    }
    titles = titles_of(framework)
    priced = {node.id for node in framework.leaves() if node.price is not None}
    return [
        special["price"] if each in priced else special.get(each, f"the higher score in {titles.get(each, each)}")
        for each in framework.tie_break
    ]


def low_price_words(framework: Framework) -> list[str]:
    """The tests for abnormally low prices; none where the model has none."""
    against = {
        "mean-of-others": "the mean of the other bids",
        "mean": "the mean of all bids",
        "median": "the median of all bids",
        "next": "the next higher bid",
    }
    return [
        f"{'The price of the leading bid' if test.bids == 'leading' else 'A price'} that is "
        f"{number(test.by * 100)}% or more below {against[test.against]}"
        for test in framework.abnormally_low
    ]


def adjustment_words(framework: Framework) -> Iterator[str]:
    """Published preferences added after scoring."""
    for each in framework.adjustments:
        unit = "of all points available" if each.add.is_percent else "points"
        yield f"{each.title}: {each.add} {unit} are added to the total of bids that answer yes to {each.when}"


def figure_name(framework: Framework) -> str:
    """What the figure that decides is called."""
    return "sum of ranks" if framework.moderation == "rank-sum" else AWARDS[framework.award.by].FIGURE.lower()
