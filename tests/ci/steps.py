"""Steps and jobs as files and the guide write them, and a shell to run them in."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).parents[2]
GUIDE = ROOT / "docs" / "guides" / "reviewing-a-model.md"
SCRIPTS = Path(sys.executable).parent
SOUND = (ROOT / "frameworks" / "qcbs.yaml").read_text("utf-8")


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
