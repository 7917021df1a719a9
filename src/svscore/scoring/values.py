"""What each bid offers or was given at each leaf, before it is scored.

Marks become shares of the weight here (by the scale, and by the published moderation where several
evaluators marked); prices and quantities become one number each; gates become 1 or 0.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from svscore.bids import Bid, Entry
from svscore.exact import money_text
from svscore.framework.answer_words import answer_of, answers_to, passes
from svscore.framework.formula import Offer
from svscore.framework.levels import levels_of
from svscore.framework.model import Adjustment, Criterion, Framework, Gate, Scale
from svscore.problem import Location, Problem, did_you_mean, with_id
from svscore.scoring.blanks import blank_problems, no_consensus, not_marked, preference_blank
from svscore.scoring.moderation import NOBODY, Absent, absent_from, marks_by_leaf, moderated
from svscore.scoring.result import Working, shown
from svscore.scoring.wording import grouped


@dataclass(frozen=True, slots=True)
class LeafValue:
    """One bid at one leaf. ``amount`` is ``None`` where nothing was filled in."""

    location: Location
    raw: str | None = None
    """What the cells say."""
    amount: Fraction | None = None
    """A share of the weight for marks and points, money, units, or 1 and 0 for a gate."""
    mark: Fraction | None = None
    """The mark or the points given as a number, for thresholds; ``None`` for lettered marks."""
    working: tuple[tuple[str, Working], ...] = ()
    """How ``amount`` came about, by name of the step."""
    reason: str = ""
    reference: str = ""
    absent: Absent = NOBODY
    """The evaluators who marked other bids here and not this one, where marks are averaged: each counts as zero."""

    @property
    def is_unknown(self) -> bool:
        """Whether all or a part of it was left blank."""
        return self.amount is None or self.absent.number > 0


@dataclass(slots=True)
class Values:
    """The leaf values of all bids, one mapping by criterion id for each, and what is missing."""

    by_bid: list[dict[str, LeafValue]]
    problems: list[tuple[int, Problem]] = field(default_factory=list)
    """Each with the position of its bid."""


def read_values(framework: Framework, bids: Sequence[Bid], evaluator: str | None = None) -> Values:
    """Every bid's value at every leaf; with ``evaluator``, as that evaluator alone marked it.

    Problems are what forbids scoring: blanks under ``missing: refuse``, marks without the
    agreement the model promises.
    """
    values = Values([{} for _ in bids])
    columns = {rule.when: rule for rule in framework.adjustments}
    marks = [_marks(bid, evaluator) for bid in bids]
    panels = {} if evaluator else _panels(marks)
    for leaf in framework.leaves():
        columns.pop(leaf.id, None)
        panel = [evaluator] if evaluator else sorted(panels.get(leaf.id, ()))
        for position, (bid, found) in enumerate(zip(bids, values.by_bid, strict=True)):
            value = _leaf_value(framework, leaf, bid, marks[position].get(leaf.id, {}), panel)
            if isinstance(value, LeafValue):
                found[leaf.id] = value
                is_asked = leaf.gate is not None and leaf.weight is None  # a question instead, whatever `missing` says
                if value.amount is None and framework.missing == "refuse" and not is_asked:
                    values.problems += [(position, problem) for problem in blank_problems(framework, leaf, bid)]
            else:
                found[leaf.id] = LeafValue(bid.location)
                values.problems += [(position, problem) for problem in value]
    for rule in columns.values():
        values.problems += _preferences(framework, rule, bids)
    return values


def _marks(bid: Bid, evaluator: str | None) -> Mapping[str, Mapping[str, Entry]]:
    """The marks of all evaluators, or of one alone, by criterion id and evaluator."""
    if evaluator is None:
        return marks_by_leaf(bid)
    return {leaf: {evaluator: entry} for leaf, entry in bid.evaluator_marks.get(evaluator, {}).items()}


def _panels(marks: Iterable[Mapping[str, Mapping[str, Entry]]]) -> dict[str, set[str]]:
    """Who marked any bid at a criterion, by its id."""
    panels: dict[str, set[str]] = {}
    for of_bid in marks:
        for leaf, names in of_bid.items():
            panels.setdefault(leaf, set()).update(names)
    return panels


def _preferences(framework: Framework, rule: Adjustment, bids: Sequence[Bid]) -> Iterator[tuple[int, Problem]]:
    """Columns of preferences that are blank under ``missing: refuse``, or hold no yes or no."""
    for position, bid in enumerate(bids):
        entry = bid.entries.get(rule.when)
        if entry is None and framework.missing == "refuse":
            yield position, preference_blank(rule, bid)
        elif entry is not None and answer_of(None, str(entry.value)) != entry.value:
            yield position, _undecided(with_id(rule.title, rule.when), None, bid, entry)


def _leaf_value(
    framework: Framework, leaf: Criterion, bid: Bid, marks: Mapping[str, Entry], panel: Sequence[str]
) -> LeafValue | tuple[Problem, ...]:
    entry = bid.entries.get(leaf.id)
    absent = absent_from(panel if framework.moderation != "consensus" else (), {})
    blank = LeafValue(bid.blanks.get(leaf.id, bid.location), absent=absent)
    if leaf.kind in ("scale", "points"):
        if entry is not None:
            return _marked(framework, leaf, entry)
        return _moderated(framework, leaf, bid, marks, panel) if marks else blank
    if leaf.offer is not None and leaf.offer.basket:
        return _basket(leaf.offer, bid)
    if entry is None:
        return blank
    if leaf.gate is not None:
        return _answered(leaf, leaf.gate, bid, entry)
    return _offered(leaf.offer, entry)


def share_of_mark(scale: Scale, value: Fraction | str) -> Working:
    """The share of the weight a mark on the scale earns: its own, or mark over highest mark."""
    levels = levels_of(scale)
    level = levels.by_mark[value]
    if level.share is not None or levels.highest is None:
        share = level.share or Fraction(0)  # a scale of words has a share for each: the check sees to it
        return Working("share of this mark on the scale", f"{shown(share)} / 100", share / 100)
    highest = levels.highest
    return Working("mark / highest mark", f"{level.mark} / {shown(highest)}", Fraction(value) / highest)


def _share(framework: Framework, leaf: Criterion, value: Fraction | str) -> Working:
    if leaf.points is None:
        return share_of_mark(framework.scales[leaf.scale or ""], value)
    most = leaf.points.max
    return Working("points / most points", f"{shown(Fraction(value))} / {shown(most)}", Fraction(value) / most)


def _marked(framework: Framework, leaf: Criterion, entry: Entry) -> LeafValue:
    working = _share(framework, leaf, entry.value)
    mark = entry.value if isinstance(entry.value, Fraction) else None
    steps = (("share", working),)
    return LeafValue(entry.location, entry.shown, working.value, mark, steps, entry.reason, entry.reference)


def _moderated(
    framework: Framework, leaf: Criterion, bid: Bid, marks: Mapping[str, Entry], panel: Sequence[str]
) -> LeafValue | tuple[Problem, ...]:
    place = next(iter(marks.values())).location
    if framework.moderation == "consensus":
        given = ", ".join(f"{name} {entry.shown}" for name, entry in marks.items())
        return (no_consensus(leaf, bid, given),)
    absent = absent_from(panel, marks)
    if framework.missing == "refuse" and absent.number:
        return not_marked(leaf, bid, absent)
    shares = [_share(framework, leaf, entry.value).value for entry in marks.values()]
    raw, working, mark = moderated(framework.moderation, marks, shares, panel, absent)
    return LeafValue(place, raw, working.value, mark, (("share", working),), absent=absent)


def _basket(offer: Offer, bid: Bid) -> LeafValue:
    lines = [(item, bid.entries.get(item.item)) for item in offer.basket]
    filled = [(item, entry) for item, entry in lines if entry is not None]
    if len(filled) < len(lines):
        first = next(item.item for item, entry in lines if entry is None)
        return LeafValue(bid.blanks.get(first, bid.location))
    parts = [f"{money_text(Fraction(entry.value))} x {grouped(item.quantity)}" for item, entry in filled]
    price = sum((Fraction(entry.value) * item.quantity for item, entry in filled), Fraction(0))
    working = Working("sum of rate x quantity", " + ".join(parts), price)
    return LeafValue(filled[0][1].location, money_text(price), price, price, (("price", working),))


def _offered(offer: Offer | None, entry: Entry) -> LeafValue:
    amount = offered = Fraction(entry.value)
    steps = list(_conversions(offer, amount))
    if steps:
        amount = steps[-1][1].value
    return LeafValue(entry.location, entry.shown, amount, offered, tuple(steps), entry.reason, entry.reference)


def _conversions(offer: Offer | None, amount: Fraction) -> Iterator[tuple[str, Working]]:
    if offer is not None and offer.proxy is not None:
        value = offer.proxy.value
        working = Working("quantity x pounds a unit", f"{shown(amount)} x {shown(value)}", amount * value)
        yield "value", working
        amount = working.value
    if offer is not None and offer.cap is not None and amount > offer.cap:
        yield "value", Working("no more than the cap counts", f"{shown(amount)}, cap {shown(offer.cap)}", offer.cap)


def _answered(leaf: Criterion, gate: Gate, bid: Bid, entry: Entry) -> LeafValue | tuple[Problem, ...]:
    has_passed = passes(gate, str(entry.value))
    if has_passed is None:
        return (_undecided(with_id(leaf.title, leaf.id), gate, bid, entry),)
    working = Working("pass earns the weight, fail earns nothing", entry.shown, Fraction(has_passed))
    return LeafValue(entry.location, entry.shown, working.value, None, (("share", working),), entry.reason)


def _undecided(title: str, gate: Gate | None, bid: Bid, entry: Entry) -> Problem:
    """An answer that is none of those the model takes."""
    *answers, last = answers_to(gate)
    message = f"{bid.bidder}'s answer to {title} is {entry.shown!r}, expected {', '.join(answers)} or {last}"
    return Problem(entry.location, "EV106", message, did_you_mean(str(entry.value), answers_to(gate)))
