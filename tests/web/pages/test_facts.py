"""The page of a thing: facts in plain words, each with who says so."""

from __future__ import annotations

import re

from flask.testing import FlaskClient
from tests.web.pages.site import BASE, Site

from communique.web.pages.offices import held
from communique.web.pages.terms import Literal

CALL = "/event/verin-sol-call-3c5d7e9f"


def page_of(client: FlaskClient, path: str) -> str:
    reply = client.get(path)
    assert reply.status_code == 200, path
    return reply.get_data(as_text=True)


def test_both_readings_of_a_disputed_date_stand_side_by_side(client: FlaskClient) -> None:
    html = page_of(client, CALL)
    assert "sources disagree" in html
    assert '<time datetime="2030-04">late April 2030</time>' in html
    assert "early May 2030" in html
    assert "printed as “<bdi>In late April</bdi>”" in html
    assert "printed as “<bdi>in early May</bdi>”" in html


def test_a_fact_opens_to_its_sentence_with_the_words_marked(client: FlaskClient) -> None:
    html = page_of(client, CALL)
    assert "<mark>In late April</mark> President Mira Sol" in html
    assert "read in the article" in html


def test_a_disputed_claim_names_whom_the_article_quotes(client: FlaskClient) -> None:
    html = page_of(client, CALL)
    assert "quoting" in html
    assert "a port official" in html


def test_a_derived_fact_names_its_rule_and_what_it_rests_on(client: FlaskClient) -> None:
    html = page_of(client, "/person/ana-verin-4e1d0c2a")
    assert "Follows by rule <code>09-represents</code> from" in html


def test_a_person_shows_offices_names_and_events(client: FlaskClient) -> None:
    html = page_of(client, "/person/ana-verin-4e1d0c2a")
    for words in (
        "Holds the office",
        "Offices over time",
        "Meetings, calls and visits",
        "Names",
        "Met or spoke with",
    ):
        assert words in html


def test_an_office_shows_who_is_said_to_hold_it_in_which_words(client: FlaskClient) -> None:
    html = page_of(client, "/office/foreign-minister-of-norland-2c4e6a80")
    assert "Who is said to hold it" in html
    assert "Foreign Minister Ana Verin" in html or "Ana Verin" in html


def test_what_was_merged_says_why(site: Site, client: FlaskClient) -> None:
    assert site.things("Merge")
    html = "".join(page_of(client, thing.removeprefix(BASE[:-1])) for thing in site.things("Person"))
    assert "Why are these mentions one?" in html
    assert "What speaks for it" in html


def test_a_thing_leads_to_itself_as_rdf(client: FlaskClient) -> None:
    html = page_of(client, CALL)
    for form, media_type in (
        ("ttl", "text/turtle"),
        ("nt", "application/n-triples"),
        ("jsonld", "application/ld+json"),
        ("rdfxml", "application/rdf+xml"),
    ):
        assert f"{CALL}?format={form}" in html
        reply = client.get(f"{CALL}?format={form}")
        assert reply.mimetype == media_type
        assert b"Sol-Verin call" in reply.data


def test_what_is_not_in_the_graph_is_404_in_every_form(client: FlaskClient) -> None:
    for path in (
        "/person/nobody",
        "/person/nobody?format=ttl",
        "/thing?iri=urn:x:y",
        "/thing",
        "/article/none",
    ):
        assert client.get(path).status_code == 404, path
    assert client.get("/claim/none/none").status_code == 404
    assert client.get("/disagreement/none").status_code == 404
    assert client.get("/network/between?one=urn:a&other=urn:b").status_code == 404


def test_a_claim_shows_what_others_say_of_the_same(client: FlaskClient) -> None:
    html = page_of(client, "/claim/2b50bdc03edca072/93d8475e561bc40d")
    assert "Others who say something else" in html
    assert "early May 2030" in html
    assert "see the disagreement side by side" in html


def test_the_store_may_be_called_by_another_base_than_the_server(client: FlaskClient, site: Site) -> None:
    """Links are paths: the host in the things' IRIs need not be the one that serves."""
    reply = client.get(CALL, base_url="https://news.example/graph")
    html = reply.get_data(as_text=True)
    assert 'href="/graph/person/ana-verin-4e1d0c2a"' in html
    assert f'href="{BASE}' not in html


def tenure(label: str, **days: str) -> dict[str, Literal]:
    return {"label": Literal(label), **{name: Literal(day) for name, day in days.items()}}


def test_an_office_that_was_over_by_then_is_not_named() -> None:
    past = tenure("Envoy", over="2030-01-01")
    now = tenure("Minister", **{"from": "2030-06-01", "until": "2030-06-01"})
    assert held([past, now], "2030-05-01", "2030-05-01") == ["Minister"]
    assert held([past, now], "2029-05-01", "2029-05-01") == ["Envoy", "Minister"]


def test_an_office_attested_at_the_time_goes_before_others() -> None:
    then = tenure("Envoy", **{"from": "2030-01-01", "until": "2030-03-01"})
    later = tenure("Minister", **{"from": "2031-06-01", "until": "2031-06-01"})
    assert held([then, later], "2030-02-01", "2030-02-28") == ["Envoy"]
    assert held([then, later], "", "") == ["Envoy", "Minister"]


def test_whoever_took_part_stands_there_with_their_office(client: FlaskClient) -> None:
    html = page_of(client, "/event/verin-calder-talks-8e9f0a1b")
    assert re.search(
        r'>Ana Verin</bdi></a></span><span class="soft small"><bdi>Foreign Minister of Norland', html
    )
