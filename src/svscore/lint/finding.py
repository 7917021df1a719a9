"""What a rule finds: a place in the definition, what is wrong there, and what to do."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from svscore.framework.model import Framework, Path
from svscore.lint.menus import UsedMenu
from svscore.problem import Severity


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing a rule objects to."""

    path: Path
    """Where it shows: the value there, or the key of a mapping or list."""
    message: str
    hint: str = ""
    needs: tuple[Path, ...] = ()
    """What else the claim rests on: when the file is broken at one of these, it is not made."""
    first: Path | None = None
    """Where the same thing stands already, for the message."""
    completes: bool = False
    """Whether the hint only completes what the file says of itself, so that it holds for a published model, too."""


class Rule(Protocol):
    """What a rule's file provides; its docstring is the page the user reads.

    A rule whose hint is a change to the model also has ``PUBLISHED``, the hint for a model that is published or
    reconstructed: nobody may change that one.
    """

    CODE: str
    NAME: str
    SEVERITY: Severity
    __doc__: str | None

    def check(self, framework: Framework) -> Iterator[Finding]:
        """Everything in the framework the rule objects to."""


class MenuRule(Rule, Protocol):
    """A rule that also looks at the menus criteria were taken from."""

    def check_with_menus(self, framework: Framework, menus: Sequence[UsedMenu]) -> Iterator[Finding]:
        """Everything in the framework the rule objects to, as it takes criteria from ``menus``."""
