"""A second reading of the specification, to compare the engine with.

Slow and plain on purpose: models and bids are dictionaries as a file would give them, every number is
worked out again from the top by recursion, and nothing of the engine, the formulas or the award methods
is used. What is written here comes from the words of the specification alone.

A model is what a framework file says: kebab-case keys, numbers as text. A bid is
``{"bidder", "entries": {id: number or text}, "marks": {evaluator: {id: number or text}}, "submitted"}``.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from math import ceil, floor
from statistics import median
from typing import Any

from tests.scoring.naive_formulas import is_relative, mean, share_earned

Plain = dict[str, Any]
Number = Fraction | None

OPPOSITES = {
    "no": ("yes",),
    "yes": ("no",),
    "poor": ("not poor",),
    "fail": ("pass", "not fail"),
    "met": ("not met",),
    "compliant": ("non-compliant", "not compliant"),
}
"""The answers that mean the opposite of the word a gate publishes."""


def naive_round(value: Fraction, places: int | None, mode: str) -> Fraction:
    """``value`` to decimal places; as it is when the stage is left out."""
    if places is None:
        return value
    steps = abs(value) * 10**places
    ways = {
        "half-up": lambda: floor(steps + Fraction(1, 2)),
        "half-even": lambda: round(steps),
        "down": lambda: floor(steps),
        "up": lambda: ceil(steps),
    }
    size = Fraction(ways[mode](), 10**places)
    return size if value >= 0 else -size


def amount(text: str, whole: Fraction) -> Fraction:
    """``5`` is 5, ``5%`` is a twentieth of the whole."""
    return Fraction(text[:-1]) / 100 * whole if text.endswith("%") else Fraction(text)


def nodes_of(model: Plain) -> Iterator[Plain]:
    """Every criterion, groups before their parts."""
    waiting = list(reversed(model["criteria"]))
    while waiting:
        node = waiting.pop()
        yield node
        waiting.extend(reversed(node.get("criteria", [])))


class NaiveScores:
    """The scores of every bid on every node, and who is excluded."""

    def __init__(self, model: Plain, bids: list[Plain]) -> None:
        self.model, self.bids = model, bids
        self.total = Fraction(model.get("total", "100"))
        self.nodes = list(nodes_of(model))
        self.overall: dict[str, Number] = {}
        for node in model["criteria"]:
            self._weigh(node, None)
        self.found: dict[Any, Any] = {}  # what was worked out before, by what was asked
        self.reference: list[Plain] = []
        self.excluded: dict[str, str] = {}
        self.low: dict[str, set[str]] = {bid["bidder"]: set() for bid in bids}

    def _weigh(self, node: Plain, parent: Number) -> Number:
        of_total = self.model.get("weights") == "of-total"
        own = Fraction(node["weight"]) if "weight" in node else None
        if not of_total and parent is not None and own is not None:
            own = parent * own / 100
        self.overall[node["id"]] = own
        parts = [self._weigh(child, own) for child in node.get("criteria", [])]
        if of_total and parts and any(part is not None for part in parts):
            self.overall[node["id"]] = sum((part for part in parts if part is not None), Fraction(0))
        return self.overall[node["id"]]

    def node(self, identifier: str) -> Plain:
        return next(node for node in self.nodes if node["id"] == identifier)

    # what stands in the cells

    def levels(self, leaf: Plain) -> dict[str, Fraction]:
        """The share each mark of a leaf's scale earns."""
        levels = self.model["scales"][leaf["scale"]]
        tops = [Fraction(level["mark"]) for level in levels if "share" not in level]
        numbers = [Fraction(level["mark"]) for level in levels if level["mark"].replace(".", "").isdigit()]
        assert all(number <= max(numbers) for number in tops)
        return {
            level["mark"]: Fraction(level["share"]) / 100
            if "share" in level
            else Fraction(level["mark"]) / max(numbers)
            for level in levels
        }

    def share_of_mark(self, leaf: Plain, mark: Fraction | str) -> Fraction:
        if "points" in leaf:
            assert isinstance(mark, Fraction)
            return mark / Fraction(leaf["points"]["max"])
        levels = self.levels(leaf)
        if isinstance(mark, str):
            return levels[mark]
        return next(share for text, share in levels.items() if text[0].isdigit() and Fraction(text) == mark)

    def marks(self, leaf: Plain, bid: Plain, evaluator: str | None) -> list[Fraction | str]:
        """The agreed mark if there is one, else one evaluator's, else all evaluators' where they need not agree."""
        if leaf["id"] in bid["entries"]:
            return [bid["entries"][leaf["id"]]]
        if self.model.get("moderation", "consensus") == "consensus":
            return []
        names = bid["marks"] if evaluator is None else {evaluator} & set(bid["marks"])
        return [bid["marks"][name][leaf["id"]] for name in names if leaf["id"] in bid["marks"][name]]

    def offered(self, leaf: Plain, bid: Plain) -> Number:
        """A price or a quantity as the formula takes it; nothing when a part of it is blank."""
        settings = leaf.get("price") or leaf["quantity"]
        entries = bid["entries"]
        if "basket" in settings:
            lines = [(entries.get(line["item"]), Fraction(line["quantity"])) for line in settings["basket"]]
            return None if any(rate is None for rate, _ in lines) else sum((a * b for a, b in lines), Fraction(0))
        value: Number = entries.get(leaf["id"])
        if value is not None and "proxy" in settings:
            value *= Fraction(settings["proxy"]["value"])
        return min(value, Fraction(settings["cap"])) if value is not None and "cap" in settings else value

    def gate_answer(self, leaf: Plain, bid: Plain) -> bool | None:
        """Whether a gate was passed; nothing for a blank."""
        answer, gate = bid["entries"].get(leaf["id"]), leaf["gate"]
        if answer is None or self.is_undecided(leaf, bid):
            return None
        return bool(answer == gate["pass-when"] if "pass-when" in gate else answer != gate.get("fail-when", "no"))

    def is_undecided(self, leaf: Plain, bid: Plain) -> bool:
        """Whether an answer stands there that is neither the published word nor its opposite."""
        words = [word for word in (leaf["gate"].get("fail-when"), leaf["gate"].get("pass-when")) if word]
        permitted = words if len(words) == 2 else [*words, *OPPOSITES[words[0]]]
        return leaf["id"] in bid["entries"] and bid["entries"][leaf["id"]] not in permitted

    def is_blank(self, node: Plain, bid: Plain, evaluator: str | None = None) -> bool:
        """Whether anything with a weight below a node is unmarked, if only by one of a panel."""
        if "criteria" in node:
            return any(self.is_blank(child, bid, evaluator) for child in node["criteria"])
        if self.overall[node["id"]] is None:
            return False
        if "gate" in node:
            return self.gate_answer(node, bid) is None
        if "scale" in node or "points" in node:
            return not self.marks(node, bid, evaluator) or (evaluator is None and self.is_short(node, bid))
        return self.offered(node, bid) is None

    def is_short(self, leaf: Plain, bid: Plain) -> bool:
        """Whether an evaluator who marked other bids for a leaf left this one out."""
        return self.missing_marks(leaf, bid) > 0

    def missing_marks(self, leaf: Plain, bid: Plain) -> int:
        """How many evaluators marked other bids for a leaf and not this one; none where a mark was agreed."""
        if leaf["id"] in bid["entries"] or self.model.get("moderation", "consensus") == "consensus":
            return 0
        panel = {name for other in self.bids for name, marks in other["marks"].items() if leaf["id"] in marks}
        return sum(leaf["id"] not in bid["marks"].get(name, {}) for name in panel)

    # what it earns

    def raw_share(self, leaf: Plain, bid: Plain, evaluator: str | None = None) -> Fraction:
        """The part of the weight earned, before rescaling and rounding; a blank earns nothing."""
        if "gate" in leaf:
            return Fraction(bool(self.gate_answer(leaf, bid)))
        if "scale" in leaf or "points" in leaf:
            shares = [self.share_of_mark(leaf, mark) for mark in self.marks(leaf, bid, evaluator)]
            if evaluator is None:
                shares += [Fraction(0)] * self.missing_marks(leaf, bid)
            if not shares:
                return Fraction(0)
            return median(shares) if self.model.get("moderation") == "median" else mean(shares)
        value = self.offered(leaf, bid)
        if value is None:
            return Fraction(0)
        others = [self.offered(leaf, other) for other in self.reference]
        settings = leaf.get("price") or leaf["quantity"]
        better = "less" if "price" in leaf else settings.get("better", "more")
        return share_earned(value, [other for other in others if other is not None], settings, better)

    def unrounded(self, node: Plain, bid: Plain) -> Fraction:
        """Points without any rounding or rescaling: what a minimum looks at."""
        if "criteria" in node:
            return sum((self.unrounded(child, bid) for child in node["criteria"]), Fraction(0))
        weight = self.overall[node["id"]]
        return Fraction(0) if weight is None else weight * self.raw_share(node, bid)

    def stage(self, name: str, value: Fraction) -> Fraction:
        rounding = self.model.get("rounding", {})
        places = int(rounding[name]) if name in rounding else None
        return naive_round(value, places, rounding.get("mode", "half-up"))

    def points(
        self, node: Plain, bid: Plain, evaluator: str | None = None, *, rescaling: bool = True
    ) -> tuple[Number, Number]:
        """A node's points before and after its own stage; nothing for a node without weight."""
        key = (node["id"], bid["bidder"], evaluator, rescaling)
        if key not in self.found:
            self.found[key] = self._points(node, bid, evaluator, rescaling=rescaling)
        exact, score = self.found[key]
        return exact, score

    def _points(self, node: Plain, bid: Plain, evaluator: str | None, *, rescaling: bool) -> tuple[Number, Number]:
        weight = self.overall[node["id"]]
        if weight is None:
            return None, None
        rescales = rescaling and node.get("rescale") == "best"
        if "criteria" in node:
            exact = self._sum(node, bid, evaluator, rescaling=rescaling)
            if rescales:
                sums = [self._sum(node, other, evaluator) for other in self.reference]
                exact = exact / max(sums) * weight if max(sums, default=0) > 0 else exact
            return exact, self.stage("section", exact)
        share = self.raw_share(node, bid, evaluator)
        if rescales:
            shares = [self.raw_share(node, other, evaluator) for other in self.reference]
            share = share / max(shares) if max(shares, default=0) > 0 else share
        exact = self.stage("share", share) * weight
        return exact, self.stage("criterion", exact)

    def _sum(self, node: Plain, bid: Plain, evaluator: str | None, *, rescaling: bool = True) -> Fraction:
        scores = [self.points(child, bid, evaluator, rescaling=rescaling)[1] for child in node["criteria"]]
        return sum((score for score in scores if score is not None), Fraction(0))

    def grand_total(self, bid: Plain, evaluator: str | None = None) -> Fraction:
        """Every top-level score and every preference the bid qualifies for, before the last stage."""
        extra = [
            amount(line["add"], self.total)
            for line in self.model.get("adjustments", [])
            if bid["entries"].get(line["when"]) == "yes"
        ]
        return self._sum(self.model, bid, evaluator) + sum(extra, Fraction(0))

    # who is in

    def leans_on_others(self, node: Plain, *, rescaling: bool) -> bool:
        """Whether a node's points can move with another bid."""
        if rescaling and "rescale" in node:
            return True
        if "criteria" in node:
            return any(self.leans_on_others(child, rescaling=rescaling) for child in node["criteria"])
        settings = node.get("price") or node.get("quantity")
        return settings is not None and is_relative(settings)

    def fails_minimum(self, node: Plain, bid: Plain) -> bool:
        """Whether what a bid reached, before any rescaling, is not enough; a blank is only where it counts as zero."""
        rule = node["minimum"] if isinstance(node["minimum"], dict) else {"at-least": node["minimum"]}
        bound = rule.get("at-least") or rule["above"]
        is_open = self.model.get("missing") != "zero" and self.is_blank(node, bid)
        return not is_open and self.falls_short(node, bid, rule, bound)

    def is_untested(self, node: Plain, bid: Plain) -> bool:
        """Whether a blank leaves open whether a bid reaches a minimum."""
        rule = node["minimum"] if isinstance(node["minimum"], dict) else {"at-least": node["minimum"]}
        bound = rule.get("at-least") or rule["above"]
        if self.model.get("missing") == "zero":
            return False
        is_alone = "criteria" not in node and not bound.endswith("%")
        is_empty = is_alone and (self.offered(node, bid) if "quantity" in node else self.marks(node, bid, None)) in (
            None,
            [],
        )
        return is_empty or (self.is_blank(node, bid) and self.falls_short(node, bid, rule, bound))

    def falls_short(self, node: Plain, bid: Plain, rule: Plain, bound: str) -> bool:
        """Whether what a bid reached is not enough, a blank counting as nothing."""
        if bound.endswith("%"):
            weight = self.overall[node["id"]]
            rounded = self.points(node, bid, rescaling=False)[1]
            value = rounded if rule.get("on") == "rounded" else self.unrounded(node, bid)
            limit = amount(bound, weight or Fraction(0))
            if weight == 0:  # points do not tell, but what was offered for them does
                value, limit = self.attained(node, bid), amount(bound, Fraction(1))
                if value is None:
                    return False
        elif "quantity" in node:
            value, limit = bid["entries"].get(node["id"], Fraction(0)), Fraction(bound)
        else:
            value, limit = self.raw_mark(node, bid, bound)
        assert value is not None
        return value < limit or (value == limit and "above" in rule)

    def attained(self, node: Plain, bid: Plain) -> Number:
        """The part earned of a node without any points; nothing where nobody said what its parts are worth."""
        if "criteria" not in node:
            return self.raw_share(node, bid)
        if self.model.get("weights") == "of-total":
            return None
        parts = [(child, self.attained(child, bid)) for child in node["criteria"] if "weight" in child]
        return sum((Fraction(child["weight"]) / 100 * part for child, part in parts if part is not None), Fraction(0))

    def raw_mark(self, leaf: Plain, bid: Plain, bound: str) -> tuple[Fraction, Fraction]:
        """A bid's mark and the least one: numbers as they are; by what they earn where a word is among them."""
        marks = [*self.marks(leaf, bid, None), *[Fraction(0)] * self.missing_marks(leaf, bid)] or [Fraction(0)]
        if not bound[0].isdigit() or any(isinstance(mark, str) for mark in marks):
            limit = self.share_of_mark(leaf, Fraction(bound) if bound[0].isdigit() else bound)
            return self.raw_share(leaf, bid), limit
        numbers = [mark for mark in marks if isinstance(mark, Fraction)]
        return (median(numbers) if self.model.get("moderation") == "median" else mean(numbers)), Fraction(bound)

    def waits_for_others(self, node: Plain) -> bool:
        """Whether a minimum can only be tested once the reference bids are known."""
        rule = node["minimum"] if isinstance(node["minimum"], dict) else {"at-least": node["minimum"]}
        return (rule.get("at-least") or rule["above"]).endswith("%") and self.leans_on_others(node, rescaling=False)

    def decide_who_is_in(self) -> None:
        """Gates and absolute minimums, then the reference bids, then the minimums that needed them."""
        for bid in self.bids:
            for leaf in self.nodes:
                is_fail = "gate" in leaf and (self.gate_answer(leaf, bid) is False or self.counts_as_fail(leaf, bid))
                excludes = leaf.get("gate", {}).get("excludes", "false" if "weight" in leaf else "true") == "true"
                if is_fail and excludes:
                    self.excluded[bid["bidder"]] = leaf["id"]
        with_minimum = [node for node in self.nodes if "minimum" in node]
        self._minimums([node for node in with_minimum if not self.waits_for_others(node)], self.bids)
        everyone = self.model.get("reference-bids") == "all"
        self.reference = [bid for bid in self.bids if everyone or bid["bidder"] not in self.excluded]
        self.found.clear()
        self._minimums([node for node in with_minimum if self.waits_for_others(node)], self.reference)

    def counts_as_fail(self, leaf: Plain, bid: Plain) -> bool:
        """Whether a gate with a weight was left blank where blanks count as zero."""
        return "weight" in leaf and self.model.get("missing") == "zero" and leaf["id"] not in bid["entries"]

    def _minimums(self, nodes: list[Plain], bids: list[Plain]) -> None:
        for bid in bids:
            self.low[bid["bidder"]] |= {node["id"] for node in nodes if self.fails_minimum(node, bid)}
            if self.low[bid["bidder"]] and self.model.get("below-minimum") != "flag":
                self.excluded.setdefault(bid["bidder"], "minimum")

    def hides(self, node: Plain, bid: Plain) -> bool:
        """Whether a bid outside the reference set has no score here: it would look at others, or nobody marked it."""
        is_unmarked = self.model.get("missing", "refuse") == "refuse" and self.is_blank(node, bid)
        return bid not in self.reference and (is_unmarked or self.leans_on_others(node, rescaling=True))
