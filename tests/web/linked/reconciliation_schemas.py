"""What the Reconciliation Service API requires of each message, as JSON Schema.

Written from the tables of fields in the specifications, 0.2 and the draft of 1.0 (as of 2026-07), more
strictly than their own schemas where the text says "required".
"""

from __future__ import annotations

from typing import Any

Schema = dict[str, Any]
TEXT: Schema = {"type": "string"}
FLAG: Schema = {"type": "boolean"}
NUMBER: Schema = {"type": "number"}
COUNT: Schema = {"type": "integer", "minimum": 1}
LANGUAGE: Schema = {"type": "string", "pattern": "^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$"}


def record(optional: Schema, closed: bool = False, **required: Schema) -> Schema:
    """An object with these fields."""
    whole: Schema = {"type": "object", "required": list(required), "properties": {**required, **optional}}
    return {**whole, "additionalProperties": False} if closed else whole


def many(of: Schema, **limits: int) -> Schema:
    """An array."""
    return {"type": "array", "items": of, **limits}


def template(name: str) -> Schema:
    """A record with a template of an address."""
    return record({}, url={"type": "string", "pattern": name})


NAMED = record({}, id=TEXT, name={"type": "string", "minLength": 1})
SUGGESTED = record({"description": TEXT, "notable": many({"anyOf": [NAMED, TEXT]})}, id=TEXT, name=TEXT)
SUGGESTIONS = record({}, result=many(SUGGESTED))
PROPOSALS = record({"limit": NUMBER}, type=TEXT, properties=many(SUGGESTED))
CANDIDATE = record(
    {"description": TEXT, "features": many(record({}, id=TEXT, name=TEXT, value={"type": ["number", "boolean"]}))},
    id=TEXT, name=TEXT, score={"type": "number", "minimum": 0, "maximum": 100}, match=FLAG, type=many(NAMED),
)  # fmt: skip
DAY_AND_TIME: Schema = {
    "type": "string",
    "pattern": r"^-?\d{4,}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)?$",
}
CELL: Schema = {
    "oneOf": [
        record({}, True),
        record({"description": TEXT}, True, id=TEXT, name=TEXT),
        record({}, True, str=TEXT),
        record({}, True, float=NUMBER),
        record({}, True, int={"type": "integer"}),
        record({}, True, bool=FLAG),
        record({}, True, date=DAY_AND_TIME),
    ]
}
_ABOUT: Schema = {
    "documentation": TEXT,
    "logo": TEXT,
    "serviceVersion": TEXT,
    "batchSize": COUNT,
    "defaultTypes": many(NAMED),
}
_PLACE = record(
    {},
    service_url={"type": "string", "pattern": "^https?://.*[^/]$"},
    service_path={"type": "string", "pattern": "^/"},
)

V02: dict[str, Schema] = {
    "manifest": record(
        {
            **_ABOUT,
            "view": template(r"\{\{id\}\}"),
            "preview": record({}, url={"type": "string", "pattern": r"\{\{id\}\}"}, width=COUNT, height=COUNT),
            "suggest": record({"entity": _PLACE, "property": _PLACE, "type": _PLACE}),
            "extend": record({"propose_properties": _PLACE, "property_settings": {"type": "array"}}),
        },
        versions={**many(TEXT), "contains": {"const": "0.2"}}, name=TEXT, identifierSpace=TEXT, schemaSpace=TEXT,
    ),
    "results": {"type": "object", "additionalProperties": record({}, result=many(CANDIDATE))},
    "suggestions": SUGGESTIONS,
    "proposals": PROPOSALS,
    "extension": record(
        {},
        meta=many(NAMED),
        rows={"type": "object", "additionalProperties": {"type": "object", "additionalProperties": many(CELL)}},
    ),
}  # fmt: skip

DRAFT: dict[str, Schema] = {
    "manifest": record(
        {
            **_ABOUT,
            "preview": record({}, width=COUNT, height=COUNT),
            "suggest": record({}, entity=FLAG, property=FLAG, type=FLAG),
            "extend": record({"proposeProperties": FLAG, "propertySettings": {"type": "array"}}),
            "standardizedScore": FLAG,
            "lang": LANGUAGE,
            "dir": {"enum": ["ltr", "rtl", "auto"]},
        },
        versions={**many(TEXT), "contains": {"const": "1.0-draft"}}, name=TEXT, view=template(r"\{.*id.*\}"),
    ),
    "results": record({}, results=many(record({}, candidates=many(CANDIDATE)))),
    "suggestions": SUGGESTIONS,
    "proposals": PROPOSALS,
    "extension": record(
        {},
        meta=many(NAMED),
        rows=many(record({}, id=TEXT, properties=many(record({}, id=TEXT, values=many(CELL))))),
    ),
}  # fmt: skip
