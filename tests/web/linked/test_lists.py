"""Lists are documents: as RDF they have the members of the page, with class and label, and lead to the next."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient
from rdflib import RDF, RDFS, Graph, URIRef
from rdflib.term import Node
from tests.web.linked.test_dereferencing import RDFLIB_ACCEPT, TYPES, parsed
from tests.web.pages.site import BASE, Site

from communique.web.app import create_app
from communique.web.pages.listing import LISTINGS
from communique.web.pages.lists import ROWS
from communique.web.settings import Settings

ITEM = URIRef("https://schema.org/itemListElement")
NUMBER = URIRef("https://schema.org/numberOfItems")
NEXT = URIRef("http://www.w3.org/1999/xhtml/vocab#next")
HELD = "https://w3id.org/communique/concept/status/held"


def graph_at(client: FlaskClient, address: str) -> Graph:
    reply = client.get(address, headers={"Accept": RDFLIB_ACCEPT})
    assert reply.status_code == 200, address
    form = {"text/turtle": "turtle", "application/rdf+xml": "xml"}[reply.mimetype or ""]
    return Graph().parse(data=reply.data, format=form)


@pytest.mark.parametrize("kind", sorted(LISTINGS))
def test_following_next_leads_to_every_member_with_class_and_label(
    client: FlaskClient, site: Site, kind: str
) -> None:
    found: set[str] = set()
    following: Node | None = URIRef(f"{BASE}{kind}/")
    while following is not None:
        here = following
        graph = graph_at(client, f"/{str(here).removeprefix(BASE)}")
        members = list(graph.objects(here, ITEM))
        assert len(members) <= ROWS
        for member in members:
            assert (member, RDF.type, None) in graph
            assert (member, RDFS.label, None) in graph
        found |= {str(member) for member in members}
        number = graph.value(here, NUMBER)
        following = graph.value(here, NEXT)
    assert found == set(site.things(kind.capitalize()))
    assert number is not None
    assert int(str(number)) == len(found)


@pytest.mark.parametrize("ending", TYPES)
def test_every_format_by_accept_and_by_parameter_is_the_same_document(
    client: FlaskClient, ending: str
) -> None:
    asked = client.get("/person/", headers={"Accept": TYPES[ending]})
    named = client.get(f"/person/?format={ending}", headers={"Accept": "text/html"})
    assert asked.status_code == named.status_code == 200
    assert asked.mimetype == named.mimetype == TYPES[ending]
    triples = {quad.triple for quad in parsed(asked.data, TYPES[ending])}
    assert triples == {quad.triple for quad in parsed(named.data, TYPES[ending])} != set()
    held = client.get("/person/", headers={"Accept": TYPES[ending], "If-None-Match": asked.headers["ETag"]})
    assert held.status_code == 304


def test_a_browser_gets_the_page_with_its_alternates(client: FlaskClient) -> None:
    for accept in ("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", "*/*"):
        reply = client.get("/person/", headers={"Accept": accept})
        assert reply.mimetype == "text/html"
        assert "Accept" in reply.headers["Vary"]
    links = reply.headers.getlist("Link")
    assert len(links) == len(TYPES)
    for link in links:
        target, kind = link.split(">; ")[0].lstrip("<"), link.split('type="')[1].rstrip('"')
        alternate = client.get(target)
        assert (alternate.status_code, alternate.mimetype) == (200, kind)


def test_facets_narrow_the_document_as_they_narrow_the_page(client: FlaskClient) -> None:
    graph = graph_at(client, f"/event/?status={HELD.replace(':', '%3A').replace('/', '%2F')}&sort=label")
    (here,) = graph.subjects(RDF.type, URIRef("https://schema.org/ItemList"))
    table = client.get("/event/", query_string={"format": "csv", "status": HELD})
    assert len(list(graph.objects(here, ITEM))) == len(table.get_data(as_text=True).splitlines()) - 1 > 0
    assert graph_at(client, f"/{str(here).removeprefix(BASE)}").isomorphic(graph)


def test_who_asks_for_csv_is_sent_to_it(client: FlaskClient) -> None:
    reply = client.get("/person/?sort=label", headers={"Accept": "text/csv"})
    assert (reply.status_code, reply.headers["Location"]) == (303, "/person/?sort=label&format=csv")


def test_a_page_beyond_the_last_is_not_there_for_programs_either(client: FlaskClient) -> None:
    reply = client.get("/person/?page=99", headers={"Accept": "text/turtle"})
    assert reply.status_code == 404
    assert b"beyond" in reply.data


def test_a_server_without_pages_has_its_lists(site: Site) -> None:
    bare = create_app(Settings(base=BASE, pages=False), site.tier).test_client()
    reply = bare.get("/person/")
    assert (reply.status_code, reply.mimetype) == (200, "text/turtle")
