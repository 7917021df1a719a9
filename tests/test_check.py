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
    assert [line.split()[0] for line in result.stdout.splitlines()][: len(codes())] == codes()
    assert "SV101 weights-sum (error)\n" in result.stdout
    assert "SV202 unused-scale (warning)\n" in result.stdout


OTHER_FILES = {
    "docker-compose.yml": "services:\n  web:\n    image: nginx\n    extends: {file: base.yml}\n",
    "workflow.yaml": "on: push\njobs:\n  test:\n    runs-on: ubuntu-latest\n",
    "playbook.yml": "- hosts: all\n  tasks: []\n",
    "config.yaml": "# settings\n'a key': 1\nother: {criteria: 2}\n",
    "openapi.yaml": '{"openapi": "3.1.0", "paths": {}}\n',
    "broken.yml": "name: x\n  bad: [\n",
}


@pytest.mark.parametrize("name", OTHER_FILES)
def test_no_file_of_another_kind_in_a_folder_is_an_error(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text(OTHER_FILES[name], "utf-8")
    folder = CliRunner().invoke(app, ["check", str(tmp_path)])
    assert folder.exit_code == 0, folder.output
    assert folder.stdout.count("CL102 note: it is no framework file") == 1
    assert CliRunner().invoke(app, ["check", str(tmp_path / name)]).exit_code == 1


@pytest.mark.parametrize(
    "text",
    ["", "svscore: 1\n", "criteria: []\n", "menu: {}\n", "{svscore: 1}\n", "\ufeffsvscore: 1\n", "a: [\nextends: b\n"],
)
def test_no_file_that_may_be_a_framework_is_passed_over(tmp_path: Path, text: str) -> None:
    (tmp_path / "model.yaml").write_text(text, "utf-8")
    ran = CliRunner().invoke(app, ["check", str(tmp_path)])
    assert ran.exit_code == 1
    assert "CL102" not in ran.stdout
