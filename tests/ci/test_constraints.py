"""constraints.txt: one release for everything that is installed, on every Python and system svscore is for."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.metadata import PackageNotFoundError, requires, version
from pathlib import Path
from typing import cast

import pytest
from packaging.markers import default_environment
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
LINES = (ROOT / "constraints.txt").read_text("utf-8").splitlines()
PINS = [Requirement(line) for line in LINES if not line.startswith("#")]
HERE = cast("dict[str, str]", default_environment())
SYSTEMS = {
    "Linux": {"sys_platform": "linux", "os_name": "posix", "platform_machine": "x86_64"},
    "Windows": {"sys_platform": "win32", "os_name": "nt", "platform_machine": "AMD64"},
    "Darwin": {"sys_platform": "darwin", "os_name": "posix", "platform_machine": "arm64"},
}
MACHINES = [
    pytest.param({**names, "platform_system": system, "python_version": python, "python_full_version": f"{python}.1"})
    for system, names in SYSTEMS.items()
    for python in ("3.11", "3.12", "3.13")
]


def own_requirements() -> list[Requirement]:
    """What pyproject.toml asks for, the extras included."""
    extras = PROJECT["optional-dependencies"].values()
    return [Requirement(line) for lines in (PROJECT["dependencies"], *extras) for line in lines]


def applies(requirement: Requirement, machine: Mapping[str, str], extras: frozenset[str] = frozenset()) -> bool:
    marker = requirement.marker
    return marker is None or any(marker.evaluate({**HERE, **machine, "extra": extra}) for extra in ("", *extras))


def pinned(machine: Mapping[str, str]) -> dict[str, str]:
    """The release of each package on a machine."""
    pins = [pin for pin in PINS if applies(pin, machine)]
    names = [canonicalize_name(pin.name) for pin in pins]
    assert len(names) == len(set(names)), "no package has two releases on one machine"
    return {name: str(pin.specifier).removeprefix("==") for name, pin in zip(names, pins, strict=True)}


def needed(machine: Mapping[str, str]) -> Iterator[Requirement]:
    """Everything installed with svscore on a machine, as far as the packages installed here tell.

    What another release than the pinned one needs says nothing about the pins.
    """
    pins = pinned(machine)
    waiting = [(requirement, frozenset[str]()) for requirement in own_requirements()]
    seen: set[tuple[str, frozenset[str]]] = set()
    while waiting:
        requirement, asked_for = waiting.pop()
        name, extras = canonicalize_name(requirement.name), frozenset(requirement.extras)
        if (name, extras) not in seen and applies(requirement, machine, asked_for):
            seen.add((name, extras))
            yield requirement
            waiting += [(below, extras) for below in requirements_of(name, pins.get(name, ""))]


@cache
def requirements_of(name: str, release: str) -> tuple[Requirement, ...]:
    """What a release asks for; nothing where it is not the installed one."""
    try:
        lines = requires(name) if version(name) == release else None
    except PackageNotFoundError:
        lines = None
    return tuple(map(Requirement, lines or ()))


def test_it_holds_releases_and_nothing_of_the_machine_it_was_made_on() -> None:
    pin = re.compile(r"[a-z0-9-]+==[0-9][0-9a-z.]*( ; [a-z_0-9.'<>=! ()]+)?", re.IGNORECASE)
    assert [line for line in LINES[1:] if not pin.fullmatch(line)] == []
    assert LINES[0].startswith("# ")


@pytest.mark.parametrize("machine", MACHINES)
def test_everything_that_is_installed_is_pinned_within_its_bounds(machine: dict[str, str]) -> None:
    pins = pinned(machine)
    lines = [(line, pins.get(canonicalize_name(line.name), "none")) for line in needed(machine)]
    assert len(lines) > len(own_requirements()) / 2
    assert [
        f"{line}: {release}"
        for line, release in lines
        if release == "none" or not line.specifier.contains(release, prereleases=True)
    ] == [], "`just constraints` writes the file anew"


def test_here_it_reaches_well_beyond_what_pyproject_names() -> None:
    names = {canonicalize_name(line.name) for line in needed({})}
    own = {canonicalize_name(line.name) for line in own_requirements()}
    if version("pydantic") == pinned({})["pydantic"]:
        assert {"pydantic-core", "annotated-types"} <= names - own


def test_it_is_what_the_readme_and_the_action_install_with() -> None:
    readme = (ROOT / "README.md").read_text("utf-8")
    installs = re.findall(r"pip install .*", readme)
    assert len(installs) == 2
    assert all("--constraint constraints.txt" in line for line in installs)
    assert "constraints.txt" in (ROOT / "action.yml").read_text("utf-8")
    assert "pip install" not in (ROOT / ".ci" / "run").read_text("utf-8"), "it runs the README's own command"
