"""The page on workbooks lists every word that a line is judged by."""

from __future__ import annotations

from pathlib import Path

import pytest

from svscore.workbook.summaries import WORDS, is_summary, line_name

PAGE = Path(__file__).parents[2] / "docs" / "workbook.md"


def words_on_the_page() -> dict[str, list[str]]:
    """The words of each row of the page's table, by what they do."""
    section = PAGE.read_text("utf-8").partition("### Words that speak against a bid")[2].partition("\n## ")[0]
    rows = [line.strip("|").split("|") for line in section.splitlines() if line.startswith("| ")]
    return {what.strip(): words.strip().split(", ") for words, what in rows[1:]}


def test_the_page_lists_every_word_that_a_line_is_judged_by() -> None:
    assert words_on_the_page() == {what: sorted(words) for what, words in WORDS.items()}


@pytest.mark.parametrize("name", ["Grand total", "Rank", "Pass mark", "Weighted score (of 100)", "Budget estimates"])
def test_a_name_of_these_words_is_a_label(name: str) -> None:
    assert line_name(name).is_label


@pytest.mark.parametrize("name", ["lowest", "Bidder no. 3", "Total Energy", "Supplier", "Reserve Power Ltd"])
def test_a_name_with_another_word_is_a_bidder(name: str) -> None:
    assert not line_name(name).is_label


@pytest.mark.parametrize("heading", ["Total score", "Best price", "Notes", "Weights", "Maximum points available"])
def test_a_heading_of_these_words_is_not_read(heading: str) -> None:
    assert is_summary(heading)


@pytest.mark.parametrize("heading", ["Best", "Score", "Average response", "Total Energy", "Price"])
def test_another_heading_is_asked_about(heading: str) -> None:
    assert not is_summary(heading)
