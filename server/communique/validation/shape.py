"""Shapes as plain data, read from SHACL core in Turtle (https://www.w3.org/TR/shacl/)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pyoxigraph as ox

from communique import resources
from communique.errors import ResourceMissing
from communique.validation.path import Path, read_list, read_path

SH = "http://www.w3.org/ns/shacl#"

Term = ox.NamedNode | ox.BlankNode | ox.Literal

# Parameter -> name of its constraint component (SHACL, section 4). Those of one term, ...
_ONE_TERM = {
    "class": "Class",
    "datatype": "Datatype",
    "nodeKind": "NodeKind",
    "minCount": "MinCount",
    "maxCount": "MaxCount",
    "minExclusive": "MinExclusive",
    "minInclusive": "MinInclusive",
    "maxExclusive": "MaxExclusive",
    "maxInclusive": "MaxInclusive",
    "minLength": "MinLength",
    "maxLength": "MaxLength",
    "uniqueLang": "UniqueLang",
    "equals": "Equals",
    "disjoint": "Disjoint",
    "lessThan": "LessThan",
    "lessThanOrEquals": "LessThanOrEquals",
    "hasValue": "HasValue",
}
# ... of a list of terms, of one shape, and of a list of shapes.
_TERMS = {"in": "In", "languageIn": "LanguageIn"}
_ONE_SHAPE = {"not": "Not", "node": "Node"}
_SHAPES = {"and": "And", "or": "Or", "xone": "Xone"}
_TARGETS = ("targetClass", "targetNode", "targetSubjectsOf", "targetObjectsOf")


@dataclass(frozen=True, slots=True)
class Constraint:
    """One constraint. ``kind`` is the component without ``ConstraintComponent``.

    ``terms`` are its parameters, ``shapes`` the shapes it refers to. ``Pattern`` has regular expression
    and flags; ``Closed`` the allowed properties; ``QualifiedMinCount`` and ``QualifiedMaxCount`` the number
    and one shape.
    """

    kind: str
    terms: tuple[Term, ...] = ()
    shapes: tuple[Shape, ...] = ()

    @property
    def component(self) -> str:
        """The local name of the constraint component."""
        return f"{self.kind}ConstraintComponent"


@dataclass(frozen=True, slots=True)
class Target:
    """Where focus nodes come from: ``kind`` is targetClass, targetNode, targetSubjectsOf, targetObjectsOf."""

    kind: str
    terms: tuple[ox.NamedNode, ...]


@dataclass(frozen=True, slots=True)
class Shape:
    """A node shape (``path`` is None) or a property shape."""

    iri: str
    path: Path | None
    severity: str
    message: str
    targets: tuple[Target, ...]
    constraints: tuple[Constraint, ...]
    properties: tuple[Shape, ...]

    def walk(self) -> Iterator[Shape]:
        """This shape and all below it, those of logical constraints too."""
        yield self
        for shape in self.properties:
            yield from shape.walk()
        for constraint in self.constraints:
            for shape in constraint.shapes:
                yield from shape.walk()


def shapes_text() -> str:
    """The shapes that ship with the package, as one Turtle text (each file brings its own prefixes)."""
    files = sorted(
        (f for f in resources.folder("ontology", "shapes").iterdir() if f.name.endswith(".ttl")),
        key=lambda f: f.name,
    )
    if not files:
        raise ResourceMissing("ontology/shapes holds no file: install the package again")
    return "\n".join(f.read_text(encoding="utf-8") for f in files)


def read_shapes(turtle: str) -> tuple[Shape, ...]:
    """Every shape with a target, ordered by IRI."""
    graph = ox.Store()
    graph.extend(ox.parse(turtle.encode("utf-8"), format=ox.RdfFormat.TURTLE))
    reader = _Reader(graph)
    subjects = {
        q.subject
        for name in _TARGETS
        for q in graph.quads_for_pattern(None, ox.NamedNode(SH + name), None)
        if isinstance(q.subject, ox.NamedNode | ox.BlankNode)
    }
    return tuple(sorted((reader.shape(s) for s in subjects), key=lambda shape: shape.iri))


@dataclass(frozen=True, slots=True)
class _Reader:
    graph: ox.Store

    def shape(self, node: ox.NamedNode | ox.BlankNode) -> Shape:
        path = self._one(node, "path")
        severity = self._one(node, "severity")
        message = self._one(node, "message")
        return Shape(
            iri=node.value if isinstance(node, ox.NamedNode) else str(node),
            path=read_path(self.graph, path) if path is not None else None,
            severity=severity.value.removeprefix(SH) if severity is not None else "Violation",
            message=message.value if message is not None else "",
            targets=tuple(t for name in _TARGETS if (t := self._target(node, name)) is not None),
            constraints=tuple(self._constraints(node)),
            properties=tuple(self.shape(_node(p)) for p in self._all(node, "property")),
        )

    def _target(self, node: ox.NamedNode | ox.BlankNode, name: str) -> Target | None:
        terms = tuple(t for t in self._all(node, name) if isinstance(t, ox.NamedNode))
        return Target(name, terms) if terms else None

    def _constraints(self, node: ox.NamedNode | ox.BlankNode) -> Iterator[Constraint]:
        for name, kind in _ONE_TERM.items():
            for term in self._all(node, name):
                if name != "uniqueLang" or term.value == "true":
                    yield Constraint(kind, (term,))
        for name, kind in _TERMS.items():
            for term in self._all(node, name):
                yield Constraint(kind, read_list(self.graph, term))
        for name, kind in _ONE_SHAPE.items():
            for term in self._all(node, name):
                yield Constraint(kind, shapes=(self.shape(_node(term)),))
        for name, kind in _SHAPES.items():
            for term in self._all(node, name):
                parts = read_list(self.graph, term)
                yield Constraint(kind, shapes=tuple(self.shape(_node(p)) for p in parts))
        yield from self._joint_constraints(node)

    def _joint_constraints(self, node: ox.NamedNode | ox.BlankNode) -> Iterator[Constraint]:
        """Constraints that take more than one parameter."""
        flags = self._one(node, "flags")
        for term in self._all(node, "pattern"):
            yield Constraint("Pattern", (term, flags) if flags is not None else (term,))
        closed = self._one(node, "closed")
        if closed is not None and closed.value == "true":
            ignored = self._one(node, "ignoredProperties")
            allowed = list(read_list(self.graph, ignored)) if ignored is not None else []
            for prop in self._all(node, "property"):
                path = self._one(_node(prop), "path")
                if isinstance(path, ox.NamedNode):
                    allowed.append(path)
            yield Constraint("Closed", tuple(allowed))
        for shape in self._all(node, "qualifiedValueShape"):
            for name in ("qualifiedMinCount", "qualifiedMaxCount"):
                for count in self._all(node, name):
                    kind = name[0].upper() + name[1:]
                    yield Constraint(kind, (count,), (self.shape(_node(shape)),))

    def _all(self, node: ox.NamedNode | ox.BlankNode, name: str) -> list[Term]:
        found = (q.object for q in self.graph.quads_for_pattern(node, ox.NamedNode(SH + name), None))
        return sorted((t for t in found if isinstance(t, Term)), key=str)

    def _one(self, node: ox.NamedNode | ox.BlankNode, name: str) -> Term | None:
        return next(iter(self._all(node, name)), None)


def _node(term: Term) -> ox.NamedNode | ox.BlankNode:
    if isinstance(term, ox.Literal):
        raise ResourceMissing(f"a shape refers to the literal {term} where another shape is needed")
    return term
