"""Lists of problems as SARIF, the format in which code hosts take what checkers find."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from urllib.parse import quote

from svscore import __version__
from svscore.problem import Location, Problem, Severity

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"

_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "note"}


def sarif(problems: Sequence[Problem]) -> str:
    """One run with a rule for each code that was found, and a result for each problem.

    Source: Static Analysis Results Interchange Format (SARIF) version 2.1.0, OASIS.
    """
    found = sorted({problem.code for problem in problems})
    driver = {"name": "svscore", "version": __version__, "rules": [_rule(code) for code in found]}
    results = [_result(problem, found.index(problem.code)) for problem in problems]
    run = {"tool": {"driver": driver}, "columnKind": "unicodeCodePoints", "results": results}
    return json.dumps({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}, indent=2) + "\n"


def _rule(code: str) -> dict[str, Any]:
    """A code with its page, for those that have one."""
    from svscore.lint import codes, page  # noqa: PLC0415 - other formats, and error messages, start without it

    if code not in codes():
        return {"id": code}
    title, _, text = page(code).partition("\n\n")
    name = title.split()[1]
    short = {"text": text.partition("\n\n")[0].replace("\n", " ")}
    return {"id": code, "name": name, "shortDescription": short, "help": {"text": text}}


def _result(problem: Problem, rule: int) -> dict[str, Any]:
    words = f"{problem.message}\n{problem.hint}" if problem.hint else problem.message
    if problem.location.sheet:
        words = f"{problem.location}: {words}"
    return {
        "ruleId": problem.code,
        "ruleIndex": rule,
        "level": _LEVELS[problem.severity],
        "message": {"text": words},
        "locations": [{"physicalLocation": _place(problem.location)}],
    }


def _place(where: Location) -> dict[str, Any]:
    place: dict[str, Any] = {"artifactLocation": {"uri": _uri(where.source)}}
    if where.row and not where.sheet:  # a cell of a sheet is no line of a text
        place["region"] = {"startLine": where.row, "startColumn": max(where.column, 1)}
    return place


def _uri(source: str) -> str:
    path = Path(source)
    return path.as_uri() if path.is_absolute() else quote(path.as_posix())
