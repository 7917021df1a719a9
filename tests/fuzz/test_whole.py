"""The fuzzers of whole commands and of framework files for a fixed number of cases, and what they call a find."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path
from random import Random

import pytest

from tests.fuzz import commands, definitions, watched
from tests.fuzz.whole import FUZZERS

ROOT = Path(__file__).parents[2]
CASES = {"commands": 250, "definitions": 500}


@pytest.mark.slow
@pytest.mark.parametrize("fuzzer", FUZZERS)
def test_no_case_makes_a_command_do_what_none_may(fuzzer: str, tmp_path: Path) -> None:
    words = ["--cases", str(CASES[fuzzer]), "--seconds", "15", "--seed", "2"]
    command = [sys.executable, "-m", "tests.fuzz.whole", fuzzer, str(tmp_path), *words]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=200)
    assert done.returncode == 0, done.stdout[-4000:] + done.stderr[-4000:]
    told = re.search(
        rf"^{fuzzer}: (\d+) cases in \d+ s, 0 finds; (\d+) of exit code 0, (\d+)", done.stdout, re.MULTILINE
    )
    assert told is not None, done.stdout
    assert int(told[1]) > 50, "a machine that does less in the time says nothing"
    assert int(told[2]) > int(told[1]) // 20, "some are read"
    assert int(told[3]) > int(told[1]) // 20, "and some refused"
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("fuzzer", [commands, definitions])
def test_the_same_seed_draws_the_same_cases(fuzzer: object) -> None:
    with watched.own_folder():
        fuzzer.prepare()  # type: ignore[attr-defined]
        draws = [Random(seed) for seed in (1, 1, 2)]  # noqa: S311 - no secret
        cases = [[fuzzer.drawn(draw) for _ in range(3)] for draw in draws]  # type: ignore[attr-defined]
    assert cases[0] == cases[1] != cases[2]


@pytest.mark.parametrize("seed", definitions.seeds()[-7:])
def test_a_small_definition_that_cases_start_from_is_right(seed: str) -> None:
    with watched.own_folder():
        definitions.prepare()
        assert definitions.try_case(b"\x03" + seed.encode()).code == 0


def finds(action: object) -> str:
    """What is said of a command that does ``action``."""
    with pytest.MonkeyPatch.context() as patch, watched.own_folder():
        Path("input").write_text("as it is")
        patch.setattr(watched, "command", lambda: action)
        with pytest.raises(watched.FindError) as find:
            watched.run([], output="output")
    return str(find.value)


class Command:
    """Something that is run like the command line."""

    def __init__(self, text: str) -> None:
        self.text = text

    def main(self, *_words: object, **_options: object) -> None:
        exec(self.text, {"Path": Path, "sys": sys})  # noqa: S102 - the texts are below


BAD = {
    "exit code 3": "sys.exit(3)",
    "exit code 1 and not a word": "sys.exit(1)",
    "a line of 1 times": "sys.stderr.write('x' * 3_001); sys.exit(1)",
    "a warning of Python": "sys.stderr.write('/a/b.py:7: UserWarning: odd')",
    "left behind: more": "Path('more').write_text('')",
    "left behind: folder/": "Path('folder').mkdir()",
    "changed: input": "Path('input').write_text('other')",
    "deleted: input": "Path('input').unlink()",
}


@pytest.mark.parametrize("find", BAD)
def test_what_no_command_may_do_is_a_find(find: str) -> None:
    assert finds(Command(BAD[find])).startswith(find)


@pytest.mark.skipif(sys.platform == "win32", reason="processor time has no alarm there")
def test_a_command_without_end_is_a_find(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(watched, "SECONDS", 0.2)
    endless = "while True:\n    try:\n        [].append(1)\n    except Exception:\n        pass"
    assert finds(Command(endless)) == "more than 0.2 s"


@pytest.mark.skipif(sys.platform != "linux", reason="the memory of a process is told there")
def test_a_command_that_takes_too_much_memory_is_a_find(monkeypatch: pytest.MonkeyPatch) -> None:
    with watched.in_bounds():
        pass
    monkeypatch.setattr(watched, "MEGABYTES", watched.START + 50)
    watched._forget_most()  # noqa: SLF001 - what the tests before took
    watched._usual_megabytes.cache_clear()  # noqa: SLF001
    watched._usual_megabytes()  # noqa: SLF001
    assert finds(Command("bytearray(100_000_000)")).endswith(" MB")
