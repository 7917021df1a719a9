"""The docs are true: their commands print what they show, their files load, their keys and links exist.

A console block in README.md or docs/ is run, line by line, in a copy of the examples and the shipped models, and
what it shows is what is printed at 80 columns (``...`` stands for anything). ``$ echo $?`` shows the exit code
of the command before. A block below ``<!-- file: NAME -->`` is a file of that name for the commands that follow.
"""

from __future__ import annotations

import doctest
import inspect
import re
import shlex
import shutil
from collections import Counter
from collections.abc import Hashable, Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest
from typer.main import get_command
from typer.testing import CliRunner

from svscore.cli.app import app
from svscore.framework import award, formula, menu, model
from svscore.framework.answer_words import OPPOSITES
from svscore.framework.fields import Model
from svscore.lint import check_file

ROOT = Path(__file__).parents[1]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
BLOCK = re.compile(
    r"(?:<!-- file: (?P<file>\S+) -->\n)?```(?P<language>\w+)\n(?P<body>.*?)^```$", re.MULTILINE | re.DOTALL
)
LINK = re.compile(r"(?<!!)\[[^\]]*\]\((?P<target>[^)\s]+)\)")
HEADING = re.compile(r"^#+ (.+)$", re.MULTILINE)
KEY_TABLE = re.compile(r"<!-- keys of (?P<models>[\w ]+) -->\n(?P<table>(?:\|.*\n)+)")
MODELS = {
    name: value
    for module in (award, formula, menu, model)
    for name, value in inspect.getmembers(module, inspect.isclass)
    if issubclass(value, Model) and value.__module__ == module.__name__
}


def page_id(page: Path) -> str:
    return page.relative_to(ROOT).as_posix()


def examples(body: str) -> Iterator[tuple[str, str]]:
    """Each command of a console block, with the output shown below it."""
    for part in re.split(r"^\$ ", body, flags=re.MULTILINE)[1:]:
        command, _, shown = part.partition("\n")
        yield command, shown


def run(command: str, previous: int) -> tuple[str, int]:
    """Output (both streams, in order) and exit code of one command of a console block."""
    words = shlex.split(command)
    if words == ["echo", "$?"]:
        return f"{previous}\n", 0
    if words[0] == "cat":
        return Path(words[1]).read_text(encoding="utf-8"), 0
    assert words[0] == "svscore", f"only svscore, cat and echo $? can be run, not {command!r}"
    result = CliRunner().invoke(
        app, words[1:], prog_name="svscore", env={"COLUMNS": "80", "NO_COLOR": "1", "TERM": "dumb"}
    )
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return "".join(f"{line.rstrip()}\n" for line in result.output.splitlines()), result.exit_code


def is_as_shown(shown: str, printed: str) -> bool:
    return doctest.OutputChecker().check_output(shown, printed, doctest.ELLIPSIS)


class Rerun:
    """Runs the blocks of a page in order, in the current folder."""

    def __init__(self) -> None:
        self.differences: list[str] = []
        self._code = 0

    def block(self, block: re.Match[str]) -> str:
        """The block as it should be."""
        if block["file"]:
            Path(block["file"]).write_text(block["body"], encoding="utf-8", newline="\n")
        if block["language"] != "console":
            return block[0]
        lines = "".join(self._command(command, shown) for command, shown in examples(block["body"]))
        return f"```console\n{lines}```"

    def _command(self, command: str, shown: str) -> str:
        printed, self._code = run(command, self._code)
        if is_as_shown(shown, printed):
            return f"$ {command}\n{shown}"
        self.differences.append(f"$ {command}\n{printed}")
        return self.differences[-1]


@pytest.mark.parametrize("page", [page for page in PAGES if "```console" in page.read_text("utf-8")], ids=page_id)
def test_examples_print_what_they_show(
    page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
) -> None:
    for folder in ("examples", "frameworks"):
        shutil.copytree(ROOT / folder, tmp_path / folder)
    monkeypatch.chdir(tmp_path)
    rerun = Rerun()
    corrected = BLOCK.sub(rerun.block, page.read_text(encoding="utf-8"))
    if request.config.getoption("--update-golden"):
        page.write_text(corrected, encoding="utf-8", newline="\n")
        return
    assert not rerun.differences, f"{page_id(page)} shows something else than:\n" + "\n".join(rerun.differences)


@pytest.mark.parametrize("page", [page for page in PAGES if "```python" in page.read_text("utf-8")], ids=page_id)
def test_python_examples_give_what_they_show(page: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    result = doctest.testfile(str(page), module_relative=False, encoding="utf-8")
    assert result.attempted > 0
    assert result.failed == 0


def command_tree(command: Any, name: tuple[str, ...] = ()) -> Iterator[tuple[str, Any]]:
    """Every command that does something, by its full name."""
    children = getattr(command, "commands", None)
    if children is None:
        yield " ".join(name), command
    for child, below in (children or {}).items():
        yield from command_tree(below, (*name, child))


COMMANDS = dict(command_tree(get_command(app)))


def section(page: str, heading: str) -> str:
    """The text of a page below a heading, up to the next one of that level."""
    text = (ROOT / page).read_text("utf-8")
    found = re.search(rf"(?ms)^#+ {re.escape(heading)}$\n(.*?)(?=^#{{1,2}} |\Z)", text)
    assert found, f"{page} has no heading {heading!r}"
    return found[1]


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_help_with_an_example(name: str) -> None:
    result = CliRunner().invoke(app, [*name.split(), "--help"], prog_name="svscore", env={"COLUMNS": "100"})
    assert result.exit_code == 0
    usage, _, rest = result.output.partition("Options")
    assert re.search(rf"svscore {name} (?!\[OPTIONS\])\S", usage + rest), "no example in the help"


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_and_option_is_documented(name: str) -> None:
    text = section("docs/commands.md", name)
    options = [option for parameter in COMMANDS[name].params for option in parameter.opts if option.startswith("--")]
    assert [option for option in options if option != "--help" and f"`{option}" not in text] == []


def keys(name: str) -> set[str]:
    """The keys a model itself adds, as they stand in a file."""
    fields = MODELS[name].model_fields
    return {fields[field].alias or field for field in MODELS[name].__annotations__ if field in fields}


def key_tables() -> list[tuple[str, list[list[str]]]]:
    """The models each table of keys names, and the cells of its rows, the key's first."""
    text = (ROOT / "docs" / "framework-file.md").read_text("utf-8")
    return [
        (
            found["models"],
            [[cell.strip(" `") for cell in row.split("|")[1:-1]] for row in found["table"].splitlines()[2:]],
        )
        for found in KEY_TABLE.finditer(text)
    ]


def documented_keys() -> dict[tuple[str, ...], set[str]]:
    return {tuple(models.split()): {row[0] for row in rows} for models, rows in key_tables()}


def twice(values: Iterable[Hashable]) -> list[Hashable]:
    return [value for value, count in Counter(values).items() if count > 1]


@pytest.mark.parametrize("page", PAGES, ids=page_id)
def test_no_heading_of_a_page_stands_twice(page: Path) -> None:
    assert twice(HEADING.findall(BLOCK.sub("", page.read_text("utf-8")))) == []


def test_no_key_of_the_framework_file_stands_twice() -> None:
    """Only a key that means something else under another formula or award has a row for each."""
    of_methods = 4
    keys_of = {
        models: [(row[0], row[2] if len(row) == of_methods else "") for row in rows] for models, rows in key_tables()
    }
    assert {models: twice(rows) for models, rows in keys_of.items() if twice(rows)} == {}
    assert twice(name for models, _ in key_tables() for name in models.split()) == []


def test_every_key_of_the_framework_file_is_documented_and_no_other() -> None:
    assert documented_keys() == {names: set().union(*map(keys, names)) for names in documented_keys()}


def test_no_known_opposite_is_missing_from_the_page_on_answers() -> None:
    section = (ROOT / "docs" / "workbook.md").read_text("utf-8").split("\n### Known opposites\n")[1].split("\n## ")[0]
    rows = re.findall(r"^\| ([^|]+) \| ([^|]+) \|$", section, re.MULTILINE)
    assert rows == [("word", "opposite"), *list(OPPOSITES.items())[::2]]


def test_every_model_of_the_framework_file_has_a_table() -> None:
    assert sorted(name for names in documented_keys() for name in names) == sorted(MODELS)


def whole_files() -> list[str]:
    text = (ROOT / "docs" / "framework-file.md").read_text("utf-8")
    return [block["body"] for block in BLOCK.finditer(text) if block["body"].startswith("svscore: 1")]


@pytest.mark.parametrize("content", whole_files(), ids=lambda content: content.split()[3])
def test_framework_files_shown_whole_have_nothing_wrong(content: str, tmp_path: Path) -> None:
    (tmp_path / "shown.yaml").write_text(content, encoding="utf-8")
    assert check_file(tmp_path / "shown.yaml") == []


def anchors(page: Path) -> set[str]:
    """The anchors a page's headings give, in the usual way of hosts that show Markdown."""
    prose = BLOCK.sub("", page.read_text("utf-8"))
    return {re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-") for heading in HEADING.findall(prose)}


@pytest.mark.parametrize("page", PAGES, ids=page_id)
def test_relative_links_lead_somewhere(page: Path) -> None:
    prose = BLOCK.sub("", page.read_text("utf-8"))
    broken = []
    for link in LINK.finditer(prose):
        path, _, anchor = link["target"].partition("#")
        if "://" in path:
            continue
        target = (page.parent / path).resolve() if path else page
        if not target.exists() or (anchor and anchor not in anchors(target)):
            broken.append(link["target"])
    assert broken == []
