"""Number formats as far as they can mislead."""

from __future__ import annotations

from fractions import Fraction
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from svscore.workbook.displayed import displayed, meaning
from svscore.workbook.formats import (
    GENERAL,
    NumberFormat,
    built_in_format,
    other_number,
    read_format,
    shown_text,
)
from tests.pace import allowed
from tests.properties import examples


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("General", GENERAL),
        ("", GENERAL),
        ("0", NumberFormat("number", 0)),
        ("#,##0.00", NumberFormat("number", 2)),
        ("0.0#", NumberFormat("number", 2)),
        ('"£"#,##0.00;[Red]-"£"#,##0.00', NumberFormat("number", 2, currency="£")),
        ("[$€-2] #,##0", NumberFormat("number", 0, currency="€")),
        ("[$-409]#,##0.00", NumberFormat("number", 2)),
        ("#,##0\\ [$CHF]", NumberFormat("number", 0, currency="CHF")),
        ('_-[$$-409]* #,##0.00_ ;_-"€"* #,##0', NumberFormat("number", 2, currency="$")),
        ("[$GBP] General", NumberFormat("general", currency="£")),
        ("0.0,", NumberFormat("number", 1, 1)),
        ("#,##0,,", NumberFormat("number", 0, 2)),
        ("0.0%", NumberFormat("percent", 1)),
        ('0"%"', NumberFormat("number", 0)),
        ("@", NumberFormat("text")),
        ("0.00E+00", NumberFormat("other")),
        ("# ?/?", NumberFormat("other")),
        ("dd/mm/yyyy", NumberFormat("date")),
        ("[h]:mm", NumberFormat("date")),
        ('0 "days"', NumberFormat("number", 0)),
        (";;;", NumberFormat("masked")),
        ('"hidden"', NumberFormat("masked")),
    ],
)
def test_what_matters_of_a_format(code: str, expected: NumberFormat) -> None:
    assert read_format(code)._replace(code="") == expected


@pytest.mark.parametrize("code", ["General", "@", "0", "0.00", "#,##0", "#,##0.00", "0%", "dd/mm/yyyy"])
def test_a_code_that_shows_nothing_but_the_number_is_not_looked_at_again(code: str) -> None:
    assert read_format(code).code == ""


MISLEADING = [
    ("52", '0"k"', "52k"),
    ("5", '"9"0', "95"),
    ("5", r"\90", "95"),
    ("5", '0"0"', "50"),
    ("52", '0"."0', "5.2"),
    ("52", '0","0', "5,2"),
    ("5", '0" million"', "5 million"),
    ("52", "0‰", "52‰"),
    ("52", '0"%"', "52%"),
    ("78000", "0,", "78"),
    ("3.3", "# ?/?", "3 2/7"),
    ("78449", "0.00E+00", "78400"),
    ("7", '[>=5]"9"0;0', "97"),
    ("7", "[<5]0;[>=5]0,", "0"),
    ("4", '[=4]"5";0', "5"),
    ("-5", "0;0", "5"),
    ("0", '0;-0;"100"', "100"),
    ("0", "0;-0;", ""),
    ("5", '0"½"', "5½"),
    ("5", '0"²"', "5²"),
    ("5", '"Ⅴ"0', "Ⅴ5"),  # noqa: RUF001 - a Roman five
    ("5", '0"x10"', "5x10"),
    ("4", '0" of 5"', "4 of 5"),
    ("5", "[$9]0", "95"),
    ("5", 'General"k"', "5k"),
]


@pytest.mark.parametrize(("number", "code", "shown"), MISLEADING)
def test_a_format_that_shows_another_number_is_seen_through(number: str, code: str, shown: str) -> None:
    assert other_number(Fraction(number), number, read_format(code)) == shown
    assert shown_text(Fraction(number), number, read_format(code)) == shown


HONEST = [
    ("4", '0 "days"'),
    ("4", '0" tCO2e"'),
    ("4", '0" m²"'),
    ("4", '"Mark: "0'),
    ("4", "000"),
    ("3.25", "# ?/?"),
    ("52000", '0,"k"'),
    ("5000000", '0.0,," million"'),
    ("-5", "#,##0;(#,##0)"),
    ("-5", "#,##0_);[Red]-#,##0"),
    ("1200.5", "[$€-407] #,##0.00"),
    ("1200.5", '_-"£"* #,##0.00_-;-"£"* #,##0.00_-;_-"£"* "-"??_-;_-@_-'),
    ("0", '_-* #,##0.00_-;-* #,##0.00_-;_-* "-"??_-;_-@_-'),
    ("7", "[<5]0.0;[>=5]0"),
    ("-3", "General"),
]


@pytest.mark.parametrize(("number", "code"), HONEST)
def test_a_format_that_shows_the_number_is_not_doubted(number: str, code: str) -> None:
    assert other_number(Fraction(number), number, read_format(code)) is None


def test_a_code_of_any_characters_is_read_soon() -> None:
    start = process_time()
    for code in (
        '"' * 255,
        "[" * 255,
        "[h" * 127,
        "[$" * 127,
        "0," * 127,
        "?/" * 127,
        "0E+" * 85,
        ";" * 255,
        "_" * 255,
    ):
        for _ in range(20):
            other_number(Fraction(5), "5", read_format(code))
            displayed.cache_clear()
    assert process_time() - start < allowed(1)


@examples(300)
@given(st.text(st.sampled_from('0#?.,%/;"\\[]<>=$-+Ee _*19kmGeneral£'), max_size=20), st.integers(-10_000, 10_000))
def test_a_code_of_any_characters_shows_something(code: str, thousandths: int) -> None:
    value = Fraction(thousandths, 1000)
    shown = displayed(code, value, str(value.numerator))
    assert isinstance(shown, str)
    meaning(shown)


def test_formats_named_by_number() -> None:
    assert built_in_format(9) == NumberFormat("percent", 0)
    assert built_in_format(14) == NumberFormat("date")
    assert built_in_format(4) == NumberFormat("number", 2)
    assert built_in_format(60_000) == GENERAL


@pytest.mark.parametrize(
    ("number", "code", "expected"),
    [
        ("78.44999", "0.0", "78.4"),
        ("78.45", "0.0", "78.5"),
        ("4", "0.00", "4.00"),
        ("0.8", "0%", "80%"),
        ("78000", "0,", "78"),
        ("4", ";;;", ""),
        ("3.25", "General", "3.25"),
        ("3.25", "# ?/?", "3.25"),
    ],
)
def test_a_number_as_its_format_shows_it(number: str, code: str, expected: str) -> None:
    assert shown_text(Fraction(number), number, read_format(code)) == expected
