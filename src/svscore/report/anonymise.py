"""Bidder A, B, ... in place of names, for publication."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from hashlib import sha256

from svscore.problem import Location, Problem, column_letters
from svscore.report.origin import Origin
from svscore.scoring.result import BidResult, CriterionResult, Question, Result, Step, Tie

PLACE = Location("workbook")
"""Stands for every place in the workbook: its name may say who bid, its row does."""

Rename = Callable[[str], str]


def anonymise(result: Result, origin: Origin) -> tuple[Result, Origin, dict[str, str]]:
    """The same result without names, its origin without the workbook, and the letters by name.

    The letters follow the order of a hash of workbook and name, so they say nothing about rank,
    alphabet or row. Whoever has the workbook's hash and a list of likely bidders could work that
    order out, so the hash and the name of the workbook are left out. Names are replaced wherever
    they stand as whole words, also inside reasons and questions.
    """
    aliases = _aliases([bid.bidder for bid in result.bids], origin.workbook_sha256)
    rename = _renaming(aliases)
    anonymous = replace(
        result,
        bids=tuple(sorted((_bid(bid, aliases[bid.bidder], rename) for bid in result.bids), key=_excluded_by_letter)),
        ties=tuple(_tie(tie, aliases) for tie in result.ties),
        questions=tuple(sorted((_question(asked, aliases, rename) for asked in result.questions), key=_by_code)),
        problems=tuple(sorted(_problem(problem, rename) for problem in result.problems)),
    )
    return anonymous, replace(origin, workbook="", workbook_sha256=""), aliases


def _aliases(names: list[str], key: str) -> dict[str, str]:
    order = sorted(names, key=lambda name: sha256(f"{key}\n{name}".encode("utf-8", "surrogatepass")).digest())
    return {name: f"Bidder {column_letters(position)}" for position, name in enumerate(order, start=1)}


def _renaming(aliases: dict[str, str]) -> Rename:
    """Replaces names in running text, longest first, as written or as quoted by ``repr``."""
    spelled = {spelling: alias for name, alias in aliases.items() for spelling in (name, repr(name)[1:-1])}
    names = "|".join(re.escape(name) for name in sorted(spelled, key=len, reverse=True))
    pattern = re.compile(rf"(?<!\w)(?:{names})(?!\w)")
    return lambda text: pattern.sub(lambda found: spelled[found[0]], text) if names else text


def _excluded_by_letter(bid: BidResult) -> tuple[bool, str]:
    """Ranked bids stay as they are; excluded ones stand in the alphabet of their names until here."""
    return bid.rank is None, bid.bidder if bid.rank is None else ""


def _by_code(question: Question) -> tuple[str, tuple[str, ...]]:
    return question.code, question.bidders


def _bid(bid: BidResult, alias: str, rename: Rename) -> BidResult:
    return replace(
        bid,
        bidder=alias,
        criteria=tuple(_criterion(node, rename) for node in bid.criteria),
        steps=tuple(_step(step, rename) for step in bid.steps),
        reasons=tuple(map(rename, bid.reasons)),
    )


def _criterion(node: CriterionResult, rename: Rename) -> CriterionResult:
    return replace(
        node,
        raw=None if node.raw is None else rename(node.raw),
        steps=tuple(_step(step, rename) for step in node.steps),
        criteria=tuple(_criterion(child, rename) for child in node.criteria),
        reason=rename(node.reason),
        reference=rename(node.reference),
    )


def _step(step: Step, rename: Rename) -> Step:
    return replace(step, substituted=rename(step.substituted))


def _tie(tie: Tie, aliases: dict[str, str]) -> Tie:
    return replace(tie, bidders=tuple(sorted(aliases[name] for name in tie.bidders)))


def _question(question: Question, aliases: dict[str, str], rename: Rename) -> Question:
    names = tuple(sorted(aliases[name] for name in question.bidders))
    return replace(question, bidders=names, message=rename(question.message), location="")


def _problem(problem: Problem, rename: Rename) -> Problem:
    return replace(problem, location=PLACE, message=rename(problem.message), hint=rename(problem.hint))
