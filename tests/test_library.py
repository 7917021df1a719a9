"""The library of shipped menus and models: what each file claims, and that each can be scored."""

import itertools
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest

from svscore.framework.award import HighestTotal, PriceOverCoefficient
from svscore.framework.change import Changes
from svscore.framework.formula import Bilinear, HighestRatio, LowestRatio, PercentOverLowest, Target
from svscore.framework.load import load_definition
from svscore.framework.menu import Menu, MenuItem
from svscore.framework.model import Criterion, Framework, Gate
from svscore.lint import check_file, checked_framework
from svscore.problem import SvscoreError
from svscore.scoring.engine import score
from svscore.scoring.result import Result
from svscore.workbook import read_bids

TOP = Path(__file__).parents[1]
FRAMEWORKS = TOP / "frameworks"
SHIPPED = sorted(FRAMEWORKS.glob("*.yaml"))

Days = tuple[date | None, date | None]
NO_DAYS: Days = (None, None)
STATEMENTS: dict[str, tuple[str, str, Days]] = {
    "ccs-call-off": ("reconstructed", "pcr-2015", (date(2022, 3, 21), date(2026, 5, 30))),
    "dos-6-lot1": ("reconstructed", "pcr-2015", NO_DAYS),
    "dos-6-lot3": ("reconstructed", "pcr-2015", NO_DAYS),
    "dsp-lot1": ("illustrative", "pcr-2015", (date(2021, 10, 21), date(2022, 4, 6))),
    "dsp-lot2": ("illustrative", "pcr-2015", (date(2021, 10, 21), date(2022, 4, 6))),
    "dsp-lot2-without-covid": ("illustrative", "pcr-2015", (date(2021, 10, 21), date(2022, 4, 6))),
    "enterprise-idea": ("illustrative", "other", NO_DAYS),
    "essex-toms-style": ("illustrative", "other", NO_DAYS),
    "g-cloud-15-lot1": ("reconstructed", "pa-2023", NO_DAYS),
    "g-cloud-15-lot2": ("reconstructed", "pa-2023", NO_DAYS),
    "g-cloud-15-lot3": ("reconstructed", "pa-2023", NO_DAYS),
    "italy-bilinear": ("illustrative", "other", NO_DAYS),
    "nhs-net-zero-social-value": ("illustrative", "pcr-2015", (date(2022, 4, 1), None)),
    "ni-ppn-01-21": ("reconstructed", "other", (date(2022, 6, 1), None)),
    "ppn-002": ("reconstructed", "pa-2023", (date(2025, 2, 24), date(2026, 12, 31))),
    "ppn-026": ("reconstructed", "pa-2023", (date(2027, 1, 1), None)),
    "ppn-06-20": ("reconstructed", "pcr-2015", (date(2021, 1, 1), date(2025, 9, 30))),
    "procurement-for-community-public-good": ("illustrative", "other", (date(2021, 3, 1), None)),
    "prozorro-meat": ("illustrative", "other", NO_DAYS),
    "qcbs": ("illustrative", "other", NO_DAYS),
    "rotherham-social-value": ("illustrative", "other", NO_DAYS),
    "sans-80-20": ("illustrative", "other", NO_DAYS),
    "scotland-community-benefits": ("illustrative", "other", NO_DAYS),
}


def menu(name: str) -> Menu:
    loaded = load_definition(FRAMEWORKS / f"{name}.yaml")
    assert isinstance(loaded, Menu)
    return loaded


def model(name: str, **weights: str) -> Framework:
    changes = Changes(set={key.replace("_", "-"): Fraction(weight) for key, weight in weights.items()})
    return checked_framework(FRAMEWORKS / f"{name}.yaml", changes=changes).framework


def nodes(framework: Framework) -> dict[str, Criterion]:
    return {node.id: node for _, node in framework.walk()}


def scored(framework: Framework, folder: Path, table: str) -> Result:
    """What made-up bids score, by way of a file and its reader."""
    path = folder / "bids.csv"
    path.write_text(re.sub(r"^ +", "", table.lstrip("\n"), flags=re.MULTILINE), "utf-8")
    return score(framework, read_bids(path, framework))


def standing(result: Result) -> list[tuple[int | None, str, str | None]]:
    return [(bid.rank, bid.bidder, bid.total_shown) for bid in result.bids]


# Every file


def test_status_regime_and_days_of_every_file() -> None:
    found: dict[str, tuple[str, str, Days]] = {}
    for path in SHIPPED:
        loaded = load_definition(path)
        days = (loaded.valid.from_, loaded.valid.until) if loaded.valid else NO_DAYS
        found[path.stem] = (loaded.status, loaded.regime, days)
    assert found == STATEMENTS


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_a_file_has_no_error(path: Path) -> None:
    assert [problem for problem in check_file(path) if problem.severity.value == "error"] == []


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_a_file_ships_no_value_in_pounds(path: Path) -> None:
    loaded = load_definition(path)
    if isinstance(loaded, Framework):
        assert [leaf.id for leaf in loaded.leaves() if leaf.offer is not None and leaf.offer.proxy] == []


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_a_file_that_is_not_the_real_one_says_what_is_its_own(path: Path) -> None:
    loaded = load_definition(path)
    words = ("illustrative", "unconfirmed", "not verified", "ours", "our reading", "not read", "examples", "unverified")
    assert any(word in (loaded.note or "").lower() for word in words)


def test_the_page_of_models_names_every_file_with_its_status() -> None:
    page = (TOP / "docs" / "models.md").read_text("utf-8")
    rows = re.findall(r"^\| (`[^|]+`) \| [^|]+ \| (\w+) \|", page, re.MULTILINE)
    told = {name: status for names, status in rows for name in re.findall("`([^`]+)`", names)}
    assert told == {name: status for name, (status, _, _) in STATEMENTS.items()}


# Menus


def walk(name: str) -> Iterator[MenuItem]:
    return (item for _, item in menu(name).walk())


def test_ppn_002_has_five_missions_and_eight_outcomes_and_no_covid() -> None:
    items = menu("ppn-002").menu
    assert [(item.title, len(item.items)) for item in items] == [
        ("Kick start economic growth", 3),
        ("Make Britain a clean energy superpower", 1),
        ("Take back our streets", 1),
        ("Break down barriers to opportunity", 2),
        ("Build an NHS fit for the future", 1),
    ]
    assert {item.level for item in items} == {"mission"}
    outcomes = [item for item in walk("ppn-002") if item.level == "outcome"]
    assert [item.code for item in outcomes] == [f"Outcome {number}" for number in range(1, 9)]
    assert not any("covid" in item.title.lower() for item in walk("ppn-002"))


def test_ppn_002_has_the_criteria_that_were_read_and_marks_the_rest() -> None:
    criteria = {item.code: item for item in walk("ppn-002") if item.level == "criterion"}
    assert list(criteria) == ["1a", "1b", "1c", "1d", "1e"]
    unread = [item.code for item in walk("ppn-002") if "title" in item.unconfirmed]
    assert unread == ["1e", "Outcome 5"]
    assert all({"question", "sdgs"} <= set(item.unconfirmed) for item in walk("ppn-002"))
    assert all("metrics" in item.unconfirmed for item in walk("ppn-002") if item.metrics)
    note = menu("ppn-002").note or ""
    assert "only those of outcome 1 were read" in note
    assert "33 standard reporting" in note


# Of each outcome: how many measures, and the beginning of the first and the last.
MEASURES = {
    "Outcome 1": (
        27,
        "New or retained jobs",
        "Influences staff, suppliers, customers and communities on modern slavery",
    ),
    "Outcome 2": (4, "Understands employment, skills", "Apprenticeships, supported internships and T Level"),
    "Outcome 3": (16, "Understands which types of business", "Works with anchor institutions"),
    "Outcome 4": (5, "Understands which additional environmental benefits", "Reconnects people with the environment"),
    "Outcome 6": (13, "Understands employment, skills and shortages", "Development that is inclusive"),
    "Outcome 7": (7, "Understands what affects the development of new skills", "Content of the outreach"),
    "Outcome 8": (4, "Understands issues of physical and mental health", "Invests in the physical and mental health"),
}


def test_ppn_002_has_what_to_look_for_in_every_outcome_but_the_fifth() -> None:
    outcomes = {item.code: item for item in walk("ppn-002") if item.level == "outcome"}
    assert {code: len(item.look_for) for code, item in outcomes.items() if item.look_for} == {
        code: count for code, (count, _, _) in MEASURES.items()
    }
    assert sum(count for count, _, _ in MEASURES.values()) == 76
    for code, (_, first, last) in MEASURES.items():
        look_for = outcomes[code].look_for
        assert look_for[0].startswith(first)
        assert look_for[-1].startswith(last)
        assert len(set(look_for)) == len(look_for)
    assert (outcomes["Outcome 5"].look_for, outcomes["Outcome 5"].guidance) == ((), None)


@pytest.mark.parametrize(
    ("outcome", "words"),
    [
        ("Outcome 1", "right to join a trade union"),
        ("Outcome 1", "kinship carers"),
        ("Outcome 3", "Contracts Finder"),
        ("Outcome 3", "co-design"),
        ("Outcome 4", "net zero"),
        ("Outcome 6", "Disability Confident"),
        ("Outcome 7", "childcare"),
        ("Outcome 8", "digital inclusion"),
    ],
)
def test_ppn_002_looks_for_what_the_measures_name(outcome: str, words: str) -> None:
    item = next(item for item in walk("ppn-002") if item.code == outcome)
    assert any(words in line for line in item.look_for)


def test_ppn_002_says_that_its_measures_are_those_of_g_cloud_15() -> None:
    rules = menu("ppn-002")
    assert "official text as G-Cloud 15 reproduces it, shortened here" in (rules.note or "")
    assert "Under which award criterion a measure stands was not read" in (rules.note or "")
    assert any(source.note and "Official text in a third party's repository" in source.note for source in rules.sources)


def test_ppn_002_asks_for_a_tenth_whatever_the_value() -> None:
    rules = menu("ppn-002")
    assert (rules.minimum_weight, rules.base) == (Fraction(1, 10), "non-price-if-absolute")
    assert "10% of the non-price criteria (secondary, quoting paragraph 10)" in (rules.note or "")
    assert [rules.least_weight(Fraction(value)) for value in (1, 10**9)] == [Fraction(1, 10)] * 2
    assert "price per quality point" in (rules.note or "")


@pytest.mark.parametrize(
    ("value", "least"),
    [
        ("999999.99", None),
        ("1000000", Fraction(1, 10)),
        ("4999999.99", Fraction(1, 10)),
        ("5000000", Fraction(1, 5)),
        ("5000000.01", Fraction(1, 5)),
    ],
)
def test_ppn_026_asks_for_a_tenth_from_one_million_and_a_fifth_from_five(value: str, least: Fraction | None) -> None:
    assert menu("ppn-026").least_weight(Fraction(value)) == least


def test_ppn_026_says_what_its_percent_is_taken_of_and_how_sure_that_is() -> None:
    rules = menu("ppn-026")
    note = rules.note or ""
    assert rules.base == menu("ppn-002").base == "non-price-if-absolute"
    assert "the percent is taken of the non-price score (secondary)" in note
    assert "taken of the total otherwise, as under PPN 002, is our reading" in note


@pytest.mark.parametrize("name", ["ni-ppn-01-21", "ppn-06-20"])
def test_older_menus_take_their_percent_of_the_total(name: str) -> None:
    assert menu(name).base == "total"


def test_ppn_026_has_two_outcomes_of_three_criteria_known_by_short_titles() -> None:
    assert [(item.title, [below.title for below in item.items]) for item in menu("ppn-026").menu] == [
        ("Good Jobs", ["High-quality jobs", "Fair working conditions", "Fair pay"]),
        ("Skills", ["Training and retraining", "In-work progression", "Talent pipeline"]),
    ]
    assert all("title" in item.unconfirmed for item in walk("ppn-026") if item.level == "criterion")
    assert not any(item.metrics for item in walk("ppn-026"))
    assert {"environment", "secondary", "VAT"} <= set(re.findall(r"\w+", str(menu("ppn-026").model_dump())))


def test_ppn_menus_follow_each_other_without_a_gap() -> None:
    before, after = menu("ppn-002").valid, menu("ppn-026").valid
    assert before is not None
    assert after is not None
    assert before.until is not None
    assert after.from_ is not None
    assert (after.from_ - before.until).days == 1


def test_northern_ireland_has_four_themes_and_a_tenth() -> None:
    rules = menu("ni-ppn-01-21")
    assert [item.title for item in rules.menu] == [
        "Increasing secure employment and skills",
        "Building ethical and resilient supply chains",
        "Delivering zero carbon",
        "Promoting wellbeing",
    ]
    assert (rules.minimum_weight, rules.minimum_weights) == (Fraction(1, 10), ())
    assert "138,760" in (rules.note or "")
    assert "20% from June 2023 was planned" in (rules.note or "")


MODEL_OF_A_MENU = """svscore: 1
id: example
title: Example
version: "1"
regime: other
status: illustrative
rounding: {{total: 2}}
criteria:
  - id: social-value
    title: Social value
    weight: 20
    minimum: 10%
    criteria:
      - {{use: {first}, weight: 50, points: {{max: 10}}}}
      - {{use: {second}, weight: 50, points: {{max: 10}}}}
  - {{id: price, title: Price, weight: 80, price: {{formula: lowest-ratio}}}}
tie-break: [price]
"""


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("ppn-002/fair-work", "ppn-002/skills-for-growth"),
        ("ppn-026/fair-pay", "ppn-026/talent-pipeline"),
        ("ni-ppn-01-21/zero-carbon", "ni-ppn-01-21/wellbeing"),
    ],
)
def test_a_model_that_takes_from_a_menu_is_scored(tmp_path: Path, first: str, second: str) -> None:
    path = tmp_path / "model.yaml"
    path.write_text(MODEL_OF_A_MENU.format(first=first, second=second), "utf-8")
    framework = checked_framework(path).framework
    name, _, item = first.partition("/")
    taken = nodes(framework)[item]
    assert taken.question == menu(name).question
    assert taken.title == next(each.title for each in walk(name) if each.id == item)
    other = second.partition("/")[2]
    result = scored(framework, tmp_path, f"Bidder,{item},{other},price\nAsh,8,6,100\nBirch,5,5,80\n")
    assert standing(result) == [(1, "Birch", "90.00"), (2, "Ash", "78.00")]


def test_under_price_per_quality_point_a_tenth_of_all_points_is_a_tenth_of_quality(tmp_path: Path) -> None:
    path = tmp_path / "model.yaml"
    text = MODEL_OF_A_MENU.format(first="ppn-002/fair-work", second="ppn-002/skills-for-growth")
    text = text.replace("weight: 20", "weight: 10").replace("weight: 80, price: {formula: lowest-ratio}", "QUALITY")
    quality = "weight: 90, points: {max: 10}}\n  - {id: cost, title: Cost, price: {formula: none}"
    text = text.replace("id: price, title: Price, QUALITY", f"id: quality, title: Quality, {quality}")
    path.write_text(text.replace("tie-break: [price]", "award: {by: price-per-quality-point}"), "utf-8")
    framework = checked_framework(path).framework
    social_value = nodes(framework)["social-value"]
    assert social_value.weight == framework.total * (menu("ppn-002").least_weight(Fraction(1)) or 0)
    assert [leaf.id for leaf in framework.leaves() if leaf.price is not None and leaf.weight is not None] == []
    table = "Bidder,fair-work,skills-for-growth,quality,cost\nAsh,10,10,9,9100\nBirch,5,5,5,5500\n"
    assert [(bid.bidder, bid.figure) for bid in scored(framework, tmp_path, table).bids] == [
        ("Ash", Fraction(100)),
        ("Birch", Fraction(110)),
    ]


# Digital Outcomes 6

DOS_LIMITS = {
    "dos-6-lot1": {"technical-competence": "10 to 75", "cultural-fit": "5 to 20", "price": "20 to 85"},
    "dos-6-lot3": {"technical-competence": "10 to 70", "availability": "10 to 70", "price": "20 to 80"},
}


@pytest.mark.parametrize("name", DOS_LIMITS)
def test_dos_headings_have_the_published_limits(name: str) -> None:
    framework = model(name)
    limits = {node.id: "; ".join(map(str, node.permitted_weights)) for node in framework.criteria}
    assert limits == DOS_LIMITS[name] | {"social-value": "0; 10 to 20"}
    assert [level.mark for level in framework.scales["four-level"]] == ["3", "2", "1", "0"]
    assert framework.agreement == "RM1043.8"


@pytest.mark.parametrize("name", DOS_LIMITS)
@pytest.mark.parametrize("weight", ["0", "10", "15", "20"])
def test_dos_social_value_may_weigh_nothing_or_ten_to_twenty(name: str, weight: str) -> None:
    assert nodes(model(name, social_value=weight))["social-value"].weight == Fraction(weight)


@pytest.mark.parametrize("name", DOS_LIMITS)
@pytest.mark.parametrize("weight", ["1", "9", "9.99", "20.01"])
def test_dos_social_value_has_a_hole(name: str, weight: str) -> None:
    """A what-if in it may be asked, and says that the publisher does not permit it."""
    (said,) = [
        words
        for words in checked_framework(name, changes=Changes({"social-value": Fraction(weight)})).what_if
        if "limits" in words
    ]
    assert said == f"weight {weight} of 'Social value' is outside the publisher's limits, 0; 10 to 20"


def test_dos_lot_1_scores_price_by_nearness_to_the_cheapest_that_has_the_essentials(tmp_path: Path) -> None:
    framework = model("dos-6-lot1")
    assert isinstance(nodes(framework)["price"].price, LowestRatio)
    result = scored(
        framework,
        tmp_path,
        """
        Bidder,essential-skills,nice-to-have-skills,technical-questions,cultural-fit,social-value,price
        Ash,3,3,3,2,3,60000
        Birch,2,1,2,3,3,40000
        Cedar,0,3,3,3,3,10000
        """,
    )
    # Ash 20 + 8 + 12 + 6.67 + 10 + 40 x 40/60; Birch 13.33 + 2.67 + 8 + 10 + 10 + 40.
    assert standing(result) == [(1, "Birch", "84.00"), (2, "Ash", "83.34"), (None, "Cedar", None)]


def test_dos_lot_3_scores_availability(tmp_path: Path) -> None:
    result = scored(
        model("dos-6-lot3"),
        tmp_path,
        """
        Bidder,essential-skills,nice-to-have-skills,technical-questions,availability,social-value,price
        Ash,3,3,3,3,3,60000
        Birch,2,2,2,2,2,30000
        """,
    )
    # Ash 70 + 15; Birch 13.33 + 5.33 + 8 + 13.33 + 6.67 + 30.
    assert standing(result) == [(1, "Ash", "85.00"), (2, "Birch", "76.66")]


# G-Cloud 15


@pytest.mark.parametrize("lot", [1, 2, 3])
def test_g_cloud_social_value_is_a_pass_worth_ten_that_excludes(lot: int) -> None:
    framework = model(f"g-cloud-15-lot{lot}")
    social_value = nodes(framework)["social-value"]
    assert social_value.gate == Gate.model_validate({"fail-when": "no", "excludes": True})
    assert social_value.weight == 10
    guidance = social_value.guidance or ""
    assert all(words in guidance for words in ("five questions", "76 measures", "outcomes 1 to 4 and 6 to 8"))
    assert "more measures earn no more" in guidance
    assert isinstance(framework.award, HighestTotal)


GATES = ("mandatory-service-requirements", "payment-practice", "operational-readiness")
LOT_2 = ("user-support", "asset-protection", "penetration-test-frequency", "data-sanitisation")
LOT_3 = ("user-support", "security-clearance-checks", "clearance-level", "cyber-essentials")
DISCOUNTS = tuple(f"discount-{number}" for number in range(1, 7))


def g_cloud(lot: int, folder: Path, *bids: dict[str, str], path: Path | None = None) -> Result:
    """What bids score under a lot: each passes every gate, and says what it has of the rest."""
    framework = checked_framework(path).framework if path else model(f"g-cloud-15-lot{lot}")
    ids = [leaf.id for leaf in framework.leaves()]
    given = {leaf.id: "yes" for leaf in framework.leaves() if leaf.gate} | {"user-support": "100"}
    rows = [",".join(("Bidder", *ids))]
    rows += [",".join((bid["bidder"], *({**given, **bid}[column] for column in ids))) for bid in bids]
    return scored(framework, folder, "\n".join(rows) + "\n")


def marked(criteria: tuple[str, ...], *marks: str) -> dict[str, str]:
    return dict(zip(criteria, marks, strict=True))


def discounts(*percents: int) -> dict[str, str]:
    return dict(zip(DISCOUNTS, map(str, percents), strict=True))


def test_g_cloud_weights() -> None:
    lots = [model(f"g-cloud-15-lot{lot}") for lot in (1, 2, 3)]
    assert [[(node.id, f"{node.weight}") for node in lot.criteria if node.weight is not None] for lot in lots] == [
        [("cloud-services", "40"), ("buyer-value", "40"), ("price", "10"), ("social-value", "10")],
        [("mandatory-award-criteria", "10"), ("discounts", "80"), ("social-value", "10")],
        [("mandatory-award-criteria", "10"), ("day-rate", "80"), ("social-value", "10")],
    ]
    assert [lot.total for lot in lots] == [100, 100, 100]
    assert [leaf.weight for leaf in nodes(lots[0])["price"].criteria or ()] == [50, 50]
    for lot, criteria in zip(lots[1:], (LOT_2, LOT_3), strict=True):
        group = nodes(lot)["mandatory-award-criteria"].criteria or ()
        assert [(leaf.id, leaf.weight) for leaf in group] == [(name, Fraction(25)) for name in criteria]


@pytest.mark.parametrize(
    ("lot", "criterion", "marks"),
    [
        (1, "cloud-services", "100 50 0"),
        (1, "buyer-value", "100 66 33 0"),
        (2, "user-support", "100 66 33 0"),
        (2, "asset-protection", "100 66 33 0"),
        (2, "penetration-test-frequency", "100 66 33 0"),
        (2, "data-sanitisation", "100 0"),
        (3, "user-support", "100 66 33 0"),
        (3, "security-clearance-checks", "100 50 0"),
        (3, "clearance-level", "100 66 33 0"),
        (3, "cyber-essentials", "100 0"),
    ],
)
def test_g_cloud_marks_are_those_the_source_gives_each_answer(lot: int, criterion: str, marks: str) -> None:
    framework = model(f"g-cloud-15-lot{lot}")
    scale = framework.scales[nodes(framework)[criterion].scale or ""]
    assert " ".join(level.mark for level in scale) == marks
    assert all(level.share is None and level.descriptor for level in scale)


@pytest.mark.parametrize("lot", [1, 2, 3])
def test_g_cloud_says_of_each_fact_whether_it_is_official_or_secondary(lot: int) -> None:
    framework = model(f"g-cloud-15-lot{lot}")
    marks = [re.match(r"Official text|Secondary", source.note or "") for source in framework.sources[:-1]]
    assert [mark[0] for mark in marks if mark] == ["Official text"] * 2 + ["Secondary"] * 3
    note = framework.note or ""
    assert "6 August 2026 to 5 August 2030" in note
    assert "reopens after 18 and 36 months" in note
    assert "0.75% (secondary)" in note
    assert (framework.version, framework.status, framework.valid) == ("5.0", "reconstructed", None)


@pytest.mark.parametrize("lot", [2, 3])
def test_g_cloud_says_which_of_two_rules_it_follows(lot: int) -> None:
    note = model(f"g-cloud-15-lot{lot}").note or ""
    assert "under 33 on all four is disqualified (all of this secondary)" in note
    assert "a general paragraph of Attachment 2 says that any zero disqualifies" in note
    assert "This is a reading, not a ruling" in note
    assert "examples/g-cloud-15-lot2" in (FRAMEWORKS / f"g-cloud-15-lot{lot}.yaml").read_text("utf-8")


@pytest.mark.parametrize(("lot", "criteria"), [(2, LOT_2), (3, LOT_3)])
def test_g_cloud_disqualifies_only_a_bid_under_33_on_all_four(
    lot: int, criteria: tuple[str, ...], tmp_path: Path
) -> None:
    framework = model(f"g-cloud-15-lot{lot}")
    scales = [[level.mark for level in framework.scales[nodes(framework)[name].scale or ""]] for name in criteria]
    price = discounts(1, 1, 1, 1, 1, 1) if lot == 2 else {"day-rate": "500"}
    bids = [{"bidder": "-".join(marks), **marked(criteria, *marks), **price} for marks in itertools.product(*scales)]
    assert len(bids) == {2: 128, 3: 96}[lot]
    for bid in g_cloud(lot, tmp_path, *bids).bids:
        marks = [int(mark) for mark in bid.bidder.split("-")]
        if all(mark < 33 for mark in marks):
            assert bid.status == "excluded"
        else:
            assert bid.total_exact == 90 + sum(Fraction(mark, 100) * Fraction("2.5") for mark in marks)


ONE_ZERO = {"bidder": "A", **marked(LOT_2, "100", "100", "100", "0"), **discounts(20, 20, 20, 20, 20, 20)}
NO_ZERO = {"bidder": "B", **marked(LOT_2, "100", "100", "100", "100"), **discounts(10, 10, 10, 10, 10, 10)}
ANY_ZERO = TOP / "examples" / "g-cloud-15-lot2" / "any-zero.yaml"


def test_g_cloud_one_zero_loses_its_two_and_a_half_and_excludes_nobody(tmp_path: Path) -> None:
    result = g_cloud(2, tmp_path, ONE_ZERO, NO_ZERO)
    assert standing(result) == [(1, "A", "97.50"), (2, "B", "60.00")]


def test_g_cloud_by_the_general_paragraph_the_other_bid_wins(tmp_path: Path) -> None:
    result = g_cloud(2, tmp_path, ONE_ZERO, NO_ZERO, path=ANY_ZERO)
    assert standing(result) == [(1, "B", "100.00"), (None, "A", None)]
    assert result.bids[1].reasons == ("below the minimum in Data sanitisation: 0, must be above 0",)


@pytest.mark.parametrize("criterion", LOT_2)
def test_g_cloud_by_the_general_paragraph_any_of_the_four_excludes(criterion: str, tmp_path: Path) -> None:
    zero = {**NO_ZERO, "bidder": "C", criterion: "0"}
    least = {**NO_ZERO, "bidder": "D", **marked(LOT_2, "33", "33", "33", "100")}
    result = g_cloud(2, tmp_path, zero, least, path=ANY_ZERO)
    assert standing(result) == [(1, "D", "94.98"), (None, "C", None)]


def test_g_cloud_the_example_holds_the_same_two_bids() -> None:
    bids = TOP / "examples" / "g-cloud-15-lot2" / "bids.csv"
    for path, winner in ((FRAMEWORKS / "g-cloud-15-lot2.yaml", "A"), (ANY_ZERO, "B")):
        framework = checked_framework(path).framework
        assert score(framework, read_bids(bids, framework)).bids[0].bidder == winner


def test_g_cloud_the_other_reading_differs_by_its_minimums_alone() -> None:
    one, other = checked_framework(FRAMEWORKS / "g-cloud-15-lot2.yaml").framework, checked_framework(ANY_ZERO).framework
    minimums = [
        {node.id: node.minimum.above for _, node in framework.walk() if node.minimum} for framework in (one, other)
    ]
    assert minimums == [{"mandatory-award-criteria": "0%"}, dict.fromkeys(LOT_2, "0")]
    without = [
        [node.model_copy(update={"minimum": None, "criteria": None}) for _, node in framework.walk()]
        for framework in (one, other)
    ]
    assert without[0] == without[1]
    assert (one.scales, one.rounding, one.award, one.tie_break) == (
        other.scales,
        other.rounding,
        other.award,
        other.tie_break,
    )


def lot_1(bidder: str, services: str, value: str, onboarding: str, discount: str) -> dict[str, str]:
    return {
        "bidder": bidder,
        "cloud-services": services,
        "buyer-value": value,
        "onboarding-price": onboarding,
        "minimum-discount": discount,
    }


def test_g_cloud_lot_1_is_scored(tmp_path: Path) -> None:
    result = g_cloud(
        1,
        tmp_path,
        lot_1("Ash", "100", "66", "500", "10"),
        lot_1("Birch", "100", "100", "1000", "20"),
        lot_1("Cedar", "100", "100", "100", "40") | {"social-value": "no"},
        lot_1("Dogwood", "50", "33", "1000", "0.01"),
    )
    # Cedar fails social value, so neither its price nor its discount sets the measure.
    # Ash 40 + 26.4 + 5 + 2.5 + 10; Dogwood 20 + 13.2 + 2.5 + 0.0025 + 10.
    assert standing(result) == [
        (1, "Birch", "97.50"),
        (2, "Ash", "83.90"),
        (3, "Dogwood", "45.70"),
        (None, "Cedar", None),
    ]
    assert result.bids[-1].reasons == ("failed Social value: answered no",)


@pytest.mark.parametrize(("services", "value"), [("0", "100"), ("100", "0"), ("0", "0"), ("0", "33"), ("50", "0")])
def test_g_cloud_lot_1_disregards_a_zero_on_either_question(services: str, value: str, tmp_path: Path) -> None:
    result = g_cloud(1, tmp_path, lot_1("Ash", services, value, "1", "99"), lot_1("Birch", "50", "33", "9", "1"))
    assert standing(result) == [(1, "Birch", "53.20"), (None, "Ash", None)]


@pytest.mark.parametrize(
    ("lot", "gate"),
    [(1, "carbon-reduction-plan"), *((lot, gate) for lot in (1, 2, 3) for gate in (*GATES, "social-value"))],
)
def test_g_cloud_excludes_a_bid_that_fails_any_condition(lot: int, gate: str, tmp_path: Path) -> None:
    offers = {
        1: lot_1("", "100", "100", "1", "99"),
        2: marked(LOT_2, "100", "100", "100", "100") | discounts(90, 90, 90, 90, 90, 90),
        3: marked(LOT_3, "100", "100", "100", "100") | {"day-rate": "60"},
    }
    bids = ({**offers[lot], "bidder": "Ash", gate: "no"}, {**offers[lot], "bidder": "Birch"})
    assert standing(g_cloud(lot, tmp_path, *bids)) == [(1, "Birch", "100.00"), (None, "Ash", None)]


def test_g_cloud_carbon_plan_has_its_published_pass_criteria_on_lot_1_alone() -> None:
    plan = nodes(model("g-cloud-15-lot1"))["carbon-reduction-plan"]
    expected = (
        "format",
        "net zero by 2050",
        "scopes 1 and 2",
        "measures",
        "12 months",
        "website",
        "director",
        "parent",
    )
    assert len(plan.look_for) == len(expected)
    assert all(word in line for word, line in zip(expected, plan.look_for, strict=True))
    assert "trading for less than 12 months" in (plan.guidance or "")
    assert not any("carbon" in node for lot in (2, 3) for node in nodes(model(f"g-cloud-15-lot{lot}")))


@pytest.mark.parametrize("lot", [1, 2, 3])
def test_g_cloud_payment_test_has_its_published_bands(lot: int) -> None:
    payment = nodes(model(f"g-cloud-15-lot{lot}"))["payment-practice"]
    text = " ".join((payment.guidance or "", *payment.look_for))
    assert "95% or more of invoices within 60 days, and 55 days or less on average, in the same half-year" in text
    assert "90% or more but less than 95%" in text
    assert "with an action plan" in text
    assert "less than 90% in both half-years, with more than 55 days in both" in text
    assert "PPN 015" in (payment.question or "")
    assert "the test of payment practice" in (model(f"g-cloud-15-lot{lot}").note or "")


def test_g_cloud_lot_2_has_six_bands_with_their_limits() -> None:
    framework = model("g-cloud-15-lot2")
    assert [nodes(framework)[name].title for name in DISCOUNTS] == [
        "Discount, under 250,000",
        "Discount, 250,000 to 500,000",
        "Discount, 500,001 to 1 million",
        "Discount, 1,000,001 to 2.5 million",
        "Discount, 2,500,001 to 5 million",
        "Discount, over 5 million",
    ]
    assert [leaf.id for leaf in framework.leaves() if leaf.price is not None] == []
    assert "unit prices are not scored" in (framework.note or "")


def test_g_cloud_lot_2_adds_up_six_discounts_and_the_highest_sum_has_full_marks(tmp_path: Path) -> None:
    full = marked(LOT_2, "100", "100", "100", "100")
    result = g_cloud(
        2,
        tmp_path,
        {"bidder": "Ash", **full, **discounts(0, 5, 10, 15, 20, 30)},
        {"bidder": "Birch", **full, **discounts(5, 5, 5, 5, 10, 10)},
        {"bidder": "Cedar", **full, **discounts(50, 50, 50, 50, 50, 50), "social-value": "no"},
        {"bidder": "Dogwood", **full, **discounts(0, 0, 0, 0, 0, 0)},
        {"bidder": "Elder", **marked(LOT_2, "0", "0", "0", "0"), **discounts(90, 90, 90, 90, 90, 90)},
    )
    # Sums of 80, 40 and 0; neither Cedar nor Elder, who are out, sets the measure.
    assert standing(result) == [
        (1, "Ash", "100.00"),
        (2, "Birch", "60.00"),
        (3, "Dogwood", "20.00"),
        (None, "Cedar", None),
        (None, "Elder", None),
    ]


def test_g_cloud_lot_3_gives_the_lowest_average_day_rate_full_marks(tmp_path: Path) -> None:
    result = g_cloud(
        3,
        tmp_path,
        {"bidder": "Ash", **marked(LOT_3, "33", "50", "66", "100"), "day-rate": "600"},
        {"bidder": "Birch", **marked(LOT_3, "100", "100", "100", "0"), "day-rate": "800"},
        {"bidder": "Cedar", **marked(LOT_3, "0", "0", "0", "0"), "day-rate": "300"},
    )
    # Ash 0.825 + 1.25 + 1.65 + 2.5 + 80 + 10; Birch 7.5 + 60 + 10.
    assert standing(result) == [(1, "Ash", "96.23"), (2, "Birch", "77.50"), (None, "Cedar", None)]


def test_g_cloud_lot_3_says_who_averages_which_rates() -> None:
    framework = model("g-cloud-15-lot3")
    guidance = nodes(framework)["day-rate"].guidance or ""
    assert "The buyer works it out from the rate card" in guidance
    assert "in the UK and offshore alike" in guidance
    assert "under 50 or over 10,000 pounds is left out; one of exactly 50 or 10,000 counts" in guidance
    assert "7.5 hours" in guidance
    assert "A framework file cannot average a list of open length" in (framework.note or "")


# The nations, the health service and councils


def test_nhs_weighs_net_zero_and_social_value_a_tenth_or_more_and_never_scores_the_plan(tmp_path: Path) -> None:
    framework = model("nhs-net-zero-social-value")
    found = nodes(framework)
    assert found["net-zero-and-social-value"].weight == 10
    assert found["fighting-climate-change"].code == "Theme 3"
    assert (found["carbon-reduction-plan"].kind, found["carbon-reduction-plan"].weight) == ("gate", None)
    changes = Changes({"net-zero-and-social-value": Fraction("9.99")})
    assert "weight 9.99" in checked_framework("nhs-net-zero-social-value", changes=changes).what_if[-1]
    result = scored(
        framework,
        tmp_path,
        """
        Bidder,carbon-reduction-plan,fighting-climate-change,equal-opportunity,wellbeing,service,mobilisation,price
        Ash,yes,3,3,3,2,2,100000
        Birch,yes,1,0,1,3,3,80000
        Cedar,no,3,3,3,3,3,50000
        Dogwood,yes,0,3,3,3,3,50000
        """,
    )
    # Ash 10 + 40 + 24; Birch 1.67 + 0 + 0.83 + 60 + 30.
    assert standing(result)[:2] == [(1, "Birch", "92.50"), (2, "Ash", "74.00")]
    assert [bid.status for bid in result.bids[2:]] == ["excluded", "excluded"]


def test_scotland_considers_community_benefits_from_four_million(tmp_path: Path) -> None:
    framework = model("scotland-community-benefits")
    assert "4 million pounds or more" in (framework.note or "")
    assert "sets no weight" in (framework.note or "")
    assert [level.mark for level in framework.scales["zero-to-four"]] == ["0", "1", "2", "3", "4"]
    assert nodes(framework)["price"].weight == 60
    result = scored(
        framework,
        tmp_path,
        """
        Bidder,training-and-recruitment,sub-contracting,local-wellbeing,technical,price
        Ash,4,4,4,4,120000
        Birch,1,1,1,2,100000
        Cedar,0,1,1,4,50000
        """,
    )
    # Cedar has 15% of the community benefits: below the minimum, so its price is not the lowest.
    assert standing(result) == [(1, "Ash", "90.00"), (2, "Birch", "77.50"), (None, "Cedar", None)]


def test_rotherham_splits_a_fifth_into_halves_and_caps_the_offer(tmp_path: Path) -> None:
    framework = model("rotherham-social-value")
    found = nodes(framework)
    assert found["social-value"].weight == 20
    assert [(part.kind, f"{part.weight}") for part in found["social-value"].criteria or ()] == [
        ("quantity", "50"),
        ("scale", "50"),
    ]
    offer = found["social-value-offer"].quantity
    assert isinstance(offer, HighestRatio)
    assert (offer.unit, offer.cap, offer.proxy) == ("percent of the price", Fraction(40), None)
    assert "unconfirmed" in (framework.note or "")
    result = scored(
        framework,
        tmp_path,
        """
        Bidder,social-value-offer,social-value-plan,quality,price
        Ash,10,4,4,100000
        Birch,20,2,3,80000
        Cedar,100,1,2,90000
        """,
    )
    # Cedar claims its whole price and counts as 40: 10 + 2.5 + 20 + 35.56.
    assert standing(result) == [(1, "Ash", "84.50"), (2, "Birch", "80.00"), (3, "Cedar", "68.06")]


def test_essex_measures_have_units_needs_and_no_values(tmp_path: Path) -> None:
    framework = model("essex-toms-style")
    measures = [leaf for leaf in framework.leaves() if leaf.quantity is not None]
    assert {leaf.quantity.unit for leaf in measures if leaf.quantity} == {
        "FTE",
        "percent",
        "GBP",
        "weeks",
        "hours x attendees",
        "tCO2e",
        "tonnes",
    }
    assert all(isinstance(leaf.quantity, Target) for leaf in measures if leaf.weight is not None)
    assert [leaf.code for leaf in measures if leaf.weight is None] == ["ECC2"]
    text = (FRAMEWORKS / "essex-toms-style.yaml").read_text("utf-8")
    assert not re.search(r"16\.93|101\.00|244\.63|proxy:", text)
    assert "CC BY-NC-ND 4.0" in text
    result = scored(
        framework,
        tmp_path,
        """
        Bidder,justification,local-people,long-term-unemployed,local-share,meet-the-buyer,apprenticeships,career-support,emissions,waste,quality,price
        Ash,3,5,2,50,5000,104,200,25,5,80,100000
        Birch,2,100,0,90,0,52,0,50,0,90,125000
        """,
    )
    # Birch's 100 people earn what the 10 needed would: size beyond the need earns nothing.
    assert standing(result) == [(1, "Ash", "89.80"), (2, "Birch", "78.63")]
    local = next(node for node in result.bids[1].walk() if node.id == "local-people")
    assert local.score == local.overall_weight == 3


# Models for communities and social enterprises


def test_community_public_good_has_a_panel_goals_and_outcomes(tmp_path: Path) -> None:
    framework = model("procurement-for-community-public-good")
    note = framework.note or ""
    assert "names and number of its stages were not read" in note
    assert "panel of people who live in the area" in note
    assert framework.moderation == "consensus"
    scored_leaves = [leaf for leaf in framework.leaves() if leaf.scale]
    assert len(scored_leaves) == 5
    assert all(leaf.sdgs and leaf.unconfirmed == ("sdgs",) for leaf in scored_leaves)
    assert nodes(framework)["public-value"].title == "Public value outcomes"
    result = scored(
        framework,
        tmp_path,
        """
        Bidder,community-brief,shared-decisions,local-assets,outcomes,measurement,service,price,redress
        Ash,yes,3,3,2,1,3,100000,yes
        Birch,yes,1,1,3,3,3,80000,yes
        Cedar,yes,3,3,3,3,3,60000,no
        """,
    )
    # The price ends are published: Cedar's low price moves nobody, in or out.
    assert standing(result)[:2] == [(1, "Birch", "80.00"), (2, "Ash", "76.00")]
    assert result.bids[2].reasons == ("failed Redress for small organisations: answered no",)


def test_marks_of_a_community_panel_count_when_they_are_agreed(tmp_path: Path) -> None:
    framework = model("procurement-for-community-public-good")
    path = tmp_path / "bids.csv"
    path.write_text(
        "Bidder,community-brief,shared-decisions,local-assets,outcomes,measurement,service,price,redress\n"
        "Ash,yes,3,3,2,1,3,100000,yes\n",
        "utf-8",
    )
    agreed = read_bids(path, framework)
    bid = agreed.bids[0]
    mark = bid.entries["shared-decisions"]
    marks = {name: {"shared-decisions": mark} for name in ("Resident", "Service user", "Officer")}
    rest = {name: entry for name, entry in bid.entries.items() if name != "shared-decisions"}
    alone = replace(bid, entries=rest, evaluator_marks=marks)
    with pytest.raises(SvscoreError) as refused:
        score(framework, replace(agreed, bids=(alone,)))
    assert [problem.code for problem in refused.value.problems] == ["EV102"]
    assert "a consensus, not an average" in refused.value.problems[0].message
    together = replace(bid, evaluator_marks=marks)
    assert standing(score(framework, replace(agreed, bids=(together,)))) == [(1, "Ash", "76.00")]


def test_enterprise_idea_excludes_nobody_and_helps_the_best_three(tmp_path: Path) -> None:
    result = scored(
        model("enterprise-idea"),
        tmp_path,
        """
        Bidder,social-purpose,demand,people,money,governance,right-size,benefit
        Ash,3,2,2,2,1,3,2
        Birch,2,3,2,2,2,2,2
        Cedar,1,3,3,3,3,3,3
        Dogwood,2,2,2,2,2,2,2
        Elder,2,2,2,2,2,2,
        """,
    )
    assert standing(result) == [
        (1, "Cedar", "90.0"),
        (2, "Ash", "74.1"),
        (3, "Birch", "71.7"),
        (4, "Dogwood", "66.7"),
        (5, "Elder", "56.7"),
    ]
    # Dogwood is exactly 5 points behind the third.
    assert [bid.is_leading for bid in result.bids] == [True, True, True, True, False]
    # Elder is not fully marked, so nobody is awarded yet.
    assert (result.state, [bid.is_awarded for bid in result.bids]) == ("provisional", [False] * 5)
    assert result.bids[0].reasons == ("below the minimum in Social purpose: 1, minimum 2",)
    assert [bid.is_partial for bid in result.bids] == [False, False, False, False, True]


# Methods from elsewhere


def test_qcbs_opens_prices_only_of_those_who_pass(tmp_path: Path) -> None:
    framework = model("qcbs")
    assert nodes(framework)["technical"].weight == 80
    assert isinstance(nodes(framework)["financial"].price, LowestRatio)
    result = scored(
        framework,
        tmp_path,
        """
        Bidder,experience,approach,key-experts,work-plan,financial
        Ash,18,20,36,12,500000
        Birch,14,18,30,10,400000
        Cedar,10,15,30,10,100000
        """,
    )
    # 86 x 0.8 + 100 x 400/500 x 0.2; 72 x 0.8 + 100 x 0.2; Cedar has 65 of the 70 asked for.
    assert standing(result) == [(1, "Ash", "84.80"), (2, "Birch", "77.60"), (None, "Cedar", None)]


def test_80_20_takes_points_off_by_the_part_over_the_lowest_acceptable_price(tmp_path: Path) -> None:
    framework = model("sans-80-20")
    assert nodes(framework)["price"].price == PercentOverLowest(formula="percent-over-lowest", floored=False)
    assert nodes(framework)["price"].weight == 80
    assert nodes(framework)["specific-goals"].weight == 20
    assert "50 million rand" in (framework.note or "")
    result = scored(
        framework,
        tmp_path,
        """
        Bidder,functionality,price,ownership,reconstruction-programme
        Ash,80,1100000,yes,yes
        Birch,75,1000000,no,no
        Cedar,69,500000,yes,yes
        Dogwood,90,2500000,yes,no
        """,
    )
    # 80 x (1 - 0.1) + 20; 80; 80 x (1 - 1.5) + 10. Cedar is below the cut-off and no lowest price.
    assert standing(result) == [
        (1, "Ash", "92.00"),
        (2, "Birch", "80.00"),
        (3, "Dogwood", "-30.00"),
        (None, "Cedar", None),
    ]


def test_prozorro_divides_the_price_by_the_coefficient(tmp_path: Path) -> None:
    framework = model("prozorro-meat")
    assert isinstance(framework.award, PriceOverCoefficient)
    assert [(test.against, test.by) for test in framework.abnormally_low] == [
        ("mean-of-others", Fraction(2, 5)),
        ("next", Fraction(3, 10)),
    ]
    result = scored(
        framework,
        tmp_path,
        """
        Bidder,warranty,delivery,price
        Ash,20,10,499
        Birch,0,0,400
        Cedar,10,0,450
        """,
    )
    assert [(bid.bidder, bid.figure) for bid in result.bids] == [
        ("Ash", Fraction(499) / (1 + Fraction(30, 70))),
        ("Cedar", Fraction(450) / (1 + Fraction(10, 70))),
        ("Birch", Fraction(400)),
    ]
    assert result.bids[0].figure_shown == "349.30"


def test_italy_rescales_quality_and_bends_the_line_at_the_mean_discount(tmp_path: Path) -> None:
    framework = model("italy-bilinear")
    assert nodes(framework)["discount"].quantity == Bilinear(formula="bilinear", knee="85%", unit="percent")  # type: ignore[arg-type]
    assert (framework.rounding.share, framework.rounding.criterion) == (9, 2)
    result = scored(
        framework,
        tmp_path,
        """
        Bidder,organisation,improvements,discount
        Ash,0.75,1,5
        Birch,0.5,0.5,10
        Cedar,0.75,0.5,15
        Dogwood,0.25,0.5,60
        """,
    )
    # Dogwood is below half of the quality before rescaling, so the mean discount is 10, not 22.5.
    assert standing(result) == [
        (1, "Cedar", "86.00"),
        (2, "Ash", "82.75"),
        (3, "Birch", "67.50"),
        (None, "Dogwood", None),
    ]
