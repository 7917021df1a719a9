"""Spreadsheet expressions for what scoring does: rounding, shares, price formulas.

They are for somebody to recompute with; nothing here decides a score. Text of the user never enters an
expression.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from typing import Any

from svscore.exact import RoundingMode, is_decimal, plain_text
from svscore.framework.answer_words import answer_forms
from svscore.framework.answer_words import passes as gate_passes
from svscore.framework.model import Gate, ScaleLevel


def number(value: Fraction) -> str:
    """An exact number inside an expression: ``12.5`` or ``(100/3)``."""
    return plain_text(value) if is_decimal(value) else f"({value.numerator}/{value.denominator})"


def text(value: str) -> str:
    """A word of the model inside an expression."""
    return '"' + value.replace('"', '""') + '"'


def rounded(expression: str, places: int | None, mode: RoundingMode) -> str:
    """One rounding stage. ``down`` and ``up`` look at twelve decimals, past which a cell is not exact."""
    if places is None:
        return expression
    if mode == "half-up":
        return f"ROUND({expression},{places})"
    if mode == "half-even":
        twice = f"ROUND(MOD(ABS({expression})*10^{places},2),9)"
        return f"IF({twice}=0.5,TRUNC({expression},{places}),ROUND({expression},{places}))"
    return f"{'TRUNC' if mode == 'down' else 'ROUNDUP'}(ROUND({expression},12),{places})"


def share_of_mark(cell: str, scale: Sequence[ScaleLevel], marks: str, shares: str) -> str:
    """The share a mark earns. ``marks`` and ``shares`` are the scale's columns on the sheet of the model."""
    if any(level.share is not None for level in scale):
        return f"INDEX({shares},MATCH({cell},{marks},0))/100"
    return f"{cell}/MAX({marks})"


def passes(cell: str, gate: Gate) -> str:
    """1 for an answer that passes, in any of its spellings, and 0 for any other."""
    answer = f'TRIM(SUBSTITUTE(LOWER({cell}),"-"," "))'
    spellings = [form for form in answer_forms(gate) if gate_passes(gate, form)]
    return f"IF(OR({','.join(f'{answer}={text(form)}' for form in spellings)}),1,0)"


def of_formula(cell: str, others: Sequence[str], offer: Any, better: str) -> str | None:
    """The share an offer earns beside the reference offers; ``None`` for a rule that is no short expression."""
    build = _BUILDERS.get(offer.formula)
    return build(cell, ",".join(others), offer, better) if build else None


def _bounded(expression: str, *, floored: bool = True, capped: bool = False) -> str:
    low = f"MAX(0,{expression})" if floored else expression
    return f"MIN(1,{low})" if capped else low


def _lowest_ratio(cell: str, others: str, offer: Any, better: str) -> str:
    return f"IF({cell}=0,1,MIN({others})/{cell})"


def _percent_over_lowest(cell: str, others: str, offer: Any, better: str) -> str:
    return _bounded(f"1-({cell}-MIN({others}))/MIN({others})", floored=offer.floored)


def _linear_to_zero(cell: str, others: str, offer: Any, better: str) -> str:
    return _bounded(f"1-({cell}-MIN({others}))/({number(offer.zero_at - 1)}*MIN({others}))")


def _share_of_sum(cell: str, others: str, offer: Any, better: str) -> str:
    nothing, of_sum = ("1", f"1-{cell}/SUM({others})") if better == "less" else ("0", f"{cell}/SUM({others})")
    return f"IF(SUM({others})=0,{nothing},{of_sum})"


def _min_max(cell: str, others: str, offer: Any, better: str) -> str:
    gained = f"MAX({others})-{cell}" if better == "less" else f"{cell}-MIN({others})"
    return f"IF(MAX({others})=MIN({others}),1,({gained})/(MAX({others})-MIN({others})))"


def _fixed_range(cell: str, others: str, offer: Any, better: str) -> str:
    ends = number(offer.zero_at - offer.full_at)
    return _bounded(f"({number(offer.zero_at)}-{cell})/{_signed(ends)}", capped=True)


def _base_amount(cell: str, others: str, offer: Any, better: str) -> str:
    base = number(offer.base)
    return f"IF({base}<=MIN({others}),0,{_bounded(f'({base}-{cell})/({base}-MIN({others}))')})"


def _deviation(middle: str, at: Fraction, cell: str, offer: Any, better: str) -> str:
    off = f"({cell}-{middle})/{middle}" if better == "less" else f"({middle}-{cell})/{middle}"
    expression = _bounded(
        f"{number(at)}-{number(100 * offer.per_percent)}*{off}", floored=offer.floored, capped=offer.capped
    )
    above = "1" if better == "more" else "0"
    return f"IF({middle}=0,IF({cell}=0,{number(at)},{above}),{expression})"


def _mean_deviation(cell: str, others: str, offer: Any, better: str) -> str:
    return _deviation(f"AVERAGE({others})", offer.at_mean, cell, offer, better)


def _median_deviation(cell: str, others: str, offer: Any, better: str) -> str:
    return _deviation(f"MEDIAN({others})", offer.at_median, cell, offer, better)


def _logarithmic(cell: str, others: str, offer: Any, better: str) -> str:
    ratio = f"ROUND(LN({cell}/MIN({others}))/LN({number(offer.zero_at)}),{offer.precision})"
    return _bounded(f"1-{ratio}", floored=offer.floored)


def _highest_ratio(cell: str, others: str, offer: Any, better: str) -> str:
    return f"IF(MAX({others})=0,0,{cell}/MAX({others}))"


def _target(cell: str, others: str, offer: Any, better: str) -> str:
    target = number(offer.target)
    if better == "more":
        return f"MIN(1,{cell}/{target})"
    return f"IF({cell}<={target},1,{target}/{cell})"


def _bands(cell: str, others: str, offer: Any, better: str) -> str:
    last = "0"
    for band in reversed(offer.bands):
        share = number(band.share)
        last = share if band.below is None else f"IF({cell}<{number(band.below)},{share},{last})"
    return last


def _signed(expression: str) -> str:
    return f"({expression})" if expression.startswith("-") else expression


_BUILDERS: dict[str, Callable[[str, str, Any, str], str]] = {
    "lowest-ratio": _lowest_ratio,
    "percent-over-lowest": _percent_over_lowest,
    "linear-to-zero": _linear_to_zero,
    "share-of-sum": _share_of_sum,
    "min-max": _min_max,
    "fixed-range": _fixed_range,
    "base-amount": _base_amount,
    "mean-deviation": _mean_deviation,
    "median-deviation": _median_deviation,
    "logarithmic": _logarithmic,
    "highest-ratio": _highest_ratio,
    "target": _target,
    "bands": _bands,
}
