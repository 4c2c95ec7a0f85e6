"""The Reconciliation Service API 0.2 at ``/reconcile``, as OpenRefine speaks it.

Manifest, queries, suggest, preview and data extension
(https://reconciliation-api.github.io/specs/0.2/, sections 3 to 7).
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from html import escape
from typing import Final

from flask import Blueprint, Response, make_response, request

from communique.errors import QueryError, TooLarge
from communique.sparql.problem import Problem
from communique.web.errors import reply as problem_reply
from communique.web.linked.reconciling import (
    PROPERTIES,
    TYPES,
    Candidate,
    Constraint,
    Wanted,
    candidates,
    cell,
    values,
)
from communique.web.linked.search import index
from communique.web.linked.snapshot import Snapshot, consistent
from communique.web.pages.graph import text
from communique.web.pages.terms import Iri, bind, is_iri
from communique.web.service import caller, public_url, service

blueprint = Blueprint("reconciliation", __name__)

MOST_QUERIES = 100
"""Queries of one request; OpenRefine sends 10."""
MOST_IDS = 500
MOST_RESULTS = 50
LONGEST = 300
"""Characters of a name."""
PREVIEW: Final = (420, 180)
"""Width and height of a preview in pixels."""

_ABOUT = """
SELECT ?label ?class ?spelling WHERE {
  $thing rdfs:label ?label .
  OPTIONAL { $thing a/rdfs:label ?class }
  OPTIONAL { $thing skos:altLabel ?spelling }
}
ORDER BY ?class ?spelling LIMIT 60
"""
_PREVIEW = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>{label}</title></head>
<body><p><a href="{address}" target="_blank" rel="noreferrer"><strong>{label}</strong></a><br>{kinds}</p>
<p>{spellings}</p></body></html>
"""


@blueprint.route("/reconcile", methods=["GET", "HEAD", "POST"])
@blueprint.route("/reconcile/", methods=["GET", "HEAD", "POST"])
def reconcile() -> Response:
    """The manifest, or the answer to ``queries`` or ``extend``."""
    caller("read")
    if (queries := request.values.get("queries")) is not None:
        return reply(_answers(parsed(queries, "queries")))
    if (extend := request.values.get("extend")) is not None:
        return reply(_extended(parsed(extend, "extend")))
    return reply(manifest(public_url(), service().settings.base, service().settings.title))


def manifest(root: str, base: str, title: str) -> dict[str, object]:
    """What this service offers (section 3)."""
    address = f"{root}reconcile"
    width, height = PREVIEW
    return {
        "versions": ["0.2"],
        "name": title,
        "identifierSpace": base,
        "schemaSpace": "https://w3id.org/communique/ns#",
        "documentation": f"{root}docs",
        "defaultTypes": [named_type(name) for name in TYPES],
        "batchSize": 10,
        "view": {"url": f"{root}{{{{id}}}}"},
        "preview": {"url": f"{address}/preview?id={{{{id}}}}", "width": width, "height": height},
        "suggest": {
            name: {"service_url": root.rstrip("/"), "service_path": f"/reconcile/suggest/{name}"}
            for name in ("entity", "type", "property")
        },
        "extend": {
            "propose_properties": {"service_url": root.rstrip("/"), "service_path": "/reconcile/properties"},
            "property_settings": [],
        },
    }


@blueprint.get("/reconcile/suggest/<any(entity, type, property):what>")
@blueprint.get("/reconcile/draft/suggest/<any(entity, type, property):what>")
def suggest(what: str) -> Response:
    """What may be meant by the beginning of a name, or by an identifier (section 6)."""
    caller("read")
    prefix = request.args.get("prefix", "")[:LONGEST]
    start, most = number("cursor", 0, 1000), number("limit", 10, MOST_RESULTS)
    found: list[dict[str, object]]
    if what == "entity":
        itself = _thing(prefix)
        exact = index().things([itself.value]) if itself is not None else []
        hits = (exact or index().find(prefix, start + most))[start : start + most]
        found = [
            {
                "id": _id(hit.iri),
                "name": hit.label,
                "description": ", ".join(TYPES[name] for name in hit.classes if name in TYPES),
                "notable": [named_type(name) for name in hit.classes if name in TYPES],
            }
            for hit in hits
        ]
    else:
        offered = (
            [named_type(name) for name in TYPES]
            if what == "type"
            else [{"id": each.key, "name": each.name} for each in PROPERTIES.values()]
        )
        wanted = prefix.casefold()
        fits = [one for one in offered if wanted in one["id"].casefold() or wanted in one["name"].casefold()]
        found = [dict(one) for one in fits[start : start + most]]
    return reply({"result": found})


@blueprint.get("/reconcile/properties")
@blueprint.get("/reconcile/draft/extend/propose")
def properties() -> Response:
    """The properties that things of a type may be extended by (section 7.2)."""
    caller("read")
    kind = request.args.get("type", "")
    offered = [
        {"id": each.key, "name": each.name} for each in PROPERTIES.values() if not kind or kind in each.of
    ]
    most = number("limit", len(offered), len(PROPERTIES))
    return reply({"type": kind, "limit": most, "properties": offered[:most]})


@blueprint.get("/reconcile/preview")
@blueprint.get("/reconcile/draft/preview")
def preview() -> Response:
    """A thing in a few words of HTML (section 5)."""
    thing = _thing(request.args.get("id", ""))
    if thing is None:
        return problem_reply(Problem(404, "a preview needs the id of a thing of this graph as ?id="))
    rows, _ = consistent(lambda seen: seen.rows(bind(_ABOUT, thing=thing)))
    if not rows:
        return problem_reply(Problem(404, f"the graph says nothing about <{thing.value}>"))
    kinds = dict.fromkeys(text(row, "class") for row in rows if "class" in row)
    spellings = dict.fromkeys(text(row, "spelling") for row in rows if "spelling" in row)
    body = _PREVIEW.format(
        label=escape(text(rows[0], "label")),
        address=escape(public_url() + _id(thing.value)),
        kinds=escape(", ".join(kinds)),
        spellings=escape("also: " + ", ".join(spellings)) if spellings else "",
    )
    response = make_response(body)
    response.headers["Content-Type"] = "text/html; charset=utf-8"
    # OpenRefine shows it in a frame of its own page; nothing in it may run.
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox allow-popups"
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


def _answers(queries: Mapping[str, object]) -> dict[str, object]:
    """The answer to a batch (section 4): candidates for each query under its key."""
    if len(queries) > MOST_QUERIES:
        raise TooLarge(f"{len(queries)} queries at once; send at most {MOST_QUERIES}")
    wanted = {key: _wanted(key, value) for key, value in queries.items()}
    found = index()

    def make(seen: Snapshot) -> dict[str, object]:
        return {
            key: {"result": [result(one) for one in candidates(found, seen, each)]}
            for key, each in wanted.items()
        }

    answer, _ = consistent(make)
    return answer


def _wanted(key: str, query: object) -> Wanted:
    if not isinstance(query, dict) or not isinstance(query.get("query", ""), str):
        raise QueryError(f'query {key!r} must be an object with the name as text in "query"')
    types = query.get("type") or []
    named = types if isinstance(types, list) else [types]
    kinds = tuple(str(one.get("id", "") if isinstance(one, dict) else one) for one in named)
    limit = query.get("limit", 5)
    if isinstance(limit, bool) or not isinstance(limit, int) or limit < 1:
        raise QueryError(f"the limit of query {key!r} must be a whole number from 1")
    given = query.get("properties") or []
    if not isinstance(given, list) or not all(isinstance(one, dict) and "pid" in one for one in given):
        raise QueryError(f'the properties of query {key!r} must be a list of objects with "pid" and "v"')
    asked = tuple(
        Constraint(str(one["pid"]), texts(one.get("v"))) for one in given if str(one["pid"]) in PROPERTIES
    )
    name = query.get("query", "")[:LONGEST]
    return Wanted((name,) if name else (), kinds, asked, min(limit, MOST_RESULTS))


def texts(value: object) -> tuple[str, ...]:
    """The values of a property in a query: a text, number or reconciled cell, or a list of such."""
    many = value if isinstance(value, list) else [value]
    return tuple(
        str(one.get("id", "") if isinstance(one, dict) else one)[:LONGEST] for one in many if one is not None
    )


def result(one: Candidate) -> dict[str, object]:
    """A candidate as both versions write it."""
    return {
        "id": _id(one.hit.iri),
        "name": one.hit.label,
        "score": one.score,
        "match": one.match,
        "type": [named_type(name) for name in one.hit.classes if name in TYPES],
        "description": f"as {one.hit.spelling}" if one.hit.spelling != one.hit.label else "",
    }


def _extended(asked: Mapping[str, object]) -> dict[str, object]:
    """Values of properties for things (section 7)."""
    meta, rows = extension(asked)
    return {"meta": meta, "rows": rows}


def extension(
    asked: Mapping[str, object],
) -> tuple[list[dict[str, str]], dict[str, dict[str, list[dict[str, str]]]]]:
    """What data extension gives: the properties, and the values by identifier and property."""
    ids, wanted = asked.get("ids"), asked.get("properties")
    if not isinstance(ids, list) or not isinstance(wanted, list):
        raise QueryError('"extend" must be an object with lists "ids" and "properties"')
    if len(ids) > MOST_IDS:
        raise TooLarge(f"{len(ids)} ids at once; send at most {MOST_IDS}")
    keys = [str(one.get("id", "")) for one in wanted if isinstance(one, dict)]
    if unknown := [key for key in keys if key not in PROPERTIES]:
        raise QueryError(f"there is no property {unknown[0][:80]!r}; /reconcile/properties lists them")
    things = {str(one): thing.value for one in ids if (thing := _thing(str(one))) is not None}
    held, _ = consistent(lambda seen: values(seen, list(things.values()), keys))
    base = service().settings.base
    rows = {
        str(one): {
            key: [cell(value, label, base) for value, label in held.get((things.get(str(one), ""), key), ())]
            for key in keys
        }
        for one in ids
    }
    return [{"id": key, "name": PROPERTIES[key].name} for key in keys], rows


def parsed(sent: str | bytes, name: str) -> Mapping[str, object]:
    """A JSON object that was sent as ``name``; ``QueryError`` if it is none."""
    try:
        value = json.loads(sent)
    except (ValueError, RecursionError) as error:
        raise QueryError(f"{name!r} is no JSON: {error}") from error
    if not isinstance(value, dict):
        raise QueryError(f"{name!r} must be a JSON object")
    return value


def named_type(name: str) -> dict[str, str]:
    """A type with its name in words."""
    return {"id": name, "name": TYPES[name]}


def _id(iri: str) -> str:
    return iri.removeprefix(service().settings.base)


def _thing(identifier: str) -> Iri | None:
    base = service().settings.base
    value = identifier if identifier.startswith(base) else base + identifier
    return Iri(value) if identifier and is_iri(value) else None


def number(name: str, usual: int, most: int) -> int:
    """A whole number among the parameters of the address; the usual one where it is absent or none."""
    given = request.args.get(name, "")
    return min(int(given), most) if given.isdecimal() and len(given) < 10 else usual


def reply(value: object) -> Response:
    """JSON."""
    response = make_response(json.dumps(value, ensure_ascii=False))
    response.headers["Content-Type"] = "application/json"
    response.headers["Cache-Control"] = "no-cache"
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response
