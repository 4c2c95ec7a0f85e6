"""The accepted view: plain triples that people query. All but types, labels and bounds have a claim."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from communique.graph.corpus import Corpus
from communique.graph.iris import Iris
from communique.graph.statement import statement
from communique.graph.terms import LABEL, SKOS, TYPE, day, dip, iri, text
from communique.model.claims import Claim, Extraction, Kind, When
from communique.model.identity import Cluster, Resolution, Standing

CLASSES = {
    Kind.PERSON: "Person",
    Kind.COUNTRY: "Country",
    Kind.ORGANIZATION: "Organization",
    Kind.PLACE: "Place",
    Kind.OFFICE: "Office",
    Kind.EVENT: "Event",
    Kind.BASE: "Base",
    Kind.DELEGATION: "Delegation",
    Kind.REMARK: "Remark",
    Kind.AGENT: "Agent",
}
# What the gazetteer knows is described in the reference graph; no triple stands in two graphs.
KNOWN = ("country/", "organization/", "place/")


def accepted_view(corpus: Corpus, iris: Iris) -> Iterator[str]:
    """Triples (``s p o`` without a full stop) of the default graph; some may come twice."""
    known = gazetteer_keys(corpus)
    for cluster in corpus.resolution.clusters.values():
        if cluster.key not in known:
            yield from describe(cluster, iris)
    for claim in accepted_claims(corpus):
        yield from stated_by(claim, corpus.resolution, iris)


def stated_by(claim: Claim, resolution: Resolution, iris: Iris) -> Iterator[str]:
    """What an accepted claim puts into the accepted view."""
    stated = statement(claim, resolution, iris)
    yield stated.triple
    if isinstance(claim.object, When):
        yield from bounds(stated.subject, claim.object)


def accepted_claims(corpus: Corpus) -> Iterator[Claim]:
    """Every claim whose ruling is accepted."""
    rulings = corpus.resolution.rulings
    for extractions in corpus.extractions.values():
        for extraction in extractions:
            for claim in extraction.claims:
                if rulings[claim.id].standing is Standing.ACCEPTED:
                    yield claim


def gazetteer_keys(corpus: Corpus) -> set[str]:
    """Keys of the gazetteer that the corpus uses."""
    return {key for extractions in corpus.extractions.values() for key in keys_used(extractions)}


def keys_used(extractions: Iterable[Extraction]) -> set[str]:
    """Keys of the gazetteer that these extractions use."""
    return {
        key
        for extraction in extractions
        for entity in extraction.entities
        for key in (entity.gazetteer, entity.within)
        if key is not None
    }


def describe(cluster: Cluster, iris: Iris) -> Iterator[str]:
    """Type and labels of one cluster."""
    subject = iri(iris.thing(cluster.key))
    yield f"{subject} {TYPE} {dip(CLASSES[cluster.kind])}"
    yield f"{subject} {LABEL} {text(cluster.label, 'en')}"
    yield f"{subject} <{SKOS}prefLabel> {text(cluster.label, 'en')}"
    for name in cluster.variants:
        yield f"{subject} <{SKOS}altLabel> {text(name, 'en')}"
    for name in cluster.misprints:
        yield f"{subject} <{SKOS}hiddenLabel> {text(name, 'en')}"


def bounds(subject: str, when: When) -> Iterator[str]:
    """First and last possible day; start and end where the event fills the interval."""
    interval = when.interval
    yield f"{subject} {dip('earliest')} {day(interval.start)}"
    yield f"{subject} {dip('latest')} {day(interval.end)}"
    if interval.lasting:
        yield f"{subject} {dip('start')} {day(interval.start)}"
        yield f"{subject} {dip('end')} {day(interval.end)}"
