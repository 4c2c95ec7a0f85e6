"""Clerical review: what awaits a person's decision, with the evidence, and how a decision is recorded.

Used by the command line and by the web. All functions take the folder of a store or what it holds:

``holdings(store) -> Corpus``
    articles, extractions and who is who; takes as long as resolution, so keep it for one commit.
``cases(store, limit) -> Cases``
    open candidates with what speaks for and against, those first that would change most.
``proposals(store) -> tuple[Proposal, ...]``
    links to other graphs that a service proposed and nobody has decided on (see ``linking``).
``explained(store, name) -> list[str]``
    why mentions were taken for one thing.
``decisions(store) -> tuple[Decision, ...]``
    what people decided, numbered from 1 as in judgements.csv, each with why it has no effect, if so.
``decide(store, verdict, left, right="", *, who, why) -> Outcome``
    check one decision, append it under the write lock, and publish the graph that follows.
``withdraw(store, number) -> Outcome``
    take a decision back.

A decision that cannot be (unknown things, a value of another kind, a graph that would break a rule) raises
``InputError``, ``UsageError`` or ``InvalidGraph`` and leaves the store as it was.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from communique import build
from communique.errors import CommuniqueError, UsageError
from communique.graph import DEFAULT_BASE, Corpus
from communique.model.identity import Cluster, Member
from communique.model.judgement import Judgement, Verdict
from communique.resolution import Resolver
from communique.resolution.explanation import by_impact, explain
from communique.resolution.judgements import corrected, dangling, fault, is_outside, member, read, write
from communique.resolution.judgements import decide as sort_out
from communique.resolution.live import live
from communique.store import CorpusFile, existing, writing

MEANT = 4
"""Things that are proposed for a name that means none."""


@dataclass(frozen=True, slots=True)
class Side:
    """One of two things that may be one. ``key`` is its IRI without the base; ``names`` are other printed
    forms; ``member`` is the article-local name that a judgement writes (``<article>#<local id>``)."""

    key: str
    kind: str
    label: str
    names: tuple[str, ...]
    member: str
    articles: int
    claims: int


@dataclass(frozen=True, slots=True)
class Case:
    """A pair that awaits a decision: same or different. ``score`` is the confidence that the two are one,
    from 0 to 1; ``reasons`` speak for it, ``against`` against it."""

    left: Side
    right: Side
    score: float
    reasons: tuple[str, ...]
    against: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Cases:
    """The first of the open pairs, and how many there are."""

    shown: tuple[Case, ...]
    number: int


@dataclass(frozen=True, slots=True)
class Proposal:
    """A thing that a service takes for ``iri`` in another graph: ``who`` is the service, ``why`` says its
    score and what it was asked."""

    thing: Side
    iri: str
    who: str
    when: str
    why: str


@dataclass(frozen=True, slots=True)
class Decision:
    """A row of judgements.csv by its number, from 1. ``problem`` says why it has no effect; else empty."""

    number: int
    judgement: Judgement
    problem: str


def holdings(store: Path) -> Corpus:
    """All that the store holds, resolved. Raises ``StoreError`` if there is no store."""
    file = CorpusFile(existing(store) / "corpus.sqlite")
    try:
        return build.judged(file.articles(), file.extractions(), read(store / build.JUDGEMENTS))
    finally:
        file.close()


@contextmanager
def consulted(store: Path) -> Iterator[Resolver]:
    """Who is who in a store: as it remembers it, read entry by entry; where it remembers nothing that can be
    trusted, or judgements.csv was edited since, worked out anew. Good within the block alone."""
    judgements = read(existing(store) / build.JUDGEMENTS)
    file = CorpusFile(store / "corpus.sqlite")
    try:
        with file.steady():
            known = build.recall(file.workings)
            if known is not None and _decisive(known.resolver.judgements) == _decisive(judgements):
                yield known.resolver
            else:
                yield build.resolved(file.articles(), file.extractions(), judgements)
    finally:
        file.close()


def _decisive(judgements: Iterable[Judgement]) -> list[Judgement]:
    """Those that decide something: what a service proposed does not."""
    return [one for one in judgements if one.verdict is not Verdict.MAYBE]


def cases(store: Path, limit: int | None = None) -> Cases:
    """The open candidates, those first whose merging would change most."""
    with consulted(store) as resolver:
        weights = resolver.weights
        found = by_impact(resolver.candidates(), weights)
        clusters = live(resolver).clusters
        shown = tuple(
            Case(
                _side(clusters[one.left], weights),
                _side(clusters[one.right], weights),
                one.score,
                one.reasons,
                one.against,
            )
            for one in found[:limit]
        )
        return Cases(shown, len(found))


def explained(store: Path, name: str) -> list[str]:
    """Lines of text: see ``communique.resolution.explanation``. Raises ``UsageError`` for an unknown name."""
    with consulted(store) as resolver:
        key = _known_key(resolver, name)
        if key is None:
            raise UsageError(_farewell(store, name) or _nothing(name, resolver.groups))
        ids = sorted({one.article for one in resolver.cluster(resolver.groups[key]).members})
        extractions = [one for article in ids for one in resolver.judged(article)]
        sources = (resolver.source(article) for article in ids)
        articles = {one.article_id: one.article for one in sources if one is not None and one.article}
        return explain(live(resolver, [key]), key, extractions, articles)


def _nothing(name: str, keys: Iterable[str]) -> str:
    """What to say of a name that means nothing, with the things (by key) of which it may be the name."""
    words = re.sub(r"\W+", "-", name.rpartition("/")[2].casefold()).strip("-")
    alike = sorted(key for key in keys if words and f"-{words}-" in f"-{key.rpartition('/')[2]}-")
    alike.sort(key=len)  # a person before all events with that person
    meant = f"; perhaps you mean {' or '.join(alike[:MEANT])}" if alike else ""
    return f"{name!r} is nothing in this store{meant}; `communique query` finds IRIs by name"


def _farewell(store: Path, name: str) -> str:
    """What became of a thing that left the graph; empty for what never was there."""
    file = CorpusFile(store / "corpus.sqlite")
    try:
        base = file.setting("base") or DEFAULT_BASE
        gone = file.departure(name if name.startswith(base) else base + name)
    finally:
        file.close()
    if gone is None:
        return ""
    heir = f"; what stayed of it is <{gone.successor}>" if gone.successor else ""
    day = f"{gone.commit.made:%d %B %Y}".lstrip("0")
    return f"{gone.label or name} left the graph on {day} with commit {gone.commit.id}{heir}"


def _known_key(resolver: Resolver, name: str) -> str | None:
    """The key of the cluster that an IRI, a key or an article-local name means."""
    parts = name.split("/")
    for at in range(len(parts)):
        if (tail := "/".join(parts[at:])) in resolver.groups:
            return tail
    address, mark, local = name.partition("#")
    one = Member(address.rpartition("/")[2], local)
    return resolver.published.get(one) if mark else None


def proposals(store: Path) -> tuple[Proposal, ...]:
    """Links that await a decision, in the order of things and of the file."""
    held = read(existing(store) / build.JUDGEMENTS)
    with consulted(store) as resolver:
        keys, clusters = resolver.published, live(resolver).clusters
        settled = {
            (keys.get(one), row.right)
            for row in held
            if row.verdict in (Verdict.SAME, Verdict.DIFFERENT) and (one := member(row.left))
        }
        found = dict[tuple[str, str], Proposal]()
        for row in held:
            one = member(row.left)
            key = keys.get(one) if one else None
            if row.verdict is Verdict.MAYBE and key is not None and (key, row.right) not in settled:
                side = _side(clusters[key], resolver.weights)
                found[key, row.right] = Proposal(side, row.right, row.who, row.when, row.why)
    return tuple(sorted(found.values(), key=lambda proposal: proposal.thing.key))


def _side(cluster: Cluster, claims: Mapping[str, int]) -> Side:
    articles = {one.article for one in cluster.members}
    names = (*cluster.variants, *cluster.misprints)
    first = local_name(cluster.members[0])
    return Side(
        cluster.key,
        cluster.kind.value,
        cluster.label,
        names,
        first,
        len(articles),
        claims.get(cluster.key, 0),
    )


def decisions(store: Path) -> tuple[Decision, ...]:
    """What people decided, in the order of the file."""
    judgements = read(existing(store) / build.JUDGEMENTS)
    file = CorpusFile(store / "corpus.sqlite")
    try:
        extractions = [one for many in file.extractions().values() for one in many]
    finally:
        file.close()
    return tuple(
        Decision(number, one, "; ".join(dangling([one], extractions)))
        for number, one in enumerate(judgements, start=1)
    )


def decide(store: Path, verdict: Verdict, left: str, right: str = "", *, who: str, why: str) -> build.Outcome:
    """Record one decision and publish what follows from it.

    For same and different ``left`` and ``right`` are IRIs, keys or article-local names of things, or
    ``right`` is the IRI of a thing in another graph; for accept, reject and correct ``left`` is a claim
    (its IRI or id), and ``right`` the right value.
    """
    path = existing(store) / build.JUDGEMENTS
    with writing(store) as opened:
        extractions = opened.corpus.extractions()
        before = read(path)
        if verdict in (Verdict.SAME, Verdict.DIFFERENT):
            corpus = build.judged(opened.corpus.articles(), extractions, before)
            base = opened.corpus.setting("base") or DEFAULT_BASE
            left = local_name(named(corpus, left))
            if not is_outside(right) or right.startswith(base):
                right = local_name(named(corpus, right))
        else:
            left = left.rsplit("#claim-", 1)[-1]
        judgement = Judgement(verdict, left, right, who, now(), why)
        problem = fault(judgement) or "; ".join(
            dangling([judgement], [one for many in extractions.values() for one in many])
        )
        if problem:
            raise UsageError(problem)
        decided = sort_out([*before, judgement])
        for many in extractions.values():
            for extraction in many:
                corrected(extraction, decided)
        write(path, (*before, judgement))
    return published(store, (judgement,), ())


def withdraw(store: Path, number: int) -> build.Outcome:
    """Take back the decision with this number (see ``decisions``)."""
    path = existing(store) / build.JUDGEMENTS
    with writing(store):
        before = read(path)
        if not 1 <= number <= len(before):
            raise UsageError(
                f"there is no decision {number}; `communique judge --list` shows the {len(before)} there are"
            )
        gone = before[number - 1]
        write(path, (*before[: number - 1], *before[number:]))
    return published(store, (), (gone,))


def published(store: Path, come: Iterable[Judgement], gone: Iterable[Judgement]) -> build.Outcome:
    """Publish what follows from judgements that came or went; if the graph would break a rule, judgements.csv
    is put back as it was and the error raised."""
    try:
        return build.rebuild(store, build.Options(strict=True), lambda *_: None)
    except CommuniqueError:
        with writing(store):
            held = list(read(store / build.JUDGEMENTS))
            for judgement in come:
                held.remove(judgement)
            write(store / build.JUDGEMENTS, (*held, *gone))
        raise


def now() -> str:
    """When a decision is made: UTC to the millisecond, so that the later of two on one day holds."""
    return datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def named(corpus: Corpus, name: str) -> Member:
    """The thing that an IRI, a key or an article-local name means: its own, or its first, member."""
    for one in corpus.resolution.cluster_of:
        if name.endswith(local_name(one)):
            return one
    return corpus.resolution.clusters[key_of(corpus, name)].members[0]


def key_of(corpus: Corpus, name: str) -> str:
    """The key of the cluster that an IRI, a key or an article-local name means."""
    clusters = corpus.resolution.clusters
    for key in clusters:
        if name == key or name.endswith(f"/{key}"):
            return key
    for one, key in corpus.resolution.cluster_of.items():
        if name.endswith(local_name(one)):
            return key
    raise UsageError(_nothing(name, clusters))


def local_name(one: Member) -> str:
    """How a judgement names an article-local entity."""
    return f"{one.article}#{one.local}"
