"""Every code has a page, and its snippets do what they say."""

import re
from pathlib import Path

import pytest

from svscore.lint import check_file, codes, page
from svscore.problem import Severity

WHOLE = {
    "svscore": "svscore: 1\n",
    "id": "id: example\n",
    "title": "title: Example\n",
    "version": 'version: "1"\n',
    "regime": "regime: other\n",
    "status": "status: illustrative\n",
    "scales": "scales:\n  five-point: [{mark: 0}, {mark: 1}, {mark: 2}, {mark: 3}, {mark: 4}]\n",
    "criteria": "criteria:\n"
    "  - {id: quality, title: Quality, weight: 70, minimum: 50%, scale: five-point}\n"
    "  - {id: price, title: Price, weight: 30, price: {formula: lowest-ratio}}\n",
}
"""A framework without a problem, by key; a snippet takes the place of the keys it has."""

WITH_SNIPPETS = [code for code in codes() if "Fails:" in page(code)]
WITHOUT = {"SV003", "SV004", "SV006", "SV007", "SV013", "SV021", "SV022", "SV222"}
"""What no few lines of one file can show."""


def snippet(code: str, heading: str) -> str:
    """The snippet under a heading of a page."""
    found = re.search(rf"^{heading}:\n\n((?:    .*\n|\n)+)", page(code), re.MULTILINE)
    assert found, f"{code} has no snippet that {heading.lower()}"
    return re.sub(r"^    ", "", found[1], flags=re.MULTILINE).strip() + "\n"


def problems(text: str, folder: Path) -> dict[str, Severity]:
    """The codes found in a whole framework with the snippet's keys in it, each with its severity."""
    keys = set(re.findall(r"^([a-z-]+):", text, re.MULTILINE))
    rest = "".join(lines for key, lines in WHOLE.items() if key not in keys)
    path = folder / "framework.yaml"
    path.write_text(rest + text, "utf-8")
    return {problem.code: problem.severity for problem in check_file(path)}


def test_the_framework_around_the_snippets_is_a_draft_without_a_problem(tmp_path: Path) -> None:
    assert problems("", tmp_path) == {"SV301": Severity.NOTE}


@pytest.mark.parametrize("code", codes())
def test_a_page_names_the_code_and_says_why_it_matters(code: str) -> None:
    first, blank, claim, *rest = page(code).split("\n")
    assert re.fullmatch(rf"{code} [a-z0-9-]+ \((error|warning|note)\)", first)
    assert (blank, claim[-1]) == ("", ".")
    assert any(line.startswith("Why it matters: ") for line in rest)


def test_codes_are_errors_below_200_and_notes_from_300() -> None:
    for code in codes():
        level = "error" if int(code[2:]) < 200 else "warning" if int(code[2:]) < 300 else "note"
        assert f"({level})\n" in page(code)


def test_names_differ() -> None:
    names = [page(code).split()[1] for code in codes()]
    assert len(set(names)) == len(names)


def test_pages_without_snippets_are_those_that_cannot_have_any() -> None:
    assert set(codes()) - set(WITH_SNIPPETS) == WITHOUT


@pytest.mark.parametrize("code", WITH_SNIPPETS)
def test_the_snippet_that_fails_has_the_problem(code: str, tmp_path: Path) -> None:
    assert code in problems(snippet(code, "Fails"), tmp_path)


@pytest.mark.parametrize("code", WITH_SNIPPETS)
def test_the_snippet_that_passes_has_neither_the_problem_nor_an_error(code: str, tmp_path: Path) -> None:
    found = problems(snippet(code, "Passes"), tmp_path)
    assert code not in found
    assert Severity.ERROR not in found.values()


def test_a_code_may_be_written_small() -> None:
    assert page("sv101") == page("SV101")


def test_an_unknown_code_has_no_page() -> None:
    with pytest.raises(KeyError):
        page("SV999")


@pytest.mark.parametrize("code", [code for code in codes() if int(code[2:]) in range(200, 298)])
def test_the_page_of_a_warning_says_how_to_silence_it(code: str) -> None:
    assert re.search(
        rf"^To silence it[^`]*(`[a-z]+`[^`]*)*`# svscore: ignore {code} because .+`\.$",
        page(code),
        re.MULTILINE | re.DOTALL,
    )
