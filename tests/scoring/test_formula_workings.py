"""What a reader is shown of every formula, followed with a calculator."""

from __future__ import annotations

import ast
import operator
import re
from collections.abc import Callable
from fractions import Fraction

import pytest

from svscore.exact import power
from svscore.scoring.formulas import FORMULAS
from svscore.scoring.result import Working
from tests.scoring.formula_cases import (
    BANDS,
    BASE,
    DISCOUNT,
    EXACT,
    HIGHEST,
    KNEE,
    KNEE_PRICE,
    LINEAR,
    LOG,
    LOWEST,
    MEAN,
    MEAN_FREE,
    MEDIAN,
    MIN_MAX,
    OVER,
    OVER_FREE,
    PRICE_CURVE,
    RANGE,
    RANGE_UP,
    SAVING,
    SUM,
    TARGET,
    VALUE_CURVE,
    numbers,
    score,
)

F = Fraction

WORDS = [
    (LOWEST, "less", "10000 8000", "lowest / this", "8,000 / 10,000"),
    (OVER, "less", "10 8", "1 - (this - lowest) / lowest, not below 0", "1 - (10 - 8) / 8"),
    (OVER, "less", "100 40", "1 - (this - lowest) / lowest, not below 0", "1 - (100 - 40) / 40 = -0.5, so 0"),
    (OVER_FREE, "less", "100 40", "1 - (this - lowest) / lowest", "1 - (100 - 40) / 40"),
    (
        LINEAR,
        "less",
        "100 80",
        "(zero point - this) / (zero point - lowest), the zero point at 150% of the lowest, not below 0",
        "(120 - 100) / (120 - 80)",
    ),
    (SUM, "less", "20 80", "1 - this / sum", "1 - 20 / 100"),
    (SUM, "more", "20 80", "this / sum", "20 / 100"),
    (SUM, "less", "0", "1 - this / sum, 0 where the sum is 0", "1 - 0"),
    (MIN_MAX, "less", "85 40 100", "(highest - this) / (highest - lowest)", "(100 - 85) / (100 - 40)"),
    (MIN_MAX, "more", "85 40 100", "(this - lowest) / (highest - lowest)", "(85 - 40) / (100 - 40)"),
    (MIN_MAX, "less", "7", "lowest and highest are the same: full marks", "-"),
    (RANGE, "less", "85", "(zero at - this) / (zero at - full at), from 0 to 1", "(150 - 85) / (150 - 50)"),
    (RANGE_UP, "more", "15", "(this - zero at) / (full at - zero at), from 0 to 1", "(15 - 10) / (20 - 10)"),
    (RANGE_UP, "more", "30", "(this - zero at) / (full at - zero at), from 0 to 1", "(30 - 10) / (20 - 10) = 2, so 1"),
    (BASE, "less", "80 60", "(base - this) / (base - lowest), not below 0", "(100 - 80) / (100 - 60)"),
    (BASE, "less", "110", "no offer is below the base: no marks", "lowest 110, base 100"),
    (SAVING, "less", "80 60", "((base - this) / (base - lowest), not below 0) ^ 2", "((100 - 80) / (100 - 60)) ^ 2"),
    (SAVING, "less", "110", "no offer is below the base: no marks", "lowest 110, base 100"),
    (PRICE_CURVE, "less", "50", "1 - (this / base, not above 1) ^ 2", "1 - (50 / 100) ^ 2"),
    (VALUE_CURVE, "more", "9 16", "(this / highest) ^ (1/2)", "(9 / 16) ^ (1/2)"),
    (VALUE_CURVE, "more", "0", "this / highest, 0 where all are 0", "0"),
    (DISCOUNT, "more", "12.5", "1 - (1 - this / 100) ^ 3", "1 - (1 - 12.50 / 100) ^ 3"),
    (KNEE, "more", "5 10 15", "knee x this / mean", "80% x 5 / 10"),
    (
        KNEE,
        "more",
        "15 10 5",
        "knee + (1 - knee) x (this - mean) / (highest - mean)",
        "80% + 20% x (15 - 10) / (15 - 10)",
    ),
    (KNEE, "more", "0", "all offers are 0: no marks", "-"),
    (KNEE_PRICE, "less", "80 60 70", "knee x (base - this) / (base - mean)", "80% x (100 - 80) / (100 - 70)"),
    (
        KNEE_PRICE,
        "less",
        "60 70 80",
        "knee + (1 - knee) x (mean - this) / (mean - lowest)",
        "80% + 20% x (70 - 60) / (70 - 60)",
    ),
    (KNEE_PRICE, "less", "110", "at the base or above: no marks", "this 110, base 100"),
    (
        MEAN,
        "less",
        "90 110",
        "50% - 1% for each percent above the mean, from 0 to 1",
        "50% - 1% x 100 x (90 - 100) / 100",
    ),
    (
        MEAN_FREE,
        "more",
        "10 11 100",
        "50% + 1% for each percent above the mean",
        "50% + 1% x 100 x (10 - 40.333333333...) / 40.333333333...",
    ),
    (MEAN, "less", "0 0", "all are 0 and at the mean", "50%"),
    (
        MEDIAN,
        "less",
        "90 100 130",
        "50% - 1% for each percent above the median, from 0 to 1",
        "50% - 1% x 100 x (90 - 100) / 100",
    ),
    (MEDIAN, "less", "0", "at the median, which is 0", "50%"),
    (MEDIAN, "less", "10 0 0", "above a median of 0: no marks", "10 > 0"),
    (MEDIAN, "more", "10 0 0", "above a median of 0: full marks", "10 > 0"),
    (LOG, "less", "200 100", "1 - log(this / lowest) / log(4), not below 0", "1 - log(200 / 100) / log(4)"),
    (BANDS, "less", "5", "band 1 earns 100%", "5 < 10"),
    (BANDS, "less", "10", "band 2 earns 60%", "10 <= 10 < 20"),
    (BANDS, "less", "1000", "band 3 earns 0%", "20 <= 1,000"),
    (HIGHEST, "more", "25 50", "this / highest", "25 / 50"),
    (TARGET, "less", "100", "target / this, not above 1", "80 / 100"),
    (TARGET, "less", "64", "target / this, not above 1", "80 / 64 = 1.25, so 1"),
    (TARGET, "less", "0", "an offer of zero is below the target: full marks", "-"),
    (TARGET, "more", "20", "this / target, not above 1", "20 / 80"),
]


@pytest.mark.parametrize(("settings", "better", "values", "rule", "substituted"), WORDS)
def test_the_working_can_be_followed(
    settings: dict[str, object], better: str, values: str, rule: str, substituted: str
) -> None:
    first = score(settings, numbers(values), better)[0]
    assert (first.rule, first.substituted) == (rule, substituted)


KEYS: dict[type[ast.operator], Callable[[Fraction, Fraction], Fraction]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
}


def calculator(text: str) -> Fraction:
    """What a calculator makes of a substituted rule."""
    text = re.sub(r"(?<=\d),(?=\d{3})", "", text).replace("%", " / 100").replace(" x ", " * ").replace("^", "**")
    return _value(ast.parse(text, mode="eval").body, text)


def _value(node: ast.AST, text: str) -> Fraction:
    if isinstance(node, ast.Constant):
        return F(ast.get_source_segment(text, node) or "")
    if isinstance(node, ast.UnaryOp):
        return -_value(node.operand, text)
    assert isinstance(node, ast.BinOp)
    left, right = _value(node.left, text), _value(node.right, text)
    if isinstance(node.op, ast.Pow):
        return F(left**right.numerator) if right.denominator == 1 else power(left, right, 12)
    return KEYS[type(node.op)](left, right)


CALCULABLE = re.compile(r"[-+x/^()%0-9,. ]+")


def check_with_a_calculator(working: Working) -> bool:
    """Whether the substituted rule could be keyed in, and then that it comes to the value."""
    typed, _, kept = working.substituted.partition(" = ")
    if kept or not CALCULABLE.fullmatch(typed) or "..." in typed or re.match("band|.*(full|no) marks", working.rule):
        return False
    assert calculator(typed) == working.value
    return True


def test_a_calculator_comes_to_the_same_values() -> None:
    followed = set()
    for settings, better, values, _ in EXACT:
        if "precision" not in settings:
            for working in score(settings, numbers(values), better):
                if check_with_a_calculator(working):
                    followed.add(settings["formula"])
    assert followed == set(FORMULAS) - {"logarithmic", "bands"}
