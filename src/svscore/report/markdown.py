"""The ranking as Markdown, for a report, an issue or a wiki page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from svscore.report.notes import banner, notes
from svscore.report.origin import Origin
from svscore.report.standings import columns
from svscore.report.untrusted import escaped
from svscore.scoring.result import Result


def render(result: Result, origin: Origin) -> str:
    """A heading, the ranked table and its notes as a list."""
    return "".join(f"{line}\n" for line in _lines(result, origin))


def _lines(result: Result, origin: Origin) -> Iterator[str]:
    yield f"## {escaped(result.framework_title)}"
    yield ""
    if warning := banner(result):
        yield f"**{escaped(warning)}**"
        yield ""
    table = columns(result)
    yield _row([f"{column.heading} ({column.out_of})" if column.available else column.heading for column in table])
    yield f"|{'|'.join(' ---: ' if column.is_number else ' --- ' for column in table)}|"
    for position in range(len(result.bids)):
        yield _row([column.cells[position] for column in table])
    yield ""
    for label, text in notes(result, origin):
        yield f"- **{label}:** {escaped(text)}"


def _row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(escaped(cell) for cell in cells)} |"
