"""What one article says, indexed so that records of persons, bases and events can be cut out of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from communique.model.claims import Claim, Concept, Entity, Extraction, Kind, Modality, Predicate, Ref, Text
from communique.model.identity import Member
from communique.model.text import Article
from communique.resolution.folding import fold
from communique.resolution.keys import Rank, rank

TAKING_PART = (
    Predicate.PARTICIPANT,
    Predicate.HOST,
    Predicate.VISITOR,
    Predicate.CALLER,
    Predicate.INVITEE,
)


@dataclass(frozen=True, slots=True)
class ArticleFacts:
    """One article's entities and claims; several extractions of it are merged, equal claims once.

    ``day`` is the publication date as a proleptic ordinal. ``ids`` are those of ``claims``, which take
    long to work out. ``pointers`` maps an entity to the subjects of claims that point to it or that it said.
    """

    article: str
    publisher: str
    day: int | None
    entities: dict[str, Entity]
    claims: dict[str, tuple[Claim, ...]]
    ids: dict[str, tuple[str, ...]]
    ranks: dict[str, Rank]
    pointers: dict[str, frozenset[str]]
    memo: dict[str, tuple[str, ...]] = field(default_factory=dict, compare=False)

    def member(self, local: str) -> Member:
        """The entity as a member."""
        return Member(self.article, local)

    def of_kind(self, *kinds: Kind) -> Iterator[Entity]:
        """All entities of these kinds."""
        return (entity for entity in self.entities.values() if entity.kind in kinds)

    def about(self, local: str, *predicates: Predicate) -> Iterator[Claim]:
        """Claims about an entity, those that deny something left out."""
        return (
            claim
            for claim in self.claims.get(local, ())
            if claim.predicate in predicates and claim.modality is not Modality.DENIED
        )

    def refs(self, local: str, *predicates: Predicate) -> Iterator[Entity]:
        """The entities that claims about an entity point to."""
        for claim in self.about(local, *predicates):
            if isinstance(claim.object, Ref) and claim.object.id in self.entities:
                yield self.entities[claim.object.id]

    def numbered(self, local: str) -> Iterator[tuple[str, Claim]]:
        """The claims about an entity with their ids."""
        return zip(self.ids.get(local, ()), self.claims.get(local, ()), strict=True)

    def concept(self, local: str, predicate: Predicate) -> str:
        """The key of the first concept claimed, in the order of the text; empty without one."""
        for claim in self.about(local, predicate):
            if isinstance(claim.object, Concept):
                return claim.object.key
        return ""

    def printed(self, local: str) -> tuple[str, ...]:
        """Every printed name of an entity: its label, its names, its naming mentions; sorted."""
        if local not in self.memo:
            entity = self.entities[local]
            names = {entity.label} | {m.text for m in entity.mentions if not m.nominal}
            names |= {c.object.value for c in self.about(local, Predicate.NAME) if isinstance(c.object, Text)}
            self.memo[local] = tuple(sorted(name for name in names if name.strip()))
        return self.memo[local]

    def named(self, local: str) -> tuple[str, ...]:
        """The printed names, as a record keeps them; none of what is looked up here instead: what the
        gazetteer knows, and who has a name that the article denies."""
        denied = any(
            claim.predicate is Predicate.NAME and claim.modality is Modality.DENIED
            for claim in self.claims.get(local, ())
        )
        return () if denied or self.entities[local].gazetteer else self.printed(local)


def article_facts(article: Article | None, extractions: Sequence[Extraction]) -> ArticleFacts:
    """Index the extractions of one article. ``article`` may be unknown: then it has no date."""
    entities: dict[str, Entity] = {}
    claims: dict[str, Claim] = {}
    where: dict[str, int] = {}
    name = extractions[0].article
    for extraction in sorted(extractions, key=lambda e: e.engine):
        for entity in extraction.entities:
            entities.setdefault(entity.id, entity)
        for claim in extraction.claims:
            claims.setdefault(claim.id, claim)
        for local, offset in extraction.offsets().items():
            where[local] = min(offset, where.get(local, offset))
    by_subject: dict[str, list[Claim]] = {}
    ids: dict[str, list[str]] = {}
    pointers: dict[str, set[str]] = {}
    for number, claim in sorted(claims.items(), key=lambda item: (item[1].words, item[0])):
        by_subject.setdefault(claim.subject, []).append(claim)
        ids.setdefault(claim.subject, []).append(number)
        if claim.subject in entities:
            pointed = {claim.said_by or "", claim.object.id if isinstance(claim.object, Ref) else ""}
            for found in pointed - {""}:
                pointers.setdefault(found, set()).add(claim.subject)
    return ArticleFacts(
        name,
        " ".join(fold((article.publisher if article else None) or "").split()),
        article.published.toordinal() if article and article.published else None,
        entities,
        {subject: tuple(found) for subject, found in by_subject.items()},
        {subject: tuple(found) for subject, found in ids.items()},
        {local: rank(article, Member(name, local), where[local]) for local in entities},
        {local: frozenset(subjects) for local, subjects in pointers.items()},
    )


def actor(entity: Entity) -> str:
    """A country or organisation as one text: its gazetteer key, else its kind and folded name."""
    return entity.gazetteer or f"{entity.kind.value}:{fold(entity.label)}"


def is_state(key: str) -> bool:
    """Whether an actor's key is that of a country."""
    return key.startswith("country")


@dataclass(frozen=True, slots=True)
class Held:
    """An office as one article gives it: role and polity (either may be empty). ``implied`` if the words do
    not name the polity: then it is a hint, which another article's words outweigh."""

    role: str
    polity: str
    implied: bool = False


def office_of(facts: ArticleFacts, office: str) -> Held:
    """Role and polity of an office; a polity that is named counts before one that is implied."""
    role = facts.concept(office, Predicate.ROLE) or fold(facts.entities[office].label)
    found = [
        (is_implied(claim), actor(facts.entities[claim.object.id]))
        for claim in facts.about(office, Predicate.OFFICE_OF)
        if isinstance(claim.object, Ref) and claim.object.id in facts.entities
    ]
    implied, polity = min(found, default=(False, ""))
    return Held(role, polity, implied)


def is_implied(claim: Claim) -> bool:
    """Whether the program concluded a claim from something else that the article says."""
    return claim.modality is Modality.IMPLIED or claim.implied_by is not None


def offices_of(facts: ArticleFacts, person: str) -> frozenset[Held]:
    """Every office that the article gives a person."""
    return frozenset(
        office_of(facts, office.id)
        for office in facts.refs(person, Predicate.HELD_OFFICE)
        if office.kind is Kind.OFFICE
    )


def sides_of(facts: ArticleFacts) -> dict[str, frozenset[str]]:
    """For every person the countries and organisations whose delegations the article puts him in."""
    found: dict[str, set[str]] = {entity.id: set() for entity in facts.of_kind(Kind.PERSON)}
    for delegation in facts.of_kind(Kind.DELEGATION):
        sides = {actor(entity) for entity in facts.refs(delegation.id, Predicate.REPRESENTS)}
        for member in facts.refs(delegation.id, Predicate.LEADER, Predicate.MEMBER):
            if member.id in found:
                found[member.id] |= sides
    return {person: frozenset(sides) for person, sides in found.items()}


def people_at(facts: ArticleFacts, event: str) -> tuple[Entity, ...]:
    """The persons that take part in an event, members and leaders of its delegations among them."""
    people: dict[str, Entity] = {}
    for entity in facts.refs(event, *TAKING_PART):
        people[entity.id] = entity
    for delegation in facts.refs(event, Predicate.DELEGATION):
        for entity in facts.refs(delegation.id, Predicate.LEADER, Predicate.MEMBER):
            people[entity.id] = entity
    return tuple(entity for entity in people.values() if entity.kind is Kind.PERSON)
