"""What can be taken away: the whole dataset, its graphs, tables for spreadsheets, networks, terms."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from flask import Blueprint, current_app

from communique.web.pages.answering import Visit, page, render
from communique.web.pages.graph import count, iri, text
from communique.web.pages.listing import LISTINGS
from communique.web.pages.terms import bind
from communique.web.pages.wording import KIND_WORDS
from communique.web.service import Service, service

blueprint = Blueprint("data", __name__)

GRAPHS_SHOWN = 60
MADE_AT_ONCE = 20_000
"""Triples up to which all files are made to show their sizes: a second."""
WHOLE = (
    ("N-Quads", "nq", "one statement a line, with its graph"),
    ("TriG", "trig", "the same, for reading"),
    ("JSON-LD", "jsonld", "the same as plain JSON: names of the context, each thing with what it mentions"),
    ("Turtle", "ttl", "what a query sees, without names of graphs"),
)
"""Files of everything: name, form and what is in it."""
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


class Dump(Protocol):
    """A compressed file of everything: ``size`` in bytes, ``sha256`` in hexadecimal digits."""

    @property
    def size(self) -> int:
        """Bytes, compressed."""

    @property
    def sha256(self) -> str:
        """Of the compressed file."""


class Shelf(Protocol):
    """What keeps these files; it makes one when it is first asked for at a commit."""

    def get(self, name: str, here: Service, client: str) -> Dump:
        """One file, made if need be."""

    def kept(self, commit: str) -> Mapping[str, Dump]:
        """The files that were made already."""


@blueprint.get("/data")
@page
def data(visit: Visit) -> str:
    """Files and graphs."""
    statistics = service().statistics.latest()
    shelf: Shelf = current_app.extensions["communique.dumps"]
    if statistics.triples <= MADE_AT_ONCE:
        for _, form, _ in WHOLE:
            shelf.get(f"communique.{form}.gz", service(), visit.graph.client)
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
        whole=WHOLE,
        made=shelf.kept(service().evaluator.commit),
        graphs=graphs,
        labels=labels,
        rights=rights,
        tables=[(kind, KIND_WORDS[kind].many if kind in KIND_WORDS else "Claims") for kind in LISTINGS],
    )
