"""The pre-commit hook, the GitHub action and the jobs of the guide do what they say, run as they are written."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Mapping
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema.validators import validator_for

from tests.ci.steps import ROOT, SCRIPTS, SOUND, block, git, shell

BROKEN = SOUND.replace("weight: 80", "weight: 70")
SOURCES = ("src", "frameworks", "LICENSE", "README.md", "pyproject.toml", "constraints.txt", ".pre-commit-hooks.yaml")

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="the steps are written for a POSIX shell")


def schema_of(name: str) -> Any:
    return json.loads((files("check_jsonschema") / "builtin_schemas" / "vendor" / name).read_text("utf-8"))


@pytest.mark.parametrize(
    ("document", "name"),
    [
        (yaml.safe_load((ROOT / "action.yml").read_text("utf-8")), "github-actions.json"),
        (block("workflow"), "github-workflows.json"),
        (block("gitlab"), "gitlab-ci.json"),
        (block("gitlab-note"), "gitlab-ci.json"),
    ],
    ids=["action", "workflow", "gitlab", "gitlab-note"],
)
def test_what_is_written_for_a_server_is_in_its_format(document: Any, name: str) -> None:
    document = {"on" if key is True else key: value for key, value in document.items()}  # YAML 1.1 takes on for true
    schema = schema_of(name)
    validator_for(schema)(schema).validate(document)


@pytest.mark.parametrize(
    ("command", "file"),
    [("validate-config", ".pre-commit-config.yaml"), ("validate-manifest", ".pre-commit-hooks.yaml")],
)
def test_pre_commit_takes_the_files_of_this_repository(command: str, file: str) -> None:
    ran = subprocess.run([SCRIPTS / "pre-commit", command, ROOT / file], capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stdout + ran.stderr


def action_step(number: int) -> Mapping[str, Any]:
    step: Mapping[str, Any] = yaml.safe_load((ROOT / "action.yml").read_text("utf-8"))["runs"]["steps"][number]
    return step


def checked(folder: Path, paths: str, *, strict: str = "false", style: str = "auto") -> Any:
    """The action's second step, with the command from this environment."""
    step = action_step(1)
    given = {"${{ inputs.paths }}": paths, "${{ inputs.strict }}": strict, "${{ inputs.format }}": style}
    variables = {name: given[value] for name, value in step["env"].items()}
    path = f"{SCRIPTS}{os.pathsep}{os.environ['PATH']}"
    return shell(step["run"], folder, PATH=path, GITHUB_ACTIONS="true", **variables)


@pytest.fixture
def models(tmp_path: Path) -> Path:
    (tmp_path / "frameworks").mkdir()
    (tmp_path / "frameworks" / "sound.yaml").write_text(SOUND, "utf-8")
    (tmp_path / "two words.yaml").write_text(BROKEN.replace("id: qcbs", "id: broken"), "utf-8")
    return tmp_path


def test_the_action_annotates_and_fails(models: Path) -> None:
    assert checked(models, "frameworks").returncode == 0
    ran = checked(models, "frameworks\ntwo words.yaml\n")
    assert ran.returncode == 1
    assert "::error file=two words.yaml,line=" in ran.stdout
    assert "title=SV101" in ran.stdout
    assert checked(models, "two words.yaml", style="text").stdout.startswith("two words.yaml:")


def test_the_action_is_as_strict_as_asked(models: Path) -> None:
    (models / "frameworks" / "sound.yaml").write_text(
        SOUND.replace("moderation: consensus", "moderation: mean"), "utf-8"
    )
    assert checked(models, "frameworks").returncode == 0
    assert checked(models, "frameworks", strict="true").returncode == 1


@pytest.mark.slow
def test_the_action_installs_the_command(tmp_path: Path) -> None:
    found = tmp_path / "path"
    variables = {"RUNNER_TEMP": str(tmp_path), "GITHUB_ACTION_PATH": str(ROOT), "GITHUB_PATH": str(found)}
    ran = shell(action_step(0)["run"], tmp_path, **variables)
    assert ran.returncode == 0, ran.stderr
    command = Path(found.read_text("utf-8").strip()) / "svscore"
    assert subprocess.run([command, "--version"], capture_output=True, check=True).stdout.startswith(b"svscore ")


def test_the_gitlab_job_leaves_a_report_even_when_it_fails(models: Path) -> None:
    (models / "frameworks" / "broken.yaml").write_text(BROKEN.replace("id: qcbs", "id: broken"), "utf-8")
    install, check = block("gitlab")["evaluation-models"]["script"]
    assert install == "pip install --quiet svscore"
    ran = shell(check, models, PATH=f"{SCRIPTS}{os.pathsep}{os.environ['PATH']}")
    assert ran.returncode == 1
    assert (models / "models.xml").read_text("utf-8").count("<failure ") == 1


@pytest.mark.slow
def test_the_hook_stops_a_broken_model(tmp_path: Path) -> None:
    """With pre-commit itself: the hook's repository at a revision, installed and run on a scratch repository."""
    hooks, scratch = tmp_path / "svscore", tmp_path / "scratch"
    (scratch / "frameworks").mkdir(parents=True)
    hooks.mkdir()
    for name in SOURCES:
        path = ROOT / name
        if path.is_dir():
            shutil.copytree(path, hooks / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(path, hooks)
    git("init", "--quiet", cwd=hooks)
    git("add", ".", cwd=hooks)
    git("commit", "--quiet", "-m", "hooks", cwd=hooks)
    configuration = block("pre-commit")
    configuration["repos"][0] |= {"repo": str(hooks), "rev": git("rev-parse", "HEAD", cwd=hooks)}
    (scratch / ".pre-commit-config.yaml").write_text(yaml.safe_dump(configuration), "utf-8")
    (scratch / "frameworks" / "model.yaml").write_text(BROKEN, "utf-8")
    (scratch / "other.yaml").write_text("not: a model\n", "utf-8")
    git("init", "--quiet", cwd=scratch)
    git("add", ".", cwd=scratch)
    run = f'"{SCRIPTS}/pre-commit" run --all-files'
    home = {"PRE_COMMIT_HOME": str(tmp_path / "home")}
    stopped = shell(run, scratch, **home)
    assert stopped.returncode == 1
    assert "frameworks/model.yaml:" in stopped.stdout
    assert "SV101 weights of the top level add up to 90, expected 100" in stopped.stdout
    assert "other.yaml" not in stopped.stdout
    (scratch / "frameworks" / "model.yaml").write_text(SOUND, "utf-8")
    git("add", ".", cwd=scratch)
    passed = shell(run, scratch, **home)
    assert passed.returncode == 0, passed.stdout
    assert re.search(r"svscore check\.+Passed", passed.stdout)
