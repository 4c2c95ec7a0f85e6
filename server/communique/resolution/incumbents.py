"""Whom the list of incumbents knows in an office at a time: two presidents of one name are two persons.

``data/gazetteer/incumbents.csv`` names whoever led a state, its diplomacy or its forces in one way, whatever
the office, so that within a state other names are other persons. What the list says of a report is a reason
like any other, shown with the merge; it gives nobody a name or an office.
"""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from communique import resources
from communique.errors import ResourceMissing
from communique.resolution.agreement import Level, names_agree
from communique.resolution.names import PersonName, parse

_FILE = ("data", "gazetteer", "incumbents.csv")
_SLACK = 1
"""Years that the list may be off."""
_REMEMBERED = 40
"""Years after which nobody is called the former holder any more."""
_LEADING = frozenset(
    {"president", "prime-minister", "chancellor", "monarch", "supreme-leader", "party-leader"}
)
_LEADER = frozenset({"leader", "head-of-state", "head-of-government", "party-leader"})
"""Roles by which news calls the holder of any of the leading ones, too ("Soviet leader")."""
_BEFORE, _AFTER = frozenset({"designate"}), frozenset({"former", "late", "outgoing"})


@dataclass(frozen=True, slots=True)
class Service:
    """An office as one report gives it to a person: role, key of the polity, capacity, year of the report."""

    role: str
    polity: str
    capacity: str
    year: int


@dataclass(frozen=True, slots=True)
class Incumbent:
    """A line of the list. ``known`` is the name that the person has in all of it; years included."""

    known: str
    full: tuple[PersonName, ...]
    short: frozenset[str]
    since: int
    until: int

    def served(self, service: Service) -> bool:
        """Whether the person was in office when the report says so."""
        if service.capacity in _BEFORE:
            return 0 <= self.since + _SLACK - service.year <= 2 * _SLACK
        if service.capacity in _AFTER:
            return (
                self.since <= service.year and self.until - _SLACK <= service.year <= self.until + _REMEMBERED
            )
        return self.since - _SLACK <= service.year <= self.until + _SLACK

    def called(self, names: Iterable[PersonName]) -> bool:
        """Whether names fit: in full where one is full, else by the family name."""
        own = tuple(names)
        if full := [name for name in own if name.full]:
            return any(_same(x, y) for x in full for y in self.full)
        return any(name.compact in self.short for name in own)


def _same(a: PersonName, b: PersonName) -> bool:
    found = names_agree(a, b)
    return found.level is Level.FULL and found.bits > _TELLING


_TELLING = 8.0
"""Bits from which two full names are the same without further reasons."""


@lru_cache(maxsize=1)
def incumbents() -> Mapping[tuple[str, str], tuple[Incumbent, ...]]:
    """The list by role and key of the state, read once. Raises ``ResourceMissing`` if it is not there."""
    found: dict[tuple[str, str], list[Incumbent]] = defaultdict(list)
    try:
        for row in csv.DictReader(resources.read(*_FILE).splitlines()):
            if not row["name"]:
                continue
            printed = (row["name"], *filter(None, row["also"].split("|")))
            names = parse(printed)
            short = {name.compact for form in row["short"].split("|") for name in parse((form,))}
            person = Incumbent(
                f"{row['name']} of {row['state']}",
                tuple(name for name in names if name.full),
                frozenset(short | {name.compact for name in names if not name.full}),
                int(row["from"]),
                int(row["to"] or 9999),
            )
            found[row["role"], f"country/{row['state']}"].append(person)
    except (OSError, KeyError, ValueError) as error:
        raise ResourceMissing(f"{'/'.join(_FILE)}: {error}; reinstall communique to get it back") from error
    return {key: tuple(people) for key, people in found.items()}


def known_as(names: tuple[PersonName, ...], services: Iterable[Service]) -> str:
    """The one incumbent whom names and offices mean ("Rajiv Gandhi of india"); empty if none, or several."""
    if not names:
        return ""
    found = set()
    for service in services:
        roles = _LEADING | _LEADER if service.role in _LEADER else {service.role}
        for role in roles:
            for person in incumbents().get((role, service.polity), ()):
                if person.served(service) and person.called(names):
                    found.add(person.known)
    return found.pop() if len(found) == 1 else ""


def rivals(a: str, b: str) -> bool:
    """Whether two names of the list are those of two persons: the list names everybody of a state alike."""
    return bool(a and b) and a != b and a.rpartition(" of ")[2] == b.rpartition(" of ")[2]
