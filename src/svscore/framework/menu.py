"""What a menu is: a published list of themes, outcomes and award criteria that frameworks take criteria from."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import pairwise
from typing import Annotated, Literal

from pydantic import Field, field_validator

from svscore.framework.bounds import refusal
from svscore.framework.fields import Id, Model, Number, Percent, Text, Title, number_text
from svscore.framework.model import Described, Framework, Header, Path


class MenuItem(Described):
    """A theme, mission, outcome, award criterion or measure of a published model."""

    id: Id
    title: Title
    level: Literal["theme", "mission", "outcome", "criterion", "measure"]
    unit: Text | None = None
    items: tuple[MenuItem, ...] = ()


class ValueBand(Model):
    """The least weight the publisher asks for where a contract is worth this much or more."""

    from_value: Number
    """In the currency and with or without tax as the menu's `note` says."""
    weight: Percent


class Menu(Header):
    """A published list that frameworks take criteria from with ``use: menu-id/item-id``."""

    question: Text | None = None
    """The model question of every item that has none of its own."""
    minimum_weight: Percent | None = None
    """The least weight the publisher asks for, whatever the contract is worth."""
    minimum_weights: tuple[ValueBand, ...] = ()
    """The same by the contract's value, from the lowest up; below the first band none is asked for."""
    base: Literal["total", "non-price", "non-price-if-absolute"] = "total"
    """What a minimum weight is a part of: all points, those not given for price, or the latter where the
    method is absolute."""
    menu: Annotated[tuple[MenuItem, ...], Field(min_length=1)]

    @field_validator("minimum_weights")
    @classmethod
    def _ordered(cls, bands: tuple[ValueBand, ...]) -> tuple[ValueBand, ...]:
        for before, band in pairwise(bands):
            if band.from_value <= before.from_value:
                found = f"found a band from {number_text(band.from_value)}"
                expected = f"expected more than {number_text(before.from_value)}, where the band before begins"
                raise refusal(f"{found}, {expected}", "list the bands from the lowest value up")
        return bands

    def least_weight(self, value: Fraction) -> Fraction | None:
        """The least weight asked for where a contract is worth ``value``, as a share of ``base``.

        ``None`` where the publisher asks for none. A contract worth exactly a band's value is in that band.
        """
        reached = [band.weight for band in self.minimum_weights if value >= band.from_value]
        return reached[-1] if reached else self.minimum_weight

    def walk(self) -> Iterator[tuple[Path, MenuItem]]:
        """Every item with its path in the file, parents first, in file order."""
        yield from _walk_menu(("menu",), self.menu)


def _walk_menu(path: Path, items: tuple[MenuItem, ...]) -> Iterator[tuple[Path, MenuItem]]:
    for index, item in enumerate(items):
        here = (*path, index)
        yield here, item
        yield from _walk_menu((*here, "items"), item.items)


Definition = Framework | Menu
