"""What the graph offers for reconciliation: types, properties, candidates and their scores.

After the Reconciliation Service API 0.2 (https://reconciliation-api.github.io/specs/0.2/). Identifiers are
what follows the store's base in an IRI (``person/x``); types and properties go by their local names.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from rapidfuzz import fuzz

from communique.resolution.folding import fold
from communique.web.latinisation import latinised
from communique.web.linked.snapshot import Snapshot
from communique.web.pages.graph import by, text
from communique.web.pages.terms import PREFIXES, Iri, Literal, Term, bind, is_iri
from communique.web.search_index import Hit, SearchIndex

TYPES: Final[Mapping[str, str]] = {
    "Person": "person",
    "Office": "office",
    "Event": "event",
    "Meeting": "meeting",
    "Call": "telephone or video call",
    "Visit": "visit",
    "Summit": "summit",
    "Conference": "conference",
    "PressConference": "press conference",
    "Base": "military base",
    "Place": "place",
    "Country": "country",
    "Organization": "organization",
    "Article": "article",
}
"""Types by identifier, in words."""
SAMPLE: Final = 10
"""Candidates more than asked for, that properties may lift into the answer."""
SURE: Final = 95.0
"""A single candidate from this score on is a match, if the next is ``GAP`` points behind."""
GAP: Final = 15.0
OF_NAME: Final = 0.7
"""The part of the name in a score where properties are given too."""


@dataclass(frozen=True, slots=True)
class Property:
    """A property by its identifier: name in words, IRI, and the types whose things have it."""

    key: str
    name: str
    iri: Iri
    of: tuple[str, ...]


_EVENTS = ("Event", "Meeting", "Call", "Visit", "Summit", "Conference", "PressConference")


def _property(prefixed: str, name: str, *of: str) -> Property:
    prefix, _, local = prefixed.partition(":")
    return Property(local, name, Iri(PREFIXES[prefix] + local), of)


PROPERTIES: Final[Mapping[str, Property]] = {
    each.key: each
    for each in (
        _property("skos:altLabel", "other spellings", *TYPES),
        _property("dip:heldOffice", "office held", "Person"),
        _property("dip:represents", "speaks for", "Person"),
        _property("dip:met", "met", "Person"),
        _property("dip:spokeWith", "spoke with", "Person"),
        _property("dip:role", "role", "Office"),
        _property("dip:officeOf", "office of", "Office"),
        _property("dip:date", "date (EDTF)", *_EVENTS),
        _property("dip:earliest", "first possible day", *_EVENTS),
        _property("dip:latest", "last possible day", *_EVENTS),
        _property("dip:status", "status", *_EVENTS),
        _property("dip:place", "place", *_EVENTS),
        _property("dip:participant", "participant", *_EVENTS),
        _property("dip:side", "state or organization taking part", *_EVENTS),
        _property("dip:topic", "topic", *_EVENTS),
        _property("dip:operator", "operated by", "Base"),
        _property("dip:hostCountry", "lies in", "Base"),
        _property("dip:baseKind", "kind of base", "Base"),
        _property("dip:near", "near", "Base"),
        _property("dip:within", "lies within", "Place"),
        _property("dcterms:publisher", "publisher", "Article"),
        _property("dcterms:issued", "published on", "Article"),
    )
}
"""Properties by identifier."""

_VALUES = """
SELECT ?thing ?p ?value ?label WHERE {
  VALUES ?thing { $things } VALUES ?p { $properties }
  ?thing ?p ?value
  OPTIONAL { ?value rdfs:label ?label }
}
ORDER BY ?thing ?p ?label ?value
"""


@dataclass(frozen=True, slots=True)
class Wanted:
    """One query: a name, types of which a candidate must have one, values that speak for it."""

    name: str
    types: tuple[str, ...] = ()
    values: tuple[tuple[str, tuple[str, ...]], ...] = ()
    """Identifier of a property, and the values of which one should fit."""
    most: int = 5


@dataclass(frozen=True, slots=True)
class Candidate:
    """A thing that may be meant; ``match`` where it is safe to take it unseen."""

    hit: Hit
    score: float
    match: bool


def candidates(index: SearchIndex, seen: Snapshot, wanted: Wanted) -> list[Candidate]:
    """The things that may be meant, best first."""
    hits = index.find(wanted.name, wanted.most + SAMPLE, wanted.types)
    scores = {hit.iri: hit.score for hit in hits}
    if wanted.values and hits:
        held = values(seen, [hit.iri for hit in hits], [key for key, _ in wanted.values])
        for hit in hits:
            fits = [
                max(
                    (
                        _alike(one, other, seen.base)
                        for one in asked
                        for other in held.get((hit.iri, key), ())
                    ),
                    default=0.0,
                )
                for key, asked in wanted.values
            ]
            scores[hit.iri] = OF_NAME * hit.score + (1 - OF_NAME) * sum(fits) / len(fits)
    ranked = sorted(hits, key=lambda hit: (-scores[hit.iri], hit.label, hit.iri))
    next_best = scores[ranked[1].iri] if len(ranked) > 1 else 0.0
    return [
        Candidate(
            hit,
            round(scores[hit.iri], 1),
            place == 0 and scores[hit.iri] >= SURE and scores[hit.iri] - next_best >= GAP,
        )
        for place, hit in enumerate(ranked[: wanted.most])
    ]


def values(
    seen: Snapshot, things: Sequence[str], keys: Iterable[str]
) -> dict[tuple[str, str], list[tuple[Term, str]]]:
    """The values of properties by thing and property: each with its label, or as text."""
    properties = {PROPERTIES[key].iri.value: key for key in keys if key in PROPERTIES}
    known = [Iri(thing) for thing in things if is_iri(thing)]
    if not properties or not known:
        return {}
    query = bind(_VALUES, things=known, properties=[Iri(value) for value in properties])
    found: dict[tuple[str, str], list[tuple[Term, str]]] = {}
    for (thing, way, _), rows in by(seen.rows(query), "thing", "p", "value").items():
        value = rows[0]["value"]
        label = text(rows[0], "label") or (value.local if isinstance(value, Iri) else str(value))
        found.setdefault((thing, properties[way]), []).append((value, label))
    return found


def cell(value: Term, label: str, base: str) -> dict[str, str]:
    """A value as data extension gives it (section 7.3): an entity, a date or a string."""
    if isinstance(value, Iri):
        return {"id": value.value.removeprefix(base), "name": label}
    if isinstance(value, Literal) and value.datatype == PREFIXES["xsd"] + "date":
        return {"date": value.value}
    return {"str": label}


def _alike(asked: str, held: tuple[Term, str], base: str) -> float:
    value, label = held
    if asked in (str(value), str(value).removeprefix(base)):
        return 100.0
    return float(fuzz.token_sort_ratio(fold(latinised(asked)), fold(latinised(label))))
