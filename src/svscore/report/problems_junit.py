"""Lists of problems as JUnit XML, which most CI servers show beside their test results."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections.abc import Collection, Sequence

from svscore.problem import Problem, Severity
from svscore.report.untrusted import visible

SUITE = "svscore check"

_NOT_XML = str.maketrans("\ufffe\uffff", "\ufffd\ufffd")
"""The two characters no XML document may hold that can still be seen."""


def junit(problems: Sequence[Problem], files: Sequence[str], fails: Collection[Severity]) -> str:
    """One test case for each problem, and one that passes for each file without any.

    ``fails`` says which severities are failures; problems of others pass and are in the output of
    their case, so that a server counts as the exit code does.
    """
    broken = {problem.location.source for problem in problems}
    clean = [file for file in files if file not in broken]
    failures = sum(problem.severity in fails for problem in problems)
    counts = {"tests": str(len(problems) + len(clean)), "failures": str(failures), "errors": "0", "skipped": "0"}
    root = ET.Element("testsuites", {"name": SUITE, **counts})
    suite = ET.SubElement(root, "testsuite", {"name": SUITE, **counts})
    for problem in problems:
        _add_case(suite, problem, is_failure=problem.severity in fails)
    for file in clean:
        ET.SubElement(suite, "testcase", {"classname": _shown(file), "name": "nothing wrong"})
    ET.indent(root)
    return '<?xml version="1.0" encoding="utf-8"?>\n' + ET.tostring(root, encoding="unicode") + "\n"


def _shown(text: str) -> str:
    return visible(text).translate(_NOT_XML)


def _add_case(suite: ET.Element, problem: Problem, *, is_failure: bool) -> None:
    """A case named by place and code: GitLab takes only the first failure of each."""
    where = problem.location
    case = ET.SubElement(suite, "testcase", {"classname": _shown(where.source), "name": _shown(f"{problem}")})
    if where.row and not where.sheet:
        case.attrib |= {"file": _shown(where.source), "line": str(where.row)}
    text = "\n".join(_shown(line) for line in (f"{problem}", f"hint: {problem.hint}" if problem.hint else "") if line)
    if is_failure:
        ET.SubElement(case, "failure", {"type": problem.code, "message": _shown(problem.message)}).text = text
    else:
        ET.SubElement(case, "system-out").text = text
