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

ROOT = Path(__file__).parents[2]
GUIDE = ROOT / "docs" / "guides" / "reviewing-a-model.md"
SCRIPTS = Path(sys.executable).parent
SOUND = (ROOT / "frameworks" / "qcbs.yaml").read_text("utf-8")
BROKEN = SOUND.replace("weight: 80", "weight: 70")
SOURCES = ("src", "frameworks", "LICENSE", "README.md", "pyproject.toml", "constraints.txt", ".pre-commit-hooks.yaml")

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="the steps are written for a POSIX shell")


def block(name: str) -> Any:
    """A YAML block of the guide, by the comment above it."""
    found = re.search(rf"<!-- {name} -->\n```yaml\n(.*?)^```$", GUIDE.read_text("utf-8"), re.MULTILINE | re.DOTALL)
    assert found is not None
    return yaml.safe_load(found[1])


def shell(script: str, cwd: Path, **variables: str) -> subprocess.CompletedProcess[str]:
    """Runs a step as GitHub runs one with ``shell: bash``."""
    outside = {name: value for name, value in os.environ.items() if not name.startswith(("GITHUB_", "GIT_"))}
    command = ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", script]
    return subprocess.run(command, cwd=cwd, env=outside | variables, capture_output=True, text=True, check=False)


def git(*words: str, cwd: Path) -> str:
    identity = ["-c", "user.name=Test", "-c", "user.email=test@example.org", "-c", "init.defaultBranch=main"]
    ran = subprocess.run(["git", *identity, *words], cwd=cwd, capture_output=True, text=True, check=True)  # noqa: S607
    return ran.stdout.strip()


def schema_of(name: str) -> Any:
    return json.loads((files("check_jsonschema") / "builtin_schemas" / "vendor" / name).read_text("utf-8"))


@pytest.mark.parametrize(
    ("document", "name"),
    [
        (yaml.safe_load((ROOT / "action.yml").read_text("utf-8")), "github-actions.json"),
        (block("workflow"), "github-workflows.json"),
        (block("gitlab"), "gitlab-ci.json"),
    ],
    ids=["action", "workflow", "gitlab"],
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


def test_the_action_installs_the_command(tmp_path: Path) -> None:
    found = tmp_path / "path"
    variables = {"RUNNER_TEMP": str(tmp_path), "GITHUB_ACTION_PATH": str(ROOT), "GITHUB_PATH": str(found)}
    ran = shell(action_step(0)["run"], tmp_path, **variables)
    assert ran.returncode == 0, ran.stderr
    command = Path(found.read_text("utf-8").strip()) / "svscore"
    assert subprocess.run([command, "--version"], capture_output=True, check=True).stdout.startswith(b"svscore ")


def test_the_workflow_comments_on_every_model_that_changes(models: Path, tmp_path: Path) -> None:
    """A changed model, a variant of it that does not change itself, one that is new, and a menu."""
    (models / "two words.yaml").unlink()
    header = SOUND[: SOUND.index("rounding:")].replace("id: qcbs", "id: variant")
    folder = models / "frameworks"
    (folder / "variant.yaml").write_text(f"{header}extends: sound.yaml\nset: {{experience: 30}}\n", "utf-8")
    shutil.copy(ROOT / "frameworks" / "ppn-06-20.yaml", folder)
    (models / "bids").mkdir()
    git("init", "--quiet", cwd=models)
    git("add", ".", cwd=models)
    git("commit", "--quiet", "-m", "before", cwd=models)
    base = git("rev-parse", "HEAD", cwd=models)
    changed = SOUND.replace("weight: 80", "weight: 70").replace(
        "weight: 20\n    question: What", "weight: 30\n    question: What"
    )
    (folder / "sound.yaml").write_text(changed, "utf-8")
    (folder / "another.yaml").write_text(SOUND.replace("id: qcbs", "id: another"), "utf-8")
    bidders = (
        "Bidder,experience,approach,key-experts,work-plan,financial\nAcme,20,25,40,15,900\nBright,16,20,30,12,600\n"
    )
    (models / "bids" / "invented.csv").write_text(bidders, "utf-8")
    temporary = tmp_path / "runner"
    temporary.mkdir()
    compare, comment = block("workflow")["jobs"]["review"]["steps"][2:]
    path = f"{temporary}{os.pathsep}{SCRIPTS}{os.pathsep}{os.environ['PATH']}"
    script = compare["run"].replace("bids/*.xlsx", "bids/*.csv")
    ran = shell(script, models, PATH=path, RUNNER_TEMP=str(temporary), BASE=base)
    assert ran.returncode == 0, ran.stderr
    written = (temporary / "comment.md").read_text("utf-8")
    assert [line for line in written.splitlines() if line.startswith("## ")] == [
        "## Changes to qcbs 1",
        "## Changes to variant 1",
    ]
    assert "| 80 | 70 | -10 | Technical proposal |\n" in written
    gh = temporary / "gh"
    gh.write_text('#!/bin/sh\necho "$@"\n', "utf-8")
    gh.chmod(0o755)
    posted = shell(comment["run"], models, PATH=path, RUNNER_TEMP=str(temporary), NUMBER="7")
    assert posted.stdout == f"pr comment 7 --edit-last --create-if-none --body-file {temporary}/comment.md\n"


def test_the_gitlab_job_leaves_a_report_even_when_it_fails(models: Path) -> None:
    (models / "frameworks" / "broken.yaml").write_text(BROKEN.replace("id: qcbs", "id: broken"), "utf-8")
    install, check = block("gitlab")["evaluation-models"]["script"]
    assert install == "pip install --quiet svscore"
    ran = shell(check, models, PATH=f"{SCRIPTS}{os.pathsep}{os.environ['PATH']}")
    assert ran.returncode == 1
    assert (models / "models.xml").read_text("utf-8").count("<failure ") == 1


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
