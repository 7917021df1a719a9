"""JSON Schema of what ``evaluate --format json`` prints."""

from __future__ import annotations

from typing import Any, get_args

from svscore.problem import Severity
from svscore.report.json_report import FORMAT
from svscore.scoring.result import GROUNDS, AwardState

Schema = dict[str, Any]

_TEXT: Schema = {"type": "string"}
_YES_NO: Schema = {"type": "boolean"}
_WHOLE: Schema = {"type": "integer", "minimum": 1}
_DECIMAL: Schema = {"type": "string", "pattern": r"^-?(0|[1-9][0-9]*)(\.[0-9]+)?$"}
_FRACTION: Schema = {"type": "string", "pattern": "^-?(0|[1-9][0-9]*)(/[1-9][0-9]*)?$"}
_SHA256: Schema = {"type": "string", "pattern": "^[0-9a-f]{64}$"}


def result_schema() -> Schema:
    """The schema, draft 2020-12: every key is required and no other is allowed."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Result of an evaluation by svscore",
        "description": "Numbers are decimal text; *_exact is the same without loss, before the number's own rounding. "
        "A number the model does not round has two places, half to even.",
        **_object(
            svscore={"const": FORMAT, "description": "Version of this format."},
            framework=_object(
                id=_TEXT,
                version=_TEXT,
                sha256=_SHA256 | {"description": "Of the model's file."},
                model_sha256=_or_null(_SHA256)
                | {"description": "The identity of the published model, however it is written."},
            ),
            issued=_or_null(
                _object(model=_or_null(_TEXT), model_sha256=_SHA256, by=_or_null(_TEXT), on=_or_null(_TEXT))
            )
            | {"description": "The model the workbook was issued with, where it says so."},
            changed_model=_or_null(_object(accepted_by=_TEXT, reason=_TEXT))
            | {"description": "Who answers for scoring although the model changed since the workbook was issued."},
            workbook=_object(name=_or_null(_TEXT), sha256=_or_null(_SHA256)),
            lot=_or_null(_TEXT),
            award=_award(),
            what_if=_list(_TEXT) | {"description": "Changes that make this not the published model; empty for it."},
            bids=_list(_ref("bid")) | {"description": "In rank order, excluded ones last."},
            ties=_list(_tie()),
            questions=_list(
                _object(
                    code=_TEXT,
                    bidders=_list(_TEXT),
                    criterion=_or_null(_TEXT),
                    message=_TEXT,
                    location=_or_null(_TEXT),
                )
            ),
            problems=_list(_ref("problem")),
        ),
        "$defs": {"bid": _bid(), "criterion": _criterion(), "problem": _problem()},
    }


def _award() -> Schema:
    return _object(
        by=_TEXT,
        figure=_TEXT,
        highest_wins=_YES_NO,
        places=_WHOLE | {"description": "How many bids are to be awarded."},
        state={"enum": list(get_args(AwardState)), "description": "Nobody is awarded unless it is settled."},
        because=_list(_object(code={"enum": list(GROUNDS)}, bidders=_list(_TEXT), message=_TEXT))
        | {"description": "Why it is not settled; empty where it is."},
    )


def _tie() -> Schema:
    untested = _object(tie_break=_TEXT, bidders=_list(_TEXT))
    return _object(
        bidders=_list(_TEXT),
        rank=_WHOLE,
        broken_by=_or_null(_TEXT),
        untested=_list(untested)
        | {"description": "Tie-breaks passed over, each with the bidders something is not known of."},
    )


def _bid() -> Schema:
    return _object(
        bidder=_TEXT,
        status={"enum": ["eligible", "excluded"]},
        rank=_or_null(_WHOLE),
        awarded=_YES_NO | {"description": "Whether it is leading and the award is settled."},
        leading=_YES_NO | {"description": "Whether it stands on one of the places."},
        partial=_YES_NO | {"description": "Whether something is not marked yet and counts as nothing so far."},
        total=_or_null(_DECIMAL),
        total_exact=_or_null(_FRACTION),
        figure=_or_null(_DECIMAL) | {"description": "What the award method orders by."},
        figure_exact=_or_null(_FRACTION),
        margin=_or_null(_DECIMAL)
        | {"description": "How far the printed figure is ahead of the next bid's; exact where they print alike."},
        criteria=_list(_ref("criterion")),
        reasons=_list(_TEXT),
    )


def _criterion() -> Schema:
    return _object(
        id=_TEXT,
        title=_TEXT,
        weight=_or_null(_DECIMAL) | {"description": "As the model's file gives it."},
        overall_weight=_or_null(_DECIMAL) | {"description": "Points that can be earned."},
        score=_or_null(_DECIMAL),
        score_exact=_or_null(_FRACTION),
        raw=_or_null(_TEXT) | {"description": "What the cell says; null for a group, a basket and a blank cell."},
        offered=_or_null(_DECIMAL) | {"description": "What a basket comes to; null where a rate of it is blank."},
        items=_list(_item()) | {"description": "The rates of a basket; empty for others."},
        criteria=_list(_ref("criterion")),
    )


def _item() -> Schema:
    return _object(
        id=_TEXT,
        title=_TEXT,
        rate=_or_null(_TEXT) | {"description": "What the cell says; null for a blank one."},
        quantity=_DECIMAL | {"description": "The published quantity the rate is multiplied by."},
    )


def _problem() -> Schema:
    return _object(
        code=_TEXT,
        severity={"enum": [severity.value for severity in Severity]},
        message=_TEXT,
        hint=_TEXT,
        source=_TEXT,
        sheet=_or_null(_TEXT),
        row=_or_null(_WHOLE),
        column=_or_null(_WHOLE),
    )


def _object(**properties: Schema) -> Schema:
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


def _list(items: Schema) -> Schema:
    return {"type": "array", "items": items}


def _or_null(schema: Schema) -> Schema:
    return schema | {"type": [schema["type"], "null"]}


def _ref(name: str) -> Schema:
    return {"$ref": f"#/$defs/{name}"}
