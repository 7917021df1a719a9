"""The identity of a model: what a workbook remembers of the model it was issued with.

The SHA-256 of the resolved model in canonical form, :func:`canonical_text`. Everything a bidder or a panel could
hold the buyer to counts: id, version, titles, questions, weights, scales, formulas, rules. Left out are the words
about the definition: comments, ``note``, ``unconfirmed``, and where it was taken from (``sources``, the ``source``
of a proxy value). How the file is written does not count, nor does how the model is spread over files.

Source: docs/workbook.md, "The model a workbook was issued with".
"""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any

from svscore.exact import exact_text, parse_number
from svscore.framework.fields import Plain

if TYPE_CHECKING:
    from svscore.framework.model import Framework

FORMAT = "svscore-model-1"
"""Version of the canonical form. Another form, or another default of a key, is another version."""

NOT_COUNTED = frozenset({"note", "sources", "source", "unconfirmed"})
"""Keys of the words about a definition, wherever they stand."""

NAMED = frozenset({"scales"})
"""Keys below which the keys are names that people gave."""

NUMERIC = frozenset({"mark", "at-least", "above"})
"""Keys whose text is a number where it can be read as one; other text stays as it is: version 1.10 is not 1.1."""


def model_sha256(framework: Framework) -> str:
    """The SHA-256 of a complete model in canonical form, 64 hexadecimal digits."""
    return hashlib.sha256(canonical_text(framework).encode("ascii")).hexdigest()


def canonical_text(framework: Framework) -> str:
    """A complete model as one line of ASCII that is the same for the same model.

    JSON with sorted keys and no white space. What has its default is left out; a number is its exact fraction
    (``60`` and ``60.0`` are ``60``, 12.5 is ``25/2``); any run of white space in a text is one space.
    """
    model = framework.model_dump(by_alias=True, exclude_defaults=True)
    return json.dumps({"format": FORMAT, "model": _canonical(model)}, sort_keys=True, separators=(",", ":"))


def _canonical(value: Any, key: str = "", *, is_named: bool = False) -> Any:
    if isinstance(value, dict):
        counted = {name: inner for name, inner in value.items() if is_named or name not in NOT_COUNTED}
        return {
            name: _canonical(inner, name, is_named=not is_named and name in NAMED) for name, inner in counted.items()
        }
    if isinstance(value, (list, tuple)):
        return [_canonical(inner, key) for inner in value]
    if not isinstance(value, str):
        return value
    return _number(value) if isinstance(value, Plain) or key in NUMERIC else _text(value)


def _text(text: str) -> str:
    r"""Text without what only the writer of a file sees.

    >>> _text("in  two lines\n")
    'in two lines'
    """
    return " ".join(text.split())


def _number(text: str) -> str:
    """A number or percent as its exact fraction; a mark that is a letter or word as text.

    >>> _number("60.0"), _number("12.5%"), _number("B+")
    ('60', '25/2%', 'B+')
    """
    text = _text(text)
    try:
        return exact_text(parse_number(text.removesuffix("%"))) + "%" * text.endswith("%")
    except ValueError:
        return text
