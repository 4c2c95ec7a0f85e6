"""What a rule makes of a match: a Timex without its words."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Literal

from communique.extraction.time.days import by_tense, nearest
from communique.extraction.time.timex import UNREAD, Direction, Reading, TimexKind
from communique.model.when import Interval

Match = re.Match[str]
Family = Literal["month", "weekday", "number", "season", "feast", "unit", "from now", "recurring"]


@dataclass(frozen=True, slots=True)
class Draft:
    """The reading of one expression; fields as in ``Timex``."""

    kind: TimexKind
    reading: Reading = UNREAD
    hint: Direction | None = None
    days: int | None = None
    shift: tuple[int, int] | None = None


Reader = Callable[[Match, date | None], Draft | None]


@dataclass(frozen=True, slots=True)
class Rule:
    """A pattern and what it means on an article of a given day (None: not known).

    ``family`` names the cues without which the pattern cannot match (``scanner``).
    """

    name: str
    family: Family
    pattern: re.Pattern[str]
    read: Reader


def group(match: Match, name: str) -> str | None:
    """A named group, None if the pattern has none such or it took no part."""
    return match.groupdict().get(name)


def said_year(match: Match, published: date | None) -> int | None:
    """The year that the words give: "1994", "last year", "this year"; None if none."""
    if year := group(match, "year"):
        return int(year)
    tail = group(match, "tail")
    if not tail or published is None:
        return None
    word = tail.lower().split()[-2] if len(tail.split()) > 1 else tail.lower()
    return published.year + {"last": -1, "next": 1, "previous": -1, "following": 1}.get(word, 0)


def in_year(match: Match, published: date | None, build: Callable[[int], Interval | None]) -> Reading:
    """What ``build`` makes of the year that the words give, else of the years around publication."""
    year = said_year(match, published)
    if year is not None:
        return by_tense(build(year), published)
    if group(match, "tail") or published is None:
        return Reading()
    years = range(published.year - 2, published.year + 3)
    return nearest([found for one in years if (found := build(one)) is not None], published)


def point_or_span(reading: Reading, *, hint: Direction | None = None) -> Draft | None:
    """A draft whose kind is that of its interval."""
    some = reading.either or reading.past or reading.future
    return Draft("span" if some is not None and some.lasting else "point", reading, hint)


def tense_of(match: Match) -> Direction | None:
    """The direction that "last" or "next" in the words fixes."""
    said = (group(match, "tail") or group(match, "which") or "").lower()
    return "past" if "last" in said else "future" if "next" in said else None
