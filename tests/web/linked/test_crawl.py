"""All pages and data of the demo graph, followed from the home page: nothing is broken, everything resolves."""

from __future__ import annotations

import os

import pytest
from tests.web.linked.crawler import Crawl
from tests.web.pages.site import BASE, Site

ALIKE = 100_000 if os.environ.get("COMMUNIQUE_CRAWL") == "all" else 4
"""How many addresses of one shape are followed; COMMUNIQUE_CRAWL=all follows every one, for ten minutes."""


@pytest.fixture(scope="module")
def crawl(demo: Site) -> Crawl:
    """A crawl from the home page."""
    found = Crawl(demo.app.test_client(), BASE, ALIKE)
    found.walk("/")
    return found


def test_no_link_is_broken(crawl: Crawl) -> None:
    assert crawl.broken == []
    assert len(crawl.fetched) > 400


def test_every_document_is_what_its_media_type_says(crawl: Crawl) -> None:
    assert crawl.unreadable == []
    assert set(crawl.kinds) >= {
        "text/html", "text/turtle", "application/ld+json", "application/n-triples", "application/rdf+xml",
        "application/trig", "application/n-quads", "application/json", "text/csv", "application/gzip",
        "application/csvm+json", "application/gexf+xml", "application/graphml+xml",
    }  # fmt: skip


def test_every_iri_of_ours_leads_to_rdf_that_says_what_it_is_and_how_it_is_called(crawl: Crawl) -> None:
    assert crawl.unresolved() == []
    assert len(crawl.iris) > 1000


def test_every_thing_of_the_graph_was_reached(crawl: Crawl, demo: Site) -> None:
    for kind in ("Person", "Office", "Event", "Base", "Place", "Country", "Article"):
        for thing in demo.things(kind):
            assert f"/{thing.removeprefix(BASE)}" in crawl.fetched, thing
