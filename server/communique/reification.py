"""Claims and derivations as RDF 1.2 reifiers: the same graph for tools that know triple terms."""

from __future__ import annotations

import io
from collections.abc import Iterable

import pyoxigraph as ox

from communique import resources
from communique.errors import ResourceMissing

_RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_SUBJECT = ox.NamedNode(f"{_RDF}subject")
_PARTS = (_SUBJECT, ox.NamedNode(f"{_RDF}predicate"), ox.NamedNode(f"{_RDF}object"))
_REIFIES = ox.NamedNode(f"{_RDF}reifies")


def reified(lines: Iterable[str]) -> list[str]:
    """N-Quads lines with ``rdf:reifies`` in place of the subject, predicate and object of each statement.

    ``ontology/exports/rdf12.rq`` says what becomes a reifier; each stays in the graph of its statement. The
    lines are N-Quads 1.2 (RDF 1.2, section 3.1: triple terms), sorted.
    """
    store = ox.Store()
    store.load(io.BytesIO("\n".join(lines).encode("utf-8")), format=ox.RdfFormat.N_QUADS)
    query = resources.read("ontology", "exports", "rdf12.rq")
    found = store.query(query, use_default_graph_as_union=True)
    if not isinstance(found, ox.QueryTriples):
        raise ResourceMissing("ontology/exports/rdf12.rq is no CONSTRUCT query: install the package again")
    terms = {triple.subject: triple.object for triple in found if triple.predicate == _REIFIES}
    kept: list[str] = []
    for quad in store:
        if quad.predicate not in _PARTS or quad.subject not in terms:
            kept.append(f"{quad} .")
        elif quad.predicate == _SUBJECT:
            kept.append(f"{ox.Quad(quad.subject, _REIFIES, terms[quad.subject], quad.graph_name)} .")
    return sorted(kept)
