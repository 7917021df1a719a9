"""Framework files for people: the list and the tree."""

from __future__ import annotations

from pathlib import Path

from svscore.framework.catalogue import Entry
from svscore.framework.load import load_framework
from svscore.framework.menu import Menu
from svscore.report.model import listing, menu_tree, tree

MODEL = """\
svscore: 1
id: cloud-hosting
title: Cloud hosting
version: "2"
agreement: RM1557
regime: pa-2023
status: illustrative
commenced: 2025-03-03
note: Written for this test.
scales:
  letters:
    - {mark: A, share: 100, label: Good}
    - {mark: B, share: 0}
weights: of-parent
rounding: {mode: half-even, criterion: 1, total: 2}
criteria:
  - id: security
    title: Security certificate held
    gate: {fail-when: "no"}
  - id: quality
    title: Quality
    weight: 70
    minimum: 50%
    criteria:
      - {id: resilience, title: Resilience, weight: 75, scale: letters, rescale: best}
      - {id: support, title: Support, weight: 25, points: {max: 50}, minimum: {above: 10}}
  - {id: price, title: Price, weight: 30, price: {formula: lowest-ratio}}
award: {by: highest-total, places: 2, also-within: 1%}
tie-break: [quality, price]
adjustments:
  - {id: local, title: Local offer, when: is-local, add: 5%}
"""

TREE = """\
cloud-hosting 2: Cloud hosting
status illustrative, regime pa-2023, agreement RM1557, commenced 2025-03-03
  Written for this test.
file model.yaml, sha256 {sha256}, model sha256 {model}

weight  points  criterion [id]
     -       -  Security certificate held [security], pass or fail
    70      70  Quality [quality], at least 50%
    75    52.5    Resilience [resilience], scale letters, rescaled to the best
    25    17.5    Support [support], 0 to 50 points, above 10
    30      30  Price [price], price, lowest-ratio

scale letters   A Good (100%); B (0%)
total           100 points, weights of-parent
rounding        criterion to 1 place, total to 2 places, half-even
missing         refuse
moderation      consensus
below minimum   exclude
reference bids  eligible
award           highest-total, 2 places
also within     1%
tie-break       quality, then price
adjustment      Local offer: 5% when is-local
"""


def test_tree(tmp_path: Path) -> None:
    path = tmp_path / "model.yaml"
    path.write_text(MODEL, "utf-8")
    loaded = load_framework(path)
    assert tree(loaded, "model.yaml") == TREE.format(sha256=loaded.sha256[:12], model=loaded.model_sha256[:12])


def test_an_award_by_price_says_what_is_added(tmp_path: Path) -> None:
    price = "{id: price, title: Price, price: {formula: none}}"
    days = "{id: days, title: Days, quantity: {formula: none, unit: days}}"
    text = MODEL[: MODEL.index("criteria:")] + (
        f"criteria:\n  - {price}\n  - {days}\naward: {{by: adjusted-price, add: [{{quantity: days, rate: 200}}]}}\n"
    )
    path = tmp_path / "model.yaml"
    path.write_text(text, "utf-8")
    page = tree(load_framework(path), "model.yaml")
    assert "award           adjusted-price, 1 place, price + days x 200\n" in page
    assert "     -       -  Days [days], quantity, not scored\n" in page
    assert "tie-break       none\n" in page


def test_menu() -> None:
    theme = {
        "id": "climate",
        "code": "Theme 3",
        "title": "Fighting climate change",
        "level": "theme",
        "items": [{"id": "stewardship", "title": "Effective stewardship", "level": "outcome"}],
    }
    header = {"svscore": "1", "id": "themes", "title": "Themes", "version": "1", "regime": "other"}
    menu = Menu.model_validate({**header, "status": "published", "menu": [theme]})
    assert menu_tree(menu) == (
        "themes 1: Themes\n"
        "status published, regime other\n"
        "\n"
        "level    item [id]\n"
        "theme    Theme 3 Fighting climate change [climate]\n"
        "outcome    Effective stewardship [stewardship]\n"
    )


def test_list_has_titles_and_validity_below() -> None:
    title = "A framework of a title that is rather longer than a line of eighty characters allows"
    entries = [
        Entry(Path("a.yaml"), "a", "2025-03", "Short", "published", valid_from="2025-01-01", valid_until="2025-12-31"),
        Entry(Path("b.yaml"), "b-longer", "1", title, valid_from="2025-01-01"),
        Entry(Path("c.yaml"), "c", "1", "Old", "published", valid_until="2025-12-31"),
        Entry(Path("m.yaml"), "m", "1", "Menu of themes", "published", is_menu=True),
    ]
    assert listing(entries).splitlines() == [
        "id        version  status",
        "  title, validity",
        "a         2025-03  published",
        "  Short, valid 2025-01-01 to 2025-12-31",
        "b-longer  1",
        "  A framework of a title that is rather longer than a line of eighty characters",
        "  allows, valid from 2025-01-01",
        "c         1        published",
        "  Old, valid until 2025-12-31",
        "m         1        menu",
        "  Menu of themes",
    ]
