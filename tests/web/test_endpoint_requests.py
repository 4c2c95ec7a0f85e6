"""How queries may be sent: statements 1 to 17 of the endpoint's protocol."""

from __future__ import annotations

import json
from urllib.parse import quote

import pytest
from flask.testing import FlaskClient
from tests.web.plain_store import WRITER, PlainStore
from werkzeug.test import TestResponse

ASK = "ASK {}"
SELECT = "SELECT * { ?s ?p ?o }"
DIRECT = {"Content-Type": "application/sparql-query"}
FORM = {"Content-Type": "application/x-www-form-urlencoded"}
UPDATE = {"Content-Type": "application/sparql-update", **WRITER}
DATA = """@prefix : <http://e/> . :a :p 1 .
<http://e/g1> { :a :p 2 } <http://e/g2> { :a :p 2 . :b :p 3 }"""


def rows(reply: TestResponse) -> list[dict[str, str]]:
    assert reply.status_code == 200, reply.text
    bindings = json.loads(reply.text)["results"]["bindings"]
    return [{name: term["value"] for name, term in row.items()} for row in bindings]


def get(query: str, **more: str) -> str:
    return (
        "/sparql?query=" + quote(query) + "".join(f"&{name}={quote(value)}" for name, value in more.items())
    )


@pytest.mark.parametrize("path", ["/sparql", "/sparql/", "/query", "/query/"])
@pytest.mark.parametrize(
    ("method", "headers", "body"),
    [
        ("POST", FORM, b"query=ASK%20%7B%7D"),
        ("POST", FORM | {"Content-Type": FORM["Content-Type"] + "; charset=UTF-8"}, b"query=ASK+{}"),
        ("POST", DIRECT, b"ASK {}"),
        ("POST", {"Content-Type": "application/sparql-query; charset=utf-8"}, b"ASK {}"),
        ("POST", {"Content-Type": 'Application/SPARQL-Query;charset="UTF-8"'}, b"ASK {}"),
        ("POST", DIRECT, b"\xef\xbb\xbfASK {}"),
        ("QUERY", DIRECT, b"ASK {}"),
        ("QUERY", FORM, b"query=ASK{}"),
        ("GET", {}, None),
        ("HEAD", {}, None),
    ],
)
def test_a_query_is_answered_however_the_protocol_lets_it_be_sent(
    client: FlaskClient, path: str, method: str, headers: dict[str, str], body: bytes | None
) -> None:
    """Statements 1, 2, 3, 5, 49: also at the other addresses, without a redirect."""
    address = path + ("?query=ASK%7B%7D" if body is None else "")
    reply = client.open(address, method=method, headers=headers, data=body)
    assert reply.status_code == 200
    if method == "HEAD":
        assert reply.text == ""
        assert int(reply.headers["Content-Length"]) > 10
    else:
        assert json.loads(reply.text)["boolean"] is True


@pytest.mark.parametrize(
    ("method", "path", "headers", "body", "status"),
    [
        # 4: another charset
        ("POST", "/sparql", {"Content-Type": "application/sparql-query; charset=iso-8859-1"}, b"ASK {}", 415),
        ("POST", "/sparql", {"Content-Type": FORM["Content-Type"] + ";charset=utf-16"}, b"query=ASK{}", 415),
        # 7: twice
        ("GET", "/sparql?query=ASK{}&query=ASK{}", {}, None, 400),
        ("POST", "/sparql", FORM, b"query=ASK{}&query=ASK{}", 400),
        ("POST", "/sparql", FORM, b"update=CLEAR+ALL&update=CLEAR+ALL", 400),
        # 8: an update by GET, or by a method that is safe
        ("GET", "/sparql?update=CLEAR+ALL", WRITER, None, 400),
        ("HEAD", "/sparql?update=CLEAR+ALL", WRITER, None, 400),
        ("GET", "/update?update=CLEAR+ALL", WRITER, None, 400),
        ("QUERY", "/sparql", UPDATE, b"CLEAR ALL", 400),
        ("QUERY", "/sparql", FORM, b"update=CLEAR+ALL", 400),
        # 9: the one sent as the other
        ("GET", "/sparql?query=CLEAR+ALL", WRITER, None, 400),
        ("POST", "/sparql", DIRECT, b"INSERT DATA {}", 400),
        ("POST", "/sparql", UPDATE, b"ASK {}", 400),
        ("POST", "/query", UPDATE, b"CLEAR ALL", 400),
        ("POST", "/update", DIRECT | WRITER, b"ASK {}", 400),
        # 10: both
        ("GET", "/sparql?query=ASK{}&update=CLEAR+ALL", {}, None, 400),
        ("POST", "/sparql", FORM, b"query=ASK{}&update=CLEAR+ALL", 400),
        ("POST", "/sparql?update=CLEAR+ALL", FORM, b"query=ASK{}", 400),
        ("POST", "/sparql?query=ASK{}", UPDATE, b"CLEAR ALL", 400),
        ("POST", "/sparql?update=CLEAR+ALL", DIRECT, b"ASK {}", 400),
        # 11: Content-Type missing or wrong
        ("POST", "/sparql", {}, b"query=ASK{}", 400),
        ("POST", "/sparql", {}, b"ASK {}", 400),
        ("POST", "/sparql?query=ASK{}", {}, b"", 400),
        ("POST", "/sparql", {"Content-Type": "text/plain"}, b"ASK {}", 415),
        ("POST", "/sparql", {"Content-Type": "text/turtle"}, b"CLEAR ALL", 415),
        ("POST", "/sparql", {"Content-Type": "multipart/form-data; boundary=b"}, b"--b--", 415),
        # 12: no UTF-8
        ("POST", "/sparql", DIRECT, "SELECT * { ?s ?p 'é' }".encode("latin-1"), 400),
        ("POST", "/sparql", DIRECT, "ASK {}".encode("utf-16"), 400),
        ("POST", "/sparql", FORM, b"query=ASK%7B%3Fs+%3Fp+%22%E9%22%7D", 400),
        ("GET", "/sparql?query=ASK%7B%3Fs%20%3Fp%20%22%E9%22%7D", {}, None, 400),
        ("GET", "/sparql?query=ASK{}&note=%FF", {}, None, 400),
        # 13: syntax
        ("GET", "/sparql?query=SELECT", {}, None, 400),
        ("GET", "/sparql?query=", {}, None, 400),
        ("POST", "/sparql", DIRECT, b"", 400),
        ("POST", "/sparql", FORM, b"", 400),
        ("POST", "/sparql", UPDATE, b"INSERT", 400),
        # 17: what is no IRI names no graph
        ("GET", "/sparql?query=ASK{}&default-graph-uri=not%20a%20uri", {}, None, 400),
        ("GET", "/sparql?query=ASK{}&named-graph-uri=relative", {}, None, 400),
        ("GET", "/sparql?query=ASK{}&using-graph-uri=http://e/", {}, None, 400),
        ("GET", "/sparql?query=ASK{}&timeout=soon", {}, None, 400),
        ("GET", "/sparql.nothing?query=ASK{}", {}, None, 404),
    ],
)
def test_a_request_outside_the_protocol_is_refused_with_a_problem(
    client: FlaskClient,
    store: PlainStore,
    method: str,
    path: str,
    headers: dict[str, str],
    body: bytes | None,
    status: int,
) -> None:
    """Statements 4, 7 to 13, 17: nothing is executed, and the body says what is wrong."""
    before = store.commit
    reply = client.open(path, method=method, headers=headers, data=body)
    assert (reply.status_code, store.commit) == (status, before), reply.text
    assert reply.headers["Content-Type"] == "application/problem+json"
    if method != "HEAD":
        problem = json.loads(reply.text)
        assert problem["status"] == status
        assert problem["detail"]


def test_a_get_without_query_gives_the_description(client: FlaskClient) -> None:
    """Statement 6."""
    reply = client.get("/sparql")
    assert reply.status_code == 200
    assert reply.headers["Content-Type"] == "text/turtle; charset=utf-8"
    assert "sd:Service" in reply.text
    assert client.get("/update").status_code == 200


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "PROPFIND"])
def test_another_method_gets_405_with_the_whole_allow(client: FlaskClient, method: str) -> None:
    """Statement 14."""
    reply = client.open("/sparql", method=method)
    assert reply.status_code == 405
    assert set(reply.headers["Allow"].split(", ")) == {"GET", "HEAD", "OPTIONS", "POST", "QUERY"}
    assert reply.headers["Access-Control-Allow-Origin"] == "*"


def test_options_needs_no_token_and_says_what_is_allowed(client: FlaskClient) -> None:
    """Statement 15, with and without the marks of a preflight."""
    plain = client.options("/sparql")
    assert plain.status_code == 204
    assert "Content-Type" not in plain.headers
    assert set(plain.headers["Allow"].split(", ")) == {"GET", "HEAD", "OPTIONS", "POST", "QUERY"}
    asked = {"Origin": "https://page.example", "Access-Control-Request-Method": "POST"}
    for path in ("/sparql", "/update", "/graph-store", "/graph/user/x", "/queries/1"):
        reply = client.options(path, headers=asked)
        assert reply.status_code == 204
        assert reply.headers["Access-Control-Allow-Origin"] == "*"
        assert "Authorization" in reply.headers["Access-Control-Allow-Headers"]
        assert reply.headers["Access-Control-Allow-Methods"] == reply.headers["Allow"]
        assert "Access-Control-Allow-Credentials" not in reply.headers


@pytest.mark.parametrize(
    ("query", "parameters", "expected"),
    [
        # 16: parameters define the dataset and override the text
        (SELECT, {"default-graph-uri": ["http://e/g1"]}, ["2"]),
        (SELECT, {"default-graph-uri": ["http://e/g1", "http://e/g2"]}, ["2", "3"]),
        ("SELECT ?o FROM <http://e/g2> { ?s ?p ?o }", {"default-graph-uri": ["http://e/g1"]}, ["2"]),
        ("SELECT ?o { GRAPH ?g { ?s ?p ?o } }", {"named-graph-uri": ["http://e/g2"]}, ["2", "3"]),
        ("SELECT ?o { GRAPH ?g { ?s ?p ?o } }", {"default-graph-uri": ["http://e/g2"]}, []),
        (SELECT, {"named-graph-uri": ["http://e/g2"]}, []),
        # the text's own dataset
        ("SELECT ?o FROM <http://e/g2> { ?s ?p ?o }", {}, ["2", "3"]),
        ("BASE <http://e/> SELECT ?o FROM <g1> FROM <g2> { ?s ?p ?o }", {}, ["2", "3"]),
        ("PREFIX e: <http://e/> SELECT ?o FROM NAMED e:g1 { GRAPH ?g { ?s ?p ?o } }", {}, ["2"]),
        ("SELECT ?o FROM NAMED <http://e/g1> { ?s ?p ?o }", {}, []),
        # 17: an unknown graph is empty
        (SELECT, {"default-graph-uri": ["http://127.0.0.1:9/nothing"]}, []),
        # 18: the default graph is the merge, each triple once
        (SELECT, {}, ["1", "2", "3"]),
    ],
)
def test_the_dataset_of_a_request(
    client: FlaskClient, store: PlainStore, query: str, parameters: dict[str, list[str]], expected: list[str]
) -> None:
    """Statements 16 to 18."""
    store.load(DATA)
    reply = client.get("/sparql", query_string={"query": query, **parameters})
    assert sorted(row["o"] for row in rows(reply)) == expected


def test_service_is_refused_with_its_place(client: FlaskClient) -> None:
    """Statement 26: 403, also in a part of the query that would never run."""
    for text in ("SELECT * { SERVICE <http://127.0.0.1:9/> {} }", "ASK {} #\n"):
        reply = client.get(get(text))
        if "SERVICE" not in text:
            assert reply.status_code == 200
            continue
        assert reply.status_code == 403
        assert "line 1, column 12" in json.loads(reply.text)["detail"]
    assert client.get(get("SELECT ('SERVICE <x>' AS ?s) { # SERVICE <x> {}\n }")).status_code == 200


def test_a_silent_service_fails_silently(client: FlaskClient) -> None:
    """SPARQL 1.1 Federated Query, 2.3: one solution without bindings, and no connection."""
    assert rows(client.get(get("SELECT * { SERVICE SILENT <http://127.0.0.1:9/> { ?s ?p ?o } }"))) == [{}]


def test_a_long_query_in_the_url(client: FlaskClient) -> None:
    """Statement 50: 32 KiB are read; beyond the limit it is 414 for a URL and 413 for a body."""
    text = "ASK { } #" + "x" * 32_000
    assert client.get(get(text)).status_code == 200
    assert client.get(get(text + "y" * 40_000)).status_code == 414
    assert client.post("/sparql", headers=DIRECT, data=(text + "y" * 40_000).encode()).status_code == 413


def test_parameters_that_nobody_knows_are_ignored(client: FlaskClient) -> None:
    assert client.get(get(ASK, ac="1", infer="true", limit="10")).status_code == 200
