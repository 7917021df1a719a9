"""A criterion's scale must be one of the file's scales.

Why it matters: without the scale nobody knows which marks are permitted or what they earn.

Fails:

    scales:
      five-point: [{mark: 0}, {mark: 1}, {mark: 2}, {mark: 3}, {mark: 4}]
    criteria:
      - {id: quality, title: Quality, weight: 100, scale: four-point}

Passes:

    scales:
      five-point: [{mark: 0}, {mark: 1}, {mark: 2}, {mark: 3}, {mark: 4}]
    criteria:
      - {id: quality, title: Quality, weight: 100, scale: five-point}
"""

from __future__ import annotations

from collections.abc import Iterator

from svscore.framework.model import Framework
from svscore.lint.finding import Finding
from svscore.problem import Severity, hints_for

CODE = "SV104"
NAME = "unknown-scale"
SEVERITY = Severity.ERROR


def check(framework: Framework) -> Iterator[Finding]:
    """Each leaf that names a scale the file does not have."""
    hint_for = hints_for(framework.scales)
    for path, leaf in framework.walk():
        if leaf.scale is not None and leaf.scale not in framework.scales:
            yield Finding(
                (*path, "scale"),
                f"no scale {leaf.scale!r} under `scales`",
                hint_for(leaf.scale) or "list its marks under `scales`",
                needs=(("scales", leaf.scale),),
            )
