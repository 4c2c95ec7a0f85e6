"""Disagreements: what two or more sources tell differently, side by side."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from communique.web.pages.answering import Visit
from communique.web.pages.dates import dated, undated
from communique.web.pages.display import value
from communique.web.pages.graph import by, iri, text
from communique.web.pages.readings import CLAIM_COLUMNS, CLAIM_DETAILS, Reading, readings
from communique.web.pages.terms import Iri, Row, Term, bind, bound
from communique.web.pages.wording import DIP, forward

COUNT = "SELECT (COUNT(*) AS ?n) WHERE { ?d a dip:Disagreement%s }"
"""Counts all; with `` ; dip:onProperty <...>`` in its place, those on one property."""
_LIST = """
SELECT ?d ?thing ?name ?on ?on_label WHERE {
  { SELECT DISTINCT ?d ?thing WHERE { ?d a dip:Disagreement ; dip:about ?thing%s }
    ORDER BY ?d LIMIT $most OFFSET $first }
  ?d dip:onProperty ?on .
  OPTIONAL { ?thing rdfs:label ?name }
  OPTIONAL { ?on rdfs:label ?on_label }
}
ORDER BY ?name ?d
"""
_ONE = """
SELECT ?d ?thing ?name ?on ?on_label WHERE {
  BIND($disagreement AS ?d)
  ?d dip:about ?thing ; dip:onProperty ?on .
  OPTIONAL { ?thing rdfs:label ?name }
  OPTIONAL { ?on rdfs:label ?on_label }
}
LIMIT 1
"""
_CLAIMS = (
    f"SELECT ?d {CLAIM_COLUMNS}"
    """
WHERE {
  VALUES ?d { $disagreements }
  ?d dip:between ?claim .
  ?claim rdf:predicate ?p ; rdf:object ?other ; dip:source ?article .
""" + CLAIM_DETAILS + "}\nORDER BY ?issued ?article ?start ?claim"
)


@dataclass(frozen=True, slots=True)
class Side:
    """One of the values that sources give."""

    value: Term
    shown: str
    readings: tuple[Reading, ...]

    @property
    def sources(self) -> tuple[Iri, ...]:
        """The articles that give it."""
        return tuple(dict.fromkeys(reading.article for reading in self.readings))

    @property
    def standing(self) -> str:
        """The best standing among its claims: accepted before all others."""
        standings = [reading.standing for reading in self.readings]
        return "accepted" if "accepted" in standings else next(iter(standings), "")


@dataclass(frozen=True, slots=True)
class Disagreement:
    """One fact that sources tell differently."""

    disagreement: Iri
    about: Iri
    label: str
    property: str
    sides: tuple[Side, ...]


def disagreements(visit: Visit, most: int, first: int = 0, on: Iri | None = None) -> list[Disagreement]:
    """Some disagreements, perhaps only those on one property, with all their sides."""
    query = bind(_LIST % (bound(" ; dip:onProperty $on", on=on) if on else ""), most=most, first=first)
    return with_sides(visit, visit.graph.rows(visit.shown("Disagreements", query)))


def one(visit: Visit, thing: Iri) -> Disagreement | None:
    """One disagreement by its IRI; None if the graph has none such."""
    rows = visit.graph.rows(visit.shown("The disagreement", bind(_ONE, disagreement=thing)))
    return next(iter(with_sides(visit, rows)), None)


def with_sides(visit: Visit, rows: Sequence[Row]) -> list[Disagreement]:
    """Disagreements (rows of ?d ?thing ?name ?on ?on_label) with the readings on each side."""
    nodes = [node for row in rows if (node := iri(row, "d")) is not None]
    if not nodes:
        return []
    query = visit.shown("What each source says", bind(_CLAIMS, disagreements=nodes))
    claims = by(visit.graph.rows(query), "d")
    found = []
    for row in rows:
        node, about, on = iri(row, "d"), iri(row, "thing"), iri(row, "on")
        if node is None or about is None or on is None:
            continue
        said = readings(claims.get((node.value,), []))
        name = text(row, "name") or about.local
        # The date that the label ends in is one of the sides when it is the date that is disputed.
        label = undated(name) if on.value == f"{DIP}date" else dated(name)
        found.append(Disagreement(node, about, label, forward(on, text(row, "on_label")), _sides(said)))
    return found


def _sides(said: Sequence[Reading]) -> tuple[Side, ...]:
    groups: dict[Term, list[Reading]] = {}
    for reading in said:
        groups.setdefault(reading.other, []).append(reading)
    sides = [Side(term, same[0].label or value(term), tuple(same)) for term, same in groups.items()]
    return tuple(
        sorted(sides, key=lambda side: (side.standing != "accepted", -len(side.sources), side.shown))
    )
