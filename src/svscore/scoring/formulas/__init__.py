"""The formulas that turn a price or a measured offer into a share of the weight, one file each.

Each file is pure arithmetic over exact fractions; which bids are in the reference set, weights and
rounding are the engine's business.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any, Protocol

from svscore.scoring.formulas import lowest_ratio
from svscore.scoring.result import Working


class FormulaModule(Protocol):
    """What a file of this folder provides."""

    NAME: str
    IS_RELATIVE: bool
    """Whether a bid's share depends on the other bids."""
    BETTER: tuple[str, ...]
    """Which of ``less`` and ``more`` it can reward."""

    def refuses(self, value: Fraction, settings: Any) -> str | None:
        """What must hold of a number the formula can use, or ``None`` when ``value`` is fine."""

    def share(self, value: Fraction, reference: Sequence[Fraction], settings: Any, better: str) -> Working:
        """The share of the weight ``value`` earns beside the reference values (never empty)."""


FORMULAS: dict[str, FormulaModule] = {module.NAME: module for module in (lowest_ratio,)}
