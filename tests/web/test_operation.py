"""What whoever runs the server sees: health, limits, figures, logs, running queries."""

from __future__ import annotations

import json
import logging
import socket
from dataclasses import dataclass, replace
from datetime import UTC, datetime

import pytest
from flask.testing import FlaskClient
from tests.web.plain_store import ADMIN, BASE, TOKENS, WRITER, PlainStore

from communique.sparql.limits import Limits
from communique.web.app import create_app
from communique.web.refusal import say
from communique.web.settings import Settings


def test_health_asks_nothing_and_ready_asks_the_tier(client: FlaskClient, store: PlainStore) -> None:
    """Statement 52."""
    assert client.get("/health").text == "ok\n"
    assert client.get("/ready").status_code == 200
    store.ready = False
    assert client.get("/health").status_code == 200
    reply = client.get("/ready")
    assert (reply.status_code, reply.headers["Retry-After"]) == (503, "1")


@pytest.mark.parametrize(
    ("accept", "content_type"),
    [
        (None, "application/json"),
        ("*/*", "application/json"),
        ("text/plain", "text/plain; charset=utf-8"),
        ("text/html,*/*;q=0.8", "text/html; charset=utf-8"),
    ],
)
def test_every_limit_is_published(client: FlaskClient, accept: str | None, content_type: str) -> None:
    reply = client.get("/limits", headers={"Accept": accept} if accept else {})
    assert reply.headers["Content-Type"] == content_type
    for name, value in Limits():
        assert name.replace("_", " ") in reply.text or name in reply.text
        assert f"{value:,}".removesuffix(".0") in reply.text or str(value) in reply.text


def test_the_description_points_to_the_limits(client: FlaskClient) -> None:
    assert "limits>" in client.get("/sparql").text


def test_figures_are_in_the_format_of_prometheus(client: FlaskClient, store: PlainStore) -> None:
    """Statement 52: requests by route and status, never by address, which would be without end."""
    for path in ("/sparql?query=ASK{}", "/sparql?query=ASK{}", "/sparql?query=bad", "/no/such/place"):
        client.get(path).close()
    text = client.get("/metrics").text
    assert 'communique_requests_total{method="GET",route="/sparql",status="200"} 2.0' in text
    assert 'communique_requests_total{method="GET",route="/sparql",status="400"} 1.0' in text
    assert 'route="none",status="404"' in text
    assert "/no/such" not in text
    assert "communique_ready 1.0" in text
    assert "communique_result_cache_hits 1.0" in text
    assert 'communique_request_seconds_bucket{le="0.001",method="GET",route="/sparql"}' in text


def test_each_request_is_one_line_of_json(client: FlaskClient, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO, "communique.access"):
        client.get("/sparql?query=ASK{}", headers={"User-Agent": 'a "tool"'}).close()
        client.post(
            "/sparql", headers={"Content-Type": "application/sparql-update", **WRITER}, data="CLEAR ALL"
        ).close()
        client.get("/sparql?query=ASK{}", headers={"Authorization": "Bearer opensesame?"}).close()
    first, second, third = (json.loads(record.message) for record in caplog.records)
    assert (first["method"], first["path"], first["status"]) == ("GET", "/sparql", 200)
    assert first["bytes"] > 10
    assert (first["client"], first["query"], first["agent"]) == ("127.0.0.1", "q1", 'a "tool"')
    assert (second["client"], second["status"]) == ("writer", 403)
    assert third["status"] == 401
    assert "sesame" not in caplog.text


def test_a_slow_query_is_logged_with_its_text(store: PlainStore, caplog: pytest.LogCaptureFixture) -> None:
    settings = Settings(base=BASE, slow_query=0.0, pages=False)
    with caplog.at_level(logging.WARNING, "communique.slow"):
        create_app(settings, store).test_client().get("/sparql?query=ASK { ?slow ?p ?o }").close()
        create_app(replace(settings, slow_query=60.0), store).test_client().get("/sparql?query=ASK{}").close()
    assert [json.loads(record.message)["text"] for record in caplog.records] == ["ASK { ?slow ?p ?o }"]


@dataclass
class Query:
    id: str
    text: str
    operation: str = "query"
    client: str = "127.0.0.1"
    arrived: datetime = datetime(2025, 1, 1, tzinfo=UTC)
    seconds: float = 1.25
    deadline: float = 10.0
    state: str = "running"
    bytes: int = 0


class Register:
    def __init__(self) -> None:
        self.queries = [Query("a1", "ASK {}")]

    def list(self) -> list[Query]:
        return self.queries


class SupervisedStore(PlainStore):
    def __init__(self) -> None:
        super().__init__()
        self.running = Register()

    def stop(self, query_id: str) -> bool:
        before = len(self.running.queries)
        self.running.queries = [query for query in self.running.queries if query.id != query_id]
        return len(self.running.queries) < before

    def state(self) -> dict[str, int]:
        return {"busy": 1, "kills": 2}


@pytest.fixture
def supervised() -> FlaskClient:
    store = SupervisedStore()
    return create_app(Settings(base=BASE, tokens=TOKENS, pages=False), store).test_client()


def test_an_administrator_sees_and_stops_queries(supervised: FlaskClient) -> None:
    listed = json.loads(supervised.get("/queries", headers=ADMIN).text)["queries"]
    assert [(each["id"], each["text"], each["seconds"], each["state"]) for each in listed] == [
        ("a1", "ASK {}", 1.25, "running")
    ]
    assert supervised.delete("/queries/a1", headers=ADMIN).status_code == 204
    assert supervised.delete("/queries/a1", headers=ADMIN).status_code == 404
    assert json.loads(supervised.get("/queries", headers=ADMIN).text)["queries"] == []
    assert supervised.delete("/queries/a1", headers=WRITER).status_code == 403


def test_the_tier_is_in_the_figures(supervised: FlaskClient) -> None:
    text = supervised.get("/metrics").text
    assert "communique_tier_busy 1.0" in text
    assert "communique_tier_kills 2.0" in text


def test_what_never_became_a_request_is_answered_and_noted(caplog: pytest.LogCaptureFixture) -> None:
    ours, theirs = socket.socketpair()
    with ours, theirs, caplog.at_level(logging.INFO, "communique.access"):
        say(ours, "203.0.113.9", 400, "no HTTP")
        head, _, body = theirs.recv(4096).partition(b"\r\n\r\n")
        theirs.close()
        say(ours, "203.0.113.9", 408, "nobody listens any more")
    assert head.startswith(b"HTTP/1.1 400 Bad Request\r\n")
    assert b"Content-Length: %d\r\n" % len(body) in head
    assert json.loads(body)["detail"] == "no HTTP"
    lines = [json.loads(record.message) for record in caplog.records]
    assert [(line["status"], line["client"]) for line in lines] == [
        (400, "203.0.113.9"),
        (408, "203.0.113.9"),
    ]
