"""Bidder A, B, ... in place of names, for publication."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from hashlib import sha256
from itertools import zip_longest
from unicodedata import normalize

from svscore.problem import Location, Problem, column_letters
from svscore.report.origin import Origin
from svscore.scoring.printed import margin_text
from svscore.scoring.result import BidResult, CriterionResult, Ground, Question, Result, Step, Tie

PLACE = Location("workbook")
"""Stands for every place in the workbook: its name may say who bid, its row does."""

Rename = Callable[[str], str]

_LETTERS = re.compile(r"Bidder [A-Z]+")
_RUN = re.compile(r"Bidder [A-Z]++(?![\w'])(?:(?:, | and )Bidder [A-Z]++(?![\w']))+")
"""Bidders in a row, as in ``Bidder C, Bidder A and Bidder B``."""


def anonymise(result: Result, origin: Origin) -> tuple[Result, Origin, dict[str, str]]:
    """The same result without names, its origin without the workbook, and the letters by name.

    The letters follow the order of a hash of workbook and name, so they say nothing about rank,
    alphabet or row. Whoever has the workbook's hash and a list of likely bidders could work that
    order out, so the hash and the name of the workbook are left out. Names are replaced wherever
    they stand as whole words, also inside reasons and questions. What stood in the alphabet of the
    names (level bids, excluded ones, lists in messages) stands in that of the letters.
    """
    aliases = _aliases([bid.bidder for bid in result.bids], origin.workbook_sha256)
    rename = _renaming(aliases)
    ranks = {aliases[bid.bidder]: bid.rank or 0 for bid in result.bids}
    anonymous = replace(
        result,
        bids=_in_order([_bid(bid, aliases[bid.bidder], rename) for bid in result.bids]),
        because=tuple(_ground(ground, aliases, rename) for ground in result.because),
        ties=tuple(_tie(tie, aliases, ranks) for tie in result.ties),
        questions=tuple(sorted((_question(asked, aliases, rename) for asked in result.questions), key=_by_code)),
        problems=tuple(sorted(_problem(problem, rename) for problem in result.problems)),
    )
    return anonymous, replace(origin, workbook="", workbook_sha256=""), aliases


def _aliases(names: list[str], key: str) -> dict[str, str]:
    order = sorted(names, key=lambda name: sha256(f"{key}\n{name}".encode("utf-8", "surrogatepass")).digest())
    return {name: f"Bidder {column_letters(position)}" for position, name in enumerate(order, start=1)}


def _renaming(aliases: dict[str, str]) -> Rename:
    """Replaces names in running text, longest first, as written or as quoted by ``repr``."""
    spelled = {spelling: alias for name, alias in aliases.items() for spelling in _spellings(name)}
    names = "|".join(re.escape(name) for name in sorted(spelled, key=len, reverse=True))
    pattern = re.compile(rf"(?<!\w)(?:{names})(?!\w)")
    return lambda text: pattern.sub(lambda found: spelled[found[0]], text) if names else text


def _spellings(name: str) -> Iterator[str]:
    """A name as written, and with its accents joined to their letters or apart from them; each also as quoted."""
    for text in (name, normalize("NFC", name), normalize("NFD", name)):
        yield from (text, repr(text)[1:-1])


def _letter(alias: str) -> tuple[int, str]:
    """Sorts Bidder B before Bidder AA."""
    return len(alias), alias


def _retold(text: str, rename: Rename) -> str:
    """A message of ours, lists of names put in the order of the letters; people's own text is not sorted."""
    return _RUN.sub(_sorted_run, rename(text))


def _sorted_run(run: re.Match[str]) -> str:
    letters = iter(sorted(_LETTERS.findall(run[0]), key=_letter))
    return _LETTERS.sub(lambda _: next(letters), run[0])


def _in_order(bids: Sequence[BidResult]) -> tuple[BidResult, ...]:
    """Level bids, and excluded ones, by letter. A margin belongs to the place, as it is to the bid below."""
    order = sorted(bids, key=lambda bid: (bid.rank is None, bid.rank or 0, _letter(bid.bidder)))
    places = zip_longest(bids, order, order[1:])
    return tuple(_with_margin(bid, before, following) for before, bid, following in places)


def _with_margin(bid: BidResult, before: BidResult, following: BidResult | None) -> BidResult:
    """The bid with the margin of its place; bids that are level when rounded need not have the same figure."""
    if before.margin is None or following is None or bid.figure is None or following.figure is None:
        return replace(bid, margin=before.margin, margin_shown=before.margin_shown)
    margin = abs(bid.figure - following.figure)
    shown = margin_text(bid.figure_shown or "0", following.figure_shown or "0", margin)
    return replace(bid, margin=margin, margin_shown=shown)


def _by_code(question: Question) -> tuple[str, list[tuple[int, str]], str]:
    return question.code, [_letter(alias) for alias in question.bidders], question.message


def _bid(bid: BidResult, alias: str, rename: Rename) -> BidResult:
    return replace(
        bid,
        bidder=alias,
        criteria=tuple(_criterion(node, rename) for node in bid.criteria),
        steps=tuple(_step(step, rename) for step in bid.steps),
        reasons=tuple(_retold(reason, rename) for reason in bid.reasons),
    )


def _criterion(node: CriterionResult, rename: Rename) -> CriterionResult:
    return replace(
        node,
        raw=None if node.raw is None else rename(node.raw),
        steps=tuple(_step(step, rename) for step in node.steps),
        items=tuple(replace(item, rate=None if item.rate is None else rename(item.rate)) for item in node.items),
        criteria=tuple(_criterion(child, rename) for child in node.criteria),
        reason=rename(node.reason),
        reference=rename(node.reference),
    )


def _step(step: Step, rename: Rename) -> Step:
    return replace(step, substituted=rename(step.substituted))


def _tie(tie: Tie, aliases: Mapping[str, str], ranks: Mapping[str, int]) -> Tie:
    """Parted bids stay in the order of their ranks."""
    letters = (aliases[name] for name in tie.bidders)
    untested = tuple(
        (name, tuple(sorted((aliases[bidder] for bidder in bidders), key=_letter))) for name, bidders in tie.untested
    )
    in_order = tuple(sorted(letters, key=lambda alias: (ranks[alias], _letter(alias))))
    return replace(tie, bidders=in_order, untested=untested)


def _ground(ground: Ground, aliases: Mapping[str, str], rename: Rename) -> Ground:
    names = tuple(sorted((aliases[name] for name in ground.bidders), key=_letter))
    return replace(ground, bidders=names, message=_retold(ground.message, rename))


def _question(question: Question, aliases: dict[str, str], rename: Rename) -> Question:
    names = tuple(sorted((aliases[name] for name in question.bidders), key=_letter))
    return replace(question, bidders=names, message=_retold(question.message, rename), location="")


def _problem(problem: Problem, rename: Rename) -> Problem:
    return replace(
        problem, location=PLACE, message=_retold(problem.message, rename), hint=_retold(problem.hint, rename)
    )
