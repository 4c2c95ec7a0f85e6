"""The terms can be loaded over HTTP, as ontology editors load them."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient
from rdflib import OWL, RDF, Graph, URIRef
from tests.web.pages.site import Site

NS = "https://w3id.org/communique/ns#"


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph:DeprecationWarning")  # rdflib 7.6's own JSON-LD parser
@pytest.mark.parametrize(
    ("accept", "form"),
    [("application/rdf+xml, application/xml; q=0.7, text/turtle; q=0.5", "xml"), ("text/turtle", "turtle"), ("*/*", "turtle"), ("application/ld+json", "json-ld")],
)  # fmt: skip
def test_the_terms_parse_in_every_format(client: FlaskClient, accept: str, form: str) -> None:
    reply = client.get("/ns", headers={"Accept": accept})
    assert reply.status_code == 200
    graph = Graph().parse(data=reply.data, format=form)
    assert (URIRef(NS + "Person"), RDF.type, OWL.Class) in graph
    assert (URIRef(NS + "participant"), RDF.type, OWL.ObjectProperty) in graph
    assert all(str(subject).startswith(NS[:-1]) for subject in graph.subjects())


def test_endings_go_before_accept(client: FlaskClient) -> None:
    assert client.get("/ns.rdf", headers={"Accept": "text/turtle"}).mimetype == "application/rdf+xml"


def test_every_term_that_the_graph_uses_is_described(client: FlaskClient, site: Site) -> None:
    described = set(Graph().parse(data=client.get("/ns.nt").data, format="nt").subjects())
    used = {quad.predicate.value for quad in site.store if quad.predicate.value.startswith(NS)}
    assert len(used) > 20
    assert {term for term in used if URIRef(term) not in described} == set()


def test_concepts_come_by_scheme_and_alone(client: FlaskClient) -> None:
    everything = Graph().parse(data=client.get("/concept").data, format="turtle")
    scheme = Graph().parse(data=client.get("/concept/status/").data, format="turtle")
    held = URIRef("https://w3id.org/communique/concept/status/held")
    alone = Graph().parse(data=client.get("/concept/status/held").data, format="turtle")
    assert set(alone.subjects()) == {held}
    assert len(everything) > len(scheme) > len(alone) > 0


def test_the_version_that_is_served_has_an_address_and_no_other(client: FlaskClient) -> None:
    versions = list(Graph().parse(data=client.get("/ns.nt").data, format="nt").objects(None, OWL.versionIRI))
    assert len(versions) == 1
    assert client.get(f"/ns/{str(versions[0]).rpartition('/')[2]}").status_code == 200
    assert client.get("/ns/99.0.0").status_code == 404
    assert b"authors" in client.get("/authors").data


def test_a_browser_that_takes_html_alone_is_shown_an_alignment_all_the_same(client: FlaskClient) -> None:
    reply = client.get("/alignments/schema", headers={"Accept": "text/html"})
    assert (reply.status_code, reply.mimetype) == (200, "text/turtle")
