"""LibreOffice, without a window: opens what svscore writes and saves it in its own way."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

SECONDS = 180


def convert(path: Path, ending: str, folder: Path, *more: str) -> Path:
    """The file as LibreOffice saves it in another format, in ``folder``; ``more`` are options of LibreOffice."""
    office = program("soffice")
    profile = folder / "profile"
    command = [office, f"-env:UserInstallation={profile.as_uri()}", "--headless", *more]
    command += ["--convert-to", ending, "--outdir"]
    subprocess.run([*command, str(folder / ending), str(path)], check=True, capture_output=True, timeout=SECONDS)
    return folder / ending / f"{path.stem}.{ending}"


def program(name: str) -> str:
    """Where a program is; without it the test is skipped, or fails where everything must run."""
    found = shutil.which(name)
    if found is None and os.environ.get("CI"):
        pytest.fail(f"{name} is not installed: .ci/run installs it")
    if found is None:
        pytest.skip(f"{name} is not installed")
    return found
