"""The worked calculation of one bid, to be followed with a pencil and a calculator."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from textwrap import wrap
from typing import TYPE_CHECKING

from svscore.report.notes import award_note, banner, sources
from svscore.report.origin import Origin
from svscore.report.standings import NONE, grouped, status
from svscore.report.untrusted import visible
from svscore.scoring.result import BidResult, CriterionResult, Result, Step, shown

if TYPE_CHECKING:
    from svscore.framework.model import Framework, Rounding

WIDTH = 80
INDENT = "  "

_STAGES = {
    "share": "share",
    "rescaled share": "share",
    "points": "criterion",
    "section": "section",
    "rescaled points": "section",
    "total": "total",
}
"""Which rounding stage of the model a step of the calculation may be rounded at."""


def render(result: Result, origin: Origin, bidder: str, framework: Framework) -> str:
    """Every number of one bid in the order of the model: rule, rule with its numbers, value, rounding.

    Raises:
        KeyError: no bid is by ``bidder``.
    """
    bid = {bid.bidder: bid for bid in result.bids}[bidder]
    lines = _lines(result, origin, bid, framework)
    return "".join(f"{visible(line).rstrip()}\n" for line in lines)


def _lines(result: Result, origin: Origin, bid: BidResult, framework: Framework) -> Iterator[str]:
    for line in _heading(result, origin, bid, framework.rounding):
        yield from wrap(visible(line), WIDTH, subsequent_indent=INDENT, break_on_hyphens=False)
    for node in bid.criteria:
        yield ""
        yield from _node(node, framework, "", framework.total)
    yield ""
    yield from _steps(bid.steps, framework, "", result.figure_name)
    yield from _outcome(bid)


def _heading(result: Result, origin: Origin, bid: BidResult, rounding: Rounding) -> Iterator[str]:
    yield f"{bid.bidder}: {_standing(result, bid)}"
    if warning := banner(result):
        yield warning
    if result.state != "settled":
        yield ": ".join(award_note(result))
    yield from (f"{label}: {text}" for label, text in sources(result, origin))
    yield f"Rounding: {_rounding(rounding)}"
    yield "A number that ends in ... has more decimals than are shown and is carried on whole."


def _standing(result: Result, bid: BidResult) -> str:
    if bid.rank is None:
        return "excluded"
    return f"rank {bid.rank} of {sum(other.rank is not None for other in result.bids)}, {status(bid)}"


def _rounding(rounding: Rounding) -> str:
    stages = {"share": "share", "points": "criterion", "section": "section", "total": "total"}
    places = {name: getattr(rounding, stage) for name, stage in stages.items()}
    said = [f"{name} to {places_text(count)}" for name, count in places.items() if count is not None]
    return f"{', '.join(said)}, {rounding.mode}" if said else "none; the model rounds nothing on the way"


def places_text(count: int) -> str:
    """``1 place``, ``2 places``."""
    return f"{count} place{'' if count == 1 else 's'}"


def _node(node: CriterionResult, framework: Framework, indent: str, parent: Fraction) -> Iterator[str]:
    below = indent + INDENT
    line = visible(f"{node.title} ({_worth(node, framework, parent)}){_given(node)}")
    yield from wrap(line, WIDTH, initial_indent=indent, subsequent_indent=below + INDENT, break_on_hyphens=False)
    for child in node.criteria:
        yield from _node(child, framework, below, node.overall_weight or Fraction(0))
    if node.overall_weight is not None and node.score is None:
        yield f"{below}not scored: it depends on other bids, and this bid is not compared with them"
    yield from _steps(node.steps, framework, below, "")


def _worth(node: CriterionResult, framework: Framework, parent: Fraction) -> str:
    if node.overall_weight is None:
        return "no weight"
    points = f"{shown(node.overall_weight)} points"
    is_part = framework.weights == "of-parent" and node.weight != node.overall_weight
    return f"{shown(node.weight or Fraction(0))}% of {shown(parent)} = {points}" if is_part else points


def _given(node: CriterionResult) -> str:
    if node.kind == "criteria":
        return ""
    if node.given is None:
        return ": left blank"
    return f": {grouped(node.given) if node.items else node.raw}"


def _steps(steps: Sequence[Step], framework: Framework, indent: str, figure_name: str) -> Iterator[str]:
    labels = [{"figure": figure_name, "adjustment": step.subject}.get(step.name, step.name) for step in steps]
    room = max(map(len, labels), default=0) + len(INDENT)
    last = {_STAGES.get(step.name): step for step in steps}
    for step, label in zip(steps, labels, strict=True):
        places = _places(step, framework) if last[_STAGES.get(step.name)] is step else None
        yield from _equation(step, f"{indent}{label:<{room}}", is_rounded=places is not None)


def _places(step: Step, framework: Framework) -> int | None:
    """Decimal places the model rounds this number to; ``None`` when it does not."""
    if step.name == "figure":
        places: int | None = getattr(framework.award, "figure_places", None)
        return places
    return getattr(framework.rounding, _STAGES.get(step.name, ""), None)


def _equation(step: Step, label: str, *, is_rounded: bool) -> Iterator[str]:
    """``label  rule = numbers = value``, on one line where it fits, else on one for each ``=``."""
    is_whole = Fraction(step.shown) == step.exact
    value = grouped(step.shown if is_whole else shown(step.exact))
    if is_rounded and not is_whole:
        value += f", rounded to {grouped(step.shown)}"
    parts = [step.rule, *([step.substituted] if step.substituted not in (NONE, value) else []), value]
    line = label + " = ".join(parts)
    if len(line) <= WIDTH:
        yield line
        return
    margin = " " * len(label)
    for index, part in enumerate(parts):
        start = f"{margin}= " if index else label
        yield from wrap(
            part,
            WIDTH,
            initial_indent=start,
            subsequent_indent=f"{margin}  ",
            break_long_words=False,
            break_on_hyphens=False,
        )


def _outcome(bid: BidResult) -> Iterator[str]:
    if bid.margin_shown is not None:
        yield f"Ahead of the next bid by {grouped(bid.margin_shown)}"
    yield from (f"{'Excluded' if bid.rank is None else 'Remark'}: {reason}" for reason in bid.reasons)
