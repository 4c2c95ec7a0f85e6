"""The lines that a change of the resolution touches: what the store has of them, and what it should have.

Whatever may read otherwise is written anew as ``graph.write`` would (the graphs of the articles, the
clusters in the accepted view, merges, candidates, entries of the gazetteer) and compared with what the
store holds of the same things. What a thing of many articles is said to be, and why its members are one, is
not written anew: only statements of claims that differ, and reasons about members that do, are looked at.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice

from communique.build.memory import Known
from communique.build.told import Told
from communique.derivation import rules
from communique.graph import Corpus, Gazetteer, Iris, Publish
from communique.graph.accepted import describe, stated_by
from communique.graph.article import article_graph
from communique.graph.identity import candidate_triples, merge_triples
from communique.graph.reference import describe_entries
from communique.graph.terms import dip, iri
from communique.model.identity import Candidate, Cluster, Member, Merge, Resolution, Standing
from communique.model.text import Article
from communique.resolution import Change
from communique.resolution.live import live
from communique.store import Delta, StoreFolder, canonical

Pair = tuple[str, str]


class Touched:
    """Old and new lines of what one change touched. ``known`` is as it is after the change."""

    def __init__(
        self, opened: StoreFolder, known: Known, iris: Iris, publish: Publish, gazetteer: Gazetteer
    ) -> None:
        self._held = opened.quads
        self._workings = opened.corpus.workings
        self._known = known
        self._resolver = known.resolver
        self._resolution: Resolution = live(known.resolver)
        self._iris = iris
        self._publish = publish
        self._gazetteer = gazetteer
        self._derivable = {f"<{predicate}>" for rule in rules() for predicate in rule.made}
        self._old: set[str] = set()
        self._new: set[str] = set()

    def delta(self, change: Change, entries: Iterable[str]) -> Delta:
        """What to take out and put in; ``entries`` are keys of the gazetteer whose use began or ended."""
        told = self._articles(change.articles)
        self._accepted(change, told)
        self._merges(change)
        self._candidates(change)
        self._reference(entries)
        return Delta(removed=tuple(sorted(self._old - self._new)), added=tuple(sorted(self._new - self._old)))

    def _replace(
        self, old: Iterable[str], triples: Iterable[str], graph: str = ""
    ) -> tuple[set[str], set[str]]:
        """Note lines as the store has them and as they should be; ``graph`` is an IRI, or empty."""
        suffix = f" <{graph}> ." if graph else " ."
        return self._note(set(old), set(canonical(f"{triple}{suffix}" for triple in triples)))

    def _note(self, before: set[str], after: set[str]) -> tuple[set[str], set[str]]:
        self._old |= before
        self._new |= after
        return before, after

    def _articles(self, articles: Iterable[str]) -> Told:
        """Write the graphs of articles; returns what the claims that changed state."""
        told = Told()
        for article in sorted(articles):
            graph = self._iris.article(article)
            before, after = self._replace(self._held.within(graph), self._article(article), graph)
            told.take(before, after, graph)
        return told

    def _article(self, article: str) -> Iterator[str]:
        source = self._resolver.source(article)
        if source is None or source.article is None:
            return iter(())
        articles: Mapping[str, Article] = {article: source.article}
        corpus = Corpus(articles, {article: self._resolver.judged(article)}, self._resolution)
        return article_graph(corpus, article, self._iris, self._publish)

    def _accepted(self, change: Change, told: Told) -> None:
        spoken_of = {thing.strip("<>").removeprefix(self._iris.base) for thing in told.things}
        for key in {*change.come, *change.gone, *spoken_of}:
            # The gazetteer's things have no description here, and very many members.
            if key in self._known.uses and key not in spoken_of:
                continue
            old = set(self._held.about(self._iris.thing(key), ""))
            if self._amendable(key, change, told):
                self._note(old, self._amended(key, old, change.earlier.get(key), told))
            else:
                self._replace(old, self._cluster(key))

    def _amendable(self, key: str, change: Change, told: Told) -> bool:
        """Whether a thing reads as before but for statements of claims that differ, and its names."""
        if key in change.renamed or key not in self._resolver.groups or key in self._known.uses:
            return False
        return iri(self._iris.thing(key)) not in told.dated and key not in change.gone

    def _amended(self, key: str, old: set[str], earlier: Cluster | None, told: Told) -> set[str]:
        """The lines about a thing, given those of before and the cluster of before, if that differs."""
        thing = iri(self._iris.thing(key))
        cluster = self._resolver.cluster(self._resolver.groups[key])
        after = set(told.after.get(thing, ()))
        lost = set(told.before.get(thing, ()))
        if earlier is not None:
            after |= self._described(cluster)
            lost |= self._described(earlier)
        return (old - self._unstated(lost - after, cluster)) | after

    def _described(self, cluster: Cluster) -> set[str]:
        return set(canonical(f"{triple} ." for triple in describe(cluster, self._iris)))

    def _unstated(self, lost: set[str], cluster: Cluster) -> set[str]:
        """Those of these lines that neither a cluster's description nor a claim about it gives any more."""
        left = lost - self._described(cluster) if lost else lost
        members = iter(cluster.members)
        while left and (some := list(islice(members, 8))):
            left = left - set(canonical(f"{triple} ." for triple in self._stated(some)))
        return left

    def _cluster(self, key: str) -> Iterator[str]:
        group = self._resolver.groups.get(key)
        if group is None:
            return
        cluster = self._resolver.cluster(group)
        if not self._known.uses.get(key):
            yield from describe(cluster, self._iris)
        yield from self._stated(cluster.members)

    def _stated(self, members: Iterable[Member]) -> Iterator[str]:
        """What accepted claims about members state."""
        for member in members:
            for number, claim in self._resolver.claims_of(member):
                if self._resolver.rulings[number].standing is Standing.ACCEPTED:
                    yield from stated_by(claim, self._resolution, self._iris)

    def _merges(self, change: Change) -> None:
        graph, prefix = self._iris.graph("derived"), self._iris.thing("merge/")
        for key in change.joined | change.renamed | change.gone:
            about = self._held.pointing(dip("about").strip("<>"), self._iris.thing(key))
            nodes = {node for node in about if node.startswith(prefix)}
            group = self._resolver.groups.get(key)
            merges = {self._node(one): one for one in (self._resolver.merges(group) if group else ())}
            if key not in change.renamed:
                kept = {n for n in nodes & merges.keys() if _is_as_before(merges[n], change)}
                nodes -= kept
                merges = {node: one for node, one in merges.items() if node not in kept}
            old = [line for node in nodes for line in self._without_rules(node, graph)]
            written = (t for one in merges.values() for t in merge_triples(one, self._resolution, self._iris))
            self._replace(old, written, graph)

    def _node(self, merge: Merge) -> str:
        return self._iris.hashed("merge", self._iris.member(merge.left), self._iris.member(merge.right))

    def _candidates(self, change: Change) -> None:
        graph = self._iris.graph("derived")
        named = (one for key in change.renamed for one in self._resolver.candidates_of(key))
        all_of_them = (*change.candidates_gone, *change.candidates_come, *named)
        for left, right in {(one.left, one.right) for one in all_of_them}:
            sides = self._iris.thing(left), self._iris.thing(right)
            node = self._iris.hashed("candidate", *sides)
            link = f"<{sides[0]}> {dip('candidateFor')} <{sides[1]}> <{graph}> ."
            old = [line for line in self._held.about(sides[0], graph) if line == link]
            self._replace([*old, *self._without_rules(node, graph)], self._candidate((left, right)), graph)

    def _candidate(self, pair: Pair) -> Iterator[str]:
        found: Sequence[Candidate] = self._resolver.candidates_of(pair[0])
        for candidate in found:
            if (candidate.left, candidate.right) == pair:
                yield from candidate_triples(candidate, self._resolution, self._iris)

    def _without_rules(self, node: str, graph: str) -> list[str]:
        """What the writer says of a decision, without what rules add to it."""
        made = self._workings.makers
        return [
            line
            for line in self._held.about(node, graph)
            if line.split(" ", 2)[1] not in self._derivable or not made(line.removesuffix(f" <{graph}> ."))
        ]

    def _reference(self, entries: Iterable[str]) -> None:
        graph = self._iris.graph("reference")
        for key in entries:
            used = [key] if self._known.uses.get(key) else []
            old = self._held.about(self._iris.thing(key), graph)
            self._replace(old, describe_entries(used, self._iris, self._gazetteer), graph)


def _is_as_before(merge: Merge, change: Change) -> bool:
    """Whether two members whose records are as before were told alike, then as now."""
    return merge.method == "same-profile" and change.retold.isdisjoint((merge.left, merge.right))
