"""``use`` and ``extends``: one complete definition, in which every value keeps its place."""

from fractions import Fraction
from pathlib import Path

import pytest

from svscore.framework.load import load_framework, read_draft
from svscore.framework.model import Criterion, Framework
from svscore.framework.nodes import value_location
from svscore.problem import SvscoreError

HEAD = 'svscore: 1\nid: {id}\ntitle: {id}\nversion: "1"\nregime: other\nstatus: illustrative\n'
MENU = (
    HEAD.format(id="menu")
    + """\
question: What will you do?
menu:
  - id: work
    title: Work
    level: theme
    items:
      - id: jobs
        title: Jobs
        code: W 1
        level: outcome
        guidance: Local jobs count.
        look-for: [Local jobs]
        metrics: [FTE]
        sdgs: [8, 1]
        unconfirmed: [title, question, sdgs, metrics]
      - {id: training, title: Training, level: outcome, question: Who will be trained?}
"""
)
BASE = (
    HEAD.format(id="base")
    + """\
agreement: RM1
note: of the base
criteria:
  - id: social-value
    title: Social value
    weight: 40
    criteria:
      - {use: menu.yaml/jobs, weight: 60, points: {max: 4}}
      - {use: menu.yaml/training, weight: 40, points: {max: 4}}
  - {id: quality, title: Quality, weight: 60, points: {max: 4}}
tie-break: [jobs, quality]
"""
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "menu.yaml").write_text(MENU)
    (tmp_path / "base.yaml").write_text(BASE)
    return tmp_path


def framework(folder: Path, text: str) -> Framework:
    path = folder / "framework.yaml"
    path.write_text(text)
    return load_framework(path).framework


def using(folder: Path, criterion: str) -> Criterion:
    text = HEAD.format(id="user") + f"criteria:\n  - {{{criterion}, weight: 100, points: {{max: 4}}}}\n"
    return framework(folder, text).criteria[0]


def variant(folder: Path, text: str) -> Framework:
    return framework(folder, f'id: variant\ntitle: Variant\nversion: "2"\nextends: base.yaml\n{text}')


def refusals(folder: Path, text: str) -> list[str]:
    with pytest.raises(SvscoreError) as refused:
        framework(folder, text)
    return [f"{problem} | {problem.hint}".replace(f"{folder}/", "") for problem in refused.value.problems]


def test_use_takes_all_the_words_of_an_item(folder: Path) -> None:
    assert using(folder, "use: menu.yaml/jobs") == Criterion.model_validate(
        {
            "id": "jobs",
            "title": "Jobs",
            "code": "W 1",
            "question": "What will you do?",
            "guidance": "Local jobs count.",
            "look-for": ("Local jobs",),
            "metrics": ("FTE",),
            "sdgs": ("8", "1"),
            "unconfirmed": ("title", "question", "sdgs", "metrics"),
            "weight": "100",
            "points": {"max": "4"},
        }
    )


def test_what_stands_beside_use_wins_and_is_no_longer_unconfirmed(folder: Path) -> None:
    taken = using(folder, "use: menu.yaml/jobs, id: work, title: New jobs, metrics: [Jobs, FTE], sdgs: []")
    assert (taken.id, taken.title, taken.metrics, taken.sdgs) == ("work", "New jobs", ("Jobs", "FTE"), ())
    assert taken.unconfirmed == ("question",)


def test_a_list_of_what_is_unconfirmed_may_be_given_too(folder: Path) -> None:
    assert using(folder, "use: menu.yaml/jobs, unconfirmed: [code]").unconfirmed == ("code",)


def test_the_question_of_a_menu_serves_items_without_their_own(folder: Path) -> None:
    assert using(folder, "use: menu.yaml/training").question == "Who will be trained?"
    assert using(folder, "use: menu.yaml/work").question == "What will you do?"


def test_use_takes_a_criterion_of_a_framework_and_neither_its_weight_nor_its_marks(folder: Path) -> None:
    taken = using(folder, "use: base.yaml/jobs")
    assert (taken.title, str(taken.weight), taken.guidance) == ("Jobs", "100", "Local jobs count.")
    assert using(folder, "use: base.yaml/social-value").criteria is None


def test_words_that_are_taken_keep_the_place_they_stand_at(folder: Path) -> None:
    framework(folder, HEAD.format(id="user") + "criteria:\n  - {use: menu.yaml/jobs, weight: 100, points: {max: 4}}\n")
    draft = read_draft(folder / "framework.yaml")
    assert draft.data is not None
    places = {
        key: str(value_location(draft.data, ("criteria", 0, key))).replace(f"{folder}/", "")
        for key in ("id", "title", "question", "weight")
    }
    assert places == {
        "id": "framework.yaml:8:11",
        "title": "menu.yaml:14:16",
        "question": "menu.yaml:7:11",
        "weight": "framework.yaml:8:35",
    }


def test_a_fault_in_what_is_taken_is_reported_where_it_stands(folder: Path) -> None:
    (folder / "menu.yaml").write_text(MENU.replace("sdgs: [8, 1]", "sdgs: [8, 18]"))
    text = HEAD.format(id="user") + "criteria:\n  - {use: menu.yaml/jobs, weight: 100, points: {max: 4}}\n"
    assert refusals(folder, text) == ["menu.yaml:20:19: SV012 found '18', expected 17 or less | "]


def test_an_item_without_a_title_leaves_the_criterion_without_one(folder: Path) -> None:
    (folder / "menu.yaml").write_text(MENU.replace("        title: Jobs\n", ""))
    text = HEAD.format(id="user") + "criteria:\n  - {use: menu.yaml/jobs, weight: 100, points: {max: 4}}\n"
    assert refusals(folder, text) == [
        "framework.yaml:8:5: SV011 missing key 'title' in 'criteria' | add `title: ...` here"
    ]


def test_a_variant_takes_what_it_does_not_say_from_the_base(folder: Path) -> None:
    found = variant(folder, "note: of the variant\ntie-break: [quality]\n")
    base = load_framework(folder / "base.yaml").framework
    assert (found.id, found.title, found.version, found.note) == ("variant", "Variant", "2", "of the variant")
    assert found.tie_break == ("quality",)
    assert (found.agreement, found.regime, found.criteria) == (base.agreement, base.regime, base.criteria)


def test_a_variant_spreads_what_it_drops_and_its_tie_break_goes_too(folder: Path) -> None:
    found = variant(folder, "drop: [jobs]\n")
    assert {node.id: node.weight for _, node in found.walk()} == {"social-value": 40, "training": 100, "quality": 60}
    assert found.tie_break == ("quality",)


def test_a_variant_of_a_variant_changes_what_the_first_has_changed(folder: Path) -> None:
    variant(folder, "set: {jobs: 20}\n").model_dump()
    (folder / "first.yaml").write_text((folder / "framework.yaml").read_text())
    second = framework(
        folder, 'id: second\ntitle: Second\nversion: "1"\nextends: first.yaml\nset: {social-value: 100/3}\n'
    )
    weights = {node.id: node.weight for _, node in second.walk()}
    assert weights == {
        "social-value": Fraction(100, 3),
        "jobs": 20,
        "training": 80,
        "quality": Fraction(200, 3),
    }


def test_a_variant_with_a_total_of_its_own_is_spread_over_that_total(folder: Path) -> None:
    found = variant(folder, "total: 50\nset: {quality: 20}\n")
    assert {node.id: node.weight for node in found.criteria} == {"social-value": 30, "quality": 20}


def test_what_a_variant_cannot_have_is_one_problem_each(folder: Path) -> None:
    text = "id: variant\nextends: base.yaml\ncriteria: []\nset: {nobody: 5}\n"
    assert refusals(folder, text) == [
        (
            "framework.yaml:1:1: SV011 missing key 'title' in a variant | "
            "add `title: ...`, so that it is not taken for the file it extends"
        ),
        (
            "framework.yaml:1:1: SV011 missing key 'version' in a variant | "
            "add `version: ...`, so that it is not taken for the file it extends"
        ),
        (
            "framework.yaml:3:1: SV023 found 'criteria' beside 'extends' | "
            "change the criteria with `set` and `drop`, or write a complete file without `extends`"
        ),
        (
            "framework.yaml:4:7: SV022 no criterion with the id 'nobody' | "
            "expected one of: social-value, jobs, training, quality"
        ),
    ]


def test_a_base_that_cannot_be_read_is_the_only_problem(folder: Path) -> None:
    (folder / "base.yaml").write_text("svscore: 1\ntitle: [\n")
    text = 'id: variant\ntitle: Variant\nversion: "1"\nextends: base.yaml\nset: {quality: 50}\n'
    assert refusals(folder, text) == [
        "base.yaml:3:1: SV001 the file ends in the middle of a value | close every bracket and quote"
    ]


def test_a_long_chain_of_variants_ends(folder: Path) -> None:
    for number in range(30):
        base = f"chain-{number + 1}.yaml"
        text = f'id: chain-{number}\ntitle: Chain\nversion: "1"\nextends: {base}\n'
        (folder / f"chain-{number}.yaml").write_text(text)
    with pytest.raises(SvscoreError) as refused:
        load_framework(folder / "chain-0.yaml")
    (problem,) = refused.value.problems
    assert (problem.code, problem.location.source) == ("SV021", str(folder / "chain-20.yaml"))
    assert problem.message == "'chain-21.yaml' is more than 20 files away from the first"


def test_use_of_the_own_file_is_a_circle(folder: Path) -> None:
    text = HEAD.format(id="user") + "criteria:\n  - {use: framework.yaml/a, weight: 100, points: {max: 4}}\n"
    assert refusals(folder, text) == [
        (
            "framework.yaml:8:11: SV021 'framework.yaml' leads back to where it began: "
            "framework.yaml -> framework.yaml | end the circle"
        )
    ]


def test_only_so_many_names_are_looked_for_in_vain(folder: Path) -> None:
    criteria = "".join(f"  - {{use: nothing-{n}.yaml/a, weight: 1, points: {{max: 4}}}}\n" for n in range(300))
    assert len(refusals(folder, HEAD.format(id="user") + "criteria:\n" + criteria)) == 100
