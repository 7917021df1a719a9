"""Values of the National TOMs and of the UK Social Value Bank are not ours to pass on in a file.

Both are under Creative Commons BY-NC-ND: the TOMs (Social Value Portal) for the framework and its values; the bank
(HACT) waives it for some users, and never for values inside a tool, product or service.

Why it matters: a model in a public repository is a copy of what it holds. Whoever has a licence can load the values
from a file of their own that `extends` the published model.

Fails:

    criteria:
      - {id: quality, title: Quality, weight: 90, minimum: 50%, points: {max: 10}}
      - id: jobs
        title: Local jobs
        weight: 10
        quantity:
          unit: FTE
          formula: target
          target: 100000
          proxy: {value: 1, edition: "2022", licence: CC BY-NC-ND 4.0, source: National TOMs}

Passes:

    criteria:
      - {id: quality, title: Quality, weight: 90, minimum: 50%, points: {max: 10}}
      - id: jobs
        title: Local jobs
        weight: 10
        quantity:
          unit: FTE
          formula: target
          target: 100000
          proxy: {value: 1, edition: "2025", licence: Open Government Licence 3.0, source: the council}

To silence it, on the line of the proxy: `# svscore: ignore SV220 because this file is not published`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from svscore.framework.model import Framework
from svscore.lint.finding import Finding
from svscore.problem import Severity

CODE = "SV220"
NAME = "licensed-proxy"
SEVERITY = Severity.WARNING

_LICENSED = re.compile(
    r"\bTOMs\b|\bTOM System\b|\bHACT\b|social value (portal|bank)|\bNC[- ]ND\b|non-?commercial|\bno-?derivatives",
    re.IGNORECASE,
)


def check(framework: Framework) -> Iterator[Finding]:
    """Each proxy value that is somebody else's to pass on."""
    for path, leaf in framework.walk():
        proxy = leaf.offer.proxy if leaf.offer else None
        words = " ".join(text for text in (proxy.source, proxy.licence, proxy.edition) if text) if proxy else ""
        if named := _LICENSED.search(words):
            found = f"the proxy value of {leaf.id!r} is under a licence that forbids passing it on ({named[0]})"
            hint = "keep the value in a file of your own, and publish the model without it"
            yield Finding((*path, leaf.kind, "proxy"), found, hint)
