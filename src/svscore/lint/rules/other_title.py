"""A criterion taken from a menu keeps the menu's title.

`use` takes the words of a published item; a `title` beside it puts others in their place.

Why it matters: bidders and auditors find the policy outcome by its published name. PPN 06/20 discourages changes to
its wording (secondary); under PPN 002 question and criteria may be refined, which `question` and `look-for` are for.

A criterion `use: ppn-06-20/wellbeing` with `title: Staff happiness` is reported; without the title, or with the
menu's own, it is not.

To silence it, on the line of the title: `# svscore: ignore SV222 because the invitation calls it so`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from svscore.framework.model import Framework
from svscore.framework.resolve import Use
from svscore.lint.finding import Finding
from svscore.problem import Problem, Severity

CODE = "SV222"
NAME = "other-title"
SEVERITY = Severity.WARNING
PUBLISHED = "compare the title with the documents; where it is so, say that in a comment"


def check(framework: Framework) -> Iterator[Finding]:  # noqa: ARG001 - a resolved model no longer knows
    """Nothing: what a criterion was taken from is known only while files are put together."""
    yield from ()


def check_uses(retitled: Iterable[Use]) -> Iterator[Problem]:
    """Each criterion whose title is not that of the item it uses; case and spaces do not count."""
    for use in retitled:
        if use.title.casefold().split() != use.menu_title.casefold().split():
            found = f"title {use.title!r} is not that of {use.name!r}, {use.menu_title!r}"
            yield Problem(use.location, CODE, found, "delete the title, or take another item", SEVERITY)
