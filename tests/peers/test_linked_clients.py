"""Clients that walk linked data, over HTTP: rdflib, pandas, networkx, reconciler."""

from __future__ import annotations

import io
import threading
from collections.abc import Iterator
from urllib.request import Request, urlopen

import networkx as nx
import pandas as pd
import pytest
from rdflib import RDF, RDFS, Graph, URIRef
from tests.peers.conftest import needed
from tests.web.pages.site import BASE, Site, served, worked_examples
from werkzeug.serving import make_server


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with served(worked_examples(), tmp_path_factory.mktemp("walked")) as found:
        yield found


@pytest.fixture(scope="module")
def url(site: Site) -> Iterator[str]:
    """Where the server listens."""
    server = make_server("127.0.0.1", 0, site.app, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def test_rdflib_parses_the_address_of_a_thing_and_goes_on_from_there(site: Site, url: str) -> None:
    """As a program does that knows one IRI: parse it, take a neighbour, parse that."""
    event = site.things("Meeting")[0]
    graph = Graph().parse(event.replace(BASE, url))
    people = list(graph.objects(URIRef(event), URIRef("https://w3id.org/communique/ns#participant")))
    assert people
    for person in people:
        assert (person, RDFS.label, None) in graph
        found = Graph().parse(str(person).replace(BASE, url))
        assert (person, RDF.type, URIRef("https://w3id.org/communique/ns#Person")) in found


def test_rdflib_parses_an_article_with_its_claims(site: Site, url: str) -> None:
    article = site.things("Article")[0]
    graph = Graph().parse(article.replace(BASE, url))
    assert list(graph.subjects(URIRef("https://w3id.org/communique/ns#source"), URIRef(article)))


def test_pandas_reads_every_table_and_the_network_from_its_address(url: str) -> None:
    for name in ("persons", "offices", "tenures", "meetings", "bases", "claims"):
        frame = pd.read_csv(f"{url}tables/{name}.csv")
        assert len(frame) > 0, name
        assert frame["iri"].is_unique
    assert set(pd.read_csv(f"{url}network.csv")) >= {"Source", "Target", "Weight"}


def test_networkx_reads_what_the_server_sends(url: str) -> None:
    with urlopen(f"{url}network.gexf") as reply:
        gexf = nx.read_gexf(io.BytesIO(reply.read()))
    with urlopen(f"{url}network.graphml") as reply:
        graphml = nx.read_graphml(io.BytesIO(reply.read()))
    assert {frozenset(edge) for edge in gexf.edges} == {frozenset(edge) for edge in graphml.edges} != set()


def test_browser_follows_a_redirect_from_another_origin(site: Site, url: str) -> None:
    """Browsers' linked-data clients follow 303 across origins only if every answer allows it."""
    address = site.things("Person")[0].replace(BASE, url)
    asked = Request(address, headers={"Accept": "text/turtle", "Origin": "http://elsewhere.example"})
    with urlopen(asked) as reply:
        assert reply.url.endswith(".ttl")
        assert reply.headers["Access-Control-Allow-Origin"] == "*"


@pytest.mark.filterwarnings("ignore:The inplace keyword")  # what reconciler 0.2.2 does with pandas 3
def test_reconciler_finds_each_person_by_name(site: Site, url: str) -> None:
    try:
        from reconciler import reconcile
    except ModuleNotFoundError:
        needed("reconciler")
    people = pd.read_csv(f"{url}tables/persons.csv").drop_duplicates("label")
    found = reconcile(people["label"], type_id="Person", reconciliation_endpoint=f"{url}reconcile")
    best = dict(zip(found["input_value"], found["id"], strict=True))
    for label, iri in zip(people["label"], people["iri"], strict=True):
        assert BASE + best[label] == iri
