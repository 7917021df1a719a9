"""From scores to an order once more: figures, ranks, tie-breaks, places and questions, by the naive scorer."""

from __future__ import annotations

from fractions import Fraction
from statistics import median
from typing import Any

from tests.scoring.naive import NaiveScores, amount, naive_round
from tests.scoring.naive_formulas import mean, percent
from tests.scoring.naive_state import state_of

Plain = dict[str, Any]
Number = Fraction | None
HIGHEST_WINS = ("highest-total", "quality-per-price", "utility-index")


class NaiveRefusalError(Exception):
    """The evaluation must be refused; the gaps as (bidder, leaf id)."""

    def __init__(self, gaps: set[tuple[str, str]]) -> None:
        self.gaps = gaps


def score_naively(model: Plain, bids: list[Plain]) -> Plain:
    """Everything the engine must agree on.

    ``bids`` by bidder: ``status``, ``rank``, ``awarded``, ``total``, ``total_exact``, ``figure``, ``margin``,
    ``partial``, ``nodes`` (id to exact and rounded points), ``low`` (ids of the minimums missed). ``ties`` as
    (bidders, rank, broken by). ``low_prices``: who is asked about an abnormally low price, by rule.

    Raises:
        NaiveRefusalError: something is blank or not agreed that the model does not let pass.
    """
    return NaiveAward(model, bids).outcome()


class NaiveAward:
    def __init__(self, model: Plain, bids: list[Plain]) -> None:
        self.scores = NaiveScores(model, bids)
        self.model, self.bids = model, bids
        self.scores.decide_who_is_in()
        self._refuse_gaps()
        self.eligible = [bid for bid in bids if bid["bidder"] not in self.scores.excluded]
        self.award: Plain = model.get("award", {"by": "highest-total"})
        self.by = self.award.get("by", "highest-total")
        self.is_rank_sum = model.get("moderation") == "rank-sum"
        self.figures = {bid["bidder"]: self.figure(bid) for bid in self.eligible}
        self.ties: list[tuple[frozenset[str], int, str | None]] = []
        self.ranks: dict[str, int] = {}
        self.passed_over: list[frozenset[str]] = []
        self._rank()

    def _refuse_gaps(self) -> None:
        """What is blank or not agreed may not be scored around, but for bids that are out and not looked at."""
        leaves = [node for node in self.scores.nodes if "criteria" not in node]
        asked = [*leaves, *({"id": line["when"], "preference": line} for line in self.model.get("adjustments", []))]
        gaps = {
            (bid["bidder"], leaf["id"]) for bid in self.scores.reference for leaf in asked if self.is_gap(leaf, bid)
        }
        is_unheard = self.model.get("moderation") == "rank-sum" and not any(bid["marks"] for bid in self.bids)
        if gaps or is_unheard:
            raise NaiveRefusalError(gaps)

    def is_gap(self, leaf: Plain, bid: Plain) -> bool:
        if "preference" in leaf:
            return self.model.get("missing", "refuse") == "refuse" and leaf["id"] not in bid["entries"]
        if "gate" in leaf and self.scores.is_undecided(leaf, bid):
            return True
        offer = leaf.get("price") or leaf.get("quantity")
        is_blank = self.scores.is_blank(leaf, bid) or (offer is not None and self.scores.offered(leaf, bid) is None)
        is_promised = self.model.get("moderation", "consensus") == "consensus"
        is_alone = is_blank and is_promised and any(leaf["id"] in marks for marks in bid["marks"].values())
        return is_alone or (is_blank and self.model.get("missing", "refuse") == "refuse")

    def lacks_preference(self, bid: Plain) -> bool:
        return any(line["when"] not in bid["entries"] for line in self.model.get("adjustments", []))

    # the figure

    def price_leaf(self, settings: Plain) -> Plain | None:
        prices = [leaf for leaf in self.scores.nodes if "price" in leaf]
        named = [leaf for leaf in prices if leaf["id"] == settings.get("price")]
        return (named or prices or [None])[0]  # type: ignore[list-item]

    def price(self, bid: Plain) -> Number:
        """The award's price with what is added to it; nothing when a part is blank."""
        leaf = self.price_leaf(self.award)
        assert leaf is not None
        value = self.scores.offered(leaf, bid)
        for line in self.award.get("add", []):
            offered = self.scores.offered(self.scores.node(line["quantity"]), bid)
            value = None if value is None or offered is None else value + offered * Fraction(line["rate"])
        return value

    def figure(self, bid: Plain) -> Number:
        """What the method orders by, before any rounding of its own; nothing where it is undefined."""
        if self.is_rank_sum:
            return self.rank_sum(bid)
        points = self.scores.grand_total(bid)
        if self.by == "highest-total":
            return points
        if self.by == "net-present-value":
            return self.present_value(bid)
        price = self.price(bid)
        if price is None:
            return None
        return self.utility_index(points, price) if self.by == "utility-index" else self.by_price(points, price)

    def by_price(self, points: Fraction, price: Fraction) -> Number:
        """The figures that need nothing but the bid's own points and price."""
        if self.by in ("lowest-price", "adjusted-price"):
            return price
        if self.by == "price-per-quality-point":
            return price / points if points > 0 else None
        if self.by == "quality-per-price":
            return points / price
        if self.by == "monetised-quality":
            return price - points * Fraction(self.award["value-per-point"])
        assert self.by == "price-over-coefficient"
        both = Fraction(self.award.get("of", "100"))
        coefficient = 1 + (points / both) / (1 - self.scores.total / both)
        return price / coefficient if coefficient > 0 else None

    def utility_index(self, points: Fraction, price: Fraction) -> Fraction:
        priced = [(self.scores.grand_total(other), self.price(other)) for other in self.eligible]
        best = max(total for total, other in priced if other is not None)
        cheapest = min(other for _, other in priced if other is not None)
        ratio = Fraction(self.award["quality-weight"]) / Fraction(self.award["price-weight"])
        return (1 - (best - points) / self.scores.total * ratio) / price * cheapest

    def present_value(self, bid: Plain) -> Number:
        value, factor = Fraction(0), Fraction(1)
        for flow in self.award["flows"]:
            payment = self.scores.offered(self.scores.node(flow["price"]), bid)
            if payment is None:
                return None
            factor *= 1 + percent(self.award["rate"]) * int(flow.get("days", "0")) / 365
            value += payment / factor
        return value

    def rank_sum(self, bid: Plain) -> Fraction:
        """The sum over evaluators of the place each one's marks alone would give the bid."""
        places = 0
        for name in sorted({name for other in self.bids for name in other["marks"]}):
            totals = [self.scores.grand_total(other, name) for other in self.eligible]
            places += 1 + sum(total > self.scores.grand_total(bid, name) for total in totals)
        return Fraction(places)

    # the order

    @property
    def is_rounded(self) -> bool:
        return bool(self.award.get("on") == "rounded")

    @property
    def highest_wins(self) -> bool:
        return self.by in HIGHEST_WINS and not self.is_rank_sum

    def deciding(self, bidder: str) -> Number:
        """The figure that decides the order: rounded only if the model says so."""
        figure = self.figures[bidder]
        if figure is None or not self.is_rounded:
            return figure
        if self.by == "highest-total":
            return self.scores.stage("total", figure)
        places = int(self.award["figure-places"]) if "figure-places" in self.award else None
        return naive_round(figure, places, self.model.get("rounding", {}).get("mode", "half-up"))

    def merit(self, bidder: str) -> tuple[int, Fraction]:
        """The better, the greater; an undefined figure is behind all others."""
        value = self.deciding(bidder)
        if value is None:
            return 0, Fraction(0)
        return 1, value if self.highest_wins else -value

    def _rank(self) -> None:
        names = {bid["bidder"]: self.merit(bid["bidder"]) for bid in self.eligible}
        for merit in set(names.values()):
            level = [bid for bid in self.eligible if names[bid["bidder"]] == merit]
            rank = 1 + sum(other > merit for other in names.values())
            used = self._part(level, rank, self.model.get("tie-break", []))
            if used:
                order = ", then ".join(key for key in self.model["tie-break"] if key in used)
                self.ties.append((frozenset(bid["bidder"] for bid in level), rank, order))

    def _part(self, level: list[Plain], rank: int, keys: list[str]) -> set[str]:
        """Gives ranks to bids that are level, parted by what is left of the tie-breaks; which of them parted any."""
        bidders = frozenset(bid["bidder"] for bid in level)
        if len(level) == 1 or not keys:
            self.ranks.update(dict.fromkeys(bidders, rank))
            if len(level) > 1:
                self.ties.append((bidders, rank, None))
            return set()
        merits = {bid["bidder"]: self.tie_merit(keys[0], bid) for bid in level}
        if None in merits.values():
            self.passed_over.append(bidders)
            return self._part(level, rank, keys[1:])
        used = {keys[0]} if len(set(merits.values())) > 1 else set()
        for merit in set(merits.values()):
            inside = [bid for bid in level if merits[bid["bidder"]] == merit]
            used |= self._part(inside, rank + sum(other > merit for other in merits.values()), keys[1:])
        return used

    def tie_merit(self, key: str, bid: Plain) -> Any:
        """The better, the greater; nothing where it is not known."""
        if key == "price":
            leaf = self.price_leaf(self.award)
            offered = self.scores.offered(leaf, bid) if leaf else None
            return None if offered is None else -offered
        if key == "met-minimums":
            return not self.scores.low[bid["bidder"]]
        if key == "earliest":
            return tuple(-ord(letter) for letter in bid["submitted"]) or None
        exact, score = self.scores.points(self.scores.node(key), bid)
        return score if self.is_rounded else exact

    def leading(self) -> set[str]:
        """The bids on the places: one without a figure takes none."""
        places = int(self.award.get("places", "1"))
        chosen = {name for name, rank in self.ranks.items() if rank <= places and self.figures[name] is not None}
        if "also-within" not in self.award or not chosen:
            return chosen
        last = min(self.merit(bidder)[1] for bidder in chosen)
        whole = self.scores.total if self.by == "highest-total" and not self.is_rank_sum else abs(last)
        reach = amount(self.award["also-within"], whole)
        return chosen | {
            name for name in self.ranks if self.figures[name] is not None and last - self.merit(name)[1] <= reach
        }

    def margin(self, bidder: str) -> Number:
        """How far the figure is from that of the bid listed next; level bids are listed by name."""
        listed = sorted(self.ranks, key=lambda name: (self.ranks[name], name))
        if bidder not in listed[:-1]:
            return None
        own, following = self.figures[bidder], self.figures[listed[listed.index(bidder) + 1]]
        return None if own is None or following is None else abs(own - following)

    # the questions

    def low_prices(self, rule: Plain) -> set[str]:
        """Who is asked about a price that is abnormally low by one rule."""
        leaf = self.price_leaf(rule)
        assert leaf is not None
        against = self.scores.node(rule["of"]) if "of" in rule else leaf
        return {
            bid["bidder"]
            for bid in self.eligible
            if self._is_low(bid, rule, leaf, against)
            and (rule.get("bids", "all") == "all" or self.ranks.get(bid["bidder"]) == 1)
        }

    def _is_low(self, bid: Plain, rule: Plain, leaf: Plain, against: Plain) -> bool:
        own = self.scores.offered(leaf, bid)
        prices = {other["bidder"]: self.scores.offered(against, other) for other in self.eligible}
        others = [price for name, price in prices.items() if name != bid["bidder"] and price is not None]
        everyone = [price for price in prices.values() if price is not None]
        if own is None or not others:
            return False
        middle: Number
        if rule["against"] == "mean-of-others":
            middle = mean(others)
        elif rule["against"] == "next":
            middle = min((price for price in others if price >= own), default=None)
        else:
            middle = mean(everyone) if rule["against"] == "mean" else median(everyone)
        return middle is not None and middle > 0 and own <= middle * (1 - percent(rule["by"]))

    def outcome(self) -> Plain:
        state, leading = state_of(self), self.leading()
        return {
            "state": state,
            "bids": {
                bid["bidder"]: self.line(bid)
                | {"leading": bid["bidder"] in leading, "awarded": bid["bidder"] in leading and state == "settled"}
                for bid in self.bids
            },
            "ties": set(self.ties),
            "low_prices": [self.low_prices(rule) for rule in self.model.get("abnormally-low", [])],
        }

    def line(self, bid: Plain) -> Plain:
        name, scores = bid["bidder"], self.scores
        hides_total = any(scores.hides(node, bid) for node in scores.nodes)
        total = None if hides_total else scores.grand_total(bid)
        return {
            "status": "excluded" if name in scores.excluded else "eligible",
            "rank": self.ranks.get(name),
            "total_exact": total,
            "total": None if total is None else scores.stage("total", total),
            "figure": self.figures.get(name),
            "margin": self.margin(name),
            "partial": self.model.get("missing") == "partial"
            and (scores.is_blank(self.model, bid) or self.lacks_preference(bid)),
            "nodes": {
                node["id"]: (None, None) if scores.hides(node, bid) else scores.points(node, bid)
                for node in scores.nodes
            },
            "low": scores.low[name],
        }
