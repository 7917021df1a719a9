"""The page of every code: what `svscore check --explain CODE` prints."""

from __future__ import annotations

from inspect import cleandoc

from svscore.lint.rules import RULES
from svscore.lint.structure import PAGES
from svscore.problem import Location, Problem, Severity, SvscoreError, did_you_mean


def codes() -> list[str]:
    """Every code with a page, in order."""
    return sorted((*PAGES, *RULES))


def page(code: str) -> str:
    """What a code means, why it matters, and a snippet of a file that fails and one that passes.

    Raises:
        SvscoreError: no such code.
    """
    wanted = code.upper()
    if wanted in RULES:
        rule = RULES[wanted]
        return _titled(rule.CODE, rule.NAME, rule.SEVERITY, rule.__doc__ or "")
    if wanted in PAGES:
        name, text = PAGES[wanted]
        return _titled(wanted, name, Severity.ERROR, text)
    hint = did_you_mean(wanted, codes())
    raise SvscoreError([Problem(Location(code), "SV008", f"no page for {code!r}", hint)])


def _titled(code: str, name: str, severity: Severity, text: str) -> str:
    return f"{code} {name} ({severity})\n\n{cleandoc(text)}\n"
