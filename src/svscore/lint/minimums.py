"""What a minimum asks for, as a part of what can be earned."""

from __future__ import annotations

from fractions import Fraction

from svscore.exact import parse_number
from svscore.framework.model import Criterion, Framework
from svscore.lint.levels import shares
from svscore.lint.rules.scale_marks import mark_key


def share_needed(criterion: Criterion, framework: Framework, points: Fraction) -> Fraction | None:
    """The part of its points, 0 to 1, that the minimum of a criterion asks for.

    ``points`` is what the criterion can earn. ``None`` where there is no minimum, or none that means anything.
    """
    bound = criterion.minimum.bound if criterion.minimum else ""
    try:
        if bound.endswith("%"):
            return parse_number(bound[:-1]) / 100
        wanted: str | Fraction = parse_number(bound)
    except ValueError:
        wanted = bound.strip().casefold()
    if criterion.scale is not None:
        scale = framework.scales.get(criterion.scale, ())
        return dict(zip(map(mark_key, scale), shares(scale) or (), strict=False)).get(wanted)
    most = criterion.points.max if criterion.points else points
    return wanted / most if isinstance(wanted, Fraction) and most else None
