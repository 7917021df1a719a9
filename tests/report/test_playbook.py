"""A playbook says what the model says, in words people can act on and pages everyone can read."""

from __future__ import annotations

import re
from fractions import Fraction
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given
from typer.testing import CliRunner

from svscore.cli.app import app
from svscore.framework.load import Loaded, load_definition
from svscore.framework.model import Framework
from svscore.lint import checked_framework
from svscore.report.playbook import FORMATS, READERS, playbook
from svscore.report.playbook.formulas import WORDS
from svscore.report.playbook.rules import METHODS
from svscore.scoring.awards import AWARDS
from svscore.scoring.formulas import FORMULAS
from svscore.scoring.formulas.reference import Reference
from tests.properties import examples
from tests.scoring.models import Plain, competitions, framework

TOP = Path(__file__).parents[2]
SHIPPED = [
    path.stem for path in sorted((TOP / "frameworks").glob("*.yaml")) if isinstance(load_definition(path), Framework)
]
VOID = {"meta"}

MODEL = """svscore: 1
id: example
title: Example
version: "1"
regime: other
status: illustrative
scales:
  three: [{mark: 0, label: Nothing}, {mark: 1, label: Some}, {mark: 2, label: All, descriptor: Everything asked for.}]
"""
REST = """  - {id: quality, title: Quality, weight: 60, question: How?, minimum: 1, scale: three}
tie-break: [quality]
"""


def page(name: str | Path, reader: str, suffix: str = ".md") -> str:
    loaded = checked_framework(name if isinstance(name, Path) else TOP / "frameworks" / f"{name}.yaml")
    return playbook(loaded, "model.yaml", reader=reader, suffix=suffix)


def written(folder: Path, criteria: str, top: str = "rounding: {criterion: 2, total: 2}\n") -> Path:
    path = folder / "model.yaml"
    path.write_text(f"{MODEL}{top}criteria:\n{criteria}", "utf-8")
    return path


def section(text: str, title: str) -> str:
    """What stands below a heading of a Markdown playbook, up to the next of its level."""
    level = re.search(rf"^(#+) {re.escape(title)}$", text, re.MULTILINE)
    assert level, f"no heading {title!r}"
    rest = text[level.end() :]
    return re.split(rf"^#{{2,{len(level[1])}}} ", rest, maxsplit=1, flags=re.MULTILINE)[0].strip()


class Outline(HTMLParser):
    """The structure of a page: headings in order, tables, and whether every tag is closed in turn."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.headings: list[int] = []
        self.ids: list[str] = []
        self.references: list[str] = []
        self.tables: list[list[str]] = []
        self.language = ""
        self.external: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self.external += [f"{tag} {name}" for name in given if name in ("src", "srcset", "background", "action")]
        self.external += [f"{tag} {name}" for name in given if name.startswith("on")]
        self.references += [value[1:] for name, value in given.items() if name == "href"]
        self.references += [value for name, value in given.items() if name == "aria-labelledby"]
        self.ids += [given["id"]] if "id" in given else []
        if tag == "html":
            self.language = given["lang"]
        if re.fullmatch("h[1-6]", tag):
            self.headings.append(int(tag[1]))
        if tag == "table":
            self.tables.append([])
        if tag in ("caption", "th") and self.tables:
            self.tables[-1].append(f"{tag} {given.get('scope', '')}".strip())
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def outline(html: str) -> Outline:
    found = Outline()
    found.feed(html)
    found.close()
    return found


# Every shipped model, for everyone, in every format


@pytest.mark.parametrize("name", SHIPPED)
@pytest.mark.parametrize("reader", READERS)
def test_a_page_is_whole_and_can_be_found_through_without_seeing_it(name: str, reader: str) -> None:
    html = page(name, reader, ".html")
    found = outline(html)
    assert html.startswith("<!DOCTYPE html>")
    assert found.language == "en-GB"
    assert found.open == []
    assert found.headings[0] == 1
    assert found.headings.count(1) == 1
    steps = zip(found.headings, found.headings[1:], strict=False)
    assert all(after <= before + 1 for before, after in steps)
    assert len(found.ids) == len(set(found.ids))
    assert set(found.references) <= set(found.ids)
    assert found.external == []
    assert 'name="viewport"' in html
    assert "color:" not in re.sub(r"color-scheme:", "", html)
    for table in found.tables:
        assert table[0] == "caption"
        assert set(table[1:]) == {"th col", "th row"}


@pytest.mark.parametrize("name", SHIPPED)
def test_markdown_and_page_say_the_same(name: str) -> None:
    for reader in READERS:
        headings = re.findall(r"^#+ (.+)$", page(name, reader), re.MULTILINE)
        html = re.findall(r"<h\d[^>]*>(.*?)</h\d>", page(name, reader, ".html"))
        assert len(headings) == len(html)


@examples(15)
@given(competitions())
def test_every_model_that_can_be_drawn_has_a_playbook(drawn: tuple[Plain, list[Plain]]) -> None:
    loaded = Loaded(framework(drawn[0]), TOP / "drawn.yaml", "drawn.yaml", "0" * 64)
    for reader in READERS:
        assert outline(playbook(loaded, "drawn.yaml", reader=reader, suffix=".html")).open == []


# For the bidder


def test_a_bidder_for_the_call_off_learns_what_to_do_first_and_what_it_earns() -> None:
    text = page("ccs-call-off", "bidder")
    assert section(text, "In short").splitlines()[:2] == [
        "- You have 4 conditions to pass, 7 questions to answer, 1 price to give.",
        "- There are 100 points in all. The bid with the most points in total wins.",
    ]
    assert "A bid below a minimum is not excluded. It is flagged, and the buyer decides" in section(text, "In short")
    assert '| Have you read and understood the bid pack? | answering "no" excludes the bid | 0 |' in text
    points = re.findall(r"^\| ([\w ]+) \| ([\d.]+) \|", section(text, "Where the points are"), re.MULTILINE)
    assert points == [
        ("Price", "25"),
        ("Delivery approach", "24"),
        ("Proposed team", "16"),
        ("Quality of service", "12"),
        ("Knowledge transfer", "8"),
        ("Tackling economic inequality", "7"),
        ("Working together", "5"),
        ("Wellbeing", "3"),
    ]
    question = section(text, "Quality of service")
    assert "Worth up to 12 of 100 points." in question
    assert "You need a mark of 66 (Acceptable, minor concerns) or more; a bid with less is flagged" in question
    assert "You are asked: How will you assure the quality of what you deliver" in question
    assert "- Acceptance agreed before work starts" in question
    assert "The highest mark, 100 (Good), is for an answer like this: Meets every requirement" in question
    assert re.findall(r"^\| (\d+) \| ([\d.]+) \| ([^|]+) \|", question, re.MULTILINE) == [
        ("100", "12", "Good"),
        ("66", "7.92", "Acceptable, minor concerns"),
        ("33", "3.96", "Non acceptable, major concerns; below the minimum"),
        ("0", "0", "Unsuitable; below the minimum"),
    ]
    assert "marks are never averaged" in section(text, "Who marks my answers?")
    assert section(text, "Do other bids change my points?").startswith("Yes, in Price.")
    assert "1. a bid that is below no minimum goes before one that is" in section(text, "What if two bids are tied?")
    assert section(text, "Before you send it").count("- ") == 12


def test_a_gate_worth_marks_is_a_question_unless_it_excludes() -> None:
    goals = page("sans-80-20", "bidder")
    assert "Pass these first" not in goals
    assert 'Pass or fail: answering "no" earns no points.' in goals
    social_value = section(page("g-cloud-15-lot1", "bidder"), "Pass these first")
    assert '| Do you meet all three sections on social value? | answering "no" excludes the bid | 10 |' in social_value
    assert "- A named contact for social value" in social_value


def test_rescaling_is_told_where_other_bids_change_points() -> None:
    assert section(page("italy-bilinear", "bidder"), "Do other bids change my points?") == (
        "Yes, in Technical offer, Organisation of the service, Improvements, Discount. Everywhere else your answer "
        "is marked for itself."
    )
    community = page("procurement-for-community-public-good", "bidder")
    assert section(community, "Do other bids change my points?").startswith("No. You can work out your own points")


# For the buyer


def test_a_buyer_has_every_part_of_the_method_to_publish() -> None:
    text = page("dsp-lot2", "buyer")
    assert re.findall(r"^## (.+)$", text, re.MULTILINE) == [
        "Method in short",
        "Award criteria and their weights",
        "Conditions: pass or fail",
        "What is asked and looked for",
        "Marking scales",
        "How marks are agreed",
        "Prices and measured offers",
        "Minimums",
        "What is left blank",
        "Rounding",
        "Award",
        "Ties",
        "Abnormally low prices",
        "About this text",
    ]
    assert "an example of how such a model can be written; not a model anybody published" in text
    rows = re.findall(r"^\| ([\d.]+) [^|]+ \| [\d.]+ \| ([\d.]+) \|", text, re.MULTILINE)
    leaves = [Fraction(points) for number, points in rows if not any(each[0].startswith(f"{number}.") for each in rows)]
    assert sum(leaves) == 100
    for level in checked_framework(TOP / "frameworks" / "dsp-lot2.yaml").framework.scales["commitment"]:
        assert (level.descriptor or "")[:40] in section(text, "Marking scales")


@pytest.mark.parametrize(
    ("top", "words"),
    [
        ("below-minimum: exclude\n", "only those take part that passed every gate and every minimum"),
        ("below-minimum: flag\n", "only those take part that passed every gate."),
        ("reference-bids: all\n", "every bid takes part, whether or not it is excluded"),
    ],
)
def test_which_bids_are_compared_follows_the_model(tmp_path: Path, top: str, words: str) -> None:
    gate = '  - {id: terms, title: Terms, gate: {fail-when: "no"}}\n'
    price = "  - {id: price, title: Price, weight: 40, price: {formula: lowest-ratio}}\n"
    assert words in page(written(tmp_path, gate + price + REST, top), "buyer")


@pytest.mark.parametrize(
    ("top", "words"),
    [
        ("missing: zero\n", "What is left blank earns nothing, and is below a minimum as a zero is."),
        ("missing: partial\n", "What is left blank counts as nothing yet"),
        ("moderation: median\n", "The median of their marks counts"),
        ("moderation: rank-sum\n", "The ranks are added up; lowest sum wins."),
        ("rounding: {mode: half-even, share: 4}\n", "halves are rounded to the even digit"),
        ("rounding: {total: 0}\n", "the total: to a whole number"),
        ("award: {by: highest-total, on: rounded}\nrounding: {total: 1}\n", "on the figure after its last rounding"),
        ("award: {by: highest-total, places: 3, also-within: 5%}\n", "3 bids are awarded. Every bid within 5%"),
        ("abnormally-low: [{against: median, by: 20%}]\n", "A price that is 20% or more below the median of all bids"),
        (
            "adjustments: [{id: local, title: Local firms, when: is-local, add: 10%}]\n",
            "Local firms: 10% of all points available are added to the total of bids that answer yes to is-local.",
        ),
    ],
)
def test_each_rule_of_a_model_is_said(tmp_path: Path, top: str, words: str) -> None:
    price = "  - {id: price, title: Price, weight: 40, price: {formula: lowest-ratio}}\n"
    assert words in page(written(tmp_path, price + REST, top), "buyer")


def test_without_rounding_nothing_is_said_of_a_last_rounding(tmp_path: Path) -> None:
    price = "  - {id: price, title: Price, weight: 40, price: {formula: lowest-ratio}}\n"
    rounding = section(page(written(tmp_path, price + REST, ""), "buyer"), "Rounding")
    assert rounding == "Nothing is rounded.\n\nWhat decides is the total."


# Formulas and award methods

SETTINGS = {
    "lowest-ratio": ("price", "", "half of the points"),
    "percent-over-lowest": ("price", "", "From twice the lowest price up nothing is earned."),
    "linear-to-zero": ("price", "zero-at: 150%", "150% of the lowest, or more, earns nothing"),
    "share-of-sum": ("price", "", "Each loses the part of the points that it is of the sum."),
    "min-max": ("price", "", "the highest nothing"),
    "fixed-range": ("price", "full-at: 50000, zero-at: 150000", "150,000 (zero at) or more earns nothing"),
    "base-amount": ("price", "base: 200000", "200,000 (the base) or more earns nothing"),
    "power": ("price", "curve: price-over-base, base: 200000, exponent: 2", "The power is 2. The base is 200,000"),
    "bilinear": ("quantity", "unit: percent, knee: 85%", "85% of them (the knee) at the mean"),
    "mean-deviation": ("price", "", "A price at the mean of the bids compared earns 50% of the points."),
    "median-deviation": ("price", "at-median: 60%", "A price at the median of the bids compared earns 60%"),
    "logarithmic": ("price", "zero-at: 200%", "200% of the lowest earns nothing"),
    "bands": ("price", "bands: [{below: 10, share: 100%}, {share: 25%}]", "10 or more, the rest: 25% of the points"),
    "highest-ratio": ("quantity", "unit: FTE, cap: 12", "More than 12 counts as 12"),
    "target": ("quantity", "unit: FTE, target: 10", "10 or more earns all the points"),
}


def test_every_formula_and_award_method_has_words() -> None:
    assert set(WORDS) == set(FORMULAS) == set(SETTINGS)
    assert set(METHODS) == set(AWARDS) == {*AWARD_SETTINGS, "highest-total"}


@pytest.mark.parametrize("formula", SETTINGS)
def test_a_formula_is_told_in_words_and_worked_by_its_own_arithmetic(tmp_path: Path, formula: str) -> None:
    kind, extra, words = SETTINGS[formula]
    leaf = (
        f"  - {{id: offer, title: Offer, weight: 40, {kind}: {{formula: {formula}{', ' if extra else ''}{extra}}}}}\n"
    )
    path = written(tmp_path, leaf + REST)
    text = section(page(path, "buyer"), "Offer")
    assert words in text
    rows = re.findall(r"^\| Bid \w \| ([^|]+) \| [^|]+ \| (-?[\d.]+) \|", text, re.MULTILINE)
    numbers = [Fraction(number.replace(",", "")) for number, _ in rows]
    settings = next(leaf for leaf in checked_framework(path).framework.leaves() if leaf.id == "offer").offer
    assert settings is not None
    used = [min(number, settings.cap) if settings.cap else number for number in numbers]
    better = "less" if kind == "price" else "more"
    expected = [FORMULAS[formula].share(number, Reference(used), settings, better).value * 40 for number in used]
    assert len(numbers) == 3
    assert all(
        abs(Fraction(points) - exact) <= Fraction(1, 200) for (_, points), exact in zip(rows, expected, strict=True)
    )
    assert ("    points = 40 x (" in text) == (formula != "bands")


AWARD_SETTINGS = {
    "lowest-price": "",
    "adjusted-price": ", add: [{quantity: days, rate: 1000}]",
    "price-per-quality-point": ", figure-places: 2",
    "quality-per-price": "",
    "utility-index": ", quality-weight: 60, price-weight: 40",
    "price-over-coefficient": ", of: 200",
    "monetised-quality": ", value-per-point: 500",
    "net-present-value": ", rate: 3.5%, flows: [{price: price}]",
}


@pytest.mark.parametrize("method", AWARD_SETTINGS)
def test_an_award_method_is_told_and_worked(tmp_path: Path, method: str) -> None:
    criteria = (
        "  - {id: price, title: Price, price: {formula: none}}\n"
        "  - {id: days, title: Days, quantity: {unit: days, formula: none, better: less}}\n"
    )
    award = f"award: {{by: {method}{AWARD_SETTINGS[method]}}}\n"
    text = section(page(written(tmp_path, criteria + REST.replace("60", "100"), award), "buyer"), "Award")
    assert METHODS[method] in text
    assert re.search(r"^\| Bid A \| 90 \| [\d,.]+ \| .+ \| -?[\d.,]+", text, re.MULTILINE)
    if method == "adjusted-price":
        assert "To the price is added: Days, at 1000 for each unit." in text
    if method == "price-per-quality-point":
        assert "| Bid A | 90 | 110,000 | 110,000 / 90 | 1222.22 |" in text


PRICE_ALONE = """award: {{by: {by}}}
criteria:
  - {{id: terms, title: Terms, gate: {{fail-when: "no"}}}}
  - {{id: price, title: Price, price: {{formula: none}}}}
  - {{id: days, title: Days, quantity: {{unit: days, formula: none, better: less{more}}}}}
"""


@pytest.mark.parametrize(
    "by",
    [
        "lowest-price",
        "lowest-price, places: 2",
        "lowest-price, also-within: 5%",
        "adjusted-price, add: [{quantity: days, rate: 10}]",
        "net-present-value, rate: 3%, flows: [{price: price}]",
    ],
)
@pytest.mark.parametrize("reader", ["buyer", "bidder"])
def test_of_a_model_of_price_alone_nothing_is_said_of_marks_or_points(by: str, reader: str, tmp_path: Path) -> None:
    path = tmp_path / "model.yaml"
    path.write_text(MODEL + PRICE_ALONE.format(by=by, more=""), "utf-8")
    text = page(path, reader)
    assert "marked" not in text
    assert "evaluators" not in text.casefold()
    assert "points in all" not in text
    assert "Points are added up" not in text
    assert "Where the points are" not in text
    assert METHODS[by.partition(",")[0]] in text


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ("", "Days, at 10 for each unit."),
        (", cap: 30", "Days, at 10 for each unit, of which no more than 30 count."),
        (", proxy: {value: 50}", "Days, at 10 for each pound it is worth (50 for each unit)."),
        (", proxy: {value: 1/4}", "Days, at 10 for each pound it is worth (0.25 for each unit)."),
        (
            ", proxy: {value: 50}, cap: 900",
            "Days, at 10 for each pound it is worth (50 for each unit), of which no more than 900 count.",
        ),
    ],
)
def test_an_addition_is_told_after_proxy_and_cap(more: str, words: str, tmp_path: Path) -> None:
    path = tmp_path / "model.yaml"
    path.write_text(
        MODEL + PRICE_ALONE.format(by="adjusted-price, add: [{quantity: days, rate: 10}]", more=more), "utf-8"
    )
    assert f"To the price is added: {words}" in page(path, "buyer")


@pytest.mark.parametrize(
    ("moderation", "minimum", "is_told"),
    [
        ("mean", "minimum: 1", True),
        ("median", "minimum: {above: 0}", True),
        ("mean", "minimum: 50%", False),
        ("consensus", "minimum: 1", False),
        ("rank-sum", "minimum: 1", False),
        ("median", "rescale: best", False),
    ],
)
@pytest.mark.parametrize("reader", ["buyer", "bidder"])
def test_what_a_minimum_is_held_against_is_told_where_marks_are_averaged(
    moderation: str, minimum: str, reader: str, tmp_path: Path, *, is_told: bool
) -> None:
    price = "  - {id: price, title: Price, weight: 40, price: {formula: lowest-ratio}}\n"
    text = page(written(tmp_path, price + REST.replace("minimum: 1", minimum), f"moderation: {moderation}\n"), reader)
    assert (f"held against the {moderation} of the marks given" in text) == is_told


# Text of a model is data


def test_markup_in_a_model_stays_text(tmp_path: Path) -> None:
    evil = "<script>alert(1)</script> | [x](javascript:1) \\u202e"
    criteria = f'  - {{id: price, title: "{evil}", weight: 40, question: "{evil}", price: {{formula: lowest-ratio}}}}\n'
    path = written(tmp_path, criteria + REST.replace("How?", '"- a list? <b>"'))
    for reader in READERS:
        html, text = page(path, reader, ".html"), page(path, reader)
        assert "<script>" not in html + text
        assert "&lt;script&gt;" in html
        assert "\u202e" not in html + text
        assert "[x](javascript" not in text
        assert outline(html).open == []
        tables = re.findall(r"(?:^\|.*\n)+", text, re.MULTILINE)
        assert any("alert" in table for table in tables)
        for table in tables:
            assert len({len(re.findall(r"(?<!\\)\|", line)) for line in table.splitlines()}) == 1


def test_what_no_source_confirms_is_marked() -> None:
    text = page("dsp-lot2", "bidder")
    assert "Not confirmed by a source: the question, the goals." in section(text, "Wellbeing")


# The command


def run(*words: str) -> tuple[int, str, str]:
    result = CliRunner().invoke(app, ["playbook", *words], prog_name="svscore")
    assert result.exception is None or isinstance(result.exception, SystemExit)
    return result.exit_code, result.stdout, result.stderr


def test_the_command_writes_by_suffix_and_prints_markdown_without(tmp_path: Path) -> None:
    for suffix in FORMATS:
        target = tmp_path / f"guide{suffix}"
        assert run("-f", "qcbs", "--for", "bidder", "-o", str(target)) == (0, "", f"wrote {target}\n")
        assert target.read_text("utf-8").startswith("# Bidder's guide" if suffix == ".md" else "<!DOCTYPE html>")
    code, printed, _ = run("-f", "qcbs", "--for", "buyer")
    assert (code, printed[:28]) == (0, "# How tenders are evaluated:")


def test_what_is_published_does_not_name_the_folders_of_a_machine(tmp_path: Path) -> None:
    path = written(tmp_path, "  - {id: price, title: Price, weight: 40, price: {formula: lowest-ratio}}\n" + REST)
    code, printed, _ = run("-f", str(path), "--for", "buyer")
    assert code == 0
    assert "file model.yaml, sha256" in printed
    assert str(tmp_path) not in printed


def test_the_command_says_what_it_cannot_do(tmp_path: Path) -> None:
    code, _, errors = run("-f", "qcbs", "--for", "buyer", "-o", str(tmp_path / "guide.docx"))
    assert code == 2
    assert "found 'guide.docx'" in re.sub(r"[\s│]+", " ", errors)
    code, _, errors = run("-f", "ppn-002", "--for", "buyer")
    assert code == 1
    assert "is a menu of criteria, expected a framework" in errors
    assert not list(tmp_path.iterdir())
