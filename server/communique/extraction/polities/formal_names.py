"""Formal names of states that no list needs to hold: "the Republic of X", "the X People's Republic"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from communique.extraction.polities.spot import Spot
from communique.extraction.words import Word

_STATES = frozenset(
    {"republic", "kingdom", "sultanate", "principality", "emirate", "federation", "union", "commonwealth",
     "duchy", "empire"}
)  # fmt: skip
_KINDS = frozenset(
    {"people", "'s", "democratic", "socialist", "islamic", "federal", "federative", "arab", "bolivarian",
     "united", "cooperative", "co-operative", "oriental", "eastern", "hashemite", "grand", "independent",
     "soviet", "revolutionary", "popular", "sovereign", "great"}
)  # fmt: skip
"""Words before "Republic" and the like that are part of the name."""
_BEHIND = frozenset({"republic", "ssr", "s.s.r.", "jamahiriya"})
_OTHERS = frozenset({"day", "of", "square", "party"})
"""Behind "Republic" they make it another name: "Indian Republic Day"."""


def whole(words: Sequence[Word], spot: Spot) -> Spot:
    """The spot with the words that make it the formal name of its state."""
    if spot.kind != "country" or spot.key == "country/soviet-union":
        return spot
    return _behind(words, spot) if spot.form == "demonym" else _before(words, spot)


def _before(words: Sequence[Word], spot: Spot) -> Spot:
    """ "the Socialist Republic of X"."""
    noun = spot.start
    if words[noun].low not in _STATES:  # else the gazetteer has "Republic of X"
        place = noun - 1 - (noun > 1 and words[noun - 1].low == "the")
        noun = place - 1
        if noun < 0 or words[place].low != "of" or words[noun].low not in _STATES or not words[noun].capital:
            return spot
    start = noun
    while start > 0 and _kind(words, start - 1):
        start -= 1
    another = start > 0 and words[start - 1].capital and words[start - 1].sentence == words[start].sentence
    if another or words[start].sentence != words[spot.start].sentence:
        return spot  # "the Football Federation of X"
    return replace(spot, start=start)


def _behind(words: Sequence[Word], spot: Spot) -> Spot:
    """ "the X People's Republic", "the X SSR"."""
    place = spot.end
    while place < len(words) and _kind(words, place):
        place += 1
    if place >= len(words) or words[place].sentence != words[spot.start].sentence:
        return spot
    after = words[place + 1].low if place + 1 < len(words) else ""
    if words[place].low not in _BEHIND or not words[place].capital or after in _OTHERS:
        return spot
    return replace(spot, end=place + 1, form="country")


def _kind(words: Sequence[Word], index: int) -> bool:
    word = words[index]
    return word.low in _KINDS and (word.capital or word.low == "'s")
