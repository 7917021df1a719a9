"""The sheets beside the bids: ``Competition``, and ``Evaluators`` with the declaration of conflicts."""

from __future__ import annotations

from collections.abc import Sequence

from svscore.workbook.details import ISSUE_LABELS, KEYS
from svscore.workbook.template.order import Order
from svscore.workbook.template.page import Column, Page, Rule, check
from svscore.workbook.template.rules import Rules

_CONFLICT = (
    "Has the evaluator declared an interest in this competition: personal, professional or financial, direct or "
    "indirect? Somebody with one does not mark until it is settled."
)
_LOCKED = ("Issued model", "Model SHA-256")
"""Rows that say which model the workbook was issued with: nobody changes them by hand."""


def competition_page(order: Order) -> Page:
    """What is being bought, a word and its value in each row."""
    known = dict(order.filled.details) if order.filled is not None else {}
    known["framework"] = order.named
    value = Rule("decimal", "Value", "The contract's value as a plain number, like 450000.", least="0", most="9" * 15)
    labels = (*(key.capitalize().replace("-", " ") for key in KEYS), *ISSUE_LABELS)
    issue = order.issue
    values = (*(known.get(key) for key in KEYS), issue.model, issue.sha256, issue.by, issue.on)
    rules = tuple(value if key == "value" else None for key in (*KEYS, *ISSUE_LABELS))
    locked = tuple(row for row, label in enumerate(labels) if label in _LOCKED)
    columns = (
        Column("Detail", 24, labels),
        Column("Value", 70, tuple(text or None for text in values), rules, locked=locked),
    )
    lead = ("What is being bought, by whom. The framework is the model the bids are scored under.",)
    summary = "Competition: its reference, title, buyer, model, notice date, value and lot."
    return Page("Competition", "Competition", lead, columns, "Competition", summary)


def evaluators_page(order: Order, rules: Rules, evaluators: Sequence[str]) -> Page:
    """Who marks, in which role, and whether a conflict of interest was declared."""
    listed = {evaluator.name: evaluator for evaluator in (order.filled.evaluators if order.filled else ())}
    found = [listed.get(name) for name in evaluators]
    words = {True: "yes", False: "no", None: None}
    free = (None,) * len(found)
    conflict = (rules.answer(None, "Declared conflict", _CONFLICT),) * len(found)
    answers = tuple(words[evaluator.declared_conflict if evaluator else None] for evaluator in found)
    columns = (
        Column("Evaluator", 30, tuple(evaluators)),
        Column("Role", 36, tuple((evaluator and evaluator.role) or None for evaluator in found), free),
        Column("Declared conflict", 20, answers, conflict, is_needed=True),
        check(len(found)),
    )
    lead = ("Declare a conflict of interest, or that there is none, before you read a bid.",)
    summary = "Evaluators: one row each, with role and whether a conflict of interest is declared."
    return Page("Evaluators", "Evaluators and declarations of interest", lead, columns, "Evaluators", summary)
