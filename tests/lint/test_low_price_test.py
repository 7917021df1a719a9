"""A draft is told of the test of low prices it lacks; a published model is not."""

from pathlib import Path

import pytest

from svscore.framework.starter import starter
from svscore.lint import check_file
from svscore.problem import Severity

HEAD = 'svscore: 1\nid: example\ntitle: Example\nversion: "1"\nregime: other\nstatus: {}\n'
QUALITY = "  - {id: quality, title: Quality, weight: 100, minimum: 50%, points: {max: 10}}\n"
FEE = "  - {id: fee, title: Fee, price: {formula: none}}\n"
UNSCORED = "  - {id: price, title: Price, price: {formula: none}}\n"


def hints(folder: Path, status: str, text: str) -> list[str]:
    path = folder / "framework.yaml"
    path.write_text(HEAD.format(status) + text, "utf-8")
    return [problem.hint for problem in check_file(path) if problem.code == "SV301"]


@pytest.mark.parametrize(
    ("text", "price"),
    [
        ("criteria:\n  - {id: price, title: Price, weight: 100, price: {formula: lowest-ratio}}\n", ""),
        ("criteria:\n  - {id: price, title: Price, weight: 100, price: {formula: base-amount, base: 9}}\n", ""),
        (f"award: {{by: lowest-price}}\ncriteria:\n{QUALITY}{UNSCORED}", ""),
        (f"award: {{by: net-present-value, rate: 3%, flows: [{{price: price}}]}}\ncriteria:\n{QUALITY}{UNSCORED}", ""),
        (
            f"award: {{by: lowest-price, price: fee}}\ncriteria:\n{QUALITY}{UNSCORED}{FEE}",
            ", price: fee",
        ),
    ],
)
def test_a_draft_in_which_a_price_counts_never_lacks_a_test_silently(text: str, price: str, tmp_path: Path) -> None:
    test = f"abnormally-low: [{{against: mean-of-others, by: 20%{price}}}]"
    assert hints(tmp_path, "illustrative", text) == [f"add `{test}`; it excludes nobody"]
    assert hints(tmp_path, "illustrative", f"{test}\n{text}") == []
    assert hints(tmp_path, "published", text) == []
    assert hints(tmp_path, "reconstructed", text) == []


@pytest.mark.parametrize("text", [f"criteria:\n{QUALITY}", f"criteria:\n{QUALITY}{UNSCORED}"])
def test_where_no_price_counts_none_is_missed(text: str, tmp_path: Path) -> None:
    assert hints(tmp_path, "illustrative", text) == []


def test_the_note_fails_no_strict_check(tmp_path: Path) -> None:
    path = tmp_path / "framework.yaml"
    path.write_text(
        HEAD.format("illustrative") + f"award: {{by: lowest-price}}\ncriteria:\n{QUALITY}{UNSCORED}", "utf-8"
    )
    assert {problem.severity for problem in check_file(path)} == {Severity.NOTE}


@pytest.mark.parametrize("name", ["it-support-2026", "a", "2026", "no", "null"])
def test_a_new_model_has_nothing_wrong_and_says_law_day_and_value(name: str, tmp_path: Path) -> None:
    path = tmp_path / f"{name}.yaml"
    path.write_text(starter(name), "utf-8")
    assert check_file(path) == []
    lines = starter(name).splitlines()
    assert any(line.startswith("regime: pa-2023 #") for line in lines)
    assert any(line.startswith("commenced: 20") for line in lines)
    assert any(line.startswith("value: ") for line in lines)
    assert any(line.startswith("abnormally-low:") for line in lines)


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"commenced: 2026-03-02": "#", "value: 250000": "#", "weight: 20 #": "weight: 19 #", "50\n": "51\n"}, "SV230"),
        ({"weight: 20 #": "weight: 9 #", "weight: 50\n": "weight: 61\n"}, "SV216"),
        ({"2026-03-02": "2027-01-01", "250000": "5000000", "20 #": "19 #", "weight: 50\n": "weight: 51\n"}, "SV216"),
        ({"commenced: 2026-03-02": "commenced: 2025-02-23"}, "SV227"),
        ({"status: illustrative": "status: published", "tie-break:": "#"}, "SV204"),
    ],
)
def test_a_new_model_is_one_the_rules_look_at(changes: dict[str, str], code: str, tmp_path: Path) -> None:
    text = starter("example")
    for old, new in changes.items():
        assert old in text
        text = text.replace(old, new)
    path = tmp_path / "framework.yaml"
    path.write_text(text, "utf-8")
    assert [problem.code for problem in check_file(path)] == [code]
