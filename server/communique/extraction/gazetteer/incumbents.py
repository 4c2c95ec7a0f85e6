"""Who headed a state, its diplomacy or its forces when, as ``data/gazetteer/incumbents.csv`` lists them.

News leaves out what every reader of its day knew: "President Reagan", "Foreign Minister Gromyko". The list
stands in for that reader: it tells whose office it probably is that an article names, and whom it means by
a leader's bare surname ("Reagan and Gorbachev met"). It gives nobody an office.
"""

from __future__ import annotations

import csv
import functools
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from communique import resources
from communique.extraction.gazetteer.given import gender_of
from communique.extraction.gazetteer.words import key_of

Called = Literal["in full", "in short", "by surname"]
"""By surname: with another given name, or with the same one spelt otherwise."""
Time = Literal["in office", "later", "earlier", "undated"]
Name = tuple[str, ...]
"""The comparable words of a name, see ``words``."""
_DOUBLED = re.compile(r"(.)\1")
_ARTICLES = frozenset({"al", "el", "as", "ash", "ad", "ar", "an", "at", "az"})
"""The Arabic article in its spellings, which news prints or leaves out."""
_BEGINNING = 3
"""Letters from which the beginning of a given name stands for it ("Mik" for "Mikhail")."""
_SLACK = 1
"""Years that the list may be off."""
_LEADING = frozenset(
    {"president", "prime-minister", "chancellor", "supreme-leader", "party-leader", "leader", "head-of-state"}
)
"""Roles whose holders news calls by the surname alone."""
_KNOWN = frozenset({"foreign-minister", "vice-president"})
"""The same, where it is surely a person's name."""
_REMEMBERED = 40
"""Years for which news calls a leader by the surname alone ("Nixon's visit to China")."""


@dataclass(frozen=True, slots=True)
class Incumbent:
    """Somebody in an office: ``state`` as ``country/france``, ``role`` a role concept, years both included.

    ``names`` are full names of two words or more, ``short`` those after the first mention ("da Silva").
    """

    state: str
    role: str
    names: frozenset[Name]
    short: frozenset[Name]
    since: int
    until: int

    def called(self, name: Name) -> Called | None:
        """How these words may name the person; None if they name another."""
        if name in self.names:
            return "in full"
        if name in self.short:
            return "in short"
        found: Called | None = None
        for short in self.short:
            before, behind = name[: -len(short)], name[len(short) :]
            if before and name[-len(short) :] == short:
                found = "in full" if self._given(before[0]) else found or "by surname"
            if behind and name[: len(short)] == short:
                found = "in full" if all(map(self._given, behind)) else found or "by surname"
        return found

    def _given(self, word: str) -> bool:
        """Whether a word is one of the person's names, or begins one ("Jim", "James" do not)."""
        own = {one for name in self.names for one in name if (one,) not in self.short}
        return word in own or (len(word) >= _BEGINNING and any(one.startswith(word) for one in own))

    def time(self, year: int | None) -> Time:
        """When the year lies in relation to the years in office."""
        if year is None:
            return "undated"
        if self.since - _SLACK <= year <= self.until + _SLACK:
            return "in office"
        return "later" if year > self.until else "earlier"


def words(name: str) -> Name:
    """The comparable words of a name: no accents, articles, initials, numerals I, doubled letters."""
    every = [_DOUBLED.sub(r"\1", word) for word in key_of(name)]
    return tuple(word for word in every if word not in _ARTICLES and len(word) > 1) or tuple(every)


@functools.cache
def _by_word() -> Mapping[str, Sequence[Incumbent]]:
    """All of them by the first and last word of their names and by each of their short ones."""
    found: dict[str, list[Incumbent]] = {}
    text = resources.read("data", "gazetteer", "incumbents.csv")
    for row in csv.DictReader(text.splitlines()):
        names = {words(name) for name in (row["name"], *row["also"].split("|")) if name}
        short = {words(name) for name in row["short"].split("|")} | {one for one in names if len(one) == 1}
        one = Incumbent(
            f"country/{row['state']}",
            row["role"],
            frozenset(names - short),
            frozenset(short),
            int(row["from"]),
            int(row["to"] or 9999),
        )
        for word in {end for name in names for end in (name[0], name[-1])}.union(*short):
            found.setdefault(word, []).append(one)
    return found


@functools.lru_cache(maxsize=1024)
@functools.cache
def _years() -> tuple[int, int]:
    """The first and the last year in which a term of the list begins."""
    begun = [one.since for found in _by_word().values() for one in found]
    return min(begun), max(begun)


def covers(year: int) -> bool:
    """Whether the list knows the leaders of a year."""
    first, last = _years()
    return first <= year <= last


def named(name: str) -> tuple[tuple[Incumbent, Called], ...]:
    """Whom a name may mean, and how: "George Bush" two in full, "Bush" both in short."""
    return tuple(_named(words(name)))


def is_given(name: str) -> bool:
    """Whether a single word is a given name, which many bear besides a leader ("Ahmad", "Thomas")."""
    return " " not in name and gender_of(f"{name} {name}") is not None


def leads(name: str, year: int, *, person: bool) -> bool:
    """Whether news of a year calls one so whom its readers knew: by the surname alone.

    ``person``: it is surely a person's name. Then it may be a minister's, or a leader's of not long before.
    """
    later = _REMEMBERED if person else _SLACK
    return not is_given(name) and any(
        called == "in short"
        and one.since - _SLACK <= year
        and (
            (one.role in _LEADING and year <= one.until + later)
            or (person and one.role in _KNOWN and year <= one.until + _SLACK)
        )
        for one, called in named(name)
    )


def _named(name: Name) -> Iterator[tuple[Incumbent, Called]]:
    for one in dict.fromkeys(one for word in name for one in _by_word().get(word, ())):
        called = one.called(name)
        if called is not None:
            yield one, called
