"""Who and what is one across articles, kept up to date a change at a time.

Kinds are linked in waves, because later ones build on earlier: names, persons and bases; then offices
and events (whose persons must be known); then delegations (whose events must be).
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar

from communique.model.claims import Kind
from communique.model.identity import Member
from communique.resolution.bases import BaseMatcher, base_records
from communique.resolution.events import Who, event_records
from communique.resolution.facts import ArticleFacts
from communique.resolution.keyed import (
    Holder,
    KeyedMatcher,
    delegation_records,
    named_records,
    office_records,
    polity_of,
)
from communique.resolution.keys import key
from communique.resolution.labels import event_words, office_words
from communique.resolution.linkage import Linkage
from communique.resolution.occasions import EventMatcher
from communique.resolution.persons import PersonMatcher, person_records
from communique.resolution.profiles import Record, Shift, Verdicts

R = TypeVar("R", bound=Record)
SHARE = 0.3
"""A polity that fewer than this share of the most frequent one's reports give is taken for a slip."""


@dataclass(slots=True)
class Movement:
    """What a change did to the groups of each stage, and which articles' event records are other ones."""

    shifts: dict[str, Shift] = field(default_factory=dict)
    retold: set[str] = field(default_factory=set)


class Identity:
    """The linkage of every kind over all articles taken in."""

    def __init__(self) -> None:
        self.facts: dict[str, ArticleFacts] = {}
        self.publishers: dict[str, str] = {}
        self.named = Linkage(KeyedMatcher())
        self.persons = Linkage(PersonMatcher())
        self.bases = Linkage(BaseMatcher())
        self.offices = Linkage(KeyedMatcher())
        self.events = Linkage(EventMatcher())
        self.delegations = Linkage(KeyedMatcher())
        self._who: dict[Member, Who] = {}
        self._holder: dict[Member, Holder] = {}

    def stages(self) -> dict[str, Linkage[Any]]:
        """Every linkage by name; a kind belongs to one (see ``stage_of``)."""
        return {
            "named": self.named,
            "person": self.persons,
            "base": self.bases,
            "office": self.offices,
            "event": self.events,
            "delegation": self.delegations,
        }

    def linkage(self, kind: Kind) -> Linkage[Any]:
        """The linkage of a kind."""
        return self.stages()[stage_of(kind)]

    def first(self, member: Member) -> Member:
        """The first member of a member's cluster."""
        found = self.linkage(self.facts[member.article].entities[member.local].kind).first_of(member)
        if found is None:
            raise KeyError(f"{member.article}#{member.local} was never linked")
        return found

    def key(self, first: Member) -> str:
        """The key of the cluster that a first member names."""
        facts = self.facts[first.article]
        entity = facts.entities[first.local]
        if entity.gazetteer and self._owns(first, entity.gazetteer):
            return entity.gazetteer
        words = entity.label
        if entity.kind is Kind.OFFICE:
            office = self.offices.record(first)
            polity = polity_of(office) if office else ""
            words = office_words(entity.label, polity.rpartition("/")[2].rpartition(":")[2])
        elif entity.kind is Kind.EVENT:
            record = self.events.record(first)
            words = event_words(facts, record) if record else entity.label
        return key(entity.kind, words, facts.ranks[first.local])

    def _owns(self, first: Member, gazetteer: str) -> bool:
        """Whether the group has the gazetteer's key, where judgements split its members into several."""
        kin = self.named.together(gazetteer)
        own = set(self.named.groups[first].profiles)
        if kin <= own:
            return True
        return gazetteer in own or (gazetteer not in kin and min(kin) in own)

    def who(self, member: Member) -> Who:
        """A person as events see him."""
        first = self.persons.first_of(member)
        return self._who[first] if first is not None else Who(member, frozenset())

    def holder(self, member: Member) -> Holder:
        """A person as offices see him."""
        first = self.persons.first_of(member)
        return self._holder[first] if first is not None else Holder(member, {})

    def _site(self, member: Member) -> str:
        first = self.named.first_of(member) or member
        return f"{first.article}#{first.local}"

    def change(
        self, added: Mapping[str, ArticleFacts], removed: Iterable[str], verdicts: Verdicts
    ) -> Movement:
        """Take articles in (also anew) and out; ``verdicts`` are all judgements about identity."""
        gone: dict[str, list[Member]] = defaultdict(list)
        for article in {*removed, *added}:
            facts = self.facts.pop(article, None)
            self.publishers.pop(article, None)
            if facts is not None:
                for entity in facts.entities.values():
                    gone[stage_of(entity.kind)].append(facts.member(entity.id))
        self.facts.update(added)
        self.publishers.update({article: facts.publisher for article, facts in added.items()})
        movement = Movement()
        new = list(added.values())
        for name, cut in (("named", named_records), ("person", person_records), ("base", base_records)):
            records = {member: record for facts in new for member, record in cut(facts).items()}
            movement.shifts[name] = self.stages()[name].update(records, gone[name], verdicts)
        articles = set(added) | {m.article for m in movement.shifts["named"].moved}
        articles |= self._reconsider(movement.shifts["person"])
        looked_at = [self.facts[article] for article in sorted(articles) if article in self.facts]
        cut_offices = (r for facts in looked_at for r in office_records(facts, self.holder).items())
        offices = self._changed(self.offices, cut_offices, added)
        movement.shifts["office"] = self.offices.update(offices, gone["office"], verdicts)
        cut_events = (r for facts in looked_at for r in event_records(facts, self.who, self._site).items())
        events = self._changed(self.events, cut_events, added)
        movement.shifts["event"] = self.events.update(events, gone["event"], verdicts)
        movement.retold = {member.article for member in events} | set(added)
        articles = {m.article for m in movement.shifts["event"].moved} | set(added)
        looked_at = [self.facts[article] for article in sorted(articles) if article in self.facts]
        cut_sides = (r for facts in looked_at for r in delegation_records(facts, self._event).items())
        delegations = self._changed(self.delegations, cut_sides, added)
        movement.shifts["delegation"] = self.delegations.update(delegations, gone["delegation"], verdicts)
        return movement

    def _event(self, member: Member) -> Member:
        return self.events.first_of(member) or member

    @staticmethod
    def _changed(
        linkage: Linkage[R], records: Iterable[tuple[Member, R]], added: Mapping[str, ArticleFacts]
    ) -> dict[Member, R]:
        """Records of new articles, and those that are other ones than before."""
        return {m: record for m, record in records if m.article in added or linkage.record(m) != record}

    def _reconsider(self, shift: Shift) -> set[str]:
        """Look again at persons that changed; returns the articles that see them otherwise now."""
        articles = {member.article for member in shift.moved}
        for first in shift.gone:
            self._who.pop(first, None)
            self._holder.pop(first, None)
        for first in shift.come:
            who, holder = self._portrait(first)
            if who != self._who.get(first) or holder != self._holder.get(first):
                self._who[first], self._holder[first] = who, holder
                profiles = self.persons.groups[first].profiles
                articles |= {m.article for pid in profiles for m in self.persons.profiles[pid].records}
        return articles

    def _portrait(self, first: Member) -> tuple[Who, Holder]:
        """For whom a person acts, and in which roles, in the eyes of most reports; what they only imply
        counts where none says it in words."""
        acting, hinted = Counter[str](), Counter[str]()
        roles: dict[str, Counter[str]] = defaultdict(Counter)
        hints: dict[str, Counter[str]] = defaultdict(Counter)
        for pid in self.persons.groups[first].profiles:
            profile = self.persons.profiles[pid]
            sample, weight = profile.sample, len(profile.records)
            acting.update(dict.fromkeys(sample.polities, weight))
            hinted.update(dict.fromkeys({polity for _, polity in sample.hinted}, weight))
            for offices, counts in ((sample.offices, roles), (sample.hinted, hints)):
                for role, polity in offices:
                    if polity:
                        counts[role][polity] += weight
        for role, count in hints.items():
            roles.setdefault(role, count)
        polities = {role: _frequent(count) for role, count in sorted(roles.items())}
        return Who(first, _frequent(acting or hinted)), Holder(first, polities)


def _frequent(count: Counter[str]) -> frozenset[str]:
    least = SHARE * max(count.values(), default=0)
    return frozenset(name for name, number in count.items() if number >= least)


def stage_of(kind: Kind) -> str:
    """The name of the stage that links a kind."""
    return kind.value if kind.value in ("person", "base", "office", "event", "delegation") else "named"
