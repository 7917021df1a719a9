"""The formulas that turn a price or a measured offer into a share of the weight, one file each.

Each file is pure arithmetic over exact fractions; which bids are in the reference set, weights and
rounding are the engine's business.
"""

from __future__ import annotations

import inspect
from fractions import Fraction
from typing import Any, Protocol

from svscore.scoring.formulas import (
    bands,
    base_amount,
    bilinear,
    fixed_range,
    highest_ratio,
    linear_to_zero,
    logarithmic,
    lowest_ratio,
    mean_deviation,
    median_deviation,
    min_max,
    percent_over_lowest,
    power,
    share_of_sum,
    target,
)
from svscore.scoring.formulas.reference import Reference
from svscore.scoring.result import Working


class FormulaModule(Protocol):
    """What a file of this folder provides."""

    NAME: str
    IS_RELATIVE: bool
    """Whether a bid's share depends on the other bids; under ``power`` only with two of its curves."""
    BETTER: tuple[str, ...]
    """Which of ``less`` and ``more`` it can reward."""

    def refuses(self, value: Fraction, settings: Any) -> str | None:
        """What must hold of a number the formula can use, or ``None`` when ``value`` is fine."""

    def share(self, value: Fraction, reference: Reference, settings: Any, better: str) -> Working:
        """The share of the weight ``value`` earns beside the reference values.

        A relative formula's reference values are never empty, are none it refuses, and hold ``value`` itself.
        """


FORMULAS: dict[str, FormulaModule] = {
    module.NAME: module
    for module in (
        lowest_ratio,
        percent_over_lowest,
        linear_to_zero,
        share_of_sum,
        min_max,
        fixed_range,
        base_amount,
        power,
        bilinear,
        mean_deviation,
        median_deviation,
        logarithmic,
        bands,
        highest_ratio,
        target,
    )
}


def page(name: str) -> str:
    """The user's page of a formula: what its file says of it, without the doctest.

    Raises:
        KeyError: there is no formula of that name.
    """
    return inspect.cleandoc(FORMULAS[name].__doc__ or "").partition(">>>")[0].rstrip()
