"""Random evaluation models and bids: plain data, and the same as the engine takes it.

Every kind of leaf, every rounding stage, every award method and tie-break comes up; what is drawn is a model
that a framework file could hold, so nothing here has to be refused by the reader.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from hypothesis import strategies as st

from svscore.bids import Bid, Competition, Entry
from svscore.framework.fields import Plain as Word
from svscore.framework.model import Framework
from svscore.problem import Location

Plain = dict[str, Any]
Draw = Any

HEADER: Plain = {
    "svscore": "1",
    "id": "drawn",
    "title": "Drawn",
    "version": "1",
    "regime": "other",
    "status": "illustrative",
}
SCALES: Plain = {
    "five-point": [{"mark": str(mark)} for mark in range(5)],
    "uneven": [{"mark": mark} for mark in ("0", "2", "5", "8", "10")],
    "shares": [
        {"mark": "0", "share": "0"},
        {"mark": "1", "share": "100/7"},
        {"mark": "2", "share": "62.5"},
        {"mark": "3", "share": "100"},
    ],
    "letters": [
        {"mark": "A", "share": "100"},
        {"mark": "B", "share": "60"},
        {"mark": "C", "share": "100/3"},
        {"mark": "D", "share": "0"},
    ],
    "mixed": [{"mark": "Fail", "share": "0"}, {"mark": "1"}, {"mark": "2"}, {"mark": "3"}],
    "mixed-shares": [
        {"mark": "0"},
        {"mark": "Part", "share": "45"},
        {"mark": "5"},
        {"mark": "8", "share": "70"},
        {"mark": "10"},
        {"mark": "Star", "share": "100"},
    ],
}
GATES: list[Plain] = [
    {"fail-when": "no"},
    {"pass-when": "yes"},
    {"fail-when": "poor"},
    {"fail-when": "fail"},
    {"pass-when": "met"},
    {"fail-when": "late", "pass-when": "in time"},
    {"pass-when": "compliant"},
]
ANSWERS: Plain = {
    "no": ["yes", "no"],
    "yes": ["yes", "no"],
    "poor": ["not poor", "poor"],
    "fail": ["pass", "not fail", "fail"],
    "met": ["met", "not met"],
    "late": ["in time", "late"],
    "compliant": ["compliant", "not compliant", "non-compliant"],
}
"""By the first word a gate publishes: what may be answered, what fails last."""
PRICES = [Fraction(text) for text in ("100", "150", "200", "99.99", "133.33", "120", "60.50", "300", "1000")]
OFFERS = [Fraction(text) for text in ("0", "1", "2.5", "5", "10", "7.77", "40")]
LESS: list[Plain] = [
    {"formula": "lowest-ratio"},
    {"formula": "lowest-ratio", "zero": "full-marks"},
    {"formula": "percent-over-lowest"},
    {"formula": "percent-over-lowest", "floored": Word("false")},
    {"formula": "linear-to-zero", "zero-at": "150%"},
    {"formula": "share-of-sum"},
    {"formula": "min-max"},
    {"formula": "fixed-range", "full-at": "50", "zero-at": "250"},
    {"formula": "base-amount", "base": "250"},
    {"formula": "power", "curve": "saving-over-best", "exponent": "1/3", "base": "250"},
    {"formula": "power", "curve": "price-over-base", "exponent": "2", "base": "250"},
    {"formula": "power", "curve": "price-over-base", "exponent": "0.3", "base": "250", "precision": "3"},
    {"formula": "bilinear", "knee": "85%", "base": "250"},
    {"formula": "mean-deviation"},
    {"formula": "mean-deviation", "floored": Word("false"), "capped": Word("false"), "at-mean": "60%"},
    {"formula": "median-deviation", "per-percent": "0.7%"},
    {"formula": "logarithmic", "zero-at": "200%"},
    {"formula": "logarithmic", "zero-at": "300%", "floored": Word("false"), "precision": "2"},
    {
        "formula": "bands",
        "bands": [{"below": "100", "share": "100%"}, {"below": "150", "share": "40%"}, {"share": "5%"}],
    },
    {"formula": "target", "target": "110"},
]
MORE: list[Plain] = [
    {"formula": "highest-ratio"},
    {"formula": "share-of-sum"},
    {"formula": "min-max"},
    {"formula": "fixed-range", "full-at": "8", "zero-at": "1"},
    {"formula": "power", "curve": "value-over-best", "exponent": "1/2"},
    {"formula": "power", "curve": "discount", "exponent": "3"},
    {"formula": "bilinear", "knee": "80%"},
    {
        "formula": "bands",
        "bands": [{"below": "2.5", "share": "0%"}, {"below": "10", "share": "50%"}, {"share": "100%"}],
    },
    {"formula": "target", "target": "6"},
]
TAKES_NEGATIVE = ("none", "min-max", "fixed-range", "base-amount", "bands")


def sometimes(draw: Draw, percent: int) -> bool:
    """True in about so many of a hundred cases."""
    return bool(draw(st.integers(0, 99)) < percent)


def split(draw: Draw, count: int, whole: Fraction) -> list[str]:
    """Weights that add to ``whole``, often thirds or sevenths."""
    parts = draw(st.lists(st.sampled_from([1, 1, 2, 3, 5, 1, 1, 2, 3, 0]), min_size=count, max_size=count))
    parts[0] = parts[0] or 1
    return [str(whole * part / sum(parts)) for part in parts]


class ModelDraw:
    """Draws one model, and keeps its leaves."""

    def __init__(self, draw: Draw, kinds: Sequence[str]) -> None:
        self.draw, self.kinds = draw, kinds
        self.count = 0
        self.is_of_total = sometimes(draw, 25)
        self.total = Fraction(draw(st.sampled_from(["100", "100", "1000", "1", "30"])))
        self.leaves: list[Plain] = []
        self.ids: list[str] = []

    def pick(self, *choices: Any) -> Any:
        return self.draw(st.sampled_from(choices))

    def node(self, weight: str, overall: Fraction, depth: int) -> Plain:
        self.count += 1
        node: Plain = {"id": f"n{self.count}", "title": f"Node {self.count}"}
        self.ids.append(node["id"])
        is_group = depth < 3 and sometimes(self.draw, 30)
        if not (is_group and self.is_of_total and sometimes(self.draw, 50)):
            node["weight"] = weight
        if is_group:
            node["criteria"] = self.siblings(overall, depth + 1)
        else:
            node |= self.leaf()
            self.leaves.append(node)
        if "gate" not in node and sometimes(self.draw, 15):
            node["rescale"] = "best"
        if "gate" not in node and sometimes(self.draw, 25):
            node["minimum"] = self.minimum(node)
        return node

    def siblings(self, overall: Fraction, depth: int) -> list[Plain]:
        number = self.draw(st.integers(1, 4 if depth == 1 else 3))
        whole = overall if self.is_of_total or depth == 1 else Fraction(100)
        weights = split(self.draw, number, whole)
        parts = [Fraction(weight) / whole if whole else Fraction(0) for weight in weights]
        nodes = [self.node(weight, overall * part, depth) for weight, part in zip(weights, parts, strict=True)]
        if sometimes(self.draw, 15):
            nodes.insert(self.draw(st.integers(0, number)), self.unweighted({"gate": self.gate()}))
        if sometimes(self.draw, 5):
            gates = [self.unweighted({"gate": self.gate()}) for _ in range(2)]
            self.count += 1
            nodes.append({"id": f"n{self.count}", "title": f"Node {self.count}", "criteria": gates})
        return nodes

    def unweighted(self, kind: Plain) -> Plain:
        self.count += 1
        leaf = {"id": f"n{self.count}", "title": f"Node {self.count}"} | kind
        self.leaves.append(leaf)
        return leaf

    def leaf(self) -> Plain:
        kind = self.pick(*self.kinds)
        if kind == "scale":
            return {"scale": self.pick(*SCALES)}
        if kind == "points":
            return {"points": {"max": self.pick("10", "50", "7.5")}}
        if kind == "gate":
            return {"gate": self.gate() | self.pick({}, {}, {"excludes": Word("true")})}
        if kind == "price":
            return {"price": self.price()}
        return {"quantity": self.quantity()}

    def gate(self) -> Plain:
        return dict(self.pick(*GATES))

    def price(self) -> Plain:
        formula: Plain = dict(self.pick(*LESS))
        if sometimes(self.draw, 20):
            items = [{"item": f"i{self.count}-{line}", "quantity": self.pick("1", "0.5", "3")} for line in range(2)]
            formula["basket"] = items
        return formula

    def quantity(self) -> Plain:
        if sometimes(self.draw, 25):
            return dict(self.pick(*LESS)) | {"better": "less"}
        extra: Plain = {}
        if sometimes(self.draw, 40):
            extra["proxy"] = {"value": self.pick("2", "0.37")}
        if sometimes(self.draw, 40):
            extra["cap"] = self.pick("3", "8", "9.5")
        return dict(self.pick(*MORE)) | extra

    def minimum(self, node: Plain) -> Any:
        bound = self.pick("25%", "50%", "60%", "100/3%")
        if "scale" in node and sometimes(self.draw, 50):
            bound = self.pick(*[level["mark"] for level in SCALES[node["scale"]]])
        if ("points" in node or "quantity" in node) and sometimes(self.draw, 50):
            bound = self.pick("3", "5")
        rule = {self.pick("at-least", "above"): bound} | self.pick({}, {"on": "rounded"}, {"on": "unrounded"})
        return bound if rule == {"at-least": bound} else rule

    def rounding(self) -> Plain:
        stages = [stage for stage in ("share", "criterion", "section", "total") if sometimes(self.draw, 50)]
        places = {stage: str(self.draw(st.integers(0, 4))) for stage in stages}
        return places | {"mode": self.pick("half-up", "half-even", "down", "up")}

    def award(self) -> Plain:
        """Any method the model's leaves allow."""
        prices = [leaf["id"] for leaf in self.leaves if "price" in leaf]
        offers = [leaf["id"] for leaf in self.leaves if "quantity" in leaf]
        award: Plain = {"places": str(self.draw(st.integers(1, 3)))} | self.pick({}, {}, {"on": "rounded"})
        if sometimes(self.draw, 25):
            award["also-within"] = self.pick("0", "1", "5%", "1%", "0.25")
        methods = [] if not prices else self._methods(prices)
        by = self.pick({"by": "highest-total"}, *methods)
        award |= by
        if offers and by["by"] not in ("highest-total", "net-present-value") and sometimes(self.draw, 30):
            award["add"] = [{"quantity": self.pick(*offers), "rate": "2.5"}]
        if by["by"] == "adjusted-price":
            award["add"] = [{"quantity": self.pick(*offers), "rate": "20"}]
        if by["by"] != "highest-total":
            award |= self.pick({}, {"figure-places": str(self.draw(st.integers(0, 4)))})
        return award

    def _methods(self, prices: list[str]) -> list[Plain]:
        price = self.pick(*prices)
        of = {"of": str(self.total * 2)}
        methods: list[Plain] = [
            {"by": "lowest-price", "price": price},
            {"by": "price-per-quality-point", "price": price},
            {"by": "quality-per-price", "price": price},
            {"by": "utility-index", "price": price, "quality-weight": "60", "price-weight": "40"},
            {"by": "price-over-coefficient", "price": price} | of,
            {"by": "monetised-quality", "price": price, "value-per-point": "1.5"},
            {
                "by": "net-present-value",
                "rate": "3.5%",
                "flows": [{"price": price}, {"price": self.pick(*prices), "days": self.pick("30", "365")}],
            },
        ]
        if any("quantity" in leaf for leaf in self.leaves):
            methods.append({"by": "adjusted-price", "price": price})
        return methods

    def tie_break(self, award: Plain) -> list[str]:
        prices = [leaf["id"] for leaf in self.leaves if "price" in leaf]
        keys = ["met-minimums", "earliest", *self.ids]
        if (len(prices) == 1 or "price" in award) and not award.get("add"):
            keys.append("price")
        chosen: list[str] = self.draw(st.lists(st.sampled_from(keys), max_size=3, unique=True))
        return chosen

    def model(self) -> Plain:
        criteria = self.siblings(self.total, 1)
        if "price" in self.kinds and sometimes(self.draw, 30):
            criteria.append(self.unweighted({"price": {"formula": "none"}}))
        if "price" in self.kinds and sometimes(self.draw, 20):
            criteria.append(self.unweighted({"quantity": {"formula": "none", "unit": "days"}}))
        award = self.award()
        tie_break = self.tie_break(award)
        model = HEADER | {
            "scales": SCALES,
            "total": str(self.total),
            "weights": "of-total" if self.is_of_total else "of-parent",
            "criteria": criteria,
            "rounding": self.rounding(),
            "missing": self.pick("refuse", "refuse", "zero", "partial"),
            "moderation": self.pick("consensus", "consensus", "mean", "median"),
            "below-minimum": self.pick("exclude", "flag"),
            "reference-bids": self.pick("eligible", "all"),
            "award": award,
            "tie-break": tie_break,
        }
        has_marks = any("scale" in leaf or "points" in leaf for leaf in self.leaves)
        if has_marks and award["by"] == "highest-total" and "on" not in award and sometimes(self.draw, 15):
            model["moderation"] = "rank-sum"
        if sometimes(self.draw, 30):
            add = self.pick("2", "10%", "0.333")
            model["adjustments"] = [{"id": "local", "title": "Local", "when": "is-local", "add": add}]
        if sometimes(self.draw, 30):
            model["abnormally-low"] = self.low_prices()
        return model

    def low_prices(self) -> list[Plain]:
        prices = [leaf["id"] for leaf in self.leaves if "price" in leaf]
        if not prices:
            return []
        rule = {"against": self.pick("mean-of-others", "mean", "median", "next"), "by": self.pick("20%", "30%", "40%")}
        rule |= {"bids": self.pick("all", "leading")}
        if len(prices) > 1 or sometimes(self.draw, 50):
            rule["price"] = self.pick(*prices)
        return [rule | ({"of": self.pick(*prices)} if sometimes(self.draw, 20) else {})]


class BidsDraw:
    """Draws the bids of one competition under a drawn model."""

    def __init__(self, draw: Draw, model: Plain, leaves: list[Plain]) -> None:
        self.draw, self.model, self.leaves = draw, model, leaves
        self.is_consensus = model["moderation"] == "consensus"
        self.may_blank = model["missing"] != "refuse"
        self.has_gaps = model["missing"] == "refuse" and sometimes(draw, 5)
        self.evaluators = [f"E{number}" for number in range(1, 2 if self.is_consensus else draw(st.integers(2, 4)))]
        self.takes_zero = model["award"]["by"] == "highest-total"

    def bid(self, number: int) -> Plain:
        bid: Plain = {
            "bidder": f"Bidder {number}",
            "entries": {},
            "marks": {},
            "submitted": self.draw(st.sampled_from(["2025-03-01T12:00", "2025-03-02T09:30", "2025-03-02T09:31", ""])),
        }
        for leaf in self.leaves:
            is_asked = "gate" in leaf and "weight" not in leaf
            if not sometimes(self.draw, 12 if self.may_blank or is_asked else 20 if self.has_gaps else 0):
                self.fill(leaf, bid)
        if "adjustments" in self.model:
            blank: list[Plain] = [{}] if self.may_blank or self.has_gaps else []
            bid["entries"] |= self.draw(st.sampled_from([{"is-local": "yes"}, {"is-local": "no"}, *blank]))
        return bid

    def fill(self, leaf: Plain, bid: Plain) -> None:
        values = self.values(leaf)
        if "scale" in leaf or "points" in leaf:
            is_agreed = self.is_consensus or sometimes(self.draw, 20 if self.model["moderation"] != "rank-sum" else 0)
            for name in self.evaluators if not is_agreed or self.is_consensus else []:
                if (self.may_blank or self.has_gaps) and sometimes(self.draw, 3):
                    continue
                bid["marks"].setdefault(name, {})[leaf["id"]] = self.draw(st.sampled_from(values))
            if not is_agreed or (self.is_consensus and sometimes(self.draw, 1)):
                return
        for column in [line["item"] for line in leaf.get("price", {}).get("basket", [])] or [leaf["id"]]:
            bid["entries"][column] = self.draw(st.sampled_from(values))

    def values(self, leaf: Plain) -> list[Any]:
        if "gate" in leaf:
            answers: list[Any] = ANSWERS[leaf["gate"].get("fail-when") or leaf["gate"]["pass-when"]]
            return [answers[0]] * 8 + answers[1:] + (["perhaps"] if self.has_gaps else [])
        if "points" in leaf:
            top = Fraction(leaf["points"]["max"])
            return [Fraction(0), top / 2, top / 3, top - 1, top, Fraction(5)]
        if "scale" in leaf:
            marks = [level["mark"] for level in SCALES[leaf["scale"]]]
            return [Fraction(mark) if mark.isdigit() else mark for mark in marks]
        return self.numbers(leaf)

    def numbers(self, leaf: Plain) -> list[Any]:
        """What may be offered: zero and less only where the formula takes it and the award does not look."""
        settings = leaf.get("price") or leaf["quantity"]
        if "price" not in leaf and settings.get("better") != "less":
            return OFFERS
        if not self.takes_zero:
            return PRICES
        if settings["formula"] in TAKES_NEGATIVE:
            return [*PRICES, Fraction(0), Fraction(-50)]
        return [*PRICES, Fraction(0)] if settings.get("zero") == "full-marks" else PRICES


KINDS = ("scale", "scale", "scale", "points", "price", "price", "quantity", "gate")


@st.composite
def competitions(draw: Draw, kinds: Sequence[str] = KINDS, min_bids: int = 1) -> tuple[Plain, list[Plain]]:
    """A model of leaves of these kinds and the bids for it, as plain data."""
    drawing = ModelDraw(draw, kinds)
    model = drawing.model()
    bids = BidsDraw(draw, model, drawing.leaves)
    return model, [bids.bid(number) for number in range(1, 1 + draw(st.integers(min_bids, 6)))]


def framework(model: Plain) -> Framework:
    """The model as the engine takes it."""
    return Framework.model_validate(model)


def competition(bids: list[Plain]) -> Competition:
    """The bids as the engine takes them, one row each."""
    return Competition("bids.xlsx", "0" * 64, tuple(_bid(bid, row) for row, bid in enumerate(bids, start=2)))


def _bid(bid: Plain, row: int) -> Bid:
    return Bid(
        bidder=bid["bidder"],
        location=Location("bids.xlsx", "Bids", row, 1),
        entries=_entries(bid.get("entries", {}), row),
        evaluator_marks={name: _entries(marks, row) for name, marks in bid.get("marks", {}).items()},
        submitted=bid.get("submitted", ""),
    )


def _entries(cells: Plain, row: int) -> dict[str, Entry]:
    return {
        key: Entry(value, str(value), Location("bids.xlsx", "Bids", row, column))
        for column, (key, value) in enumerate(cells.items(), start=2)
    }
