"""The map: where events took place and where bases lie; land only, no borders."""

from __future__ import annotations

from dataclasses import replace

from flask import Blueprint

from communique.web.pages.answering import Visit, argument, iri_argument, page, render
from communique.web.pages.graph import count, iri, text
from communique.web.pages.mapping import Spot, chart, lettered, point
from communique.web.pages.terms import Iri, bind, bound
from communique.web.pages.wording import ANY_PART

blueprint = Blueprint("map", __name__)

RATIO = 0.5
LEAST_DEGREES = 40
ZOOMED_DEGREES = (360, 160, 80, 40, 20, 10, 5)
LISTED = 70
"""Places, and bases, that are drawn and listed; beyond it the lists of places and bases hold all."""

_PLACES = f"""
SELECT ?place ?label ?wkt ?n WHERE {{
  {{ SELECT ?place (COUNT(DISTINCT ?event) AS ?n) WHERE {{ ?event a dip:Event ; dip:place ?place . %s }}
    GROUP BY ?place ORDER BY DESC(?n) ?place LIMIT {LISTED} }}
  OPTIONAL {{ ?place rdfs:label ?label }}
  OPTIONAL {{ ?place geo:asWKT ?wkt }}
}}
ORDER BY DESC(?n) ?label
"""
_BASES = f"""
SELECT ?base ?label ?near ?near_label ?wkt ?country WHERE {{
  ?base a dip:Base ; rdfs:label ?label .
  OPTIONAL {{ ?base geo:asWKT ?own }}
  OPTIONAL {{ ?base dip:near ?near . ?near rdfs:label ?near_label . OPTIONAL {{ ?near geo:asWKT ?there }} }}
  OPTIONAL {{ ?base dip:hostCountry/rdfs:label ?country }}
  BIND(COALESCE(?own, ?there) AS ?wkt)
}}
ORDER BY ?label LIMIT {LISTED}
"""


@blueprint.get("/map")
@page
def world(visit: Visit) -> str:
    """Everything that has a place."""
    thing = iri_argument("with")
    year = argument("year") if argument("year").isdecimal() and len(argument("year")) <= 4 else ""
    pattern = bound(f"?event {ANY_PART} $thing .", thing=Iri(thing)) if thing else ""
    if year:
        pattern += f" ?event dip:earliest ?day FILTER(YEAR(?day) = {int(year)})"
    places, lost = [], []
    for row in visit.graph.rows(visit.shown("Places of events", bind(_PLACES % pattern))):
        place, where = iri(row, "place"), point(text(row, "wkt"))
        if place is None:
            continue
        label = text(row, "label") or place.local
        if where is None:
            lost.append((place, label, f"{count(row, 'n')} event{'' if count(row, 'n') == 1 else 's'}"))
        else:
            places.append(Spot(place, label, *where, weight=count(row, "n")))
    bases = {}
    for row in visit.graph.rows(visit.shown("Bases", bind(_BASES))) if not thing and not year else ():
        base, where = iri(row, "base"), point(text(row, "wkt"))
        if base is None or base in bases:
            continue
        if where is None:
            lost.append(
                (base, text(row, "label"), f"base in {text(row, 'country')}" if "country" in row else "base")
            )
        bases[base] = Spot(base, text(row, "label"), *where, kind="base") if where else None
    spots = [*places, *(spot for spot in bases.values() if spot)]
    level = min(int(argument("zoom")), len(ZOOMED_DEGREES) - 1) if argument("zoom").isdecimal() else None
    around = next((spot for spot in spots if spot.place.value == argument("around")), None)
    if around and level is None:
        level = 3
    shown = chart(
        [around] if around else spots,
        ZOOMED_DEGREES[level] if level is not None else LEAST_DEGREES,
        RATIO,
        exactly=level is not None,
    )
    return render(
        visit,
        "map.html",
        chart=lettered(replace(shown, spots=tuple(spots))) if shown else None,
        spots=spots,
        lost=lost,
        full=len(places) + len(lost) >= LISTED or len(bases) >= LISTED,
        around=around,
        level=level,
        deepest=len(ZOOMED_DEGREES) - 1,
        thing=thing,
        year=year,
    )
