"""SHACL property paths as SPARQL property paths (SHACL, section 2.3.1)."""

from __future__ import annotations

from dataclasses import dataclass

import pyoxigraph as ox

from communique.errors import ResourceMissing

_SH = "http://www.w3.org/ns/shacl#"
_RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_NIL = ox.NamedNode(_RDF + "nil")
_REPEATS = {"zeroOrMorePath": "*", "oneOrMorePath": "+", "zeroOrOnePath": "?"}

Term = ox.NamedNode | ox.BlankNode | ox.Literal


@dataclass(frozen=True, slots=True)
class Path:
    """A path as SPARQL text; which predicates it reads onwards and which against their direction.

    ``steps`` is how many triples it may be away from the focus node; paths that repeat count as 8.
    """

    sparql: str
    forward: frozenset[str]
    inverse: frozenset[str]
    steps: int


def read_path(graph: ox.Store, node: Term) -> Path:
    """The path that ``node`` describes; ``ResourceMissing`` if SHACL knows no such path."""
    if isinstance(node, ox.NamedNode):
        return Path(str(node), frozenset({node.value}), frozenset(), 1)
    if isinstance(node, ox.BlankNode):
        for quad in sorted(graph.quads_for_pattern(node, None, None), key=str):
            name = quad.predicate.value.removeprefix(_SH)
            value = quad.object
            if not isinstance(value, Term):
                continue
            if name == "inversePath":
                inner = read_path(graph, value)
                return Path(f"^({inner.sparql})", inner.inverse, inner.forward, inner.steps)
            if name == "alternativePath":
                parts = [read_path(graph, part) for part in read_list(graph, value)]
                return _joined(parts, "|", max(p.steps for p in parts))
            if name in _REPEATS:
                inner = read_path(graph, value)
                return Path(f"({inner.sparql}){_REPEATS[name]}", inner.forward, inner.inverse, 8)
        if any(graph.quads_for_pattern(node, ox.NamedNode(_RDF + "first"), None)):
            parts = [read_path(graph, part) for part in read_list(graph, node)]
            return _joined(parts, "/", sum(p.steps for p in parts))
    raise ResourceMissing(f"a shape has the path {node}, which SHACL does not know")


def read_list(graph: ox.Store, node: Term) -> tuple[Term, ...]:
    """The members of an RDF list."""
    members: list[Term] = []
    while isinstance(node, ox.BlankNode | ox.NamedNode) and node != _NIL:
        first = next(iter(graph.quads_for_pattern(node, ox.NamedNode(_RDF + "first"), None)), None)
        rest = next(iter(graph.quads_for_pattern(node, ox.NamedNode(_RDF + "rest"), None)), None)
        if first is None or rest is None:
            raise ResourceMissing(f"a shape has a list that breaks off at {node}")
        if isinstance(first.object, Term):
            members.append(first.object)
        if not isinstance(rest.object, Term):
            break
        node = rest.object
    return tuple(members)


def _joined(parts: list[Path], operator: str, steps: int) -> Path:
    return Path(
        operator.join(f"({part.sparql})" for part in parts),
        frozenset().union(*(part.forward for part in parts)),
        frozenset().union(*(part.inverse for part in parts)),
        steps,
    )
