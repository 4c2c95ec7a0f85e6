"""Events of somebody or some place: the newest first, with the part they had in each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from communique.web.pages.answering import Visit
from communique.web.pages.graph import by, iri, text
from communique.web.pages.terms import Iri, Row, Term, bind
from communique.web.pages.wording import ANY_PART, AT_EVENT, DIP, EVENT_CLASSES

DETAILS = """
  OPTIONAL { ?event rdfs:label ?label }
  OPTIONAL { ?event a ?class FILTER(?class != dip:Event && STRSTARTS(STR(?class), STR(dip:))) }
  OPTIONAL { ?event dip:date ?date }
  OPTIONAL { ?event dip:earliest ?earliest }
  OPTIONAL { ?event dip:latest ?latest }
  OPTIONAL { ?event dip:status ?status }
  OPTIONAL { ?event dip:place ?place . ?place rdfs:label ?place_label }
"""
COLUMNS = "?event ?label ?class ?date ?earliest ?latest ?status ?place ?place_label"
_OF = f"""
SELECT {COLUMNS} ?part WHERE {{
  {{ SELECT ?event ?bound (GROUP_CONCAT(STR(?role); separator=" ") AS ?part) WHERE {{
      {{ VALUES ?role {{ {" ".join(f"dip:{name}" for name in AT_EVENT)} }} ?event ?role $thing }}
      UNION {{ ?event dip:place/dip:within $thing BIND(dip:place AS ?role) }}
      OPTIONAL {{ ?event dip:latest ?bound }}
    }} GROUP BY ?event ?bound ORDER BY DESC(?bound) ?event LIMIT $most }}
{DETAILS}}}
ORDER BY DESC(?latest) ?event
"""
_COUNT = f"SELECT (COUNT(DISTINCT ?event) AS ?n) WHERE {{ ?event {ANY_PART} $thing }}"
_NEWEST = f"""
SELECT {COLUMNS} WHERE {{
  {{ SELECT ?event ?bound WHERE {{ ?event a dip:Event ; dip:latest ?bound ; dip:status status:held }}
    ORDER BY DESC(?bound) ?event LIMIT $most }}
{DETAILS}}}
ORDER BY DESC(?latest) ?event
"""


@dataclass(frozen=True, slots=True)
class Event:
    """One event as a line of a list."""

    event: Iri
    label: str
    kind: str
    date: str
    earliest: str
    latest: str
    status: str
    place: Term | None
    place_label: str
    role: str


def of(visit: Visit, thing: Iri, most: int = 15) -> tuple[list[Event], int, str]:
    """The newest events of a thing, how many there are in all, and the query that counts them."""
    counting = bind(_COUNT, thing=thing)
    number = visit.graph.number(visit.shown("How many events it has", counting))
    if not number:
        return [], 0, counting
    rows = visit.graph.rows(visit.shown("Its newest events", bind(_OF, thing=thing, most=most)))
    return events(rows), number, counting


def newest(visit: Visit, most: int = 6) -> list[Event]:
    """The newest events that were held."""
    return events(visit.graph.rows(visit.shown("Newest events", bind(_NEWEST, most=most))))


def events(rows: Sequence[Row]) -> list[Event]:
    """One line for each event, in the order in which they came."""
    found = []
    for same in by(rows, "event").values():
        row, event = same[0], iri(same[0], "event")
        if event is None:
            continue
        classes = [text(row, "class").removeprefix(DIP) for row in same]
        status = iri(row, "status")
        found.append(
            Event(
                event=event,
                label=text(row, "label") or event.local,
                kind=next((EVENT_CLASSES[name] for name in classes if name in EVENT_CLASSES), "Event"),
                date=text(row, "date"),
                earliest=text(row, "earliest"),
                latest=text(row, "latest"),
                status=status.local if status else "",
                place=row.get("place"),
                place_label=text(row, "place_label"),
                role=_role(text(row, "part")),
            )
        )
    return found


def _role(parts: str) -> str:
    names = {part.removeprefix(DIP) for part in parts.split()}
    telling = list(dict.fromkeys(phrase for name, phrase in AT_EVENT.items() if name in names))
    return ", ".join(telling[:-1] if len(telling) > 1 and telling[-1] == AT_EVENT["participant"] else telling)
