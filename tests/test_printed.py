"""What goes to the standard streams when something stops a command: a full device, or errors in the model."""

from __future__ import annotations

import errno
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from svscore.cli.app import app
from svscore.cli.output import end_by_system, end_unprinted

MODEL = """\
svscore: 1
id: it-support
title: IT support services
version: "2025-03"
regime: other
status: illustrative
scales:
  marks:
    - {mark: 0, descriptor: Nothing.}
    - {mark: 1, descriptor: Some.}
    - {mark: 2, descriptor: All.}
criteria:
  - {id: quality, title: Quality, weight: 60, scale: marks}
  - {id: price, title: Price, weight: 40, price: {formula: lowest-ratio}}
"""
WARNING = "SV203 warning: "
FULL = Path("/dev/full")


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a model that has a warning, and bids."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "model.yaml").write_text(MODEL, "utf-8")
    (tmp_path / "bids.csv").write_text("Bidder,quality,price\nAcme,1,100\nBirch,2,120\n", "utf-8")
    return tmp_path


def svscore(*words: str) -> Result:
    return CliRunner().invoke(app, words, prog_name="svscore", catch_exceptions=False)


@pytest.mark.skipif(not FULL.exists(), reason="needs a device that is always full")
@pytest.mark.parametrize(
    "words",
    [
        ["evaluate", "bids.csv", "-f", "model.yaml"],
        ["check", "--list"],
        ["frameworks", "schema"],
        ["evaluate", "--help"],
        ["--version"],
    ],
)
def test_output_there_is_no_room_for_is_one_line(words: list[str]) -> None:
    command = [sys.executable, "-m", "svscore", *words]
    with FULL.open("wb") as full:
        ran = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, check=False)
        unheard = subprocess.run(command, stdout=full, stderr=full, check=False)
    assert ran.stderr == b"svscore: the output cannot be printed: No space left on device\n"
    assert (ran.returncode, unheard.returncode) == (1, 1)


def test_other_errors_of_the_system_are_not_taken_for_a_full_device() -> None:
    for error in (OSError(errno.ENOMEM, "no memory"), OSError(errno.ENOSPC, "no space", "bids.csv")):
        with pytest.raises(OSError, match=error.strerror) as raised:
            end_unprinted(error)
        assert raised.value is error


@pytest.mark.parametrize(
    ("error", "line"),
    [
        (OSError(errno.ENOMEM, "no memory"), "svscore: no memory\n"),
        (OSError(errno.ENOSPC, "no space", "bids.csv"), "svscore: 'bids.csv': no space\n"),
        (FileNotFoundError(errno.ENOENT, "No usable temporary directory"), "svscore: No usable temporary directory\n"),
        (PermissionError(errno.EACCES, "denied", "a\x1b.csv"), "svscore: 'a\\x1b.csv': denied\n"),
    ],
)
def test_no_error_of_the_system_ends_in_a_traceback(
    error: OSError, line: str, capfd: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        end_by_system(error)
    assert (ended.value.code, capfd.readouterr().err) == (1, line)


def test_a_wrong_what_if_is_all_that_is_listed() -> None:
    assert WARNING in svscore("check", "model.yaml").stdout
    ran = svscore("evaluate", "bids.csv", "-f", "model.yaml", "--set", "nope=3")
    assert (ran.exit_code, ran.stdout) == (2, "")
    assert ran.stderr == (
        "--set nope=3: SV022 no criterion with the id 'nope'\n    hint: expected one of: quality, price\n"
    )


def test_errors_of_a_model_come_without_its_warnings_but_from_check(here: Path) -> None:
    (here / "model.yaml").write_text(f"{MODEL}tie-break: [nope]\n", "utf-8")
    ran = svscore("evaluate", "bids.csv", "-f", "model.yaml")
    assert (ran.exit_code, ran.stdout) == (1, "")
    assert "'nope'" in ran.stderr
    assert "warning" not in ran.stderr
    listed = svscore("check", "model.yaml").stdout
    assert "'nope'" in listed
    assert WARNING in listed
