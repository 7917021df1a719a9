"""The keys of every place in a file, read off the models."""

import pytest

from svscore.framework.fields import Model
from svscore.framework.formula import Bands, LowestRatio, Target
from svscore.framework.menu import Menu, MenuItem
from svscore.framework.model import Criterion, Framework, Minimum, Points, Rounding, ScaleLevel
from svscore.framework.nodes import Map, PlainNode, Seq
from svscore.framework.shape import check_keys, fields_of, file_path, is_required, model_of, owner_of, tagged
from svscore.framework.source import parse_definition


def read(text: str) -> Map:
    data = parse_definition(text.encode(), "f.yaml").data
    assert data is not None
    return data


@pytest.mark.parametrize("model", [Framework, Menu, Criterion, MenuItem, ScaleLevel, Minimum, Rounding, Points, Bands])
def test_keys_are_those_pydantic_takes(model: type[Model]) -> None:
    schema = model.model_json_schema(by_alias=True)
    properties = schema.get("properties") or schema["$defs"][model.__name__]["properties"]
    assert list(fields_of(model)) == list(properties)


def test_keys_are_written_with_hyphens() -> None:
    assert {"below-minimum", "tie-break", "abnormally-low"} <= fields_of(Framework).keys()
    assert "from" in fields_of(fields_of(Framework)["valid"].__args__[0])


def test_a_union_is_told_apart_by_its_word() -> None:
    formulas = tagged(fields_of(Criterion)["price"])
    assert formulas["lowest-ratio"] is LowestRatio
    assert formulas["bands"] is Bands
    assert "highest-total" in tagged(fields_of(Framework)["award"])
    assert tagged(fields_of(Criterion)["points"]) == {}


@pytest.mark.parametrize(
    ("loc", "path"),
    [
        (("criteria", 0, "price", "target", "target"), ("criteria", 0, "price", "target")),
        (
            ("criteria", 1, "criteria", 0, "price", "bands", "bands", 2, "share"),
            ("criteria", 1, "criteria", 0, "price", "bands", 2, "share"),
        ),
        (("award", "lowest-price", "add", 0, "rate"), ("award", "add", 0, "rate")),
        (("scales", "no", "[key]"), ("scales", "no")),
        (("scales", "lowest-price", 0, "mark"), ("scales", "lowest-price", 0, "mark")),
        (("criteria", 0, "minimum", "at-least"), ("criteria", 0, "minimum", "at-least")),
    ],
)
def test_the_path_of_an_error_is_the_path_in_the_file(loc: tuple[str | int, ...], path: tuple[str | int, ...]) -> None:
    assert file_path(Framework, loc) == path


def test_the_owner_of_a_key_is_the_model_it_belongs_to() -> None:
    data = read("criteria: [{price: {formula: target, target: 5}}]\nscales: {a: [{mark: 1}]}\naward: {}\n")
    assert owner_of(Framework, data, ("criteria", 0, "price")) is Criterion
    assert owner_of(Framework, data, ("criteria", 0, "price", "target")) is Target
    assert owner_of(Framework, data, ("scales", "a")) is None
    assert owner_of(Framework, data, ("scales", "a", 0, "mark")) is ScaleLevel
    assert owner_of(Framework, data, ("title",)) is Framework
    assert is_required(Criterion, "title")
    assert not is_required(Criterion, "weight")


@pytest.mark.parametrize(
    ("text", "model"),
    [
        ("menu: []", Menu),
        ("mneu: []", Menu),
        ("criteria: []", Framework),
        ("extends: a", Framework),
        ("menu: []\ncriteria: []", Framework),
        ("title: a", Framework),
    ],
)
def test_a_file_with_a_menu_is_a_menu(text: str, model: type[Model]) -> None:
    assert model_of(read(text)) is model


def checked(text: str) -> tuple[Map, list[str]]:
    data, problems = check_keys(read(text), model_of(read(text)))
    return data, [f"{problem} | {problem.hint}" for problem in problems]


def test_a_nearly_right_key_counts_as_the_right_one() -> None:
    data, problems = checked("criteria: [{id: a, wieght: 5, Title: A}]\nbelow_minimum: flag\n")
    assert data == {"criteria": [{"id": "a", "weight": "5", "title": "A"}], "below-minimum": "flag"}
    assert problems == [
        "f.yaml:1:20: SV010 unknown key 'wieght' | did you mean 'weight'?",
        "f.yaml:1:31: SV010 unknown key 'Title' | did you mean 'title'?",
        "f.yaml:2:1: SV010 unknown key 'below_minimum' | did you mean 'below-minimum'?",
    ]


def test_a_nearly_right_key_beside_the_right_one_is_left_out() -> None:
    data, problems = checked("titel: A\ntitle: B\ntitles: C\n")
    assert data == {"title": "B"}
    assert len(problems) == 2


def test_a_key_like_no_other_is_left_out() -> None:
    data, problems = checked("rounding: {total: 2, decimals: 5}\n")
    assert data == {"rounding": {"total": "2"}}
    assert problems == [
        "f.yaml:1:22: SV010 unknown key 'decimals' | expected one of: mode, share, criterion, section, total"
    ]


def test_keys_of_a_formula_are_those_of_that_formula() -> None:
    _, problems = checked(
        "criteria: [{price: {formula: lowest-ratio, zero: refuse, bands: []}}, {price: {formula: x, y: 1}}]"
    )
    assert [problem[:41] for problem in problems] == ["f.yaml:1:58: SV010 unknown key 'bands' | "]


def test_words_the_author_chooses_are_no_keys() -> None:
    assert checked("scales: {weigth: [{mark: 1}]}\n") == (
        Map(entries={"scales": Map(entries={"weigth": Seq(entries=[Map(entries={"mark": PlainNode("1")})])})}),
        [],
    )


def test_variants_and_uses_have_keys_of_their_own() -> None:
    assert checked("extends: a\nset: {b: 1}\ndrop: [c]\nredistribute: none\n")[1] == []
    assert checked("criteria: [{use: a/b}]")[1] == []
    assert len(checked("menu: [{use: a/b}]\nset: {}\n")[1]) == 2
