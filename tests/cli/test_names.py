"""Names of files that no terminal, log or report takes as they are, in every command that is given one."""

from __future__ import annotations

import csv
import io
import json
import shutil
import sys
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest
from typer.testing import Result

from svscore.problem import MAX_SAID, Location, Problem
from svscore.report.problems import text
from tests.batch.running import svscore
from tests.cli.commands import BIDS, MODEL, OF_ARCHIVES, OF_BIDS, OF_MODELS, OUTPUTS, Words, named, rows

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="other systems refuse some of these names")

NAMES = [
    "b\udcff",  # bytes that are no UTF-8
    "\udce9t\udce9 \udc80",
    "a\nb",
    "a\r::error::b",
    "e\x1b[2Jx",
    "bell\x07",
    "r\u202etl",
    "m\u200f\u2066ark",
    "line\u2028end",
    "back\\slash",
    "[a]",
    "a*b?",
    "%0a,x:y",
    "#;&$(x)",
]
MOST = [name if number % 3 == 0 else pytest.param(name, marks=pytest.mark.slow) for number, name in enumerate(NAMES)]
"""The others take long, and are of the same kinds."""
UNSEEN = frozenset("\x1b\x07\r\u202e\u200f\u2066\u2028")


def is_utf_8(name: str) -> bool:
    return not any("\udc80" <= letter <= "\udcff" for letter in name)


def check_shown(ran: Result) -> None:
    """Nothing of a name reaches a terminal but what can be seen, and all of it is UTF-8."""
    for said in (ran.stdout, ran.stderr):
        assert not UNSEEN.intersection(said), ascii(said)
        said.encode("utf-8")


@pytest.mark.parametrize("name", MOST)
def test_no_name_of_an_input_ends_a_command_or_reaches_a_terminal_raw(name: str, here: Path) -> None:
    Path(f"{name}.yaml").write_text(MODEL, "utf-8")
    Path(f"{name}.csv").write_text(BIDS, "utf-8")
    shutil.copy("a.parquet", f"{name}.parquet")
    tried = ((OF_MODELS, f"./{name}.yaml"), (OF_BIDS, f"./{name}.csv"), (OF_ARCHIVES, f"./{name}.parquet"))
    for table, path in tried:
        for words in rows(table):
            for output in here.glob("out.*"):
                output.unlink()
            ran = svscore(*named(words, path))
            is_refused = table is OF_ARCHIVES and not is_utf_8(name)
            assert ran.exit_code == is_refused, (words, ran.stderr)
            assert ("BA110 its path is not UTF-8" in ran.stderr) == is_refused
            check_shown(ran)
        check_shown(svscore(*named(next(rows(table)), f"./none {path[2:]}")))


@pytest.mark.parametrize("name", MOST)
@pytest.mark.parametrize("words", OUTPUTS.values(), ids=OUTPUTS)
def test_every_name_of_an_output_is_written_and_said_so_that_it_can_be_seen(
    words: Words, name: str, here: Path
) -> None:
    ran = svscore(*named(words, f"./{name}"))
    assert ran.exit_code == 0, ran.stderr
    assert (here / f"{name}{Path(words[-1]).suffix}").stat().st_size
    check_shown(ran)


@pytest.mark.usefixtures("here")
@pytest.mark.parametrize("name", NAMES)
def test_every_format_of_check_stays_whole_with_any_name(name: str) -> None:
    Path(f"d {name}").mkdir()
    Path(f"d {name}", f"{name}.yaml").write_text(f"{MODEL}nonsense: 1\n", "utf-8")
    ran = {
        each: svscore("check", f"d {name}", "--format", each) for each in ("text", "github", "json", "sarif", "junit")
    }
    for result in ran.values():
        assert result.exit_code == 1
        check_shown(result)
    problems = json.loads(ran["json"].stdout)["problems"]
    assert any("nonsense" in problem["message"] for problem in problems)
    problems[0]["source"].encode("utf-8")
    assert len(json.loads(ran["sarif"].stdout)["runs"][0]["results"]) == len(problems)
    assert len(ET.fromstring(ran["junit"].stdout).findall(".//testcase")) == len(problems)  # noqa: S314 - our own
    commands = ran["github"].stdout.splitlines()
    assert len(commands) == len(problems)
    assert all(line.startswith(("::error file=", "::warning file=", "::notice file=")) for line in commands)


@pytest.mark.parametrize("name", ["b\udcff", "\udce9t\udce9", "x\udc80\nz", "\udcff\u202e"])
def test_rows_and_archives_hold_a_name_that_is_not_utf_8_as_it_can_be_written(name: str, here: Path) -> None:
    Path(f"d{name}").mkdir()
    Path(f"d{name}", f"{name}.csv").write_text(BIDS, "utf-8")
    Path(f"{name}.yaml").write_text(MODEL, "utf-8")
    model = f"{name}.yaml"
    rescore = ["rescore", f"d{name}", "--baseline", model, "-f", model, "--set", "quality=50", "-o"]
    for output in ("r.csv", "r.json", "r.parquet", "r.xlsx"):
        ran = svscore(*rescore, output)
        assert ran.exit_code == 0, ran.stderr
    files = {row["file"] for row in csv.DictReader(io.StringIO((here / "r.csv").read_text("utf-8")))}
    assert len(files) == 1
    assert "\\x" in files.pop()
    assert svscore("archive", "build", f"d{name}", "-f", model, "-o", "n.parquet").exit_code == 0
    shown = svscore("archive", "show", "n.parquet", "0", "--format", "json")
    assert "\\x" in json.loads(shown.stdout)["competition"]["file"]
    for kind in ("json", "csv", "markdown", "table"):
        ran = svscore("evaluate", f"d{name}/{name}.csv", "-f", model, "--format", kind)
        assert ran.exit_code == 0
        ran.stdout.encode("utf-8")
    assert "\\ud" not in svscore("evaluate", f"d{name}/{name}.csv", "-f", model, "--format", "json").stdout


@pytest.mark.usefixtures("here")
@pytest.mark.parametrize("name", MOST)
@pytest.mark.parametrize(
    "option",
    [
        ["evaluate", "b.csv", "-f", "m.yaml", "--explain", "NAME"],
        ["evaluate", "b.csv", "-f", "m.yaml", "--lot", "NAME"],
        ["evaluate", "b.csv", "-f", "m.yaml", "--set", "NAME=3"],
        ["evaluate", "b.csv", "-f", "m.yaml", "--drop", "NAME"],
        ["evaluate", "b.csv", "-f", "m.yaml", "--format", "NAME"],
        ["evaluate", "b.csv", "-f", "m.yaml", "--accept-changed-model", "NAME: NAME"],
        ["rescore", "books", "--baseline", "m.yaml", "-f", "m.yaml", "--section", "NAME", "-o", "o.csv"],
        ["template", "-f", "m.yaml", "--bidder", "NAME", "--evaluator", "NAME", "-o", "o.xlsx"],
        ["template", "-f", "m.yaml", "--bidder", "A", "--evaluator", "B", "--issued-by", "NAME", "-o", "o.xlsx"],
        ["frameworks", "new", "NAME"],
        ["check", "--explain", "NAME"],
        ["check", "m.yaml", "--select", "NAME"],
        ["--NAME"],
        ["NAME"],
    ],
)
def test_no_word_reaches_a_terminal_raw(option: list[str], name: str) -> None:
    ran = svscore(*(word.replace("NAME", name) for word in option))
    assert ran.exit_code in (0, 1, 2)
    check_shown(ran)


LONG = "x" * 100_000


@pytest.mark.usefixtures("here")
@pytest.mark.parametrize(
    ("keys", "words"),
    [
        (f"extends: {LONG}", ["check", "long.yaml"]),
        (f"criteria: [{{id: {LONG}}}]", ["check", "long.yaml"]),
        (f"{LONG}: 1", ["check", "long.yaml"]),
        (f"status: {LONG}", ["evaluate", "b.csv", "-f", "long.yaml"]),
        (f"tie-break: [{LONG}]", ["frameworks", "show", "long.yaml"]),
        ("", ["check", LONG]),
        ("", ["evaluate", LONG, "-f", "m.yaml"]),
        ("", ["evaluate", "b.csv", "-f", LONG]),
        ("", ["evaluate", "b.csv", "-f", "m.yaml", "--set", f"{LONG}=1"]),
        ("", ["evaluate", "b.csv", "-f", "m.yaml", "--explain", LONG]),
        ("", ["evaluate", "b.csv", "-f", "m.yaml", "--lot", LONG]),
        ("", ["evaluate", "b.csv", "-f", "m.yaml", f"--{LONG}"]),
        ("", ["evaluate", "b.csv", "-f", "m.yaml", "-o", f"{LONG}.json"]),
        ("", ["rescore", LONG, "-f", "m.yaml"]),
        ("", ["rescore", f"https://{LONG}.example/a.xlsx", "-f", "m.yaml"]),
        ("", ["archive", "list", LONG]),
        ("", [LONG]),
    ],
)
def test_no_line_of_a_message_is_longer_than_its_bound(keys: str, words: list[str]) -> None:
    Path("long.yaml").write_text(f"svscore: 1\nid: long\n{keys}\n", "utf-8")
    ran = svscore(*words)
    assert ran.exit_code in (1, 2)
    assert max(map(len, ran.output.splitlines())) < 2_500


@pytest.mark.usefixtures("here")
@pytest.mark.parametrize("cell", ["mark", "bidder", "heading"])
@pytest.mark.parametrize("words", [["evaluate", "l.csv", "-f", "m.yaml"], ["rescore", "l.csv", "-f", "m.yaml"]])
def test_no_cell_makes_a_message_without_end(cell: str, words: list[str]) -> None:
    long = "y" * 30_000
    bids = {"mark": BIDS.replace("50", long), "bidder": BIDS.replace("Ash", long), "heading": f"{long},{BIDS}"}[cell]
    Path("l.csv").write_text(
        bids.replace("\nElm", "\n1,Elm").replace("\nAsh", "\n1,Ash") if cell == "heading" else bids
    )
    ran = svscore(*words)
    assert max(map(len, ran.stderr.splitlines()), default=0) < 2_500


@pytest.mark.parametrize("length", [1, MAX_SAID, MAX_SAID + 1, 700_000])
def test_a_message_that_is_cut_keeps_its_beginning_and_its_end(length: int) -> None:
    problem = Problem(Location("p" * length, "s" * length, 1, 1), "X", f"<{'m' * length}>", f"<{'h' * length}>")
    for said in (problem.message, problem.hint):
        assert len(said) <= MAX_SAID
        assert (said[0], said[-1]) == ("<", ">")
    assert max(map(len, text([problem]).splitlines())) <= MAX_SAID + 700
