"""The triple that a claim puts forward: its subject, predicate and object as the graph has them."""

from __future__ import annotations

from dataclasses import dataclass

from communique.graph.iris import Iris
from communique.graph.terms import EDTF, SKOS, TYPE, concept, dip, iri, text, typed
from communique.model.claims import Claim, Concept, Outside, Predicate, Ref, Text, Value, When
from communique.model.identity import Cluster, Member, Resolution

# The class of an event is claimed like anything else: by these keys of the scheme eventkind.
EVENT_CLASSES = {
    "meeting": "Meeting",
    "call": "Call",
    "visit": "Visit",
    "summit": "Summit",
    "conference": "Conference",
    "press-conference": "PressConference",
}


@dataclass(frozen=True, slots=True)
class Statement:
    """Subject, predicate and object in N-Quads form; ``subject_key`` is the key of the subject's cluster."""

    subject: str
    predicate: str
    object: str
    subject_key: str

    @property
    def triple(self) -> str:
        """The three, with spaces between."""
        return f"{self.subject} {self.predicate} {self.object}"


def statement(claim: Claim, resolution: Resolution, iris: Iris) -> Statement:
    """What a claim states, with article-local entities replaced by the clusters they belong to."""
    key = resolution.cluster_of[Member(claim.article, claim.subject)]
    predicate = _predicate(claim, resolution.clusters[key])
    return Statement(iri(iris.thing(key)), predicate, _object(claim, resolution, iris), key)


def _predicate(claim: Claim, cluster: Cluster) -> str:
    if claim.predicate is Predicate.KIND:
        return TYPE
    if claim.predicate is Predicate.EXACT_MATCH:
        return f"<{SKOS}exactMatch>"
    if claim.predicate is not Predicate.NAME or not isinstance(claim.object, Text):
        return dip(claim.predicate)
    if claim.object.value == cluster.label:
        return f"<{SKOS}prefLabel>"
    return f"<{SKOS}{'hiddenLabel' if claim.object.value in cluster.misprints else 'altLabel'}>"


def _object(claim: Claim, resolution: Resolution, iris: Iris) -> str:
    value: Value = claim.object
    match value:
        case Ref(id=local):
            return iri(iris.thing(resolution.cluster_of[Member(claim.article, local)]))
        case Text(value=words, language=language):
            return text(words, language)
        case Concept(scheme="eventkind", key=key):
            return dip(EVENT_CLASSES[key])
        case Concept(scheme=scheme, key=key):
            return concept(scheme, key)
        case When(interval=interval):
            return typed(interval.edtf, EDTF)
        case Outside(iri=elsewhere):
            return iri(elsewhere)
