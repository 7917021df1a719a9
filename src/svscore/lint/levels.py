"""What each mark of a scale earns."""

from __future__ import annotations

from fractions import Fraction

from svscore.framework.model import Scale


def shares(scale: Scale) -> list[Fraction] | None:
    """The part of the weight each mark earns, 0 to 1, in file order; ``None`` where that is not known."""
    numbers = [level.number for level in scale if level.number is not None]
    highest = max(numbers, default=Fraction(0))
    found = []
    for level in scale:
        if level.share is not None:
            found.append(level.share / 100)
        elif level.number is None or highest <= 0:
            return None
        else:
            found.append(level.number / highest)
    return found
