"""Weights outside what a publisher permits: refused in a model, said of a what-if."""

from __future__ import annotations

from svscore.framework.fields import number_text
from svscore.framework.model import Framework
from svscore.problem import with_id


def outside_limits(framework: Framework) -> tuple[str, ...]:
    """One sentence for each weight that the publisher does not permit."""
    return tuple(
        f"weight {number_text(node.weight)} of {with_id(node.title, node.id)} is outside the publisher's limits, "
        + "; ".join(map(str, node.permitted_weights))
        for _, node in framework.walk()
        if node.permitted_weights
        and node.weight is not None
        and not any(permitted.holds(node.weight) for permitted in node.permitted_weights)
    )
