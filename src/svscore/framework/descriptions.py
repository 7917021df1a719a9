"""What each key of a file means, in the words an editor shows beside it.

Most are the docstrings below the fields of the models; what a name says well enough for a reader of the code,
but not for somebody who writes a file, is said here.
"""

from __future__ import annotations

import ast
from functools import cache
from inspect import cleandoc, getsource
from itertools import pairwise

from svscore.framework.fields import Model

ANYWHERE = {
    "by": "How the award goes.",
    "formula": "How the number becomes a share of the weight: docs/formulas.md.",
    "floored": "Whether less than nothing counts as nothing.",
    "capped": "Whether more than the whole weight counts as the whole weight.",
    "precision": "Decimals to which a root or logarithm, which no fraction holds, is worked out.",
    "title": "For people.",
    "id": "Lower-case letters, digits and hyphens; once in the file.",
    "note": "Anything a reader should know.",
    "use": "Takes title, question and the rest of the words from an item of another file: file-id/item-id.",
    "extends": "The model this one is a variant of: an id, an id with version or a path.",
    "set": "New weights by id, in the unit of the file that is extended.",
    "drop": "Ids of criteria that are left out.",
    "redistribute": "Whether the criteria beside a changed one take up the difference in proportion.",
}
"""By key, wherever it stands."""

IN_MODEL = {
    "AbnormallyLow.against": "What the price is compared with.",
    "Addition.quantity": "The quantity criterion whose amount is added.",
    "Addition.rate": "Money for each unit.",
    "AdjustedPrice.add": "Offered quantities turned into money and added to the price.",
    "Band.share": "The percent of the weight an offer in this band earns.",
    "Bands.bands": "Ranges of the price or amount from the lowest up, each with what it earns.",
    "BasketItem.item": "The heading of its column in the workbook.",
    "BasketItem.quantity": "The published quantity its rate is multiplied by.",
    "CashFlow.price": "The price criterion that asks for the payment.",
    "CashFlow.days": "Days after the payment before.",
    "Criterion.weight": "A part of its group, or points of the total, as `weights` says.",
    "Criterion.minimum": "Below it a bid fails: a mark, or a percent of what can be scored.",
    "Criterion.criteria": "A group: the criteria it consists of.",
    "Criterion.scale": "A leaf: one of the marks of this scale.",
    "Criterion.points": "A leaf: points given directly.",
    "Criterion.price": "A leaf: money, of which less is better.",
    "Criterion.quantity": "A leaf: a measured offer, of which more is better unless said otherwise.",
    "Criterion.gate": "A leaf: pass or fail.",
    "Described.question": "What bidders are asked.",
    "Described.guidance": "How an answer is judged.",
    "Described.look_for": "What a good answer holds.",
    "Described.metrics": "How delivery is measured.",
    "FixedRange.full_at": "The price or amount that earns the whole weight.",
    "FixedRange.zero_at": "The price or amount that earns nothing.",
    "Framework.scales": "The scales of marks, by name.",
    "Framework.total": "Points in all.",
    "Framework.weights": "of-parent: siblings add up to 100, the top level to `total`. of-total: leaves are points.",
    "Framework.rounding": "Decimal places at each stage; a stage left out is not rounded.",
    "Framework.missing": "What a blank mark does: stop, score zero, or count as nothing yet.",
    "Framework.moderation": "How several evaluators' marks become one.",
    "Framework.criteria": "What is assessed.",
    "Framework.below_minimum": "What happens to a bid below a minimum.",
    "Framework.reference_bids": "Which bids a relative formula looks at.",
    "Framework.award": "How scored bids become an order.",
    "Framework.adjustments": "Published preferences added after scoring.",
    "Framework.abnormally_low": "When a low price becomes a question for a named person.",
    "Gate.fail_when": "The answer that fails, in quotes where it is a word like no. Its known opposite passes.",
    "Gate.pass_when": "The answer that passes. Its known opposite fails.",
    "Header.svscore": "The version of this format: 1.",
    "Header.id": "What --framework takes.",
    "Header.title": "What the model is called.",
    "Header.version": "The publisher's version, in quotes.",
    "Header.agreement": "The commercial agreement the model belongs to.",
    "Header.regime": "The law the procurement runs under.",
    "Header.status": "How sure it is that this is the real model.",
    "Header.commenced": "When the model came into use.",
    "Header.valid": "The days on which procurements may use it.",
    "Header.sources": "The documents it was taken from.",
    "MeanDeviation.at_mean": "The share of the weight earned at the mean.",
    "MedianDeviation.at_median": "The share of the weight earned at the median.",
    "MedianDeviation.per_percent": "How much of the weight each percent off the median is worth.",
    "Menu.menu": "The themes, outcomes, criteria or measures.",
    "MenuItem.level": "What kind of item it is.",
    "MenuItem.unit": "Of a measure: what is counted.",
    "MenuItem.items": "What is below it.",
    "Minimum.at_least": "A mark or percent: a bid at exactly this passes.",
    "Minimum.on": "Whether the value is compared before or after rounding.",
    "NetPresentValue.flows": "The payments in order.",
    "NetPresentValue.figure_places": "Decimal places of the figure that decides.",
    "Points.max": "Points are given from 0 to this.",
    "Power.curve": "What is raised to the power.",
    "Power.exponent": "The power; a root is a fraction, like 1/3.",
    "Power.base": "The published amount that scores 0.",
    "PriceAward.add": "Offered quantities turned into money and added to the price.",
    "Proxy.value": "Pounds for each unit.",
    "Proxy.edition": "The edition of the list of values.",
    "Proxy.licence": "Under which terms the value may be used.",
    "Proxy.source": "Who says so.",
    "Rounding.mode": "half-up and up go away from zero, down towards it.",
    "Rounding.total": "The total, with adjustments.",
    "ScaleLevel.mark": "What an evaluator may write.",
    "ScaleLevel.label": "What the mark is called, like Good.",
    "ScaleLevel.descriptor": "What an answer at this mark looks like.",
    "Source.title": "The document, and where in it.",
    "Source.url": "Where it can be read.",
    "Source.note": "What it confirms, and what not.",
    "UtilityIndex.quality_weight": "The weight of quality.",
    "UtilityIndex.price_weight": "The weight of price.",
    "Validity.from_": "The first day.",
    "Validity.until": "The last day.",
    "ValueBand.weight": "The least weight asked for.",
    "WeightRange.from_": "The least weight permitted; left out where there is none.",
    "WeightRange.to": "The greatest weight permitted; left out where there is none.",
}
"""By model and field."""


def description(model: type[Model], name: str) -> str:
    """What a field means, from the model or from here; empty when nobody says."""
    for owner in model.__mro__:
        if issubclass(owner, Model) and (text := IN_MODEL.get(f"{owner.__name__}.{name}") or _said(owner).get(name)):
            return text
    return ANYWHERE.get(name, "")


@cache
def _said(model: type[Model]) -> dict[str, str]:
    """The docstrings below the fields of one model, as plain text on one line."""
    if "." in model.__qualname__ or model is Model:
        return {}
    (definition,) = ast.parse(getsource(model)).body
    found: dict[str, str] = {}
    for field, below in pairwise(definition.body if isinstance(definition, ast.ClassDef) else ()):
        if not (isinstance(field, ast.AnnAssign) and isinstance(field.target, ast.Name)):
            continue
        if isinstance(below, ast.Expr) and isinstance(below.value, ast.Constant):
            text = cleandoc(str(below.value.value)).replace("\n", " ").replace("``", "`")
            found[field.target.id] = text
    return found
