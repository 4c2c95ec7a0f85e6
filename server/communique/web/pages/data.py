"""What can be taken away: the whole dataset, its graphs, tables for spreadsheets, networks, terms."""

from __future__ import annotations

from flask import Blueprint

from communique.web.pages.answering import Visit, page, render
from communique.web.pages.graph import count, iri, text
from communique.web.pages.listing import LISTINGS
from communique.web.pages.terms import bind
from communique.web.pages.wording import KIND_WORDS
from communique.web.service import service

blueprint = Blueprint("data", __name__)

GRAPHS_SHOWN = 60
_RIGHTS = """
SELECT ?rights (COUNT(DISTINCT ?article) AS ?n) (COUNT(DISTINCT ?whole) AS ?full) WHERE {
  ?article a dip:Article .
  OPTIONAL { ?article dcterms:rights ?given }
  OPTIONAL { ?article dip:text ?text BIND(?article AS ?whole) }
  BIND(COALESCE(?given, "not stated") AS ?rights)
}
GROUP BY ?rights ORDER BY DESC(?n) ?rights LIMIT 30
"""
_TITLES = "SELECT ?graph ?label WHERE { VALUES ?graph { $graphs } ?graph rdfs:label ?label }"


@blueprint.get("/data")
@page
def data(visit: Visit) -> str:
    """Files and graphs."""
    statistics = service().statistics.latest()
    rights = [
        (text(row, "rights"), count(row, "n"), count(row, "full"))
        for row in visit.graph.rows(visit.shown("Rights of the articles", bind(_RIGHTS)))
    ]
    graphs = sorted(statistics.graphs.items(), key=lambda item: ("/article/" in item[0], -item[1]))[
        :GRAPHS_SHOWN
    ]
    things = [thing for thing in (visit.paths.named(name) for name, _ in graphs) if thing is not None]
    labels = {}
    if things:
        for row in visit.graph.rows(bind(_TITLES, graphs=things)):
            if (graph := iri(row, "graph")) is not None:
                labels[graph.value] = text(row, "label")
    return render(
        visit,
        "data.html",
        statistics=statistics,
        graphs=graphs,
        labels=labels,
        rights=rights,
        tables=[(kind, KIND_WORDS[kind].many if kind in KIND_WORDS else "Claims") for kind in LISTINGS],
    )
