"""The data a worker sees: named graphs, the default graph, and the dataset that a query asks for.

Oxigraph's union of graphs counts a triple once for each graph it stands in, where SPARQL has a set. So
the merged default graph is materialised: every triple of the unnamed graph and of every named graph
that is not a user's, once. What the unnamed graph itself holds is kept beside it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import pyoxigraph as ox

from communique.errors import NotAcceptable, QueryError
from communique.sparql.evaluation import UNNAMED_GRAPH

DefaultGraph = Literal["merged", "unnamed"]

_UNNAMED = ox.DefaultGraph()


@dataclass(frozen=True, slots=True)
class View:
    """What one query is evaluated on: a store and the dataset arguments of ``Store.query``."""

    store: ox.Store
    arguments: dict[str, Any]


class Dataset:
    """One snapshot, in memory or in the two stores given (all that is served, and the unnamed graph alone).

    ``default_graph`` says what a query without a dataset sees as default graph: ``unnamed``, as the
    store has it, or ``merged``. Graphs whose IRI begins with ``user_graphs`` (not empty) are not merged, nor
    is ``about``, in which the server describes itself: it is served, but no part of what is stored.
    """

    def __init__(
        self,
        default_graph: DefaultGraph,
        user_graphs: str,
        served: ox.Store | None = None,
        own: ox.Store | None = None,
        *,
        about: str = "",
    ) -> None:
        self.served = ox.Store() if served is None else served
        self._merged = default_graph == "merged"
        self._user_graphs = user_graphs
        self._about = about
        self._own = (ox.Store() if own is None else own) if self._merged else self.served

    def load(self, snapshot: Path, empty_graphs: Iterable[str] = ()) -> int:
        """Read an N-Quads file, keeping the labels of blank nodes; says how many quads there are.

        ``SyntaxError`` or ``OSError`` if it cannot be read.
        """
        self.served.extend(ox.parse(path=str(snapshot), format=ox.RdfFormat.N_QUADS))
        quads = len(self.served)
        for graph in empty_graphs:
            self.served.add_graph(ox.NamedNode(graph))
        if self._merged:
            self._own.extend(self.served.quads_for_pattern(None, None, None, _UNNAMED))
            self.served.update(
                "INSERT { ?s ?p ?o } WHERE { GRAPH ?g { ?s ?p ?o } "
                f"FILTER(isBlank(?g) || !STRSTARTS(STR(?g), {ox.Literal(self._user_graphs)}) "
                f"&& STR(?g) != {ox.Literal(self._about)}) }}"
            )
        return quads

    def load_in_bulk(self, snapshot: Path, empty_graphs: Iterable[str] = ()) -> int:
        """As ``load``, for stores on disk and files that do not fit into memory; not in one step."""
        self.served.bulk_extend(ox.parse(path=str(snapshot), format=ox.RdfFormat.N_QUADS))
        quads = len(self.served)
        for graph in empty_graphs:
            self.served.add_graph(ox.NamedNode(graph))
        if self._merged:
            self._own.bulk_extend(self.served.quads_for_pattern(None, None, None, _UNNAMED))
            self.served.bulk_extend(
                _unnamed(quad)
                for quad in self.served
                if quad.graph_name != _UNNAMED and not self._is_apart(quad.graph_name)
            )
        return quads

    def advance(
        self, removed: bytes, added: bytes, created: Sequence[str] = (), dropped: Sequence[str] = ()
    ) -> None:
        """Apply one commit. Both deltas are parsed before anything changes (``SyntaxError``).

        Applying it again, or the rest of it after a crash, ends in the same state.
        """
        minus = list(ox.parse(removed, ox.RdfFormat.N_QUADS))
        plus = list(ox.parse(added, ox.RdfFormat.N_QUADS))
        gone = [ox.NamedNode(graph) for graph in dropped]
        new = [ox.NamedNode(graph) for graph in created]
        for graph in gone:
            minus += self.served.quads_for_pattern(None, None, None, graph)
        self._remove(minus)
        for graph in gone:
            self.served.remove_graph(graph)
        for graph in new:
            self.served.add_graph(graph)
        self._add(plus)

    def _remove(self, quads: Iterable[ox.Quad]) -> None:
        if not self._merged:
            for quad in quads:
                self.served.remove(quad)
            return
        shared = []
        for quad in quads:
            if quad.graph_name == _UNNAMED:
                self._own.remove(quad)
                shared.append(quad)
            else:
                self.served.remove(quad)
                if not self._is_apart(quad.graph_name):
                    shared.append(_unnamed(quad))
        for quad in shared:
            if quad not in self._own and not self._stands_in_a_graph(quad):
                self.served.remove(quad)

    def _add(self, quads: Sequence[ox.Quad]) -> None:
        self.served.extend(quads)
        if self._merged:
            self._own.extend(quad for quad in quads if quad.graph_name == _UNNAMED)
            self.served.extend(_unnamed(quad) for quad in quads if not self._is_apart(quad.graph_name))

    def _is_apart(self, graph: ox.NamedNode | ox.BlankNode | ox.DefaultGraph) -> bool:
        if not isinstance(graph, ox.NamedNode):
            return False
        return graph.value.startswith(self._user_graphs) or graph.value == self._about

    def _stands_in_a_graph(self, quad: ox.Quad) -> bool:
        """Whether a named graph that is not a user's has the triple of ``quad``."""
        found = self.served.quads_for_pattern(quad.subject, quad.predicate, quad.object, None)
        return any(other.graph_name != _UNNAMED and not self._is_apart(other.graph_name) for other in found)

    def view(self, default_graphs: Sequence[str] | None, named_graphs: Sequence[str] | None) -> View:
        """The dataset that a request asks for; both ``None`` is the snapshot itself.

        Several default graphs are merged into a store of their own, so that a triple counts once.
        """
        if default_graphs is None and named_graphs is None:
            return View(self.served, {})
        default = list(dict.fromkeys(default_graphs or ()))
        named = [_node(graph) for graph in dict.fromkeys(named_graphs or ())]
        if not default or (len(default) == 1 and default[0] != UNNAMED_GRAPH):
            graphs = [_node(graph) for graph in default]
            return View(self.served, {"default_graph": graphs, "named_graphs": named})
        if default == [UNNAMED_GRAPH] and (not named or not self._merged):
            return View(self._own, {"default_graph": _UNNAMED, "named_graphs": named})
        copy = ox.Store()
        for graph in default:
            copy.extend(_unnamed(quad) for quad in self.graph(graph))
        for node in named:
            copy.extend(self.served.quads_for_pattern(None, None, None, node))
            if self.served.contains_named_graph(node):
                copy.add_graph(node)
        return View(copy, {"default_graph": _UNNAMED, "named_graphs": named})

    def graph(self, name: str) -> Iterator[ox.Quad]:
        """The quads of one graph, by IRI or ``UNNAMED_GRAPH``."""
        if name == UNNAMED_GRAPH:
            return self._own.quads_for_pattern(None, None, None, _UNNAMED)
        return self.served.quads_for_pattern(None, None, None, _node(name))

    def has_graph(self, name: str) -> bool:
        """Whether there is a named graph of this IRI, empty or not."""
        return self.served.contains_named_graph(_node(name))

    def quads(self) -> Iterator[ox.Quad]:
        """Every quad that is served, without the merged default graph."""
        yield from self._own.quads_for_pattern(None, None, None, _UNNAMED)
        for quad in self.served:
            if quad.graph_name != _UNNAMED:
                yield quad

    def stored(self) -> Iterator[ox.Quad]:
        """Every quad as the store has it."""
        if not self._about:
            return self.quads()
        about = ox.NamedNode(self._about)
        return (quad for quad in self.quads() if quad.graph_name != about)

    def flush(self) -> None:
        """Make what has been applied outlive a power cut; for stores on disk."""
        self.served.flush()
        self._own.flush()

    def backup(self, folder: Path) -> None:
        """Checkpoints of both stores, which must be on disk, in a new folder."""
        folder.mkdir(parents=True)
        self.served.backup(str(folder / "served"))
        self._own.backup(str(folder / "own"))

    def empty_graphs(self) -> list[str]:
        """Named graphs that hold nothing: what an N-Quads file cannot say."""
        return [
            graph.value
            for graph in self.served.named_graphs()
            if isinstance(graph, ox.NamedNode)
            and next(self.served.quads_for_pattern(None, None, None, graph), None) is None
        ]

    def unmerge(self) -> ox.Store:
        """Turn the served store back into the plain one and return it; for a process that ends then."""
        if self._about:
            self.served.remove_graph(ox.NamedNode(self._about))
        if self._merged:
            self.served.clear_graph(_UNNAMED)
            self.served.extend(self._own)
        return self.served


def _unnamed(quad: ox.Quad) -> ox.Quad:
    return ox.Quad(quad.subject, quad.predicate, quad.object)


def _node(iri: str) -> ox.NamedNode:
    """The node of a graph; ``QueryError`` if the text is no IRI."""
    if iri == UNNAMED_GRAPH:
        raise NotAcceptable("The unnamed graph cannot be a named graph of a dataset.")
    try:
        return ox.NamedNode(iri)
    except ValueError as bad:
        raise QueryError(f"{iri!r} is no absolute IRI, so it names no graph: {bad}") from bad
