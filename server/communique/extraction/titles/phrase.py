"""A phrase that names an office, in words of an article."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from communique.extraction.polities.spot import Spot

_YEAR = re.compile(r"(?:1[6-9]|20)\d\d")
_YEARS = re.compile(r"(?:1[6-9]|20)\d\d[-–](?:1[6-9]|20)?\d\d")


@dataclass(frozen=True, slots=True)
class Phrase:
    """A title in words ``start:end``; ``core`` is the title without capacity and polity.

    ``owner``: definite ("the"), a possessive pronoun, "a", or None. ``polities`` as the words name them.
    ``bare`` titles have no modifier, polity or complement ("the president").
    """

    start: int
    end: int
    core: tuple[int, int]
    head: int
    role: str
    title: str
    polities: tuple[Spot, ...] = ()
    capacity: str = "current"
    plural: bool = False
    owner: str | None = None
    bare: bool = False
    weak: bool = False
    body: tuple[int, int] | None = None
    """Words that name the organisation itself, where no polity is named ("Hamas leader")."""
    listed: bool = False
    """An entry of a government's list: "Interior: X"."""
    serves: bool = False
    """The holder serves somebody who is named right behind: "a spokesman for President X, Y"."""


def ended(lows: Sequence[str], place: int) -> bool:
    """Whether years behind a title tell its end: "until 2001", "from 1990 to 2001", "(1990-2001)"."""
    link, first, second = (*lows[place : place + 3], "", "", "")[:3]
    if link == "until":
        return _YEAR.fullmatch(first) is not None or first == "last"
    if link == "(":
        return _YEARS.match("".join(lows[place + 1 : place + 4])) is not None
    if link == "in" and first == "the":
        return _YEAR.fullmatch(second.removesuffix("s")) is not None
    return link in {"from", "between"} and _YEAR.fullmatch(first) is not None
