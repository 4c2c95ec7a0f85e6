"""In which office each of some people was at the time of an event, as far as the articles attest it."""

from __future__ import annotations

from collections.abc import Sequence

from communique.web.pages.answering import Visit
from communique.web.pages.graph import by, text
from communique.web.pages.terms import Iri, Row, bind

MOST_PEOPLE = 60
_TENURES = """
SELECT ?person ?label ?from ?until ?over WHERE {
  VALUES ?person { $people }
  ?tenure dip:holder ?person ; dip:office/rdfs:label ?label .
  OPTIONAL { ?tenure dip:attestedFrom ?from }
  OPTIONAL { ?tenure dip:attestedUntil ?until }
  OPTIONAL { ?tenure dip:overBy ?over }
}
ORDER BY ?person ?label
"""


def offices_then(visit: Visit, people: Sequence[Iri], first: str, last: str) -> dict[Iri, str]:
    """The offices of each person between two days (ISO 8601; empty for no day), in words.

    What was over by then is left out. Where some tenures are attested at that time, those are named;
    else all that remain, since an article attests an office at the day it was published.
    """
    if not people:
        return {}
    query = visit.shown("In which office they were", bind(_TENURES, people=people[:MOST_PEOPLE]))
    found = {}
    for (person,), rows in by(visit.graph.rows(query), "person").items():
        labels = held(rows, first, last)
        if labels:
            found[Iri(person)] = ", ".join(labels)
    return found


def held(tenures: Sequence[Row], first: str, last: str) -> list[str]:
    """The labels of the offices among some tenures of one person that fit the days, as above."""
    possible = [row for row in tenures if not (first and "over" in row and text(row, "over") <= first)]
    attested = [row for row in possible if last and _attested(row, first, last)]
    return list(dict.fromkeys(text(row, "label") for row in attested or possible))


def _attested(row: Row, first: str, last: str) -> bool:
    return "from" in row and text(row, "from") <= last and text(row, "until", text(row, "from")) >= first
