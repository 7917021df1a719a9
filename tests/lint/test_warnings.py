"""Warnings at their exact edges, and what they claim, worked out by the engine."""

import re
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest

from svscore.bids import Bid, Competition, Entry
from svscore.framework.load import load_definition, load_framework
from svscore.framework.menu import Menu
from svscore.framework.model import Framework
from svscore.lint import check_file
from svscore.lint.policies import POLICIES, least
from svscore.lint.prices import Priced, reversal, scored_prices, shares
from svscore.problem import Location
from svscore.scoring.engine import score
from svscore.scoring.formulas import FORMULAS
from svscore.scoring.formulas.reference import Reference

TOP = Path(__file__).parents[2]
HEAD = 'svscore: 1\nid: example\ntitle: Example\nversion: "1"\nstatus: illustrative\n'
PRICED = """criteria:
  - {{id: quality, title: Quality, weight: {quality}, points: {{max: {quality}}}}}
  - {{id: price, title: Price, weight: {price}, price: {{{formula}}}}}
"""
SOCIAL = """criteria:
  - {{id: quality, title: Quality, weight: {rest}, minimum: 50%, points: {{max: 10}}}}
  - {{id: social-value, title: Social value, weight: {weight}, points: {{max: 10}}}}
  - {{id: price, title: Price, weight: 30, price: {{{formula}}}}}
"""


def written(folder: Path, text: str) -> Path:
    path = folder / "framework.yaml"
    path.write_text(HEAD + text, "utf-8")
    return path


def codes(folder: Path, text: str) -> set[str]:
    problems = check_file(written(folder, text))
    assert all(problem.severity != "error" for problem in problems), problems
    return {problem.code for problem in problems if problem.severity == "warning"}


def social(regime: str, commenced: str, weight: str, *, value: str = "", formula: str = "formula: lowest-ratio") -> str:
    rest = 70 - Fraction(weight)
    day = f"commenced: {commenced}\n" if commenced else ""
    worth = f"value: {value}\n" if value else ""
    return f"regime: {regime}\n{day}{worth}" + SOCIAL.format(weight=weight, rest=rest, formula=formula)


# Social value


@pytest.mark.parametrize(
    ("regime", "commenced", "value", "weight", "is_low"),
    [
        ("pcr-2015", "2020-12-31", "", "9.99", False),
        ("pcr-2015", "2021-01-01", "", "9.99", True),
        ("pcr-2015", "2021-01-01", "", "10", False),
        ("pcr-2015", "2030-01-01", "9000000", "10", False),
        ("pcr-2015", "", "", "1", False),
        ("other", "2026-01-01", "", "1", False),
        ("pa-2023", "2025-02-23", "", "9.99", False),
        ("pa-2023", "2025-02-24", "", "9.99", True),  # PPN 06/20 or PPN 002: either asks for a tenth
        ("pa-2023", "2025-02-24", "", "10", False),
        ("pa-2023", "2025-09-30", "", "0.01", True),
        ("pa-2023", "2025-06-01", "5000000", "10", False),
        ("pa-2023", "2025-10-01", "", "9.99", True),
        ("pa-2023", "2025-10-01", "", "10", False),
        ("pa-2023", "2026-12-31", "5000000", "10", False),
        ("pa-2023", "2026-12-31", "5000000", "9.99", True),
        ("pa-2023", "2027-01-01", "5000000", "19.99", True),
        ("pa-2023", "2027-01-01", "5000000", "20", False),
        ("pa-2023", "2027-01-01", "4999999.99", "10", False),
        ("pa-2023", "2027-01-01", "4999999.99", "9.99", True),
        ("pa-2023", "2027-01-01", "1000000", "9.99", True),
        ("pa-2023", "2027-01-01", "1000000", "10", False),
        ("pa-2023", "2027-01-01", "999999.99", "0.01", False),
        ("pa-2023", "2027-01-01", "", "19.99", True),
        ("pa-2023", "2027-01-01", "", "20", False),
    ],
)
def test_social_value_at_the_edges_of_day_and_value(
    regime: str, commenced: str, value: str, weight: str, tmp_path: Path, *, is_low: bool
) -> None:
    assert ("SV216" in codes(tmp_path, social(regime, commenced, weight, value=value))) == is_low


def test_points_for_an_absolute_price_never_count_under_ppn_002_and_026(tmp_path: Path) -> None:
    absolute = "formula: fixed-range, full-at: 1, zero-at: 2"
    assert "SV216" not in codes(tmp_path, social("pa-2023", "2025-10-01", "7", formula=absolute))
    assert "SV216" in codes(tmp_path, social("pa-2023", "2025-10-01", "6.99", formula=absolute))
    assert "SV216" in codes(tmp_path, social("pcr-2015", "2021-01-01", "7", formula=absolute))
    # Of 70 points that are not for price: 10% from 1 million, 20% from 5 million and where no value is given.
    for value, enough, short in (("1000000", "7", "6.99"), ("5000000", "14", "13.99"), ("", "14", "13.99")):
        assert "SV216" not in codes(tmp_path, social("pa-2023", "2027-01-01", enough, value=value, formula=absolute))
        assert "SV216" in codes(tmp_path, social("pa-2023", "2027-01-01", short, value=value, formula=absolute))


def test_points_for_a_relative_price_count_under_ppn_026(tmp_path: Path) -> None:
    assert "SV216" in codes(tmp_path, social("pa-2023", "2027-01-01", "19.99", value="5000000"))
    assert "SV216" not in codes(tmp_path, social("pa-2023", "2027-01-01", "20", value="5000000"))


def test_no_social_value_at_all_is_less_than_the_minimum(tmp_path: Path) -> None:
    text = "regime: pcr-2015\ncommenced: 2021-01-01\n" + PRICED.format(quality=70, price=30, formula="formula: min-max")
    assert "SV216" in codes(tmp_path, text)


def test_a_group_of_social_value_counts_once(tmp_path: Path) -> None:
    text = """regime: pcr-2015
commenced: 2021-01-01
total: 1000
criteria:
  - id: social-value
    title: Social value
    weight: {}
    criteria: [{{id: jobs, title: Social value in jobs, weight: 100, points: {{max: 10}}}}]
  - {{id: quality, title: Quality, weight: {}, points: {{max: 10}}}}
"""
    assert "SV216" not in codes(tmp_path, text.format(100, 900))
    assert "SV216" in codes(tmp_path, text.format("99.9", "900.1"))


@pytest.mark.parametrize("policy", POLICIES, ids=lambda policy: policy.note)
def test_the_minimums_are_those_of_the_shipped_menus(policy: object) -> None:
    note = next(each for each in POLICIES if each == policy)
    menu = load_definition(TOP / "frameworks" / f"{note.note.lower().replace(' ', '-').replace('/', '-')}.yaml")
    assert isinstance(menu, Menu)
    for value in ("0.01", "999999.99", "1000000", "4999999.99", "5000000", "90000000"):
        assert menu.least_weight(Fraction(value)) == least(note, Fraction(value))
    assert menu.base == ("non-price-if-absolute" if note.is_of_non_price else "total")
    assert menu.valid is not None
    assert (menu.valid.from_, menu.regime) == (note.since, note.regime)


FROM_MENU = """criteria:
  - {{id: quality, title: Quality, weight: {rest}, minimum: 50%, points: {{max: 10}}}}
  - id: social-value
    title: Social value
    weight: {weight}
    criteria: [{{use: {use}, weight: 100, points: {{max: 10}}}}]
"""


def from_menu(header: str, use: str, *, weight: int = 20) -> str:
    return f"{header}\n" + FROM_MENU.format(use=use, weight=weight, rest=100 - weight)


@pytest.mark.parametrize(
    ("header", "use", "is_superseded"),
    [
        ("regime: pa-2023\ncommenced: 2026-03-01", "ppn-06-20/wellbeing", True),
        ("regime: pa-2023\ncommenced: 2025-10-01", "ppn-06-20/wellbeing", True),
        ("regime: pa-2023\ncommenced: 2025-09-30", "ppn-06-20/wellbeing", False),
        ("regime: pa-2023\ncommenced: 2025-02-24", "ppn-06-20/wellbeing", False),
        ("regime: pcr-2015\ncommenced: 2026-03-01", "ppn-06-20/wellbeing", False),
        ("regime: pcr-2015\ncommenced: 2031-03-01", "ppn-06-20/wellbeing", False),
        ("regime: other\ncommenced: 2031-03-01", "ppn-06-20/wellbeing", False),
        ("regime: pa-2023\ncommenced: 2025-02-24", "ppn-002/fair-work", False),
        ("regime: pa-2023\ncommenced: 2026-12-31", "ppn-002/fair-work", False),
        ("regime: pa-2023\ncommenced: 2027-01-01", "ppn-002/fair-work", True),
        ("regime: pa-2023\ncommenced: 2027-01-01", "ppn-026/good-jobs", False),
        ("regime: pa-2023\ncommenced: 2026-12-31", "ppn-026/good-jobs", True),
        ("regime: pa-2023\ncommenced: 2026-03-01", "dsp-lot2/wellbeing", True),
        ("regime: pa-2023\ncommenced: 2026-03-01", "dsp-lot2/price", False),
    ],
)
def test_a_menu_of_another_day_never_passes_under_the_act(
    header: str, use: str, tmp_path: Path, *, is_superseded: bool
) -> None:
    text = from_menu(header, use).replace(", points: {max: 10}}]", ", id: chosen, points: {max: 10}}]")
    assert codes(tmp_path, text) - {"SV217"} == ({"SV229"} if is_superseded else set())


@pytest.mark.parametrize(
    ("commenced", "value", "hint"),
    [
        ("2026-03-01", "", "take the criteria from 'ppn-002', the menu of PPN 002"),
        ("2027-03-01", "", "take the criteria from 'ppn-026', the menu of PPN 026"),
        ("2027-03-01", "1000000", "take the criteria from 'ppn-026', the menu of PPN 026"),
        ("2027-03-01", "999999", "PPN 026, which followed, asks for nothing below 1,000,000 pounds"),
    ],
)
def test_the_menu_to_take_is_that_of_day_and_value(commenced: str, value: str, hint: str, tmp_path: Path) -> None:
    worth = f"\nvalue: {value}" if value else ""
    text = from_menu(f"regime: pa-2023\ncommenced: {commenced}{worth}", "ppn-06-20/wellbeing")
    [problem] = [each for each in check_file(written(tmp_path, text)) if each.code == "SV229"]
    assert problem.hint == hint
    assert "'wellbeing' is from 'ppn-06-20', which was valid from 2021-01-01 until 2025-09-30" in problem.message


def test_a_variant_has_the_menus_of_the_model_it_extends(tmp_path: Path) -> None:
    variant = 'version: "2"\nregime: pa-2023\ncommenced: {}\nvalid: {{from: 2025-02-24}}\nextends: dsp-lot2\n'
    head = "svscore: 1\nid: example\ntitle: Example\nstatus: illustrative\n"
    path = tmp_path / "framework.yaml"
    for day, is_superseded in (("2026-03-01", True), ("2025-03-01", False)):
        path.write_text(head + variant.format(day), "utf-8")
        assert ("SV229" in {problem.code for problem in check_file(path)}) == is_superseded


@pytest.mark.parametrize(
    ("use", "weight", "said"),
    [
        ("ppn-002/fair-work", 5, "5% of the total, PPN 002 asks for 10%"),
        ("ppn-06-20/wellbeing", 5, "5% of the total, PPN 06/20 asks for 10%"),
        ("ppn-06-20/wellbeing", 9, "9% of the total, PPN 06/20 asks for 10%"),
        ("ppn-002/fair-work", 10, ""),
        ("ppn-06-20/wellbeing", 10, ""),
    ],
)
@pytest.mark.parametrize("day", ["2025-02-24", "2025-05-01", "2025-09-30"])
def test_the_months_of_two_policies_are_not_passed_over(
    day: str, use: str, weight: int, said: str, tmp_path: Path
) -> None:
    """Each asks for a tenth, so that a model under either has its minimum."""
    text = from_menu(f"regime: pa-2023\ncommenced: {day}", use, weight=weight)
    messages = [problem.message for problem in check_file(written(tmp_path, text)) if problem.code == "SV216"]
    assert messages == ([f"social value is {said}"] if said else [])


def test_a_model_of_neither_menu_is_warned_only_where_both_policies_ask_for_more(tmp_path: Path) -> None:
    """Of 70 points that are not for price 7 are a tenth under PPN 002; of the total 10 are, under PPN 06/20."""
    absolute = "formula: fixed-range, full-at: 1, zero-at: 2"
    assert "SV216" not in codes(tmp_path, social("pa-2023", "2025-05-01", "7", formula=absolute))
    text = social("pa-2023", "2025-05-01", "6.99", formula=absolute)
    [problem] = [each for each in check_file(written(tmp_path, text)) if each.code == "SV216"]
    assert problem.message == (
        "social value is 9.9857% of the points that are not for price, "
        "PPN 002 and PPN 06/20, either of which could be used then, ask for 10%"
    )


@pytest.mark.parametrize(("weight", "is_low"), [(9, True), (10, False)])
def test_a_criterion_of_a_policy_note_is_social_value_whatever_it_is_called(
    weight: int, tmp_path: Path, *, is_low: bool
) -> None:
    text = f"""regime: pa-2023
commenced: 2026-03-01
criteria:
  - {{id: quality, title: Quality, weight: {100 - weight}, points: {{max: 10}}}}
  - {{use: ppn-002/fair-work, weight: {weight}, points: {{max: 10}}}}
"""
    assert ("SV216" in codes(tmp_path, text)) == is_low


@pytest.mark.parametrize(
    ("header", "use", "weight", "said"),
    [
        ("regime: pa-2023", "ppn-002/fair-work", 20, "whether 'ppn-002' was the menu in use"),
        ("regime: pa-2023", "ppn-002/fair-work", 10, "weighs enough and whether 'ppn-002' was the menu in use"),
        ("regime: pa-2023\nvalid: {until: 2026-12-31}", "ppn-002/fair-work", 10, ""),
        ("regime: pa-2023\nvalid: {until: 2026-12-31}", "ppn-002/fair-work", 9, "whether social value weighs enough"),
        ("regime: pa-2023\nvalid: {from: 2027-01-01}", "ppn-026/good-jobs", 20, ""),
        ("regime: pa-2023\nvalid: {from: 2027-01-01}\nvalue: 999999", "ppn-026/good-jobs", 1, ""),
        ("regime: pa-2023\nvalid: {until: 2025-09-30}", "ppn-06-20/wellbeing", 1, "whether social value weighs enough"),
        ("regime: pa-2023\nvalid: {until: 2025-09-30}", "ppn-06-20/wellbeing", 10, ""),
        ("regime: pcr-2015", "ppn-06-20/wellbeing", 1, ""),
        ("regime: other", "ppn-002/fair-work", 1, ""),
    ],
)
def test_what_depends_on_the_day_is_never_silently_unchecked(
    header: str, use: str, weight: int, said: str, tmp_path: Path
) -> None:
    problems = check_file(written(tmp_path, from_menu(header, use, weight=weight)))
    assert [problem.code for problem in problems] == (["SV230"] if said else [])
    assert "".join(problem.message for problem in problems).endswith(said)


# Themes, plans, days


@pytest.mark.parametrize(
    ("regime", "commenced", "is_late"),
    [
        ("pa-2023", "2025-02-24", True),
        ("pa-2023", "2025-02-23", False),
        ("pa-2023", "", True),
        ("pcr-2015", "2026-01-01", False),
        ("other", "2026-01-01", False),
    ],
)
def test_the_covid_theme_ended_on_a_day(regime: str, commenced: str, tmp_path: Path, *, is_late: bool) -> None:
    text = social(regime, commenced, "20").replace("id: quality", "id: covid-19-recovery")
    assert ("SV217" in codes(tmp_path, text)) == is_late
    assert ("SV217" in codes(tmp_path, text.replace("id: covid-19-recovery", "id: quality"))) is False


@pytest.mark.parametrize(
    ("header", "use", "said"),
    [
        ("commenced: 2025-10-01", "ppn-06-20/covid-19-impact", ["later"]),
        ("commenced: 2025-09-30", "ppn-06-20/covid-19-impact", []),
        ("commenced: 2025-02-24", "ppn-06-20/covid-19-impact", []),
        ("", "ppn-06-20/covid-19-impact", ["later; PPN 06/20, which has the theme, could be used until 2025-09-30"]),
        ("valid: {until: 2025-09-30}", "ppn-06-20/covid-19-impact", []),
        ("valid: {from: 2025-10-01}", "ppn-06-20/covid-19-impact", ["later"]),
        ("commenced: 2026-01-01", "ppn-06-20/covid-19-impact", ["later"]),
    ],
)
def test_the_covid_theme_is_not_called_gone_on_a_day_it_could_be_used(
    header: str, use: str, said: list[str], tmp_path: Path
) -> None:
    problems = check_file(written(tmp_path, from_menu(f"regime: pa-2023\n{header}", use)))
    found = [problem for problem in problems if problem.code == "SV217"]
    assert [problem.message.partition("PPN 002 and ")[2] for problem in found] == said
    assert all(("as `commenced" in problem.hint) == (not header) for problem in found)


@pytest.mark.parametrize(
    ("regime", "commenced", "is_wrong"),
    [
        ("pcr-2015", "2021-09-29", False),
        ("pcr-2015", "2021-09-30", True),
        ("pcr-2015", "", False),
        ("pcr-2015", "2026-01-01\nvalue: 5000000", False),
        ("pcr-2015", "2026-01-01\nvalue: 5000000.01", True),
        ("pa-2023", "", True),
        ("pa-2023", "2026-01-01\nvalue: 250000", False),
        ("other", "2026-01-01", False),
    ],
)
def test_a_carbon_reduction_plan_is_a_gate_from_a_day_on(
    regime: str, commenced: str, tmp_path: Path, *, is_wrong: bool
) -> None:
    text = social(regime, commenced, "20").replace("title: Quality", "title: Carbon reduction plan")
    assert ("SV215" in codes(tmp_path, text)) == is_wrong


@pytest.mark.parametrize(
    ("text", "is_wrong"),
    [
        ("regime: pa-2023\ncommenced: 2025-02-23\n", True),
        ("regime: pa-2023\ncommenced: 2025-02-24\n", False),
        ("regime: other\ncommenced: 2025-02-24\nvalid: {from: 2025-02-24, until: 2025-02-24}\n", False),
        ("regime: other\ncommenced: 2025-02-25\nvalid: {until: 2025-02-24}\n", True),
        ("regime: other\ncommenced: 2025-02-23\nvalid: {from: 2025-02-24}\n", True),
        ("regime: other\nvalid: {from: 2025-02-24}\n", False),
    ],
)
def test_days_of_use(text: str, tmp_path: Path, *, is_wrong: bool) -> None:
    criteria = "criteria: [{id: social-value, title: Social value, weight: 100, points: {max: 10}}]\n"
    assert ("SV227" in codes(tmp_path, text + criteria)) == is_wrong


def test_no_rule_looks_at_the_clock() -> None:
    rules = (TOP / "src" / "svscore" / "lint").rglob("*.py")
    assert not any(re.search(r"\b(today|now|time)\(", path.read_text("utf-8")) for path in rules)
    assert min(policy.since for policy in POLICIES) == date(2021, 1, 1)


@pytest.mark.parametrize(
    ("top", "criterion", "is_said"),
    [
        ("", "{id: ethos, title: Ethos, weight: 0, points: {max: 10}}", True),
        ("", "{id: days, title: Days, weight: 0, quantity: {formula: target, target: 9, unit: days}}", True),
        ("tie-break: [ethos]\n", "{id: ethos, title: Ethos, weight: 0, points: {max: 10}}", False),
        ("", '{id: terms, title: Terms, weight: 0, gate: {fail-when: "no", excludes: true}}', False),
        ("", '{id: terms, title: Terms, weight: 0, gate: {fail-when: "no"}}', True),
        ("award: {by: lowest-price}\n", "{id: fee, title: Fee, weight: 0, price: {formula: lowest-ratio}}", False),
        ("tie-break: [price]\n", "{id: fee, title: Fee, weight: 0, price: {formula: lowest-ratio}}", False),
        (
            "abnormally-low: [{against: mean, by: 10%}]\n",
            "{id: fee, title: Fee, weight: 0, price: {formula: lowest-ratio}}",
            False,
        ),
        (
            "award: {by: net-present-value, rate: 3%, flows: [{price: fee}]}\n",
            "{id: fee, title: Fee, weight: 0, price: {formula: lowest-ratio}}",
            False,
        ),
    ],
)
def test_what_something_looks_at_is_never_said_to_count_for_nothing(
    top: str, criterion: str, tmp_path: Path, *, is_said: bool
) -> None:
    quality = "  - {id: quality, title: Quality, weight: 100, minimum: 50%, points: {max: 10}}\n"
    text = f"regime: other\n{top}criteria:\n{quality}  - {criterion}\n"
    assert ("SV225" in codes(tmp_path, text)) == is_said


# Prices

FORMULAS_SHOWN = [
    "formula: lowest-ratio",
    "formula: percent-over-lowest",
    "formula: percent-over-lowest, floored: false",
    "formula: linear-to-zero, zero-at: 150%",
    "formula: linear-to-zero, zero-at: 400%",
    "formula: min-max",
]


def priced(folder: Path, formula: str, *, price: int = 30) -> tuple[Framework, Priced]:
    text = "regime: other\n" + PRICED.format(quality=100 - price, price=price, formula=formula)
    framework = load_framework(written(folder, text)).framework
    return framework, next(scored_prices(framework))


@pytest.mark.parametrize("formula", FORMULAS_SHOWN)
def test_the_closed_forms_are_what_the_engine_computes(formula: str, tmp_path: Path) -> None:
    settings = priced(tmp_path, formula)[1].formula
    prices = [Fraction(100), Fraction(80), Fraction(125), Fraction(333)]
    engine = FORMULAS[settings.formula]
    assert shares(settings, prices) == [
        engine.share(price, Reference(prices), settings, "less").value for price in prices
    ]


@pytest.mark.parametrize("formula", FORMULAS_SHOWN)
@pytest.mark.parametrize("price", [10, 30, 45])
def test_the_demonstration_comes_true(formula: str, price: int, tmp_path: Path) -> None:
    framework, found = priced(tmp_path, formula, price=price)
    shown = reversal(framework, found)
    words = r"with (\S+) quality points at 100 is (behind|ahead of) one with (\S+) at 80, and (behind|ahead of)"
    if not (match := re.search(words, shown)):
        assert shown == ""
        return
    bids = [bid("dear", match[1], 100), bid("cheap", match[3], 80), bid("hopeless", "0", 40)]
    for taking_part, order in ((bids[:2], match[2]), (bids, match[4])):
        totals = {
            each.bidder: each.total or 0 for each in score(framework, Competition("bids", "", tuple(taking_part))).bids
        }
        assert (totals["dear"] > totals["cheap"]) == (order == "ahead of")
        assert totals["dear"] != totals["cheap"]


def bid(name: str, quality: str, price: int) -> Bid:
    place = Location("bids")
    entries = {"quality": Entry(Fraction(quality), quality, place), "price": Entry(Fraction(price), str(price), place)}
    return Bid(name, place, entries)
