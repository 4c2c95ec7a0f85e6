"""A polity that the article implies, and by what."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Implied:
    """A polity and what it was concluded from."""

    polity: str
    by: str
    confidence: float
