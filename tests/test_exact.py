"""Numbers through their only door: read without loss, rounded in one step, never by a float."""

from __future__ import annotations

from decimal import Context, Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from svscore.exact import (
    MAX_DIGITS,
    RoundingMode,
    decimal_text,
    exact_text,
    is_decimal,
    log_ratio,
    money_text,
    nth_root,
    parse_number,
    plain_text,
    power,
    round_fraction,
)

MODES: tuple[RoundingMode, ...] = ("half-up", "half-even", "down", "up")

# value, places, then what each of MODES makes of it
ROUNDINGS = [
    # whole halves: even below, odd below
    ("0.5", 0, "1", "0", "0", "1"),
    ("1.5", 0, "2", "2", "1", "2"),
    ("2.5", 0, "3", "2", "2", "3"),
    ("3.5", 0, "4", "4", "3", "4"),
    ("-0.5", 0, "-1", "0", "0", "-1"),
    ("-1.5", 0, "-2", "-2", "-1", "-2"),
    ("-2.5", 0, "-3", "-2", "-2", "-3"),
    # a hair beside the half
    ("2.4999999999999999999999999999999", 0, "2", "2", "2", "3"),
    ("2.5000000000000000000000000000001", 0, "3", "3", "2", "3"),
    ("-2.4999999999999999999999999999999", 0, "-2", "-2", "-2", "-3"),
    ("-2.5000000000000000000000000000001", 0, "-3", "-3", "-2", "-3"),
    # halves that a binary float does not hold: 2.675 is stored below, 1.005 too
    ("2.675", 2, "2.68", "2.68", "2.67", "2.68"),
    ("2.665", 2, "2.67", "2.66", "2.66", "2.67"),
    ("1.005", 2, "1.01", "1.00", "1.00", "1.01"),
    ("3.335", 2, "3.34", "3.34", "3.33", "3.34"),
    ("-1.005", 2, "-1.01", "-1.00", "-1.00", "-1.01"),
    # twice rounded it would go the other way: 0.4445 to 3 places is 0.445, to 2 then 0.45
    ("0.4445", 2, "0.44", "0.44", "0.44", "0.45"),
    ("0.4445", 1, "0.4", "0.4", "0.4", "0.5"),
    # each number of places
    ("98765.0123456785", 0, "98765", "98765", "98765", "98766"),
    ("98765.05", 1, "98765.1", "98765.0", "98765.0", "98765.1"),
    ("98765.005", 2, "98765.01", "98765.00", "98765.00", "98765.01"),
    ("98765.0005", 3, "98765.001", "98765.000", "98765.000", "98765.001"),
    ("98765.00005", 4, "98765.0001", "98765.0000", "98765.0000", "98765.0001"),
    ("98765.000005", 5, "98765.00001", "98765.00000", "98765.00000", "98765.00001"),
    ("98765.0000005", 6, "98765.000001", "98765.000000", "98765.000000", "98765.000001"),
    ("98765.00000005", 7, "98765.0000001", "98765.0000000", "98765.0000000", "98765.0000001"),
    ("98765.000000005", 8, "98765.00000001", "98765.00000000", "98765.00000000", "98765.00000001"),
    ("98765.0000000015", 9, "98765.000000002", "98765.000000002", "98765.000000001", "98765.000000002"),
    # fractions that no decimal holds
    ("1/3", 2, "0.33", "0.33", "0.33", "0.34"),
    ("2/3", 2, "0.67", "0.67", "0.66", "0.67"),
    ("-1/3", 2, "-0.33", "-0.33", "-0.33", "-0.34"),
    ("-2/3", 0, "-1", "-1", "0", "-1"),
    ("100/7", 9, "14.285714286", "14.285714286", "14.285714285", "14.285714286"),
    # nothing to do
    ("0", 2, "0.00", "0.00", "0.00", "0.00"),
    ("7", 0, "7", "7", "7", "7"),
    ("-7", 3, "-7.000", "-7.000", "-7.000", "-7.000"),
    ("0.10", 2, "0.10", "0.10", "0.10", "0.10"),
    # a carry through every digit
    ("999.995", 2, "1000.00", "1000.00", "999.99", "1000.00"),
    ("-0.0999999999", 9, "-0.100000000", "-0.100000000", "-0.099999999", "-0.100000000"),
    # more digits than a 28-digit decimal holds
    (
        "12345678901234567890123456789012345.5",
        0,
        "12345678901234567890123456789012346",
        "12345678901234567890123456789012346",
        "12345678901234567890123456789012345",
        "12345678901234567890123456789012346",
    ),
    (
        "0.1234567890123456789012345678901234499999999999",
        9,
        "0.123456789",
        "0.123456789",
        "0.123456789",
        "0.123456790",
    ),
]


@pytest.mark.parametrize(
    ("value", "places", "mode", "expected"),
    [
        pytest.param(value, places, mode, text, id=f"{value}-{places}-{mode}")
        for value, places, *texts in ROUNDINGS
        for mode, text in zip(MODES, texts, strict=True)
    ],
)
def test_rounding(value: str, places: int, mode: RoundingMode, expected: str) -> None:
    number = parse_number(value)
    assert decimal_text(number, places, mode) == expected
    assert round_fraction(number, places, mode) == Fraction(expected)


NUMBERS = st.fractions(max_denominator=10**12)


@given(NUMBERS, st.integers(0, 9), st.sampled_from(MODES))
def test_rounding_is_the_nearest_or_the_next_step(value: Fraction, places: int, mode: RoundingMode) -> None:
    rounded, step = round_fraction(value, places, mode), Fraction(1, 10**places)
    assert (rounded / step).denominator == 1
    off = abs(rounded) - abs(value)
    if mode == "up":
        assert 0 <= off < step
    elif mode == "down":
        assert -step < off <= 0
    else:
        assert abs(off) <= step / 2
        if abs(off) == step / 2:
            assert off > 0 if mode == "half-up" else (rounded / step).numerator % 2 == 0
    assert round_fraction(rounded, places, mode) == rounded


@given(NUMBERS, st.integers(0, 9), st.sampled_from(MODES))
def test_rounding_treats_both_signs_alike(value: Fraction, places: int, mode: RoundingMode) -> None:
    assert round_fraction(-value, places, mode) == -round_fraction(value, places, mode)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("0", Fraction(0)),
        ("-0", Fraction(0)),
        ("12", Fraction(12)),
        ("-0.5", Fraction(-1, 2)),
        ("0.10", Fraction(1, 10)),
        ("10.0", Fraction(10)),
        ("100/3", Fraction(100, 3)),
        ("-6/4", Fraction(-3, 2)),
        ("0." + "0" * 50 + "1", Fraction(1, 10**51)),
        ("9" * MAX_DIGITS, Fraction(10**MAX_DIGITS - 1)),
        (3, Fraction(3)),
        (10**80, Fraction(10**80)),
        (Fraction(1, 3), Fraction(1, 3)),
    ],
)
def test_numbers_are_read_without_loss(text: str | int | Fraction, expected: Fraction) -> None:
    assert parse_number(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "010",
        "00",
        "-01.5",
        "1e3",
        "1E3",
        "1.5e-2",
        "+5",
        "--5",
        "1_000",
        "1,000",
        "1,5",
        "1 000",
        " 1",
        "1\n",
        ".5",
        "5.",
        "1.2.3",
        "",
        "-",
        "0x10",
        "12:30",
        "50%",
        "£5",
        "nan",
        "NaN",
        "inf",
        "-inf",
        "Infinity",
        "yes",
        "1/0",
        "1/02",
        "1/-2",
        "1.5/2",
        "1 / 2",
        "\u0661\u0662",  # Arabic-Indic digits
        "\u0967.\u0968",  # Devanagari digits
        "\uff11\uff12",  # full-width digits
        "\u2212" + "5",  # a typographic minus
        "\u00bd",
        "1\u00a0000",
    ],
)
def test_other_writings_are_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"^a plain decimal number$"):
        parse_number(text)


def test_longer_than_any_price_is_refused() -> None:
    with pytest.raises(ValueError, match=r"^a number of at most 60 characters$"):
        parse_number("9" * (MAX_DIGITS + 1))


@pytest.mark.parametrize(
    ("value", "kind"),
    [(0.1, "float"), (2.0, "float"), (float("nan"), "float"), (True, "bool"), (False, "bool"), (None, "NoneType")],
)
def test_what_has_lost_its_digits_is_refused(value: object, kind: str) -> None:
    with pytest.raises(TypeError, match=rf"^a number must come from text or a whole number, not {kind}$"):
        parse_number(value)  # type: ignore[arg-type]


@given(NUMBERS)
def test_exact_text_reads_back(value: Fraction) -> None:
    assert parse_number(exact_text(value)) == value


@pytest.mark.parametrize(
    ("value", "places", "expected"),
    [
        ("60", 12, "60"),
        ("600", 0, "600"),
        ("2.50", 12, "2.5"),
        ("1/3", 4, "0.3333"),
        ("-1/3", 4, "-0.3333"),
        ("-0.00001", 2, "0"),
        ("0.125", 2, "0.13"),
    ],
)
def test_plain_text(value: str, places: int, expected: str) -> None:
    assert plain_text(parse_number(value), places) == expected


def test_no_negative_zero_is_shown() -> None:
    assert decimal_text(Fraction(-1, 1000), 2) == "0.00"


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("0", "0"),
        ("999", "999"),
        ("1000", "1,000"),
        ("233763000", "233,763,000"),
        ("9900.5", "9,900.50"),
        ("-1234567.89", "-1,234,567.89"),
        ("0.005", "0.0050"),
        ("10000/3", "3,333.3333"),
    ],
)
def test_money_text(value: str, expected: str) -> None:
    assert money_text(parse_number(value)) == expected


@pytest.mark.parametrize(
    ("value", "places", "expected"),
    [("0.25", 2, True), ("0.25", 1, False), ("1/3", 12, False), ("7", 0, True), ("1/1024", 10, True)],
)
def test_is_decimal(value: str, places: int, expected: bool) -> None:  # noqa: FBT001 - a column of the table
    assert is_decimal(parse_number(value), places) is expected


@given(st.integers(0, 10**60), st.integers(1, 9))
def test_nth_root_is_the_largest_below(value: int, degree: int) -> None:
    root = nth_root(value, degree)
    assert root**degree <= value < (root + 1) ** degree


@pytest.mark.parametrize("degree", [2, 3, 5, 7])
@pytest.mark.parametrize("root", [1, 2, 3, 10, 999_999_999_999, 10**30 + 1])
def test_nth_root_at_perfect_powers(root: int, degree: int) -> None:
    assert nth_root(root**degree, degree) == root
    assert nth_root(root**degree - 1, degree) == root - 1


@pytest.mark.parametrize(
    ("base", "exponent", "places", "expected"),
    [
        # sqrt 2, its cube root, and 0.7^0.3, to more digits than a float has
        ("2", "1/2", 30, "1.414213562373095048801688724210"),
        ("2", "1/3", 30, "1.259921049894873164767210607278"),
        ("0.5", "0.5", 12, "0.707106781187"),
        ("0.7", "2", 12, "0.49"),
        ("0", "0.3", 12, "0"),
        ("1", "7/9", 12, "1"),
        ("4/9", "3/2", 6, "0.296296"),
        ("1/64", "1/3", 2, "0.25"),
        # exactly on a half: goes up
        ("0.25", "0.5", 0, "1"),
        ("1/64", "0.5", 2, "0.13"),
    ],
)
def test_power_against_known_digits(base: str, exponent: str, places: int, expected: str) -> None:
    assert power(parse_number(base), parse_number(exponent), places) == Fraction(expected)


@given(st.fractions(Fraction(1, 1000), 1000, max_denominator=1000), st.integers(1, 40), st.integers(0, 12))
def test_power_against_long_decimals(base: Fraction, tenths: int, places: int) -> None:
    context = Context(prec=80)
    log = context.ln(context.divide(Decimal(base.numerator), Decimal(base.denominator)))
    reference = Fraction(context.exp(context.divide(context.multiply(log, Decimal(tenths)), Decimal(10))))
    assert abs(power(base, Fraction(tenths, 10), places) - reference) <= Fraction(1, 2 * 10**places) + Fraction(
        1, 10**60
    )


@pytest.mark.parametrize(
    ("value", "base", "places", "expected"),
    [
        ("2", "10", 30, "0.301029995663981195213738894724"),
        ("3", "2", 30, "1.584962500721156181453738943948"),
        ("1.2", "2", 12, "0.263034405834"),
        ("1", "2", 12, "0"),
        ("0.5", "2", 12, "-1"),
        ("8", "2", 12, "3"),
        # exactly on a half, where the working digits may end just below it
        ("3", "9", 0, "1"),
        ("4", "256", 1, "0.3"),
        ("2", "256", 2, "0.13"),
        ("6", "1296", 1, "0.3"),
        ("1/3", "9", 0, "-1"),
    ],
)
def test_log_ratio_against_known_digits(value: str, base: str, places: int, expected: str) -> None:
    assert log_ratio(parse_number(value), parse_number(base), places) == Fraction(expected)


@given(st.integers(2, 40), st.integers(-8, 8), st.integers(1, 8), st.integers(0, 6))
def test_log_ratio_of_powers_of_one_number(number: int, upper: int, lower: int, places: int) -> None:
    found = log_ratio(Fraction(number) ** upper, Fraction(number) ** lower, places)
    assert found == round_fraction(Fraction(upper, lower), places)
