"""The shipped definitions say what their sources say, and mark what no source confirms."""

import re
import runpy
from collections import Counter
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest
from openpyxl import load_workbook

from svscore.bids import Competition
from svscore.framework.award import HighestTotal, PricePerQualityPoint
from svscore.framework.change import Changes
from svscore.framework.formula import LowestRatio, Unscored
from svscore.framework.load import load_definition, load_framework
from svscore.framework.menu import Menu, MenuItem
from svscore.framework.model import Criterion, Framework, Gate
from svscore.scoring.engine import score
from svscore.workbook import read_bids

TOP = Path(__file__).parents[1]
FRAMEWORKS = TOP / "frameworks"
EXAMPLES = TOP / "examples"
SHIPPED = sorted(FRAMEWORKS.glob("*.yaml"))

GATE = Gate.model_validate({"fail-when": "no"})
THEMES = [
    "covid-19-recovery",
    "tackling-economic-inequality",
    "fighting-climate-change",
    "equal-opportunity",
    "wellbeing",
]


def framework(name: str) -> Framework:
    return load_framework(FRAMEWORKS / f"{name}.yaml").framework


def criterion(model: Framework, wanted: str) -> Criterion:
    return next(node for _, node in model.walk() if node.id == wanted)


def overall_weights(model: Framework) -> dict[str, Fraction]:
    """Points each weighted leaf can earn, by id."""

    def below(nodes: tuple[Criterion, ...], share: Fraction) -> dict[str, Fraction]:
        found: dict[str, Fraction] = {}
        for node in nodes:
            if node.weight is not None:
                points = share * node.weight / 100
                found |= {node.id: points} if node.criteria is None else below(node.criteria, points)
        return found

    return below(model.criteria, model.total)


@pytest.fixture(scope="module")
def menu() -> Menu:
    loaded = load_definition(FRAMEWORKS / "ppn-06-20.yaml")
    assert isinstance(loaded, Menu)
    return loaded


@pytest.fixture(scope="module")
def items(menu: Menu) -> dict[str, MenuItem]:
    return {item.id: item for _, item in menu.walk()}


# Every shipped file


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_a_shipped_file_says_what_it_is(path: Path) -> None:
    loaded = load_definition(path)
    assert loaded.id == path.stem
    assert loaded.sources
    assert loaded.note
    if loaded.valid is None:
        comments = re.findall(r"^# (.+)$", path.read_text("utf-8"), re.MULTILINE)
        assert any("date" in line or "day" in line for line in comments), "say why there are no dates"
        return
    assert loaded.valid.from_ is not None
    assert loaded.valid.until is None or loaded.valid.from_ < loaded.valid.until


@pytest.mark.parametrize("path", [*SHIPPED, EXAMPLES / "i35w-bridge" / "framework.yaml"], ids=str)
def test_a_file_names_the_schema_for_editors(path: Path) -> None:
    first = path.read_text("utf-8").splitlines()[0]
    prefix, name = first.rsplit("/", 1)
    assert prefix.startswith("# yaml-language-server: $schema=.")
    assert name == "framework.schema.json"


@pytest.mark.parametrize(
    ("name", "status"),
    [
        ("ppn-06-20", "reconstructed"),
        ("ccs-call-off", "reconstructed"),
        ("dsp-lot1", "illustrative"),
        ("dsp-lot2", "illustrative"),
        ("dsp-lot2-without-covid", "illustrative"),
    ],
)
def test_status_says_how_sure_we_are(name: str, status: str) -> None:
    loaded = load_definition(FRAMEWORKS / f"{name}.yaml")
    assert (loaded.status, loaded.regime) == (status, "pcr-2015")


# What no source confirms

CONFIRMED: dict[tuple[str, str, str], str] = {}
"""File, criterion and key that were unconfirmed once, with the title of the source that confirms them now."""


def unconfirmed(path: Path) -> set[tuple[str, str, str]]:
    loaded = load_definition(path)
    return {(path.stem, item.id, key) for _, item in loaded.walk() for key in item.unconfirmed}


def recorded() -> set[tuple[str, str, str]]:
    lines = (TOP / "tests" / "unconfirmed.txt").read_text("utf-8").splitlines()
    return {(name, item, key) for name, item, *keys in map(str.split, lines) for key in keys}


def test_nothing_unconfirmed_becomes_confirmed_without_a_source() -> None:
    now = {fact for path in SHIPPED for fact in unconfirmed(path)}
    assert recorded() - now == set(CONFIRMED), "list it with the source that confirms it, or mark it again"
    for (name, _, _), title in CONFIRMED.items():
        assert title in {source.title for source in load_definition(FRAMEWORKS / f"{name}.yaml").sources}


def test_every_unconfirmed_key_is_on_record() -> None:
    now = {fact for path in SHIPPED for fact in unconfirmed(path)}
    assert now - recorded() == set(), "add it to tests/unconfirmed.txt"


# The Social Value Model of PPN 06/20


def test_menu_has_five_themes_eight_outcomes_and_24_criteria(menu: Menu) -> None:
    levels = Counter(item.level for _, item in menu.walk())
    assert levels == {"theme": 5, "outcome": 8, "criterion": 24}
    assert [theme.id for theme in menu.menu] == THEMES


def test_menu_titles_of_themes_and_outcomes(menu: Menu) -> None:
    titles = [(theme.title, [outcome.title for outcome in theme.items]) for theme in menu.menu]
    assert titles == [
        ("COVID-19 recovery", ["Help local communities to manage and recover from the impact of COVID-19"]),
        (
            "Tackling economic inequality",
            ["Create new businesses, new jobs and new skills", "Increase supply chain resilience and capacity"],
        ),
        ("Fighting climate change", ["Effective stewardship of the environment"]),
        ("Equal opportunity", ["Reduce the disability employment gap", "Tackle workforce inequality"]),
        ("Wellbeing", ["Improve health and wellbeing", "Improve community integration"]),
    ]


def test_menu_criteria_carry_the_codes_of_the_model(menu: Menu) -> None:
    outcomes = [outcome for theme in menu.menu for outcome in theme.items]
    assert [len(outcome.items) for outcome in outcomes] == [5, 3, 5, 2, 2, 3, 2, 2]
    for number, outcome in enumerate(outcomes, start=1):
        assert outcome.code == f"Outcome {number}"
        for place, item in enumerate(outcome.items, start=1):
            assert (item.id, item.code) == (f"mac-{number}-{place}", f"MAC {number}.{place}")
            assert item.level == "criterion"


def test_menu_has_no_third_criterion_for_the_disability_gap(menu: Menu, items: dict[str, MenuItem]) -> None:
    assert "mac-5-3" not in items
    assert "MAC 5.3" in (menu.note or "")


def test_menu_says_that_sources_differ_on_the_number_of_criteria(menu: Menu) -> None:
    assert "gives 24" in (menu.note or "")
    assert "says 27" in (menu.note or "")


def test_menu_marks_the_titles_nobody_could_read_in_full(items: dict[str, MenuItem]) -> None:
    unread = {item.code for item in items.values() if "title" in item.unconfirmed}
    assert unread == {
        "MAC 1.2",
        "MAC 1.3",
        "MAC 1.4",
        "MAC 1.5",
        "MAC 3.1",
        "MAC 3.2",
        "MAC 3.3",
        "MAC 3.4",
        "MAC 6.2",
        "MAC 6.3",
        "MAC 7.2",
        "MAC 8.1",
        "MAC 8.2",
    }


def test_menu_gives_mac_1_1_its_full_title_with_the_source(menu: Menu, items: dict[str, MenuItem]) -> None:
    item = items["mac-1-1"]
    assert item.title.startswith("Creation of employment, re-training and other return to work opportunities for those")
    assert item.title.endswith("left unemployed by COVID-19, particularly new opportunities in high growth sectors")
    assert any("MAC 1.1" in (source.note or "") and "Secondary" in (source.note or "") for source in menu.sources)
    assert "The full title of MAC 1.1 is secondary" in (menu.note or "")


def test_menu_says_which_part_of_the_question_a_source_confirms(menu: Menu) -> None:
    assert "a method statement and a timed project plan is secondary" in (menu.note or "")
    assert "the rest (monitoring, influence) and the wording are unconfirmed" in (menu.note or "")
    assert any("method statement and a timed project plan" in (source.note or "") for source in menu.sources)


def test_menu_marks_question_metrics_and_goals_as_unconfirmed(menu: Menu, items: dict[str, MenuItem]) -> None:
    assert menu.question
    for item in items.values():
        assert "question" in item.unconfirmed
        assert item.sdgs
        assert "sdgs" in item.unconfirmed
        assert bool(item.metrics) == ("metrics" in item.unconfirmed)
        assert set(item.unconfirmed) <= {"title", "question", "look-for", "metrics", "sdgs"}


def test_menu_goals_are_those_of_the_outcome(menu: Menu) -> None:
    proposal = [
        (1, 3, 8, 11),
        (4, 8, 9),
        (8, 9, 12, 16),
        (6, 7, 12, 13, 14, 15),
        (4, 8, 10),
        (5, 8, 10, 16),
        (3, 8),
        (10, 11, 16),
    ]
    outcomes = [outcome for theme in menu.menu for outcome in theme.items]
    assert [outcome.sdgs for outcome in outcomes] == proposal
    assert all(item.sdgs == outcome.sdgs for outcome in outcomes for item in outcome.items)
    for theme in menu.menu:
        assert theme.sdgs == tuple(sorted({goal for outcome in theme.items for goal in outcome.sdgs}))


def test_menu_look_fors_stand_where_the_guidance_was_read(items: dict[str, MenuItem]) -> None:
    with_look_fors = {item.id for item in items.values() if item.look_for}
    assert with_look_fors == {f"mac-{place}" for place in ("1-1", "1-2", "2-1", "2-2", "4-1", "5-1", "5-2", "7-1")}
    assert "look-for" in items["mac-1-2"].unconfirmed


def test_menu_asks_for_a_tenth_of_the_total(menu: Menu) -> None:
    assert menu.minimum_weight == Fraction(1, 10)
    assert menu.valid is not None
    assert (menu.valid.from_, menu.valid.until) == (date(2021, 1, 1), date(2025, 9, 30))


# Digital Specialists and Programmes


@pytest.mark.parametrize(("name", "weight"), [("dsp-lot1", 20), ("dsp-lot2", 60)])
def test_dsp_social_value_weighs_what_the_article_reports(name: str, weight: int) -> None:
    model = framework(name)
    assert criterion(model, "social-value").weight == weight
    assert model.agreement == "RM6263"
    assert model.version == "2021-10"
    assert any("localgov.co.uk" in (source.url or "") for source in model.sources)
    assert f"{weight}%" in (model.note or "")
    assert "not verified" in (model.note or "")


@pytest.mark.parametrize("name", ["dsp-lot1", "dsp-lot2"])
def test_dsp_takes_all_five_themes_from_the_menu(name: str, items: dict[str, MenuItem], menu: Menu) -> None:
    themes = criterion(framework(name), "social-value").criteria or ()
    assert {theme.id for theme in themes} == set(THEMES)
    for theme in themes:
        item = items[theme.id]
        assert (theme.title, theme.code, theme.sdgs) == (item.title, item.code, item.sdgs)
        assert theme.question == menu.question
        assert theme.unconfirmed == ("question", "sdgs")
        assert theme.scale == "commitment"


@pytest.mark.parametrize("name", ["dsp-lot1", "dsp-lot2"])
@pytest.mark.parametrize(
    ("wanted", "words"),
    [
        ("wellbeing", "dispersed workforce"),
        ("wellbeing", "Flexible working"),
        ("wellbeing", "reflect the values"),
        ("tackling-economic-inequality", "Investment in learning"),
        ("equal-opportunity", "inclusive and diverse"),
        ("equal-opportunity", "Anonymised applications"),
        ("equal-opportunity", "less represented people"),
        ("equal-opportunity", "real challenges over which university"),
        ("equal-opportunity", "inclusive for vulnerable or excluded people"),
        ("carbon-reduction-plan", "net zero by 2050"),
    ],
)
def test_dsp_looks_for_the_evidence_suppliers_were_asked_for(name: str, wanted: str, words: str) -> None:
    assert any(words in line for line in criterion(framework(name), wanted).look_for)


@pytest.mark.parametrize("name", ["dsp-lot1", "dsp-lot2", "dsp-lot2-without-covid"])
def test_dsp_carbon_reduction_plan_is_a_gate_without_weight(name: str) -> None:
    plan = criterion(framework(name), "carbon-reduction-plan")
    assert plan.gate == GATE
    assert plan.weight is None


@pytest.mark.parametrize("name", ["dsp-lot1", "dsp-lot2"])
def test_dsp_judges_small_firms_on_the_quality_of_the_commitment(name: str) -> None:
    guidance = criterion(framework(name), "social-value").guidance or ""
    assert "quality of the commitment, not its quantity" in guidance
    assert "small firm" in guidance


@pytest.mark.parametrize("name", ["dsp-lot1", "dsp-lot2"])
def test_dsp_states_every_rule_a_bidder_needs(name: str) -> None:
    model = framework(name)
    assert sum(overall_weights(model).values()) == 100
    assert len(criterion(model, "quality").criteria or ()) == 4
    assert isinstance(criterion(model, "price").price, LowestRatio)
    assert (model.missing, model.moderation, model.below_minimum) == ("refuse", "consensus", "exclude")
    assert (model.rounding.mode, model.rounding.criterion, model.rounding.total) == ("half-up", 2, 2)
    assert sorted(model.tie_break) == ["price", "quality", "social-value"]
    assert isinstance(model.award, HighestTotal)
    for scale in model.scales.values():
        assert [level.mark for level in scale] == ["0", "1", "2", "3", "4", "5"]
        assert len({level.descriptor for level in scale}) == 6
    minimums = {node.id: node.minimum.bound for _, node in model.walk() if node.minimum}
    assert minimums == {"social-value": "40%", "quality": "50%"}


def test_dsp_lots_agree_on_what_they_share() -> None:
    lot1, lot2 = framework("dsp-lot1"), framework("dsp-lot2")
    assert lot1.scales == lot2.scales
    themes = [
        [(theme.id, theme.weight) for theme in criterion(lot, "social-value").criteria or ()] for lot in (lot1, lot2)
    ]
    assert themes[0] == themes[1]


def test_dsp_without_covid_keeps_the_proportions_of_the_rest() -> None:
    before, after = framework("dsp-lot2"), framework("dsp-lot2-without-covid")
    themes = criterion(after, "social-value").criteria or ()
    assert {theme.id: theme.weight for theme in themes} == {
        "fighting-climate-change": 20,
        "tackling-economic-inequality": 30,
        "equal-opportunity": 25,
        "wellbeing": 25,
    }
    base = {theme.id: theme.weight or 0 for theme in criterion(before, "social-value").criteria or ()}
    assert {(theme.weight or 0) / base[theme.id] for theme in themes} == {Fraction(100, 80)}
    assert criterion(after, "social-value").weight == 60
    assert sum(overall_weights(after).values()) == 100


def test_dsp_without_covid_is_its_own_definition() -> None:
    variant = framework("dsp-lot2-without-covid")
    assert variant.id == "dsp-lot2-without-covid"
    assert "what-if" in (variant.note or "")
    assert any("techUK" in source.title for source in variant.sources)


# The further competition of CCS


def test_ccs_four_affirmations_come_first() -> None:
    model = framework("ccs-call-off")
    gates = model.criteria[:4]
    assert [node.id for node in gates] == ["accepts-rules", "read-pack", "accepts-terms", "profile-accurate"]
    assert all(node.gate == GATE and node.weight is None for node in gates)


def test_ccs_headings_have_weights_of_their_own() -> None:
    model = framework("ccs-call-off")
    headings = {node.title: node.weight for node in model.criteria if node.weight is not None}
    assert headings == {"Quality": 20, "Technical": 40, "Social value": 10, "Cultural fit": 5, "Price": 25}
    assert "illustrative" in (model.note or "")


@pytest.mark.parametrize(
    ("name", "marks"), [("four-tier", ["100", "66", "33", "0"]), ("five-tier", ["100", "75", "50", "25", "0"])]
)
def test_ccs_scales(name: str, marks: list[str]) -> None:
    assert [level.mark for level in framework("ccs-call-off").scales[name]] == marks


def test_ccs_price_takes_no_zero_bids_and_two_decimals() -> None:
    model = framework("ccs-call-off")
    assert criterion(model, "price").price == LowestRatio(formula="lowest-ratio", zero="refuse")
    assert (model.rounding.criterion, model.rounding.total) == (2, 2)


def test_ccs_tie_goes_to_the_heaviest_question_among_bids_above_the_pass_mark() -> None:
    model = framework("ccs-call-off")
    weights = overall_weights(model)
    del weights["price"]
    assert list(weights.values()) == [12, 8, 24, 16, 7, 3, 5]
    assert model.tie_break == ("met-minimums", *sorted(weights, key=weights.__getitem__, reverse=True))
    assert model.below_minimum == "flag"
    questions = [node for node in model.leaves() if node.scale]
    assert {node.scale for node in questions} == {"four-tier"}
    assert {node.minimum.bound for node in questions if node.minimum} == {"66"}


def test_ccs_sources_name_repository_path_and_commit() -> None:
    github = "https://github.com/Crown-Commercial-Service"
    service = f"{github}/ccs-scale-cat-service/blob/daf50a3a2fc385b119dc195ee08b87034eb1bed8/src/main/resources"
    buyer = f"{github}/ccs-scale-cat-buyer-ui/blob/ab440a422e7ca1d1fe4e6cde17784ba6d51e1d90/src/main/resources"
    assert [source.url for source in framework("ccs-call-off").sources] == [
        f"{service}/templates/DSP%20FC%20Bid%20Pack%20-%20Attachment%202%20Template%20v1.0.odt",
        f"{buyer}/content/requirements/rfpScoringCriteria.json",
    ]


# Examples


def test_bridge_divides_price_and_days_by_the_technical_score() -> None:
    model = load_framework(EXAMPLES / "i35w-bridge" / "framework.yaml").framework
    assert isinstance(model.award, PricePerQualityPoint)
    assert [(each.quantity, each.rate) for each in model.award.add] == [("days", Fraction(200000))]
    assert isinstance(criterion(model, "price").price, Unscored)
    days = criterion(model, "days").quantity
    assert days is not None
    assert (days.unit, days.better) == ("days", "less")


def ranking(model: Framework, competition: Competition) -> list[tuple[int | None, str, str | None]]:
    return [(bid.rank, bid.bidder, bid.total_shown) for bid in score(model, competition).bids]


def test_dsp_example_is_won_by_a_small_firm_against_a_cheaper_large_one() -> None:
    model = framework("dsp-lot2")
    competition = read_bids(EXAMPLES / "dsp-lot2" / "bids.xlsx", model)
    assert competition.notes == ()
    assert ranking(model, competition) == [
        (1, "Amberwick Digital", "81.05"),
        (2, "Brackenshaw Systems", "80.55"),
        (3, "Pipistrelle Works CIC", "78.01"),
        (4, "Quillmoor Co-operative", "75.66"),
        (5, "Thornleaze Technologies", "72.79"),
        (6, "Ottermead Consulting", "56.53"),
        (None, "Velderstone Group", None),
    ]
    bids = {bid.bidder: bid for bid in competition.bids}
    assert (bids["Amberwick Digital"].size, bids["Thornleaze Technologies"].size) == ("small", "large")
    assert bids["Pipistrelle Works CIC"].is_vcse


def test_dsp_example_has_another_winner_without_the_covid_theme() -> None:
    competition = read_bids(EXAMPLES / "dsp-lot2" / "bids.xlsx", framework("dsp-lot2"))
    weightless = load_framework(FRAMEWORKS / "dsp-lot2.yaml", changes=Changes(set={"covid-19-recovery": Fraction(0)}))
    variant = ranking(framework("dsp-lot2-without-covid"), competition)
    assert variant == ranking(weightless.framework, competition)
    assert variant[:3] == [
        (1, "Brackenshaw Systems", "83.55"),
        (2, "Pipistrelle Works CIC", "78.85"),
        (3, "Amberwick Digital", "78.17"),
    ]


def test_dsp_example_goes_to_the_large_firm_when_social_value_is_a_fifth() -> None:
    changed = load_framework(FRAMEWORKS / "dsp-lot2.yaml", changes=Changes(set={"social-value": Fraction(20)}))
    competition = read_bids(EXAMPLES / "dsp-lot2" / "bids.xlsx", changed.framework)
    assert ranking(changed.framework, competition)[0] == (1, "Thornleaze Technologies", "87.18")


def test_ccs_example_is_parted_by_the_heaviest_question() -> None:
    model = framework("ccs-call-off")
    result = score(model, read_bids(EXAMPLES / "ccs-call-off" / "bids.xlsx", model))
    assert [(bid.rank, bid.bidder, bid.total_shown) for bid in result.bids][:2] == [
        (1, "Hollinwray", "81.30"),
        (2, "Fennimarch Digital", "81.30"),
    ]
    assert [tie.broken_by for tie in result.ties] == ["delivery-approach"]
    assert result.bids[3].reasons == ("below the minimum in Quality of service: 33, minimum 66",)
    assert result.problems == ()


def test_bridge_example_gives_the_award_that_was_made() -> None:
    model = load_framework(EXAMPLES / "i35w-bridge" / "framework.yaml").framework
    result = score(model, read_bids(EXAMPLES / "i35w-bridge" / "bids.csv", model))
    assert [(bid.bidder, bid.figure) for bid in result.bids] == [
        ("Flatiron/Manson", Fraction(233_763_000 + 437 * 200_000) / Fraction("91.47")),
        ("C.S. McCrossan", Fraction(176_938_000 + 367 * 200_000) / Fraction("65.91")),
        ("Walsh/American Bridge", Fraction(219_000_000 + 437 * 200_000) / Fraction("67.88")),
        ("Ames/Lunda", Fraction(178_489_000 + 392 * 200_000) / Fraction("55.98")),
    ]
    assert result.bids[0].figure_shown == "3511129.33"


def cells(path: Path) -> dict[str, list[list[object]]]:
    book = load_workbook(path)
    return {sheet.title: [[cell.value for cell in row] for row in sheet.iter_rows()] for sheet in book.worksheets}


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    build = runpy.run_path(str(EXAMPLES / "build.py"))["build"]
    folders = [tmp_path_factory.mktemp("once"), tmp_path_factory.mktemp("again")]
    for folder in folders:
        build(folder)
    return folders


@pytest.mark.parametrize("name", ["dsp-lot2", "ccs-call-off"])
def test_example_workbooks_are_what_the_script_builds(built: list[Path], name: str) -> None:
    once, again = (folder / name / "bids.xlsx" for folder in built)
    assert once.read_bytes() == again.read_bytes()
    # Values, not bytes: another openpyxl may write the same sheet in other words.
    assert cells(once) == cells(EXAMPLES / name / "bids.xlsx")


@pytest.mark.parametrize("name", ["dsp-lot2", "ccs-call-off"])
def test_example_workbooks_say_that_they_are_invented(name: str) -> None:
    competition = cells(EXAMPLES / name / "bids.xlsx")["Competition"]
    assert competition[0][0] == "Invented example: no buyer, bidder, mark, reason or price is real"


def test_every_mark_of_the_dsp_example_has_a_reason_and_a_reference() -> None:
    rows = cells(EXAMPLES / "dsp-lot2" / "bids.xlsx")["Scores"][1:]
    assert len(rows) == 7 * 9 * 4
    assert all(row[4] and str(row[5]).startswith("Method statement ") for row in rows)
    assert len({row[4] for row in rows}) == len(rows)
