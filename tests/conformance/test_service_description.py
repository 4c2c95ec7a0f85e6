"""The Service Description suite of the W3C: three names, for which the checks are ours."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pyoxigraph as ox
import pytest
from pyshacl import validate
from rdflib import RDF, Graph, Literal, Namespace, URIRef
from tests.conformance.conftest import Endpoint

EXPECTED = 3
SD = Namespace("http://www.w3.org/ns/sparql-service-description#")
VOID = Namespace("http://rdfs.org/ns/void#")
_TYPES = (
    "text/turtle",
    "application/n-triples",
    "application/n-quads",
    "application/trig",
    "application/rdf+xml",
    "application/ld+json",
)
_DATA = b"@prefix : <http://e/> . :a a :Meeting ; :p 1 . :b a :Meeting ; :q :a ."


def _description(endpoint: Endpoint, accept: str | None = None) -> Graph:
    reply = endpoint.call("GET", "/sparql", {} if accept is None else {"Accept": accept})
    assert reply.status == 200
    media_type = reply.headers["content-type"].partition(";")[0]
    form = ox.RdfFormat.from_media_type(media_type)
    assert form is not None
    triples = {quad.triple for quad in ox.parse(reply.body, form)}
    return Graph().parse(data=ox.serialize(triples, format=ox.RdfFormat.N_TRIPLES), format="nt")


def returns_rdf(endpoint: Endpoint) -> None:
    """For every RDF type that a client may accept, and for none."""
    size = len(_description(endpoint))
    assert size > 50
    for media_type in _TYPES:
        assert len(_description(endpoint, media_type)) == size


def has_endpoint_triple(endpoint: Endpoint) -> None:
    """Its object is the absolute URL that was asked."""
    graph = _description(endpoint)
    service = graph.value(predicate=RDF.type, object=SD.Service)
    assert list(graph.objects(service, SD.endpoint)) == [URIRef(f"{endpoint.url}sparql")]


def conforms_to_schema(endpoint: Endpoint) -> None:
    """By the shapes beside this file, which a description without triples would not satisfy."""
    endpoint.load(_DATA, "text/turtle", None)
    endpoint.load(_DATA, "text/turtle", "http://e/graph")
    graph = _description(endpoint)
    shapes = Graph().parse(Path(__file__).with_name("service-description.ttl"), format="turtle")
    conforms, _, text = validate(graph, shacl_graph=shapes)
    assert conforms, text
    dataset = graph.value(predicate=RDF.type, object=SD.Dataset)
    default = graph.value(dataset, SD.defaultGraph)
    assert graph.value(default, VOID.triples) == Literal(4)
    assert {str(name) for name in graph.objects(None, SD.name)} == {"http://e/graph"}
    bad = Graph() + graph
    bad.remove((None, SD.endpoint, None))
    assert not validate(bad, shacl_graph=shapes)[0]


@pytest.mark.parametrize(
    "check", [returns_rdf, has_endpoint_triple, conforms_to_schema], ids=lambda f: f.__name__
)
def test_check(endpoint: Endpoint, check: Callable[[Endpoint], None]) -> None:
    check(endpoint)
