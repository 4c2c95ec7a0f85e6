"""All pages and data of the demo graph, followed from the home page: nothing is broken, everything resolves."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.web.linked.crawler import Crawl
from tests.web.pages.site import BASE, Site, served

from communique.build import Options, build
from communique.exchange import exported

ARTICLES = Path(__file__).parents[3] / "data" / "articles"
ALIKE = 100_000 if os.environ.get("COMMUNIQUE_CRAWL") == "all" else 4
"""How many addresses of one shape are followed; COMMUNIQUE_CRAWL=all follows every one, for an hour."""


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The graph of the demo articles, served."""
    store = tmp_path_factory.mktemp("demo") / "store"
    build([str(ARTICLES)], store, Options(jobs=1, base=BASE), lambda _stage, _done, _of: None)
    lines = exported(store, "nq").decode("utf-8").splitlines()
    with served(lines, tmp_path_factory.mktemp("served")) as found:
        yield found


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


def test_every_iri_of_ours_leads_to_rdf_that_speaks_of_it(crawl: Crawl) -> None:
    assert crawl.unresolved() == []
    assert len(crawl.iris) > 1000


def test_every_thing_of_the_graph_was_reached(crawl: Crawl, demo: Site) -> None:
    for kind in ("Person", "Office", "Event", "Base", "Place", "Country", "Article"):
        for thing in demo.things(kind):
            assert f"/{thing.removeprefix(BASE)}" in crawl.fetched, thing
