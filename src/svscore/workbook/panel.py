"""Who marked: evaluators' names brought to one spelling and compared with the list."""

from __future__ import annotations

from collections.abc import Sequence

from svscore.bids import Evaluator
from svscore.problem import Location
from svscore.workbook import codes
from svscore.workbook.findings import Findings
from svscore.workbook.names import person_key, quote


class Panel:
    """The evaluators of a file: those listed, or, without a list, those who marked."""

    def __init__(self, listed: Sequence[Evaluator] | None, findings: Findings) -> None:
        self._found = {person_key(evaluator.name): evaluator for evaluator in listed or ()}
        self._is_listed = listed is not None
        self._findings = findings

    def name_of(self, text: str, at: Location) -> str:
        """The evaluator's name in its first spelling; somebody who is not on the list is said once."""
        key = person_key(text)
        if key not in self._found:
            if self._is_listed:
                hint = self._findings.did_you_mean(text, [evaluator.name for evaluator in self._found.values()])
                message = f"{quote(text)} is not on the sheet Evaluators; the marks were read"
                self._findings.warning(codes.UNKNOWN_EVALUATOR, at, message, hint)
            self._found[key] = Evaluator(text)
        return self._found[key].name

    def evaluators(self) -> tuple[Evaluator, ...]:
        """Everybody listed or met."""
        return tuple(self._found.values())
