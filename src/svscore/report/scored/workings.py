"""The sheet ``Workings``: one row for each bid and criterion, with live formulas from the mark to the total."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction

from svscore.bids import Bid, Competition, Entry
from svscore.framework.model import Criterion, Framework
from svscore.report.scored import expressions as live
from svscore.report.scored.book import BOLD, Book, address, cell_of, header, put, put_formula
from svscore.report.scored.columns import (
    AGREES,
    AMOUNT,
    BIDDER,
    COLUMNS,
    CRITERION,
    FOUND,
    HEADER_ROW,
    MOST_ARGUMENTS,
    POINTS,
    POINTS_FORMAT,
    RAW,
    SHARE,
    USED,
    WEIGHT,
    WORDS,
    Workings,
)
from svscore.report.scored.model_sheet import ModelSheet
from svscore.report.scored.steps import before_rescaling, in_words, share_found
from svscore.scoring.result import BidResult, CriterionResult, Result


class Writer:
    """Writes the rows of all bids."""

    def __init__(
        self, book: Book, framework: Framework, competition: Competition, result: Result, model: ModelSheet
    ) -> None:
        self.book = book
        self.framework = framework
        self.model = model
        self.result = result
        self.bids = {bid.bidder: bid for bid in competition.bids}
        self.nodes = {node.id: node for _, node in framework.walk()}
        self.mode = framework.rounding.mode
        self.compared = self._compared()
        self.bests: dict[str, Fraction] = {}
        """The best of more bids than a spreadsheet function takes, by id of what is rescaled."""
        sheet = book.add_sheet("Workings", "Workings: every figure, with the formula that gives it")
        put(sheet, 2, 1, "Change a mark, a price or a weight and the figures follow. What cannot follow says so.")
        header(sheet, HEADER_ROW, [title for title, _ in COLUMNS], [width for _, width in COLUMNS])
        self.places = Workings(sheet)

    def write(self) -> Workings:
        """All rows: first where each will stand, then what stands there."""
        row = HEADER_ROW + 1
        for bid in self.result.bids:
            for name in (*(node.id for node in bid.walk()), *self._added(bid), "total"):
                self._place(bid.bidder, name, row)
                row += 1
        for bid in self.result.bids:
            for node in bid.walk():
                self._node(bid, node)
            self._total(bid)
        return self.places

    def _compared(self) -> dict[str, dict[str, CriterionResult]]:
        """By id and bidder, what has a score and was filled in: what others are compared with."""
        compared: dict[str, dict[str, CriterionResult]] = {}
        for bid in self.result.bids:
            for node in bid.walk():
                if node.score is not None and (node.given is not None or self.nodes[node.id].criteria is not None):
                    compared.setdefault(node.id, {})[bid.bidder] = node
        return compared

    def _place(self, bidder: str, name: str, row: int) -> None:
        key = (bidder, name)
        self.places.rows[key] = row
        sheet = self.places.sheet
        for column, places in (
            (AMOUNT, self.places.amounts),
            (SHARE, self.places.shares),
            (POINTS, self.places.points),
        ):
            places[key] = address(cell_of(sheet, row, column)).rpartition("!")[2]
        put(sheet, row, BIDDER, bidder)
        cell = put(sheet, row, CRITERION, name)
        if name == "total":
            cell.font = cell_of(sheet, row, POINTS).font = BOLD

    def _added(self, bid: BidResult) -> list[str]:
        return [step.subject for step in bid.steps if step.name == "adjustment"]

    def _node(self, bid: BidResult, node: CriterionResult) -> None:
        criterion = self.nodes[node.id]
        row = self.places.rows[bid.bidder, node.id]
        words: list[str] = []
        if criterion.criteria is None:
            self._leaf(bid, node, criterion, row, words)
        elif node.overall_weight is not None:
            self._group(bid, node, criterion, row)
        if node.overall_weight is not None and node.score is not None:
            self._check(row, node.score)
        elif node.overall_weight is not None:
            words.append("not scored: the bid is excluded and not compared with others")
        self._say(row, node, words)

    def _say(self, row: int, node: CriterionResult, words: list[str]) -> None:
        steps = [in_words(step) for step in node.steps]
        put(self.places.sheet, row, WORDS, "; ".join([*words, *steps]))

    def _check(self, row: int, found: Fraction) -> None:
        sheet = self.places.sheet
        put(sheet, row, FOUND, found).number_format = POINTS_FORMAT
        points, svscore = sheet.cell(row, POINTS).coordinate, sheet.cell(row, FOUND).coordinate
        put_formula(sheet, row, AGREES, f'IF(ABS({points}-{svscore})<0.0000001,"yes","NO")')

    # leaves

    def _leaf(self, bid: BidResult, node: CriterionResult, leaf: Criterion, row: int, words: list[str]) -> None:
        sheet, key = self.places.sheet, (bid.bidder, leaf.id)
        share = self._share(self.bids[bid.bidder], node, leaf, row, words)
        if node.overall_weight is None or node.score is None:
            return
        if share is None:
            put(sheet, row, SHARE, share_found(node), places=15)
            words.append("plain value: this rule is not a spreadsheet formula")
        else:
            put_formula(sheet, row, SHARE, share)
        used = self.places.shares[key]
        if leaf.rescale:
            best = self._best(leaf, self.places.shares)
            used = f"IF({best}>0,{used}/{best},{used})"
        put_formula(sheet, row, USED, live.rounded(used, self.framework.rounding.share, self.mode))
        put_formula(sheet, row, WEIGHT, self.model.weights[leaf.id])
        product = f"{sheet.cell(row, USED).coordinate}*{sheet.cell(row, WEIGHT).coordinate}"
        put_formula(
            sheet, row, POINTS, live.rounded(product, self.framework.rounding.criterion, self.mode), POINTS_FORMAT
        )

    def _share(self, bid: Bid, node: CriterionResult, leaf: Criterion, row: int, words: list[str]) -> str | None:
        """The expression of the share, once the cells it looks at are written; ``None`` for a plain value."""
        entry = bid.entries.get(leaf.id)
        if leaf.scale is not None or leaf.points is not None:
            return self._share_of_marks(bid, leaf, entry, row, words)
        if leaf.gate is not None:
            raw = self._raw(row, entry, words)
            return None if raw is None else live.passes(raw, leaf.gate)
        return self._share_of_offer(bid, node, leaf, row, words)

    def _share_of_marks(self, bid: Bid, leaf: Criterion, entry: Entry | None, row: int, words: list[str]) -> str | None:
        if entry is not None:
            raw = self._raw(row, entry, words)
            return None if raw is None else self._share_of(raw, leaf)
        given = [marks[leaf.id] for _, marks in sorted(bid.evaluator_marks.items()) if leaf.id in marks]
        cells = [cell for mark in given if (cell := self._source(mark)) is not None]
        if not given or len(cells) < len(given):
            words.append("left blank" if not given else "a mark was typed as text")
            return None
        middle = "MEDIAN" if self.framework.moderation == "median" else "AVERAGE"
        panel = {
            name for other in self.bids.values() for name, marks in other.evaluator_marks.items() if leaf.id in marks
        }
        missing = ["0"] * (len(panel) - len(given))  # a missing mark counts as zero
        return f"{middle}({','.join([*(self._share_of(cell, leaf) for cell in cells), *missing])})"

    def _share_of(self, cell: str, leaf: Criterion) -> str:
        if leaf.points is not None:
            return f"{cell}/{live.number(leaf.points.max)}"
        name = leaf.scale or ""
        return live.share_of_mark(cell, self.framework.scales[name], *self.model.scales[name])

    def _raw(self, row: int, entry: Entry | None, words: list[str]) -> str | None:
        """Show the cell a value was read from, and give the address of the copy."""
        sheet = self.places.sheet
        if entry is None:
            words.append("left blank")
            return None
        source = self._source(entry)
        if source is None:
            put(sheet, row, RAW, entry.shown)
            words.append("its cell holds text, so that this does not follow it")
            return None
        put_formula(sheet, row, RAW, source)
        return sheet.cell(row, RAW).coordinate

    def _source(self, entry: Entry) -> str | None:
        """The address of the user's cell, if it holds the value itself and not a text that was interpreted."""
        cell = self.book.cell_at(entry.location)
        if cell is None:
            return None
        is_number = isinstance(cell.value, int | float | Decimal) and not isinstance(cell.value, bool)
        if isinstance(entry.value, Fraction):
            return address(cell) if is_number or cell.data_type == "f" else None
        is_same = isinstance(cell.value, str) and cell.value.casefold() == entry.value.casefold()
        return address(cell) if is_same and cell.data_type == "s" else None

    def _share_of_offer(
        self, bid: Bid, node: CriterionResult, leaf: Criterion, row: int, words: list[str]
    ) -> str | None:
        offer = leaf.offer
        expression = self._amount(bid, leaf, row, words)
        if expression is None or offer is None:
            return None
        put_formula(self.places.sheet, row, AMOUNT, expression)
        if node.overall_weight is None or node.score is None:
            return None
        others = self._others(leaf, self.places.amounts)
        if len(others) > MOST_ARGUMENTS:
            return None
        better = offer.better or ("more" if leaf.quantity is not None else "less")
        return live.of_formula(self.places.amounts[bid.bidder, leaf.id], others, offer, better)

    def _amount(self, bid: Bid, leaf: Criterion, row: int, words: list[str]) -> str | None:
        offer = leaf.offer
        if offer is None:
            return None
        if offer.basket:
            return self._basket(bid, leaf, words)
        amount = self._raw(row, bid.entries.get(leaf.id), words)
        if amount is None:
            entry = bid.entries.get(leaf.id)
            if entry is None:
                return None
            amount = live.number(Fraction(entry.value))
        if offer.proxy is not None:
            amount = f"{amount}*{live.number(offer.proxy.value)}"
        return amount if offer.cap is None else f"MIN({amount},{live.number(offer.cap)})"

    def _basket(self, bid: Bid, leaf: Criterion, words: list[str]) -> str | None:
        parts = []
        for item in leaf.offer.basket if leaf.offer else ():
            entry = bid.entries.get(item.item)
            if entry is None:
                words.append("left blank")
                return None
            parts.append(f"{self._source(entry) or live.number(Fraction(entry.value))}*{live.number(item.quantity)}")
        return "+".join(parts)

    def _others(self, node: Criterion, cells: dict[tuple[str, str], str]) -> list[str]:
        """The cells of the bids this node is compared with: those it gave a score, and that filled it in."""
        return [cells[bidder, node.id] for bidder in self.compared.get(node.id, ())]

    def _best(self, node: Criterion, cells: dict[tuple[str, str], str]) -> str:
        """The best share or sum before rescaling; a plain number where there are more bids than a function takes."""
        compared = self.compared.get(node.id, {})
        if len(compared) <= MOST_ARGUMENTS:
            return f"MAX({','.join(self._others(node, cells))})"
        name = "share" if node.criteria is None else "section"
        if node.id not in self.bests:
            self.bests[node.id] = max(before_rescaling(scored, name) for scored in compared.values())
        return live.number(self.bests[node.id])

    # sums

    def _group(self, bid: BidResult, node: CriterionResult, group: Criterion, row: int) -> None:
        sheet, key = self.places.sheet, (bid.bidder, group.id)
        put_formula(sheet, row, WEIGHT, self.model.weights[group.id])
        if node.score is None:
            return
        parts = [
            self.places.points[bid.bidder, child.id] for child in node.criteria if child.overall_weight is not None
        ]
        put_formula(sheet, row, AMOUNT, _sum(parts))
        points = self.places.amounts[key]
        if group.rescale:
            best = self._best(group, self.places.amounts)
            points = f"IF({best}>0,{points}/{best}*{sheet.cell(row, WEIGHT).coordinate},{points})"
        put_formula(sheet, row, POINTS, live.rounded(points, self.framework.rounding.section, self.mode), POINTS_FORMAT)

    def _total(self, bid: BidResult) -> None:
        sheet, row = self.places.sheet, self.places.rows[bid.bidder, "total"]
        put_formula(sheet, row, WEIGHT, live.number(self.framework.total))
        if bid.total is None:
            put(sheet, row, WORDS, "not scored: the bid is excluded")
            return
        parts = [self.places.points[bid.bidder, node.id] for node in bid.criteria if node.overall_weight is not None]
        for step in bid.steps:
            if step.name == "adjustment":
                added = self.places.rows[bid.bidder, step.subject]
                put_formula(sheet, added, POINTS, self.model.adjustments[step.subject])
                put(sheet, added, WORDS, f"{step.rule}: {step.substituted}; whether it applies is as svscore found it")
                parts.append(self.places.points[bid.bidder, step.subject])
        put_formula(sheet, row, AMOUNT, _sum(parts))
        total = self.places.amounts[bid.bidder, "total"]
        put_formula(sheet, row, POINTS, live.rounded(total, self.framework.rounding.total, self.mode), POINTS_FORMAT)
        self._check(row, bid.total)
        put(sheet, row, WORDS, "; ".join(map(in_words, bid.steps)))


def _sum(cells: Sequence[str]) -> str:
    return "+".join(cells) or "0"
