"""What other weights would have changed, as text: the changes, then totals, scenarios side by side."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction
from io import StringIO
from textwrap import wrap
from typing import TYPE_CHECKING, NamedTuple

from svscore.exact import decimal_text, money_text
from svscore.report.untrusted import visible

if TYPE_CHECKING:
    from svscore.batch.levels import Levels
    from svscore.batch.run import Summary
    from svscore.batch.tally import Paid, Tally

# rich takes 50 ms to import, and numpy more: the functions that draw do it, so that other commands do not pay.
# ruff: noqa: PLC0415

NONE = "-"
NEITHER = f"{NONE} -> {NONE}"
NO_THEME = "no theme: a gate, a minimum or a tie"

Rows = Sequence[Sequence[str]]


def render(summary: Summary, baseline: str, *, shown: int = 20, width: int = 100) -> str:
    """The tables as text, at most ``width`` characters wide where names allow.

    ``baseline`` names the model before in words; ``shown`` is how many changes of each scenario are listed.
    """
    page = StringIO()
    for at, name in enumerate(summary.names):
        _changes(page, summary, at, name, shown, width)
    for table in totals_of(summary):
        _section(page, table.title, table.heading, table.rows, width)
    known = f"Before: {baseline}. A what-if: no result here is that of a published model."
    if any(tally.scored for tally in summary.tallies) and summary.section not in summary.titles:
        known += f" No model has a section {summary.section}; --section names another."
    known += accepted_text(summary)
    known += "".join(f" Under {name}, {sentence}." for sentence, name in summary.outside.items())
    page.write("".join(f"{line}\n" for line in wrap(visible(known), max(width, 40), break_long_words=False)))
    return page.getvalue()


def accepted_text(summary: Summary) -> str:
    """How many competitions were scored although their model changed, and who answers for it; empty for none."""
    if not summary.accepted:
        return ""
    were = "competition was" if summary.accepted == 1 else "competitions were"
    word = f"{summary.accepted:,} {were} scored although the model changed since the workbook was issued; accepted by"
    return f" {word} {summary.acceptance}."


class Totals(NamedTuple):
    """A table of totals: a heading of words, then rows, each of as many cells."""

    title: str
    heading: Sequence[str]
    rows: Rows


def totals_of(summary: Summary) -> list[Totals]:
    """The tables of totals, scenarios side by side; rows without a figure are left out, and tables without a row."""
    section = summary.section_title
    both = ("before -> after", *summary.names)
    groups = _groups(summary)
    sides: dict[str, Callable[[Tally, str], str]] = {
        "Awards": _awards,
        "Mean rank": _rank,
        f"Mean points for {section}": _points,
    }
    paid = ["awarded bids", *(f"{_paid(each.paid_before)} -> {_paid(each.paid_after)}" for each in summary.tallies)]
    tables = [
        Totals("Competitions", ("", *summary.names), list(_counts(summary))),
        Totals("Winner moved by", ("", *summary.names), list(_themes(summary))),
        *(
            Totals(name, both, [(group, *(cell(tally, group) for tally in summary.tallies)) for group in groups])
            for name, cell in sides.items()
        ),
        Totals(f"Price paid per point for {section}", both, [paid] if groups else []),
        Totals(_levels_title(summary.levels, section), LEVELS, list(_levels(summary.levels))),
    ]
    known = [table._replace(rows=[row for row in table.rows if set(row[1:]) != {NEITHER}]) for table in tables]
    return [table for table in known if table.rows]


CHANGES = (
    ("", "Winner", "Winner", "Margin", "Margin", "Main", "Break-even"),
    ("Competition", "before", "after", "before", "after", "cause", "weight"),
)
LEVELS = ("weight, of all points", "awards", "of all")


def _levels_title(levels: Levels, section: str) -> str:
    rounding = ", the model's rounding left out" if levels.leaves_out_rounding else ""
    return f"Awards that would change at other weights of {section}{rounding}"


def _levels(levels: Levels) -> Iterator[tuple[str, ...]]:
    if not levels.awards:
        return
    counts = [(f"{weight}%", levels.elsewhere[weight]) for weight in range(0, 101, 10)]
    for name, count in (*counts, ("never change", levels.kept)):
        yield name, f"{count:,}", f"{decimal_text(Fraction(100 * count, levels.awards), 2)}%"


def _changes(page: StringIO, summary: Summary, at: int, name: str, shown: int, width: int) -> None:
    won = [found for found in summary.changes[at] if found.is_winner_changed]
    moved = [found for found in summary.changes[at] if not found.is_winner_changed]
    tally = summary.tallies[at]
    rows = [
        (
            each.competition,
            each.before,
            each.after if each.is_winner_changed else "the same",
            each.margin_before or NONE,
            each.margin_after or NONE,
            summary.titles.get(each.moved_by, NONE),
            f"{each.break_even}%" if each.break_even else NONE,
        )
        for each in (*won, *moved)[:shown]
    ]
    if rows:
        _section(page, name, CHANGES[0], [*CHANGES[1:], *rows], width, sides="<<<>><>")
        left = tally.winner_changed + tally.re_ranked - len(rows)
        if left > 0:
            page.write(f"... and {left:,} more; all of them with --output\n\n")
    elif not tally.winner_changed + tally.re_ranked:
        said = "no winner and no rank changes" if tally.scored else "no competition could be scored"
        page.write(f"{visible(name)}: {said}\n\n")


def _counts(summary: Summary) -> Iterator[tuple[str, ...]]:
    yield ("read", *(f"{summary.read:,}" for _ in summary.names))
    words = {
        "failed": "failed",
        "unchanged": "unchanged",
        "re_ranked": "re-ranked, winner the same",
        "winner_changed": "winner changed",
        "ties_made": "ties made",
        "ties_broken": "ties broken",
    }
    for key, word in words.items():
        yield (word, *(f"{getattr(tally, key):,}" for tally in summary.tallies))
    for key, word in {
        "tied": "nobody awarded: tied",
        "provisional": "nobody awarded: provisional",
    }.items():
        sides = [(getattr(tally, f"{key}_before"), getattr(tally, f"{key}_after")) for tally in summary.tallies]
        if any(map(any, sides)):
            yield (word, *(f"{before:,} -> {after:,}" for before, after in sides))


def _themes(summary: Summary) -> Iterator[tuple[str, ...]]:
    names = sorted({name for tally in summary.tallies for name in tally.themes}, key=lambda name: (not name, name))
    names.sort(key=lambda name: -sum(tally.themes[name] for tally in summary.tallies))
    for name in names:
        title = summary.titles.get(name, NO_THEME)
        yield (title, *(f"{tally.themes[name]:,}" for tally in summary.tallies))


def _groups(summary: Summary) -> list[str]:
    """The kinds of bidder there are any of."""
    sides = [side for tally in summary.tallies for each in (tally.before, tally.after) for side in each.items()]
    return list(dict.fromkeys(group for group, side in sides if side.ranked))


def _awards(tally: Tally, group: str) -> str:
    before, after = tally.before[group].awards, tally.after[group].awards
    return f"{before:,} -> {after:,} ({after - before:+,})"


def _rank(tally: Tally, group: str) -> str:
    return f"{_number(tally.before[group].mean_rank)} -> {_number(tally.after[group].mean_rank)}"


def _points(tally: Tally, group: str) -> str:
    return f"{_number(tally.before[group].mean_points)} -> {_number(tally.after[group].mean_points)}"


def _number(value: Fraction | None) -> str:
    return NONE if value is None else decimal_text(value, 2)


def _paid(paid: Paid) -> str:
    return NONE if paid.per_point is None else money_text(Fraction(decimal_text(paid.per_point, 2)))


def _section(page: StringIO, title: str, heading: Sequence[str], rows: Rows, width: int, sides: str = "") -> None:
    if not rows:
        return
    page.write("".join(f"{line}\n" for line in wrap(visible(title), max(width, 40), break_long_words=False)))
    table = [heading, *rows]
    if sides:
        page.write(f"{grid(table, sides, width)}\n")
        return
    for columns in _blocks(table, width):
        block = [[row[0], *(row[column] for column in columns)] for row in table]
        page.write(f"{grid(block, '<' + '>' * len(columns), width)}\n")


def _blocks(rows: Rows, width: int) -> Iterator[list[int]]:
    """The columns of figures in as many blocks as the width asks for: a figure is never cut."""
    from rich.cells import cell_len

    sizes = [max(cell_len(visible(row[column])) for row in rows) + 2 for column in range(len(rows[0]))]
    longest_word = max(cell_len(word) for row in rows for word in ["", *visible(row[0]).split()])
    room = max(width, 40) - min(sizes[0], max(width // 3, longest_word + 2))
    block: list[int] = []
    for column in range(1, len(sizes)):
        if block and sum(sizes[each] for each in block) + sizes[column] > room:
            yield block
            block = []
        block.append(column)
    yield block


def grid(rows: Rows, sides: str, width: int) -> str:
    """Columns of text: ``<`` may wrap, ``>`` is a number and may not."""
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    grid = Table.grid(padding=(0, 2))
    for side in sides:
        grid.add_column(justify="right" if side == ">" else "left", overflow="fold", no_wrap=side == ">")
    for row in rows:
        grid.add_row(*(Text(visible(cell)) for cell in row))
    page = StringIO()
    console = Console(file=page, width=max(width, 40), color_system=None, legacy_windows=False, markup=False)
    console.print(grid)
    return "".join(f"{line.rstrip()}\n" for line in page.getvalue().splitlines())
