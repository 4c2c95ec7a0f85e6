"""What the graph offers for reconciliation: types, properties, candidates and their scores.

After the Reconciliation Service API 0.2 (https://reconciliation-api.github.io/specs/0.2/) and the draft of
1.0 (https://reconciliation-api.github.io/specs/draft/, 2026-07). Identifiers are
what follows the store's base in an IRI (``person/x``); types and properties go by their local names.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final
from typing import Literal as Literal_

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
FITS: Final = 90.0
"""From here on a value fits one that is required."""
MOST_HOLDERS: Final = 200


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
_HOLDERS = f"""
SELECT DISTINCT ?thing WHERE {{ VALUES ?value {{ $terms }} ?thing $property ?value }}
ORDER BY ?thing LIMIT {MOST_HOLDERS}
"""


Quantifier = Literal_["any", "all", "none"]


@dataclass(frozen=True, slots=True)
class Constraint:
    """A property by its identifier, and the values that speak for a thing that has any, all or none of them.

    A thing that does not fit a ``required`` one is no candidate.
    """

    key: str
    values: tuple[str, ...]
    quantifier: Quantifier = "any"
    required: bool = False


@dataclass(frozen=True, slots=True)
class Wanted:
    """One query: names or identifiers, types of which a candidate must have one, values that speak for it."""

    names: tuple[str, ...] = ()
    types: tuple[str, ...] = ()
    constraints: tuple[Constraint, ...] = ()
    most: int = 5
    identifiers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Candidate:
    """A thing that may be meant; ``match`` where it is safe to take it unseen."""

    hit: Hit
    score: float
    match: bool


def candidates(index: SearchIndex, seen: Snapshot, wanted: Wanted) -> list[Candidate]:
    """The things that may be meant, best first.

    By identifiers, if there are any; else by names; with neither, whatever has the values.
    """
    hits = {hit.iri: hit for hit in _hits(index, seen, wanted)}
    scores = {iri: hit.score for iri, hit in hits.items()}
    if wanted.constraints and hits:
        held = values(seen, list(hits), [each.key for each in wanted.constraints])
        for iri in list(hits):
            fits = [_fit(each, held.get((iri, each.key), ()), seen.base) for each in wanted.constraints]
            if any(each.required and fit < FITS for each, fit in zip(wanted.constraints, fits, strict=True)):
                del hits[iri]
                continue
            of_name = OF_NAME if wanted.names or wanted.identifiers else 0.0
            scores[iri] = of_name * scores[iri] + (1 - of_name) * sum(fits) / len(fits)
    ranked = sorted(hits.values(), key=lambda hit: (-scores[hit.iri], hit.label, hit.iri))
    next_best = scores[ranked[1].iri] if len(ranked) > 1 else 0.0
    return [
        Candidate(
            hit,
            round(scores[hit.iri], 1),
            place == 0 and scores[hit.iri] >= SURE and scores[hit.iri] - next_best >= GAP,
        )
        for place, hit in enumerate(ranked[: wanted.most])
    ]


def _hits(index: SearchIndex, seen: Snapshot, wanted: Wanted) -> list[Hit]:
    """Candidates before properties are looked at; of several names for one thing the best counts."""
    most = wanted.most + SAMPLE
    if wanted.identifiers:
        return index.things([_whole(each, seen.base) for each in wanted.identifiers], wanted.types)
    if any(wanted.names):
        found = [hit for name in wanted.names for hit in index.find(name, most, wanted.types)]
        return sorted(found, key=lambda hit: hit.score)
    holders = {iri for each in wanted.constraints for iri in _holders(index, seen, each)}
    return index.things(sorted(holders), wanted.types)


def _holders(index: SearchIndex, seen: Snapshot, wanted: Constraint) -> list[str]:
    """Things that have one of the values: an identifier, a name of a thing, or a literal."""
    if wanted.quantifier == "none":
        return []
    terms: list[Iri | Literal] = []
    for value in wanted.values:
        known = index.things([_whole(value, seen.base)]) or index.find(value, SAMPLE)
        terms += [Iri(hit.iri) for hit in known if is_iri(hit.iri)]
        xsd = PREFIXES["xsd"]
        terms += [Literal(value), Literal(value, language="en"), Literal(value, datatype=f"{xsd}date")]
        terms.append(Literal(value, datatype=PREFIXES["edtf"] + "EDTF"))
    if not terms:
        return []
    query = bind(_HOLDERS, property=PROPERTIES[wanted.key].iri, terms=terms)
    return [text(row, "thing") for row in seen.rows(query)]


def _fit(wanted: Constraint, held: Sequence[tuple[Term, str]], base: str) -> float:
    """How well the values of a thing fit, from 0 to 100."""
    if not wanted.values:
        return 0.0
    best = [max((_alike(one, other, base) for other in held), default=0.0) for one in wanted.values]
    if wanted.quantifier == "none":
        return 100.0 - max(best)
    return min(best) if wanted.quantifier == "all" else max(best)


def _whole(identifier: str, base: str) -> str:
    return identifier if identifier.startswith(base) else base + identifier


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
    """A value as data extension gives it (section 7.3): an entity, a day or a string."""
    if isinstance(value, Iri):
        return {"id": value.value.removeprefix(base), "name": label}
    if isinstance(value, Literal) and value.datatype == PREFIXES["xsd"] + "date":
        # The specification's dates have a time (schemas/data-extension-response.json).
        return {"date": f"{value.value}T00:00:00Z"}
    return {"str": label}


def _alike(asked: str, held: tuple[Term, str], base: str) -> float:
    value, label = held
    if asked in (str(value), str(value).removeprefix(base)):
        return 100.0
    return float(fuzz.token_sort_ratio(fold(latinised(asked)), fold(latinised(label))))
