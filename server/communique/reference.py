"""What the gazetteer and the ontology say, in the form that the graph takes it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from communique import resources
from communique.extraction.gazetteer import Gazetteer, load
from communique.graph.reference import Entry
from communique.model.claims import Kind
from communique.store import from_turtle


@dataclass(frozen=True, slots=True)
class Atlas:
    """The gazetteer as the graph asks it: entries by key."""

    gazetteer: Gazetteer

    def entry(self, key: str) -> Entry:
        """The entry of a state, organisation or place; ``KeyError`` if the gazetteer has none."""
        return self._place(key) if key.startswith("place/") else self._polity(key)

    def _polity(self, key: str) -> Entry:
        polity = self.gazetteer.polity(key)
        return Entry(
            key=key,
            kind=Kind.COUNTRY if polity.is_country else Kind.ORGANIZATION,
            label=polity.label,
            names=tuple(sorted({*polity.names, polity.formal} - {""})),
            codes=tuple(code for code in (polity.alpha2, polity.alpha3) if code),
            within=polity.part_of if polity.is_country else None,
        )

    def _place(self, key: str) -> Entry:
        place = self.gazetteer.known_place(key)
        return Entry(
            key=key,
            kind=Kind.PLACE,
            label=place.label,
            within=place.country,
            latitude=place.latitude,
            longitude=place.longitude,
        )


def atlas() -> Atlas:
    """The atlas of the gazetteer that ships with the package."""
    return Atlas(load())


def ontology_lines() -> list[str]:
    """The vocabulary and the concept schemes, as N-Triples lines without the full stop."""
    return sorted({triple for content in _documents() for triple in from_turtle(content)})


def _documents() -> Iterator[str]:
    yield resources.read("ontology", "dip.ttl")
    for file in sorted(resources.folder("ontology", "concepts").iterdir(), key=lambda f: f.name):
        if file.name.endswith(".ttl"):
            yield file.read_text(encoding="utf-8")
