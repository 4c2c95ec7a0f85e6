"""What the protocol layer hands to the writer of the store.

Who applies it (the process that owns the store) sees to atomicity, durability and the guard over graphs:
one call is one commit or none. Nothing here knows HTTP.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, Literal, Protocol

from communique.sparql.evaluation import never

EVERY_GRAPH: Final = "urn:communique:graph:every"
"""Stands in ``GraphWrite.graph`` for the whole dataset: the unnamed graph and all named ones."""


@dataclass(frozen=True, slots=True)
class Update:
    """One SPARQL 1.1 Update request, already within the limits and without a loud LOAD or SERVICE.

    A dataset that the request named (``using-graph-uri``) stands in the text as USING. ``targets`` are the
    graphs that it may change, ``UNNAMED_GRAPH`` among them; ``None`` when only its evaluation can tell.
    """

    text: str
    targets: tuple[str, ...] | None = None
    base_iri: str | None = None
    deadline: float = 60.0
    client: str = ""


@dataclass(frozen=True, slots=True)
class GraphWrite:
    """One write of the Graph Store Protocol.

    ``nquads`` are sorted N-Quads as ``Evaluator.parse`` gives them. For a named graph or the unnamed one
    (``graph`` is ``None``) every line is a triple; for ``EVERY_GRAPH`` a line goes where it says. ``put``
    replaces, ``post`` adds (and keeps an empty graph), ``delete`` removes the graph; each of them for
    ``EVERY_GRAPH`` means the dataset. ``if_match`` are contents (``etag.graph_tag``) of which the graph
    must have one now; ``()`` means that it must exist, ``None`` that nothing is asked. ``if_none_match`` is
    the opposite: contents that it must not have; ``()`` means that it must not exist.
    """

    action: Literal["put", "post", "delete"]
    graph: str | None
    nquads: bytes = b""
    if_match: tuple[str, ...] | None = None
    if_none_match: tuple[str, ...] | None = None
    client: str = ""


@dataclass(frozen=True, slots=True)
class Commit:
    """What became of a write: the id that the store has now, and whether a graph came into being."""

    id: str
    created: bool = False


class Updater(Protocol):
    """Applies updates. When a call returns, the next query sees its effect."""

    def update(self, update: Update, cancelled: Callable[[], bool] = never) -> Commit:
        """Apply every operation of an update, or none.

        Raises ``QuerySyntaxError``, ``Forbidden`` for a graph that must not be written, ``InvalidGraph``
        with the report of a SHACL guard, ``DeadlineExceeded``, ``Overloaded``, ``StoreFull``.
        """

    def write(self, write: GraphWrite) -> Commit:
        """Write one graph, or the dataset.

        Raises ``GraphMissing`` for the deletion of what is not there, ``StaleGraph`` when ``if_match`` or
        ``if_none_match`` fails, and else as ``update``.
        """


def is_user_graph(graph: str, base: str) -> bool:
    """Whether a graph belongs to users: its name is below ``<base>graph/user/``."""
    return graph.startswith(f"{base}graph/user/") and len(graph) > len(f"{base}graph/user/")
