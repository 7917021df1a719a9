"""What a workbook consists of: its main part, the parts that refers to, and the names of its sheets."""

from __future__ import annotations

import posixpath
from collections.abc import Mapping
from dataclasses import dataclass, field

from svscore.problem import SvscoreError
from svscore.workbook import codes
from svscore.workbook.markup import LINKS, Outline, PartError
from svscore.workbook.names import MAX_NAME, quote
from svscore.workbook.package import SAVE_AGAIN, Package, refusal
from svscore.workbook.strings import unescape

_ONCE = {"officeDocument": "workbook", "sharedStrings": "list of shared texts", "styles": "list of styles"}
"""Kinds of parts that stand once, in words."""


@dataclass(slots=True)
class Index:
    """What ``workbook.xml`` says."""

    root: str = ""
    sheets: list[tuple[str, str, bool]] = field(default_factory=list)
    """Name, relationship and whether hidden."""
    is_1904: bool = False


@dataclass(slots=True)
class Link:
    kind: str
    """The last word of the relationship's type: ``worksheet``, ``styles``, ...; empty for one outside the file."""
    target: str


def workbook_part(package: Package) -> str:
    roots = links_of(package, "") if "_rels/.rels" in package else {}
    found = one_of(package, roots, "officeDocument") or "xl/workbook.xml"
    if found.casefold().endswith(".bin"):
        raise refusal(
            package.source, codes.NOT_A_WORKBOOK, "it is a binary workbook", "name it .xlsb, or save it as .xlsx"
        )
    if found not in package:
        raise _other_format(package)
    return found


def _other_format(package: Package) -> SvscoreError:
    if "mimetype" in package and b"opendocument" in package.start_of("mimetype"):
        return refusal(
            package.source, codes.NOT_A_WORKBOOK, "it is an OpenDocument file", "name it .ods, or save it as .xlsx"
        )
    return refusal(
        package.source, codes.NOT_A_WORKBOOK, "it is a zip archive without a workbook in it", "save it as .xlsx"
    )


def links_of(package: Package, part: str) -> Mapping[str, Link]:
    """What a part refers to, by relationship id."""
    folder, own_name = posixpath.split(part)
    return package.once(posixpath.join(folder, "_rels", f"{own_name}.rels"), _read_links)


def _read_links(package: Package, part: str) -> Mapping[str, Link]:
    folder = posixpath.dirname(posixpath.dirname(part))
    links: dict[str, Link] = {}

    def opened(_parent: str, name: str, attributes: Mapping[str, str]) -> None:
        if name != "p:Relationship":
            return
        own = attributes.get("Id", "")
        if own in links:
            raise PartError(f"two relationships have the id {own[:40]!r}")
        links[own] = _link(folder, attributes)

    package.parse(part, Outline(opened, "p:Relationships"))
    return links


def _link(folder: str, attributes: Mapping[str, str]) -> Link:
    """Where a relationship leads; the kinds that other standards define have no name here."""
    if attributes.get("TargetMode") == "External":
        return Link("", "")
    standard, _, kind = attributes.get("Type", "").rpartition("/")
    target = posixpath.normpath(posixpath.join("/", folder, attributes.get("Target", "")))
    return Link(kind if standard in LINKS else "", target.lstrip("/"))


def one_of(package: Package, links: Mapping[str, Link], kind: str) -> str:
    """The part of a kind that stands once; empty where there is none.

    Raises:
        SvscoreError: there are two, and nobody knows which of them a program takes.
    """
    targets = {link.target.casefold(): link.target for link in links.values() if link.kind == kind}
    if len(targets) > 1:
        first, second, *_ = targets.values()
        message = f"it has two parts that are its {_ONCE[kind]}: {quote(first)} and {quote(second)}"
        raise refusal(package.source, codes.UNSAFE, message, SAVE_AGAIN)
    return next(iter(targets.values()), "")


def read_index(package: Package, part: str) -> Index:
    """The sheets of a workbook, from its main part."""
    return package.once(part, _read_index)


def _read_index(package: Package, part: str) -> Index:
    index = Index()

    def opened(_parent: str, name: str, attributes: Mapping[str, str]) -> None:
        index.root = index.root or name
        if name == "x:sheet":
            _check_count(package, len(index.sheets))
            is_hidden = attributes.get("state", "visible") != "visible"
            named = sheet_name(unescape(attributes.get("name", "")), package.source)
            index.sheets.append((named, _relationship(attributes, named), is_hidden))
        elif name == "x:workbookPr":
            index.is_1904 = attributes.get("date1904") in ("1", "true")

    package.parse(part, Outline(opened))
    if index.root != "x:workbook":
        raise refusal(package.source, codes.NOT_A_WORKBOOK, "it is an Office file, but not a workbook")
    names = [name.casefold() for name, _, _ in index.sheets]
    if twice := next((name for name in names if names.count(name) > 1), None):
        raise refusal(package.source, codes.UNSAFE, f"it has two sheets named {twice!r}", "rename one of them")
    return index


def _relationship(attributes: Mapping[str, str], name: str) -> str:
    """The relationship of a sheet, which leads to its cells."""
    ids = [attributes[key] for key in ("r:id", "r-strict:id") if key in attributes]
    if len(ids) > 1:
        raise PartError(f"the sheet {quote(name)} has two ids")
    return ids[0] if ids else ""


def sheet_name(name: str, source: str) -> str:
    """The name of a sheet, which every problem in it repeats.

    Raises:
        SvscoreError: when it is longer than any program lets it be.
    """
    if len(name) > MAX_NAME:
        message = f"it has a sheet with a name of {len(name):,} characters, {quote(name)}"
        raise refusal(source, codes.TOO_LARGE, message, "give it a shorter name")
    return name


def _check_count(package: Package, count: int) -> None:
    if count >= package.limits.sheets:
        raise refusal(
            package.source, codes.TOO_LARGE, f"it has more than {package.limits.sheets} sheets", "remove some sheets"
        )
