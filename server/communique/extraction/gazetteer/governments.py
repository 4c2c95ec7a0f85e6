"""Whose an office can be: which states have monarchs, presidents, prime ministers, chancellors."""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import yaml

from communique import resources

Years = Sequence[tuple[int, int]]
"""First and last years of times, both included."""
SINGLE = frozenset(
    {
        "president", "prime-minister", "foreign-minister", "defence-minister", "monarch", "chancellor",
        "finance-minister", "interior-minister", "trade-minister", "vice-president",
    }
)  # fmt: skip
"""Roles of which a state has one holder at a time."""
_OF_BODIES = frozenset({"president", "vice-president"})
HEADS = frozenset({"president", "prime-minister", "monarch", "chancellor", "crown-prince", "supreme-leader"})
"""Roles of those who govern a state."""


@dataclass(frozen=True, slots=True)
class Governments:
    """General knowledge of ``data/gazetteer/governments.yaml``; sets hold keys such as ``country/spain``."""

    monarchies: frozenset[str]
    presidents_too: frozenset[str]
    without_premier: frozenset[str]
    chancellors: frozenset[str]
    dependent: frozenset[str]
    secretaries: frozenset[str]
    without_ministers: frozenset[str]
    only: Mapping[str, str]
    bodies: Mapping[str, str]
    organs: Mapping[str, str]
    signs: Mapping[str, str]
    before: Mapping[str, str]
    chambers: Mapping[str, frozenset[str]]
    federations: frozenset[str]
    custom: Mapping[str, Mapping[str, int]]
    """By normalised title the states whose ministers are called so, and until which year."""
    telling: frozenset[str]
    """Titles of ``custom`` that tell of the foremost state where nothing else tells of one."""
    exclusive: frozenset[str]
    """Titles of ``custom`` that no other state uses."""
    republics_then: Mapping[str, Years]
    monarchies_then: Mapping[str, Years]
    premiers_then: Mapping[str, Years]

    def likely(self, title: str, year: int | None) -> tuple[str, ...]:
        """The states whose ministers are called so in a year, the foremost first."""
        return tuple(key for key, until in self.custom.get(title, {}).items() if (year or 9999) <= until)

    def may_have(self, country: str, role: str, title: str = "", year: int | None = None) -> bool:
        """Whether a state can have an office of this role and normalised title, in a year if that is told."""
        low = title.lower()
        if any(chamber in low and country not in states for chamber, states in self.chambers.items()):
            return False
        if role.endswith("minister") and role != "prime-minister":
            if "Secretary" in title and "State" not in title:
                return country in self.secretaries
            if title.startswith("Minister of"):
                return country not in self.without_ministers | self.dependent
        if country in self.dependent and (role in SINGLE or role in HEADS or role == "opposition-leader"):
            return False
        if role in {"president", "vice-president"}:
            return not self._monarchy(country, year) or country in self.presidents_too
        if role in {"monarch", "crown-prince", "royal"}:
            return self._monarchy(country, year)
        if role in {"prime-minister", "deputy-prime-minister"}:
            return country not in self.without_premier or _within(self.premiers_then, country, year)
        if role == "chancellor":
            return country in self.chancellors
        return True

    def _monarchy(self, country: str, year: int | None) -> bool:
        if country in self.monarchies:
            return not _within(self.republics_then, country, year)
        return _within(self.monarchies_then, country, year)

    def sole(self, title: str) -> str | None:
        """The polity of an office that only one has ("Treasury Secretary"), by its normalised title."""
        words = f" {title}"
        for name, polity in self.only.items():
            if words.endswith(f" {name}") or (f" {name} for " in words and "-" in name):
                return polity
        return None


def _within(times: Mapping[str, Years], country: str, year: int | None) -> bool:
    return year is not None and any(first <= year <= last for first, last in times.get(country, ()))


def single(role: str, title: str) -> bool:
    """Whether a state has one holder of this office; presidents of its bank or senate are others."""
    return role in SINGLE and (role not in _OF_BODIES or " of " not in title or title.endswith(" Republic"))


@functools.cache
def load() -> Governments:
    """Read the lists once."""
    data = yaml.safe_load(resources.read("data", "gazetteer", "governments.yaml"))

    def keys(name: str) -> frozenset[str]:
        return frozenset(f"country/{one}" for one in data[name])

    def times(name: str) -> dict[str, Years]:
        return {
            f"country/{one}": tuple((first, last) for first, last in years)
            for one, years in data[name].items()
        }

    return Governments(
        keys("monarchies"),
        keys("presidents_too"),
        keys("without_premier"),
        keys("chancellors"),
        keys("dependent"),
        keys("secretaries"),
        keys("without_ministers"),
        dict(data["only"]),
        dict(data["bodies"]),
        dict(data["organs"]),
        dict(data["signs"]),
        dict(data["before"]),
        {name: frozenset(f"country/{one}" for one in states) for name, states in data["chambers"].items()},
        keys("federations"),
        {
            title: {f"country/{one}": until or 9999 for one, until in states.items()}
            for title, states in data["custom"].items()
        },
        frozenset(data["telling"]),
        frozenset(data["exclusive"]),
        times("republics_then"),
        times("monarchies_then"),
        times("premiers_then"),
    )


@functools.cache
def signs() -> re.Pattern[str]:
    """Words that tell of one state's affairs, as a pattern over a text in lower case."""
    words = sorted({**load().signs, **load().bodies}, key=lambda one: (-len(one), one))
    return re.compile(r"(?<![\w-])(?:" + "|".join(map(re.escape, words)) + r")(?![\w-])")
