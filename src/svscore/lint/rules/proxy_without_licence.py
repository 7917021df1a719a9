"""A value in pounds for a measure says whose it is, of which edition, under which licence.

Why it matters: proxy values change from year to year (that of a tonne of carbon in the National TOMs rose from about
70 to 244.63 pounds, as a public repository records), so a value without an edition cannot be checked. And the best
known lists may be used, but not passed on.

Fails:

    criteria:
      - {id: quality, title: Quality, weight: 90, minimum: 50%, points: {max: 10}}
      - id: time
        title: Volunteering
        weight: 10
        quantity: {unit: hours, formula: target, target: 1000, proxy: {value: 10}}

Passes:

    criteria:
      - {id: quality, title: Quality, weight: 90, minimum: 50%, points: {max: 10}}
      - id: time
        title: Volunteering
        weight: 10
        quantity:
          {unit: hours, formula: target, target: 1000, proxy: {value: 10, edition: "2025", licence: our own}}

To silence it, on the line of the proxy: `# svscore: ignore SV219 because the value is made up for this example`.
"""

from __future__ import annotations

from collections.abc import Iterator

from svscore.framework.model import Framework
from svscore.lint.finding import Finding
from svscore.problem import Severity

CODE = "SV219"
NAME = "proxy-without-licence"
SEVERITY = Severity.WARNING


def check(framework: Framework) -> Iterator[Finding]:
    """Each proxy value without an edition or a licence."""
    for path, leaf in framework.walk():
        proxy = leaf.offer.proxy if leaf.offer else None
        missing = [key for key in ("edition", "licence") if proxy and not getattr(proxy, key)]
        if missing:
            found = f"the proxy value of {leaf.id!r} has no {' and no '.join(missing)}"
            hint = "say which edition the value is from and who lets you use it"
            place = (*path, leaf.kind, "proxy")
            yield Finding(place, found, hint, needs=tuple((*place, key) for key in missing))
