"""From clusters to rulings: claims of all members brought together and weighed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from communique.model.claims import Claim, Concept, Kind, Modality, Predicate, Ref, value_key
from communique.model.identity import Member, Ruling, Standing
from communique.model.judgement import Judgement, Verdict
from communique.resolution.events import EventRecord
from communique.resolution.facts import TAKING_PART, ArticleFacts, actor, is_implied, office_of
from communique.resolution.identity import Identity
from communique.resolution.judgements import RULE
from communique.resolution.keyed import polity_of, role_of
from communique.resolution.seats import Post, Seat, Seats
from communique.resolution.standing import Subject, standing
from communique.resolution.tenures import polity_words, tenure_ruling
from communique.resolution.weighing import ALONE, Rulings, Said, implication

CONTESTED: Mapping[str, frozenset[Predicate]] = {
    "event": frozenset(
        {
            Predicate.KIND,
            Predicate.STATUS,
            Predicate.DATE,
            Predicate.PLACE,
            Predicate.DESCRIBED_AS,
            Predicate.PART_OF,
            *TAKING_PART,
        }
    ),
    "base": frozenset({Predicate.BASE_KIND, Predicate.OPERATOR, Predicate.HOST_COUNTRY}),
    "delegation": frozenset({Predicate.LEADER}),
    "person": frozenset({Predicate.HELD_OFFICE}),
}
"""Predicates, by stage, whose standing depends on what other sources say."""
WEIGHED = frozenset({"event", "base", "delegation"})
"""Stages whose contested claims are weighed cluster by cluster; offices held are weighed seat by seat."""


GAZETTEER = ("country/", "organization/", "place/")
"""How keys of the gazetteer begin."""


class Bench:
    """Judges claims in the light of an ``Identity``. ``original`` maps copies to what they repeat."""

    def __init__(self, identity: Identity, original: Mapping[str, str]) -> None:
        self.identity = identity
        self.original = original
        self.judged: Mapping[str, Judgement] = {}
        self.seats = Seats()

    def article_rulings(self, facts: ArticleFacts) -> Rulings:
        """Rulings for all claims of an article that do not depend on others'."""
        rulings: Rulings = {}
        for local in facts.claims:
            entity = facts.entities.get(local)
            contested = CONTESTED.get(_stage(entity.kind), frozenset()) if entity else frozenset()
            for number, claim in facts.numbered(local):
                if claim.predicate not in contested:
                    rulings[number] = self._overruled(number, claim) or self._whose(claim) or _alone(claim)
        return rulings

    def group_rulings(self, stage: str, first: Member) -> Rulings:
        """Rulings for the claims about one cluster that depend on each other."""
        linkage = self.identity.stages()[stage]
        members = [record.member for record in linkage.records_of(first)]
        claims = list(self._claims(members, CONTESTED.get(stage, frozenset())))
        if not claims:
            return {}
        rulings: Rulings = {}
        said: dict[Predicate, list[Said]] = defaultdict(list)
        speakers = self._participants(members) if stage == "event" else frozenset()
        for number, claim in claims:
            overruled = self._overruled(number, claim)
            if overruled is not None:
                rulings[number] = overruled
            if overruled is None or overruled.standing is Standing.ACCEPTED:
                said[claim.predicate].append(self._said(number, claim, speakers))
        places = self._country_of(claim for _, claim in claims)
        return standing(Subject(said, places, self._elsewhere(members), self.value_of(first))) | rulings

    def source(self, article: str) -> str:
        """What an article counts as: its publisher, or itself; a copy as what it repeats."""
        origin = self.original.get(article, article)
        publisher = self.identity.publishers.get(origin, "")
        return f"publisher {publisher}" if publisher and not publisher.startswith("unknown") else origin

    def value(self, claim: Claim) -> str:
        """The object of a claim: equal for claims that say the same."""
        if isinstance(claim.object, Concept):
            return claim.object.key
        if not isinstance(claim.object, Ref):
            return value_key(claim.object)
        entity = self.identity.facts[claim.article].entities.get(claim.object.id)
        if entity is None:
            return f"{claim.article}#{claim.object.id}"
        return self.value_of(Member(claim.article, entity.id))

    def value_of(self, member: Member) -> str:
        """An entity as a value: its gazetteer key, or the first member of its cluster."""
        kind = self.identity.facts[member.article].entities[member.local].kind
        first = self.identity.first(member)
        group = self.identity.linkage(kind).groups[first]
        known = [pid for pid in group.profiles if pid.startswith(GAZETTEER)]
        return min(known) if known else f"{first.article}#{first.local}"

    def seat_rulings(self, gone: Iterable[str], members: Iterable[Member]) -> Rulings:
        """Take claims about offices out (by id), take in those of persons that are new or see another
        office or source now; returns the rulings that this may change."""
        come: dict[str, tuple[Seat, Post]] = {}
        rulings: Rulings = {}
        leaving = set(gone)
        for member in members:
            for number, claim in self._claims([member], CONTESTED["person"]):
                overruled = self._overruled(number, claim) or _denied(claim)
                if overruled is not None:
                    rulings[number] = overruled
                if overruled is not None and overruled.standing is not Standing.ACCEPTED:
                    leaving.add(number)
                    continue
                said = self._said(number, claim, frozenset())
                come[number] = (Seat(self.value_of(member), said), self._post(claim))
        for number in self.seats.change(leaving, come):
            seat = self.seats.seat(number)
            overruled = self._overruled(number, seat.said.claim)
            rulings[number] = overruled or tenure_ruling(seat.person, seat.said, self.seats)
        return rulings

    def _claims(
        self, members: Iterable[Member], predicates: frozenset[Predicate]
    ) -> Iterator[tuple[str, Claim]]:
        for member in members:
            for number, claim in self.identity.facts[member.article].numbered(member.local):
                if claim.predicate in predicates:
                    yield number, claim

    def _said(self, number: str, claim: Claim, speakers: frozenset[str]) -> Said:
        facts = self.identity.facts[claim.article]
        known = speakers and claim.said_by is not None and claim.said_by in facts.entities
        speaker = self.value_of(facts.member(claim.said_by or "")) if known else ""
        judgement = self.judged.get(number)
        return Said(
            number,
            claim,
            self.value(claim),
            self.source(claim.article),
            facts.day or 0,
            speaker in speakers,
            claim.rule == RULE or (judgement is not None and judgement.verdict is Verdict.ACCEPT),
            self._hinted(claim, facts),
        )

    @staticmethod
    def _hinted(claim: Claim, facts: ArticleFacts) -> bool:
        """Whether a claim gives an office whose polity its article only implies, or does not tell."""
        if claim.predicate is not Predicate.HELD_OFFICE or not isinstance(claim.object, Ref):
            return False
        if claim.object.id not in facts.entities:
            return False
        held = office_of(facts, claim.object.id)
        return held.implied or not held.polity

    def _overruled(self, number: str, claim: Claim) -> Ruling | None:
        """What a person decided about a claim."""
        judgement = self.judged.get(number)
        if judgement is None:
            if claim.predicate is Predicate.EXACT_MATCH:
                return Ruling(Standing.ACCEPTED, f"linked by {claim.extractor}")
            return Ruling(Standing.ACCEPTED, "a person corrected the value") if claim.rule == RULE else None
        by = f"by {judgement.who}, {judgement.when}{': ' + judgement.why if judgement.why else ''}"
        match judgement.verdict:
            case Verdict.ACCEPT:
                return Ruling(Standing.ACCEPTED, f"accepted {by}")
            case Verdict.CORRECT:
                return Ruling(Standing.REJECTED, f"corrected to {judgement.right} {by}")
            case _:
                return Ruling(Standing.REJECTED, f"rejected {by}")

    def _whose(self, claim: Claim) -> Ruling | None:
        """An implied polity of an office stands back behind what other reports say in words."""
        if claim.predicate is not Predicate.OFFICE_OF or not isinstance(claim.object, Ref):
            return None
        facts = self.identity.facts[claim.article]
        record = self.identity.offices.record(facts.member(claim.subject))
        entity = facts.entities.get(claim.object.id)
        if record is None or entity is None or actor(entity) == polity_of(record):
            return None
        other = polity_words(polity_of(record))
        if is_implied(claim):
            return Ruling(Standing.REJECTED, f"{implication(claim)}; reports of the holder name {other}")
        return Ruling(Standing.DISPUTED, f"other reports name {other}")

    def _participants(self, members: Iterable[Member]) -> frozenset[str]:
        return frozenset(self.value(claim) for _, claim in self._claims(members, frozenset(TAKING_PART)))

    def _country_of(self, claims: Iterable[Claim]) -> Mapping[str, str]:
        """The country of every place claimed."""
        countries = {}
        for claim in claims:
            if claim.predicate is Predicate.PLACE and isinstance(claim.object, Ref):
                entity = self.identity.facts[claim.article].entities.get(claim.object.id)
                if entity is not None and (entity.within or entity.kind is Kind.COUNTRY):
                    value = self.value(claim)
                    countries[value] = entity.within or value
        return countries

    def _elsewhere(self, members: Iterable[Member]) -> Mapping[str, frozenset[str]]:
        """For every article that tells of an event the persons of its separate events of the same kind, days
        and company."""
        apart: dict[str, set[str]] = defaultdict(set)
        own = set(members)
        for member in own:
            record = self.identity.events.record(member)
            for other in self.identity.facts[member.article].of_kind(Kind.EVENT):
                beside = Member(member.article, other.id)
                told = self.identity.events.record(beside) if beside not in own else None
                if record is not None and told is not None and _alongside(record, told):
                    apart[member.article] |= {f"{p.article}#{p.local}" for p in told.people - record.people}
        return {article: frozenset(people) for article, people in apart.items()}

    def _post(self, claim: Claim) -> Post:
        local = claim.object.id if isinstance(claim.object, Ref) else ""
        facts = self.identity.facts[claim.article]
        if local not in facts.entities:
            return Post("", "")
        record = self.identity.offices.record(self.identity.first(facts.member(local)))
        return Post(role_of(record), polity_of(record)) if record else Post("", "")


def _alongside(a: EventRecord, b: EventRecord) -> bool:
    """Whether two events of one article are of one kind, in company and at the same time, yet told as two."""
    return a.family == b.family and bool(a.people & b.people) and a.first <= b.last and b.first <= a.last


def _denied(claim: Claim) -> Ruling | None:
    if claim.modality is Modality.DENIED and claim.predicate is not Predicate.STATUS:
        return Ruling(Standing.REJECTED, "the article says that it is not so")
    return None


def _alone(claim: Claim) -> Ruling:
    return _denied(claim) or Ruling(Standing.ACCEPTED, ALONE)


def _stage(kind: Kind) -> str:
    return kind.value
