"""The timeline: every dated event as a bar, as wide as its day is uncertain."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from flask import Blueprint

from communique.web.pages.answering import Visit, argument, iri_argument, page, page_number, render
from communique.web.pages.events import COLUMNS, DETAILS, events
from communique.web.pages.terms import Iri, Literal, bind, bound
from communique.web.pages.timescale import Bar, Strip, strip
from communique.web.pages.wording import ANY_PART, EVENT_CLASSES

blueprint = Blueprint("timeline", __name__)

SHOWN = 60
STATUSES = ("held", "planned", "postponed", "cancelled", "refused", "denied")
XSD_DATE = "http://www.w3.org/2001/XMLSchema#date"

_EVENTS = f"""
SELECT {COLUMNS} WHERE {{
  {{ SELECT DISTINCT ?event ?bound WHERE {{ ?event a dip:Event ; dip:latest ?bound . %s }}
    ORDER BY DESC(?bound) ?event LIMIT $most OFFSET $first }}
{DETAILS}}}
ORDER BY DESC(?latest) ?event
"""
_COUNT = "SELECT (COUNT(DISTINCT ?event) AS ?n) WHERE { ?event a dip:Event ; dip:latest ?bound . %s }"
_UNDATED = (
    "SELECT (COUNT(DISTINCT ?event) AS ?n) WHERE {\n  ?event a dip:Event . %s\n"
    "  FILTER NOT EXISTS { ?event dip:latest ?bound } }"
)


@dataclass(frozen=True, slots=True)
class Filter:
    """What of all events is shown, as the address says."""

    thing: str
    kind: str
    status: str
    first: str
    last: str

    @property
    def pattern(self) -> str:
        """The pattern that an event satisfies, dates aside."""
        parts = []
        if self.thing:
            parts.append(bound(f"?event {ANY_PART} $thing .", thing=Iri(self.thing)))
        if self.kind:
            parts.append(f"?event a dip:{self.kind} .")
        if self.status:
            parts.append(f"?event dip:status status:{self.status} .")
        return " ".join(parts)

    @property
    def dated(self) -> str:
        """The pattern with the days: an event is in when some possible day of it is."""
        parts = [self.pattern]
        if self.first:
            parts.append(bound("FILTER(?bound >= $day)", day=Literal(self.first, datatype=XSD_DATE)))
        if self.last:
            day = bound("$day", day=Literal(self.last, datatype=XSD_DATE))
            parts.append(f"?event dip:earliest ?opening FILTER(?opening <= {day})")
        return " ".join(part for part in parts if part)


@blueprint.get("/timeline")
@page
def timeline(visit: Visit) -> str:
    """Events in time, the newest first."""
    asked = Filter(
        iri_argument("with"),
        argument("kind") if argument("kind") in EVENT_CLASSES else "",
        argument("status") if argument("status") in STATUSES else "",
        _day("from"),
        _day("to"),
    )
    counting = bind(_COUNT % asked.dated)
    total = visit.graph.number(visit.shown("How many dated events", counting))
    number = page_number()
    query = bind(_EVENTS % asked.dated, most=SHOWN, first=(number - 1) * SHOWN)
    rows = events(visit.graph.rows(visit.shown("These events", query)))
    scale = strip(
        rows,
        date.fromisoformat(asked.first) if asked.first else None,
        date.fromisoformat(asked.last) if asked.last else None,
    )
    undated = 0 if asked.first or asked.last else visit.graph.number(bind(_UNDATED % asked.pattern))
    return render(
        visit,
        "timeline.html",
        filter=asked,
        total=total,
        counting=counting,
        strip=scale,
        years=_by_year(scale) if scale else [],
        undated=undated,
        number=number,
        pages=-(-total // SHOWN),
        label=_label(visit, asked.thing),
        kinds=EVENT_CLASSES,
        statuses=STATUSES,
        with_page=lambda change: visit.paths.local(
            "/timeline",
            **{
                "with": asked.thing,
                "kind": asked.kind,
                "status": asked.status,
                "from": asked.first,
                "to": asked.last,
                "page": change,
            },
        ),
    )


def _by_year(scale: Strip) -> list[tuple[str, list[Bar]]]:
    years: dict[str, list[Bar]] = {}
    for bar in scale.bars:
        years.setdefault(bar.event.latest[:4], []).append(bar)
    return list(years.items())


def _label(visit: Visit, thing: str) -> str:
    if not thing:
        return ""
    rows = visit.graph.rows(
        bind("SELECT ?label WHERE { $thing rdfs:label ?label } LIMIT 1", thing=Iri(thing))
    )
    return str(rows[0]["label"]) if rows else Iri(thing).local


def _day(name: str) -> str:
    """A day of the address (a year or month stands for its first day); empty for what is none."""
    given = argument(name)
    if re.fullmatch(r"\d{4}(-\d\d)?", given):
        given = {4: f"{given}-01-01", 7: f"{given}-01"}[len(given)]
    try:
        return date.fromisoformat(given).isoformat()
    except ValueError:
        return ""
