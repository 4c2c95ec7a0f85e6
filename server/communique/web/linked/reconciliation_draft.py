"""The draft of the Reconciliation Service API 1.0 at ``/reconcile/draft``.

Its routes are REST: the manifest at the root, ``/match`` and ``/extend`` take JSON bodies, and queries are
lists of conditions (https://reconciliation-api.github.io/specs/draft/, as of 2026-07). Suggest, preview and
proposals answer as in 0.2 and stand there.
"""

from __future__ import annotations

from collections.abc import Mapping

from flask import Blueprint, Response, request

from communique import __version__
from communique.errors import QueryError, TooLarge
from communique.web.linked.reconciliation import (
    LONGEST,
    MOST_QUERIES,
    MOST_RESULTS,
    PREVIEW,
    extension,
    named_type,
    parsed,
    reply,
    result,
    texts,
)
from communique.web.linked.reconciling import PROPERTIES, TYPES, Constraint, Quantifier, Wanted, candidates
from communique.web.linked.search import index
from communique.web.linked.snapshot import Snapshot, consistent
from communique.web.service import caller, public_url, service

blueprint = Blueprint("reconciliation_draft", __name__)

QUANTIFIERS: Mapping[str, Quantifier] = {"any": "any", "all": "all", "none": "none"}


@blueprint.get("/reconcile/draft")
@blueprint.get("/reconcile/draft/")
def root() -> Response:
    """The manifest."""
    caller("read")
    return reply(manifest(public_url(), service().settings.base, service().settings.title))


def manifest(address: str, base: str, title: str) -> dict[str, object]:
    """What this service offers (section 3.1)."""
    width, height = PREVIEW
    return {
        "versions": ["1.0-draft"],
        "name": title,
        "identifierSpace": base,
        "schemaSpace": "https://w3id.org/communique/ns#",
        "documentation": f"{address}docs",
        "serviceVersion": __version__,
        "defaultTypes": [named_type(name) for name in TYPES],
        "batchSize": MOST_QUERIES,
        "view": {"url": f"{address}{{id}}"},
        "preview": {"width": width, "height": height},
        "suggest": {"entity": True, "property": True, "type": True},
        "extend": {"proposeProperties": True, "propertySettings": []},
        "lang": "en",
        "standardizedScore": True,
    }


@blueprint.post("/reconcile/draft/match")
def match() -> Response:
    """Candidates for each query, in the order of the queries (section 4)."""
    caller("read")
    queries = parsed(request.get_data(), "the body").get("queries")
    if not isinstance(queries, list):
        raise QueryError('the body must be an object with a list "queries"')
    if len(queries) > MOST_QUERIES:
        raise TooLarge(f"{len(queries)} queries at once; send at most {MOST_QUERIES}")
    wanted = [_wanted(place, query) for place, query in enumerate(queries)]
    found = index()

    def make(seen: Snapshot) -> list[dict[str, object]]:
        return [{"candidates": [result(one) for one in candidates(found, seen, each)]} for each in wanted]

    answer, _ = consistent(make)
    return reply({"results": answer})


@blueprint.post("/reconcile/draft/extend")
def extend() -> Response:
    """Values of properties for things, in the order in which they were asked for (section 7)."""
    caller("read")
    meta, rows = extension(parsed(request.get_data(), "the body"))
    return reply(
        {
            "meta": meta,
            "rows": [
                {"id": one, "properties": [{"id": key, "values": cells} for key, cells in row.items()]}
                for one, row in rows.items()
            ],
        }
    )


def _wanted(place: int, query: object) -> Wanted:
    """A query; ``QueryError`` says what is wrong with it."""
    if not isinstance(query, dict):
        raise QueryError(f"query {place} must be an object")
    conditions = query.get("conditions")
    if not isinstance(conditions, list) or not conditions:
        raise QueryError(f'query {place} must have a list "conditions" with at least one condition')
    kind, limit = query.get("type", ""), query.get("limit", 5)
    if not isinstance(kind, str):
        raise QueryError(f"the type of query {place} must be one identifier as text")
    if isinstance(limit, bool) or not isinstance(limit, int) or limit < 1:
        raise QueryError(f"the limit of query {place} must be a whole number from 1")
    names: tuple[str, ...] = ()
    identifiers: tuple[str, ...] = ()
    constraints = []
    for condition in conditions:
        if not isinstance(condition, dict) or "propertyValue" not in condition:
            raise QueryError(f'each condition of query {place} must be an object with "propertyValue"')
        given = texts(condition["propertyValue"])
        match condition.get("matchType"):
            case "name":
                names += given
            case "id":
                identifiers += given
            case "property":
                if (one := _constraint(place, condition, given)) is not None:
                    constraints.append(one)
            case other:
                raise QueryError(f'"matchType" in query {place} must be name, id or property, not {other!r}')
    kinds = (kind,) if kind else ()
    return Wanted(names, kinds, tuple(constraints), min(limit, MOST_RESULTS), identifiers)


def _constraint(place: int, condition: Mapping[str, object], given: tuple[str, ...]) -> Constraint | None:
    """A condition on a property; ``None`` for a property that is unknown here and not required."""
    key, required = str(condition.get("propertyId", "")), condition.get("required") is True
    quantifier = QUANTIFIERS.get(str(condition.get("matchQuantifier", "any")))
    if quantifier is None:
        raise QueryError(f'"matchQuantifier" in query {place} must be any, all or none')
    if key in PROPERTIES:
        return Constraint(key, tuple(value[:LONGEST] for value in given), quantifier, required)
    if required:
        raise QueryError(f"query {place} requires the property {key[:80]!r}, which is unknown here")
    return None
