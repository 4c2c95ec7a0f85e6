"""What the vocabulary says of each term, for its documentation.

Reads ``ontology/dip.ttl``, the concept schemes, the shapes and the questions; needs only pyoxigraph, so
that a server can show it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Literal

import pyoxigraph as ox

from communique import resources
from communique.validation.shape import Shape, read_shapes, shapes_text

NAMESPACE = "https://w3id.org/communique/ns#"
ONTOLOGY = "https://w3id.org/communique/ns"
_RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_RDFS = "http://www.w3.org/2000/01/rdf-schema#"
_SKOS = "http://www.w3.org/2004/02/skos/core#"
_SCHEMA = "https://schema.org/"
_OWL = "http://www.w3.org/2002/07/owl#"
_STATUS = "http://www.w3.org/2003/06/sw-vocab-status/ns#term_status"
_KINDS = {
    f"{_OWL}Class": "class",
    f"{_OWL}ObjectProperty": "object property",
    f"{_OWL}DatatypeProperty": "datatype property",
    f"{_RDFS}Datatype": "datatype",
}
_PREFIX = re.compile(r"^@prefix (\w+): <([^>]+)>", re.MULTILINE)
_DECLARED = re.compile(r"dip:(\w+) a (?:owl|rdfs):")
_TERM = re.compile(r"\bdip:([A-Za-z0-9]+)")


@dataclass(frozen=True, slots=True)
class Binding:
    """One shape that binds a term: what it demands, in words."""

    shape: str
    message: str
    severity: str


@dataclass(frozen=True, slots=True)
class Term:
    """One class, property or datatype. ``example`` is Turtle with the usual prefixes; ``broader`` the IRIs
    of superclasses or superproperties, ``narrower`` the other way round; ``questions`` the names of files in
    ``ontology/questions`` that use the term; ``status`` is stable, testing or archaic.
    """

    iri: str
    label: str
    definition: str
    example: str
    kind: str
    domain: tuple[str, ...]
    range: tuple[str, ...]
    broader: tuple[str, ...]
    narrower: tuple[str, ...]
    shapes: tuple[Binding, ...]
    questions: tuple[str, ...]
    status: str
    symmetric: bool = False

    @property
    def name(self) -> str:
        """The local name; the anchor of the term on its page."""
        return self.iri.removeprefix(NAMESPACE)


@dataclass(frozen=True, slots=True)
class ConceptEntry:
    """One concept of a scheme. ``notations`` are codes with the name of their scheme: ``CAMEO 041``."""

    iri: str
    label: str
    definition: str
    notations: tuple[str, ...]
    broader: str | None


@dataclass(frozen=True, slots=True)
class Scheme:
    """One concept scheme."""

    iri: str
    label: str
    definition: str
    concepts: tuple[ConceptEntry, ...]


def version() -> str:
    """The version of the vocabulary."""
    return _one(_vocabulary(), ox.NamedNode(ONTOLOGY), f"{_OWL}versionInfo")


Serialisation = Literal["ttl", "nt", "jsonld", "rdfxml"]
_FORMATS = {
    "nt": ox.RdfFormat.N_TRIPLES,
    "jsonld": ox.RdfFormat.JSON_LD,
    "rdfxml": ox.RdfFormat.RDF_XML,
}


def vocabulary_as(form: Serialisation) -> bytes:
    """The vocabulary as a document of its own; as Turtle it is the file that people edit."""
    return document_as(resources.read("ontology", "dip.ttl"), form)


def scheme_as(name: str, form: Serialisation) -> bytes:
    """A concept scheme by the last part of its IRI (``role``); ``KeyError`` if there is none such."""
    files = {f.name: f for f in resources.folder("ontology", "concepts").iterdir()}
    return document_as(files[f"{name}.ttl"].read_text(encoding="utf-8"), form)


def document_as(turtle: str, form: Serialisation) -> bytes:
    """A Turtle text in another format; as Turtle it stays as it is."""
    if form == "ttl":
        return turtle.encode("utf-8")
    quads = ox.parse(turtle.encode("utf-8"), format=ox.RdfFormat.TURTLE)
    prefixes = dict(sorted(_PREFIX.findall(turtle)))
    return ox.serialize((q.triple for q in quads), format=_FORMATS[form], prefixes=prefixes) or b""


@cache
def describe_vocabulary() -> tuple[Term, ...]:
    """Every term, classes first, in alphabetical order within its kind."""
    graph = _vocabulary()
    bindings = _bindings(read_shapes(shapes_text()))
    used = _questions_by_term()
    order = list(_KINDS.values())
    terms = [
        _term(graph, node, kind, bindings, used)
        for iri, kind in _KINDS.items()
        for node in _subjects(graph, f"{_RDF}type", iri)
    ]
    return tuple(sorted(terms, key=lambda t: (order.index(t.kind), t.name)))


@cache
def sections() -> tuple[tuple[str, tuple[str, ...]], ...]:
    """The local names of the terms under the headings of ``dip.ttl``, classes before properties."""
    found: dict[str, list[str]] = {}
    heading = ""
    for line in resources.read("ontology", "dip.ttl").splitlines():
        if line.startswith("### "):
            heading = line.removeprefix("### ").partition(":")[0]
        elif match := _DECLARED.match(line):
            found.setdefault(heading, []).append(match[1])
    return tuple((title, tuple(names)) for title, names in found.items())


@cache
def describe_concepts() -> tuple[Scheme, ...]:
    """Every concept scheme, in the order of its IRI."""
    graph = _load("concepts")
    schemes = _subjects(graph, f"{_RDF}type", f"{_SKOS}ConceptScheme")
    return tuple(
        Scheme(
            scheme.value,
            _one(graph, scheme, f"{_SKOS}prefLabel"),
            _one(graph, scheme, f"{_SKOS}definition"),
            tuple(_concept(graph, c) for c in _subjects(graph, f"{_SKOS}inScheme", scheme.value)),
        )
        for scheme in schemes
    )


def _term(
    graph: ox.Store,
    node: ox.NamedNode,
    kind: str,
    bindings: dict[str, tuple[Binding, ...]],
    used: dict[str, tuple[str, ...]],
) -> Term:
    up = f"{_RDFS}subClassOf" if kind == "class" else f"{_RDFS}subPropertyOf"
    return Term(
        iri=node.value,
        label=_one(graph, node, f"{_RDFS}label"),
        definition=_one(graph, node, f"{_SKOS}definition"),
        example=_one(graph, node, f"{_SKOS}example"),
        kind=kind,
        domain=_all(graph, node, f"{_SCHEMA}domainIncludes"),
        range=_all(graph, node, f"{_SCHEMA}rangeIncludes"),
        broader=_all(graph, node, up),
        narrower=tuple(n.value for n in _subjects(graph, up, node.value)),
        shapes=bindings.get(node.value, ()),
        questions=used.get(node.value.removeprefix(NAMESPACE), ()),
        status=_one(graph, node, _STATUS),
        symmetric=f"{_OWL}SymmetricProperty" in _all(graph, node, f"{_RDF}type"),
    )


def _concept(graph: ox.Store, node: ox.NamedNode) -> ConceptEntry:
    quads = graph.quads_for_pattern(node, ox.NamedNode(f"{_SKOS}notation"), None)
    notations = [
        f"{q.object.datatype.value.removeprefix(NAMESPACE).upper()} {q.object.value}"
        for q in quads
        if isinstance(q.object, ox.Literal)
    ]
    broader = _all(graph, node, f"{_SKOS}broader")
    return ConceptEntry(
        node.value,
        _one(graph, node, f"{_SKOS}prefLabel"),
        _one(graph, node, f"{_SKOS}definition"),
        tuple(sorted(notations)),
        broader[0] if broader else None,
    )


def _bindings(shapes: tuple[Shape, ...]) -> dict[str, tuple[Binding, ...]]:
    """What shapes demand, by the class they target or the property they constrain."""
    found: dict[str, list[Binding]] = {}
    for top in shapes:
        classes = [t.value for target in top.targets for t in target.terms]
        for shape in (top, *top.properties):
            if not shape.message:
                continue
            bound = Binding(shape.iri, shape.message, shape.severity)
            about = list(classes) + (sorted(shape.path.forward | shape.path.inverse) if shape.path else [])
            for iri in dict.fromkeys(about):
                found.setdefault(iri, []).append(bound)
    return {iri: tuple(bound) for iri, bound in found.items()}


def _questions_by_term() -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for file in sorted(resources.folder("ontology", "questions").iterdir(), key=lambda f: f.name):
        if file.name.endswith(".rq"):
            for name in sorted(set(_TERM.findall(file.read_text(encoding="utf-8")))):
                found.setdefault(name, []).append(file.name.removesuffix(".rq"))
    return {name: tuple(files) for name, files in found.items()}


@cache
def _vocabulary() -> ox.Store:
    store = ox.Store()
    text = resources.read("ontology", "dip.ttl")
    store.extend(ox.parse(text.encode("utf-8"), format=ox.RdfFormat.TURTLE))
    return store


def _load(folder: str) -> ox.Store:
    store = ox.Store()
    for file in resources.folder("ontology", folder).iterdir():
        if file.name.endswith(".ttl"):
            text = file.read_text(encoding="utf-8")
            store.extend(ox.parse(text.encode("utf-8"), format=ox.RdfFormat.TURTLE))
    return store


def _subjects(graph: ox.Store, predicate: str, value: str) -> list[ox.NamedNode]:
    quads = graph.quads_for_pattern(None, ox.NamedNode(predicate), ox.NamedNode(value), None)
    found = {q.subject for q in quads if isinstance(q.subject, ox.NamedNode)}
    return sorted(found, key=lambda node: node.value)


def _all(graph: ox.Store, node: ox.NamedNode, predicate: str) -> tuple[str, ...]:
    quads = graph.quads_for_pattern(node, ox.NamedNode(predicate), None, None)
    return tuple(sorted(q.object.value for q in quads if isinstance(q.object, ox.NamedNode | ox.Literal)))


def _one(graph: ox.Store, node: ox.NamedNode, predicate: str) -> str:
    return next(iter(_all(graph, node, predicate)), "")
