"""The identity of a model: what counts, what does not, and that it is the same everywhere and next year."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_args

import pytest
from pydantic import BaseModel

from svscore.framework.catalogue import available
from svscore.framework.change import Changes
from svscore.framework.dump import resolved_yaml
from svscore.framework.identity import FORMAT, canonical_text
from svscore.framework.load import load_framework
from svscore.framework.model import Framework
from svscore.lint import changed_framework, checked_framework, checked_text

DEFAULTS = Path(__file__).with_name("defaults.txt")
SOURCE = "  - title: Invitation to tender\n    url: https://example.org/itt\n    note: page 12\n"
HEAD = "id: cleaning\ntitle: Cleaning of council offices\n"
MODEL = """\
svscore: 1
id: cleaning
title: Cleaning of council offices
version: 2025-03
regime: pa-2023
status: illustrative
sources:
  - title: Invitation to tender
    url: https://example.org/itt
    note: page 12
note: drawn up in March
scales:
  five:
    - {mark: 0, label: none}
    - {mark: 5, label: all}
rounding: {total: 2}
criteria:
  - id: quality
    title: Quality of the service
    question: How will you clean?
    guidance: At most two pages
    weight: 60
    scale: five
    minimum: 5
  - id: price
    title: Price
    weight: 40
    price: {formula: lowest-ratio}
tie-break: [quality]
"""


def of(text: str, folder: Path, name: str = "model.yaml") -> str:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return load_framework(path).model_sha256


def test_the_canonical_form_is_what_the_docs_say(tmp_path: Path) -> None:
    (tmp_path / "m.yaml").write_text(MODEL, encoding="utf-8")
    text = canonical_text(load_framework(tmp_path / "m.yaml").framework)
    assert text == (
        '{"format":"svscore-model-1","model":{"criteria":[{"guidance":"At most two pages","id":"quality","minimum":'
        '{"at-least":"5"},"question":"How will you clean?","scale":"five","title":"Quality of the service","weight":'
        '"60"},{"id":"price","price":{"formula":"lowest-ratio"},"title":"Price","weight":"40"}],"id":"cleaning",'
        '"regime":"pa-2023","rounding":{"total":2},"scales":{"five":[{"label":"none","mark":"0"},{"label":"all",'
        '"mark":"5"}]},"status":"illustrative","svscore":1,"tie-break":["quality"],"title":"Cleaning of council '
        'offices","version":"2025-03"}}'
    )
    assert json.loads(text)["format"] == FORMAT


def test_the_identity_never_drifts_between_releases_and_platforms(tmp_path: Path) -> None:
    """A workbook issued today is scored with a later release: another hash here needs another FORMAT, and a reason."""
    assert of(MODEL, tmp_path) == "419bbafe1362a3366fbd5698cabfcdce33dfa67c900f1f5292d79408a9275a7f"


COUNTS_NOT = {
    "a comment": ("title: Price\n", "title: Price # the whole life\n"),
    "a comment on a line of its own": ("criteria:\n", "# what is asked\ncriteria:\n"),
    "a note": ("note: drawn up in March", "note: drawn up in April"),
    "a note less": ("note: drawn up in March\n", ""),
    "the title of a source": ("title: Invitation to tender", "title: Invitation to tender, second edition"),
    "a source less": (SOURCE, " []\n"),
    "decimals of a weight": ("weight: 60", "weight: 60.0"),
    "a weight in quotes": ("weight: 60", 'weight: "60.00"'),
    "decimals of a mark": ("{mark: 5,", "{mark: 5.0,"),
    "decimals of a minimum": ("minimum: 5", "minimum: 5.00"),
    "a minimum the long way": ("minimum: 5", "minimum: {at-least: 5, on: unrounded}"),
    "quotes": ("title: Price", "title: 'Price'"),
    "flow style": ("rounding: {total: 2}", "rounding:\n  total: 2"),
    "block style": ("tie-break: [quality]", "tie-break:\n  - quality"),
    "a folded text": ("guidance: At most two pages", "guidance: >\n      At most\n      two pages"),
    "a literal text": ("guidance: At most two pages", "guidance: |\n      At most two\n      pages"),
    "a default that is said": ("{total: 2}", "{total: 2, mode: half-up}\ntotal: 100\nmissing: refuse"),
    "an award that is the default": ("tie-break:", "award: {by: highest-total, places: 1}\ntie-break:"),
    "key order": (HEAD, "title: Cleaning of council offices\nid: cleaning\n"),
    "what is not confirmed": ("    question:", "    unconfirmed: [question]\n    question:"),
    "line ends": ("\n", "\r\n"),
    "an escaped letter": ("title: Price", 'title: "Pr\\u0069ce"'),
}  # fmt: skip


@pytest.mark.parametrize("what", COUNTS_NOT)
def test_how_a_model_is_written_never_changes_its_identity(what: str, tmp_path: Path) -> None:
    old, new = COUNTS_NOT[what]
    assert old in MODEL
    assert of(MODEL.replace(old, new), tmp_path) == of(MODEL, tmp_path)


COUNTS = {
    "a weight": ("weight: 60", "weight: 60.01"),
    "a version": ("version: 2025-03", "version: 2025-04"),
    "a version that reads as the same number": ("version: 2025-03", 'version: "1.10"'),
    "an id": ("id: quality", "id: qualities"),
    "a title": ("title: Quality of the service", "title: Quality"),
    "a question": ("How will you clean?", "How often will you clean?"),
    "guidance": ("At most two pages", "At most three pages"),
    "a minimum": ("minimum: 5", "minimum: {above: 5}"),
    "a label of a mark": ("label: all", "label: everything"),
    "a mark more": ("    - {mark: 5", "    - {mark: 3, label: some}\n    - {mark: 5"),
    "what a mark earns": ("label: all}", "label: all, share: 90}"),
    "rounding": ("total: 2", "total: 3"),
    "the way of rounding": ("{total: 2}", "{total: 2, mode: half-even}"),
    "a formula": ("formula: lowest-ratio", "formula: min-max"),
    "the tie-break": ("tie-break: [quality]", "tie-break: [price]"),
    "what a blank is": ("tie-break:", "missing: zero\ntie-break:"),
    "an abnormally low price": ("tie-break:", "abnormally-low: [{against: mean, by: 20%}]\ntie-break:"),
    "a preference": ("tie-break:", "adjustments: [{id: sme, title: SME, when: sme, add: 2}]\ntie-break:"),
    "a percent for a number": ("tie-break:", "award: {by: highest-total, also-within: 5%}\ntie-break:"),
}  # fmt: skip


@pytest.mark.parametrize("what", COUNTS)
def test_another_rule_is_never_taken_for_the_same_model(what: str, tmp_path: Path) -> None:
    old, new = COUNTS[what]
    assert old in MODEL
    assert of(MODEL.replace(old, new), tmp_path) != of(MODEL, tmp_path)


def test_two_versions_that_read_as_one_number_are_never_one_model(tmp_path: Path) -> None:
    ten, one = (MODEL.replace("version: 2025-03", f'version: "{text}"') for text in ("1.10", "1.1"))
    assert of(ten, tmp_path) != of(one, tmp_path)


def test_percent_and_points_are_never_the_same(tmp_path: Path) -> None:
    points, percent = (MODEL.replace("tie-break:", f"award: {{by: highest-total, also-within: {text}}}\ntie-break:")
                       for text in ("5", "5%"))  # fmt: skip
    assert of(points, tmp_path) != of(percent, tmp_path)


def test_a_scale_whose_name_is_that_of_a_note_counts(tmp_path: Path) -> None:
    noted = MODEL.replace("  five:", "  note:").replace("scale: five", "scale: note")
    assert of(noted, tmp_path) != of(noted.replace("label: all", "label: much"), tmp_path)


MENU = """\
svscore: 1
id: asked
title: What councils ask
version: 1
regime: other
status: illustrative
menu:
  - {id: rooms, title: Rooms, level: criterion, question: Which rooms?}
"""
USING = MODEL.replace("  - id: quality\n    title: Quality of the service\n", "  - use: asked.yaml/rooms\n").replace(
    "    question: How will you clean?\n", ""
).replace("tie-break: [quality]", "tie-break: [rooms]")  # fmt: skip
BASED = """\
svscore: 1
id: cleaning-lot-2
title: Cleaning, lot 2
version: 2025-03
extends: model.yaml
set: {quality: 50}
"""


def test_a_change_in_a_menu_that_is_used_never_goes_unseen(tmp_path: Path) -> None:
    (tmp_path / "asked.yaml").write_text(MENU, encoding="utf-8")
    before = of(USING.replace("asked.yaml/", f"{(tmp_path / 'asked.yaml').as_posix()}/"), tmp_path)
    (tmp_path / "asked.yaml").write_text("# a comment\n" + MENU, encoding="utf-8")
    assert load_framework(tmp_path / "model.yaml").model_sha256 == before
    (tmp_path / "asked.yaml").write_text(MENU.replace("Which rooms?", "How often?"), encoding="utf-8")
    assert load_framework(tmp_path / "model.yaml").model_sha256 != before


def test_a_change_in_a_model_that_is_extended_never_goes_unseen(tmp_path: Path) -> None:
    of(MODEL, tmp_path)
    before = of(BASED, tmp_path, "lot.yaml")
    of(MODEL.replace("note: drawn up in March", "note: checked"), tmp_path)
    assert load_framework(tmp_path / "lot.yaml").model_sha256 == before
    of(MODEL.replace("total: 2", "total: 1"), tmp_path)
    assert load_framework(tmp_path / "lot.yaml").model_sha256 != before


def test_a_variant_written_out_whole_is_the_same_model(tmp_path: Path) -> None:
    of(MODEL, tmp_path)
    before = of(BASED, tmp_path, "lot.yaml")
    assert of(resolved_yaml(load_framework(tmp_path / "lot.yaml")), tmp_path, "whole.yaml") == before


@pytest.mark.parametrize("name", [f"{entry.id}@{entry.version}" for entry in available() if not entry.is_menu])
def test_a_shipped_model_is_the_same_out_of_an_archive(name: str) -> None:
    loaded = checked_framework(name)
    assert checked_text(resolved_yaml(loaded).encode(), name).model_sha256 == loaded.model_sha256


def test_a_what_if_has_the_identity_of_the_published_model_and_reads_no_file_again(tmp_path: Path) -> None:
    path = tmp_path / "model.yaml"
    before = of(MODEL, tmp_path)
    loaded = checked_framework(path)
    path.unlink()
    first, second = (changed_framework(loaded, Changes({"quality": weight})) for weight in (50, 30))  # type: ignore[dict-item]
    assert [each.framework.criteria[0].weight for each in (first, second, loaded)] == [50, 30, 60]
    assert first.model_sha256 == second.model_sha256 == before
    assert changed_framework(first, Changes({"quality": 10})).what_if == ("weight of quality 10 instead of 60",)  # type: ignore[dict-item]


def test_a_model_in_an_archive_never_reads_a_file(tmp_path: Path) -> None:
    of(MODEL, tmp_path)
    found = checked_text_problems(BASED.replace("model.yaml", (tmp_path / "model.yaml").as_posix()))
    assert any("stand alone" in text for text in found)


def checked_text_problems(text: str) -> list[str]:
    from svscore.problem import SvscoreError  # noqa: PLC0415

    with pytest.raises(SvscoreError) as caught:
        checked_text(text.encode(), "model in bids.parquet")
    assert {problem.location.source for problem in caught.value.problems} == {"model in bids.parquet"}
    return [problem.message for problem in caught.value.problems]


def models(kind: Any, seen: set[type[BaseModel]]) -> Iterator[type[BaseModel]]:
    """Every model that can stand in a framework."""
    if isinstance(kind, type) and issubclass(kind, BaseModel) and kind not in seen:
        seen.add(kind)
        yield kind
        for field in kind.model_fields.values():
            yield from models(field.annotation, seen)
    for inner in get_args(kind):
        yield from models(inner, seen)


def test_a_default_never_changes_without_a_new_format(pytestconfig: pytest.Config) -> None:
    """What has its default is left out of the canonical form: another default would be another rule, unseen.

    A key that is new is only added to the list, by --update-golden; where a default changed, count FORMAT up.
    """
    listed = sorted(
        f"{kind.__name__}.{name} = {field.get_default(call_default_factory=True)!r}\n"
        for kind in models(Framework, set())
        for name, field in kind.model_fields.items()
        if not field.is_required()
    )
    if pytestconfig.getoption("--update-golden"):
        DEFAULTS.write_text("".join(listed), encoding="utf-8")
    assert "".join(listed) == DEFAULTS.read_text(encoding="utf-8"), "see what this test says"
