"""How a page is answered: from one commit, with validators, a policy, and errors as pages."""

from __future__ import annotations

import gzip
from collections.abc import Callable, Iterator
from datetime import UTC, datetime

import pytest
from flask import Flask
from flask.testing import FlaskClient
from tests.web.pages.site import BASE, Site

from communique.errors import DeadlineExceeded, Overloaded
from communique.sparql.evaluation import Answer, Document, Evaluation, never
from communique.web.app import create_app
from communique.web.pages.graph import AnswerCache
from communique.web.settings import Settings


class Moving:
    """The site's tier, under a commit that moves or with an error, as the test wants."""

    committed = datetime(2030, 5, 4, tzinfo=UTC)
    ready = True

    def __init__(self, site: Site, commits: Iterator[str], error: Exception | None = None) -> None:
        self.site, self.commits, self.error = site, commits, error
        self.commit = next(commits)
        self.asked = 0

    def query(self, evaluation: Evaluation, cancelled: Callable[[], bool] = never) -> Answer:
        self.asked += 1
        if self.error is not None:
            raise self.error
        answer = self.site.tier.query(evaluation, cancelled)
        answer.commit = self.commit
        self.commit = next(self.commits, self.commit)
        return answer

    def parse(self, document: Document, cancelled: Callable[[], bool] = never) -> Answer:
        return self.site.tier.parse(document, cancelled)


def app_of(evaluator: Moving) -> Flask:
    return create_app(Settings(base=BASE), evaluator)


def test_a_page_is_made_again_when_a_commit_came_in_between(site: Site) -> None:
    evaluator = Moving(site, iter(["aaaa", "aaaa", "bbbb"]))
    html = app_of(evaluator).test_client().get("/person/ana-verin-4e1d0c2a").get_data(as_text=True)
    assert "<code>bbbb</code>" in html
    assert "aaaa" not in html


def test_a_graph_that_never_stands_still_gives_503_not_a_mixture(site: Site) -> None:
    evaluator = Moving(site, (f"{n:04}" for n in range(10_000)))
    assert app_of(evaluator).test_client().get("/person/ana-verin-4e1d0c2a").status_code == 503


@pytest.mark.parametrize(
    ("error", "status"),
    [(Overloaded("no slot is free", retry_after=7), 503), (DeadlineExceeded("too slow"), 504)],
)
def test_an_error_of_the_tier_is_a_page_with_its_status(site: Site, error: Exception, status: int) -> None:
    reply = app_of(Moving(site, iter(["aaaa"]), error)).test_client().get("/")
    assert reply.status_code == status
    assert str(error) in reply.get_data(as_text=True)
    assert "Load" in reply.get_data(as_text=True) or "load the page again" in reply.get_data(as_text=True)
    assert reply.headers.get("Retry-After") == ("7" if status == 503 else None)


def test_a_page_that_is_known_is_not_made_again(client: FlaskClient) -> None:
    first = client.get("/person/ana-verin-4e1d0c2a")
    again = client.get("/person/ana-verin-4e1d0c2a", headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    other = client.get("/person/mira-sol-77c2e5d1", headers={"If-None-Match": first.headers["ETag"]})
    assert other.status_code == 200


def test_the_same_page_asks_the_tier_once_for_each_commit(site: Site) -> None:
    evaluator = Moving(site, iter(["aaaa"]))
    client = app_of(evaluator).test_client()
    client.get("/person/ana-verin-4e1d0c2a")
    asked = evaluator.asked
    client.get("/person/ana-verin-4e1d0c2a")
    assert evaluator.asked == asked > 0
    evaluator.commit = "bbbb"
    client.get("/person/ana-verin-4e1d0c2a")
    assert evaluator.asked == 2 * asked


def test_kept_answers_never_take_more_room_than_given() -> None:
    cache = AnswerCache(most_bytes=1000)
    for n in range(50):
        cache.put("c", str(n), b"x" * 100)
    kept = [n for n in range(50) if cache.get("c", str(n)) is not None]
    assert kept == list(range(40, 50))
    cache.put("c", "large", b"x" * 251)
    assert cache.get("c", "large") is None


@pytest.mark.parametrize("path", ["/", "/person/ana-verin-4e1d0c2a", "/nowhere", "/sparql", "/search?q=x"])
def test_every_page_forbids_whatever_comes_from_outside(path: str, client: FlaskClient) -> None:
    policy = client.get(path, headers={"Accept": "text/html"}).headers["Content-Security-Policy"]
    assert policy.startswith("default-src 'self'; ")
    assert "unsafe" not in policy.replace("style-src-attr 'unsafe-inline'", "")
    assert ("unsafe" in policy) is (path == "/sparql")
    assert "http" not in policy


def test_a_page_is_compressed_for_who_can_take_it(client: FlaskClient) -> None:
    plain = client.get("/")
    packed = client.get("/", headers={"Accept-Encoding": "gzip"})
    assert packed.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.data) == plain.data
    assert "Accept-Encoding" in packed.headers["Vary"]


def test_without_open_reads_pages_need_a_token(site: Site) -> None:
    app = create_app(Settings(base=BASE, open_reads=False), site.tier)
    assert app.test_client().get("/").status_code == 401


def test_an_asset_outside_the_folder_is_not_there(client: FlaskClient) -> None:
    for name in ("../templates/page.html", "..%2ftemplates%2fpage.html", "fonts", "", "none.css", "fonts//x"):
        assert client.get(f"/assets/{name}").status_code == 404, name
