"""One graph as a document: the same bytes for the same graph, and the tag that guards a write of it."""

from __future__ import annotations

from collections.abc import Callable

import pyoxigraph as ox

from communique.errors import GraphMissing
from communique.sparql.etag import graph_tag
from communique.sparql.evaluation import UNNAMED_GRAPH
from communique.sparql.triples import read_ntriples, write
from communique.sparql.workers.dataset import Dataset
from communique.sparql.workers.requests import Request
from communique.sparql.workers.results import Sink


def write_graph_document(
    dataset: Dataset, request: Request, sink: Sink, begin: Callable[[str, str], None]
) -> None:
    """Write the graph ``request.named_graphs[0]``, sorted, after ``begin`` has heard its kind and tag.

    ``GraphMissing`` if there is none of this name; the unnamed graph always is.
    """
    [name] = request.named_graphs or ()
    if name != UNNAMED_GRAPH and not dataset.has_graph(name):
        raise GraphMissing(f"there is no graph <{name}>")
    found = ox.serialize((quad.triple for quad in dataset.graph(name)), format=ox.RdfFormat.N_TRIPLES)
    assert found is not None
    lines = found.splitlines()
    begin("graph", graph_tag(lines))
    decoded = (line.decode() for line in lines)
    sink.write(write(read_ntriples(decoded), request.format, dict(request.prefixes)).encode())
