"""What a variant or a what-if leaves out of the model it changes: the names, and the rules that name nothing else."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from svscore.framework.nodes import Map, Node, PlainNode, Seq
from svscore.framework.spread import number


def names_left_out(before: Map, after: Map) -> tuple[str, ...]:
    """Ids and titles of everything a bid was asked for by ``before``, or by what that left out, and not by ``after``.

    A group that goes does not take along the title of a criterion that stays.
    """
    stay = {**_asked(after), **_groups(after)}
    gone = {name: title for name, title in _asked(before).items() if name not in stay}
    groups = {name: title for name, title in _groups(before).items() if name not in stay}
    titles = [title for name, title in groups.items() if title not in stay.values()]
    return tuple(filter(None, dict.fromkeys((*before.left_out, *gone, *gone.values(), *groups, *titles))))


def _asked(data: Map) -> dict[str, str]:
    """Title of each leaf, item of a basket and column of a preference, by its id."""
    names = {_text(rule, "when"): _text(rule, "title") for rule in _maps(data.get("adjustments"))}
    for leaf in criteria_of(data):
        if "criteria" not in leaf:
            names[_text(leaf, "id")] = _text(leaf, "title")
        offer = leaf.get("price")
        for item in _maps(offer.get("basket") if isinstance(offer, Map) else None):
            names[_text(item, "item")] = _text(item, "title")
    return names


def _groups(data: Map) -> dict[str, str]:
    return {_text(group, "id"): _text(group, "title") for group in criteria_of(data) if "criteria" in group}


def criteria_of(data: Map) -> Iterator[Map]:
    """Every criterion of the data, groups before their parts."""
    for criterion in _maps(data.get("criteria")):
        yield criterion
        yield from criteria_of(criterion)


def _maps(node: Node | None) -> Iterator[Map]:
    yield from (entry for entry in (node if isinstance(node, Seq) else ()) if isinstance(entry, Map))


def _text(entry: Map, key: str) -> str:
    value = entry.get(key, "")
    return value if isinstance(value, str) else ""


def without_rules(result: Map, gone: Mapping[str, Map]) -> list[str]:
    """Takes what names a criterion that is gone out of ``result``: tie-breaks, low-price tests, additions, payments.

    Gives each in words. Where no price is left, what means the only price goes, too.
    """
    lost_prices = any("price" in criterion for criterion in gone.values())
    is_priceless = lost_prices and not any("price" in criterion for criterion in criteria_of(result))
    names = {*gone, "price"} if is_priceless else set(gone)
    return [
        *_tie_breaks(result, names),
        *_low_price_tests(result, names, is_priceless=is_priceless),
        *_award(result, names),
    ]


def _tie_breaks(result: Map, gone: Collection[str]) -> Iterator[str]:
    order = result.get("tie-break")
    if isinstance(order, Seq):
        result["tie-break"] = Seq(order.location, [name for name in order if name not in gone])
        yield from (f"without the tie-break {name}" for name in order if name in gone)


def _low_price_tests(result: Map, gone: Collection[str], *, is_priceless: bool) -> Iterator[str]:
    tests = result.get("abnormally-low")
    if not isinstance(tests, Seq):
        return
    stay: list[Node] = []
    for test in tests:
        if is_priceless or _names_one(test, "price", gone) or _names_one(test, "of", gone):
            against = _text(test, "against") if isinstance(test, Map) else ""
            yield f"without the low-price test against {against}"
        else:
            stay.append(test)
    result["abnormally-low"] = Seq(tests.location, stay)


def _award(result: Map, gone: Collection[str]) -> Iterator[str]:
    award = result.get("award")
    if not isinstance(award, Map):
        return
    award = result["award"] = award.copy()
    for key, named, word in (("add", "quantity", "addition for"), ("flows", "price", "payment")):
        entries = award.get(key)
        if isinstance(entries, Seq):
            lost = [_text(entry, named) for entry in _maps(entries) if _names_one(entry, named, gone)]
            award[key] = Seq(entries.location, list(_staying(entries, named, gone)))
            yield from (f"without the {word} {name}" for name in lost)


def _names_one(entry: Node, key: str, gone: Collection[str]) -> bool:
    return isinstance(entry, Map) and _text(entry, key) in gone


def _staying(entries: Seq, named: str, gone: Collection[str]) -> Iterator[Node]:
    """The entries that stay. Payments stay on their days: the days of one that goes are added to the next."""
    waiting = 0
    for entry in entries:
        days = int(number(entry.get("days")) or 0) if isinstance(entry, Map) else 0
        if _names_one(entry, named, gone):
            waiting += days
        elif waiting and isinstance(entry, Map):
            later = entry.copy()
            later["days"] = PlainNode(str(days + waiting), entry.location)
            waiting = 0
            yield later
        else:
            yield entry
