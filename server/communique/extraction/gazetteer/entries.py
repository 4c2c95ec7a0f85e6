"""What the gazetteer knows: states, organisations, places and the hits of a search."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from communique.model.text import Span

How = Literal["country", "demonym", "seat", "capital", "organization", "place"]
"""By which kind of words: a name ("Syria"), a demonym ("Syrian", "Syrians"), a seat of government ("the
Kremlin"), a capital ("Moscow": the city, or its government), an organisation, any other place."""


@dataclass(frozen=True, slots=True)
class Polity:
    """A state, territory, historical state or organisation.

    ``key`` is ``country/<slug>`` or ``organization/<slug>``; ``kind`` state, territory, historical or
    organization. ``since`` and ``until`` are years of a historical state, ``successor`` and
    ``part_of`` keys. ``capitals`` and ``seats`` as printed, the current capital first.
    """

    key: str
    kind: str
    label: str
    formal: str = ""
    alpha2: str = ""
    alpha3: str = ""
    capitals: tuple[str, ...] = ()
    adjectives: tuple[str, ...] = ()
    nouns: tuple[tuple[str, str], ...] = ()
    combining: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    seats: tuple[str, ...] = ()
    since: int | None = None
    until: int | None = None
    successor: str | None = None
    part_of: str | None = None

    @property
    def is_country(self) -> bool:
        """Whether it is a state or territory, not an organisation."""
        return self.kind != "organization"


@dataclass(frozen=True, slots=True)
class Place:
    """A city or region. Coordinates (WGS 84 degrees) and population come from GeoNames only.

    ``key`` is ``place/<geonameid>-<slug>``, or ``place/<slug>`` for a region without such an id;
    ``country`` the key of its state, None for what lies in several. ``spellings`` are other Latin ones that
    GeoNames has for a large city.
    """

    key: str
    label: str
    country: str | None
    latitude: float | None = None
    longitude: float | None = None
    population: int = 0
    kind: str = "city"
    spellings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Match:
    """What a name stands for. ``ambiguous`` names mean something else as often ("Georgia", "Jordan").

    A capital has both a ``place`` and the ``polity`` whose government it may stand for.
    """

    how: How
    polity: Polity | None = None
    place: Place | None = None
    ambiguous: bool = False


@dataclass(frozen=True, slots=True)
class Hit:
    """A name found in a text."""

    span: Span
    text: str
    match: Match
