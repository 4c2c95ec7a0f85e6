"""Which persons an article spoke of last, and how prominently."""

from __future__ import annotations

import bisect
from collections.abc import Iterable
from dataclasses import dataclass

from spacy.tokens import Token

from communique.extraction.document import Analysis, Reference
from communique.extraction.layout import Quotes
from communique.model.claims import Kind

_CLIMB = 3
"""Verbs above that may share their subject with that of a clause."""


@dataclass(slots=True)
class Seen:
    """A person mentioned at a token.

    ``aside``: as the subject of a relative clause, which tells of somebody else: "X, whom Y sent to".
    """

    token: int
    sentence: int
    person: str
    subject: bool
    aside: bool = False


class Salience:
    """The mentions of persons in text order, and the pairs named together."""

    def __init__(self, analysis: Analysis) -> None:
        self.analysis = analysis
        self.quotes = Quotes([])
        self.seen: list[Seen] = []
        self.pairs: list[tuple[int, tuple[str, ...]]] = []
        for person in analysis.of_kind(Kind.PERSON):
            for reference in person.references:
                if not reference.nominal:
                    self._see(person.id, reference)

    def _see(self, person: str, reference: Reference) -> None:
        head = self.analysis.doc[reference.head]
        above = head.head
        subject = head.dep_ in {"nsubj", "nsubjpass", "agent"} or (
            above.dep_ in {"nsubj", "nsubjpass"}
            and (head.dep_ == "appos" or (head.dep_ == "poss" and above.head.dep_ in {"ROOT", "conj"}))
        )  # "asked if X's visit would help" says little of X
        aside = subject and above.dep_ == "relcl"
        one = Seen(reference.start, self.analysis.sentence_of(reference).index, person, subject, aside)
        bisect.insort(self.seen, one, key=lambda seen: seen.token)

    def _before(self, token: int, reach: int) -> list[Seen]:
        """Mentions before a token, at most so many sentences back, latest first."""
        here = self.analysis.sentence_of(token).index
        found: list[Seen] = []
        for index in range(bisect.bisect_left(self.seen, token, key=lambda one: one.token) - 1, -1, -1):
            if here - self.seen[index].sentence > reach:
                break
            found.append(self.seen[index])
        return found

    def _prominence(self, token: int) -> dict[str, float]:
        """How likely a title in the singular means each person: near, doing something, and often doing so.

        Weights by the invented texts of the tests; a subject outweighs an object that is one sentence nearer.
        """
        here = self.analysis.sentence_of(token).index
        nearest: dict[str, int] = {}
        deeds: dict[str, set[int]] = {}
        for one in self._before(token, 60):
            nearest.setdefault(one.person, one.sentence)
            if one.subject:
                deeds.setdefault(one.person, set()).add(one.sentence)
        return {
            person: -min(here - last, 10)
            + (1.2 if last in deeds.get(person, ()) else 0.0)
            + 0.3 * min(3, len(deeds.get(person, ())))
            for person, last in nearest.items()
        }

    def _pair_up(self, sentence: int) -> None:
        last = self.analysis.sentences[sentence].end
        here = list(dict.fromkeys(one.person for one in reversed(self._before(last - 1, 0))))
        if len(here) >= 2:
            self.pairs.append((sentence, tuple(here)))

    def _refer(
        self, start: int, end: int, head: int, people: Iterable[str], detector: str, certainty: float
    ) -> None:
        reference = Reference(
            start,
            end,
            head,
            self.analysis.span(start, end),
            tuple(people),
            detector,
            nominal=True,
            certainty=certainty,
        )
        self.analysis.refer(reference)
        if (
            len(reference.referents) == 1
            and self.analysis.referents[reference.referents[0]].kind is Kind.PERSON
        ):
            self._see(reference.referents[0], reference)

    @staticmethod
    def _verb(token: Token) -> Token:
        """The verb of the clause that a token stands in; the head of its sentence where there is none."""
        while token.pos_ not in {"VERB", "AUX"} and token.head.i != token.i:
            token = token.head
        return token

    def _clause_subject(self, token: Token) -> str | None:
        """Who does what is told: also in "was to have received him", "flew in and met him"."""
        verb = self._verb(token.head)
        for _ in range(_CLIMB):
            own = any(child.dep_ in {"nsubj", "nsubjpass"} for child in verb.children)
            asked = any(child.dep_ in {"dobj", "dative"} for child in verb.head.children)
            shares = verb.dep_ == "conj" or (verb.dep_ == "xcomp" and not asked)
            if own or not shares or verb.head.pos_ not in {"VERB", "AUX"}:
                break
            verb = verb.head
        return self._subject_of(verb)

    def _subject_of(self, verb: Token) -> str | None:
        """The one person who is the subject of a verb."""
        for child in verb.children:
            if child.dep_ in {"nsubj", "nsubjpass"}:
                people = self.analysis.people_at(child)
                if len(people) == 1:
                    return people[0].id
        return None
