"""Number formats as far as they can mislead."""

from __future__ import annotations

from fractions import Fraction

import pytest

from svscore.workbook.formats import GENERAL, NumberFormat, built_in_format, read_format, shown_text


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
    assert read_format(code) == expected


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
