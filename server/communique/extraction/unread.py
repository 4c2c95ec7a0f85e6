"""Sentences that look as if they told of a meeting or an office and gave no claim of it.

So that a gap is visible: words for a meeting, call or visit with those concerned, of which the article gave
no event with the same people (``occasions``), or a person beside a title that nobody was found to hold.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from communique.extraction import occasions
from communique.extraction.document import Analysis, Finding, Reference, Title
from communique.extraction.layout import Sentence
from communique.model.claims import Concept, Kind, Predicate, Ref, When
from communique.model.text import Span

if TYPE_CHECKING:
    from communique.model.when import Interval

_SORTS = {"visit": "visit", "call": "call"}
"""Sorts of events by their kind; all others are talks."""
_NEAR = 20
"""Tokens within which a name stands beside a title."""


@dataclass(slots=True)
class Told:
    """An event that was found: who was there, which countries and organisations, and when."""

    sort: str = "talks"
    people: set[str] = field(default_factory=set)
    polities: set[str] = field(default_factory=set)
    days: list[Interval] = field(default_factory=list)

    def tells(self, occasion: occasions.Occasion) -> bool:
        """Whether it is the occasion, or may be: nobody else, no other side, no other day."""
        if self.sort != occasion.sort:
            return False
        if not occasion.people and len(occasion.polities) < 2 and not (self.days and occasion.days):
            return False
        if not occasion.people <= self.people or not occasion.polities <= self.polities:
            return False
        return not occasion.days or any(one.overlaps(other) for one in self.days for other in occasion.days)


def find(analysis: Analysis, findings: Sequence[Finding]) -> tuple[Span, ...]:
    """The spans of such sentences of the body, in order."""
    meetings, offices = _evidence(findings)
    events = _events(analysis, findings)
    holders = {
        finding.entity.id
        for finding in findings
        if any(fact.predicate is Predicate.HELD_OFFICE for fact in finding.facts)
    }
    return tuple(
        sentence.span
        for sentence in analysis.sentences
        if sentence.trusted
        and (
            (sentence.span not in meetings and _meeting(analysis, sentence, events))
            or (sentence.span not in offices and _office(analysis, sentence, holders))
        )
    )


def _evidence(findings: Iterable[Finding]) -> tuple[set[Span], set[Span]]:
    """The sentences that claims on events and those that claims on offices rest on."""
    meetings: set[Span] = set()
    offices: set[Span] = set()
    for finding in findings:
        for fact in finding.facts:
            if finding.entity.kind in {Kind.EVENT, Kind.DELEGATION}:
                meetings.update(fact.evidence)
            elif fact.predicate is Predicate.HELD_OFFICE:
                offices.update(fact.evidence)
    return meetings, offices


def _events(analysis: Analysis, findings: Iterable[Finding]) -> list[Told]:
    """Of each event that was found who was there; who is in a delegation to it counts."""
    facts = {finding.entity.id: finding.facts for finding in findings}
    found: list[Told] = []
    for finding in findings:
        kinds = [fact.object for fact in finding.facts if fact.predicate is Predicate.KIND]
        if finding.entity.kind is not Kind.EVENT or not kinds or not isinstance(kinds[0], Concept):
            continue
        event = Told(_SORTS.get(kinds[0].key, "talks"))
        for fact in finding.facts:
            if isinstance(fact.object, When):
                event.days.append(fact.object.interval)
            elif isinstance(fact.object, Ref):
                members = [
                    one.object.id for one in facts.get(fact.object.id, ()) if isinstance(one.object, Ref)
                ]
                for name in (fact.object.id, *members):
                    _enter(analysis, event, name)
        found.append(event)
    return found


def _enter(analysis: Analysis, event: Told, name: str) -> None:
    """Add somebody who was there, with whom they act for, or a place with its country."""
    one = analysis.referents.get(name)
    if one is None:
        return
    if one.kind is Kind.PERSON:
        event.people.add(one.id)
        polity = analysis.polity_of(one)
    else:
        event.polities.add(one.id)
        polity = analysis.country_of(one) if one.kind is Kind.PLACE else None
    if polity is not None:
        event.polities.add(polity.id)


def _meeting(analysis: Analysis, sentence: Sentence, events: Iterable[Told]) -> bool:
    return any(
        not any(event.tells(occasion) for event in events)
        for occasion in occasions.find(analysis, sentence.start, sentence.end)
    )


def _office(analysis: Analysis, sentence: Sentence, holders: set[str]) -> bool:
    """Whether a title without holder stands beside a person of whom no office is known."""
    titles = [
        title
        for title in analysis.titles
        if sentence.start <= title.start < sentence.end
        and not title.holders
        and not title.plural
        and not _held(analysis, title)
        and not (title.role == "vice-president" and title.polity is None and title.owner in {"a", "an"})
    ]
    if not titles or _company(analysis, sentence):
        return False
    return any(
        not reference.nominal and _beside(analysis, title, reference)
        for title in titles
        for token in analysis.doc[sentence.start : sentence.end]
        for reference in analysis.references_at(token)
        if any(
            analysis.referents[name].kind is Kind.PERSON and name not in holders
            for name in reference.referents
        )
    )


def _beside(analysis: Analysis, title: Title, reference: Reference) -> bool:
    """Whether a name stands near a title, not in it, and is nobody's owner ("John Howard's agency")."""
    if analysis.doc[reference.head].dep_ == "poss" or (
        reference.start < title.end and title.start < reference.end
    ):
        return False
    return max(reference.start - title.end, title.start - reference.end) < _NEAR


def _held(analysis: Analysis, title: Title) -> bool:
    """Whether it may mean somebody whose office the article tells elsewhere ("the president")."""
    return title.definite and any(
        other.holders
        and other.role == title.role
        and other.capacity == title.capacity
        and title.polity in {None, other.polity}
        for other in analysis.titles
    )


def _company(analysis: Analysis, sentence: Sentence) -> bool:
    """Whether the sentence is about a company: its officers are no officials."""
    words = [token.lower_ for token in analysis.doc[sentence.start : sentence.end] if token.is_alpha]
    marks = occasions.cues().company
    return any(
        tuple(words[place : place + len(mark)]) == mark
        for place, word in enumerate(words)
        for mark in marks.get(word, ())
    )
