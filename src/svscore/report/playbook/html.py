"""A playbook as one web page: nothing to load, read by screen readers, at any width, and on paper."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from svscore.report.playbook.blocks import Block, Document, Formula, Heading, Items, Paragraph, Table
from svscore.report.untrusted import visible

STYLE = """
:root { color-scheme: light dark; }
body { font: 1.0625rem/1.55 system-ui, sans-serif; margin: 0 auto; max-width: 50rem; padding: 1rem; }
body { overflow-wrap: break-word; }
h1 { font-size: 1.8rem; line-height: 1.2; }
h2 { border-top: 2px solid; font-size: 1.4rem; margin-top: 2.5rem; padding-top: .75rem; }
h3 { font-size: 1.2rem; margin-top: 2rem; }
h4 { font-size: 1.0625rem; margin-top: 1.5rem; }
nav ol { padding-left: 1.5rem; }
.skip { left: -100rem; position: absolute; }
.skip:focus { position: static; }
.formula { border-left: 4px solid; font-family: ui-monospace, monospace; padding: .5rem .75rem; }
.table { margin: 1.25rem 0; overflow-x: auto; }
table { border-collapse: collapse; min-width: 100%; }
caption { font-weight: bold; padding-bottom: .4rem; text-align: left; }
th, td { border: 1px solid GrayText; padding: .4rem .6rem; text-align: left; vertical-align: top; }
th, td { overflow-wrap: normal; }
thead th { border-bottom: 3px solid; }
tbody th { font-weight: normal; }
.number { font-variant-numeric: tabular-nums; text-align: right; }
td.number { white-space: nowrap; }
@media (max-width: 40rem) { body { font-size: 1rem; } table { font-size: .9rem; } th, td { padding: .3rem .35rem; } }
@media print { .skip, nav { display: none; } .table { overflow: visible; } h2, h3, h4 { break-after: avoid; } }
"""


def render(document: Document) -> str:
    """The page, everything from the model escaped."""
    return "\n".join(_page(document)) + "\n"


def _page(document: Document) -> Iterator[str]:
    title = _text(document.title)
    yield "<!DOCTYPE html>"
    yield '<html lang="en-GB">'
    yield "<head>"
    yield '<meta charset="utf-8">'
    yield '<meta name="viewport" content="width=device-width, initial-scale=1">'
    yield "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">"
    yield f"<title>{title}</title>"
    yield f"<style>{STYLE}</style>"
    yield "</head>"
    yield "<body>"
    yield '<a class="skip" href="#content">Skip to the content</a>'
    yield f"<header><h1>{title}</h1></header>"
    yield from _contents(document)
    yield '<main id="content">'
    for number, block in enumerate(document.blocks):
        yield from _block(block, number)
    yield "</main>"
    yield "</body>"
    yield "</html>"


def _contents(document: Document) -> Iterator[str]:
    yield '<nav aria-label="Contents">'
    yield "<ol>"
    for number, block in enumerate(document.blocks):
        if isinstance(block, Heading) and block.level == 2:
            yield f'<li><a href="#part-{number}">{_text(block.text)}</a></li>'
    yield "</ol>"
    yield "</nav>"


def _block(block: Block, number: int) -> Iterator[str]:
    if isinstance(block, Heading):
        yield f'<h{block.level} id="part-{number}">{_text(block.text)}</h{block.level}>'
    elif isinstance(block, Paragraph):
        yield f"<p>{_text(block.text)}</p>"
    elif isinstance(block, Items):
        tag = "ol" if block.is_ordered else "ul"
        yield f"<{tag}>"
        yield from (f"<li>{_text(item)}</li>" for item in block.items)
        yield f"</{tag}>"
    elif isinstance(block, Formula):
        yield f'<p class="formula">{_text(block.text)}</p>'
    else:
        yield from _table(block, number)


def _table(table: Table, number: int) -> Iterator[str]:
    # A region that can take the focus, so that a wide table can be moved with the keyboard.
    yield f'<div class="table" role="region" aria-labelledby="table-{number}" tabindex="0">'
    yield "<table>"
    yield f'<caption id="table-{number}">{_text(table.caption)}</caption>'
    heads = (f'<th scope="col"{_aligned(table, index)}>{_text(cell)}</th>' for index, cell in enumerate(table.head))
    yield f"<thead><tr>{''.join(heads)}</tr></thead>"
    yield "<tbody>"
    for first, *rest in table.rows:
        cells = (f"<td{_aligned(table, index)}>{_text(cell)}</td>" for index, cell in enumerate(rest, start=1))
        yield f'<tr><th scope="row"{_aligned(table, 0)}>{_text(first)}</th>{"".join(cells)}</tr>'
    yield "</tbody>"
    yield "</table>"
    yield "</div>"


def _aligned(table: Table, index: int) -> str:
    return ' class="number"' if index in table.numbers else ""


def _text(text: str) -> str:
    return escape(visible(text.strip()))
