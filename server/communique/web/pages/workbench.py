"""The page around the query editor: a real form that works as it is, with examples and the answer."""

from __future__ import annotations

import json
import secrets
from dataclasses import dataclass
from urllib.parse import urlencode

from flask import Blueprint, Response, make_response, request

from communique.sparql.examples import examples
from communique.web.pages import snippets
from communique.web.pages.answering import POLICY, Visit, argument, finished, open_visit, page, render
from communique.web.pages.graph import term
from communique.web.pages.terms import PREFIXES, Row, bind
from communique.web.pages.wording import DIP
from communique.web.service import EditorView, public_url, service

blueprint = Blueprint("workbench", __name__)

ROWS_SHOWN = 200
"""Rows that the page shows without JavaScript; with it, up to ``data-most``. Downloads hold all."""
GRAPH_SHOWN = 40_000
LONGEST_PERMALINK = 6000
"""Characters of a query that still goes into an address; servers and proxies cut longer ones."""

BLANK = "SELECT ?event ?label WHERE {\n  ?event a dip:Event ; rdfs:label ?label .\n}\nLIMIT 20"

_TERMS = """
SELECT ?term ?label ?kind WHERE {
  { ?term a owl:Class . BIND("class" AS ?kind) FILTER(STRSTARTS(STR(?term), STR(dip:))) }
  UNION { ?term a rdf:Property . BIND("property" AS ?kind) FILTER(STRSTARTS(STR(?term), STR(dip:))) }
  UNION { ?term a skos:Concept . BIND("concept" AS ?kind) }
  OPTIONAL { ?term rdfs:label ?label }
}
ORDER BY ?term LIMIT 2000
"""


@dataclass(frozen=True, slots=True)
class Table:
    """Solutions as the page shows them."""

    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    total: int


def editor(view: EditorView) -> Response:
    """The page for a query: its text in the editor, its answer below, or what is wrong with it."""
    visit = open_visit()
    nonce = secrets.token_urlsafe(16)
    text = view.request.text
    permalink = f"{visit.paths.root}/sparql?{urlencode({'query': text})}" if text else ""
    body = render(
        visit,
        "editor.html",
        view=view,
        query=text or bind(BLANK),
        table=_table(view.solutions) if view.solutions else None,
        boolean=_boolean(view.solutions) if view.solutions else None,
        graph=view.graph.decode("utf-8", "replace")[:GRAPH_SHOWN] if view.graph else "",
        graph_cut=len(view.graph or b"") > GRAPH_SHOWN,
        commit=view.commit,
        examples=examples(),
        permalink=permalink if len(permalink) <= LONGEST_PERMALINK else "",
        downloads=_downloads(view, permalink),
        snippets=snippets.all_of(public_url() + "sparql", text or bind(BLANK)),
        nonce=nonce,
        shown=ROWS_SHOWN,
    )
    response = make_response(body)
    if view.problem is not None:
        response.status_code = view.problem.status
    response.headers["X-Commit"] = view.commit
    response.vary.add("Accept")
    # An editable text gets style attributes from the browser itself, when somebody types over a selection.
    policy = f"{POLICY}; style-src 'self' 'nonce-{nonce}'; style-src-attr 'unsafe-inline'"
    return finished(response, policy)


@blueprint.get("/editor/terms.json")
@page
def terms(visit: Visit) -> Response:
    """What the editor offers while somebody types: prefixes, classes, properties, concepts, with counts."""
    statistics = service().statistics.latest()
    counts = {**statistics.classes, **statistics.properties}
    labels = dict(statistics.labels)
    kinds = dict.fromkeys(statistics.classes, "class") | dict.fromkeys(statistics.properties, "property")
    for row in visit.graph.rows(bind(_TERMS)):
        name = str(row["term"])
        kinds.setdefault(name, str(row["kind"]))
        if "label" in row:
            labels.setdefault(name, str(row["label"]))
    found = [
        {"iri": iri, "kind": kind, "label": labels.get(iri, ""), "count": counts.get(iri, 0)}
        for iri, kind in sorted(kinds.items(), key=lambda item: (not item[0].startswith(DIP), item[0]))
    ]
    return _json({"prefixes": dict(PREFIXES), "terms": found})


@blueprint.route("/editor/snippets", methods=["GET", "POST"])
@page
def code(visit: Visit) -> str:
    """The snippets for a query, as a piece of a page."""
    text = argument("query", request.values)
    return render(visit, "snippets.html", snippets=snippets.all_of(public_url() + "sparql", text))


def _json(value: object) -> Response:
    response = make_response(json.dumps(value, ensure_ascii=False, separators=(",", ":")))
    response.headers["Content-Type"] = "application/json"
    return response


def _table(solutions: bytes) -> Table | None:
    document = json.loads(solutions)
    if "results" not in document:
        return None
    bindings = document["results"]["bindings"]
    rows = tuple({name: term(value) for name, value in row.items()} for row in bindings[:ROWS_SHOWN])
    return Table(tuple(document["head"].get("vars", ())), rows, len(bindings))


def _boolean(solutions: bytes) -> bool | None:
    value = json.loads(solutions).get("boolean")
    return value if isinstance(value, bool) else None


def _downloads(view: EditorView, permalink: str) -> list[tuple[str, str]]:
    if not permalink or (view.solutions is None and view.graph is None):
        return []
    forms = (
        (("CSV", "csv"), ("TSV", "tsv"), ("JSON", "json"), ("XML", "xml"))
        if view.graph is None
        else (("Turtle", "ttl"), ("N-Triples", "nt"), ("JSON-LD", "jsonld"), ("RDF/XML", "rdfxml"))
    )
    return [(name, f"{permalink}&format={form}&_dl=1") for name, form in forms]
