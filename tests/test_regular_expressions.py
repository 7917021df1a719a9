"""No regular expression of the package takes more time than in proportion to what it is held against.

Three kinds of pattern do: a repeat inside a repeat, two repeats next to one another that take the same characters, and,
where a pattern is looked for anywhere, a repeat that runs over every place where the pattern may begin again.
"""

from __future__ import annotations

import ast
import importlib
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from re import _constants as op  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any, NamedTuple, TypeGuard

import pytest

from svscore.batch.web import _expression

SOURCE = Path(__file__).parents[1] / "src"
ANYWHERE = frozenset(("search", "sub", "subn", "split", "findall", "finditer"))
FUNCTIONS = ANYWHERE | {"compile", "match", "fullmatch"}
SHORT = 1_000
"""A repeat of so many at most is one without end no longer."""
SAMPLE = "".join(sorted({*map(chr, range(0x250)), *"\u2003\u200b\u3000\u0660\u4e00\ufeff\U0001f600"}))
"""Characters on which repeats are compared."""
ALL = frozenset(SAMPLE)
REPEATS = (op.MAX_REPEAT, op.MIN_REPEAT)
STARS = (*REPEATS, op.POSSESSIVE_REPEAT)
NESTED = "a repeat inside a repeat"
ADJACENT = "two repeats of the same characters"
AGAIN = "a repeat over places where it may begin again"
Characters = frozenset[str]


class Expression(NamedTuple):
    """A pattern where it stands, and how it is used."""

    place: str
    pattern: str | bytes
    flags: int
    is_looked_for: bool
    """Whether it may begin anywhere in a text."""


def expressions() -> Iterator[Expression]:
    """Every pattern of the package: those of modules as they are compiled, and the others as they are written."""
    for path in sorted(SOURCE.rglob("*.py")):
        tree = ast.parse(path.read_text("utf-8"))
        if "re" not in {name.name for node in ast.walk(tree) if isinstance(node, ast.Import) for name in node.names}:
            continue
        module = importlib.import_module(".".join(path.relative_to(SOURCE).with_suffix("").parts))
        methods = methods_of(tree)
        for node in ast.walk(tree):
            if is_call(node):
                pattern, flags = pattern_of(node, vars(module))
                function = node.func.attr  # type: ignore[attr-defined]
                used = methods.get(node.lineno, ANYWHERE) if function == "compile" else {function}
                yield Expression(f"{path.relative_to(SOURCE)}:{node.lineno}", pattern, flags, bool(used & ANYWHERE))


def is_call(node: ast.AST) -> TypeGuard[ast.Call]:
    """Whether this is a call of one of the functions of ``re``."""
    return (
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and isinstance(node.func.value, ast.Name)
        and node.func.value.id == "re"
        and node.func.attr in FUNCTIONS
    )


def methods_of(tree: ast.AST) -> dict[int, frozenset[str]]:
    """What is called on each compiled pattern, by the line that compiles it; nothing where it is not called by name."""
    lines = {
        target.id: node.value.lineno
        for node in ast.walk(tree)
        if isinstance(node, ast.Assign) and is_call(node.value)
        for target in node.targets
        if isinstance(target, ast.Name)
    }
    uses: dict[int, set[str]] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id in lines:
            uses.setdefault(lines[node.value.id], set()).add(node.attr)
    return {line: frozenset(names) for line, names in uses.items()}


def pattern_of(call: Any, names: dict[str, Any]) -> tuple[str | bytes, int]:
    """The pattern of a call, with what a function puts into it replaced by a letter, and its flags."""
    pattern, *others = list(call.args) + [word.value for word in call.keywords]
    if isinstance(pattern, ast.Call) and isinstance(pattern.func, ast.Name):
        return "x", 0  # what a function makes has a test of its own
    letters = {node.id: "x" for node in ast.walk(pattern) if isinstance(node, ast.Name)}
    flags = [ast.unparse(each) for each in others if not isinstance(each, ast.Call)]
    flag = next((text for text in flags if text.startswith("re.")), "0")
    return eval(ast.unparse(pattern), letters | names), int(eval(flag, names))  # noqa: S307 - expressions of ours


class Repeat(NamedTuple):
    """A repeat without end."""

    taken: Characters
    needed: tuple[Characters, ...]
    """What each round of it must take, item by item."""

    def may_be(self, other: Repeat) -> bool:
        """Whether what one of the two takes may be taken by the other."""
        return all(each & other.taken for each in self.needed) and all(each & self.taken for each in other.needed)


class Reader:
    """Looks through one pattern for what may take long."""

    def __init__(self, *, is_looked_for: bool, is_by_line: bool) -> None:
        self.is_looked_for, self.is_by_line = is_looked_for, is_by_line
        self.faults: list[str] = []

    def read(
        self, items: Sequence[Any], before: list[Repeat], start: tuple[Characters, ...], *, is_inside: bool = False
    ) -> tuple[list[Repeat], tuple[Characters, ...]]:
        """The repeats that may end where the items do, and what a match takes up to there.

        ``before`` are repeats right before the items; ``start`` is what a match has taken so far, item by item.
        """
        for position, (kind, value) in enumerate(items):
            is_last = all(each[0] in STARS and each[1][0] == 0 for each in items[position + 1 :])
            if kind in REPEATS:
                before, start = self.repeat(value, before, start, is_inside=is_inside, is_last=is_last)
            elif kind is op.SUBPATTERN:
                before, start = self.read(value[3], before, start, is_inside=is_inside)
            elif kind is op.BRANCH:
                ends = [self.read(branch, before, start, is_inside=is_inside)[0] for branch in value[1]]
                before, start = [end for repeats in ends for end in repeats], (*start, *needed_by([(kind, value)]))
            elif kind in (op.POSSESSIVE_REPEAT, op.ATOMIC_GROUP):
                self.read(value if kind is op.ATOMIC_GROUP else value[2], [], start)
                if kind is op.POSSESSIVE_REPEAT and value[1] is op.MAXREPEAT and not is_last:
                    self.see_beginnings(taken_by(value[2]), start)
                is_empty = kind is op.POSSESSIVE_REPEAT and value[0] == 0
                before, start = before if is_empty else [], (*start, *needed_by([(kind, value)]))
            elif kind in (op.AT, op.ASSERT, op.ASSERT_NOT):
                start = (*start, *self.places(kind, value))
            else:
                before, start = [], (*start, taken_by([(kind, value)]))
        return before, start

    def places(self, kind: Any, value: Any) -> tuple[Characters, ...]:
        """What must stand before a place for it to be one where a match may begin."""
        if kind is op.AT:
            if value is op.AT_BEGINNING and self.is_by_line:
                return (frozenset("\n"),)
            return (frozenset(),) if value in (op.AT_BEGINNING, op.AT_BEGINNING_STRING) else ()
        if value[0] > 0:
            return ()
        return needed_by(value[1]) if kind is op.ASSERT else (ALL - taken_by(value[1]),)

    def see_beginnings(self, taken: Characters, start: tuple[Characters, ...]) -> None:
        """Look whether a match may begin anywhere in what a repeat takes, which then is gone through from each."""
        if self.is_looked_for and all(each & taken for each in start):
            self.faults.append(AGAIN)

    def repeat(
        self, value: Any, before: list[Repeat], start: tuple[Characters, ...], *, is_inside: bool, is_last: bool
    ) -> tuple[list[Repeat], tuple[Characters, ...]]:
        """The same for a repeat."""
        least, most, inner = value
        is_endless = most is op.MAXREPEAT or most > SHORT
        if is_endless and is_inside:
            self.faults.append(NESTED)
        ends, _ = self.read(inner, before, start, is_inside=is_inside or is_endless)
        after = (*start, *needed_by(inner)) if least else start
        still = [] if least else before
        if not is_endless:
            return still + [end for end in ends if end not in still], after
        this = Repeat(taken_by(inner), needed_by(inner))
        if any(this.may_be(other) for other in before):
            self.faults.append(ADJACENT)
        if not is_last:
            self.see_beginnings(this.taken, start)
        return [*still, this], after


def needed_by(items: Sequence[Any]) -> tuple[Characters, ...]:
    """What some items must take, one after the other."""
    needed: list[Characters] = []
    for kind, value in items:
        if kind in STARS:
            needed += needed_by(value[2]) if value[0] else ()
        elif kind is op.SUBPATTERN:
            needed += needed_by(value[3])
        elif kind is op.ATOMIC_GROUP:
            needed += needed_by(value)
        elif kind is op.BRANCH:
            needed += [taken_by([(kind, value)])] if all(map(needed_by, value[1])) else []
        elif kind not in (op.AT, op.ASSERT, op.ASSERT_NOT):
            needed.append(taken_by([(kind, value)]))
    return tuple(needed)


def taken_by(items: Sequence[Any]) -> Characters:
    """The characters that some items take, all of them together."""
    taken: set[str] = set()
    for kind, value in items:
        if kind in STARS:
            taken |= taken_by(value[2])
        elif kind is op.SUBPATTERN:
            taken |= taken_by(value[3])
        elif kind is op.ATOMIC_GROUP:
            taken |= taken_by(value)
        elif kind is op.BRANCH:
            taken |= {each for branch in value[1] for each in taken_by(branch)}
        elif kind in (op.AT, op.ASSERT, op.ASSERT_NOT):
            continue
        else:
            taken |= single(kind, value)
    return frozenset(taken)


def single(kind: Any, value: Any) -> Characters:
    """The characters that one item takes."""
    if kind is op.ANY or kind is op.GROUPREF:
        return ALL
    if kind is op.LITERAL:
        return frozenset(chr(value))
    if kind is op.NOT_LITERAL:
        return ALL - {chr(value)}
    negated = value[0][0] is op.NEGATE
    taken: set[str] = set()
    for part, of_part in value[1:] if negated else value:
        if part is op.LITERAL:
            taken.add(chr(of_part))
        elif part is op.RANGE:
            taken |= {character for character in SAMPLE if of_part[0] <= ord(character) <= of_part[1]}
        else:
            taken |= {character for character in SAMPLE if re.match(CATEGORIES[of_part], character)}
    return ALL - taken if negated else frozenset(taken)


CATEGORIES = {
    op.CATEGORY_DIGIT: r"\d",
    op.CATEGORY_NOT_DIGIT: r"\D",
    op.CATEGORY_SPACE: r"\s",
    op.CATEGORY_NOT_SPACE: r"\S",
    op.CATEGORY_WORD: r"\w",
    op.CATEGORY_NOT_WORD: r"\W",
}


def faults_of(pattern: str | bytes, flags: int = 0, *, is_looked_for: bool = False) -> list[str]:
    """What may take long in a pattern."""
    reader = Reader(is_looked_for=is_looked_for, is_by_line=bool(flags & re.MULTILINE))
    reader.read(parser.parse(pattern, flags), [], ())
    return reader.faults


EXPRESSIONS = list(expressions())
AGREED: dict[str | bytes, set[str]] = {
    r"(?<!\\)\"(?:[^\"\\]|\\.)*+\"|'[^'\n]*'|(?<!\S)#[^\n]*": {AGAIN},
    rb"(?<=<font>)(?:<\w++[^<>]*+(?<=/)>)*+(?=</font>)": {AGAIN},
}
"""What is known of a pattern and does no harm.

A quotation mark that the repeat takes stands behind a backslash, and each element that the other takes is closed.
"""


@pytest.mark.parametrize("expression", EXPRESSIONS, ids=[expression.place for expression in EXPRESSIONS])
def test_a_pattern_takes_time_in_proportion_to_the_text(expression: Expression) -> None:
    faults = faults_of(expression.pattern, expression.flags, is_looked_for=expression.is_looked_for)
    assert set(faults) == AGREED.get(expression.pattern, set()), expression.pattern


def test_every_pattern_is_read() -> None:
    calls = sum(
        len(re.findall(rf"\bre\.(?:{'|'.join(FUNCTIONS)})\(", path.read_text("utf-8"))) for path in SOURCE.rglob("*.py")
    )
    assert len(EXPRESSIONS) == calls > 100


SLOW = {
    "(a+)+b": NESTED,
    r"(?:\s*,\s*x)*y": NESTED,
    r"(?:a|b*)*": NESTED,
    "(?:ab*c){2,}": NESTED,
    r"\s*\s+x": ADJACENT,
    r"[0-9]*\.?[0-9]+x": ADJACENT,
    r"\w+(?:-?)\d+x": ADJACENT,
    r"(?:[a-f]+)(?:[^k]+)x": ADJACENT,
    r"(?:a+|b)(?:c?)a*x": ADJACENT,
    r"(?:ab)*[a-c]*x": ADJACENT,
    r"[ \t]+#": AGAIN,
    r"<[^>]*>": AGAIN,
    r"<sheet [^>]*name=": AGAIN,
    r"(?:a|b)[a-z]*1": AGAIN,
    r"a+b+c+": AGAIN,
    r"[^x]*+y": AGAIN,
}
QUICK = [
    r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?", r"(?:,[0-9]{3})+", r"(?:\s*+,\s*+x)*", r"(?>a+)+b", r"\s*+\s+x", r"a+b+c+",
    r"\w+ \w+", r"[0-9]+(?:,[0-9]{3})*\.", "a{1,9}a{1,9}",
]  # fmt: skip
QUICK_ANYWHERE = [
    r"(?<![ \t])[ \t]+#", r"<[^<>]*>", r'"[^"]*"', r"[^0-9]+", "x(?=a+)", r"^\s*x", r"a{1,9}b", r"<sheet [^<>]*name=",
    r"(?m)^[ \t]*x",
]  # fmt: skip


@pytest.mark.parametrize("pattern", SLOW)
def test_a_slow_pattern_is_known(pattern: str) -> None:
    assert SLOW[pattern] in faults_of(pattern, is_looked_for=True)


@pytest.mark.parametrize("pattern", [*QUICK, *QUICK_ANYWHERE])
def test_a_quick_pattern_passes(pattern: str) -> None:
    flags = re.MULTILINE if pattern.startswith("(?m)") else 0
    assert not faults_of(pattern, flags, is_looked_for=pattern in QUICK_ANYWHERE)


@pytest.mark.parametrize("name", ["a*b?[cd].xlsx", "**/x", "*" * 30, "a/**/*/**/b", "[!a]*[b-c]*"])
def test_the_pattern_of_an_address_is_quick(name: str) -> None:
    assert not faults_of(_expression(name))
