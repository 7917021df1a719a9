"""The sheet ``Results``: the ranking, its points and figures referring to the workings."""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from itertools import islice, takewhile

from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from svscore.exact import round_fraction
from svscore.framework.award import (
    MonetisedQuality,
    NetPresentValue,
    PriceAward,
    PriceOverCoefficient,
    PricePerQualityPoint,
    QualityPerPrice,
    UtilityIndex,
)
from svscore.framework.model import Framework
from svscore.report.notes import award_note, further_ties, question_text, tie_text
from svscore.report.origin import Origin
from svscore.report.scored.book import Book, header, put, put_formula
from svscore.report.scored.columns import MOST_ARGUMENTS, Workings
from svscore.report.scored.expressions import number
from svscore.report.standings import PROVISIONAL, TIED, status
from svscore.scoring.figures import price_leaf
from svscore.scoring.result import BidResult, Result

HEADER_ROW = 4
DIGITS = 12
"""Digits to which two figures are compared: a cell is exact to little more. Within them svscore's rank decides,
among bids that were tied when the sheet was written."""
MOST_PARTED = 40
"""Level bids that stand one by one in a formula, which may have 8,192 characters."""


@dataclass(frozen=True, slots=True)
class Figures:
    """The column of figures that the ranking goes by."""

    letter: str
    result: Result
    are_decisive: bool
    """Whether a short formula can rank by them as the model does."""
    count: int
    """Bids that have a figure."""
    places: int
    """Decimal places to which figures are compared."""

    level: dict[Fraction, list[tuple[int, int]]] = field(default_factory=dict)
    """By figure as it is compared, the bids that have it: number of the row and rank, the lowest rank first."""

    @classmethod
    def at(cls, letter: str, result: Result, *, are_decisive: bool) -> Figures:
        """The figures of a result, what all bids have in common worked out once."""
        amounts = [abs(bid.figure) for bid in result.bids if bid.figure is not None]
        whole = int(max(amounts, default=Fraction(0)))
        figures = cls(letter, result, are_decisive, len(amounts), max(DIGITS - len(str(whole)), 0))
        for index, bid in enumerate(result.bids):
            if bid.figure is not None:
                figures.level.setdefault(figures.as_compared(bid), []).append((index, bid.rank or 0))
        return figures

    def of(self, letter: str) -> str:
        """The cells of a column, of all bids that have a figure."""
        return f"${letter}${HEADER_ROW + 1}:${letter}${HEADER_ROW + self.count}"

    def rounded(self, cells: str) -> str:
        """Figures as they are compared."""
        return f"ROUND({cells},{self.places})"

    def parted_ahead(self, bid: BidResult) -> list[str] | None:
        """The cells of bids that were level on this sheet when it was written, and that svscore ranked ahead.

        ``None`` where they are more than a formula holds.
        """
        level = self.level[self.as_compared(bid)]
        ahead = list(takewhile(lambda other: other[1] < (bid.rank or 0), islice(level, MOST_PARTED + 1)))
        if len(ahead) > MOST_PARTED:
            return None
        return [f"${self.letter}${HEADER_ROW + 1 + index}" for index, _ in ahead]

    def as_compared(self, bid: BidResult) -> Fraction:
        """What stands in the column, rounded to the digits that are compared."""
        figure = bid.total if self.result.award_by == "highest-total" else bid.figure
        return round_fraction(figure or Fraction(0), self.places)


def add_results(book: Book, framework: Framework, result: Result, workings: Workings, origin: Origin) -> Worksheet:
    """Write the sheet, bids in rank order."""
    sheet = book.add_sheet("Results", f"Results: {result.framework_title}")
    status = "What-if, not the published model. " if result.what_if else ""
    put(
        sheet, 2, 1, f"{status}Ranks and exclusions are as svscore found them; points, figures and awards are formulas."
    )
    weighted = {node.id for bid in result.bids for node in bid.criteria if node.overall_weight is not None}
    sections = [node for node in framework.criteria if node.id in weighted]
    by_figure = result.award_by != "highest-total"
    titles = ["Rank", "Bidder", *(node.title for node in sections), "Total"]
    titles += [result.figure_name, "As svscore found"] if by_figure else []
    titles += ["Rank by these figures", "With tie-breaks", "Status", "In words"]
    widths = [7, 32, *([14] * len(sections)), 12, *([18, 18] if by_figure else []), 12, 12, 22, 70]
    header(sheet, HEADER_ROW, titles, widths)
    figure_column = 3 + len(sections) + (1 if by_figure else 0)
    is_plain = framework.award.also_within is None and (not by_figure or framework.award.on == "unrounded")
    figures = Figures.at(get_column_letter(figure_column), result, are_decisive=is_plain)
    for index, bid in enumerate(result.bids):
        row = HEADER_ROW + 1 + index
        put(sheet, row, 1, "-" if bid.rank is None else bid.rank)
        put(sheet, row, 2, bid.bidder)
        scored = {node.id for node in bid.criteria if node.score is not None}
        for column, node in enumerate(sections, start=3):
            if node.id in scored:
                _refer(sheet, row, column, workings, workings.points[bid.bidder, node.id])
        if bid.total is not None:
            _refer(sheet, row, 3 + len(sections), workings, workings.points[bid.bidder, "total"])
        if by_figure:
            _figure(sheet, row, figure_column, framework, result, bid, workings)
        after = figure_column + (2 if by_figure else 1)
        _rank_again(sheet, row, after, figures, bid)
        _status(sheet, row, after + 1, figures, bid)
        put(sheet, row, after + 3, "; ".join(bid.reasons))
    _notes(sheet, HEADER_ROW + len(result.bids) + 2, result, origin)
    return sheet


def _refer(sheet: Worksheet, row: int, column: int, workings: Workings, cell: str) -> None:
    put_formula(sheet, row, column, _at(workings, cell), "0.00")


def _at(workings: Workings, cell: str) -> str:
    title = workings.sheet.title.replace("'", "''")
    return f"'{title}'!{cell}"


def _figure(
    sheet: Worksheet, row: int, column: int, framework: Framework, result: Result, bid: BidResult, workings: Workings
) -> None:
    if bid.figure is None:
        return
    expression = _figure_expression(framework, result, bid, workings)
    if expression is None:
        put(sheet, row, column, bid.figure)
    else:
        put_formula(sheet, row, column, expression)
    put(sheet, row, column + 1, bid.figure)


def _figure_expression(framework: Framework, result: Result, bid: BidResult, workings: Workings) -> str | None:
    """The award method as a formula; ``None`` where it is no short one, as for a sum of ranks."""
    award = framework.award
    if framework.moderation == "rank-sum":
        return None
    if isinstance(award, NetPresentValue):
        return _present_value(award, bid, workings)
    if isinstance(award, PriceAward):
        price = _price(framework, award, bid, workings)
        points = _at(workings, workings.amounts[bid.bidder, "total"])
        if isinstance(award, UtilityIndex):
            return _utility(framework, award, result, price, points, workings)
        return _of_price(framework, award, price, points)
    return None


def _present_value(award: NetPresentValue, bid: BidResult, workings: Workings) -> str:
    terms, factor = [], "1"
    for flow in award.flows:
        factor = f"{factor}*(1+{number(award.rate)}*{flow.days}/365)" if flow.days else factor
        terms.append(f"{_at(workings, workings.amounts[bid.bidder, flow.price])}/({factor})")
    return "+".join(terms)


def _of_price(framework: Framework, award: PriceAward, price: str, points: str) -> str:
    if isinstance(award, PricePerQualityPoint):
        return f"{price}/{points}"
    if isinstance(award, QualityPerPrice):
        return f"{points}/{price}"
    if isinstance(award, MonetisedQuality):
        return f"{price}-{points}*{number(award.value_per_point)}"
    if isinstance(award, PriceOverCoefficient):
        of, total = number(award.of), number(framework.total)
        return f"{price}/(1+({points}/{of})/(1-{total}/{of}))"
    return price


def _utility(
    framework: Framework, award: UtilityIndex, result: Result, price: str, points: str, workings: Workings
) -> str | None:
    eligible = [other for other in result.bids if other.figure is not None]
    if len(eligible) > MOST_ARGUMENTS:
        return None
    best = ",".join(_at(workings, workings.amounts[other.bidder, "total"]) for other in eligible)
    lowest = ",".join(_price(framework, award, other, workings) for other in eligible)
    lost = f"(MAX({best})-{points})/{number(framework.total)}"
    return f"(1-{lost}*{number(award.quality_weight / award.price_weight)})/{price}*MIN({lowest})"


def _price(framework: Framework, award: PriceAward, bid: BidResult, workings: Workings) -> str:
    leaf = price_leaf(framework)
    amount = workings.amounts
    terms = [_at(workings, amount[bid.bidder, leaf.id])] if leaf is not None else []
    terms += [f"{_at(workings, amount[bid.bidder, each.quantity])}*{number(each.rate)}" for each in award.add]
    return terms[0] if len(terms) == 1 else f"({'+'.join(terms)})"


def _rank_again(sheet: Worksheet, row: int, column: int, figures: Figures, bid: BidResult) -> None:
    """The rank the figures alone give, before any tie-break."""
    if bid.rank is None or bid.figure is None:
        return
    ahead = ">" if figures.result.highest_wins else "<"
    put_formula(sheet, row, column, f'COUNTIF({figures.of(figures.letter)},"{ahead}"&{figures.letter}{row})+1')


def _status(sheet: Worksheet, row: int, column: int, figures: Figures, bid: BidResult) -> None:
    """The place and the status as the figures on this sheet give them; a plain word where they do not decide."""
    result = figures.result
    if bid.rank is None or bid.figure is None or not figures.are_decisive:
        put(sheet, row, column + 1, status(bid))
        return
    level_ahead = figures.parted_ahead(bid)
    if level_ahead is None:
        put(sheet, row, column, bid.rank)
        put(sheet, row, column + 1, status(bid))
        return
    letter, places = get_column_letter(column), result.places
    own, ahead = figures.rounded(f"${figures.letter}{row}"), ">" if result.highest_wins else "<"
    is_ahead = f"SUMPRODUCT(({figures.rounded(figures.of(figures.letter))}{ahead}{own})*1)+1"
    parted = "".join(f"+({figures.rounded(cell)}={own})" for cell in level_ahead)
    put_formula(sheet, row, column, f"{is_ahead}{parted}")
    place, taken = f"${letter}{row}", figures.of(letter)
    unsettled = f'"{PROVISIONAL}"'
    if result.state != "provisional":
        tied = f'COUNTIF({taken},{place})>{places + 1}-{place},"{TIED}"'
        unsettled = f'IF({tied},IF(COUNTIF({taken},"<={places}")>{places},{unsettled},"awarded"))'
    put_formula(sheet, row, column + 1, f'IF({place}>{places},"eligible",{unsettled})')


def _notes(sheet: Worksheet, row: int, result: Result, origin: Origin) -> None:
    lines = [
        ": ".join(award_note(result)),
        *(f"Tie: {tie_text(tie)}" for tie in further_ties(result)),
        *(f"Question: {question_text(question)}" for question in result.questions),
        *(f"What-if: {change}" for change in result.what_if),
        f"Model: {result.framework_id} {result.framework_version}, {origin.framework}",
        f"SHA-256 of the model: {origin.model_sha256}",
        f"SHA-256 of the model's file: {origin.framework_sha256}",
        *([f"Changed: {origin.accepted}"] if origin.accepted else []),
        f"Bids: {origin.workbook}, sha256 {origin.workbook_sha256}",
    ]
    for index, line in enumerate(lines):
        put(sheet, row + index, 1, line)
