"""Every IRI that was ever published leads somewhere: to what took its place, or to when it went."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from tests.bench.store_world import Archive, small
from werkzeug.test import TestResponse

from communique import review
from communique.web.host import start
from communique.web.settings import Settings

BASE = "http://127.0.0.1:8000/"
TURTLE = {"Accept": "text/turtle"}
HTML = {"Accept": "text/html"}


@dataclass(frozen=True, slots=True)
class Newsroom:
    """A store that is served, and the articles that it may hold."""

    store: Path
    news: Archive
    client: FlaskClient

    def remove(self, *articles: str) -> None:
        assert self.news.change(self.store, gone=articles) is not None

    def get(self, key: str, status: int, headers: dict[str, str]) -> TestResponse:
        """The reply once it has this status, which it must within a while: the server follows the store."""
        until = time.monotonic() + 60
        while (reply := self.client.get(f"/{key}", headers=headers)).status_code != status:
            assert time.monotonic() < until, (reply.status_code, reply.text[:400])
            time.sleep(0.05)
        return reply

    def of_one_article(self) -> tuple[str, str, str]:
        """The key and label of an event that one article alone tells of, and the article."""
        with review.consulted(self.store) as resolver:
            for key in sorted(resolver.groups):
                cluster = resolver.cluster(resolver.groups[key])
                if key.startswith("event/") and len({one.article for one in cluster.members}) == 1:
                    return key, cluster.label, cluster.members[0].article
        raise AssertionError("the world has no such event")

    def of_several(self) -> tuple[str, str]:
        """The key of a person whom several articles name, and the article of the first mention."""
        with review.consulted(self.store) as resolver:
            for key in sorted(resolver.groups):
                articles = {one.article for one in resolver.cluster(resolver.groups[key]).members}
                if key.startswith("person/") and len(articles) > 2:
                    return key, resolver.groups[key][1].article
        raise AssertionError("the world has no such person")


@pytest.fixture
def newsroom(tmp_path: Path) -> Iterator[Newsroom]:
    news = small(1)
    news.fill(tmp_path / "store", sorted(news.articles))
    server = start(tmp_path / "store", Settings())
    with contextlib.closing(contextlib.ExitStack()) as stack:
        stack.callback(server.stop)
        flask = Flask("outer")
        flask.wsgi_app = server.application  # type: ignore[method-assign, assignment]  # a client for it
        yield Newsroom(tmp_path / "store", news, flask.test_client())


def test_what_left_with_its_article_is_gone_and_says_what_it_was_and_when_it_went(newsroom: Newsroom) -> None:
    key, label, article = newsroom.of_one_article()
    newsroom.get(f"{key}.ttl", 200, TURTLE)
    newsroom.remove(article)
    told = newsroom.get(key, 410, TURTLE).json
    assert told is not None
    assert told["label"] == label
    assert told["title"] == "It is no longer here"
    assert f"“{label}” was here, and left the graph on" in told["detail"]
    assert told["commit"] in told["detail"]
    assert newsroom.get(f"{key}.jsonld", 410, {}).json
    assert newsroom.get(f"{key}?format=csv", 410, {}).json
    page = newsroom.get(key, 410, HTML)
    assert page.mimetype == "text/html"
    assert label in page.text
    assert "no longer here" in page.text
    for headers in (TURTLE, HTML):
        newsroom.get(f"article/{article}", 410, headers)
        newsroom.get("person/nobody-00000000", 404, headers)


def test_what_comes_back_is_there_again(newsroom: Newsroom) -> None:
    key, _, article = newsroom.of_one_article()
    newsroom.remove(article)
    newsroom.get(key, 410, HTML)
    assert newsroom.news.change(newsroom.store, [article]) is not None
    newsroom.get(key, 200, HTML)


def test_who_is_called_after_another_mention_now_is_found_under_the_old_name(newsroom: Newsroom) -> None:
    """Whose first mention goes has another IRI: the old one leads to it, also when that goes in its turn."""
    key, first = newsroom.of_several()
    newsroom.remove(first)
    for headers in (TURTLE, HTML):
        there = newsroom.get(key, 303, headers).headers["Location"]
        assert "/person/" in there
        assert not there.endswith(key)
    second = newsroom.get(key, 303, HTML).headers["Location"].partition("/person/")[2]
    with review.consulted(newsroom.store) as resolver:
        next_first = resolver.groups[f"person/{second}"][1].article
    newsroom.remove(next_first)
    newsroom.get(f"person/{second}", 303, HTML)
    third = newsroom.client.get(f"/person/{second}", headers=HTML).headers["Location"]
    assert newsroom.get(key, 303, HTML).headers["Location"] == third
    assert newsroom.client.get(third, headers=HTML).status_code == 200
