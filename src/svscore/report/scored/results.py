"""The sheet ``Results``: the ranking, its points and figures referring to the workings."""

from __future__ import annotations

from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

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
from svscore.report.notes import question_text
from svscore.report.origin import Origin
from svscore.report.scored.book import Book, header, put, put_formula
from svscore.report.scored.expressions import number
from svscore.report.scored.workings import Workings
from svscore.scoring.figures import price_leaf
from svscore.scoring.result import BidResult, Result

HEADER_ROW = 4


def add_results(book: Book, framework: Framework, result: Result, workings: Workings, origin: Origin) -> Worksheet:
    """Write the sheet, bids in rank order."""
    sheet = book.add_sheet("Results", f"Results: {result.framework_title}")
    status = "What-if, not the published model. " if result.what_if else ""
    put(
        sheet, 2, 1, f"{status}Ranks, exclusions and awards are as svscore found them; points and figures are formulas."
    )
    weighted = {node.id for bid in result.bids for node in bid.criteria if node.overall_weight is not None}
    sections = [node for node in framework.criteria if node.id in weighted]
    by_figure = result.award_by != "highest-total"
    titles = ["Rank", "Bidder", *(node.title for node in sections), "Total"]
    titles += [result.figure_name, "As svscore found"] if by_figure else []
    titles += ["Rank by these figures", "Status", "Said in words"]
    widths = [7, 32, *([14] * len(sections)), 12, *([18, 18] if by_figure else []), 12, 12, 70]
    header(sheet, HEADER_ROW, titles, widths)
    figure_column = 3 + len(sections) + (1 if by_figure else 0)
    ranked = sum(bid.rank is not None for bid in result.bids)
    for index, bid in enumerate(result.bids):
        row = HEADER_ROW + 1 + index
        put(sheet, row, 1, "-" if bid.rank is None else bid.rank)
        put(sheet, row, 2, bid.bidder)
        for column, node in enumerate(sections, start=3):
            if any(found.id == node.id and found.score is not None for found in bid.criteria):
                _refer(sheet, row, column, workings, workings.points[bid.bidder, node.id])
        if bid.total is not None:
            _refer(sheet, row, 3 + len(sections), workings, workings.points[bid.bidder, "total"])
        if by_figure:
            _figure(sheet, row, figure_column, framework, result, bid, workings)
        _rank_again(sheet, row, figure_column, ranked, bid, result)
        after = figure_column + (2 if by_figure else 1) + 1
        put(sheet, row, after, "awarded" if bid.is_awarded else bid.status)
        put(sheet, row, after + 1, "; ".join(bid.reasons))
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
) -> str:
    eligible = [other for other in result.bids if other.figure is not None]
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


def _rank_again(sheet: Worksheet, row: int, column: int, ranked: int, bid: BidResult, result: Result) -> None:
    """The rank the figures alone give, before any tie-break."""
    if bid.rank is None or bid.figure is None:
        return
    letter = get_column_letter(column)
    cells = f"${letter}${HEADER_ROW + 1}:${letter}${HEADER_ROW + ranked}"
    ahead = ">" if result.highest_wins else "<"
    own = f"{letter}{row}"
    place = column + (2 if result.award_by != "highest-total" else 1)
    put_formula(sheet, row, place, f'COUNTIF({cells},"{ahead}"&{own})+1')


def _notes(sheet: Worksheet, row: int, result: Result, origin: Origin) -> None:
    lines = [
        *(_tie(tie.bidders, tie.rank, tie.broken_by) for tie in result.ties),
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


def _tie(bidders: tuple[str, ...], rank: int, broken_by: str | None) -> str:
    end = f"parted by {broken_by}" if broken_by else "nothing in the model parts them"
    return f"Tie: {' and '.join(bidders)} were level at rank {rank}; {end}"
