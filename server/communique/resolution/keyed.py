"""Entities that need no weighing: what the gazetteer knows, offices, named places and organisations.

Each has a key; equal keys are one thing. Delegations have one too: the event and the side.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from communique.model.claims import Entity, Kind, Predicate
from communique.model.identity import Member
from communique.resolution.facts import ArticleFacts, actor, office_of
from communique.resolution.folding import fold
from communique.resolution.grouping import Edge
from communique.resolution.keys import Rank
from communique.resolution.profiles import Blocks, Profile
from communique.resolution.spelling import knowledge


@dataclass(frozen=True, slots=True)
class KeyedRecord:
    """An entity with the key that tells it from all others; ``why`` says what the key holds, ``printed`` are
    the names as printed (see ``ArticleFacts.named``)."""

    member: Member
    rank: Rank
    key: str
    why: str
    printed: tuple[str, ...] = ()


class KeyedMatcher:
    """Equal keys are one, others are not."""

    def signature(self, record: KeyedRecord) -> str:
        """The key."""
        return record.key

    def blocks(self, profile: Profile[KeyedRecord]) -> Blocks:
        """None: nothing is compared."""
        del profile
        return Blocks()

    def compare(self, a: Profile[KeyedRecord], b: Profile[KeyedRecord]) -> Edge | None:
        """Never."""
        del a, b
        return None

    def look(self, profile: Profile[KeyedRecord]) -> object:
        """Nothing."""
        del profile
        return None

    def conflict(self, a: Profile[KeyedRecord], b: Profile[KeyedRecord]) -> str | None:
        """Never."""
        del a, b
        return None

    def review(self, groups: Sequence[Sequence[Profile[KeyedRecord]]]) -> list[tuple[int, int, Edge]]:
        """Nothing."""
        del groups
        return []

    def pooled(self, profile: Profile[KeyedRecord]) -> str:
        """What the key holds."""
        return profile.sample.why

    def weak(self, profile: Profile[KeyedRecord]) -> bool:
        """Never."""
        del profile
        return False


@dataclass(frozen=True, slots=True)
class Holder:
    """What is known of an office's holder across articles: the polities by role."""

    person: Member
    polities: Mapping[str, frozenset[str]]


def polity_of(office: KeyedRecord) -> str:
    """The polity in an office's key; empty if it is unknown."""
    polity = office.key.split("|")[3]
    return "" if polity.startswith("?") else polity


def role_of(office: KeyedRecord) -> str:
    """The role in an office's key."""
    return office.key.split("|")[1]


def named_records(facts: ArticleFacts) -> dict[Member, KeyedRecord]:
    """Countries, organisations, places, remarks and agents of an article."""
    kinds = (Kind.COUNTRY, Kind.ORGANIZATION, Kind.PLACE, Kind.REMARK, Kind.AGENT)
    records = {}
    for entity in facts.of_kind(*kinds):
        member = facts.member(entity.id)
        key, why = _named_key(entity, member)
        records[member] = KeyedRecord(member, facts.ranks[entity.id], key, why, facts.named(entity.id))
    return records


def _named_key(entity: Entity, member: Member) -> tuple[str, str]:
    if entity.gazetteer:
        return entity.gazetteer, "the gazetteer has them under one key"
    own = f"{entity.kind.value}|{member.article}#{member.local}"
    if entity.kind in (Kind.REMARK, Kind.AGENT):
        return own, "one article alone"
    words = [word for word in fold(entity.label).split() if word != "the"]
    if not words or (not entity.within and knowledge().common.issuperset(words)):
        return own, "a name that many things have"
    return f"{entity.kind.value}|{' '.join(words)}|{entity.within or ''}", "the same name in the same country"


def office_records(facts: ArticleFacts, holder: Callable[[Member], Holder]) -> dict[Member, KeyedRecord]:
    """Offices of an article: role and polity; the title too where a polity has several of the role.

    An office whose polity the article does not name is that of its holder, if all who hold it there
    are known elsewhere to hold this role for one and the same polity.
    """
    holders: dict[str, list[Holder]] = {}
    for person in facts.of_kind(Kind.PERSON):
        for office in facts.refs(person.id, Predicate.HELD_OFFICE):
            holders.setdefault(office.id, []).append(holder(facts.member(person.id)))
    records = {}
    for office in facts.of_kind(Kind.OFFICE):
        member = facts.member(office.id)
        held = office_of(facts, office.id)
        role, polity = held.role, held.polity
        why = "the same role for the same polity"
        who = holders.get(office.id, [])
        if who and (held.implied or not polity):
            known = {one.polities.get(role, frozenset()) for one in who}
            if len(known) == 1 and len(only := next(iter(known))) == 1:
                polity = next(iter(only))
                why = "the same role; the polity is known from other reports of its holder"
        title = "" if role in knowledge().single else fold(office.label)
        if polity:
            place = polity
        elif len({one.person for one in who}) == 1:
            place = f"?{who[0].person.article}#{who[0].person.local}"
        else:
            place = f"?{member.article}"
        key, names = f"office|{role}|{title}|{place}", facts.named(office.id)
        records[member] = KeyedRecord(member, facts.ranks[office.id], key, why, names)
    return records


def delegation_records(facts: ArticleFacts, event: Callable[[Member], Member]) -> dict[Member, KeyedRecord]:
    """Delegations of an article: the side at an event; one without event or side stands alone."""
    events: dict[str, list[Member]] = {}
    for one in facts.of_kind(Kind.EVENT):
        for delegation in facts.refs(one.id, Predicate.DELEGATION):
            events.setdefault(delegation.id, []).append(event(facts.member(one.id)))
    records = {}
    for delegation in facts.of_kind(Kind.DELEGATION):
        member = facts.member(delegation.id)
        sides = sorted({actor(entity) for entity in facts.refs(delegation.id, Predicate.REPRESENTS)})
        at = min(events.get(delegation.id, []), default=None)
        if at and sides:
            key, why = f"{at.article}#{at.local}|{'&'.join(sides)}", "the same side at the same event"
        else:
            key, why = f"{member.article}#{member.local}", "one article alone"
        records[member] = KeyedRecord(member, facts.ranks[delegation.id], f"delegation|{key}", why)
    return records
