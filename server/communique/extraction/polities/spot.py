"""Words of an article that name a country, organisation or place."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Spot:
    """Words ``start:end`` that name a country, organisation or place.

    ``kind``: country, organization, place. ``form``: country, demonym, seat, capital, organization, place.
    ``within`` is the key of the country that a place lies in (for a capital, the country it stands for).
    """

    start: int
    end: int
    key: str
    label: str
    kind: str
    form: str
    within: str | None = None
