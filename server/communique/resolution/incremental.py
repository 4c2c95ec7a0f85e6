"""The resolution of a growing corpus: a change recomputes what it reaches, and nothing else.

``Resolver`` holds what ``resolve`` would compute anew each time. Whatever the order of its changes, its
``resolution()`` equals ``resolve`` over the articles it holds (tests/unit/resolution hold that). Its state
can be pickled; it can always be rebuilt from articles, extractions and judgements.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from communique.model.claims import Claim, Extraction, Kind
from communique.model.identity import Candidate, Cluster, Member, Merge, Resolution, Ruling
from communique.model.judgement import Judgement
from communique.model.text import Article
from communique.resolution.change import Change
from communique.resolution.clusters import cluster, printed
from communique.resolution.copies import Copies
from communique.resolution.facts import ArticleFacts, article_facts
from communique.resolution.identity import Identity, Movement, stage_of
from communique.resolution.judgements import Decisions, corrected, decide
from communique.resolution.linkage import confidence
from communique.resolution.profiles import Open
from communique.resolution.rulings import WEIGHED, Bench
from communique.resolution.weighing import Rulings

Group = tuple[str, Member]
"""A stage and the first member of one of its clusters."""


@dataclass(frozen=True, slots=True)
class Source:
    """An article with its extractions; ``article`` may be unknown where only claims are at hand."""

    article_id: str
    article: Article | None
    extractions: tuple[Extraction, ...]


class Resolver:
    """Articles, extractions and judgements in; clusters, rulings, merges and candidates out.

    ``rulings`` (by claim id), ``groups`` (by cluster key), ``published`` (the key of every member's
    cluster) and ``weights`` (how many claims there are about each cluster, by its key) may be read at any
    time, never written; so may ``judgements``, all that hold.
    """

    def __init__(self) -> None:
        self.identity = Identity()
        self.copies = Copies()
        self.bench = Bench(self.identity, self.copies.original)
        self.rulings: dict[str, Ruling] = {}
        self.decisions = Decisions()
        self._extractions: dict[str, Source] = {}
        self._judgements: tuple[Judgement, ...] = ()
        self._keys: dict[Group, str] = {}
        self.groups: dict[str, Group] = {}
        self.published: dict[Member, str] = {}
        self.weights: dict[str, int] = {}
        self._clusters: dict[str, Cluster] = {}
        self._open: dict[tuple[str, Open], Candidate] = {}
        self._opened: Counter[tuple[str, Open]] = Counter()
        self._candidates: dict[tuple[str, str], Counter[Candidate]] = {}
        self._linked: dict[str, set[tuple[str, str]]] = {}
        self._known: dict[str, str] = {}
        self._told: dict[str, str] = {}

    def change(
        self,
        added: Iterable[Source] = (),
        removed: Iterable[str] = (),
        judgements: Sequence[Judgement] | None = None,
    ) -> Change:
        """Take articles in (one that is known already is replaced) and out, and judge anew.

        ``judgements`` are all that hold from now on; None keeps those given before. Raises ``InputError``
        for a correction that its claim cannot have; nothing has changed then.
        """
        incoming = {source.article_id: source for source in added}
        leaving = {article for article in removed if article in self._extractions} - incoming.keys()
        decisions = self.decisions
        if judgements is not None and tuple(judgements) != self._judgements:
            decisions = decide(judgements)
            for article in self._rejudged(decisions) - leaving:
                incoming.setdefault(article, self._extractions[article])
        facts = {article: _facts(source, decisions) for article, source in incoming.items()}
        if judgements is not None:
            self._judgements, self.decisions = tuple(judgements), decisions
            self.bench.judged = decisions.claims
        return self._apply(incoming, facts, leaving)

    def _apply(
        self, incoming: Mapping[str, Source], facts: Mapping[str, ArticleFacts], leaving: set[str]
    ) -> Change:
        replaced = {article for article in incoming if article in self._extractions}
        past = [self.identity.facts[article] for article in leaving | replaced]
        old_claims = {claim for one in past for claim in _claim_ids(one)}
        fresh = {claim: article for article, one in facts.items() for claim in _claim_ids(one)}
        self._told.update(fresh)
        old_members = {member for one in past for member in _members(one)}
        texts = [source.article for source in incoming.values() if source.article is not None]
        copied = self.copies.change(texts, leaving | replaced)
        movement = self.identity.change(facts, leaving, self.decisions.verdicts)
        for article in leaving:
            del self._extractions[article]
        self._extractions.update(incoming)
        change = Change(articles={*incoming, *leaving, *copied})
        change.retold = {member for shift in movement.shifts.values() for member in shift.moved}
        for one in past:
            self._weigh(one, _members(one), -1)
        self._settle_keys(movement, change, set(facts))
        for one in facts.values():
            self._weigh(one, _members(one))
        for member in old_members:
            if member.article in leaving or member.local not in facts[member.article].entities:
                self.published.pop(member, None)
        dirty = self._dirty(movement, set(facts), copied)
        found = self.bench.seat_rulings(old_claims, self._reseated(movement, copied))
        articles = set(facts) | {member.article for member in movement.shifts["office"].moved}
        self._settle_rulings(found, dirty, articles, change, old_claims)
        self._settle_clusters(movement, dirty, copied, change)
        self._settle_candidates(movement, change)
        change.articles |= {self._told[claim] for claim in change.claims}
        change.articles |= {member.article for member in change.moved}
        for key in change.renamed:
            change.articles |= {member.article for member in self.cluster(self.groups[key]).members}
        for claim in old_claims - fresh.keys():
            del self._told[claim]
        return change

    def resolution(self) -> Resolution:
        """The whole decision, as ``resolve`` gives it."""
        clusters = {key: self.cluster(group) for group, key in self._keys.items()}
        merges = [merge for group in self._keys for merge in self.merges(group)]
        return Resolution(
            clusters=dict(sorted(clusters.items())),
            cluster_of={m: key for key, found in sorted(clusters.items()) for m in found.members},
            rulings=dict(sorted(self.rulings.items())),
            merges=tuple(sorted(merges, key=lambda m: (m.left, m.right, m.method))),
            candidates=self.candidates(),
            copies=dict(sorted(self.copies.original.items())),
        )

    @property
    def judgements(self) -> tuple[Judgement, ...]:
        """All that persons decided."""
        return self._judgements

    def candidates(self) -> tuple[Candidate, ...]:
        """All open pairs, the best first; of several reasons for one pair the best."""
        best = (max(found, key=_weight) for found in self._candidates.values())
        return tuple(sorted(best, key=lambda c: (-c.score, c.left, c.right)))

    def candidates_of(self, key: str) -> list[Candidate]:
        """The open pairs of one cluster."""
        return [max(self._candidates[pair], key=_weight) for pair in sorted(self._linked.get(key, ()))]

    def key_of(self, member: Member) -> str:
        """The key of a member's cluster."""
        kind = self.identity.facts[member.article].entities[member.local].kind
        return self._keys[stage_of(kind), self.identity.first(member)]

    def source(self, article: str) -> Source | None:
        """An article with its extractions as they came, if it is here."""
        return self._extractions.get(article)

    def judged(self, article: str) -> tuple[Extraction, ...]:
        """The extractions of an article with what persons corrected: what the graph is made of."""
        source = self._extractions[article]
        return tuple(corrected(one, self.decisions) for one in source.extractions)

    def claims_of(self, member: Member) -> Iterator[tuple[str, Claim]]:
        """The claims about a member, corrections among them, with their ids."""
        return self.identity.facts[member.article].numbered(member.local)

    def cluster(self, group: Group) -> Cluster:
        """One cluster. Those of the gazetteer are put together when asked for: they are large and many."""
        key = self._keys[group]
        found = self._clusters.get(key)
        if found is not None:
            return found
        return cluster(self.identity, self.bench, self.rulings, *group, key)

    def merges(self, group: Group) -> list[Merge]:
        """Why the members of a cluster are one; what the gazetteer knows needs no reason."""
        stage, first = group
        merges = self.identity.stages()[stage].merges_of(first)
        return [m for m in merges if m.method != "same-profile"] if stage == "named" else merges

    def _rejudged(self, decisions: Decisions) -> set[str]:
        """The articles with a claim that is judged otherwise now, or an entity that is linked otherwise."""
        before, after = self.decisions.claims, decisions.claims
        ids = {claim for claim in {*before, *after} if before.get(claim) != after.get(claim)}
        old, new = self.decisions.links, decisions.links
        linked = {member.article for member in {*old, *new} if old.get(member) != new.get(member)}
        return {self._told[claim] for claim in ids if claim in self._told} | (
            linked & self._extractions.keys()
        )

    def _weigh(self, facts: ArticleFacts, members: Iterable[Member], sign: int = 1) -> None:
        """Count the claims about members of an article to their clusters, or take them away."""
        for member in members:
            number = sign * len(facts.claims.get(member.local, ()))
            if number:
                key = self.published[member]
                self.weights[key] = self.weights.get(key, 0) + number
                if not self.weights[key]:
                    del self.weights[key]

    def _settle_keys(self, movement: Movement, change: Change, fresh: set[str]) -> None:
        for stage, shift in movement.shifts.items():
            gone = {self._keys.pop((stage, first)) for first in shift.gone}
            for key in gone:
                self.groups.pop(key, None)
            for first in shift.come:
                key = self.identity.key(first)
                before = self._keys.get((stage, first), key)
                if before != key:
                    gone.add(before)
                    if self.groups.get(before) == (stage, first):  # not if another took the key over
                        del self.groups[before]
                self._keys[stage, first] = key
                self.groups[key] = (stage, first)
                change.joined.add(key)
            change.gone |= gone - {self._keys[stage, first] for first in shift.come}
            for member in shift.moved:
                key = self.key_of(member)
                moved = self.published.get(member, key) != key
                facts = self.identity.facts[member.article]
                if moved:
                    change.moved.add(member)
                    if member.article not in fresh:
                        self._weigh(facts, (member,), -1)
                self.published[member] = key
                if moved and member.article not in fresh:
                    self._weigh(facts, (member,))

    def _settle_rulings(
        self,
        found: Rulings,
        dirty: set[Group],
        articles: set[str],
        change: Change,
        old_claims: set[str],
    ) -> None:
        for article in articles:
            found |= self.bench.article_rulings(self.identity.facts[article])
        for group in dirty:
            found |= self.bench.group_rulings(*group)
        for claim in old_claims - found.keys():
            del self.rulings[claim]
            change.claims.add(claim)
        for claim, ruling in found.items():
            if self.rulings.get(claim) != ruling:
                self.rulings[claim] = ruling
                change.claims.add(claim)

    def _dirty(self, movement: Movement, fresh: set[str], copied: set[str]) -> set[Group]:
        """The groups whose claims must be weighed anew."""
        dirty: set[Group] = set()
        for stage, shift in movement.shifts.items():
            if stage in WEIGHED:
                dirty |= {(stage, first) for first in shift.come}
            for member in shift.moved:
                if member.article not in fresh:
                    dirty |= self._speaking_of(member)
        for article in (movement.retold | copied) & self.identity.facts.keys():
            facts = self.identity.facts[article]
            for entity in facts.entities.values():
                stage = stage_of(entity.kind)
                if stage in WEIGHED and (article in copied or entity.kind is Kind.EVENT):
                    dirty.add((stage, self.identity.first(facts.member(entity.id))))
        return dirty

    def _reseated(self, movement: Movement, copied: set[str]) -> set[Member]:
        """Persons whose claims to an office must be read anew: they, their office or their source changed."""
        found = set(movement.shifts["person"].moved)
        for member in movement.shifts["office"].moved:
            facts = self.identity.facts[member.article]
            found |= {facts.member(local) for local in facts.pointers.get(member.local, ())}
        for article in copied & self.identity.facts.keys():
            found |= {Member(article, one.id) for one in self.identity.facts[article].of_kind(Kind.PERSON)}
        return found

    def _speaking_of(self, member: Member) -> set[Group]:
        """Groups with a claim of the member's article that points to it or quotes it."""
        facts = self.identity.facts[member.article]
        groups = set()
        for local in facts.pointers.get(member.local, ()):
            stage = stage_of(facts.entities[local].kind)
            if stage in WEIGHED:
                groups.add((stage, self.identity.first(facts.member(local))))
        return groups

    def _settle_clusters(
        self, movement: Movement, dirty: set[Group], copied: set[str], change: Change
    ) -> None:
        """Build the clusters that changed; the gazetteer's are built only when asked for."""
        todo = {(stage, first) for stage, shift in movement.shifts.items() for first in shift.come}
        todo |= {group for group in dirty if group[0] == "event"}
        for article in copied & self.identity.facts.keys():
            for entity in self.identity.facts[article].entities.values():
                member = Member(article, entity.id)
                todo.add((stage_of(entity.kind), self.identity.first(member)))
        for key in change.gone:
            self._clusters.pop(key, None)
        for group in todo:
            key, first = self._keys[group], group[1]
            if key == self.identity.facts[first.article].entities[first.local].gazetteer:
                label = " ".join(self.identity.facts[first.article].entities[first.local].label.split())
                if self._known.get(key) != label:
                    self._known[key] = label
                    change.come.add(key)
                    change.renamed.add(key)
                continue
            made = cluster(self.identity, self.bench, self.rulings, *group, key)
            before = self._clusters.get(key)
            if before != made:
                self._clusters[key] = made
                change.come.add(key)
                if before is not None:
                    change.earlier[key] = before
            if before is None or before.label != made.label:
                change.renamed.add(key)
            elif before.misprints != made.misprints:
                change.articles |= self._printing(group, {*before.misprints} ^ {*made.misprints})
        for key in change.gone:
            self._known.pop(key, None)

    def _printing(self, group: Group, forms: set[str]) -> set[str]:
        """The articles of a cluster that print one of these forms."""
        records = self.identity.stages()[group[0]].records_of(group[1])
        return {one.member.article for one in records if not forms.isdisjoint(printed(self.identity, one))}

    def _settle_candidates(self, movement: Movement, change: Change) -> None:
        """Close and open candidates; what is closed and opened again is no change."""
        before: dict[tuple[str, str], Candidate | None] = {}
        for stage, shift in movement.shifts.items():
            for one in shift.closed:
                candidate = self._open[stage, one]
                pair = (candidate.left, candidate.right)
                before.setdefault(pair, max(self._candidates[pair], key=_weight))
                self._candidates[pair] -= Counter([candidate])
                self._opened[stage, one] -= 1
            for one in shift.opened:
                candidate = self._open[stage, one] = self._candidate(stage, one)
                self._opened[stage, one] += 1
                pair = (candidate.left, candidate.right)
                held = self._candidates.setdefault(pair, Counter())
                before.setdefault(pair, max(held, key=_weight, default=None))
                held[candidate] += 1
                for key in pair:
                    self._linked.setdefault(key, set()).add(pair)
            for one in set(shift.closed):
                if not self._opened[stage, one]:
                    del self._open[stage, one], self._opened[stage, one]
        for pair, old in before.items():
            new = max(self._candidates[pair], key=_weight, default=None)
            if new is None:
                del self._candidates[pair]
                for key in pair:
                    self._linked[key].discard(pair)
                    if not self._linked[key]:
                        del self._linked[key]
            if old is not None and old != new:
                change.candidates_gone.add(old)
            if new is not None and old != new:
                change.candidates_come.add(new)

    def _candidate(self, stage: str, one: Open) -> Candidate:
        left, right = sorted((self._keys[stage, one.left], self._keys[stage, one.right]))
        edge = one.edge
        return Candidate(left, right, confidence(edge.score), edge.reasons, edge.against)


def _weight(candidate: Candidate) -> tuple[float, tuple[str, ...], tuple[str, ...]]:
    return (candidate.score, candidate.reasons, candidate.against)


def _facts(source: Source, decisions: Decisions) -> ArticleFacts:
    extractions = source.extractions or (Extraction(source.article_id),)
    return article_facts(source.article, [corrected(one, decisions) for one in extractions])


def _claim_ids(facts: ArticleFacts) -> Iterator[str]:
    return (claim for ids in facts.ids.values() for claim in ids)


def _members(facts: ArticleFacts) -> Iterator[Member]:
    return (facts.member(local) for local in facts.entities)
