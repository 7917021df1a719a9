"""Weights changed and criteria left out: exactly, in proportion, and only where it adds up."""

from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from svscore.framework.change import Changes, apply_changes
from svscore.framework.load import load_framework
from svscore.framework.nodes import Map
from svscore.framework.source import parse_definition
from svscore.lint import checked_framework
from svscore.problem import SvscoreError

HEAD = 'svscore: 1\nid: example\ntitle: Example\nversion: "1"\nregime: other\nstatus: illustrative\n'
OF_PARENT = (
    HEAD
    + """\
criteria:
  - id: social-value
    title: Social value
    weight: 20
    criteria:
      - {id: jobs, title: Jobs, weight: 60, minimum: 50%, points: {max: 4}}
      - {id: training, title: Training, weight: 30, points: {max: 4}}
      - {id: carbon, title: Carbon, weight: 10, points: {max: 4}}
  - {id: quality, title: Quality, weight: 50, points: {max: 4}}
  - {id: price, title: Price, weight: 30, price: {formula: lowest-ratio}}
  - {id: plan, title: Plan, gate: {fail-when: "no"}}
tie-break: [carbon, social-value, price]
"""
)
OF_TOTAL = (
    HEAD
    + """\
total: 1000
weights: of-total
criteria:
  - id: technical
    title: Technical
    weight: 700
    minimum: 50%
    criteria:
      - {id: method, title: Method, weight: 400, points: {max: 4}}
      - id: people
        title: People
        criteria:
          - {id: team, title: Team, weight: 200, points: {max: 4}}
          - {id: trainees, title: Trainees, weight: 100, points: {max: 4}}
  - {id: price, title: Price, weight: 300, price: {formula: lowest-ratio}}
"""
)


def read(text: str) -> Map:
    data = parse_definition(text.encode(), "f.yaml").data
    assert data is not None
    return data


def weights(data: Map) -> dict[str, str]:
    """The weight of each criterion as the data says it, by id."""
    found: dict[str, str] = {}
    for node in data.get("criteria", []):
        assert isinstance(node, Map)
        found |= ({str(node["id"]): str(node["weight"])} if "weight" in node else {}) | weights(node)
    return found


def changed(text: str, changes: Changes) -> dict[str, str]:
    data, problems, _ = apply_changes(read(text), changes)
    assert problems == []
    return weights(data)


def refused(text: str, changes: Changes) -> list[str]:
    data, problems, said = apply_changes(read(text), changes)
    assert (weights(data), said) == (weights(read(text)), [])
    return [f"{problem} | {problem.hint}" for problem in problems]


def sets(**weights: int | Fraction) -> dict[str, Fraction]:
    return {name.replace("_", "-"): Fraction(weight) for name, weight in weights.items()}


NOTHING_ELSE = "nothing else can take the difference"


@pytest.mark.parametrize(
    ("text", "changes", "differences"),
    [
        (OF_PARENT, Changes(sets(jobs=20)), {"jobs": "20", "training": "60", "carbon": "20"}),
        (OF_PARENT, Changes(sets(training=50)), {"jobs": "300/7", "training": "50", "carbon": "50/7"}),
        (OF_PARENT, Changes(sets(jobs=40, training=40)), {"jobs": "40", "training": "40", "carbon": "20"}),
        (OF_PARENT, Changes(sets(price=100)), {"social-value": "0", "quality": "0", "price": "100"}),
        (
            OF_PARENT,
            Changes(sets(price=Fraction(65, 2))),
            {"social-value": "135/7", "quality": "675/14", "price": "32.5"},
        ),
        (OF_PARENT, Changes(drop=("carbon",)), {"jobs": "200/3", "training": "100/3"}),
        (OF_PARENT, Changes(drop=("plan",)), {}),
        (OF_PARENT, Changes(sets(jobs=90), ("training",)), {"jobs": "90"}),
        (
            OF_PARENT,
            Changes(sets(social_value=40, jobs=20), ("quality",)),
            {
                "social-value": "40",
                "price": "60",
                "jobs": "20",
                "training": "60",
                "carbon": "20",
            },
        ),
        (OF_PARENT, Changes(sets(jobs=20), redistribute="none"), {"jobs": "20"}),
        (OF_PARENT, Changes(drop=("carbon",), redistribute="none"), {}),
        (
            OF_TOTAL,
            Changes(sets(price=400)),
            {
                "technical": "600",
                "method": "2400/7",
                "team": "1200/7",
                "trainees": "600/7",
                "price": "400",
            },
        ),
        (
            OF_TOTAL,
            Changes(sets(technical=350)),
            {
                "technical": "350",
                "method": "200",
                "team": "100",
                "trainees": "50",
                "price": "650",
            },
        ),
        (OF_TOTAL, Changes(sets(method=100)), {"method": "100", "team": "400", "trainees": "200"}),
        (OF_TOTAL, Changes(sets(people=600)), {"method": "100", "team": "400", "trainees": "200"}),
        (
            OF_TOTAL,
            Changes(sets(technical=100, team=10)),
            {
                "technical": "100",
                "method": "400/7",
                "team": "10",
                "trainees": "230/7",
                "price": "900",
            },
        ),
        (OF_TOTAL, Changes(drop=("people",)), {"method": "700"}),
        (
            OF_TOTAL,
            Changes(drop=("price",)),
            {
                "technical": "1000",
                "method": "4000/7",
                "team": "2000/7",
                "trainees": "1000/7",
            },
        ),
        (OF_TOTAL, Changes(sets(team=300), redistribute="none"), {"technical": "800", "team": "300"}),
        (
            OF_TOTAL,
            Changes(sets(technical=350), redistribute="none"),
            {
                "technical": "350",
                "method": "200",
                "team": "100",
                "trainees": "50",
            },
        ),
    ],
)
def test_weights_after_a_change(text: str, changes: Changes, differences: dict[str, str]) -> None:
    dropped = {"people": ["people", "team", "trainees"]}
    gone = {name for each in changes.drop for name in dropped.get(each, [each])}
    before = {name: weight for name, weight in weights(read(text)).items() if name not in gone}
    assert changed(text, changes) == before | differences


@pytest.mark.parametrize(
    ("text", "changes", "expected"),
    [
        (
            OF_PARENT,
            Changes(sets(job=20)),
            ["--set job=20: SV022 no criterion with the id 'job' | did you mean 'jobs'?"],
        ),
        (
            OF_PARENT,
            Changes(sets(Quality=50), ("Social value", "Carbon")),
            [
                "--set Quality=50: SV022 no criterion with the id 'Quality' | did you mean 'quality'?",
                (
                    "--drop Social value: SV022 no criterion with the id 'Social value' | "
                    "did you mean 'social-value' ('Social value')?"
                ),
                "--drop Carbon: SV022 no criterion with the id 'Carbon' | did you mean 'carbon'?",
            ],
        ),
        (
            OF_PARENT,
            Changes(drop=("carbn",)),
            [
                "--drop carbn: SV022 no criterion with the id 'carbn' | did you mean 'carbon'?",
            ],
        ),
        (
            OF_PARENT,
            Changes(sets(plan=5)),
            [
                "--set plan=5: SV022 'plan' has no weight to change | set only criteria with a weight",
            ],
        ),
        (
            OF_PARENT,
            Changes(sets(jobs=-5)),
            [
                "--set jobs=-5: SV022 found the weight -5 for 'jobs', expected 0 or more | ",
            ],
        ),
        (
            OF_PARENT,
            Changes(sets(jobs=Fraction(201, 2))),
            [
                (
                    "--set jobs=100.5: SV022 the weights set add up to 100.5, expected at most 100 | "
                    "nothing else can take the difference"
                ),
            ],
        ),
        (
            OF_PARENT,
            Changes(sets(jobs=50), ("training", "carbon")),
            [
                "--set jobs=50: SV022 the weights set add up to 50, expected 100 | " + NOTHING_ELSE,
            ],
        ),
        (
            OF_PARENT,
            Changes(drop=("jobs", "training", "carbon")),
            [
                "--drop jobs: SV022 every criterion of 'social-value' is dropped | drop the group instead",
            ],
        ),
        (
            OF_PARENT,
            Changes(drop=("social-value", "quality", "price", "plan")),
            [
                "--drop social-value: SV022 every criterion of the model is dropped | drop the group instead",
            ],
        ),
        (
            OF_PARENT,
            Changes(drop=("social-value", "quality", "price")),
            [
                "--drop social-value: SV022 the weights set add up to 0, expected 100 | " + NOTHING_ELSE,
            ],
        ),
        (
            OF_PARENT,
            Changes(sets(jobs=5), ("jobs",)),
            [
                "--set jobs=5: SV022 'jobs' is both set and dropped | keep one of the two",
                "--set jobs=5: SV022 'jobs' is both set and dropped | keep one of the two",
            ],
        ),
        (
            OF_PARENT,
            Changes(sets(jobs=5), ("social-value",)),
            [
                "--set jobs=5: SV022 'jobs' is inside 'social-value', which is dropped | keep one of the two",
            ],
        ),
        (
            OF_TOTAL,
            Changes(sets(technical=80, method=90)),
            [
                (
                    "--set method=90: SV022 the weights set add up to 90, expected at most 80 | "
                    "nothing else can take the difference"
                ),
            ],
        ),
        (
            OF_TOTAL,
            Changes(sets(jobs=5)),
            [
                (
                    "--set jobs=5: SV022 no criterion with the id 'jobs' | "
                    "expected one of: technical, method, people, team, trainees, price"
                ),
            ],
        ),
    ],
)
def test_what_cannot_be_changed_is_refused_and_nothing_is(text: str, changes: Changes, expected: list[str]) -> None:
    assert refused(text, changes) == expected


def test_a_weight_too_long_to_write_is_refused() -> None:
    long = Fraction(int("1234567891" * 5), 10**48)
    (problem,) = refused(OF_PARENT, Changes({"jobs": long, "training": Fraction(1, 3**40)}))
    assert "SV022 the weight of 'carbon' becomes a fraction of more than 60 characters" in problem


def test_each_change_is_said_in_words() -> None:
    _, _, said = apply_changes(read(OF_PARENT), Changes(sets(jobs=20, quality=Fraction(105, 2)), ("carbon",)))
    weights = ["weight of jobs 20 instead of 60", "weight of quality 52.5 instead of 50"]
    assert said == [*weights, "without carbon", "without the tie-break carbon"]
    _, _, said = apply_changes(read(OF_TOTAL), Changes(sets(people=100)))
    assert said == ["weight of people 100 instead of 300"]


def test_a_tie_break_by_what_is_dropped_goes_with_it() -> None:
    data, _, _ = apply_changes(read(OF_PARENT), Changes(drop=("social-value",)))
    assert data["tie-break"] == ["price"]


def test_no_change_leaves_the_data_as_it_is() -> None:
    data = read(OF_PARENT)
    assert apply_changes(data, Changes()) == (data, [], [])
    assert not Changes()


def test_the_data_that_is_changed_stays_as_it_was() -> None:
    data = read(OF_PARENT)
    apply_changes(data, Changes(sets(jobs=20), ("quality",)))
    assert data == read(OF_PARENT)


def test_a_weight_that_is_no_number_does_not_make_the_rest_a_fault() -> None:
    text = OF_PARENT.replace("weight: 30, points", "weight: no, points")
    assert changed(text, Changes(sets(jobs=20))) == weights(read(text)) | {"jobs": "20"}


def test_what_is_no_criterion_is_left_for_the_models_to_refuse() -> None:
    data, problems, _ = apply_changes(
        read(OF_PARENT.replace("tie-break", "  - text\ntie-break")), Changes(sets(jobs=9))
    )
    assert problems == []
    assert isinstance(criteria := data["criteria"], list)
    assert criteria[-1] == "text"


@pytest.fixture(params=[OF_PARENT, OF_TOTAL], ids=["of-parent", "of-total"])
def path(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    path = tmp_path / "framework.yaml"
    path.write_text(request.param)
    return path


def test_a_changed_framework_says_so_and_an_unchanged_one_does_not(path: Path) -> None:
    assert load_framework(path).what_if == ()
    changed = load_framework(path, changes=Changes(drop=("price",)))
    assert changed.what_if[0] == "without price"
    assert set(changed.what_if[1:]) <= {"without the tie-break price"}
    assert changed.sha256 == load_framework(path).sha256


def test_weights_that_no_longer_add_up_are_reported_at_the_option(path: Path) -> None:
    with pytest.raises(SvscoreError) as refused:
        checked_framework(path, changes=Changes(sets(price=40), redistribute="none"))
    assert [str(problem)[:25] for problem in refused.value.problems] == ["--set price=40: SV101 wei"]


def test_a_broken_framework_is_refused_for_its_own_faults_first(path: Path) -> None:
    path.write_text(path.read_text().replace("weight: 30", "weight: 31"))
    with pytest.raises(SvscoreError) as refused:
        checked_framework(path, changes=Changes(sets(price=40)))
    assert {problem.location.source for problem in refused.value.problems} == {str(path)}


portions = st.fractions(0, 100, max_denominator=50)


@given(st.lists(portions, min_size=2, max_size=6), st.data())
def test_what_is_left_adds_up_and_keeps_its_proportions(parts: list[Fraction], data: st.DataObject) -> None:
    total = sum(parts)
    if total == 0:
        return
    old = {f"c{index}": part * 100 / total for index, part in enumerate(parts)}
    asked = data.draw(st.lists(st.sampled_from(sorted(old)), min_size=1, max_size=len(old) - 1, unique=True))
    limit = Fraction(100, len(asked))
    settings = {name: data.draw(st.fractions(0, limit, max_denominator=20)) for name in asked[1:]}
    lines = [f"  - {{id: {name}, weight: {weight}}}\n" for name, weight in old.items()]
    new, problems, _ = apply_changes(read("criteria:\n" + "".join(lines)), Changes(settings, (asked[0],)))
    free = [name for name in old if name not in asked]
    if not any(old[name] for name in free) and sum(settings.values()) != 100:
        assert [problem.code for problem in problems] == ["SV022"]
        return
    assert problems == []
    found = {name: Fraction(weight) for name, weight in weights(new).items()}
    assert sum(found.values()) == 100
    assert {name: found[name] for name in settings} == settings
    for one in free:
        for other in free:
            assert found[one] * old[other] == found[other] * old[one]
