"""What a change touched, against the shapes and audits that keep an article out of the graph.

The focus nodes are the subjects of all statements that come or go. What the checks read of them is copied
into a small store and checked there; findings about other nodes, of which the copy holds a part only, do not
count. How much is read follows from the change and not from how much is said elsewhere of the same things: of
whoever took part in very many events, what points to him is not read, nor what those say whom he met.

Only violations are looked for; they are not laid at the door of an article: whoever gets one asks
``validate`` about the whole graph.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import cache
from itertools import product
from typing import Protocol

import pyoxigraph as ox

from communique.validation.audit import Audit, run_audit
from communique.validation.compiled import Check, compile_shapes
from communique.validation.report import Report, Result, Severity
from communique.validation.shape import Shape, read_shapes, shapes_text
from communique.validation.whole import check_shapes, shipped_audits

_RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_DIP = "https://w3id.org/communique/ns#"
_TYPE = ox.NamedNode(_RDF + "type")
_SAID = tuple(ox.NamedNode(_RDF + name) for name in ("subject", "predicate", "object"))
_SUBJECT, _PREDICATE, _OBJECT = _SAID
_PART_OF, _DATE, _EVENT, _ABOUT = (ox.NamedNode(_DIP + n) for n in ("partOf", "date", "Event", "about"))
_STANDING = ox.NamedNode(_DIP + "standing")
_ACCEPTED = ox.NamedNode("https://w3id.org/communique/concept/standing/accepted")
_DERIVATION = ox.NamedNode(_DIP + "Derivation")
_DECLARED = (
    ox.NamedNode("http://www.w3.org/2004/02/skos/core#inScheme"),
    ox.NamedNode("http://www.w3.org/2000/01/rdf-schema#isDefinedBy"),
)
_BEYOND = {
    _DIP + "evidence": ("inArticle",),
    _DIP + "inArticle": ("text", "characters"),
    _DIP + "between": ("source", "saidBy"),
    _DIP + "delegation": ("member",),
}
"""By the predicate that leads from a focus node to another: what audits read there."""
_BACKED = {"audit:08-accepted-without-claim": True, "audit:10-derived-without-rule": False}
"""Audits that a triple fails for which nothing speaks, and whether an accepted claim would be enough."""
_BROUGHT = frozenset({"audit:20-undeclared-term", "audit:21-undeclared-concept", "audit:22-nothing-known"})
"""Audits about what a statement names, not about its subject."""
Value = ox.NamedNode | ox.Literal | ox.BlankNode | ox.Triple | None
Said = tuple[str, str, str]
"""A triple: the IRI of its subject, then predicate and object in N-Triples form."""


class Quads(Protocol):
    """Whatever can be asked for quads by pattern."""

    def quads_for_pattern(
        self, subject: ox.NamedNode | None, predicate: ox.NamedNode | None, value: Value
    ) -> Iterator[ox.Quad]:
        """The quads that fit."""
        ...


def validate_nearby(quads: Quads, changed: Iterable[ox.Quad]) -> Report:
    """What is violated around the subjects of changed quads, in ``quads`` as they are after the change."""
    region = _Region(quads, list(changed))
    near = ox.Store()
    near.extend(region.copied())
    results = check_shapes(near, region.checks())
    for audit in _audits():
        results += run_audit(near, audit)
    return Report.of([result for result in results if region.concerns(result)])


class _Region:
    """What is read around one change."""

    def __init__(self, quads: Quads, changed: list[ox.Quad]) -> None:
        self._quads = quads
        self._changed = changed
        self._focus = {quad.subject for quad in changed if isinstance(quad.subject, ox.NamedNode)}
        self._names = {node.value for node in self._focus}
        self._brought: set[str] = set()
        self._classes: set[str] = set()
        self._predicates: set[str] = set()
        self._classed: set[ox.NamedNode] = set()
        self._known: set[ox.NamedNode] = set()
        self._spoken: set[Said] = set()
        self._told: dict[ox.NamedNode, dict[ox.NamedNode, set[Value]]] = {}
        for quad in changed:
            if isinstance(quad.subject, ox.NamedNode):
                self._spoken.add((quad.subject.value, str(quad.predicate), str(quad.object)))
                self._tell(quad.subject, quad)

    def _tell(self, node: ox.NamedNode, quad: ox.Quad) -> None:
        """Note what a claim or derivation states, before or after the change."""
        if quad.predicate in _SAID:
            told = self._told.setdefault(node, {term: set() for term in _SAID})
            told[quad.predicate].add(quad.object)

    def copied(self) -> Iterator[ox.Quad]:
        """The quads that the checks read of the focus nodes."""
        for node in self._focus:
            own = list(self._quads.quads_for_pattern(node, None, None))
            yield from own
            yield from self._led_to(own)
            if not own:
                yield from self._naming(node)
            elif any(quad.predicate == _TYPE and quad.object == _EVENT for quad in own):
                yield from self._dated(node)
            for predicate in _against():
                yield from self._quads.quads_for_pattern(None, predicate, node)
            for quad in own:
                self._predicates.add(quad.predicate.value)
                self._tell(node, quad)
            if own:
                self._known.add(node)
        yield from self._stated()
        yield from self._named()
        yield from self._wholes()

    def checks(self) -> Iterator[Check]:
        """The checks of shapes that have some focus node for a target."""
        for kind, terms, checks in _checks():
            there = self._classes if kind == "targetClass" else self._predicates
            if kind not in {"targetClass", "targetSubjectsOf"} or not terms.isdisjoint(there):
                yield from checks

    def concerns(self, result: Result) -> bool:
        """Whether a finding is about what changed, and not about what was left out of the copy."""
        if result.check in _BROUGHT:
            return result.focus in self._names or result.focus in self._brought
        if result.focus not in self._names:
            return False
        if result.check not in _BACKED:
            return True
        said = (result.focus, result.path or "", result.value or "")
        return said in self._spoken and not self._backed(said, by_claim=_BACKED[result.check])

    def _led_to(self, own: Iterable[ox.Quad]) -> Iterator[ox.Quad]:
        """Of what a node leads to, the class where some check asks for it, and what audits read there."""
        for quad in own:
            node = quad.object
            if not isinstance(node, ox.NamedNode):
                continue
            if quad.predicate == _TYPE:
                self._classes.add(node.value)
            elif quad.predicate in _class_matters():
                yield from self._class_of(node)
            for name in _BEYOND.get(quad.predicate.value, ()):
                yield from self._quads.quads_for_pattern(node, ox.NamedNode(_DIP + name), None)

    def _class_of(self, node: ox.NamedNode) -> Iterator[ox.Quad]:
        if node not in self._classed:
            self._classed.add(node)
            yield from self._quads.quads_for_pattern(node, _TYPE, None)

    def _naming(self, node: ox.NamedNode) -> Iterator[ox.Quad]:
        """What still names a thing of which nothing is said any more."""
        for quad in self._quads.quads_for_pattern(None, None, node):
            yield quad
            if isinstance(quad.subject, ox.NamedNode):
                yield from self._quads.quads_for_pattern(quad.subject, _PREDICATE, None)

    def _dated(self, event: ox.NamedNode) -> Iterator[ox.Quad]:
        """The claims about the date of an event, and the disagreements about it."""
        for quad in self._quads.quads_for_pattern(None, _SUBJECT, event):
            if isinstance(quad.subject, ox.NamedNode) and _any(
                self._quads.quads_for_pattern(quad.subject, _PREDICATE, _DATE)
            ):
                yield from self._quads.quads_for_pattern(quad.subject, None, None)
        for quad in self._quads.quads_for_pattern(None, _ABOUT, event):
            if isinstance(quad.subject, ox.NamedNode):
                yield from self._quads.quads_for_pattern(quad.subject, None, None)

    def _stated(self) -> Iterator[ox.Quad]:
        """The triples that claims and derivations of the focus state or stated, as far as they stand."""
        for said in self._told.values():
            for subject, predicate, value in product(*said.values()):
                if isinstance(subject, ox.NamedNode) and isinstance(predicate, ox.NamedNode):
                    self._spoken.add((subject.value, str(predicate), str(value)))
                    yield from self._quads.quads_for_pattern(subject, predicate, value)

    def _named(self) -> Iterator[ox.Quad]:
        """Of terms, concepts and things that changed statements name: that they are declared, or known."""
        named: set[ox.NamedNode] = set()
        for quad in self._changed:
            named.add(quad.predicate)
            if isinstance(quad.object, ox.NamedNode):
                named.add(quad.object)
        self._brought = {node.value for node in named}
        for node in named - self._known:
            declared = [
                quad for term in _DECLARED for quad in self._quads.quads_for_pattern(node, term, None)
            ]
            yield from declared or self._any_of(node)

    def _any_of(self, node: ox.NamedNode) -> Iterator[ox.Quad]:
        found = next(iter(self._quads.quads_for_pattern(node, None, None)), None)
        if found is not None:
            yield found

    def _wholes(self) -> Iterator[ox.Quad]:
        """Everything that the focus nodes are part of, however far."""
        seen: set[ox.NamedNode] = set()
        stack = list(self._focus) if _PART_OF.value in self._predicates else []
        while stack:
            node = stack.pop()
            if node not in seen:
                seen.add(node)
                for quad in self._quads.quads_for_pattern(node, _PART_OF, None):
                    yield quad
                    if isinstance(quad.object, ox.NamedNode):
                        stack.append(quad.object)

    def _backed(self, said: Said, *, by_claim: bool) -> bool:
        """Whether an accepted claim or a derivation states a triple, anywhere."""
        for quad in self._quads.quads_for_pattern(None, _SUBJECT, ox.NamedNode(said[0])):
            node = quad.subject
            if not isinstance(node, ox.NamedNode):
                continue
            predicates = {str(q.object) for q in self._quads.quads_for_pattern(node, _PREDICATE, None)}
            values = {str(q.object) for q in self._quads.quads_for_pattern(node, _OBJECT, None)}
            if said[1] in predicates and said[2] in values:
                if _any(self._quads.quads_for_pattern(node, _TYPE, _DERIVATION)):
                    return True
                if by_claim and _any(self._quads.quads_for_pattern(node, _STANDING, _ACCEPTED)):
                    return True
        return False


def _any(quads: Iterable[ox.Quad]) -> bool:
    return any(True for _ in quads)


@cache
def _audits() -> tuple[Audit, ...]:
    """The audits whose findings are violations."""
    return tuple(audit for audit in shipped_audits() if audit.severity is Severity.VIOLATION)


@cache
def _shapes() -> tuple[Shape, ...]:
    return read_shapes(shapes_text())


@cache
def _checks() -> tuple[tuple[str, frozenset[str], tuple[Check, ...]], ...]:
    """The checks whose findings are violations, each with the kind of target and the terms that name it."""
    found = []
    for shape in _shapes():
        for target in shape.targets:
            checks = compile_shapes((replace(shape, targets=(target,)),))
            wanted = tuple(one for one in checks if one.shape.severity == Severity.VIOLATION)
            found.append((target.kind, frozenset(term.value for term in target.terms), wanted))
    return tuple(found)


@cache
def _class_matters() -> frozenset[ox.NamedNode]:
    """Predicates of whose values some check asks the class."""
    paths = {
        predicate
        for shape in _shapes()
        for part in shape.walk()
        if part.path is not None
        and any(c.kind == "Class" for inner in part.walk() for c in inner.constraints)
        for predicate in part.path.forward
    }
    return frozenset({_SUBJECT, _OBJECT, *map(ox.NamedNode, paths)})


@cache
def _against() -> tuple[ox.NamedNode, ...]:
    """Predicates that the checks of shapes read against their direction."""
    paths = {
        predicate
        for _, _, checks in _checks()
        for one in checks
        for part in one.shape.walk()
        if part.path is not None
        for predicate in part.path.inverse
    }
    return tuple(map(ox.NamedNode, sorted(paths)))
