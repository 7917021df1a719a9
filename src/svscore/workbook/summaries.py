"""Names of rows and columns that people add beside the bids: totals, averages, weights, maximum marks, estimates.

A name alone never decides: a company may be called Total. What its figures say is in ``evidence``.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import NamedTuple
from unicodedata import normalize

from svscore.workbook.names import MAX_NAME

_WHAT = "total|sum|subtotal|average|mean|median|min|minimum|max|maximum|weight|weighting"
_OF = "score|mark|point|price|bid|available|possible"
_SUMMARY = re.compile(
    rf"(?:(?:grand|sub|overall|{_OF}) )?(?:{_WHAT})s?(?: (?:{_OF})s?)*(?: %)?|(?:highest|lowest|best)(?: (?:{_OF})s?)+"
)
_LABELS = frozenset({"title", "question", "description", "scale", "unit", "id", "notes", "comments"})


def _listed(words: str) -> frozenset[str]:
    return frozenset(words.split())


_SUMS = _listed("total tot totals subtotal sum cumulative grand overall aggregate")
_MIDDLES = _listed("average avg ave mean median typical \u00f8")
_ENDS = _listed("min max minimum maximum highest lowest best worst range spread least top cheapest")
_SUPERLATIVES = _listed("highest lowest best worst least top cheapest")
"""Names on their own in many an example, and labels with another word: lowest bid."""
_ORDER = _listed("id ref no rank ranking position order number count")
_OTHER = _listed(
    """
    weight weighting weightage weighted wt wtg wgt importance multiplier coefficient factor percentage percent pct
    normalised normalized allocation allocated proportion split share % priority
    score scoring mark point pts available possible attainable achievable obtainable awarded out budget estimate
    estimated target benchmark threshold passmark pass cutoff cut hurdle norm cap ceiling floor limit reserve baseline
    std stdev stddev stdevp deviation dev sd variance var \u03c3 difference delta gap consensus moderated agreed
    result outcome rating grade note comment remark title question description scale unit reference reason
    rationale justification footnote legend key example sample template check checksum control none nil null tbc
    tba tbd placeholder incumbent header criterion criteria evaluator assessor panel raw pte winner price cost value
    amount rate year
    """
)
_CORE = _SUMS | _MIDDLES | _ENDS | _ORDER | _OTHER
_BESIDE = _listed(
    """
    of the and per for to in by each all a an or on at this from is are be not bid bidder tender tenderer supplier
    vendor offer offeror proposal submission contractor company lot section sub figure money pound gbp eur usd vat tax
    incl excl including excluding quality technical commercial financial evaluation award winning contract pre s
    standard st rounded round full base column row as published given shown before after with without only other
    engineer independent government client authority buyer council owner our internal external market current previous
    existing last former should expected planned new annual item line running method adjusted first second final draft
    cent mode n off relative itt rfp rft table
    """
)
"""Words that stand beside the others and say nothing on their own."""
_WORDS = _CORE | _BESIDE

_ENDINGS = _listed(
    """
    score scores scored scoring mark marks raw weighted weight weighting rank ranking ranked comment comments note
    notes remark remarks rationale reason reasons justification points pts point percent percentage pct total
    subtotal average avg mean rating unweighted adjusted normalised normalized max maximum moderated consensus
    agreed final %
    """
)
"""Words at the end of a bidder's name that tell one of its columns from another."""
_FRONTS = _listed("weighted unweighted raw rank ranking score comments comment normalised normalized")
_LOUD = _listed(
    """
    total totals subtotal sum average avg mean median weight weighting weightage budget estimate estimated benchmark
    threshold maximum minimum std deviation
    """
)
_COMPANY = _listed(
    """
    ltd limited plc llp llc lp inc incorporated co corp corporation gmbh ag sa sas sarl srl spa bv nv oy ab as aps
    kg cic cio group holdings services partners partnership associates consulting consultants solutions company
    sons bros trust foundation university
    """
)
WORDS: Mapping[str, frozenset[str]] = {
    "make a name a label": _CORE,
    "may stand beside them": _BESIDE,
    "make no label alone: `lowest` is a bidder": _SUPERLATIVES,
    "make no label with a number: `Bidder no. 3` is a bidder": _ORDER,
    "tell one column of a bidder from another, at the end of its name": _ENDINGS,
    "do the same at the beginning": _FRONTS,
    "make weaker signs count, in a longer name without a word of the next row": _LOUD,
    "are the form of a company, of which less is said": _COMPANY,
    "head a column, or a row of a matrix, that is not read": _LABELS,
    "head one, too, alone or with words of the next row": frozenset(_WHAT.split("|")),
    "stand beside those, or behind `highest`, `lowest` and `best`": frozenset(_OF.split("|")),
}
"""Every word that a name is judged by, by what it does, as the page on workbooks lists them."""
_OUT_OF = re.compile(r"[/(][0-9 .,/()%]+")
"""``(100)``, ``/ 50``: no name, and not the number of a bidder."""
_FORMULA = frozenset("=+-@")
"""What nobody begins a label with."""
_WORD = re.compile(r"[^\W\d_]+|[0-9]+|%")


class LineName(NamedTuple):
    """What the name of a line says of it, before its figures are looked at."""

    is_label: bool = False
    """Whether it is nothing but words that evaluation sheets use, or has no letter or digit at all."""
    promises: frozenset[str] = frozenset()
    """The kinds of figures such a name stands for; empty for any."""
    stem: str = ""
    """What is left when words like ``weighted`` or ``score`` are taken off its ends; empty when none is there."""
    is_weighted: bool = False
    """Whether those words call its marks weighted."""
    mentions: bool = False
    """Whether it is not a company's form and has a word such as ``budget`` in it."""


PLAIN = LineName()
"""Of a name there is nothing to look into; always this object."""


@lru_cache(maxsize=256)
def is_summary(name: str) -> bool:
    """Whether a heading is that of figures that are worked out from others, or explains them.

    >>> is_summary("TOTAL:"), is_summary("Average mark"), is_summary("Total Energy Ltd")
    (True, True, False)
    """
    words = re.sub(r"[^\w%]+", " ", name[:80].casefold()).strip()
    return bool(_SUMMARY.fullmatch(words)) or words in _LABELS


@lru_cache(maxsize=4096)
def line_name(name: str) -> LineName:
    """What the name of a line says of it.

    >>> line_name("Out of").is_label, line_name("Total Energy Ltd").is_label, line_name("Alder weighted").stem
    (True, False, 'alder')
    """
    words = _words(name)
    if not words or words == ["n", "a"] or _OUT_OF.fullmatch(name):
        return LineName(is_label=True)
    if name[0] in _FORMULA or not name.isprintable():
        return PLAIN
    core = [base for word in words if (base := _base(word, _CORE))]
    if words[0] in _SUPERLATIVES and len(words) == 1:
        return PLAIN
    is_numbered = any(map(str.isdecimal, words)) and _ORDER.issuperset(core)  # "Bidder no. 3" is a bidder
    if core and not is_numbered and all(word.isdecimal() or _base(word, _WORDS) for word in words):
        return LineName(is_label=True, promises=_promises(core))
    first, last = _trimmed(words)
    mentions = any(word in _LOUD for word in core) and _COMPANY.isdisjoint(words)
    if last - first == len(words):
        return LineName(mentions=True) if mentions else PLAIN
    taken = {*words[:first], *words[last:]}
    return LineName(stem=" ".join(words[first:last]), is_weighted="weighted" in taken, mentions=mentions)


def is_company(name: str) -> bool:
    """Whether a name has the form of a company in it.

    >>> is_company("Page Ltd"), is_company("Page")
    (True, False)
    """
    return not _COMPANY.isdisjoint(_words(name))


def plain_words(name: str) -> str:
    """A whole name in the form of a :attr:`LineName.stem`."""
    return " ".join(_words(name))


def _words(name: str) -> list[str]:
    text = name[:MAX_NAME].casefold()
    return _WORD.findall(text if text.isascii() else normalize("NFKC", text))


def _base(word: str, words: frozenset[str]) -> str:
    """The word as the list has it, also for its plural; empty when it is not in it."""
    if word in words:
        return word
    single = word.removesuffix("s")
    return single if single in words else ""


def _trimmed(words: list[str]) -> tuple[int, int]:
    """The part of a name without the words that tell its columns apart; at least one word is left."""
    first, last = 0, len(words)
    while last > 1 and (words[last - 1] in _ENDINGS or (words[last - 1].isdecimal() and words[last - 2] in _ENDINGS)):
        last -= 1
    while first < last - 1 and (words[first] in _FRONTS or (first and words[first] in ("of", "for"))):
        first += 1
    return first, last


def _promises(core: list[str]) -> frozenset[str]:
    """The kinds of statistics the words of a label stand for; empty where they may be any."""
    if not _SUMS.isdisjoint(core):
        return frozenset({"sum"})
    if not _MIDDLES.isdisjoint(core):
        return frozenset({"mean", "median"})
    if not _ENDS.isdisjoint(core):
        return frozenset({"min", "max", "best", "worst", "range"})
    return frozenset()
