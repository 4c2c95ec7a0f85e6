"""Terms and reports between pyoxigraph and rdflib.

Literals of type ``xsd:string`` become plain literals: rdflib holds the two to be unequal, and pySHACL
would then find violations where there are none.
"""

from __future__ import annotations

import pyoxigraph as ox
from rdflib import RDF, BNode, Graph, Literal, Namespace, URIRef
from rdflib.collection import Collection
from rdflib.term import Node

SH = Namespace("http://www.w3.org/ns/shacl#")
_STRING = "http://www.w3.org/2001/XMLSchema#string"
_REPEATS = {SH.zeroOrMorePath: "*", SH.oneOrMorePath: "+", SH.zeroOrOnePath: "?"}


def to_rdflib(triple: ox.Triple) -> tuple[Node, Node, Node]:
    """The triple in terms of rdflib."""
    return _term(triple.subject), URIRef(triple.predicate.value), _term(triple.object)


def _term(term: object) -> Node:
    if isinstance(term, ox.NamedNode):
        return URIRef(term.value)
    if isinstance(term, ox.BlankNode):
        return BNode(term.value)
    if not isinstance(term, ox.Literal):
        raise TypeError(f"no term of RDF 1.1: {term}")
    if term.language:
        return Literal(term.value, lang=term.language)
    if term.datatype.value == _STRING:
        return Literal(term.value)
    return Literal(term.value, datatype=URIRef(term.datatype.value), normalize=False)


def term_text(node: Node) -> str:
    """The term in the N-Triples form that pyoxigraph writes."""
    if isinstance(node, URIRef):
        return str(ox.NamedNode(str(node)))
    if not isinstance(node, Literal):
        return str(ox.BlankNode(str(node)))
    if node.language:
        return str(ox.Literal(str(node), language=node.language))
    if node.datatype is None:
        return str(ox.Literal(str(node)))
    return str(ox.Literal(str(node), datatype=ox.NamedNode(str(node.datatype))))


def path_text(report: Graph, shapes: Graph, path: Node) -> str:
    """A SHACL path as SPARQL, in the form of ``communique.validation.path``."""
    if isinstance(path, URIRef):
        return f"<{path}>"
    graph = report if (path, None, None) in report else shapes
    for repeat, mark in _REPEATS.items():
        if (inner := graph.value(path, repeat)) is not None:
            return f"({path_text(report, shapes, inner)}){mark}"
    if (inner := graph.value(path, SH.inversePath)) is not None:
        return f"^({path_text(report, shapes, inner)})"
    if (parts := graph.value(path, SH.alternativePath)) is not None:
        return "|".join(f"({path_text(report, shapes, p)})" for p in Collection(graph, parts))
    if (path, RDF.first, None) in graph:
        return "/".join(f"({path_text(report, shapes, p)})" for p in Collection(graph, path))
    return str(path)


def focus_of(report: Graph, result: Node) -> str:
    """The IRI of the focus node; for a blank node or literal its N-Triples form."""
    focus = report.value(result, SH.focusNode)
    return str(focus) if focus is None or isinstance(focus, URIRef) else term_text(focus)


def severity_of(report: Graph, result: Node) -> str:
    """Violation, Warning or Info."""
    return str(report.value(result, SH.resultSeverity)).removeprefix(str(SH))


def component_of(report: Graph, result: Node) -> str:
    """The local name of the constraint component."""
    return str(report.value(result, SH.sourceConstraintComponent)).removeprefix(str(SH))


def shape_of(report: Graph, result: Node) -> str:
    """The IRI of the shape; for one without, its blank node."""
    shape = report.value(result, SH.sourceShape)
    return str(shape) if isinstance(shape, URIRef) else f"_:{shape}"


def message_of(report: Graph, result: Node) -> str:
    """The message of the shape."""
    return str(report.value(result, SH.resultMessage) or "")
