"""The page of every code: what `svscore check --explain CODE` prints."""

from __future__ import annotations

from inspect import cleandoc

from svscore.framework.cut_text import CUT_TEXT
from svscore.lint import ignores, structure
from svscore.lint.rules import RULES
from svscore.problem import Severity

PAGES = structure.PAGES | ignores.PAGES
"""Name and text of the codes that are not a rule's."""


def codes() -> list[str]:
    """Every code with a page, in order."""
    return sorted((*PAGES, *RULES))


def page(code: str) -> str:
    """What a code means, why it matters, and a snippet of a file that fails and one that passes.

    Raises:
        KeyError: no such code.
    """
    wanted = code.upper()
    if wanted in RULES:
        rule = RULES[wanted]
        return _titled(rule.CODE, rule.NAME, rule.SEVERITY, rule.__doc__ or "")
    name, text = PAGES[wanted]
    return _titled(wanted, name, Severity.WARNING if wanted in (*ignores.PAGES, CUT_TEXT) else Severity.ERROR, text)


def _titled(code: str, name: str, severity: Severity, text: str) -> str:
    return f"{code} {name} ({severity})\n\n{cleandoc(text)}\n"
