"""A minimum must be something a bid can reach.

Of a criterion with a scale it is a mark that is on the scale, of points a number up to `max`, of a
group points it can earn; of each of them, and of a price or quantity, it may be a percent up to 100%.
`above` must leave room above it. A gate has no minimum: it is one.

Why it matters: a minimum nobody can reach excludes every bid, and one between two marks was
never a real threshold.

Fails:

    criteria:
      - {id: quality, title: Quality, weight: 70, minimum: 5, scale: five-point}
      - {id: price, title: Price, weight: 30, price: {formula: lowest-ratio}}

Passes:

    criteria:
      - {id: quality, title: Quality, weight: 70, minimum: 2, scale: five-point}
      - {id: price, title: Price, weight: 30, price: {formula: lowest-ratio}}
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from svscore.exact import parse_number
from svscore.framework.fields import number_text
from svscore.framework.levels import MOST_SCALES
from svscore.framework.model import Criterion, Framework, Minimum, Path, Scale
from svscore.framework.once import once_for_each
from svscore.lint.finding import Finding
from svscore.lint.levels import mark_key
from svscore.lint.weighting import points_available
from svscore.problem import Severity, named

CODE = "SV109"
NAME = "impossible-minimum"
SEVERITY = Severity.ERROR


def check(framework: Framework) -> Iterator[Finding]:
    """Each minimum no bid can reach, or that means nothing."""
    points = points_available(framework)
    for path, criterion in framework.walk():
        minimum = criterion.minimum
        if minimum is None or len(criterion.kinds) != 1:
            continue
        needs = ((*path, "minimum"), (*path, criterion.kind), *_weights(path), ("total",), ("weights",))
        if (minimum.at_least is None) == (minimum.above is None):
            found = f"minimum of {criterion.id!r} has {'both' if minimum.above else 'neither'} at-least and above"
            yield Finding((*path, "minimum"), found, "give exactly one of the two", needs=needs)
            continue
        key = "at-least" if minimum.above is None else "above"
        if problem := _objection(criterion, minimum, framework, points[path]):
            scale = (("scales", criterion.scale),) if criterion.scale else ()
            yield Finding((*path, "minimum", key), *problem, needs=(*needs, *scale))


def _weights(path: Path) -> Iterator[Path]:
    """The weights that decide what the criterion at ``path`` can earn."""
    return ((*path[:length], "weight") for length in range(2, len(path) + 1, 2))


def _objection(
    criterion: Criterion, minimum: Minimum, framework: Framework, points: Fraction
) -> tuple[str, str] | None:
    """What is wrong with the threshold and what to do; ``None`` when it is fine."""
    bound = minimum.bound
    if criterion.gate is not None:
        return f"{criterion.id!r} is a gate, which has no minimum", "delete the minimum"
    if bound.endswith("%"):
        return _beyond(minimum, _number(bound[:-1]), Fraction(100), "%")
    if criterion.scale is not None:
        scale = framework.scales.get(criterion.scale)
        return _off_scale(minimum, scale, criterion.scale) if scale else None
    if criterion.offer is not None:
        return f"found {bound!r} as minimum of a {criterion.kind}, expected a percent", "like 50%"
    most = criterion.points.max if criterion.points else points
    return _beyond(minimum, _number(bound), most, "")


def _number(text: str) -> Fraction | None:
    try:
        return parse_number(text)
    except ValueError:
        return None


def _beyond(minimum: Minimum, bound: Fraction | None, most: Fraction, unit: str) -> tuple[str, str] | None:
    if bound is None or bound < 0:
        return f"found the minimum {minimum.bound!r}, expected a number from 0 to {number_text(most)}{unit}", ""
    if bound > most:
        return f"minimum {minimum.bound} is more than the {number_text(most)}{unit} that can be scored", ""
    if bound == most and minimum.above is not None:
        return f"nothing is above {minimum.bound}, the most that can be scored", "write `at-least`, or less"
    return None


def _off_scale(minimum: Minimum, scale: Scale, name: str) -> tuple[str, str] | None:
    bound = _number(minimum.bound)
    wanted = minimum.bound.strip().casefold() if bound is None else bound
    worth = _worth_by_mark(scale)
    if wanted not in worth:
        marks = named([level.mark for level in scale])
        return f"minimum {minimum.bound!r} is not on the scale {name!r}", f"its marks are {marks}; or write a percent"
    if minimum.above is not None and worth[wanted] == _most_worth(scale):
        return f"nothing on the scale {name!r} is above {minimum.bound!r}", "write `at-least`, or a lower mark"
    return None


@once_for_each(MOST_SCALES)
def _worth_by_mark(scale: Scale) -> dict[str | Fraction, Fraction]:
    """The share of each mark, or the mark where it has none; of two that are one mark the first."""
    worth: dict[str | Fraction, Fraction] = {}
    for level in scale:
        worth.setdefault(mark_key(level), level.share if level.share is not None else level.number or Fraction(0))
    return worth


@once_for_each(MOST_SCALES)
def _most_worth(scale: Scale) -> Fraction:
    return max(_worth_by_mark(scale).values())
