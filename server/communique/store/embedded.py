"""Quads in RocksDB through pyoxigraph."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from pathlib import Path

import pyoxigraph as ox

from communique.errors import StoreBusy, StoreError, StoreFull
from communique.store.base import Delta, canonical_order

# The mark of the last commit lies in a graph that no dump shows.
_INTERNAL = ox.NamedNode("urn:communique:internal")
_COMMIT = ox.NamedNode("urn:communique:commit")


class EmbeddedStore:
    """A folder of quads, opened for writing by one process at a time."""

    def __init__(self, folder: Path) -> None:
        try:
            folder.mkdir(parents=True, exist_ok=True)
            self._store = ox.Store(str(folder))
        except (OSError, RuntimeError) as error:  # pyoxigraph tells of damage by the latter
            raise _explained(folder, error) from error
        self._folder = folder

    def close(self) -> None:
        """Free the lock of the folder; the object is of no use afterwards."""
        del self._store

    def lines(self) -> Iterator[str]:
        """Every quad as a canonical N-Quads line, in no order."""
        for quad in self._store:
            if quad.graph_name != _INTERNAL:
                yield f"{quad} ."

    def matching(
        self,
        subject: ox.NamedNode | ox.BlankNode | ox.Triple | None,
        predicate: ox.NamedNode | None,
        value: ox.NamedNode | ox.Literal | ox.BlankNode | ox.Triple | None,
        graph: ox.NamedNode | ox.DefaultGraph | ox.BlankNode | None,
        hidden: str = _INTERNAL.value,
    ) -> Iterator[ox.Quad]:
        """Quads that fit a pattern, in which None stands for anything; ``store`` alone uses this.

        Graphs whose names begin with ``hidden`` are left out, as is that of the store itself.
        """
        names = (_INTERNAL.value, hidden)
        for quad in self._store.quads_for_pattern(subject, predicate, value, graph):
            name = quad.graph_name
            if not (isinstance(name, ox.NamedNode) and name.value.startswith(names)):
                yield quad

    def having(
        self, predicate: ox.NamedNode, value: ox.NamedNode, key: ox.NamedNode, wanted: ox.NamedNode
    ) -> set[ox.NamedNode]:
        """What has two values, one of each of two predicates, in any graphs, users' too; ``store`` alone uses
        this. Those with the first are looked through by the engine: few of them may have the second."""
        query = f"SELECT ?it {{ ?it {predicate} {value} FILTER EXISTS {{ ?it {key} {wanted} }} }}"
        found = self._store.query(query, use_default_graph_as_union=True)
        assert isinstance(found, ox.QuerySolutions)
        return {row["it"] for row in found if isinstance(row["it"], ox.NamedNode)}

    def about(self, subject: str, graph: str) -> list[str]:
        """The lines about a thing (IRI) in a graph (IRI; empty for the default graph)."""
        return [f"{quad} ." for quad in self.matching(ox.NamedNode(subject), None, None, _named(graph))]

    def within(self, graph: str) -> list[str]:
        """The lines of a graph (IRI; empty for the default graph)."""
        return [f"{quad} ." for quad in self.matching(None, None, None, _named(graph))]

    def pointing(self, predicate: str, value: str) -> set[str]:
        """IRIs of what has this value (IRI) of a predicate (IRI), in any graph."""
        found = self.matching(None, ox.NamedNode(predicate), ox.NamedNode(value), None)
        return {quad.subject.value for quad in found if isinstance(quad.subject, ox.NamedNode)}

    def graphs(self) -> set[str]:
        """IRIs of all named graphs, empty ones too."""
        return {str(g.value) for g in self._store.named_graphs() if g != _INTERNAL}

    def apply(self, delta: Delta, mark: str) -> None:
        """Apply a delta in one transaction and flush it, so that it outlives a power cut."""
        operations = [
            f"DELETE WHERE {{ GRAPH {_INTERNAL} {{ {_COMMIT} ?p ?o }} }}",
            f"INSERT DATA {{ GRAPH {_INTERNAL} {{ {_COMMIT} {_COMMIT} {ox.Literal(mark)} }} }}",
        ]
        if delta.removed:
            operations.insert(0, f"DELETE DATA {{ {_as_data(delta.removed)} }}")
        if delta.added:
            operations.append(f"INSERT DATA {{ {_as_data(delta.added)} }}")
        operations += [f"CREATE SILENT GRAPH {ox.NamedNode(graph)}" for graph in delta.graphs]
        operations += [f"DROP SILENT GRAPH {ox.NamedNode(graph)}" for graph in delta.dropped]
        try:
            self._store.update(" ;\n".join(operations))
            self._store.flush()
        except OSError as error:
            raise _explained(self._folder, error) from error

    def mark(self) -> str | None:
        """The mark of the last delta that was applied."""
        for quad in self._store.quads_for_pattern(_COMMIT, _COMMIT, None, _INTERNAL):
            if isinstance(quad.object, ox.Literal):
                return quad.object.value
        return None

    def backup(self, target: Path) -> None:
        """A checkpoint of the quads in a new folder."""
        try:
            self._store.backup(str(target))
        except OSError as error:
            raise _explained(target, error) from error


def dump_checkpoint(checkpoint: Path, target: Path) -> tuple[str, ...]:
    """The quads of a folder that ``backup`` made, as an N-Quads file; names of graphs without quads."""
    store = ox.Store.read_only(str(checkpoint))
    filled: set[object] = set()
    with target.open("wb") as file:
        for quad in store:
            if quad.graph_name != _INTERNAL:
                filled.add(quad.graph_name)
                file.write(f"{quad} .\n".encode())
    empty = (graph for graph in store.named_graphs() if graph not in filled and graph != _INTERNAL)
    return tuple(sorted(graph.value for graph in empty if isinstance(graph, ox.NamedNode)))


def canonical(lines: Iterable[str]) -> list[str]:
    """Lines of N-Quads as the engine gives them back, sorted and unique.

    They go through a store, since the engine keeps numbers and dates by value: "1.0" comes back as "1".
    """
    store = ox.Store()
    store.load(io.BytesIO("\n".join(lines).encode("utf-8")), format=ox.RdfFormat.N_QUADS)
    return canonical_order(f"{quad} ." for quad in store)


def to_format(lines: Iterable[str], suffix: str, prefixes: dict[str, str]) -> bytes:
    """Lines of N-Quads in the RDF format with this file suffix (trig, nq, ttl, jsonld, nt, rdf)."""
    chosen = ox.RdfFormat.from_extension(suffix)
    if chosen is None:
        raise StoreError(f"no RDF format has the suffix {suffix!r}; use trig, nq, ttl, nt, rdf or jsonld")
    source = io.BytesIO("\n".join(lines).encode("utf-8"))
    quads = ox.parse(source, format=ox.RdfFormat.N_QUADS)
    if chosen.supports_datasets:
        return _bytes(ox.serialize(quads, format=chosen, prefixes=prefixes))
    triples = {ox.Triple(q.subject, q.predicate, q.object) for q in quads}
    ordered = sorted(triples, key=str)
    return _bytes(ox.serialize(ordered, format=chosen, prefixes=prefixes))


def from_turtle(content: str) -> list[str]:
    """The triples of a Turtle document as N-Triples lines without the full stop."""
    return [str(triple).removesuffix(" .") for triple in _triples(content)]


def _triples(content: str) -> Iterator[ox.Triple]:
    for quad in ox.parse(content.encode("utf-8"), format=ox.RdfFormat.TURTLE):
        yield ox.Triple(quad.subject, quad.predicate, quad.object)


def _named(graph: str) -> ox.NamedNode | ox.DefaultGraph:
    return ox.NamedNode(graph) if graph else ox.DefaultGraph()


def _bytes(content: bytes | None) -> bytes:
    return content or b""


def _as_data(lines: Iterable[str]) -> str:
    """Quads in the syntax of INSERT DATA, grouped as they come."""
    parts: list[str] = []
    for quad in ox.parse("\n".join(lines).encode("utf-8"), format=ox.RdfFormat.N_QUADS):
        triple = f"{quad.subject} {quad.predicate} {quad.object} ."
        in_default = isinstance(quad.graph_name, ox.DefaultGraph)
        parts.append(triple if in_default else f"GRAPH {quad.graph_name} {{ {triple} }}")
    return "\n".join(parts)


def _explained(folder: Path, error: OSError | RuntimeError) -> StoreError:
    said = str(error)
    if "lock" in said.lower():
        return StoreBusy(f"{folder} is open in another process; wait for it or stop it")
    if "No space left" in said:
        return StoreFull(f"no space left on the disk that holds {folder}; nothing was changed")
    if "Read-only file system" in said or "Permission denied" in said:
        return StoreError(f"{folder} cannot be written: {said}; choose another place with --store")
    if isinstance(error, RuntimeError):
        said = f"{' '.join(said.split())} Restore a backup, or take the folder away and build the store again"
    return StoreError(f"{folder} cannot be opened as a store: {said}")
