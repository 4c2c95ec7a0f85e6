"""Tenures: who held which office, from when until when that is attested."""

from __future__ import annotations

from dataclasses import dataclass

from communique.web.pages.answering import Visit
from communique.web.pages.graph import by, iri, text
from communique.web.pages.terms import Iri, bind

MOST = 25
_TENURES = f"""
SELECT ?tenure ?holder ?holder_label ?office ?office_label ?capacity ?start ?from ?until ?end ?over WHERE {{
  {{ SELECT ?tenure WHERE {{ ?tenure dip:holder|dip:office $thing }} LIMIT {MOST} }}
  ?tenure dip:holder ?holder ; dip:office ?office .
  OPTIONAL {{ ?holder rdfs:label ?holder_label }}
  OPTIONAL {{ ?office rdfs:label ?office_label }}
  OPTIONAL {{ ?tenure dip:capacity ?capacity }}
  OPTIONAL {{ ?tenure dip:start ?start }}
  OPTIONAL {{ ?tenure dip:attestedFrom ?from }}
  OPTIONAL {{ ?tenure dip:attestedUntil ?until }}
  OPTIONAL {{ ?tenure dip:end ?end }}
  OPTIONAL {{ ?tenure dip:overBy ?over }}
}}
ORDER BY DESC(?until) ?holder_label
"""


@dataclass(frozen=True, slots=True)
class Tenure:
    """One holding of one office."""

    tenure: Iri
    holder: Iri
    holder_label: str
    office: Iri
    office_label: str
    capacities: tuple[str, ...]
    start: str
    attested_from: str
    attested_until: str
    end: str
    over: str


def tenures(visit: Visit, thing: Iri) -> list[Tenure]:
    """The tenures of a person, or of an office."""
    rows = visit.graph.rows(visit.shown("Who held which office, and when", bind(_TENURES, thing=thing)))
    found = []
    for same in by(rows, "tenure").values():
        row = same[0]
        tenure, holder, office = iri(row, "tenure"), iri(row, "holder"), iri(row, "office")
        if tenure is None or holder is None or office is None:
            continue
        capacities = {value.local: None for row in same if (value := iri(row, "capacity")) is not None}
        found.append(
            Tenure(
                tenure,
                holder,
                text(row, "holder_label"),
                office,
                text(row, "office_label"),
                tuple(capacities),
                text(row, "start"),
                text(row, "from"),
                text(row, "until"),
                text(row, "end"),
                text(row, "over"),
            )
        )
    return found
