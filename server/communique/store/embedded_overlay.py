"""A store as it will be after a delta that is not yet applied, and as it was before, pattern by pattern.

What users and the store itself keep in graphs of their own is not shown.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import pyoxigraph as ox

from communique.store.base import Delta
from communique.store.embedded import EmbeddedStore

Subject = ox.NamedNode | ox.BlankNode | ox.Triple | None
Value = ox.NamedNode | ox.Literal | ox.BlankNode | ox.Triple | None
Graph = ox.NamedNode | ox.DefaultGraph | ox.BlankNode | None


class Overlay:
    """Reads an open store with a delta laid over it. ``hidden`` begins the names of graphs not shown."""

    def __init__(self, store: EmbeddedStore, hidden: str, delta: Delta = Delta()) -> None:  # noqa: B008 - frozen
        self._store = store
        self._hidden = hidden
        self._removed: set[ox.Quad] = set()
        self._added = ox.Store()
        self.lay(delta)

    def lay(self, delta: Delta) -> None:
        """Lay another delta over what is there."""
        for quad in quads_of(delta.removed):
            if quad in self._added:
                self._added.remove(quad)
            else:
                self._removed.add(quad)
        for quad in quads_of(delta.added):
            if quad in self._removed:
                self._removed.remove(quad)
            else:
                self._added.add(quad)

    def delta(self) -> Delta:
        """All that was laid over the store."""
        return Delta(
            removed=tuple(sorted(f"{quad} ." for quad in self._removed)),
            added=tuple(sorted(f"{quad} ." for quad in self._added)),
        )

    def changed(self) -> Iterator[ox.Quad]:
        """Every quad that comes or goes."""
        yield from self._removed
        yield from self._added

    def adds(self, quad: ox.Quad) -> bool:
        """Whether the delta puts this quad in."""
        return quad in self._added

    def removes(self, quad: ox.Quad) -> bool:
        """Whether the delta takes this quad out."""
        return quad in self._removed

    def quads_for_pattern(
        self, subject: Subject, predicate: ox.NamedNode | None, value: Value, graph: Graph = None
    ) -> Iterator[ox.Quad]:
        """Quads after the delta."""
        for quad in self._held(subject, predicate, value, graph):
            if quad not in self._removed:
                yield quad
        yield from self._added.quads_for_pattern(subject, predicate, value, graph)

    def ever(self, subject: Subject, predicate: ox.NamedNode | None, value: Value) -> Iterator[ox.Quad]:
        """Quads before or after the delta."""
        yield from self._held(subject, predicate, value, None)
        yield from self._added.quads_for_pattern(subject, predicate, value, None)

    def having(
        self, predicate: ox.NamedNode, value: ox.NamedNode, key: ox.NamedNode, wanted: ox.NamedNode
    ) -> set[ox.NamedNode]:
        """What may have two values, one of each of two predicates, before or after the delta: all that has,
        and perhaps more."""
        added = (
            quad.subject
            for one, other in ((predicate, value), (key, wanted))
            for quad in self._added.quads_for_pattern(None, one, other)
        )
        held = self._store.having(predicate, value, key, wanted)
        return held | {node for node in added if isinstance(node, ox.NamedNode)}

    def _held(
        self, subject: Subject, predicate: ox.NamedNode | None, value: Value, graph: Graph
    ) -> Iterator[ox.Quad]:
        return self._store.matching(subject, predicate, value, graph, self._hidden)


def quads_of(lines: Iterable[str]) -> Iterator[ox.Quad]:
    """Lines of N-Quads, as quads."""
    return iter(ox.parse("\n".join(lines).encode("utf-8"), format=ox.RdfFormat.N_QUADS))
