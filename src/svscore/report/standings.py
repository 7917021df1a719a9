"""The ranking as columns of text, in the order people read them; every report draws the same ones."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from svscore.exact import plain_text
from svscore.scoring.result import BidResult, CriterionResult, Result

NONE = "-"
"""Stands where there is no number."""

PROVISIONAL = "provisional"
"""Stands on a place while the award is not settled."""
TIED = "tied for the last place"
"""Level with more bids than there are places left."""

BIDDER = 1
"""Where the names stand among the columns; a section may have the same heading."""

_WHOLE_PART = re.compile(r"(-?)([1-9][0-9]{3,})(?=\.|$)")


@dataclass(frozen=True, slots=True)
class Column:
    """One column of the ranking: a heading and one cell a bid, in the result's order."""

    heading: str
    cells: tuple[str, ...]
    available: str = ""
    """Points that can be earned; empty for other columns."""
    is_number: bool = True
    is_section: bool = False
    """Whether it is a top-level criterion of the model."""
    may_fold: bool = False
    """Whether its cells are words that may take two lines."""

    @property
    def out_of(self) -> str:
        """``of 20``, to stand behind a number."""
        return f"of {self.available}" if self.available else ""


def columns(result: Result) -> tuple[Column, ...]:
    """Rank, bidder, each section, total or the figure that decides, margin and status."""
    bids = result.bids
    return (
        Column("Rank", tuple(NONE if bid.rank is None else str(bid.rank) for bid in bids)),
        Column("Bidder", tuple(bid.bidder for bid in bids), is_number=False),
        *_sections(result),
        *_figures(result),
        Column("Margin", tuple(grouped(bid.margin_shown) for bid in bids)),
        Column("Status", tuple(status(bid) for bid in bids), is_number=False, may_fold=True),
    )


def status(bid: BidResult) -> str:
    """``awarded``, ``provisional`` or ``tied for the last place`` on a place; else ``eligible`` or ``excluded``."""
    if bid.is_leading:
        return "awarded" if bid.is_awarded else TIED if bid.is_tied else PROVISIONAL
    return bid.status


def is_by_total(result: Result) -> bool:
    """Whether the total points alone decide."""
    return result.award_by == "highest-total" and result.highest_wins


def _sections(result: Result) -> Iterator[Column]:
    for index, section in enumerate(top_level(result)):
        nodes = [bid.criteria[index] for bid in result.bids]
        if section.overall_weight:
            cells = tuple(marked(node.shown, is_partial=node.is_partial) for node in nodes)
            yield Column(section.title, cells, plain_text(section.overall_weight, 2), is_section=True)
        elif section.kind in ("price", "quantity"):
            yield Column(section.title, tuple(grouped(node.given) for node in nodes), is_section=True)


def _figures(result: Result) -> Iterator[Column]:
    """The total, and the figure that decides where another one does."""
    if is_by_total(result) or not _is_one_section(result):
        cells = tuple(marked(bid.total_shown, is_partial=bid.is_partial) for bid in result.bids)
        yield Column("Total", cells, plain_text(result.total_available, 2))
    if not is_by_total(result):
        yield Column(result.figure_name, tuple(grouped(bid.figure_shown) for bid in result.bids))


def _is_one_section(result: Result) -> bool:
    """Whether the total says no more than the one section that carries points, or nothing carries any."""
    scored = [index for index, node in enumerate(top_level(result)) if node.overall_weight]
    return not scored or (len(scored) == 1 and all(bid.total == bid.criteria[scored[0]].score for bid in result.bids))


def top_level(result: Result) -> tuple[CriterionResult, ...]:
    """The sections of the model, as the first bid has them."""
    return result.bids[0].criteria if result.bids else ()


def marked(number: str | None, *, is_partial: bool) -> str:
    """A number with a star before it when something in it is not marked yet."""
    return NONE if number is None else f"*{number}" if is_partial else number


def grouped(number: str | None) -> str:
    """Decimal text with its thousands apart, as people read large figures; other text as it is.

    >>> grouped("3511117.53"), grouped("4.65"), grouped("-1000..."), grouped("3m"), grouped(None)
    ('3,511,117.53', '4.65', '-1,000...', '3m', '-')
    """
    if number is None:
        return NONE
    found = _WHOLE_PART.match(number)
    return f"{found[1]}{int(found[2]):,}{number[found.end() :]}" if found else number
