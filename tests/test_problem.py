"""Problems are plain values: they say where, sort by place, and name the nearest known word."""

from __future__ import annotations

import pickle

import pytest

from svscore.problem import (
    Location,
    Problem,
    Severity,
    SvscoreError,
    column_letters,
    did_you_mean,
    has_errors,
    hints_for,
)


@pytest.mark.parametrize(
    ("location", "text"),
    [
        (Location("file.yaml"), "file.yaml"),
        (Location("file.yaml", row=12, column=5), "file.yaml:12:5"),
        (Location("bids.csv", row=7, column=4), "bids.csv:7:4"),
        (Location("bids.xlsx", "Scores"), "bids.xlsx:Scores"),
        (Location("bids.xlsx", "Scores", 7, 4), "bids.xlsx:Scores!D7"),
        (Location("bids.xlsx", "Scores", 7), "bids.xlsx:Scores!7"),
        (Location("bids.xlsx", "Marks, agreed", 1048576, 16384), "bids.xlsx:Marks, agreed!XFD1048576"),
        (Location("bids.xlsx", "Scores", 3, 27), "bids.xlsx:Scores!AA3"),
    ],
)
def test_a_location_prints_as_people_write_it(location: Location, text: str) -> None:
    assert str(location) == text


@pytest.mark.parametrize(
    ("column", "letters"),
    [(0, ""), (1, "A"), (26, "Z"), (27, "AA"), (52, "AZ"), (53, "BA"), (702, "ZZ"), (703, "AAA"), (16384, "XFD")],
)
def test_column_letters(column: int, letters: str) -> None:
    assert column_letters(column) == letters


def test_a_problem_prints_place_code_and_message() -> None:
    place = Location("model.yaml", row=3, column=11)
    error = Problem(place, "SV101", "the weights add to 99, expected 100", "change one of them")
    assert str(error) == "model.yaml:3:11: SV101 the weights add to 99, expected 100"
    warning = Problem(place, "SV201", "no tie-break", severity=Severity.WARNING)
    assert str(warning) == "model.yaml:3:11: SV201 warning: no tie-break"
    note = Problem(place, "WB301", "text read as a number", severity=Severity.NOTE)
    assert str(note) == "model.yaml:3:11: WB301 note: text read as a number"


def test_problems_sort_by_place_then_code() -> None:
    in_order = [
        Problem(Location("a.yaml", row=2, column=9), "SV102", "x"),
        Problem(Location("a.yaml", row=10, column=1), "SV101", "x"),
        Problem(Location("a.yaml", row=10, column=1), "SV102", "a"),
        Problem(Location("a.yaml", row=10, column=1), "SV102", "b"),
        Problem(Location("b.xlsx", "Bids", 9, 9), "WB101", "x"),
        Problem(Location("b.xlsx", "Scores", 1, 2), "WB101", "x"),
        Problem(Location("b.xlsx", "Scores", 1, 27), "WB101", "x"),
    ]
    shuffled = in_order[::-1]
    assert sorted(shuffled) == in_order


def test_severity_alone_does_not_make_two_problems() -> None:
    place = Location("a.yaml")
    assert Problem(place, "SV101", "x") == Problem(place, "SV101", "x", severity=Severity.NOTE)


def test_only_errors_forbid_going_on() -> None:
    place = Location("a.yaml")
    warnings = [Problem(place, "SV201", "x", severity=level) for level in (Severity.WARNING, Severity.NOTE)]
    assert not has_errors([])
    assert not has_errors(warnings)
    assert has_errors([*warnings, Problem(place, "SV101", "x")])


def test_an_error_carries_every_problem() -> None:
    problems = [
        Problem(Location("a.yaml", row=1, column=1), "SV101", "first"),
        Problem(Location("a.yaml", row=2, column=1), "SV102", "second"),
    ]
    error = SvscoreError(iter(problems))
    assert error.problems == tuple(problems)
    assert str(error) == "a.yaml:1:1: SV101 first\na.yaml:2:1: SV102 second"


def test_problems_and_errors_pickle() -> None:
    """Batches run in other processes, and their problems come back."""
    problem = Problem(Location("b.xlsx", "Scores", 7, 4), "WB101", "x", "y", Severity.WARNING)
    again = pickle.loads(pickle.dumps(problem))  # noqa: S301 - made two words earlier
    assert again == problem
    assert again.severity is Severity.WARNING
    error = pickle.loads(pickle.dumps(SvscoreError([problem])))  # noqa: S301 - the same
    assert error.problems == (problem,)
    assert str(error) == "b.xlsx:Scores!D7: WB101 warning: x"


@pytest.mark.parametrize(
    ("found", "known", "hint"),
    [
        ("wieght", ["weight", "title"], "did you mean 'weight'?"),
        ("Weight", ["weight", "title"], "did you mean 'weight'?"),
        ("social value", ["Social-Value", "Price"], "did you mean 'Social-Value'?"),
        ("zzz", ["weight", "title"], "expected one of: weight, title"),
        ("zzz", ["weight", "title", "weight"], "expected one of: weight, title"),
        ("zzz", [], ""),
    ],
)
def test_did_you_mean(found: str, known: list[str], hint: str) -> None:
    assert did_you_mean(found, known) == hint


TITLES = {"mac-1a": "Fighting climate change", "soc": "Social value", "q1": "Method", "q2": "Method", "method": "Team"}


@pytest.mark.parametrize(
    ("found", "hint"),
    [
        ("Social value", "did you mean 'soc' ('Social value')?"),
        ("SOCIAL VALUE", "did you mean 'soc' ('Social value')?"),
        ("Socal value", "did you mean 'soc' ('Social value')?"),
        ("Fighting climate chnage", "did you mean 'mac-1a' ('Fighting climate change')?"),
        ("MAC-1A", "did you mean 'mac-1a'?"),
        ("Soc", "did you mean 'soc'?"),
        ("Method", "did you mean 'method'?"),  # an id before the titles of others
        ("Team", "did you mean 'method' ('Team')?"),
        ("zzz", "expected one of: mac-1a, soc, q1, q2, method"),
    ],
)
def test_a_title_written_for_an_id_is_found(found: str, hint: str) -> None:
    assert did_you_mean(found, TITLES, TITLES) == hint


def test_a_title_of_several_ids_names_each() -> None:
    titles = {"q1": "Method", "q2": "Method"}
    assert did_you_mean("method", titles, titles) == "did you mean 'q1' ('Method') or 'q2' ('Method')?"


def test_the_same_name_in_other_case_is_found_among_very_many() -> None:
    assert did_you_mean("NAME-999", [f"name-{number}" for number in range(1_000)]) == "did you mean 'name-999'?"


@pytest.mark.parametrize("found", ["x" * 100_000, "scale" * 50, "\u0130" * 5_000])
def test_a_hint_neither_compares_nor_lists_without_end(found: str) -> None:
    known = [f"name-{number}" for number in range(1_000)]
    hint = did_you_mean(found, known)
    assert hint.startswith("expected one of: name-0, name-1, ")
    assert hint.endswith(", name-39, and 960 more")


def test_a_long_known_name_is_no_near_one() -> None:
    assert did_you_mean("abc", ["abd" * 1_000, "abd"]) == "did you mean 'abd'?"


def test_only_the_first_misspelt_names_of_a_kind_get_a_hint() -> None:
    hint_for = hints_for(["five-point"])
    hints = [hint_for("five-piont") for _ in range(30)]
    assert hints == ["did you mean 'five-point'?"] * 20 + [""] * 10
