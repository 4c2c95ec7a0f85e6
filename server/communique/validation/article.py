"""What one article touches, against the same shapes with pySHACL.

Focus nodes are the article, its sentences and claims, and the things that its claims are about; besides, the
objects of claims whose predicate some shape reads against its direction (``sh:inversePath``): only for
those can the article change what a thing that it does not speak of conforms to. What rules derive from many
articles at once is left to the check of the whole store.

pySHACL is given a small rdflib graph: what the shapes read of the focus nodes, and the classes of the
values. Its size depends on the article, not on the store.

This module imports pySHACL and rdflib, and no other module of the package imports it: who only serves
does not pay for them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache

import pyoxigraph as ox
from pyshacl import validate as pyshacl_validate
from rdflib import BNode, Graph, URIRef
from rdflib.collection import Collection

from communique.validation.attribution import attribute
from communique.validation.report import Report, Result, Severity
from communique.validation.shape import Shape, read_shapes, shapes_text
from communique.validation.translation import (
    SH,
    component_of,
    focus_of,
    message_of,
    path_text,
    severity_of,
    shape_of,
    term_text,
    to_rdflib,
)

_RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_TYPE = ox.NamedNode(_RDF + "type")
_SUBJECT, _PREDICATE, _OBJECT = (ox.NamedNode(_RDF + n) for n in ("subject", "predicate", "object"))
_TARGETS = ("targetClass", "targetNode", "targetSubjectsOf", "targetObjectsOf")


@dataclass(frozen=True, slots=True)
class Reads:
    """What shapes read: predicates onwards, predicates against their direction, and how far they go."""

    forward: frozenset[str]
    inverse: frozenset[str]
    steps: int
    closed: frozenset[str]
    """Classes whose nodes may have no other properties: all that such a node says is read."""

    @classmethod
    def of(cls, shapes: Iterable[Shape]) -> Reads:
        """What these shapes read."""
        forward: set[str] = set()
        inverse: set[str] = set()
        closed: set[str] = set()
        steps = 1
        for top in shapes:
            steps = max(steps, _depth(top))
            for shape in top.walk():
                if shape.path is not None:
                    forward |= shape.path.forward
                    inverse |= shape.path.inverse
                for constraint in shape.constraints:
                    if constraint.kind in {"LessThan", "LessThanOrEquals", "Disjoint", "Equals"}:
                        forward |= {t.value for t in constraint.terms}
                    if constraint.kind == "Closed":
                        closed |= {t.value for target in top.targets for t in target.terms}
            forward |= {t.value for g in top.targets if g.kind == "targetSubjectsOf" for t in g.terms}
        return cls(frozenset(forward), frozenset(inverse), steps, frozenset(closed))


def validate_article(store: ox.Store, article: str, base: str | None = None) -> Report:
    """What the shapes say of one article (its IRI) in a store that the rules have been run on."""
    results = check_nodes(store, focus_nodes(store, article, shipped_reads()), shipped_shapes())
    return Report.of([attribute(store, result, base) for result in results])


def focus_nodes(store: ox.Store, article: str, reads: Reads) -> set[ox.NamedNode]:
    """The nodes whose conformance the article may have changed."""
    graph = ox.NamedNode(article)
    nodes: set[ox.NamedNode] = set()
    for quad in store.quads_for_pattern(None, _TYPE, None, graph):
        if isinstance(quad.subject, ox.NamedNode):
            nodes.add(quad.subject)
    for quad in store.quads_for_pattern(None, _SUBJECT, None, graph):
        if isinstance(quad.object, ox.NamedNode):
            nodes.add(quad.object)
    for predicate in reads.inverse:
        for quad in store.quads_for_pattern(None, _PREDICATE, ox.NamedNode(predicate), graph):
            for value in store.quads_for_pattern(quad.subject, _OBJECT, None, graph):
                if isinstance(value.object, ox.NamedNode):
                    nodes.add(value.object)
    return nodes


def check_nodes(store: ox.Store, focus: set[ox.NamedNode], shapes: Graph) -> list[Result]:
    """Results of pySHACL for these focus nodes, not yet attributed to articles."""
    data = Graph()
    for triple in closure(store, focus, shipped_reads()):
        data.add(to_rdflib(triple))
    # Not the option focus_nodes: with it pySHACL 0.40 takes every value that is no focus node to conform
    # to the shapes inside sh:or, sh:not and sh:xone.
    _, found, _ = pyshacl_validate(
        data, shacl_graph=shapes, advanced=False, do_owl_imports=False, inference="none", inplace=True
    )
    wanted = {node.value for node in focus}
    return [result for result in results_of(found, shapes) if result.focus in wanted]


def closure(store: ox.Store, focus: set[ox.NamedNode], reads: Reads) -> Iterator[ox.Triple]:
    """What the shapes read of the focus nodes, and the classes of everything met on the way."""
    seen: set[ox.NamedNode] = set()
    frontier = set(focus)
    for _ in range(reads.steps):
        reached: set[ox.NamedNode] = set()
        for node in frontier - seen:
            for triple in _said_of(store, node, reads):
                yield triple
                reached |= {t for t in (triple.subject, triple.object) if isinstance(t, ox.NamedNode)}
        seen |= frontier
        frontier = reached
    for node in frontier - seen:
        for quad in store.quads_for_pattern(node, _TYPE, None, None):
            yield ox.Triple(quad.subject, quad.predicate, quad.object)


def _said_of(store: ox.Store, node: ox.NamedNode, reads: Reads) -> Iterator[ox.Triple]:
    kinds = [q.object for q in store.quads_for_pattern(node, _TYPE, None, None)]
    everything = any(isinstance(k, ox.NamedNode) and k.value in reads.closed for k in kinds)
    for kind in kinds:
        yield ox.Triple(node, _TYPE, kind)
    if everything:
        quads = store.quads_for_pattern(node, None, None, None)
        yield from (ox.Triple(q.subject, q.predicate, q.object) for q in quads)
    else:
        for predicate in reads.forward:
            for quad in store.quads_for_pattern(node, ox.NamedNode(predicate), None, None):
                yield ox.Triple(quad.subject, quad.predicate, quad.object)
    for predicate in reads.inverse:
        for quad in store.quads_for_pattern(None, ox.NamedNode(predicate), node, None):
            yield ox.Triple(quad.subject, quad.predicate, quad.object)


def results_of(report: Graph, shapes: Graph) -> Iterator[Result]:
    """The results in a validation report of pySHACL."""
    for node in report.objects(None, SH.result):
        path = report.value(node, SH.resultPath)
        value = report.value(node, SH.value)
        shape = shape_of(report, node)
        yield Result(
            severity=Severity(severity_of(report, node)),
            check=shape,
            component=component_of(report, node),
            focus=focus_of(report, node),
            message=message_of(report, node),
            path=None if path is None else path_text(report, shapes, path),
            value=None if value is None else term_text(value),
        )


def _depth(shape: Shape) -> int:
    below = [*shape.properties, *(s for c in shape.constraints for s in c.shapes)]
    steps = shape.path.steps if shape.path is not None else 0
    return steps + max((_depth(s) for s in below), default=0)


@cache
def shipped_reads() -> Reads:
    """What the shapes that ship with the package read; computed once a process."""
    return Reads.of(read_shapes(shapes_text()))


@cache
def shipped_shapes() -> Graph:
    """The shapes that ship with the package as an rdflib graph, flattened; parsed once a process."""
    return flattened(Graph().parse(data=shapes_text(), format="turtle"))


def flattened(shapes: Graph) -> Graph:
    """The same shapes, with the property shapes of each targeted node shape given its targets themselves.

    The results are the same. pySHACL evaluates a property shape that has targets once for all focus nodes,
    and one that hangs below a node shape once for each; measured, that doubles the time of a check.
    """
    found = [triple for name in _TARGETS for triple in shapes.triples((None, SH[name], None))]
    targets = [(s, p, o) for s, p, o in found if (s, SH.path, None) not in shapes]
    for node, predicate, target in targets:
        for part in shapes.objects(node, SH.property):
            shapes.add((part, predicate, target))
    for node in {node for node, _, _ in targets}:
        parts = list(shapes.objects(node, SH.property))
        ignored = shapes.value(node, SH.ignoredProperties)
        paths = [path for part in parts if isinstance(path := shapes.value(part, SH.path), URIRef)]
        if (node, SH.closed, None) in shapes and paths:
            allowed = Collection(shapes, BNode(), [*(Collection(shapes, ignored) if ignored else ()), *paths])
            shapes.set((node, SH.ignoredProperties, allowed.uri))
        shapes.remove((node, SH.property, None))
    return shapes
