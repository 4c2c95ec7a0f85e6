"""What the rules found in the article, so that the model's claims on the same thing have the same subject."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from communique.model.claims import Claim, Concept, Entity, Extraction, Kind, Predicate, Ref, Text
from communique.model.text import Span

_PARTS = frozenset(
    {Predicate.PARTICIPANT, Predicate.HOST, Predicate.VISITOR, Predicate.CALLER, Predicate.INVITEE}
)


@dataclass(frozen=True, slots=True)
class KnownEvent:
    """An event of the rules: its kind, sentences, persons and sides, and the delegation of each side."""

    entity: Entity
    kind: str
    sentences: tuple[Span, ...]
    parties: frozenset[str]
    delegations: tuple[tuple[str, str], ...]


class Known:
    """Events, offices and bases of one extraction. An event is given to one reading only."""

    def __init__(self, rules: Extraction) -> None:
        self._claims: dict[str, list[Claim]] = defaultdict(list)
        for claim in rules.claims:
            self._claims[claim.subject].append(claim)
        self._entities = {one.id: one for one in rules.entities}
        self._events = [made for one in rules.entities if (made := self._event(one)) is not None]
        self._taken: set[str] = set()

    def event(self, kind: str, sentence: Span, parties: frozenset[str]) -> KnownEvent | None:
        """The event of this kind that the sentence tells of, with most of these parties."""
        fitting = [
            one
            for one in self._events
            if one.entity.id not in self._taken
            and one.kind == kind
            and any(own.overlaps(sentence) for own in one.sentences)
            and (parties & one.parties or not parties or not one.parties)
        ]
        best = max(fitting, key=lambda one: len(one.parties & parties), default=None)
        if best is not None:
            self._taken.add(best.entity.id)
        return best

    def office(self, title: str, polity: str | None) -> Entity | None:
        """The office with this title and polity."""
        for one in self._entities.values():
            if one.kind is Kind.OFFICE and one.label.casefold() == title.casefold():
                owners = {
                    c.object.id for c in self._of(one, Predicate.OFFICE_OF) if isinstance(c.object, Ref)
                }
                if owners == ({polity} if polity else set()):
                    return one
        return None

    def base(self, words: Span, name: str) -> Entity | None:
        """The base that is mentioned at these words or printed with this name."""
        for one in self._entities.values():
            if one.kind is not Kind.BASE:
                continue
            printed = {c.object.value for c in self._of(one, Predicate.NAME) if isinstance(c.object, Text)}
            if name in printed or any(mention.span.overlaps(words) for mention in one.mentions):
                return one
        return None

    def _of(self, entity: Entity, predicate: Predicate) -> list[Claim]:
        return [claim for claim in self._claims[entity.id] if claim.predicate is predicate]

    def _event(self, entity: Entity) -> KnownEvent | None:
        kinds = self._of(entity, Predicate.KIND) if entity.kind is Kind.EVENT else []
        if not kinds or not isinstance(kinds[0].object, Concept):
            return None
        claims = self._claims[entity.id]
        sides: list[tuple[str, str]] = []
        for claim in self._of(entity, Predicate.DELEGATION):
            if isinstance(claim.object, Ref):
                sides.extend(
                    (said.object.id, claim.object.id)
                    for said in self._claims[claim.object.id]
                    if said.predicate is Predicate.REPRESENTS and isinstance(said.object, Ref)
                )
        persons = {c.object.id for c in claims if c.predicate in _PARTS and isinstance(c.object, Ref)}
        sentences = dict.fromkeys(span for claim in claims for span in claim.evidence)
        parties = frozenset(persons | {side for side, _ in sides})
        return KnownEvent(entity, kinds[0].object.key, tuple(sentences), parties, tuple(sides))
