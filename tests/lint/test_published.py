"""Nobody is told to change a rule that bids were, or are, assessed by."""

import re
from pathlib import Path

import pytest

from svscore.lint import check_file
from svscore.lint.rules import RULES
from tests.lint.test_pages import WHOLE, snippet

COMPLETING = {"SV219", "SV220", "SV221", "SV227", "SV230", "SV301"}
"""Codes whose hint changes no rule: it completes what the file says of itself."""
CHANGE = re.compile(r"^(write|delete|drop|give|lower|raise|let|keep one|publish|even|ask it|take the criteria)\b")
"""How a hint begins that asks for another rule."""


def hints(text: str, status: str, code: str, folder: Path) -> list[str]:
    keys = set(re.findall(r"^([a-z-]+):", text, re.MULTILINE))
    rest = "".join(lines for key, lines in WHOLE.items() if key not in keys | {"status"})
    path = folder / "framework.yaml"
    own = re.sub(r"^status: .*\n", "", text, flags=re.MULTILINE)
    path.write_text(f"{rest}status: {status}\n{own}", "utf-8")
    return [problem.hint for problem in check_file(path) if problem.code == code]


@pytest.mark.parametrize("status", ["published", "reconstructed"])
@pytest.mark.parametrize("code", [code for code in RULES if code >= "SV2" and code not in ("SV222", "SV301")])
def test_a_hint_never_changes_a_published_model(code: str, status: str, tmp_path: Path) -> None:
    found = hints(snippet(code, "Fails"), status, code, tmp_path)
    assert found
    assert not [hint for hint in found if CHANGE.match(hint)] or code in COMPLETING
    published = getattr(RULES[code], "PUBLISHED", None)
    assert (set(found) == {published}) if published else code in COMPLETING


@pytest.mark.parametrize("code", ["SV201", "SV203", "SV206", "SV212", "SV218"])
def test_a_draft_is_told_what_to_change(code: str, tmp_path: Path) -> None:
    found = hints(snippet(code, "Fails"), "illustrative", code, tmp_path)
    assert found
    assert RULES[code].PUBLISHED not in found  # type: ignore[attr-defined]


@pytest.mark.parametrize("code", [code for code in RULES if hasattr(RULES[code], "PUBLISHED")])
def test_what_to_do_with_a_published_rule_is_said_in_short_words(code: str) -> None:
    hint = RULES[code].PUBLISHED  # type: ignore[attr-defined]
    assert not CHANGE.match(hint)
    assert len(hint.split()) <= 25


@pytest.mark.parametrize("status", ["published", "reconstructed", "illustrative"])
@pytest.mark.parametrize("weight", [10, 12, 15, 19, "19.99"])
def test_a_value_that_is_not_said_is_asked_for_whatever_the_status(weight: object, status: str, tmp_path: Path) -> None:
    text = f"""regime: pa-2023
commenced: 2027-01-01
total: 200
criteria:
  - {{id: social-value, title: Social value, weight: {weight}, points: {{max: 10}}}}
  - {{id: quality, title: Quality, weight: {200 - float(str(weight)):g}, minimum: 50%, points: {{max: 10}}}}
"""
    assert hints(text, status, "SV216", tmp_path) == ["say the estimated value with VAT as `value: ...`"]
