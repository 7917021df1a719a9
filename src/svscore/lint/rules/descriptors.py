"""Every mark of a scale says what earns it, and no two say the same.

A mark without a descriptor is found in models that procurements use; two marks with the same descriptor in any.

Why it matters: evaluators who do not know what a mark means mark on their own scale. In Letting International v
Newham [2008] EWHC 1583 (QB) full compliance earned 3 of 5, and nobody had been told. Section 23 of the
Procurement Act 2023 asks for a description of how tenders are assessed.

Fails:

    scales:
      five-point:
        - {mark: 0, descriptor: Nothing relevant.}
        - {mark: 1, descriptor: Meets the requirement.}
        - {mark: 2, descriptor: meets the requirement}

Passes:

    scales:
      five-point:
        - {mark: 0, descriptor: Nothing relevant.}
        - {mark: 1, descriptor: Meets the requirement in part.}
        - {mark: 2, descriptor: Meets the requirement.}

To silence it, on the line of the scale's name or of the mark:
`# svscore: ignore SV208 because the descriptors stand in annex B`.
"""

from __future__ import annotations

from collections.abc import Iterator

from svscore.framework.model import Framework, Path, Scale
from svscore.lint.finding import Finding
from svscore.problem import Severity

CODE = "SV208"
NAME = "descriptors"
SEVERITY = Severity.WARNING
PUBLISHED = "add the published descriptors; where there are none, or two alike, say so in a comment"


def check(framework: Framework) -> Iterator[Finding]:
    """Each scale in use without descriptors, and each descriptor that stands twice."""
    used = {leaf.scale for leaf in framework.leaves()}
    for name, scale in framework.scales.items():
        bare = [level.mark for level in scale if not level.descriptor]
        if bare and name in used and framework.status != "illustrative":
            found = f"{_marks(bare, scale)} of scale {name!r} {'has' if len(bare) == 1 else 'have'} no descriptor"
            yield Finding(("scales", name), found, "say what earns the mark, with `descriptor: ...`", (("status",),))
        yield from _twice(name, scale)


def _marks(bare: list[str], scale: Scale) -> str:
    if len(bare) == len(scale):
        return "the marks"
    return ("mark " if len(bare) == 1 else "marks ") + ", ".join(bare)


def _twice(name: str, scale: Scale) -> Iterator[Finding]:
    first: dict[str, Path] = {}
    for index, level in enumerate(scale):
        path: Path = ("scales", name, index, "descriptor")
        words = " ".join((level.descriptor or "").casefold().split()).rstrip(".")
        if words and (same := first.setdefault(words, path)) != path:
            found = f"the descriptor of mark {level.mark} is that of another mark of scale {name!r}"
            yield Finding(path, found, "say what sets the two apart", first=same)
