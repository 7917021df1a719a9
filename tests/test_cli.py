"""The commands as people and scripts meet them: streams, exit codes, files, messages."""

from __future__ import annotations

import csv
import json
import os
import subprocess
import sys
from io import StringIO
from pathlib import Path
from typing import get_args

import openpyxl
import pytest
from jsonschema import Draft202012Validator
from typer.testing import CliRunner, Result

from svscore import __version__
from svscore.cli import check, evaluate
from svscore.cli.app import app
from svscore.report import RENDERERS, SUFFIXES
from svscore.report.problems import FORMATS
from svscore.report.schema import result_schema

MODEL = """\
svscore: 1
id: it-support
title: IT support services
version: "2025-03"
regime: other
status: illustrative
scales:
  five-point:
    - {mark: 0, descriptor: Nothing relevant.}
    - {mark: 1, descriptor: Little.}
    - {mark: 2, descriptor: Some.}
    - {mark: 3, descriptor: Most.}
    - {mark: 4, descriptor: All.}
rounding: {mode: half-up, criterion: 2, section: 2, total: 2}
criteria:
  - id: terms-accepted
    title: Terms accepted
    gate: {fail-when: "no"}
  - id: quality
    title: Quality
    weight: 60
    question: How will you do it?
    scale: five-point
  - id: price
    title: Price
    weight: 40
    minimum: 10%
    price: {formula: lowest-ratio}
tie-break: [quality, price]
abnormally-low: [{against: mean-of-others, by: 20%}]
"""

VARIANT = """\
svscore: 1
id: variant
title: IT support services, dearer
version: "1"
regime: other
status: illustrative
extends: b.yaml
set: {price: 50}
"""

BIDS = """\
Bidder,terms-accepted,quality,price
Acme Digital Services Ltd,yes,3,10000
Brightwater Consulting Partnership LLP,yes,4,12000
Cobalt,no,4,9000
"""

TABLE = """\
IT support services

Rank  Bidder                                  Quality  Price  Total  Margin  Status
----  --------------------------------------  -------  -----  -----  ------  --------
      out of                                       60     40    100
   1  Brightwater Consulting Partnership LLP    60.00  33.33  93.33    8.33  awarded
   2  Acme Digital Services Ltd                 45.00  40.00  85.00       -  eligible
   -  Cobalt                                    60.00      -      -       -  excluded

Awarded   Brightwater Consulting Partnership LLP, by the highest total
Excluded  Cobalt: failed Terms accepted: answered no
"""


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a model and bids, and a terminal of known width without colour."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "100")
    monkeypatch.delenv("NO_COLOR", raising=False)
    (tmp_path / "model.yaml").write_text(MODEL, "utf-8")
    (tmp_path / "bids.csv").write_text(BIDS, "utf-8")
    return tmp_path


def svscore(*words: str) -> Result:
    """Run a command; whatever is not an exit is a bug and is raised."""
    return CliRunner().invoke(app, words, prog_name="svscore", catch_exceptions=False)


def evaluated(*words: str) -> Result:
    return svscore("evaluate", "bids.csv", "-f", "model.yaml", *words)


# What evaluate prints.


def test_table_is_the_default_and_names_its_files() -> None:
    ran = evaluated()
    assert ran.exit_code == 0
    assert ran.stdout.startswith(TABLE)
    assert "\nModel     IT support services: it-support 2025-03, model.yaml, sha256 " in ran.stdout
    assert "\nBids      bids.csv, sha256 " in ran.stdout
    assert ran.stderr == ""


def test_table_fits_the_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    for width in (80, 120):
        monkeypatch.setenv("COLUMNS", str(width))
        assert max(map(len, evaluated().stdout.splitlines())) <= width


def test_json_is_as_its_schema_says() -> None:
    ran = evaluated("--format", "json")
    found = json.loads(ran.stdout)
    Draft202012Validator(result_schema()).validate(found)
    assert [(bid["bidder"], bid["total"]) for bid in found["bids"]] == [
        ("Brightwater Consulting Partnership LLP", "93.33"),
        ("Acme Digital Services Ltd", "85.00"),
        ("Cobalt", None),
    ]


def test_csv_and_markdown() -> None:
    rows = list(csv.DictReader(StringIO(evaluated("--format", "csv").stdout)))
    assert [(row["rank"], row["price"]) for row in rows] == [("1", "33.33"), ("2", "40.00"), ("", "")]
    row = "| 2 | Acme Digital Services Ltd | 45.00 | 40.00 | 85.00 | - | eligible |\n"
    assert row in evaluated("--format", "markdown").stdout


def test_the_format_follows_from_the_suffix(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    for suffix, name in SUFFIXES.items():
        ran = evaluated("-o", f"out{suffix.upper()}")
        assert (ran.exit_code, ran.stdout) == (0, "")
        assert (here / f"out{suffix.upper()}").read_text("utf-8") == evaluated("--format", name).stdout
    assert evaluated("-o", "out.txt", "--format", "json").exit_code == 0
    json.loads((here / "out.txt").read_text("utf-8"))


def test_the_named_formats_are_those_there_are() -> None:
    assert set(get_args(evaluate.Format)) - {"xlsx", "md"} == set(RENDERERS) == set(SUFFIXES.values())
    assert set(get_args(check.Format)) == {*FORMATS, "auto"}


def test_explain_prints_the_worked_calculation_alone(here: Path) -> None:
    ran = evaluated("--explain", "Acme Digital Services Ltd")
    assert ran.exit_code == 0
    assert ran.stdout.startswith("Acme Digital Services Ltd: rank 2 of 2, eligible\n")
    assert "  points  share x weight = 0.75 x 60 = 45.00\n" in ran.stdout
    assert evaluated("--explain", "Acme Digital Services Ltd", "-o", "acme.txt").stdout == ""
    assert (here / "acme.txt").read_text("utf-8") == ran.stdout


def test_explain_finds_a_bidder_however_its_accents_are_stored(here: Path) -> None:
    (here / "bids.csv").write_text(BIDS.replace("Cobalt", "Cafe\u0301 Noir"), "utf-8")
    assert evaluated("--explain", "Caf\u00e9 Noir").stdout.startswith("Cafe\u0301 Noir: excluded\n")


def test_a_what_if_says_so_in_every_format() -> None:
    words = ("--set", "price=60")
    for name in RENDERERS:
        page = evaluated(*words, "--format", name).stdout
        assert "weight of price 60 instead of 40" in page
        assert "93.33" not in page
    assert "what-if, not the published model" in evaluated(*words, "--explain", "Cobalt").stdout
    dropped = json.loads(evaluated("--drop", "terms-accepted", "--format", "json").stdout)
    assert dropped["what_if"] == ["without terms-accepted"]
    assert dropped["bids"][0]["bidder"] == "Cobalt"


def test_anonymise_leaves_no_name_on_either_stream() -> None:
    for words in ([], ["--format", "json"], ["--format", "csv"], ["--explain", "Cobalt"]):
        ran = evaluated("--anonymise", *words)
        assert ran.exit_code == 0
        assert "Bidder " in ran.stdout
        assert [name for name in ("Acme", "Brightwater", "Cobalt", "bids.csv") if name in ran.output] == []
    Draft202012Validator(result_schema()).validate(json.loads(evaluated("--anonymise", "--format", "json").stdout))


def test_hostile_names_reach_no_terminal_and_no_formula(here: Path) -> None:
    names = ['=HYPERLINK("http://evil.example")', "+cmd|' /C calc'!A0", "@SUM(1)", "<img onerror=x>", "[red]x[/red]"]
    with (here / "bids.csv").open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(["Bidder", "terms-accepted", "quality", "price"])
        rows.writerows([name, "yes", "3", str(1000 + place)] for place, name in enumerate([*names, "\x1b[2Jx"]))
    for words in ([], ["--format", "markdown"], ["--format", "csv"], ["--explain", "@SUM(1)"], ["--anonymise"]):
        ran = evaluated(*words)
        assert ran.exit_code == 0, ran.output
        assert "\x1b" not in ran.output
    cells = [cell for row in csv.reader(StringIO(evaluated("--format", "csv").stdout)) for cell in row]
    assert [cell for cell in cells if cell.startswith(("=", "+", "@"))] == []
    assert "[red]x[/red]" in evaluated().stdout
    assert "<img" not in evaluated("--format", "markdown").stdout
    assert set(names) < {bid["bidder"] for bid in json.loads(evaluated("--format", "json").stdout)["bids"]}


# What stops evaluate.


def test_every_problem_goes_to_stderr_with_its_hint_and_nothing_to_stdout(here: Path) -> None:
    (here / "bids.csv").write_text("Bidder,terms-accepted,quality,price\nAcme,yes,7,cheap\n", "utf-8")
    ran = evaluated("-o", "out.json")
    assert (ran.exit_code, ran.stdout) == (1, "")
    places = [line.split(" ")[0] for line in ran.stderr.splitlines() if not line.startswith(" ")]
    assert places == ["bids.csv:2:3:", "bids.csv:2:4:"]
    assert "    hint: " in ran.stderr
    assert not (here / "out.json").exists()


def test_a_model_that_cannot_be_scored_is_refused(here: Path) -> None:
    (here / "model.yaml").write_text(MODEL.replace("weight: 40", "weight: 30"), "utf-8")
    ran = evaluated()
    assert (ran.exit_code, ran.stdout) == (1, "")
    assert ran.stderr.startswith("model.yaml:")
    assert "SV101" in ran.stderr


@pytest.mark.parametrize("name", ["missing.xlsx", "missing.csv", "folder.csv"])
def test_a_workbook_that_is_not_there_is_one_clear_line(name: str, here: Path) -> None:
    (here / "folder.csv").mkdir()
    ran = svscore("evaluate", name, "-f", "model.yaml")
    assert (ran.exit_code, ran.stdout) == (1, "")
    assert ran.stderr.startswith(f"{name}: WB")
    unnamed = svscore("evaluate", name)
    assert (unnamed.exit_code, unnamed.stdout) == (1, "")
    assert "WB" in unnamed.stderr


def test_a_model_that_is_not_there_is_one_clear_line() -> None:
    ran = svscore("evaluate", "bids.csv", "-f", "dsp-lot3")
    assert (ran.exit_code, ran.stdout) == (1, "")
    assert (
        ran.stderr == ("dsp-lot3: SV007 no framework with the id 'dsp-lot3'\n    hint: did you mean 'dsp-lot2'?\n")
        or "did you mean 'dsp-lot" in ran.stderr
    )


def test_an_input_is_never_overwritten(here: Path) -> None:
    ran = evaluated("-o", "bids.csv")
    assert (ran.exit_code, ran.stdout) == (1, "")
    assert ran.stderr == (
        "bids.csv: RP101 this file was read and is not overwritten\n    hint: give --output another name\n"
    )
    assert evaluated("--format", "json", "-o", "model.yaml").exit_code == 1
    assert (here / "bids.csv").read_text("utf-8") == BIDS
    assert (here / "model.yaml").read_text("utf-8") == MODEL


def test_a_file_that_cannot_be_written_is_no_traceback() -> None:
    ran = evaluated("-o", "nowhere/out.json")
    assert ran.exit_code == 1
    assert ran.stderr.startswith(f"nowhere{os.sep}out.json: RP102 cannot be written: no such file or directory\n")


def test_a_failed_write_leaves_the_old_file(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    old = '{\n  "svscore": 1,\n  "framework": {}\n}\n'
    (here / "out.json").write_text(old)
    monkeypatch.setattr(os, "fsync", full)
    ran = evaluated("-o", "out.json")
    assert ran.exit_code == 1
    assert "no space left on device" in ran.stderr
    assert f"make room in the folder {here}, or write to another disk" in ran.stderr
    assert (here / "out.json").read_text() == old
    assert sorted(path.name for path in here.iterdir()) == ["bids.csv", "model.yaml", "out.json"]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--set", "quality"], "found 'quality', expected an id, = and a plain decimal number, like social-value=30"),
        (["--set", "quality=1e2"], "found 'quality=1e2', expected an id, = and a plain decimal number"),
        (["--set", "quality=many"], "found 'quality=many'"),
        (["--set", "quality=50", "--set", "quality=60"], "'quality' is set twice"),
        (["--set", "qualty=50"], "did you mean 'quality'?"),
        (["--drop", "qualty"], "did you mean 'quality'?"),
        (["--explain", "Cobolt"], "no bid by 'Cobolt'; did you mean 'Cobalt'?"),
        (["--explain", "Cobalt", "--format", "json"], "a worked calculation is text: leave out --format"),
        (["--format", "pdf"], "pdf"),
        (["-o", "out.pdf"], "found 'out.pdf', expected a name that ends in .txt, .json, .csv, .md, .xlsx; or say"),
        (["--format", "xlsx"], "a workbook is written to a file: say which with --output"),
        (["-o", "out.xlsx", "--anonymise"], "a copy of the workbook holds the names"),
        (["--nonsense"], "--nonsense"),
    ],
)
def test_wrong_usage_is_2_and_says_what_was_expected(words: list[str], said: str) -> None:
    ran = evaluated(*words)
    assert (ran.exit_code, ran.stdout) == (2, "")
    assert said in " ".join(ran.stderr.split())


def test_a_workbook_that_names_no_model_needs_one() -> None:
    ran = svscore("evaluate", "bids.csv")
    assert (ran.exit_code, ran.stdout) == (2, "")
    assert "bids.csv names no framework in a Competition sheet: say which with --framework" in ran.stderr


# Checking framework files.


def test_check_lists_everything_wrong_in_path_order(here: Path) -> None:
    (here / "models").mkdir()
    (here / "models" / "b.yaml").write_text(MODEL.replace("weight: 40", "weight: 30"), "utf-8")
    (here / "models" / "a.yml").write_text(MODEL.replace("scale: five-point", "scale: six-point"), "utf-8")
    (here / "models" / "notes.txt").write_text("not: [a model", "utf-8")
    (here / "models" / ".hidden").mkdir()
    (here / "models" / ".hidden" / "c.yaml").write_text("not: [a model", "utf-8")
    (here / "models" / "variant.yaml").write_text(VARIANT, "utf-8")
    ran = svscore("check", "models", "model.yaml", "--ignore", "SV203")
    assert ran.exit_code == 1
    places = [line.split(":")[0] for line in ran.stdout.splitlines() if not line.startswith(" ")]
    assert list(dict.fromkeys(places)) == [f"models{os.sep}a.yml", f"models{os.sep}b.yaml"]
    assert "    hint: " in ran.stdout
    assert ran.stderr.startswith("checked 4 files: 2 errors")


def test_check_of_a_sound_file_prints_nothing_but_a_summary() -> None:
    ran = svscore("check", "model.yaml", "--ignore", "SV203")
    assert (ran.exit_code, ran.stdout) == (0, "")
    assert ran.stderr == "checked 1 file: nothing wrong\n"


def test_check_for_github_and_as_json(here: Path) -> None:
    (here / "model.yaml").write_text(MODEL.replace("weight: 40", "weight: 30"), "utf-8")
    assert svscore("check", "model.yaml", "--format", "github").stdout.startswith("::error file=model.yaml,line=")
    ran = svscore("check", "model.yaml", "--format", "json")
    assert ran.exit_code == 1
    problems = json.loads(ran.stdout)["problems"]
    assert [problem["code"] for problem in problems if problem["severity"] == "error"] == ["SV101"]


def test_check_picks_annotations_inside_github_actions(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (here / "model.yaml").write_text(MODEL.replace("weight: 40", "weight: 30"), "utf-8")
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    assert svscore("check", "model.yaml", "--format", "auto").stdout.startswith("::error file=model.yaml,line=")
    monkeypatch.delenv("GITHUB_ACTIONS")
    assert svscore("check", "model.yaml", "--format", "auto").stdout == svscore("check", "model.yaml").stdout


def test_check_writes_sarif_and_junit(here: Path) -> None:
    (here / "model.yaml").write_text(MODEL.replace("weight: 40", "weight: 30"), "utf-8")
    sarif = json.loads(svscore("check", "model.yaml", "--format", "sarif").stdout)
    assert [result["level"] for result in sarif["runs"][0]["results"]].count("error") == 1
    (here / "clean.yaml").write_text(MODEL, "utf-8")
    ran = svscore("check", "model.yaml", "clean.yaml", "--format", "junit")
    assert ran.exit_code == 1
    assert '<testcase classname="clean.yaml"' in ran.stdout
    assert 'failures="1"' in ran.stdout


def test_check_explains_a_code_and_knows_them_all() -> None:
    ran = svscore("check", "--explain", "sv101")
    assert ran.exit_code == 0
    assert ran.stdout.startswith("SV101 weights-sum (error)\n\n")
    wrong = svscore("check", "--explain", "SV1O1")
    assert (wrong.exit_code, wrong.stdout) == (2, "")
    assert "no code 'SV1O1'; did you mean 'SV" in " ".join(wrong.stderr.split())
    assert "say which files" in svscore("check").stderr
    assert svscore("check").exit_code == 2


@pytest.mark.parametrize("name", ["missing.yaml", "empty"])
def test_check_of_nothing_fails(name: str, here: Path) -> None:
    (here / "empty").mkdir()
    ran = svscore("check", name)
    assert ran.exit_code == 1
    assert ran.stdout.startswith(f"{name}: ")


# Looking at models.


def test_list_names_the_shipped_models_and_those_here(here: Path) -> None:
    (here / "frameworks").mkdir()
    (here / "frameworks" / "it-support.yaml").write_text(MODEL, "utf-8")
    ran = svscore("frameworks", "list")
    assert ran.exit_code == 0
    assert "\nit-support " in ran.stdout
    assert "\ndsp-lot2 " in ran.stdout


def test_show_prints_weights_and_rules() -> None:
    ran = svscore("frameworks", "show", "dsp-lot2")
    assert ran.exit_code == 0
    assert "\n    16     9.6    Fighting climate change [fighting-climate-change], " in ran.stdout
    assert "\nfile dsp-lot2.yaml (shipped), sha256 " in ran.stdout
    assert svscore("frameworks", "show", "ppn-06-20").stdout.startswith("ppn-06-20 ")


def test_show_resolved_is_a_complete_model(here: Path) -> None:
    ran = svscore("frameworks", "show", "dsp-lot2-without-covid", "--resolved")
    assert ran.exit_code == 0
    assert "extends" not in ran.stdout
    (here / "resolved.yaml").write_text(ran.stdout, "utf-8")
    assert svscore("check", "resolved.yaml").exit_code == 0


def test_a_menu_has_nothing_to_resolve() -> None:
    ran = svscore("frameworks", "show", "ppn-06-20", "--resolved")
    assert (ran.exit_code, ran.stdout) == (2, "")
    assert "'ppn-06-20' is a menu: it takes nothing from other files" in ran.stderr


def test_show_of_what_is_not_there() -> None:
    ran = svscore("frameworks", "show", "dsp-lot22")
    assert (ran.exit_code, ran.stdout) == (1, "")
    assert "hint: did you mean 'dsp-lot2'?" in ran.stderr


def test_schemas_are_schemas() -> None:
    Draft202012Validator.check_schema(json.loads(svscore("frameworks", "schema").stdout))
    assert json.loads(svscore("frameworks", "schema", "--result").stdout) == result_schema()


def test_new_is_a_model_that_has_nothing_wrong(here: Path) -> None:
    ran = svscore("frameworks", "new", "it-support-2026")
    assert (ran.exit_code, ran.stdout) == (0, "")
    assert ran.stderr == "wrote it-support-2026.yaml and framework.schema.json\n"
    assert svscore("check", "it-support-2026.yaml", "--strict").output == "checked 1 file: nothing wrong\n"
    shown = svscore("frameworks", "show", "it-support-2026.yaml").stdout
    assert shown.startswith("it-support-2026 1: It support 2026\n")
    schema = json.loads((here / "framework.schema.json").read_text("utf-8"))
    assert schema == json.loads(svscore("frameworks", "schema").stdout)


def test_new_overwrites_nothing_and_says_what_an_id_is(here: Path) -> None:
    (here / "mine.yaml").write_text("mine", "utf-8")
    ran = svscore("frameworks", "new", "mine")
    assert (ran.exit_code, ran.stdout) == (1, "")
    assert ran.stderr.startswith("mine.yaml: RP109 is there already and is not overwritten\n")
    assert not (here / "framework.schema.json").exists()
    (here / "framework.schema.json").write_text("{}", "utf-8")
    assert svscore("frameworks", "new", "other").stderr == "wrote other.yaml\n"
    assert (here / "framework.schema.json").read_text("utf-8") == "{}"
    wrong = svscore("frameworks", "new", "IT support")
    assert wrong.exit_code == 2
    assert "found 'IT support', expected lower-case letters, digits and hyphens, like it-support" in " ".join(
        wrong.stderr.split()
    )


def test_a_name_nothing_is_near_is_answered_with_the_frameworks_there_are() -> None:
    ran = svscore("evaluate", "bids.csv", "-f", "zzzz")
    assert "hint: expected one of: ccs-call-off, " in ran.stderr
    assert "ppn-06-20" not in ran.stderr
    near = svscore("evaluate", "bids.csv", "-f", "ppn-06-2")
    assert "did you mean 'ppn-06-20'?" in near.stderr


def test_a_price_with_additions_is_worked_in_money() -> None:
    example = Path(__file__).parents[1] / "examples" / "i35w-bridge"
    words = (
        "evaluate",
        str(example / "bids.csv"),
        "-f",
        str(example / "framework.yaml"),
        "--explain",
        "Flatiron/Manson",
    )
    assert "= 233,763,000 + 437 x 200,000\n" in svscore(*words).stdout


def test_a_folder_in_place_of_a_workbook_is_named() -> None:
    assert svscore("evaluate", ".", "-f", "model.yaml").stderr.startswith(".: WB101 the file cannot be read: ")


# The command as a whole.


@pytest.mark.parametrize("words", [[], ["evaluate"], ["check"], ["frameworks"], ["frameworks", "show"]])
def test_help_fits_80_columns(words: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    ran = svscore(*words, "--help")
    assert ran.exit_code == 0
    assert max(map(len, ran.stdout.splitlines())) <= 80


def test_no_command_shows_the_help() -> None:
    assert svscore().exit_code == 2
    assert "Usage: svscore" in svscore().output


def test_version() -> None:
    assert svscore("--version").stdout == f"svscore {__version__}\n"


def process(*words: str, **variables: str) -> subprocess.CompletedProcess[bytes]:
    """The command in a process of its own, its output in pipes."""
    command = [sys.executable, "-m", "svscore", *words]
    return subprocess.run(command, capture_output=True, env={**os.environ, **variables}, check=False)


def test_a_process_prints_the_same_and_ends_with_the_code() -> None:
    ran = process("evaluate", "bids.csv", "-f", "model.yaml")
    assert (ran.returncode, ran.stderr) == (0, b"")
    assert ran.stdout.decode().replace("\r\n", "\n") == evaluated().stdout
    assert process("evaluate", "nothing.csv", "-f", "model.yaml").returncode == 1
    assert process("evaluate").returncode == 2


@pytest.mark.skipif(sys.platform == "win32", reason="needs a terminal made by the test")
@pytest.mark.parametrize(("variables", "coloured"), [({}, True), ({"NO_COLOR": "1"}, False), ({"TERM": "dumb"}, False)])
def test_colour_on_a_terminal_that_wants_it(variables: dict[str, str], *, coloured: bool) -> None:
    main, terminal = os.openpty()
    command = [sys.executable, "-m", "svscore", "evaluate", "bids.csv", "-f", "model.yaml"]
    subprocess.run(command, stdout=terminal, env={**os.environ, "TERM": "xterm", **variables}, check=True)
    os.close(terminal)
    page = os.read(main, 100_000)
    os.close(main)
    assert b"Brightwater" in page
    assert (b"\x1b[1;32m" in page) is coloured
    assert (b"\x1b" in page) is coloured


def test_names_a_terminal_has_no_letters_for_are_no_crash(here: Path) -> None:
    (here / "bids.csv").write_text(BIDS.replace("Cobalt", "Łódź 株式会社"), "utf-8")
    ran = process("evaluate", "bids.csv", "-f", "model.yaml", PYTHONIOENCODING="latin-1", PYTHONUTF8="0")
    assert ran.returncode == 0
    assert b"\\u0141\xf3d\\u017a" in ran.stdout


def test_help_needs_no_heavy_import() -> None:
    code = (
        "import sys; from svscore.cli.app import app\n"
        "try: app(['evaluate', '--help'])\n"
        "except SystemExit: pass\n"
        "print([name for name in ('pydantic', 'yaml', 'openpyxl', 'rich', 'svscore.report') if name in sys.modules])"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True)
    assert ran.stdout.splitlines()[-1] == b"[]"


STOPPED = """
import os, signal, sys
class Stopping:
    def find_spec(self, name, *_):
        if name == "typer":
            os.kill(os.getpid(), signal.SIGINT)
sys.meta_path.insert(0, Stopping())
from svscore.__main__ import main
main()
"""


@pytest.mark.skipif(os.name == "nt", reason="Ctrl-C is a signal on POSIX")
def test_control_c_while_it_begins_is_quiet() -> None:
    done = subprocess.run([sys.executable, "-c", STOPPED], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (130, "", "")


@pytest.mark.skipif(sys.platform == "win32", reason="pipes close in another way")
def test_a_closed_pipe_is_quiet() -> None:
    command = f"{sys.executable} -m svscore frameworks schema --result | head -n 1"
    ran = subprocess.run(["/bin/sh", "-c", command], capture_output=True, check=False)
    assert (ran.stdout, ran.stderr) == (b"{\n", b"")


def test_a_workbook_that_names_another_model_is_told_so(here: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.title = "Competition"
    sheet.append(["framework", "dsp-lot2"])
    bids = book.create_sheet("Bids")
    for row in csv.reader(StringIO((here / "bids.csv").read_text("utf-8"))):
        bids.append(row)
    book.save(here / "bids.xlsx")
    ran = svscore("evaluate", "bids.xlsx", "-f", "model.yaml")
    assert ran.exit_code == 0, ran.stderr
    assert "EV110 warning: it names the model 'dsp-lot2', and was scored under" in ran.stderr
