"""Names of persons: the union of several detectors over the words of an article.

title + name, honorific + name, name + apposition with a title, the parser's named entities, and known
surnames wherever they return. Nothing rests on the parser's entities alone where the words speak
against it (places, organisations, weekdays).
"""

from __future__ import annotations

import re

from communique.extraction.gazetteer import gender_of, incumbents
from communique.extraction.mentions.letterheads import Letterheads
from communique.extraction.mentions.name_spots import NameSpot
from communique.extraction.names import WORDS, extent, may_name

_ARTICLE = re.compile(r"^(?:al|el|as|ash|at|ad|az|an|ar)-(?=[^\W\d_])", re.IGNORECASE)
_PERSONAL = frozenset(
    {
        "say", "tell", "meet", "add", "visit", "arrive", "start", "begin", "travel", "fly", "leave",
        "hold", "attend", "talk", "discuss", "receive", "call", "urge", "stress", "note", "return",
        "pay", "declare", "announce", "ask", "plan", "hope", "speak", "thank", "praise", "pledge",
        "vow", "warn", "argue", "reject", "express", "accept", "become", "deny",
    }
)  # fmt: skip
_HUMAN = frozenset(
    {
        "elect", "resign", "fly", "arrive", "travel", "visit", "meet", "tell", "swear", "bear", "die",
        "marry", "greet", "inaugurate", "appoint", "nominate", "depart", "confer", "dine", "take",
        "telephone", "phone", "attend", "succeed", "sit",
    }
)  # fmt: skip
_ENCOUNTERS = frozenset(
    {
        "talk", "session", "meeting", "conversation", "call", "speak", "sit", "meet", "confer", "discussion",
        "summit", "lunch", "dinner", "breakfast", "audience", "consultation", "telephone", "phone", "receive",
        "host", "greet", "welcome", "dine", "huddle",
    }
)  # fmt: skip
"""Verbs and nouns of which the other side is a person or a delegation."""
_USED = frozenset({"nsubj", "nsubjpass", "dobj", "poss", "conj"})


class Detector(Letterheads):
    """Finds all names, those beside titles first."""

    def find(self) -> list[NameSpot]:
        """All names in order of the text, none overlapping."""
        self.titled()
        self.listed()
        self.letterhead()
        self.speakers()
        self._honorifics()
        self._entities()
        self._subjects()
        self._leaders()
        self._owned()
        self._surnames()
        return sorted(self.names.values(), key=lambda one: one.start)

    # names alone

    def _honorifics(self) -> None:
        """Mr X, Dr X, Lord X, Gen. X."""
        index = 0
        while index < len(self.words):
            word = self.words[index]
            titled = word.capital and (word.low in WORDS.honorifics or word.low in self.lexicon.grades)
            if not titled or self.barred[index]:
                index += 1
                continue
            start, end, gender = self._name_at(index)
            if end > start and self._same(start, index):
                self._put(NameSpot(start, end, "honorific", (), gender, index))
            index = max(end, index + 1)

    def _entities(self) -> None:
        """The parser's persons, trimmed to what the name grammar allows."""
        number_of = {token: n for n, word in enumerate(self.words) for token in range(word.first, word.last)}
        for entity in self.ents:
            if entity.label_ != "PERSON":
                continue
            first, last = number_of.get(entity.start), number_of.get(entity.end - 1)
            if first is not None and last is not None and self._readable(first):
                self._entity(first, last)

    def _entity(self, first: int, last: int) -> None:
        while first <= last and (
            self.barred[first]
            or not may_name(self.words[first])
            or ("-" in self._low(first) and self._low(first) in self.lexicon.dropped)
            or (first < last and self._low(first) in self.lexicon.grades)
        ):
            first += 1
        if first > last:
            return
        if first == last:
            first = self._begun(first)
        grown = extent(self.words, first, self.barred)
        end = grown if grown <= last + 3 else min(grown, last + 1)
        if end <= first or (end - first == 1 and not self._plausible(first)):
            return
        if any(word.low in self.lexicon.bodies for word in self.words[first:end]):
            return
        self._put(NameSpot(first, end, "entity"))

    def _begun(self, first: int) -> int:
        """Where a name starts of which the parser took the first word for a place ("Kassym-Jomart | X")."""
        before = first - 1
        token = self.analysis.doc[self.words[before].first] if self._same(before, first) else None
        pair = f"{self.words[before].text} {self.words[first].text}"
        given = token is not None and (
            (token.pos_ == "PROPN" and token.ent_type_ == "GPE") or gender_of(pair) is not None
        )
        free = given and not self.barred[before] and may_name(self.words[before]) and before not in self.owner
        return before if free and self.words[before].low not in WORDS.never_first else first

    def _plausible(self, index: int) -> bool:
        """Whether a single word that the parser takes for a person is used like one."""
        token = self.analysis.doc[self.words[index].first]
        if token.pos_ != "PROPN" or self.words[index].text.isupper():
            return False
        acting = token.dep_ in {"nsubj", "nsubjpass"} and token.head.lemma_ in _PERSONAL
        return acting or self._leads(index, person=True)

    def _leads(self, index: int, *, person: bool) -> bool:
        """ "Nixon's visit to China": a leader's name, used like a person's; a base may be called so, too."""
        token, published = self.analysis.doc[self.words[index].first], self.analysis.article.published
        used = token.dep_ in _USED or (token.dep_ == "pobj" and token.head.lower_ in {"with", "between"})
        if published is None or not used or token.pos_ != "PROPN":
            return False
        return incumbents.leads(self.words[index].text, published.year, person=person)

    def _leaders(self) -> None:
        """Leaders of the time whom the parser takes for cities or firms ("Macmillan", "Hollande")."""
        for number, word in enumerate(self.words):
            if number in self.owner or self.barred[number] or not may_name(word) or word.text.isupper():
                continue
            if extent(self.words, number, self.barred) != number + 1 or not self._readable(number):
                continue
            token = self.analysis.doc[word.first]
            if token.ent_type_ not in {"DATE", "TIME"} and self._leads(number, person=False):
                self._put(NameSpot(number, number + 1, "leader"))

    def _subjects(self) -> None:
        """Capitalised words of unknown meaning that do what persons do ("X was elected", "X flew to")."""
        for number, word in enumerate(self.words):
            token = self.analysis.doc[word.last - 1]
            if token.dep_ not in {"nsubj", "nsubjpass"} or token.pos_ != "PROPN" or number in self.owner:
                continue
            if token.head.lemma_ not in _HUMAN or not may_name(word) or not self._readable(number):
                continue
            start, end = self._name_ending(number)
            plain = [
                w
                for w in self.words[start:end]
                if w.low in self.lexicon.bodies or w.low in self.lexicon.portfolios
            ]
            if end - start in {2, 3, 4} and not plain:
                self._put(NameSpot(start, end, "subject"))

    def _owned(self) -> None:
        """ "Germany's X", "Spain's Y": unknown capitalised words behind a country's possessive."""
        others = {e.start for e in self.ents if e.label_ != "PERSON"}
        for spot in list(self.spots.values()):
            start = spot.end + 1
            if spot.kind != "country" or self._low(spot.end) != "'s" or not self._same(start, spot.start):
                continue
            end = extent(self.words, start, self.barred)
            if end - start not in {2, 3} or start in self.owner or not self._readable(start):
                continue
            known = any(
                word.low in self.lexicon.bodies | self.lexicon.portfolios for word in self.words[start:end]
            )
            followed = self._same(end, start) and self.words[end].text.isalpha() and self._noun(end)
            if known or followed:
                continue
            tokens = range(self.words[start].first, self.words[end - 1].last)
            given = gender_of(" ".join(word.text for word in self.words[start:end])) is not None
            other = not given and any(one in others for one in tokens)
            if self._acts(self.words[end - 1].last - 1, sure=not other):
                self._put(NameSpot(start, end, "owned"))

    def _acts(self, last: int, *, sure: bool) -> bool:
        """Whether the noun that ends here does, or has done to it, what persons do.

        ``sure`` where nothing speaks for an organisation: then being beside a person, or met, is enough.
        """
        token = self.analysis.doc[last]
        if token.dep_ in {"nsubj", "nsubjpass"} and token.head.lemma_ in _HUMAN:
            return True
        above = token.head.head if token.dep_ == "pobj" else token.head
        met = token.dep_ in {"pobj", "dobj"} and above.lemma_.lower() in _ENCOUNTERS
        return sure and (met or token.dep_ == "conj" or token.head.lemma_ in _PERSONAL | _HUMAN)

    def _noun(self, index: int) -> bool:
        return self.analysis.doc[self.words[index].first].pos_ in {"NOUN", "PROPN", "ADJ"}

    def _family(self, name: NameSpot) -> int:
        """The last word of a name but "III" and ", Jr."."""
        last = name.end - 1
        while last > name.start and (self.words[last].low in WORDS.suffixes or self.words[last].text == ","):
            last -= 1
        return last

    def _surnames(self) -> None:
        """First and last parts of known names wherever they return."""
        known = {
            _without_article(self.words[index].text)
            for name in self.names.values()
            for index in (name.start, self._family(name))
            if may_name(self.words[index]) and len(self.words[index].text.strip(".")) > 1
        }
        within = {
            (self.words[index].text, self.words[index + 1].text)
            for name in self.names.values()
            for index in range(name.start, name.end - 1)
        }
        index = 0
        while index < len(self.words):
            word = self.words[index]
            if (
                index in self.owner
                or self.barred[index]
                or _without_article(word.text) not in known
                or not self._readable(index)
            ):
                index += 1
                continue
            end = extent(self.words, index, self.barred)
            while end > index + 1 and (
                _without_article(self.words[end - 1].text) not in known or end - 1 in self.owner
            ):
                end -= 1
            end = max(end, index + 1)
            while self._same(index - 1, index) and index - 1 not in self.owner:
                if (self.words[index - 1].text, self.words[index].text) not in within:
                    break
                index -= 1
            self._put(NameSpot(index, end, "surname"))
            index = end


def _without_article(word: str) -> str:
    """A name part without the Arabic article, which comes and goes and changes case."""
    return _ARTICLE.sub("", word)
