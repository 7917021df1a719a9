"""The rules, one file each: SV1xx forbids scoring, SV2xx is a warning.

A file's docstring is the page `svscore check --explain CODE` prints: the claim, why it matters, a
snippet that fails and one that passes.
"""

from __future__ import annotations

from svscore.lint.finding import Rule
from svscore.lint.rules import (
    averaging,
    award_basis,
    duplicate_id,
    empty_group,
    gate_words,
    group_weight,
    impossible_minimum,
    one_kind,
    permitted_weights,
    relative_without_minimum,
    scale_marks,
    unknown_reference,
    unknown_scale,
    unused_scale,
    weight_place,
    weights_sum,
)

RULES: dict[str, Rule] = {
    rule.CODE: rule
    for rule in (
        weights_sum,
        group_weight,
        duplicate_id,
        unknown_scale,
        weight_place,
        one_kind,
        empty_group,
        scale_marks,
        impossible_minimum,
        unknown_reference,
        award_basis,
        gate_words,
        permitted_weights,
        averaging,
        unused_scale,
        relative_without_minimum,
    )
}
