"""How far two names of persons agree, in the manner of Fellegi and Sunter: as bits of evidence.

The weights are priors set by hand for diplomatic news (few people, many spellings): 12 bits for the
same full name in the same letters, 10.5 for another spelling, 7.5 if little more than the consonants
agrees (Byrd, Baird; with the same office that is enough), 3 for a family name alone, a veto for two
given names that are not spellings of one (kin share a family name). tests/bench/resolution.py measures
what they give.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from functools import lru_cache

from rapidfuzz import fuzz
from rapidfuzz.distance import OSA

from communique.resolution.names import PersonName, Token
from communique.resolution.spelling import spelling


class Level(IntEnum):
    """What kind of agreement it is, from best to none."""

    FULL = 5
    INITIAL = 4
    SURNAME = 3
    NONE = 1
    CONFLICT = 0
    """The same family name and given names that are not the same: kin, or namesakes by family name."""


@dataclass(frozen=True, slots=True)
class Agreement:
    """``bits`` speak for one person; ``text`` says what was compared."""

    level: Level
    bits: float
    text: str


SAME, SPELLING, TYPO, SHORT_TYPO, LETTER = 1.0, 0.9, 0.7, 0.6, 0.5
CLOSE = 70
"""Likeness in percent from which two spellings are surely of one name."""
_NOTHING = Agreement(Level.NONE, 0.0, "the names do not agree")


@lru_cache(maxsize=262144)
def tokens_agree(a: Token, b: Token) -> float:
    """1 same letters, 0.9 another spelling, 0.7 a likely misprint, 0.6 the same in a name of four letters,
    0.5 an initial that fits, 0 none."""
    if a.text == b.text:
        return LETTER if a.initial else SAME
    if a.initial or b.initial:
        return LETTER if _initials(a) & _initials(b) else 0.0
    if a.given and b.given:
        return SPELLING if a.given & b.given else 0.0
    ratio = fuzz.ratio(a.text, b.text)
    if a.skeleton == b.skeleton and ratio >= (60 if len(a.skeleton) > 2 else 74):
        return SPELLING
    shorter = min(len(a.text), len(b.text))
    allowed = 2 if shorter >= 9 else 1 if shorter >= 5 else 0
    if allowed and OSA.distance(a.text, b.text, score_cutoff=allowed) <= allowed:
        return TYPO
    close = min(len(a.skeleton), len(b.skeleton)) >= 5 and ratio >= 80
    if shorter == 4 and OSA.distance(a.text, b.text, score_cutoff=1) <= 1:
        return SHORT_TYPO
    return TYPO if close and OSA.distance(a.skeleton, b.skeleton, score_cutoff=1) <= 1 else 0.0


def _initials(token: Token) -> frozenset[str]:
    """The first letters that any spelling of a name may have."""
    lines = (spelling().initials[line] for line in token.given)
    return frozenset(token.text[0]).union(*lines)


@lru_cache(maxsize=262144)
def names_agree(a: PersonName, b: PersonName) -> Agreement:
    """Compare two names; symmetric."""
    if a.text > b.text:
        a, b = b, a
    if len(a.tokens) == 1 or len(b.tokens) == 1:
        return _surname_only(a, b)
    if a.compact == b.compact:
        return Agreement(Level.FULL, 12.0, f"the same full name ({a.text})")
    pairs = _align(a.tokens, b.tokens)
    surname = max(
        (tokens_agree(a.tokens[i], b.tokens[j]) for i in a.surnames for j in b.surnames), default=0.0
    )
    if len(pairs) == min(len(a.tokens), len(b.tokens)):
        return _all_agree(a, b, pairs)
    matched = {i for i, _, _ in pairs}, {j for _, j, _ in pairs}
    crossed = any(i in a.surnames and j in b.surnames for i, j, _ in pairs)
    if crossed and len(pairs) >= 2 and all(quality >= SPELLING for _, _, quality in pairs):
        rest = [t.text for i, t in enumerate(a.tokens) if i not in matched[0]]
        rest += [t.text for j, t in enumerate(b.tokens) if j not in matched[1]]
        return Agreement(Level.FULL, 6.0, f"given and family name agree, not {' and '.join(rest)}")
    if surname >= SPELLING:
        return Agreement(Level.CONFLICT, -12.0, f"other given name ({a.text}; {b.text})")
    return _NOTHING


def _align(a: tuple[Token, ...], b: tuple[Token, ...]) -> list[tuple[int, int, float]]:
    """Pairs of tokens that agree, best first, each token used once; equal pairs keep the order of words."""
    scored = sorted(
        ((tokens_agree(x, y), -abs(i - j), -i, -j) for i, x in enumerate(a) for j, y in enumerate(b)),
        reverse=True,
    )
    left: set[int] = set()
    right: set[int] = set()
    pairs = []
    for quality, _, i, j in scored:
        if quality > 0 and -i not in left and -j not in right:
            left.add(-i)
            right.add(-j)
            pairs.append((-i, -j, quality))
    return pairs


def _all_agree(a: PersonName, b: PersonName, pairs: list[tuple[int, int, float]]) -> Agreement:
    """Every token of the shorter name has its like in the longer one."""
    shown = f"({a.text}; {b.text})"
    qualities = [quality for _, _, quality in pairs]
    if LETTER in qualities:
        if _other_first(a, b, pairs):
            return _NOTHING
        if sum(quality > LETTER for quality in qualities) and not _only_initials_left(a, b, pairs):
            return Agreement(Level.INITIAL, 5.0, f"family name and initial agree {shown}")
        return _NOTHING
    typos = sum(2 if quality == SHORT_TYPO else 1 for quality in qualities if quality <= TYPO)
    exact = all(quality == SAME for quality in qualities)
    heard = any(quality == SPELLING and _by_ear(a.tokens[i], b.tokens[j]) for i, j, quality in pairs)
    spelt = 12.0 if exact else 7.5 if heard else 10.5
    bits = spelt if not typos else 6.5 if typos == 1 else 3.5
    extra = abs(len(a.tokens) - len(b.tokens))
    order = [j for _, j, _ in sorted(pairs)]
    bits -= 1.5 * min(extra, 1) + (1.0 if order != sorted(order) else 0.0)
    if extra and not any(i in a.surnames or j in b.surnames for i, j, _ in pairs):
        bits -= 4.0
    what = "one or more letters differ" if typos else "the same full name" if exact else "another spelling"
    if extra:
        what += ", one form is longer"
    return Agreement(Level.FULL, bits, f"{what} {shown}")


def _by_ear(a: Token, b: Token) -> bool:
    """Whether little more than the consonants agree, and no list has both as spellings of one name."""
    return not a.given & b.given and fuzz.ratio(a.text, b.text) < CLOSE


def _other_first(a: PersonName, b: PersonName, pairs: list[tuple[int, int, float]]) -> bool:
    """Whether an initial agrees behind a given name that does not: "Charles H. Baker" is no Howard."""
    for name, matched in ((a, {i: q for i, _, q in pairs}), (b, {j: q for _, j, q in pairs})):
        letters = [
            place for place, quality in matched.items() if quality == LETTER and name.tokens[place].initial
        ]
        before = range(min(letters, default=0))
        if any(place not in matched and not name.tokens[place].initial for place in before):
            return True
    return False


def _only_initials_left(a: PersonName, b: PersonName, pairs: list[tuple[int, int, float]]) -> bool:
    """Whether the family names are not among what agrees in full."""
    return not any(q > LETTER and (i in a.surnames or j in b.surnames) for i, j, q in pairs)


def _surname_only(a: PersonName, b: PersonName) -> Agreement:
    if len(b.tokens) == 1:
        a, b = b, a
    alone = a.tokens[0]
    best = max(tokens_agree(alone, b.tokens[i]) for i in b.surnames)
    if a.compact == b.compact or best >= SPELLING:
        return Agreement(Level.SURNAME, 3.0, f"the family name agrees ({a.text}; {b.text})")
    if best >= TYPO:
        return Agreement(Level.SURNAME, 1.0, f"the family name differs by a letter ({a.text}; {b.text})")
    return _NOTHING
