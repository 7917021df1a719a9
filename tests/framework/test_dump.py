"""A framework written out reads back as the same framework, whatever its texts and numbers are."""

from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from svscore.framework.catalogue import available
from svscore.framework.dump import resolved_yaml
from svscore.framework.fields import number_text
from svscore.framework.load import Loaded, load_framework
from svscore.framework.model import Framework
from svscore.framework.source import parse_definition

HEAD = {"svscore": "1", "id": "a", "version": "1", "regime": "other", "status": "illustrative"}


def loaded(framework: Framework) -> Loaded:
    return Loaded(framework, Path("f.yaml"), "f.yaml", "")


def read_back(text: str) -> Framework:
    parsed = parse_definition(text.encode(), "f.yaml")
    assert parsed.problems == []
    return Framework.model_validate(parsed.data)


def round_trip(**keys: Any) -> tuple[Framework, str]:
    leaf = {"id": "q", "title": "Q", "weight": "100", "points": {"max": "1"}}
    framework = Framework.model_validate({**HEAD, "title": "A", "criteria": [leaf], **keys})
    text = resolved_yaml(loaded(framework))
    assert read_back(text) == framework
    return framework, text


@pytest.mark.parametrize("name", [entry.id for entry in available() if entry.is_shipped and not entry.is_menu])
def test_a_shipped_framework_written_out_is_the_same(name: str) -> None:
    original = load_framework(name)
    text = resolved_yaml(original)
    assert read_back(text) == original.framework
    assert resolved_yaml(loaded(read_back(text))) == text


def test_what_it_looks_like() -> None:
    criteria = [
        {
            "weight": "100/3",
            "title": "Quality: all of it",
            "id": "quality",
            "minimum": {"above": "50%"},
            "look-for": ["Plans", "no"],
            "points": {"max": "12.50"},
        },
        {
            "id": "price",
            "title": "Price",
            "weight": "200/3",
            "price": {"formula": "linear-to-zero", "zero-at": "150%", "basket": [{"item": "rate", "quantity": "2"}]},
        },
    ]
    _, text = round_trip(
        title="Support",
        commenced="2025-03-03",
        note="One line.\nAnother.\n",
        rounding={"total": "2", "mode": "half-up"},
        award={"also-within": "1%", "places": "2"},
        criteria=criteria,
    )
    assert text == (
        "svscore: 1\n"
        "id: a\n"
        "title: Support\n"
        'version: "1"\n'
        "regime: other\n"
        "status: illustrative\n"
        "commenced: 2025-03-03\n"
        "note: |\n"
        "  One line.\n"
        "  Another.\n"
        "rounding:\n"
        "  total: 2\n"
        "criteria:\n"
        "  - id: quality\n"
        '    title: "Quality: all of it"\n'
        "    look-for:\n"
        "      - Plans\n"
        '      - "no"\n'
        "    weight: 100/3\n"
        "    minimum:\n"
        '      above: "50%"\n'
        "    points:\n"
        "      max: 12.5\n"
        "  - id: price\n"
        "    title: Price\n"
        "    weight: 200/3\n"
        "    price:\n"
        "      basket:\n"
        "        - item: rate\n"
        "          quantity: 2\n"
        "      formula: linear-to-zero\n"
        "      zero-at: 150%\n"
        "award:\n"
        "  places: 2\n"
        "  also-within: 1%\n"
    )


LINES = [
    "a\nb",
    "a\n",
    "\na",
    " a\nb",
    "a \nb",
    "a\n\n",
    "a\n\nb",
    "a\r\nb",
    "a\x85b",
    "a\u2028b",
    "a\n  b\n",
    "a\n---\nb\n",
]
SIGNS = ["a: b", "a #b", "- a", "[a]", "{a}", "*a", "&a", "!a", "%a", "@a", "`a`", "'a'", '"a"', "a\\b", "|", ">", "a:"]
WORDS = ["yes", "No", "~", "null", "", " ", "1", "1.0", "2025-01-01", "---", "...", "<<", "=", "x" * 5000]
CHARACTERS = ["\ta", "a\tb", "a\ufeffb", "\U0001f642", "ü: é", "http://a.b/c?d=e#f", "\x07", "\x7f"]


@pytest.mark.parametrize("text", [*LINES, *SIGNS, *WORDS, *CHARACTERS], ids=repr)
def test_any_text_comes_back(text: str) -> None:
    title = text if text.strip() else f"{text}T"  # a title of spaces is none
    framework, _ = round_trip(title=title, note=text, scales={text[:100]: [{"mark": text, "share": "5"}]})
    assert (framework.title, framework.note, list(framework.scales)) == (title, text, [text[:100]])


@given(st.text(max_size=60), st.lists(st.text(max_size=20), min_size=1, max_size=3))
def test_random_text_comes_back(text: str, more: list[str]) -> None:
    round_trip(title=f"{text}T", agreement=text + "\n", sources=[{"title": f"{title}T"} for title in more])


@given(
    st.fractions(min_value=1, max_denominator=10**9).map(number_text),
    st.fractions(min_value=Fraction(1), max_value=Fraction(10), max_denominator=10**6),
    st.integers(0, 20),
    st.booleans(),
)
def test_random_numbers_come_back(total: str, percent: Fraction, places: int, is_floored: bool) -> None:  # noqa: FBT001
    price = {
        "formula": "mean-deviation",
        "at-mean": "1/3%",
        "per-percent": f"{number_text(percent)}%",
        "floored": is_floored,
    }
    leaf = {"id": "p", "title": "P", "weight": total, "price": price}
    framework, text = round_trip(total=total, criteria=[leaf], rounding={"total": places})
    assert framework.criteria[0].weight == framework.total
    assert "at-mean: 1/3%" in text


def test_other_readers_see_the_same_texts() -> None:
    framework, text = round_trip(title="Yes", note="a\n b\n\nc\n", agreement="12:30")
    plain = yaml.safe_load(text)
    assert (plain["title"], plain["note"], plain["agreement"]) == ("Yes", "a\n b\n\nc\n", "12:30")
    assert plain["version"] == framework.version == "1"


def test_a_number_of_many_digits_comes_back() -> None:
    digits = "12." + "3456789012" * 5
    _, text = round_trip(total=digits)
    assert f"total: {digits.rstrip('0')}\n" in text


LISTS = [
    "Look for:\n  - a plan with names, dates and a budget that adds up\n  - a risk register with an owner\n",
    "Two paragraphs of guidance\n\n    set far to the right, as in a quotation from the tender\n",
    "Evidence\n\t- a tab before the item of a list that somebody pasted from a document\n",
    "A line and then blanks only\n     \nand a line again, of some length so that there is work\n",
    "\n   begins with an empty line, then an indented one, and goes on for a while\nand ends\n",
    "\u00a0begins with a blank that is not broken, then three more lines\nb\nc\nd\n",
    "many\n" * 2000 + " indented\n",
    "x" * 40 + "\n" + " y" * 4000,
    "- " * 3000 + "\n  - z",
]


@pytest.mark.parametrize("text", LISTS, ids=lambda text: repr(text[:24]))
def test_guidance_with_indented_lines_is_written_at_once_and_comes_back(text: str) -> None:
    """A pattern with a repeat inside a repeat took for ever over the first of these."""
    framework, _ = round_trip(note=text)
    assert framework.note == text


@given(st.text("ab -:#\n\t\xa0>|", max_size=80))
def test_random_lines_and_indents_come_back(text: str) -> None:
    round_trip(title="A", note="a" + text)
