"""What a named person has to answer before anybody relies on the ranking. Nothing here excludes a bid."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction

from svscore.bids import ASKING_CODES, Bid
from svscore.exact import money_text, plain_text
from svscore.framework.model import AbnormallyLow, Criterion, Framework
from svscore.problem import Location, Problem, Severity
from svscore.scoring.figures import price_leaf
from svscore.scoring.result import Question
from svscore.scoring.values import LeafValue
from svscore.scoring.wording import amount

Values = Sequence[Mapping[str, LeafValue]]


def titles_of(framework: Framework) -> dict[str, str]:
    """What people call everything a bid has an entry for: leaves, items of baskets, columns of preferences."""
    leaves = framework.leaves()
    items = [item for leaf in leaves if leaf.offer is not None for item in leaf.offer.basket]
    return {
        **{rule.when: rule.title for rule in framework.adjustments},
        **{item.item: item.title or item.item for item in items},
        **{leaf.id: leaf.title for leaf in leaves},
    }


def reading_questions(framework: Framework, bids: Sequence[Bid], notes: Sequence[Problem]) -> list[Question]:
    """Warnings of the reading that a person has to answer: each names the bid and the criterion of its cell."""
    asking = [note for note in notes if note.severity is Severity.WARNING and note.code in ASKING_CODES]
    titles = titles_of(framework)
    cells = {place: (bid.bidder, titles.get(name, "")) for bid in bids for place, name in _cells(bid)} if asking else {}
    questions = []
    for note in asking:
        bidder, title = cells.get(note.location, ("", ""))
        about = ", ".join(filter(None, (bidder, title)))
        message = f"{about}: {note.message}" if about else note.message
        questions.append(Question("EQ08", (bidder,) if bidder else (), message, str(note.location), title))
    return questions


def _cells(bid: Bid) -> Iterator[tuple[Location, str]]:
    """Every cell of a bid, filled or blank, with the id it is for."""
    for entries in (bid.entries, *bid.evaluator_marks.values()):
        for name, entry in entries.items():
            yield entry.location, name
    for name, place in bid.blanks.items():
        yield place, name


def price_questions(
    framework: Framework, bids: Sequence[Bid], values: Values, eligible: Sequence[int]
) -> list[Question]:
    """Zero and negative prices of all bids, identical prices of eligible ones."""
    prices = [leaf for leaf in framework.leaves() if leaf.price is not None]
    return [
        question
        for leaf in prices
        for question in (*_odd_prices(leaf, bids, values), *_identical(leaf, bids, values, eligible))
    ]


def _odd_prices(leaf: Criterion, bids: Sequence[Bid], values: Values) -> Iterator[Question]:
    for bid, found in zip(bids, values, strict=True):
        offered = found[leaf.id].amount
        if offered is not None and offered <= 0:
            what = "zero" if offered == 0 else f"negative ({money_text(offered)})"
            message = f"{bid.bidder}'s {leaf.title} is {what}: ask the bidder what it means"
            yield Question("EQ01", (bid.bidder,), message, str(found[leaf.id].location), leaf.title)


def _identical(leaf: Criterion, bids: Sequence[Bid], values: Values, eligible: Sequence[int]) -> Iterator[Question]:
    same: dict[Fraction, list[str]] = {}
    for position in eligible:
        offered = values[position][leaf.id].amount
        if offered is not None:
            same.setdefault(offered, []).append(bids[position].bidder)
    for offered, names in sorted(same.items()):
        if len(names) > 1:
            who = tuple(sorted(names))
            message = f"{', '.join(who)} offer the same {leaf.title}, {money_text(offered)}: is there an explanation?"
            yield Question("EQ02", who, message, criterion=leaf.title)


def override_questions(framework: Framework, bids: Sequence[Bid]) -> list[Question]:
    """Agreed marks beside evaluators' marks, where the model publishes another way than agreement.

    The agreed mark was used: whether it should be is for the buyer to say.
    """
    if framework.moderation == "consensus":
        return []
    questions = []
    for bid in bids:
        marked = {name for marks in bid.evaluator_marks.values() for name in marks} & bid.entries.keys()
        titles = {leaf.id: leaf.title for leaf in framework.leaves() if leaf.id in marked}
        if titles:
            about = ", ".join(titles.values())
            message = (
                f"{bid.bidder} has an agreed mark beside the evaluators' marks for {about}: the agreed one was used, "
                f"though the model publishes moderation by {framework.moderation}"
            )
            place = bid.entries[next(iter(titles))].location
            questions.append(Question("EQ09", (bid.bidder,), message, str(place), about))
    return questions


def low_price_questions(
    framework: Framework, bids: Sequence[Bid], values: Values, ranked: Sequence[int], leading: Sequence[int]
) -> list[Question]:
    """Prices that are abnormally low by the tests the model publishes; by default it has none.

    ``ranked`` holds the positions of the eligible bids, ``leading`` those ranked first. The comparison
    is unrounded: 39.9997% is not 40%.
    """
    questions: list[Question] = []
    for test in framework.abnormally_low:
        for position in leading if test.bids == "leading" else ranked:
            question = _tested(framework, test, bids, values, ranked, position)
            if question is not None:
                questions.append(question)
    return questions


def _tested(
    framework: Framework,
    test: AbnormallyLow,
    bids: Sequence[Bid],
    values: Values,
    ranked: Sequence[int],
    position: int,
) -> Question | None:
    only = price_leaf(framework)
    own = test.price or (only.id if only else "")
    price = values[position][own].amount
    others = {other: found for other in ranked if (found := values[other][test.of or own].amount) is not None}
    against = None if price is None else _against(test.against, price, position, others)
    if price is None or against is None or against <= 0:
        return None
    below = 1 - price / against
    if below < test.by:
        return None
    what = {"mean-of-others": "the mean of the other bids", "next": "the next price"}.get(
        test.against, f"the {test.against} of all bids"
    )
    message = (
        f"{bids[position].bidder}'s price {amount(price)} is {plain_text(below * 100, 4)}% below {what}, "
        f"{amount(against)} (the model asks from {plain_text(test.by * 100)}%): ask the bidder to explain it"
    )
    return Question(
        "EQ03", (bids[position].bidder,), message, str(values[position][own].location), titles_of(framework)[own]
    )


def _against(kind: str, price: Fraction, position: int, prices: Mapping[int, Fraction]) -> Fraction | None:
    others = [offered for other, offered in prices.items() if other != position]
    if kind == "next":
        return min((offered for offered in others if offered >= price), default=None)
    amounts = sorted(others if kind == "mean-of-others" else prices.values())
    if not others:
        return None
    if kind == "median":
        return (amounts[(len(amounts) - 1) // 2] + amounts[len(amounts) // 2]) / 2
    return sum(amounts, Fraction(0)) / len(amounts)
