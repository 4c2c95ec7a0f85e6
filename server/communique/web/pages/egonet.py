"""The small network around one person: whom they met or spoke with, laid out on a circle."""

from __future__ import annotations

import math
from dataclasses import dataclass

from communique.web.pages.answering import Visit
from communique.web.pages.graph import count, iri
from communique.web.pages.portrait import Portrait
from communique.web.pages.terms import Iri, bind
from communique.web.pages.wording import DIP

MOST = 14
_NEIGHBOURS = f"""
SELECT ?other (COUNT(DISTINCT ?event) AS ?n) WHERE {{
  VALUES ?p {{ dip:met dip:spokeWith }}
  ?derivation rdf:subject $thing ; rdf:predicate ?p ; rdf:object ?other ; dip:restsOn ?event .
}}
GROUP BY ?other ORDER BY DESC(?n) ?other LIMIT {MOST}
"""


@dataclass(frozen=True, slots=True)
class Neighbour:
    """Somebody around the centre."""

    person: Iri
    label: str
    events: int
    x: float
    y: float
    anchor: str

    @property
    def width(self) -> float:
        """How thick the line is: by the number of shared events."""
        return round(min(6, 1 + math.log2(self.events)), 1) if self.events else 1


def ego(visit: Visit, found: Portrait) -> list[Neighbour]:
    """The people whom a person met or spoke with most, each with a place on the circle."""
    if DIP + "Person" not in {kind.value for kind in found.classes}:
        return []
    query = visit.shown("Whom they met or spoke with", bind(_NEIGHBOURS, thing=found.thing))
    people = [(person, row) for row in visit.graph.rows(query) if (person := iri(row, "other")) is not None]
    labels = visit.graph.labels(person for person, _ in people)
    placed = []
    for place, (person, row) in enumerate(people):
        angle = 2 * math.pi * (place + 0.5) / len(people) - math.pi / 2 if len(people) > 1 else 0.0
        placed.append(
            Neighbour(
                person,
                labels.get(person, person.local),
                count(row, "n"),
                round(160 + 66 * math.cos(angle), 1),
                round(140 + 104 * math.sin(angle), 1),
                "start" if math.cos(angle) > 0.01 else "end" if math.cos(angle) < -0.01 else "middle",
            )
        )
    return placed
