"""All articles in, one world out: clusters of entities and the standing of every claim."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Sequence

from communique.model.claims import (
    Claim,
    Concept,
    Entity,
    Extraction,
    Kind,
    Predicate,
    Ref,
    Text,
    When,
    value_key,
)
from communique.model.identity import Cluster, Member, Resolution, Ruling, Standing
from communique.model.judgement import Judgement
from communique.model.text import Article
from communique.resolution.folding import fold, skeleton
from communique.resolution.keys import Rank, gazetteer_key, key, offsets, rank

SINGLE = {Predicate.STATUS, Predicate.DATE, Predicate.PLACE, Predicate.KIND, Predicate.BASE_KIND}


def resolve(
    articles: Sequence[Article], extractions: Sequence[Extraction], judgements: Sequence[Judgement] = ()
) -> Resolution:
    """Decide identity and standing over a whole corpus; a pure function, whatever the order."""
    by_id = {article.id: article for article in articles}
    entities: dict[Member, Entity] = {}
    ranks: dict[Member, Rank] = {}
    claims: dict[Member, list[Claim]] = defaultdict(list)
    for extraction in extractions:
        where = offsets(extraction)
        for entity in extraction.entities:
            member = Member(extraction.article, entity.id)
            entities[member] = entity
            ranks[member] = rank(by_id.get(member.article), member, where[entity.id])
        for claim in extraction.claims:
            claims[Member(claim.article, claim.subject)].append(claim)
    groups: dict[Hashable, list[Member]] = defaultdict(list)
    naming: dict[Member, Hashable] = {}
    for wave in ((Kind.PERSON, Kind.BASE), (Kind.OFFICE, Kind.EVENT), tuple(Kind)):
        for member in sorted(entities, key=ranks.__getitem__):
            if member not in naming and entities[member].kind in wave:
                naming[member] = _signature(member, entities, claims, naming)
    for member in sorted(entities, key=ranks.__getitem__):
        groups[naming[member]].append(member)
    clusters: dict[str, Cluster] = {}
    cluster_of: dict[Member, str] = {}
    for members in groups.values():
        cluster = _cluster(members, entities, claims, ranks)
        clusters[cluster.key] = cluster
        cluster_of.update(dict.fromkeys(members, cluster.key))
    return Resolution(clusters, cluster_of, _rulings(clusters, claims, cluster_of))


def _signature(
    member: Member,
    entities: dict[Member, Entity],
    claims: dict[Member, list[Claim]],
    naming: dict[Member, Hashable],
) -> Hashable:
    entity = entities[member]
    if entity.gazetteer:
        return entity.gazetteer

    def objects(*predicates: Predicate) -> tuple[str, ...]:
        found = set()
        for claim in claims[member]:
            if claim.predicate in predicates:
                match claim.object:
                    case Ref(id=local):
                        other = Member(member.article, local)
                        found.add(str(naming.get(other, entities[other].gazetteer or other)))
                    case value:
                        found.add(value_key(value))
        return tuple(sorted(found))

    match entity.kind:
        case Kind.PERSON | Kind.PLACE | Kind.ORGANIZATION | Kind.BASE:
            return (entity.kind, skeleton((fold(entity.label).split() or [entity.label])[-1]))
        case Kind.OFFICE:
            return (entity.kind, objects(Predicate.ROLE) or fold(entity.label), objects(Predicate.OFFICE_OF))
        case Kind.EVENT:
            people = objects(
                Predicate.PARTICIPANT, Predicate.HOST, Predicate.VISITOR, Predicate.CALLER, Predicate.INVITEE
            )
            return (entity.kind, objects(Predicate.KIND), people or member, objects(Predicate.DATE))
        case _:
            return member


def _cluster(
    members: list[Member],
    entities: dict[Member, Entity],
    claims: dict[Member, list[Claim]],
    ranks: dict[Member, Rank],
) -> Cluster:
    own = [entities[member] for member in members]
    printed = [
        c.object.value
        for m in members
        for c in claims[m]
        if c.predicate is Predicate.NAME and isinstance(c.object, Text)
    ] or [e.label for e in own]
    label = max(sorted(set(printed)), key=lambda name: (name.count(" ") > 0, printed.count(name)))
    smallest = min(ranks[member] for member in members)
    name = gazetteer_key(own) or key(own[0].kind, own[0].label, smallest)
    return Cluster(name, own[0].kind, label, tuple(sorted(members)), tuple(sorted(set(printed) - {label})))


def _rulings(
    clusters: dict[str, Cluster], claims: dict[Member, list[Claim]], cluster_of: dict[Member, str]
) -> dict[str, Ruling]:
    rulings = {}
    for cluster in clusters.values():
        accepted: dict[Predicate, str] = {}
        own = sorted((c for m in cluster.members for c in claims[m]), key=_exactness)
        for claim in own:
            value = value_key(claim.object)
            if claim.predicate in SINGLE and accepted.setdefault(claim.predicate, value) != value:
                rulings[claim.id] = Ruling(Standing.DISPUTED, "another value is accepted")
            else:
                rulings[claim.id] = Ruling(Standing.ACCEPTED, "no source says otherwise")
    return rulings


def _exactness(claim: Claim) -> tuple[int, str]:
    days = claim.object.interval.days if isinstance(claim.object, When) else 0
    late = isinstance(claim.object, Concept) and claim.object.key == "planned"
    return (days + late, claim.id)
