"""What a change touched, against the shapes and audits that the whole graph is checked with.

The focus nodes are the subjects of all statements that come or go. What they say, what points to them, and
what both lead to is copied into a small store, and checked there; findings about other nodes, of which the
copy holds a part only, do not count. A finding may be wrong where a check reads further than the copy goes;
whoever gets one asks ``validate`` about the whole graph.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Protocol

import pyoxigraph as ox

from communique.validation.report import Report
from communique.validation.whole import validate

_PART_OF = ox.NamedNode("https://w3id.org/communique/ns#partOf")
_TYPE = ox.NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
Value = ox.NamedNode | ox.Literal | ox.BlankNode | ox.Triple | None


class Quads(Protocol):
    """Whatever can be asked for quads by pattern."""

    def quads_for_pattern(
        self, subject: ox.NamedNode | None, predicate: ox.NamedNode | None, value: Value
    ) -> Iterator[ox.Quad]:
        """The quads that fit."""
        ...


def validate_nearby(quads: Quads, changed: Iterable[ox.Quad], base: str) -> Report:
    """What the checks say of the subjects of changed quads, in ``quads`` as they are after the change."""
    focus = {quad.subject for quad in changed if isinstance(quad.subject, ox.NamedNode)}
    near = ox.Store()
    near.extend(_neighbourhood(quads, focus))
    names = {node.value for node in focus}
    return Report.of([result for result in validate(near, base).results if result.focus in names])


def _neighbourhood(quads: Quads, focus: set[ox.NamedNode]) -> Iterator[ox.Quad]:
    reached: set[ox.NamedNode] = set()
    for node in focus:
        for quad in quads.quads_for_pattern(node, None, None):
            yield quad
            if isinstance(quad.object, ox.NamedNode) and quad.predicate != _TYPE:
                reached.add(quad.object)
        for quad in quads.quads_for_pattern(None, None, node):
            if isinstance(quad.subject, ox.NamedNode):
                reached.add(quad.subject)
    yield from _wholes(quads, focus)
    beyond: set[ox.NamedNode] = set()
    for node in reached - focus:
        for quad in quads.quads_for_pattern(node, None, None):
            yield quad
            if isinstance(quad.object, ox.NamedNode):
                beyond.add(quad.object)
    # Of what is two steps away, the class tells whether it is of the kind that a predicate takes.
    for node in beyond - reached - focus:
        yield from quads.quads_for_pattern(node, _TYPE, None)


def _wholes(quads: Quads, focus: set[ox.NamedNode]) -> Iterator[ox.Quad]:
    """Everything that the focus nodes are part of, however far."""
    seen: set[ox.NamedNode] = set()
    stack = list(focus)
    while stack:
        node = stack.pop()
        if node not in seen:
            seen.add(node)
            for quad in quads.quads_for_pattern(node, _PART_OF, None):
                yield quad
                if isinstance(quad.object, ox.NamedNode):
                    stack.append(quad.object)
