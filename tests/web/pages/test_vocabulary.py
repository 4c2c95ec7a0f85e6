"""The documentation of the vocabulary: complete, linked without a gap, and where its IRIs lead."""

from __future__ import annotations

import html
import re
from collections import Counter
from pathlib import Path
from urllib.parse import parse_qs, urljoin, urlsplit

import pyoxigraph as ox
import pytest
from flask.testing import FlaskClient
from tests.web.pages.site import Site

from communique import resources
from communique.alignment import alignments
from communique.validation.patterns import describe_patterns
from communique.validation.questions import questions
from communique.validation.shape import read_shapes, shapes_text
from communique.validation.vocabulary import NAMESPACE, describe_concepts, describe_vocabulary, version

ROOT = "https://w3id.org/communique/"
BROWSER = {"Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"}
RULE = re.compile(r"^RewriteRule (\S+) https://communique\.example\.org/(\S*) \[R=303,L\]$", re.MULTILINE)
HTACCESS = (Path(__file__).parents[3] / "ontology/w3id/.htaccess").read_text(encoding="utf-8")
PAGES = [
    "/ns",
    "/concept",
    *(f"/concept/{scheme.iri.rpartition('/')[2]}" for scheme in describe_concepts()),
    "/patterns",
    *(f"/patterns/{pattern.slug}" for pattern in describe_patterns()),
    "/shapes",
    "/contribution",
    "/lint",
    *(f"/term/{term.name}" for term in describe_vocabulary()),
]


def opened(client: FlaskClient, path: str) -> str:
    reply = client.get(path, headers=BROWSER)
    assert reply.status_code == 200, path
    assert reply.mimetype == "text/html", path
    return reply.get_data(as_text=True)


def ids(text: str) -> list[str]:
    return [html.unescape(name) for name in re.findall(r'\sid="([^"]*)"', text)]


def links(text: str) -> set[str]:
    return {html.unescape(href) for href in re.findall(r'<a\s[^>]*?href="([^"]*)"', text)}


def redirected(iri: str) -> str:
    """Where w3id.org sends a browser, as a path of this server; the fragment stays with the browser."""
    address = urlsplit(iri)
    path = address.path.removeprefix("/communique/")
    for pattern, target in RULE.findall(HTACCESS):
        if match := re.search(pattern, path):
            there = target
            for number, part in enumerate(match.groups(default=""), start=1):
                there = there.replace(f"${number}", part)
            return f"/{there}" + (f"#{address.fragment}" if address.fragment else "")
    raise AssertionError(f"no rule of .htaccess takes {iri}")


def named() -> list[str]:
    """Every IRI under w3id.org that the ontology gives to something."""
    found = [f"{ROOT}ns", f"{ROOT}ns/{version()}", f"{ROOT}context", f"{ROOT}authors", f"{ROOT}concept"]
    found += [term.iri for term in describe_vocabulary()]
    found += [
        iri for scheme in describe_concepts() for iri in (scheme.iri, *(c.iri for c in scheme.concepts))
    ]
    texts = (shapes_text(), *(resources.read("ontology", f"{name}.ttl") for name in ("contribution", "lint")))
    found += [
        part.iri
        for text in texts
        for shape in read_shapes(text)
        for part in (shape, *shape.properties)
        if part.message
    ]
    return found + [f"{ROOT}alignments/{name}" for name in alignments()]


def test_every_iri_of_the_ontology_leads_by_w3id_to_what_it_names(client: FlaskClient) -> None:
    pages: dict[str, tuple[str, list[str]]] = {}
    assert len(named()) > 300
    for iri in named():
        address = urlsplit(redirected(iri))
        if address.path not in pages:
            reply = client.get(address.path, headers=BROWSER)
            there = urlsplit(reply.headers.get("Location", ""))
            if reply.status_code == 303:
                text = opened(client, there.path)
                assert there.fragment in ids(text), iri
            else:
                assert reply.status_code == 200, iri
                text = reply.get_data(as_text=True)
            pages[address.path] = text, ids(text)
        text, anchors = pages[address.path]
        assert not address.fragment or address.fragment in anchors, iri


def test_a_rule_that_is_missing_is_noticed() -> None:
    with pytest.raises(AssertionError, match="no rule"):
        redirected(f"{ROOT}nowhere")


def test_every_link_and_anchor_of_the_documentation_resolves(client: FlaskClient) -> None:
    texts = {path: opened(client, path) for path in PAGES}
    anchors = {path: set(ids(text)) for path, text in texts.items()}
    known: dict[str, bool] = {}
    broken = []
    for path, text in texts.items():
        for href in links(text):
            target = urlsplit(urljoin(f"http://localhost{path}", href))
            if target.netloc != "localhost" or target.path == "/sparql":
                continue
            if target.path in anchors:
                fine = not target.fragment or target.fragment in anchors[target.path]
            else:
                if target.path not in known:
                    known[target.path] = client.get(target.path).status_code in {200, 303}
                fine = known[target.path]
            if not fine:
                broken.append((path, href))
    assert broken == []


@pytest.mark.parametrize("path", PAGES)
def test_no_anchor_stands_twice_on_a_page(client: FlaskClient, path: str) -> None:
    assert [name for name, count in Counter(ids(opened(client, path))).items() if count > 1] == []


def test_every_query_that_the_documentation_offers_runs(client: FlaskClient, site: Site) -> None:
    offered = {
        parse_qs(urlsplit(href).query)["query"][0]
        for path in PAGES
        for href in links(opened(client, path))
        if href.startswith("/sparql?")
    }
    assert len(offered) > 250
    for query in offered:
        found = site.store.query(query, use_default_graph_as_union=True)
        assert isinstance(found, ox.QuerySolutions), query


def test_every_term_is_shown_with_definition_example_shapes_and_a_query(client: FlaskClient) -> None:
    text = opened(client, "/ns")
    parts = {re.match(r'[^"]*', part)[0]: part for part in text.split('<div class="term" id="')[1:]}  # type: ignore[index]  # it matches the empty text at least
    assert set(parts) == {term.name for term in describe_vocabulary()}
    for term in describe_vocabulary():
        own = html.unescape(opened(client, f"/term/{term.name}"))
        for shown in (html.unescape(parts[term.name]), own):
            assert term.definition in shown
            assert term.example in shown
        assert f'href="/term/{term.name}"' in parts[term.name]
        assert 'type="search" placeholder="Any spelling" value=""' in own, (
            "nothing stands in the search field"
        )
        assert all(bound.message in own for bound in term.shapes)
        assert all(one.text in own for one in questions() if one.name in term.questions)
        assert f"dip%3A{term.name}" in own, "a query that uses it"
    assert client.get("/term/Colour").status_code == 404


def test_every_question_has_an_address_that_opens_it_in_the_editor(client: FlaskClient) -> None:
    text = opened(client, "/ns")
    for question in questions():
        assert f'id="question-{question.name}"' in text
        there = client.get(f"/question/{question.name}")
        assert there.status_code == 303
        assert parse_qs(urlsplit(there.headers["Location"]).query)["query"] == [question.query]
    assert client.get("/question/99").status_code == 404


def test_every_concept_is_shown_with_definition_and_codes(client: FlaskClient) -> None:
    for scheme in describe_concepts():
        text = html.unescape(opened(client, f"/concept/{scheme.iri.rpartition('/')[2]}"))
        for concept in scheme.concepts:
            assert concept.definition in text
            assert all(code in text for code in concept.notations)


def test_the_query_for_a_kind_of_event_finds_the_events_of_its_class(client: FlaskClient, site: Site) -> None:
    """By what joins the kind to its class."""
    text = opened(client, "/concept/eventkind")
    hrefs = [href for href in links(text) if "eventkind%3Avisit" in href]
    found = site.store.query(parse_qs(urlsplit(hrefs[0]).query)["query"][0], use_default_graph_as_union=True)
    assert isinstance(found, ox.QuerySolutions)
    assert {row["thing"].value for row in found} == set(site.things("Visit"))


@pytest.mark.parametrize(
    "path", ["/shapes", "/contribution", "/lint", "/alignments/schema", "/ns", "/concept/role"]
)
@pytest.mark.parametrize(
    ("accept", "form"),
    [
        ("text/turtle", ox.RdfFormat.TURTLE),
        ("application/rdf+xml", ox.RdfFormat.RDF_XML),
        ("application/ld+json", ox.RdfFormat.JSON_LD),
        ("*/*", ox.RdfFormat.TURTLE),
    ],
)
def test_programs_get_the_same_as_rdf(
    client: FlaskClient, path: str, accept: str, form: ox.RdfFormat
) -> None:
    reply = client.get(path, headers={"Accept": accept})
    assert reply.status_code == 200
    assert "Accept" in reply.headers["Vary"]
    turtle = client.get(path, headers={"Accept": "text/turtle"}).data
    assert (
        len(list(ox.parse(reply.data, format=form)))
        == len(list(ox.parse(turtle, format=ox.RdfFormat.TURTLE)))
        > 0
    )


def test_the_context_is_served_and_an_alignment_that_is_none_is_not_found(client: FlaskClient) -> None:
    reply = client.get("/context.jsonld")
    assert reply.mimetype == "application/ld+json"
    assert NAMESPACE in reply.get_data(as_text=True)
    assert client.get("/alignments/colour").status_code == 404
    assert client.get("/patterns/colour", headers=BROWSER).status_code == 404
    assert client.get("/patterns/colour.trig").status_code == 404


def test_an_older_version_is_not_passed_off_as_this_one(client: FlaskClient) -> None:
    assert client.get("/ns/99.0.0", headers=BROWSER).status_code == 404


def test_a_page_that_does_not_exist_is_left_to_others(client: FlaskClient) -> None:
    assert client.get("/concept/colour/red", headers=BROWSER).mimetype != "text/html"


def test_the_data_of_a_pattern_are_those_of_its_page(client: FlaskClient) -> None:
    for pattern in describe_patterns():
        assert client.get(f"/patterns/{pattern.slug}.trig").get_data(as_text=True) == pattern.trig


@pytest.mark.parametrize("path", PAGES)
def test_the_pages_allow_their_own_style_and_nothing_else(client: FlaskClient, path: str) -> None:
    policy = client.get(path, headers=BROWSER).headers["Content-Security-Policy"]
    assert "unsafe" not in policy
    assert "default-src 'self'" in policy
