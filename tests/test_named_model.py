"""The model a command or a workbook names: found where people keep it, or said where it was looked for."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from svscore.cli.app import app
from svscore.framework.identified import model_identified
from tests.workbook.build import Workbooks

MODEL = """\
svscore: 1
id: {id}
title: Small
version: "{version}"
regime: other
status: illustrative
criteria:
  - {{id: quality, title: Quality, weight: 60, points: {{max: 100}}}}
  - {{id: price, title: Price, weight: 40, price: {{formula: lowest-ratio}}}}
"""


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "tender" / "deeper").mkdir(parents=True)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def model(path: Path, name: str = "ours", version: str = "1") -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(MODEL.format(id=name, version=version), "utf-8")


def bids(folder: Path, named: str) -> Path:
    rows = [["Detail", "Value"], ["Reference", "T1"], ["Framework", named]]
    table: list[list[object]] = [["Bidder", "quality", "price"], ["Ash", 50, 10], ["Elm", 60, 20]]
    return Workbooks(folder).save({"Competition": rows, "Bids": table})


def ran(*words: str) -> Result:
    return CliRunner().invoke(app, list(words))


def said(result: Result) -> str:
    return " ".join(result.stderr.split()) + " ".join(result.stdout.split())


@pytest.mark.usefixtures("here")
@pytest.mark.parametrize(
    ("file", "expected"),
    [
        ("my-model.yaml", "name it as my-model.yaml"),
        ("my-model.yml", "name it as my-model.yml"),
        ("draft.yaml", "name it as draft.yaml"),
    ],
)
def test_a_model_that_lies_here_is_not_answered_with_a_list_of_others(file: str, expected: str) -> None:
    model(Path(file), "my-model")
    result = ran("check", "my-model")
    assert result.exit_code == 1
    assert expected in said(result)
    assert "dsp-lot" not in said(result)


@pytest.mark.usefixtures("here")
def test_a_new_model_is_found_as_it_was_named() -> None:
    assert ran("frameworks", "new", "my-model").exit_code == 0
    assert "my-model.yaml" in said(ran("check", "my-model"))
    assert "dsp-lot" not in said(ran("check", "my-model"))


@pytest.mark.parametrize(
    ("place", "named"),
    [
        ("tender/ours.yaml", "ours"),
        ("tender/ours.yaml", "ours@1"),
        ("tender/frameworks/anything.yml", "ours"),
        ("tender/model.yaml", "model.yaml"),
        ("tender/models/model.yaml", "models/model.yaml"),
        ("model.yaml", "model.yaml"),
        ("frameworks/ours.yaml", "ours"),
    ],
)
def test_no_model_beside_the_workbook_that_names_it_is_missed(here: Path, place: str, named: str) -> None:
    model(here / place)
    path = str(bids(here / "tender", named).relative_to(here))
    for words in (["evaluate", path], ["rescore", path, "--set", "quality=50", "--jobs", "1"]):
        result = ran(*words)
        assert result.exit_code == 0, result.output
        assert "EV110" not in result.stderr


@pytest.mark.parametrize(
    ("named", "message"),
    [
        ("dsp-lot12", "no framework with the id 'dsp-lot12', which bids.xlsx:Competition!B3 names"),
        ("other", "no framework with the id 'other', which bids.xlsx:Competition!B3 names"),
        ("gone.yaml", "no file 'gone.yaml', which bids.xlsx:Competition!B3 names as the model"),
        ("models/gone.yaml", "no file 'models/gone.yaml', which bids.xlsx:Competition!B3 names as the model"),
        ("ours@2", "'ours' has no version '2', which bids.xlsx:Competition!B3 names"),
    ],
)
def test_a_name_from_a_workbook_is_not_refused_without_its_cell(here: Path, named: str, message: str) -> None:
    model(here / "frameworks" / "ours.yaml")
    path = str(bids(here / "tender", named).relative_to(here))
    for words in (["evaluate", path], ["merge", path, "-o", "all.xlsx"], ["rescore", path, "--set", "quality=50"]):
        result = ran(*words)
        assert result.exit_code == 1
        assert message in said(result)
        assert "looked in" in said(result)
        assert "tender" in said(result)


def test_an_older_version_beside_the_workbook_is_not_taken_for_another(here: Path) -> None:
    model(here / "tender" / "ours.yaml", version="1")
    path = str(bids(here / "tender", "ours@2").relative_to(here))
    assert ran("evaluate", path).exit_code == 1


@pytest.mark.parametrize("words", [["check", "gone"], ["evaluate", "tender/bids.xlsx"]])
def test_a_folder_that_may_not_be_read_never_ends_in_a_traceback(
    here: Path, words: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    bids(here / "tender", "gone")

    def refused(_folder: Path) -> list[Path]:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "iterdir", refused)
    result = ran(*words)
    assert result.exit_code == 1
    assert "no framework with the id 'gone'" in said(result)
    assert model_identified("gone", "0" * 64, beside=here / "model.yaml") is None


@pytest.mark.parametrize(
    ("named", "scored", "is_warned"),
    [
        ("a/framework.yaml", "b/framework.yaml", True),
        ("a/framework.yaml", "a/framework.yaml", False),
        ("framework.yaml", "framework.yaml", True),  # there is one beside the working folder's, but that goes first
        ("lots/framework.yaml", "tender/lots/framework.yaml", False),
        ("lots/framework.yaml", "b/framework.yaml", True),
        ("gone/framework.yaml", "b/framework.yaml", True),
        ("gone.yaml", "b/gone.yaml", False),
        ("./a/../a/framework.yaml", "b/framework.yaml", True),
    ],
)
def test_another_model_whose_file_has_the_same_name_is_not_taken_in_silence(
    here: Path,
    named: str,
    scored: str,
    is_warned: bool,  # noqa: FBT001
) -> None:
    for place in ("a/framework", "b/framework", "b/gone", "tender/lots/framework"):
        model(here / f"{place}.yaml", place.replace("/", "-"))
    if named == scored == "framework.yaml":
        model(here / "framework.yaml", "here")
        model(here / "tender/framework.yaml", "there")
        scored = "tender/framework.yaml"
    path = bids(here / "tender", named).relative_to(here)
    result = ran("evaluate", str(path), "-f", scored)
    assert result.exit_code == 0, result.output
    assert ("EV110" in result.stderr) == is_warned


@pytest.mark.parametrize("first", ["x", "y"])
def test_of_files_with_one_name_the_folder_of_the_one_that_names_the_model_is_not_missed(
    here: Path, first: str
) -> None:
    """The first file holds no name of a model, and has the name of the one that does."""
    second = "y" if first == "x" else "x"
    model(here / second / "ours.yaml")
    files = Workbooks(here / first), Workbooks(here / second)
    for folder in (first, second):
        (here / folder).mkdir(exist_ok=True)
    table: list[list[object]] = [["Bidder", "quality"], ["Ash", 50], ["Elm", 60]]
    prices: list[list[object]] = [["Bidder", "price"], ["Ash", 10], ["Elm", 20]]
    paths = files[0].save({"Bids": table}), files[1].save({"Competition": [["Framework", "ours"]], "Prices": prices})
    words = [str(path.relative_to(here)) for path in paths]
    assert words == [f"{first}/bids.xlsx", f"{second}/bids.xlsx"]
    for command in (["evaluate", *words], ["merge", *words, "-o", "all.xlsx"]):
        result = ran(*command)
        assert result.exit_code == 0, result.output
