"""Parts of a model as short text, so that two of them can be compared and the difference read."""

from __future__ import annotations

from typing import Any

from svscore.framework.fields import Model, number_text
from svscore.framework.formula import BasketItem
from svscore.framework.model import Criterion, Framework, Minimum, Scale
from svscore.problem import with_id

RULES = (
    "rounding",
    "missing",
    "moderation",
    "below-minimum",
    "reference-bids",
    "adjustments",
    "award",
    "tie-break",
    "abnormally-low",
)
"""Keys at the top of a file that hold for every criterion."""
MARKING = ("scale", "points", "price", "quantity", "gate")
"""Keys of a leaf, of which it has one."""


def _others(model: type[Model], but: tuple[str, ...]) -> tuple[str, ...]:
    names = (field.alias or name for name, field in model.model_fields.items())
    return tuple(name for name in names if name not in but)


HEADER = _others(Framework, ("svscore", "scales", "total", "weights", "criteria", *RULES))
"""Keys at the top of a file that no score follows from."""
WORDS = _others(Criterion, ("id", "weight", "minimum", "rescale", "criteria", *MARKING))
"""Keys of a criterion that no score follows from."""


def rule_text(framework: Framework, key: str) -> str:
    """What a key at the top of the file says; a list is in the file's order."""
    value = getattr(framework, key.replace("-", "_"))
    if key == "rounding":
        return _settings(value.model_dump(by_alias=True))
    if key == "award":
        return _settings({"by": value.by, **value.model_dump(by_alias=True, exclude_defaults=True)})
    if key == "total":
        return number_text(value)
    return _text(value)


def scale_text(scale: Scale) -> str:
    """The marks of a scale, each with the percent of the weight it earns where the file says so."""
    return ", ".join(
        level.mark if level.share is None else f"{level.mark} ({number_text(level.share)}%)" for level in scale
    )


def marking_text(node: Criterion) -> str:
    """How a leaf is marked, with every setting its formula does not take for granted."""
    if node.scale is not None:
        return f"scale {node.scale}"
    if node.points is not None:
        return f"points from 0 to {number_text(node.points.max)}"
    if node.offer is not None:
        settings = node.offer.model_dump(by_alias=True, exclude_defaults=True)
        formula = settings.pop("formula")
        how = "not scored" if formula == "none" else formula
        return f"{node.kind}, {how}, {_settings(settings)}" if settings else f"{node.kind}, {how}"
    if node.gate is not None:
        return f"pass or fail, {_settings(node.gate.model_dump(by_alias=True))}"
    return "a group of criteria"


def marking_texts(old: Criterion, new: Criterion) -> tuple[str, str]:
    """The same of two, to be compared: of price baskets the items that differ, and not the whole of both."""
    before, after = marking_text(old), marking_text(new)
    items = [{item.item: item for item in node.offer.basket} if node.offer else {} for node in (old, new)]
    changed = [name for name in dict.fromkeys((*items[0], *items[1])) if items[0].get(name) != items[1].get(name)]
    if not changed or not all(items):
        return before, after
    frames = [_without_basket(node) for node in (old, new)]
    lists = [", ".join(_item_text(side[name]) for name in changed if name in side) for side in items]
    texts = lists if frames[0] == frames[1] else [f"{frame}, {part}" for frame, part in zip(frames, lists, strict=True)]
    return texts[0] or "not in the basket", texts[1] or "not in the basket"


def _without_basket(node: Criterion) -> str:
    offer = node.offer
    return (
        ""
        if offer is None
        else marking_text(node.model_copy(update={node.kind: offer.model_copy(update={"basket": ()})}))
    )


def _item_text(item: BasketItem) -> str:
    name = with_id(item.title, item.item) if item.title else repr(item.item)
    return f"{name} x {number_text(item.quantity)}"


def minimum_text(minimum: Minimum | None) -> str:
    """A threshold as the file gives it; empty for none."""
    if minimum is None:
        return ""
    least = "at least" if minimum.at_least is not None else "above"
    return f"{least} {minimum.bound}{' when rounded' if minimum.on == 'rounded' else ''}"


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, Model):
        return _settings(value.model_dump(by_alias=True, exclude_defaults=True))
    if isinstance(value, (tuple, list)):
        between = "; " if any(isinstance(part, (Model, dict)) for part in value) else ", "
        return between.join(_text(part) for part in value)
    return _settings(value) if isinstance(value, dict) else str(value)


def _settings(settings: dict[str, Any]) -> str:
    """``criterion 2, total 2``; what is not set is left out, and a word stands alone where it says it all."""
    given = {key: value for key, value in settings.items() if value not in (None, (), [])}
    return ", ".join(_text(value) if key in ("by", "mode") else f"{key} {_text(value)}" for key, value in given.items())
