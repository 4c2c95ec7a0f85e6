"""Places on a map: plate carrée, stretched to be true around the middle of what is shown.

The coastline is one asset for all maps (Natural Earth, public domain), in hundredths of a degree with the
latitude negated, so that a view is nothing but a ``viewBox``. No borders are drawn: they are contested
exactly where this material is about.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from communique.web.pages.answering import Visit
from communique.web.pages.graph import iri, text
from communique.web.pages.lettering import box, free
from communique.web.pages.portrait import Portrait
from communique.web.pages.terms import Iri, Row, bind

# OGC 06-103r4, section 7.2.2: POINT ( x y ), here longitude and latitude; GeoSPARQL may put a CRS before.
_POINT = re.compile(
    r"\s*(?:<[^>]*>\s*)?POINT\s*\(\s*(-?\d+(?:\.\d+)?)\s+(-?\d+(?:\.\d+)?)\s*\)\s*", re.IGNORECASE
)
_NEAR = """
SELECT DISTINCT ?place ?label ?wkt WHERE {
  { $thing geo:asWKT ?wkt . BIND($thing AS ?place) }
  UNION { $thing dip:place|dip:near ?place . ?place geo:asWKT ?wkt }
  UNION { ?event dip:participant|dip:host|dip:visitor $thing ; dip:place ?place . ?place geo:asWKT ?wkt }
  UNION { ?place dip:within $thing ; geo:asWKT ?wkt }
  UNION { ?base dip:hostCountry $thing ; dip:near ?place . ?place geo:asWKT ?wkt }
  ?place rdfs:label ?label .
}
ORDER BY ?label LIMIT 60
"""
SCALE = 100
"""Units of a map by degree: those of the coastline."""
WIDE_VIEW = 180
"""Degrees from which on a view is kept within the 180th meridian."""
LETTER = 1.5
"""Height of letters on the large map, in hundredths of its width."""
SMALL_LETTER = 4.0
"""The same on a small map."""
LONGEST = 28
"""Letters of a name that are written."""
RATIO = 0.72
"""Height by width of a small map."""


@dataclass(frozen=True, slots=True)
class Spot:
    """A place with its coordinates in degrees."""

    place: Iri
    label: str
    longitude: float
    latitude: float
    weight: int = 1
    kind: str = "place"
    named: bool = True
    """Whether its name is written beside it."""


@dataclass(frozen=True, slots=True)
class Chart:
    """A view of the map: its box in hundredths of a degree (latitude negated, stretched), and its spots."""

    spots: tuple[Spot, ...]
    stretch: float
    x: int
    y: int
    width: int
    height: int

    @property
    def unit(self) -> float:
        """One hundredth of the width: the measure for dots and letters."""
        return self.width / 100

    def place(self, spot: Spot) -> tuple[float, float]:
        """Where a spot lies in the view."""
        return round(spot.longitude * SCALE, 1), round(-spot.latitude * self.stretch * SCALE, 1)


def point(wkt: str) -> tuple[float, float] | None:
    """Longitude and latitude of a WKT point; None for any other geometry or one off the globe."""
    match = _POINT.fullmatch(wkt)
    if match is None:
        return None
    longitude, latitude = float(match[1]), float(match[2])
    return (longitude, latitude) if abs(longitude) <= 180 and abs(latitude) <= 90 else None


def spots(rows: Iterable[Row]) -> list[Spot]:
    """The rows (?place ?label ?wkt) that have a point, each place once."""
    found: dict[str, Spot] = {}
    for row in rows:
        place, where = iri(row, "place"), point(text(row, "wkt"))
        if place is not None and where is not None:
            found.setdefault(place.value, Spot(place, text(row, "label"), *where))
    return list(found.values())


def around(visit: Visit, found: Portrait) -> Chart | None:
    """A small map of the places that have to do with a thing; None if none has coordinates."""
    query = visit.shown("Places on the map", bind(_NEAR, thing=found.thing))
    shown = chart(spots(visit.graph.rows(query)))
    return lettered(shown, SMALL_LETTER) if shown else None


def chart(
    places: Sequence[Spot], least: float = 36, ratio: float = RATIO, *, exactly: bool = False
) -> Chart | None:
    """The smallest view of this shape, at least ``least`` degrees wide, that holds all places with a margin.

    With ``exactly`` it is ``least`` wide, around their middle.
    """
    if not places:
        return None
    west, east = min(s.longitude for s in places), max(s.longitude for s in places)
    south, north = min(s.latitude for s in places), max(s.latitude for s in places)
    middle = max(-60.0, min(60.0, (south + north) / 2))
    stretch = 1 / math.cos(math.radians(middle))
    width = least if exactly else max(least, (east - west) * 1.5, (north - south) * stretch * 1.4 / ratio)
    width = min(width, 360.0)
    height = width * ratio
    centre = (west + east) / 2
    if width > WIDE_VIEW:  # no sea from beyond the edge of the map, with land cut off at the other
        centre = max(width / 2 - 180, min(180 - width / 2, centre))
    return Chart(
        tuple(places),
        round(stretch, 4),
        round((centre - width / 2) * SCALE),
        round((-(south + north) / 2 * stretch - height / 2) * SCALE),
        round(width * SCALE),
        round(height * SCALE),
    )


def lettered(shown: Chart, letter: float = LETTER) -> Chart:
    """The view with names only where none covers another; the weightiest places come first."""
    ranked = sorted(shown.spots, key=lambda spot: (-spot.weight, spot.label))
    height = shown.unit * letter
    named = free(box(spot.label[:LONGEST], *shown.place(spot), height) for spot in ranked)
    spots = [replace(spot, named=name) for spot, name in zip(ranked, named, strict=True)]
    return replace(shown, spots=tuple(reversed(spots)))
