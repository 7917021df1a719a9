"""The marks of a scale must be distinct, and each must earn a known share from 0 to 100 percent.

A mark earns its `share`, or the mark divided by the scale's highest. So a letter or word needs a
`share`, and a scale whose highest mark is 0 gives nobody anything to divide by. Marks are compared
without case, and numbers as numbers: `4` and `4.0` are the same mark. A mark is what an evaluator types in a
cell, without quotation marks, spaces or unseen characters around it.

Why it matters: a cell that holds an ambiguous mark cannot be turned into a score.

Fails:

    scales:
      tiers: [{mark: A, share: 100}, {mark: B}, {mark: a, share: 0}]
    criteria:
      - {id: quality, title: Quality, weight: 100, scale: tiers}

Passes:

    scales:
      tiers: [{mark: A, share: 100}, {mark: B, share: 60}, {mark: C, share: 0}]
    criteria:
      - {id: quality, title: Quality, weight: 100, scale: tiers}
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from svscore.framework.fields import number_text
from svscore.framework.model import Framework, Path, Scale, ScaleLevel
from svscore.lint.cell_text import unmatchable
from svscore.lint.finding import Finding
from svscore.lint.levels import mark_key
from svscore.problem import Severity

CODE = "SV108"
NAME = "scale-marks"
SEVERITY = Severity.ERROR


def check(framework: Framework) -> Iterator[Finding]:
    """Each mark that is ambiguous or earns nothing that is known."""
    for name, scale in framework.scales.items():
        first: dict[str | Fraction, Path] = {}
        for index, level in enumerate(scale):
            path = ("scales", name, index, "mark")
            if (same := first.setdefault(mark_key(level), path)) != path:
                yield Finding(path, f"mark {level.mark!r} stands twice in scale {name!r}", "keep one", first=same)
            if unlike := unmatchable(level.mark):
                why, typed = unlike
                message = f"no cell matches the mark {level.mark!r} of scale {name!r}: {why}"
                yield Finding(path, message, f'write `mark: "{typed}"`' if typed else "type the published mark again")
            yield from _share(name, index, level, scale)


def _share(name: str, index: int, level: ScaleLevel, scale: Scale) -> Iterator[Finding]:
    path: Path = ("scales", name, index)
    if level.share is not None:
        if not 0 <= level.share <= 100:
            yield Finding((*path, "share"), f"found {number_text(level.share)}, expected a share from 0 to 100")
    elif level.number is None:
        found = f"mark {level.mark!r} is no number and has no share"
        yield Finding((*path, "mark"), found, "add `share: ...`, the percent of the weight it earns")
    elif level.number < 0:
        yield Finding((*path, "mark"), f"mark {level.mark} is below 0 and has no share", "add `share: ...`")
    elif index == 0 and max(each.number or Fraction(0) for each in scale) <= 0:
        yield Finding(("scales", name), f"the highest mark of {name!r} is 0", "give each mark a `share`")
