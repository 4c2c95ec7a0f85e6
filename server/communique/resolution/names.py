"""A person's printed name as tokens that can be compared across ways of writing."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from communique.resolution.folding import fold, skeleton, unaccented
from communique.resolution.spelling import Spelling, spelling

_COMPOUND = re.compile(r"abd(?:oul|el|ul|al|ol|u)(?=\w{4})")
_STANDING_ARTICLES = frozenset({"al", "el", "ul", "ud", "ur"})
_LOWER_ONLY = frozenset({"y", "e", "i", "af", "la", "do", "to", "ten"})


@dataclass(frozen=True, slots=True)
class Token:
    """One part of a name. ``given`` are the given names of the spelling table that it may be."""

    text: str
    skeleton: str
    given: frozenset[int] = frozenset()
    initial: bool = False


@dataclass(frozen=True, slots=True)
class PersonName:
    """``surnames`` are the positions at which the family name may stand."""

    tokens: tuple[Token, ...]
    surnames: tuple[int, ...]

    @property
    def full(self) -> bool:
        """Whether there is more than a family name: two tokens that are no initials."""
        return sum(not token.initial for token in self.tokens) >= 2

    @property
    def text(self) -> str:
        """The folded tokens, for showing and ordering."""
        return " ".join(token.text for token in self.tokens)

    @property
    def compact(self) -> str:
        """The folded tokens without spaces."""
        return "".join(token.text for token in self.tokens)


def parse(printed: Iterable[str]) -> tuple[PersonName, ...]:
    """The different names that one article prints for one person, without titles; in the order of their text.

    A short form tells which token of the full name is the family name: "Xi" beside "Xi Jinping",
    "Assad" beside "Bashar al-Assad". Without one it is the last, or the first of an East Asian name. A
    name with accents that change a sound is also taken without them: "Çavuşoğlu" and "Cavusoglu".
    """
    forms = {form for name in printed for form in (name, unaccented(name))}
    tokens = sorted({t for form in forms if (t := _tokens(form))}, key=lambda t: [x.text for x in t])
    short = {t[-1].text for t in tokens if len(t) == 1}
    return tuple(PersonName(t, _surnames(t, short)) for t in tokens)


def _surnames(tokens: tuple[Token, ...], short: set[str]) -> tuple[int, ...]:
    if len(tokens) == 1:
        return (0,)
    told = tuple(i for i, token in enumerate(tokens) if token.text in short)
    if told:
        return told
    last = len(tokens) - 1
    if tokens[0].text in spelling().family_first and last <= 2:
        return (0, last)
    return (last,)


@lru_cache(maxsize=65536)
def _tokens(printed: str) -> tuple[Token, ...]:
    words = spelling()
    parts = [part for word in printed.replace(",", " ").split() for part in _parts(word, words)]
    parts = _without_titles(parts, words)
    kept = [p for p in parts if not _dropped(p, words)] or parts
    joined = _join(kept, words)
    return tuple(_token(text, initial, words) for text, initial in joined)


@dataclass(frozen=True, slots=True)
class _Part:
    text: str
    lower: bool
    initial: bool
    led: bool


def _parts(word: str, words: Spelling) -> list[_Part]:
    """The parts of one printed word: "al-Shaibani" loses its article, "Jong-un" becomes one part."""
    bare = re.sub(r"['’]s$", "", word.strip('"“”()[];:'))
    lower = bare[:1].islower()
    pieces = [piece for piece in (fold(p) for p in re.split(r"[-‐‑–]", bare)) if piece]
    led = False
    while len(pieces) > 1 and (pieces[0] in words.articles):
        pieces, led, lower = pieces[1:], True, False
    if not pieces:
        return []
    if pieces[0] in words.joined and len(pieces) > 1:
        rest = [p for p in pieces[1:] if p not in words.articles] or pieces[1:]
        return [_Part(pieces[0], lower, initial=False, led=led), _Part("".join(rest), False, False, led)]
    text = "".join(pieces).replace(" ", "")
    if re.fullmatch(r"(?:\w\.){1,3}", bare) or (len(text) == 1 and bare[:1].isupper()):
        letters = [fold(letter)[:1] for letter in bare if letter.isalpha()]
        return [_Part(letter, lower=False, initial=True, led=False) for letter in letters if letter]
    return [_Part(text, lower, initial=False, led=led)]


def _without_titles(parts: list[_Part], words: Spelling) -> list[_Part]:
    while len(parts) > 1 and parts[0].text in words.titles and parts[1].text not in words.joined:
        parts = parts[1:]
    while len(parts) > 1 and parts[-1].text in words.suffixes:
        parts = parts[:-1]
    return parts


def _dropped(part: _Part, words: Spelling) -> bool:
    if part.initial or part.led or part.text not in words.dropped:
        return False
    if part.text in words.articles:
        return part.lower or part.text in _STANDING_ARTICLES
    return part.lower or part.text not in _LOWER_ONLY


def _join(parts: list[_Part], words: Spelling) -> list[tuple[str, bool]]:
    """Join "Abu", "Abd", "bin", "Mc" with what follows, as one family or given name."""
    out: list[tuple[str, bool]] = []
    pending = ""
    for index, part in enumerate(parts):
        head = words.joined.get(part.text)
        more = index + 1 < len(parts)
        nickname = part.text == "ben" and index == 0 and more and parts[1].text not in words.given
        if head and more and not part.initial and not nickname:
            pending += head
            continue
        out.append((pending + part.text, part.initial and not pending))
        pending = ""
    return out


def _token(text: str, initial: bool, words: Spelling) -> Token:
    plain = _COMPOUND.sub("abd", text, count=1) if text.startswith("abd") else text
    given = words.given.get(plain) or words.given.get(text, frozenset())
    return Token(plain, skeleton(plain), given, initial)
