"""Whatever is sent, the answer is one of ours: no unforeseen error, a declared type, readable across origins."""

from __future__ import annotations

import json
import logging
from urllib.parse import urlencode

import pytest
from flask.testing import FlaskClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.web.plain_store import ADMIN, BASE, READER, TOKENS, WRITER, PlainStore

from communique.web.app import create_app
from communique.web.settings import Settings

QUERIES = st.sampled_from(
    [
        "SELECT * { ?s ?p ?o }",
        "ASK {}",
        "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }",
        "DESCRIBE <a:b>",
        "SELECT (NOW() AS ?x) {}",
        "SELECT * FROM <a:b> { GRAPH ?g { ?s ?p ?o } }",
        "INSERT DATA { <a:a> <a:b> 1 }",
        "DELETE WHERE { GRAPH ?g { ?s ?p ?o } }",
        "CLEAR ALL",
        "SELECT ?x { ?x a dip:Meting",
        "SELECT * { SERVICE <x:y> {} }",
        "\u0000\ufffe\U0001f600",
    ]
) | st.text(max_size=30)
TYPES = st.sampled_from(
    [
        "application/x-www-form-urlencoded",
        "application/sparql-query",
        "application/sparql-update",
        "application/sparql-query; charset=latin-1",
        "text/turtle",
        "application/trig",
        "application/n-quads",
        "application/rdf+xml",
        "application/ld+json",
        "multipart/form-data; boundary=b",
        "",
        ";",
        "a/b",
    ]
)
ACCEPTS = st.sampled_from(
    [
        "*/*",
        "text/csv",
        "text/turtle",
        "text/html",
        "application/json",
        "image/png",
        "*/*;q=0",
        "text/plain",
        ",;=",
        "",
    ]
) | st.text(st.characters(min_codepoint=32, max_codepoint=126), max_size=20)
NAMES = st.sampled_from(
    [
        "query",
        "update",
        "default-graph-uri",
        "named-graph-uri",
        "using-graph-uri",
        "graph",
        "default",
        "format",
        "timeout",
        "add-prefixes",
        "_dl",
        "download",
        "output",
        "x",
    ]
)
VALUES = QUERIES | st.sampled_from(
    ["a:b", "http://e/", "csv", "ttl", "json", "html", "1", "0", "", "3600", "-1", "%zz"]
)
PATHS = st.sampled_from(
    [
        "/sparql",
        "/sparql/",
        "/query",
        "/update",
        "/sparql.csv",
        "/sparql.zip",
        "/graph-store",
        "/graph/user/x",
        "/graph/y",
        "/.well-known/void",
        "/.well-known/sparql-examples",
        "/limits",
        "/metrics",
        "/queries",
        "/queries/1",
        "/ready",
        "/no",
    ]
)
METHODS = st.sampled_from(["GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "QUERY", "PATCH"])
ROLES = st.sampled_from([{}, READER, WRITER, ADMIN, {"Authorization": "Basic x"}])
CODINGS = st.sampled_from(["", "gzip", "zstd", "br", "identity"])
BODIES = st.binary(max_size=40) | QUERIES.map(lambda text: text.encode("utf-8", "replace"))
ALLOWED = {200, 201, 204, 304, 400, 401, 403, 404, 405, 406, 412, 413, 414, 415, 422}


@pytest.fixture(scope="module")
def fuzzed() -> FlaskClient:
    store = PlainStore()
    store.load("<a:a> <a:b> 1 , 'x\\u0001' . <a:g> { <a:a> <a:c> _:b }")
    return create_app(Settings(base=BASE, tokens=TOKENS, pages=False), store, store).test_client()


@settings(max_examples=600, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    METHODS,
    PATHS,
    st.lists(st.tuples(NAMES, VALUES), max_size=3),
    TYPES,
    ACCEPTS,
    ROLES,
    CODINGS,
    CODINGS,
    BODIES | st.lists(st.tuples(NAMES, VALUES), max_size=3),
)
def test_every_request_has_an_answer_of_ours(
    fuzzed: FlaskClient,
    method: str,
    path: str,
    parameters: list[tuple[str, str]],
    content_type: str,
    accept: str,
    role: dict[str, str],
    coding: str,
    accepted_coding: str,
    body: bytes | list[tuple[str, str]],
) -> None:
    data = urlencode(body).encode("ascii", "replace") if isinstance(body, list) else body
    headers = {"Content-Type": content_type, "Accept": accept, "Accept-Encoding": accepted_coding, **role}
    if coding:
        headers["Content-Encoding"] = coding
    logging.disable(logging.CRITICAL)
    try:
        reply = fuzzed.open(
            path,
            method=method,
            query_string=urlencode(parameters),
            headers={name: value for name, value in headers.items() if value},
            data=None if method in {"GET", "HEAD", "OPTIONS"} else data,
        )
    finally:
        logging.disable(logging.NOTSET)
    assert reply.status_code in ALLOWED, reply.text
    assert reply.headers["Access-Control-Allow-Origin"] == "*"
    if reply.status_code >= 400 and method != "HEAD" and reply.mimetype == "application/problem+json":
        assert json.loads(reply.text)["status"] == reply.status_code
    if reply.status_code == 304 or (reply.status_code == 204 and method != "OPTIONS"):
        assert reply.get_data() == b""
    elif reply.status_code < 300 and reply.get_data():
        assert reply.mimetype
