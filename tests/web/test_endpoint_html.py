"""What a browser gets from the endpoint: a page around the editor, never raw XML, with the true status."""

from __future__ import annotations

from urllib.parse import quote

import pytest
from flask.testing import FlaskClient
from tests.web.plain_store import BASE, TOKENS, PlainStore

from communique.web.app import create_app
from communique.web.settings import Settings

CHROME = {"Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8"}


@pytest.fixture
def browser(store: PlainStore) -> FlaskClient:
    return create_app(Settings(base=BASE, tokens=TOKENS), store, store).test_client()


def test_the_editor_stands_at_the_endpoint(browser: FlaskClient) -> None:
    """Statement 6."""
    reply = browser.get("/sparql", headers=CHROME)
    assert reply.status_code == 200
    assert reply.mimetype == "text/html"
    assert "<textarea" in reply.text
    assert browser.get("/sparql").mimetype == "text/turtle"


def test_a_query_in_the_address_bar_shows_its_answer(browser: FlaskClient, store: PlainStore) -> None:
    store.load('<http://e/a> <http://e/p> "<b>Zürich</b>" .')
    for query in ("SELECT ?o { ?s ?p ?o }", "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }"):
        reply = browser.get("/sparql?query=" + quote(query), headers=CHROME)
        assert (reply.status_code, reply.mimetype) == (200, "text/html")
        assert "Zürich" in reply.text
        assert "<b>Zürich" not in reply.text
    assert "true" in browser.get("/sparql?query=ASK{?s+?p+?o}", headers=CHROME).text.lower()


def test_a_page_with_the_first_rows_says_that_there_are_more(browser: FlaskClient, store: PlainStore) -> None:
    store.load("<http://e/a> <http://e/p> 1, 2, 3 .")
    ask = "/sparql?query=SELECT+*+{?s+?p+?o}&max-rows="
    assert "only the first 2 are shown" in browser.get(ask + "2", headers=CHROME).text
    assert "are shown, as" not in browser.get(ask + "3", headers=CHROME).text


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("SELECT ?x { ?x ?p }", 400),
        ("ASK { SERVICE <http://e/> {} }", 403),
        ("nonsense", 400),
        ("CLEAR ALL", 400),
    ],
)
def test_a_refused_query_stays_in_the_editor_with_its_status(
    browser: FlaskClient, query: str, status: int
) -> None:
    reply = browser.get("/sparql?query=" + quote(query), headers=CHROME)
    assert (reply.status_code, reply.mimetype) == (status, "text/html")
    assert reply.headers["Access-Control-Allow-Origin"] == "*"


def test_programs_are_not_given_the_page(browser: FlaskClient) -> None:
    for accept in (None, "*/*", "application/sparql-results+json,*/*;q=0.9", "text/html;q=0.1, text/csv"):
        reply = browser.get("/sparql?query=SELECT*{}", headers={"Accept": accept} if accept else {})
        assert reply.mimetype != "text/html"
    assert browser.get("/sparql?query=SELECT*{}&format=html").mimetype == "text/html"


def test_pages_and_programs_share_one_address(browser: FlaskClient) -> None:
    """RFC 9110, 12.5.5: both say that the answer varies by Accept."""
    for headers in (CHROME, {}):
        assert "Accept" in browser.get("/sparql?query=ASK{}", headers=headers).headers["Vary"].split(", ")
