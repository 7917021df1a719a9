"""YAML to data: text as it stands, a place for everything, and nothing a file can do to the reader."""

import time
from collections.abc import Iterator
from typing import Any

import pytest
import yaml

from svscore.framework.builder import MAX_VALUES
from svscore.framework.fields import Plain
from svscore.framework.file_text import MAX_BYTES
from svscore.framework.nodes import (
    Map,
    Node,
    PlainNode,
    QuotedNode,
    Seq,
    StandIn,
    is_there,
    key_location,
    stand_ins,
    value_location,
)
from svscore.framework.source import parse_definition


def read(text: str) -> Map:
    parsed = parse_definition(text.encode(), "f.yaml")
    assert parsed.problems == []
    assert parsed.data is not None
    return parsed.data


def refusals(content: bytes) -> list[str]:
    return [f"{problem} | {problem.hint}" for problem in parse_definition(content, "f.yaml").problems]


@pytest.mark.parametrize(
    "text", ["0.10", "010", "1:30", "no", "1e3", ".nan", "2025-02-24", "~", "1_000", "0x1F", "+5", "12.50"]
)
def test_scalars_stay_the_text_that_stands_in_the_file(text: str) -> None:
    value = read(f"a: {text}")["a"]
    assert value == text
    assert isinstance(value, PlainNode)


@pytest.mark.parametrize("quoted", ['"no"', "'no'", "|-\n  no", ">-\n  no"])
def test_quoted_and_block_scalars_are_not_plain(quoted: str) -> None:
    value = read(f"a: {quoted}")["a"]
    assert value == "no"
    assert isinstance(value, QuotedNode)
    assert not isinstance(value, Plain)


TEXT = """\
a: 1
b:
  - x: é
    'y': "ü"  # after two letters of two bytes
  - [p, {q: 2}]
"""


@pytest.mark.parametrize(
    ("path", "key", "value"),
    [
        (("a",), "f.yaml:1:1", "f.yaml:1:4"),
        (("b",), "f.yaml:2:1", "f.yaml:3:3"),
        (("b", 0, "x"), "f.yaml:3:5", "f.yaml:3:8"),
        (("b", 0, "y"), "f.yaml:4:5", "f.yaml:4:10"),
        (("b", 1, 0), "f.yaml:5:6", "f.yaml:5:6"),
        (("b", 1, 1, "q"), "f.yaml:5:10", "f.yaml:5:13"),
    ],
)
def test_every_key_and_value_knows_its_place(path: tuple[str | int, ...], key: str, value: str) -> None:
    data = read(TEXT)
    assert str(key_location(data, path)) == key
    assert str(value_location(data, path)) == value
    assert is_there(data, path)


def test_what_is_not_there_has_the_place_of_what_is_nearest() -> None:
    data = read(TEXT)
    assert str(value_location(data, ("b", 0, "z", "deeper"))) == "f.yaml:3:5"
    assert str(value_location(data, ("b", 7))) == "f.yaml:3:3"
    assert str(value_location(data, ("a", "deeper"))) == "f.yaml:1:4"
    assert str(key_location(data, ("b", 0, "z"))) == "f.yaml:3:5"
    assert not is_there(data, ("b", 0, "z"))


def test_columns_count_characters_not_bytes() -> None:
    data = read("a: {éü: 1, 🙂: 2}")
    assert str(value_location(data, ("a", "🙂"))) == "f.yaml:1:15"


def test_an_alias_is_what_its_anchor_marks() -> None:
    data = read("a: &list [1, 2]\nb: *list\n")
    assert data["b"] == ["1", "2"]
    assert str(value_location(data, ("b",))) == "f.yaml:1:4"


def test_a_merge_key_is_refused_and_its_keys_are_not_missed() -> None:
    parsed = parse_definition(b"a: &a {x: 1, y: 2}\nb: {<<: *a, y: 3}\n", "f.yaml")
    assert [str(problem) for problem in parsed.problems] == [
        "f.yaml:2:5: SV005 found the merge key '<<', expected none"
    ]
    assert parsed.data is not None
    assert parsed.data["b"] == {"x": "1", "y": "3"}


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"", "f.yaml: SV004 the file is empty, expected keys and values | begin with `svscore: 1`"),
        (b"---\n", "f.yaml:2:1: SV004 found nothing, expected keys and values | begin with `svscore: 1`"),
        (b"text\n", "f.yaml:1:1: SV004 found text, expected keys and values | begin with `svscore: 1`"),
        (b"- a\n", "f.yaml:1:1: SV004 found a list, expected keys and values | begin with `svscore: 1`"),
        (b"a: 1\n---\nb: 2\n", "f.yaml:2:1: SV004 a second document begins, expected one | make it its own file"),
        (
            b"a: 1\n...\nb: 2\n",
            "f.yaml:3:1: SV001 found something after the end of the document | keep one document in a file",
        ),
        (b"a: [", "f.yaml:2:1: SV001 the file ends in the middle of a value | close every bracket and quote"),
        (b"a: \xff", "f.yaml:1:4: SV003 byte 0xff is not UTF-8 text | save the file as UTF-8 without BOM"),
        (b"a: 1\nb\x00: 2", "f.yaml:2:2: SV003 control character U+0000, expected text | delete the character"),
        (
            b"\xef\xbb\xbfa: 1",
            "f.yaml:1:1: SV003 the file begins with a byte order mark (BOM) | save it as UTF-8 without BOM",
        ),
        (b"a: [1, 2", "f.yaml:1:4: SV001 a list is opened with '[' here and not closed | close it with ']'"),
        (b"a: {b: 1", "f.yaml:1:4: SV001 a mapping is opened with '{' here and not closed | close it with '}'"),
        (b'a: "b\n', "f.yaml:1:4: SV001 a quote is opened here and never closed | close the quote"),
        (
            b'a: "\\q"',
            "f.yaml:1:5: SV001 found a backslash before an unknown letter in double quotes | use single quotes",
        ),
        (b"a:\n\tb: 1", "f.yaml:2:1: SV001 found a tab, expected spaces | indent with spaces"),
        (
            b"a: b: c",
            "f.yaml:1:5: SV001 found ': ' where no key can stand | put text with ': ' in quotes, or mend the indent",
        ),
        (
            b"a: *b",
            (
                "f.yaml:1:4: SV001 alias '*b' without an anchor above it | "
                'write the value out, or put a text in quotes: "*b"'
            ),
        ),
        (b"a: &a [*a]", "f.yaml:1:8: SV005 alias '*a' stands inside itself | write the value out"),
        (b"a: !!binary x", "f.yaml:1:4: SV005 found the tag '!!binary', expected none | delete the tag"),
        (b"a: !<tag:x> x", "f.yaml:1:4: SV005 found the tag 'tag:x', expected none | delete the tag"),
        (b"? [a]\n: 1", "f.yaml:1:3: SV005 found a key that is not text | write a word and a colon"),
        (b"a: 1\nb: 2\na: 3", "f.yaml:3:1: SV002 key 'a' given twice, first at f.yaml:1:1 | keep one of the two"),
    ],
)
def test_what_is_refused_is_said_in_one_line(content: bytes, expected: str) -> None:
    assert refusals(content) == [expected]


def test_the_first_of_two_values_is_kept() -> None:
    assert parse_definition(b"a: 1\na: 2", "f.yaml").data == {"a": "1"}


def test_a_byte_order_mark_does_not_hide_the_rest() -> None:
    parsed = parse_definition("\ufeffa: 1\na: 2".encode(), "f.yaml")
    assert parsed.data == {"a": "1"}
    assert [problem.code for problem in parsed.problems] == ["SV003", "SV002"]


def test_problems_found_before_the_reading_stops_are_kept() -> None:
    assert [line[:17] for line in refusals(b"a: 1\na: 2\nb: [")] == ["f.yaml:2:1: SV002", "f.yaml:4:1: SV001"]


BOMB = "a0: &a0 [x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]\n" for n in range(1, 10)
)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        pytest.param("[" * 100_000, "nested deeper than 50 levels", id="brackets"),
        pytest.param("{a: " * 100_000, "nested deeper than 50 levels", id="braces"),
        pytest.param("- " * 100_000, "nested deeper than 50 levels", id="dashes"),
        pytest.param("? " * 100_000, "nested deeper than 50 levels", id="question marks"),
        pytest.param(BOMB, "aliases repeat more than 10,000 values", id="billion laughs"),
        pytest.param("a: [" + "{}," * MAX_VALUES + "]", "more than 20,000 keys and values", id="many values"),
        pytest.param("a: 1\n" * 100_000, "more than 20,000 keys and values", id="many keys"),
        pytest.param("a" * (MAX_BYTES + 1), "the file has more than 1,000,000 bytes, expected fewer", id="large"),
    ],
)
def test_a_hostile_file_ends_in_one_line_and_soon(content: str, message: str) -> None:
    start = time.perf_counter()
    last = parse_definition(content.encode(), "f.yaml").problems[-1]
    assert (last.code, last.message) == ("SV006", message)
    assert time.perf_counter() - start < 5


GIVEN_UP = [
    "a: [1, 2",
    'a: "b\n',
    'a: "\\q"',
    "a:\n\tb: 1",
    "a: b: c",
    "a: @x",
    "a: ]",
    "a: [1}",
    "a:\n  - b\n  c: 1\n",
    "a:\n    b: 1\n  c: 2\n",
    "a: 1\n...\nb: 2\n",
    "a: 1\nno colon\nb: 2\n",
    "a: |9999\n x",
    "a: !foo!bar x",
    "a: - b",
]
"""One file of each kind of mistake that is told from the place where the parser stops."""


@pytest.mark.parametrize("content", GIVEN_UP)
def test_no_message_hangs_on_the_words_of_the_parser(content: str, monkeypatch: pytest.MonkeyPatch) -> None:
    expected = refusals(content.encode())
    parse = yaml.parse

    def in_other_words(text: str, Loader: Any) -> Iterator[yaml.Event]:  # noqa: N803 - as PyYAML calls it
        try:
            yield from parse(text, Loader=Loader)
        except yaml.MarkedYAMLError as error:
            raise type(error)("zu Hilfe", error.context_mark, "so geht das nicht", error.problem_mark) from None

    monkeypatch.setattr(yaml, "parse", in_other_words)
    assert refusals(content.encode()) == expected
    assert "geht" not in "".join(expected)


@pytest.mark.parametrize(
    "content", [*GIVEN_UP, "a: [", "a: {b: 1", "- a\nb: 1", "a: {,}", '🙂: "x" y', "a: b #c\n  d: e"]
)
def test_no_message_hangs_on_which_of_the_two_parsers_is_there(content: str, monkeypatch: pytest.MonkeyPatch) -> None:
    expected = [problem.message for problem in parse_definition(content.encode(), "f.yaml").problems]
    monkeypatch.setattr("svscore.framework.source.LOADER", yaml.SafeLoader)
    assert [problem.message for problem in parse_definition(content.encode(), "f.yaml").problems] == expected


@pytest.mark.parametrize("stops_after", [0, 1, 40])
@pytest.mark.parametrize(
    "content",
    [
        "[" * 600,
        "{a: " * 150,
        "{" * 600,
        "- " * 300,
        "? " * 300,
        "[{a: " * 120,
        "- - [[" + "[" * 594,
        "".join(" " * depth + "a:\n" for depth in range(60)),
        "a: '[[' # ]]\nb: " + "[\n" * 300,
    ],
)
def test_nesting_is_bounded_by_us_wherever_the_parser_gives_up(
    content: str, stops_after: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    parse = yaml.parse

    def with_its_own_bound(text: str, **_loader: Any) -> Iterator[yaml.Event]:
        for count, event in enumerate(parse(text, Loader=yaml.SafeLoader)):
            if count > stops_after:
                mark = yaml.Mark("f", len(text), text.count("\n"), 0, None, 0)
                raise yaml.scanner.ScannerError(None, None, "enough", mark)
            yield event

    monkeypatch.setattr(yaml, "parse", with_its_own_bound)
    assert [line.split(": ", 1)[1] for line in refusals(content.encode())][-1:] == [
        "SV006 nested deeper than 50 levels | is it the right file?"
    ]


@pytest.mark.parametrize(
    "content",
    [
        "a: 'x" + "[" * 60 + "'\nb: c: d",
        "a: x  # " + "{" * 60 + "\nb: c: d",
        "a: [" + "[1], " * 60 + "2]\nb: c: d",
        "a:\n" + "- [1]\n" * 60 + "b: c: d",
        'a: "' + '\\"[' * 60 + '"\nb: c: d',
    ],
)
def test_a_mistake_below_many_brackets_is_not_called_deep(content: str) -> None:
    assert [problem.code for problem in parse_definition(content.encode(), "f.yaml").problems] == ["SV001"]


def test_few_control_characters_of_many_are_listed() -> None:
    assert len(parse_definition(b"\x01" * 1000, "f.yaml").problems) == 20


def test_nodes_compare_as_the_data_they_are() -> None:
    plain: dict[str, Any] = {"a": ["1", {"b": "2"}]}
    assert read("a: [1, {b: '2'}]") == plain


def test_stand_ins_are_found_by_their_paths() -> None:
    node: Node = Map(entries={"a": Seq(entries=[PlainNode("x"), StandIn("y")]), "b": StandIn("z")})
    assert stand_ins(node) == {("a", 1), ("b",)}
