"""Events as findings: an entity for each event and delegation, a fact for each thing said of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from communique.extraction.document import Analysis, Fact, Finding
from communique.model.claims import (
    Concept,
    Entity,
    Kind,
    Mention,
    Modality,
    Predicate,
    Ref,
    Text,
    Value,
    When,
)
from communique.model.text import Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from communique.extraction.events.event import Event
    from communique.extraction.events.parties.delegations import Delegation

_PARTS = {
    "participant": Predicate.PARTICIPANT,
    "host": Predicate.HOST,
    "visitor": Predicate.VISITOR,
    "caller": Predicate.CALLER,
    "invitee": Predicate.INVITEE,
}


_NEAR = 20
"""Characters behind "Syrian" within which "delegation" follows."""


def findings(
    analysis: Analysis, events: Iterable[Event], named: Iterable[Delegation] = ()
) -> tuple[Finding, ...]:
    """One finding for each event and each delegation; ``named`` are those whose people the words name."""
    made: list[Finding] = []
    known = [(one, analysis.fresh_id(Kind.DELEGATION, one.words)) for one in named]
    for event in events:
        delegations: dict[str, str] = {}
        for one, name in known:
            if _came_with(analysis, event, one):
                delegations[one.polity or name] = name
        for side in event.sides:
            if side not in delegations:
                finding = _delegation(analysis, event, side)
                delegations[side] = finding.entity.id
                made.append(finding)
        entity = Entity(
            event.id, Kind.EVENT, analysis.quote(event.trigger),
            (Mention(event.trigger, analysis.quote(event.trigger), event.rule, nominal=True),),
        )  # fmt: skip
        made.append(Finding(entity, tuple(_facts(analysis, event, delegations))))
    made.extend(_with_people(analysis, one, name) for one, name in known)
    return tuple(made)


def _came_with(analysis: Analysis, event: Event, delegation: Delegation) -> bool:
    """Whether it is the delegation of this event: its leader's visit, or talks with "the delegation"."""
    if event.kind == "visit":
        return delegation.leader is not None and delegation.leader[0] in event.participants
    if delegation.polity is None or delegation.polity not in event.sides:
        return False
    words = event.words.get(delegation.polity)
    if words is None or words.start <= delegation.words.start:
        return False
    return "delegation" in analysis.article.text[words.start : words.end + _NEAR].lower()


def _with_people(analysis: Analysis, delegation: Delegation, name: str) -> Finding:
    """A delegation with its leader, its members and whom it speaks for."""
    label = analysis.quote(delegation.words)
    if delegation.polity is not None:
        label = f"delegation of {analysis.referents[delegation.polity].label}"
    facts: list[Fact] = []

    def say(predicate: Predicate, referent: str, words: Span, implied_by: str | None = None) -> None:
        modality = Modality.IMPLIED if implied_by else Modality.STATED
        evidence = (delegation.sentence,)
        facts.append(
            Fact(predicate, Ref(referent), words, evidence, "delegation", 0.8, modality, None, implied_by)
        )

    if delegation.leader is not None:
        say(Predicate.LEADER, *delegation.leader)
    for member, words in delegation.members:
        say(Predicate.MEMBER, member, words)
    if delegation.polity is not None:
        say(Predicate.REPRESENTS, delegation.polity, delegation.words, "the polity of its people")
    mention = Mention(delegation.words, analysis.quote(delegation.words), "delegation", nominal=True)
    return Finding(Entity(name, Kind.DELEGATION, label, (mention,)), tuple(facts))


def _delegation(analysis: Analysis, event: Event, side: str) -> Finding:
    words = event.words.get(side, event.trigger)
    label = f"delegation of {analysis.referents[side].label}"
    entity = Entity(analysis.fresh_id(Kind.DELEGATION, words), Kind.DELEGATION, label)
    fact = _fact(analysis, event, Predicate.REPRESENTS, Ref(side), words)
    return Finding(entity, (fact,))


def _facts(analysis: Analysis, event: Event, delegations: dict[str, str]) -> Iterator[Fact]:
    yield _fact(analysis, event, Predicate.KIND, Concept("eventkind", event.kind), event.trigger)
    yield _fact(
        analysis,
        event,
        Predicate.STATUS,
        Concept("status", event.status),
        event.trigger,
        modality=event.modality,
    )
    for person, part in event.participants.items():
        words = event.words.get(person, event.trigger)
        yield _fact(analysis, event, _PARTS[part], Ref(person), words, modality=event.modality)
    for side, delegation in delegations.items():
        words = event.words.get(side, event.trigger)
        yield _fact(analysis, event, Predicate.DELEGATION, Ref(delegation), words, modality=event.modality)
    where = event.place or event.country
    if where is not None:
        yield _fact(
            analysis, event, Predicate.PLACE, Ref(where.referent), where.span, implied_by=where.implied_by
        )
    if event.date is not None:
        yield _fact(
            analysis, event, Predicate.DATE, When(event.date.interval), event.date.span,
            implied_by=event.date.implied_by, verbatim=analysis.quote(event.date.span),
        )  # fmt: skip
    if event.part_of is not None:
        yield _fact(analysis, event, Predicate.PART_OF, Ref(event.part_of), event.trigger)
    for text, words in event.described_as:
        yield _fact(analysis, event, Predicate.DESCRIBED_AS, Text(text), words)
    for key, words in event.topics:
        yield _fact(analysis, event, Predicate.TOPIC, Concept("topic", key), words)


def _fact(
    analysis: Analysis,
    event: Event,
    predicate: Predicate,
    value: Value,
    words: Span,
    *,
    modality: Modality = Modality.STATED,
    implied_by: str | None = None,
    verbatim: str | None = None,
) -> Fact:
    return Fact(
        predicate, value, words, _evidence(analysis, event, words), event.rule,
        confidence=event.confidence if implied_by is None else event.confidence * 0.8,
        modality=Modality.IMPLIED if implied_by else modality,
        said_by=event.said_by, implied_by=implied_by, verbatim=verbatim,
    )  # fmt: skip


def _evidence(analysis: Analysis, event: Event, words: Span) -> tuple[Span, ...]:
    """The event's sentences, that with the words first; the words' own sentence where it is another."""
    holding = [one for one in event.evidence if one.contains(words)]
    if not holding:
        holding = [one.span for one in analysis.sentences if one.span.contains(words)]
    return tuple(dict.fromkeys((*holding, *event.evidence)))
