"""The table of codes in the documentation is the one the rules give."""

import re
from pathlib import Path

import pytest

from svscore.lint import codes, page

PAGE = Path(__file__).parents[2] / "docs" / "rules.md"
TABLE = re.compile(r"(<!-- codes: .* -->\n\n).*?(<!-- end of codes -->)", re.DOTALL)


def row(code: str) -> str:
    """Code, name, level and claim."""
    title, _, text = page(code).partition("\n\n")
    found = re.fullmatch(r"(SV\d+) ([a-z0-9-]+) \((error|warning|note)\)", title)
    assert found
    claim = " ".join(text.partition("\n\n")[0].split()).replace("|", "\\|")
    return f"| `{found[1]}` | {found[2]} | {found[3]} | {claim} |\n"


def test_the_table_of_codes_is_current(pytestconfig: pytest.Config) -> None:
    table = "| code | name | level | claim |\n|---|---|---|---|\n" + "".join(map(row, codes())) + "\n"
    content = PAGE.read_text("utf-8")
    current = TABLE.sub(lambda found: found[1] + table + found[2], content)
    if pytestconfig.getoption("--update-golden"):
        PAGE.write_text(current, "utf-8")
        content = current
    assert content == current
