"""Every page that a link leads to: it is there, small, whole, and asks nobody else for anything."""

from __future__ import annotations

from collections import deque
from urllib.parse import urlsplit

import pytest
from flask.testing import FlaskClient
from tests.web.pages.site import Page, Site, inside, read

MOST_BYTES = 100_000
START = (
    "/",
    "/docs",
    "/data",
    "/validation",
    "/claim/",
    "/search?q=verin",
    "/map?zoom=3",
    "/place/",
    "/remark/",
)
# Addresses that other parts of the server answer: files, the endpoint, descriptions.
OTHERS = ("/graph-store", "/.well-known/", "/limits", "/assets/", "/sparql", "/data/", "/tables/")


@pytest.fixture(scope="module")
def pages(site: Site) -> dict[str, tuple[int, str, str]]:
    """Status, media type and HTML of every page reached from the start by links, files left out."""
    client = site.app.test_client()
    found: dict[str, tuple[int, str, str]] = {}
    waiting = deque(START)
    while waiting and len(found) < 700:
        path = waiting.popleft()
        if path in found:
            continue
        reply = client.get(path, headers={"Accept": "text/html"}, follow_redirects=True)
        html = reply.get_data(as_text=True) if reply.mimetype == "text/html" else ""
        found[path] = (reply.status_code, reply.mimetype or "", html)
        for link in read(html).links:
            there = inside(link, path)
            # One more parameter on a list leads to ever more lists: facets are followed one step deep.
            deep = there is not None and urlsplit(there).query.count("&") > 0
            if there and there not in found and not there.startswith(OTHERS) and not deep:
                waiting.append(there)
    return found


def html_pages(pages: dict[str, tuple[int, str, str]]) -> dict[str, Page]:
    return {path: read(html) for path, (_, kind, html) in pages.items() if kind == "text/html"}


def test_no_link_is_broken(pages: dict[str, tuple[int, str, str]]) -> None:
    assert {path: status for path, (status, _, _) in pages.items() if status != 200} == {}
    assert len(pages) > 150


def test_every_page_is_small(pages: dict[str, tuple[int, str, str]]) -> None:
    assert {
        path: len(html.encode()) for path, (_, _, html) in pages.items() if len(html.encode()) >= MOST_BYTES
    } == {}


def test_no_page_asks_another_host_for_anything(pages: dict[str, tuple[int, str, str]]) -> None:
    for path, page in html_pages(pages).items():
        assert [asset for asset in page.assets if not asset.startswith("/assets/")] == [], path


def test_every_page_leads_to_the_vocabulary_in_a_click(pages: dict[str, tuple[int, str, str]]) -> None:
    for path, page in html_pages(pages).items():
        assert {"/ns", "/patterns", "/concept", "/shapes"} <= set(page.links), path


def test_every_asset_that_a_page_names_is_shipped(
    pages: dict[str, tuple[int, str, str]], client: FlaskClient
) -> None:
    named = {asset.partition("#")[0] for page in html_pages(pages).values() for asset in page.assets}
    assert len(named) > 5
    for asset in named:
        reply = client.get(asset)
        assert reply.status_code == 200, asset
        assert "immutable" in reply.headers["Cache-Control"], asset


def test_links_lead_by_http_or_stay_here(pages: dict[str, tuple[int, str, str]]) -> None:
    for path, page in html_pages(pages).items():
        schemes = {urlsplit(link).scheme for link in page.links}
        assert schemes <= {"", "http", "https"}, path


def test_no_page_holds_code_or_style_of_its_own(pages: dict[str, tuple[int, str, str]]) -> None:
    """Neither handlers nor style attributes: the policy forbids them, so they would not work either."""
    for path, page in html_pages(pages).items():
        assert page.handlers == [], path


def test_every_page_has_one_main_heading_and_unique_ids(pages: dict[str, tuple[int, str, str]]) -> None:
    for path, page in html_pages(pages).items():
        assert page.headings.count(1) == 1, path
        assert len(page.ids) == len(set(page.ids)), (path, page.ids)


def test_every_number_equals_the_query_that_it_links(
    pages: dict[str, tuple[int, str, str]], client: FlaskClient
) -> None:
    numbers = [(path, *count) for path, page in html_pages(pages).items() for count in page.counts]
    assert len(numbers) > 60
    for path, number, query in dict.fromkeys(numbers):
        reply = client.get(query, headers={"Accept": "application/sparql-results+json"})
        (row,) = reply.get_json()["results"]["bindings"]
        (value,) = row.values()
        assert int(value["value"]) == number, (path, query)


def test_every_thing_of_the_graph_has_a_page_that_links_lead_to(
    pages: dict[str, tuple[int, str, str]], site: Site
) -> None:
    for kind in (
        "Person",
        "Office",
        "Event",
        "Base",
        "Place",
        "Country",
        "Article",
        "Disagreement",
        "Remark",
    ):
        for thing in site.things(kind):
            assert thing.removeprefix("http://127.0.0.1:8000") in pages, thing
