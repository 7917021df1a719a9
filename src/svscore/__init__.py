"""Scores bids under published evaluation models: exact, repeatable, every number explained.

The names below are the library; each is imported when it is first asked for, so that
``import svscore`` costs nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from svscore.bids import Bid, Competition
    from svscore.framework.change import Changes
    from svscore.framework.load import Loaded
    from svscore.framework.model import Framework
    from svscore.lint import check_file, checked_framework
    from svscore.problem import Location, Problem, Severity, SvscoreError
    from svscore.scoring.engine import score
    from svscore.scoring.result import Result
    from svscore.workbook import read_bids

__version__ = "0.1.0"
"""A constant: reading the installed package's metadata would cost 30 ms at every start."""

__all__ = [
    "Bid",
    "Changes",
    "Competition",
    "Framework",
    "Loaded",
    "Location",
    "Problem",
    "Result",
    "Severity",
    "SvscoreError",
    "__version__",
    "check_file",
    "checked_framework",
    "read_bids",
    "score",
]

_HOMES = {
    "Bid": "svscore.bids",
    "Changes": "svscore.framework.change",
    "Competition": "svscore.bids",
    "Framework": "svscore.framework.model",
    "Loaded": "svscore.framework.load",
    "Location": "svscore.problem",
    "Problem": "svscore.problem",
    "Result": "svscore.scoring.result",
    "Severity": "svscore.problem",
    "SvscoreError": "svscore.problem",
    "check_file": "svscore.lint",
    "checked_framework": "svscore.lint",
    "read_bids": "svscore.workbook",
    "score": "svscore.scoring.engine",
}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = globals()[name] = getattr(import_module(_HOMES[name]), name)
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
