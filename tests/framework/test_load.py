"""A file becomes a framework or a menu, or every problem it has, and one fault is one problem."""

import hashlib
import pickle
from pathlib import Path

import pytest

from svscore.framework.load import load_definition, load_framework, read_draft
from svscore.framework.menu import Menu
from svscore.framework.model import Framework
from svscore.lint import check_file, checked_framework
from svscore.problem import Severity, SvscoreError

HEAD = 'svscore: 1\nid: example\ntitle: Example\nversion: "1"\nregime: other\nstatus: illustrative\n'
SCALES = "scales:\n  five: [{mark: 0}, {mark: 4}]\n"
CRITERIA = (
    "criteria:\n"
    "  - {id: quality, title: Quality, weight: 70, minimum: 50%, scale: five}\n"
    "  - {id: price, title: Price, weight: 30, price: {formula: lowest-ratio}}\n"
)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "framework.yaml"
    path.write_text(HEAD + SCALES + CRITERIA)
    return path


def found(path: Path, text: str) -> list[str]:
    """Errors and warnings; a note says what any draft may lack."""
    path.write_text(text)
    problems = (problem for problem in check_file(path) if problem.severity is not Severity.NOTE)
    return [str(problem).removeprefix(f"{path}:") for problem in problems]


def test_a_framework_comes_with_the_file_it_is_from(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(path.parent)
    loaded = load_framework("framework.yaml")
    assert loaded.framework.id == "example"
    assert (loaded.path, loaded.name) == (Path("framework.yaml"), "framework.yaml")
    assert loaded.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()
    assert (loaded.what_if, loaded.problems) == ((), ())


def test_a_shipped_framework_is_loaded_by_id() -> None:
    assert load_framework("dsp-lot2@2021-10").framework.id == "dsp-lot2"


def test_a_loaded_framework_travels_between_processes(path: Path) -> None:
    loaded = checked_framework(path)
    assert pickle.loads(pickle.dumps(loaded)) == loaded  # noqa: S301 - our own bytes


def test_warnings_come_along(path: Path) -> None:
    path.write_text(path.read_text() + "moderation: mean\n")
    problems = [problem for problem in checked_framework(path).problems if problem.severity is not Severity.NOTE]
    assert [(problem.code, problem.severity) for problem in problems] == [("SV201", Severity.WARNING)]
    assert load_framework(path).problems == ()


def test_structure_is_checked_without_the_rules_and_sense_with_them(path: Path) -> None:
    path.write_text(path.read_text().replace("weight: 30", "weight: 20"))
    assert load_framework(path).framework.criteria[1].weight == 20
    with pytest.raises(SvscoreError, match="SV101"):
        checked_framework(path)


@pytest.mark.parametrize("load", [load_framework, checked_framework])
def test_a_menu_is_no_framework(load: object) -> None:
    assert callable(load)
    with pytest.raises(SvscoreError) as refused:
        load("ppn-06-20")
    (problem,) = refused.value.problems
    assert str(problem).endswith("SV013 'ppn-06-20' is a menu of criteria, expected a framework")
    assert problem.hint == "take its criteria into a framework with `use`"


def test_a_definition_is_a_framework_or_a_menu() -> None:
    assert isinstance(load_definition("ppn-06-20"), Menu)
    assert isinstance(load_definition("dsp-lot2"), Framework)


def test_a_definition_with_an_error_is_refused(path: Path) -> None:
    path.write_text(HEAD + "menu: 5\n")
    with pytest.raises(SvscoreError, match=r"framework.yaml:7:7: SV012 found '5', expected a list"):
        load_definition(path)


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("no-such.yaml", "no-such.yaml: SV007 no file 'no-such.yaml'"),
        ("dsp-lot3", "dsp-lot3: SV007 no framework with the id 'dsp-lot3'"),
    ],
)
def test_a_name_that_means_no_file(name: str, message: str) -> None:
    assert [str(problem) for problem in check_file(name)] == [message]
    with pytest.raises(SvscoreError, match="SV007"):
        load_framework(name)


def test_a_file_that_cannot_be_read(tmp_path: Path) -> None:
    assert [str(problem) for problem in check_file(tmp_path)] == [
        f"{tmp_path}: SV007 the file cannot be read: is a directory"
    ]


def test_problems_are_in_file_order() -> None:
    places = [
        (problem.location.row, problem.location.column)
        for problem in check_file(Path(__file__).parents[1] / "definitions" / "bad" / "wrong-kinds-of-value.yaml")
    ]
    assert len(places) > 10
    assert places == sorted(places)


ONE_FAULT = {
    "an id that is none": ("id: quality,", "id: Quality one,", "10:10: SV012"),
    "a leaf that is text": ("scale: five}", "scale: [five]}", "10:68: SV012"),
    "a kind that is misspelt": ("scale: five}", "scael: five}", "10:61: SV010"),
    "a formula without a name": ("{formula: lowest-ratio}", "{}", "11:50: SV011"),
    "a formula that is none": ("lowest-ratio", "lowest", "11:60: SV012"),
    "a setting of a formula": ("lowest-ratio", "lowest-ratio, zero: maybe", "11:80: SV012"),
    "a key of a formula": ("lowest-ratio", "lowest-ratio, unit: GBP", "11:74: SV012"),
    "a weight that is none": ("weight: 70", "weight: seventy", "10:43: SV012"),
    "a minimum that is none": ("minimum: 50%", "minimum: no", "10:56: SV012"),
    "a mark that is none": ("{mark: 4}", "{mark: {}}", "8:28: SV012"),
    "a scale that is none": ("[{mark: 0}, {mark: 4}]", "0 to 4", "8:9: SV012"),
    "scales that are none": ("\n  five: [{mark: 0}, {mark: 4}]", " five", "7:9: SV012"),
    "a criterion that is none": ("  - {id: quality", "  - quality\n  - {id: quality", "10:5: SV012"),
    "the word for scales": ("scales:", "scale:", "7:1: SV010"),
    "the word for criteria": ("criteria:", "criterias:", "9:1: SV010"),
}


@pytest.mark.parametrize(("old", "new", "expected"), ONE_FAULT.values(), ids=ONE_FAULT)
def test_one_fault_is_one_problem(path: Path, old: str, new: str, expected: str) -> None:
    text = HEAD + SCALES + CRITERIA
    assert text.count(old) == 1
    text = text.replace(old, new) + "tie-break: [quality, price]\naward: {by: quality-per-price}\n"
    assert [problem[: len(expected)] for problem in found(path, text)] == [expected]


def test_a_fault_hides_no_other_one(path: Path) -> None:
    text = (HEAD + SCALES + CRITERIA).replace("id: quality,", "id: Quality one,").replace("weight: 30", "weight: -30")
    assert [problem.split(" ")[:2] for problem in found(path, text + "moderation: mean\n")] == [
        ["9:1:", "SV101"],
        ["10:10:", "SV012"],
        ["11:39:", "SV105"],
        ["12:13:", "SV201"],
    ]


def test_what_cannot_be_salvaged_has_the_problems_of_its_structure(path: Path) -> None:
    assert found(path, HEAD.replace("status: illustrative\n", "") + "total: no\ncriteria: many\n") == [
        "1:1: SV011 missing key 'status'",
        "6:8: SV012 found 'no', expected a plain decimal number, like 20 or 12.5",
        "7:11: SV012 found 'many', expected a list",
    ]
    assert read_draft(path).definition is None


def test_a_file_with_very_many_faults_is_given_up(path: Path) -> None:
    criteria = "".join(f"  - {{id: a{n}, title: A, weight: no, points: {{max: 1}}}}\n" for n in range(600))
    assert len(found(path, HEAD + "criteria:\n" + criteria)) == 600
    assert read_draft(path).definition is None


def test_very_many_findings_of_one_rule_are_cut(path: Path) -> None:
    criteria = "".join(["  - {id: a, title: A, weight: 1, minimum: 1, points: {max: 1}}\n"] * 300)
    codes = [problem.split()[1] for problem in found(path, HEAD + "total: 300\ncriteria:\n" + criteria)]
    assert codes == ["SV103"] * 200


def test_more_unknown_keys_than_anybody_mends_are_cut(path: Path) -> None:
    text = HEAD + SCALES + CRITERIA + "".join(f"what-{n}: 1\n" for n in range(300))
    assert len(found(path, text)) == 200
