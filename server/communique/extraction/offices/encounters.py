"""Who meets whom, as far as that tells states apart.

The two sides of an encounter are nearly always of two states, and who is seen in a city is at home there.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import product

from spacy.tokens import Token

from communique.extraction.document import Analysis, Referent, Title
from communique.extraction.gazetteer.governments import HEADS
from communique.extraction.layout import Sentence
from communique.extraction.offices.cues import Cues
from communique.model.claims import Kind

_AT_HOME = frozenset({"legislator", "opposition-leader", "party-leader"})
"""Roles of those who mostly speak to the officials of their own state."""
_IN = frozenset({"in", "at"})
_TOWARDS = frozenset({"to", "for"})
_FILL = frozenset(
    {
        "to", "for", "with", "by", "and", "the", "a", "an", "his", "her", "their", ",", "-", "separate",
        "talk", "talks", "meeting", "meetings", "see", "meet", "visit", "confer", "consult", "consultations",
        "discussions", "conversations", "negotiations", "call", "calls", "on", "hold", "have", "further",
        "will", "where", "he", "she", "they", "be", "received", "then", "later", "also", "separately",
        "first",
    }
)  # fmt: skip
"""Words that may stand between a city and the official who is seen there: "to Riyadh for talks with"."""
_ASIDE = frozenset({"sidelines", "sideline", "margins", "separately", "fringes"})
_SEEN = frozenset({"talk", "talks", "meeting", "meetings", "see", "meet", "visit", "confer", "consult"})
_NEAR = 9
"""Tokens between the two."""
_BETWEEN = 7
"""Tokens behind "between" within which both states stand."""


@dataclass(frozen=True, slots=True)
class _Partner:
    person: Referent
    called: bool
    """Whether it is the other one who is called on."""
    receives: bool = False


class Encounters:
    """The encounters of one article, told by a title on one side of a verb and a person on the other."""

    def __init__(self, analysis: Analysis, cues: Cues) -> None:
        self.analysis = analysis
        self._of: dict[str, list[_Partner]] = {}
        self._facing: dict[str, str] = {}
        self._pairs: dict[int, tuple[tuple[str, str], ...]] = {}
        self._stated: dict[str, str] = {
            holder: title.polity
            for title in analysis.titles
            for holder in title.holders
            if title.polity and title.implied_by is None and title.capacity not in {"former", "late"}
        }
        last: Title | None = None
        for title in sorted(analysis.titles, key=lambda one: one.start):
            for holder in title.holders:
                person = analysis.referents[holder]
                for caller in cues.callers(title, person):
                    self._pair(caller, person)
                for host in cues.receivers(title, person):
                    self._of.setdefault(host.id, []).append(_Partner(person, called=True))
                    self._of.setdefault(person.id, []).append(_Partner(host, called=False, receives=True))
                for guest in cues.guests(title, person):
                    self._of.setdefault(guest.id, []).append(_Partner(person, called=False))
            if last is not None and cues.sides(last, title):
                self._facing.update({other: one for one, other in product(last.holders, title.holders)})
                for one, other in product(last.holders, title.holders):
                    self._pair(analysis.referents[one], analysis.referents[other])
                    self._pair(analysis.referents[other], analysis.referents[one])
            last = title

    def _pair(self, caller: Referent, called: Referent) -> None:
        if caller is not called:
            self._of.setdefault(caller.id, []).append(_Partner(called, called=True))
            self._of.setdefault(called.id, []).append(_Partner(caller, called=False))

    def signs(
        self,
        title: Title,
        person: Referent,
        country_of: Callable[[Referent], str | None],
        hosts: str | None = None,
    ) -> Iterator[tuple[str, str, float]]:
        """The states of those on the other side, which are hardly the holder's.

        ``hosts`` is the state that those act for whose state is not told, where the holder stands in a row of
        several states' officials.
        """
        for one in self._of.get(person.id, ()):
            if not one.receives and one.person.roles and one.person.roles <= _AT_HOME:
                continue
            told = self._stated.get(one.person.id)
            country = told or country_of(one.person) or hosts
            if country is None or self.analysis.referents[country].kind is not Kind.COUNTRY:
                continue
            alike = title.role in one.person.roles or (title.role in HEADS and one.person.roles & HEADS)
            facing = self._facing.get(person.id) == one.person.id
            weight = -6.0 if facing else -4.0 if alike else -2.0 if told or one.receives else 0.0
            if hosts is not None:
                weight = -8.0
            elif told is not None and one.called:
                weight = -6.0
            yield country, "country of the other side", weight
            for other in self._paired(person, country):
                yield other, "country that the talks are with", 4.0

    def _paired(self, person: Referent, country: str) -> Iterator[str]:
        """ "relations between X and Y", "X and Y will" in a sentence on the person: the other of the two."""
        for index in {self.analysis.sentence_of(one).index for one in person.references}:
            if index not in self._pairs:
                self._pairs[index] = tuple(self._pairs_in(self.analysis.sentences[index]))
            for one, other in self._pairs[index]:
                if country in {one, other}:
                    yield one if other == country else other

    def _pairs_in(self, sentence: Sentence) -> Iterator[tuple[str, str]]:
        """The two states that "and" joins, as the subject or behind "between"."""
        doc = self.analysis.doc
        for token in doc[sentence.start + 1 : sentence.end - 1]:
            if token.lower_ != "and":
                continue
            one, other = self._state(token.i - 1), self._state(token.i + 1)
            if one is None or other is None or one == other:
                continue
            before = doc[max(sentence.start, token.i - _BETWEEN) : token.i]
            between = any(near.lower_ == "between" for near in before)
            acting = doc[token.i - 1].dep_ in {"nsubj", "nsubjpass"}
            if (between or acting) and not any(near.text == "," for near in before[-3:]):
                yield one, other

    def _state(self, index: int) -> str | None:
        """The state whose name stands at a token."""
        for reference in self.analysis.references_at(index):
            one = self.analysis.referents[reference.referents[0]]
            if one.kind is Kind.COUNTRY and not reference.of_title and reference.detector == "country":
                return one.id
        return None

    def aside(self, title: Title) -> bool:
        """Whether a visitor meets the holder beside a gathering, where both are guests."""
        sentence = self.analysis.sentence_of(title)
        return any(
            token.lower_ in _ASIDE for token in self.analysis.doc[sentence.start : sentence.end]
        ) and any(self.called(self.analysis.referents[holder]) for holder in title.holders)

    def hosts(self, person: Referent, country_of: Callable[[Referent], str | None]) -> Iterator[str]:
        """The states of those who receive or meet the person."""
        for one in self._of.get(person.id, ()):
            country = self._stated.get(one.person.id) or country_of(one.person)
            if country is not None and not one.called:
                yield country

    def receives(self, person: Referent) -> bool:
        """Whether the person receives somebody else."""
        return any(one.receives and one.person is person for guest in self._of.values() for one in guest)

    def called(self, person: Referent) -> bool:
        """Whether somebody calls on the person."""
        return any(not one.called for one in self._of.get(person.id, ()))

    def seat(self, title: Title) -> tuple[str, float] | None:
        """The country of the city where the holder is seen, and how much that weighs.

        "President X in Cairo, King Y in Amman"; "flies to Riyadh for talks with King Z".
        """
        mine = self._city(title)
        if mine is None:
            return None
        sentence = self.analysis.sentence_of(title)
        others = {
            self._city(other)
            for other in self.analysis.titles
            if other is not title and sentence.start <= other.start < sentence.end
        }
        if others - {None, mine}:
            return mine, 8.0
        return (mine, 6.0) if self._before(title, _TOWARDS, _SEEN) == mine else None

    def _city(self, title: Title) -> str | None:
        """The country of the city named right behind the holder's name, else of that before the title."""
        after = self._behind(title)
        return after if after is not None else self._before(title, _IN | _TOWARDS)

    def _behind(self, title: Title) -> str | None:
        names = [
            reference.end
            for holder in title.holders
            for reference in self.analysis.referents[holder].references
            if reference.start <= title.end + 1 and reference.end > title.end
        ]
        doc = self.analysis.doc
        place = max(names, default=title.end)
        if not names or place + 1 >= len(doc) or doc[place].lower_ not in _IN:
            return None
        return self._country(doc[place + 1])

    def _before(
        self, title: Title, prepositions: frozenset[str], told: frozenset[str] = frozenset()
    ) -> str | None:
        doc, first = self.analysis.doc, self.analysis.sentence_of(title).start
        for index in range(title.start - 1, max(first, title.start - _NEAR), -1):
            token = doc[index]
            found = self._country(token)
            if found is not None:
                start = min(one.start for one in self.analysis.references_at(token))
                seen = not told or any(one.lower_ in told for one in doc[index + 1 : title.start])
                return found if seen and start > first and doc[start - 1].lower_ in prepositions else None
            if token.lower_ not in _FILL:
                return None
        return None

    def _country(self, token: Token) -> str | None:
        for place in self.analysis.places_at(token):
            country = self.analysis.country_of(place)
            if country is not None:
                return country.id
        return None
