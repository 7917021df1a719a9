"""A plain number as the minimum of a section means points, where it looks like a mark.

`minimum: 2` of a criterion with a scale is the mark 2. Of a section it is 2 of the points the section can earn,
which is next to nothing where the section weighs 60. The warning comes where the number is a mark on the scale of
every criterion in the section.

Why it matters: `2 or better in every question` becomes 2 points of 60, and no bid is ever below it.

Fails:

    criteria:
      - id: quality
        title: Quality
        weight: 60
        minimum: 2
        criteria:
          - {id: method, title: Method, weight: 50, scale: five-point}
          - {id: team, title: Team, weight: 50, scale: five-point}
      - {id: price, title: Price, weight: 40, price: {formula: lowest-ratio}}

Passes:

    criteria:
      - id: quality
        title: Quality
        weight: 60
        minimum: 50%
        criteria:
          - {id: method, title: Method, weight: 50, scale: five-point, minimum: 2}
          - {id: team, title: Team, weight: 50, scale: five-point, minimum: 2}
      - {id: price, title: Price, weight: 40, price: {formula: lowest-ratio}}

To silence it, on the line of the minimum: `# svscore: ignore SV233 because the documents say 2 points`.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from svscore.exact import parse_number
from svscore.framework.fields import number_text
from svscore.framework.levels import levels_of
from svscore.framework.model import Criterion, Framework
from svscore.lint.finding import Finding
from svscore.lint.weighting import points_available
from svscore.problem import Severity

CODE = "SV233"
NAME = "points-minimum"
SEVERITY = Severity.WARNING
PUBLISHED = (
    "look in the documents whether points or a mark are meant; a percent or the criteria's own minimum says "
    "either plainly"
)


def check(framework: Framework) -> Iterator[Finding]:
    """Each minimum of a section that is a mark of every scale in it."""
    points = points_available(framework)
    for path, section in framework.walk():
        minimum = section.minimum
        if section.criteria is None or minimum is None:
            continue
        bound = _number(minimum.bound)
        if bound is None or not bound or not _is_a_mark_everywhere(framework, section, bound):
            continue
        key = "at-least" if minimum.above is None else "above"
        of_all = f"{minimum.bound} of its {number_text(points[path])} points"
        message = f"the minimum of {section.id!r} is {of_all}, and looks like a mark"
        hint = "if a mark is meant, give each criterion in it that minimum; if points are, a percent says it plainly"
        needs = ((*path, "minimum"), (*path, "criteria"), ("scales",), ("weights",), ("total",))
        yield Finding((*path, "minimum", key), message, hint, needs=needs)


def _is_a_mark_everywhere(framework: Framework, section: Criterion, bound: Fraction) -> bool:
    """Whether every marked criterion of the section has the number on its scale; false where none is marked."""
    scales = [leaf.scale for leaf in _leaves(section) if leaf.scale is not None]
    is_marked_on_scales = all(leaf.points is None for leaf in _leaves(section)) and bool(scales)
    return is_marked_on_scales and all(
        scale in framework.scales and bound in levels_of(framework.scales[scale]).by_mark for scale in scales
    )


def _leaves(criterion: Criterion) -> Iterator[Criterion]:
    if criterion.criteria is None:
        yield criterion
    for part in criterion.criteria or ():
        yield from _leaves(part)


def _number(text: str) -> Fraction | None:
    try:
        return parse_number(text)
    except ValueError:
        return None  # a percent
