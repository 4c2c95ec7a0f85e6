"""Pairs that may be one and are kept apart until somebody decides: what speaks for and against."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from communique.web.pages.answering import Visit
from communique.web.pages.graph import by, count, iri, text
from communique.web.pages.terms import Iri, Row, bind

COUNT = "SELECT (COUNT(*) AS ?n) WHERE { ?candidate a dip:Candidate }"
_DETAILS = """
  ?candidate dip:compares ?one .
  OPTIONAL { ?candidate dip:confidence ?confidence }
  OPTIONAL { ?candidate dip:reason ?reason }
  OPTIONAL { ?candidate dip:against ?against }
"""
_COLUMNS = "?candidate ?one ?confidence ?reason ?against"
_OPEN = f"""
SELECT {_COLUMNS} WHERE {{
  {{ SELECT ?candidate ?sure WHERE {{
      ?candidate a dip:Candidate . OPTIONAL {{ ?candidate dip:confidence ?sure }}
    }} ORDER BY DESC(?sure) ?candidate LIMIT $most OFFSET $first }}
{_DETAILS}}}
ORDER BY DESC(?sure) ?candidate ?one ?reason
"""
_OF = f"""
SELECT {_COLUMNS} WHERE {{
  {{ SELECT ?candidate WHERE {{
      ?candidate a dip:Candidate ; dip:compares $thing
    }} ORDER BY ?candidate LIMIT 20 }}
{_DETAILS}}}
ORDER BY DESC(?confidence) ?candidate ?one ?reason
"""
_CLAIMS = """
SELECT ?thing (COUNT(DISTINCT ?claim) AS ?claims) (COUNT(DISTINCT ?article) AS ?articles) WHERE {
  VALUES ?thing { $things }
  ?claim rdf:subject ?thing ; dip:source ?article .
} GROUP BY ?thing
"""


@dataclass(frozen=True, slots=True)
class Party:
    """One of the two, with how much is said of it."""

    thing: Iri
    label: str
    claims: int
    articles: int


@dataclass(frozen=True, slots=True)
class Candidate:
    """Two things that may be one. ``confidence`` is that the two are one, from 0 to 1, as written."""

    one: Party
    other: Party
    confidence: str
    reasons: tuple[str, ...]
    against: tuple[str, ...]

    def beside(self, thing: Iri) -> Party:
        """The party that is not this thing."""
        return self.other if self.one.thing == thing else self.one


def open_ones(visit: Visit, most: int, first: int) -> list[Candidate]:
    """Some of the open pairs, the likeliest first."""
    return _candidates(
        visit, visit.graph.rows(visit.shown("These pairs", bind(_OPEN, most=most, first=first)))
    )


def of(visit: Visit, thing: Iri) -> list[Candidate]:
    """The open pairs that a thing is part of."""
    return _candidates(visit, visit.graph.rows(visit.shown("What may be the same", bind(_OF, thing=thing))))


def between(visit: Visit, one: Iri, other: Iri) -> Candidate | None:
    """The open pair of these two, if there is one."""
    return next((pair for pair in of(visit, one) if pair.beside(one).thing == other), None)


def _candidates(visit: Visit, rows: Sequence[Row]) -> list[Candidate]:
    things = list(dict.fromkeys(thing for row in rows if (thing := iri(row, "one")) is not None))
    if not things:
        return []
    labels = visit.graph.labels(things)
    said = {text(row, "thing"): row for row in visit.graph.rows(bind(_CLAIMS, things=things))}
    found = []
    for same in by(rows, "candidate").values():
        pair = list(dict.fromkeys(thing for row in same if (thing := iri(row, "one")) is not None))
        if len(pair) != 2:
            continue
        one, other = (
            Party(
                thing,
                labels.get(thing, thing.local),
                count(said.get(thing.value, {}), "claims"),
                count(said.get(thing.value, {}), "articles"),
            )
            for thing in pair
        )
        found.append(
            Candidate(
                one,
                other,
                text(same[0], "confidence"),
                tuple(dict.fromkeys(text(row, "reason") for row in same if "reason" in row)),
                tuple(dict.fromkeys(text(row, "against") for row in same if "against" in row)),
            )
        )
    return found
