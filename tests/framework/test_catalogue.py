"""Where an id is found: the first place that has it, and never another version than the one asked for."""

import os
from pathlib import Path

import pytest

from svscore.framework.catalogue import Entry, available, entries_in, find, printed, shipped_folder
from svscore.problem import Location, SvscoreError

SHIPPED = sorted(entry.id for entry in entries_in(shipped_folder()))


def write(folder: Path, name: str, identity: str, version: str = "1", rest: str = "criteria: []\n") -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / name
    path.write_text(f'svscore: 1\nid: {identity}\ntitle: "Title: {identity}"\nversion: "{version}"\n{rest}', "utf-8")
    return path


@pytest.fixture(autouse=True)
def places(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder to be in, and two more on the path list."""
    here = tmp_path / "here"
    here.mkdir()
    monkeypatch.chdir(here)
    monkeypatch.setenv("SVSCORE_FRAMEWORKS", os.pathsep.join([str(tmp_path / "one"), "", str(tmp_path / "two")]))
    return tmp_path


def refusal(name: str) -> str:
    with pytest.raises(SvscoreError) as refused:
        find(name)
    (problem,) = refused.value.problems
    return f"{problem} | {problem.hint}"


def test_shipped_definitions_are_found_by_id() -> None:
    assert "dsp-lot2" in SHIPPED
    for name in SHIPPED:
        assert find(name).parent == shipped_folder()


def test_the_first_place_wins(places: Path) -> None:
    in_two = write(places / "two", "a.yaml", "dsp-lot2")
    assert find("dsp-lot2") == in_two
    in_one = write(places / "one", "b.yml", "dsp-lot2")
    assert find("dsp-lot2") == in_one
    write(places / "here" / "frameworks" / "deeper", "c.yaml", "dsp-lot2")
    assert find("dsp-lot2") == Path("frameworks/deeper/c.yaml")


def test_a_version_is_looked_for_in_every_place(places: Path) -> None:
    write(places / "one", "a.yaml", "model", "2")
    old = write(places / "two", "a.yaml", "model", "1")
    assert find("model@1") == old
    assert refusal("model@3") == "model@3: SV007 'model' has no version '3' | there is: 1, 2"


def test_of_several_versions_in_one_place_one_must_be_named(places: Path) -> None:
    first = write(places / "one", "a.yaml", "model", "1")
    write(places / "one", "b.yaml", "model", "2")
    assert refusal("model") == "model: SV007 'model' has several versions | name one of: model@1, model@2"
    assert find("model@1") == first


def test_of_several_versions_the_file_named_after_the_id_is_meant(places: Path) -> None:
    current = write(places / "one", "model.yaml", "model", "2")
    write(places / "one", "model-1.yaml", "model", "1")
    assert find("model") == current


def test_the_same_version_twice_in_one_place_must_be_named_by_path(places: Path) -> None:
    write(places / "here" / "frameworks", "a.yaml", "model")
    write(places / "here" / "frameworks", "b.yaml", "model")
    assert refusal("model@1") == (
        "model@1: SV007 several files are model@1: frameworks/a.yaml, frameworks/b.yaml | name one by its path"
    )


def test_an_unknown_id_names_the_nearest_of_all_places(places: Path) -> None:
    write(places / "two", "a.yaml", "it-support")
    assert refusal("it-suport") == "it-suport: SV007 no framework with the id 'it-suport' | did you mean 'it-support'?"
    assert "dsp-lot2" in refusal("zzz")


def test_a_path_is_taken_as_such(places: Path) -> None:
    path = write(places / "here", "model.yaml", "other")
    assert find(str(path)) == path
    assert find("./model.yaml") == Path("model.yaml")
    assert find("model.yaml") == Path("model.yaml")
    assert find("model.yaml", start=places / "here") == path


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("nothing.yaml", "nothing.yaml: SV007 no file 'nothing.yaml' | check the path"),
        ("nowhere/model", "nowhere/model: SV007 no file 'nowhere/model' | check the path"),
        ("../here/", "../here/: SV007 '../here/' is a folder, expected a file | check the path"),
    ],
)
def test_a_path_without_a_file_is_refused(name: str, message: str) -> None:
    assert refusal(name) == message


def test_a_name_no_file_can_have_is_refused() -> None:
    assert refusal("x" * 5000 + ".yaml").endswith(f"SV007 no file '{'x' * 37}...' | check the path")
    assert "SV007 no file" in refusal("a\0b.yaml")


def test_the_place_and_code_of_the_problem_may_be_given() -> None:
    with pytest.raises(SvscoreError) as refused:
        find("nothing.yaml", location=Location("f.yaml", row=3, column=5), code="SV020")
    assert str(refused.value).startswith("f.yaml:3:5: SV020 no file")


def test_what_is_available_is_listed_once_with_its_header(places: Path) -> None:
    write(places / "one", "a.yaml", "model", rest="agreement: RM1\nregime: other\nstatus: published\nmenu: []\n")
    hidden = write(places / "two", "b.yaml", "model")
    other = write(places / "two", "c.yaml", "model", "2")
    listed = [entry for entry in available() if not entry.is_shipped]
    assert [entry.path for entry in listed] == [places / "one" / "a.yaml", other]
    assert hidden not in [entry.path for entry in listed]
    assert listed[0] == Entry(
        path=places / "one" / "a.yaml",
        id="model",
        version="1",
        title="Title: model",
        status="published",
        agreement="RM1",
        regime="other",
        is_menu=True,
    )
    assert not listed[1].is_menu
    assert sorted(entry.id for entry in available() if entry.is_shipped) == SHIPPED


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"[",
        b"- id: model\n",
        b"title: no id\n",
        b"\xff\xfe",
        b"id: \x00model\n",
        b"id: model\n" + b"#" * 1_000_001,
        b"deeper: {id: model}\n",
    ],
)
def test_files_that_name_nothing_are_passed_over(places: Path, content: bytes) -> None:
    write(places / "one", "a.yaml", "good")
    (places / "one" / "b.yaml").write_bytes(content)
    (places / "one" / "c.txt").write_bytes(b"id: text\n")
    assert [entry.id for entry in entries_in(places / "one")] == ["good"]


def test_a_file_with_a_fault_further_down_can_still_be_named(places: Path) -> None:
    path = write(places / "one", "a.yaml", "model", rest="criteria: [\n")
    assert find("model") == path


def test_paths_print_the_same_on_every_machine(places: Path) -> None:
    inside = write(places / "here" / "frameworks", "a.yaml", "model")
    assert printed(inside) == "frameworks/a.yaml"
    assert printed(find("dsp-lot2")) == "svscore/frameworks/dsp-lot2.yaml"
    outside = write(places / "one", "a.yaml", "model")
    assert printed(outside) == str(outside)
