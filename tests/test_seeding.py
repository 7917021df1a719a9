"""No test draws other examples today than it did yesterday."""

from __future__ import annotations

import ast
import os
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import settings

from tests.properties import VARIABLE, examples

ROOT = Path(__file__).parents[1]
HERE = Path(__file__)
PROFILE = ROOT / "tests" / "properties.py"
FILES = sorted(path for path in (ROOT / "tests").rglob("*.py") if path not in (HERE, PROFILE))
OWN_WAYS = {"settings", "seed", "Phase", "HealthCheck"}
"""What a file would need to draw in a way of its own."""


def own_ways(source: str) -> list[str]:
    """What a file does to draw otherwise than the profile says, or at random without hypothesis."""
    return [what for node in ast.walk(ast.parse(source)) if (what := _own_way(node))]


def _own_way(node: ast.AST) -> str:
    if isinstance(node, ast.ImportFrom):
        names = {name.name for name in node.names}
        own = names & OWN_WAYS if (node.module or "").startswith("hypothesis") else names - {"Random"}
        return ", ".join(own) if (node.module or "").split(".")[0] in ("hypothesis", "random") else ""
    if isinstance(node, ast.Import):
        return ", ".join(name.name for name in node.names if name.name in ("hypothesis", "random"))
    return _own_call(node) if isinstance(node, ast.Call) else ""


def _own_call(call: ast.Call) -> str:
    name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
    if name == "Random" and not call.args:
        return "Random()"
    if name == "examples":
        return ", ".join(word.arg or "**" for word in call.keywords if word.arg != "phases")
    is_true = (word for word in call.keywords if word.arg == "use_true_random")
    return ", ".join("use_true_random" for word in is_true if getattr(word.value, "value", True) is not False)


def test_no_file_draws_in_a_way_of_its_own() -> None:
    assert {path.name: ways for path in FILES if (ways := own_ways(path.read_text("utf-8")))} == {}


@pytest.mark.parametrize(
    "source",
    [
        "from hypothesis import given, settings",
        "from hypothesis import seed",
        "import hypothesis",
        "import random",
        "from random import randint",
        "luck = Random()",
        "luck = random.Random()",
        "given(st.randoms(use_true_random=True))",
        "given(st.randoms(use_true_random=yes))",
        "examples(10, derandomize=False)",
        "examples(10, **more)",
        "from hypothesis import HealthCheck as H",
    ],
)
def test_a_way_of_its_own_is_seen(source: str) -> None:
    assert own_ways(source) != []


@pytest.mark.skipif(VARIABLE in os.environ, reason=f"{VARIABLE} asks for examples at random")
def test_every_property_is_drawn_by_the_profile() -> None:
    assert settings.get_current_profile_name() == "svscore"
    for drawn in (settings(), examples(7)):
        assert (drawn.derandomize, drawn.database, drawn.deadline) == (True, None, None)
    assert examples(7).max_examples == 7
    assert settings().max_examples <= 100


DRAW = """
from hypothesis import given, strategies as st
from tests.properties import examples, load_profile
load_profile()
from tests.properties import examples
@examples(20)
@given(st.lists(st.integers()))
def draw(numbers): print(numbers)
draw()
"""


def drawn(times: str) -> str:
    environment = {name: value for name, value in os.environ.items() if name != VARIABLE}
    command = [sys.executable, "-c", DRAW]
    return subprocess.run(
        command, cwd=ROOT, env=environment | {VARIABLE: times}, capture_output=True, text=True, check=True
    ).stdout


def test_examples_are_the_same_in_every_process_unless_a_random_run_asks_for_others() -> None:
    first = drawn("")
    assert first == drawn("")
    assert len(first.splitlines()) == 20
    many = drawn("5")
    assert len(many.splitlines()) == 100
    assert many != drawn("5")
