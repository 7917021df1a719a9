"""Numbers a setting may be: what cannot be used is refused when the file is read, on its own line."""

from __future__ import annotations

from fractions import Fraction
from typing import Annotated

from pydantic import AfterValidator
from pydantic_core import PydanticCustomError

from svscore.exact import plain_text
from svscore.framework.fields import Number, Percent


def refusal(message: str, hint: str = "", key: str = "") -> PydanticCustomError:
    """The error that becomes a located problem with this message and hint.

    ``key`` is the key of the refused mapping that is to blame, where it is one.
    """
    return PydanticCustomError("value", "{message}", {"message": message, "hint": hint, "key": key})


def percent_text(share: Fraction) -> str:
    """A share as the percent a file writes: 1/2 is ``50%``."""
    return f"{plain_text(share * 100)}%"


def _above_zero(value: Fraction) -> Fraction:
    if value <= 0:
        raise refusal(f"found {plain_text(value)}, expected a number above zero")
    return value


def _part(value: Fraction) -> Fraction:
    if not 0 <= value <= 1:
        raise refusal(f"found {percent_text(value)}, expected a percent from 0% to 100%")
    return value


def _percent_above_zero(value: Fraction) -> Fraction:
    if value <= 0:
        raise refusal(f"found {percent_text(value)}, expected a percent above 0%")
    return value


def _not_negative(value: Fraction) -> Fraction:
    if value < 0:
        raise refusal(f"found {percent_text(value)}, expected a percent of 0% or more")
    return value


Positive = Annotated[Number, AfterValidator(_above_zero)]
"""A number above zero."""
Part = Annotated[Percent, AfterValidator(_part)]
"""A percent of the weight, from 0% to 100%."""
PositivePercent = Annotated[Percent, AfterValidator(_percent_above_zero)]
"""A percent above 0%."""
Rate = Annotated[Percent, AfterValidator(_not_negative)]
"""A percent of 0% or more."""
