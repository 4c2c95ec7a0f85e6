"""Every IRI of the graph leads to a page for people and to RDF for programs."""

from __future__ import annotations

from urllib.parse import urlsplit

import pyoxigraph as ox
import pytest
from flask.testing import FlaskClient
from rdflib import RDF, RDFS, Graph, URIRef
from tests.web.linked.conftest import PERSON
from tests.web.pages.site import BASE, Site

TYPES = {
    "ttl": "text/turtle",
    "nt": "application/n-triples",
    "jsonld": "application/ld+json",
    "rdf": "application/rdf+xml",
    "trig": "application/trig",
    "nq": "application/n-quads",
}
RDFLIB_ACCEPT = (
    "application/rdf+xml, text/rdf+n3, text/turtle, application/n-triples, application/ld+json, "
    "application/n-quads, application/trix, application/trig"
)


def path(iri: str) -> str:
    """The address of a thing on this server."""
    return "/" + iri.removeprefix(BASE)


def parsed(body: bytes, media_type: str) -> set[ox.Quad]:
    form = ox.RdfFormat.from_media_type(media_type)
    assert form is not None
    return set(ox.parse(body, form, base_iri=BASE))


@pytest.mark.parametrize("ending", TYPES)
def test_a_thing_sends_to_the_document_in_the_format_asked_for(
    client: FlaskClient, site: Site, ending: str
) -> None:
    person = site.things("Person")[0]
    reply = client.get(path(person), headers={"Accept": TYPES[ending]})
    assert reply.status_code == 303
    assert reply.headers["Location"] == f"{path(person)}.{ending}"
    assert "Accept" in reply.headers["Vary"]
    document = client.get(reply.headers["Location"])
    assert document.status_code == 200
    assert document.mimetype == TYPES[ending]
    subjects = {str(quad.subject) for quad in parsed(document.data, TYPES[ending])}
    assert f"<{person}>" in subjects


def test_all_formats_say_the_same(client: FlaskClient, site: Site) -> None:
    person = site.things("Person")[0]
    said = []
    for ending, kind in TYPES.items():
        quads = parsed(client.get(f"{path(person)}.{ending}").data, kind)
        said.append({str(quad.triple) for quad in quads if str(quad.subject) != f"<{person}.{ending}>"})
    assert len(said[0]) > 5
    assert all(each == said[0] for each in said)


def test_a_browser_gets_the_page_at_the_address_itself(client: FlaskClient, site: Site) -> None:
    person = site.things("Person")[0]
    for accept in ("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", "*/*", None):
        reply = client.get(path(person), headers={"Accept": accept} if accept else {})
        assert (reply.status_code, reply.mimetype) == (200, "text/html")
        assert "Accept" in reply.headers["Vary"]
        links = reply.headers.getlist("Link")
        assert f'<{path(person)}.ttl>; rel="alternate"; type="text/turtle"' in links
    assert client.get(f"{path(person)}.html").headers["Location"] == path(person)


def test_the_alternates_of_a_page_are_there(client: FlaskClient, site: Site) -> None:
    person = site.things("Person")[0]
    links = client.get(path(person), headers={"Accept": "text/html"}).headers.getlist("Link")
    assert len(links) == len(TYPES)
    for link in links:
        target, kind = link.split(">; ")[0].lstrip("<"), link.split('type="')[1].rstrip('"')
        reply = client.get(target)
        assert (reply.status_code, reply.mimetype) == (200, kind)


def test_a_document_has_the_accepted_triples_both_ways_and_names_all_it_mentions(
    client: FlaskClient, site: Site
) -> None:
    event = next(
        quad.subject
        for quad in site.store.quads_for_pattern(
            None, ox.NamedNode("https://w3id.org/communique/ns#participant"), None, ox.DefaultGraph()
        )
    )
    assert isinstance(event, ox.NamedNode)
    graph = Graph().parse(data=client.get(f"{path(event.value)}.nt").data, format="nt")
    accepted = site.store.quads_for_pattern(event, None, None, ox.DefaultGraph())
    assert {str(quad.object) for quad in accepted} <= {
        node.n3() for node in graph.objects(URIRef(event.value))
    }
    participant = next(
        graph.objects(URIRef(event.value), URIRef("https://w3id.org/communique/ns#participant"))
    )
    assert (participant, RDFS.label, None) in graph
    other = Graph().parse(data=client.get(f"{path(str(participant))}.nt").data, format="nt")
    assert (URIRef(event.value), URIRef("https://w3id.org/communique/ns#participant"), participant) in other


def test_claims_come_when_asked_for_and_only_then(client: FlaskClient, site: Site) -> None:
    claims = site.store.quads_for_pattern(None, ox.NamedNode(str(RDF.subject)), None)
    subject = next(
        quad.object.value
        for quad in claims
        if isinstance(quad.object, ox.NamedNode)
        and quad.object.value.startswith(f"{BASE}event/")
        and "#claim" in str(quad.subject)
    )
    claim = URIRef("https://w3id.org/communique/ns#Claim")
    without = Graph().parse(data=client.get(f"{path(subject)}.ttl").data, format="turtle")
    with_them = Graph().parse(data=client.get(f"{path(subject)}.ttl?claims=1").data, format="turtle")
    evidence = URIRef("https://w3id.org/communique/ns#evidence")
    assert not list(without.subject_objects(evidence))
    found = list(with_them.subject_objects(evidence))
    assert found
    for one, sentence in found:
        assert (one, RDF.type, claim) in with_them
        assert list(with_them.predicate_objects(sentence))


def test_an_article_is_a_document_of_its_own_graph(client: FlaskClient, site: Site) -> None:
    article = site.things("Article")[0]
    for kind in TYPES.values():
        reply = client.get(path(article), headers={"Accept": kind})
        assert (reply.status_code, reply.mimetype) == (200, kind)
        own = {
            str(quad.triple) for quad in site.store.quads_for_pattern(None, None, None, ox.NamedNode(article))
        }
        assert own <= {str(quad.triple) for quad in parsed(reply.data, kind)}
        assert client.get(f"{path(article)}.ttl").status_code == 200


def test_what_an_article_names_has_the_class_and_the_name_of_what_it_was_taken_for(demo: Site) -> None:
    """In the document of the article, in that of the thing with its claims, and in that of a merge."""
    replaced = URIRef("http://purl.org/dc/terms/isReplacedBy")
    asking = demo.app.test_client()
    things = [*demo.things("Article"), demo.things("Merge")[0], f"{demo.things('Person')[0]}.nt?claims=1"]
    for thing in things:
        reply = asking.get(path(thing), headers={"Accept": TYPES["nt"]}, follow_redirects=True)
        graph = Graph().parse(data=reply.data, format="nt")
        mentions = list(graph.subject_objects(replaced))
        assert mentions, thing
        for mention, taken in mentions:
            assert set(graph.objects(mention, RDF.type)) == set(graph.objects(taken, RDF.type)) != set()
            assert set(graph.objects(mention, RDFS.label)) == set(graph.objects(taken, RDFS.label)) != set()


def test_a_merged_iri_leads_to_what_took_its_place(client: FlaskClient, site: Site) -> None:
    person = site.things("Person")[0]
    for accept, status in (("text/turtle", 303), ("text/html", 303)):
        reply = client.get(path(PERSON), headers={"Accept": accept})
        assert reply.status_code == status
        assert urlsplit(reply.headers["Location"]).path == path(person)
    reply = client.get(f"{path(PERSON)}.ttl")
    assert urlsplit(reply.headers["Location"]).path == f"{path(person)}.ttl"


def test_a_slash_at_the_end_leads_to_the_thing(client: FlaskClient, site: Site) -> None:
    person = site.things("Person")[0]
    for accept in ("text/turtle", "text/html"):
        reply = client.get(f"{path(person)}/?claims=1", headers={"Accept": accept})
        assert (reply.status_code, reply.headers["Location"]) == (308, f"{path(person)}?claims=1")


def test_parameters_survive_the_way_to_the_document(client: FlaskClient, site: Site) -> None:
    person = site.things("Person")[0]
    reply = client.get(f"{path(person)}?claims=1", headers={"Accept": "text/turtle"})
    assert reply.headers["Location"] == f"{path(person)}.ttl?claims=1"
    moved = client.get(f"{path(PERSON)}.ttl?claims=1").headers["Location"]
    assert moved.endswith(f"{path(person)}.ttl?claims=1")


def test_a_suffix_goes_before_accept_and_head_is_get_without_a_body(client: FlaskClient, site: Site) -> None:
    person = site.things("Person")[0]
    for accept in ("text/html", "image/png", "application/ld+json", "text/turtle;q=0", ";;,", "*/*"):
        reply = client.get(f"{path(person)}.ttl", headers={"Accept": accept})
        assert (reply.status_code, reply.mimetype) == (200, "text/turtle")
        head = client.head(f"{path(person)}.ttl", headers={"Accept": accept})
        assert (head.status_code, head.data, head.headers["ETag"]) == (200, b"", reply.headers["ETag"])
    assert client.get(path(person), headers={"Accept": "image/png"}).status_code == 406
    assert client.head(path(person), headers={"Accept": "text/turtle"}).status_code == 303
    assert client.post(path(person)).status_code == 405


def test_a_page_after_the_last_is_not_there(client: FlaskClient, site: Site) -> None:
    person = path(site.things("Person")[0])
    assert client.get(f"{person}.ttl?page=1").status_code == 200
    assert client.get(f"{person}.ttl?page=2").status_code == 404
    assert client.get(f"{person}.ttl?page=99999999999999999999").status_code == 404


@pytest.mark.parametrize(
    "name", ["Шойгу", "%FF%FE", "a%2Fb", "a%00b", "..%2f..", "%3Cscript%3E", "a;b", "a'b\"c", "x" * 5000]
)
def test_no_name_breaks_an_address(client: FlaskClient, name: str) -> None:
    for accept in ("text/turtle, application/problem+json", "text/html"):
        assert client.get(f"/person/{name}", headers={"Accept": accept}).status_code == 404


def test_an_unknown_iri_is_not_found_in_any_format(client: FlaskClient) -> None:
    for address in ("/person/nobody-12345678", "/person/nobody-12345678.ttl", "/article/0000000000000000"):
        reply = client.get(address, headers={"Accept": "text/turtle, application/problem+json"})
        assert reply.status_code == 404, address
        assert "nobody" in reply.get_json()["detail"] or "0000" in reply.get_json()["detail"]


def test_who_mistypes_an_iri_is_told_of_like_names(client: FlaskClient, site: Site) -> None:
    person = site.things("Person")[0]
    assert client.get("/search.json?q=anything").status_code == 200
    wrong = person[:-8] + "00000000"
    reply = client.get(path(wrong), headers={"Accept": "text/turtle, application/problem+json"})
    assert reply.status_code == 404
    assert person in reply.get_json()["near"]


def test_what_the_client_holds_is_not_sent_again(client: FlaskClient, site: Site) -> None:
    address = f"{path(site.things('Person')[0])}.ttl"
    tag = client.get(address).headers["ETag"]
    assert tag.startswith("W/")
    assert client.get(address, headers={"If-None-Match": tag}).status_code == 304
    other = client.get(address.replace(".ttl", ".nt"), headers={"If-None-Match": tag})
    assert other.status_code == 200
    assert client.get(f"{address}?claims=1", headers={"If-None-Match": tag}).status_code == 200
    assert client.get(address, headers={"If-None-Match": "*"}).status_code == 304
    missing = "/person/nobody-00000000.ttl"
    assert client.get(missing, headers={"If-None-Match": "*"}).status_code == 404


def test_a_hub_has_pages_that_together_hold_every_link(
    client: FlaskClient, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    from communique.web.linked import portrayal

    country = max(
        site.things("Country"),
        key=lambda one: len(list(site.store.quads_for_pattern(None, None, ox.NamedNode(one)))),
    )
    whole = parsed(client.get(f"{path(country)}.nt").data, "application/n-triples")

    def links(quads: set[ox.Quad]) -> set[str]:
        """What points to it, but for the document that is about it."""
        return {
            str(quad.triple)
            for quad in quads
            if str(quad.object) == f"<{country}>" and "primaryTopic" not in str(quad)
        }

    pointing = links(whole)
    assert len(pointing) > 4
    monkeypatch.setattr(portrayal, "LINKS", 3)
    found: set[str] = set()
    address, pages = f"{path(country)}.nt", 0
    while address:
        reply = client.get(address)
        found |= links(parsed(reply.data, "application/n-triples"))
        following = [link for link in reply.headers.getlist("Link") if 'rel="next"' in link]
        address = following[0].split(">")[0].lstrip("<") if following else ""
        pages += 1
        assert pages < 60
    assert pages > 1
    assert found == pointing


def test_every_iri_of_the_graph_resolves_to_rdf(client: FlaskClient, site: Site) -> None:
    """Each thing under the base, as rdflib asks for it."""
    ours = {
        term.value.partition("#")[0]
        for quad in site.store
        for term in (quad.subject, quad.object)
        if isinstance(term, ox.NamedNode) and term.value.startswith(BASE)
    }
    assert len(ours) > 60
    for thing in sorted(ours):
        reply = client.get(path(thing), headers={"Accept": RDFLIB_ACCEPT}, follow_redirects=True)
        assert reply.status_code == 200, thing
        assert parsed(reply.data, reply.mimetype or ""), thing


def test_an_iri_of_before_leads_to_the_thing_with_its_first_mention_of_then(demo: Site) -> None:
    """A thing whose name or first mention has changed had another IRI: its digits are still those of a mention."""
    query = """PREFIX dcterms: <http://purl.org/dc/terms/>
        SELECT ?thing (GROUP_CONCAT(?digits) AS ?all)
        { ?m dcterms:identifier ?digits ; dcterms:isReplacedBy ?thing } GROUP BY ?thing"""
    found = demo.store.query(query, use_default_graph_as_union=True)
    assert isinstance(found, ox.QuerySolutions)
    things = {row["thing"].value: row["all"].value.split() for row in found}
    assert any(len(digits) > 1 for digits in things.values())
    assert all(thing[-8:] in digits for thing, digits in things.items())
    client = demo.app.test_client()
    for thing, digits in sorted(things.items())[::7]:
        kind = thing.removeprefix(BASE).partition("/")[0]
        for each in sorted(set(digits)):
            before = f"/{kind}/another-name-{each}"
            for accept in ("text/turtle", "text/html"):
                reply = client.get(before, headers={"Accept": accept})
                assert reply.status_code == 303, before
                assert reply.headers["Location"].removeprefix("http://localhost").startswith(path(thing)), (
                    before
                )
            reply = client.get(f"{before}.ttl")
            assert reply.headers["Location"].removeprefix("http://localhost") == f"{path(thing)}.ttl"


def test_digits_of_another_kind_of_thing_lead_nowhere(demo: Site) -> None:
    person = next(q.subject for q in demo.store if str(q.subject).startswith(f"<{BASE}person/"))
    assert isinstance(person, ox.NamedNode)
    reply = demo.app.test_client().get(f"/event/x-{person.value[-8:]}", headers={"Accept": "text/turtle"})
    assert reply.status_code == 404
