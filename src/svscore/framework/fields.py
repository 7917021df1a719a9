"""The kinds of value a framework file may hold, each read without loss.

The loader hands every scalar over as text (a :class:`Plain` where it stood unquoted), so
that numbers stay exact and a word YAML would turn into something else is seen here.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, PlainSerializer, PlainValidator, WithJsonSchema
from pydantic_core import PydanticCustomError

from svscore.exact import MAX_DIGITS, exact_text, is_decimal, parse_number, plain_text


class Plain(str):
    """A scalar that stands in the file without quotes."""

    __slots__ = ()


BOOLEAN_WORDS = frozenset({"yes", "no", "on", "off", "true", "false", "y", "n"})
"""Words YAML 1.1 readers turn into true or false, so that ``weight: no`` becomes 0."""

EMPTY_WORDS = frozenset({"", "~", "null"})
"""Plain scalars YAML readers turn into nothing."""


class Model(BaseModel):
    """Base of all framework models: frozen, unknown keys refused, ``below-minimum`` in files."""

    model_config = ConfigDict(
        frozen=True, extra="forbid", alias_generator=lambda name: name.rstrip("_").replace("_", "-")
    )


MAX_SHOWN = 40
"""Characters of a refused value that a message repeats."""


def shown(value: object) -> str:
    """A value as a message names it."""
    if is_empty(value):
        return "nothing"
    if isinstance(value, Mapping):
        return "keys and values"
    if isinstance(value, (list, tuple)):
        return "a list" if value else "an empty list"
    text = str(value)
    return repr(text if len(text) <= MAX_SHOWN else text[: MAX_SHOWN - 3] + "...")


def is_empty(value: object) -> bool:
    """Whether a value YAML readers turn into nothing stands there, or empty text."""
    return value == "" or (isinstance(value, Plain) and value.lower() in EMPTY_WORDS)


def _refuse(expected: str, found: object, hint: str = "") -> PydanticCustomError:
    if is_empty(found):
        hint = "write a value, or delete the line"
    message = f"found {shown(found)}, expected {expected}"
    return PydanticCustomError("value", "{message}", {"message": message, "hint": hint})


def _text(value: object) -> str:
    if not isinstance(value, str) or (isinstance(value, Plain) and is_empty(value)):
        raise _refuse("text", value)
    if isinstance(value, Plain) and value.lower() in BOOLEAN_WORDS:
        raise _refuse("text", value, f'write "{value}" in quotes if the word is meant')
    return str(value)


def _title(value: object) -> str:
    text = _text(value)
    if not text.strip():
        raise PydanticCustomError(
            "value",
            "{message}",
            {"message": "found no text, expected a title", "hint": "write the title people know it by"},
        )
    return text


def _identifier(value: object) -> str:
    text = _text(value)
    if not text or not all(part.isalnum() and part.isascii() and part == part.lower() for part in text.split("-")):
        raise _refuse("an id of lower-case letters, digits and hyphens, like social-value", text)
    return text


def slug(text: str) -> str:
    """The id nearest to a text; empty when there is none.

    >>> slug("Social Value (part 2)")
    'social-value-part-2'
    """
    return "-".join(re.findall("[a-z0-9]+", text[:MAX_SHOWN].lower()))


def _number(value: object) -> Fraction:
    try:
        return parse_number(value)  # type: ignore[arg-type]
    except ValueError:
        comma = re.fullmatch(r"([0-9]+),([0-9]+)", str(value))
        hint = "no exponents, leading zeros, signs, commas or words"
        if comma is not None:
            hint = f"write {comma[1]}.{comma[2]} if that is meant; a comma is no decimal sign here"
        if comma is not None and len(comma[2]) == 3:
            hint = f"write {comma[1]}{comma[2]}, or {comma[1]}.{comma[2]} if that is meant; a comma has no place here"
        raise _refuse("a plain decimal number, like 20 or 12.5", value, hint) from None
    except TypeError:
        raise _refuse("a number", value) from None


def _whole(value: object) -> int:
    number = _number(value)
    if number.denominator != 1:
        raise _refuse("a whole number", value)
    return int(number)


def _percent(value: object) -> Fraction:
    try:
        if isinstance(value, str) and value.endswith("%"):
            return parse_number(value[:-1]) / 100
    except ValueError:
        pass  # refused below, with the whole value
    raise _refuse("a percent, like 50%", value)


def _boolean(value: object) -> bool:
    if isinstance(value, bool):
        return value
    if isinstance(value, Plain) and value in ("true", "false"):
        return value == "true"
    raise _refuse("true or false", value)


def _day(value: object) -> date:
    if isinstance(value, date):
        return value
    try:
        text = _text(value)
        if len(text) != len("2025-02-24"):
            raise ValueError
        return date.fromisoformat(text)
    except ValueError:
        raise _refuse("a date, like 2025-02-24", value) from None


@dataclass(frozen=True, slots=True)
class Quantum:
    """An absolute number, or a percent of something the key names."""

    value: Fraction
    """The number itself, or the share (50% is 1/2)."""
    is_percent: bool = False

    def of(self, whole: Fraction) -> Fraction:
        """The amount meant, when the percent is one of ``whole``."""
        return self.value * whole if self.is_percent else self.value

    def __str__(self) -> str:
        return f"{number_text(self.value * 100)}%" if self.is_percent else number_text(self.value)


def _quantum(value: object) -> Quantum:
    if isinstance(value, Quantum):
        return value
    if isinstance(value, str) and value.endswith("%"):
        return Quantum(_percent(value), is_percent=True)
    return Quantum(_number(value))


def number_text(value: Fraction) -> str:
    """A number as a file writes it, without loss: a decimal where there is one, else a fraction.

    >>> number_text(Fraction(105, 2)), number_text(Fraction(100, 3))
    ('52.5', '100/3')
    """
    return plain_text(value, MAX_DIGITS) if is_decimal(value, MAX_DIGITS) else exact_text(value)


def _schema(**keywords: Any) -> WithJsonSchema:
    return WithJsonSchema(keywords)


def _written(text: Callable[[Any], str]) -> PlainSerializer:
    """Dumps a value as the unquoted text a file would have, never as a float."""
    return PlainSerializer(lambda value: value if value is None else Plain(text(value)), return_type=str)


_NUMERIC = {"type": ["number", "string"], "pattern": r"^-?(0|[1-9][0-9]*)(\.[0-9]+|/[1-9][0-9]*)?$"}
_PERCENTAGE = r"^-?(0|[1-9][0-9]*)(\.[0-9]+|/[1-9][0-9]*)?%$"

Text = Annotated[str, PlainValidator(_text), _schema(type="string")]
Title = Annotated[str, PlainValidator(_title), _schema(type="string", pattern="\\S")]
Id = Annotated[str, PlainValidator(_identifier), _schema(type="string", pattern="^[a-z0-9]+(-[a-z0-9]+)*$")]
Number = Annotated[Fraction, PlainValidator(_number), _written(number_text), WithJsonSchema(_NUMERIC)]
Whole = Annotated[int, PlainValidator(_whole), _schema(type="integer")]
Percent = Annotated[
    Fraction,
    PlainValidator(_percent),
    _written(lambda share: f"{number_text(share * 100)}%"),
    _schema(type="string", pattern=_PERCENTAGE),
]
Boolean = Annotated[bool, PlainValidator(_boolean), _schema(type="boolean")]
Day = Annotated[date, PlainValidator(_day), _written(date.isoformat), _schema(type="string", format="date")]
NumberOrPercent = Annotated[
    Quantum,
    PlainValidator(_quantum),
    _written(str),
    _schema(anyOf=[_NUMERIC, {"type": "string", "pattern": _PERCENTAGE}]),
]
Places = Annotated[Whole, Field(ge=0, le=20)]
