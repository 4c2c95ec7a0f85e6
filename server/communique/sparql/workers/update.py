"""An update evaluated once, in a process that is thrown away: what comes out is its effect as quads.

NOW, RAND, UUID and new blank nodes have other values each time, so the text itself must never be run
twice. The effect is the difference between the graphs before and after.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence

import pyoxigraph as ox

from communique.errors import QueryError
from communique.sparql.evaluation import UNNAMED_GRAPH
from communique.sparql.workers.dataset import Dataset
from communique.sparql.workers.requests import Request


def evaluate_update(dataset: Dataset, text: str, request: Request) -> bytes:
    """The effect of an update: a line of JSON, then the removed and the added quads as N-Quads.

    ``request.named_graphs`` are the graphs that the update can change, as far as the protocol layer
    could tell (``UNNAMED_GRAPH`` among them); ``None`` compares everything. The line has the sizes of
    both parts in bytes, and the names of the graphs that came to be and that are gone.
    """
    store = dataset.unmerge()
    return effect(store, text, request.base_iri, request.named_graphs)


def effect(store: ox.Store, text: str, base_iri: str | None, graphs: Sequence[str] | None) -> bytes:
    """As ``evaluate_update``, on a plain store, which is changed."""
    before = _lines(store, graphs)
    names = _names(store)
    store.update(text, base_iri=base_iri)
    after = _lines(store, graphs)
    left = _names(store)
    removed = b"".join(sorted(before - after))
    added = b"".join(sorted(after - before))
    head = {
        "removed": len(removed),
        "added": len(added),
        "created": sorted(left - names),
        "dropped": sorted(names - left),
    }
    return json.dumps(head).encode() + b"\n" + removed + added


def _names(store: ox.Store) -> set[str]:
    return {graph.value for graph in store.named_graphs() if isinstance(graph, ox.NamedNode)}


def _lines(store: ox.Store, graphs: Sequence[str] | None) -> set[bytes]:
    """The quads of these graphs, as N-Quads."""
    if graphs is None:
        dumped = store.dump(format=ox.RdfFormat.N_QUADS)
    else:
        dumped = ox.serialize(_quads(store, graphs), format=ox.RdfFormat.N_QUADS)
    assert dumped is not None
    return set(dumped.splitlines(keepends=True))


def _quads(store: ox.Store, graphs: Iterable[str]) -> Iterable[ox.Quad]:
    for graph in dict.fromkeys(graphs):
        try:
            node = ox.DefaultGraph() if graph == UNNAMED_GRAPH else ox.NamedNode(graph)
        except ValueError as bad:
            raise QueryError(f"{graph!r} is no absolute IRI, so it names no graph: {bad}") from bad
        yield from store.quads_for_pattern(None, None, None, node)
