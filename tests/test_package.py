"""What is built is what people get: the wheel's contents, an installed command, a quick start."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest

import svscore

ROOT = Path(__file__).parents[1]
EXAMPLE = ["evaluate", "examples/dsp-lot2/bids.xlsx", "--framework", "dsp-lot2"]
HEAVY = {"openpyxl", "pydantic", "pydantic_core", "yaml"}


def run(*command: str | Path, cwd: Path, **environment: str) -> str:
    """What a command prints on stdout; it must succeed, and must not see the source tree."""
    clean = {name: value for name, value in os.environ.items() if name not in ("PYTHONPATH", "VIRTUAL_ENV")}
    done = subprocess.run(
        command, cwd=cwd, env=clean | {"COLUMNS": "80"} | environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def distributions(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the source archive, and the wheel built from it."""
    folder = tmp_path_factory.mktemp("dist")
    run(sys.executable, "-m", "build", "--outdir", folder, ROOT, cwd=folder)
    return folder


@pytest.fixture(scope="module")
def wheel(distributions: Path) -> Path:
    return distributions / f"svscore-{svscore.__version__}-py3-none-any.whl"


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The scripts folder of a new environment with the wheel in it, outside the repository."""
    environment = tmp_path_factory.mktemp("installed")
    run(sys.executable, "-m", "venv", environment, cwd=environment)
    scripts = environment / ("Scripts" if sys.platform == "win32" else "bin")
    run(scripts / "python", "-m", "pip", "install", "--quiet", wheel, cwd=environment)
    return scripts


@pytest.mark.slow
def test_the_wheel_holds_the_package_and_the_shipped_models(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    code = {path.relative_to(ROOT / "src").as_posix() for path in (ROOT / "src").rglob("*.py")}
    models = {f"svscore/{path.relative_to(ROOT).as_posix()}" for path in (ROOT / "frameworks").rglob("*.yaml")}
    assert models
    metadata = f"svscore-{svscore.__version__}.dist-info"
    license_file = f"{metadata}/licenses/LICENSE"
    assert code | models | {"svscore/py.typed", license_file} <= names
    assert {name.partition("/")[0] for name in names} == {"svscore", metadata}


@pytest.mark.slow
def test_the_source_archive_holds_what_the_tests_need(distributions: Path) -> None:
    with tarfile.open(distributions / f"svscore-{svscore.__version__}.tar.gz") as archive:
        tops = {name.split("/")[1] for name in archive.getnames()}
    assert tops >= {
        ".ci",
        "benchmarks",
        "docs",
        "examples",
        "frameworks",
        "src",
        "tests",
        "constraints.txt",
        "pyproject.toml",
        "README.md",
    }


@pytest.mark.slow
def test_an_installed_command_scores_the_example_from_elsewhere(installed: Path, tmp_path: Path) -> None:
    workbook = shutil.copy(ROOT / "examples" / "dsp-lot2" / "bids.xlsx", tmp_path)
    table = run(installed / "svscore", "evaluate", workbook, "--framework", "dsp-lot2", cwd=tmp_path)
    here = run(sys.executable, "-m", "svscore", *EXAMPLE, cwd=ROOT)
    assert "Rank" in table
    assert ranking(table) == ranking(here)


def ranking(output: str) -> list[str]:
    """The table, without the lines below it that name files."""
    return output.partition("\n\n")[0].splitlines()


@pytest.mark.slow
def test_the_readme_s_first_command_works_in_a_new_checkout(tmp_path: Path) -> None:
    if sys.platform == "win32":
        pytest.skip("the command is written for a POSIX shell")
    for name in ("examples", "frameworks", "src"):
        shutil.copytree(ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("LICENSE", "README.md", "constraints.txt", "pyproject.toml"):
        shutil.copy(ROOT / name, tmp_path)
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    command = re.search(r"<!-- command 1 -->\n```sh\n(.+)\n```\n", readme)
    assert command is not None
    assert " ".join(EXAMPLE) in command[1]
    assert "Rank" in run("sh", "-c", command[1], cwd=tmp_path)


@pytest.mark.parametrize("argument", ["--version", "--help"])
def test_version_and_help_start_without_the_heavy_libraries(argument: str, tmp_path: Path) -> None:
    listing = subprocess.run(
        [sys.executable, "-X", "importtime", "-m", "svscore", argument],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=True,
    )
    imported = {line.rpartition("|")[2].strip().partition(".")[0] for line in listing.stderr.splitlines()}
    assert "svscore" in imported
    assert imported & HEAVY == set()
    assert ("typer" in imported) == (argument == "--help")


def test_importing_the_library_imports_nothing_else() -> None:
    code = "import svscore, sys; print([name for name in sys.modules if name.startswith('svscore')])"
    assert run(sys.executable, "-c", code, cwd=ROOT) == "['svscore']\n"


def test_every_public_name_is_there() -> None:
    assert [name for name in svscore.__all__ if getattr(svscore, name, None) is None] == []
    assert set(svscore.__all__) <= set(dir(svscore))
    with pytest.raises(AttributeError, match="no attribute 'nonsense'"):
        svscore.nonsense  # noqa: B018


def test_the_command_says_its_version(tmp_path: Path) -> None:
    assert run(sys.executable, "-m", "svscore", "--version", cwd=tmp_path) == f"svscore {svscore.__version__}\n"
