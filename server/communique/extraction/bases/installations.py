"""Where an article names military installations, and what it says of operator and host.

"Basa Air Base", "RAAF Base Tindal", "naval base at Tartus", "bases at Tartus and Hmeimim", "its
telecommunications base at Nea Makri". Installations without a name give nothing.
"""

from __future__ import annotations

from collections.abc import Sequence

from spacy.tokens import Token

from communique.extraction.bases import operators
from communique.extraction.bases.hosts import Installation, settle
from communique.extraction.document import Analysis
from communique.extraction.gazetteer import Gazetteer
from communique.extraction.gazetteer.base_words import BaseWords
from communique.extraction.layout import READ
from communique.extraction.names import WORDS, fold
from communique.extraction.words import Word
from communique.model.claims import Kind
from communique.model.text import Span

_AT = frozenset({"at", "in", "near", "of", "outside"})
_HEIGHTS = frozenset({"mount", "cape", "saint"})
_JOINS = frozenset({",", "and", "or", "&", "the", "an", "a", "at", "in", "near", "both"})
_STATIONED = frozenset({"base", "bases", "range", "airbase", "lease", "leased", "deploy", "stationed"})
_USE = frozenset({"use", "used", "using"})
_SERVICE = frozenset(
    {"marine", "corps", "air", "force", "army", "navy", "naval", "royal", "coast", "guard", "strategic",
     "tactical", "command", "self-defense", "self-defence", "forces"}
)  # fmt: skip
"""Names of services before a noun are no name of a base: "the U.S. Marine Corps air station at Futenma"."""
_PLAIN = frozenset(
    [
        "the",
        "a",
        "an",
        "this",
        "that",
        "its",
        "his",
        "their",
        "our",
        "new",
        "old",
        "main",
        "key",
        "largest",
        "only",
        "first",
        "two",
        "both",
    ]
)


class Finder:
    """Finds installations in the words of one article."""

    def __init__(
        self, analysis: Analysis, words: Sequence[Word], lexicon: BaseWords, gazetteer: Gazetteer
    ) -> None:
        self.analysis = analysis
        self.words = words
        self.texts = [word.text for word in words]
        self.lows = [word.low for word in words]
        self.lexicon = lexicon
        self.gazetteer = gazetteer
        self.bases: dict[str, Installation] = {}

    def find(self) -> list[Installation]:
        """All named installations, in text order."""
        index = 0
        while index < len(self.words):
            if self.analysis.sentences[self.words[index].sentence].zone not in READ:
                index += 1
                continue
            index = max(self._prefixed(index), self._noun(index), index + 1)
        settle(self.analysis, self.bases.values(), self.gazetteer)
        operators.conclude(self.analysis, self.bases.values())
        return list(self.bases.values())

    # names

    def _prefixed(self, index: int) -> int:
        prefix = self.lexicon.prefix_at(self.texts, index)
        if prefix is None:
            return 0
        end = index + len(prefix.words)
        stop = end
        while not prefix.whole and stop < len(self.words) and stop < end + 3 and self._name_word(stop, index):
            stop += 1
        if stop == end and not prefix.whole:
            return 0
        if prefix.words[0] in {"Camp", "Fort", "RAF"} and not (
            prefix.words[0] == "RAF" or self._military(index)
        ):
            return 0
        if prefix.words[0] == "RAF" and self._planes(end):
            return 0
        if prefix.establishment and not self.bases and not self._military(index):
            return 0
        base = self._keep(index, stop, prefix.kind)
        if prefix.operator is None:
            operators.settle(self.analysis, self.words, base, index, stop - 1)
        else:
            polity = self.gazetteer.polity(prefix.operator)
            span = self._span(index, end)
            base.operator = base.operator or (self.analysis.country(polity.key, polity.label).id, span, None)
        return stop

    def _planes(self, index: int) -> bool:
        """ "RAF Phantoms flew": a plural that nobody is "at" or "from"."""
        plural = self.analysis.doc[self.words[index].last - 1].tag_ in {"NNPS", "NNS"}
        return plural or (self.lows[index].endswith("s") and self.lows[index - 2] not in _AT | {"from", "to"})

    def _noun(self, index: int) -> int:
        noun = self.lexicon.noun_at(self.lows, index)
        if noun is None or not self._sound(index, noun.firm, noun.used):
            return 0
        end = index + len(noun.words)
        start = self._name_before(index, listed=noun.plural)
        if all(low in _SERVICE | self.lexicon.agencies for low in self.lows[start:index]):
            start = index
        found: list[Installation] = []
        if start < index:
            for first, last in self._split(start, index) if noun.plural else [(start, index)]:
                whole = end if last == index and not noun.plural and self.words[index].capital else None
                base = self._keep(first, whole or (end if not noun.plural else last), noun.kind)
                found.append(base)
        elif end < len(self.words) and not noun.used and (self.lows[end] in _AT or self._island(end)):
            found, end = self._places_behind(end, noun.kind, index, plural=noun.plural)
        if not found and end == index + len(noun.words):
            found = self._apposed(index, end, noun.kind)
        for base in found:
            operators.settle(self.analysis, self.words, base, min(start, index), index + len(noun.words) - 1)
        return end if found else 0

    def _island(self, place: int) -> bool:
        """ "A radar station on Mount Olympus", not "on Monday"."""
        after = place + 1
        if self.lows[place] != "on" or after >= len(self.words):
            return False
        return self.words[after].capital and self.lows[after] not in WORDS.barred - _HEIGHTS

    def _apposed(self, index: int, end: int, kind: str) -> list[Installation]:
        """ "Cam Ranh Bay, the former Soviet naval base"; "Camp X, the only American base in Africa"."""
        noun = self.analysis.doc[self.words[end - 1].last - 1]
        name = noun.head
        if noun.dep_ == "attr" and name.lemma_ == "be":  # "Kandahar is the second military base of"
            name = next((one for one in name.children if one.dep_ == "nsubj"), name)
        elif noun.dep_ != "appos":
            return []
        if name.pos_ != "PROPN" or self.analysis.people_at(name):
            return []
        last = next(
            (i for i in range(index, -1, -1) if self.words[i].first <= name.i < self.words[i].last), 0
        )
        first = last
        while first > 0 and self._name_word(first - 1, index):
            first -= 1
        if self._country_at(last) or self.words[last].sentence != self.words[index].sentence:
            return []
        return [self._keep(first, last + 1, kind)]

    def _sound(self, index: int, firm: bool, used: bool) -> bool:
        before = self.lows[index - 1] if index else ""
        if before in self.lexicon.never or (
            before in {"on", "the"} and self.lows[index + 1 : index + 2] == ["of"] and not firm
        ):
            return False
        if used:
            return self._used(index) and (self._military(index) or self._beside_base(index))
        return (
            firm
            or self._military(index)
            or self._owned(index)
            or (bool(self.bases) and (self._named(index) or self.lows[index + 1 : index + 2] == ["at"]))
        )

    def _owned(self, index: int) -> bool:
        """ "The Russian bases at A and B": a state's base at a place is a military one."""
        behind = self.lows[index + 1 : index + 2]
        return index > 0 and bool(behind) and behind[0] in {"at", "in", "near"} and self._foreign(index - 1)

    def _named(self, index: int) -> bool:
        """ "The Gudauta base", in an article that has spoken of bases."""
        return index > 1 and self.words[index - 1].capital and self.lows[index - 2] == "the"

    def _beside_base(self, index: int) -> bool:
        """Whether a base is spoken of in the sentence or the next."""
        sentence = self.words[index].sentence
        near = self.words[max(0, index - 60) : index + 60]
        return any(word.low in {"base", "bases"} and abs(word.sentence - sentence) <= 1 for word in near)

    def _military(self, index: int) -> bool:
        sentence = self.words[index].sentence
        near = {
            word.low
            for word in self.words[max(0, index - 60) : index + 60]
            if abs(word.sentence - sentence) <= 1
        }
        return bool(near & self.lexicon.company) or {"air", "force"} <= near

    def _used(self, index: int) -> bool:
        """Whether foreign forces use a port or airport: a base is named beside it, or they use it."""
        sentence = self.words[index].sentence
        near = {w.low for w in self.words[max(0, index - 14) : index + 10] if w.sentence == sentence}
        return bool(near & _STATIONED) or (
            bool(near & _USE) and not operators.public(self.analysis, self._token(index))
        )

    def _token(self, index: int) -> Token:
        return self.analysis.doc[self.words[index].last - 1]

    def _name_word(self, index: int, anchor: int) -> bool:
        if self.words[index].sentence != self.words[anchor].sentence or not self.words[index].alphabetic:
            return False
        return self.words[index].capital and self.lows[index] not in _PLAIN

    def _name_before(self, index: int, *, listed: bool) -> int:
        """Where the name before a noun starts; ``index`` if there is none."""
        start = index
        while start > 0 and index - start < 6:
            place = start - 1
            if self.words[place].sentence != self.words[index].sentence:
                break
            if self._foreign(place):
                break
            joined = (
                listed
                and self.lows[place] in {"and", ","}
                and start < index
                and place > 0
                and self.words[place - 1].capital
            )
            if not (self._name_word(place, index) or (joined and not self._foreign(place - 1))):
                break
            start = place
        while (start < index and not self.words[start].alphabetic) or (
            start < index and self.lows[start] == "and"
        ):
            start += 1
        if (
            start < index
            and self.analysis.doc[self.words[start].first].is_sent_start
            and not self._is_place(start)
            and not self.words[index].capital  # "Thule Air Base ..."
        ):
            token = self.analysis.doc[self.words[start].first]
            if token.pos_ not in {"PROPN"}:
                start += 1
        return start

    def _foreign(self, index: int) -> bool:
        """Whether a word names a polity (and so no base): "U.S. air base", "Russian base"."""
        return bool(self.analysis.polities_at(self.words[index].first)) and not self._is_place(index)

    def _is_place(self, index: int) -> bool:
        found = self.analysis.places_at(self.words[index].first)
        return any(one.kind is Kind.PLACE for one in found)

    def _split(self, start: int, end: int) -> list[tuple[int, int]]:
        """The single names of "Tartus and Hmeimim bases"."""
        parts: list[tuple[int, int]] = []
        first = start
        for index in range(start, end + 1):
            if index == end or self.lows[index] in {"and", ","}:
                if index > first:
                    parts.append((first, index))
                first = index + 1
        return parts

    def _places_behind(
        self, place: int, kind: str, noun: int, *, plural: bool
    ) -> tuple[list[Installation], int]:
        """ "at Tartus and Hmeimim", "in the port of Tartus", "at Nea Makri, north of Athens"."""
        found: list[Installation] = []
        end = place
        link = self.lows[place]
        place += link == "on"
        while place < len(self.words) and self.words[place].sentence == self.words[noun].sentence:
            while place < len(self.words) and self.lows[place] in _JOINS | {
                "port",
                "city",
                "town",
                "of",
                "province",
                "region",
                "oasis",
                "island",
                "village",
            }:
                if self.lows[place] in {"and", ","} and not (plural or found == []):
                    return found, end
                if self._port_named(place, noun):
                    break
                place += 1
            if place >= len(self.words):
                break
            if self.lexicon.noun_at(self.lows, place) is not None and not self._port_named(place, noun):
                break
            stop = place
            while stop < len(self.words) and stop < place + 4 and self._name_word(stop, noun):
                stop += 1
            if stop == place or any(self._country_at(one) or self._region(one) for one in range(place, stop)):
                break
            if self.lows[stop : stop + 1] in (["'s"], ["'"]):
                break  # "at Tartus and Hmeimim, Moscow's only bases"
            if link in {"near", "outside"} and not found and self._is_place(place):
                # "a base near Athens" has no name; "near Sanobar", a place nobody knows, is all the name
                break
            found.append(self._keep(place, stop, kind))
            end = place = stop
            if not plural or self.lows[stop : stop + 1] not in (["and"], [","]):
                break
        return found, end

    def _port_named(self, index: int, noun: int) -> bool:
        """Whether "Port" belongs to the name: "at Port Sudan", not "at the port of Tartus"."""
        after = index + 1
        return (
            self.lows[index] == "port"
            and self.words[index].capital
            and after < len(self.words)
            and self._name_word(after, noun)
        )

    def _region(self, index: int) -> bool:
        """Whether a word names a continent or a region of several states: no base is called so."""
        places = self.analysis.places_at(self.words[index].first)
        return any(one.kind is Kind.PLACE and one.within is None for one in places)

    def _country_at(self, index: int) -> bool:
        return any(
            one.kind is Kind.COUNTRY for one in self.analysis.polities_at(self.words[index].first)
        ) and not (self._is_place(index))

    def _span(self, start: int, end: int) -> Span:
        return Span(self.words[start].span.start, self.words[end - 1].span.end)

    def _keep(self, start: int, end: int, kind: str) -> Installation:
        span = self._span(start, end)
        name = self.analysis.quote(span)
        key = self._key(name)
        base = self.bases.setdefault(key, Installation(name, kind))
        if base.kind == "other":
            base.kind = kind
        base.spans.append((span, self.words[start].sentence))
        for index in range(start, end):
            for place in self.analysis.places_at(self.words[index].first):
                if place.kind is Kind.PLACE:
                    base.near = base.near or (place.id, self._span(index, index + 1))
        return base

    def _key(self, name: str) -> str:
        words = [word for word in fold(name).replace("-", " ").split() if word not in self.lexicon.company]
        generic = {
            "base",
            "air",
            "airbase",
            "naval",
            "station",
            "airport",
            "port",
            "facility",
            "barracks",
            "the",
        }
        return " ".join(word for word in words if word not in generic) or fold(name)
