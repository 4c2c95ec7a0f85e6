"""The words of office titles, as ``data/gazetteer/offices.yaml`` lists them."""

from __future__ import annotations

import functools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import yaml

from communique import resources


@dataclass(frozen=True, slots=True)
class Head:
    """The noun that makes a phrase a title.

    ``takes``: portfolio (Minister of X), body (Head of the X), post (Ambassador to X) or none. ``weak`` heads
    are titles only together with a modifier or complement. ``plural`` marks "ministers", "heads of
    state" (``many`` in the file: "Sens."); ``surname`` those that are family names too ("Mervyn King").
    """

    words: tuple[str, ...]
    role: str
    title: str
    takes: str
    weak: bool = False
    case: bool = False
    plural: bool = False
    surname: bool = False
    owned: str = ""
    """The role where it is somebody's: "her chief adviser" heads no government."""
    verb: bool = False
    """A clause that says so: "who chairs the committee"; its object follows at once."""
    alone: bool = False
    """Means the office only where nothing follows: "Peru's top diplomat", not "top diplomat for Africa"."""


@dataclass(frozen=True, slots=True)
class OfficeWords:
    """All word lists of the grammar; heads by their first word, longest first."""

    heads: Mapping[str, tuple[Head, ...]]
    ranks: frozenset[str]
    dropped: frozenset[str]
    persuasions: frozenset[str]
    portfolios: frozenset[str]
    bodies: frozenset[str]
    grades: frozenset[str]
    organs: frozenset[str]
    capacity: Mapping[str, str]
    portfolio_roles: Mapping[str, str]
    spelling: Mapping[str, str]

    def head_at(self, lows: Sequence[str], index: int) -> Head | None:
        """The longest head that starts at this word."""
        for head in self.heads.get(lows[index], ()):
            if tuple(lows[index : index + len(head.words)]) == head.words:
                return head
        return None


@functools.cache
def load() -> OfficeWords:
    """Read the lists once."""
    data = yaml.safe_load(resources.read("data", "gazetteer", "offices.yaml"))
    heads: dict[str, list[Head]] = {}
    for phrase, entry in data["heads"].items():
        words = tuple(str(phrase).split())
        single = Head(
            words,
            entry["role"],
            entry["title"],
            entry["takes"],
            bool(entry.get("weak")),
            bool(entry.get("case")),
            surname=bool(entry.get("surname")),
            plural=bool(entry.get("many")),
            owned=entry.get("owned", ""),
            verb=bool(entry.get("verb")),
            alone=bool(entry.get("alone")),
        )
        many = Head(
            _plural(words), single.role, single.title, single.takes, single.weak, single.case, plural=True
        )
        for head in (single,) if single.verb else (single, many):
            heads.setdefault(head.words[0], []).append(head)
    return OfficeWords(
        heads={first: tuple(sorted(found, key=lambda h: -len(h.words))) for first, found in heads.items()},
        ranks=frozenset(data["ranks"]),
        dropped=frozenset(data["dropped"]),
        persuasions=frozenset(data["persuasions"]),
        portfolios=frozenset(data["portfolios"]),
        bodies=frozenset(data["bodies"]),
        grades=frozenset(data["grades"]),
        organs=frozenset(data["organs"]),
        capacity={word: key for key, words in data["capacities"].items() for word in words},
        portfolio_roles=dict(data["portfolio_roles"]),
        spelling=dict(data["spelling"]),
    )


def _plural(words: tuple[str, ...]) -> tuple[str, ...]:
    """ "ministers", "heads of state", "attorneys general"."""
    place = len(words) - 1
    if "of" in words:
        place = words.index("of") - 1
    elif words[-1] in {"general", "d'affaires"}:
        place = len(words) - 2 if len(words) > 1 else 0
    noun = words[place]
    if noun.endswith("y") and noun[-2] not in "aeo":
        many = noun[:-1] + "ies"
    elif noun.endswith("man"):
        many = noun[:-2] + "en"
    elif noun.endswith(("s", "sh", "ch")):
        many = noun + "es"
    else:
        many = noun + "s"
    return (*words[:place], many, *words[place + 1 :])
