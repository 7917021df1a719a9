"""Parts of a model as short text, so that two of them can be compared and the difference read."""

from __future__ import annotations

from typing import Any

from svscore.framework.fields import Model, number_text
from svscore.framework.model import Criterion, Framework, Minimum, Scale

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
