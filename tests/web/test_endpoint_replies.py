"""Failures, validators and what every reply carries: statements 13, 21, 26 to 30 and 46 to 51."""

from __future__ import annotations

import json
import logging
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import quote

import pytest
from flask import Flask
from flask.testing import FlaskClient
from tests.web.plain_store import BASE, READER, PlainAnswer, PlainStore
from werkzeug.test import EnvironBuilder

from communique.errors import (
    CommuniqueError,
    DeadlineExceeded,
    Overloaded,
    StoreFull,
    TooLarge,
)
from communique.sparql.evaluation import Evaluation, never
from communique.sparql.limits import Limits
from communique.web.app import create_app
from communique.web.service import ARRIVED
from communique.web.settings import Settings

SELECT = "SELECT * { ?s ?p ?o }"
JSON = "application/sparql-results+json"


def get(query: str, more: str = "") -> str:
    return "/sparql?query=" + quote(query) + more


class Failing(PlainStore):
    """A store whose evaluation fails before the first byte."""

    def __init__(self, error: BaseException) -> None:
        super().__init__()
        self.error = error

    def query(self, _evaluation: Evaluation, _cancelled: object = None) -> PlainAnswer:
        raise self.error


@pytest.mark.parametrize(
    ("error", "status", "retry"),
    [
        (DeadlineExceeded("too slow"), 504, None),
        (Overloaded("busy", retry_after=3), 503, "3"),
        (TooLarge("more than 64 MiB"), 413, None),
        (StoreFull("no room"), 507, None),
        (ZeroDivisionError("a secret of the house"), 500, None),
    ],
)
def test_a_failure_before_the_first_byte_has_its_true_status(
    error: BaseException, status: int, retry: str | None, caplog: pytest.LogCaptureFixture
) -> None:
    """Statement 26; and an unforeseen error tells nothing to strangers but everything to the log."""
    app = create_app(Settings(base=BASE, pages=False), Failing(error))
    with caplog.at_level(logging.ERROR):
        reply = app.test_client().get(get(SELECT))
    assert reply.status_code == status
    assert reply.headers["Content-Type"] == "application/problem+json"
    assert reply.headers.get("Retry-After") == retry
    assert reply.headers["Access-Control-Allow-Origin"] == "*"
    assert "ETag" not in reply.headers
    assert ("secret" in caplog.text) == (not isinstance(error, CommuniqueError))
    assert "secret" not in reply.text


class Breaking(PlainStore):
    """A store whose answers break after their first bytes."""

    def query(self, evaluation: Evaluation, _cancelled: object = None) -> PlainAnswer:
        answer = super().query(evaluation)

        def frames() -> object:
            yield b'{"head":'
            raise DeadlineExceeded("too slow")

        return PlainAnswer(answer.kind, answer.commit, answer.id, None, frames())  # type: ignore[arg-type]  # an iterator


@pytest.mark.parametrize("coding", ["identity", "gzip", "zstd"])
def test_a_failure_after_the_first_byte_reaches_the_server_as_an_error(coding: str) -> None:
    """Statement 27: nothing is appended, so that the server must break the connection off."""
    app = create_app(Settings(base=BASE, pages=False), Breaking())
    environ = EnvironBuilder(path=get(SELECT), headers=[("Accept-Encoding", coding)]).get_environ()
    seen: dict[str, Any] = {}

    def start(status: str, headers: Any, _error: Any = None) -> Any:
        seen.update(status=status, headers=dict(headers))

    body = app.wsgi_app(environ, start)
    parts = iter(body)
    if coding != "zstd":  # which says nothing before its first block is full
        assert next(parts)
    with pytest.raises(DeadlineExceeded):
        list(parts)
    assert seen["status"] == "200 OK"
    assert "Content-Length" not in seen["headers"]


def test_a_small_answer_has_its_length(client: FlaskClient) -> None:
    """Statement 28."""
    reply = client.get(get(SELECT))
    assert int(reply.headers["Content-Length"]) == len(reply.get_data())


@pytest.mark.parametrize(
    ("more", "headers", "timeout", "applied"),
    [
        ("&timeout=2.5", {}, "2.5", None),
        ("&timeout=2s", {}, "2", None),
        ("&timeout=2500ms", {}, "2.5", None),
        ("&timeout=3600", {}, "10; asked=3600", None),
        ("&timeout=0", {}, "0.1; asked=0", None),
        ("&timeout=3600", READER, "60; asked=3600", None),
        ("", {"Prefer": "wait=3"}, "3", "wait=3"),
        ("", {"Prefer": "respond-async, wait=99"}, "10; asked=99", "wait=10"),
        ("&timeout=1", {"Prefer": "wait=3"}, "1", None),
        ("", {}, None, None),
    ],
)
def test_a_deadline_is_granted_or_clamped_and_said(
    client: FlaskClient, more: str, headers: dict[str, str], timeout: str | None, applied: str | None
) -> None:
    """Statement 30."""
    reply = client.get(get(SELECT, more), headers=headers)
    assert reply.status_code == 200
    assert reply.headers.get("X-Timeout") == timeout
    assert reply.headers.get("Preference-Applied") == applied


class Noting(PlainStore):
    """A store that notes when the deadlines of what it is asked began."""

    def __init__(self) -> None:
        super().__init__()
        self.begun: list[float | None] = []

    def query(self, evaluation: Evaluation, _cancelled: Callable[[], bool] = never) -> PlainAnswer:
        self.begun.append(evaluation.begun)
        return super().query(evaluation)


@pytest.mark.parametrize("address", [get(SELECT), "/graph-store?default", "/graph-store"])
def test_a_deadline_runs_from_when_the_request_was_there(address: str) -> None:
    """The wait for a thread and the reading of the text are part of what the client waits for."""
    store = Noting()
    app = create_app(Settings(base=BASE, pages=False), store, store)
    came = time.monotonic() - 3
    assert app.test_client().get(address, environ_overrides={ARRIVED: came}).status_code == 200
    assert came in store.begun


def test_a_known_answer_is_304_without_evaluating(client: FlaskClient, store: PlainStore) -> None:
    """Statement 46: until the next commit."""
    store.load("<http://e/a> <http://e/p> 1 .")
    first = client.get(get(SELECT))
    etag = first.headers["ETag"]
    assert etag.startswith('W/"')
    done = store.evaluated
    for header in (etag, f'"other", {etag}', etag.removeprefix("W/")):
        reply = client.get(get(SELECT), headers={"If-None-Match": header})
        assert (reply.status_code, reply.text, reply.headers["ETag"]) == (304, "", etag)
        assert set(reply.headers["Vary"].split(", ")) == {"Accept", "Accept-Encoding", "Origin"}
        assert reply.headers["Cache-Control"] == "no-cache"
    assert store.evaluated == done
    assert client.post("/sparql", data={"query": SELECT}, headers={"If-None-Match": etag}).status_code == 200
    store.load("<http://e/a> <http://e/p> 2 .")
    assert client.get(get(SELECT), headers={"If-None-Match": etag}).status_code == 200


@pytest.mark.parametrize("method", ["GET", "HEAD", "QUERY"])
def test_any_answer_is_one_too_many_for_who_wants_none(client: FlaskClient, method: str) -> None:
    """``If-None-Match: *`` is false as soon as there is a representation, which a failure is not (RFC 9110,
    sections 13.1.2 and 13.2.1); it may be one that changes each time."""
    direct = {"Content-Type": "application/sparql-query", "If-None-Match": " * "}

    def status(query: str, more: str = "") -> int:
        if method == "QUERY":
            return client.open(f"/sparql?{more}", method=method, data=query, headers=direct).status_code
        return client.open(get(query, more), method=method, headers={"If-None-Match": "*"}).status_code

    for _ in range(2):  # from the tier, then from memory
        assert status(SELECT) == 304
        assert status("ASK {}") == 304
        assert status("SELECT (UUID() AS ?new) {}") == 304
    assert status("SELECT") == 400
    assert status("ASK { SERVICE <http://e/> {} }") == 403
    assert status(SELECT, "&max-rows=none") == 400
    form = client.post("/sparql", data={"query": SELECT}, headers={"If-None-Match": "*"})
    assert form.status_code == 200
    assert client.get("/sparql", headers={"If-None-Match": "*"}).status_code == 304


def test_an_etag_names_everything_that_decides_the_answer(app: Flask, client: FlaskClient) -> None:
    """Statement 46: query, dataset, format, coding, and the address under which we are known."""
    query = "SELECT * { ?s ?p ?o } #" + " " * 2000
    tags = [
        client.get(get(query)).headers["ETag"],
        client.get(get(query + " ")).headers["ETag"],
        client.get(get(query, "&default-graph-uri=http://e/1")).headers["ETag"],
        client.get(get(query, "&named-graph-uri=http://e/1")).headers["ETag"],
        client.get(get(query), headers={"Accept": "text/csv"}).headers["ETag"],
        client.get(get(query), headers={"Accept": "application/json"}).headers["ETag"],
        client.get(get(query), headers={"Accept-Encoding": "gzip"}).headers["ETag"],
        client.get(get(query), base_url="http://other.example/").headers["ETag"],
    ]
    assert len(set(tags)) == len(tags)
    assert client.get(get(query)).headers["ETag"] == tags[0]
    assert client.head(get(query)).headers["ETag"] == tags[0]


@pytest.mark.parametrize(
    "call", ["NOW()", "RAND()", "UUID()", "STRUUID()", "BNODE()", "struuid()", "NOW ( )"]
)
def test_what_changes_by_itself_has_no_validator(client: FlaskClient, store: PlainStore, call: str) -> None:
    """Statement 46: and it is evaluated each time."""
    query = get(f"SELECT ({call} AS ?x) {{}}")
    reply = client.get(query)
    assert "ETag" not in reply.headers
    assert "Last-Modified" not in reply.headers
    done = store.evaluated
    client.get(query, headers={"If-Modified-Since": "Fri, 01 Jan 2100 00:00:00 GMT"})
    assert store.evaluated == done + 1
    assert "ETag" in client.get(get(f"SELECT * {{ ?s ?p '{call}' }} # {call}")).headers


def test_last_modified_is_the_last_change(store: PlainStore) -> None:
    """Statement 47: of data or server; unsaid while another change could bear the same second."""
    app = create_app(Settings(base=BASE, pages=False), store)
    service = app.extensions["communique"]
    client = app.test_client()
    store.committed = datetime(2025, 1, 1, tzinfo=UTC)
    service.started = datetime(2025, 3, 1, 12, 0, 0, 500, tzinfo=UTC)
    reply = client.get(get(SELECT))
    stamp = reply.headers["Last-Modified"]
    assert stamp == "Sat, 01 Mar 2025 12:00:00 GMT"
    assert client.get(get(SELECT), headers={"If-Modified-Since": stamp}).status_code == 304
    assert (
        client.get(get(SELECT), headers={"If-Modified-Since": "Sat, 01 Mar 2025 11:59:59 GMT"}).status_code
        == 200
    )
    both = {"If-Modified-Since": stamp, "If-None-Match": '"other"'}
    assert client.get(get(SELECT), headers=both).status_code == 200
    store.committed = datetime.now(UTC) - timedelta(milliseconds=10)
    fresh = client.get(get(SELECT), headers={"If-Modified-Since": "Fri, 01 Jan 2100 00:00:00 GMT"})
    assert fresh.status_code == 200
    assert "Last-Modified" not in fresh.headers


def test_the_same_question_is_evaluated_once(client: FlaskClient, store: PlainStore) -> None:
    """A bounded cache: by commit and format; compressed for each client anew."""
    store.load("".join(f"<http://e/{n}> <http://e/p> {n} ." for n in range(100)))
    first = client.get(get(SELECT)).get_data()
    done = store.evaluated
    assert client.get(get(SELECT)).get_data() == first
    assert client.get(get(SELECT), headers={"Accept-Encoding": "gzip"}).headers["Content-Encoding"] == "gzip"
    assert store.evaluated == done
    client.get(get(SELECT), headers={"Accept": "text/csv"})
    assert store.evaluated == done + 1
    store.load("<http://e/x> <http://e/p> 1 .")
    assert len(client.get(get(SELECT)).get_data()) > len(first)


@pytest.mark.parametrize("coding", ["identity", "gzip"])
def test_head_of_a_stream_has_no_length_rather_than_that_of_nothing(store: PlainStore, coding: str) -> None:
    """RFC 9110, section 8.6: a length in the reply to HEAD is that of the body which GET would send."""
    store.load(" ".join(f"<http://e/s> <http://e/p> {n} ." for n in range(500)))
    app = create_app(Settings(base=BASE, pages=False, limits=Limits(spool_bytes=1000)), store)
    accept = {"Accept-Encoding": coding}
    whole = app.test_client().get(get(SELECT), headers=accept)
    head = app.test_client().head(get(SELECT), headers=accept)
    assert (whole.status_code, head.status_code, head.get_data()) == (200, 200, b"")
    assert "Content-Length" not in head.headers
    differing = {name for name, value in whole.headers if head.headers.get(name) != value} - {"X-Query-Id"}
    assert differing == set()


def test_head_has_the_headers_of_get(client: FlaskClient, store: PlainStore) -> None:
    """Statement 49."""
    store.load("<http://e/a> <http://e/p> 1 .")
    for more in ("", "&format=csv", "&format=xml"):
        head, full = client.head(get(SELECT, more)), client.get(get(SELECT, more))
        assert head.status_code == 200
        assert head.get_data() == b""
        ours = {name: value for name, value in full.headers.items() if name != "X-Query-Id"}
        assert {name: value for name, value in head.headers.items() if name != "X-Query-Id"} == ours


@pytest.mark.parametrize(
    "path",
    [
        "/sparql?query=ASK{}",
        "/sparql",
        "/sparql?query=bad",
        "/nothing",
        "/queries",
        "/health",
        "/graph-store?graph=x:y",
    ],
)
def test_every_reply_may_be_read_across_origins(client: FlaskClient, path: str) -> None:
    """Statement 51: errors too; never with credentials."""
    reply = client.get(path, headers={"Origin": "https://page.example"})
    assert reply.headers["Access-Control-Allow-Origin"] == "*"
    assert "Access-Control-Allow-Credentials" not in reply.headers
    assert "Origin" in reply.headers["Vary"]
    exposed = set(reply.headers["Access-Control-Expose-Headers"].split(", "))
    assert {"ETag", "Link", "Retry-After", "X-Timeout", "X-Prefixes-Added", "Content-Disposition"} <= exposed


def test_origins_can_be_narrowed(store: PlainStore) -> None:
    settings = Settings(base=BASE, origins=("https://ours.example",), pages=False)
    client = create_app(settings, store).test_client()
    ours = client.get(get(SELECT), headers={"Origin": "https://ours.example"})
    assert ours.headers["Access-Control-Allow-Origin"] == "https://ours.example"
    theirs = client.get(get(SELECT), headers={"Origin": "https://evil.example"})
    assert "Access-Control-Allow-Origin" not in theirs.headers


@pytest.mark.parametrize(
    ("accept", "content_type", "mark"),
    [
        (None, "application/problem+json", '"line": 2'),
        ("*/*", "application/problem+json", '"line": 2'),
        (JSON, "application/problem+json", '"line": 2'),
        ("image/png, text/csv;q=0.1", "application/problem+json", '"line": 2'),
        ("text/csv, text/plain", "text/plain; charset=utf-8", "^"),
        ("text/html,application/xhtml+xml,*/*;q=0.8", "text/html; charset=utf-8", "&lt;script&gt;"),
    ],
)
def test_a_problem_comes_as_the_client_reads_it(
    client: FlaskClient, accept: str | None, content_type: str, mark: str
) -> None:
    """Statement 13: with line, column and the place; never 406, never markup of the query's."""
    query = "SELECT *\n{ ?s ?p <script> ) }"
    reply = client.get(get(query), headers={} if accept is None else {"Accept": accept})
    assert (reply.status_code, reply.headers["Content-Type"]) == (400, content_type)
    assert mark in reply.text
    assert "<script>" not in reply.text or "html" not in content_type
    if "json" in content_type:
        problem = json.loads(reply.text)
        assert problem["type"].endswith("/syntax")
        assert (problem["line"], problem["column"]) == (2, 18)
        assert problem["snippet"] == "{ ?s ?p <script> ) }\n                 ^"
        assert "'}'" in problem["expected"]


def test_known_prefixes_are_added_on_request_and_said(client: FlaskClient, store: PlainStore) -> None:
    store.load("@prefix dip: <https://w3id.org/communique/ns#> . <http://e/m> a dip:Meeting .")
    query = "SELECT ?m { ?m a dip:Meeting }"
    refused = client.get(get(query))
    assert refused.status_code == 400
    assert json.loads(refused.text)["hints"] == ["add PREFIX dip: <https://w3id.org/communique/ns#>"]
    reply = client.get(get(query, "&add-prefixes=1"))
    assert reply.headers["X-Prefixes-Added"] == "dip"
    assert len(json.loads(reply.text)["results"]["bindings"]) == 1
    assert client.get(get(query, "&add-prefixes=0")).status_code == 400
    unknown = client.get(get("SELECT ?m {\n ?m a nope:Meeting }", "&add-prefixes=1"))
    assert (unknown.status_code, json.loads(unknown.text)["line"]) == (400, 2)
    broken = json.loads(client.get(get("SELECT ?m {\n ?m a dip:Meeting ; ; ] }", "&add-prefixes=1")).text)
    assert (broken["line"], broken["column"]) == (2, 23)
    declared = client.get(get("PREFIX dip: <http://other/> ASK { ?m a dip:Meeting }", "&add-prefixes=1"))
    assert "X-Prefixes-Added" not in declared.headers
    assert json.loads(declared.text)["boolean"] is False


def test_a_misspelt_name_is_told_beside_the_answer(client: FlaskClient, store: PlainStore) -> None:
    """In a header that pages of other origins can read; in ASCII, whatever the query names."""
    store.load("@prefix dip: <https://w3id.org/communique/ns#> . <http://e/m> a dip:Meeting .")
    client.get("/sparql")  # which counts
    query = "PREFIX dip: <https://w3id.org/communique/ns#> SELECT ?m { ?m a dip:Meting ; dip:dät ?d }"
    reply = client.get(get(query))
    assert reply.status_code == 200
    assert reply.headers.getlist("X-Query-Hint") == [
        "nothing in this dataset uses dip:Meting; did you mean dip:Meeting?",
        "nothing in this dataset uses dip:d\\xe4t",
    ]
    assert "X-Query-Hint" in reply.headers["Access-Control-Expose-Headers"]
    assert (
        "X-Query-Hint"
        not in client.get(
            get(query.split("; dip:", maxsplit=1)[0].replace("Meting", "Meeting") + "}")
        ).headers
    )
