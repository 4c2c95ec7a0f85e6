"""What the pages of the vocabulary show of terms, concepts and shapes, and where each is shown."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from communique import resources
from communique.validation.audit import Audit
from communique.validation.patterns import Pattern, describe_patterns
from communique.validation.shape import Shape, read_shapes, shapes_text
from communique.validation.vocabulary import (
    NAMESPACE,
    ConceptEntry,
    Scheme,
    Term,
    describe_concepts,
    describe_vocabulary,
)
from communique.validation.whole import shipped_audits
from communique.web.pages.paths import Paths, compact, is_web_address
from communique.web.pages.terms import PREFIXES, Iri, bind

_CONCEPTS = "https://w3id.org/communique/concept/"
DOCUMENTS: Mapping[str, tuple[str, str]] = {
    "shapes": ("Shapes", "What every graph must satisfy before it is served, in SHACL core and in queries."),
    "contribution": ("Contributions", "What data from outside must satisfy besides, before it is taken in."),
    "lint": ("Lint", "What the vocabulary itself must satisfy."),
}
"""The documents of shapes: title and what they are for."""
VALUES: Mapping[str, tuple[str, ...]] = {
    "role": ("role",),
    "status": ("status",),
    "standing": ("standing",),
    "modality": ("modality",),
    "capacity": ("capacity",),
    "basekind": ("baseKind",),
    "topic": ("topic",),
    "eventkind": (),
}
"""The properties whose values come from a scheme, by its key."""

_SELECT = "SELECT ?thing ?label WHERE {\n  %s\n  OPTIONAL { ?thing rdfs:label ?label }\n} LIMIT 100"
_NOTATIONS = (
    "SELECT ?concept ?code WHERE {\n  ?concept skos:notation ?code\n  FILTER(DATATYPE(?code) = dip:%s)\n}"
)


@dataclass(frozen=True, slots=True)
class Reference:
    """How an IRI is shown, and where it leads; ``href`` is empty if nowhere."""

    shown: str
    href: str


@dataclass(frozen=True, slots=True)
class Use:
    """Where a term is used: properties of a class, properties that lead to it, a query, patterns."""

    of: tuple[str, ...]
    to: tuple[str, ...]
    query: str
    patterns: tuple[Pattern, ...]


@dataclass(frozen=True, slots=True)
class ShownConcept:
    """One concept with a query for what has it."""

    key: str
    label: str
    definition: str
    notations: tuple[str, ...]
    broader: str | None
    query: str


@dataclass(frozen=True, slots=True)
class ShownScheme:
    """One scheme; ``properties`` are the IRIs of those that take their values from it."""

    key: str
    iri: str
    label: str
    definition: str
    properties: tuple[str, ...]
    concepts: tuple[ShownConcept, ...]


@dataclass(frozen=True, slots=True)
class ShownPart:
    """One shape or property shape that says something: ``kinds`` are the names of its constraints."""

    name: str
    message: str
    severity: str
    path: tuple[str, ...]
    kinds: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ShownShape:
    """One shape with a target, and its parts."""

    name: str
    targets: tuple[str, ...]
    parts: tuple[ShownPart, ...]


def refer(paths: Paths, iri: str) -> Reference:
    """A term of ours leads to its place at ``/ns``, a foreign one to its own address."""
    shown = compact(Iri(iri))
    if iri.startswith(NAMESPACE):
        return Reference(shown, f"{paths.root}/ns#{iri.removeprefix(NAMESPACE)}")
    if iri.startswith(_CONCEPTS):
        return Reference(shown, f"{paths.root}/concept/{iri.removeprefix(_CONCEPTS)}")
    return Reference(shown, iri if is_web_address(iri) else "")


def property_iri(name: str) -> str:
    """The IRI of a property as pictures name it: ``rdf:subject``, or a name of ours without prefix."""
    prefix, _, local = name.rpartition(":")
    return (PREFIXES[prefix] if prefix else NAMESPACE) + local


@cache
def uses() -> Mapping[str, Use]:
    """The uses of every term by its IRI."""
    every = describe_vocabulary()
    return {term.iri: _use(term, every) for term in every}


def _use(term: Term, every: tuple[Term, ...]) -> Use:
    of = tuple(t.iri for t in every if term.iri in t.domain) if term.kind == "class" else ()
    to = tuple(t.iri for t in every if term.iri in t.range) if term.kind == "class" else ()
    found = tuple(p for p in describe_patterns() if term.name in {part for path in p.paths for part in path})
    return Use(of, to, _query(term), found)


def _query(term: Term) -> str:
    if term.kind == "class":
        return bind(_SELECT % f"?thing a dip:{term.name} .")
    if term.kind == "datatype":
        return bind(_NOTATIONS % term.name)
    return bind(f"SELECT ?thing ?value WHERE {{\n  ?thing dip:{term.name} ?value\n}} LIMIT 100")


@cache
def schemes() -> tuple[ShownScheme, ...]:
    """Every scheme as its page shows it."""
    return tuple(_scheme(scheme) for scheme in describe_concepts())


def scheme_exists(key: str | None) -> bool:
    """Whether there is such a scheme; without a key all of them are meant."""
    return key is None or any(scheme.key == key for scheme in schemes())


def concept_exists(scheme: str, key: str) -> bool:
    """Whether the scheme has such a concept."""
    return any(s.key == scheme and any(c.key == key for c in s.concepts) for s in schemes())


def _scheme(scheme: Scheme) -> ShownScheme:
    key = scheme.iri.removeprefix(_CONCEPTS)
    return ShownScheme(
        key,
        scheme.iri,
        scheme.label,
        scheme.definition,
        tuple(NAMESPACE + name for name in VALUES[key]),
        tuple(_concept(key, entry) for entry in scheme.concepts),
    )


def _concept(scheme: str, entry: ConceptEntry) -> ShownConcept:
    key = entry.iri.rpartition("/")[2]
    if scheme == "eventkind":
        body = f"{scheme}:{key} dip:eventClass ?class .\n  ?thing a ?class ."
    else:
        body = f"?thing dip:{VALUES[scheme][0]} {scheme}:{key} ."
    query = bind(_SELECT % body)
    return ShownConcept(key, entry.label, entry.definition, entry.notations, entry.broader, query)


@cache
def shapes_of(document: str) -> tuple[ShownShape, ...]:
    """The shapes of a document, with what each demands."""
    text = shapes_text() if document == "shapes" else resources.read("ontology", f"{document}.ttl")
    return tuple(_shape(shape) for shape in read_shapes(text))


def _shape(shape: Shape) -> ShownShape:
    parts = [part for part in (shape, *shape.properties) if part.message]
    return ShownShape(
        _local(shape.iri),
        tuple(term.value for target in shape.targets for term in target.terms),
        tuple(_part(part) for part in parts),
    )


def _part(part: Shape) -> ShownPart:
    path = sorted(part.path.forward | part.path.inverse) if part.path else []
    kinds = dict.fromkeys(constraint.kind for constraint in part.constraints)
    return ShownPart(_local(part.iri), part.message, part.severity, tuple(path), tuple(kinds))


def shown_audits() -> tuple[Audit, ...]:
    """The audits, in the order of their numbers."""
    return shipped_audits()


def _local(iri: str) -> str:
    return iri.rpartition("#")[2]
