"""Names of persons: where one ends, and whether two may be the same person's.

Written for the romanisations of many languages: particles ("al-", "bin", "van", "de"), family name first
("Hu Jintao", "Kim Jong-un"), initials, "Jr.".
"""

from __future__ import annotations

import functools
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

import yaml
from rapidfuzz.distance import JaroWinkler

from communique import resources
from communique.extraction.words import Word


@dataclass(frozen=True, slots=True)
class NameWords:
    """The word lists of ``data/gazetteer/names.yaml``."""

    particles: frozenset[str]
    weak_particles: frozenset[str]
    honorifics: frozenset[str]
    styles: frozenset[str]
    last: frozenset[str]
    kept: frozenset[str]
    male: frozenset[str]
    female: frozenset[str]
    suffixes: frozenset[str]
    postnominals: frozenset[str]
    barred: frozenset[str]
    never_first: frozenset[str]
    abbreviations: frozenset[str]
    eponyms: frozenset[str]
    between: frozenset[str]
    kin: frozenset[str]


_ELIDED = re.compile(r"(?:d|l|dell|dall|sant)'(?=[A-ZÀ-Þ])")
"""A particle before a vowel: "Giscard d'Estaing"."""
_DESCENT = re.compile(r"\s(?:bin|ibn|ben|bint|binti|bte|ould)\s+")


def _load() -> NameWords:
    data = yaml.safe_load(resources.read("data", "gazetteer", "names.yaml"))
    return NameWords(**{key: frozenset(str(word) for word in words) for key, words in data.items()})


WORDS = _load()


@functools.lru_cache(maxsize=8192)
def fold(text: str) -> str:
    """Lower case without diacritics."""
    text = unicodedata.normalize("NFKD", text.replace("ı", "i").replace("ø", "o").replace("ł", "l"))
    return "".join(c for c in text if not unicodedata.combining(c)).casefold()


def may_name(word: Word) -> bool:
    """Whether a word can stand in a name as a full part of it."""
    if (
        not word.alphabetic
        or not (word.capital or _ELIDED.match(word.text))
        or word.low in WORDS.barred
        or word.low in WORDS.honorifics
    ):
        return False
    if any(c.isdigit() for c in word.text):
        return False
    return not (word.text.isupper() and len(word.text) > 1 and "." not in word.text)


LEANINGS = frozenset({"pro-", "anti-", "non-", "neo-"})
"""What joins a word to a name that it is no part of."""
_COLUMN = 2
"""Spaces inside a name at most; more part the columns of a table."""


def leaning(words: Sequence[Word], index: int) -> bool:
    """Whether a word tells of a leaning: "European" in "pro-European"."""
    return index > 0 and words[index - 1].low in LEANINGS


def extent(words: Sequence[Word], start: int, barred: Sequence[bool], limit: int = 6) -> int:
    """The index behind the name that starts at ``start``; ``start`` if none does.

    ``barred`` marks words that belong to a polity, title or other known phrase.
    """
    index, full = start, 0
    limit = 0 if leaning(words, start) else limit  # "pro-European Michael Heseltine"
    sentence = words[start].sentence if start < len(words) else -1
    while index < len(words) and words[index].sentence == sentence and full < limit and not barred[index]:
        word = words[index]
        if full and word.span.start - words[index - 1].span.end > _COLUMN:
            break
        if full == 0 and initials(words, index, barred):
            index += 1
            full += 1
            continue
        own = may_name(word) and (full or word.low not in WORDS.never_first)
        if own or (full and _styled(words, index, barred)):
            index += 1
            full += 1
            continue
        if full and word.low in WORDS.suffixes:
            return index + 1
        if full and word.text == "," and index + 1 < len(words) and words[index + 1].low in {"jr", "jr."}:
            return index + 2
        if full and word.text in {'"', "(", "``"} and index + 2 < len(words):
            # a nickname: Luiz Inacio "Lula" da Silva
            closing = {'"': '"', "(": ")", "``": "''"}[word.text]
            if words[index + 2].text == closing and may_name(words[index + 1]) and word.text != "(":
                after = index + 3
                if after < len(words) and (may_name(words[after]) or words[after].low in WORDS.particles):
                    index = after
                    continue
        ahead = index
        while ahead < len(words) and words[ahead].low in WORDS.particles and not words[ahead].text.isupper():
            ahead += 1
        single = ahead == index + 1 and words[index].low in WORDS.weak_particles
        if ahead > index and ahead < len(words) and not barred[ahead] and may_name(words[ahead]):
            if single and not full:
                break
            index = ahead
            continue
        break
    while index > start and words[index - 1].low in WORDS.particles and words[index - 1].text.islower():
        index -= 1
    return index


def _styled(words: Sequence[Word], index: int, barred: Sequence[bool]) -> bool:
    """Whether an honorific is part of the name it stands in: "Hassan Sheikh Mohamud", "Abdul Hafiz"."""
    word, before = words[index], words[index - 1]
    if word.low not in WORDS.styles or not word.capital or not may_name(before):
        return False
    if word.span.start != before.span.end + 1:
        return False
    after = words[index + 1] if index + 1 < len(words) else None
    named = (
        after is not None and after.sentence == word.sentence and not barred[index + 1] and may_name(after)
    )
    return named or word.low in WORDS.last


def initials(words: Sequence[Word], index: int, barred: Sequence[bool]) -> bool:
    """Whether a word of two capitals stands for given names: "KP Sharma Olin", "JD Vardy"."""
    after = index + 1
    return (
        len(words[index].text) == 2
        and words[index].text.isupper()
        and words[index].text.isalpha()
        and words[index].low not in WORDS.abbreviations
        and after < len(words)
        and words[after].sentence == words[index].sentence
        and not barred[after]
        and may_name(words[after])
    )


@functools.lru_cache(maxsize=8192)
def parts(name: str) -> tuple[str, ...]:
    """The comparable parts of a name: folded, without particles, honorifics, suffixes, articles."""
    found: list[str] = []
    for word in re.findall(r"[^\s,\"“”()]+", fold(name).replace("’", "'")):
        word = re.sub(r"^(?:al|el|as|ash|at|an|ar|ad|az|ul|e|l|d)[-']", "", word)
        word = re.sub(r"'s$", "", word).strip(".'")
        styled = word in WORDS.honorifics and not (found and word in WORDS.last)
        if word and not styled and word not in WORDS.particles and word not in WORDS.suffixes:
            found.append(word)
    return tuple(found)


@functools.lru_cache(maxsize=8192)
def skeleton(part: str) -> str:
    """The consonants of a name part, with spellings of one sound made equal."""
    text = re.sub(r"[^a-z]", "", fold(part))
    for old, new in (
        ("sch", "S"), ("tch", "C"), ("sh", "S"), ("ch", "C"), ("kh", "K"), ("gh", "g"), ("ph", "f"),
        ("th", "t"),
        ("dh", "d"), ("zh", "Z"), ("ck", "k"), ("q", "k"), ("c", "k"), ("x", "ks"), ("w", "v"), ("z", "s"),
    ):  # fmt: skip
        text = text.replace(old, new)
    return re.sub(r"(.)\1+", r"\1", re.sub(r"[aeiouyhj]", "", text)).lower()


def _same_part(left: str, right: str) -> bool:
    """Equal, an initial of the other, or two spellings of one name."""
    if left == right:
        return True
    if len(left) == 1 or len(right) == 1:
        return left[0] == right[0]
    if min(len(left), len(right)) < 4:
        return False
    close = JaroWinkler.similarity(left, right)
    bones = skeleton(left) == skeleton(right)
    return (close >= 0.93) or (bones and len(skeleton(left)) >= 2 and close >= 0.8)


def same_person(left: str, right: str) -> bool:
    """Whether two names of at least two parts each can be one person's.

    The family names must agree (in either order), and no given name may contradict. A name that goes on where
    the other tells its bearer's father is the father's.
    """
    a, b = parts(left), parts(right)
    if len(a) < 2 or len(b) < 2 or _descends(left, right) or _descends(right, left):
        return False
    if sorted(a) == sorted(b):
        return True
    short, full = (a, b) if len(a) <= len(b) else (b, a)
    if short == full[: len(short)] and all(_DESCENT.search(fold(name)) for name in (left, right)):
        return True  # "Mohammed bin Salman" and the same "bin Abdulaziz Al Saud"
    if _same_part(a[-1], b[-1]) or (a[-1] == b[-2] or b[-1] == a[-2]):
        return _subsequence(short, full)
    return False


def _descends(child: str, father: str) -> bool:
    """Whether one name tells descent from the other: "Faisal bin Salem" from "Salem al-Harthy"."""
    forefathers = [parts(one) for one in _DESCENT.split(f" {fold(child)}")[1:]]
    first, own = parts(father)[0], parts(child)[0]
    return not _same_part(first, own) and any(one and _same_part(one[0], first) for one in forefathers)


def _of_father(short: str, full: str) -> bool:
    """Whether a full name ends with the father's ("Faisal bin Salem") and the short one is just that."""
    ends = _DESCENT.split(f" {fold(full)}")
    return len(ends) > 1 and len(parts(ends[-1])) == 1 and not _DESCENT.search(f" {fold(short)}")


def _subsequence(short: tuple[str, ...], full: tuple[str, ...]) -> bool:
    position = 0
    for part in short:
        while position < len(full) and not _same_part(part, full[position]):
            position += 1
        if position == len(full):
            return False
        position += 1
    return True


def matches_short(short: str, full: str) -> float:
    """How well a bare surname (or several parts without a given name) fits a fuller name; 0 = not at all."""
    a, b = parts(short), parts(full)
    if not a or not b or len(a) >= len(b) + (len(b) == 1):
        return 1.0 if a and a == b else 0.0
    if a == b[-len(a) :]:
        return 0.5 if _of_father(short, full) else 1.0
    if len(a) == 1 and a[0] == b[0]:
        # family name first, or a given name; an article before the family name tells that it stands last
        return 0.4 if re.search(r"\b(?:al|el)-", fold(full)) else 0.7
    if len(a) == 1 and b[-1].endswith(f"-{a[0]}"):
        return 0.9  # "Macapagal-Arroyo"
    if len(a) == 1 and a[0] in b:
        return 0.6
    if _subsequence(a, b) and len(a) > 1:
        return 0.8
    if len(a) == 1 and _same_part(a[0], b[-1]):
        return 0.5
    return 0.0
