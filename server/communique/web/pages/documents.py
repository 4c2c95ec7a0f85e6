"""One thing as RDF: what the graph says of it, what points to it, and the claims with their sentences."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from flask import Response, make_response

from communique.web.pages.answering import Visit
from communique.web.pages.terms import Iri, bind

MOST_LINKS = 2000
"""Incoming links in one document; a hub has more, which the endpoint gives by query."""


@dataclass(frozen=True, slots=True)
class Form:
    """A format: the name that the query tier knows it by, its media type."""

    name: str
    media_type: str


FORMS: Mapping[str, Form] = {
    "ttl": Form("ttl", "text/turtle; charset=utf-8"),
    "nt": Form("nt", "application/n-triples; charset=utf-8"),
    "jsonld": Form("jsonld", "application/ld+json"),
    "rdfxml": Form("rdfxml", "application/rdf+xml"),
}
_ABOUT = """
CONSTRUCT { $thing ?p ?o . ?s ?link $thing . ?claim ?about ?value . ?sentence ?property ?words }
WHERE {
  { $thing ?p ?o }
  UNION { SELECT ?s ?link WHERE { ?s ?link $thing } LIMIT $most }
  UNION {
    SELECT ?claim ?about ?value WHERE {
      ?claim rdf:subject $thing ; dip:source ?article ; ?about ?value
    } LIMIT $most
  }
  UNION {
    SELECT ?sentence ?property ?words WHERE {
      ?claim rdf:subject $thing ; dip:evidence ?sentence . ?sentence ?property ?words
    } LIMIT $most
  }
}
"""


_KNOWN = "ASK { { $thing ?p ?o } UNION { ?s ?link $thing } }"


def query_of(thing: Iri) -> str:
    """The query that gives the document of a thing."""
    return bind(_ABOUT, thing=thing, most=MOST_LINKS)


def document(visit: Visit, thing: Iri, form: Form) -> Response | None:
    """The document of a thing in a format of RDF; None if no triple has it."""
    if not visit.graph.ask(bind(_KNOWN, thing=thing)):
        return None
    response = make_response(visit.graph.construct(query_of(thing), form.name))
    response.headers["Content-Type"] = form.media_type
    return response
