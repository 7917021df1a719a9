"""Text from bids, made harmless for each medium."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from svscore.report.untrusted import escaped, visible
from tests.report.results import HOSTILE


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Acme Ltd", "Acme Ltd"),
        ("\x1b[31m", "␛[31m"),
        ("a\tb\r\nc", "a␉b␍ c"),
        ("\x7f\x9b2J", "��2J"),
        ("\u202eevil\u2066\u200b\ufeff\u2028", "�evil����"),
        ("soft\u00adhyphen", "soft�hyphen"),
        ("\ud800", "�"),
        ("\ufffe\uffff", "��"),
        ("x\u200cy", "x\u200cy"),
    ],
)
def test_visible(text: str, expected: str) -> None:
    assert visible(text) == expected


@given(st.text())
def test_nothing_visible_moves_a_cursor_or_fails_to_be_written(text: str) -> None:
    shown = visible(text)
    assert {unicodedata.category(letter) for letter in shown} & {"Cc", "Cs", "Zl", "Zp"} == set()
    assert {letter for letter in shown if unicodedata.category(letter) == "Cf"} <= set("\u200c\u200d")
    assert len(shown) == len(text)
    shown.encode("utf-8")


@pytest.mark.parametrize("name", HOSTILE)
def test_markdown_has_no_markup_left(name: str) -> None:
    text = escaped(name)
    assert not {"<", ">", "\n"} & set(text)
    bare = text.replace("\\|", "").replace("\\[", "").replace("\\]", "")
    assert not {"|", "[", "]"} & set(bare)
