"""For which country or organisation somebody holds an office whose words do not say so.

``signs`` weighs every country of the article; who is clearest is settled first, and the claim says which
of the signs decided.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from communique.extraction.document import Referent, Title
from communique.extraction.gazetteer.governments import HEADS, SINGLE, single
from communique.extraction.offices import beside, incumbency
from communique.extraction.offices.implied import Implied
from communique.extraction.offices.signs import ORGANISED, PRESENT, SUBJECT, Signs
from communique.model.claims import Kind

_AT_HOME = frozenset({"dateline", "publisher", SUBJECT, "home of the outlet"})
_SHARED = frozenset({"National Secretary of Defense", "Secretary of State"})
"""Offices that are nearly, but not only, one state's."""
_CHAIRS = frozenset({"Chairman", "Chairwoman", "Chairperson", "Chair", "Vice Chairman", "Co-Chairman"})
_SHORT_NAMES = frozenset(
    {"commission", "council", "bank", "fund", "agency", "league", "union", "forum", "alliance"}
)
"""Last words by which an organisation is called once it was named in full."""
_COMMISSIONERS = ("commissioner", "organization/european-union")
_ENOUGH = 0.1
"""The least that must speak for a polity."""
_ENOUGH_OF_ONE = 0.5
"""The same where a state has one holder: more articles name other states' than have a state in passing."""
_BY_MARGIN = ((0.5, 0.45), (2.0, 0.73), (float("inf"), 0.94))
"""Below which lead over the second polity the best is right how often.

Measured in the articles of our own, those in the manner of other outlets, the source articles and the half of
the development articles that was looked at: 10 of 22 offices, 71 of 97, 266 of 280
(``python tests/unit/extraction/reliability.py FOLDER...`` prints them).
"""


Weights = Mapping[str, Mapping[str, float]]
"""What speaks for each polity, by reason."""


def confidence(margin: float) -> float:
    """How often a polity is right that is so far ahead of the next."""
    return next(worth for below, worth in _BY_MARGIN if margin < below)


def _ahead(weights: Weights) -> float:
    """By how much the best polity leads the second."""
    sums = sorted((sum(reasons.values()) for reasons in weights.values()), reverse=True)
    return sums[0] - max(sums[1], 0.0) if len(sums) > 1 else sums[0] if sums else 0.0


class Allegiances(Signs):
    """Decides for the polities of one article."""

    def of(self, title: Title, person: Referent, weights: Weights | None = None) -> Implied | None:
        """The polity that the article implies, if any; ``weights`` where they have been taken just now."""
        only = self.governments.sole(title.title) or self._only_there(title)
        listed = self.cues.listed(title)
        if only is not None and listed is not None and title.role in SINGLE and not title.holders[1:]:
            country = self.analysis.referents[listed]
            if country.kind is Kind.COUNTRY and country.gazetteer != only and title.title in _SHARED:
                return Implied(listed, "office beside it", 0.7)
        if only is not None:
            return Implied(self.known_as(self.then(only)), "office that only one polity has", 0.9)
        body = self._organisation(title)
        words = self.analysis.quote(self.analysis.sentence_of(title).span)
        known = incumbency.states(title, person, self.year, self.counts)  # "Chairman Mao"
        if body is None and title.title in _CHAIRS and "Committee" not in words and not known:
            return None
        if body is not None:
            return Implied(body, "organisation the article is about", 0.7)
        return self._weighed(title, person, self.weights(title, person) if weights is None else weights)

    def _weighed(self, title: Title, person: Referent, weights: Weights) -> Implied | None:
        """The polity for which most speaks."""
        best = self._best(weights, title)
        if best is None:
            weights = self.weights(title, person, beside_others=True)
            best = self._best(weights, title)
            if best is None or self.counts[best] < 0.6 * sum(self.counts.values()):
                return None
            if self.publisher not in {None, best}:
                return None
        reasons = weights[best]
        reason = max(reasons, key=lambda name: reasons[name] * (0.5 if name == SUBJECT else 1.0))
        told = _AT_HOME if self.publisher is None else _AT_HOME - {SUBJECT}
        sure = reasons[reason] >= 1.0 and reason in told
        if self.home is None and sure and title.role in SINGLE and not self.away(person, best):
            self.home = best
        return Implied(best, reason, confidence(_ahead(weights)))

    @staticmethod
    def _best(weights: Weights, title: Title) -> str | None:
        """The polity for which most speaks, if that is enough."""
        one = single(title.role, title.title) or title.role in HEADS or beside.posted(title)
        enough = _ENOUGH_OF_ONE if one else _ENOUGH
        best = max(weights, key=lambda name: (sum(weights[name].values()), name), default=None)
        return best if best is not None and sum(weights[best].values()) >= enough else None

    def settle(self, pending: Sequence[tuple[Title, Referent]]) -> None:
        """Give each person a polity, the clearest first: who governs a country rules others out."""
        waiting = [
            (title, person)
            for title, person in pending
            if single(title.role, title.title) or self.encounters.receives(person)
        ]
        while waiting:
            still = {person.id for _, person in waiting}
            title, person, weights = max(
                ((*one, self.weights(*one)) for one in waiting),
                key=lambda one: (not self._follows(one[0], one[1], still), _ahead(one[2]), -one[0].start),
            )
            waiting = [one for one in waiting if one[1] is not person]
            implied = self.of(title, person, weights)
            if implied is not None:
                self.settled[person.id, title.role] = implied
                self.cues.decided[person.id, title.role] = implied.polity
                if title.capacity == "acting":
                    self.acting[title.role] = implied.polity
                elif title.capacity in PRESENT:
                    self.known.setdefault((beside.post(title), implied.polity), set()).add(person.id)

    def _follows(self, title: Title, person: Referent, pending: set[str]) -> bool:
        """Whether somebody whose country is still open is accompanied, or brings a message of the person."""
        nearest = (*self.cues.messengers(title), *self.cues.companions(title, person))
        return any(one.id in pending for one in nearest)

    def _organisation(self, title: Title) -> str | None:
        """The organisation of an office that only such have, or of its short name ("the Commission")."""
        named = {
            token.lower_ for token in self.analysis.doc[title.start : title.end] if token.text[0].isupper()
        }
        named.discard("united")
        counts: Counter[str] = Counter()
        for one in self.analysis.of_kind(Kind.ORGANIZATION):
            last = one.label.split()[-1].lower()
            if one.gazetteer is None or not one.references:
                continue
            if title.role in ORGANISED and not beside.posted(title):
                named_so = title.role[:9] == last[:9] or (title.role, one.gazetteer) == _COMMISSIONERS
                counts[one.id] = len(one.references) + (100 if named_so else 0)
            elif last in named and last in _SHORT_NAMES and "central" not in named:
                counts[one.id] = len(one.references)
        return max(counts, key=lambda name: (counts[name], name)) if counts else None

    def whole(self, polity: str) -> tuple[str, str | None]:
        """The organisation that an organ belongs to, and the organ's label; the polity itself for others."""
        one = self.analysis.referents[polity]
        if one.kind is not Kind.ORGANIZATION or one.gazetteer is None:
            return polity, None
        whole = self.gazetteer.polity(one.gazetteer).part_of or ""
        of_state = whole if whole.startswith("country/") else None
        parent = self.governments.organs.get(one.gazetteer, of_state)
        if parent is None:
            return polity, None
        return self.known_as(parent), one.label

    def _only_there(self, title: Title) -> str | None:
        """The polity of a body that only one has ("National People's Congress")."""
        words = f" {self.analysis.quote(title.span).casefold()} "
        return next(
            (polity for body, polity in self.governments.bodies.items() if f" {body} " in words), None
        )
