"""Every code a message can have is listed and explained."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import pytest
from typer.testing import CliRunner

from svscore import lint
from svscore.cli.app import app
from svscore.report import codes
from svscore.workbook import codes as workbook_codes

SOURCE = Path(__file__).parents[1] / "src"
CODE = re.compile(r'"((?:SV|WB|EV|EQ|RP|BA|CL)[0-9]{2,3})"')


def used() -> set[str]:
    """The codes in the source; beginnings of codes, of which there are several, left out."""
    found = {code for path in SOURCE.rglob("*.py") for code in CODE.findall(path.read_text("utf-8"))}
    return {code for code in found if len(code) == 5 or code.startswith("EQ")}


def test_no_code_is_without_a_page_and_no_page_without_a_code() -> None:
    assert used() == {*lint.codes(), *codes.codes()}


def constants(tree: ast.Module) -> dict[str, object]:
    """What a module of the package calls by a name in capitals: its own constants and imported ones."""
    own = {
        target.id: node.value.value
        for node in tree.body
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant)
        for target in node.targets
        if isinstance(target, ast.Name)
    }
    imported = {
        alias.name: getattr(import_module(node.module), alias.name)
        for node in tree.body
        if isinstance(node, ast.ImportFrom) and node.module and node.module.startswith("svscore.")
        for alias in node.names
        if alias.name.isupper()
    }
    return imported | own


def code_of(node: ast.expr, names: dict[str, object]) -> str:
    """The code that an argument stands for; empty where it is none."""
    match node:
        case ast.Constant(value=str(text)):
            pass
        case ast.Attribute(value=ast.Name(id="codes"), attr=name):
            text = str(getattr(workbook_codes, name, ""))
        case ast.Name(id=name):
            text = str(names.get(name, ""))
        case _:
            text = ""
    return text if CODE.fullmatch(f'"{text}"') else ""


def raised_in(tree: ast.Module) -> Iterator[tuple[str, str]]:
    """Codes with their severities, from calls that name both: ``findings.note(CODE``, ``Problem(place, CODE``."""
    names = constants(tree)
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        code = next(filter(None, (code_of(argument, names) for argument in node.args[:2])), "")
        if code and called in ("error", "warning", "note"):
            yield code, called
        elif code and called in ("Problem", "refusal", "_refusal"):
            given = [*node.args, *(keyword.value for keyword in node.keywords)]
            severities = (ast.unparse(each) for each in given if ast.unparse(each).startswith("Severity."))
            yield code, next(severities, "Severity.ERROR").removeprefix("Severity.").lower()


def test_no_page_gives_a_code_another_severity_than_the_source() -> None:
    raised: dict[str, set[str]] = {}
    for path in SOURCE.rglob("*.py"):
        for code, severity in raised_in(ast.parse(path.read_text("utf-8"))):
            raised.setdefault(code, set()).add(severity)
    pages = {code: codes.page(code) for code in codes.codes() if not code.startswith("EQ")}
    assert not pages.keys() - raised.keys()
    for code, text in pages.items():
        title, claim = text.split("\n\n")[:2]
        main = title.rpartition("(")[2].rstrip(")")
        others = set(re.findall(r"\b[Aa]n? (error|warning|note) where", claim))
        assert {main} | others == raised[code], code


def test_the_page_of_a_changed_model_names_every_way_out() -> None:
    text = " ".join(codes.page("WB190").split())
    assert text.startswith("WB190 changed-model (error)")
    assert '--accept-changed-model "NAME: REASON"' in text


@pytest.mark.parametrize("code", ["WB137", "EV101", "EQ02", "RP101", "BA106", "CL101", "SV101", "wb150"])
def test_no_kind_of_code_is_refused_by_explain(code: str) -> None:
    ran = CliRunner().invoke(app, ["check", "--explain", code])
    assert ran.exit_code == 0, ran.output
    assert re.match(rf"{code.upper()} [a-z-]+ \((error|warning|note|question)\)\n\n\S", ran.stdout)


def test_every_page_says_what_it_is_and_what_to_do_in_short_sentences() -> None:
    for code in codes.codes():
        title, claim, action, end = re.split(r"\n+", codes.page(code))
        assert re.fullmatch(rf"{code} [a-z-]+ \((error|warning|note|question)\)", title)
        assert action.startswith("What to do: ")
        assert not end
        for sentence in re.split(r"(?<=[.]) ", f"{claim} {action.removeprefix('What to do: ')}"):
            assert len(sentence.split()) <= 25, sentence


def test_every_code_is_listed_once() -> None:
    listed = CliRunner().invoke(app, ["check", "--list"]).stdout.splitlines()
    assert [line.split()[0] for line in listed] == [*lint.codes(), *codes.codes()]
