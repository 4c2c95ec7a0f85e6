"""Links out: which things of other graphs are meant by things here, as reconciliation services see it.

What a service finds is proposed in judgements.csv (``maybe``), where a person decides. Only above a score
that the caller gives is a link accepted at once (``same``), and then, too, the file names the service, its
score and what it was asked. An accepted link is a claim like any other: it survives rebuilds and can be
withdrawn.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import yaml

from communique import build, resources, review
from communique.errors import ResourceMissing, ServiceFailure
from communique.graph import Corpus
from communique.model.claims import Claim, Predicate, Ref
from communique.model.identity import Member, Standing
from communique.model.judgement import Judgement, Verdict
from communique.reconciliation import Client, Match, Query, Service
from communique.resolution.judgements import BESIDE, is_outside, member, read, write
from communique.store import existing, writing

KINDS = ("person", "office", "base", "organization", "place")
"""Kinds of things that other graphs may know; what the gazetteer knows is not asked for."""
_FILE = ("data", "gazetteer", "services.yaml")
_SENT = {
    "person": (
        ("office", Predicate.HELD_OFFICE, None),
        ("country", Predicate.HELD_OFFICE, Predicate.OFFICE_OF),
    ),
    "office": (("country", Predicate.OFFICE_OF, None),),
    "base": (("operator", Predicate.OPERATOR, None), ("country", Predicate.HOST_COUNTRY, None)),
}
"""By kind, what is known of a thing and sent: its name, and the claims that lead to it."""


@dataclass(frozen=True, slots=True)
class Question:
    """A thing that a service is asked for: its key, a name of it that a judgement can hold, and what is known
    of it as pairs of a name ("office") and words."""

    key: str
    member: str
    kind: str
    name: str
    known: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """A service's ids: of types by kind, and of properties by kind and name."""

    types: Mapping[str, str] = field(default_factory=dict)
    properties: Mapping[tuple[str, str], str] = field(default_factory=dict)

    def query(self, question: Question, limit: int) -> Query:
        """The question in the service's words; what it has no id for is left out."""
        known = ((self.properties.get((question.kind, name)), words) for name, words in question.known)
        sent = tuple((pid, words) for pid, words in known if pid)
        return Query(question.name, self.types.get(question.kind, ""), sent, limit)


@dataclass(frozen=True, slots=True)
class Linked:
    """What came of it: things asked for, links proposed and accepted, and why it stopped early, if it did."""

    asked: int
    proposed: int
    accepted: int
    failure: ServiceFailure | None = None


def vocabulary(spaces: Iterable[str]) -> Vocabulary:
    """What data/gazetteer/services.yaml says of the services with one of these spaces; else nothing."""
    wanted = set(spaces)
    try:
        for entry in yaml.safe_load(resources.read(*_FILE)):
            if entry["space"] in wanted:
                kinds: dict[str, dict[str, str]] = entry["kinds"]
                return Vocabulary(
                    {kind: ids["type"] for kind, ids in kinds.items()},
                    {
                        (kind, name): ids[name]
                        for kind, ids in kinds.items()
                        for name in ids
                        if name != "type"
                    },
                )
    except (OSError, KeyError, TypeError, AttributeError, yaml.YAMLError) as error:
        raise ResourceMissing(f"{'/'.join(_FILE)}: {error}; reinstall communique to get it back") from error
    return Vocabulary()


def questions(
    corpus: Corpus, judgements: Sequence[Judgement], kinds: Iterable[str], url: str, space: str = ""
) -> tuple[Question, ...]:
    """The things of these kinds, by their keys, that are to be asked for: those for which this service has
    proposed nothing yet, and that are not linked into its identifier space."""
    wanted = set(kinds)
    clusters, key_of = corpus.resolution.clusters, corpus.resolution.cluster_of
    done = {
        key_of.get(one)
        for row in judgements
        if row.verdict in (Verdict.SAME, Verdict.MAYBE)
        and is_outside(row.right)
        and (row.who == url or (space and row.right.startswith(space)))
        and (one := member(row.left))
    }
    claims = _accepted(corpus)
    found = []
    for key, cluster in sorted(clusters.items()):
        if cluster.kind.value in wanted and key not in done and not _in_gazetteer(corpus, key):
            known = tuple(dict.fromkeys(_known(corpus, claims, key, cluster.kind.value)))
            first = review.local_name(cluster.members[0])
            found.append(Question(key, first, cluster.kind.value, cluster.label, known))
    return tuple(found)


def _in_gazetteer(corpus: Corpus, key: str) -> bool:
    return any(
        entity.gazetteer == key
        for one in corpus.resolution.clusters[key].members
        for extraction in corpus.extractions.get(one.article, ())
        for entity in extraction.entities
        if entity.id == one.local
    )


def _accepted(corpus: Corpus) -> dict[tuple[str, Predicate], list[str]]:
    """By subject and predicate, the keys of what accepted claims point to, in the order of claims."""
    found: dict[tuple[str, Predicate], list[str]] = {}
    for article in sorted(corpus.extractions):
        for extraction in corpus.extractions[article]:
            for claim in extraction.claims:
                if corpus.resolution.rulings[claim.id].standing is Standing.ACCEPTED:
                    for subject, target in _pointing(corpus, claim):
                        found.setdefault((subject, claim.predicate), []).append(target)
    return found


def _pointing(corpus: Corpus, claim: Claim) -> Iterator[tuple[str, str]]:
    if isinstance(claim.object, Ref):
        key_of = corpus.resolution.cluster_of
        yield (
            key_of[Member(claim.article, claim.subject)],
            key_of[Member(claim.article, claim.object.id)],
        )


def _known(
    corpus: Corpus, claims: Mapping[tuple[str, Predicate], list[str]], key: str, kind: str
) -> Iterator[tuple[str, str]]:
    clusters = corpus.resolution.clusters
    for name, first, then in _SENT.get(kind, ()):
        for target in claims.get((key, first), ()):
            for end in claims.get((target, then), ()) if then else (target,):
                yield name, clusters[end].label


def link(
    store: Path,
    client: Client,
    service: Service,
    asked: Sequence[Question],
    words: Vocabulary,
    *,
    limit: int = 3,
    accept_above: float | None = None,
    progress: Callable[[int, int], None] = lambda _done, _total: None,
) -> Linked:
    """Ask a service, write what it finds to judgements.csv, and publish the links that are accepted.

    A failure of the service ends the asking; what was found until then is written all the same.
    """
    rows: list[Judgement] = []
    failure: ServiceFailure | None = None
    answers = client.ask(service, [words.query(question, limit) for question in asked])
    done = 0
    try:
        for done, (question, matches) in enumerate(zip(asked, answers, strict=True), start=1):
            rows += _rows(service, question, words, matches[:limit], accept_above)
            progress(done, len(asked))
    except ServiceFailure as error:
        failure = error
    rows = _record(existing(store), rows)
    accepted = [row for row in rows if row.verdict is Verdict.SAME]
    if accepted:
        review.published(store, accepted, ())
    return Linked(done, len(rows) - len(accepted), len(accepted), failure)


def _rows(
    service: Service,
    question: Question,
    words: Vocabulary,
    matches: Sequence[Match],
    accept_above: float | None,
) -> Iterator[Judgement]:
    above = [one for one in matches if accept_above is not None and one.score > accept_above]
    sent = {pid for pid, _ in words.query(question, 1).properties}
    known = [
        f"{name} {value}"
        for name, value in question.known
        if words.properties.get((question.kind, name)) in sent
    ]
    asked = "; ".join([f"asked for {question.kind} {question.name}", *known])
    for one in matches:
        about = ", ".join(part for part in (one.name, *one.types, one.description) if part)
        sure = "; the service is sure" if one.match else ""
        why = f"score {one.score:g}: {about}{sure} ({asked})"
        verdict = Verdict.SAME if above == [one] else Verdict.MAYBE
        yield Judgement(verdict, question.member, one.iri, service.url, review.now(), " ".join(why.split()))


def _record(store: Path, rows: Sequence[Judgement]) -> list[Judgement]:
    """Append the rows, but none about a pair that the file names already; returns those appended."""
    with writing(store):
        held = read(store / build.JUDGEMENTS)
        named = {(row.left, row.right) for row in held if row.verdict in BESIDE}
        fresh = [row for row in rows if (row.left, row.right) not in named]
        if fresh:
            write(store / build.JUDGEMENTS, (*held, *fresh))
    return fresh
