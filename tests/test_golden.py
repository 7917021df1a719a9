"""What ``svscore evaluate`` prints for known evaluations and for the examples, to the last character.

``--update-golden`` writes the expected files anew. That the figures in them are right is another file's business:
``test_golden_printed.py``.
"""

import csv
import json
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator
from typer.testing import CliRunner

from svscore.cli.app import app
from svscore.framework.load import load_framework
from svscore.report.json_report import document
from svscore.report.origin import Origin
from svscore.report.schema import result_schema
from svscore.scoring.engine import score
from svscore.workbook import read_bids

GOLDEN = Path(__file__).parent / "golden"
EXAMPLES = Path(__file__).parents[1] / "examples"


def lots(case: Path) -> list[str | None]:
    """The lots its bids name; one ``None`` where they name none."""
    with (case / "bids.csv").open(encoding="utf-8", newline="") as file:
        return list(dict.fromkeys(row.get("Lot") for row in csv.DictReader(file)))


CASES = sorted(path.parent for path in GOLDEN.glob("*/framework.yaml"))
RUNS = [
    pytest.param(case, lot, id="-".join(filter(None, [case.name, lot and lot.replace(" ", "-")])))
    for case in CASES
    for lot in lots(case)
]
SCHEMA = Draft202012Validator(result_schema())


def expected_file(case: Path, lot: str | None, suffix: str) -> Path:
    return case / f"expected{'.' + lot.replace(' ', '-') if lot else ''}{suffix}"


def evaluated(words: list[str], width: int) -> str:
    """What the command prints in a terminal of that width, without colour."""
    ran = CliRunner().invoke(
        app, ["evaluate", *words], prog_name="svscore", env={"COLUMNS": str(width), "NO_COLOR": "1", "TERM": "dumb"}
    )
    assert ran.exit_code == 0, ran.output
    return ran.stdout


def compare(printed: str, file: Path, request: pytest.FixtureRequest) -> None:
    if request.config.getoption("--update-golden"):
        file.write_text(printed, encoding="utf-8", newline="\n")
    assert printed == file.read_text(encoding="utf-8")


def words_of(lot: str | None) -> list[str]:
    return ["bids.csv", "--framework", "framework.yaml", *(["--lot", lot] if lot else [])]


@pytest.mark.parametrize(("case", "lot"), RUNS)
def test_table(case: Path, lot: str | None, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> None:
    monkeypatch.chdir(case)
    printed = evaluated([*words_of(lot), "--format", "table"], 100)
    assert max(map(len, printed.splitlines())) <= 100
    compare(printed, expected_file(case, lot, ".txt"), request)


@pytest.mark.parametrize(("case", "lot"), RUNS)
def test_json(case: Path, lot: str | None, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> None:
    monkeypatch.chdir(case)
    printed = evaluated([*words_of(lot), "--format", "json"], 100)
    SCHEMA.validate(json.loads(printed))
    compare(printed, expected_file(case, lot, ".json"), request)


@pytest.mark.parametrize(("case", "lot"), RUNS)
def test_library_and_command_agree(case: Path, lot: str | None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(case)
    loaded = load_framework("framework.yaml")
    competition = read_bids(Path("bids.csv"), loaded.framework, lot=lot)
    origin = Origin(loaded.name, loaded.sha256, competition.source, competition.sha256, lot or "", loaded.model_sha256)
    result = score(loaded.framework, competition)
    assert document(result, origin) == json.loads(evaluated([*words_of(lot), "--format", "json"], 100))


@pytest.mark.parametrize(
    ("folder", "words"),
    [
        ("dsp-lot2", ["bids.xlsx"]),
        ("ccs-call-off", ["bids.xlsx"]),
        ("i35w-bridge", ["bids.csv", "--framework", "framework.yaml"]),
    ],
)
def test_example(
    folder: str, words: list[str], monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
) -> None:
    monkeypatch.chdir(EXAMPLES / folder)
    compare(evaluated([*words, "--format", "table"], 80), GOLDEN / "examples" / f"{folder}.txt", request)


def test_no_expected_file_is_left_over() -> None:
    wanted = {expected_file(case, lot, suffix) for case in CASES for lot in lots(case) for suffix in (".json", ".txt")}
    assert set(GOLDEN.glob("*/expected*")) == wanted
