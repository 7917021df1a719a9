"""The ranking as Markdown."""

from __future__ import annotations

from svscore.report.markdown import render
from tests.report.results import HOSTILE, ORIGIN, named, three_bids

PAGE = """\
## IT support services

**what-if, not the published model: without wellbeing**

| Rank | Bidder | Social value (of 20) | Technical quality (of 50) | Price (of 30) | Total (of 100) | Margin | Status |
| ---: | --- | ---: | ---: | ---: | ---: | ---: | --- |
| 1 | Acme Digital Services Ltd | 15.00 | 40.00 | 27.35 | 82.35 | 2.35 | awarded |
| 2 | Brightwater Consulting Partnership LLP | 12.00 | 38.00 | 30.00 | 80.00 | - | eligible |
| - | Cobalt | 8.00 | 41.00 | - | - | - | excluded |

- **Awarded:** Acme Digital Services Ltd, by the highest total
- **Excluded:** Cobalt: failed Carbon reduction plan: answered no
- **Model:** IT support services: it-support 2025-03, models/it-support.yaml, sha256 abababababab
- **Bids:** bids.xlsx, sha256 cdcdcdcdcdcd
"""


def test_whole_page() -> None:
    assert render(three_bids(what_if=("without wellbeing",)), ORIGIN) == PAGE


def test_names_are_words_and_nothing_else() -> None:
    page = render(named(HOSTILE), ORIGIN)
    assert "<" not in page
    assert "&lt;img src=x onerror=alert(1)&gt;" in page
    assert "\\[x\\](http:/\\/evil.example)" in page
    assert "A \\| B" in page
    assert "\x1b" not in page


def test_no_name_breaks_the_table() -> None:
    table = [line for line in render(named(HOSTILE), ORIGIN).splitlines() if line.startswith("|")]
    assert len(table) == 2 + len(HOSTILE)
    assert {line.replace("\\|", "").count("|") for line in table} == {8}
