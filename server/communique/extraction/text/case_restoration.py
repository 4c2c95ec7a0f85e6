"""Small letters for shouted text: "PRESIDENT REAGAN MET KING HUSSEIN" as a newspaper would print it.

The parser needs case. A word that English knows as a common one is printed small, any other is a name. Names
of states and organisations are printed as the gazetteer does; common words that stand where a name has to
("SECRETARY OF STATE BAKER") are names wherever they return. Every letter stays at its place.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Sequence
from dataclasses import dataclass

from communique import resources
from communique.extraction.gazetteer import Gazetteer, gender_of, office_words
from communique.extraction.names import WORDS

_WORD = re.compile(r"(?:[A-Z]\.){2,}|(?<=')S\b|[^\W\d_]+")
_BREAK = re.compile(r"[.!?]['\"()]*\s|\n\s*\n|--|\"\s*$")
_MONTHS = frozenset(
    ["january", "february", "april", "june", "july", "september", "october", "november", "december"]
)
_MAYBE_MONTHS = frozenset({"may", "march", "august"})
_BEFORE_MONTHS = frozenset(
    {"in", "of", "since", "until", "last", "next", "early", "late", "mid", "by", "this"}
)
_WEEKDAYS = frozenset(["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"])
_KEPT = frozenset({"i", "ii", "iii", "iv", "vi", "usa"})
_ARTICLES = frozenset({"the", "a", "an", "his", "her", "its", "their", "this", "that", "each", "every", "as"})
_VOWELLESS = re.compile(r"[^aeiouy]{2,5}")
_AGENCY = 5
"""Letters of the longest agency's name in brackets that is an abbreviation: "(UPI)"."""
_NAMES_TOO = frozenset({"major", "marshal"})
"""Ranks that are family names as well."""
_PARTICLES = frozenset(
    {"al", "el", "ul", "bin", "bint", "ibn", "abu", "von", "van", "der", "de", "da", "dos", "del", "di", "du"}
)


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """What English knows, in small letters: common words and verbs by base form, words without a meaning.

    ``things`` are nouns and nothing else, ``irregular`` forms of verbs that no rule leads back ("met").
    """

    common: frozenset[str]
    things: frozenset[str]
    verbs: frozenset[str]
    function: frozenset[str]
    irregular: frozenset[str]


@functools.cache
def proper_nouns() -> frozenset[str]:
    """Nouns that English prints with a capital (``proper_nouns.txt``), in small letters."""
    lines = resources.read("data", "gazetteer", "proper_nouns.txt").splitlines()
    return frozenset(word for line in lines if not line.startswith("#") for word in line.split())


@functools.cache
def _titles() -> frozenset[str]:
    """Words that a name follows: the last words of offices, ranks, Mr."""
    lexicon = office_words.load()
    heads = {one.words[-1] for heads in lexicon.heads.values() for one in heads if not one.plural}
    return frozenset(heads | lexicon.grades | WORDS.honorifics) - {"his", "her", "state", "head", "chief"}


class Restorer:
    """Restores the case of one text."""

    def __init__(self, text: str, vocabulary: Vocabulary, gazetteer: Gazetteer) -> None:
        self.text = text
        self.vocabulary = vocabulary
        self.spans = [match.span() for match in _WORD.finditer(text)]
        self.lows = [text[start:end].lower() for start, end in self.spans]
        self.printed: dict[int, str] = {}
        self._gazetteer = gazetteer

    def restore(self) -> str:
        """The text with small letters; of the same length."""
        index = 0
        while index < len(self.lows):
            index += self._known(index) or 1
        self._places_of_names()
        names = {
            low
            for i, low in enumerate(self.lows)
            if i in self.printed and low not in self.vocabulary.function
        }
        letters = list(self.text)
        for index, (start, end) in enumerate(self.spans):
            shown = self.printed.get(index) or self._plain(index, names)
            if index not in self.printed and self._starts(index):
                shown = shown[0].upper() + shown[1:]
            if len(shown) == end - start:
                letters[start:end] = shown
        return "".join(letters)

    def _known(self, index: int) -> int:
        """The length of the name of the gazetteer that starts here, and how it is printed; 0 if none does."""
        low = self.lows[index]
        for key, form, place in self._gazetteer.forms(low.replace(".", "")):
            words = _WORD.findall(form)
            end = index + len(words)
            if len(words) != len(key) or self.lows[index:end] != [word.lower() for word in words]:
                continue
            if len(words) == 1 and (not form[0].isupper() or self._ordinary(index, place=place)):
                continue
            if not form[0].isupper() or any(self._apart(i) for i in range(index, end - 1)):
                continue
            for offset, word in enumerate(words):
                self.printed[index + offset] = word
            return len(words)
        return 0

    def _ordinary(self, index: int, *, place: bool) -> bool:
        """Whether a one-word name is rather the common word: "us", "who", "nice"."""
        low = self.lows[index]
        if low == "us":
            after = self.lows[index + 1] if index + 1 < len(self.lows) and not self._apart(index) else "and"
            return after in self.vocabulary.function
        return low in self.vocabulary.function or (
            place and self._common(low) and low not in self.vocabulary.things
        )

    def _apart(self, index: int) -> bool:
        """Whether more than a space or hyphen stands between a word and the next."""
        between = self.text[self.spans[index][1] : self.spans[index + 1][0]]
        return between.strip(" -.\n") != "" or between.startswith(". ") or "\n\n" in between

    def _starts(self, index: int) -> bool:
        begin = self.spans[index - 1][1] if index else 0
        return index == 0 or _BREAK.search(self.text[begin : self.spans[index][0]]) is not None

    def _common(self, low: str) -> bool:
        """Whether English knows a word or what it is a form of."""
        known = self.vocabulary.common
        return low in known or low in self.vocabulary.irregular or any(stem in known for stem in _stems(low))

    def _places_of_names(self) -> None:
        """Common words that a title stands before, or that end a name ("JAMES BAKER")."""
        titles = _titles()
        for index in range(len(self.lows) - 1):
            given = (
                gender_of(f"{self.lows[index]} x") is not None
                and self.lows[index + 1] not in titles - _NAMES_TOO
            )
            secretary = self.lows[max(0, index - 2) : index + 1] == ["secretary", "of", "state"]
            if not (given or secretary or self.lows[index] in titles):
                continue
            common = given and index not in self.printed and self._common(self.lows[index])
            if common or self._apart(index):
                continue
            if index and self.lows[index - 1] in _ARTICLES:
                continue
            if self._may_name(index + 1):
                self.printed.setdefault(index + 1, self.lows[index + 1].capitalize())
            self._family(index if given else index + 1)

    def _family(self, index: int) -> None:
        """ "SECRETARY-GENERAL HENDRIK VAN LOON": a noun right behind a name that a title stands before."""
        if self._common(self.lows[index]) or self.lows[index] in _titles():
            return
        place = index + 1
        while place < len(self.lows) and not self._apart(place - 1):
            low = self.lows[place]
            noun = {low, low.removesuffix("s")} & self.vocabulary.things
            if noun and self._may_name(place):
                self.printed.setdefault(place, low.capitalize())
            elif low not in _PARTICLES and (low in self.vocabulary.function or self._common(low)):
                return
            place += 1

    def _may_name(self, index: int) -> bool:
        """Whether a common word may be a family name: no word without meaning, and no form of a verb."""
        low = self.lows[index]
        vocabulary = self.vocabulary
        if low in vocabulary.function | vocabulary.irregular | _PARTICLES | (_titles() - _NAMES_TOO):
            return False
        lexicon = office_words.load()
        if len(low) < 3 or low in lexicon.portfolios | lexicon.bodies | lexicon.ranks or low.endswith("ly"):
            return False
        if low in _WEEKDAYS or low in _MONTHS or low in _MAYBE_MONTHS:
            return False
        return low.endswith("er") or not any(stem in vocabulary.verbs for stem in _stems(low))

    def _plain(self, index: int, names: set[str]) -> str:
        """How a word is printed that no rule has placed yet."""
        low = self.lows[index]
        start, end = self.spans[index]
        if "." in low or low in _KEPT:
            return self.text[start:end]
        if low in _WEEKDAYS or low in _MONTHS:
            return low.capitalize()
        if low in _MAYBE_MONTHS:
            around = self.text[max(0, start - 4) : start] + self.text[end : end + 6]
            dated = any(c.isdigit() for c in around) or (index and self.lows[index - 1] in _BEFORE_MONTHS)
            return low.capitalize() if dated else low
        if self.text[start - 1 : start] == "'" and len(low) < 3:
            return low  # Syria's, don't
        if low in names:
            return low.capitalize()
        if low in self.vocabulary.function or self._titled(index, names):
            return low if low in self.vocabulary.function else low.capitalize()
        if low in _PARTICLES:
            return low
        if low not in WORDS.honorifics and self._common(low):
            return low
        alone = self.text[start - 1 : start] == "(" and self.text[end : end + 1] == ")"
        if alone and end - start <= _AGENCY:
            return self.text[start:end]
        return (
            self.text[start:end]
            if _VOWELLESS.fullmatch(low) and low not in WORDS.honorifics
            else low.capitalize()
        )

    def _titled(self, index: int, names: set[str]) -> bool:
        """Whether a word is part of a title right before a name ("FOREIGN MINISTER GROMYKO")."""
        lexicon = office_words.load()
        while index < len(self.lows) - 1:
            low = self.lows[index]
            if low not in _titles() | lexicon.portfolios | lexicon.ranks | {"state", "of"} or self._apart(
                index
            ):
                return False
            index += 1
            if low in _titles() | {"state"} and self._name(index, names):
                return True
        return False

    def _name(self, index: int, names: set[str]) -> bool:
        low = self.lows[index]
        return (
            index in self.printed
            or low in names
            or not (low in self.vocabulary.function or low in _titles() or self._common(low))
        )


def _stems(low: str) -> Sequence[str]:
    """What a form may be of: "meets", "talks", "visiting", "stopped", "countries"."""
    found: list[str] = []
    for ending, instead in (
        ("ies", "y"), ("es", ""), ("s", ""), ("ied", "y"), ("ed", ""), ("ed", "e"), ("ing", ""), ("ing", "e"),
        ("er", ""), ("er", "e"), ("est", ""), ("ier", "y"),
    ):  # fmt: skip
        if low.endswith(ending) and len(low) - len(ending) > 1:
            stem = low[: len(low) - len(ending)] + instead
            found.append(stem)
            if ending in {"ed", "ing", "er"} and not instead and stem[-1:] == stem[-2:-1]:
                found.append(stem[:-1])
    return found
