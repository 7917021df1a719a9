"""The sheet ``Model``: which model was used, its weights and its scales, in cells the workings refer to."""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction

from openpyxl.utils import quote_sheetname
from openpyxl.worksheet.worksheet import Worksheet

from svscore.exact import plain_text
from svscore.framework.model import Criterion, Framework
from svscore.report.origin import Origin
from svscore.report.scored.book import BOLD, Book, address, header, put
from svscore.scoring.calculation import overall_weights

COLUMNS = (("Criterion", 26), ("Title or meaning", 44), ("Mark", 12), ("Percent or points", 16), ("Rule", 60))


@dataclass(slots=True)
class ModelSheet:
    """Where on the sheet things stand, for formulas on others."""

    weights: dict[str, str] = field(default_factory=dict)
    """Cell with the points each weighted node can earn, by id."""
    scales: dict[str, tuple[str, str]] = field(default_factory=dict)
    """Ranges with the marks and with the shares in percent, by name of the scale."""
    adjustments: dict[str, str] = field(default_factory=dict)
    """Cell with the points of each adjustment, by id."""


def add_model(book: Book, framework: Framework, origin: Origin, what_if: tuple[str, ...]) -> ModelSheet:
    """Write the sheet and give the places of what it holds."""
    sheet = book.add_sheet("Model", "Model these figures were worked out under")
    places = ModelSheet()
    facts = [
        f"{framework.title}: {framework.id} {framework.version}, {origin.framework}, sha256 {origin.framework_sha256}",
        f"SHA-256 of the model: {origin.model_sha256}.",
        f"Rounding: {_rounding(framework)}. All points: {plain_text(framework.total)}.",
        *(f"What-if, not the published model: {change}" for change in what_if),
    ]
    for row, fact in enumerate(facts, start=2):
        put(sheet, row, 1, fact)
    row = len(facts) + 3
    header(sheet, row, [title for title, _ in COLUMNS], [width for _, width in COLUMNS])
    row = _weights(sheet, row + 1, framework, places)
    row = _scales(sheet, row, framework, places)
    for adjustment in framework.adjustments:
        put(sheet, row, 1, adjustment.id)
        put(sheet, row, 2, adjustment.title)
        places.adjustments[adjustment.id] = address(put(sheet, row, 4, adjustment.add.of(framework.total)))
        put(sheet, row, 5, f"added when {adjustment.when} is yes")
        row += 1
    return places


def _rounding(framework: Framework) -> str:
    stages = [
        f"{stage} to {places} places"
        for stage in ("share", "criterion", "section", "total")
        if (places := getattr(framework.rounding, stage)) is not None
    ]
    return f"{', '.join(stages)}, {framework.rounding.mode}" if stages else "none"


def _weights(sheet: Worksheet, row: int, framework: Framework, places: ModelSheet) -> int:
    weights = overall_weights(framework)
    for _, node in framework.walk():
        put(sheet, row, 1, node.id)
        put(sheet, row, 2, node.title)
        if node.id in weights:
            places.weights[node.id] = address(put(sheet, row, 4, weights[node.id], places=20))
        put(sheet, row, 5, _rule(node))
        row += 1
    return row


def _rule(node: Criterion) -> str:
    parts = [f"scale {node.scale}"] if node.scale else []
    if node.points is not None:
        parts.append(f"points of {plain_text(node.points.max)}")
    if node.offer is not None:
        parts.append(f"formula {node.offer.formula}")
    if node.gate is not None:
        parts.append("gate")
    if node.minimum is not None:
        parts.append(f"minimum {node.minimum.bound}")
    if node.rescale:
        parts.append("rescaled to the best")
    return ", ".join(parts) or "sum of its criteria"


def _scales(sheet: Worksheet, row: int, framework: Framework, places: ModelSheet) -> int:
    title = quote_sheetname(sheet.title)
    for name, scale in framework.scales.items():
        put(sheet, row, 1, f"scale {name}").font = BOLD
        first = row
        highest = max((number for level in scale if (number := level.number) is not None), default=Fraction(1))
        for level in scale:
            mark = level.number if level.number is not None else level.mark
            put(sheet, row, 2, level.label or level.descriptor or "")
            put(sheet, row, 3, mark)
            share = level.share if level.share is not None else (level.number or Fraction(0)) * 100 / highest
            put(sheet, row, 4, share, places=20)
            row += 1
        last = row - 1
        places.scales[name] = (f"{title}!$C${first}:$C${last}", f"{title}!$D${first}:$D${last}")
    return row
