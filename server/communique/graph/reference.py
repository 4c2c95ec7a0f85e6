"""The reference graph: countries, organisations and places of the gazetteer that the corpus uses."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Protocol

from communique.graph.accepted import CLASSES, gazetteer_keys
from communique.graph.corpus import Corpus
from communique.graph.iris import Iris
from communique.graph.terms import GEO, LABEL, SKOS, TYPE, WGS, dip, iri, text, typed
from communique.model.claims import Kind


@dataclass(frozen=True, slots=True)
class Entry:
    """What the gazetteer knows of one key. ``names`` are other names and historical ones.

    ``codes`` are notations such as ISO 3166-1 codes; ``matches`` are IRIs of the same thing elsewhere
    that a source at hand confirms. ``latitude`` and ``longitude`` are WGS 84 degrees.
    """

    key: str
    kind: Kind
    label: str
    names: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()
    within: str | None = None
    latitude: float | None = None
    longitude: float | None = None
    matches: tuple[str, ...] = ()


class Gazetteer(Protocol):
    """Whatever can look up entries by key."""

    def entry(self, key: str) -> Entry:
        """The entry of a key; ``KeyError`` if there is none."""
        ...


def reference_graph(corpus: Corpus, iris: Iris, gazetteer: Gazetteer) -> Iterator[str]:
    """Triples about every key in use, and about the countries that those lie in."""
    yield from describe_entries(with_countries(gazetteer_keys(corpus), gazetteer), iris, gazetteer)


def with_countries(keys: Iterable[str], gazetteer: Gazetteer) -> set[str]:
    """These keys, and those of the countries that they lie in."""
    entries = [gazetteer.entry(key) for key in keys]
    return {key for entry in entries for key in (entry.key, entry.within) if key}


def describe_entries(keys: Iterable[str], iris: Iris, gazetteer: Gazetteer) -> Iterator[str]:
    """What the gazetteer knows of each key."""
    for entry in map(gazetteer.entry, keys):
        subject = iri(iris.thing(entry.key))
        yield f"{subject} {TYPE} {dip(CLASSES[entry.kind])}"
        yield f"{subject} {LABEL} {text(entry.label, 'en')}"
        yield f"{subject} <{SKOS}prefLabel> {text(entry.label, 'en')}"
        for name in entry.names:
            if name != entry.label:
                yield f"{subject} <{SKOS}altLabel> {text(name, 'en')}"
        for code in entry.codes:
            yield f"{subject} <{SKOS}notation> {text(code)}"
        for match in entry.matches:
            yield f"{subject} <{SKOS}exactMatch> {iri(match)}"
        if entry.within:
            yield f"{subject} {dip('within')} {iri(iris.thing(entry.within))}"
        if entry.latitude is not None and entry.longitude is not None:
            point = f"POINT({entry.longitude} {entry.latitude})"
            yield f"{subject} <{GEO}asWKT> {typed(point, GEO + 'wktLiteral')}"
            yield f"{subject} <{WGS}lat> {typed(entry.latitude, 'decimal')}"
            yield f"{subject} <{WGS}long> {typed(entry.longitude, 'decimal')}"
