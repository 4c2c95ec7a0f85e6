"""Decisions about identity, as data: why members were taken for one, and which clusters may be one."""

from __future__ import annotations

from collections.abc import Iterator

from communique.graph.corpus import Corpus
from communique.graph.iris import Iris
from communique.graph.terms import LABEL, TYPE, decimal, dip, iri, text
from communique.model.identity import Candidate, Merge, Resolution

_OWN = ("about", "compares", "method", "candidateFor", "confidence", "reason", "against")
DECIDED = frozenset(term.strip("<>") for term in (TYPE, LABEL, *map(dip, _OWN)))
"""Predicates (IRIs) of all that is written of decisions about identity."""


def identity_graph(corpus: Corpus, iris: Iris) -> Iterator[str]:
    """Triples of the derived graph about merges and candidates."""
    for merge in corpus.resolution.merges:
        yield from merge_triples(merge, corpus.resolution, iris)
    for candidate in corpus.resolution.candidates:
        yield from candidate_triples(candidate, corpus.resolution, iris)


def merge_triples(merge: Merge, resolution: Resolution, iris: Iris) -> Iterator[str]:
    """Why two members were taken for one."""
    left, right = iris.member(merge.left), iris.member(merge.right)
    node = iri(iris.hashed("merge", left, right))
    cluster = resolution.cluster_of[merge.left]
    label = f"Why these are one: {resolution.clusters[cluster].label}"
    yield f"{node} {TYPE} {dip('Merge')}"
    yield f"{node} {LABEL} {text(label, 'en')}"
    yield f"{node} {dip('about')} {iri(iris.thing(cluster))}"
    yield f"{node} {dip('compares')} {iri(left)}"
    yield f"{node} {dip('compares')} {iri(right)}"
    yield f"{node} {dip('method')} {text(merge.method)}"
    yield from _weighed(node, merge.confidence, merge.reasons, merge.against)


def candidate_triples(candidate: Candidate, resolution: Resolution, iris: Iris) -> Iterator[str]:
    """That two clusters may be one."""
    left, right = iris.thing(candidate.left), iris.thing(candidate.right)
    node = iri(iris.hashed("candidate", left, right))
    names = [resolution.clusters[key].label for key in (candidate.left, candidate.right)]
    yield f"{iri(left)} {dip('candidateFor')} {iri(right)}"
    yield f"{node} {TYPE} {dip('Candidate')}"
    yield f"{node} {LABEL} {text(f'Maybe one: {names[0]}; {names[1]}', 'en')}"
    yield f"{node} {dip('compares')} {iri(left)}"
    yield f"{node} {dip('compares')} {iri(right)}"
    yield from _weighed(node, candidate.score, candidate.reasons, candidate.against)


def _weighed(
    node: str, confidence: float, reasons: tuple[str, ...], against: tuple[str, ...]
) -> Iterator[str]:
    yield f"{node} {dip('confidence')} {decimal(confidence)}"
    for reason in reasons:
        yield f"{node} {dip('reason')} {text(reason, 'en')}"
    for reason in against:
        yield f"{node} {dip('against')} {text(reason, 'en')}"
