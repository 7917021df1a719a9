"""Which codes `svscore check` reports."""

from pathlib import Path

import pytest
from typer.testing import CliRunner

from svscore.cli.app import app
from svscore.lint import codes

MODEL = """svscore: 1
id: example
title: Example
version: "1"
regime: other
status: illustrative
moderation: mean
criteria:
  - {id: quality, title: Quality, weight: 70, scale: five-point}
"""


def check(*words: str) -> tuple[int, list[str]]:
    """Exit code, and the codes reported."""
    result = CliRunner().invoke(app, ["check", *words])
    return result.exit_code, [line.split()[1] for line in result.stdout.splitlines() if not line.startswith(" ")]


@pytest.fixture
def model(tmp_path: Path) -> str:
    path = tmp_path / "model.yaml"
    path.write_text(MODEL, "utf-8")
    return str(path)


def test_select_and_ignore_take_codes_and_beginnings(model: str) -> None:
    assert check(model, "--select", "sv201,SV104") == (1, ["SV201", "SV104"])
    assert check(model, "--select", "SV1") == (1, ["SV101", "SV104"])
    assert check(model, "--select", "SV1", "--ignore", "SV101") == (1, ["SV104"])
    assert check(model, "--select", "SV2", "--ignore", "SV2") == (0, [])
    assert check(model, "--select", "SV201") == (0, ["SV201"])
    assert check(model, "--select", "SV201", "--strict") == (1, ["SV201"])


@pytest.mark.parametrize(("option", "value"), [("--select", "SV999"), ("--ignore", "SV101,,"), ("--ignore", "X")])
def test_codes_there_are_not_are_wrong_usage(option: str, value: str, model: str) -> None:
    result = CliRunner().invoke(app, ["check", model, option, value])
    assert result.exit_code == 2
    assert f"{option}: no code" in result.stderr  # what stands before is the words of typer
    assert result.stdout == ""


def test_a_folder_without_files_is_said_whatever_is_selected(tmp_path: Path) -> None:
    assert check(str(tmp_path), "--select", "SV201")[0] == 1


def test_list_names_every_code() -> None:
    result = CliRunner().invoke(app, ["check", "--list"])
    assert [line.split()[0] for line in result.stdout.splitlines()] == codes()
    assert "SV101 weights-sum (error)\n" in result.stdout
    assert "SV202 unused-scale (warning)\n" in result.stdout
