"""A write worked out once, in a process that is thrown away: what comes out is its effect as quads.

NOW, RAND, UUID and new blank nodes have other values each time, so the text of an update must never be
run twice. The effect is the difference between the graphs before and after.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from typing import Any

import pyoxigraph as ox

from communique.errors import QueryError
from communique.sparql.etag import graph_tag
from communique.sparql.evaluation import UNNAMED_GRAPH
from communique.sparql.workers.dataset import Dataset
from communique.sparql.workers.requests import Request


def evaluate_update(dataset: Dataset, text: str, request: Request) -> bytes:
    """The effect of an update, which is evaluated on the plain store: its default graph is the unnamed one.

    ``request.named_graphs`` are the graphs that the update can change, as far as the protocol layer
    could tell (``UNNAMED_GRAPH`` among them); ``None`` compares everything.
    """
    return effect(dataset.unmerge(), text, request.base_iri, request.named_graphs)


def evaluate_write(dataset: Dataset, nquads: bytes, request: Request) -> bytes:
    """The effect of a write of the Graph Store Protocol.

    ``request.text`` is ``put``, ``post`` or ``delete``; ``request.named_graphs`` holds the one graph, of
    which ``nquads`` are then triples, or is ``None`` for the whole dataset. The first line also says
    whether the graph ``existed``, and its ``tag`` before.
    """
    store, action, graphs = dataset.unmerge(), request.text, request.named_graphs
    quads = list(ox.parse(nquads, ox.RdfFormat.N_QUADS))
    if graphs is None:
        head = {"existed": True, "tag": graph_tag(_lines(store, None))}
        return _difference(store, lambda: _change_dataset(store, action, quads), None, head)
    node = _node(graphs[0])
    named = isinstance(node, ox.NamedNode)
    triples = (f"{quad.triple} .".encode() for quad in store.quads_for_pattern(None, None, None, node))
    existed = not named or store.contains_named_graph(node)
    head = {"existed": existed, "tag": graph_tag(triples)}
    return _difference(store, lambda: _change_graph(store, action, node, quads), graphs, head)


def effect(store: ox.Store, text: str, base_iri: str | None, graphs: Sequence[str] | None) -> bytes:
    """Run an update on ``store`` and say what it did.

    A line of JSON, then the removed and the added quads as sorted N-Quads. The line has the sizes of both
    parts in bytes, the graphs that came to be and that are gone, and every graph in which a quad changed.
    """
    return _difference(store, lambda: store.update(text, base_iri=base_iri), graphs, {})


def _difference(
    store: ox.Store, change: Callable[[], None], graphs: Sequence[str] | None, head: dict[str, Any]
) -> bytes:
    before = _lines(store, graphs)
    names = _names(store)
    change()
    after = _lines(store, graphs)
    left = _names(store)
    removed = b"".join(sorted(before - after))
    added = b"".join(sorted(after - before))
    head |= {
        "removed": len(removed),
        "added": len(added),
        "created": sorted(left - names),
        "dropped": sorted(names - left),
        "graphs": sorted(_graphs(removed) | _graphs(added)),
    }
    return json.dumps(head).encode() + b"\n" + removed + added


def _change_dataset(store: ox.Store, action: str, quads: Iterable[ox.Quad]) -> None:
    if action != "post":
        store.clear()
    store.extend(quads)


def _change_graph(
    store: ox.Store, action: str, node: ox.NamedNode | ox.DefaultGraph, quads: Iterable[ox.Quad]
) -> None:
    named = isinstance(node, ox.NamedNode)
    if action != "post":
        store.clear_graph(node)
    if action != "delete":
        store.extend(ox.Quad(quad.subject, quad.predicate, quad.object, node) for quad in quads)
        if named:
            store.add_graph(node)
    elif named:
        store.remove_graph(node)


def _names(store: ox.Store) -> set[str]:
    return {graph.value for graph in store.named_graphs() if isinstance(graph, ox.NamedNode)}


def _graphs(nquads: bytes) -> set[str]:
    """The graphs that these quads stand in; one named by a blank node by its label."""
    names = {quad.graph_name for quad in ox.parse(nquads, ox.RdfFormat.N_QUADS)}
    return {UNNAMED_GRAPH if isinstance(name, ox.DefaultGraph) else name.value for name in names}


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
        yield from store.quads_for_pattern(None, None, None, _node(graph))


def _node(graph: str) -> ox.NamedNode | ox.DefaultGraph:
    try:
        return ox.DefaultGraph() if graph == UNNAMED_GRAPH else ox.NamedNode(graph)
    except ValueError as bad:
        raise QueryError(f"{graph!r} is no absolute IRI, so it names no graph: {bad}") from bad
