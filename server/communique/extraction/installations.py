"""Where an article names military installations, and what it says of operator and host.

"Basa Air Base", "RAAF Base Tindal", "naval base at Tartus", "bases at Tartus and Hmeimim", "its
telecommunications base at Nea Makri". Installations without a name give nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from communique.extraction.base_words import BaseWords
from communique.extraction.document import READ, Analysis, Referent
from communique.extraction.gazetteer import Gazetteer
from communique.extraction.hosts import Installation, settle
from communique.extraction.names import fold
from communique.extraction.words import Word
from communique.model.claims import Kind
from communique.model.text import Span

if TYPE_CHECKING:
    from spacy.tokens import Token

_AT = frozenset({"at", "in", "near", "of", "outside"})
_KEEPS = frozenset(
    {
        "operate",
        "run",
        "maintain",
        "keep",
        "retain",
        "have",
        "own",
        "control",
        "hold",
        "lease",
        "build",
        "establish",
    }
)
"""Verbs whose subject is the operator of the base that is their object."""

_JOINS = frozenset({",", "and", "or", "&", "the", "an", "a", "at", "in", "near", "both"})
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
        settle(self.analysis, self.bases.values())
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
        if prefix.establishment and not self.bases and not self._military(index):
            return 0
        base = self._keep(index, stop, prefix.kind)
        if prefix.operator is not None:
            polity = self.gazetteer.polity(prefix.operator)
            span = self._span(index, end)
            base.operator = base.operator or (self.analysis.country(polity.key, polity.label).id, span, None)
        return stop

    def _noun(self, index: int) -> int:
        noun = self.lexicon.noun_at(self.lows, index)
        if noun is None or not self._sound(index, noun.firm, noun.used):
            return 0
        end = index + len(noun.words)
        start = self._name_before(index)
        found: list[Installation] = []
        if start < index:
            for first, last in self._split(start, index) if noun.plural else [(start, index)]:
                whole = end if last == index and not noun.plural and self.words[index].capital else None
                base = self._keep(first, whole or (end if not noun.plural else last), noun.kind)
                found.append(base)
        elif end < len(self.words) and self.lows[end] in _AT and not noun.used:
            found, end = self._places_behind(end, noun.kind, index, plural=noun.plural)
        for base in found:
            self._operate(base, start, index)
            self._operated_by_subject(base, index)
        return end if found else 0

    def _sound(self, index: int, firm: bool, used: bool) -> bool:
        before = self.lows[index - 1] if index else ""
        if before in self.lexicon.never or (
            before in {"on", "the"} and self.lows[index + 1 : index + 2] == ["of"] and not firm
        ):
            return False
        return firm or (self._military(index) and (not used or self._used(index)))

    def _military(self, index: int) -> bool:
        sentence = self.words[index].sentence
        near = {
            word.low
            for word in self.words[max(0, index - 60) : index + 60]
            if abs(word.sentence - sentence) <= 1
        }
        return bool(near & self.lexicon.company)

    def _used(self, index: int) -> bool:
        """Whether foreign forces use a port or airport: a base is named beside it, or a verb of use."""
        sentence = self.words[index].sentence
        near = {w.low for w in self.words[max(0, index - 14) : index + 10] if w.sentence == sentence}
        return bool(
            near
            & {
                "use",
                "used",
                "using",
                "base",
                "bases",
                "range",
                "airbase",
                "lease",
                "leased",
                "deploy",
                "stationed",
            }
        )

    def _name_word(self, index: int, anchor: int) -> bool:
        if self.words[index].sentence != self.words[anchor].sentence or not self.words[index].alphabetic:
            return False
        return self.words[index].capital and self.lows[index] not in _PLAIN

    def _name_before(self, index: int) -> int:
        """Where the name before a noun starts; ``index`` if there is none."""
        start = index
        while start > 0 and index - start < 6:
            place = start - 1
            if self.words[place].sentence != self.words[index].sentence:
                break
            if self._foreign(place):
                break
            joined = (
                self.lows[place] in {"and", ","}
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
        while place < len(self.words) and self.words[place].sentence == self.words[noun].sentence:
            while place < len(self.words) and self.lows[place] in _JOINS | {
                "port",
                "city",
                "town",
                "of",
                "province",
                "region",
            }:
                if self.lows[place] in {"and", ","} and not (plural or found == []):
                    return found, end
                place += 1
            if place >= len(self.words) or self.lexicon.noun_at(self.lows, place) is not None:
                break
            stop = place
            while stop < len(self.words) and stop < place + 4 and self._name_word(stop, noun):
                stop += 1
            if stop == place or any(self._country_at(one) for one in range(place, stop)):
                break
            if link in {"near", "outside"} and not found and self._is_place(place):
                # "a base near Athens" has no name; "near Sanobar", a place nobody knows, is all the name
                break
            found.append(self._keep(place, stop, kind))
            end = place = stop
            if not plural or self.lows[stop : stop + 1] not in (["and"], [","]):
                break
        return found, end

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

    # operator and host

    def _operate(self, base: Installation, start: int, noun: int) -> None:
        """Operator: a demonym or possessive before the noun, "its", or "of POLITY" behind."""
        place = min(start, noun) - 1
        sentence = self.words[noun].sentence
        while place >= 0 and self.words[place].sentence == sentence and noun - place < 9:
            token = self.words[place].first
            polities = [p for p in self.analysis.polities_at(token) if p.kind is not Kind.PLACE]
            if polities and not self._is_place(place):
                base.operator = base.operator or (polities[0].id, self._span(place, place + 1), None)
                return
            if self.lows[place] in {"its", "their"}:
                owner = self._owner(place)
                if owner is not None:
                    base.operator = base.operator or (owner.id, self._span(place, place + 1), "its")
                return
            if not (
                self.lows[place] in _PLAIN
                or self.lows[place] in {"'s", "'", ",", "and", "military", "naval", "air"}
                or self.words[place].capital
            ):
                return
            place -= 1

    def _operated_by_subject(self, base: Installation, noun: int) -> None:
        """ "Russia runs a naval base at Tartus": the subject of a verb of keeping."""
        token = self.analysis.doc[self.words[noun].last - 1]
        for verb in token.ancestors:
            if verb.pos_ not in {"VERB", "AUX"}:
                continue
            if verb.lemma_ in _KEEPS and base.operator is None:
                for child in _subjects(verb):
                    polities = self.analysis.polities_at(child)
                    if polities:
                        span = Span(child.idx, child.idx + len(child.text))
                        base.operator = (polities[0].id, span, None)
            if any(child.dep_ in {"nsubj", "nsubjpass"} for child in verb.children):
                return

    def _owner(self, index: int) -> Referent | None:
        """The polity named last before "its"; a capital may stand for its government."""
        first = self.analysis.sentences[self.words[index].sentence].start
        for token in range(self.words[index].first - 1, first - 1, -1):
            found = self.analysis.polities_at(token)
            if found:
                return found[0]
            for place in self.analysis.places_at(token):
                country = self.analysis.country_of(place)
                if country is not None and self.analysis.doc[token - 1].lower_ == "to":
                    return country
        return None


def _subjects(verb: Token) -> list[Token]:
    """The subjects of a verb, or of what governs it ("continues to operate")."""
    own = [child for child in verb.children if child.dep_ == "nsubj"]
    return own or ([] if verb.dep_ != "xcomp" else _subjects(verb.head))
