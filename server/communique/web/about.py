"""The server's own description as a graph of the dataset: what ``/sparql`` says can be asked for, too.

It is counted on each commit before that is served, so that both come in one step and no answer mixes
them; a commit is held up for as long as the counting takes.

It is no part of the default graph: what is counted there is what the articles say. Editors that look there
for examples and prefixes and find none, such as that of SIB, read them in the document at ``/sparql``.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Final

from communique.errors import CommuniqueError
from communique.sparql.description import Described, describe
from communique.sparql.evaluation import about_graph
from communique.sparql.statistics import QUERIES, Statistics, assembled, rows_of
from communique.sparql.triples import Triple, iri
from communique.sparql.workers.source import Delta
from communique.sparql.workers.tier import QueryTier

DEADLINE: Final = 2.0
"""Seconds in which everything is counted, or else what is cheap; the graph says what is left out."""
CHEAP: Final = ("total", "graphs", "graph_count")

log: Final = logging.getLogger("communique.about")


@dataclass(slots=True)
class About:
    """Keeps the graph of ``about_graph(base)`` true; ``described`` says what the server is, given a time."""

    tier: QueryTier
    base: str
    described: Callable[[datetime], Described]
    _lines: bytes = field(default=b"", init=False)

    def renewed(self, delta: Delta, made: datetime) -> Delta:
        """A commit, with the description of what it makes of the dataset in place of the one before."""
        bare = self.withdrawn(delta)
        self._lines = self._described(bare, made)
        return replace(bare, added=_joined(delta.added, self._lines))

    def withdrawn(self, delta: Delta) -> Delta:
        """A commit that another follows at once: without a description, rather than with the one before."""
        bare = replace(delta, removed=_joined(delta.removed, self._lines))
        self._lines = b""
        return bare

    def _described(self, delta: Delta, made: datetime) -> bytes:
        for names in (tuple(QUERIES), CHEAP):
            try:
                answer = self.tier.foresee(delta, None, [QUERIES[name] for name in names], DEADLINE)
                lines = b"".join(answer.frames).splitlines()
            except CommuniqueError as failed:
                log.info("commit %s could not be counted: %s", delta.commit, failed)
                continue
            found = {name: rows_of(line) for name, line in zip(names, lines, strict=True)}
            graph = about_graph(self.base)
            return _lines(self._triples(assembled(delta.commit, found), graph, made), graph)
        return b""

    def _triples(self, statistics: Statistics, graph: str, made: datetime) -> list[Triple]:
        """The description, in which this graph counts itself."""
        what = self.described(made)
        own = replace(
            statistics,
            graphs={**statistics.graphs, graph: 0},
            graph_count=statistics.graph_count + 1,
        )
        size = len(set(describe(what, own)))
        return describe(what, replace(own, graphs={**statistics.graphs, graph: size}))


def _lines(triples: Iterable[Triple], graph: str) -> bytes:
    name = iri(graph)
    return "".join(f"{' '.join(triple)} {name} .\n" for triple in sorted(set(triples))).encode()


def _joined(one: bytes, other: bytes) -> bytes:
    return one + (b"\n" if one and not one.endswith(b"\n") else b"") + other
