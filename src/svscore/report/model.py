"""Framework files for people: what there is to choose from, and one model as a tree."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from textwrap import wrap

from svscore.exact import money_text, plain_text
from svscore.framework.award import PriceAward
from svscore.framework.catalogue import Entry
from svscore.framework.load import Loaded
from svscore.framework.menu import Menu, MenuItem
from svscore.framework.model import AbnormallyLow, Criterion, Framework, ScaleLevel
from svscore.report.explain import places_text
from svscore.report.origin import SHORT_HASH
from svscore.report.standings import NONE
from svscore.report.untrusted import visible
from svscore.scoring.calculation import overall_weights

WIDTH = 80
INDENT = "  "


def listing(entries: Sequence[Entry]) -> str:
    """For each definition a row with id, version and status, and below it title and validity."""
    rows = [("id", "version", "status")]
    rows += [(entry.id, entry.version, "menu" if entry.is_menu else entry.status) for entry in entries]
    below = [
        "title, validity",
        *(", ".join(filter(None, (entry.title, _valid(entry.valid_from, entry.valid_until)))) for entry in entries),
    ]
    lines = zip(aligned(rows, "<<"), below, strict=True)
    return _text([part for line, text in lines for part in (line, *_indented(text))])


def _valid(first: object, last: object) -> str:
    """The days on which procurements may use a model; empty when the file does not say."""
    if first and last:
        return f"valid {first} to {last}"
    return f"valid from {first}" if first else f"valid until {last}" if last else ""


def _indented(text: str) -> list[str]:
    return wrap(text, WIDTH, initial_indent=INDENT, subsequent_indent=INDENT)


def tree(loaded: Loaded, file: str) -> str:
    """A framework: what it is, its criteria with weights and how each is marked, and its rules."""
    framework = loaded.framework
    weights = overall_weights(framework)
    rows = [("weight", "points", "criterion [id]")]
    for path, node in framework.walk():
        words = f"{INDENT * (len(path) // 2 - 1)}{node.title} [{node.id}]{_marked(node)}"
        rows.append((_number(node.weight), _number(weights.get(node.id)), words))
        inside = INDENT * (len(path) // 2)
        rows += [("", "", f"{inside}{item}") for item in _basket(node)]
    head = [
        *_header(framework),
        f"file {file}, sha256 {loaded.sha256[:SHORT_HASH]}, model sha256 {loaded.model_sha256[:SHORT_HASH]}",
    ]
    return _text([*head, "", *aligned(rows, ">>"), "", *aligned(list(_rules(framework)), "<")])


def menu_tree(menu: Menu) -> str:
    """A menu: what it is, and its items."""
    rows = [("level", "item [id]")]
    for path, item in menu.walk():
        rows.append((item.level, f"{INDENT * (len(path) // 2 - 1)}{_item(item)}"))
    return _text([*_header(menu), "", *aligned(rows, "<")])


def _header(definition: Framework | Menu) -> Iterator[str]:
    yield from wrap(f"{definition.id} {definition.version}: {definition.title}", WIDTH)
    facts = [f"status {definition.status}", f"regime {definition.regime}"]
    if definition.agreement:
        facts.append(f"agreement {definition.agreement}")
    if definition.commenced:
        facts.append(f"commenced {definition.commenced}")
    if isinstance(definition, Framework) and definition.value is not None:
        facts.append(f"value {money_text(definition.value)}")
    if definition.valid:
        facts.append(_valid(definition.valid.from_ or "", definition.valid.until or ""))
    yield from wrap(", ".join(filter(None, facts)), WIDTH)
    if definition.note:
        yield from wrap(definition.note, WIDTH, initial_indent=INDENT, subsequent_indent=INDENT)


def _marked(node: Criterion) -> str:
    """How a leaf is marked, and the threshold of a leaf or group."""
    how = ""
    if node.scale is not None:
        how = f"scale {node.scale}"
    elif node.points is not None:
        how = f"0 to {plain_text(node.points.max)} points"
    elif node.offer is not None:
        how = f"{node.kind}, {'not scored' if node.offer.formula == 'none' else node.offer.formula}"
    elif node.gate is not None:
        how = "pass or fail"
    least = ""
    if node.minimum is not None:
        least = f"{'at least' if node.minimum.at_least is not None else 'above'} {node.minimum.bound}"
    rescaled = "rescaled to the best" if node.rescale else ""
    return "".join(f", {part}" for part in (how, least, rescaled) if part)


def _basket(node: Criterion) -> Iterator[str]:
    """The lines of a price basket, each with its published quantity."""
    for item in node.offer.basket if node.offer is not None else ():
        yield f"{item.title or item.item} [{item.item}] x {plain_text(item.quantity)}"


def _rules(framework: Framework) -> Iterator[tuple[str, str]]:
    for name, scale in framework.scales.items():
        yield f"scale {name}", "; ".join(map(_level, scale))
    rounding = framework.rounding
    stages = ((stage, getattr(rounding, stage)) for stage in ("share", "criterion", "section", "total"))
    places = [f"{stage} to {places_text(count)}" for stage, count in stages if count is not None]
    award = framework.award
    yield "total", f"{plain_text(framework.total)} points, weights {framework.weights}"
    yield "rounding", f"{', '.join(places)}, {rounding.mode}" if places else "none"
    yield "missing", framework.missing
    yield "moderation", framework.moderation
    yield "below minimum", framework.below_minimum
    yield "reference bids", framework.reference_bids
    yield "award", f"{award.by}, {places_text(award.places)}{_added(framework)}"
    if award.also_within is not None:
        yield "also within", str(award.also_within)
    yield "tie-break", ", then ".join(framework.tie_break) or "none"
    yield from (("low price", low_price_text(test)) for test in framework.abnormally_low)
    for adjustment in framework.adjustments:
        yield "adjustment", f"{adjustment.title}: {adjustment.add} when {adjustment.when}"


def low_price_text(test: AbnormallyLow) -> str:
    """When a low price becomes a question."""
    against = {"mean-of-others": "the mean of the other bids", "next": "the next price"}
    which = f"the price {test.price}" if test.price else "a price"
    of = f" of {test.of}" if test.of else ""
    who = ", of the leading bid alone" if test.bids == "leading" else ""
    base = against.get(test.against, f"the {test.against} of all bids")
    return f"a question where {which} is {plain_text(test.by * 100)}% or more below {base}{of}{who}"


def _level(level: ScaleLevel) -> str:
    """A mark with its label, and what it earns where the file says so."""
    share = "" if level.share is None else f" ({plain_text(level.share)}%)"
    return f"{level.mark}{f' {level.label}' if level.label else ''}{share}"


def _added(framework: Framework) -> str:
    """What the award method adds to the price: offered quantities at published rates."""
    additions = framework.award.add if isinstance(framework.award, PriceAward) else ()
    return "".join(f", price + {addition.quantity} x {plain_text(addition.rate)}" for addition in additions)


def _item(item: MenuItem) -> str:
    code = f"{item.code} " if item.code else ""
    return f"{code}{item.title} [{item.id}]"


def _number(value: Fraction | None) -> str:
    return NONE if value is None else plain_text(value, 4)


def aligned(rows: Sequence[Sequence[str]], sides: str) -> Iterator[str]:
    """Columns as wide as they need; the last one wraps under its own beginning."""
    widths = [max(len(row[index]) for row in rows) for index in range(len(sides))]
    for *cells, last in rows:
        start = "".join(f"{cell:{side}{width}}{INDENT}" for cell, side, width in zip(cells, sides, widths, strict=True))
        own = " " * (len(last) - len(last.lstrip()))
        hanging = f"{' ' * len(start)}{own}{INDENT}"
        yield from wrap(
            last.lstrip(), WIDTH, initial_indent=start + own, subsequent_indent=hanging, break_on_hyphens=False
        ) or [start]


def _text(lines: Sequence[str] | Iterator[str]) -> str:
    return "".join(f"{visible(line).rstrip()}\n" for line in lines)
