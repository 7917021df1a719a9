"""Parts that the buyer's and the bidder's playbook have in common."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from svscore.framework.load import Loaded
from svscore.framework.model import Criterion, Framework
from svscore.report.origin import SHORT_HASH
from svscore.report.playbook.blocks import Block, Heading, Items, Paragraph, Table
from svscore.report.playbook.examples import award_example, formula_example
from svscore.report.playbook.formulas import words_of
from svscore.report.playbook.rules import (
    adjustment_words,
    award_words,
    figure_name,
    low_price_words,
    number,
    order_words,
    rounding_words,
    tie_words,
)
from svscore.report.playbook.thresholds import (
    reference_words,
    rescaled_words,
)

STATUS = {
    "published": "taken from the publisher's own document",
    "reconstructed": "put together from several sources; what none of them confirms is named at the end",
    "illustrative": "an example of how such a model can be written; not a model anybody published",
}
KEYS = {
    "title": "its title",
    "question": "the question",
    "guidance": "the guidance",
    "look-for": "what is looked for",
    "metrics": "the measures",
    "sdgs": "the goals",
}
"""What `unconfirmed` may name, in words."""


def status(framework: Framework) -> Paragraph:
    """How far to trust the model, before anything else is read."""
    return Paragraph(f"Status of this model: {framework.status}, that is, {STATUS[framework.status]}.")


def sentences(*texts: str) -> Iterator[Paragraph]:
    """One paragraph of all the texts that say something."""
    if words := " ".join(text.strip() for text in texts if text.strip()):
        yield Paragraph(words)


def listed(title: str, items: Sequence[str]) -> Iterator[Block]:
    """A line and the list it introduces; nothing for an empty list."""
    if items:
        yield Paragraph(title)
        yield Items(tuple(items))


def offers(framework: Framework) -> list[Criterion]:
    """Prices and measured offers, in file order."""
    return [leaf for leaf in framework.leaves() if leaf.offer is not None]


def offer(framework: Framework, leaf: Criterion) -> Iterator[Block]:
    """How one price or measured offer becomes points, with an example."""
    yield from sentences(leaf.question or "", leaf.guidance or "")
    if leaf.offer is not None and leaf.offer.formula == "none":
        yield Paragraph("This number earns no points by itself.")
    yield from sentences(*words_of(leaf), rescaled_words(leaf))
    yield from listed("Looked for:", leaf.look_for)
    yield from basket(leaf)
    yield from formula_example(framework, leaf)


def basket(leaf: Criterion) -> Iterator[Table]:
    """The rates that make up a price, with the quantities they are multiplied by."""
    lines = leaf.offer.basket if leaf.offer is not None else ()
    if lines:
        rows = tuple((line.title or line.item, number(line.quantity)) for line in lines)
        caption = f"{leaf.title}: the sum of each rate times its quantity"
        yield Table(caption, ("Rate asked for", "Quantity"), rows, frozenset({1}))


def award(framework: Framework) -> Iterator[Block]:
    """Who wins, with an example where it is not the highest total."""
    yield from sentences(*award_words(framework), reference_words(framework))
    yield from award_example(framework)
    yield from listed("Added to the total afterwards:", [f"{words}." for words in adjustment_words(framework)])


def ties(framework: Framework) -> Iterator[Block]:
    """What breaks ties between bids."""
    steps = tie_words(framework)
    if steps:
        yield Paragraph("Ties between bids are broken by, in this order:")
        yield Items(tuple(steps), is_ordered=True)
    yield Paragraph("Bids that stay tied share their rank (1, 1, 3), and the report says so. svscore draws no lots.")
    if framework.award.also_within is None:
        yield Paragraph("If a tie lies across the last place, nobody is awarded until the buyer has said who is.")
    else:
        yield Paragraph("If a tie lies across the last place, every bid tied there is awarded.")


def low_prices(framework: Framework) -> Iterator[Block]:
    """What makes a price a question."""
    tests = low_price_words(framework)
    if tests:
        yield from listed("A price becomes a question to the bidder when it is one of these:", tests)
    else:
        yield Paragraph("The model has no figure at which a price is called abnormally low.")
    yield Paragraph("A low price never excludes by itself: a named person asks the bidder and decides on the answer.")


def rounding(framework: Framework) -> Iterator[Block]:
    """Where numbers are rounded, and which number decides."""
    words = rounding_words(framework)
    yield Items(tuple(words)) if len(words) > 1 else Paragraph(words[0])
    yield from sentences(f"What decides is the {figure_name(framework)}.", order_words(framework))


def unconfirmed(node: Criterion) -> Iterator[Paragraph]:
    """Which words of a criterion no source confirms."""
    if node.unconfirmed:
        found = ", ".join(KEYS.get(key, key) for key in node.unconfirmed)
        yield Paragraph(f"Not confirmed by a source: {found}.")


def about(loaded: Loaded, file: str) -> Iterator[Block]:
    """Which file the text was written from, and what that file rests on."""
    framework = loaded.framework
    yield Heading(2, "About this text")
    yield Paragraph(
        f"Written by svscore from the model {framework.id}, version {framework.version}, file {file}, "
        f"sha256 {loaded.sha256[:SHORT_HASH]}. Every rule and number here is that file's."
    )
    yield from sentences(framework.note or "")
    cited = [" - ".join(part for part in (each.title, each.url, each.note) if part) for each in framework.sources]
    yield from listed("Sources of the model:", cited)
