"""The library of shipped menus and models: what each file claims, and that each can be scored."""

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


def test_ppn_002_asks_for_a_tenth_whatever_the_value() -> None:
    rules = menu("ppn-002")
    assert (rules.minimum_weight, rules.base) == (Fraction(1, 10), "total")
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
    with pytest.raises(SvscoreError) as refused:
        model(name, social_value=weight)
    assert [(problem.code, problem.message) for problem in refused.value.problems] == [
        ("SV113", f"weight {weight} of 'social-value' is not permitted")
    ]


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


def test_g_cloud_weights() -> None:
    lots = [model(f"g-cloud-15-lot{lot}") for lot in (1, 2, 3)]
    assert [[(node.id, f"{node.weight}") for node in lot.criteria if node.weight is not None] for lot in lots] == [
        [("cloud-services", "40"), ("buyer-value", "40"), ("price", "10"), ("social-value", "10")],
        [("discounts", "80"), ("social-value", "10")],
        [("day-rate", "80"), ("social-value", "10")],
    ]
    assert [lot.total for lot in lots] == [100, 90, 90]
    assert all("other 10 of 100" in (lot.note or "") for lot in lots[1:])
    assert [leaf.weight for leaf in nodes(lots[0])["price"].criteria or ()] == [50, 50]


def test_g_cloud_lot_1_is_scored(tmp_path: Path) -> None:
    result = scored(
        model("g-cloud-15-lot1"),
        tmp_path,
        """
        Bidder,carbon-reduction-plan,operational-readiness,cloud-services,buyer-value,onboarding-price,minimum-discount,social-value
        Ash,yes,yes,3,2,500,10,yes
        Birch,yes,yes,3,3,1000,20,yes
        Cedar,yes,yes,3,3,100,40,no
        """,
    )
    # Cedar fails social value, so neither its price nor its discount sets the measure.
    assert standing(result) == [(1, "Birch", "97.50"), (2, "Ash", "84.17"), (None, "Cedar", None)]
    assert result.bids[-1].reasons == ("failed Social value: answered no",)


def test_g_cloud_lot_2_adds_up_six_discounts_and_the_highest_sum_has_full_marks(tmp_path: Path) -> None:
    result = scored(
        model("g-cloud-15-lot2"),
        tmp_path,
        """
        Bidder,mandatory-criteria,operational-readiness,discount-1,discount-2,discount-3,discount-4,discount-5,discount-6,social-value
        Ash,yes,yes,0,5,10,15,20,30,yes
        Birch,yes,yes,5,5,5,5,10,10,yes
        Cedar,yes,yes,50,50,50,50,50,50,no
        """,
    )
    # Sums of 80 and 40: 80 + 10, and 40 + 10.
    assert standing(result) == [(1, "Ash", "90.00"), (2, "Birch", "50.00"), (None, "Cedar", None)]


def test_g_cloud_lot_3_gives_the_lowest_average_day_rate_full_marks(tmp_path: Path) -> None:
    table = """
        Bidder,mandatory-criteria,operational-readiness,day-rate,social-value
        Ash,yes,yes,600,yes
        Birch,yes,yes,800,yes
        Cedar,no,yes,300,yes
        """
    result = scored(model("g-cloud-15-lot3"), tmp_path, table)
    assert standing(result) == [(1, "Ash", "90.00"), (2, "Birch", "70.00"), (None, "Cedar", None)]


# The nations, the health service and councils


def test_nhs_weighs_net_zero_and_social_value_a_tenth_or_more_and_never_scores_the_plan(tmp_path: Path) -> None:
    framework = model("nhs-net-zero-social-value")
    found = nodes(framework)
    assert found["net-zero-and-social-value"].weight == 10
    assert found["fighting-climate-change"].code == "Theme 3"
    assert (found["carbon-reduction-plan"].kind, found["carbon-reduction-plan"].weight) == ("gate", None)
    with pytest.raises(SvscoreError, match=r"9\.99"):
        model("nhs-net-zero-social-value", net_zero_and_social_value="9.99")
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
    assert [bid.is_awarded for bid in result.bids] == [True, True, True, True, False]
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
