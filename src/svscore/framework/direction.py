"""Which way a formula rewards, held against what it scores: a price or a measured offer."""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator

from svscore.framework.bounds import refusal
from svscore.framework.formula import Direction, Formula

_QUANTITY_KEYS = ("unit", "better", "proxy", "cap")

FOREIGN_KEYS = {"price": _QUANTITY_KEYS, "quantity": ("basket",)}
"""Keys of a formula that belong to the other of the two."""


def _of_price(offer: Formula) -> Formula:
    for key in _QUANTITY_KEYS:
        if key in offer.model_fields_set:
            found = f"found {key}, which belongs to a quantity, not to a price"
            raise refusal(found, "delete it, or use quantity", key)
    return _rewarding(offer, "less", "a price")


def _of_quantity(offer: Formula) -> Formula:
    if "basket" in offer.model_fields_set:
        raise refusal("found basket, which belongs to a price, not to a quantity", "delete it, or use price", "basket")
    better = offer.better or "more"
    return _rewarding(offer, better, f"a quantity of which {better} is better")


def _rewarding(offer: Formula, better: Direction, what: str) -> Formula:
    if better not in offer.rewards:
        found = " or ".join(offer.rewards)
        raise refusal(
            f"found {offer.formula}, which rewards {found} as set, expected one that rewards {better} for {what}",
            offer.DIRECTION_HINT,
            "formula",
        )
    return offer


PriceFormula = Annotated[Formula, AfterValidator(_of_price)]
"""A formula under ``price``: less is better."""

QuantityFormula = Annotated[Formula, AfterValidator(_of_quantity)]
"""A formula under ``quantity``: its ``better`` says which way."""
