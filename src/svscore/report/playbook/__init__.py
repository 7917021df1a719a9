"""A playbook of a model: the buyer's evaluation section, or the bidder's guide, as Markdown or one web page.

Written from the model alone. Computes nothing itself: examples are worked by the scoring room. Text of the
model is data: no page obeys it.
"""

from __future__ import annotations

from collections.abc import Callable

from svscore.framework.load import Loaded
from svscore.report.playbook import bidder, buyer, html, markdown
from svscore.report.playbook.blocks import Document

READERS: dict[str, Callable[[Loaded, str], Document]] = {"buyer": buyer.document, "bidder": bidder.document}
"""What gives the document, by whom it is for."""

FORMATS: dict[str, Callable[[Document], str]] = {
    ".md": markdown.render,
    ".html": html.render,
    ".htm": html.render,
}
"""What gives it as text, by the suffix of the file."""


def playbook(loaded: Loaded, file: str, *, reader: str, suffix: str = ".md") -> str:
    """The playbook of a model for ``reader``, in the format of ``suffix``.

    Raises:
        KeyError: the reader is neither buyer nor bidder, or no format has the suffix.
    """
    return FORMATS[suffix](READERS[reader](loaded, file))
