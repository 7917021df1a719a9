"""A playbook as Markdown, to be put into a tender document or a wiki."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from svscore.report.playbook.blocks import Block, Document, Formula, Heading, Items, Paragraph, Table
from svscore.report.untrusted import escaped, visible


def render(document: Document) -> str:
    """The whole text, one blank line between blocks."""
    blocks = ["\n".join(_lines(block)) for block in document.blocks]
    return "\n\n".join([f"# {_text(document.title)}", *blocks]) + "\n"


def _lines(block: Block) -> Iterator[str]:
    if isinstance(block, Heading):
        yield f"{'#' * block.level} {_text(block.text)}"
    elif isinstance(block, Paragraph):
        yield _text(block.text)
    elif isinstance(block, Items):
        for number, item in enumerate(block.items, start=1):
            yield f"{f'{number}.' if block.is_ordered else '-'} {_text(item)}"
    elif isinstance(block, Formula):
        yield f"    {visible(block.text)}"
    else:
        yield from _table(block)


def _table(table: Table) -> Iterator[str]:
    yield f"**{_text(table.caption)}**"
    yield ""
    yield _row(table.head)
    yield f"|{'|'.join(' ---: ' if index in table.numbers else ' --- ' for index in range(len(table.head)))}|"
    for row in table.rows:
        yield _row(row)


def _row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(_text(cell) for cell in cells)} |"


def _text(text: str) -> str:
    words = escaped(text.strip())
    # A sentence that begins like a list item or a quotation is still a sentence.
    return f"\\{words}" if words.startswith(("- ", "+ ", "&gt;")) else words
